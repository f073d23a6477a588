// What tools print of bytes (xxd, hexdump, od, Wireshark): lines with an offset, the bytes in hexadecimal, and perhaps the same as text
// -> the bytes. How many bytes a line has is told by the offset of the next one, so that its text is never taken for more of them.

import { deriveLayer } from './layer.js';
import type { Layer, Range } from './layer.js';
import { makeMap } from './stretches.js';
import { kindOfArchive } from './unpack.js';

/** A line of a dump; offsets in the window's text. */
interface Line {
  readonly offset: string;
  /** Pairs of digits. */
  readonly bytes: readonly Range[];
  readonly end: number;
  /** Its digits stand in groups of four: words, whose bytes may be the other way round. */
  readonly words: boolean;
}

interface Stretch {
  readonly bytes: readonly Range[];
  /** Where its last line ends. */
  readonly end: number;
  readonly words: boolean;
}

/** Behind a name and a sign too, as what is encoded is read. */
const line = /(?:^[ \t>|#*+/-]{0,8}|(?<=^[\w."'-]{0,30}[g-wyzG-WYZ_][\w."'-]{0,10}[:=][ \t]?))(?:0x)?(?<offset>[0-9A-Fa-f]{4,16})[:h]?[ \t]{1,4}(?=(?<bytes>(?:[0-9A-Fa-f]{2,8}[ \t|-]{1,2}){1,32}[0-9A-Fa-f]{0,8}))/gm;
/** What every line of one holds; most lists of numbers hold none. */
const offsetAndBytes = /[0-9A-Fa-f]{4}[:h]?[ \t]{1,4}[0-9A-Fa-f]{2}/;
const mostBytes = 64;
const leastBytes = 12;

/** @returns the window with its dumps as the bytes that they show, and where these are words once more with their bytes swapped */
export function readDumps(parent: Layer, window: Range): Layer[] {
  const text = parent.text.slice(window.start, window.end);
  const stretches = offsetAndBytes.test(text) ? findStretches(text) : [];
  if (stretches.length === 0) return [];
  const swapped = stretches.filter(({ words }) => words);
  const packed = stretches.flatMap((stretch) => unpackStretch(parent, window, text, stretch));
  return [...packed, spell(parent, window, text, stretches, 1), ...(swapped.length === 0 ? [] : [spell(parent, window, text, swapped, 2)])];
}

function findStretches(text: string): Stretch[] {
  const stretches: Stretch[] = [];
  let lines: Line[] = [];
  const close = (): void => {
    const stretch = joinLines(lines);
    if (stretch.bytes.length >= leastBytes) stretches.push(stretch);
    lines = [];
  };
  for (const match of text.matchAll(line)) {
    const next = readLine(text, match);
    const previous = lines.at(-1);
    if (previous !== undefined && countBytes(previous, next) === undefined) close();
    lines.push(next);
  }
  close();
  return stretches;
}

function readLine(text: string, { index, 0: head, groups }: RegExpExecArray): Line {
  const start = index + head.length;
  const area = groups?.['bytes'] ?? '';
  const bytes = [...area.matchAll(/[0-9A-Fa-f]{2}/g)].map((pair) => ({ start: start + pair.index, end: start + pair.index + 2 }));
  const end = text.indexOf('\n', start);
  return { offset: groups?.['offset'] ?? '', bytes, end: end < 0 ? text.length : end, words: /^[0-9A-Fa-f]{4}(?![0-9A-Fa-f])/.test(area) };
}

/** Bytes from one line's offset to the next one's; `od` counts in octal. Undefined: the lines do not belong together. */
function countBytes(line: Line, next: Line): number | undefined {
  return [16, 8]
    .map((radix) => parseInt(next.offset, radix) - parseInt(line.offset, radix))
    .find((count) => count > 0 && count <= mostBytes && count <= line.bytes.length);
}

function joinLines(lines: readonly Line[]): Stretch {
  let width = 16;
  const bytes = lines.flatMap((each, index) => {
    const next = lines[index + 1];
    width = (next === undefined ? undefined : countBytes(each, next)) ?? width;
    return each.bytes.slice(0, width);
  });
  return { bytes, end: lines.at(-1)?.end ?? 0, words: lines.length > 0 && lines.every(({ words }) => words) };
}

/** A dump of an archive. */
function unpackStretch(parent: Layer, { start }: Range, text: string, { bytes }: Stretch): Layer[] {
  const read = Buffer.from(bytes.map((pair) => parseInt(text.slice(pair.start, pair.end), 16)));
  const place = { start: start + (bytes[0]?.start ?? 0), end: start + (bytes.at(-1)?.end ?? 0) };
  return kindOfArchive(read) === undefined ? [] : [deriveLayer(parent, read, 'dump', 'decoded', () => place)];
}

/** @param step bytes that belong together: two where the second is the first */
function spell(parent: Layer, { start }: Range, text: string, stretches: readonly Stretch[], step: 1 | 2): Layer {
  const out: string[] = [];
  const map = makeMap(start);
  let at = 0;
  for (const { bytes, end: last } of stretches) {
    for (let index = 0; index < bytes.length; index += step) {
      const group = bytes.slice(index, index + step);
      const first = group[0]?.start ?? at;
      const end = group.at(-1)?.end ?? at;
      if (index === 0) {
        out.push(text.slice(at, first));
        map.keep(first - at);
      } else map.replace(first - at, 0);
      out.push(group.reverse().map((pair) => String.fromCharCode(parseInt(text.slice(pair.start, pair.end), 16))).join(''));
      map.replace(end - first, group.length);
      at = end;
    }
    map.replace(last - at, 0);
    at = last;
  }
  out.push(text.slice(at));
  map.keep(text.length - at);
  return deriveLayer(parent, Buffer.from(out.join(''), 'latin1'), 'dump', 'decoded', map.origin);
}
