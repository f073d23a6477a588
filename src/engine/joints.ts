// Is what an anchor begins cut in pieces? Close behind an anchor, a literal that ends where another begins, a line that goes on
// in the next, a sign that is escaped: the pieces may be too short for the prefilter, which sees a joint only at a long run of letters. It says where
// one stands and of which kind; `rewrite.ts` puts the pieces together.

import { readBytes } from '../model/sequel.js';
import type { Rewriting } from './seeds.js';

/** Bytes behind an anchor in which the first joint must stand: the rest of a name, a sign, the first piece. */
export const jointReach = 96;
/** A piece that has begun there is followed to its end, within so many. */
export const furthestJoint = 352;
/** Bytes behind that which are looked at to tell that it is one. */
export const jointMargin = 720;
/** What Office writes between two parts of a word. */
const longestTags = 640;

const mostBlanks = 64;
/** A line that holds more than this is no piece of a key. */
const longestPiece = 128;

const ordinary = 0;
const letter = 1;
const quote = 2;
/** What a line may end with to go on in the next: a backslash, `^` of cmd, `%` of TeX. */
const broken = 3;
const lineEnd = 4;
const dollar = 5;
const blank = 6;
/** Ends what belongs to an anchor. */
const stop = 7;
const tag = 8;
/** What is a letter is 1 there. */
const kinds = readBytes('AZaz09', '+/_=.~-');
for (const [kind, signs] of [[quote, '"\'`'], [broken, '\\^%'], [lineEnd, '\r\n'], [dollar, '$'], [blank, ' \t'], [stop, ';'], [tag, '<']] as const) {
  for (const sign of signs) kinds[sign.charCodeAt(0)] = kind;
}

export interface Joint {
  readonly at: number;
  readonly rewriting: Rewriting;
  /** So many bytes before it belong to it. */
  readonly back?: number;
  /** Where what goes on there ends, if that is known. */
  readonly until?: number;
}

/** @returns the first joint in `[from, to)`, or at the end of the piece that goes on there; none: up to where none is */
export function findJoint(bytes: Uint8Array, from: number, to: number): Joint | number {
  let end = Math.min(to, bytes.length - 1);
  const furthest = Math.min(to + furthestJoint - jointReach, bytes.length - 1);
  for (let at = Math.max(1, from); at < end; at += 1) {
    const kind = kinds[bytes[at] ?? 0] ?? ordinary;
    if (kind === letter && at === end - 1 && end < furthest) end += 1;
    if (kind < quote || kind === blank) continue;
    if (kind === stop) return at;
    if (kinds[bytes[at - 1] ?? 0] !== letter) continue;
    const rewriting = rewritingAt(bytes, at, kind);
    if (rewriting !== undefined) return { at, rewriting };
  }
  return to;
}

function rewritingAt(bytes: Uint8Array, at: number, kind: number): Rewriting | undefined {
  if (kind === quote) return opensBehind(bytes, at, at + 1);
  if (kind === dollar) return bytes[at + 1] === 0x7b && kinds[bytes[skipBlanks(bytes, at + 2)] ?? 0] === quote ? 'joined' : undefined;
  if (kind === lineEnd) return goesOnAlone(bytes, at) ? 'folded' : undefined;
  if (kind === tag) return goesOnBehindTags(bytes, at) ? 'markup' : undefined;
  const next = bytes[at + 1] ?? 0;
  if (kinds[next] === quote) return opensBehind(bytes, at, at + 2);
  if (kinds[next] === lineEnd) return 'joined';
  return bytes[at] === 0x5c && escaped[next] === 1 && isKey(bytes, at, at + 2) ? 'escapes' : undefined;
}

/** Signs of keys that JSON, properties, TeX and Markdown escape. */
const escaped = readBytes('', '/:=_-.+~');

/** Blanks, perhaps an operator, blanks, and a quote of the same kind that a letter stands behind. */
function opensBehind(bytes: Uint8Array, closing: number, from: number): Rewriting | undefined {
  let at = skipGap(bytes, from);
  const first = bytes[at] ?? 0;
  // The end of an expression in a template.
  if (first === 0x7d /* } */) return kinds[bytes[at + 1] ?? 0] === letter || bytes[at + 1] === 0x24 || bytes[at + 1] === 0x60 ? 'joined' : undefined;
  // A line of a list that nothing parts: MATLAB's `...`.
  const isOpen = first === 0x2c && hasText(bytes, skipBlanks(bytes, at + 1), '...');
  if (isOpen) at = skipBlanks(bytes, skipBlanks(bytes, at + 1) + 3);
  // The end of a call that the literal stands in: `std::string("…") + "…"`.
  if (first === 0x29 /* ) */) at = skipBlanks(bytes, at + 1);
  at = skipAppending(bytes, at) ?? skipOperator(bytes, at);
  at = skipGap(bytes, at);
  // The sign that breaks a line behind an operator: `_` of Visual Basic, a backtick of PowerShell.
  if ((bytes[at] === 0x5f || bytes[at] === 0x60) && kinds[bytes[at + 1] ?? 0] === lineEnd) at = skipBlanks(bytes, at + 1);
  for (const furthest = at + 2; at < furthest && prefixes[bytes[at] ?? 0] === 1; at += 1);
  if (bytes[at] === 0x5c) at += 1;
  if (kinds[bytes[at] ?? 0] !== quote || (bytes[at] !== bytes[from - 1] && at > from)) return undefined;
  if (!isKey(bytes, closing, at + 1)) return undefined;
  return first === 0x2c /* , */ && !isOpen ? (isWhole(bytes, closing) ? 'listed' : undefined) : 'joined';
}

function skipOperator(bytes: Uint8Array, at: number): number {
  const first = bytes[at];
  const next = bytes[at + 1];
  if (first === 0x2e /* . */) return hasText(bytes, at, '.concat(') || hasText(bytes, at, '.append(') ? at + 8 : next === 0x2e ? at + 2 : at + 1;
  if (first === 0x2b /* + */) return next === 0x2b ? at + 2 : at + 1;
  if (first === 0x7c /* | */) return next === 0x7c ? at + 2 : at;
  if (first === 0x3c /* < */) return next === 0x3c || next === 0x3e ? at + 2 : at;
  if (first !== undefined && isCapital(first)) return skipMacro(bytes, at);
  return first !== undefined && single[first] === 1 ? at + 1 : at;
}

/** The name of a macro that stands between two literals. */
function skipMacro(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < from + mostBlanks && (isCapital(bytes[at] ?? 0) || bytes[at] === 0x5f || isDigit(bytes[at] ?? 0))) at += 1;
  return at > from + 2 && kinds[bytes[at] ?? 0] === blank ? at : from;
}

function isCapital(byte: number): boolean {
  return byte >= 0x41 && byte <= 0x5a;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

/** A statement that goes on with the same variable: `; key += `, `; $key .= `, `; append(`. */
function skipAppending(bytes: Uint8Array, from: number): number | undefined {
  let at = from;
  if (bytes[at] === 0x3b /* ; */) at = skipBlanks(bytes, at + 1);
  if (bytes[at] === 0x24 /* $ */) at += 1;
  const start = at;
  while (at < start + mostBlanks && isNameByte(bytes[at] ?? 0)) at += 1;
  if (at === start) return undefined;
  if (bytes[at] === 0x28 /* ( */ && (hasText(bytes, at - 5, 'ppend') || hasText(bytes, at - 4, 'push') || hasText(bytes, at - 5, 'write'))) return at + 1;
  at = skipBlanks(bytes, at);
  return hasText(bytes, at, '+=') || hasText(bytes, at, '.=') || hasText(bytes, at, '<<') ? at + 2 : undefined;
}

function isNameByte(byte: number): boolean {
  return kinds[byte] === letter && byte !== 0x2b && byte !== 0x2f && byte !== 0x3d && byte !== 0x7e && byte !== 0x2d;
}

const single = readBytes('', '&,\\~^');
const prefixes = readBytes('', 'brufLBRUF@$');

/** Pieces that are side by side in a text: as long as those of keys, with a digit in them, which few words have, or letters without end. */
function isKey(bytes: Uint8Array, end: number, start: number): boolean {
  let letters = 0;
  let digits = 0;
  const count = (byte: number): boolean => {
    if (kinds[byte] !== letter) return false;
    letters += 1;
    if (isDigit(byte)) digits += 1;
    return true;
  };
  for (let at = end - 1; at >= Math.max(0, end - mostBlanks) && count(bytes[at] ?? 0); at -= 1);
  const before = letters;
  for (let at = start; at < start + mostBlanks && count(bytes[at] ?? 0); at += 1);
  if (before <= 1 || letters <= before || letters < leastLetters) return false;
  return digits > 0 || (isLongWord(bytes, end - before, end) && isLongWord(bytes, start, start + letters - before));
}

const leastLetters = 12;

/** Longer than words are, with no sign in it. */
function isLongWord(bytes: Uint8Array, from: number, to: number): boolean {
  let length = 0;
  for (let at = to - 1; at >= from && length < longWord; at -= 1) {
    const byte = bytes[at] ?? 0;
    length = isCapital(byte) || isCapital(byte - 0x20) ? length + 1 : 0;
  }
  return length >= longWord;
}

const longWord = 15;

/** The piece that ends here is a literal of its own. */
function isWhole(bytes: Uint8Array, end: number): boolean {
  let at = end - 1;
  while (at > 0 && at > end - longestPiece && kinds[bytes[at] ?? 0] === letter) at -= 1;
  return kinds[bytes[at] ?? 0] === quote;
}

/** Tags, and directly behind them more of the word. */
function goesOnBehindTags(bytes: Uint8Array, from: number): boolean {
  let at = from;
  const furthest = Math.min(bytes.length, from + longestTags);
  while (at < furthest && kinds[bytes[at] ?? 0] === tag) {
    while (at < furthest && bytes[at] !== 0x3e) at += 1;
    at += 1;
  }
  return at < furthest && isKey(bytes, from, at);
}

/** A line's end, an indentation or the mark of a quoted line, and a line that holds one word of a key's letters and nothing else. */
function goesOnAlone(bytes: Uint8Array, from: number): boolean {
  let at = bytes[from] === 0x0d ? from + 1 : from;
  if (bytes[at] !== 0x0a) return false;
  at += 1;
  // The mark of a line in a difference.
  if (bytes[at] === 0x2b && kinds[bytes[at + 1] ?? 0] === blank) at += 1;
  const start = at;
  while (at < start + mostBlanks && (kinds[bytes[at] ?? 0] === blank || bytes[at] === 0x3e || bytes[at] === 0x23)) at += 1;
  if (at === start) return false;
  const first = at;
  while (at < first + longestPiece && kinds[bytes[at] ?? 0] === letter) at += 1;
  if (!isKey(bytes, from, first)) return false;
  if (kinds[bytes[at] ?? 0] === quote) at += 1;
  return at >= bytes.length || kinds[bytes[at] ?? 0] === lineEnd || closers[bytes[at] ?? 0] === 1;
}

const closers = readBytes('', ',;)}]');

function skipBlanks(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < from + mostBlanks && (kinds[bytes[at] ?? 0] === blank || kinds[bytes[at] ?? 0] === lineEnd)) at += 1;
  return at;
}

/** Blanks, and comments among them. */
function skipGap(bytes: Uint8Array, from: number): number {
  let at = skipBlanks(bytes, from);
  for (let count = 0; count < 3; count += 1) {
    const end = endOfComment(bytes, at);
    if (end === undefined) return at;
    at = skipBlanks(bytes, end);
  }
  return at;
}

function endOfComment(bytes: Uint8Array, from: number): number | undefined {
  const first = bytes[from] ?? 0;
  const second = bytes[from + 1];
  const isBlock = first === 0x2f && second === 0x2a;
  if (!isBlock && first !== 0x23 /* # */ && !((first === 0x2f || first === 0x2d) && second === first)) return undefined;
  for (let at = from + 2; at < from + longestComment; at += 1) {
    if (isBlock ? bytes[at] === 0x2a && bytes[at + 1] === 0x2f : bytes[at] === 0x0a) return isBlock ? at + 2 : at + 1;
  }
  return undefined;
}

const longestComment = 80;

function hasText(bytes: Uint8Array, at: number, text: string): boolean {
  for (let index = 0; index < text.length; index += 1) if (bytes[at + index] !== text.charCodeAt(index)) return false;
  return true;
}
