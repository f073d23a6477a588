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

/** @param rows five numbers for each stretch, as `wasm/sightings.ts` lays them out: start, end, origin, low, high */
export function readKept(rows: Int32Array): Kept {
  const kept = { starts: [] as number[], ends: [] as number[], origins: [] as number[], lows: [] as number[], highs: [] as number[] };
  for (let at = 0; at + 4 < rows.length; at += 5) {
    kept.starts.push(rows[at] ?? 0);
    kept.ends.push(rows[at + 1] ?? 0);
    kept.origins.push(rows[at + 2] ?? 0);
    kept.lows.push(rows[at + 3] ?? 0);
    kept.highs.push(rows[at + 4] ?? 0);
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
