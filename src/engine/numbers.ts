// Texts that are written as numbers, one for each character: `[115, 107]`, `0x73, 0x6b`, `chr(115) . chr(107)`, `73:6b`, `\115\107`,
// in whatever language. What tells a list is that the same stands between all its numbers, and that all of them are codes of text.
// What dumps print beside their numbers is read by `dump.ts`.

import { deriveLayer } from './layer.js';
import type { Layer, Range } from './layer.js';
import { makeMap } from './stretches.js';
import { kindOfArchive } from './unpack.js';

/** Numbers that are joined alike; `numbers` are offsets in the window's text. */
interface Row {
  readonly numbers: readonly Range[];
}

interface Base {
  readonly digits: RegExp;
  readonly radix: number;
}

/** Fewer characters are no key. */
const leastNumbers = 12;
const longestGlue = 64;
/** Not the mark of a base (`0x`), a type (`u8`), the index of a member (`"12":`). */
const number = /(?<![0-9A-Fa-fuUiI])(?!0[xXoO]|0[bB][01]{2}|16#[0-9A-Fa-f]{2}#)(?:[01]{8}|[0-9A-Fa-f]{1,4})(?![0-9A-Fa-f]|":)/g;
const bases: readonly Base[] = [
  { digits: /^[0-9]{1,3}$/, radix: 10 },
  { digits: /^(?:00)?[0-9A-Fa-f]{2}$/, radix: 16 },
  { digits: /^0?[0-3]?[0-7]{2}$/, radix: 8 },
  { digits: /^[01]{8}$/, radix: 2 },
];
/** A word between numbers is none of them. */
const hasDigit = /[0-9]/;

/** @returns the window with its lists of numbers as the texts that they mean, for each base in which some mean one */
export function readNumbers(parent: Layer, window: Range): Layer[] {
  const text = parent.text.slice(window.start, window.end);
  const rows = findRows(text);
  return rows.length === 0 ? [] : bases.flatMap((base) => {
    const texts = rows.flatMap((row) => splitRow(text, row, base));
    return [...(texts.length === 0 ? [] : [spell(parent, window, text, texts, 'numbers', (word) => parseInt(word, base.radix))]), ...rows.flatMap((row) => unpackRow(parent, window, text, row, base))];
  });
}

function findRows(text: string): Row[] {
  const rows: Row[] = [];
  let numbers: Range[] = [];
  let glue: Glue = { inner: undefined, crossing: undefined };
  const close = (): void => {
    if (numbers.length >= leastNumbers) rows.push({ numbers });
  };
  for (const { index, 0: all } of text.matchAll(number)) {
    // The letters of a word that stands between numbers: `byte`, `add`.
    if (!hasDigit.test(all) && (all.length !== 2 || isLetter(text, index - 1) || isLetter(text, index + 2))) continue;
    const each = { start: index, end: index + all.length };
    const previous = numbers.at(-1);
    const next = previous === undefined ? undefined : goOn(glue, text.slice(previous.end, Math.min(each.start, previous.end + longestGlue + 1)));
    if (next === undefined) {
      close();
      // The number before may be the first of a row that is joined in another way.
      const second = previous === undefined ? undefined : goOn({ inner: undefined, crossing: undefined }, text.slice(previous.end, Math.min(each.start, previous.end + longestGlue + 1)));
      numbers = previous === undefined || second === undefined ? [each] : [previous, each];
      glue = second ?? { inner: undefined, crossing: undefined };
    } else if (previous !== undefined && numbers.length === 2 && glue.inner === undefined && next.inner !== undefined) {
      // What stood on the line before is none of the list.
      numbers = [previous, each];
      glue = { inner: next.inner, crossing: undefined };
    } else {
      numbers.push(each);
      glue = next;
    }
  }
  close();
  return rows;
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
function splitRow(text: string, { numbers }: Row, { digits, radix }: Base): Range[][] {
  const parts: Range[][] = [];
  let part: Range[] = [];
  for (const each of numbers) {
    const word = text.slice(each.start, each.end);
    const code = digits.test(word) ? parseInt(word, radix) : -1;
    if (isText(code) || (code === 0 && part.length > 0)) {
      part.push(each);
      continue;
    }
    if (part.length >= leastNumbers) parts.push(part);
    part = [];
  }
  return part.length >= leastNumbers ? [...parts, part] : parts;
}

/** Not in front of a number: `x`, as in `0xff`. */
function isLetter(text: string, at: number): boolean {
  return /[A-WYZa-wyz]/.test(text[at] ?? '');
}

/** A row that is an archive, byte for byte. */
function unpackRow(parent: Layer, { start }: Range, text: string, { numbers }: Row, { digits, radix }: Base): Layer[] {
  const words = numbers.map((each) => text.slice(each.start, each.end));
  if (!words.slice(0, leastNumbers).every((word) => digits.test(word)) || kindOfArchive(Uint8Array.from(words.slice(0, leastNumbers), (word) => parseInt(word, radix))) === undefined) return [];
  const end = words.findIndex((word) => !digits.test(word));
  const bytes = Buffer.from(words.slice(0, end < 0 ? undefined : end).map((word) => parseInt(word, radix)));
  const place = { start: start + (numbers[0]?.start ?? 0), end: start + (numbers[bytes.length - 1]?.end ?? 0) };
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
