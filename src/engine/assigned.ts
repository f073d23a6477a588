// Is what an anchor begins the name of a value behind a sign that no pattern of a rule writes out? `name : constant String := "…"`,
// `*name* "…"`, `name = {|…|}`, `name = <<EOT`: languages have hundreds of them. Such a stretch between name and value is read as `="`,
// which every rule knows. What tells a value is that a long word with a digit stands where a literal opens, and nothing before it on its line is one.

import { readBytes } from '../model/sequel.js';

/** Bytes behind an anchor in which the value must begin: the rest of the name, and what stands between the two. */
export const assignedReach = 96;
/** Letters by which a word is a value. */
const leastValue = 16;
const longestName = 64;

const other = 0;
const letter = 1;
const digit = 3;
const breaks = 4;
const kinds = readBytes('AZaz', '_-.+/=~');
for (let code = 0x30; code <= 0x39; code += 1) kinds[code] = digit;
for (const sign of '\r\n') kinds[sign.charCodeAt(0)] = breaks;
const inName = readBytes('AZaz09', '_-.');
/** What may stand behind the name. */
const opens = readBytes('', ' \t"\'`:=*)]}|;\\');

/** What stands between a name and its value; offsets in the bytes. */
export interface Assigned {
  readonly start: number;
  readonly end: number;
}

/** @param anchor where a rule's anchor stands */
export function findAssigned(bytes: Uint8Array, anchor: number): Assigned | undefined {
  let start = anchor;
  while (start < anchor + longestName && inName[bytes[start] ?? 0] === 1) start += 1;
  if (start === anchor || start - anchor === longestName || start >= bytes.length) return undefined;
  if (opens[bytes[start] ?? 0] === 0 || isUsual(bytes, start)) return undefined;
  const value = findValue(bytes, start, anchor + assignedReach);
  if (value === undefined) return undefined;
  // What was added, in a difference of words.
  const end = bytes[value] === 0x2b && bytes[value - 1] === 0x7b ? value + 1 : value;
  const glue = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1');
  return usual.test(glue) || !unusual.test(glue) ? undefined : { start, end };
}

/** A sign of the usual kind with a literal behind it, or a list of names: nearly every name, told without more ado. */
function isUsual(bytes: Uint8Array, from: number): boolean {
  let at = isQuote(bytes[from]) ? from + 1 : from;
  while (bytes[at] === 0x20) at += 1;
  const sign = bytes[at];
  if (sign === 0x2c /* , */) return true;
  if (sign !== 0x3a /* : */ && sign !== 0x3d /* = */) return false;
  at += 1;
  if (bytes[at] === 0x3d || bytes[at] === 0x3e) at += 1;
  while (bytes[at] === 0x20) at += 1;
  return isQuote(bytes[at]);
}

function isQuote(byte: number | undefined): boolean {
  return byte === 0x22 || byte === 0x27;
}

/** Where the first word begins that is long enough and has a digit, in the statement that begins there. */
function findValue(bytes: Uint8Array, from: number, to: number): number | undefined {
  let start = from;
  let hasDigit = false;
  let lines = 0;
  for (let at = from; start < to; at += 1) {
    const kind = kinds[bytes[at] ?? 0] ?? other;
    if (kind === letter || kind === digit) {
      hasDigit ||= kind === digit;
      if (at - start + 1 >= leastValue && hasDigit) return start;
      if (at - start > 4 * leastValue) return undefined;
      continue;
    }
    // The end of a statement; what a property has in braces is none.
    if (bytes[at] === 0x3b && at > from && bytes[at - 1] !== 0x74 /* get; set; */) return undefined;
    if (at >= bytes.length || (kind === breaks && bytes[at] === 0x0a && (lines += 1) > 1)) return undefined;
    start = at + 1;
    hasDigit = false;
  }
  return undefined;
}

const closing = String.raw`\\{0,3}["'${'`'}]?[\])}]{0,2}`;
/** What the rules' own macro reads; more is no harm, only time. */
const usual = new RegExp(String.raw`^(?:\\{0,3}["'${'`'}]?[\])]{0,2}[ \t]{0,16}[:=>,|?+]{1,2}[ \t]{0,8}[\[({]{0,2}\\{0,3}["'${'`'}]?|[ \t]{1,4})$`);

/** No other literal, no end of a statement or sentence, no second name that is assigned to, no call of what may do anything with it. */
const plainGlue = String.raw`(?!.*(?<!\b(?:TEXT|_T|L|[Ss]ome|[Jj]ust|[Ss]tr|[Ss]tring|[Ss]ecret|[Vv]alue|[Bb]ytes|of|from|set|put|add|lit|raw))\([ ]{0,2}["'${'`'}]$)`
  + String.raw`(?!.*=[ \t]*[\w.]+[ \t]+[\w.:-]+[ \t]*=)(?!.*(?:&&|\|\|(?!=)|[.?!][ ])|.*\b(?:and|if|then|else)\b)(?=[^=:(|]{0,40}[=:(|]|[^\w]{0,12}(?:\w{1,12}[^\w]{1,8}){0,2}$)`
  + String.raw`(?:[^"'${'`'}\r\n;,{}]|\{[^{}"'\r\n]{0,40}\}|,[ ]{0,2}(?=default|value)){1,80}`;
const unusual = new RegExp([
  // a literal: `: []const u8 = "`   `* "`   `{ get; set; } = "`   `").unwrap_or_else(|_| "`
  String.raw`^${closing}${plainGlue}["'${'`'}]$`,
  // a raw text, in a sign of its own: `= R"(`   `= {|`   `) {`
  String.raw`^[^"'\r\n;,]{0,40}(?:\bR"\w{0,8}\(|\{\w{0,8}\||\[=*\[|\)[ ]\{)$`,
  // the lines behind: `= <<EOT`
  String.raw`^[ \t]*=?>?[ \t]*\(?<<[<~-]?[ ]?["'${'`'}]?\w{1,20}["'${'`'}]?[^\r\n;]{0,20}\r?\n[ \t]{0,40}$`,
  // attributes of an element: ` xsi:type="xsd:string">`
  String.raw`^(?:[ ][\w:]{1,24}="[^"<>\r\n]{0,48}"){1,3}>$`,
  // a command of a log, words that were exchanged: `]`   `;issecret=true]`   `=[-…-]{+`
  String.raw`^(?:;\w{1,16}=\w{1,16}){0,3}\]$`,
  String.raw`^[ \t]*[:=][ \t]*["']?\[-[^\r\n]{0,60}-\]\{\+?$`,
].join('|'));
