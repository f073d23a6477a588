// What the trees of a history list, as numbers: of each tree the entries that the one it was made from does not have, and where the
// rest went. From this can be told which commits are worth comparing (`sift.ts`): git takes half a second for those of a large history.
//
// Rows follow each other. A row: the first 8 bytes of the tree's id, the number of the row of the tree that it was made from, how many
// runs it kept of that, how many entries are new; then the runs (start and end in the tree, start in the other), and the entries
// (start of the name, start of the id, a hash of the name, the first 8 bytes of the id).

import type { PackedTrees } from '../../model/work.js';
import { wordAt } from './ids.js';

/** Words of an entry. */
const entryWords = 5;
/** In place of a row's number. */
export const noRow = -1;
/** With the start of a name: the entry is a tree. */
const ofTree = 1 << 31;
/** With the start of an id: the entry is a submodule. */
export const ofSubmodule = 1 << 31;

/** Words that are told of all trees, twelve megabytes: some hundred thousand trees. */
const mostWords = 3 * 1024 * 1024;

/** Room that those share who tell of trees. */
export function makeTreeRoom(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(4)).fill(mostWords);
}

export interface TreeWriter {
  /**
   * @param ids in which the tree's own id stands, at `at`
   * @param origin the number of the row of the tree that it was made from, or `noRow`
   * @param rest what stands in a row behind that
   * @returns the number of its row; `noRow`: there is no room for it
   */
  add(ids: Uint8Array, at: number, origin: number, rest: ArrayLike<number>): number;
  /** The rows since it was last asked; undefined: not all had room. */
  take(): PackedTrees | undefined;
}

export function writeTrees(room: Int32Array): TreeWriter {
  let words = new Uint32Array(4096);
  let [end, rows] = [0, 0];
  return {
    add(ids, at, origin, rest) {
      const to = end + 3 + rest.length;
      if (to > Atomics.load(room, 0)) {
        // Nothing is told of a part.
        Atomics.store(room, 0, -1);
        return noRow;
      }
      if (to > words.length) {
        const larger = new Uint32Array(Math.max(2 * words.length, to));
        larger.set(words);
        words = larger;
      }
      words[end] = wordAt(ids, at);
      words[end + 1] = wordAt(ids, at + 4);
      words[end + 2] = origin;
      words.set(rest, end + 3);
      end = to;
      return rows++;
    },
    take() {
      const taken = Atomics.sub(room, 0, end) < end ? undefined : words.slice(0, end);
      [end, rows] = [0, 0];
      return taken;
    },
  };
}

const [digit4, typeDigits] = [0x34, 6];

/** @param links pairs of offsets, as `wasm/unpack.ts` has them @returns a row of all of them behind its first three words, as it is told there */
export function tellWhole(bytes: Uint8Array, links: readonly number[]): number[] {
  const entries: number[] = [];
  for (let pair = 0; pair < links.length; pair += 2) {
    const [name = 0, id = 0] = [links[pair], links[pair + 1]];
    if ((id & ofSubmodule) !== 0) continue;
    entries.push(bytes[name - typeDigits] === digit4 ? name | ofTree : name, id, hashName(bytes, name, id - 1), wordAt(bytes, id), wordAt(bytes, id + 4));
  }
  return [0, entries.length / entryWords, ...entries];
}

/** FNV-1a. (http://www.isthe.com/chongo/tech/comp/fnv/) */
function hashName(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  return hash;
}
