// Seed phrases of wallets: BIP-39. 12, 15, 18, 21 or 24 words of a list of 2048 stand for 11 bits each; the last bits are the
// beginning of the SHA-256 of those before. Only the English list, which nearly every wallet uses. What the phrase opens is not asked.

import type { Evidence, Proof, Vote } from '../../model/proof.js';
import { parseNothing } from './argument.js';
import { numberOfWord, words } from './bip39-words.js';
import { sha256OfShort } from './sha256.js';

const bitsOfWord = 11;
/** One bit of checksum for each 32 bits of entropy. */
const entropyOfChecksumBit = 32;
const lengths: readonly number[] = [12, 15, 18, 21, 24];
/** Phrases of tests repeat one word: "test … junk", "abandon … about". Of words drawn at random nearly all differ. */
const leastDifferent = 6;

/** `bip39: true`: words of the list, with a checksum that fits. */
export const bip39: Proof<void> = { parse: parseNothing, vote: voteBip39 };

function voteBip39({ secret }: Evidence): Vote {
  const phrase = secret.toLowerCase().split(' ');
  if (!lengths.includes(phrase.length)) return { verdict: 'reject', why: 'no seed phrase: it has too few or too many words' };
  if (new Set(phrase).size < leastDifferent) return { verdict: 'reject', why: 'the seed phrase of a test' };
  const numbers = phrase.map(numberOfWord);
  if (numbers.includes(undefined)) return { verdict: 'reject', why: 'no seed phrase: a word is not in the list' };
  const bits = numbers.map((number) => toBits(number ?? 0, bitsOfWord)).join('');
  const entropy = bits.slice(0, entropyLength(phrase.length));
  if (!bits.endsWith(checksumOf(entropy))) return { verdict: 'reject', why: 'no seed phrase: its checksum fails' };
  return { verdict: 'certain', why: 'its words are of the list, and its checksum fits' };
}

/** A phrase of so many words, each shortened to four letters. For examples. */
export function makePhrase(count: number, drawBit: () => boolean): string {
  const entropy = Array.from({ length: entropyLength(count) }, () => (drawBit() ? '1' : '0')).join('');
  const bits = entropy + checksumOf(entropy);
  return Array.from({ length: count }, (_, index) => words()[parseInt(bits.slice(index * bitsOfWord, (index + 1) * bitsOfWord), 2)] ?? '').join(' ');
}

function entropyLength(count: number): number {
  return (count * bitsOfWord * entropyOfChecksumBit) / (entropyOfChecksumBit + 1);
}

function checksumOf(entropy: string): string {
  const bytes = Uint8Array.from({ length: entropy.length / 8 }, (_, index) => parseInt(entropy.slice(index * 8, index * 8 + 8), 2));
  const [first = 0] = sha256OfShort(bytes);
  return toBits(first, 8).slice(0, entropy.length / entropyOfChecksumBit);
}

function toBits(value: number, length: number): string {
  return value.toString(2).padStart(length, '0');
}
