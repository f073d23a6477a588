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

/**
 * @param scan gets each object once, and what it was made from, where that left something; of a tree what is to be looked at in it,
 * pairs of offsets as `wasm/unpack.ts` has them. Its bytes are good until it returns. What it returns is left for those that are made
 * from this one
 * @param told is called when a portion is done, with what it gave; only then does it count
 */
export function workOff<T>(work: Work, scan: (item: Item, bytes: Uint8Array, past: Made<T> | undefined, entries: Uint32Array | undefined) => T | undefined, told: (facts: Facts) => void): void {
  const unpacker = makeUnpacker();
  const known = makeKnown(work);
  const trees = writeTrees();
  try {
    for (let portion = take(work); portion !== undefined; portion = take(work)) {
      const forest = work.forests[work.portions[portion * 3] ?? 0];
      if (forest === undefined) continue;
      const links = makeLinks(forest.table.idBytes, known);
      const left: string[] = [];
      const { idBytes, ids } = forest.table;
      const noteTree = (object: Unpacked, links: Uint32Array, row: number): number => {
        const { node, kept } = object;
        if (kept !== undefined && row === noRow) return noRow; // Nobody knows what it kept.
        const rest = unpacker.tellTree(object, links);
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
    }
  } finally {
    unpacker.close();
  }
}

/** Nobody asks for the id of an object in which nothing is found. */
class PackedItem implements Item {
  constructor(private readonly forest: Forest, private readonly node: number, readonly kind: Item['kind']) {}

  get id(): string {
    return idOfNode(this.forest, this.node);
  }
}

function take({ next, done }: Work): number | undefined {
  const portion = Atomics.add(next, 0, 1);
  return portion < done.length ? portion : undefined;
}

function rootsOf({ portions }: Work, portion: number, { roots }: Forest): Uint32Array {
  return roots.subarray(portions[portion * 3 + 1] ?? 0, portions[portion * 3 + 2] ?? 0);
}
