// Everything the prefilter sees in an item: where anchors stand, and which runs of letters are worth a look. In an item that
// was made from another one, only what is new is searched; the rest was seen there, and has moved.

import { readBytes } from '../model/sequel.js';
import { isKept, keptBehind, noneKept } from './kept.js';
import type { Kept } from './kept.js';
import type { Range } from './layer.js';
import { longestRun, runMargin } from './prefilter.js';
import type { Prefilter } from './prefilter.js';

export interface Sightings {
  /** Of the item in bytes. */
  readonly length: number;
  /** Pairs (offset, anchor), by rising offset. */
  readonly hits: Uint32Array;
  /** Triples (start, end, flags), by rising start. */
  readonly runs: Uint32Array;
}

/** A word that is longer is not followed to its ends. */
const mostExtended = longestRun / 2;
/** What joins a run with what stands beyond it is made of these, and of a letter between them; `wasm/prefilter.ts`. */
const joining = readBytes('', ' \t\r\n"\'`+.&,\\{}$=:');
/** What ends a word, so that neither a run nor an anchor goes on behind it. */
const ending = readBytes('', ' \t\r\n"\'`<>(){}[]\\');

/** @returns what is seen in the bytes of an item; `before` is what was seen in the one that it kept something of */
export function makeSight(prefilter: Prefilter): (bytes: Uint8Array, before: Sightings | undefined, kept: Kept, gaps: readonly Range[]) => Sightings {
  const hits = makeList();
  const runs = makeList();
  const out = makeList();
  let base = 0;
  /** Stretches that are behind what is being seen. */
  let [hitAt, runAt] = [0, 0];
  let seen: Uint8Array = nothingSeen;
  let skip = noneKept;

  const hit = (at: number, anchor: number): void => {
    const offset = base + at;
    hitAt = keptBehind(skip, offset, hitAt);
    if (hitAt >= skip.starts.length || !isWithin(skip, hitAt, offset, prefilter.decidedBy(seen, offset, anchor))) hits.add2(offset, anchor);
  };
  const search = {
    from: 0,
    last: true,
    found: (from: number, to: number, flags: number): void => {
      const [start, end] = [base + from, base + to];
      runAt = keptBehind(skip, start, runAt);
      if (!isKept(skip, runAt, contextStart(seen, start), contextEnd(seen, end))) runs.add3(start, end, flags);
    },
  };

  const see = (bytes: Uint8Array, { start, end }: Region): void => {
    base = start;
    search.from = 0;
    prefilter.find(start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end), hit, search);
  };

  return (bytes, before, kept, gaps) => {
    [hitAt, runAt] = [0, 0];
    const regions = before === undefined ? undefined : findRegions(bytes, gaps, prefilter.longest);
    skip = regions === undefined ? noneKept : kept;
    seen = bytes;
    for (const region of regions ?? [{ start: 0, end: bytes.length }]) see(bytes, region);
    if (before === undefined || regions === undefined) return { length: bytes.length, hits: hits.take(), runs: runs.take() };
    return { length: bytes.length, hits: carryHits(before.hits, bytes, kept, hits.take(), prefilter, out), runs: carryRuns(before.runs, bytes, kept, runs.take(), out) };
  };
}

const nothingSeen = new Uint8Array(0);

interface Region {
  readonly start: number;
  end: number;
}

/** The gaps with what stands around them and may see them; undefined: that is most of it. */
function findRegions(bytes: Uint8Array, gaps: readonly Range[], longest: number): Region[] | undefined {
  const regions: Region[] = [];
  let total = 0;
  for (const gap of gaps) {
    const start = startAround(bytes, gap.start, longest);
    const end = endAround(bytes, gap.end, longest);
    if (start === undefined || end === undefined) return undefined;
    const previous = regions.at(-1);
    if (previous !== undefined && start <= previous.end) {
      total += Math.max(0, end - previous.end);
      previous.end = Math.max(previous.end, end);
    } else {
      total += end - start;
      regions.push({ start, end });
    }
    if (2 * total > bytes.length) return undefined;
  }
  return regions;
}

/** An anchor before the gap, the word that it is in, and what joins that; undefined: it is too long. */
function startAround(bytes: Uint8Array, gap: number, longest: number): number | undefined {
  let start = Math.max(0, gap - longest);
  for (const floor = start - mostExtended; start > 0 && ending[bytes[start - 1] ?? 0] === 0; ) if (--start < floor) return undefined;
  return Math.max(0, contextStart(bytes, start));
}

function endAround(bytes: Uint8Array, gap: number, longest: number): number | undefined {
  let end = Math.min(bytes.length, gap + longest);
  for (const ceiling = end + mostExtended; end < bytes.length && ending[bytes[end] ?? 0] === 0; ) if (++end > ceiling) return undefined;
  return Math.min(bytes.length, contextEnd(bytes, end));
}

/** Where what is looked at before a run begins: signs that join, perhaps a letter, such signs again, and one byte more. */
function contextStart(bytes: Uint8Array, start: number): number {
  let at = start;
  for (let round = 0; round < 3; round += 1) {
    for (const floor = at - runMargin; at > floor && joining[bytes[at - 1] ?? 0] === 1; ) at -= 1;
    at -= 1;
  }
  return at - 1;
}

function contextEnd(bytes: Uint8Array, end: number): number {
  let at = end;
  for (let round = 0; round < 3; round += 1) {
    for (const ceiling = at + runMargin; at < ceiling && joining[bytes[at] ?? 0] === 1; ) at += 1;
    at += 1;
  }
  return at + 1;
}

/** Does all of it stand in this stretch? */
function isWithin({ starts, ends }: Kept, index: number, from: number, to: number): boolean {
  return index < starts.length && (starts[index] ?? 0) <= from && to <= (ends[index] ?? 0);
}

/** Anchors that stand whole in what was kept, among the new ones. */
function carryHits(before: Uint32Array, bytes: Uint8Array, kept: Kept, fresh: Uint32Array, { decidedBy, furthest }: Prefilter, out: List): Uint32Array {
  let next = 0;
  for (let index = 0; index < kept.starts.length; index += 1) {
    const end = kept.ends[index] ?? 0;
    const origin = kept.origins[index] ?? 0;
    const shift = (kept.starts[index] ?? 0) - origin;
    for (let at = lowerBound(before, 2, origin); at < before.length; at += 2) {
      const offset = (before[at] ?? 0) + shift;
      if (offset >= end) break;
      const anchor = before[at + 1] ?? 0;
      if (offset + furthest > end && decidedBy(bytes, offset, anchor) > end) continue;
      for (; next < fresh.length && (fresh[next] ?? 0) < offset; next += 2) out.add2(fresh[next] ?? 0, fresh[next + 1] ?? 0);
      out.add2(offset, anchor);
    }
  }
  for (; next < fresh.length; next += 2) out.add2(fresh[next] ?? 0, fresh[next + 1] ?? 0);
  return out.take();
}

/** Runs that stand in what was kept with all that decides on them, among the new ones. */
function carryRuns(before: Uint32Array, bytes: Uint8Array, kept: Kept, fresh: Uint32Array, out: List): Uint32Array {
  if (before.length === 0) return fresh;
  let next = 0;
  for (let index = 0; index < kept.starts.length; index += 1) {
    const end = kept.ends[index] ?? 0;
    const origin = kept.origins[index] ?? 0;
    const shift = (kept.starts[index] ?? 0) - origin;
    for (let at = lowerBound(before, 3, origin); at < before.length; at += 3) {
      const start = (before[at] ?? 0) + shift;
      if (start >= end) break;
      const to = (before[at + 1] ?? 0) + shift;
      if (to > end || !isKept(kept, index, contextStart(bytes, start), contextEnd(bytes, to))) continue;
      for (; next < fresh.length && (fresh[next] ?? 0) < start; next += 3) out.add3(fresh[next] ?? 0, fresh[next + 1] ?? 0, fresh[next + 2] ?? 0);
      out.add3(start, to, before[at + 2] ?? 0);
    }
  }
  for (; next < fresh.length; next += 3) out.add3(fresh[next] ?? 0, fresh[next + 1] ?? 0, fresh[next + 2] ?? 0);
  return out.take();
}

/** Index of the first row whose first number is at least `limit`. */
function lowerBound(rows: Uint32Array, width: number, limit: number): number {
  let low = 0;
  for (let high = rows.length / width; low < high; ) {
    const middle = (low + high) >>> 1;
    if ((rows[middle * width] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low * width;
}

/** Rows of numbers; its memory serves again and again. */
interface List {
  add2(first: number, second: number): void;
  add3(first: number, second: number, third: number): void;
  /** What was added, in memory of its own; the list is empty again. */
  take(): Uint32Array;
}

const nothing = new Uint32Array(0);

function makeList(): List {
  let room = new Uint32Array(3 * 1024);
  let length = 0;
  const grow = (): void => {
    const larger = new Uint32Array(2 * room.length);
    larger.set(room);
    room = larger;
  };
  return {
    add2(first, second) {
      if (length + 2 > room.length) grow();
      room[length] = first;
      room[length + 1] = second;
      length += 2;
    },
    add3(first, second, third) {
      if (length + 3 > room.length) grow();
      room[length] = first;
      room[length + 1] = second;
      room[length + 2] = third;
      length += 3;
    },
    take() {
      const taken = length === 0 ? nothing : room.slice(0, length);
      length = 0;
      return taken;
    },
  };
}
