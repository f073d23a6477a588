// Every offline check a rule can ask for, by its name in YAML. `not-placeholder` is asked of every match, named or not.
// Importing this costs nothing: tables and word lists are made when a candidate first needs them.

import type { Proof } from '../../model/proof.js';
import { awsKeyId } from './aws-key-id.js';
import { azureKey } from './azure-key.js';
import { bip39 } from './bip39.js';
import { basic } from './basic.js';
import { discord, telegram } from './bots.js';
import { digits, mixed } from './characters.js';
import { checksum } from './checksum.js';
import { credentials } from './credentials.js';
import { decodes } from './decodes.js';
import { ends } from './ends.js';
import { entropy } from './entropy.js';
import { ethereumKey } from './ethereum-key.js';
import { jwt } from './jwt.js';
import { marker } from './marker.js';
import { nkey } from './nkey.js';
import { notPlaceholder } from './not-placeholder.js';
import { pem } from './pem.js';
import { random } from './random.js';
import { sandbox } from './sandbox.js';
import { slack } from './slack.js';
import { uuid } from './uuid.js';

export const proofs: Readonly<Record<string, Proof<unknown>>> = {
  entropy: forget(entropy),
  marker: forget(marker),
  ends: forget(ends),
  checksum: forget(checksum),
  'aws-key-id': forget(awsKeyId),
  'azure-key': forget(azureKey),
  basic: forget(basic),
  jwt: forget(jwt),
  pem: forget(pem),
  uuid: forget(uuid),
  digits: forget(digits),
  mixed: forget(mixed),
  decodes: forget(decodes),
  slack: forget(slack),
  telegram: forget(telegram),
  discord: forget(discord),
  credentials: forget(credentials),
  nkey: forget(nkey),
  sandbox: forget(sandbox),
  bip39: forget(bip39),
  'ethereum-key': forget(ethereumKey),
  'not-placeholder': forget(notPlaceholder),
  random: forget(random),
};

/** Forgets what the argument is. Sound because votes are only asked with what the same proof's `parse` returned. */
function forget<Argument>(proof: Proof<Argument>): Proof<unknown> {
  const { parse, vote, complete } = proof;
  return {
    parse,
    vote: (evidence, argument) => vote(evidence, argument as Argument),
    ...(complete === undefined ? {} : { complete: (secretSoFar: string, argument: unknown) => complete(secretSoFar, argument as Argument) }),
  };
}
