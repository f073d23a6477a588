// What is seen in an item that was made from another one, in AssemblyScript: only what is new in it is searched, with what stands
// around that and may see it; the rest was seen in the other item, and has moved. Says too at which anchors a rule may see something
// new, and at which something may be hidden: nearly always there is neither, and the item is done with.
//
// Memory: `prefilter.ts`, and the places of a frame, as `sightings.ts` of the engine lays them out. Before the item's first byte and
// behind its last stand NULs, more than are ever looked at.

import { mayMatch, openAutomata } from './automaton';
import { next, runs, scan } from './prefilter';

export { mayMatch, openAutomata };
export { addBarren, isBarren, openBarren } from './barren';
export { joinsBehind, searchedTo } from './joints';
export { joiners, lay, lines, next, runs, scan, units, wide, words } from './prefilter';

// Places, in the frame.
let input: usize = 0;
let out: usize = 0;
let capacity: u32 = 0;
let crowd: u32 = 0;
let entries: usize = 0;
let sets: usize = 0;
let keys: usize = 0;
let classes: usize = 0;
/** 20 bytes for each anchor: what it is (`SEED` and so on), how far before and behind it its rules see, the first of them, how many. */
let anchors: usize = 0;
/**
 * 36 bytes for each rule of each anchor: how far before and behind the anchor it sees; how far before it a match may begin, how long
 * it can be; tables of the bytes that it begins with, first and second; of those that its secret is made of (0: not asked), how many;
 * the number of its automaton, from 1 on (0: it has none).
 */
let seers: usize = 0;
/** Which bytes join a run with what stands beyond it; behind them: which end a word. */
let joining: usize = 0;
/** Triples (start, end, start in the other item), as a delta tells them. */
let told: usize = 0;
/** The same without the short ones, with how far is kept what stands around: 20 bytes each. */
let kept: usize = 0;
let beforeHits: usize = 0;
let beforeRuns: usize = 0;
let freshHits: usize = 0;
let freshRuns: usize = 0;
let hits: usize = 0;
let seenRuns: usize = 0;
/** Triples (offset, seer, first start): where a rule may see something new, and find something. */
let tries: usize = 0;
/** Pairs (offset, anchor): seeds. */
let seeds: usize = 0;
/** Offsets of anchors behind which something may be joined that was not in the other item. */
let strict: usize = 0;
/** Pairs (start, end): what is to be searched. */
let regions: usize = 0;
let mostTries: u32 = 0;
let mostHits: u32 = 0;
let mostRuns: u32 = 0;
/** Bytes of the longest anchor with what must follow it, and most that decide on one. */
let longest: i32 = 0;
let furthest: i32 = 0;
let longestRun: usize = 0;
let runOverlap: usize = 0;
let runMargin: i32 = 0;
/** How far from an anchor something may be joined, and what decides on that. */
let jointReach: i32 = 0;
let jointBefore: i32 = 0;
let jointBehind: i32 = 0;

/** @param frame u32s: the places and numbers above, in this order */
export function frame(at: usize): void {
  input = load<u32>(at);
  out = load<u32>(at, 4);
  capacity = load<u32>(at, 8);
  crowd = load<u32>(at, 12);
  entries = load<u32>(at, 16);
  sets = load<u32>(at, 20);
  keys = load<u32>(at, 24);
  classes = load<u32>(at, 28);
  anchors = load<u32>(at, 32);
  joining = load<u32>(at, 36);
  told = load<u32>(at, 40);
  kept = load<u32>(at, 44);
  beforeHits = load<u32>(at, 48);
  beforeRuns = load<u32>(at, 52);
  freshHits = load<u32>(at, 56);
  freshRuns = load<u32>(at, 60);
  hits = load<u32>(at, 64);
  seenRuns = load<u32>(at, 68);
  tries = load<u32>(at, 72);
  mostHits = load<u32>(at, 76);
  mostRuns = load<u32>(at, 80);
  longest = load<u32>(at, 84);
  furthest = load<u32>(at, 88);
  longestRun = load<u32>(at, 92);
  runOverlap = load<u32>(at, 96);
  runMargin = load<u32>(at, 100);
  jointReach = load<u32>(at, 104);
  jointBefore = load<u32>(at, 108);
  jointBehind = load<u32>(at, 112);
  seers = load<u32>(at, 116);
  mostTries = load<u32>(at, 120);
  seeds = load<u32>(at, 124);
  strict = load<u32>(at, 128);
  regions = load<u32>(at, 132);
}

// What an anchor is.
const SEED: u32 = 1;
const PACKED: u32 = 2;
const STRICT: u32 = 4;
/** Some rule is tried at it. */
const TRIED: u32 = 8;

const KEPT_BYTES: usize = 20;
const LOW: i32 = i32.MIN_VALUE;
const HIGH: i32 = i32.MAX_VALUE;
/** A shorter stretch costs more than it spares. */
const SHORTEST_KEPT: i32 = 64;

let keptCount: i32 = 0;
let freshHitCount: u32 = 0;
let freshRunCount: u32 = 0;
let hitCount: i32 = 0;
let runCount: i32 = 0;
let tryCount: u32 = 0;
let seedCount: u32 = 0;
let strictCount: u32 = 0;

export function stretchesKept(): i32 {
  return keptCount;
}

export function hitsSeen(): i32 {
  return hitCount;
}

export function runsSeen(): i32 {
  return runCount;
}

export function triesLeft(): u32 {
  return tryCount;
}

export function seedsSeen(): u32 {
  return seedCount;
}

export function strictLeft(): u32 {
  return strictCount;
}

/**
 * @param length bytes of the item, which stand at `input`
 * @param stretches how many triples were told; none where the item was made from no other
 * @param otherLength bytes of the other item
 * @param hitsBefore how many hits were seen in the other item, and `runsBefore` runs; -1: it was made from none
 * @returns false: the item must be scanned by itself
 */
export function see(length: i32, stretches: i32, otherLength: i32, hitsBefore: i32, runsBefore: i32): bool {
  readKept(stretches, length, otherLength);
  hitAt = 0;
  runAt = 0;
  freshHitCount = 0;
  freshRunCount = 0;
  hitCount = 0;
  runCount = 0;
  tryCount = 0;
  seedCount = 0;
  strictCount = 0;
  const gaps = countGaps(length);
  for (let gap: i32 = 0; gap < gaps; gap++) if (holdsNul(gapStart(gap), gapEnd(gap, length))) return false;
  const count = hitsBefore < 0 ? -1 : listRegions(gaps, length);
  const carries = count >= 0;
  keptOf = carries ? keptCount : 0;
  if (!carries && !search(0, length)) return false;
  for (let region: i32 = 0; region < count; region++) {
    const place = regions + (<usize>region << 3);
    if (!search(load<i32>(place), load<i32>(place, 4))) return false;
  }
  hitCount = carry(beforeHits, carries ? hitsBefore : 0, freshHits, freshHitCount, hits, mostHits, HIT);
  runCount = carry(beforeRuns, carries ? runsBefore : 0, freshRuns, freshRunCount, seenRuns, mostRuns, RUN);
  return hitCount >= 0 && runCount >= 0 && judge(length);
}

// ---- what was kept

function readKept(stretches: i32, length: i32, otherLength: i32): void {
  keptCount = 0;
  let at = told;
  for (let index: i32 = 0; index < stretches; index++) {
    const start = load<i32>(at);
    const end = load<i32>(at, 4);
    const origin = load<i32>(at, 8);
    at += 12;
    if (end - start < SHORTEST_KEPT && end - start < length) continue;
    const to = kept + <usize>keptCount * KEPT_BYTES;
    store<i32>(to, start);
    store<i32>(to, end, 4);
    store<i32>(to, origin, 8);
    store<i32>(to, start == 0 && origin == 0 ? LOW : start, 12);
    store<i32>(to, end == length && origin + end - start == otherLength ? HIGH : end, 16);
    keptCount++;
  }
}

// @ts-ignore: decorator
@inline
function keptAt(index: i32): usize {
  return kept + <usize>index * KEPT_BYTES;
}

/** The first stretch, from this one on, that ends behind the offset. */
// @ts-ignore: decorator
@inline
function keptBehind(offset: i32, from: i32, count: i32): i32 {
  let index = from;
  while (index < count && load<i32>(keptAt(index), 4) <= offset) index++;
  return index;
}

/** Is everything from one offset to another in this stretch, or beyond an end of both items? */
// @ts-ignore: decorator
@inline
function isKept(index: i32, count: i32, from: i32, to: i32): bool {
  return index < count && load<i32>(keptAt(index), 12) <= from && to <= load<i32>(keptAt(index), 16);
}

/** Runs of bytes that are not kept, an empty one where two stretches meet: the first of them may be missing, and the last. */
let firstGap: i32 = 0;

function countGaps(length: i32): i32 {
  if (keptCount == 0) {
    firstGap = 0;
    return 1;
  }
  firstGap = load<i32>(keptAt(0), 12) == LOW ? 1 : 0;
  const last = load<i32>(keptAt(keptCount - 1), 16) == HIGH ? 0 : 1;
  return keptCount - firstGap + last;
}

// @ts-ignore: decorator
@inline
function gapStart(gap: i32): i32 {
  const index = gap + firstGap;
  return index == 0 ? 0 : load<i32>(keptAt(index - 1), 4);
}

// @ts-ignore: decorator
@inline
function gapEnd(gap: i32, length: i32): i32 {
  const index = gap + firstGap;
  return index < keptCount ? load<i32>(keptAt(index)) : length;
}

/** Binary, or a text in a coding of wide characters. */
function holdsNul(from: i32, to: i32): bool {
  let p = input + <usize>from;
  const end = input + <usize>to;
  for (; p + 16 <= end; p += 16) if (v128.any_true(i8x16.eq(v128.load(p), i8x16.splat(0)))) return true;
  for (; p < end; p++) if (load<u8>(p) == 0) return true;
  return false;
}

// ---- what is new, with what stands around it and may see it

/** Stretches that count in the search; none where all is searched. */
let keptOf: i32 = 0;
let regionStart: i32 = 0;
let regionEnd: i32 = 0;

/** Each gap with what stands around it, neighbours joined. @returns how many; -1: that is most of the item */
function listRegions(gaps: i32, length: i32): i32 {
  let count: i32 = 0;
  let total: i32 = 0;
  for (let gap: i32 = 0; gap < gaps; gap++) {
    if (!findRegion(gap, length)) return -1;
    const last = regions + (<usize>count << 3) - 8;
    if (count > 0 && regionStart <= load<i32>(last, 4)) {
      total += max(0, regionEnd - load<i32>(last, 4));
      store<i32>(last, max(load<i32>(last, 4), regionEnd), 4);
    } else {
      total += regionEnd - regionStart;
      store<i32>(last, regionStart, 8);
      store<i32>(last, regionEnd, 12);
      count++;
    }
    if (2 * <i64>total > <i64>length) return -1;
  }
  return count;
}

/** A word that is longer is not followed to its ends. */
const MOST_EXTENDED: i32 = 32 * 1024;

/** An anchor before the gap, and behind it, the word that it is in, and what joins that; false: that is too long. */
function findRegion(gap: i32, length: i32): bool {
  let start = max(0, gapStart(gap) - longest);
  const floor = start - MOST_EXTENDED;
  while (start > 0 && !endsWord(start - 1)) if (--start < floor) return false;
  regionStart = max(0, contextStart(start));
  let end = min(length, gapEnd(gap, length) + longest);
  const ceiling = end + MOST_EXTENDED;
  while (end < length && !endsWord(end)) if (++end > ceiling) return false;
  regionEnd = min(length, contextEnd(end));
  return true;
}

// @ts-ignore: decorator
@inline
function endsWord(offset: i32): bool {
  return load<u8>(joining + <usize>load<u8>(input + offset), 256) != 0;
}

// @ts-ignore: decorator
@inline
function joins(offset: i32): bool {
  return load<u8>(joining + <usize>load<u8>(input + offset)) != 0;
}

/** Where what is looked at before a run begins: signs that join, perhaps a letter, such signs again, and one byte more. */
function contextStart(start: i32): i32 {
  let at = start;
  for (let round = 0; round < 3; round++) {
    for (const floor = at - runMargin; at > floor && joins(at - 1); ) at--;
    at--;
  }
  return at - 1;
}

function contextEnd(end: i32): i32 {
  let at = end;
  for (let round = 0; round < 3; round++) {
    for (const ceiling = at + runMargin; at < ceiling && joins(at); ) at++;
    at++;
  }
  return at + 1;
}

let hitAt: i32 = 0;
let runAt: i32 = 0;

/** False: there is no room for what is seen. */
function search(from: i32, to: i32): bool {
  const start = input + <usize>from;
  const end = input + <usize>to;
  let at = start;
  do {
    const count = runs(start, at, end, end, out, (capacity << 3) / 12, classes, longestRun, runOverlap);
    for (let index: u32 = 0; index < count; index++) if (!addRun(out + <usize>index * 12)) return false;
    at = next();
    if (count < (capacity << 3) / 12) break;
  } while (true);
  at = start;
  do {
    const count = scan(start, end, at, out, capacity, crowd, entries, sets, keys);
    for (let index: u32 = 0; index < count; index++) if (!addHit(out + (<usize>index << 3))) return false;
    at = next();
  } while (at < end);
  return true;
}

/** What stands whole in a stretch that was kept was seen in the other item. */
function addHit(hit: usize): bool {
  const offset = <i32>(load<u32>(hit) - input);
  const anchor = load<u32>(hit, 4);
  hitAt = keptBehind(offset, hitAt, keptOf);
  if (hitAt < keptOf && load<i32>(keptAt(hitAt)) <= offset && decidedBy(offset, anchor) <= load<i32>(keptAt(hitAt), 4)) return true;
  if (freshHitCount == mostHits) return false;
  const to = freshHits + (<usize>freshHitCount << 3);
  store<i32>(to, offset);
  store<u32>(to, anchor, 4);
  freshHitCount++;
  return true;
}

function addRun(run: usize): bool {
  const start = <i32>(load<u32>(run) - input);
  const end = <i32>(load<u32>(run, 4) - input);
  runAt = keptBehind(start, runAt, keptOf);
  if (isKept(runAt, keptOf, contextStart(start), contextEnd(end))) return true;
  if (freshRunCount == mostRuns) return false;
  const to = freshRuns + <usize>freshRunCount * 12;
  store<i32>(to, start);
  store<i32>(to, end, 4);
  store<u32>(to, load<u32>(run, 8), 8);
  freshRunCount++;
  return true;
}

/** Where the bytes end that decide on an anchor which stands at the offset. */
function decidedBy(offset: i32, anchor: u32): i32 {
  const entry = entries + (<usize>anchor << 4);
  const end = offset + <i32>load<u16>(entry, 4);
  const until = load<u8>(entry, 14);
  if (until == 0) return end + <i32>load<u8>(entry, 13);
  const furthestEnd = end + <i32>load<u8>(entry, 15);
  let at = end;
  while (at < furthestEnd && load<u8>(input + at) != until) at++;
  return at + 1;
}

// ---- what was seen in the other item, among what is new

const HIT: usize = 8;
const RUN: usize = 12;

/**
 * Rows of the other item that stand in what was kept with all that decides on them, among the new ones.
 * @param width bytes of a row: a hit or a run
 * @returns how many; -1: there is no room for them
 */
function carry(before: usize, count: i32, fresh: usize, freshCount: u32, to: usize, most: u32, width: usize): i32 {
  let written: u32 = 0;
  let next: u32 = 0;
  for (let index: i32 = 0; index < keptCount && count > 0; index++) {
    const stretch = keptAt(index);
    const origin = load<i32>(stretch, 8);
    const shift = load<i32>(stretch) - origin;
    for (let at = lowerBound(before, count, width, origin); at < count; at++) {
      const row = before + <usize>at * width;
      const start = load<i32>(row) + shift;
      if (start >= load<i32>(stretch, 4)) break;
      if (width == HIT ? !staysHit(row, start, stretch) : !staysRun(row, shift, index)) continue;
      for (; next < freshCount && load<i32>(fresh + <usize>next * width) < start; next++) {
        if (written == most) return -1;
        copyRow(to + <usize>written * width, fresh + <usize>next * width, width);
        written++;
      }
      if (written == most) return -1;
      const place = to + <usize>written * width;
      written++;
      copyRow(place, row, width);
      store<i32>(place, start);
      if (width == RUN) store<i32>(place, load<i32>(row, 4) + shift, 4);
    }
  }
  for (; next < freshCount; next++) {
    if (written == most) return -1;
    copyRow(to + <usize>written * width, fresh + <usize>next * width, width);
    written++;
  }
  return written;
}

// @ts-ignore: decorator
@inline
function copyRow(to: usize, from: usize, width: usize): void {
  store<u64>(to, load<u64>(from));
  if (width == RUN) store<u32>(to, load<u32>(from, 8), 8);
}

/** An anchor stands whole in the stretch. */
function staysHit(row: usize, offset: i32, stretch: usize): bool {
  const end = load<i32>(stretch, 4);
  return offset + furthest <= end || decidedBy(offset, load<u32>(row, 4)) <= end;
}

function staysRun(row: usize, shift: i32, index: i32): bool {
  const end = load<i32>(row, 4) + shift;
  return end <= load<i32>(keptAt(index), 4) && isKept(index, keptCount, contextStart(load<i32>(row) + shift), contextEnd(end));
}

/** The first row whose first number is at least `limit`. */
function lowerBound(rows: usize, count: i32, width: usize, limit: i32): i32 {
  let low: i32 = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (load<i32>(rows + <usize>middle * width) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

// ---- what is to be done about it

let chainAt: i32 = 0;

// @ts-ignore: decorator
@inline
function offsetOf(row: i32): i32 {
  return load<i32>(hits + (<usize>row << 3));
}

/** Unless what is joined behind these anchors was joined in the other item. */
function leaveChain(first: i32, last: i32): void {
  chainAt = keptBehind(offsetOf(first), chainAt, keptCount);
  if (isKept(chainAt, keptCount, offsetOf(first) - jointBefore, offsetOf(last) + jointReach + jointBehind)) return;
  for (let row = first; row <= last; row++) {
    const hit = hits + (<usize>row << 3);
    if ((load<u32>(anchors + <usize>load<u32>(hit, 4) * 20) & STRICT) == 0) continue;
    store<u32>(strict + (<usize>strictCount << 2), load<u32>(hit));
    strictCount++;
  }
}

/** Which anchors' rules may see something new, and behind which anchors something may be hidden. */
function judge(length: i32): bool {
  for (let index: i32 = 0; index < runCount; index++) {
    const run = seenRuns + <usize>index * 12;
    // A run that was told in parts begins and ends where its neighbours let it.
    if (load<i32>(run, 4) - load<i32>(run) >= <i32>longestRun) return false;
  }
  let index: i32 = 0;
  chainAt = 0;
  /** Anchors so near each other that the search behind one ends behind the next: the first and the last of them, as rows. */
  let first: i32 = -1;
  let last: i32 = 0;
  for (let at: i32 = 0; at < hitCount; at++) {
    const hit = hits + (<usize>at << 3);
    const offset = load<i32>(hit);
    const info = anchors + <usize>load<u32>(hit, 4) * 20;
    const kind = load<u32>(info);
    // What may be packed in it is only found by who has all of it.
    if ((kind & PACKED) != 0) return false;
    if ((kind & SEED) != 0) {
      store<u64>(seeds + (<usize>seedCount << 3), load<u64>(hit));
      seedCount++;
    }
    if ((kind & STRICT) != 0) {
      if (first >= 0 && offset - offsetOf(last) > jointReach) {
        leaveChain(first, last);
        first = at;
      }
      if (first < 0) first = at;
      last = at;
    }
    if ((kind & TRIED) == 0) continue;
    index = keptBehind(offset, index, keptCount);
    if (isKept(index, keptCount, offset - load<i32>(info, 4), offset + load<i32>(info, 8))) continue;
    const end = load<u32>(info, 12) + load<u32>(info, 16);
    for (let seer = load<u32>(info, 12); seer < end; seer++) {
      const rule = seers + <usize>seer * 36;
      if (isKept(index, keptCount, offset - load<i32>(rule), offset + load<i32>(rule, 4))) continue;
      const start = firstStart(rule, offset, length);
      if (start < 0) continue;
      if (tryCount == mostTries) return false;
      const to = tries + <usize>tryCount * 12;
      store<i32>(to, offset);
      store<u32>(to, seer, 4);
      store<i32>(to, start, 8);
      tryCount++;
    }
  }
  if (first >= 0) leaveChain(first, last);
  return true;
}

/** The first start, before the anchor or with it, at which a match of the rule may begin; -1: there is none, or no room for what it calls a secret. */
function firstStart(rule: usize, offset: i32, length: i32): i32 {
  const from = max(0, offset - load<i32>(rule, 8));
  const first = <usize>load<u32>(rule, 16);
  const second = <usize>load<u32>(rule, 20);
  const automaton = load<u32>(rule, 32);
  const end = input + <usize>length;
  let start = from;
  while (start <= offset && (load<u8>(first + load<u8>(input + start)) == 0 || load<u8>(second + load<u8>(input + start, 1)) == 0 || (automaton != 0 && !mayMatch(automaton - 1, input + <usize>start, end)))) start++;
  if (start > offset) return -1;
  const body = <usize>load<u32>(rule, 24);
  return body == 0 || holdsRow(body, load<i32>(rule, 28), start, min(length, offset + load<i32>(rule, 12))) ? start : -1;
}

/** Do so many of these bytes stand in a row? */
function holdsRow(body: usize, least: i32, from: i32, to: i32): bool {
  for (let start = from; start + least <= to; ) {
    let at = start + least - 1;
    while (at >= start && load<u8>(body + load<u8>(input + at)) != 0) at--;
    if (at < start) return true;
    start = at + 1;
  }
  return false;
}
