// Everything the prefilter sees in an item: where anchors stand, and which runs of letters are worth a look. In an item that
// was made from another one, only what is new is searched; the rest was seen there, and has moved. WebAssembly does it, because
// a history holds a hundred thousand items with next to nothing new in each.

import { readBytes } from '../model/sequel.js';
import { furthestJoint, jointBefore, jointMargin } from './joints.js';
import { longestRun, runMargin, runOverlap } from './prefilter.js';
import type { Machine } from './prefilter.js';

export interface Sightings {
  /** Of the item in bytes. */
  readonly length: number;
  /** Pairs (offset, anchor), by rising offset. */
  readonly hits: Uint32Array;
  /** Triples (start, end, flags), by rising start. */
  readonly runs: Uint32Array;
}

export interface Seen {
  readonly sightings: Sightings;
  /** Triples (offset, seer, first start) where a rule may see something new, and find something; good until the next item. */
  readonly tries: Uint32Array;
  /** Pairs (offset, anchor): seeds; as good. */
  readonly seeds: Uint32Array;
  /** Offsets of strict anchors behind which something may be joined that was not in the other item; as good. */
  readonly strict: Uint32Array;
  /** Where the item's bytes lie in the machine's memory; as good. */
  readonly address: number;
  /** What was kept, as `kept.ts` reads it; as good. */
  readonly stretches: Int32Array;
}

/** What is to be done where an anchor stands. */
export interface AnchorSign {
  readonly kind: 'seed' | 'packed' | 'rules';
  /** What it begins may be cut in pieces. */
  readonly strict: boolean;
  /** Its rules that are tried; none: it has no such rule. */
  readonly seers: readonly Seer[];
}

/** A rule at an anchor. */
export interface Seer {
  /** Bytes before and behind the anchor on which it depends what is found. */
  readonly before: number;
  readonly behind: number;
  /** How far before the anchor a match may begin, and how long it can be. */
  readonly starts: number;
  readonly longest: number;
  /** For each byte: can a match begin with it, can it be the second? */
  readonly lead: readonly [Uint8Array, Uint8Array];
  /** The bytes that its secret is made of, and how many it has. */
  readonly body: { readonly bytes: Uint8Array; readonly least: number } | undefined;
  /** The number of its automaton; undefined: it has none yet. */
  readonly automaton: number | undefined;
}

/** An item that is larger, or in which more is seen, is scanned by itself. */
const mostBytes = 16 * 1024 * 1024;
const mostHits = 256 * 1024;
const mostRuns = 64 * 1024;
const mostStretches = 64 * 1024;
/** Bytes on either side of an item that are looked at. */
const padding = 512;
const mostTries = 256 * 1024;
const signBytes = 20;
const seerBytes = 36;
/** As in `wasm/sightings.ts`. */
const kinds = { seed: 1, packed: 3, rules: 0, strict: 4, tried: 8 };

/** What joins a run with what stands beyond it is made of these, and of a letter between them; `wasm/prefilter.ts`. */
const joining = readBytes('', ' \t\r\n"\'`+.&,\\{}$=:');
/** What ends a word, so that neither a run nor an anchor goes on behind it. */
const ending = readBytes('', ' \t\r\n"\'`<>(){}[]\\');
const nothing = new Uint32Array(0);

/**
 * @param signs for each anchor; seers are numbered by the order in which they come here
 * @returns what is seen in the bytes of an item; `past` is what was seen in the one that it was made from, and triples of what it
 * kept of that. Undefined: it must be scanned by itself
 */
export function makeSight(machine: Machine, signs: readonly AnchorSign[]): (bytes: Uint8Array, past: { readonly sightings: Sightings; readonly runs: Uint32Array } | undefined) => Seen | undefined {
  const { wasm } = machine;
  const { places, input, memory } = layOut(machine, signs);
  const words = new Uint32Array(wasm.memory.buffer);
  const keep = (at: number, length: number): Uint32Array => (length === 0 ? nothing : words.slice(at >>> 2, (at >>> 2) + length));
  const view = (at: number, length: number): Uint32Array => (length === 0 ? nothing : words.subarray(at >>> 2, (at >>> 2) + length));

  return (bytes, past) => {
    const before = past?.sightings;
    const runs = past?.runs ?? nothing;
    const { length } = bytes;
    if (length > mostBytes || runs.length > 3 * mostStretches) return undefined;
    memory.set(bytes, input);
    memory.fill(0, input + length, input + length + padding);
    if (before !== undefined) {
      words.set(runs, places.told >>> 2);
      words.set(before.hits, places.beforeHits >>> 2);
      words.set(before.runs, places.beforeRuns >>> 2);
    }
    const sees = wasm.see(length, runs.length / 3, before?.length ?? 0, before === undefined ? -1 : before.hits.length / 2, before === undefined ? -1 : before.runs.length / 3);
    if (sees === 0) return undefined;
    return {
      sightings: { length, hits: keep(places.hits, 2 * wasm.hitsSeen()), runs: keep(places.runs, 3 * wasm.runsSeen()) },
      tries: view(places.tries, 3 * wasm.triesLeft()),
      seeds: view(places.seeds, 2 * wasm.seedsSeen()),
      strict: view(places.strict, wasm.strictLeft()),
      address: input,
      stretches: new Int32Array(words.buffer, places.kept, 5 * wasm.stretchesKept()),
    };
  };
}

/** Places in the machine's memory, which takes up what is touched of it. */
function layOut(machine: Machine, signs: readonly AnchorSign[]): { readonly places: Readonly<Record<'told' | 'kept' | 'beforeHits' | 'beforeRuns' | 'hits' | 'runs' | 'tries' | 'seeds' | 'strict', number>>; readonly input: number; readonly memory: Uint8Array } {
  const { wasm, tables, keys, out, capacity } = machine;
  const seers = signs.flatMap((sign) => sign.seers);
  const kindsOfBytes = numberTables(seers);
  const [hitBytes, runBytes] = [8 * mostHits, 12 * mostRuns];
  const sizes = [signs.length * signBytes, seers.length * seerBytes, 256 * kindsOfBytes.size, 512, 12 * mostStretches, 20 * mostStretches, 8 * (mostStretches + 1), hitBytes, runBytes, hitBytes, runBytes, hitBytes, runBytes, 12 * mostTries, hitBytes, 4 * mostHits, 256, padding, mostBytes + padding];
  let at = machine.reserve(sizes.reduce((sum, size) => sum + size + 16, 0));
  const [signsAt = 0, seersAt = 0, tablesAt = 0, joins = 0, told = 0, kept = 0, regions = 0, beforeHits = 0, beforeRuns = 0, freshHits = 0, freshRuns = 0, hits = 0, runs = 0, tries = 0, seeds = 0, strict = 0, frame = 0, , input = 0] = sizes.map((size) => {
    const place = at;
    at += Math.ceil(size / 16) * 16;
    return place;
  });
  const memory = new Uint8Array(wasm.memory.buffer);
  const words = new Int32Array(wasm.memory.buffer);
  const tableAt = (bytes: Uint8Array): number => tablesAt + 256 * (kindsOfBytes.get(bytes) ?? 0);
  for (const bytes of kindsOfBytes.keys()) memory.set(bytes, tableAt(bytes));
  let row = seersAt >>> 2;
  for (const { before, behind, starts, longest, lead: [first, second], body, automaton } of seers) {
    words[row] = before;
    words[row + 1] = behind;
    words[row + 2] = starts;
    words[row + 3] = longest;
    words[row + 4] = tableAt(first);
    words[row + 5] = tableAt(second);
    words[row + 6] = body === undefined ? 0 : tableAt(body.bytes);
    words[row + 7] = body?.least ?? 0;
    words[row + 8] = automaton === undefined ? 0 : automaton + 1;
    row += seerBytes / 4;
  }
  let first = 0;
  row = signsAt >>> 2;
  for (const { kind, strict: isStrict, seers: own } of signs) {
    let [widestBefore, widestBehind] = [0, 0];
    for (const { before, behind } of own) [widestBefore, widestBehind] = [Math.max(widestBefore, before), Math.max(widestBehind, behind)];
    words[row] = kinds[kind] | (isStrict ? kinds.strict : 0) | (own.length === 0 ? 0 : kinds.tried);
    words[row + 1] = widestBefore;
    words[row + 2] = widestBehind;
    words[row + 3] = first;
    words[row + 4] = own.length;
    row += signBytes / 4;
    first += own.length;
  }
  memory.set(joining, joins);
  memory.set(ending, joins + 256);
  words.set([input, out, capacity, tables.crowd, tables.entries, tables.sets, keys, tables.classes, signsAt, joins, told, kept, beforeHits, beforeRuns, freshHits, freshRuns, hits, runs, tries, mostHits, mostRuns, tables.longest, tables.furthest, longestRun, runOverlap, runMargin, furthestJoint, jointBefore, 2 * jointMargin, seersAt, mostTries, seeds, strict, regions], frame >>> 2);
  wasm.frame(frame);
  return { places: { told, kept, beforeHits, beforeRuns, hits, runs, tries, seeds, strict }, input, memory };
}

/** Hundreds of rules ask for a few dozen kinds of bytes, and share their tables. */
function numberTables(seers: readonly Seer[]): ReadonlyMap<Uint8Array, number> {
  const numbers = new Map<Uint8Array, number>();
  const add = (bytes: Uint8Array): void => void (numbers.has(bytes) || numbers.set(bytes, numbers.size));
  for (const { lead: [first, second], body } of seers) {
    add(first);
    add(second);
    if (body !== undefined) add(body.bytes);
  }
  return numbers;
}
