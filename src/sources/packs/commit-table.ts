// The commits of a history as bytes and numbers, because there may be a million: what threads tell of them, what is kept for the
// next audit, and what a graph is made of. A commit is its place in the table.

import { hexAt, wordAt } from './ids.js';
import type { PackedCommits } from '../../model/work.js';

/** Collects commits one after the other. */
export interface CommitWriter {
  /** @param id, tree and parents in hex; of the tree its first 4 bytes count */
  add(id: string, seconds: number, tree: string, parents: readonly string[]): void;
  take(): PackedCommits;
}

export interface CommitTable {
  readonly count: number;
  /** Of each commit, by its place. */
  readonly seconds: Float64Array;
  /** The first 4 bytes of the id of its tree, as `wordAt` has them. */
  readonly trees: Uint32Array;
  /** Parents that are in the table: those of commit n stand from `parentsFrom[n]` to `parentsFrom[n + 1]`. */
  readonly parentsFrom: Int32Array;
  readonly parents: Int32Array;
  /** Place of a commit; -1: it is not there. */
  find(hex: string): number;
  idAt(place: number): string;
  /** Order of two ids. */
  compare(left: number, right: number): number;
}

const fixedBytes = 14;

/** Each: id, seconds (a double), number of parents (two bytes), the first four bytes of the tree's id, parents. */
export function writeCommits(idBytes: number): CommitWriter {
  let bytes = Buffer.allocUnsafe(4096);
  let end = 0;
  const demand = (more: number): void => {
    if (end + more <= bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(bytes.length * 2, end + more));
    bytes.copy(larger, 0, 0, end);
    bytes = larger;
  };
  return {
    add(id, seconds, tree, parents) {
      demand(fixedBytes + (1 + parents.length) * idBytes);
      bytes.write(id, end, 'hex');
      bytes.writeDoubleLE(seconds, end + idBytes);
      bytes.writeUInt16LE(parents.length, end + idBytes + 8);
      bytes.write(tree.padEnd(8, '0'), end + idBytes + 10, 4, 'hex');
      end += idBytes + fixedBytes;
      for (const parent of parents) {
        bytes.write(parent, end, 'hex');
        end += idBytes;
      }
    },
    take: () => Uint8Array.prototype.slice.call(bytes, 0, end),
  };
}

/** Calls `visit` with where each commit starts and ends. */
export function visitCommits(packed: PackedCommits, idBytes: number, visit: (from: number, to: number) => void): void {
  for (let at = 0; at < packed.length; ) {
    const to = at + idBytes + fixedBytes + countParents(packed, at, idBytes) * idBytes;
    visit(at, to);
    at = to;
  }
}

function countParents(packed: PackedCommits, at: number, idBytes: number): number {
  return (packed[at + idBytes + 8] ?? 0) + (packed[at + idBytes + 9] ?? 0) * 256;
}

/** The commits that are asked for, each once. */
export function joinCommits(parts: readonly PackedCommits[], idBytes: number, takes: (bytes: Uint8Array, at: number) => boolean = () => true): PackedCommits {
  const known = makeHash(parts.reduce((sum, { length }) => sum + length, 0) / (idBytes + fixedBytes), idBytes);
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const packed of parts) {
    visitCommits(packed, idBytes, (from, to) => {
      if (!takes(packed, from) || known.find(joined, packed, from) >= 0) return;
      joined.set(packed.subarray(from, to), end);
      known.add(joined, end);
      end += to - from;
    });
  }
  return joined.subarray(0, end);
}

/** @returns each commit once; parents that are not among them are passed over */
export function readCommits(parts: readonly PackedCommits[], idBytes: number): CommitTable {
  const most = Math.floor(parts.reduce((sum, { length }) => sum + length, 0) / (idBytes + fixedBytes));
  const ids = new Uint8Array(most * idBytes);
  const seconds = new Float64Array(most);
  const trees = new Uint32Array(most);
  const hash = makeHash(most, idBytes);
  const placeOf = (bytes: Uint8Array, at: number): number => {
    const found = hash.find(ids, bytes, at);
    return found < 0 ? -1 : found / idBytes;
  };
  let [count, links] = [0, 0];
  for (const packed of parts) {
    const view = new DataView(packed.buffer, packed.byteOffset, packed.length);
    visitCommits(packed, idBytes, (from, to) => {
      if (placeOf(packed, from) >= 0) return;
      ids.set(packed.subarray(from, from + idBytes), count * idBytes);
      hash.add(ids, count * idBytes);
      trees[count] = view.getUint32(from + idBytes + 10, true);
      seconds[count++] = view.getFloat64(from + idBytes, true);
      links += (to - from - fixedBytes) / idBytes - 1;
    });
  }
  return {
    count,
    seconds: seconds.subarray(0, count),
    trees: trees.subarray(0, count),
    ...linkParents(parts, idBytes, count, links, placeOf),
    find: (hex) => placeOf(Buffer.from(hex, 'hex'), 0),
    idAt: (place) => hexAt(ids, place * idBytes, idBytes),
    compare: (left, right) => Buffer.compare(ids.subarray(left * idBytes, (left + 1) * idBytes), ids.subarray(right * idBytes, (right + 1) * idBytes)),
  };
}

/** @param most parents that there may be */
function linkParents(parts: readonly PackedCommits[], idBytes: number, count: number, most: number, placeOf: (bytes: Uint8Array, at: number) => number): Pick<CommitTable, 'parents' | 'parentsFrom'> {
  const parentsFrom = new Int32Array(count + 1);
  const parents = new Int32Array(most);
  let [place, end] = [0, 0];
  for (const packed of parts) {
    visitCommits(packed, idBytes, (from, to) => {
      if (placeOf(packed, from) !== place) return; // It came before.
      const first = end;
      for (let at = from + idBytes + fixedBytes; at < to; at += idBytes) {
        const parent = placeOf(packed, at);
        let same = first;
        while (same < end && parents[same] !== parent) same += 1;
        if (parent >= 0 && same === end) parents[end++] = parent;
      }
      parentsFrom[++place] = end;
    });
  }
  return { parents: parents.subarray(0, end), parentsFrom };
}

/** Where ids stand in a buffer, by their own first bytes, which are as good as drawn at random. */
function makeHash(most: number, idBytes: number): { add(own: Uint8Array, at: number): void; find(own: Uint8Array, bytes: Uint8Array, at: number): number } {
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(most * 1.5 + 2))).fill(-1);
  const mask = slots.length - 1;
  const slotOf = (own: Uint8Array, bytes: Uint8Array, at: number): number => {
    let slot = wordAt(bytes, at) & mask;
    for (let held = slots[slot] ?? -1; held >= 0 && !sameId(own, held, bytes, at, idBytes); held = slots[slot] ?? -1) slot = (slot + 1) & mask;
    return slot;
  };
  return {
    add(own, at) {
      slots[slotOf(own, own, at)] = at;
    },
    find: (own, bytes, at) => slots[slotOf(own, bytes, at)] ?? -1,
  };
}

function sameId(left: Uint8Array, leftAt: number, right: Uint8Array, rightAt: number, idBytes: number): boolean {
  for (let index = 0; index < idBytes; index += 1) if (left[leftAt + index] !== right[rightAt + index]) return false;
  return true;
}
