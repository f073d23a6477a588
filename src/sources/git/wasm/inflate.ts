// Inflates one zlib stream (RFC 1950, RFC 1951) from memory to memory, in AssemblyScript: what `git add` writes as a loose
// object. Node's own zlib costs a hook three to five milliseconds for twenty small files, nearly all of it for the streams
// that it builds around each call.
//
// Codes of up to ten bits are looked up in a table, longer ones counted out canonically.

const FAST: u32 = 10;

// Memory below the input: lengths of codes, then for each of the two codes a table, counts and symbols.
const LENGTHS: usize = 0; // u8[320]
const LITERALS: usize = 512;
const DISTANCES: usize = 8192;
// Within a code: the table (u16[1 << FAST]: symbol << 4 | length, 0: longer), counts (u16[16]), symbols (u16[288]).
const COUNTS: usize = 2048;
const SYMBOLS: usize = 2080;

const BASES: usize = memory.data<u16>([3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258]);
const EXTRAS: usize = memory.data<u8>([0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0]);
const DISTANCE_BASES: usize = memory.data<u16>([
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577,
]);
const ORDER: usize = memory.data<u8>([16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]);

let input: usize = 0;
let inputEnd: usize = 0;
let bits: u64 = 0;
let count: u32 = 0;
let failed: bool = false;

/** First address that the caller may use. */
export function base(): usize {
  return 32768;
}

/**
 * @returns the number of bytes written to `out`; -1: damaged, cut short, or longer than the output's room
 */
export function inflate(from: usize, end: usize, out: usize, outEnd: usize): i32 {
  input = from + 2;
  inputEnd = end;
  bits = 0;
  count = 0;
  failed = end - from < 6 || (load<u8>(from) & 15) != 8 || ((<u32>load<u8>(from) << 8) | load<u8>(from, 1)) % 31 != 0;
  let at = out;
  let last: u32 = 0;
  while (!failed && last == 0) {
    last = take(1);
    const kind = take(2);
    if (kind == 0) at = copyStored(at, outEnd);
    else if (kind == 3) failed = true;
    else {
      if (kind == 1) readFixed();
      else readDynamic();
      at = decodeBlock(at, out, outEnd);
    }
  }
  if (failed || adler(out, at) != trailer()) return -1;
  return <i32>(at - out);
}

function fill(): void {
  while (count <= 48 && input < inputEnd) {
    bits |= <u64>load<u8>(input++) << count;
    count += 8;
  }
}

function take(wanted: u32): u32 {
  if (count < wanted) fill();
  if (count < wanted) {
    failed = true;
    return 0;
  }
  const value = <u32>(bits & ((1 << wanted) - 1));
  bits >>= wanted;
  count -= wanted;
  return value;
}

function copyStored(at: usize, outEnd: usize): usize {
  const odd = count & 7;
  bits >>= odd;
  count -= odd;
  const length = take(16);
  if ((take(16) ^ 0xffff) != length) failed = true;
  input -= count >> 3; // Whole bytes that were read ahead.
  bits = 0;
  count = 0;
  if (failed || length > <u32>(inputEnd - input) || length > <u32>(outEnd - at)) {
    failed = true;
    return at;
  }
  memory.copy(at, input, length);
  input += length;
  return at + length;
}

function readFixed(): void {
  for (let symbol: usize = 0; symbol < 288; symbol++) store<u8>(LENGTHS + symbol, symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8);
  build(LITERALS, LENGTHS, 288, false);
  for (let symbol: usize = 0; symbol < 32; symbol++) store<u8>(LENGTHS + symbol, 5);
  build(DISTANCES, LENGTHS, 32, false);
}

function readDynamic(): void {
  const literals = take(5) + 257;
  const distances = take(5) + 1;
  const codes = take(4) + 4;
  memory.fill(LENGTHS, 0, 320);
  for (let index: u32 = 0; index < codes; index++) store<u8>(LENGTHS + load<u8>(ORDER + index), <u8>take(3));
  build(LITERALS, LENGTHS, 19, true);
  memory.fill(LENGTHS, 0, 320);
  let index: u32 = 0;
  while (index < literals + distances && !failed) {
    const symbol = decode(LITERALS);
    if (symbol < 16) {
      store<u8>(LENGTHS + index++, <u8>symbol);
      continue;
    }
    let repeat: u32 = 0;
    let length: u8 = 0;
    if (symbol == 16) {
      if (index == 0) failed = true;
      else length = load<u8>(LENGTHS + index - 1);
      repeat = 3 + take(2);
    } else repeat = symbol == 17 ? 3 + take(3) : 11 + take(7);
    if (index + repeat > literals + distances) {
      failed = true;
      return;
    }
    for (; repeat > 0; repeat--) store<u8>(LENGTHS + index++, length);
  }
  if (literals > 286 || distances > 30 || load<u8>(LENGTHS, 256) == 0) failed = true;
  build(DISTANCES, LENGTHS + literals, distances, false);
  build(LITERALS, LENGTHS, literals, false);
}

/** RFC 1951, 3.2.2: codes of one length are consecutive, shorter ones precede longer ones. */
function build(code: usize, lengths: usize, size: u32, whole: bool): void {
  memory.fill(code, 0, SYMBOLS);
  for (let symbol: u32 = 0; symbol < size; symbol++) {
    const slot = code + COUNTS + (<usize>load<u8>(lengths + symbol) << 1);
    store<u16>(slot, load<u16>(slot) + 1);
  }
  store<u16>(code + COUNTS, 0);
  checkCode(code, whole);
  const offsets: usize = 16384;
  store<u16>(offsets + 2, 0);
  for (let length: usize = 1; length < 15; length++) {
    store<u16>(offsets + ((length + 1) << 1), load<u16>(offsets + (length << 1)) + load<u16>(code + COUNTS + (length << 1)));
  }
  for (let symbol: u32 = 0; symbol < size; symbol++) {
    const length = <usize>load<u8>(lengths + symbol);
    if (length == 0) continue;
    const slot = offsets + (length << 1);
    store<u16>(code + SYMBOLS + (<usize>load<u16>(slot) << 1), <u16>symbol);
    store<u16>(slot, load<u16>(slot) + 1);
  }
  let value: u32 = 0;
  let index: usize = 0;
  for (let length: u32 = 1; length <= FAST; length++) {
    for (let left = <u32>load<u16>(code + COUNTS + (length << 1)); left > 0; left--) {
      const entry = <u16>((load<u16>(code + SYMBOLS + (index << 1)) << 4) | <u16>length);
      for (let slot = reverse(value, length); slot < 1 << FAST; slot += 1 << length) store<u16>(code + (slot << 1), entry);
      value++;
      index++;
    }
    value <<= 1;
  }
}

/** As zlib: no more codes than there is room for, and no fewer, but for a single code of one bit where `whole` does not forbid it. */
function checkCode(code: usize, whole: bool): void {
  let left: i32 = 1;
  let longest: usize = 0;
  for (let length: usize = 1; length <= 15; length++) {
    const size = <i32>load<u16>(code + COUNTS + (length << 1));
    if (size > 0) longest = length;
    left = (left << 1) - size;
    if (left < 0) {
      failed = true;
      return;
    }
  }
  if (left > 0 && longest > 0 && (whole || longest != 1)) failed = true;
}

function reverse(value: u32, length: u32): u32 {
  let reversed: u32 = 0;
  for (; length > 0; length--) {
    reversed = (reversed << 1) | (value & 1);
    value >>= 1;
  }
  return reversed;
}

function decode(code: usize): u32 {
  if (count < 15) fill();
  const entry = <u32>load<u16>(code + (<usize>(bits & ((1 << FAST) - 1)) << 1));
  if (entry != 0 && (entry & 15) <= count) {
    bits >>= entry & 15;
    count -= entry & 15;
    return entry >> 4;
  }
  return decodeLong(code);
}

function decodeLong(code: usize): u32 {
  let value: i32 = 0;
  let first: i32 = 0;
  let index: i32 = 0;
  for (let length: usize = 1; length <= 15; length++) {
    value |= take(1);
    const size = <i32>load<u16>(code + COUNTS + (length << 1));
    if (value - first < size) return <u32>load<u16>(code + SYMBOLS + (<usize>(index + value - first) << 1));
    index += size;
    first = (first + size) << 1;
    value <<= 1;
    if (failed) return 0;
  }
  failed = true;
  return 0;
}

function decodeBlock(start: usize, out: usize, outEnd: usize): usize {
  let at = start;
  while (!failed) {
    const symbol = decode(LITERALS);
    if (symbol < 256) {
      if (at >= outEnd) failed = true;
      else store<u8>(at++, <u8>symbol);
      continue;
    }
    if (symbol == 256) return at;
    if (symbol > 285) {
      failed = true;
      return at;
    }
    const length = <u32>load<u16>(BASES + ((symbol - 257) << 1)) + take(load<u8>(EXTRAS + symbol - 257));
    const code = decode(DISTANCES);
    if (code > 29) {
      failed = true;
      return at;
    }
    const distance = <u32>load<u16>(DISTANCE_BASES + (code << 1)) + take(code < 2 ? 0 : (code >> 1) - 1);
    if (distance > <u32>(at - out) || length > <u32>(outEnd - at)) {
      failed = true;
      return at;
    }
    for (let from = at - distance, end = at + length; at < end; at++, from++) store<u8>(at, load<u8>(from));
  }
  return at;
}

/** The checksum behind the last block, most significant byte first. */
function trailer(): u32 {
  const odd = count & 7;
  bits >>= odd;
  count -= odd;
  return (take(8) << 24) | (take(8) << 16) | (take(8) << 8) | take(8);
}

/** Adler-32 (RFC 1950, 8.2); 5552 is the longest run whose sums fit 32 bits. */
function adler(from: usize, end: usize): u32 {
  let a: u32 = 1;
  let b: u32 = 0;
  while (from < end) {
    const stop = min(from + 5552, end);
    for (; from < stop; from++) {
      a += load<u8>(from);
      b += a;
    }
    a %= 65521;
    b %= 65521;
  }
  return (b << 16) | a;
}
