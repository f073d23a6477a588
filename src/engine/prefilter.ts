// Where could a rule match? One pass over the bytes for the anchors of all rules, in WebAssembly. Bytes come in,
// (offset, anchor) pairs go out; what an anchor means is the scanner's business.
//
// WebAssembly rather than JavaScript, because it is fast from its first call: a hook scans its few kilobytes before
// a JavaScript loop would be optimised, and an audit wants gigabytes a second. A single module serves both.

import { prefilterModule } from '../generated/prefilter.js';
import type { Tables } from './anchors.js';
import { jointRoom } from './joints.js';

export interface Prefilter {
  /**
   * Calls `hit` with every place in `bytes` where an anchor stands, by rising offset, and `run` with every long run of
   * key letters that `wasm/prefilter.ts` finds something in.
   * @param hit offset of the anchor's first byte, index of the anchor
   */
  find(bytes: Uint8Array, hit: (offset: number, anchor: number) => void, runs?: RunSearch): void;
  /** Is a list of literals joined somewhere in these bytes? */
  holdsJoiner(bytes: Uint8Array): boolean;
  /** The first of every sixteenth offset, from this one on, at which two letters of UTF-16 stand, or one byte further; -1: there is none. */
  findWide(bytes: Uint8Array, from: number): number;
  readonly machine: Machine;
  /** How many lines end in these bytes. */
  countLines(bytes: Uint8Array): number;
  /** How many UTF-16 units these bytes are, which are valid UTF-8. */
  countUnits(bytes: Uint8Array): number;
  /** Starts and ends of the words in these bytes that have at least so many letters, by rising start; see `wasm/prefilter.ts`. */
  findWords(bytes: Uint8Array, wide: boolean, least: number): readonly number[];
}

/** The module at work, for those who have it do more than find. */
export interface Machine {
  readonly wasm: Exports;
  readonly tables: Tables;
  /** Addresses in its memory. */
  readonly keys: number;
  readonly out: number;
  /** How many hits have room in the output. */
  readonly capacity: number;
  /** `jointRoom` bytes for `joints.ts`. */
  readonly joints: number;
  /** Puts at most `loadable` bytes where others are searched, NULs before and behind them. @returns their address, until the next call of anything */
  load(bytes: Uint8Array): number;
  readonly loadable: number;
  /** @returns address of so many more bytes, which are NUL; views of the memory end there */
  reserve(bytes: number): number;
}

export interface RunSearch {
  /** Where to begin: a run is thought to begin there. Afterwards: where the next search must begin. */
  from: number;
  /** Nothing follows these bytes: what is cut by their end waits for nothing. */
  last: boolean;
  found: (start: number, end: number, flags: number) => void;
}

/** What speaks for a run, as in `wasm/prefilter.ts`; the four lowest bits are alignments of base64. */
export const runFlags = { base64: 15, hex: 48, joint: 64, folded: 128, softBreak: 256, packed: 512, listed: 1024, packedHex: 4096, base32: 8192 } as const;

/** A longer run is told in parts of this length, that overlap by so much: both are whole groups of base64. */
export const longestRun = 64 * 1024;
export const runOverlap = 12 * 1024;
/** Bytes beyond a run that are looked at, on either side. */
export const runMargin = 160;

interface Exports extends SightExports, AutomatonExports, JointExports, BarrenExports {
  readonly memory: WebAssembly.Memory;
  scan(start: number, end: number, from: number, out: number, capacity: number, crowd: number, entries: number, sets: number, keys: number): number;
  lay(entries: number, count: number, sets: number, keys: number): void;
  runs(start: number, from: number, end: number, limit: number, out: number, capacity: number, classes: number, most: number, overlap: number): number;
  next(): number;
  lines(start: number, end: number): number;
  units(start: number, end: number): number;
  joiners(start: number, end: number): number;
  wide(start: number, end: number): number;
  words(start: number, end: number, last: boolean, wide: boolean, least: number, out: number, capacity: number, classes: number): number;
}

/** What `sightings.ts` asks of it. */
interface SightExports {
  frame(at: number): void;
  /** 0: it must be scanned by itself. */
  see(length: number, stretches: number, otherLength: number, hitsBefore: number, runsBefore: number): number;
  stretchesKept(): number;
  hitsSeen(): number;
  runsSeen(): number;
  triesLeft(): number;
  seedsSeen(): number;
  strictLeft(): number;
}

/** What `joints.ts` asks of it. */
interface JointExports {
  joinsBehind(classes: number, bytes: number, size: number, anchors: number, count: number, from: number, out: number): number;
  searchedTo(): number;
}

/** What `barren.ts` asks of it. */
interface BarrenExports {
  openBarren(ring: number, ringBytes: number, slots: number, slotCount: number): void;
  /** 0: no. */
  isBarren(asked: number, askedLength: number, text: number, length: number): number;
  addBarren(asked: number, askedLength: number, text: number, length: number): void;
}

/** What `automata.ts` asks of it. */
interface AutomatonExports {
  openAutomata(frame: number): void;
  /** 0: no. */
  mayMatch(pattern: number, start: number, end: number): number;
}

const page = 64 * 1024;
const keyBytes = 16;
const hitBytes = 8;
const leastHits = 8192;
const longestJoiner = 16;
const runWords = 3;
/** Bytes handed to one call; longer input goes through in slices. */
const sliceBytes = 1024 * 1024;
/** The same where it may be asked again a few bytes on; a multiple of 16. */
const wideBytes = 16 * 1024;
/** Bytes behind a place that are looked at. */
const wideReach = 3;
/** Readable bytes that stand before and behind the input: more than any anchor is followed. */
const padding = 256 + 64;

export function makePrefilter(tables: Tables): Prefilter {
  const { image, entries, count, classes, sets, end: tablesEnd, furthest, crowd } = tables;
  const wasm = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(prefilterModule, 'base64'))).exports as unknown as Exports;
  const keys = align(tablesEnd, 16);
  const out = keys + count * keyBytes;
  // What stands at eight neighbouring positions is told at once.
  const hitCapacity = Math.max(leastHits, 8 * crowd);
  const runCapacity = Math.floor((hitCapacity * hitBytes) / (runWords * 4));
  const joints = out + hitCapacity * hitBytes;
  const input = joints + jointRoom + padding;
  const missing = input + sliceBytes + padding - wasm.memory.buffer.byteLength;
  if (missing > 0) wasm.memory.grow(Math.ceil(missing / page));
  let memory = new Uint8Array(wasm.memory.buffer);
  let told = new Uint32Array(wasm.memory.buffer, out, hitCapacity * 2);
  memory.set(Buffer.from(image, 'base64'), entries);
  wasm.lay(entries, count, sets, keys);

  const load = (bytes: Uint8Array): number => {
    memory.set(bytes, input);
    memory.fill(0, input + bytes.length, input + bytes.length + padding);
    return input;
  };

  const sum = (bytes: Uint8Array, count: (start: number, end: number) => number): number => {
    let total = 0;
    for (let offset = 0; offset < bytes.length; offset += sliceBytes) {
      const slice = bytes.subarray(offset, offset + sliceBytes);
      load(slice);
      total += count(input, input + slice.length);
    }
    return total;
  };

  const findInSlice = (length: number, base: number, hit: (offset: number, anchor: number) => void): void => {
    const end = input + length;
    let from = input;
    do {
      const count = wasm.scan(input, end, from, out, hitCapacity, crowd, entries, sets, keys);
      for (let index = 0; index < count; index += 1) hit(base + (told[index * 2] ?? 0) - input, told[index * 2 + 1] ?? 0);
      from = wasm.next();
    } while (from < end);
  };

  const findRuns = (length: number, base: number, last: boolean, search: RunSearch): void => {
    const end = input + length;
    const limit = last ? end : end - runMargin;
    let from = input + search.from - base;
    for (let count = runCapacity; count === runCapacity; ) {
      count = wasm.runs(input, from, end, limit, out, runCapacity, classes, longestRun, runOverlap);
      for (let index = 0; index < count; index += 1) {
        search.found(base + (told[index * runWords] ?? 0) - input, base + (told[index * runWords + 1] ?? 0) - input, told[index * runWords + 2] ?? 0);
      }
      from = wasm.next();
    }
    search.from = base + from - input;
  };

  return {
    machine: {
      wasm,
      tables,
      keys,
      out,
      capacity: hitCapacity,
      joints,
      load,
      loadable: sliceBytes,
      reserve(bytes) {
        const at = wasm.memory.buffer.byteLength;
        wasm.memory.grow(Math.ceil(bytes / page));
        memory = new Uint8Array(wasm.memory.buffer);
        told = new Uint32Array(wasm.memory.buffer, out, hitCapacity * 2);
        return at;
      },
    },
    countLines: (bytes) => sum(bytes, wasm.lines),
    countUnits: (bytes) => sum(bytes, wasm.units),
    holdsJoiner(bytes) {
      for (let offset = 0; offset < bytes.length; offset += sliceBytes - longestJoiner) {
        const slice = bytes.subarray(offset, offset + sliceBytes);
        load(slice);
        if (wasm.joiners(input, input + slice.length) !== 0) return true;
      }
      return false;
    },
    findWide(bytes, from) {
      for (let offset = from; offset + wideReach < bytes.length; offset += wideBytes) {
        const slice = bytes.subarray(offset, offset + wideBytes + wideReach);
        memory.set(slice, input);
        const found = wasm.wide(input, input + slice.length) - input;
        if (found < slice.length) return offset + found;
      }
      return -1;
    },
    findWords(bytes, wide, least) {
      const words: number[] = [];
      for (let offset = 0; offset + least <= bytes.length; ) {
        const slice = bytes.subarray(offset, offset + sliceBytes);
        memory.set(slice, input);
        const end = input + slice.length;
        const last = offset + slice.length === bytes.length;
        let from = input;
        for (let count = hitCapacity; count === hitCapacity; ) {
          count = wasm.words(from, end, last, wide, least, out, hitCapacity, classes);
          for (let index = 0; index < 2 * count; index += 1) words.push(offset + (told[index] ?? 0) - input);
          from = wasm.next();
        }
        if (last) break;
        offset += from - input;
      }
      return words;
    },
    find(bytes, hit, runs) {
      for (let offset = 0; offset < bytes.length; ) {
        const slice = bytes.subarray(offset, offset + sliceBytes);
        load(slice);
        const rest = bytes.length > offset + sliceBytes;
        if (runs !== undefined && runs.from < offset + slice.length) findRuns(slice.length, offset, !rest && runs.last, runs);
        let next = offset + sliceBytes - furthest;
        if (rest && runs !== undefined) next = Math.min(next, runs.from - runMargin);
        findInSlice(slice.length, offset, rest ? (at, anchor) => { if (at < next) hit(at, anchor); } : hit);
        if (!rest) break;
        offset = next;
      }
    },
  };
}

function align(address: number, to: number): number {
  return Math.ceil(address / to) * to;
}
