// Where the bytes of a rewritten text come from: stretches that were kept as they stood, and places that stand for others. The text
// itself is put together by whoever rewrites it.

import type { Range } from './layer.js';

export interface PlaceMap {
  /** The next bytes are the same on both sides. */
  keep(length: number): void;
  /** The next bytes stand for others. */
  replace(length: number, by: number): void;
  readonly origin: (range: Range) => Range;
}

/** Stretches of bytes, kept or replaced, by where they begin here and there. What stands for nothing is in none. */
export function makeMap(start: number): PlaceMap {
  const stretches: { readonly here: number; readonly there: number; readonly width: number; readonly kept: boolean }[] = [];
  let here = 0;
  let there = start;
  const add = (width: number, length: number, kept: boolean): void => {
    if (length > 0) stretches.push({ here, there, width, kept });
    here += length;
    there += width;
  };
  const find = (offset: number): (typeof stretches)[number] | undefined => {
    let low = 0;
    let high = stretches.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((stretches[middle]?.here ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return stretches[low];
  };
  return {
    keep: (length) => add(length, length, true),
    replace: (length, by) => add(length, by, false),
    origin({ start: first, end }) {
      const opening = find(first);
      const closing = find(Math.max(first, end - 1));
      if (opening === undefined || closing === undefined) return { start, end: start };
      return {
        start: opening.there + (opening.kept ? first - opening.here : 0),
        end: closing.there + (closing.kept ? end - closing.here : closing.width),
      };
    },
  };
}
