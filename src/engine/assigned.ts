// Is what an anchor begins the name of a value behind a sign that no pattern of a rule writes out? `name : constant String := "…"`,
// `*name* "…"`, `name = {|…|}`, `name = <<EOT`: languages have hundreds of them. Such a stretch between name and value is read as `="`,
// which every rule knows. What tells a value is that a long word with a digit stands where a literal opens, and nothing before it on its line is one.

import { readBytes } from '../model/sequel.js';

/** Bytes behind an anchor in which the value must begin: the rest of the name, and what stands between the two. */
export const assignedReach = 96;
/** Letters by which a word is a value. */
const leastValue = 16;
/** Of one in quotes, or one that is counted. */
const leastLiteral = 12;
const longestLiteral = 160;
/** Bytes behind a name in which the length of its value stands. */
const furthestCount = 10;
/** Letters in a row among them, which say of what type the value is, and its length. */
const mostMarks = 4;
const mostLines = 2;
const longestField = 16;
const longestName = 64;

const other = 0;
const letter = 1;
const digit = 3;
const breaks = 4;
const kinds = readBytes('AZaz', '_-.+/=~');
for (let code = 0x30; code <= 0x39; code += 1) kinds[code] = digit;
for (const sign of '\r\n') kinds[sign.charCodeAt(0)] = breaks;
const noText = readBytes('\0\x08\x0b\x0c\x0e\x1f\x80\xff');
export const inName = readBytes('AZaz09', '_-.');
/** What may stand behind the name; bytes that are no text among it. */
const opens = readBytes('\0\x08\x0b\x0c\x0e\x1f\x7f\xff', ' \t\r\n"\'`:=*)]}|;\\<{(,&');

/** What stands between a name and its value; offsets in the bytes. */
export interface Assigned {
  readonly start: number;
  readonly end: number;
  /** Where the value ends, if its length stands before it. */
  readonly until?: number;
  /** It says too little for a rule that reads almost anything. */
  readonly loose: boolean;
}

/** @param anchor where a rule's anchor stands */
export function findAssigned(bytes: Uint8Array, anchor: number): Assigned | undefined {
  let start = anchor;
  while (start < anchor + longestName && inName[bytes[start] ?? 0] === 1) start += 1;
  if (start === anchor || start - anchor === longestName || start >= bytes.length) return undefined;
  if (opens[bytes[start] ?? 0] === 0) return undefined;
  const counted = findCounted(bytes, start);
  if (counted !== undefined) return counted;
  // In bytes that are no text nothing else stands between the two.
  if (isUsual(bytes, start) || (noText[bytes[start] ?? 0] === 1 && (bytes[start] ?? 0) < 0x20)) return undefined;
  const value = findValue(bytes, start, anchor + assignedReach);
  if (value === undefined || value === start) return undefined;
  const end = skipMark(bytes, value);
  const glue = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1');
  if (strangeSigns.test(glue) || usual.test(glue)) return undefined;
  return unusual.test(glue) ? { start, end, loose: false } : loose.test(glue) ? { start, end, loose: true } : undefined;
}

/** A value whose length stands before it: as a byte, in what programs write for each other, or as digits behind the name (bencode). */
function findCounted(bytes: Uint8Array, start: number): Assigned | undefined {
  if (bytes[start] === 0x3a /* : */) {
    let first = start;
    while (first > start - 4 && kinds[bytes[first - 1] ?? 0] === digit) first -= 1;
    const count = Number(Buffer.from(bytes.buffer, bytes.byteOffset + first, start - first).toString('latin1'));
    return isWhole(bytes, start + 1, count) ? { start: first, end: start + 1, until: start + 1 + count, loose: true } : undefined;
  }
  let strange = false;
  let plain = 0;
  for (let at = start; at < start + furthestCount; at += 1) {
    const byte = bytes[at] ?? 0;
    strange ||= noText[byte] === 1;
    // The text that follows on a name in a table of texts has no length before it.
    plain = noText[byte] === 1 ? 0 : plain + 1;
    if (!strange || plain > mostMarks) return undefined;
    // A number of Ruby's is five more than it means.
    const count = isWhole(bytes, at + 1, byte) ? byte : byte - 5;
    if (count !== byte && !isWhole(bytes, at + 1, count)) continue;
    // Java's mark of a text stands before the two bytes of its length.
    return { start: bytes[start] === 0 && bytes[start - 1] === 0x74 ? start - 1 : start, end: at + 1, until: at + 1 + count, loose: true };
  }
  return undefined;
}

/** So many signs without a blank, a digit among them. */
function isWhole(bytes: Uint8Array, from: number, count: number): boolean {
  if (count < leastLiteral || count > longestLiteral || from + count > bytes.length) return false;
  let hasDigit = false;
  for (let at = from; at < from + count; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte <= 0x20 || byte > 0x7e) return false;
    hasDigit ||= kinds[byte] === digit;
  }
  return hasDigit;
}

/** A sign of the usual kind with a literal behind it, or a list of names: nearly every name, told without more ado. */
function isUsual(bytes: Uint8Array, from: number): boolean {
  let at = isQuote(bytes[from]) ? from + 1 : from;
  while (bytes[at] === 0x20) at += 1;
  const sign = bytes[at];
  if (sign === 0x2c /* , */) {
    at += 1;
    while (bytes[at] === 0x20) at += 1;
    return kinds[bytes[at] ?? 0] !== letter && !isField(bytes, at);
  }
  if (sign !== 0x3a /* : */ && sign !== 0x3d /* = */) return false;
  at += 1;
  if (bytes[at] === 0x3d || bytes[at] === 0x3e) at += 1;
  while (bytes[at] === 0x20) at += 1;
  return isQuote(bytes[at]) && bytes[at + 1] !== bytes[at];
}

/** A name in quotes and a colon: the next field of an object. */
function isField(bytes: Uint8Array, from: number): boolean {
  let at = from + 1;
  while (at < from + longestField && inName[bytes[at] ?? 0] === 1) at += 1;
  return isQuote(bytes[from]) && bytes[at] === bytes[from] && (bytes[at + 1] === 0x3a || bytes[at + 2] === 0x3a);
}

export function isQuote(byte: number | undefined): boolean {
  return byte === 0x22 || byte === 0x27;
}

/** Where the first word or literal begins that is long enough and has a digit, in the statement that begins there. */
function findValue(bytes: Uint8Array, from: number, to: number): number | undefined {
  let start = from;
  let hasDigit = false;
  let lines = 0;
  for (let at = from; start < to; at += 1) {
    const byte = bytes[at] ?? 0;
    const kind = kinds[byte] ?? other;
    if (kind === letter || kind === digit) {
      hasDigit ||= kind === digit;
      if (at - start + 1 >= leastValue && hasDigit) return start;
      if (at - start > 4 * leastValue) return undefined;
      continue;
    }
    if (isQuote(byte) && opensLiteral(bytes, at)) return at + 1;
    if (byte === 0x3b && at > from && !goesOnBehind(bytes, at)) return undefined;
    if (at >= bytes.length || (kind === breaks && byte === 0x0a && (lines += 1) > mostLines)) return undefined;
    start = at + 1;
    hasDigit = false;
  }
  return undefined;
}

/** One word in quotes, whatever signs it has; not what stands between the name's own closing quote and the next. */
function opensLiteral(bytes: Uint8Array, from: number): boolean {
  const opening = bytes[from];
  if (brackets[bytes[from + 1] ?? 0] === 1) return false;
  let hasDigit = false;
  for (let at = from + 1; at <= from + longestLiteral; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === opening) return hasDigit && at - from > leastLiteral;
    if (byte <= 0x20 || byte > 0x7e || isQuote(byte) || byte === 0x5c || byte === 0x3e) return false;
    hasDigit ||= kinds[byte] === digit;
  }
  return false;
}

/** Within the quotes they open a raw text, or are a mark of its margin. */
const brackets = readBytes('', '([{<|');

/** A semicolon ends a statement; that of a property in braces (`get; set;`), of a type (`[u8; 40]`) or of an entity (`&nbsp;`) ends none. */
function goesOnBehind(bytes: Uint8Array, at: number): boolean {
  if (bytes[at - 1] === 0x74 || (bytes[at + 1] === 0x20 && kinds[bytes[at + 2] ?? 0] === digit)) return true;
  let first = at - 1;
  while (first > at - 7 && (inName[bytes[first] ?? 0] === 1 || bytes[first] === 0x23)) first -= 1;
  return bytes[first] === 0x26;
}

/** What opens the value and is written as it: a sign, what was added in a difference of words, the default of a shell's variable, a NUL that ends the name. */
function skipMark(bytes: Uint8Array, value: number): number {
  const before = bytes[value - 1];
  if ((bytes[value] === 0x2b && before === 0x7b) || (bytes[value] === 0x2d && before === 0x3a)) return value + 1;
  if (bytes[value] === 0x30 && bytes[value + 1] === 0x30 && before === 0x5c) return value + 2;
  let at = value;
  while (bytes[at] === 0x3d) at += 1;
  return at;
}

const strangeSigns = /[\0-\x08\x0e-\x1f]/;
const quote = `["'${'`'}]`;
const closing = String.raw`\\{0,3}${quote}?[\])}]{0,2}`;
/** What the rules' own macro reads; more is no harm, only time. */
const usual = new RegExp(String.raw`^(?:\\{0,3}${quote}?[\])]{0,2}[ \t]{0,16}[:=>,|?+]{1,2}[ \t]{0,8}[\[({]{0,2}\\{0,3}${quote}?|[ \t]{1,4})$`);

/** No other literal, no end of a statement or sentence, no second name that is assigned to. */
const noOther = (ends: string): string => String.raw`(?!.*=[ \t]*[\w.]+[ \t]+[\w.:-]+[ \t]*=)(?!.*(?:&&|(?<!\()\|\|(?!=)|${ends})|.*\b(?:and|if|then|else)\b)`;
/** And no call of what may do anything with it. */
const plainGlue = String.raw`(?!.*(?<!\b(?:TEXT|_T|L|[Ss]ome|[Jj]ust|[Ss]tr|[Ss]tring|[Ss]ecret|[Vv]alue|[Bb]ytes|of|from|set|put|add|lit|raw))\([ ]{0,2}${quote}$)`
  + String.raw`${noOther('[.?!][ ]')}(?=[^=:(|]{0,40}[=:(|]|[^\w]{0,12}(?:\w{1,12}[^\w]{1,8}){0,2}$)`
  + String.raw`(?:[^"'${'`'}\r\n;,{}]|\{[^{}"'\r\n]{0,40}\}|,[ ]{0,2}(?=default|value)){1,80}`;
const unusual = new RegExp([
  // a literal: `: []const u8 = "`   `* "`   `{ get; set; } = "`   `").unwrap_or_else(|_| "`
  String.raw`^${closing}${plainGlue}${quote}$`,
  // a raw text, in a sign of its own: `= R"(`   `= {|`   `) {`
  String.raw`^[^"'\r\n;,]{0,40}(?:\bR"\w{0,8}\(|\{\w{0,8}\||\[=*\[|\)[ ]\{)$`,
  // the lines behind: `= <<EOT`
  String.raw`^[ \t]*=?>?[ \t]*\(?<<[<~-]?[ ]?${quote}?\w{1,20}${quote}?[^\r\n;]{0,20}\r?\n[ \t]{0,40}$`,
  // attributes of an element: ` xsi:type="xsd:string">`
  String.raw`^(?:[ ][\w:]{1,24}="[^"<>\r\n]{0,48}"){1,3}>$`,
  // a command of a log, words that were exchanged: `]`   `;issecret=true]`   `=[-…-]{+`
  String.raw`^(?:;\w{1,16}=\w{1,16}){0,3}\]$`,
  String.raw`^[ \t]*[:=][ \t]*["']?\[-[^\r\n]{0,60}-\]\{\+?$`,
].join('|'));

/** A call that makes something else of what it is given, or gets it from there. */
const elsewhere = '(?:hash|md5|sha[0-9]|digest|sum|load|read|open|file|path|fetch|find|require|import|commit|rev|tag|lookup|resolve|exec|match|with|split|replace|get|delete|remove|has)';
const looseGlue = String.raw`(?!.*${elsewhere}[\w.:]{0,12}\([ ]{0,2}${quote}$)(?!.*\b(?:commit|hash|revision)\b)${noOther(String.raw`[.!][ ]|\?[ ](?!["'])`)}`
  + String.raw`(?=[^=:(|]{0,40}[=:(|]|[^\w]{0,12}(?:\w{1,12}[^\w]{1,8}){0,4}$)`
  + String.raw`(?:[^"'${'`'}\r\n;,{}]|\{[^{}"'\r\n]{0,40}\}|\[[^\];"']{1,12};[^\];"']{1,8}\]|,[ ]{0,2}(?=\w{0,12}(?:default|value))){1,80}(?:\{[ ]?(?:\w{1,12}\()?)?`;
const attribute = String.raw`[ \t\r\n]{1,24}[\w:.-]{1,24}=["'][^"'<>\r\n]{0,60}["']`;
/** What says less: enough for a rule whose shape is strict. */
const loose = new RegExp([
  // a literal: ` TYPE string VALUE '`   `: z.string().default('`   ` by lazy { "`   ` s" `   in braces: `{"`
  String.raw`^${closing}${looseGlue}${quote}[ ]?$`,
  String.raw`^[\])]{0,2}[ ]?\{[ ]?[@LuU]?${quote}$`,
  // a further argument: `"), "`   `", p_value => "`
  String.raw`^${closing}(?<=[\])}]),[ ]{0,2}${quote}$`,
  String.raw`^\\{0,3}${quote},[ ]{0,2}\w{0,12}(?:default|value)\w{0,6}[ ]{0,2}[:=]>?[ ]{0,2}${quote}$`,
  // a field of its own: `","v":"`   `", "type": "string", "data": {"text": "`   on the next line: `: `
  String.raw`^\\{0,3}${quote},[ ]?(?:["']\w{1,12}["'][ ]?:[ ]?["'\w][\w ]{0,16}["']?,[ ]?){0,3}["'](?:v|val|\w{0,12}value|data|text|content|default|secret)["'][ ]?:[ ]?(?:\{[ ]?["']\w{1,16}["'][ ]?:[ ]?)?["']$`,
  String.raw`^\r?\n[ \t]{0,24}:[ \t]{1,4}["']?$`,
  // a default or a format of a shell: `=${1:-`   ` '%s' '`
  String.raw`^=["']?\$\{\w{1,40}:?[-=?]["']?$`,
  String.raw`^[ ]["']%[sq](?:\\n)?["'][ ]["']$`,
  // a raw text of SQL: `:= q'[`
  String.raw`^[^"'\r\n;,]{0,40}\bq["'][\[({<]$`,
  // lines in three quotes, perhaps with a margin
  String.raw`^[^"'\r\n;,]{0,40}${quote}{3}[^\r\n"']{0,4}(?:\r?\n[ \t]{0,40})?\|?$`,
  // attributes of the element: `" serializeAs="String" value="`
  String.raw`^["'](?:${attribute}){0,3}[ \t\r\n]{1,24}[\w:-]{0,16}(?:value|select|content|default)\w{0,8}=["']{1,2}$`,
  // tags and entities alone: `</b>: <code>`   `"><value>`   `</td>`, a line's end, `<td class="v">`
  String.raw`^(?:["'](?:${attribute}){0,3}[ ]?/?>)?(?:[\s:=]|\\[nrt]|["'],\s{0,4}["']|&(?:nbsp|quot|apos|lt|gt|#\w{2,4});|</?[a-z][\w:-]{0,24}(?:${attribute}){0,3}[ ]?/?>){1,60}${quote}?(?<=[>;]\s{0,40}${quote}?)$`,
  // signs alone: ` | @`   ` "|`   `;`   a column: many blanks, perhaps another between: `    REG_SZ    `
  String.raw`^(?:;|[ \t]{5,60}|[ \t]{2,40}[\w()-]{1,24}[ \t]{2,40}|(?![^;]*;)(?!.*(?:[.!?][ \t]|["'],|[ \t]\())[^\w\r\n]{1,16}|\\00)$`,
].join('|'), 'i');
