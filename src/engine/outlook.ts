// Where in the pieces of an item something may be hidden that has to be decoded, rewritten or joined first: runs and seeds
// that the prefilter tells, gathered into windows. A window is told once all that belongs to it is at hand, and what it takes in
// depends on the item's bytes alone, never on where its pieces begin.

import { readBytes } from '../model/sequel.js';
import { longestArmor } from './armor.js';
import { foldReach, foldsNear } from './folds.js';
import { furthestJoint, jointMargin } from './joints.js';
import type { Joint, JointSearch } from './joints.js';
import type { Range } from './layer.js';
import { longestRun, runFlags, runMargin, runOverlap } from './prefilter.js';
import type { Prefilter } from './prefilter.js';
import type { Place } from './rewrite.js';
import type { Rewriting, Seed } from './seeds.js';

/** A window in which places are to be replaced. */
export interface Window extends Range {
  readonly rewriting: Rewriting;
  /** Where alone something is replaced, from the window's beginning on; absent: wherever it is found. */
  readonly places?: readonly Place[];
}

/** Letters of an encoding in a row, or several rows of a wrapped one; offsets in the bytes at hand. */
export interface Run {
  readonly rows: readonly Range[];
  readonly flags: number;
}

export interface Findings {
  readonly windows: readonly Window[];
  readonly runs: readonly Run[];
  /** Runs of UTF-16 in bytes that are something else. */
  readonly wide: readonly Range[];
}

/** What has been seen of an item and is not complete, and where to go on. Offsets are those of the item. */
export interface Outlook {
  bytes: Uint8Array;
  /** Where in the item these bytes begin. */
  base: number;
  last: boolean;
  seedsFrom: number;
  seedsTo: number;
  /** What stands before it, behind the last anchor, has been searched for joints. */
  jointsTo: number;
  /** Behind which joints are to be searched, in the bytes at hand. */
  anchors: number[];
  runsFrom: number;
  wideFrom: number;
  /** What stands before it is decoded with what came before. */
  decodedTo: number;
  marks: Mark[];
  waiting: Waiting[];
}

/** Bytes on either side of a seed that belong to its window; seeds that are no further apart share one. */
const windowReach = 512;
const longestWindow = 32 * 1024;
const windowOverlap = 4 * 1024;
/** Bytes around a seed by which it is judged. */
const seedReach = 64;
/** How far from the literals of a list it may stand that they are joined. */
const joinReach = 4 * 1024;
/** Bytes behind a seed or an anchor that must be at hand. */
const lookahead = furthestJoint + jointMargin;
/** Most bytes of an encoded archive. */
const longestPacked = 2 * 1024 * 1024;

/** Something to be rewritten; offsets in the item. */
interface Mark extends Range {
  readonly rewriting: Rewriting;
  readonly back?: number;
}

interface Waiting extends Range {
  readonly flags: number;
}

/** What is looked for in many bytes. */
export interface Eyes extends Pick<Prefilter, 'holdsJoiner' | 'findWide'> {
  readonly joints: JointSearch;
}

export const noFindings: Findings = { windows: [], runs: [], wide: [] };

export function makeOutlook(): Outlook {
  return { bytes: noBytes, base: 0, last: false, seedsFrom: 0, seedsTo: 0, jointsTo: 0, anchors: [], runsFrom: 0, wideFrom: 0, decodedTo: 0, marks: [], waiting: [] };
}

const noBytes = new Uint8Array(0);

/** The next bytes at hand, and where in the item they begin: called once for each buffer, before it is searched. */
export function enterBytes(outlook: Outlook, bytes: Uint8Array, base: number, last: boolean): void {
  outlook.bytes = bytes;
  outlook.base = base;
  outlook.last = last;
  outlook.seedsFrom = outlook.seedsTo;
  outlook.seedsTo = last ? Infinity : Math.max(outlook.seedsTo, base + bytes.length - lookahead);
}

/** How far behind a number of a list the next one stands. */
const nextNumber = 16;
const longestMark = 256;

const encoded = runFlags.base64 | runFlags.hex | runFlags.base32 | runFlags.packed | runFlags.packedHex;

/** The prefilter tells of a run. */
export function addRun({ base, waiting, marks }: Outlook, start: number, end: number, flags: number): void {
  const run = { start: start + base, end: end + base };
  if (flags & encoded) waiting.push({ start: run.start, end: run.end, flags });
  const rewriting = flags & runFlags.joint ? 'joined' : flags & runFlags.listed ? 'listed' : flags & runFlags.softBreak ? 'quoted-printable' : flags & runFlags.folded ? 'folded' : undefined;
  if (rewriting !== undefined) marks.push({ start: run.start, end: run.end, rewriting });
}

/** A seed stands at this offset of the bytes at hand. */
export function addSeed({ bytes, base, seedsFrom, seedsTo, marks }: Outlook, offset: number, { rewriting }: Seed): void {
  const at = offset + base;
  if (at < seedsFrom || at >= seedsTo || rewriting === 'packed') return;
  const last = marks.at(-1);
  if (rewriting === 'numbers' && last?.rewriting === 'numbers' && at - last.end <= nextNumber) {
    // Lists are long, and where one goes on is not asked again.
    if (at - last.start <= longestMark) marks[marks.length - 1] = { rewriting, start: last.start, end: at };
    else marks.push({ rewriting, start: at, end: at });
  } else if (counts(bytes, offset, rewriting)) marks.push({ rewriting, start: at, end: at });
}

function counts(bytes: Uint8Array, offset: number, rewriting: Rewriting): boolean {
  switch (rewriting) {
    // What a terminal is told stands around a key, not in it.
    case 'colours':
    case 'armor':
    case 'printed':
      return true;
    case 'numbers':
      return isAmongNumbers(bytes, offset);
    case 'letters':
      return isAmongLetters(bytes, offset);
    default:
      return isInKey(bytes, offset);
  }
}

/** An anchor of a rule whose shape is strict stands at this offset of the bytes at hand. */
export function addAnchor({ base, seedsFrom, seedsTo, anchors }: Outlook, offset: number): void {
  const at = offset + base;
  if (at >= seedsFrom && at < seedsTo) anchors.push(offset);
}

/** A joint stands there, in the bytes at hand. */
export function addJoint({ base, marks }: Outlook, { at, rewriting, back, until = at }: Joint): void {
  marks.push({ rewriting, start: at + base, end: until + base, ...(back === undefined ? {} : { back }) });
}

/** What is complete; it is told once. */
export function takeFindings(outlook: Outlook, eyes: Eyes): Findings {
  if (outlook.anchors.length > 0) searchAnchors(outlook, eyes);
  const wide = takeWide(outlook, eyes);
  if (outlook.marks.length === 0 && outlook.waiting.length === 0 && wide.length === 0) return noFindings;
  return { windows: takeWindows(outlook, eyes), runs: takeRuns(outlook), wide };
}

function searchAnchors(outlook: Outlook, eyes: Eyes): void {
  const { joints, to } = eyes.joints.find(outlook.bytes, outlook.anchors, outlook.jointsTo - outlook.base);
  for (const each of joints) addJoint(outlook, each);
  outlook.jointsTo = to + outlook.base;
  outlook.anchors = [];
}

/** First offset in the bytes at hand that must be seen again. */
export function keepFrom({ bytes, base, runsFrom, wideFrom, marks, waiting }: Outlook): number {
  const firsts = [runsFrom - 2 * runMargin, wideFrom, ...marks.map(({ start, rewriting }) => start - reachOf(rewriting)), ...(waiting[0] === undefined ? [] : [waiting[0].start - 2 * runMargin])];
  return Math.max(0, Math.min(bytes.length, ...firsts.map((each) => each - base)));
}

function takeWindows(outlook: Outlook, eyes: Eyes): Window[] {
  const { bytes, base, last, runsFrom, seedsTo, marks } = outlook;
  const known = last ? Infinity : Math.min(runsFrom - runMargin, seedsTo);
  const windows: Window[] = [];
  const left: Mark[] = [];
  for (const rewriting of new Set(marks.map((mark) => mark.rewriting))) {
    const all = marks.filter((mark) => mark.rewriting === rewriting && !isIdle(mark, outlook, known)).sort((first, second) => first.start - second.start);
    let next = 0;
    for (let first = all[next]; first !== undefined; first = all[next]) {
      const { upTo, end, cut } = rewriting === 'armor' ? coverArmor(all, next) : gather(all, next);
      if (end + 2 * reachOf(rewriting) > known) break;
      if (rewriting !== 'listed' || joinsNear(bytes, first.start - base, end - base, eyes)) {
        const start = Math.max(0, first.start - windowReach - base);
        const places = rewriting === 'assigned' || rewriting === 'supposed' ? { places: placesOf(all.slice(next, upTo), start + base) } : {};
        windows.push({ rewriting, start, end: Math.min(bytes.length, end + windowReach - base), ...places });
      }
      if (cut) next = Math.max(next + 1, all.findIndex((each, index) => index > next && each.end > end - windowOverlap));
      else next = upTo;
    }
    left.push(...all.slice(next));
  }
  outlook.marks = left;
  return windows;
}

/** The end of a line behind which nothing goes on. */
function isIdle({ rewriting, start, end }: Mark, { bytes, base }: Outlook, known: number): boolean {
  return rewriting === 'folded' && start < end && end + foldReach <= known && !foldsNear(bytes, start - base, end - base);
}

/** Of several names before one value the nearest has it. */
function placesOf(marks: readonly Mark[], from: number): Place[] {
  const places: Place[] = [];
  for (const { start: end, back = 0, end: until } of marks) {
    const place = { start: end - back - from, end: end - from, ...(until > end ? { until: until - from } : {}) };
    const last = places.at(-1);
    if (last !== undefined && last.end === place.end) places[places.length - 1] = last.start >= place.start ? last : place;
    else if (last === undefined || (last.until ?? last.end) <= place.start) places.push(place);
  }
  return places;
}

function takeRuns(outlook: Outlook): Run[] {
  const { bytes, base, last, waiting } = outlook;
  const runs: Run[] = [];
  let taken = 0;
  for (const { start, end: first, flags } of waiting) {
    if (start >= outlook.decodedTo) {
      const isPacked = (flags & (runFlags.packed | runFlags.packedHex)) !== 0;
      const most = isPacked ? longestPacked : longestRun;
      const rows = findRows(bytes, start - base, first - base, most, Math.max(0, outlook.decodedTo - base));
      const from = rows[0]?.start ?? 0;
      const end = rows.at(-1)?.end ?? 0;
      if (!last && end + rowMargin > bytes.length && end - from < most) break;
      runs.push({ rows, flags: rows.length > 1 && (flags & (runFlags.packedHex | runFlags.base32)) === 0 ? flags | 1 : flags });
      const cut = rows.length > 1 && end - from >= most;
      if (rows.length > 1 || isPacked) outlook.decodedTo = base + ((cut ? rows.find((row) => row.start >= end - runOverlap)?.start : undefined) ?? end);
    }
    taken += 1;
  }
  outlook.waiting = waiting.slice(taken);
  return runs;
}

function takeWide(outlook: Outlook, eyes: Eyes): Range[] {
  const { bytes, base, last, wideFrom } = outlook;
  const { ranges, next } = findWide(bytes, Math.max(0, wideFrom - base), last, eyes);
  outlook.wideFrom = base + next;
  return ranges;
}

/** Lists of literals are everywhere; few are joined. */
function joinsNear(bytes: Uint8Array, start: number, end: number, eyes: Eyes): boolean {
  return eyes.holdsJoiner(bytes.subarray(Math.max(0, start - joinReach), end + joinReach));
}

/** Bytes on either side of a mark that say what becomes of it. */
function reachOf(rewriting: Rewriting): number {
  return rewriting === 'listed' ? joinReach : windowReach;
}

/** Marks that are near each other. */
function gather(marks: readonly Mark[], from: number): { upTo: number; end: number; cut: boolean } {
  const first = marks[from]?.start ?? 0;
  let end = marks[from]?.end ?? 0;
  for (let upTo = from + 1; ; upTo += 1) {
    const next = marks[upTo];
    if (next === undefined || next.start - end > windowReach) return { upTo, end, cut: false };
    if (next.end - first > longestWindow) return { upTo, end, cut: true };
    end = Math.max(end, next.end);
  }
}

/** What begins in the first half of what is read from here on is read with it. */
function coverArmor(marks: readonly Mark[], from: number): { upTo: number; end: number; cut: boolean } {
  const first = marks[from]?.start ?? 0;
  let upTo = from + 1;
  while ((marks[upTo]?.start ?? Infinity) < first + longestArmor / 2) upTo += 1;
  return { upTo, end: first + longestArmor, cut: false };
}

/** Enough of what keys are written with stands on both sides together. */
function isInKey(bytes: Uint8Array, offset: number): boolean {
  let letters = 0;
  for (let at = offset - 1; at >= Math.max(0, offset - seedReach) && isKeyByte(bytes[at] ?? 0); at -= 1) letters += 1;
  for (let at = offset; at < Math.min(bytes.length, offset + seedReach) && isKeyByte(bytes[at] ?? 0); at += 1) letters += 1;
  return letters >= leastLetters;
}

/** A number, and behind it others that are joined alike. */
function isAmongNumbers(bytes: Uint8Array, offset: number): boolean {
  let at = offset;
  while (at < offset + 2 && !isDigit(bytes[at] ?? 0)) at += 1;
  if (isMark(bytes, at)) at += bytes[at] === 0x30 ? 2 : 3;
  let first = 0;
  for (let count = 0; count < leastAlike; count += 1) {
    for (const furthest = at + longestNumber; at < furthest && hexDigits[bytes[at] ?? 0] === 1; ) at += 1;
    const start = at;
    let glue = 0;
    for (; at < start + longestGlue && (!isDigit(bytes[at] ?? 0) || isMark(bytes, at) || isMark(bytes, at - 1) || (bytes[at - 1] ?? 0) === 0x75); at += 1) {
      at = skipIndex(bytes, at);
      const byte = bytes[at] ?? 0;
      if (!isBlank(byte) && byte !== 0x0a && byte !== 0x0d) glue = (glue * 31 + byte) | 0;
    }
    if (at === start || at >= start + longestGlue || (count > 0 && glue !== first)) return false;
    first = glue;
  }
  return true;
}

/** `0x`, `0o`, `16#`: no number yet. */
function isMark(bytes: Uint8Array, at: number): boolean {
  const next = (bytes[at + 1] ?? 0) | 0x20;
  return bytes[at] === 0x30 ? next === 0x78 || next === 0x6f : bytes[at] === 0x31 && bytes[at + 1] === 0x36 && bytes[at + 2] === 0x23;
}

/** The index of a member, `"12":`; @returns where its closing quote stands, or the same place */
function skipIndex(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== 0x22 || !isDigit(bytes[at + 1] ?? 0)) return at;
  let end = at + 1;
  while (end < at + longestNumber && isDigit(bytes[end] ?? 0)) end += 1;
  return bytes[end] === 0x22 && bytes[end + 1] === 0x3a ? end : at;
}

/** A literal of one letter, and others on either side that are joined alike. */
function isAmongLetters(bytes: Uint8Array, offset: number): boolean {
  const quote = bytes[offset];
  let step = 4;
  while (step < longestGlue && (isBlank(bytes[offset + step] ?? 0) || bytes[offset + step] === 0x0a || bytes[offset + step] === 0x0d)) step += 1;
  let count = 1;
  for (const by of [step, -step]) for (let at = offset + by; count < leastAlike && bytes[at] === quote && bytes[at + 2] === quote; at += by) count += 1;
  return count >= leastAlike;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

const leastAlike = 4;
const longestNumber = 8;
const longestGlue = 40;
const hexDigits = readBytes('09AFaf');
const leastLetters = 20;
const keyBytes = readBytes('AZaz09\x80\xff', '+/=_-.:~%\\&#;{}@');

function isKeyByte(byte: number): boolean {
  return keyBytes[byte] === 1;
}

/** Shortest row of a wrapped encoding: PEM has 64 letters, MIME at most 76. */
const shortestRow = 40;
const longestRow = 120;
/** Bytes behind rows that decide whether they go on: a line's end, blanks, one more row and what ends it. */
const rowMargin = 2 * runMargin;
const mostIndent = 40;
const runBytes = readBytes('AZaz09', '+/_-');

/** Letters on one line; escaped slashes, which are themselves of the run, part it in pieces. */
interface Row {
  readonly pieces: readonly Range[];
  readonly letters: number;
  readonly end: number;
}

/** A run with what goes on in further rows of the same length, and the row before. */
function findRows(bytes: Uint8Array, start: number, end: number, most: number, floor: number): Range[] {
  const above = rowAbove(bytes, start, end, floor);
  const rows = above === undefined ? undefined : readRows(bytes, above, above + most);
  return (rows !== undefined && rows.some((row) => row.start === start) ? rows : undefined) ?? readRows(bytes, start, start + most);
}

/** Rows stand alone on their lines, of one width and one indentation; only the last may be shorter. */
function readRows(bytes: Uint8Array, start: number, most: number): Range[] {
  const first = readRow(bytes, start, most);
  const rows = [first];
  const opening = openingOf(bytes, start);
  let indent = opening.indent;
  for (let row = first; row.letters === first.letters && row.end < most; ) {
    if (first.letters < shortestRow || first.letters > longestRow) break;
    const next = skipBreak(bytes, row.end);
    if (next === undefined || (indent !== undefined && next.indent !== indent) || (opening.tight && next.indent === 0)) break;
    row = readRow(bytes, next.at, most);
    if (row.letters === 0 || row.letters > first.letters || (row.end < most && !endsRow(bytes, row, first.letters, opening.quote))) break;
    // A single short row behind a row of no usual width is a word on the next line.
    if (rows.length === 1 && row.letters < first.letters && first.letters % 4 !== 0) break;
    indent = next.indent;
    rows.push(row);
  }
  return rows.flatMap(({ pieces }) => pieces);
}

function readRow(bytes: Uint8Array, start: number, most: number): Row {
  const pieces: Range[] = [];
  let letters = 0;
  for (let at = start; ; at += 1) {
    const end = extend(bytes, at, most);
    if (end > at) pieces.push({ start: at, end });
    letters += end - at;
    if (end >= most || bytes[end] !== 0x5c || bytes[end + 1] !== 0x2f) return { pieces, letters, end };
    at = end;
  }
}

/** What stands before a first row: nothing but its indentation; a quote; or a name and a sign, behind which only indented rows go on. */
function openingOf(bytes: Uint8Array, start: number): { indent?: number; quote?: number; tight: boolean } {
  let at = start - 1;
  while (at >= 0 && start - at <= mostIndent && isBlank(bytes[at] ?? 0)) at -= 1;
  if (at < 0 || bytes[at] === 0x0a) return { indent: start - 1 - at, tight: false };
  const before = bytes[start - 1] ?? 0;
  return isQuote(before) ? { quote: before, tight: false } : { tight: !isBlank(before) && before !== 0x3e };
}

/** Padding that fits, and then the line's end, perhaps behind signs that close what the rows stand in. */
function endsRow(bytes: Uint8Array, { letters, end }: Row, width: number, quote: number | undefined): boolean {
  let at = end;
  while (at < end + 2 && bytes[at] === 0x3d) at += 1;
  // Rows of the usual widths are whole groups: what is left of the last one is known.
  const left = width % 4 === 0 ? (letters + at - end) % 4 : 0;
  if (at > end ? left !== 0 : left === 1) return false;
  if (bytes[at] === 0x5c && isQuote(bytes[at + 1] ?? 0)) at += 1;
  if (quote !== undefined && bytes[at] === quote) return true;
  for (const furthest = at + 8; at < furthest && closers[bytes[at] ?? 0] === 1; ) at += 1;
  const byte = bytes[at];
  return byte === undefined || byte === 0x0a || byte === 0x0d || byte === 0x3c || (byte === 0x5c && breaks.has(bytes[at + 1] ?? 0));
}

const closers = readBytes('', ' \t"\'`)]},;');
/** Behind a backslash: `n`, `r`, a line's end. */
const breaks: ReadonlySet<number> = new Set([0x6e, 0x72, 0x0a, 0x0d]);

/** Where the row before begins. */
function rowAbove(bytes: Uint8Array, start: number, end: number, floor: number): number | undefined {
  let at = start - 1;
  while (at > 0 && start - at < 32 && isBlank(bytes[at] ?? 0)) at -= 1;
  if (bytes[at] !== 0x0a) return undefined;
  const close = bytes[at - 1] === 0x0d ? at - 1 : at;
  let open = close;
  while (open > Math.max(0, floor) && close - open <= longestRow && runBytes[bytes[open - 1] ?? 0] === 1) open -= 1;
  return close - open >= Math.max(shortestRow, end - start) && close - open <= longestRow ? open : undefined;
}

function extend(bytes: Uint8Array, from: number, most: number): number {
  const furthest = Math.min(bytes.length, most);
  let at = from;
  while (at < furthest && runBytes[bytes[at] ?? 0] === 1) at += 1;
  return at;
}

/** A line's end and blanks, or the same as an escape. */
function skipBreak(bytes: Uint8Array, from: number): { at: number; indent: number } | undefined {
  let at = from;
  if (bytes[at] === 0x5c && bytes[at + 1] === 0x72) at += 2;
  if (bytes[at] === 0x5c && bytes[at + 1] === 0x6e) return { at: at + 2, indent: 0 };
  if (at > from) return undefined;
  if (bytes[at] === 0x0d) at += 1;
  if (bytes[at] !== 0x0a) return undefined;
  const line = at + 1;
  for (at = line; at < line + mostIndent && isBlank(bytes[at] ?? 0); ) at += 1;
  return { at, indent: at - line };
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x09;
}

function isQuote(byte: number): boolean {
  return byte === 0x22 || byte === 0x27 || byte === 0x60;
}

const shortestWide = 16;
const wideStep = 16;

/** Letters with a NUL behind each, many in a row. */
function findWide(bytes: Uint8Array, from: number, last: boolean, eyes: Eyes): { ranges: Range[]; next: number } {
  const ranges: Range[] = [];
  const waits = last ? bytes.length : Math.max(from, bytes.length - 2 * wideStep - 4);
  const zero = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).indexOf(0, from);
  if (zero < 0) return { ranges, next: waits };
  let floor = from;
  for (let at = eyes.findWide(bytes, Math.max(from, zero - 1)); at >= 0; at = eyes.findWide(bytes, at + wideStep)) {
    let start = isWide(bytes, at) ? at : at + 1;
    let end = start;
    while (start - 2 >= floor && isUnit(bytes, start - 2)) start -= 2;
    while (end + 1 < bytes.length && end - start < longestRun && isUnit(bytes, end)) end += 2;
    const cut = end - start >= longestRun;
    if (!last && !cut && end + 2 >= bytes.length) return { ranges, next: start };
    if (end - start >= 2 * shortestWide) ranges.push({ start, end });
    floor = cut ? end - runOverlap : end;
    at = floor - wideStep;
  }
  return { ranges, next: Math.max(waits, floor) };
}

function isWide(bytes: Uint8Array, at: number): boolean {
  return isUnit(bytes, at) && isUnit(bytes, at + 2);
}

function isUnit(bytes: Uint8Array, at: number): boolean {
  const byte = bytes[at] ?? 0;
  return bytes[at + 1] === 0 && ((byte >= 0x20 && byte < 0x7f) || byte === 9 || byte === 10 || byte === 13);
}
