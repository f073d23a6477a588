// What an item kept of the one that it was made from: stretches of bytes that stood there too, side by side in both.

/** By rising start; all arrays are of one length. */
export interface Kept {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** Where each stood in the other item. */
  readonly origins: readonly number[];
  /**
   * How far it is kept what stands around: to either end of the stretch, and beyond the ends of the item where both items
   * begin, or end, with it.
   */
  readonly lows: readonly number[];
  readonly highs: readonly number[];
}

/** A shorter stretch costs more than it spares; `wasm/sightings.ts` thinks the same. */
const shortest = 64;

export const noneKept: Kept = { starts: [], ends: [], origins: [], lows: [], highs: [] };

/** @param runs triples of offsets: start and end in the item, start in the other, by rising start */
export function readKept(runs: Uint32Array, length: number, otherLength: number): Kept {
  const kept = { starts: [] as number[], ends: [] as number[], origins: [] as number[], lows: [] as number[], highs: [] as number[] };
  for (let at = 0; at + 2 < runs.length; at += 3) {
    const start = runs[at] ?? 0;
    const end = runs[at + 1] ?? 0;
    const origin = runs[at + 2] ?? 0;
    if (end - start < shortest && end - start < length) continue;
    kept.starts.push(start);
    kept.ends.push(end);
    kept.origins.push(origin);
    kept.lows.push(start === 0 && origin === 0 ? -Infinity : start);
    kept.highs.push(end === length && origin + end - start === otherLength ? Infinity : end);
  }
  return kept;
}

/** The first stretch, from this one on, that ends behind the offset. */
export function keptBehind({ ends }: Kept, offset: number, from: number): number {
  let index = from;
  while (index < ends.length && (ends[index] ?? 0) <= offset) index += 1;
  return index;
}

/** Is everything from one offset to another in this stretch, or beyond an end of both items? */
export function isKept({ lows, highs }: Kept, index: number, from: number, to: number): boolean {
  return index < lows.length && (lows[index] ?? 0) <= from && to <= (highs[index] ?? 0);
}
