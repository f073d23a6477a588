// Archives and compressed files -> their members, within bounds: so deep, so many bytes, so many times its own size, so many
// members. What is beyond, damaged or encrypted is told; nothing here fails, whatever the bytes are.

import { decodeAscii85 } from './armor.js';
import { isBrotli } from './brotli.js';
import { decompress, tooMuch } from './decompress.js';
import type { Content } from './decompress.js';
import { readPdf } from './pdf.js';
import { readPng } from './png.js';
import { readTar } from './tar.js';
import { readZip } from './zip.js';

export type ArchiveKind = 'gzip' | 'zlib' | 'zip' | 'tar' | 'bzip2' | 'xz' | 'lzma' | 'zstd' | '7z' | 'rar' | 'pdf' | 'png' | 'ascii85' | 'brotli' | 'deflate';

export interface Receiver {
  /** @param name how it was packed and its path, as `decodedFrom` says it: `zip:b/c.env`, `gzip` */
  member(name: string, content: Uint8Array): void;
  /** @param inside the member that cannot be had; empty: the archive itself */
  unread(inside: string, why: string): void;
}

/** What may still be unpacked of one item; shared by all that is nested in it. */
export interface Allowance {
  readonly depth: number;
  /** `doubts`: how often what looks like zlib may turn out to be none. */
  readonly left: { bytes: number; members: number; doubts: number };
  deeper(): Allowance;
}

/** As many bytes of a file's start as are needed to know it: tar says `ustar` at 257 (POSIX pax). */
export const leastKnown = 262;

const deepest = 4;
const mostBytes = 512 * 1024 * 1024;
const mostMembers = 20_000;
/** So many times its packed size may something have, and this much in any case. */
const mostRatio = 200;
const mostDoubts = 200;
/** Less than this of a damaged zlib stream is chance. */
const leastUnpacked = 16;
/** A key of twenty letters takes 15 bytes, a gzip around it 18: what is shorter holds none, whatever is wrong with it. */
const leastHolding = 33;
const alwaysAllowed = 16 * 1024 * 1024;

export function makeAllowance(depth = 0, left = { bytes: mostBytes, members: mostMembers, doubts: mostDoubts }): Allowance {
  return { depth, left, deeper: () => makeAllowance(depth + 1, left) };
}

export function kindOfArchive(start: Uint8Array): ArchiveKind | undefined {
  switch (start[0]) {
    case 0x1f:
      return start[1] === 0x8b && start[2] === 8 ? 'gzip' : undefined;
    case 0x50:
      return start[1] === 0x4b && ((start[2] === 3 && start[3] === 4) || (start[2] === 5 && start[3] === 6)) ? 'zip' : kindOfTar(start);
    case 0x42:
      return hasText(start, 1, 'Zh') && hasText(start, 4, '1AY&SY') ? 'bzip2' : kindOfTar(start);
    case 0x5d:
      return isAlone(start) ? 'lzma' : kindOfTar(start);
    case 0xfd:
      return hasText(start, 1, '7zXZ\0') ? 'xz' : undefined;
    case 0x25:
      return hasText(start, 1, 'PDF-') ? 'pdf' : kindOfTar(start);
    case 0x28:
      return start[1] === 0xb5 && start[2] === 0x2f && start[3] === 0xfd ? 'zstd' : kindOfTar(start);
    case 0x78:
      return isZlib(start, 0) ? 'zlib' : kindOfTar(start);
    case 0x37:
      return hasText(start, 1, 'z\xbc\xaf\x27\x1c') ? '7z' : kindOfTar(start);
    case 0x52:
      return hasText(start, 1, 'ar!\x1a\x07') ? 'rar' : kindOfTar(start);
    case 0x89:
      return hasText(start, 1, 'PNG\r\n\x1a\n') ? 'png' : undefined;
    case 0x3c:
      return start[1] === 0x7e && (start[2] ?? 0) > 0x20 ? 'ascii85' : kindOfTar(start);
    default:
      return kindOfTar(start) ?? (isBrotli(start) ? 'brotli' : undefined);
  }
}

/** What decoding gave: an archive, or deflate without a header, which nothing but its structure tells. */
export function kindOfDecoded(bytes: Uint8Array): ArchiveKind | undefined {
  return kindOfArchive(bytes) ?? (mayBeDeflate(bytes) ? 'deflate' : undefined);
}

/** What bytes may be that begin like something compressed. */
export interface Guess {
  readonly kind: ArchiveKind | undefined;
  /** So many bytes were looked at that chance made the sign: what does not come out as text is none, and nothing is told of it. */
  readonly chance: boolean;
}

export function unpack(bytes: Uint8Array, allowance: Allowance, { member, unread }: Receiver, { kind, chance }: Guess = { kind: kindOfArchive(bytes), chance: false }): void {
  const doubtful = kind === 'zlib' || kind === 'deflate' || kind === 'brotli' || kind === 'lzma' || (chance && (kind === 'gzip' || kind === 'bzip2' || kind === 'xz' || kind === 'zstd'));
  if (kind === undefined || (doubtful && allowance.left.doubts <= 0)) return;
  if (allowance.depth >= deepest) return unread('', `archives are opened up to ${deepest} deep`);
  const { left } = allowance;
  const give: Receiver = {
    unread,
    member(name, content) {
      left.members -= 1;
      left.bytes -= content.length;
      member(name, content);
    },
  };
  if (kind === 'zip') readZip(bytes, left, roomFor(left), give);
  else if (kind === 'tar') readTar(bytes, left, give);
  else if (kind === 'png') readPng(bytes, left, roomFor(left), give, (rest) => kindOfArchive(rest) !== undefined);
  else if (kind === 'ascii85') give.member(kind, decodeAscii85(bytes));
  else if (kind === 'pdf') readPdf(bytes, left, roomFor(left), give);
  else {
    const room = roomFor(left)(bytes.length);
    const content = decompress(kind, bytes, room);
    if (content === tooMuch) left.bytes -= room;
    // Two bytes are little to know zlib by, and deflate has no sign at all: what does not unpack is none. What has a sum behind its sign is
    // what it says once something came out of it.
    if (doubtful && (isNone(content, chance && kind !== 'bzip2' && kind !== 'xz') || (kind === 'deflate' && typeof content !== 'string' && content.complaint !== undefined))) {
      left.doubts -= 1;
      return;
    }
    if (typeof content === 'string') unread('', content);
    else {
      give.member(kind, content.bytes);
      if (content.complaint !== undefined && bytes.length >= leastHolding) unread('', content.complaint);
    }
  }
}

function isNone(content: Content | string, chance: boolean): boolean {
  if (typeof content === 'string') return content !== tooMuch;
  return content.complaint !== undefined && (content.bytes.length < leastUnpacked || (chance && !isText(content.bytes)));
}

function isText(bytes: Uint8Array): boolean {
  return bytes.subarray(0, 4 * leastUnpacked).every((byte) => (byte >= 0x20 && byte < 0x7f) || byte === 9 || byte === 10 || byte === 13);
}

/** Bytes that something of a packed size may have. */
function roomFor(left: Allowance['left']): (packed: number) => number {
  return (packed) => Math.max(0, Math.min(left.bytes, Math.max(alwaysAllowed, packed * mostRatio)));
}

/** A zlib header with a window of 32 KiB (RFC 1950), and a first block of a known type; letters and digits are a text that begins like one. */
export function isZlib(bytes: Uint8Array, at: number): boolean {
  const flags = bytes[at + 1] ?? 0;
  const block = bytes[at + 2] ?? 0;
  return bytes[at] === 0x78 && (0x7800 | flags) % 31 === 0 && (flags & 0x20) === 0 && (block & 6) !== 6 && !(flags === 0x5e && block >= 0x20 && block < 0x7f);
}

/** A block of fixed codes that begins well, or one whose first lengths make a complete code (RFC 1951, 3.2.7); the prefilter has looked closer. */
function mayBeDeflate(bytes: Uint8Array): boolean {
  const bits = readBits(bytes);
  const type = bits(1, 2);
  if (bytes.length < leastDeflated || type === 0 || type === 3) return false;
  if (type === 1) return beginsFixed(bits, bytes.length * 8);
  let sum = 0;
  for (let index = 0; index < bits(13, 4) + 4; index += 1) {
    const length = bits(17 + 3 * index, 3);
    if (length > 0) sum += 128 >> length;
  }
  return sum === 128 && bits(3, 5) <= 29 && bits(8, 5) <= 29;
}

const leastDeflated = 20;

type Bits = (from: number, count: number) => number;

/** At most nine at once, the lowest first. */
function readBits(bytes: Uint8Array): Bits {
  return (from, count) => (((bytes[from >> 3] ?? 0) | ((bytes[(from >> 3) + 1] ?? 0) << 8)) >> (from & 7)) & ((1 << count) - 1);
}

/** So many of its symbols are looked at: chance goes back before its beginning much sooner. */
const symbolsTold = 64;

/** Do the first symbols of a block of fixed codes stand for something (RFC 1951, 3.2.5 and 3.2.6)? Nothing goes back before the beginning. */
function beginsFixed(bits: Bits, end: number): boolean {
  let at = 3;
  let written = 0;
  for (let symbol = 0; symbol < symbolsTold && at + 7 <= end; symbol += 1) {
    const code = reverse(bits(at, 7), 7);
    if (code === 0) return written > 0;
    // Literals have eight bits, those from 144 on nine; lengths up to 279 seven, those behind them eight.
    if (code >= 0x18 && (code < 0x60 || code >= 0x64)) {
      at += code < 0x60 ? 8 : 9;
      written += 1;
      continue;
    }
    const length = code < 0x18 ? code - 1 : 23 + reverse(bits(at, 8), 8) - 0xc0;
    if (length > 28) return false;
    at += code < 0x18 ? 7 : 8;
    const extra = length < 8 || length === 28 ? 0 : (length >> 2) - 1;
    written += length < 8 ? length + 3 : length === 28 ? 258 : ((4 + (length & 3)) << extra) + 3 + bits(at, extra);
    at += extra;
    const far = reverse(bits(at, 5), 5);
    if (far > 29) return false;
    at += 5;
    // The least that it goes back: the bits behind it only add to that.
    const more = far < 4 ? 0 : (far >> 1) - 1;
    if ((far < 4 ? far : (2 + (far & 1)) << more) >= written) return false;
    at += more;
  }
  return true;
}

function reverse(value: number, count: number): number {
  let reversed = 0;
  for (let bit = 0; bit < count; bit += 1) reversed |= ((value >> bit) & 1) << (count - 1 - bit);
  return reversed;
}

/** The head of `.lzma`: the usual properties, a dictionary of a power of two or half as much again, a size or none, the first byte of LZMA. */
function isAlone(start: Uint8Array): boolean {
  const number = (from: number): number => (start[from] ?? 0) | ((start[from + 1] ?? 0) << 8) | ((start[from + 2] ?? 0) << 16) | ((start[from + 3] ?? 0) << 24);
  const dictionary = number(1) >>> 0;
  const lowest = dictionary & -dictionary;
  return start[0] === 0x5d && lowest >= 4096 && (dictionary === lowest || dictionary / 3 === lowest) && ((number(5) === -1 && number(9) === -1) || number(9) === 0) && start[13] === 0;
}

function kindOfTar(start: Uint8Array): ArchiveKind | undefined {
  return start[257] === 0x75 && hasText(start, 257, 'ustar') ? 'tar' : undefined;
}

function hasText(bytes: Uint8Array, at: number, text: string): boolean {
  for (let index = 0; index < text.length; index += 1) if (bytes[at + index] !== text.charCodeAt(index)) return false;
  return true;
}
