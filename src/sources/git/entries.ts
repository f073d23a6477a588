// Entries of an index or a tree, as git lists them: `<mode> … <id> …TAB<path>NUL` (git help ls-files, git help ls-tree).

import { splitNul } from './raw.js';

export interface Entry {
  readonly mode: string;
  readonly id: string;
  readonly path: Buffer;
}

/** What `ls-tree -z` prints: `<mode> SP <type> SP <id> TAB <path>`. */
export function parseTree(listed: Buffer): Entry[] {
  return parseEntries(listed, 2);
}

/** What `ls-files -s -z` prints: `<mode> SP <id> SP <stage> TAB <path>`. */
export function parseIndex(listed: Buffer): Entry[] {
  return parseEntries(listed, 1);
}

function parseEntries(listed: Buffer, idWord: number): Entry[] {
  return splitNul(listed).map((record) => {
    const tab = record.indexOf(9);
    const words = record.toString('latin1', 0, tab).split(' ');
    return { mode: words[0] ?? '', id: words[idWord] ?? '', path: record.subarray(tab + 1) };
  });
}
