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
  /** What stands behind it where it counts; absent: anything. */
  readonly sequel?: Sequel;
  /** It counts too where what stands behind it may be joined with a further piece. */
  readonly parts?: boolean;
}

/** The memory that the prefilter's module starts with; addresses in bytes. `wasm/prefilter.ts` says what stands in it. */
export interface Tables {
  /** Base64: entries, texts, classes, sets, from the address of the entries on. */
  readonly image: string;
  readonly entries: number;
  /** How many of them. */
  readonly count: number;
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
  /** For each anchor of rules the positions of its rules in the catalogue; behind these anchors stand the seeds. */
  readonly rules: readonly (readonly number[])[];
  readonly tables: Tables;
  /** The places of all rules in their order, as `places.ts` packs them, where the build has laid them out. */
  readonly readPlaces?: () => Uint8Array;
}

/** Behind the hash tables, which the module fills itself. */
const entries = 2 ** 19 / 8 + 2 ** 12 * 2 + 2 ** 10 * 2;
/** Of one anchor in the tables: `wasm/prefilter.ts`. */
export const entryBytes = 16;
const mostAnchors = 0xffff - 1;
/** In an entry: number of the set + 1 (0: anything may follow), least, until (0: no byte is looked for), within. */
export const sequelPlace = 12;
const setBytes = 32;
const mostSets = 255;

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
    const parts = (text.length > 3 || /[^A-Za-z]/.test(text)) && positions.some((position) => rules[position]?.generic === false);
    return { text, fold, ...(sequel === undefined ? {} : { sequel }), ...(parts ? { parts } : {}) };
  });
  return { rules: [...known.values()].map((entry) => entry.rules), tables: layTables([...own, ...seeds]) };
}

export function layTables(anchors: readonly Anchor[]): Tables {
  if (anchors.length > mostAnchors) throw new Error(`${anchors.length} anchors; at most ${mostAnchors} are supported`);
  const classBytes = layClasses();
  const texts = entries + anchors.length * entryBytes;
  const classes = texts + anchors.reduce((sum, { text }) => sum + text.length + 1, 0);
  const sets = classes + classBytes.length;
  const kinds = [...new Set(anchors.flatMap(({ sequel }) => sequel?.bytes ?? []))];
  if (kinds.length > mostSets) throw new Error(`${kinds.length} sets of bytes behind anchors; at most ${mostSets} are supported`);
  const end = sets + kinds.length * setBytes;
  const image = Buffer.alloc(end - entries);
  classBytes.copy(image, classes - entries);
  let text = texts;
  anchors.forEach((anchor, index) => {
    text = addEntry(image, anchor, index, text);
    if (anchor.sequel !== undefined) addSequel(image, anchor.sequel, index * entryBytes + sequelPlace, kinds.indexOf(anchor.sequel.bytes));
  });
  kinds.forEach((ranges, kind) => readBytes(ranges).forEach((is, byte) => { if (is === 1) markBit(image, sets - entries + kind * setBytes, byte); }));
  return { image: image.toString('base64'), entries, count: anchors.length, classes, end, sets, longest: Math.max(1, ...anchors.map(({ text, sequel }) => text.length + (sequel?.least ?? 0))), furthest: Math.max(1, ...anchors.map(reachOf)), crowd: findCrowd(anchors) };
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

function addEntry(image: Buffer, { text, fold, parts = false }: Anchor, index: number, at: number): number {
  const bytes = Buffer.from(text, 'latin1');
  const entry = index * entryBytes;
  bytes.copy(image, at - entries);
  image.writeUInt32LE(at, entry);
  image.writeUInt16LE(bytes.length, entry + 4);
  image.writeUInt16LE(index, entry + 8);
  image.writeUInt16LE(Number(fold) | (Number(parts) << 1), entry + 10);
  // A NUL between them: side by side they would read like a key where this image is read as text.
  return at + bytes.length + 1;
}

function markBit(image: Buffer, table: number, bit: number): void {
  const at = table + (bit >>> 3);
  image[at] = (image[at] ?? 0) | (1 << (bit & 7));
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
