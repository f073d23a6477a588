// xz, LZMA, bzip2 and zstd -> bytes, through a WebAssembly module of our own, which is read when the first such stream is met. It lays out
// no window and ends where the bound is, whatever a header says; `node:zlib` has but zstd, on Node 22.15 and later, and of that it reads
// one frame and takes no notice of those behind it.

import { readDecoders } from '../generated/decoders.js';

export type StreamKind = 'xz' | 'lzma' | 'lzma in zip' | 'bzip2' | 'zstd';

/** How it ended, as `wasm/output.ts` numbers it. */
export type Ending = 'whole' | 'damaged' | 'large' | 'filtered' | 'dictionary';

export interface Decoded {
  /** A copy; of what is too large nothing. */
  readonly bytes: Uint8Array;
  readonly ending: Ending;
}

interface Exports {
  readonly memory: WebAssembly.Memory;
  place(kind: number): number;
  decode(kind: number, end: number, out: number, most: number, size: number): void;
  fault(): number;
  written(): number;
}

const kinds: readonly StreamKind[] = ['xz', 'lzma', 'lzma in zip', 'bzip2', 'zstd'];
const endings: readonly Ending[] = ['whole', 'damaged', 'large', 'filtered', 'dictionary'];
const page = 64 * 1024;
/** Decoders read some bytes beyond the stream. */
const beyond = 1024;
/** What has grown larger is let go: WebAssembly's memory does not shrink. */
const mostKept = 16 * 1024 * 1024;
const unknownSize = 0xffffffff;

let module: WebAssembly.Module | undefined;
let kept: Exports | undefined;

/**
 * @param room most bytes that may come out
 * @param size bytes that come out, where something else says so
 */
export function decodeStream(kind: StreamKind, stream: Uint8Array, room: number, size = unknownSize): Decoded {
  module ??= new WebAssembly.Module(readDecoders());
  const decoder = kept ?? (new WebAssembly.Instance(module).exports as unknown as Exports);
  kept = undefined;
  const number = kinds.indexOf(kind);
  const from = decoder.place(number);
  const end = from + stream.length;
  const out = (end + beyond) & ~63;
  const missing = out + page - decoder.memory.buffer.byteLength;
  if (missing > 0) decoder.memory.grow(Math.ceil(missing / page));
  new Uint8Array(decoder.memory.buffer).set(stream, from);
  decoder.decode(number, end, out, room, size);
  const ending = endings[decoder.fault()] ?? 'damaged';
  const bytes = Buffer.from(new Uint8Array(decoder.memory.buffer, out, ending === 'large' ? 0 : decoder.written()));
  if (decoder.memory.buffer.byteLength <= mostKept) kept = decoder;
  return { bytes, ending };
}
