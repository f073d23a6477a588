// The objects of a pack as a forest: a root is stored whole, every other object as what changed against its parent (git help
// gitformat-pack, "deltified representation"). Walked from the roots, each object is made once, from a parent that is at
// hand, and it is known what it shares with it. All of it lies in shared memory.
//
// A node is an object's place among those of its pack by rising offset.

import { closeSync, fstatSync, openSync } from 'node:fs';
import type { Forest, IdTable } from '../../model/work.js';
import { findId, shareBytes, shareWords } from './ids.js';
import type { PackIndex } from './index-file.js';
import { readAt } from './window.js';

const none = -1;
const isRoot = -2;
const isOdd = -3;
const ofsDelta = 6;
const refDelta = 7;
/** Longest head of an entry: type and size, and the id or the distance of its base. */
const longestHead = 64;
const chunkBytes = 1024 * 1024;

/** A forest, and the packed bytes of each root and all that is below it: they are needed only to cut it. */
export interface Planted {
  readonly forest: Forest;
  readonly weights: Float64Array;
}

/** @throws the file system's error */
export function plantForest(path: string, index: PackIndex): Planted {
  const file = openSync(path, 'r');
  try {
    const { order, offsets } = sortByOffset(index, fstatSync(file).size - index.idBytes);
    const { ids, idBytes, count, fanout } = index;
    // Threads get copies of what is not shared: the index's own offsets stay behind.
    const table: IdTable = { ids, idBytes, count, fanout };
    const { weights, ...links } = linkNodes(readParents(file, table, order, offsets), offsets, index.offsets);
    return { forest: { path, table, offsets, order, sizes: shareWords(count), skip: shareBytes(count), ...links }, weights };
  } finally {
    closeSync(file);
  }
}

/** The index's offsets are used up. */
function sortByOffset({ count, offsets }: PackIndex, end: number): { order: Uint32Array; offsets: Forest['offsets'] } {
  const order = shareWords(count);
  const sorted = end < 2 ** 32 ? shareWords(count + 1) : new Float64Array(new SharedArrayBuffer((count + 1) * 8));
  const bits = 2 ** Math.ceil(Math.log2(count + 1));
  // Offset and position in one number, while that is exact: numbers sort ten times as fast as what a comparison orders.
  if (end * bits < Number.MAX_SAFE_INTEGER) {
    for (let position = 0; position < count; position += 1) offsets[position] = (offsets[position] ?? 0) * bits + position;
    offsets.sort();
    for (let node = 0; node < count; node += 1) {
      const key = offsets[node] ?? 0;
      const offset = Math.floor(key / bits);
      sorted[node] = offset;
      order[node] = key - offset * bits;
    }
  } else {
    order.set(Uint32Array.from(offsets.keys()).sort((left, right) => (offsets[left] ?? 0) - (offsets[right] ?? 0)));
    for (let node = 0; node < count; node += 1) sorted[node] = offsets[order[node] ?? 0] ?? 0;
  }
  sorted[count] = end;
  return { order, offsets: sorted };
}

/** For each node its parent, or that it is a root or odd. The heads are read as they stand in the file, one behind the other. */
function readParents(file: number, index: IdTable, order: Uint32Array, offsets: Forest['offsets']): Int32Array {
  const parents = new Int32Array(index.count).fill(isRoot);
  const chunk = Buffer.allocUnsafe(chunkBytes + longestHead);
  let [base, filled] = [0, 0];
  let nodes: Uint32Array | undefined;
  for (let node = 0; node < index.count; node += 1) {
    const offset = offsets[node] ?? 0;
    if (offset + longestHead > base + filled) [base, filled] = [offset, fill(file, chunk, offset)];
    const head = offset - base;
    const kind = ((chunk[head] ?? 0) >> 4) & 7;
    if (kind === ofsDelta) {
      const distance = readDistance(chunk, skipSize(chunk, head));
      const parent = distance === undefined ? none : nodeAt(offsets, index.count, offset - distance);
      parents[node] = parent < 0 || parent >= node ? isOdd : parent;
    } else if (kind === refDelta) {
      nodes ??= invert(order);
      const position = findId(index, chunk, skipSize(chunk, head));
      parents[node] = position < 0 ? isOdd : (nodes[position] ?? isOdd);
    } else if (kind === 0 || kind === 5) parents[node] = isOdd;
  }
  return parents;
}

/** @returns how many bytes came; what is behind the end of the file is NUL */
function fill(file: number, chunk: Buffer, offset: number): number {
  const filled = readAt(file, chunk, offset);
  chunk.fill(0, filled);
  return filled;
}

function invert(order: Uint32Array): Uint32Array {
  const nodes = new Uint32Array(order.length);
  order.forEach((position, node) => (nodes[position] = node));
  return nodes;
}

/** Where the size that an entry starts with ends. */
function skipSize(bytes: Uint8Array, head: number): number {
  let at = head;
  while (((bytes[at] ?? 0) & 0x80) !== 0) at += 1;
  return at + 1;
}

/** How far before an entry its base starts. */
function readDistance(bytes: Uint8Array, from: number): number | undefined {
  let at = from;
  let byte = bytes[at] ?? 0;
  let value = byte & 0x7f;
  while ((byte & 0x80) !== 0) {
    at += 1;
    if (at >= from + longestHead) return undefined;
    byte = bytes[at] ?? 0;
    value = (value + 1) * 128 + (byte & 0x7f);
  }
  return value;
}

function nodeAt(offsets: Forest['offsets'], count: number, offset: number): number {
  let low = 0;
  let high = count - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const at = offsets[middle] ?? 0;
    if (at === offset) return middle;
    if (at < offset) low = middle + 1;
    else high = middle - 1;
  }
  return none;
}

/** @param scratch room for as many numbers as there are nodes */
function linkNodes(parents: Int32Array, offsets: Forest['offsets'], scratch: Float64Array): Pick<Forest, 'firstChild' | 'nextSibling' | 'heavy' | 'roots' | 'odd'> & Pick<Planted, 'weights'> {
  const count = parents.length;
  const make = (): Int32Array => new Int32Array(new SharedArrayBuffer(count * 4)).fill(none);
  const [firstChild, nextSibling, heavy] = [make(), make(), make()];
  for (let node = count - 1; node >= 0; node -= 1) {
    const parent = parents[node] ?? isOdd;
    if (parent < 0) continue;
    nextSibling[node] = firstChild[parent] ?? none;
    firstChild[parent] = node;
  }
  const roots = listRoots(parents);
  const reached = reachFrom(roots, firstChild, nextSibling, count);
  const weights = weigh(reached, parents, offsets, heavy, scratch.fill(0));
  const seen = new Uint8Array(count);
  for (const node of reached) seen[node] = 1;
  const odd: number[] = [];
  if (reached.length < count) for (let node = 0; node < count; node += 1) if (seen[node] === 0) odd.push(node);
  return { firstChild, nextSibling, heavy, roots, weights: Float64Array.from(roots, (root) => weights[root] ?? 0), odd };
}

function listRoots(parents: Int32Array): Uint32Array {
  let count = 0;
  for (const parent of parents) if (parent === isRoot) count += 1;
  const roots = shareWords(count);
  count = 0;
  for (let node = 0; node < parents.length; node += 1) if (parents[node] === isRoot) roots[count++] = node;
  return roots;
}

/** Every node below the roots, parents before children. */
function reachFrom(roots: Uint32Array, firstChild: Int32Array, nextSibling: Int32Array, count: number): Uint32Array {
  const reached = new Uint32Array(count);
  reached.set(roots);
  let end = roots.length;
  for (let at = 0; at < end; at += 1) {
    for (let child = firstChild[reached[at] ?? 0] ?? none; child >= 0; child = nextSibling[child] ?? none) reached[end++] = child;
  }
  return reached.subarray(0, end);
}

function weigh(reached: Uint32Array, parents: Int32Array, offsets: Forest['offsets'], heavy: Int32Array, weights: Float64Array): Float64Array {
  for (let at = reached.length - 1; at >= 0; at -= 1) {
    const node = reached[at] ?? 0;
    const weight = (weights[node] ?? 0) + (offsets[node + 1] ?? 0) - (offsets[node] ?? 0);
    weights[node] = weight;
    const parent = parents[node] ?? isOdd;
    if (parent < 0) continue;
    weights[parent] = (weights[parent] ?? 0) + weight;
    const rival = heavy[parent] ?? none;
    if (rival < 0 || (weights[rival] ?? 0) < weight) heavy[parent] = node;
  }
  return weights;
}
