// LZMA, in AssemblyScript, after the LZMA specification that comes with the LZMA SDK (Igor Pavlov, public domain): a range coder with
// adaptive probabilities, literals, matches, and four distances that may come again. What is around it is `xz.ts`'s.

import { DAMAGED, fail, here, put, repeat, reserve, rewind } from './output';

// Probabilities (u16), by index.
const IS_MATCH: u32 = 0; // [12 states][16 positions]
const IS_REPEATED: u32 = 192; // [12]
const IS_REPEATED_0: u32 = 204;
const IS_REPEATED_1: u32 = 216;
const IS_REPEATED_2: u32 = 228;
const IS_LONG: u32 = 240; // [12][16]
const SLOTS: u32 = 432; // [4 lengths][64]
const SPECIAL: u32 = 688; // [115]
const ALIGN: u32 = 804; // [16]
const LENGTHS: u32 = 820;
const REPEATED_LENGTHS: u32 = 1334;
const LITERALS: u32 = 1848; // [contexts][0x300]
// Within lengths: two choices, then [16 positions][8], the same, [256].
const SHORT: u32 = 2;
const MIDDLE: u32 = 130;
const LONG: u32 = 258;

const HALF: u16 = 1024;
const mostContexts: u32 = 4;
const shortestMatch: u32 = 2;
const endMark: u32 = 0xffffffff;

let probabilities: usize = 0;
let literalBits: u32 = 0;
let literalMask: u32 = 0;
let positionMask: u32 = 0;
let state: u32 = 0;
let distance0: u32 = 0;
let distance1: u32 = 0;
let distance2: u32 = 0;
let distance3: u32 = 0;
let range: u32 = 0;
let code: u32 = 0;
let input: usize = 0;

/** So many bytes are needed for the probabilities. */
export const probabilityBytes: usize = 2 * (<usize>LITERALS + (<usize>0x300 << mostContexts));

/** @returns whether there is such a byte of properties */
export function setProperties(byte: u32, work: usize): bool {
  if (byte >= 225) return false;
  literalBits = byte % 9;
  const positions = (byte / 9) % 5;
  if (literalBits + positions > mostContexts) return false;
  literalMask = (1 << positions) - 1;
  positionMask = (1 << (byte / 45)) - 1;
  probabilities = work;
  return true;
}

export function resetState(): void {
  state = 0;
  distance0 = distance1 = distance2 = distance3 = 0;
  const count = LITERALS + (<u32>0x300 << (literalBits + popcnt<u32>(literalMask)));
  for (let index: u32 = 0; index < count; index++) store<u16>(probabilities + (<usize>index << 1), HALF);
}

/** Starts to read; a stream's first byte is 0. */
export function openRange(from: usize): bool {
  range = 0xffffffff;
  code = bswap<u32>(load<u32>(from, 1));
  input = from + 5;
  return load<u8>(from) == 0 && code != range;
}

/** Where the range coder has read to. */
export function rangeAt(): usize {
  return input;
}

/** Nothing is left in the range coder. */
export function isRangeDone(): bool {
  return code == 0;
}

/**
 * Writes symbols up to `stop`; what reads beyond `end` is taken back.
 * @param dictionary where what may be repeated begins
 * @param marked the end may be marked
 * @returns whether the end was reached, or marked
 */
export function decodeSymbols(end: usize, stop: usize, dictionary: usize, marked: bool): bool {
  while (true) {
    const at = here();
    if (at == stop && !marked) return true;
    const position = <u32>(at - dictionary);
    const context = (state << 4) + (position & positionMask);
    if (bit(IS_MATCH + context) == 0) {
      if (at >= stop || !reserve(1)) return wrong(at);
      readLiteral(position, at, dictionary);
      if (input > end) return cut(at);
      continue;
    }
    let length: u32 = 0;
    if (bit(IS_REPEATED + state) == 0) {
      distance3 = distance2;
      distance2 = distance1;
      distance1 = distance0;
      length = readLength(LENGTHS, position & positionMask);
      state = state < 7 ? 7 : 10;
      distance0 = readDistance(length);
      if (distance0 == endMark) return input <= end && (marked || wrong(at));
    } else {
      if (position == 0) return wrong(at);
      if (bit(IS_REPEATED_0 + state) == 0) {
        if (bit(IS_LONG + context) == 0) {
          state = state < 7 ? 9 : 11;
          if (distance0 >= position || at >= stop || !reserve(1)) return wrong(at);
          repeat(<usize>distance0 + 1, 1);
          if (input > end) return cut(at);
          continue;
        }
      } else {
        let distance = distance1;
        if (bit(IS_REPEATED_1 + state) != 0) {
          if (bit(IS_REPEATED_2 + state) == 0) distance = distance2;
          else {
            distance = distance3;
            distance3 = distance2;
          }
          distance2 = distance1;
        }
        distance1 = distance0;
        distance0 = distance;
      }
      length = readLength(REPEATED_LENGTHS, position & positionMask);
      state = state < 7 ? 8 : 11;
    }
    length += shortestMatch;
    if (input > end) return cut(at);
    if (distance0 >= position || <usize>length > stop - at || !reserve(length)) return wrong(at);
    repeat(<usize>distance0 + 1, length);
  }
}

function cut(at: usize): bool {
  rewind(at);
  return wrong(at);
}

function wrong(at: usize): bool {
  fail(DAMAGED);
  return false;
}

function readLiteral(position: u32, at: usize, dictionary: usize): void {
  const before = at > dictionary ? <u32>load<u8>(at - 1) : 0;
  const table = LITERALS + 0x300 * (((position & literalMask) << literalBits) + (before >> (8 - literalBits)));
  let symbol: u32 = 1;
  if (state >= 7) {
    // Behind a match stands another letter than the one that followed there.
    let matched = <usize>distance0 < at - dictionary ? <u32>load<u8>(at - <usize>distance0 - 1) : 0;
    do {
      const matchedBit = (matched >> 7) & 1;
      matched <<= 1;
      const read = bit(table + ((1 + matchedBit) << 8) + symbol);
      symbol = (symbol << 1) | read;
      if (matchedBit != read) break;
    } while (symbol < 0x100);
  }
  while (symbol < 0x100) symbol = (symbol << 1) | bit(table + symbol);
  put(<u8>symbol);
  state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
}

function readLength(table: u32, position: u32): u32 {
  if (bit(table) == 0) return readTree(table + SHORT + (position << 3), 3);
  if (bit(table + 1) == 0) return 8 + readTree(table + MIDDLE + (position << 3), 3);
  return 16 + readTree(table + LONG, 8);
}

function readDistance(length: u32): u32 {
  const slot = readTree(SLOTS + (min<u32>(length, 3) << 6), 6);
  if (slot < 4) return slot;
  const direct = (slot >> 1) - 1;
  const distance = (2 | (slot & 1)) << direct;
  if (slot < 14) return distance + readReversed(SPECIAL + distance - slot, direct);
  let bits: u32 = 0;
  for (let count = direct - 4; count > 0; count--) {
    range >>>= 1;
    const one: u32 = code >= range ? 1 : 0;
    if (one != 0) code -= range;
    bits = (bits << 1) | one;
    normalize();
  }
  return distance + (bits << 4) + readReversed(ALIGN, 4);
}

function readTree(table: u32, bits: u32): u32 {
  let symbol: u32 = 1;
  for (let count = bits; count > 0; count--) symbol = (symbol << 1) | bit(table + symbol);
  return symbol - (1 << bits);
}

function readReversed(table: u32, bits: u32): u32 {
  let symbol: u32 = 1;
  let value: u32 = 0;
  for (let index: u32 = 0; index < bits; index++) {
    const read = bit(table + symbol);
    symbol = (symbol << 1) | read;
    value |= read << index;
  }
  return value;
}

function bit(index: u32): u32 {
  const slot = probabilities + (<usize>index << 1);
  const probability = <u32>load<u16>(slot);
  const bound = (range >>> 11) * probability;
  if (code < bound) {
    range = bound;
    store<u16>(slot, <u16>(probability + ((2048 - probability) >> 5)));
    normalize();
    return 0;
  }
  range -= bound;
  code -= bound;
  store<u16>(slot, <u16>(probability - (probability >> 5)));
  normalize();
  return 1;
}

// @ts-ignore: decorator
@inline
function normalize(): void {
  if (range >= 0x1000000) return;
  range <<= 8;
  code = (code << 8) | <u32>load<u8>(input++);
}
