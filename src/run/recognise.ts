// What kind of key is this value? The engine reads it behind a variable, as it would stand in a file, because some kinds are
// told by nothing else.

import { makeEngine } from '../engine/scan.js';
import { anchorIndex } from '../generated/anchors.js';
import { catalogue } from '../generated/catalogue.js';
import { makeFingerprint } from '../policy/fingerprint.js';
import type { Sighted } from '../remedy/rotate/check.js';
import { proofs } from '../rules/proofs/index.js';
import { makeMask } from './mask.js';
import type { Mask } from './mask.js';

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

/** For what a repository says besides: names and paths may hold this key, or another one. */
export function makeNameMask(secret: string | undefined, redacted: string): Mask {
  const maskOthers = makeMask(makeEngine(catalogue, proofs, { index: anchorIndex }), []);
  return (text) => maskOthers(secret === undefined ? text : text.replaceAll(secret, redacted));
}
