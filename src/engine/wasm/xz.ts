// Streams of LZMA, in AssemblyScript: xz (The .xz File Format 1.2.1, tukaani.org/xz/xz-file-format.txt) with LZMA2 and delta filters, the
// older "alone" of .lzma, and what a zip archive holds. What the branch filters have changed for machine code is not changed back: the
// text of a program is hardly touched by them, and it is said that they were met.

import { decodeSymbols, isRangeDone, openRange, rangeAt, resetState, setProperties } from './lzma';
import { DAMAGED, FILTERED, fail, fault, here, putAll, reserve, WHOLE, written } from './output';
import { crc32, crc64 } from './sums';

const MAGIC: u64 = 0x00005a587a37fd;
const LZMA2: u64 = 0x21;
const DELTA: u64 = 3;
const firstBranch: u64 = 4;
const lastBranch: u64 = 11;
const headerBytes: usize = 12;
const mostFilters: u32 = 4;
const unknownSize: u64 = 0xffffffffffffffff;

/** Bytes of each check, by threes of their numbers. */
const CHECKS: usize = memory.data<u8>([0, 4, 8, 16, 32, 64]);
/** Distances of the delta filters, the last one first. */
const DELTAS: usize = memory.data(8);

let at: usize = 0;
let end: usize = 0;
let work: usize = 0;
let deltas: u32 = 0;
let branched: bool = false;

/** Streams one behind another, zeros between them; what is behind the last one is none of them. */
export function decodeXz(from: usize, to: usize, workspace: usize): void {
  at = from;
  end = to;
  work = workspace;
  branched = false;
  do if (!readStream()) return fail(DAMAGED); while (nextStream());
  if (branched) fail(FILTERED);
}

function nextStream(): bool {
  while (at + 4 <= end && load<u32>(at) == 0) at += 4;
  return at + headerBytes <= end && (load<u64>(at) & 0xffffffffffff) == MAGIC;
}

function readStream(): bool {
  if (at + headerBytes > end || (load<u64>(at) & 0xffffffffffff) != MAGIC) return false;
  const check = <u32>load<u8>(at, 7);
  if (load<u8>(at, 6) != 0 || check > 15 || crc32(at + 6, at + 8) != load<u32>(at, 8)) return false;
  at += headerBytes;
  let blocks: u64 = 0;
  for (; at < end && load<u8>(at) != 0; blocks++) if (!readBlock(check)) return false;
  return readIndex(blocks);
}

/** How many blocks there were is compared; each was checked by itself. */
function readIndex(blocks: u64): bool {
  const start = at++;
  if (readNumber() != blocks) return false;
  for (let block: u64 = 0; block < blocks; block++) {
    readNumber();
    readNumber();
  }
  while (((at - start) & 3) != 0 && at < end) at++;
  if (at + 4 + headerBytes > end || crc32(start, at) != load<u32>(at)) return false;
  at += 4;
  if (crc32(at + 4, at + 10) != load<u32>(at) || load<u16>(at, 10) != 0x5a59) return false;
  at += headerBytes;
  return true;
}

function readBlock(check: u32): bool {
  const start = at;
  const headerEnd = at + ((<usize>load<u8>(at) + 1) << 2);
  if (headerEnd + 4 > end || crc32(at, headerEnd - 4) != load<u32>(headerEnd - 4)) return false;
  const flags = <u32>load<u8>(at, 1);
  at += 2;
  if ((flags & 0x40) != 0) readNumber();
  const size = (flags & 0x80) != 0 ? readNumber() : unknownSize;
  const branchedBefore = branched;
  branched = false;
  if ((flags & 0x3c) != 0 || !readFilters((flags & 3) + 1, headerEnd - 4)) return false;
  at = headerEnd;
  const out = here();
  const whole = decodeLzma2();
  for (; deltas > 0; deltas--) undoDelta(out, here(), <usize>load<u8>(DELTAS + deltas - 1) + 1);
  if (!whole || (size != unknownSize && size != <u64>(here() - out))) return false;
  while (((at - start) & 3) != 0) at++;
  const sum = at;
  at += load<u8>(CHECKS + (check + 2) / 3);
  if (at > end) return false;
  const compared = !branched;
  branched = branched || branchedBefore;
  return !compared || (check == 1 ? crc32(out, here()) == load<u32>(sum) : check != 4 || crc64(out, here()) == load<u64>(sum));
}

function readFilters(count: u32, limit: usize): bool {
  deltas = 0;
  for (let index: u32 = 0; index < count && count <= mostFilters; index++) {
    const filter = readNumber();
    const properties = readNumber();
    if (at > limit || properties > <u64>(limit - at)) return false;
    if (index + 1 == count) return filter == LZMA2 && properties == 1;
    if (filter == DELTA && properties == 1) store<u8>(DELTAS + deltas++, load<u8>(at));
    else if (filter >= firstBranch && filter <= lastBranch) branched = true;
    else return false;
    at += <usize>properties;
  }
  return false;
}

function undoDelta(from: usize, to: usize, distance: usize): void {
  for (let byte = from + distance; byte < to; byte++) store<u8>(byte, load<u8>(byte) + load<u8>(byte - distance));
}

/** Seven bits a byte, the lowest first. */
function readNumber(): u64 {
  let number: u64 = 0;
  for (let shift: u64 = 0; shift < 63 && at < end; shift += 7) {
    const byte = <u64>load<u8>(at++);
    number |= (byte & 127) << shift;
    if (byte < 128) return number;
  }
  return unknownSize;
}

/** Chunks, each with a byte that says what of the state before it is left behind. */
function decodeLzma2(): bool {
  let dictionary = here();
  let known = false;
  let ready = false;
  let started = false;
  while (at < end) {
    const control = <u32>load<u8>(at++);
    if (control == 0) return true;
    if (control >= 0xe0 || control == 1) {
      dictionary = here();
      started = true;
      known = false;
      ready = false;
    }
    if (!started || at + 5 > end) return false;
    if (control < 0x80) {
      const size = <usize>bswap<u16>(load<u16>(at)) + 1;
      at += 2;
      const there = min(size, end - at);
      if (control > 2 || !reserve(there)) return false;
      putAll(at, there);
      at += there;
      if (there < size) return false;
      continue;
    }
    const size = ((<usize>control & 31) << 16) + <usize>bswap<u16>(load<u16>(at)) + 1;
    const chunkEnd = at + 4 + <usize>bswap<u16>(load<u16>(at, 2)) + 1 + (control >= 0xc0 ? 1 : 0);
    at += 4;
    if (control >= 0xc0) known = setProperties(load<u8>(at++), work);
    if (!known) return false;
    if (control >= 0xa0) {
      resetState();
      ready = true;
    }
    if (!ready || at + 5 > end || !openRange(at)) return false;
    if (!decodeSymbols(min(chunkEnd, end), here() + size, dictionary, false) || rangeAt() != chunkEnd || !isRangeDone()) return false;
    at = chunkEnd;
  }
  return false;
}

/** Properties, the size of a dictionary, the size of the content or none: then its end is marked. */
export function decodeAlone(from: usize, to: usize, workspace: usize): void {
  if (from + 18 > to) return fail(DAMAGED);
  decodeRaw(from, from + 13, to, load<u64>(from, 5), workspace);
}

/** In a zip archive (APPNOTE.TXT, 5.8.8): a version, how long the properties are, they themselves. */
export function decodeZipped(from: usize, to: usize, size: u64, workspace: usize): void {
  if (from + 14 > to || load<u16>(from, 2) != 5) return fail(DAMAGED);
  decodeRaw(from + 4, from + 9, to, size, workspace);
}

function decodeRaw(properties: usize, from: usize, to: usize, size: u64, workspace: usize): void {
  if (!setProperties(load<u8>(properties), workspace) || !openRange(from)) return fail(DAMAGED);
  resetState();
  const marked = size == unknownSize;
  const start = here();
  const stop = marked || size > 0x7fffffff ? <usize>0xffffffff : start + <usize>size;
  if (!decodeSymbols(to, stop, start, marked)) fail(DAMAGED);
}
