// Offsets -> lines and columns. Lines end at LF, as git counts them; a CR before it belongs to its line and a lone
// CR is a character. Columns are UTF-16 units (SARIF's utf16CodeUnits) of the line read as UTF-8, a byte-order mark not counted.

import { isAscii, isUtf8 } from 'node:buffer';
import type { Span } from '../model/match.js';

const lineFeed = 10;
/** The byte-order mark, U+FEFF, in UTF-8. */
const mark = [0xef, 0xbb, 0xbf];

/** Where a byte stands. Both count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export const firstPosition: Position = { line: 1, column: 1 };

/** What is counted in many bytes, as a prefilter does. */
export interface Counters {
  /** How many lines end in these bytes. */
  countLines(bytes: Uint8Array): number;
  /** How many UTF-16 units these bytes are, which are valid UTF-8. */
  countUnits(bytes: Uint8Array): number;
}

/** Answers for one buffer whose first byte stands at `origin`. Lines are indexed at the first question. */
export interface Locator {
  position(offset: number): Position;
  span(start: number, end: number): Span;
}

/** @param count units of bytes that are many, and valid UTF-8 */
export function makeLocator(bytes: Uint8Array, origin: Position, count?: Counters['countUnits']): Locator {
  let lineStarts: readonly number[] | undefined;
  const first = startsWithMark(bytes) && origin.line === 1 && origin.column === 1 ? mark.length : 0;
  // Where earlier questions ended, by rising offset: the next one counts on from the nearest, however long the line.
  const known: Known[] = [];

  const position = (offset: number): Position => {
    lineStarts ??= indexLines(bytes);
    const index = lastAtMost(lineStarts, offset, (at) => at);
    const start = lineStarts[index] ?? 0;
    const place = known.length === 0 || (known[0]?.offset ?? 0) > offset ? -1 : lastAtMost(known, offset, ({ offset: at }) => at);
    const near = known[place];
    const from = near !== undefined && near.offset >= start ? near : index === 0 ? { offset: first, column: origin.column } : { offset: start, column: 1 };
    const here = { offset: Math.max(offset, from.offset), column: from.column + countUnits(bytes.subarray(from.offset, offset), count) };
    if (here.offset !== from.offset) known.splice(place + 1, 0, here);
    return { line: origin.line + index, column: here.column };
  };

  return {
    position,
    span(start, end) {
      const first = position(start);
      const last = position(end);
      return { line: first.line, column: first.column, endLine: last.line, endColumn: last.column };
    },
  };
}

/** The answer for one who asks once, of bytes that may be many: their lines are counted, not indexed. */
export function locateOnce(bytes: Uint8Array, origin: Position, offset: number, { countLines, countUnits: count }: Counters): Position {
  const before = bytes.subarray(0, offset);
  const lines = countLines(before);
  const start = lines === 0 ? 0 : before.lastIndexOf(lineFeed) + 1;
  return makeLocator(bytes.subarray(start), lines === 0 ? origin : { line: origin.line + lines, column: 1 }, count).position(offset - start);
}

/** Offsets at which lines start; the first is 0. */
function indexLines(bytes: Uint8Array): number[] {
  const starts = [0];
  for (let at = bytes.indexOf(lineFeed); at >= 0; at = bytes.indexOf(lineFeed, at + 1)) starts.push(at + 1);
  return starts;
}

interface Known {
  readonly offset: number;
  readonly column: number;
}

/** Index of the last that is at most `limit`, in rising order of `offsetOf`, of which the first is. */
function lastAtMost<T>(all: readonly T[], limit: number, offsetOf: (each: T) => number): number {
  let low = 0;
  let high = all.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    const each = all[middle];
    if (each !== undefined && offsetOf(each) <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Only at the start of a text is U+FEFF a mark; anywhere else it is a character. */
function countUnits(bytes: Uint8Array, countMany: Counters['countUnits'] = countDecoded): number {
  if (isAscii(bytes)) return bytes.length;
  return !isUtf8(bytes) ? countDecoded(bytes) : bytes.length < few ? countFew(bytes) : countMany(bytes);
}

/** Below, making a decoder takes longer than counting. */
const few = 1024;

function countFew(bytes: Uint8Array): number {
  let units = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    units += (byte & 0xc0) === 0x80 ? 0 : byte >= 0xf0 ? 2 : 1;
  }
  return units;
}

/** Some at a time: a line may have megabytes. */
function countDecoded(bytes: Uint8Array): number {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let units = 0;
  for (let at = 0; at < bytes.length; at += decodedAtOnce) units += decoder.decode(bytes.subarray(at, at + decodedAtOnce), { stream: at + decodedAtOnce < bytes.length }).length;
  return units;
}

const decodedAtOnce = 64 * 1024;

function startsWithMark(bytes: Uint8Array): boolean {
  return mark.every((byte, index) => bytes[index] === byte);
}
