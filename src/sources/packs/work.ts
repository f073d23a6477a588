// The reading of packs as work that threads share: trees of deltas in portions, taken one after the other by whoever is free.

import type { Forest, IdTable, Work } from '../../model/work.js';
import { findId, hexAt, shareBytes } from './ids.js';
import { readIndex } from './index-file.js';
import { plantForest } from './forest.js';
import type { Planted } from './forest.js';
import { makeTreeRoom } from './tree-table.js';

/** Is the object asked for whose id stands there? */
export type Takes = (bytes: Uint8Array, at: number) => boolean;

/** Packed bytes after which a portion ends. */
const portionBytes = 128 * 1024;
/** Packed bytes that take some tenths of a second. */
const heavyBytes = 1024 * 1024;

/**
 * @param packs those that are to be read, without `.pack`
 * @param others ids that are known besides
 * @param seen ids that need not be scanned
 * @param takes what is asked for; absent: everything
 * @returns undefined when a pack cannot be read from here: then git reads all of it
 */
export function planWork(packs: readonly string[], others: readonly IdTable[], seen: readonly IdTable[], idBytes: number, takes?: Takes): Work | undefined {
  const planted: Planted[] = [];
  for (const path of packs) {
    const index = readIndex(`${path}.idx`, idBytes);
    const one = index === undefined ? undefined : tryPlant(`${path}.pack`, index);
    if (one === undefined) return undefined;
    planted.push(one);
  }
  const forests = planted.map(({ forest }) => forest);
  forests.forEach((forest, at) => markSeen(forest, [...forests.slice(0, at).map(({ table }) => table), ...seen]));
  if (takes !== undefined) for (const forest of forests) markUnasked(forest, takes);
  const portions = planted.flatMap((one, at) => cutPortions(one, at)).sort((left, right) => right.weight - left.weight);
  const heavy = portions.filter(({ weight }) => weight > heavyBytes).length;
  const weigh = (some: typeof portions): number => some.reduce((sum, { weight }) => sum + weight, 0);
  return {
    forests,
    others,
    heavy,
    lightPart: portions.length === 0 ? 0 : weigh(portions.slice(heavy)) / weigh(portions),
    portions: Uint32Array.from(portions.flatMap(({ forest, from, to }) => [forest, from, to])),
    taken: new Int32Array(new SharedArrayBuffer(12)),
    treeRoom: makeTreeRoom(),
    done: shareBytes(portions.length),
  };
}

function tryPlant(path: string, index: Parameters<typeof plantForest>[1]): Planted | undefined {
  try {
    return plantForest(path, index);
  } catch {
    return undefined; // It went away, or is closed: git will say so.
  }
}

function markSeen({ table, order, skip }: Forest, seen: readonly IdTable[]): void {
  if (seen.every(({ count }) => count === 0)) return;
  order.forEach((position, node) => {
    if (seen.some((each) => findId(each, table.ids, position * table.idBytes) >= 0)) skip[node] = 1;
  });
}

/** What nobody asked for is not scanned, and is made only where something below it is. */
function markUnasked(forest: Forest, takes: Takes): void {
  const { table, order, skip, roots, firstChild, nextSibling } = forest;
  order.forEach((position, node) => {
    if (!takes(table.ids, position * table.idBytes)) skip[node] = 1;
  });
  for (const root of roots) {
    // Parents before children; backwards, each tells its parent.
    const nodes = [root];
    const parents = [-1];
    for (let at = 0; at < nodes.length; at += 1) {
      for (let child = firstChild[nodes[at] ?? 0] ?? -1; child >= 0; child = nextSibling[child] ?? -1) {
        nodes.push(child);
        parents.push(at);
      }
    }
    const wanted = new Uint8Array(nodes.length);
    for (let at = nodes.length - 1; at >= 0; at -= 1) {
      const node = nodes[at] ?? 0;
      if (skip[node] === 0) wanted[at] = 1;
      if (wanted[at] === 0) skip[node] = 2;
      else if (at > 0) wanted[parents[at] ?? 0] = 1;
    }
  }
}

/** Runs of roots in the order of the pack; a tree that is heavier than a portion is one by itself. */
function cutPortions({ forest: whole, weights }: Planted, forest: number): { forest: number; from: number; to: number; weight: number }[] {
  const { roots } = whole;
  const portions: { forest: number; from: number; to: number; weight: number }[] = [];
  let from = 0;
  let weight = 0;
  for (let at = 0; at < roots.length; at += 1) {
    weight += weights[at] ?? 0;
    if (weight < portionBytes && at + 1 < roots.length) continue;
    if (roots.subarray(from, at + 1).some((root) => holdsNews(whole, root))) portions.push({ forest, from, to: at + 1, weight });
    [from, weight] = [at + 1, 0];
  }
  return portions;
}

/** Is there anything to scan in this tree? */
function holdsNews({ skip, firstChild, nextSibling }: Forest, root: number): boolean {
  const stack = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (skip[node] === 0) return true;
    for (let child = firstChild[node] ?? -1; child >= 0; child = nextSibling[child] ?? -1) stack.push(child);
  }
  return false;
}

/** How many objects there are to scan. */
export function countNews({ forests }: Work): number {
  return forests.reduce((sum, { skip }) => sum + skip.reduce((news, each) => news + (each === 0 ? 1 : 0), 0), 0);
}

/** Is this object in the database? */
export function makeKnown({ forests, others }: Work): (bytes: Uint8Array, at: number) => boolean {
  const tables = [...forests.map(({ table }) => table), ...others];
  return (bytes, at) => tables.some((table) => findId(table, bytes, at) >= 0);
}

export function allKnown(work: Work, ids: Iterable<string>): boolean {
  const known = makeKnown(work);
  for (const id of ids) if (!known(Buffer.from(id, 'hex'), 0)) return false;
  return true;
}

export function isPacked({ forests }: Work, hex: string): boolean {
  const id = Buffer.from(hex, 'hex');
  return forests.some(({ table }) => findId(table, id, 0) >= 0);
}

export function idOfNode({ table, order }: Forest, node: number): string {
  return hexAt(table.ids, (order[node] ?? 0) * table.idBytes, table.idBytes);
}

/** Ids of everything that portions which nobody finished hold, and of nodes that no tree holds. */
export function listUndone({ forests, portions, done }: Work): string[] {
  const ids = forests.flatMap((forest) => forest.odd.filter((node) => forest.skip[node] === 0).map((node) => idOfNode(forest, node)));
  for (let portion = 0; portion < done.length; portion += 1) {
    if (done[portion] === 1) continue;
    const forest = forests[portions[portion * 3] ?? 0];
    if (forest === undefined) continue;
    for (let root = portions[portion * 3 + 1] ?? 0; root < (portions[portion * 3 + 2] ?? 0); root += 1) ids.push(...listBelow(forest, forest.roots[root] ?? 0));
  }
  return ids;
}

function listBelow(forest: Forest, root: number): string[] {
  const ids: string[] = [];
  const stack = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (forest.skip[node] === 0) ids.push(idOfNode(forest, node));
    for (let child = forest.firstChild[node] ?? -1; child >= 0; child = forest.nextSibling[child] ?? -1) stack.push(child);
  }
  return ids;
}
