// What kind of key is this value? The engine reads it behind a variable, as it would stand in a file, because some kinds are
// told by nothing else.

import { makeEngine } from '../engine/scan.js';
import { anchorIndex } from '../generated/anchors.js';
import { catalogue } from '../generated/catalogue.js';
import { makeFingerprint } from '../policy/fingerprint.js';
import type { Sighted } from '../remedy/rotate/check.js';
import { proofs } from '../rules/proofs/index.js';

/** @returns offsets are those of the value, in bytes */
export function makeLook(variable: string): (value: string) => readonly Sighted[] {
  const engine = makeEngine(catalogue, proofs, { index: anchorIndex });
  const head = Buffer.byteLength(`${variable}=`);
  return (value) => {
    const matches = engine.scanText(Buffer.from(`${variable}=${value}\n`)).filter(({ decodedFrom }) => decodedFrom.length === 0);
    return matches.flatMap((match) => [match, ...match.others]).map(({ rule, secret, start, end, confidence }): Sighted => ({
      rule: rule.id,
      title: rule.title,
      provider: rule.provider,
      fingerprint: makeFingerprint(rule, secret.reveal()),
      start: start - head,
      end: end - head,
      certain: confidence === 'certain',
      generic: rule.generic,
    }));
  };
}
