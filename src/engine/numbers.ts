// Texts that are written as numbers, one for each character: `[115, 107]`, `0x73, 0x6b`, `chr(115) . chr(107)`, `73:6b`, `\115\107`,
// in whatever language. What tells a list is that the same stands between all its numbers, and that all of them are codes of text.
// What dumps print beside their numbers is read by `dump.ts`.

import { deriveLayer } from './layer.js';
import type { Layer, Range } from './layer.js';
import { makeMap } from './stretches.js';
import { kindOfArchive } from './unpack.js';

/** Numbers that are joined alike; offsets in the window's text. */
type Row = readonly Range[];

/** Fewer characters are no key. */
const leastNumbers = 12;
const longestGlue = 64;
const decimal = 10;
const hexadecimal = 16;
const octal = 8;
const binary = 2;

/** @returns the window with its lists of numbers as the texts that they mean, for each base in which some mean one */
export function readNumbers(parent: Layer, window: Range): Layer[] {
  const text = parent.text.slice(window.start, window.end);
  const rows = findRows(text);
  return rows.length === 0 ? [] : [decimal, hexadecimal, octal, binary].flatMap((base) => {
    const texts = rows.flatMap((row) => splitRow(text, row, base));
    return [...(texts.length === 0 ? [] : [spell(parent, window, text, texts, 'numbers', (word) => parseInt(word, base))]), ...rows.flatMap((row) => unpackRow(parent, window, text, row, base))];
  });
}

function findRows(text: string): Row[] {
  const rows: Row[] = [];
  let numbers: Range[] = [];
  let glue: Glue = { inner: undefined, crossing: undefined };
  /** What stood before the number before, where that went on with the row. */
  let same = '';
  const close = (): void => {
    if (numbers.length >= leastNumbers) rows.push(numbers);
  };
  for (const each of listNumerals(text)) {
    const previous = numbers.at(-1);
    const between = previous === undefined ? '' : text.slice(previous.end, Math.min(each.start, previous.end + longestGlue + 1));
    const next = previous === undefined ? undefined : between === same && same !== '' ? glue : goOn(glue, between);
    same = '';
    if (next === undefined) {
      close();
      // The number before may be the first of a row that is joined in another way.
      const second = previous === undefined ? undefined : goOn({ inner: undefined, crossing: undefined }, between);
      numbers = previous === undefined || second === undefined ? [each] : [previous, each];
      glue = second ?? { inner: undefined, crossing: undefined };
    } else if (previous !== undefined && numbers.length === 2 && glue.inner === undefined && next.inner !== undefined) {
      // What stood on the line before is none of the list.
      numbers = [previous, each];
      glue = { inner: next.inner, crossing: undefined };
    } else {
      numbers.push(each);
      glue = next;
      same = between;
    }
  }
  close();
  return rows;
}

/** Digits of any base in a row, as many as a number has: not the mark of a base (`0x`), a type (`u8`), the index of a member (`"12":`), a word. */
function listNumerals(text: string): Range[] {
  const numerals: Range[] = [];
  let end = 0;
  for (let start = 0; start < text.length; start = end + 1) {
    end = start;
    let digits = 0;
    for (let kind = digitAt(text, end); kind !== 0; kind = digitAt(text, ++end)) if (kind === 1) digits += 1;
    const length = end - start;
    if (length === 0 || (length > 4 && length !== 8)) continue;
    // The letters of a word that stands between numbers: `byte`, `add`.
    if (digits === 0 && (length !== 2 || isLetter(text, start - 1) || isLetter(text, end))) continue;
    if ((length === 8 && codeOf(text, { start, end }, binary) < 0) || isMarked(text, start, end)) continue;
    numerals.push({ start, end });
  }
  return numerals;
}

/** 1: a digit, 2: one of the letters that are hexadecimal digits, 0: neither. */
function digitAt(text: string, at: number): 0 | 1 | 2 {
  const code = text.charCodeAt(at);
  if (code >= 0x30 && code <= 0x39) return 1;
  return (code >= 0x41 && code <= 0x46) || (code >= 0x61 && code <= 0x66) ? 2 : 0;
}

function isMarked(text: string, start: number, end: number): boolean {
  const before = text.charCodeAt(start - 1) | 0x20;
  if (before === 0x75 || before === 0x69 || (text.charCodeAt(end) === 0x22 && text.charCodeAt(end + 1) === 0x3a)) return true;
  const first = text.charCodeAt(start);
  if (first === 0x30) return end - start === 1 ? /[xXoO]/.test(text[end] ?? '') : /^0[bB][01]{2}/.test(text.slice(start, end));
  return first === 0x31 && text.charCodeAt(end) === 0x23 && /^16#[0-9A-Fa-f]{2}#/.test(text.slice(start, end + 4));
}

/** What a number means in a base; -1: it is not written as one. */
function codeOf(text: string, { start, end }: Range, base: number): number {
  const length = end - start;
  const isWritten = base === decimal ? length <= 3 : base === hexadecimal ? length === 2 || (length === 4 && text.startsWith('00', start)) : base === octal ? length >= 2 && length <= 4 : length === 8;
  if (!isWritten) return -1;
  let code = 0;
  for (let at = start; at < end; at += 1) {
    const letter = text.charCodeAt(at);
    const digit = letter <= 0x39 ? letter - 0x30 : (letter | 0x20) - 0x57;
    if (digit >= base) return -1;
    code = code * base + digit;
  }
  return base === octal && code > 0xff ? -1 : code;
}

/** What stands between two numbers without blanks, on one line and where a line ends. */
interface Glue {
  readonly inner: string | undefined;
  readonly crossing: string | undefined;
}

/** @returns undefined: this is not what joins the row */
function goOn(glue: Glue, between: string): Glue | undefined {
  // Entities and escapes are read where they are rewritten.
  if (between.length === 0 || between.length > longestGlue || between.startsWith(';&#') || between === '\\') return undefined;
  const tight = between.replace(/\s+|(?<=")\d+(?=":)/g, '');
  if (tight === glue.inner) return glue;
  if (!between.includes('\n')) return glue.inner === undefined ? { ...glue, inner: tight } : undefined;
  // Where a line begins there may be an offset.
  const crossing = tight.replace(/[0-9A-Fa-f]{4,}:?/g, '@');
  if (crossing === glue.crossing) return glue;
  return glue.crossing === undefined ? { ...glue, crossing } : undefined;
}

/** Stretches of the row that mean text in this base; a zero between letters is the upper byte of UTF-16. */
function splitRow(text: string, row: Row, base: number): Row[] {
  const parts: Row[] = [];
  const codeAt = (index: number): number => { const each = row[index]; return each === undefined ? -1 : codeOf(text, each, base); };
  const fits = (index: number): boolean => { const code = codeAt(index); return code === 0 || isText(code); };
  // One of so many that are side by side is asked in any case: in most lists none fits.
  for (let index = leastNumbers - 1; index < row.length; index += leastNumbers) {
    if (!fits(index)) continue;
    let [start, end] = [index, index + 1];
    while (fits(start - 1)) start -= 1;
    while (fits(end)) end += 1;
    while (codeAt(start) === 0) start += 1;
    if (end - start >= leastNumbers) parts.push(row.slice(start, end));
    index = end;
  }
  return parts;
}

/** Not in front of a number: `x`, as in `0xff`. */
function isLetter(text: string, at: number): boolean {
  return /[A-WYZa-wyz]/.test(text[at] ?? '');
}

/** A row that is an archive, byte for byte. */
function unpackRow(parent: Layer, { start }: Range, text: string, row: Row, base: number): Layer[] {
  const read = (each: Range): number => codeOf(text, each, base);
  if (row[0] === undefined || read(row[0]) < 0) return [];
  const first = row.slice(0, leastNumbers).map(read);
  if (first.includes(-1) || kindOfArchive(Uint8Array.from(first)) === undefined) return [];
  const codes = row.map(read);
  const end = codes.indexOf(-1);
  const bytes = Buffer.from(end < 0 ? codes : codes.slice(0, end));
  const place = { start: start + (row[0]?.start ?? 0), end: start + (row[bytes.length - 1]?.end ?? 0) };
  return [deriveLayer(parent, bytes, 'numbers', 'decoded', () => place)];
}

function isText(code: number): boolean {
  return (code >= 0x20 && code < 0x7f) || code === 9 || code === 10 || code === 13;
}

/** Between a sign and a list: a call, brackets, the mark of a base. */
const opener = /(?<=[=:(,]\s{0,8})(?:new\s{1,4}|""\.|''\.)?[\w.:$<>[\]]{0,40}\s{0,2}[({[<]{1,3}\s{0,40}(?:\(byte\)\s?|\[char\]|0[xX]|&[hH]|['"]){0,2}$/;
const longestOpener = 100;

/** Each list as one text in quotes, and what is around it as it is. @param read gives a character's code; 0: none */
export function spell(parent: Layer, { start }: Range, text: string, rows: readonly (readonly Range[])[], name: string, read: (word: string) => number): Layer {
  const out: string[] = [];
  const map = makeMap(start);
  let at = 0;
  for (const row of rows) {
    const first = row[0]?.start ?? 0;
    const before = text.slice(at, first);
    const kept = before.length - (opener.exec(before.slice(-longestOpener))?.[0].length ?? 0);
    out.push(before.slice(0, kept), '"');
    map.keep(kept);
    map.replace(before.length - kept, 1);
    at = first;
    for (const each of row) {
      map.replace(each.start - at, 0);
      const code = read(text.slice(each.start, each.end));
      if (code !== 0) out.push(String.fromCharCode(code));
      map.replace(each.end - each.start, code === 0 ? 0 : 1);
      at = each.end;
    }
    out.push('"');
    map.replace(0, 1);
  }
  out.push(text.slice(at));
  map.keep(text.length - at);
  return deriveLayer(parent, Buffer.from(out.join(''), 'latin1'), name, 'decoded', map.origin);
}
