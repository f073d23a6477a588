// Texts that are written letter by letter: lists of literals that hold one each (`['s', 'k', '-']`), and dumps that print letters
// (`od -c`, `od -a`, `hexdump -c`) -> the texts. What stands around them stays as it is.

import { deriveLayer } from './layer.js';
import type { Layer, Range } from './layer.js';
import { spell } from './numbers.js';
import { makeMap } from './stretches.js';

const oneLetter = String.raw`(?:'[!-&(-~]'|"[!#-~]")`;
const listOfLetters = new RegExp(String.raw`(?:${oneLetter}\s{0,8}[,+.&|]{1,2}\s{0,40}){11,}${oneLetter}`, 'g');
const eachLetter = new RegExp(oneLetter, 'g');

/** @returns the window with such lists as texts in quotes */
export function readLetters(parent: Layer, window: Range): Layer[] {
  const text = parent.text.slice(window.start, window.end);
  const rows = [...text.matchAll(listOfLetters)].map(({ index, 0: all }) =>
    [...all.matchAll(eachLetter)].map((literal) => ({ start: index + literal.index, end: index + literal.index + literal[0].length })));
  return rows.length === 0 ? [] : [spell(parent, window, text, rows, 'letters', (literal) => literal.charCodeAt(1))];
}

/** A line of a dump: an offset, and behind it letters, escapes, names of control characters, octal numbers, each four columns wide. */
const line = /^[ \t>|#*+/-]{0,8}(?<offset>[0-7]{7}|[0-9a-f]{7,8})(?<cells>(?: {3}[ -~]| {2}\\[0abfnrtv]| [0-7]{3}| {2}[a-z]{2}| [a-z]{3}){1,16})[ \t]*\r?$/gm;
const cellWidth = 4;
const leastCells = 12;
const named: Readonly<Record<string, string>> = { '\\n': '\n', '\\r': '\r', '\\t': '\t', '\\0': '\0', nl: '\n', lf: '\n', cr: '\r', ht: '\t', sp: ' ', nul: '\0' };

/** @returns the window with such dumps as the text that they print */
export function readPrintedLetters(parent: Layer, window: Range): Layer[] {
  const text = parent.text.slice(window.start, window.end);
  const out: string[] = [];
  const map = makeMap(window.start);
  let at = 0;
  let count = 0;
  for (const { index, 0: all, groups } of text.matchAll(line)) {
    const cells = groups?.['cells'] ?? '';
    const first = index + all.indexOf(cells, groups?.['offset']?.length ?? 0);
    // Between two lines of one dump nothing stands.
    const joins = count > 0 && /^\r?\n$/.test(text.slice(at, index));
    if (!joins) out.push(text.slice(at, index));
    if (!joins) map.keep(index - at);
    map.replace(first - (joins ? at : index), 0);
    for (let cell = 0; cell < cells.length; cell += cellWidth) {
      const written = readCell(cells.slice(cell, cell + cellWidth));
      out.push(written);
      map.replace(cellWidth, written.length);
      count += 1;
    }
    at = first + cells.length;
  }
  if (count < leastCells) return [];
  out.push(text.slice(at));
  map.keep(text.length - at);
  return [deriveLayer(parent, Buffer.from(out.join(''), 'latin1'), 'dump', 'decoded', map.origin)];
}

function readCell(cell: string): string {
  const word = cell.trim();
  if (word.length < 2) return word === '' ? ' ' : word;
  return named[word] ?? (/^[0-7]{3}$/.test(word) ? String.fromCharCode(parseInt(word, 8) & 0xff) : '\0');
}
