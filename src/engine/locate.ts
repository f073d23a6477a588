// Offsets -> lines and columns. Lines end at LF, as git counts them; a CR before it belongs to its line and a lone
// CR is a character. Columns are UTF-16 units (SARIF's utf16CodeUnits) of the line read as UTF-8, a byte-order mark not counted.

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

/** Answers for one buffer whose first byte stands at `origin`. Lines are indexed at the first question. */
export interface Locator {
  position(offset: number): Position;
  span(start: number, end: number): Span;
}

export function makeLocator(bytes: Uint8Array, origin: Position): Locator {
  let lineStarts: readonly number[] | undefined;
  const first = startsWithMark(bytes) && origin.line === 1 && origin.column === 1 ? mark.length : 0;
  // Where the last question ended: the next one on the same line counts on from there.
  let known = { start: 0, offset: first, column: origin.column };

  const position = (offset: number): Position => {
    lineStarts ??= indexLines(bytes);
    const index = lastAtMost(lineStarts, offset);
    const start = lineStarts[index] ?? 0;
    if (known.start !== start || known.offset > offset) known = index === 0 ? { start, offset: first, column: origin.column } : { start, offset: start, column: 1 };
    known = { start, offset: Math.max(offset, known.offset), column: known.column + countUnits(bytes.subarray(known.offset, offset)) };
    return { line: origin.line + index, column: known.column };
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

/** Offsets at which lines start; the first is 0. */
function indexLines(bytes: Uint8Array): number[] {
  const starts = [0];
  for (let at = bytes.indexOf(lineFeed); at >= 0; at = bytes.indexOf(lineFeed, at + 1)) starts.push(at + 1);
  return starts;
}

/** Index of the last number that is at most `limit`, in rising numbers of which the first is. */
function lastAtMost(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((numbers[middle] ?? 0) <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Only at the start of a text is U+FEFF a mark; anywhere else it is a character. */
function countUnits(bytes: Uint8Array): number {
  return bytes.length === 0 ? 0 : new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes).length;
}

function startsWithMark(bytes: Uint8Array): boolean {
  return mark.every((byte, index) => bytes[index] === byte);
}
