// Walks the trees of a forest and makes every object, each from its parent. WebAssembly does the work on bytes. What does not
// fit here, or does not decode, is handed back: git is asked for it, and says what is wrong with it.

import type { Forest } from '../../model/work.js';
import { unpackModule } from '../../generated/unpack.js';
import { mostWindows, openWindowed, windowBytes } from './window.js';
import type { WindowedFile } from './window.js';

/** An object, good until the visit returns. */
export interface Unpacked {
  readonly node: number;
  /** As packs number them: 1 commit, 2 tree, 3 blob, 4 tag. */
  readonly type: number;
  readonly bytes: Uint8Array;
  /** What it kept of its parent: triples of offsets, see `wasm/unpack.ts`; undefined: there is no parent, or too much to tell. */
  readonly kept: Uint32Array | undefined;
}

export interface Unpacker {
  /**
   * @param visit gets every object below the root that something asked for needs, and what the visit of its parent returned
   * @param leave gets every node that cannot be made here
   */
  walk<T>(forest: Forest, root: number, visit: (object: Unpacked, parent: T | undefined) => T | undefined, leave: (node: number) => void): void;
  /** What in the object just visited it names as a tree, and its parent did not: pairs of offsets, see `wasm/unpack.ts`; undefined: it is no tree. */
  listLinks(object: Unpacked, idBytes: number): Uint32Array | undefined;
  /** This and what it kept, as a row of `tree-table.ts` behind the first three words; undefined: that is too long. */
  tellTree(object: Unpacked, links: Uint32Array): Uint32Array | undefined;
  close(): void;
}

interface Exports {
  readonly memory: WebAssembly.Memory;
  base(): number;
  entryType(): number;
  inflateEntry(from: number, end: number, idBytes: number, out: number, outEnd: number): number;
  makeObject(entry: number, entryEnd: number, idBytes: number, delta: number, deltaEnd: number, from: number, fromEnd: number, out: number, outEnd: number, list: number, listEnd: number): number;
  keptCount(): number;
  listLinks(tree: number, end: number, idBytes: number, run: number, runsEnd: number, list: number, listEnd: number): number;
  tellTree(tree: number, links: number, linksEnd: number, run: number, runsEnd: number, out: number, outEnd: number): number;
}

const page = 64 * 1024;
const mebi = 1024 * 1024;
const mostPacked = 4 * mebi;
const mostDelta = 8 * mebi;
const listBytes = 512 * 1024;
/** For the objects between a root and the one that is made: some dozen megabytes at most, since only light branches stack up. */
const arenaBytes = 48 * mebi;
const mostObject = 16 * mebi;

export function makeUnpacker(): Unpacker {
  const wasm = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(unpackModule, 'base64'))).exports as unknown as Exports;
  const input = wasm.base();
  const delta = input + mostPacked;
  const keptList = delta + mostDelta;
  const linkList = keptList + listBytes;
  const row = linkList + listBytes;
  const windows = row + listBytes;
  const arena = windows + mostWindows * windowBytes;
  const arenaEnd = arena + arenaBytes;
  // Pages that are never touched take no memory.
  wasm.memory.grow(Math.ceil((arenaEnd - wasm.memory.buffer.byteLength) / page));
  const memory = new Uint8Array(wasm.memory.buffer);
  let open: { path: string; file: WindowedFile | undefined } | undefined;

  const fileOf = (path: string): WindowedFile | undefined => {
    if (open?.path === path) return open.file;
    open?.file?.close();
    open = { path, file: tryOpen(path, windows, memory) };
    return open.file;
  };

  /** Address of a node's entry, or -1: it cannot be had here; and its bytes. */
  const findEntry = (forest: Forest, node: number): { readonly at: number; readonly length: number } => {
    const offset = forest.offsets[node] ?? 0;
    const length = (forest.offsets[node + 1] ?? 0) - offset;
    return { at: loadEntry(forest.path, offset, length), length };
  };

  const loadEntry = (path: string, offset: number, length: number): number => {
    const file = length > mostPacked ? undefined : fileOf(path);
    if (file === undefined) return -1;
    const at = file.place(offset, length);
    if (at >= 0) return at;
    const entry = file.read(offset, length);
    if (entry.length < length) return -1;
    memory.set(entry, input);
    return input;
  };

  const leaveAll = (forest: Forest, node: number, leave: (node: number) => void): void => {
    const stack = [node];
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      leave(next);
      for (let child = forest.firstChild[next] ?? -1; child >= 0; child = forest.nextSibling[child] ?? -1) stack.push(child);
    }
  };

  return {
    walk(forest, root, visit, leave) {
      const { firstChild, nextSibling, heavy, skip, table: { idBytes } } = forest;
      let kind = 0;

      const view = (node: number, at: number, size: number, kept: Uint32Array | undefined): Unpacked => ({ node, type: kind, bytes: memory.subarray(at, at + size), kept });

      /** Makes a child of what stands at `at`, behind it; its size, or -1. */
      const make = (child: number, at: number, size: number, out: number): number => {
        const entry = findEntry(forest, child);
        return entry.at < 0 ? -1 : wasm.makeObject(entry.at, entry.at + entry.length, idBytes, delta, delta + mostDelta, at, at + size, out, Math.min(arenaEnd, out + mostObject), keptList, keptList + listBytes);
      };

      const keptNow = (): Uint32Array | undefined => {
        const count = wasm.keptCount();
        return count < 0 ? undefined : new Uint32Array(memory.buffer, keptList, count * 3);
      };

      const descend = (top: number, at: number, topSize: number, topResult: ReturnType<typeof visit>): void => {
        let [node, size, result] = [top, topSize, topResult];
        for (;;) {
          const last = heavy[node] ?? -1;
          const out = at + ((size + 15) & ~15);
          for (let child = firstChild[node] ?? -1; child >= 0; child = nextSibling[child] ?? -1) {
            if (child === last || skip[child] === 2) continue;
            const made = make(child, at, size, out);
            if (made < 0) leaveAll(forest, child, leave);
            else descend(child, out, made, visit(view(child, out, made, keptNow()), result));
          }
          if (last < 0 || skip[last] === 2) return;
          const made = make(last, at, size, out);
          if (made < 0) return leaveAll(forest, last, leave);
          result = visit(view(last, out, made, keptNow()), result);
          memory.copyWithin(at, out, out + made);
          [node, size] = [last, made];
        }
      };

      const entry = findEntry(forest, root);
      const size = entry.at < 0 ? -1 : wasm.inflateEntry(entry.at, entry.at + entry.length, idBytes, arena, arena + mostObject);
      if (size < 0) return leaveAll(forest, root, leave);
      kind = wasm.entryType();
      descend(root, arena, size, visit(view(root, arena, size, undefined), undefined));
    },
    listLinks({ bytes, kept }, idBytes) {
      const count = wasm.listLinks(bytes.byteOffset, bytes.byteOffset + bytes.length, idBytes, keptList, keptList + (kept?.byteLength ?? 0), linkList, linkList + listBytes);
      return count < 0 ? undefined : new Uint32Array(memory.buffer, linkList, 2 * count);
    },
    tellTree({ bytes, kept }, links) {
      const count = wasm.tellTree(bytes.byteOffset, linkList, linkList + links.byteLength, keptList, keptList + (kept?.byteLength ?? 0), row, row + listBytes);
      return count < 0 ? undefined : new Uint32Array(memory.buffer, row, count);
    },
    close: () => open?.file?.close(),
  };
}

/** git gc may have put its objects into another pack since: git finds them there. */
function tryOpen(path: string, windows: number, memory: Uint8Array): WindowedFile | undefined {
  let next = windows - windowBytes;
  try {
    return openWindowed(path, () => memory.subarray((next += windowBytes), next + windowBytes));
  } catch {
    return undefined;
  }
}
