// Entries of an index or a tree, as git lists them: `<mode> … <id> …TAB<path>NUL` (git help ls-files, git help ls-tree).

export interface Entry {
  readonly mode: string;
  readonly id: string;
  readonly path: Buffer;
}

/** Which word of an entry is its id: `ls-tree -z` prints `<mode> SP <type> SP <id>`, `ls-files -s -z` `<mode> SP <id> SP <stage>`. */
const idWords = { tree: 2, index: 1 } as const;

/** One after the other, because there may be a million. */
export function* readEntries(listed: Buffer, kind: keyof typeof idWords): Generator<Entry> {
  for (let at = 0, end = listed.indexOf(0); end >= 0; at = end + 1, end = listed.indexOf(0, at)) {
    const tab = listed.indexOf(9, at);
    const words = listed.toString('latin1', at, tab).split(' ');
    yield { mode: words[0] ?? '', id: words[idWords[kind]] ?? '', path: listed.subarray(tab + 1, end) };
  }
}

/** What `ls-tree -z` prints. */
export function parseTree(listed: Buffer): Entry[] {
  return [...readEntries(listed, 'tree')];
}
