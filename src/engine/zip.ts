// A zip archive -> its members (PKWARE's APPNOTE.TXT): jar, whl, nupkg, docx, xlsx, apk are such. The central directory is
// believed only as far as the local headers bear it out; without one (a file cut short) the local headers are followed.

import { decompress, tooMuch } from './decompress.js';
import type { Content } from './decompress.js';
import type { StreamKind } from './streams.js';
import type { Allowance, Receiver } from './unpack.js';

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly encrypted: boolean;
  /** Offset of the local header. */
  readonly header: number;
  /** Packed bytes; undefined: not known before they are read. */
  readonly size: number | undefined;
  /** Bytes that it unpacks to; undefined: its end is marked, or not known. */
  readonly full: number | undefined;
}

const localMark = 0x04034b50;
const centralMark = 0x02014b50;
const endMark = 0x06054b50;
const localBytes = 30;
const centralBytes = 46;
const endBytes = 22;
const longestComment = 0xffff;
const unknown = 0xffffffff;
const lzma = 14;
/** 20 is what zstd was before it had a number of its own (APPNOTE.TXT, 4.4.5). */
const methods: Readonly<Record<number, 'deflate' | StreamKind>> = { 8: 'deflate', 12: 'bzip2', [lzma]: 'lzma in zip', 20: 'zstd', 93: 'zstd', 95: 'xz' };

export function readZip(archive: Uint8Array, left: Allowance['left'], room: (packed: number) => number, { member, unread }: Receiver): void {
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
  const listed = listCentral(bytes);
  if (listed === undefined) unread('', 'the zip archive is damaged: its directory is missing; members were looked for one by one');
  let entries = listed ?? listLocal(bytes);
  if (entries.length > left.members) {
    unread('', `the archive has ${entries.length} members; ${left.members} were read`);
    entries = entries.slice(0, left.members);
  }
  // Members that share bytes are how a small archive unpacks to a large one.
  let readTo = 0;
  for (const entry of [...entries].sort((first, second) => first.header - second.header)) {
    const name = `zip:${entry.name}`;
    if (left.bytes <= 0) return unread(name, 'the archive unpacks to more than is allowed; what follows was not read');
    const data = dataOf(bytes, entry);
    if (typeof data === 'string') {
      unread(name, data);
      continue;
    }
    if (entry.header < readTo) {
      unread(name, 'it shares bytes with another member');
      continue;
    }
    readTo = data.end;
    const packed = bytes.subarray(data.start, data.end);
    const method = methods[entry.method];
    const allowed = room(packed.length);
    const content: Content | string = entry.method === 0 ? { bytes: packed } : method === undefined ? `compression method ${entry.method} is not unpacked` : decompress(method, packed, allowed, entry.full);
    if (content === tooMuch) left.bytes -= allowed;
    if (typeof content === 'string') unread(name, content);
    else {
      member(name, content.bytes);
      if (content.complaint !== undefined && entry.size !== undefined) unread(name, content.complaint);
    }
  }
}

function dataOf(bytes: Buffer, { header, size, encrypted }: Entry): { start: number; end: number } | string {
  if (encrypted) return 'it is encrypted';
  if (header + localBytes > bytes.length || bytes.readUInt32LE(header) !== localMark) return 'the archive is damaged: the member is not where it is said to be';
  const start = header + localBytes + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28);
  const end = size === undefined ? nextHeader(bytes, start) : start + size;
  return start > bytes.length || end > bytes.length ? 'the archive is damaged: the member reaches beyond its end' : { start, end };
}

function listCentral(bytes: Buffer): Entry[] | undefined {
  const end = findEnd(bytes);
  if (end === undefined) return undefined;
  const entries: Entry[] = [];
  let at = bytes.readUInt32LE(end + 16);
  if (at === unknown) at = findFirstCentral(bytes, end) ?? bytes.length;
  // Bytes put in front of an archive shift all offsets.
  const shift = end - bytes.readUInt32LE(end + 12) - at;
  const moved = shift > 0 && !isMark(bytes, at, centralMark) && isMark(bytes, at + shift, centralMark) ? shift : 0;
  for (at += moved; isMark(bytes, at, centralMark) && at + centralBytes <= bytes.length; ) {
    const nameLength = bytes.readUInt16LE(at + 28);
    const extraLength = bytes.readUInt16LE(at + 30);
    const extra = bytes.subarray(at + centralBytes + nameLength, at + centralBytes + nameLength + extraLength);
    const [size, header] = readLong(extra, bytes.readUInt32LE(at + 24), [bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 42)]);
    entries.push({
      name: showName(bytes.subarray(at + centralBytes, at + centralBytes + nameLength)),
      ...readFlags(bytes.readUInt16LE(at + 8), bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 24)),
      header: header + moved,
      size,
    });
    at += centralBytes + nameLength + extraLength + bytes.readUInt16LE(at + 32);
  }
  return entries.length === 0 && bytes.readUInt16LE(end + 10) > 0 ? undefined : entries;
}

/** LZMA alone cannot say how much it unpacks to, but it may mark its end. */
function readFlags(flags: number, method: number, full: number): Pick<Entry, 'method' | 'encrypted' | 'full'> {
  return { method, encrypted: (flags & 1) !== 0, full: method !== lzma || (flags & 2) !== 0 || (flags & 8) !== 0 ? undefined : full };
}

/** Zip64: numbers that do not fit stand in the extra field 1, in this order. */
function readLong(extra: Buffer, full: number, [size, header]: readonly [number, number]): [number, number] {
  if (size !== unknown && header !== unknown) return [size, header];
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    let next = at + 4;
    const take = (number: number): number => {
      if (number !== unknown || next + 8 > extra.length) return number;
      next += 8;
      return Number(extra.readBigUInt64LE(next - 8));
    };
    take(full);
    return [take(size), take(header)];
  }
  return [size, header];
}

function findEnd(bytes: Buffer): number | undefined {
  for (let at = bytes.length - endBytes; at >= Math.max(0, bytes.length - endBytes - longestComment); at -= 1) {
    if (bytes[at] === 0x50 && bytes.readUInt32LE(at) === endMark) return at;
  }
  return undefined;
}

/** In zip64 the end says nothing of where the directory is: its first entry is looked for behind the last member. */
function findFirstCentral(bytes: Buffer, end: number): number | undefined {
  const locator = end - 20;
  if (locator < 0 || bytes.readUInt32LE(locator) !== 0x07064b50) return undefined;
  const record = Number(bytes.readBigUInt64LE(locator + 8));
  return record + 56 <= bytes.length && isMark(bytes, record, 0x06064b50) ? Number(bytes.readBigUInt64LE(record + 48)) : undefined;
}

function listLocal(bytes: Buffer): Entry[] {
  const entries: Entry[] = [];
  for (let at = nextHeader(bytes, 0); at + localBytes <= bytes.length; ) {
    const flags = bytes.readUInt16LE(at + 6);
    const size = bytes.readUInt32LE(at + 18);
    const nameLength = bytes.readUInt16LE(at + 26);
    const data = at + localBytes + nameLength + bytes.readUInt16LE(at + 28);
    const open = (flags & 8) !== 0 || size === unknown || data + size > bytes.length;
    entries.push({ name: showName(bytes.subarray(at + localBytes, at + localBytes + nameLength)), ...readFlags(flags, bytes.readUInt16LE(at + 8), bytes.readUInt32LE(at + 22)), header: at, size: open ? undefined : size });
    at = nextHeader(bytes, open ? Math.max(at + 4, Math.min(data, bytes.length)) : data + size);
  }
  return entries;
}

function nextHeader(bytes: Buffer, from: number): number {
  const at = bytes.indexOf('PK\x03\x04', from, 'latin1');
  return at < 0 ? bytes.length : at;
}

function isMark(bytes: Buffer, at: number, mark: number): boolean {
  return at >= 0 && at + 4 <= bytes.length && bytes.readUInt32LE(at) === mark;
}

/** A path inside an archive, without what a terminal would obey; UTF-8 whatever the flags say. */
export function showName(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('utf8').replace(/[\p{C}\u2028\u2029]/gu, '?');
  return text.length > longestName ? `${text.slice(0, longestName)}…` : text;
}

const longestName = 300;
