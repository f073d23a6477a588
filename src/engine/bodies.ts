// Where in a text could the secret of a rule stand? A secret of forty digits needs forty digits in a row, and few texts have
// them: asking that costs next to nothing beside running a pattern. Long words are looked for once, whatever rules ask for.

import type { Rule } from '../model/rule.js';
import { readBytes } from '../model/sequel.js';

export interface Bodies {
  /** Is there room in `[from, to)` for what the rule calls a secret? True too where that is not worth asking. */
  mayHold(rule: Rule, from: number, to: number): boolean;
}

/** What a secret is made of, where that is rare enough to be asked for. */
interface Kind {
  readonly bytes: Uint8Array;
  readonly least: number;
  /** The words in which it is looked for. */
  readonly words: Words;
}

/** Names of code are long where signs join them; of letters and digits alone few are. */
interface Words {
  readonly index: 0 | 1;
  readonly bytes: Uint8Array;
}

const shortest = 20;
const narrow: Words = { index: 0, bytes: readBytes('AZaz09') };
const wide: Words = { index: 1, bytes: readBytes('AZaz09', '+/=_.~-') };

const kinds = new WeakMap<Rule, Kind | false>();

export function makeBodies(text: Uint8Array): Bodies {
  /** Starts and ends of long words, narrow and wide. */
  const found: (readonly number[] | undefined)[] = [];
  return {
    mayHold(rule, from, to) {
      let kind = kinds.get(rule);
      if (kind === undefined) kinds.set(rule, (kind = kindOf(rule)));
      if (kind === false) return true;
      const words = (found[kind.words.index] ??= findWords(text, kind.words.bytes));
      for (let at = firstBehind(words, from); at < words.length && (words[at] ?? 0) < to; at += 2) {
        if (findRow(text, kind.bytes, kind.least, Math.max(words[at] ?? 0, from), Math.min(words[at + 1] ?? 0, to)) >= 0) return true;
      }
      return false;
    },
  };
}

function kindOf({ body }: Rule): Kind | false {
  if (body === undefined || body.least < shortest) return false;
  const bytes = readBytes(body.bytes);
  const words = [narrow, wide].find((each) => bytes.every((is, byte) => is === 0 || each.bytes[byte] === 1));
  return words !== undefined && { bytes, least: body.least, words };
}

function findWords(text: Uint8Array, bytes: Uint8Array): number[] {
  const words: number[] = [];
  for (let start = findRow(text, bytes, shortest, 0, text.length); start >= 0; ) {
    let end = start + shortest;
    while (end < text.length && bytes[text[end] ?? 0] === 1) end += 1;
    words.push(start, end);
    start = findRow(text, bytes, shortest, end + 1, text.length);
  }
  return words;
}

/** Where so many of these bytes stand in a row; -1: nowhere. */
function findRow(text: Uint8Array, bytes: Uint8Array, least: number, from: number, to: number): number {
  for (let start = from; start + least <= to; ) {
    let at = start + least - 1;
    while (at >= start && bytes[text[at] ?? 0] === 1) at -= 1;
    if (at < start) return start;
    start = at + 1;
  }
  return -1;
}

/** Index of the first word that ends behind the offset. */
function firstBehind(words: readonly number[], offset: number): number {
  let low = 0;
  for (let high = words.length / 2; low < high; ) {
    const middle = (low + high) >>> 1;
    if ((words[2 * middle + 1] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return 2 * low;
}
