// Shannon entropy as a floor: it drops what is plainly monotonous and nothing else. It cannot tell a key from a
// placeholder (a hex key has 3.3 to 3.9 bits per character, a sentence has as many); `not-placeholder` does that.

import type { Proof } from '../../model/proof.js';
import { parseLeast, type Least } from './argument.js';

/** `entropy: 3` or `{least: 3, skip: 3}`: fewer bits per character behind the skipped prefix rejects. */
export const entropy: Proof<Least> = {
  parse: parseLeast,
  vote: ({ secret }, { least, skip }) =>
    measureEntropy(secret.slice(skip)) < least ? { verdict: 'reject', why: 'too few different characters' } : { verdict: 'abstain' },
};

/** Shannon, A Mathematical Theory of Communication (1948): -Σ p log2 p, in bits per character; 0 for no text. */
export function measureEntropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}
