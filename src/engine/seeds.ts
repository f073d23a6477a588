// Literals that the prefilter looks for besides the rules' anchors, because where they stand a text is escaped: percent
// signs, escapes of programming languages, entities, quoted-printable, characters that nobody sees, colours of terminals. Four bytes, all of them known,
// wherever that can be: shorter ones would fill the prefilter's bitmap.
//
// Only what can stand inside a key counts: a quote or a line's end that is escaped is a boundary, and rules know it.

import { writeBytes } from '../model/sequel.js';
import type { Sequel } from '../model/sequel.js';
import type { Anchor } from './anchors.js';

/** How a text was written so that it has to be written anew. */
export type Rewriting = 'percent' | 'escapes' | 'html' | 'quoted-printable' | 'zero-width' | 'joined' | 'listed' | 'folded' | 'colours';

export interface Seed extends Anchor {
  readonly rewriting: Rewriting;
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

export const seeds: readonly Seed[] = [
  ...seed('percent', ['%u00', ...signs.map((pair) => `%${pair}`), ...hex.map((pair) => `%${pair}%`)]),
  ...seed('escapes', ['\\u00', '\\u200b', '\\u2060', '\\ufeff', ...hex.map((pair) => `\\x${pair}`), '\\U00', ...[2, 3, 4, 5, 6, 7].flatMap((digit) => [`\\u{${digit}`, `\\x{${digit}`])]),
  ...seed('html', [...[2, 3, 4, 5, 6, 7].map((digit) => `&#x${digit}`), ...codes.map((code) => `&#${code}`), '&#82', '&#173', '&#00', '&#x0', '&#655', '&shy;', '&zwj', '&zwnj', '&lowbar', '&hyphen', '&plus;', '&sol;', '&equals', '&period']),
  ...seed('quoted-printable', ['=3d', ...hex.map((pair) => `=${pair}=`)]),
  ...colours.map((text): Seed => ({ text, fold: false, rewriting: 'colours' })),
  ...seed('zero-width', unseen),
  ...seed('zero-width', [...new Set(letters.map((letter) => `${letter.toLowerCase()}\xe2\xad`))]),
];

function seed(rewriting: Rewriting, texts: readonly string[]): Seed[] {
  return texts.map((text) => ({ text, fold: !/[\xc0-\xff]/.test(text) || text.endsWith('\xe2\xad'), ...(text.length > 3 ? {} : { sequel: more }), rewriting }));
}
