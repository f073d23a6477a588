// A PDF -> its compressed streams (ISO 32000-1, 7.3.8 and 7.4.4): pages, objects, files that are attached. What a page shows as
// text is put together again where it was set in parts; codes of fonts are not looked up, so what a font numbers anew is not read.
// Streams of images and fonts in other filters stay unread: no text is in them.

import { decompress, tooMuch } from './decompress.js';
import type { Allowance, Receiver } from './unpack.js';

/** Between `stream` and `endstream`; its dictionary stands before it. */
const longestDictionary = 2048;
const filter = /\/(?:FlateDecode|Fl)\b/;
const font = /\/Subtype\s*\/(?:Image|Type1C|CIDFontType0C|OpenType)\b|\/Length[123]\s/;

export function readPdf(archive: Uint8Array, left: Allowance['left'], room: (packed: number) => number, { member, unread }: Receiver): void {
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
  if (bytes.includes('/Encrypt')) unread('', 'the PDF is encrypted; what it shows could not be read');
  let end = 0;
  for (let at = bytes.indexOf('stream', end); at >= 0; at = bytes.indexOf('stream', end)) {
    const start = skipLineEnd(bytes, at + 'stream'.length);
    const dictionary = bytes.toString('latin1', Math.max(end, at - longestDictionary), at);
    end = at + 'stream'.length;
    if (start === undefined || !filter.test(dictionary) || font.test(dictionary.slice(dictionary.lastIndexOf(' obj')))) continue;
    const name = `pdf:${nameOf(dictionary)}`;
    if (left.members <= 0 || left.bytes <= 0) return unread(name, 'the PDF unpacks to more than is allowed; what follows was not read');
    const close = bytes.indexOf('endstream', start);
    const packed = bytes.subarray(start, close < 0 ? bytes.length : close);
    end = close < 0 ? bytes.length : close + 'endstream'.length;
    const content = decompress('zlib', packed, room(packed.length));
    if (typeof content !== 'string') member(name, joinStrings(content.bytes));
    else if (content === tooMuch) unread(name, content);
  }
}

/** Number and generation of the object. */
function nameOf(dictionary: string): string {
  const all = [...dictionary.matchAll(/(\d{1,10})\s+(\d{1,5})\s+obj\b/g)];
  const last = all.at(-1);
  return last === undefined ? 'stream' : `${last[1] ?? ''} ${last[2] ?? ''} obj`;
}

/** Behind the word `stream` its line ends; undefined: it is another word. */
function skipLineEnd(bytes: Buffer, at: number): number | undefined {
  if (bytes[at] === 0x0a) return at + 1;
  if (bytes[at] === 0x0d) return bytes[at + 1] === 0x0a ? at + 2 : at + 1;
  return undefined;
}

/** `[(sk) -12 (-proj)] TJ`: small moves stand between letters of a word, a large one is a blank (9.4.3). Parentheses part a text from what is around it. */
function joinStrings(bytes: Uint8Array): Uint8Array {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!buffer.includes('TJ')) return bytes;
  const text = buffer.toString('latin1').replace(/\)\s{0,8}(-?[\d.]{0,12})\s{0,8}\(/g, (_, move: string) => (Number(move) < leastBlank ? ' ' : ''));
  return Buffer.from(text, 'latin1');
}

/** Thousandths of an em by which the next letter is moved to the left. */
const leastBlank = -150;
