// bzip2, in AssemblyScript. Its author has specified it by his program alone (bzip2 1.0.8); what it does is written down in Joe Tsai's
// "BZIP2: Format Specification" (2016): runs, sorted rotations, moving to the front, runs again, then up to six Huffman codes.

import { DAMAGED, FILTERED, fail, here, put, putRun, reserve } from './output';
import { crc32High } from './sums';

const BLOCK: u64 = 0x314159265359;
const END: u64 = 0x177245385090;
const groupSymbols: u32 = 50;
const mostGroups: u32 = 6;
const longestCode: u32 = 20;
const mostSelectors: u32 = 18001;
const mostBlock: usize = 900_000;

// The workspace, as offsets: what a block holds, then selectors and codes.
const LETTERS: usize = mostBlock << 2; // u32[mostBlock] before it
const USED: usize = LETTERS; // u8[256]
const FRONT: usize = USED + 256; // u8[256]
const COUNTS: usize = FRONT + 256; // u32[257]
const SELECTORS: usize = COUNTS + 1028; // u8[mostSelectors]
const SIZES: usize = SELECTORS + 18004; // u8[258]
const CODES: usize = SIZES + 260; // for each group: limits (i32[22]), offsets (i32[22]), symbols (u16[258])
const OFFSETS: usize = 88;
const SYMBOLS: usize = 176;
const codeBytes: usize = 696;

export const bzip2Bytes: usize = CODES + <usize>mostGroups * codeBytes;

let input: usize = 0;
let inputEnd: usize = 0;
let bits: u64 = 0;
let count: u32 = 0;
let work: usize = 0;

/** Streams one behind another; what is behind the last one is none of them. */
export function decodeBzip2(from: usize, to: usize, workspace: usize): void {
  work = workspace;
  input = from;
  inputEnd = to;
  do if (!readStream()) return fail(DAMAGED); while (input + 10 <= to && (load<u32>(input) & 0xffffff) == 0x685a42);
}

function readStream(): bool {
  bits = 0;
  count = 0;
  const level = <u32>load<u8>(input, 3) - 0x30;
  if (input + 14 > inputEnd || level < 1 || level > 9) return false;
  input += 4;
  let total: u32 = 0;
  while (true) {
    const mark = (<u64>take(24) << 24) | take(24);
    const sum = (take(16) << 16) | take(16);
    if (isOver()) return false;
    if (mark == END) {
      input -= count >> 3; // Whole bytes that were read ahead.
      return sum == total;
    }
    const start = here();
    if (mark != BLOCK || !readBlock(<usize>level * 100_000)) return false;
    if (crc32High(start, here()) != sum) return false;
    total = rotl<u32>(total, 1) ^ sum;
  }
}

function take(wanted: u32): u32 {
  fill(wanted);
  count -= wanted;
  return <u32>(bits >>> count) & ((1 << wanted) - 1);
}

/** Behind the end stand zeros, however many. */
// @ts-ignore: decorator
@inline
function fill(wanted: u32): void {
  while (count < wanted) {
    bits = (bits << 8) | (input < inputEnd ? <u64>load<u8>(input) : 0);
    input++;
    count += 8;
  }
}

function isOver(): bool {
  return input - (count >> 3) > inputEnd;
}

function readBlock(room: usize): bool {
  // Early versions shuffled what repeats too much.
  if (take(1) != 0) {
    fail(FILTERED);
    return false;
  }
  const origin = <usize>take(24);
  const letters = readLetters();
  const groups = take(3);
  const selectors = take(15);
  if (letters == 0 || groups < 2 || groups > mostGroups || selectors == 0 || !readSelectors(groups, selectors)) return false;
  for (let group: u32 = 0; group < groups; group++) if (!readCode(work + CODES + <usize>group * codeBytes, letters + 2)) return false;
  const size = readSymbols(letters + 1, min(selectors, mostSelectors), room);
  return origin < size && turnBack(origin, size);
}

/** Which bytes are used: sixteen bits for sixteen ranges, and so for each that is. */
function readLetters(): u32 {
  let found: u32 = 0;
  const ranges = take(16);
  for (let range: u32 = 0; range < 16; range++) {
    if ((ranges & (0x8000 >>> range)) == 0) continue;
    const used = take(16);
    for (let index: u32 = 0; index < 16; index++) if ((used & (0x8000 >>> index)) != 0) store<u8>(work + USED + found++, <u8>((range << 4) + index));
  }
  return found;
}

/** Which code is in use for each fifty symbols, moved to the front. More than there can be are read over. */
function readSelectors(groups: u32, selectors: u32): bool {
  let order: u64 = 0x050403020100;
  for (let index: u32 = 0; index < selectors; index++) {
    let place: u32 = 0;
    while (take(1) != 0) if (++place >= groups) return false;
    if (isOver()) return false;
    const shift = <u64>place << 3;
    const group = (order >>> shift) & 255;
    const before = order & ((<u64>1 << shift) - 1);
    order = (order & ~((<u64>1 << (shift + 8)) - 1)) | (before << 8) | group;
    if (index < mostSelectors) store<u8>(work + SELECTORS + index, <u8>group);
  }
  return true;
}

/** Lengths of codes, each told by how it differs from the one before; then the code as limits for each length. */
function readCode(code: usize, symbols: u32): bool {
  let length = take(5);
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    for (;;) {
      if (length < 1 || length > longestCode || isOver()) return false;
      if (take(1) == 0) break;
      length += take(1) == 0 ? 1 : -1;
    }
    store<u8>(work + SIZES + symbol, <u8>length);
  }
  let next: u32 = 0;
  let value: i32 = 0;
  store<u32>(code, longestCode);
  for (let bitsLong: u32 = 1; bitsLong <= longestCode; bitsLong++) {
    store<i32>(code + OFFSETS + (<usize>bitsLong << 2), <i32>next - value);
    for (let symbol: u32 = 0; symbol < symbols; symbol++) {
      if (<u32>load<u8>(work + SIZES + symbol) != bitsLong) continue;
      store<u16>(code + SYMBOLS + (<usize>(next++) << 1), <u16>symbol);
      value++;
      // The shortest one stands where no limit does.
      if (next == 1) store<u32>(code, bitsLong);
    }
    if (value > 1 << bitsLong) return false;
    // Codes of this length are less than this.
    store<i32>(code + (<usize>bitsLong << 2), value);
    value <<= 1;
  }
  return true;
}

/** @returns how many bytes the block has, sorted; 0: it is damaged */
function readSymbols(last: u32, selectors: u32, room: usize): usize {
  for (let index: usize = 0; index < 256; index++) store<u8>(work + FRONT + index, load<u8>(work + USED + index));
  memory.fill(work + COUNTS, 0, 1028);
  let size: usize = 0;
  let run: usize = 0;
  let weight: usize = 1;
  let selector: u32 = 0;
  let left: u32 = 0;
  let code: usize = 0;
  while (true) {
    if (left == 0) {
      if (selector == selectors || isOver()) return 0;
      code = work + CODES + <usize>load<u8>(work + SELECTORS + selector++) * codeBytes;
      left = groupSymbols;
    }
    left--;
    const symbol = decode(code);
    if (symbol > last) return 0;
    if (symbol < 2) {
      // Digits 1 and 2 of a number to the base 2.
      run += weight << symbol;
      weight <<= 1;
      if (run > room - size) return 0;
      continue;
    }
    if (run > 0) {
      const byte = <u32>load<u8>(work + FRONT);
      addCount(byte, run);
      for (; run > 0; run--) store<u32>(work + (size++ << 2), byte);
    }
    weight = 1;
    if (symbol == last) return size;
    if (size == room) return 0;
    const place = <usize>symbol - 1;
    const byte = load<u8>(work + FRONT + place);
    memory.copy(work + FRONT + 1, work + FRONT, place);
    store<u8>(work + FRONT, byte);
    addCount(byte, 1);
    store<u32>(work + (size++ << 2), byte);
  }
}

function addCount(byte: u32, more: usize): void {
  const slot = work + COUNTS + (<usize>byte << 2) + 4;
  store<u32>(slot, load<u32>(slot) + <u32>more);
}

/** @returns 0xffff: none */
function decode(code: usize): u32 {
  fill(longestCode);
  const next = <i32>(bits >>> (count - longestCode)) & ((1 << longestCode) - 1);
  for (let length = load<u32>(code); length <= longestCode; length++) {
    const value = next >> (longestCode - length);
    if (value >= load<i32>(code + (<usize>length << 2))) continue;
    count -= length;
    return <u32>load<u16>(code + SYMBOLS + (<usize>(value + load<i32>(code + OFFSETS + (<usize>length << 2))) << 1));
  }
  return 0xffff;
}

/** From the last column of the sorted rotations to the text; of four equal bytes the next says how many more there are. */
function turnBack(origin: usize, size: usize): bool {
  for (let byte: usize = 0, sum: u32 = 0; byte <= 256; byte++) {
    sum += load<u32>(work + COUNTS + (byte << 2));
    store<u32>(work + COUNTS + (byte << 2), sum);
  }
  for (let index: usize = 0; index < size; index++) {
    const slot = work + COUNTS + (<usize>load<u8>(work + (index << 2)) << 2);
    const to = work + (<usize>load<u32>(slot) << 2);
    store<u32>(slot, load<u32>(slot) + 1);
    store<u32>(to, load<u32>(to) | (<u32>index << 8));
  }
  let entry = load<u32>(work + (origin << 2));
  let same: u32 = 0;
  let before: u32 = 256;
  for (let left = size; left > 0; left--) {
    entry = load<u32>(work + (<usize>(entry >>> 8) << 2));
    const byte = entry & 255;
    if (!reserve(byte + 1)) return false;
    if (same == 4) {
      putRun(<u8>before, byte);
      same = 0;
      before = 256;
      continue;
    }
    same = byte == before ? same + 1 : 1;
    before = byte;
    put(<u8>byte);
  }
  return true;
}
