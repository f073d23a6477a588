// What stands behind an anchor and is not written as rules know it, in AssemblyScript: what it begins may be cut in pieces (`findJoint`), a
// sign that no rule knows may stand between name and value (`findAssigned`), the value may stand before its name (`mayBeTurned`). It is asked
// at every anchor of a rule whose shape is strict, a few hundred times for each line that is one of these.
//
// Before the first byte and behind the last stand NULs, more than are ever looked at. Offsets count from the first byte.

/** Most bytes before an anchor that are looked at. */
const BEFORE: i32 = 144;
/** Bytes behind an anchor in which the first joint must stand, and the value: the rest of a name, a sign, the first piece. */
const REACH: i32 = 96;
/** A piece that has begun there is followed to its end, within so many. */
const FURTHEST: i32 = 352;
/** What Office writes between two parts of a word. */
const LONGEST_TAGS: i32 = 640;
const MOST_BLANKS: i32 = 64;
/** A line that holds more than this is no piece of a key. */
const LONGEST_PIECE: i32 = 128;
const LONGEST_COMMENT: i32 = 80;

// Tables of 256 bytes, as `joints.ts` lays them out.
const KINDS: usize = 0;
const ESCAPED: usize = 256;
const PREFIXES: usize = 512;
const SINGLE: usize = 768;
const CLOSERS: usize = 1024;
const VALUE_KINDS: usize = 1280;
const NO_TEXT: usize = 1536;
const IN_NAME: usize = 1792;
const OPENS: usize = 2048;
const BRACKETS: usize = 2304;
const FIELD_ENDS: usize = 2560;

// What a byte is to a joint; a backslash, `^` of cmd and `%` of TeX are what a line may end with to go on in the next.
const LETTER: u32 = 1;
const QUOTE: u32 = 2;
const BROKEN: u32 = 3;
const LINE_END: u32 = 4;
const DOLLAR: u32 = 5;
const BLANK: u32 = 6;
/** Ends what belongs to an anchor. */
const STOP: u32 = 7;
const TAG: u32 = 8;

// What is told; the first of them are joints.
const NONE: u32 = 0;
const JOINED: u32 = 1;
const LISTED: u32 = 2;
const ESCAPES: u32 = 3;
const FOLDED: u32 = 4;
const MARKUP: u32 = 5;
const TURNED: u32 = 6;
const COUNTED: u32 = 7;
const LIKELY: u32 = 8;
const LIKELY_OR_TURNED: u32 = 9;

let tables: usize = 0;
let input: usize = 0;
let length: i32 = 0;
let rows: usize = 0;
let rowCount: u32 = 0;

/**
 * @param bytes address of the first byte; `size`: how many
 * @param anchors i32s, by rising offset
 * @param from what stands before it, behind the last anchor, has been searched for joints
 * @param out rows (what, two offsets, a third) of i32s: a joint (where), `TURNED` (anchor), `COUNTED` (start and end of what stands between name
 * and value, end of the value), `LIKELY` (start, end), `LIKELY_OR_TURNED` (start, end, anchor); up to two for each anchor
 * @returns how many; `searchedTo()` tells where joints have been searched now
 */
export function joinsBehind(classes: usize, bytes: usize, size: i32, anchors: usize, count: u32, from: i32, out: usize): u32 {
  tables = classes;
  input = bytes;
  length = size;
  rows = out;
  rowCount = 0;
  searched = from;
  for (let index: u32 = 0; index < count; index++) lookBehind(load<i32>(anchors + (<usize>index << 2)));
  return rowCount;
}

let searched: i32 = 0;

export function searchedTo(): i32 {
  return searched;
}

function lookBehind(anchor: i32): void {
  if (anchor + REACH > searched) {
    const joint = findJoint(max(anchor, searched), anchor + REACH);
    if (joint != NONE) tell(joint, stopped, 0, 0);
    searched = joint == NONE ? stopped : stopped + 1;
  }
  const assigned = findAssigned(anchor);
  if (assigned == COUNTED) tell(COUNTED, glueStart, glueEnd, valueEnd);
  else if (assigned == LIKELY) tell(mayBeTurned(anchor) ? LIKELY_OR_TURNED : LIKELY, glueStart, glueEnd, anchor);
  else if (mayBeTurned(anchor)) tell(TURNED, anchor, 0, 0);
}

function tell(what: u32, first: i32, second: i32, third: i32): void {
  const row = rows + (<usize>rowCount << 4);
  store<u32>(row, what);
  store<i32>(row, first, 4);
  store<i32>(row, second, 8);
  store<i32>(row, third, 12);
  rowCount++;
}

// @ts-ignore: decorator
@inline
function byteAt(offset: i32): u32 {
  return load<u8>(input + offset);
}

// @ts-ignore: decorator
@inline
function kindAt(offset: i32): u32 {
  return load<u8>(tables + load<u8>(input + offset), KINDS);
}

// @ts-ignore: decorator
@inline
function isIn(table: usize, byte: u32): bool {
  return load<u8>(tables + table + byte) != 0;
}

// ---- joints

let stopped: i32 = 0;

/** The first joint in `[from, to)`, or at the end of the piece that goes on there. `stopped`: where it stands; none: up to where none is. */
function findJoint(from: i32, to: i32): u32 {
  let end = min(to, length - 1);
  const furthest = min(to + FURTHEST - REACH, length - 1);
  for (let at = max(1, from); at < end; at++) {
    const kind = kindAt(at);
    if (kind == LETTER && at == end - 1 && end < furthest) end++;
    if (kind < QUOTE || kind == BLANK) continue;
    if (kind == STOP) {
      stopped = at;
      return NONE;
    }
    if (kindAt(at - 1) != LETTER) continue;
    const joint = jointAt(at, kind);
    if (joint != NONE) {
      stopped = at;
      return joint;
    }
  }
  stopped = to;
  return NONE;
}

function jointAt(at: i32, kind: u32): u32 {
  if (kind == QUOTE) return opensBehind(at, at + 1);
  if (kind == DOLLAR) return byteAt(at + 1) == 0x7b && kindAt(skipBlanks(at + 2)) == QUOTE ? JOINED : NONE;
  if (kind == LINE_END) return goesOnAlone(at) ? FOLDED : NONE;
  if (kind == TAG) return goesOnBehindTags(at) ? MARKUP : NONE;
  const next = kindAt(at + 1);
  if (next == QUOTE) return opensBehind(at, at + 2);
  if (next == LINE_END) return JOINED;
  return byteAt(at) == 0x5c && isIn(ESCAPED, byteAt(at + 1)) && isKey(at, at + 2) ? ESCAPES : NONE;
}

/** Blanks, perhaps an operator, blanks, and a quote of the same kind that a letter stands behind. */
function opensBehind(closing: i32, from: i32): u32 {
  let at = skipGap(from);
  const first = byteAt(at);
  // The end of an expression in a template.
  if (first == 0x7d /* } */) return kindAt(at + 1) == LETTER || byteAt(at + 1) == 0x24 || byteAt(at + 1) == 0x60 ? JOINED : NONE;
  // A line of a list that nothing parts: MATLAB's `...`.
  const isOpen = first == 0x2c && isDots(skipBlanks(at + 1));
  if (isOpen) at = skipBlanks(skipBlanks(at + 1) + 3);
  // The end of a call that the literal stands in: `std::string("…") + "…"`.
  if (first == 0x29 /* ) */) at = skipBlanks(at + 1);
  const appended = skipAppending(at);
  at = skipGap(appended < 0 ? skipOperator(at) : appended);
  // The sign that breaks a line behind an operator: `_` of Visual Basic, a backtick of PowerShell.
  if ((byteAt(at) == 0x5f || byteAt(at) == 0x60) && kindAt(at + 1) == LINE_END) at = skipBlanks(at + 1);
  for (const furthest = at + 2; at < furthest && isIn(PREFIXES, byteAt(at)); ) at++;
  if (byteAt(at) == 0x5c) at++;
  if (kindAt(at) != QUOTE || (byteAt(at) != byteAt(from - 1) && at > from)) return NONE;
  if (!isKey(closing, at + 1)) return NONE;
  if (first != 0x2c /* , */ || isOpen) return JOINED;
  return isWhole(closing) ? LISTED : NONE;
}

function isDots(at: i32): bool {
  return byteAt(at) == 0x2e && byteAt(at + 1) == 0x2e && byteAt(at + 2) == 0x2e;
}

function skipOperator(at: i32): i32 {
  const first = byteAt(at);
  const next = byteAt(at + 1);
  if (first == 0x2e /* . */) {
    const eight = load<u64>(input + at);
    return eight == CONCAT || eight == APPEND ? at + 8 : next == 0x2e ? at + 2 : at + 1;
  }
  if (first == 0x2b /* + */) return next == 0x2b ? at + 2 : at + 1;
  if (first == 0x7c /* | */) return next == 0x7c ? at + 2 : at;
  if (first == 0x3c /* < */) return next == 0x3c || next == 0x3e ? at + 2 : at;
  if (isCapital(first)) return skipMacro(at);
  return isIn(SINGLE, first) ? at + 1 : at;
}

/** `.concat(` and `.append(`, little-endian. */
const CONCAT: u64 = 0x287461636e6f632e;
const APPEND: u64 = 0x28646e657070612e;

/** The name of a macro that stands between two literals. */
function skipMacro(from: i32): i32 {
  let at = from;
  while (at < from + MOST_BLANKS && (isCapital(byteAt(at)) || byteAt(at) == 0x5f || isDigit(byteAt(at)))) at++;
  return at > from + 2 && kindAt(at) == BLANK ? at : from;
}

// @ts-ignore: decorator
@inline
function isCapital(byte: u32): bool {
  return byte - 0x41 < 26;
}

// @ts-ignore: decorator
@inline
function isDigit(byte: u32): bool {
  return byte - 0x30 < 10;
}

/** A statement that goes on with the same variable: `; key += `, `; $key .= `, `; append(`. @returns -1: it is none */
function skipAppending(from: i32): i32 {
  let at = from;
  if (byteAt(at) == 0x3b /* ; */) at = skipBlanks(at + 1);
  if (byteAt(at) == 0x24 /* $ */) at++;
  const start = at;
  while (at < start + MOST_BLANKS && isNameByte(byteAt(at))) at++;
  if (at == start) return -1;
  if (byteAt(at) == 0x28 /* ( */ && isAppending(at)) return at + 1;
  at = skipBlanks(at);
  const two = load<u16>(input + at);
  return two == 0x3d2b /* += */ || two == 0x3d2e /* .= */ || two == 0x3c3c /* << */ ? at + 2 : -1;
}

/** `ppend`, `write` or `push` ends there. */
function isAppending(at: i32): bool {
  const four = load<u32>(input + at - 4);
  if (four == 0x68737570 /* push */) return true;
  const before = byteAt(at - 5);
  return (before == 0x70 && four == 0x646e6570 /* pend */) || (before == 0x77 && four == 0x65746972 /* rite */);
}

function isNameByte(byte: u32): bool {
  return load<u8>(tables + byte, KINDS) == LETTER && byte != 0x2b && byte != 0x2f && byte != 0x3d && byte != 0x7e && byte != 0x2d;
}

/** Pieces that are side by side in a text: as long as those of keys, with a digit in them, which few words have, or letters without end. */
function isKey(end: i32, start: i32): bool {
  let digits = 0;
  let at = end - 1;
  for (const floor = max(0, end - MOST_BLANKS); at >= floor && kindAt(at) == LETTER; at--) if (isDigit(byteAt(at))) digits++;
  const before = end - 1 - at;
  if (before <= 1) return false;
  at = start;
  for (const ceiling = start + MOST_BLANKS; at < ceiling && kindAt(at) == LETTER; at++) if (isDigit(byteAt(at))) digits++;
  if (at == start || before + at - start < LEAST_LETTERS) return false;
  return digits > 0 || (isLongWord(end - before, end) && isLongWord(start, at));
}

const LEAST_LETTERS: i32 = 12;

/** Longer than words are, with no sign in it. */
function isLongWord(from: i32, to: i32): bool {
  let letters = 0;
  for (let at = to - 1; at >= from && letters < LONG_WORD; at--) letters = isCapital(byteAt(at)) || isCapital(byteAt(at) - 0x20) ? letters + 1 : 0;
  return letters >= LONG_WORD;
}

const LONG_WORD: i32 = 15;

/** The piece that ends here is a literal of its own. */
function isWhole(end: i32): bool {
  let at = end - 1;
  while (at > 0 && at > end - LONGEST_PIECE && kindAt(at) == LETTER) at--;
  return kindAt(at) == QUOTE;
}

/** Tags, and directly behind them more of the word. */
function goesOnBehindTags(from: i32): bool {
  let at = from;
  const furthest = min(length, from + LONGEST_TAGS);
  while (at < furthest && kindAt(at) == TAG) {
    while (at < furthest && byteAt(at) != 0x3e) at++;
    at++;
  }
  return at < furthest && isKey(from, at);
}

/** A line's end, an indentation or the mark of a quoted line, and a line that holds one word of a key's letters and nothing else. */
function goesOnAlone(from: i32): bool {
  let at = byteAt(from) == 0x0d ? from + 1 : from;
  if (byteAt(at) != 0x0a) return false;
  at++;
  // The mark of a line in a difference.
  if (byteAt(at) == 0x2b && kindAt(at + 1) == BLANK) at++;
  const start = at;
  while (at < start + MOST_BLANKS && (kindAt(at) == BLANK || byteAt(at) == 0x3e || byteAt(at) == 0x23)) at++;
  if (at == start) return false;
  const first = at;
  while (at < first + LONGEST_PIECE && kindAt(at) == LETTER) at++;
  if (!isKey(from, first)) return false;
  if (kindAt(at) == QUOTE) at++;
  return at >= length || kindAt(at) == LINE_END || isIn(CLOSERS, byteAt(at));
}

function skipBlanks(from: i32): i32 {
  let at = from;
  while (at < from + MOST_BLANKS && (kindAt(at) == BLANK || kindAt(at) == LINE_END)) at++;
  return at;
}

/** Blanks, and comments among them. */
function skipGap(from: i32): i32 {
  let at = skipBlanks(from);
  for (let count = 0; count < 3; count++) {
    const end = endOfComment(at);
    if (end < 0) return at;
    at = skipBlanks(end);
  }
  return at;
}

/** -1: there is none. */
function endOfComment(from: i32): i32 {
  const first = byteAt(from);
  const second = byteAt(from + 1);
  const isBlock = first == 0x2f && second == 0x2a;
  if (!isBlock && first != 0x23 /* # */ && !((first == 0x2f || first == 0x2d) && second == first)) return -1;
  for (let at = from + 2; at < from + LONGEST_COMMENT; at++) {
    if (isBlock ? byteAt(at) == 0x2a && byteAt(at + 1) == 0x2f : byteAt(at) == 0x0a) return isBlock ? at + 2 : at + 1;
  }
  return -1;
}

// ---- what stands between a name and its value

/** Letters by which a word is a value. */
const LEAST_VALUE: i32 = 16;
/** Of one in quotes, or one that is counted. */
const LEAST_LITERAL: i32 = 12;
const LONGEST_LITERAL: i32 = 160;
/** Bytes behind a name in which the length of its value stands. */
const FURTHEST_COUNT: i32 = 10;
/** Letters in a row among them, which say of what type the value is, and its length. */
const MOST_MARKS: i32 = 4;
const MOST_LINES: i32 = 2;
const LONGEST_FIELD: i32 = 16;
const LONGEST_NAME: i32 = 64;

// What a byte is to a value.
const PLAIN: u32 = 1;
const DIGIT: u32 = 3;

let glueStart: i32 = 0;
let glueEnd: i32 = 0;
let valueEnd: i32 = 0;

// @ts-ignore: decorator
@inline
function valueKind(offset: i32): u32 {
  return load<u8>(tables + load<u8>(input + offset), VALUE_KINDS);
}

// @ts-ignore: decorator
@inline
function isQuote(byte: u32): bool {
  return byte == 0x22 || byte == 0x27;
}

// @ts-ignore: decorator
@inline
function isInName(offset: i32): bool {
  return load<u8>(tables + load<u8>(input + offset), IN_NAME) != 0;
}

/** `COUNTED`, or `LIKELY`: a value stands there, and the engine is to say whether what stands between the two assigns it. */
function findAssigned(anchor: i32): u32 {
  let start = anchor;
  while (start < anchor + LONGEST_NAME && isInName(start)) start++;
  if (start == anchor || start - anchor == LONGEST_NAME || start >= length) return NONE;
  const opening = byteAt(start);
  if (!isIn(OPENS, opening)) return NONE;
  glueStart = start;
  if (isCounted(start)) return COUNTED;
  // In bytes that are no text nothing else stands between the two.
  if (isUsual(start) || (opening < 0x20 && isIn(NO_TEXT, opening))) return NONE;
  const value = findValue(start, anchor + REACH);
  if (value <= start) return NONE;
  glueEnd = skipMark(value);
  return LIKELY;
}

/** A value whose length stands before it: as a byte, in what programs write for each other, or as digits behind the name (bencode). */
function isCounted(start: i32): bool {
  if (byteAt(start) == 0x3a /* : */) {
    let first = start;
    while (first > start - 4 && valueKind(first - 1) == DIGIT) first--;
    let count = 0;
    for (let at = first; at < start; at++) count = count * 10 + <i32>byteAt(at) - 0x30;
    return isValue(start + 1, count) && setCounted(first, start + 1, count);
  }
  let strange = false;
  let plain = 0;
  for (let at = start; at < start + FURTHEST_COUNT; at++) {
    const byte = byteAt(at);
    const isStrange = isIn(NO_TEXT, byte);
    if (isStrange) strange = true;
    // The text that follows on a name in a table of texts has no length before it.
    plain = isStrange ? 0 : plain + 1;
    if (!strange || plain > MOST_MARKS) return false;
    // A number of Ruby's is five more than it means.
    const count = isValue(at + 1, byte) ? <i32>byte : <i32>byte - 5;
    if (count != <i32>byte && !isValue(at + 1, count)) continue;
    // Java's mark of a text stands before the two bytes of its length.
    return setCounted(byteAt(start) == 0 && byteAt(start - 1) == 0x74 ? start - 1 : start, at + 1, count);
  }
  return false;
}

function setCounted(start: i32, end: i32, count: i32): bool {
  glueStart = start;
  glueEnd = end;
  valueEnd = end + count;
  return true;
}

/** So many signs without a blank, a digit among them. */
function isValue(from: i32, count: i32): bool {
  if (count < LEAST_LITERAL || count > LONGEST_LITERAL || from + count > length) return false;
  let hasDigit = false;
  for (let at = from; at < from + count; at++) {
    const byte = byteAt(at);
    if (byte <= 0x20 || byte > 0x7e) return false;
    if (isDigit(byte)) hasDigit = true;
  }
  return hasDigit;
}

// @ts-ignore: decorator
@inline
function skipSpaces(from: i32): i32 {
  let at = from;
  while (byteAt(at) == 0x20) at++;
  return at;
}

/** A sign of the usual kind with a literal behind it, or a list of names: nearly every name, told without more ado. */
function isUsual(from: i32): bool {
  let at = skipSpaces(isQuote(byteAt(from)) ? from + 1 : from);
  const sign = byteAt(at);
  if (sign == 0x2c /* , */) {
    at = skipSpaces(at + 1);
    return valueKind(at) != PLAIN && !isField(at);
  }
  if (sign != 0x3a /* : */ && sign != 0x3d /* = */) return false;
  at++;
  if (byteAt(at) == 0x3d || byteAt(at) == 0x3e) at++;
  at = skipSpaces(at);
  return isQuote(byteAt(at)) && byteAt(at + 1) != byteAt(at);
}

/** A name in quotes and a colon: the next field of an object. */
function isField(from: i32): bool {
  let at = from + 1;
  while (at < from + LONGEST_FIELD && isInName(at)) at++;
  return isQuote(byteAt(from)) && byteAt(at) == byteAt(from) && (byteAt(at + 1) == 0x3a || byteAt(at + 2) == 0x3a);
}

/** Where the first word or literal begins that is long enough and has a digit, in the statement that begins there; -1: there is none. */
function findValue(from: i32, to: i32): i32 {
  let start = from;
  let hasDigit = false;
  let lines = 0;
  for (let at = from; start < to; at++) {
    const byte = byteAt(at);
    const kind = valueKind(at);
    if (kind == PLAIN || kind == DIGIT) {
      if (kind == DIGIT) hasDigit = true;
      if (hasDigit && at - start + 1 >= LEAST_VALUE) return start;
      if (at - start > 4 * LEAST_VALUE) return -1;
      continue;
    }
    if (isQuote(byte) && opensLiteral(at)) return at + 1;
    if (byte == 0x3b && at > from && !goesOnBehind(at)) return -1;
    if (at >= length || (byte == 0x0a && ++lines > MOST_LINES)) return -1;
    start = at + 1;
    hasDigit = false;
  }
  return -1;
}

/** One word in quotes, whatever signs it has; not what stands between the name's own closing quote and the next. */
function opensLiteral(from: i32): bool {
  const opening = byteAt(from);
  // Within the quotes they open a raw text, or are a mark of its margin.
  if (isIn(BRACKETS, byteAt(from + 1))) return false;
  let hasDigit = false;
  for (let at = from + 1; at <= from + LONGEST_LITERAL; at++) {
    const byte = byteAt(at);
    if (byte == opening) return hasDigit && at - from > LEAST_LITERAL;
    if (byte <= 0x20 || byte > 0x7e || isQuote(byte) || byte == 0x5c || byte == 0x3e) return false;
    if (isDigit(byte)) hasDigit = true;
  }
  return false;
}

/** A semicolon ends a statement; that of a property in braces (`get; set;`), of a type (`[u8; 40]`) or of an entity (`&nbsp;`) ends none. */
function goesOnBehind(at: i32): bool {
  if (byteAt(at - 1) == 0x74 || (byteAt(at + 1) == 0x20 && isDigit(byteAt(at + 2)))) return true;
  let first = at - 1;
  while (first > at - 7 && (isInName(first) || byteAt(first) == 0x23)) first--;
  return byteAt(first) == 0x26;
}

/** What opens the value and is written as it: a sign, what was added in a difference of words, the default of a shell's variable, a NUL that ends the name. */
function skipMark(value: i32): i32 {
  const first = byteAt(value);
  const before = byteAt(value - 1);
  if ((first == 0x2b && before == 0x7b) || (first == 0x2d && before == 0x3a)) return value + 1;
  if (first == 0x30 && byteAt(value + 1) == 0x30 && before == 0x5c) return value + 2;
  let at = value;
  while (byteAt(at) == 0x3d) at++;
  return at;
}

// ---- a value before its name

const FURTHEST_PIPE: i32 = 72;

/** May the anchor belong to a name whose value stands before it? */
function mayBeTurned(anchor: i32): bool {
  let start = anchor;
  while (start > 0 && start > anchor - LONGEST_NAME && isInName(start - 1)) start--;
  const before = byteAt(start - 1);
  if (before == 0x20) return isPiped(start - 1);
  return isQuote(before) && isInField(start - 2, anchor - BEFORE);
}

/** A sign, and the name of a field before it. */
function isInField(from: i32, floor: i32): bool {
  let at = from;
  while (at > floor && (byteAt(at) == 0x20 || byteAt(at) == 0x40 /* @ */)) at--;
  if (byteAt(at) != 0x3a && byteAt(at) != 0x3d) return false;
  at--;
  while (at > floor && (byteAt(at) == 0x20 || isQuote(byteAt(at)))) at--;
  return isIn(FIELD_ENDS, byteAt(at));
}

/** A pipe on the same line, and a quote before it. */
function isPiped(from: i32): bool {
  for (let at = from; at > from - FURTHEST_PIPE; at--) {
    const byte = byteAt(at);
    if (byte == 0x0a || isQuote(byte)) return false;
    if (byte == 0x7c) return isQuote(byteAt(at - 1)) || isQuote(byteAt(at - 2));
  }
  return false;
}
