// The decoders of compressed streams, as one module of WebAssembly. Memory: what the compiler puts there, the workspace, the stream, what
// comes out of it.

import { bzip2Bytes, decodeBzip2 } from './bzip2';
import { probabilityBytes } from './lzma';
import { fault, openOutput, written } from './output';
import { decodeAlone, decodeXz, decodeZipped } from './xz';
import { decodeZstd, zstdBytes } from './zstd';

export { fault, written };

const WORK: usize = 16384;
const XZ: u32 = 0;
const ALONE: u32 = 1;
const ZIPPED: u32 = 2;
const BZIP2: u32 = 3;

/** Where a stream of a kind is to be put. */
export function place(kind: u32): usize {
  return (WORK + (kind == BZIP2 ? bzip2Bytes : kind <= ZIPPED ? probabilityBytes : zstdBytes) + 63) & ~63;
}

/**
 * Decodes what stands from `place` to `end`; `fault` and `written` say how it ended.
 * @param out where it is put
 * @param most bytes that may come out
 * @param size bytes that come out, where the stream does not say it
 */
export function decode(kind: u32, end: usize, out: usize, most: usize, size: u32): void {
  openOutput(out, most);
  const from = place(kind);
  if (kind == XZ) decodeXz(from, end, WORK);
  else if (kind == ALONE) decodeAlone(from, end, WORK);
  else if (kind == ZIPPED) decodeZipped(from, end, size == 0xffffffff ? 0xffffffffffffffff : <u64>size, WORK);
  else if (kind == BZIP2) decodeBzip2(from, end, WORK);
  else decodeZstd(from, end, WORK);
}
