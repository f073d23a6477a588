// One thread's share of the work: takes portions, makes their objects, hands each to whoever scans it, and notes what they
// name and what must be left to git.

import type { Item } from '../../model/place.js';
import type { Facts, Forest, Work } from '../../model/work.js';
import { makeLinks } from './links.js';
import type { ObjectKind } from './links.js';
import { noRow, writeTrees } from './tree-table.js';
import { makeUnpacker } from './unpack.js';
import type { Unpacked } from './unpack.js';
import { idOfNode, makeKnown } from './work.js';

const kinds: readonly (ObjectKind | undefined)[] = [undefined, 'commit', 'tree', 'blob', 'tag'];

/** What an object was made from: what its scan left, and triples of offsets of what was kept of it, see `wasm/unpack.ts`. */
interface Made<T> {
  readonly trace: T;
  readonly runs: Uint32Array;
}

/** What the visit of an object leaves for those that are made from it. */
interface Visited<T> {
  readonly trace: T | undefined;
  /** Of a tree, among the rows that are told of trees. */
  readonly row: number;
}

/** Where it is counted how many portions have been taken. */
const [byAll, byThreads] = [0, 1];
export const byHelper = 2;

/** Who works: one who does nothing else begins with the heaviest portion, a helper with the lightest. */
export type Role = 'thread' | 'helper';

/**
 * Halts behind each portion.
 * @param scan gets each object once, and what it was made from, where that left something; of a tree what is to be looked at in it,
 * pairs of offsets as `wasm/unpack.ts` has them. Its bytes are good until it returns. What it returns is left for those that are made
 * from this one
 * @param told is called when a portion is done, with what it gave; only then does it count
 */
export function* workOff<T>(work: Work, role: Role, scan: (item: Item, bytes: Uint8Array, past: Made<T> | undefined, entries: Uint32Array | undefined) => T | undefined, told: (facts: Facts) => void): Generator<void> {
  const unpacker = makeUnpacker();
  const known = makeKnown(work);
  const trees = writeTrees(work.treeRoom);
  try {
    for (let portion = take(work, role); portion !== undefined; portion = take(work, role)) {
      const forest = work.forests[work.portions[portion * 3] ?? 0];
      if (forest === undefined) continue;
      const links = makeLinks(forest.table.idBytes, known);
      const left: string[] = [];
      const { idBytes, ids } = forest.table;
      const noteTree = (object: Unpacked, entries: Uint32Array, row: number): number => {
        const { node, kept } = object;
        if (kept !== undefined && row === noRow) return noRow; // Nobody knows what it kept.
        const rest = unpacker.tellTree(object, entries);
        return rest === undefined ? noRow : trees.add(ids, (forest.order[node] ?? 0) * idBytes, row, rest);
      };
      const visit = (object: Unpacked, parent: Visited<T> | undefined): Visited<T> | undefined => {
        if (forest.skip[object.node] !== 0) return undefined;
        const kind = kinds[object.type];
        if (kind === undefined) return undefined;
        const { bytes, kept } = object;
        const item = new PackedItem(forest, object.node, kind === 'blob' ? 'content' : kind);
        forest.sizes[object.node] = bytes.length;
        const entries = kind === 'tree' ? unpacker.listLinks(object, idBytes) : undefined;
        links.read(item, kind, bytes, entries);
        const row = entries === undefined ? noRow : noteTree(object, entries, parent?.row ?? noRow);
        const past = parent?.trace === undefined || kept === undefined ? undefined : { trace: parent.trace, runs: kept };
        return { trace: scan(item, bytes, past, past === undefined && kept !== undefined ? undefined : entries), row };
      };
      for (const root of rootsOf(work, portion, forest)) {
        if (forest.skip[root] !== 2) unpacker.walk(forest, root, visit, (node) => { if (forest.skip[node] === 0) left.push(idOfNode(forest, node)); });
      }
      told({ commits: links.commits.take(), trees: trees.take(), missing: [...links.missing], left });
      work.done[portion] = 1;
      yield;
    }
  } finally {
    unpacker.close();
  }
}

/** Without a halt. */
export function finish(part: Generator<void>): void {
  while (part.next().done !== true);
}

/** Nobody asks for the id of an object in which nothing is found. */
class PackedItem implements Item {
  constructor(private readonly forest: Forest, private readonly node: number, readonly kind: Item['kind']) {}

  get id(): string {
    return idOfNode(this.forest, this.node);
  }
}

/** Of all, no more are taken than there are; so those from either end never meet. There is one helper. */
function take({ taken, heavy, done }: Work, role: Role): number | undefined {
  if (role === 'helper' && done.length - 1 - Atomics.load(taken, byHelper) < heavy) return undefined;
  if (Atomics.add(taken, byAll, 1) >= done.length) return undefined;
  return role === 'helper' ? done.length - 1 - Atomics.add(taken, byHelper, 1) : Atomics.add(taken, byThreads, 1);
}

function rootsOf({ portions }: Work, portion: number, { roots }: Forest): Uint32Array {
  return roots.subarray(portions[portion * 3 + 1] ?? 0, portions[portion * 3 + 2] ?? 0);
}
