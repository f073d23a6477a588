// Which names hold each of some commits? A name holds the commit that it points to, and all its ancestors. Passes from the
// oldest commit to the newest, with a bit for each commit that is asked for: climbing from each anew takes a second a thousand
// commits, and a bit for each name a gigabyte where a hundred thousand commits have a name each.

import type { CommitTable } from '../packs/commit-table.js';

/** Names that point to a commit, by its place; sorted by name. */
export type Tips = readonly (readonly [name: string, place: number])[];

/** Commits that are asked for in a pass. */
const mostAtOnce = 256;

/**
 * @param order places, parents before children
 * @param wanted places of the commits that are asked for
 * @param most names of a commit that are listed: the first ones
 * @returns by place; commits with the same names share a list
 */
export function findHolders({ count, parents, parentsFrom }: CommitTable, order: Int32Array, tips: Tips, wanted: readonly number[], most: number): Map<number, readonly string[]> {
  const found = new Map<number, readonly string[]>();
  const lists = new Map<string, readonly string[]>();
  /** Words of bits that each commit has in a pass. */
  const words = Math.ceil(Math.min(wanted.length, mostAtOnce) / 32);
  const bits = new Uint32Array(count * words);
  for (let from = 0; from < wanted.length; from += mostAtOnce) {
    const some = wanted.slice(from, from + mostAtOnce);
    bits.fill(0);
    some.forEach((place, bit) => (bits[place * words + (bit >>> 5)] = (bits[place * words + (bit >>> 5)] ?? 0) | (1 << (bit & 31))));
    for (const place of order) {
      for (let at = parentsFrom[place] ?? 0; at < (parentsFrom[place + 1] ?? 0); at += 1) {
        const parent = parents[at] ?? 0;
        for (let word = 0; word < words; word += 1) bits[place * words + word] = (bits[place * words + word] ?? 0) | (bits[parent * words + word] ?? 0);
      }
    }
    listNames(bits, words, tips, some.length, most).forEach((names, bit) => {
      const key = names.join(' ');
      const list = lists.get(key) ?? names.map((at) => tips[at]?.[0] ?? '');
      lists.set(key, list);
      found.set(some[bit] ?? -1, list);
    });
  }
  return found;
}

/** For each bit the places in `tips` of the first names that have it. */
function listNames(bits: Uint32Array, words: number, tips: Tips, count: number, most: number): number[][] {
  const names: number[][] = Array.from({ length: count }, () => []);
  const open = new Uint32Array(words);
  for (let bit = 0; bit < count; bit += 1) open[bit >>> 5] = (open[bit >>> 5] ?? 0) | (1 << (bit & 31));
  tips.forEach(([, place], at) => {
    for (let word = 0; word < words; word += 1) {
      for (let left = ((bits[place * words + word] ?? 0) & (open[word] ?? 0)) >>> 0; left !== 0; left = (left & (left - 1)) >>> 0) {
        const bit = word * 32 + 31 - Math.clz32(left & -left);
        const list = names[bit];
        if (list === undefined) continue;
        list.push(at);
        if (list.length >= most) open[word] = (open[word] ?? 0) & ~(1 << (bit & 31));
      }
    }
  });
  return names;
}
