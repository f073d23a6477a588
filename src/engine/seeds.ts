// Literals that the prefilter looks for besides the rules' anchors, because where they stand a text is escaped: percent
// signs, escapes of programming languages, entities, quoted-printable, characters that nobody sees, colours of terminals, lists of numbers, something compressed. Four bytes, all of them known,
// wherever that can be: shorter ones would fill the prefilter's bitmap.
//
// Only what can stand inside a key counts: a quote or a line's end that is escaped is a boundary, and rules know it.

import { writeBytes } from '../model/sequel.js';
import type { Sequel } from '../model/sequel.js';
import type { Anchor } from './anchors.js';

/** How a text was written so that it has to be written anew. */
export type Rewriting = 'percent' | 'escapes' | 'html' | 'quoted-printable' | 'zero-width' | 'joined' | 'listed' | 'folded' | 'colours' | 'numbers' | 'decimals' | 'utf-7' | 'markup' | 'assigned' | 'supposed' | 'turned' | 'letters' | 'printed' | 'armor';

export interface Seed extends Anchor {
  /** `packed`: something compressed may begin here. */
  readonly rewriting: Rewriting | 'packed';
}

/** Letters, digits, and the signs that keys are made of. */
const letters = Array.from({ length: 0x7b - 0x2b }, (_, index) => String.fromCharCode(0x2b + index)).filter((letter) => /[A-Za-z0-9+\-./:=_]/.test(letter));
const codes = letters.map((letter) => letter.charCodeAt(0));
const hex = codes.map((code) => code.toString(16));
/** In a key of letters alone several escapes stand side by side; the signs are escaped alone. */
const signs = ['25', '2b', '2d', '2e', '2f', '3a', '3d', '5f'];
/** UTF-8 of U+200B to U+200F, U+2060 and U+FEFF. U+00AD comes with the letter before it, and its first byte folded, as that is. */
const unseen = ['\xe2\x80\x8b', '\xe2\x80\x8c', '\xe2\x80\x8d', '\xe2\x80\x8e', '\xe2\x80\x8f', '\xe2\x81\xa0', '\xef\xbb\xbf'];
/** What terminals are told (ECMA-48), as the bytes and as programs write them: ESC, `[`, numbers. */
const colours = [...[...'0123456789mK'].map((sign) => `\x1b[${sign}`), '\\e[0', ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((digit) => `\\e[${digit}`), '\\033[', '\\x1b[', '\\x1B[', '^[[0', '^[[1', '^[[3', '\x1b]8;'];
/** What must stand behind a seed of three bytes: more of the key, another escape. */
const more: Sequel = { bytes: writeBytes(Array.from({ length: 256 }, (_, byte) => codes.includes(byte) || [0x25, 0xe2, 0xef, 0xc2].includes(byte))), least: 1 };

/** Of the letters and digits every second or third: no key is without them, and a list or dump of numbers is long. */
const some = [...'2468_adgjmpsvyADGJMPSVY'].map((letter) => letter.charCodeAt(0));
const pairs = some.map((code) => code.toString(16));
/** Such codes of two figures, decimal or hexadecimal. */
const figures = [...new Set([...some.map(String), ...pairs].filter((each) => /^[0-9]{2}$/.test(each)))];
/** What may stand behind a number in a list, and in a dump. */
const behindNumber: Sequel = { bytes: writeSigns(' ,;)]}|+&\t\r\n"\'<#\\(uU'), least: 1 };
const behindFigure: Sequel = { bytes: writeSigns(' ,;)]+\nhH'), least: 1 };
const inDump: Sequel = { bytes: writeSigns(' 0123456789abcdefABCDEF'), least: 6 };
const digit = (until: string): Sequel => ({ bytes: writeSigns(`0123456789abcdefABCDEF${until}`), least: 0, until: until.charCodeAt(0), within: 3 });
const bit: Sequel = { bytes: '01', least: 4 };
const figure: Sequel = { bytes: writeSigns('0123456789'), least: 1 };

export const seeds: readonly Seed[] = [
  // Text as numbers: decimal, hexadecimal, in pairs and groups of a dump; octal and decimal escapes.
  ...list(some.filter((code) => code > 99).map(String), behindNumber),
  ...[',', ' ', '(', ']'].flatMap((sign) => list(figures.map((each) => `${sign}${each}`), behindFigure)),
  ...[',', ')', ' ', '\t'].flatMap((sign) => list([3, 4, 5, 6, 7].map((first) => `0x${first}`), digit(sign))),
  ...list([3, 4, 5, 6, 7].map((first) => `0x00${first}`)),
  ...list([4, 5, 6, 7].map((first) => `,$${first}`), digit(',')),
  ...list([4, 5, 6, 7].map((first) => `16#${first}`)),
  ...list(figures.map((each) => `#${each}#`)),
  ...list(['0o1', '0o0', ...[4, 5, 6, 7].map((second) => ` 01${second}`)], figure),
  ...list(['011', '010'].map((first) => ` ${first}0`), bit),
  ...list([4, 5, 6, 7].map((first) => `&h${first}`), digit(')')),
  ...list(pairs.map((pair) => ` ${pair}`), inDump),
  ...list(pairs.flatMap((pair) => [`:${pair}:`, `-${pair}-`])),
  ...['04', '05', '06', '07', '10', '11', '12', '13', '14', '15', '16', '17'].map((two): Seed => ({ text: `\\${two}`, fold: false, sequel: figure, rewriting: 'escapes' })),
  ...['04', '05', '06', '07', '08', '09', '10', '11', '12'].map((two): Seed => ({ text: `\\${two}`, fold: false, sequel: figure, rewriting: 'decimals' })),
  // Text as letters, each in quotes of its own or in a column; in other alphabets.
  ...[...'0123456789'].flatMap((each) => [`"${each}",`, `'${each}',`]).map((text): Seed => ({ text, fold: false, rewriting: 'letters' })),
  { text: '\n000', fold: false, sequel: { bytes: '09af', least: 4 }, rewriting: 'printed' },
  ...['begin 6', 'begin 7', 'begin 4', 'GIT binary patch'].map((text): Seed => ({ text, fold: false, rewriting: 'armor' })),
  { text: '\x1f\x8b\x08', fold: false, sequel: { bytes: '\0\x1f', least: 1 }, rewriting: 'packed' },
  ...['PK\x03\x04', '\xfd7zX', '\x28\xb5\x2f\xfd', ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((level) => `BZh${level}`)].map((text): Seed => ({ text, fold: false, rewriting: 'packed' })),
  ...seed('utf-7', ['+ad0', '+af8', '+aea', '+aci']),
  ...seed('percent', ['%u00', ...signs.map((pair) => `%${pair}`), ...hex.map((pair) => `%${pair}%`)]),
  ...seed('escapes', ['\\u00', '\\0000', '\\u200b', '\\u2060', '\\ufeff', ...hex.map((pair) => `\\x${pair}`), '\\U00', ...[2, 3, 4, 5, 6, 7].flatMap((digit) => [`\\u{${digit}`, `\\x{${digit}`])]),
  // what TeX and Markdown escape may be part of an anchor
  ...seed('escapes', letters.filter((letter) => /[a-z0-9]/.test(letter)).map((letter) => `${letter}\\_`)),
  ...seed('html', [...[2, 3, 4, 5, 6, 7].map((digit) => `&#x${digit}`), ...codes.map((code) => `&#${code}`), '&#82', '&#173', '&#00', '&#x0', '&#655', '&shy;', '&zwj', '&zwnj', '&lowbar', '&hyphen', '&plus;', '&sol;', '&equals', '&period']),
  ...seed('quoted-printable', ['=3d', ...hex.map((pair) => `=${pair}=`)]),
  ...colours.map((text): Seed => ({ text, fold: false, rewriting: 'colours' })),
  // bold, as printers struck it: a letter, one step back, the letter again; hardly a key has no digit
  ...[...'0123456789'].map((digit): Seed => ({ text: `${digit}\b${digit}`, fold: false, sequel: more, rewriting: 'colours' })),
  ...seed('zero-width', unseen),
  ...seed('zero-width', [...new Set(letters.map((letter) => `${letter.toLowerCase()}\xe2\xad`))]),
];

function list(texts: readonly string[], sequel?: Sequel): Seed[] {
  return texts.map((text) => ({ text, fold: true, ...(sequel === undefined ? {} : { sequel }), rewriting: 'numbers' }));
}

function writeSigns(signs: string): string {
  return writeBytes(Array.from({ length: 256 }, (_, byte) => signs.includes(String.fromCharCode(byte))));
}

function seed(rewriting: Rewriting, texts: readonly string[]): Seed[] {
  return texts.map((text) => ({ text, fold: !/[\xc0-\xff]/.test(text) || text.endsWith('\xe2\xad'), ...(text.length > 3 ? {} : { sequel: more }), rewriting }));
}
