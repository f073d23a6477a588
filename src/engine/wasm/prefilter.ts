// The inner loops over bytes, in AssemblyScript: where a rule's anchor stands (`scan`), and where a long run of key
// letters stands that an encoding or a joint may hide a key in (`runs`). Neither knows rules.
//
// scan: the four bytes at each position, folded to lower case, are hashed to two bits of one word of a bitmap, which holds the first
// four bytes of every anchor; of anchors of three bytes, with each byte that may follow. Ordinary code hits it at every fortieth position; what
// stands there is compared byte by byte. So cost hardly grows with the number of anchors: see bench/README.md.
//
// runs: 32 bytes at a time are sorted into letters of a run and others, first roughly, as bits of a word; shifts tell whether there are
// enough in a row. A run is told only when something speaks for it: see the flags.
//
// Memory: bitmap and heads of chains, which `lay` fills; entries, texts of the anchors, classes, sets, output, input, as
// `anchors.ts` and `prefilter.ts` lay them out.

const HASH: u32 = 0x9e3779b1;
const FOLD: u32 = 0x20202020;
const FOLD_EIGHT: u64 = 0x2020202020202020;
const TRIGRAM: u32 = 0xffffff;
// Behind the bitmap of four bytes: heads of the chains of anchors by their first four bytes, and of those that have only three.
const WORD_SHIFT: u32 = 18;
const FIRST_SHIFT: u32 = 13;
const SECOND_SHIFT: u32 = 8;
const HEADS: usize = 65536;
const HEADS_SHIFT: u32 = 20;
const SHORT_HEADS: usize = HEADS + 8192;
const SHORT_SHIFT: u32 = 22;

/**
 * Fills bitmap, chains and keys: once, before the first `scan`.
 * @param keys 16 bytes for each anchor: its first eight bytes, folded, and which of them count
 */
export function lay(entries: usize, count: u32, sets: usize, keys: usize): void {
  for (let index: u32 = 0; index < count; index++) {
    const entry = entries + (<usize>index << 4);
    const text = load<u32>(entry);
    const length = load<u16>(entry, 4);
    const bytes = load<u32>(text) | FOLD;
    const head = length < 4 ? shortHead(bytes) : longHead(bytes);
    store<u16>(entry, load<u16>(head), 6);
    store<u16>(head, <u16>(index + 1));
    const known: u64 = length < 8 ? (<u64>1 << (<u64>length << 3)) - 1 : U64.MAX_VALUE;
    store<u64>(keys + (<usize>index << 4), (load<u64>(text) | FOLD_EIGHT) & known);
    store<u64>(keys + (<usize>index << 4), known, 8);
    if (length > 3) {
      mark(bytes);
      continue;
    }
    const set = <usize>load<u8>(entry, 12);
    for (let next: u32 = 0; next < 256; next++) {
      const follows = set == 0 || (load<u8>(sets + ((set - 1) << 5) + (next >> 3)) & (1 << (next & 7))) != 0 || (inParts(entry) && mayPart(<u8>next));
      if (follows) mark((bytes & TRIGRAM) | ((next | 0x20) << 24));
    }
  }
}

function mark(folded: u32): void {
  const product = folded * HASH;
  const word = (product >> WORD_SHIFT) << 2;
  store<u32>(word, load<u32>(word) | (<u32>1 << ((product >> FIRST_SHIFT) & 31)) | (<u32>1 << ((product >> SECOND_SHIFT) & 31)));
}

// @ts-ignore: decorator
@inline
function longHead(folded: u32): usize {
  return HEADS + (((folded * HASH) >> HEADS_SHIFT) << 1);
}

// @ts-ignore: decorator
@inline
function shortHead(folded: u32): usize {
  return SHORT_HEADS + ((((folded & TRIGRAM) * HASH) >> SHORT_SHIFT) << 1);
}

/**
 * @param start address of the first byte; behind `end` stand NULs, more than any anchor is followed
 * @param from position (address) to go on at after a full output
 * @param crowd most hits that one position can give
 * @returns the number of hits written to `out` as pairs (address, anchor); `next()` tells where it stopped
 */
export function scan(start: usize, end: usize, from: usize, out: usize, capacity: u32, crowd: u32, entries: usize, sets: usize, keys: usize): u32 {
  let count: u32 = 0;
  for (let p = from; p < end; p += 8) {
    let likely = mayBegin(p) | (mayBegin(p + 1) << 1) | (mayBegin(p + 2) << 2) | (mayBegin(p + 3) << 3)
      | (mayBegin(p + 4) << 4) | (mayBegin(p + 5) << 5) | (mayBegin(p + 6) << 6) | (mayBegin(p + 7) << 7);
    if (likely == 0) continue;
    if (count + 8 * crowd > capacity) {
      stopped = p;
      return count;
    }
    for (; likely != 0; likely &= likely - 1) {
      const at = p + <usize>ctz<u32>(likely);
      const folded = load<u32>(at) | FOLD;
      count = verify(at, end, out, count, load<u16>(longHead(folded)), entries, sets, keys);
      count = verify(at, end, out, count, load<u16>(shortHead(folded)), entries, sets, keys);
    }
  }
  stopped = end;
  return count;
}

/** Not zero: an anchor may begin here. Shifts count to 31. */
// @ts-ignore: decorator
@inline
function mayBegin(p: usize): u32 {
  const product = (load<u32>(p) | FOLD) * HASH;
  const word = load<u32>((product >> WORD_SHIFT) << 2);
  return (word >> (product >> FIRST_SHIFT)) & (word >> (product >> SECOND_SHIFT)) & 1;
}

let stopped: usize = 0;

/** Address at which the last `scan` or `runs` stopped; `scan`: the end when it saw everything. */
export function next(): usize {
  return stopped;
}

// An entry is 16 bytes: address of the text (u32), length (u16), next entry + 1 (u16), anchor (u16), flags (u16: 1 any letter case, 2 what
// follows may be in pieces), what must follow: set + 1, least, until, within (u8 each).
// @ts-ignore: decorator
@inline
function verify(p: usize, end: usize, out: usize, count: u32, head: u16, entries: usize, sets: usize, keys: usize): u32 {
  const eight = load<u64>(p) | FOLD_EIGHT;
  for (let index = <usize>head; index != 0; ) {
    const entry = entries + ((index - 1) << 4);
    const key = keys + ((index - 1) << 4);
    if ((eight & load<u64>(key, 8)) == load<u64>(key)) {
      const length = <usize>load<u16>(entry, 4);
      if (p + length <= end && same(p, load<u32>(entry), length, (load<u16>(entry, 10) & 1) != 0) && goesOnRight(p + length, entry, sets)) {
        store<u32>(out + (count << 3), <u32>p);
        store<u32>(out + (count << 3), <u32>load<u16>(entry, 8), 4);
        count++;
      }
    }
    index = load<u16>(entry, 6);
  }
  return count;
}

/** Does what must follow the anchor stand here? */
function goesOnRight(p: usize, entry: usize, sets: usize): bool {
  const set = <usize>load<u8>(entry, 12);
  if (set == 0) return true;
  const bits = sets + ((set - 1) << 5);
  const until = load<u8>(entry, 14);
  const least = <usize>(until == 0 ? load<u8>(entry, 13) : load<u8>(entry, 15));
  for (let i: usize = 0; i < least; i++) {
    const byte = load<u8>(p + i);
    if ((load<u8>(bits + (byte >> 3)) & (1 << (byte & 7))) == 0) return inParts(entry) && mayPart(byte);
    if (until != 0 && byte == until) return true;
  }
  return until == 0;
}

/** May what follows it be in pieces? */
// @ts-ignore: decorator
@inline
function inParts(entry: usize): bool {
  return (load<u16>(entry, 10) & 2) != 0;
}

/** A quote, `\\`, `^`, `$`, `<`, or the end of a line: what `joints.ts` looks at. */
function mayPart(byte: u8): bool {
  return isQuote(byte) || byte == 92 || byte == 94 || byte == 36 || byte == 10 || byte == 13 || byte == 60;
}

// The text of a folding anchor is lower case; only letters of the input are folded, those of Latin-1 with them, as an
// expression's `i` does.
function same(p: usize, text: usize, length: usize, fold: bool): bool {
  for (let i: usize = 0; i < length; i++) {
    let byte = load<u8>(p + i);
    if (fold && ((byte >= 65 && byte <= 90) || (byte >= 192 && byte <= 222 && byte != 215))) byte |= 0x20;
    if (byte != load<u8>(text + i)) return false;
  }
  return true;
}

/** Line feeds; 16 bytes that are none stand behind `end`. */
export function lines(start: usize, end: usize): u32 {
  let count: u32 = 0;
  for (let p = start; p < end; p += 16) count += <u32>popcnt<i32>(i8x16.bitmask(i8x16.eq(v128.load(p), i8x16.splat(10))));
  return count;
}

/** UTF-16 units of valid UTF-8 (RFC 3629): one for each byte that goes on from none, two where four bytes begin; 16 bytes that are NUL stand behind `end`. */
export function units(start: usize, end: usize): u32 {
  let count = <u32>(end - start);
  for (let p = start; p < end; p += 16) {
    const bytes = v128.load(p);
    count += <u32>popcnt<i32>(i8x16.bitmask(i8x16.ge_u(bytes, i8x16.splat(-16)))) - <u32>popcnt<i32>(i8x16.bitmask(i8x16.lt_s(bytes, i8x16.splat(-64))));
  }
  return count;
}

/** Is there something that joins a list of literals: `join(`, `-join`, `implode(`, `concat(`, `concat!(`, `paste0(`, `reduce(`, `format(`, `printf(`? Behind `end` stand NULs. */
export function joiners(start: usize, end: usize): bool {
  for (let p = start; p < end; p += 16) {
    const bytes = v128.load(p);
    let signs = <u32>i8x16.bitmask(v128.or(i8x16.eq(bytes, i8x16.splat(40)), i8x16.eq(bytes, i8x16.splat(45))));
    for (; signs != 0; signs &= signs - 1) {
      const at = p + <usize>ctz<u32>(signs);
      if (load<u8>(at) == 45 ? load<u32>(at, 1) == 0x6e696f6a /* join */ : at - start > 3 && closesJoiner(at, start)) return true;
    }
  }
  return false;
}

/** The first of every sixteenth place from `start` on where two letters of UTF-16 stand, or one byte further; `end`: none. */
export function wide(start: usize, end: usize): usize {
  for (let p = start; p + 3 < end; p += 16) {
    if ((load<u8>(p, 1) == 0 && load<u8>(p, 3) == 0 && isUnit(p) && isUnit(p + 2)) || (p + 4 < end && load<u8>(p, 2) == 0 && load<u8>(p, 4) == 0 && isUnit(p + 1) && isUnit(p + 3))) return p;
  }
  return end;
}

/** What may be the lower byte of a letter. */
// @ts-ignore: decorator
@inline
function isUnit(p: usize): bool {
  const byte = load<u8>(p);
  return (byte >= 0x20 && byte < 0x7f) || byte == 9 || byte == 10 || byte == 13;
}

/** Does the name of such a function stand before the parenthesis? */
function closesJoiner(at: usize, start: usize): bool {
  switch (load<u32>(at - 4)) {
    case 0x6e696f6a: // join
    case 0x6e696f4a: // Join
    case 0x65637564: // duce
    case 0x74616d72: // rmat
    case 0x66746e69: // intf
      return true;
    case 0x65646f6c: // lode
      return at - start > 6 && load<u32>(at - 7) == 0x6c706d69; // impl
    case 0x7461636e: // ncat
      return at - start > 5 && (load<u16>(at - 6) == 0x6f63 || load<u16>(at - 6) == 0x6f43); // co, Co
    case 0x21746163: // cat!
      return at - start > 6 && load<u32>(at - 7) == 0x636e6f63; // conc
    case 0x5441434e: // NCAT
      return at - start > 5 && load<u16>(at - 6) == 0x4f43; // CO
    case 0x30657473: // ste0
      return at - start > 5 && load<u16>(at - 6) == 0x6170; // pa
    default:
      return false;
  }
}

/** A word that fills all that is at hand is told in parts, which overlap by so much. */
const WORD_OVERLAP: usize = 4096;

/**
 * Words: so many letters and digits in a row; of wide ones, letters, digits, and what base64, JWTs and names join them with.
 * @param last nothing follows behind `end`; else what ends there is left to the next call, `next()` says from where
 * @returns the number of words written to `out` as pairs (start, end)
 */
export function words(start: usize, end: usize, last: bool, wide: bool, least: usize, out: usize, capacity: u32, classes: usize): u32 {
  let count: u32 = 0;
  let p = start;
  while (p + least <= end && count < capacity) {
    let q = p + least - 1;
    while (q >= p && isWord(load<u8>(q), wide, classes)) q--;
    if (q >= p) {
      p = q + 1;
      continue;
    }
    let e = p + least;
    while (e < end && isWord(load<u8>(e), wide, classes)) e++;
    if (e == end && !last && p > start) break;
    store<u32>(out + (<usize>count << 3), <u32>p);
    store<u32>(out + (<usize>count << 3), <u32>e, 4);
    count++;
    p = e == end && !last ? e - WORD_OVERLAP : e;
    if (e == end) break;
  }
  stopped = p;
  return count;
}

// @ts-ignore: decorator
@inline
function isWord(byte: u8, wide: bool, classes: usize): bool {
  const value = load<u8>(classes + byte);
  return value < 62 || (wide && (value != NONE || byte == 61 /* = */ || byte == 46 /* . */ || byte == 126 /* ~ */));
}

// The classes are three tables of 256 bytes: the value of a base64 letter, the value of a hexadecimal digit (neither: NONE),
// and whether a byte is one of plain text.
const NONE: u8 = 0x80;
const HEX_VALUES: usize = 256;
const TEXT: usize = 512;

const SHORTEST: usize = 20;
/** Six groups of four: a key of twenty characters gives as many at any alignment. */
const SHORTEST_BASE64: usize = 24;
const SHORTEST_HEX: usize = 32;
const GROUPS: u32 = 5;
const PAIRS: u32 = 14;

// The four lowest bits: alignments at which base64 gives text. `runs.ts` names the same.
const HEX_FLAG: u32 = 16;
const JOINT: u32 = 64;
const FOLDED: u32 = 128;
const SOFT_BREAK: u32 = 256;
const PACKED: u32 = 512;
const LISTED: u32 = 1024;
/** A name in front of a value: joined with nothing. Not told. */
const NAME: u32 = 2048;
const PACKED_HEX: u32 = 4096;
const BASE32: u32 = 8192;

/**
 * @param from address to begin at: a run is thought to begin there
 * @param end behind the last byte
 * @param limit what ends behind it is left to the next call, `next()` says from where: `end` where nothing follows
 * @param most bytes of a run; a longer one is told in parts that overlap
 * @returns the number of runs written to `out` as triples (start, end, flags)
 */
export function runs(start: usize, from: usize, end: usize, limit: usize, out: usize, capacity: u32, classes: usize, most: usize, overlap: usize): u32 {
  let count: u32 = 0;
  let floor = from;
  let p = from;
  let previous: u64 = 0;
  while (p < end) {
    const rough = roughly(p);
    if (twenty((rough << 32) | previous) == 0) {
      previous = rough;
      p += 32;
      continue;
    }
    let all = (letters(p, end) << 32) | letters(p - 32, end);
    if (floor + 32 > p) all = floor < p + 32 ? (all >> (floor + 32 - p)) << (floor + 32 - p) : 0;
    const digits = (<u64>between(p, 0x30, 10) << 32) | <u64>between(p - 32, 0x30, 10);
    let long = twenty(all);
    while (long != 0) {
      const bit = ctz<u64>(long);
      const first = p - 32 + <usize>bit;
      const length = ctz<u64>(~(all >> bit));
      const inside = bit + length < 64;
      let e = first + <usize>length;
      if (!inside) e = extend(e, min(end, first + most), classes);
      const cut = e - first == most;
      if ((!cut && e > limit) || count == capacity) {
        stopped = first;
        return count;
      }
      // Keys and encodings have digits: that spares a look at most long names.
      const named = inside && (digits & (((<u64>1 << length) - 1) << bit)) == 0;
      const flags = named ? 0 : weigh(first, e, start, end, classes);
      if (flags != 0) {
        const at = out + <usize>count * 12;
        store<u32>(at, <u32>first);
        store<u32>(at, <u32>e, 4);
        store<u32>(at, flags, 8);
        count++;
      }
      floor = cut ? e - overlap : e;
      if (!inside) {
        p = floor - 32;
        break;
      }
      all &= ~(((<u64>1 << length) - 1) << bit);
      long = twenty(all);
    }
    previous = p + 32 == floor ? 0 : rough;
    p += 32;
  }
  // What is too short so far may go on behind the end.
  p = end;
  while (p > floor && load<u8>(classes + load<u8>(p - 1)) != NONE) p--;
  stopped = p;
  return count;
}

function extend(e: usize, furthest: usize, classes: usize): usize {
  while (e < furthest && load<u8>(classes + load<u8>(e)) != NONE) e++;
  return e;
}

/** A bit for each of the 32 bytes from `p` on: letters of base64, either alphabet. What stands behind `end` is none. */
// @ts-ignore: decorator
@inline
function letters(p: usize, end: usize): u64 {
  const bits = <u64>(<u32>i8x16.bitmask(isRunLetter(v128.load(p))) | (<u32>i8x16.bitmask(isRunLetter(v128.load(p, 16))) << 16));
  return p + 32 <= end ? bits : bits & ((<u64>1 << (end - p)) - 1);
}

// @ts-ignore: decorator
@inline
function isRunLetter(bytes: v128): v128 {
  const folded = v128.or(bytes, i8x16.splat(0x20));
  const letter = i8x16.lt_u(i8x16.sub(folded, i8x16.splat(0x61)), i8x16.splat(26));
  const digit = i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(0x2b)), i8x16.splat(15));
  const stop = v128.or(i8x16.eq(bytes, i8x16.splat(0x2c)), i8x16.eq(bytes, i8x16.splat(0x2e)));
  return v128.or(v128.or(letter, i8x16.eq(bytes, i8x16.splat(0x5f))), v128.andnot(digit, stop));
}

/** The same for more than the letters of a run: not for blanks, quotes, parentheses, what is no ASCII. */
// @ts-ignore: decorator
@inline
function roughly(p: usize): u64 {
  const stop = i8x16.splat(0x2a);
  return <u64>(<u32>i8x16.bitmask(i8x16.gt_s(v128.load(p), stop)) | (<u32>i8x16.bitmask(i8x16.gt_s(v128.load(p, 16), stop)) << 16));
}

/** A bit where twenty bits in a row begin. */
// @ts-ignore: decorator
@inline
function twenty(bits: u64): u64 {
  bits &= bits >> 1;
  bits &= bits >> 2;
  bits &= bits >> 4;
  bits &= bits >> 8;
  return bits & (bits >> 4);
}

function weigh(p: usize, e: usize, start: usize, end: usize, classes: usize): u32 {
  if (!isMixed(p, e)) return 0;
  let flags: u32 = joints(p, e, start, end, classes);
  if (e - p < SHORTEST_BASE64) return flags;
  if (startsPacked(p)) flags |= PACKED;
  for (let alignment: usize = 0; alignment < 4; alignment++) {
    if (givesText(p + alignment, e, classes)) flags |= 1 << <u32>alignment;
  }
  if (e - p < SHORTEST_HEX) return flags;
  if ((flags & (PACKED | 15)) == 0 && startsDeflate(p, classes)) flags |= PACKED;
  if (startsPackedHex(p)) flags |= PACKED_HEX;
  if (base32GivesText(p, e, classes)) flags |= BASE32;
  if (hexGivesText(p, e, classes)) flags |= HEX_FLAG;
  if (hexGivesText(p + 1, e, classes)) flags |= HEX_FLAG << 1;
  return flags;
}

/** Somewhere in it upper case, lower case and digits take turns as often as in keys and encodings, more often than in words. */
function isMixed(p: usize, e: usize): bool {
  for (; p < e; p += 32) {
    const length = <u32>min(<usize>32, e - p);
    // Of a rest that is short the bytes before it are looked at too.
    const from = length < 16 ? e - 16 : p;
    const known: u32 = length == 32 ? 0xffffffff : (<u32>1 << (length < 16 ? 16 : length)) - 1;
    const lower = between(from, 0x61, 26) & known;
    const upper = between(from, 0x41, 26) & known;
    const digits = between(from, 0x30, 10) & known;
    const inner = known >> 1;
    const figures = (digits ^ (digits >> 1)) & inner;
    const turns = popcnt<u32>((((lower ^ (lower >> 1)) | (upper ^ (upper >> 1))) & inner) | figures);
    if (turns * 5 >= (popcnt<u32>(figures) > 3 ? 1 : 2) * popcnt<u32>(known)) return true;
    // Base32 has few digits; the letters of a text in hexadecimal are mostly digits.
    if (((digits | upper) == known || (digits | lower) == known) && digits != 0) return true;
    if ((digits | ((between(from, 0x61, 6) | between(from, 0x41, 6)) & known)) == known) return true;
  }
  return false;
}

/** A bit for each of 32 bytes: it is one of the `count` from `first` on. */
// @ts-ignore: decorator
@inline
function between(p: usize, first: i8, count: i8): u32 {
  const low = <u32>i8x16.bitmask(i8x16.lt_u(i8x16.sub(v128.load(p), i8x16.splat(first)), i8x16.splat(count)));
  const high = <u32>i8x16.bitmask(i8x16.lt_u(i8x16.sub(v128.load(p, 16), i8x16.splat(first)), i8x16.splat(count)));
  return low | (high << 16);
}

/** Base64 of the first bytes of gzip, zip, zstd, bzip2, xz and, with their most usual levels, zlib. */
function startsPacked(p: usize): bool {
  const four = load<u32>(p);
  if (load<u8>(p) == 101 /* e */) {
    const second = load<u8>(p, 1);
    const third = load<u8>(p, 2);
    return (second == 74 && third >= 119 && third <= 122) || (second == 78 && third >= 111 && third <= 114) || (second == 70 && third >= 52 && third <= 55) || (second == 65 && third >= 69 && third <= 72);
  }
  return four == 0x49733448 || four == 0x44734555 || four == 0x76554c4b || four == 0x6f706c51 || four == 0x3657642f;
}

/** The same in hexadecimal. */
function startsPackedHex(p: usize): bool {
  const eight = load<u64>(p) | FOLD_EIGHT;
  if (eight == 0x3430333062343035 || eight == 0x6466663235623832 || eight == 0x3835613737336466) return true;
  const six = eight & 0xffffffffffff;
  if (six == 0x383062386631 || six == 0x383661353234) return true;
  const four = <u32>eight;
  return four == 0x63393837 || four == 0x31303837 || four == 0x61643837 || four == 0x65353837;
}

/**
 * Base64 of deflate without a header (RFC 1951): a block of fixed codes that begins with text, or one whose first lengths make a
 * complete code. One in a thousand other runs looks so.
 */
function startsDeflate(p: usize, classes: usize): bool {
  const type = bitsAt(p, 1, 2, classes);
  if (type == 1) {
    let position: u32 = 3;
    for (let count = 0; count < 8; count++) {
      const code = reversed(bitsAt(p, position, 8, classes));
      if (code < 0x30 || (code >= 0xc0 && code < 0xc8)) return count > 5;
      if (code >= 0xc0 || !load<u8>(classes + code - 0x30, TEXT)) return false;
      position += 8;
    }
    return true;
  }
  if (type != 2 || bitsAt(p, 3, 5, classes) > 29 || bitsAt(p, 8, 5, classes) > 29) return false;
  let sum: u32 = 0;
  const lengths = bitsAt(p, 13, 4, classes) + 4;
  for (let index: u32 = 0; index < lengths; index++) {
    const length = bitsAt(p, 17 + 3 * index, 3, classes);
    if (length != 0) sum += 128 >> length;
  }
  return sum == 128;
}

/** Bits of what the letters of base64 mean, the lowest of each byte first. */
function bitsAt(p: usize, bit: u32, count: u32, classes: usize): u32 {
  const both = byteAt(p, bit >> 3, classes) | (byteAt(p, (bit >> 3) + 1, classes) << 8);
  return (both >> (bit & 7)) & ((1 << count) - 1);
}

function byteAt(p: usize, index: u32, classes: usize): u32 {
  const group = p + <usize>(index / 3) * 4 + <usize>(index % 3);
  const first = <u32>load<u8>(classes + load<u8>(group));
  const second = <u32>load<u8>(classes + load<u8>(group, 1));
  return ((first << (2 + 2 * (index % 3))) | (second >> (4 - 2 * (index % 3)))) & 255;
}

function reversed(byte: u32): u32 {
  let bits: u32 = 0;
  for (let count = 0; count < 8; count++) {
    bits = (bits << 1) | (byte & 1);
    byte >>= 1;
  }
  return bits;
}

/** Groups of eight letters of base32 (RFC 4648) in one case, from the beginning on, some in a row of them text. */
function base32GivesText(p: usize, e: usize, classes: usize): bool {
  if (between(p, 0x61, 26) != 0 && between(p, 0x41, 26) != 0) return false;
  let groups: u32 = 0;
  for (; p + 8 <= e; p += 8) {
    let bits: u64 = 0;
    let wrong: u32 = 0;
    for (let index: usize = 0; index < 8; index++) {
      const value = <u32>load<u8>(classes + load<u8>(p + index));
      const five = value < 26 ? value : value < 52 ? value - 26 : value - 28;
      wrong |= u32(value >= 52 && (value < 54 || value > 59));
      bits = (bits << 5) | <u64>(five & 31);
    }
    for (let shift: u64 = 0; shift < 40; shift += 8) wrong |= u32(load<u8>(classes + <usize>((bits >> shift) & 255), TEXT) == 0);
    groups = wrong == 0 ? groups + 1 : 0;
    if (groups == 3) return true;
  }
  return false;
}

/** Some groups in a row decode to nothing but text; NUL counts, because text may be UTF-16. */
function givesText(p: usize, e: usize, classes: usize): bool {
  let groups: u32 = 0;
  for (; p + 4 <= e; p += 4) {
    const a = <u32>load<u8>(classes + load<u8>(p));
    const b = <u32>load<u8>(classes + load<u8>(p, 1));
    const c = <u32>load<u8>(classes + load<u8>(p, 2));
    const d = <u32>load<u8>(classes + load<u8>(p, 3));
    const bits = (a << 18) | (b << 12) | (c << 6) | d;
    if (load<u8>(classes + (bits >> 16), TEXT) & load<u8>(classes + ((bits >> 8) & 255), TEXT) & load<u8>(classes + (bits & 255), TEXT)) {
      if (++groups == GROUPS) return true;
    } else groups = 0;
  }
  return false;
}

function hexGivesText(p: usize, e: usize, classes: usize): bool {
  let pairs: u32 = 0;
  for (; p + 2 <= e; p += 2) {
    const high = load<u8>(classes + load<u8>(p), HEX_VALUES);
    const low = load<u8>(classes + load<u8>(p, 1), HEX_VALUES);
    if (((high | low) & NONE) == 0 && load<u8>(classes + ((high << 4) | low), TEXT)) {
      if (++pairs == PAIRS) return true;
    } else pairs = 0;
  }
  return false;
}

/** Is there something at either end that joins the run with what stands beyond? */
function joints(p: usize, e: usize, start: usize, end: usize, classes: usize): u32 {
  let flags: u32 = 0;
  const behind = load<u8>(e);
  const second = load<u8>(e, 1);
  if (isQuote(behind)) {
    flags |= opensBehind(e + 1, end);
  } else if (behind == 92 /* \ */) {
    if (second == 10 || second == 13) flags |= JOINT;
    else if (isQuote(second)) flags |= opensBehind(e + 2, end);
  } else if (behind == 36 /* $ */) {
    if (second == 123 /* { */) flags |= JOINT;
  } else if (behind == 61 /* = */) {
    if (second == 10 || second == 13) flags |= SOFT_BREAK;
  } else if (behind == 10 || behind == 13) {
    const before = p > start ? load<u8>(p - 1) : 10;
    if ((isBlank(before) || isQuote(before)) && goesOn(e, end, classes)) flags |= FOLDED;
  }
  if (p == start) return flags;
  const before = load<u8>(p - 1);
  if (flags & NAME) return 0;
  if (before == 125 /* } */) flags |= JOINT;
  else if (isQuote(before)) flags |= closesBefore(p - 2, start);
  else if (isBlank(before) && brokenBefore(p - 1, start)) flags |= JOINT;
  return flags;
}

/** A line's end, blanks, and a letter of a key. */
function goesOn(p: usize, end: usize, classes: usize): bool {
  const q = skipBlanks(p, end);
  return q < end && load<u8>(classes + load<u8>(q)) != NONE;
}

/** Blanks, perhaps an operator, blanks, and a quote or the end of a template's expression. */
function opensBehind(p: usize, end: usize): u32 {
  let q = skipBlanks(p, end);
  if (load<u8>(q) == 58 /* : */) return NAME;
  if (load<u8>(q) == 125 /* } */) return JOINT;
  const flag: u32 = load<u8>(q) == 44 ? LISTED : JOINT;
  for (let most = 0; most < 2 && q < end && isOperator(load<u8>(q)); most++) q++;
  q = skipBlanks(q, end);
  if (q + 1 < end && isLetter(load<u8>(q)) && isQuote(load<u8>(q + 1))) q++;
  if (q + 1 < end && load<u8>(q) == 92) q++;
  return q < end && isQuote(load<u8>(q)) ? flag : 0;
}

function closesBefore(p: usize, start: usize): u32 {
  let q = skipBlanksBack(p, start);
  if (q > start && isLetter(load<u8>(q))) q--;
  if (load<u8>(q) == 123 /* { */) return JOINT;
  q = skipBlanksBack(q, start);
  const flag: u32 = load<u8>(q) == 44 ? LISTED : JOINT;
  for (let most = 0; most < 2 && q > start && isOperator(load<u8>(q)); most++) q--;
  q = skipBlanksBack(q, start);
  return q >= start && isQuote(load<u8>(q)) ? flag : 0;
}

/** A backslash at the end of the line before. */
function brokenBefore(p: usize, start: usize): bool {
  const q = skipBlanksBack(p, start);
  return q >= start && load<u8>(q) == 92;
}

const MOST_BLANKS: usize = 64;

function skipBlanks(p: usize, end: usize): usize {
  const furthest = min(end, p + MOST_BLANKS);
  while (p < furthest && isBlank(load<u8>(p))) p++;
  return p;
}

function skipBlanksBack(p: usize, start: usize): usize {
  const furthest = p > start + MOST_BLANKS ? p - MOST_BLANKS : start;
  while (p > furthest && isBlank(load<u8>(p))) p--;
  return p;
}

function isBlank(byte: u8): bool {
  return byte == 32 || byte == 9 || byte == 10 || byte == 13;
}

function isQuote(byte: u8): bool {
  return byte == 34 || byte == 39 || byte == 96;
}

function isLetter(byte: u8): bool {
  return (byte | 32) >= 97 && (byte | 32) <= 122;
}

/** `+`, `.`, `&`, `,`, `\` */
function isOperator(byte: u8): bool {
  return byte == 43 || byte == 46 || byte == 38 || byte == 44 || byte == 92;
}
