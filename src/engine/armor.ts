// Bytes that are written as text in other alphabets than base64's: uuencode (POSIX), Ascii85 (Adobe), and the base 85 of git's binary
// patches -> the bytes. What is in them is scanned as what decoding gave; archives among it are opened.

import { decompress } from './decompress.js';
import { deriveLayer } from './layer.js';
import type { Layer, Range } from './layer.js';

/** Most bytes of text behind such a beginning that are read. */
export const longestArmor = 64 * 1024;

/** Bytes, and for each of them the letters that it stands in. */
interface Decoded {
  readonly bytes: number[];
  readonly starts: number[];
  readonly ends: number[];
}

/** @returns what stands in the window in one of these writings */
export function readArmor(parent: Layer, window: Range): Layer[] {
  const text = parent.text.slice(window.start, window.end);
  return [...readUuencode(text).map((decoded) => derive(parent, window, decoded, 'uuencode')), ...readPatches(parent, window, text)];
}

function derive(parent: Layer, { start: from }: Range, { bytes, starts, ends }: Decoded, name: string): Layer {
  return deriveLayer(parent, Buffer.from(bytes), name, 'decoded', ({ start, end }) => ({ start: from + (starts[start] ?? 0), end: from + (ends[Math.max(start, end - 1)] ?? 0) }));
}

const begin = /^begin [0-7]{3,4} [^\r\n]{1,200}\r?\n/gm;

function readUuencode(text: string): Decoded[] {
  const found: Decoded[] = [];
  let at = 0;
  for (const { index, 0: head } of text.matchAll(begin)) {
    // What begins in the rows of another is one of them: no row is read twice.
    if (index < at) continue;
    const decoded: Decoded = { bytes: [], starts: [], ends: [] };
    at = index + head.length;
    for (let end = endOfLine(text, at); at < text.length && readRow(text, at, end, decoded); end = endOfLine(text, at)) at = end + 1;
    if (decoded.bytes.length > 0) found.push(decoded);
  }
  return found;
}

/** A letter for the number of bytes, and four letters for every three of them; @returns there is more */
function readRow(text: string, from: number, end: number, { bytes, starts, ends }: Decoded): boolean {
  const count = (text.charCodeAt(from) - 32) & 63;
  const letters = text[end - 1] === '\r' ? end - 1 - from : end - from;
  if (count === 0 || count > 45 || letters < 1 + Math.ceil((count * 4) / 3)) return false;
  for (let index = 0; index < count; index += 1) {
    const group = from + 1 + 4 * Math.floor(index / 3);
    const value = [0, 1, 2, 3].reduce((sum, letter) => (sum << 6) | ((text.charCodeAt(group + letter) - 32) & 63), 0);
    bytes.push((value >> (16 - 8 * (index % 3))) & 0xff);
    starts.push(group);
    ends.push(Math.min(end, group + 4));
  }
  return true;
}

function endOfLine(text: string, from: number): number {
  const at = text.indexOf('\n', from);
  return at < 0 ? text.length : at;
}

const patch = /^(?:literal|delta) [0-9]{1,9}\r?\n/gm;
/** The alphabet of git's base85.c. */
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~';

/** `literal` and `delta` of a binary patch: rows of base 85, in them a zlib stream. */
function readPatches(parent: Layer, { start: from }: Range, text: string): Layer[] {
  const layers: Layer[] = [];
  let at = 0;
  for (const { index, 0: head } of text.matchAll(patch)) {
    if (index < at) continue;
    const packed: number[] = [];
    at = index + head.length;
    for (let end = endOfLine(text, at); end > at + 1 && readPatchRow(text, at, end, packed); end = endOfLine(text, at)) at = end + 1;
    const content = packed.length === 0 ? '' : decompress('zlib', Uint8Array.from(packed), mostPatched);
    const place = { start: from + index, end: from + Math.min(at, text.length) };
    if (typeof content !== 'string') layers.push(deriveLayer(parent, content.bytes, 'git patch', 'decoded', () => place));
  }
  return layers;
}

const mostPatched = 512 * 1024;

/** A letter for the number of bytes (A-Z: 1-26, a-z: 27-52), and five letters for every four of them. */
function readPatchRow(text: string, from: number, end: number, packed: number[]): boolean {
  const code = text.charCodeAt(from);
  const count = code >= 0x41 && code <= 0x5a ? code - 0x40 : code >= 0x61 && code <= 0x7a ? code - 0x46 : 0;
  const letters = text.slice(from + 1, text[end - 1] === '\r' ? end - 1 : end);
  if (count === 0 || letters.length !== 5 * Math.ceil(count / 4)) return false;
  for (let group = 0; group < letters.length; group += 5) {
    let value = 0;
    for (const letter of letters.slice(group, group + 5)) value = value * 85 + alphabet.indexOf(letter);
    pushGroup(packed, value, Math.min(4, count - (group / 5) * 4));
  }
  return true;
}

/** The first `count` bytes of the four that five letters of base 85 stand for; beyond 32 bits they wrap. */
function pushGroup(bytes: number[], value: number, count: number): void {
  for (let index = 0; index < count; index += 1) bytes.push(Math.floor(value / 256 ** (3 - index)) & 0xff);
}

/** A file of Adobe's Ascii85, `<~` before it and `~>` behind. */
export function decodeAscii85(text: Uint8Array): Uint8Array {
  const bytes: number[] = [];
  let value = 0;
  let held = 0;
  const give = (count: number): void => {
    pushGroup(bytes, value, count);
    [value, held] = [0, 0];
  };
  for (let at = text[0] === 0x3c && text[1] === 0x7e ? 2 : 0; at < text.length && text[at] !== 0x7e; at += 1) {
    const code = text[at] ?? 0;
    if (code === 0x7a && held === 0) give(4);
    else if (code >= 0x21 && code <= 0x75) {
      value = value * 85 + code - 0x21;
      if ((held += 1) === 5) give(4);
    } else if (code > 0x20) return Uint8Array.from(bytes);
  }
  if (held < 2) return Uint8Array.from(bytes);
  const rest = held - 1;
  for (; held < 5; held += 1) value = value * 85 + 84;
  give(rest);
  return Uint8Array.from(bytes);
}
