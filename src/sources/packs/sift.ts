// Which commits may have brought one of some blobs? Those in whose tree it stands where it does not stand in the tree of any parent. It is told
// from what the trees list (`tree-table.ts`), without reading one again; a tree of which nothing is known may hold anything. Names
// and ids count by their first bytes or by a hash, so that git has the last word: it compares what is left.

import { siftModule } from '../../generated/sift.js';
import type { PackedTrees } from '../../model/work.js';
import type { CommitTable } from './commit-table.js';
import { wordAt } from './ids.js';

interface Exports {
  readonly memory: WebAssembly.Memory;
  reserve(bytes: number): number;
  openRows(bytes: number): void;
  addRows(from: number, to: number): void;
  linkRows(): void;
  openSought(count: number): void;
  addSought(first: number): void;
  findHolders(idBytes: number): void;
  markCommits(count: number, roots: number, parentsFrom: number, parents: number, marks: number): void;
  exhausted(): number;
}

/**
 * @param parts what threads told of trees
 * @param blobs ids in hex
 * @returns 1 for each place of a commit that may have brought one; undefined: it takes too long to tell
 */
export function siftCommits({ count, trees, parents, parentsFrom }: CommitTable, parts: readonly PackedTrees[], blobs: ReadonlySet<string>, idBytes: number): Uint8Array | undefined {
  const wasm = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(siftModule, 'base64'))).exports as unknown as Exports;
  const put = (words: Uint32Array | Int32Array): number => {
    const at = wasm.reserve(words.byteLength);
    new Uint32Array(wasm.memory.buffer, at, words.length).set(words);
    return at;
  };
  wasm.openRows(parts.reduce((sum, { byteLength }) => sum + byteLength, 0));
  for (const part of parts) {
    const at = put(part);
    wasm.addRows(at, at + part.byteLength);
  }
  wasm.linkRows();
  wasm.openSought(blobs.size);
  for (const hex of blobs) wasm.addSought(wordAt(Buffer.from(hex, 'hex'), 0));
  const tables = [trees, parentsFrom, parents].map(put) as [number, number, number];
  const marks = wasm.reserve(count);
  wasm.findHolders(idBytes);
  wasm.markCommits(count, ...tables, marks);
  return wasm.exhausted() === 0 ? new Uint8Array(wasm.memory.buffer, marks, count) : undefined;
}
