// Names of files and branches: what parts their words (`backup-<key>.txt`) could stand in a key too, and rules take it for more of
// the same. Here each word that an anchor begins is parted from the one before it, and an ending from what it ends.

import { makeLayer } from './layer.js';
import type { Layer } from './layer.js';

const separators = new Set('-_.'.split('').map((sign) => sign.charCodeAt(0)));
/** One or two endings of a file, at the end of a name. */
const ending = /(?:\.(?=[A-Za-z])[A-Za-z0-9]{1,5}){1,2}(?=$|[\0/\n])/g;
const blank = 0x20;

/** @param anchors where one stands; @returns the same text with blanks in place of what parts words; undefined: nothing does */
export function partWords(parent: Layer, anchors: Iterable<number>): Layer | undefined {
  const bytes = Buffer.from(parent.bytes);
  for (const at of anchors) if (separators.has(bytes[at - 1] ?? 0)) bytes[at - 1] = blank;
  for (const { index, 0: all } of parent.text.matchAll(ending)) {
    bytes[index] = blank;
    const second = all.indexOf('.', 1);
    if (second > 0) bytes[index + second] = blank;
  }
  return bytes.equals(parent.bytes) ? undefined : makeLayer(bytes, [], 'plain', (range) => range);
}
