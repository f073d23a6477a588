// AWS access key ids carry the account they belong to: the sixteen characters after the four-letter prefix are base32,
// and the account is bits 1 to 40 of the first six bytes (Tal Be'ery, "A short note on AWS KEY ID", 2023). Keys made
// before 2019 (fifth character I or J) do not. A 0, 1, 8 or 9 is outside base32: no such id was ever issued.

import type { Evidence, Proof, Vote } from '../../model/proof.js';
import { parseNothing } from './argument.js';

const prefixLength = 4;
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** `aws-key-id: true`: rejects what cannot be an id, and says whose account it is. */
export const awsKeyId: Proof<void> = { parse: parseNothing, vote: voteAwsKeyId };

function voteAwsKeyId({ secret }: Evidence): Vote {
  const body = secret.slice(prefixLength);
  if (!/^[A-Z2-7]{16}$/.test(body)) return { verdict: 'reject', why: 'no AWS key id: its characters are not base32' };
  if (body.endsWith('EXAMPLE')) return { verdict: 'reject', why: "an id from AWS's documentation" };
  const account = readAccount(body);
  return account === undefined ? { verdict: 'abstain' } : { verdict: 'abstain', why: `it belongs to AWS account ${account}` };
}

/** The twelve digits of the account, or undefined for keys that do not carry it. */
function readAccount(body: string): string | undefined {
  if (/^[IJ]/.test(body)) return undefined;
  let number = 0n;
  for (const character of body.slice(0, 10)) number = (number << 5n) | BigInt(alphabet.indexOf(character));
  const firstSixBytes = number >> 2n;
  return ((firstSixBytes & 0x7fffffffff80n) >> 7n).toString().padStart(12, '0');
}
