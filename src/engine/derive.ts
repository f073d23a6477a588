// What an outlook found in a text -> the texts that are hidden in it: base64, base32, hexadecimal and UTF-16 decoded, escapes and
// joints rewritten, lists of numbers and dumps read. One step; whoever asks goes on with what comes out.

import { readArmor } from './armor.js';
import { readDumps } from './dump.js';
import { deriveLayer } from './layer.js';
import type { Layer, Range } from './layer.js';
import { readLetters, readPrintedLetters } from './letters.js';
import { readNumbers } from './numbers.js';
import type { Findings, Run, Window } from './outlook.js';
import { runFlags } from './prefilter.js';
import { assign, rewrite } from './rewrite.js';
import { turn } from './turned.js';

export function deriveLayers(parent: Layer, { windows, runs, wide }: Findings): Layer[] {
  return [
    ...windows.flatMap((window) => deriveWindow(parent, window)),
    ...runs.flatMap((run) => decodeRun(parent, run)),
    ...wide.map((range) => narrow(parent, range)),
  ];
}

function deriveWindow(parent: Layer, window: Window): Layer[] {
  switch (window.rewriting) {
    case 'numbers':
      return [...readNumbers(parent, window), ...readDumps(parent, window)];
    case 'letters':
      return readLetters(parent, window);
    case 'printed':
      return [...readPrintedLetters(parent, window), ...readDumps(parent, window)];
    case 'armor':
      return readArmor(parent, window);
    case 'assigned':
      return [assign(parent, window, window.places ?? [], 'rewritten')];
    case 'supposed':
      return [assign(parent, window, window.places ?? [], 'joined')];
    case 'turned':
      return turn(parent, window);
    default: {
      const layer = rewrite(parent, window.rewriting, window);
      return layer === undefined ? [] : [layer];
    }
  }
}

function decodeRun(parent: Layer, { rows, flags }: Run): Layer[] {
  const text = rows.map(({ start, end }) => parent.text.slice(start, end)).join('');
  const originOf = locateRows(rows);
  const layers: Layer[] = [];
  for (let alignment = 0; alignment < 4; alignment += 1) {
    if ((flags & (1 << alignment)) === 0 && !(alignment === 0 && flags & runFlags.packed)) continue;
    const bytes = Buffer.from(text.slice(alignment), 'base64');
    const origin = ({ start, end }: Range): Range => originOf({ start: alignment + Math.floor((start * 4) / 3), end: Math.min(text.length, alignment + Math.ceil((end * 4) / 3)) });
    layers.push(alignment === 0 ? deriveValue(parent, bytes, 'base64', origin) : deriveLayer(parent, bytes, 'base64', 'decoded', origin));
  }
  if (flags & runFlags.base32) {
    const origin = ({ start, end }: Range): Range => originOf({ start: Math.floor((start * 8) / 5), end: Math.min(text.length, Math.ceil((end * 8) / 5)) });
    layers.push(deriveValue(parent, readBase32(text), 'base32', origin));
  }
  if (flags & (runFlags.hex | runFlags.packedHex)) for (const { index, digits } of hexadecimal(text)) {
    const origin = ({ start, end }: Range): Range => originOf({ start: index + 2 * start, end: index + 2 * end });
    layers.push(index === 0 ? deriveValue(parent, Buffer.from(digits, 'hex'), 'hex', origin) : deriveLayer(parent, Buffer.from(digits, 'hex'), 'hex', 'decoded', origin));
  }
  return layers;
}

/** Up to the first letter that is none of its own (RFC 4648, 6), in either case. */
function readBase32(text: string): Buffer {
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const letter of text) {
    const code = letter.charCodeAt(0);
    const value = code >= 0x32 && code <= 0x37 ? code - 0x32 + 26 : (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a ? (code | 0x20) - 0x61 : -1;
    if (value < 0) break;
    bits = ((bits << 5) | value) & 0xfff;
    held += 5;
    if (held < 8) continue;
    held -= 8;
    bytes.push((bits >> held) & 0xff);
  }
  return Buffer.from(bytes);
}

/** Bytes before a run in which the name stands that it is assigned to. */
export const longestName = 160;
/** A name, a sign, what opens the value. */
const assigned = /[A-Za-z][\w.-]{2,80}[\])"'`\\]{0,6}[ \t]{0,8}[:=>,][^\n]{0,60}$/;

/** What is encoded may be the value of a name in front of it, as in a Secret of Kubernetes: it is read behind that name. */
function deriveValue(parent: Layer, bytes: Buffer, name: string, origin: (range: Range) => Range): Layer {
  const first = origin({ start: 0, end: 1 }).start;
  const line = parent.text.slice(Math.max(0, first - longestName), first);
  const head = line.slice(line.lastIndexOf('\n') + 1);
  if (!assigned.test(head) || !isText(bytes)) return deriveLayer(parent, bytes, name, 'decoded', origin);
  let blanks = 0;
  while (isBlank(bytes[blanks] ?? 0)) blanks += 1;
  const shift = head.length - blanks;
  const place = (at: number, behind: boolean): number => {
    if (at < head.length || (behind && at === head.length)) return first - head.length + at;
    const { start, end } = origin(behind ? { start: at - shift - 1, end: at - shift } : { start: at - shift, end: at - shift + 1 });
    return behind ? end : start;
  };
  return deriveLayer(parent, Buffer.concat([Buffer.from(head, 'latin1'), bytes.subarray(blanks)]), name, 'decoded', ({ start, end }) => ({ start: place(start, false), end: place(end, true) }));
}

function isText(bytes: Buffer): boolean {
  return bytes.length > 0 && bytes.subarray(0, longestName).every((byte) => (byte >= 0x20 && byte < 0x7f) || isBlank(byte));
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;
}

/** Both ways to pair the digits of each stretch of them; the prefilter has seen that one gives text. */
function hexadecimal(text: string): { index: number; digits: string }[] {
  return [...text.matchAll(/[0-9A-Fa-f]{28,}/g)].flatMap(({ index, 0: all }) =>
    [0, 1].map((shift) => ({ index: index + shift, digits: all.slice(shift, all.length - ((all.length - shift) % 2)) })));
}

/** A range of the rows' letters -> the bytes from its first to its last. */
function locateRows(rows: readonly Range[]): (range: Range) => Range {
  const starts: number[] = [];
  let length = 0;
  for (const { start, end } of rows) {
    starts.push(length);
    length += end - start;
  }
  const locate = (letter: number): number => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= letter) low = middle;
      else high = middle - 1;
    }
    return (rows[low]?.start ?? 0) + letter - (starts[low] ?? 0);
  };
  return ({ start, end }) => ({ start: locate(start), end: locate(Math.max(start, end - 1)) + 1 });
}

function narrow(parent: Layer, { start: from, end: to }: Range): Layer {
  const bytes = Buffer.alloc((to - from) / 2);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = parent.bytes[from + 2 * at] ?? 0;
  return deriveLayer(parent, bytes, 'utf-16', 'rewritten', ({ start, end }) => ({ start: from + 2 * start, end: from + 2 * end }));
}
