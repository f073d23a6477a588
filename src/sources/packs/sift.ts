// Which commits may have brought one of some blobs? Those in whose tree it stands where it does not stand in the tree of any parent. It is told
// from what the trees list (`tree-table.ts`), without reading one again; a tree of which nothing is known may hold anything. Names
// and ids count by their first bytes or by a hash, so that git has the last word: it compares what is left.

import type { PackedTrees } from '../../model/work.js';
import type { CommitTable } from './commit-table.js';
import { entryWords, headWords, noRow, ofTree, runWords, wordAt } from './tree-table.js';

/** Folders within each other: below, git is to compare. */
const deepest = 1000;
/** Steps after which git is to compare all: it takes less then. */
const mostSteps = 20_000_000;

/**
 * @param parts what threads told of all trees, those of which nothing is told included
 * @param blobs ids in hex
 * @returns 1 for each place of a commit that may have brought one; undefined: it takes too long to tell
 */
export function siftCommits(commits: CommitTable, parts: readonly PackedTrees[], blobs: Iterable<string>, idBytes: number): Uint8Array | undefined {
  const trees = indexTrees(parts);
  const holdings = findHoldings(trees, blobs, idBytes);
  if (holdings === undefined) return undefined;
  const { count, parents, parentsFrom, trees: roots } = commits;
  const rows = Int32Array.from(roots, (first) => trees.findByFirst(first));
  const brings = (place: number): boolean => {
    const own = rows[place] ?? -1;
    if (own < 0) return true;
    if (!holdings.holds(own)) return false;
    for (let link = parentsFrom[place] ?? 0; link < (parentsFrom[place + 1] ?? 0); link += 1) {
      const other = rows[parents[link] ?? 0] ?? -1;
      if (other >= 0 && !holdings.differ(own, other)) return false;
    }
    return true;
  };
  const marks = new Uint8Array(count);
  for (let place = 0; place < count && !holdings.exhausted(); place += 1) if (brings(place)) marks[place] = 1;
  return holdings.exhausted() ? undefined : marks;
}

interface Trees {
  readonly words: Uint32Array;
  /** Where each row begins. */
  readonly starts: Uint32Array;
  /** Row of the tree that each was made from; -1: none. */
  readonly origins: Int32Array;
  /** Row of a tree by the first words of its id; -1: nothing is known of it, or it is not certain which it is. */
  find(first: number, second: number): number;
  findByFirst(first: number): number;
}

function indexTrees(parts: readonly PackedTrees[]): Trees {
  const words = new Uint32Array(parts.reduce((sum, { length }) => sum + length, 0));
  const starts: number[] = [];
  const bases: number[] = [];
  let base = 0;
  for (const part of parts) {
    const rowsBefore = starts.length;
    words.set(part, base);
    for (let at = base; at < base + part.length; at += headWords + runWords * (words[at + 3] ?? 0) + entryWords * (words[at + 4] ?? 0)) {
      starts.push(at);
      bases.push(rowsBefore);
    }
    base += part.length;
  }
  const origins = Int32Array.from(starts, (at, row) => (words[at + 2] === noRow >>> 0 ? -1 : (words[at + 2] ?? 0) + (bases[row] ?? 0)));
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(2 * starts.length + 2))).fill(-1);
  const mask = slots.length - 1;
  const at = Uint32Array.from(starts);
  for (let row = 0; row < at.length; row += 1) {
    let slot = (words[at[row] ?? 0] ?? 0) & mask;
    while ((slots[slot] ?? -1) >= 0) slot = (slot + 1) & mask;
    slots[slot] = row;
  }
  const find = (first: number, second: number | undefined): number => {
    let found = -1;
    for (let slot = first & mask; (slots[slot] ?? -1) >= 0; slot = (slot + 1) & mask) {
      const row = slots[slot] ?? 0;
      const head = at[row] ?? 0;
      if (words[head] !== first || (second !== undefined && words[head + 1] !== second)) continue;
      if (found >= 0) return -1;
      found = row;
    }
    return found;
  };
  return { words, starts: at, origins, find, findByFirst: (first) => find(first, undefined) };
}

interface Holdings {
  /** Does the tree hold a blob that is asked for, or something of which nothing is known? */
  holds(row: number): boolean;
  /** Does it hold one where the other does not? */
  differ(row: number, other: number): boolean;
  /** It took too long: the answers are good for nothing. */
  exhausted(): boolean;
}

/** Words of what is noted of an entry: hash of its name, first words of its id, row of the tree that it is or -1. */
const notedWords = 4;

/** Starting from the entries that are the blobs, those of the trees that hold them, and so on. */
function findHoldings(trees: Trees, blobs: Iterable<string>, idBytes: number): Holdings | undefined {
  const { words, starts, origins } = trees;
  const made = linkRows(origins);
  /** Of each row the entries that hold what is asked for. */
  const noted: (number[] | undefined)[] = [];
  const queue: number[] = [];
  let steps = 0;

  const findNoted = (row: number, hash: number, first: number, second: number): boolean => {
    const list = noted[row] ?? [];
    for (let at = 0; at < list.length; at += notedWords, steps += 1) if (list[at] === hash && list[at + 1] === first && list[at + 2] === second) return true;
    return false;
  };

  /** Notes an entry of a tree, and of all that were made from it and kept the entry. */
  const note = (top: number, entry: number, child: number): void => {
    const [hash = 0, first = 0, second = 0] = [words[entry + 2], words[entry + 3], words[entry + 4]];
    const stack = [top, (words[entry] ?? 0) & ~ofTree, words[entry + 1] ?? 0];
    while (stack.length > 0 && steps < mostSteps) {
      const [id = 0, name = 0, row = 0] = [stack.pop(), stack.pop(), stack.pop()];
      steps += 1;
      if (findNoted(row, hash, first, second)) continue;
      const list = noted[row];
      if (list === undefined) {
        noted[row] = [hash, first, second, child];
        queue.push(row);
      } else list.push(hash, first, second, child);
      for (let next = made.first[row] ?? -1; next >= 0; next = made.next[next] ?? -1) {
        const runs = (starts[next] ?? 0) + headWords;
        const end = runs + runWords * (words[(starts[next] ?? 0) + 3] ?? 0);
        for (let run = runs; run < end; run += runWords, steps += 1) {
          const [start = 0, stop = 0, origin = 0] = [words[run], words[run + 1], words[run + 2]];
          if (origin <= name && id + idBytes <= origin + stop - start) stack.push(next, name - origin + start, id - origin + start);
        }
      }
    }
  };

  const listings = listTrees(trees, blobs, note);
  for (let row = queue.pop(); row !== undefined && steps < mostSteps; row = queue.pop()) {
    for (let listing = listings.last[row] ?? -1; listing >= 0; listing = listings.before[listing] ?? -1) note(listings.rows[listing] ?? 0, listings.entries[listing] ?? 0, row);
  }

  const differ = (row: number, other: number, depth: number): boolean => {
    if (row === other) return false;
    if (depth > deepest) return true;
    const list = noted[row] ?? [];
    for (let at = 0; at < list.length; at += notedWords) {
      const [hash = 0, first = 0, second = 0, child = -1] = [list[at], list[at + 1], list[at + 2], list[at + 3]];
      if (findNoted(other, hash, first, second)) continue;
      const counterpart = child < 0 ? -1 : findTree(noted[other] ?? [], hash);
      if (counterpart < 0 || differ(child, counterpart, depth + 1)) return true;
    }
    return false;
  };
  return steps >= mostSteps ? undefined : { holds: (row) => noted[row] !== undefined, differ: (row, other) => differ(row, other, 0), exhausted: () => steps >= mostSteps };
}

/** The tree of this name among what is noted; -1: there is none. */
function findTree(list: readonly number[], hash: number): number {
  for (let at = 0; at < list.length; at += notedWords) if (list[at] === hash && (list[at + 3] ?? -1) >= 0) return list[at + 3] ?? -1;
  return -1;
}

/** Rows that were made from each row, as links. */
function linkRows(origins: Int32Array): { readonly first: Int32Array; readonly next: Int32Array } {
  const first = new Int32Array(origins.length).fill(-1);
  const next = new Int32Array(origins.length).fill(-1);
  origins.forEach((origin, row) => {
    if (origin < 0) return;
    next[row] = first[origin] ?? -1;
    first[origin] = row;
  });
  return { first, next };
}

/** Where each tree is listed, as links. */
interface Listings {
  /** By row. */
  readonly last: Int32Array;
  readonly before: readonly number[];
  readonly rows: readonly number[];
  readonly entries: readonly number[];
}

/** @param note is told of every entry that is one of the blobs, or a tree of which nothing is known */
function listTrees({ words, starts, find }: Trees, blobs: Iterable<string>, note: (row: number, entry: number, child: number) => void): Listings {
  const sought = new Set<number>();
  for (const hex of blobs) sought.add(wordAt(Buffer.from(hex, 'hex'), 0));
  const last = new Int32Array(starts.length).fill(-1);
  const [before, rows, entries]: [number[], number[], number[]] = [[], [], []];
  starts.forEach((start, row) => {
    const from = start + headWords + runWords * (words[start + 3] ?? 0);
    const to = from + entryWords * (words[start + 4] ?? 0);
    for (let entry = from; entry < to; entry += entryWords) {
      if (((words[entry] ?? 0) & ofTree) === 0) {
        if (sought.has(words[entry + 3] ?? 0)) note(row, entry, -1);
        continue;
      }
      const tree = find(words[entry + 3] ?? 0, words[entry + 4] ?? 0);
      if (tree < 0) note(row, entry, -1);
      else {
        before.push(last[tree] ?? -1);
        rows.push(row);
        last[tree] = entries.push(entry) - 1;
      }
    }
  });
  return { last, before, rows, entries };
}
