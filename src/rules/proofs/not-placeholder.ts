// Rejects what stands where a key will stand: placeholders, counting fingers, documentation's samples, templates, masks,
// names made of words. It is asked of every match, so it must accuse no key.
//
// Measured over 200,000 random bodies of each of 34 alphabets and lengths of keys (test/rules/proofs/not-placeholder.test.ts
// repeats it on a smaller scale): none of the 6.8 million was rejected.

import type { Evidence, Proof, Vote } from '../../model/proof.js';
import { parseMapping, refuseArgument } from './argument.js';
import { hasHole, isElided, isTouchedByElision } from './holes.js';
import { read, type Reading } from './reading.js';
import { isPhrase } from './phrase.js';
import { isInterleaved } from './runs.js';
import { isSample } from './samples.js';
import { isStockPassword } from './stock-passwords.js';

/** How strictly to ask. */
export interface Suspicion {
  /** People choose such secrets, and choose words: only what says "fill me in" is a placeholder. */
  readonly chosen: boolean;
  /** Leading characters that are the vendor's and no part of the body. */
  readonly skip: number;
}

/** `not-placeholder: true`, `{chosen: true}` for passwords, `{skip: 8}`, or `false` to ask nothing. */
export const notPlaceholder: Proof<Suspicion | undefined> = { parse: parseSuspicion, vote: votePlaceholder };

/** Bits that explanations must save: chance saves as many in fewer than one random text in a million. */
const leastGain = 20;
/** The same for one declaring word at the end, after its cost: `EXAMPLE` in base32 just passes. */
const leastDeclared = 18;
/** A key has more unexplained bits than this; the body may follow a name made of words, which must not tell against it. */
const mostUnexplainedBits = 64;
const mostUnexplainedShare = 0.3;
/** The same where more is explained than not. */
const mostUnexplainedOfMuch = 80;
/** When next to nothing is left unexplained, fewer bits convince: short placeholders save no more. */
const leastGainWhenWhole = 10;
const mostUnexplainedShareWhenWhole = 0.25;

function parseSuspicion(argument: unknown): Suspicion | undefined {
  if (argument === false) return undefined;
  if (argument === undefined || argument === null || argument === true) return { chosen: false, skip: 0 };
  const expected = 'true, false or {chosen: true, skip: number}';
  const { chosen = false, skip = 0 } = parseMapping(argument, ['chosen', 'skip'], expected);
  if (typeof chosen !== 'boolean' || typeof skip !== 'number' || !(skip >= 0)) throw refuseArgument(expected, argument);
  return { chosen, skip };
}

function votePlaceholder({ secret, before, after }: Evidence, suspicion: Suspicion | undefined): Vote {
  if (suspicion === undefined) return { verdict: 'abstain' };
  const reason = findReason(secret.slice(suspicion.skip), suspicion.chosen) ?? (isSample(secret) ? 'a sample from documentation' : undefined);
  if (reason !== undefined) return { verdict: 'reject', why: reason };
  return isTouchedByElision(before, after) ? { verdict: 'lower', why: 'it seems to be cut short on purpose' } : { verdict: 'abstain' };
}

/** The mark of `skan purge` (remedy/purge/forms.ts); a test holds the two together. */
const purged = /REDACTED-[0-9a-f]{8}(?![0-9a-f])/;

/** Why the body is no key, or undefined. */
function findReason(body: string, chosen: boolean): string | undefined {
  if (purged.test(body.slice(0, 2048))) return 'what skan purge left in its place';
  if (hasHole(body.slice(0, 2048))) return 'a place to be filled in';
  if (isElided(body.slice(0, 2048))) return 'something is left out of it';
  if (chosen) return isStockPassword(body) ? 'a placeholder' : undefined;
  if (isMonotonous(body)) return 'the same few characters again and again';
  if (body.length <= 256 && isInterleaved(body)) return 'a sequence';
  if (isPhrase(body)) return 'a name made of words';
  return isExplained(read(body)) ? 'made of words, runs or repeats' : undefined;
}

/** Whether a reading leaves too little for a key. */
export function isExplained({ whole, gain, unexplained, declared }: Reading): boolean {
  if (declared >= leastDeclared) return true;
  if (gain >= leastGain && unexplained <= Math.max(mostUnexplainedBits, mostUnexplainedShare * whole, Math.min(gain, mostUnexplainedOfMuch))) return true;
  return gain >= leastGainWhenWhole && unexplained <= mostUnexplainedShareWhenWhole * whole;
}

/** Three different characters in sixteen or more: one in two million random strings of sixteen digits. */
function isMonotonous(text: string): boolean {
  return text.length >= 16 && text.length <= 4096 && new Set(text).size <= 3;
}
