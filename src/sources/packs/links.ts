// What objects name: the tree and the parents of a commit, the entries of a tree, the target of a tag. Held against what the
// database holds, it says whether anything is missing; the commits among it make the history's graph. Nothing is asked of
// git for it.

import { writeCommits } from './commit-table.js';
import type { CommitWriter } from './commit-table.js';
import { ofSubmodule } from './tree-table.js';

/** Collects what objects name. */
export interface Links {
  /** @param entries of a tree those that are to be looked at, pairs of offsets as `wasm/unpack.ts` has them; undefined: all */
  read(object: { readonly id: string }, type: ObjectKind, bytes: Uint8Array, entries?: ArrayLike<number>): void;
  readonly missing: Set<string>;
  readonly commits: CommitWriter;
}

export type ObjectKind = 'commit' | 'tree' | 'blob' | 'tag';

/** Bytes in which the header lines that count stand: tree, parents, author, committer. */
const mostHeader = 64 * 1024;
const isHex = /^[0-9a-f]+$/;

export function makeLinks(idBytes: number, known: (bytes: Uint8Array, at: number) => boolean): Links {
  const missing = new Set<string>();
  const commits = writeCommits(idBytes);
  const id = Buffer.alloc(idBytes);

  const checkHex = (hex: string): void => {
    id.write(hex, 'hex');
    if (!known(id, 0)) missing.add(hex);
  };

  /** The commits of submodules belong to another repository. */
  const checkAt = (tree: Uint8Array, at: number): void => {
    if ((at & ofSubmodule) === 0 && !known(tree, at)) missing.add(Buffer.from(tree.subarray(at, at + idBytes)).toString('hex'));
  };

  const readCommit = (own: string, bytes: Uint8Array): void => {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, mostHeader)).toString('latin1');
    const parents: string[] = [];
    let [seconds, tree] = ['0', ''];
    for (let at = 0, end = text.indexOf('\n'); end > at; at = end + 1, end = text.indexOf('\n', at)) {
      const line = text.slice(at, end);
      if (line.startsWith('tree ') && isHex.test(line.slice(5))) checkHex((tree = line.slice(5)));
      else if (line.startsWith('parent ') && isHex.test(line.slice(7))) parents.push(line.slice(7));
      else if (line.startsWith('committer ')) seconds = / (-?\d{1,15}) [+-]\d{4}$/.exec(line)?.[1] ?? seconds;
    }
    for (const parent of parents) checkHex(parent);
    commits.add(own, Number(seconds), tree, parents);
  };

  return {
    missing,
    commits,
    read(own, type, bytes, entries) {
      if (type === 'commit') readCommit(own.id, bytes);
      else if (type === 'tree') for (let row = 0, rows = entries ?? listEntries(bytes, idBytes); row < rows.length; row += 2) checkAt(bytes, rows[row + 1] ?? 0);
      else if (type === 'tag') checkHex(/^object ([0-9a-f]+)$/m.exec(Buffer.from(bytes.subarray(0, 256)).toString('latin1'))?.[1] ?? '0'.repeat(idBytes * 2));
    },
  };
}

/** `<mode> SP <name> NUL <id>`, again and again (git's tree-walk.c); as `wasm/unpack.ts` lists them. */
export function listEntries(bytes: Uint8Array, idBytes: number): number[] {
  const found: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(0, at);
    if (end < 0 || end + 1 + idBytes > bytes.length) break;
    found.push(bytes.indexOf(0x20, at) + 1, bytes[at] === 0x31 && bytes[at + 1] === 0x36 ? (end + 1) | ofSubmodule : end + 1);
    at = end + 1 + idBytes;
  }
  return found;
}
