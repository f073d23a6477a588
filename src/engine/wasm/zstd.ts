// Zstandard, in AssemblyScript (RFC 8878): literals by Huffman codes, sequences of literals and matches by three tables of finite states,
// both read from their end. Frames that need a dictionary are refused.

import { DAMAGED, DICTIONARY, fail, here, put, putAll, putRun, repeat, reserve } from './output';
import { xxh64 } from './sums';

const MAGIC: u32 = 0xfd2fb528;
const SKIPPED: u32 = 0x184d2a50; // and the fifteen behind it
const mostBlock: usize = 131072;
const longestCode: u32 = 11;

// The workspace: literals, then tables. A table of states is (u32[1 << accuracy]: first of the next states << 16 | bits << 8 | symbol).
const LITERALS: usize = 0; // u8[mostBlock] and what copies run over
const HUFFMAN: usize = mostBlock + 64; // u16[1 << longestCode]: symbol << 8 | bits
const LITERAL_LENGTHS: usize = HUFFMAN + 4096; // 9 bits
const OFFSETS: usize = LITERAL_LENGTHS + 2048; // 8 bits
const MATCH_LENGTHS: usize = OFFSETS + 1024; // 9 bits
const WEIGHT_STATES: usize = MATCH_LENGTHS + 2048; // 6 bits
const WEIGHTS: usize = WEIGHT_STATES + 256; // u8[256]
const COUNTS: usize = WEIGHTS + 256; // i16[256]
const NEXT: usize = COUNTS + 512; // u16[256]

export const zstdBytes: usize = NEXT + 512;

// RFC 8878, 3.1.1.3.2.1.1, and the counts of 3.1.1.3.2.2.
const LENGTH_BASES: usize = memory.data<u32>([16, 18, 20, 22, 24, 28, 32, 40, 48, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536]);
const LENGTH_BITS: usize = memory.data<u8>([1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
const MATCH_BASES: usize = memory.data<u32>([35, 37, 39, 41, 43, 47, 51, 59, 67, 83, 99, 131, 259, 515, 1027, 2051, 4099, 8195, 16387, 32771, 65539]);
const MATCH_BITS: usize = memory.data<u8>([1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
const LITERAL_COUNTS: usize = memory.data<i16>([4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1, -1]);
const OFFSET_COUNTS: usize = memory.data<i16>([1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1]);
const MATCH_COUNTS: usize = memory.data<i16>([
  1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1,
]);
const mostLiteralCode: u32 = 35;
const mostOffsetCode: u32 = 31;
const mostMatchCode: u32 = 52;

let at: usize = 0;
let end: usize = 0;
let work: usize = 0;
/** Where the flags of the frame stand, and where its content begins. */
let frameFlags: usize = 0;
let frame: usize = 0;
let blockRoom: usize = 0;
let offset1: u32 = 0;
let offset2: u32 = 0;
let offset3: u32 = 0;
/** Bits of the Huffman code and of the tables; what there is from an earlier block: the lowest is the code, then the tables. */
let codeBits: u32 = 0;
let literalAccuracy: u32 = 0;
let offsetAccuracy: u32 = 0;
let matchAccuracy: u32 = 0;
let known: u32 = 0;
/** Where a table that was read ends, and how many bits it has. */
let readTo: usize = 0;
let accuracy: u32 = 0;
/** Bits that are left in front of a place, read from their end. */
let base: usize = 0;
let left: i32 = 0;

/** Frames one behind another; what is behind the last one is none of them. */
export function decodeZstd(from: usize, to: usize, workspace: usize): void {
  at = from;
  end = to;
  work = workspace;
  do if (!readFrame()) return fail(DAMAGED); while (at + 5 <= end && (load<u32>(at) == MAGIC || (load<u32>(at) & 0xfffffff0) == SKIPPED));
}

function readFrame(): bool {
  if (at + 8 > end) return false;
  if (load<u32>(at) != MAGIC) {
    const size = <usize>load<u32>(at, 4);
    if (size > end - at - 8) return false;
    at += 8 + size;
    return true;
  }
  if (!readHeader()) return false;
  const checked = (load<u8>(frameFlags) & 4) != 0;
  frame = here();
  known = 0;
  offset1 = 1;
  offset2 = 4;
  offset3 = 8;
  for (let last: u32 = 0; last == 0; ) {
    if (at + 3 > end) return false;
    const head = <u32>load<u16>(at) | (<u32>load<u8>(at, 2) << 16);
    at += 3;
    last = head & 1;
    if (!readBlock((head >>> 1) & 3, <usize>(head >>> 3))) return false;
  }
  if (!checked) return true;
  at += 4;
  return at <= end && <u32>xxh64(frame, here()) == load<u32>(at - 4);
}

/** The window only bounds blocks here; the size that is told bounds nothing. */
function readHeader(): bool {
  frameFlags = at + 4;
  const flags = <u32>load<u8>(frameFlags);
  const single = (flags & 0x20) != 0;
  const idBytes: usize = (flags & 3) == 3 ? 4 : flags & 3;
  const sizeBytes: usize = flags >= 0x40 ? 1 << (flags >>> 6) : single ? 1 : 0;
  at += 5;
  if (at + 1 + idBytes + sizeBytes > end || (flags & 8) != 0) return false;
  let window: u64 = 0;
  if (!single) {
    const told = <u64>load<u8>(at++);
    window = (<u64>1 << (10 + (told >>> 3))) / 8 * (8 + (told & 7));
  }
  let id: u32 = 0;
  for (let byte: usize = 0; byte < idBytes; byte++) id |= <u32>load<u8>(at++) << <u32>(byte << 3);
  if (id != 0) {
    fail(DICTIONARY);
    return false;
  }
  if (single) window = sizeBytes == 1 ? <u64>load<u8>(at) : sizeBytes == 2 ? <u64>load<u16>(at) + 256 : sizeBytes == 4 ? <u64>load<u32>(at) : load<u64>(at);
  at += sizeBytes;
  blockRoom = <usize>min<u64>(mostBlock, window);
  return true;
}

function readBlock(type: u32, size: usize): bool {
  if (type == 1) {
    if (at >= end || size > blockRoom || !reserve(size)) return false;
    putRun(load<u8>(at++), size);
    return true;
  }
  const whole = size <= end - at;
  if (type == 0) {
    const there = min(size, end - at);
    if (size > blockRoom || !reserve(there)) return false;
    putAll(at, there);
    at += there;
    return whole;
  }
  if (type != 2 || !whole || size > mostBlock) return false;
  const blockEnd = at + size;
  const literals = readLiterals(blockEnd);
  if (literals < 0 || !readSequences(blockEnd, <usize>literals)) return false;
  at = blockEnd;
  return true;
}

/** Lays out the literals of a block; @returns how many; -1: damaged */
function readLiterals(blockEnd: usize): i32 {
  if (at >= blockEnd) return -1;
  const head = load<u32>(at);
  const type = head & 3;
  const format = (head >>> 2) & 3;
  const out = work + LITERALS;
  if (type < 2) {
    const bytes: usize = format == 1 ? 2 : format == 3 ? 3 : 1;
    const size = <usize>(bytes == 1 ? (head & 0xff) >>> 3 : bytes == 2 ? (head & 0xffff) >>> 4 : (head & 0xffffff) >>> 4);
    at += bytes;
    const packed = type == 0 ? size : 1;
    if (size > mostBlock || at + packed > blockEnd) return -1;
    if (type == 0) memory.copy(out, at, size);
    else memory.fill(out, load<u8>(at), size);
    at += packed;
    return <i32>size;
  }
  const bits: u64 = format < 2 ? 10 : format == 2 ? 14 : 18;
  const both = load<u64>(at) >>> 4;
  const size = <usize>(both & ((1 << bits) - 1));
  const packed = <usize>((both >>> bits) & ((1 << bits) - 1));
  at += format < 2 ? 3 : format == 2 ? 4 : 5;
  const packedEnd = at + packed;
  if (size > mostBlock || packedEnd > blockEnd) return -1;
  if (type == 2) {
    if (!readHuffman(packedEnd)) return -1;
    known |= 1;
  } else if ((known & 1) == 0) return -1;
  const done = format == 0 ? decodeHuffman(at, packedEnd, out, out + size) : decodeFour(packedEnd, out, size);
  at = packedEnd;
  return done ? <i32>size : -1;
}

function decodeFour(packedEnd: usize, out: usize, size: usize): bool {
  const part = (size + 3) >> 2;
  const first = at + 6;
  const second = first + <usize>load<u16>(at);
  const third = second + <usize>load<u16>(at, 2);
  const fourth = third + <usize>load<u16>(at, 4);
  if (fourth >= packedEnd || part * 3 > size) return false;
  return decodeHuffman(first, second, out, out + part) && decodeHuffman(second, third, out + part, out + part * 2) && decodeHuffman(third, fourth, out + part * 2, out + part * 3) && decodeHuffman(fourth, packedEnd, out + part * 3, out + size);
}

function decodeHuffman(from: usize, to: usize, out: usize, outEnd: usize): bool {
  if (!openBits(from, to)) return false;
  const table = work + HUFFMAN;
  const wide = codeBits;
  for (; out < outEnd; out++) {
    const entry = <u32>load<u16>(table + (<usize>peek(wide) << 1));
    store<u8>(out, <u8>(entry >>> 8));
    left -= entry & 255;
    if (left < 0) return false;
  }
  return left == 0;
}

/** The weights of all symbols but the last one, whose weight makes the sum a power of two (RFC 8878, 4.2.1). */
function readHuffman(limit: usize): bool {
  const weights = work + WEIGHTS;
  if (at >= limit) return false;
  const head = <usize>load<u8>(at++);
  let symbols: usize = 0;
  if (head >= 128) {
    symbols = head - 127;
    const bytes = (symbols + 1) >> 1;
    if (at + bytes > limit) return false;
    for (let index: usize = 0; index < symbols; index++) {
      const pair = load<u8>(at + (index >> 1));
      store<u8>(weights + index, (index & 1) != 0 ? pair & 15 : pair >> 4);
    }
    at += bytes;
  } else {
    if (at + head > limit || !readStates(at, at + head, 255, 6, work + WEIGHT_STATES)) return false;
    symbols = readWeights(readTo, at + head);
    at += head;
    if (symbols == 0) return false;
  }
  let sum: u32 = 0;
  for (let index: usize = 0; index < symbols; index++) {
    const weight = <u32>load<u8>(weights + index);
    if (weight > longestCode) return false;
    sum += (1 << weight) >>> 1;
  }
  if (sum == 0 || symbols > 255) return false;
  codeBits = 32 - clz<u32>(sum);
  const rest = (<u32>1 << codeBits) - sum;
  if (codeBits > longestCode || popcnt<u32>(rest) != 1) return false;
  store<u8>(weights + symbols, <u8>(32 - clz<u32>(rest)));
  layHuffman(symbols + 1);
  return true;
}

/** Two states take turns, until the bits are used up. */
function readWeights(from: usize, to: usize): usize {
  const table = work + WEIGHT_STATES;
  if (!openBits(from, to)) return 0;
  let one = take(accuracy);
  let other = take(accuracy);
  if (left < 0) return 0;
  for (let count: usize = 0; count < 254; count++) {
    const entry = load<u32>(table + (<usize>one << 2));
    store<u8>(work + WEIGHTS + count, <u8>entry);
    const bits = (entry >>> 8) & 255;
    if (<i32>bits > left) {
      store<u8>(work + WEIGHTS + count + 1, <u8>load<u32>(table + (<usize>other << 2)));
      return count + 2;
    }
    one = other;
    other = (entry >>> 16) + take(bits);
  }
  return 0;
}

/** Codes by rising weight, so by falling length, and in it by symbol. */
function layHuffman(symbols: usize): void {
  let slot = work + HUFFMAN;
  for (let weight: u32 = 1; weight <= codeBits; weight++) {
    for (let symbol: usize = 0; symbol < symbols; symbol++) {
      if (<u32>load<u8>(work + WEIGHTS + symbol) != weight) continue;
      for (let count: u32 = 1 << (weight - 1); count > 0; count--, slot += 2) store<u16>(slot, <u16>((<u32>symbol << 8) | (codeBits + 1 - weight)));
    }
  }
}

/** How often each symbol stands in a table, in as few bits as the rest allows (RFC 8878, 4.1.1), and the table. */
function readStates(from: usize, limit: usize, mostSymbol: u32, mostAccuracy: u32, table: usize): bool {
  if (from >= limit) return false;
  accuracy = (<u32>load<u8>(from) & 15) + 5;
  if (accuracy > mostAccuracy) return false;
  let bit: usize = 4;
  let rest: i32 = (1 << accuracy) + 1;
  let symbol: u32 = 0;
  while (rest > 1) {
    if (symbol > mostSymbol || from + (bit >> 3) >= limit) return false;
    const wide = 32 - clz<u32>(<u32>rest);
    const value = (load<u32>(from + (bit >> 3)) >>> (<u32>bit & 7)) & ((1 << wide) - 1);
    // So many values do with a bit less.
    const spare = (<u32>1 << wide) - 1 - <u32>rest;
    const low = value & ((1 << (wide - 1)) - 1);
    let count: i32 = 0;
    if (low < spare) {
      count = <i32>low - 1;
      bit += wide - 1;
    } else {
      count = <i32>(value >= <u32>1 << (wide - 1) ? value - spare : value) - 1;
      bit += wide;
    }
    rest -= count < 0 ? 1 : count;
    store<i16>(work + COUNTS + (<usize>(symbol++) << 1), <i16>count);
    if (count != 0) continue;
    for (let more: u32 = 3; more == 3; bit += 2) {
      more = (load<u16>(from + (bit >> 3)) >>> (<u32>bit & 7)) & 3;
      if (symbol + more > mostSymbol + 1 || from + (bit >> 3) >= limit) return false;
      for (let zero: u32 = 0; zero < more; zero++) store<i16>(work + COUNTS + (<usize>(symbol++) << 1), 0);
    }
  }
  readTo = from + ((bit + 7) >> 3);
  return rest == 1 && readTo <= limit && layStates(work + COUNTS, symbol, accuracy, table);
}

/** Rare symbols stand at the end, the others are spread (RFC 8878, 4.1.1). */
function layStates(counts: usize, symbols: u32, bits: u32, table: usize): bool {
  const size: u32 = 1 << bits;
  let high = size;
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    const count = load<i16>(counts + (<usize>symbol << 1));
    store<u16>(work + NEXT + (<usize>symbol << 1), <u16>(count < 0 ? 1 : count));
    if (count < 0) store<u32>(table + (<usize>(--high) << 2), symbol);
  }
  const step = (size >>> 1) + (size >>> 3) + 3;
  let place: u32 = 0;
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    for (let count = <i32>load<i16>(counts + (<usize>symbol << 1)); count > 0; count--) {
      store<u32>(table + (<usize>place << 2), symbol);
      do place = (place + step) & (size - 1); while (place >= high);
    }
  }
  if (place != 0) return false;
  for (let state: u32 = 0; state < size; state++) {
    const slot = table + (<usize>state << 2);
    const symbol = load<u32>(slot);
    const counter = work + NEXT + (<usize>symbol << 1);
    const next = <u32>load<u16>(counter);
    store<u16>(counter, <u16>(next + 1));
    const few = bits - (31 - clz<u32>(next));
    store<u32>(slot, (((next << few) - size) << 16) | (few << 8) | symbol);
  }
  return true;
}

function readSequences(blockEnd: usize, literals: usize): bool {
  const start = here();
  let literal = work + LITERALS;
  const literalEnd = literal + literals;
  if (at >= blockEnd) return false;
  let count = <u32>load<u8>(at++);
  if (count >= 128) {
    if (at + 2 > blockEnd) return false;
    if (count < 255) count = ((count - 128) << 8) + <u32>load<u8>(at++);
    else {
      count = <u32>load<u16>(at) + 0x7f00;
      at += 2;
    }
  }
  if (count > 0) {
    if (!readTables(blockEnd) || !openBits(at, blockEnd)) return false;
    let lengthState = take(literalAccuracy);
    let offsetState = take(offsetAccuracy);
    let matchState = take(matchAccuracy);
    for (; count > 0; count--) {
      const lengthEntry = load<u32>(work + LITERAL_LENGTHS + (<usize>lengthState << 2));
      const offsetEntry = load<u32>(work + OFFSETS + (<usize>offsetState << 2));
      const matchEntry = load<u32>(work + MATCH_LENGTHS + (<usize>matchState << 2));
      const offsetCode = offsetEntry & 255;
      const told = (<u32>1 << offsetCode) + take(offsetCode);
      const match = <usize>matchLength(matchEntry & 255);
      const length = literalLength(lengthEntry & 255);
      const offset = <usize>chooseOffset(told, length);
      if (left < 0 || <usize>length > literalEnd - literal || here() - start + length + match > blockRoom || !reserve(<usize>length + match)) return false;
      if (length > 0) putAll(literal, length);
      literal += length;
      if (offset == 0 || offset > here() - frame) return false;
      repeat(offset, match);
      if (count == 1) break;
      lengthState = (lengthEntry >>> 16) + take((lengthEntry >>> 8) & 255);
      matchState = (matchEntry >>> 16) + take((matchEntry >>> 8) & 255);
      offsetState = (offsetEntry >>> 16) + take((offsetEntry >>> 8) & 255);
    }
    if (left != 0) return false;
  } else if (at != blockEnd) return false;
  const rest = literalEnd - literal;
  if (here() - start + rest > blockRoom || !reserve(rest)) return false;
  putAll(literal, rest);
  return true;
}

/** For each of the three: the one that is known to all, a single symbol, one that follows, or that of the block before. */
function readTables(blockEnd: usize): bool {
  if (at >= blockEnd) return false;
  const modes = <u32>load<u8>(at++);
  if ((modes & 3) != 0) return false;
  if (!readTable(modes >>> 6, blockEnd, work + LITERAL_LENGTHS, LITERAL_COUNTS, mostLiteralCode, 9, 6, literalAccuracy, 2)) return false;
  literalAccuracy = accuracy;
  if (!readTable((modes >>> 4) & 3, blockEnd, work + OFFSETS, OFFSET_COUNTS, mostOffsetCode, 8, 5, offsetAccuracy, 4)) return false;
  offsetAccuracy = accuracy;
  if (!readTable((modes >>> 2) & 3, blockEnd, work + MATCH_LENGTHS, MATCH_COUNTS, mostMatchCode, 9, 6, matchAccuracy, 8)) return false;
  matchAccuracy = accuracy;
  return true;
}

function readTable(mode: u32, blockEnd: usize, table: usize, counts: usize, mostCode: u32, mostAccuracy: u32, usual: u32, before: u32, flag: u32): bool {
  accuracy = before;
  if (mode == 3) return (known & flag) != 0;
  known |= flag;
  if (mode == 0) {
    accuracy = usual;
    // Of the offsets fewer are usual than there may be.
    return layStates(counts, flag == 4 ? 29 : mostCode + 1, usual, table);
  }
  if (mode == 2) {
    if (!readStates(at, blockEnd, mostCode, mostAccuracy, table)) return false;
    at = readTo;
    return true;
  }
  accuracy = 0;
  if (at >= blockEnd || <u32>load<u8>(at) > mostCode) return false;
  store<u32>(table, <u32>load<u8>(at++));
  return true;
}

function literalLength(code: u32): u32 {
  return code < 16 ? code : load<u32>(LENGTH_BASES + (<usize>(code - 16) << 2)) + take(load<u8>(LENGTH_BITS + code - 16));
}

function matchLength(code: u32): u32 {
  return code < 32 ? code + 3 : load<u32>(MATCH_BASES + (<usize>(code - 32) << 2)) + take(load<u8>(MATCH_BITS + code - 32));
}

/** One of the last three, or a new one (RFC 8878, 3.1.1.5). */
function chooseOffset(told: u32, length: u32): u32 {
  const place = told + (length == 0 ? 1 : 0);
  if (told <= 3 && place == 1) return offset1;
  const offset = told > 3 ? told - 3 : place == 2 ? offset2 : place == 3 ? offset3 : offset1 - 1;
  if (told > 3 || place > 2) offset3 = offset2;
  offset2 = offset1;
  offset1 = offset;
  return offset;
}

/** Behind the last bit stands a 1, then zeros to the end of the byte. */
function openBits(from: usize, to: usize): bool {
  if (from >= to || load<u8>(to - 1) == 0) return false;
  base = from;
  left = <i32>((to - from) << 3) - 1 - <i32>(clz<u32>(<u32>load<u8>(to - 1)) - 24);
  return true;
}

/** The next bits; before the first one stand zeros. */
// @ts-ignore: decorator
@inline
function peek(count: u32): u32 {
  const from = left - <i32>count;
  if (from >= 0) return <u32>(load<u64>(base + (<usize>from >> 3)) >>> (<u64>from & 7)) & <u32>(((<u64>1) << count) - 1);
  return left <= 0 ? 0 : (<u32>(load<u64>(base) & (((<u64>1) << left) - 1)) << <u32>-from) & <u32>(((<u64>1) << count) - 1);
}

// @ts-ignore: decorator
@inline
function take(count: u32): u32 {
  const value = peek(count);
  left -= <i32>count;
  return value;
}
