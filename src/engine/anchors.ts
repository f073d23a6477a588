// The anchors of all rules, each once, and the tables in which the prefilter looks them up. Working them out takes a hook
// three milliseconds, so the build does it for the built-in rules; rules of a configuration have it done when they are loaded.

import type { Rule } from '../model/rule.js';
import { readBytes, weaken } from '../model/sequel.js';
import type { Sequel } from '../model/sequel.js';
import { seeds } from './seeds.js';

/** A literal to look for. With `fold` it is lower case and matches any case of its letters. */
export interface Anchor {
  readonly text: string;
  readonly fold: boolean;
  /** Of three bytes: what of interest can stand behind it; absent: anything. */
  readonly behind?: string;
  /** What stands behind it where it counts; absent: anything. */
  readonly sequel?: Sequel;
}

/** The memory that the prefilter's module starts with; addresses in bytes. `wasm/prefilter.ts` says what stands in it. */
export interface Tables {
  /** Base64: bitmap, heads, entries, texts, classes, from address 0 on. */
  readonly image: string;
  readonly heads: number;
  readonly entries: number;
  readonly classes: number;
  /** First address behind the tables. */
  readonly end: number;
  /** Behind the classes: sets of bytes that sequels name, 32 bytes each. */
  readonly sets: number;
  /** Length of the longest anchor, with the bytes that must follow it. */
  readonly longest: number;
  /** Furthest from the beginning of an anchor that it is looked at what follows it. */
  readonly furthest: number;
  /** Most anchors that can stand at one position. */
  readonly crowd: number;
}

export interface AnchorIndex {
  /** Those of the rules, and behind them the seeds. */
  readonly anchors: readonly Anchor[];
  /** For each anchor of rules the positions of its rules in the catalogue. */
  readonly rules: readonly (readonly number[])[];
  readonly tables: Tables;
}

/** Three tables of bits, as `wasm/prefilter.ts` names them: three bytes, the first four, anchors of three. */
const fours = 2 ** 17 / 8;
const shorts = 2 * fours;
const heads = shorts + 2 ** 13 / 8;
const entries = heads + 2 ** 12 * 2;
/** Of one anchor in the tables: `wasm/prefilter.ts`. */
export const entryBytes = 16;
const mostAnchors = 0xffff - 1;
/** In an entry: number of the set + 1 (0: anything may follow), least, until (0: no byte is looked for), within. */
export const sequelPlace = 12;
const setBytes = 32;
const mostSets = 255;
const classBytes = layClasses();

/** @throws Error when there are more anchors than an entry can number */
export function indexAnchors(rules: readonly Rule[]): AnchorIndex {
  const known = new Map<string, { text: string; fold: boolean; rules: number[] }>();
  rules.forEach((rule, position) => {
    for (const text of rule.anchors) {
      const key = `${rule.ignoreCase ? 'i' : 's'}${text}`;
      const entry = known.get(key) ?? { text, fold: rule.ignoreCase, rules: [] };
      entry.rules.push(position);
      known.set(key, entry);
    }
  });
  const own = [...known.values()].map(({ text, fold, rules: positions }): Anchor => {
    const sequel = weaken(positions.map((position) => rules[position]?.sequel));
    return { text, fold, ...(sequel === undefined ? {} : { sequel }) };
  });
  const anchors = [...own, ...seeds];
  return { anchors, rules: [...known.values()].map((entry) => entry.rules), tables: layTables(anchors) };
}

export function layTables(anchors: readonly Anchor[]): Tables {
  if (anchors.length > mostAnchors) throw new Error(`${anchors.length} anchors; at most ${mostAnchors} are supported`);
  const texts = entries + anchors.length * entryBytes;
  const classes = texts + anchors.reduce((sum, { text }) => sum + text.length + 1, 0);
  const sets = classes + classBytes.length;
  const kinds = [...new Set(anchors.flatMap(({ sequel }) => sequel?.bytes ?? []))];
  if (kinds.length > mostSets) throw new Error(`${kinds.length} sets of bytes behind anchors; at most ${mostSets} are supported`);
  const end = sets + kinds.length * setBytes;
  const image = Buffer.alloc(end);
  classBytes.copy(image, classes);
  let text = texts;
  anchors.forEach((anchor, index) => {
    text = addEntry(image, anchor, index, text);
    if (anchor.sequel !== undefined) addSequel(image, anchor.sequel, entries + index * entryBytes + sequelPlace, kinds.indexOf(anchor.sequel.bytes));
  });
  kinds.forEach((ranges, kind) => readBytes(ranges).forEach((is, byte) => { if (is) markBit(image, sets + kind * setBytes, byte); }));
  return { image: image.toString('base64'), heads, entries, classes, end, sets, longest: Math.max(1, ...anchors.map(({ text, sequel }) => text.length + (sequel?.least ?? 0))), furthest: Math.max(1, ...anchors.map(reachOf)), crowd: findCrowd(anchors) };
}

/** From its beginning to the last byte that decides on it. */
function reachOf({ text, sequel }: Anchor): number {
  return text.length + (sequel?.within ?? sequel?.least ?? 0);
}

function addSequel(image: Buffer, { least, until = 0, within = 0 }: Sequel, at: number, set: number): void {
  image.set([set + 1, least, until, within], at);
}

/** Anchors can stand at one position only if they begin alike. */
function findCrowd(anchors: readonly Anchor[]): number {
  const crowds = new Map<string, number>();
  for (const { text } of anchors) {
    const head = text.slice(0, 3).toLowerCase();
    crowds.set(head, (crowds.get(head) ?? 0) + 1);
  }
  return Math.max(1, ...crowds.values());
}

function addEntry(image: Buffer, { text, fold, behind }: Anchor, index: number, at: number): number {
  const bytes = Buffer.from(text, 'latin1');
  bytes.copy(image, at);
  markBitmap(image, bytes, behind);
  const head = heads + (hashTrigram(bytes[0] ?? 0, bytes[1] ?? 0, bytes[2] ?? 0) >>> 5) * 2;
  const entry = entries + index * entryBytes;
  image.writeUInt32LE(at, entry);
  image.writeUInt16LE(bytes.length, entry + 4);
  image.writeUInt16LE(image.readUInt16LE(head), entry + 6);
  image.writeUInt16LE(index, entry + 8);
  image.writeUInt16LE(fold ? 1 : 0, entry + 10);
  image.writeUInt16LE(index + 1, head);
  // A NUL between them: side by side they would read like a key where this image is read as text.
  return at + bytes.length + 1;
}

/** The three bytes from the first on, and the three from the second on, whatever the last may be if there is none (and nothing is said of it). */
function markBitmap(image: Buffer, [a = 0, b = 0, c = 0, d]: Uint8Array, behind: string | undefined): void {
  const mark = (hash: number): void => {
    image[hash >>> 3] = (image[hash >>> 3] ?? 0) | (1 << (hash & 7));
  };
  mark(hashTrigram(a, b, c));
  if (d === undefined) markBit(image, shorts, hashTrigram(a, b, c) >>> 4);
  else markBit(image, fours, hashFour(a, b, c, d));
  if (d !== undefined) mark(hashTrigram(b, c, d));
  else if (behind !== undefined) for (const letter of behind) mark(hashTrigram(b, c, letter.charCodeAt(0)));
  else for (let any = 0; any < 256; any += 1) mark(hashTrigram(b, c, any));
}

function markBit(image: Buffer, table: number, bit: number): void {
  const at = table + (bit >>> 3);
  image[at] = (image[at] ?? 0) | (1 << (bit & 7));
}

/** Seventeen bits of four bytes, folded. */
function hashFour(a: number, b: number, c: number, d: number): number {
  return Math.imul((a | (b << 8) | (c << 16) | (d << 24)) | 0x20202020, 0x9e3779b1) >>> 15;
}

/** Seventeen bits, as in `wasm/prefilter.ts`. */
function hashTrigram(a: number, b: number, c: number): number {
  return Math.imul((a | (b << 8) | (c << 16)) | 0x202020, 0x9e3779b1) >>> 15;
}

/** Values of base64's letters of both alphabets (RFC 4648), values of hexadecimal digits, and which bytes plain text has; `wasm/prefilter.ts`. */
function layClasses(): Buffer {
  const none = 0x80;
  const tables = Buffer.alloc(3 * 256, none);
  const base64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  for (const [index, letters] of [...[...base64], '+-', '/_'].entries()) for (const letter of letters) tables[letter.charCodeAt(0)] = index;
  for (let value = 0; value < 16; value += 1) for (const digit of [value.toString(16), value.toString(16).toUpperCase()]) tables[256 + digit.charCodeAt(0)] = value;
  for (let byte = 0; byte < 256; byte += 1) tables[512 + byte] = Number((byte >= 0x20 && byte < 0x7f) || [0, 9, 10, 13, 27].includes(byte));
  return tables;
}
