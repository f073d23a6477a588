// Where in a text could the secret of a rule stand? A secret of forty digits needs forty digits in a row, and few texts have
// them: asking that costs next to nothing beside running a pattern. Long words are looked for once, whatever rules ask for.

import type { Rule } from '../model/rule.js';
import { readBytes, shareBytes } from '../model/sequel.js';

export interface Bodies {
  /** Is there room in `[from, to)` for what a rule calls a secret? */
  mayHold(body: Body, from: number, to: number): boolean;
}

/** What the secret of a rule is made of, where that is rare enough to be asked for. */
export interface Body {
  readonly bytes: Uint8Array;
  readonly least: number;
  /** The words in which it is looked for: names of code are long where signs join them, of letters and digits alone few are. */
  readonly wide: boolean;
}

/** Starts and ends of the words in a text that have at least so many letters, as `prefilter.ts` finds them. */
export type FindWords = (text: Uint8Array, wide: boolean, least: number) => readonly number[];

const shortest = 20;
/** So many times the bytes of a text are looked at place by place before all its words are listed: nearly always fewer are asked for. */
const lookedAt = 2;
const narrowBytes = readBytes('AZaz09');
const wideBytes = readBytes('AZaz09', '+/=_.~-');

const bodies = new WeakMap<Rule, Body | false>();

/** Undefined: it is not worth asking. */
export function bodyOf(rule: Rule): Body | undefined {
  let body = bodies.get(rule);
  if (body === undefined) bodies.set(rule, (body = makeBody(rule) ?? false));
  return body === false ? undefined : body;
}

function makeBody({ body }: Rule): Body | undefined {
  if (body === undefined || body.least < shortest) return undefined;
  const width = widthOf(body.bytes);
  return width === 'any' ? undefined : { bytes: shareBytes(body.bytes), least: body.least, wide: width === 'wide' };
}

type Width = 'narrow' | 'wide' | 'any';

const widths = new Map<string, Width>();

/** The words in which such bytes stand side by side. */
function widthOf(ranges: string): Width {
  let width = widths.get(ranges);
  if (width === undefined) {
    const bytes = shareBytes(ranges);
    const isOf = (letters: Uint8Array): boolean => bytes.every((is, byte) => is === 0 || letters[byte] === 1);
    widths.set(ranges, (width = isOf(narrowBytes) ? 'narrow' : isOf(wideBytes) ? 'wide' : 'any'));
  }
  return width;
}

export function makeBodies(text: Uint8Array, findWords: FindWords): Bodies {
  let narrow: readonly number[] | undefined;
  let wide: readonly number[] | undefined;
  let asked = 0;
  const find = (isWide: boolean): readonly number[] => findWords(text, isWide, shortest);
  return {
    mayHold(body, from, to) {
      // Of a long text that is asked for a few places the rest need not be looked at.
      if ((asked += to - from) <= text.length * lookedAt) return holdsRow(text, body.bytes, body.least, Math.max(0, from), Math.min(to, text.length));
      const words = body.wide ? (wide ??= find(true)) : (narrow ??= find(false));
      if (words.length === 0) return false;
      for (let at = firstBehind(words, from); at < words.length && (words[at] ?? 0) < to; at += 2) {
        if (holdsRow(text, body.bytes, body.least, Math.max(words[at] ?? 0, from), Math.min(words[at + 1] ?? 0, to))) return true;
      }
      return false;
    },
  };
}

/** Do so many of these bytes stand in a row? */
function holdsRow(text: Uint8Array, bytes: Uint8Array, least: number, from: number, to: number): boolean {
  for (let start = from; start + least <= to; ) {
    let at = start + least - 1;
    while (at >= start && bytes[text[at] ?? 0] === 1) at -= 1;
    if (at < start) return true;
    start = at + 1;
  }
  return false;
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
