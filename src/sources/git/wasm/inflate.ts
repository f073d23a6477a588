// Inflates one zlib stream (RFC 1950, RFC 1951) from memory to memory, in AssemblyScript: what `git add` writes as a loose
// object. Node's own zlib costs a hook three to five milliseconds for twenty small files, nearly all of it for the streams
// that it builds around each call.
//
// Short codes are looked up in a table, longer ones counted out canonically. Most objects are small, so what a block costs
// before its first byte matters: tables are no larger than they need to be, and the one of fixed codes is laid once.

const FAST: u32 = 10; // bits that the tables of literals take
const FAST_DISTANCE: u32 = 8;
const FAST_LENGTH: u32 = 7; // all that codes of code lengths have

// Memory below the input: lengths of codes, then for each of the two codes a table, counts and symbols.
const LENGTHS: usize = 0; // u8[320]
const DYNAMIC_LITERALS: usize = 512;
const DYNAMIC_DISTANCES: usize = 4096;
const FIXED_LITERALS: usize = 8192;
const FIXED_DISTANCES: usize = 12288;
const OFFSETS: usize = 16384; // u16[16]
// Within a code: the table (u16[1 << fast]: symbol << 4 | length, 0: longer), counts (u16[16]), symbols (u16[288]).
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
let fixed: bool = false;
let literals: usize = DYNAMIC_LITERALS;
let distances: usize = DYNAMIC_DISTANCES;

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
  literals = FIXED_LITERALS;
  distances = FIXED_DISTANCES;
  if (fixed) return;
  for (let symbol: usize = 0; symbol < 288; symbol++) store<u8>(LENGTHS + symbol, symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8);
  build(FIXED_LITERALS, LENGTHS, 288, FAST, false);
  for (let symbol: usize = 0; symbol < 32; symbol++) store<u8>(LENGTHS + symbol, 5);
  build(FIXED_DISTANCES, LENGTHS, 32, FAST_DISTANCE, false);
  fixed = true;
}

function readDynamic(): void {
  literals = DYNAMIC_LITERALS;
  distances = DYNAMIC_DISTANCES;
  const literalCodes = take(5) + 257;
  const distanceCodes = take(5) + 1;
  const codes = take(4) + 4;
  memory.fill(LENGTHS, 0, 320);
  for (let index: u32 = 0; index < codes; index++) store<u8>(LENGTHS + load<u8>(ORDER + index), <u8>take(3));
  build(literals, LENGTHS, 19, FAST_LENGTH, true);
  memory.fill(LENGTHS, 0, 320);
  let index: u32 = 0;
  while (index < literalCodes + distanceCodes && !failed) {
    const symbol = decode(literals, FAST_LENGTH);
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
    if (index + repeat > literalCodes + distanceCodes) {
      failed = true;
      return;
    }
    for (; repeat > 0; repeat--) store<u8>(LENGTHS + index++, length);
  }
  if (literalCodes > 286 || distanceCodes > 30 || load<u8>(LENGTHS, 256) == 0) failed = true;
  build(distances, LENGTHS + literalCodes, distanceCodes, FAST_DISTANCE, false);
  build(literals, LENGTHS, literalCodes, FAST, false);
}

/** RFC 1951, 3.2.2: codes of one length are consecutive, shorter ones precede longer ones. */
function build(code: usize, lengths: usize, size: u32, fast: u32, whole: bool): void {
  memory.fill(code, 0, 2 << fast);
  memory.fill(code + COUNTS, 0, 32);
  for (let symbol: u32 = 0; symbol < size; symbol++) {
    const slot = code + COUNTS + (<usize>load<u8>(lengths + symbol) << 1);
    store<u16>(slot, load<u16>(slot) + 1);
  }
  store<u16>(code + COUNTS, 0);
  checkCode(code, whole);
  store<u16>(OFFSETS + 2, 0);
  for (let length: usize = 1; length < 15; length++) {
    store<u16>(OFFSETS + ((length + 1) << 1), load<u16>(OFFSETS + (length << 1)) + load<u16>(code + COUNTS + (length << 1)));
  }
  for (let symbol: u32 = 0; symbol < size; symbol++) {
    const length = <usize>load<u8>(lengths + symbol);
    if (length == 0) continue;
    const slot = OFFSETS + (length << 1);
    store<u16>(code + SYMBOLS + (<usize>load<u16>(slot) << 1), <u16>symbol);
    store<u16>(slot, load<u16>(slot) + 1);
  }
  // Codes stand in the stream with their first bit lowest: `reversed` is the next code that way round.
  let reversed: u32 = 0;
  let index: usize = 0;
  for (let length: u32 = 1; length <= fast; length++) {
    for (let left = <u32>load<u16>(code + COUNTS + (<usize>length << 1)); left > 0; left--) {
      const entry = <u16>((load<u16>(code + SYMBOLS + (index << 1)) << 4) | <u16>length);
      for (let slot = reversed; slot < <u32>1 << fast; slot += 1 << length) store<u16>(code + (<usize>slot << 1), entry);
      let carry: u32 = 1 << (length - 1);
      while ((reversed & carry) != 0) carry >>= 1;
      reversed = carry == 0 ? 0 : (reversed & (carry - 1)) + carry;
      index++;
    }
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

function decode(code: usize, fast: u32): u32 {
  if (count < 15) fill();
  const entry = <u32>load<u16>(code + (<usize>(bits & ((1 << fast) - 1)) << 1));
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
    at = decodeFast(at, out, outEnd);
    const symbol = decode(literals, FAST);
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
    const code = decode(distances, FAST_DISTANCE);
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

// Bytes that one round of the fast loop may read and write: a refill, a match and what its last copy of eight runs over.
const READ_AHEAD: usize = 16;
const WRITE_AHEAD: usize = 272;

/**
 * As long as there is room on both sides and codes are short: one refill for a whole match, all state in locals. It stops in
 * front of what it does not take.
 */
function decodeFast(start: usize, out: usize, outEnd: usize): usize {
  if (inputEnd < READ_AHEAD || outEnd < WRITE_AHEAD) return start;
  const inputStop = inputEnd - READ_AHEAD;
  const outStop = outEnd - WRITE_AHEAD;
  let at = start;
  const codes = literals;
  const distanceCodes = distances;
  let from = input;
  let held = bits;
  let ready = count;
  while (from <= inputStop && at <= outStop) {
    held |= load<u64>(from) << ready;
    from += (63 - ready) >> 3;
    ready |= 56;
    let entry = <u32>load<u16>(codes + (<usize>(held & ((1 << FAST) - 1)) << 1));
    // Up to two literals fit before a match without a refill: 2 x 10 bits, then at most 15 + 5 + 15 + 13.
    if (entry != 0 && entry < 4096) {
      store<u8>(at++, <u8>(entry >> 4));
      held >>= entry & 15;
      ready -= entry & 15;
      entry = <u32>load<u16>(codes + (<usize>(held & ((1 << FAST) - 1)) << 1));
      if (entry != 0 && entry < 4096) {
        store<u8>(at++, <u8>(entry >> 4));
        held >>= entry & 15;
        ready -= entry & 15;
        continue;
      }
      if (ready < 48) continue;
    }
    const symbol = entry >> 4;
    if (entry == 0 || symbol == 256 || symbol > 285) break;
    const extra = <u32>load<u8>(EXTRAS + symbol - 257);
    let rest = held >> (entry & 15);
    const length = <u32>load<u16>(BASES + ((symbol - 257) << 1)) + <u32>(rest & ((1 << extra) - 1));
    rest >>= extra;
    const coded = <u32>load<u16>(distanceCodes + (<usize>(rest & ((1 << FAST_DISTANCE) - 1)) << 1));
    const code = coded >> 4;
    if (coded == 0 || code > 29) break;
    rest >>= coded & 15;
    const more: u32 = code < 2 ? 0 : (code >> 1) - 1;
    const distance = <u32>load<u16>(DISTANCE_BASES + (code << 1)) + <u32>(rest & ((1 << more) - 1));
    if (distance > <u32>(at - out)) break;
    held = rest >> more;
    ready -= (entry & 15) + extra + (coded & 15) + more;
    const end = at + length;
    let source = at - distance;
    if (distance >= 8) {
      for (; at < end; at += 8, source += 8) store<u64>(at, load<u64>(source));
      at = end;
    } else {
      for (; at < end; at++, source++) store<u8>(at, load<u8>(source));
    }
  }
  input = from;
  bits = held & (((<u64>1) << ready) - 1);
  count = ready;
  return at;
}

/** The checksum behind the last block, most significant byte first. */
function trailer(): u32 {
  const odd = count & 7;
  bits >>= odd;
  count -= odd;
  return (take(8) << 24) | (take(8) << 16) | (take(8) << 8) | take(8);
}

/** Adler-32 (RFC 1950, 8.2), sixteen bytes at a time; 5552 is the longest run whose sums fit 32 bits. */
function adler(from: usize, end: usize): u32 {
  let a: u32 = 1;
  let b: u32 = 0;
  while (end - from >= 16) {
    const chunks = min<u32>(<u32>(end - from) >> 4, 347);
    let sums = i32x4.splat(0); // of the bytes so far
    let before = i32x4.splat(0); // of `sums` before each chunk
    let weighted = i32x4.splat(0);
    for (let chunk: u32 = 0; chunk < chunks; chunk++, from += 16) {
      const bytes = v128.load(from);
      const low = i16x8.extend_low_i8x16_u(bytes);
      const high = i16x8.extend_high_i8x16_u(bytes);
      before = i32x4.add(before, sums);
      sums = i32x4.add(sums, i32x4.extadd_pairwise_i16x8_u(i16x8.add(low, high)));
      weighted = i32x4.add(weighted, i32x4.add(i32x4.dot_i16x8_s(low, i16x8(16, 15, 14, 13, 12, 11, 10, 9)), i32x4.dot_i16x8_s(high, i16x8(8, 7, 6, 5, 4, 3, 2, 1))));
    }
    b = <u32>((<u64>b + ((<u64>a * chunks + add(before)) << 4) + add(weighted)) % 65521);
    a = <u32>((<u64>a + add(sums)) % 65521);
  }
  for (; from < end; from++) {
    a += load<u8>(from);
    b += a;
  }
  return ((b % 65521) << 16) | (a % 65521);
}

function add(lanes: v128): u64 {
  return <u64>(<u32>i32x4.extract_lane(lanes, 0)) + <u32>i32x4.extract_lane(lanes, 1) + <u32>i32x4.extract_lane(lanes, 2) + <u32>i32x4.extract_lane(lanes, 3);
}
