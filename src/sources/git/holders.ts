// Which names hold each commit? A name holds the commit that it points to, and all its ancestors. One pass from the newest
// commit to the oldest, with a bit for each name: climbing from each commit anew takes a second a thousand commits.

export interface Holders {
  /** The names that hold the commit, sorted. Commits with the same names get the same array. */
  holding(commit: string): readonly string[];
}

/** A set of names: bit n of word m is name 32 m + n. */
type Names = Uint32Array;

/**
 * @param order commits, parents before children
 * @param children of each commit
 * @param tips names that point to a commit
 */
export function findHolders(order: readonly string[], children: ReadonlyMap<string, readonly string[]>, tips: ReadonlyMap<string, readonly string[]>): Holders {
  const names = [...new Set([...tips.values()].flat())].sort();
  const bits = new Map(names.map((name, bit) => [name, bit]));
  const words = Math.ceil(names.length / 32);
  const sets = new Map<string, Names>();
  for (let at = order.length - 1; at >= 0; at -= 1) {
    const commit = order[at] ?? '';
    sets.set(commit, joinSets((children.get(commit) ?? []).flatMap((child) => sets.get(child) ?? []), (tips.get(commit) ?? []).flatMap((name) => bits.get(name) ?? []), words));
  }
  const lists = new Map<Names, readonly string[]>();
  const list = (set: Names): readonly string[] => {
    let known = lists.get(set);
    if (known === undefined) lists.set(set, (known = names.filter((_, bit) => (((set[bit >>> 5] ?? 0) >>> (bit & 31)) & 1) === 1)));
    return known;
  };
  const none: readonly string[] = [];
  return {
    holding(commit) {
      const set = sets.get(commit);
      return set === undefined ? none : list(set);
    },
  };
}

/** The union; a commit with one child and no name of its own shares the child's set, and so does most of a history. */
function joinSets(sets: readonly Names[], own: readonly number[], words: number): Names {
  const [first, ...rest] = new Set(sets);
  if (first !== undefined && rest.length === 0 && own.length === 0) return first;
  const joined = new Uint32Array(words);
  for (const set of sets) for (let word = 0; word < words; word += 1) joined[word] = (joined[word] ?? 0) | (set[word] ?? 0);
  for (const bit of own) joined[bit >>> 5] = (joined[bit >>> 5] ?? 0) | (1 << (bit & 31));
  return joined;
}
