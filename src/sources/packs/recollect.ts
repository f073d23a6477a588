// An audit that remembers the one before: what of the database needs no second look, and what the next one may pass over. The
// report is the same either way.

import { statSync } from 'node:fs';
import type { PackedCommits, Work } from '../../model/work.js';
import { collate } from './collate.js';
import type { Sized } from './collate.js';
import { joinCommits } from './commit-table.js';
import { findId, makeIdTable } from './ids.js';
import { recall, remember } from './memory.js';
import type { Memory, MemoryPlace } from './memory.js';
import { sameNames } from './stores.js';
import type { Stores } from './stores.js';
import { makeKnown, planWork } from './work.js';
import type { Takes } from './work.js';

/** What is left to do, and what is known of the rest. */
export interface Recollection {
  /** Nothing is remembered. */
  readonly blank: boolean;
  plan(): Work | undefined;
  /** Objects that are remembered are gone; what others name of them nobody remembers, so nothing of it counts. */
  outdated(work: Work): boolean;
  /** Loose objects to be read, and those in which something was found before. */
  toRead(work: Work): readonly string[];
  /** How much need not be read again. */
  known(): { readonly objects: number; readonly bytes: number };
  /** Names in which nothing was found. */
  readonly names: readonly string[];
  readonly commits: PackedCommits;
  /** What remembered objects name and the database does not hold. */
  missing(work: Work): readonly string[];
  /** That is all that they name and that is missing. */
  readonly whole: boolean;
  /** Keeps what this audit has seen. */
  keep(work: Work, seen: Seen): void;
}

/** What this audit has seen. */
export interface Seen {
  /** Objects that git read, with their bytes. */
  readonly read: ReadonlyMap<string, number>;
  /** Objects that must be read again next time: something was found in them, or they could not be looked into. */
  readonly again: ReadonlySet<string>;
  /** Objects that threads left, or did not get to. */
  readonly left: ReadonlySet<string>;
  readonly names: readonly string[];
  readonly commits: readonly PackedCommits[];
  /** Ids that objects name, remembered ones too, and that the database does not hold. */
  readonly missing: ReadonlySet<string>;
  /** Nothing was lost, and all that objects name was seen. */
  readonly whole: boolean;
}

const nothing: Memory = {
  table: makeIdTable([], 20),
  sizes: new Float64Array(0),
  packs: [],
  dealt: true,
  loose: [],
  again: [],
  names: [],
  missing: [],
  whole: true,
  commits: new Uint8Array(0),
};

/** With more than these missing nothing is kept. */
const mostMissing = 100_000;

/**
 * @param place undefined: nothing is remembered
 * @param believe false: what was remembered does not count, and is to be replaced
 * @param takes what is asked for; absent: everything. Nothing may be remembered then: it would be taken for all there is
 */
export function recollect(place: MemoryPlace | undefined, rules: string, stores: Stores, idBytes: number, believe: boolean, takes?: Takes): Recollection {
  const before = (place === undefined || !believe ? undefined : recall(place, rules, idBytes)) ?? { ...nothing, table: makeIdTable([], idBytes) };
  const packs = new Map(stores.packs.map((path) => [`${path} ${describe(path)}`, path]));
  const looseNow = new Set(stores.loose);
  // Something went elsewhere, or away: then it must be seen, for every object, whether it is still there.
  const moved = before.packs.some((pack) => !packs.has(pack)) || before.loose.some((id) => !looseNow.has(id));
  const covered = new Set(moved || !before.dealt ? [] : before.packs);
  const again = makeIdTable(before.again, idBytes);
  const loose = makeIdTable(stores.loose, idBytes);
  // git makes each of them from the start of its chain of deltas; threads make a chain once.
  const many = before.again.length > mostAgain;
  const seen = many ? [before.table] : [before.table, again];
  const hex = (id: string): Buffer => Buffer.from(id, 'hex');

  return {
    blank: before.table.count === 0,
    plan: () => planWork([...packs].flatMap(([key, path]) => (covered.has(key) && !many ? [] : [path])), moved ? [loose] : [loose, before.table, again], seen, idBytes, takes),
    outdated(work) {
      if (!moved) return false;
      const known = makeKnown(work);
      return [before.table, again].some(({ ids }) => {
        for (let at = 0; at < ids.length; at += idBytes) if (!known(ids, at)) return true;
        return false;
      });
    },
    toRead(work) {
      const packed = (id: string): boolean => work.forests.some(({ table }) => findId(table, hex(id), 0) >= 0);
      const fresh = stores.loose.filter((id) => findId(before.table, hex(id), 0) < 0 && findId(again, hex(id), 0) < 0 && !packed(id) && takes?.(hex(id), 0) !== false);
      return [...before.again.filter((id) => !(many && packed(id))), ...fresh];
    },
    known: () => ({ objects: before.table.count, bytes: before.sizes.reduce((sum, size) => sum + size, 0) }),
    names: before.names,
    commits: before.commits,
    missing(work) {
      const known = makeKnown(work);
      return before.missing.filter((id) => !known(hex(id), 0));
    },
    whole: before.whole,
    keep(work, seen) {
      if (place === undefined || seen.missing.size > mostMissing) return;
      const fresh = [...seen.read].some(([id]) => !seen.again.has(id)) || work.portions.length > 0;
      const missing = [...seen.missing].sort();
      const same = !moved && !fresh && [...packs.keys()].every((pack) => covered.has(pack)) && sameNames(seen.names, before.names) && sameNames(missing, before.missing);
      if (same) return;
      remember(place, rules, {
        objects: collate([{ table: before.table, sizeAt: (position) => before.sizes[position] }, ...freshTables(work, seen, idBytes)], idBytes),
        packs: [...packs.keys()],
        dealt: seen.whole,
        loose: stores.loose,
        again: [...seen.again].sort(),
        names: seen.names,
        missing,
        whole: seen.whole && before.whole,
        commits: joinCommits([before.commits, ...seen.commits], idBytes),
      });
    },
  };
}

/** Objects to be read again that are left to git. */
const mostAgain = 100;

const notTaken = 0xffffffff;

/** What threads and git have read and found nothing in. */
function freshTables(work: Work, { read, again, left }: Seen, idBytes: number): Sized[] {
  const exclude = [...again, ...left].map((id) => Buffer.from(id, 'hex'));
  const forests = work.forests.map(({ table, order, sizes, skip }): Sized => {
    const nodes = new Uint32Array(table.count).fill(notTaken);
    order.forEach((position, node) => {
      if (skip[node] === 0) nodes[position] = node;
    });
    for (const id of exclude) {
      const position = findId(table, id, 0);
      if (position >= 0) nodes[position] = notTaken;
    }
    return { table, sizeAt: (position) => (nodes[position] === notTaken ? undefined : sizes[nodes[position] ?? 0]) };
  });
  const others = [...read].filter(([id]) => !again.has(id)).sort(([one], [other]) => (one < other ? -1 : 1));
  return [...forests, { table: makeIdTable(others.map(([id]) => id), idBytes), sizeAt: (position) => others[position]?.[1] }];
}

/** What tells a pack from another of its name, and an index from one that was damaged or made anew. */
function describe(path: string): string {
  const [pack, index] = ['pack', 'idx'].map((ending) => statSync(`${path}.${ending}`, { throwIfNoEntry: false }));
  return `${pack?.size ?? 0} ${index?.size ?? 0} ${index?.mtimeMs ?? 0}`;
}
