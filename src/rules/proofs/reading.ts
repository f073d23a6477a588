// Reads a text the way a person does who wonders whether it is a key: which parts of it are words, runs or repeats, and
// what is left unexplained.
//
// The measure is description length (Rissanen's MDL; Wallace). A text costs so many bits when spelled out at random over
// its alphabet, and fewer when words and runs explain parts of it. The costs below are those of one probability
// distribution, so chance alone makes a random text seem `gain` bits cheaper with a probability of at most 2^-gain.
// That bound, not a list of stop words, is what keeps real keys from being taken for placeholders.

import { measureAlphabet } from './alphabet.js';
import { findWord, longestWord, measureWords, wordBits, type WordKind } from './lexicon.js';
import { costWord } from './letters.js';
import { furthestCopy, measureCopies, measureRuns, orderCount } from './runs.js';

/** What could be made of a text. */
export interface Reading {
  /** Bits of the text when spelled out at random. */
  readonly whole: number;
  /** Bits that words, runs and repeats save. */
  readonly gain: number;
  /** Bits of the characters that nothing explains. */
  readonly unexplained: number;
  /** Bits saved by words at the very end that say the real thing is missing, `EXAMPLE` above all. */
  readonly declared: number;
}

/** Only so much is read of longer texts: enough for every key, and linear for everything else. */
const longestRead = 1024;

/** Bits to leave the unexplained for the explained, to stay in either, to go back; the probabilities of a state sum to 1. */
const cost = { enter: 6, spell: 0.023, next: 0.415, leave: 2, begin: 1 } as const;

/** Bits that name the kind of an explanation: 1/4 for words, 1/8 for each other. */
const kindBits = { common: 2, separator: 3, number: 3, declaring: 3, run: 3, copy: 3, readable: 3 } as const;

/** Lower, upper or capitalised. */
const caseBits = Math.log2(3);
const separatorBits = Math.log2(8);
/** A number of one to four digits: its length, then its digits. */
const numberBits = { length: 2, digit: Math.log2(10) } as const;
/** A run or a copy goes on with probability 7/8. */
const goOnBits = -Math.log2(7 / 8);
const stopBits = 3;

interface Step {
  readonly bits: number;
  readonly unexplained: number;
}

interface Piece {
  readonly length: number;
  readonly bits: number;
}

/** The cheapest explanation of a text, by dynamic programming over its characters. */
export function read(full: string): Reading {
  const text = full.slice(0, longestRead);
  if (last?.text !== text) last = { text, reading: readText(text) };
  return last.reading;
}

/** The same text is read by several proofs, one after the other. One is kept: a text may keep the whole file alive. */
let last: { readonly text: string; readonly reading: Reading } | undefined;

function readText(text: string): Reading {
  const perCharacter = measureAlphabet(text);
  const explain = prepare(text, perCharacter);
  const spelled: Step[] = [{ bits: cost.begin, unexplained: 0 }];
  const explained: Step[] = [{ bits: cost.begin, unexplained: 0 }];
  for (let at = 0; at < text.length; at += 1) {
    const [free, bound] = [spelled[at], explained[at]];
    improve(spelled, at + 1, cheaper(add(free, cost.spell), add(bound, cost.leave)), perCharacter, 1);
    const start = cheaper(add(free, cost.enter), add(bound, cost.next));
    for (const piece of explain(at)) improve(explained, at + piece.length, start, piece.bits, 0);
  }
  const best = cheaper(spelled[text.length], explained[text.length]) ?? { bits: 0, unexplained: 0 };
  const whole = text.length * perCharacter;
  return { whole, gain: Math.max(0, whole - best.bits), unexplained: best.unexplained * perCharacter, declared: measureDeclaration(text, perCharacter) };
}

/** Adds a piece's cost to a step, and keeps the result where it is the cheapest so far. */
function improve(steps: Step[], at: number, from: Step | undefined, bits: number, unexplained: number): void {
  if (from === undefined) return;
  const old = steps[at];
  if (old === undefined || from.bits + bits < old.bits) steps[at] = { bits: from.bits + bits, unexplained: from.unexplained + unexplained };
}

function add(step: Step | undefined, bits: number): Step | undefined {
  return step === undefined ? undefined : { bits: step.bits + bits, unexplained: step.unexplained };
}

function cheaper(one: Step | undefined, other: Step | undefined): Step | undefined {
  if (one === undefined) return other;
  return other === undefined || one.bits <= other.bits ? one : other;
}

/** What can explain the text from a given character on. */
function prepare(text: string, perCharacter: number): (at: number) => readonly Piece[] {
  const runs = measureRuns(text);
  const copies = measureCopies(text);
  const parts = findParts(text);
  const numbers = findNumbers(text);
  const lower = lowerLetters(text);
  return (at) => {
    const pieces = findWords(text, lower, at);
    const part = parts.get(at);
    if (part !== undefined) pieces.push({ length: part.length, bits: kindBits.readable + caseBits + costWord(part) });
    const [run = 1, copy = 0] = [runs[at], copies[at]];
    if (run >= 3) pieces.push({ length: run, bits: kindBits.run + Math.log2(orderCount) + perCharacter + goOnBits * (run - 2) + stopBits + wrapBits(run) });
    if (copy >= 2) pieces.push({ length: copy, bits: kindBits.copy + Math.log2(furthestCopy) + goOnBits * (copy - 1) + stopBits });
    if (/[^A-Za-z0-9]/.test(text.charAt(at))) pieces.push({ length: 1, bits: kindBits.separator + separatorBits });
    const number = numbers.get(at);
    if (number !== undefined) pieces.push({ length: number, bits: kindBits.number + numberBits.length + numberBits.digit * number });
    return pieces;
  };
}

/** A run may pass from one alphabet into another about every tenth character, to one of a few places. */
function wrapBits(length: number): number {
  return Math.floor(length / 6);
}

/** Words of the lexicon that begin here, in one letter case throughout or capitalised; two letters only between others. */
function findWords(text: string, lower: string, at: number): Piece[] {
  const pieces: Piece[] = [];
  const longest = Math.min(measureWords(lower, at), text.length - at);
  for (let length = 2; length <= longest; length += 1) {
    const kind = findWord(lower.slice(at, at + length));
    if (kind === undefined || !isOneCase(text.slice(at, at + length)) || (length === 2 && !standsAlone(text, at, length))) continue;
    pieces.push({ length, bits: costOf(kind) });
  }
  return pieces;
}

/** Of as many characters as the text: words have letters of ASCII alone. */
function lowerLetters(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

function costOf(kind: WordKind): number {
  return kindBits[kind] + wordBits[kind] + caseBits;
}

function isOneCase(word: string): boolean {
  const tail = word.slice(1);
  return tail === tail.toLowerCase() || word === word.toUpperCase();
}

function standsAlone(text: string, at: number, length: number): boolean {
  const isLetter = (character: string): boolean => /[A-Za-z]/.test(character);
  return !isLetter(text.charAt(at - 1)) && !isLetter(text.charAt(at + length));
}

/** Parts between separators, digits and changes of case, by where they begin; in lower case, four letters and more. */
function findParts(text: string): ReadonlyMap<number, string> {
  const parts = new Map<number, string>();
  for (const { index, 0: part } of text.matchAll(/[A-Z]?[a-z]{3,}|[A-Z]{4,}/g)) parts.set(index, part.toLowerCase());
  return parts;
}

/** Lengths of the numbers of up to four digits, by where they begin. */
function findNumbers(text: string): ReadonlyMap<number, number> {
  return new Map([...text.matchAll(/(?<![0-9])[0-9]{1,4}(?![0-9])/g)].map(({ index, 0: number }) => [index, number.length]));
}

/** How near the end a declaring word must stand: names come before a key's random part, never behind it. */
const tailLength = 12;

function measureDeclaration(text: string, perCharacter: number): number {
  let most = 0;
  const lower = lowerLetters(text);
  for (let at = Math.max(0, text.length - tailLength - longestWord); at < text.length; at += 1) {
    const longest = Math.min(measureWords(lower, at), text.length - at);
    for (let length = 4; length <= longest; length += 1) {
      const isNearEnd = at + length >= text.length - tailLength;
      if (isNearEnd && findWord(lower.slice(at, at + length)) === 'declaring' && isOneCase(text.slice(at, at + length))) {
        most = Math.max(most, length * perCharacter - costOf('declaring') - cost.enter);
      }
    }
  }
  return most;
}
