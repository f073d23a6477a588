// ZIP archives, read and written member by member: only what changes is packed anew, everything else is copied as it is.
// What cannot be written faithfully (encrypted members, Zip64, methods other than stored and deflated) is refused.
// https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT

import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { crc32 } from './crc.js';

export interface Member {
  readonly name: string;
  /** undefined: it cannot be unpacked. */
  readonly bytes: Uint8Array | undefined;
}

interface Entry {
  /** Where its record in the central directory starts and ends. */
  readonly start: number;
  readonly end: number;
  readonly flags: number;
  readonly method: number;
  readonly packedSize: number;
  readonly size: number;
  readonly name: string;
  /** Its local header, and its data behind it. */
  readonly local: number;
  readonly data: number;
}

interface Directory {
  readonly entries: readonly Entry[];
  readonly start: number;
  /** Where the end record starts. */
  readonly end: number;
}

const localMark = 0x04034b50;
const centralMark = 0x02014b50;
const endMark = 0x06054b50;
const mostEntries = 20_000;
const encrypted = 1;
const sizesBehind = 8;

export function isZip(bytes: Buffer): boolean {
  return bytes.length >= 22 && bytes.readUInt32LE(0) === localMark;
}

/** @returns undefined where the directory cannot be read */
export function readZip(bytes: Buffer, limit: number): Member[] | undefined {
  const directory = readDirectory(bytes);
  let left = limit;
  return directory?.entries.map((entry) => {
    const content = unpack(bytes, entry, left);
    left -= content?.length ?? 0;
    return { name: entry.name, bytes: content };
  });
}

/**
 * @param changed new contents by the position of the member
 * @param rename what a name becomes; as many bytes
 * @returns undefined where it cannot be written
 */
export function writeZip(bytes: Buffer, changed: ReadonlyMap<number, Uint8Array>, rename: (name: Buffer) => Buffer): Buffer | undefined {
  const directory = readDirectory(bytes);
  if (directory === undefined) return undefined;
  const order = directory.entries.map((entry, position) => ({ entry, position })).sort((left, right) => left.entry.local - right.entry.local);
  const parts: Buffer[] = [];
  const central = new Map<number, Buffer>();
  let offset = 0;
  for (const [at, { entry, position }] of order.entries()) {
    const until = order[at + 1]?.entry.local ?? directory.start;
    const content = changed.get(position);
    const written = writeMember(bytes, entry, until, content, rename);
    if (written === undefined) return undefined;
    central.set(position, describeMember(bytes, entry, written, offset, rename));
    parts.push(written.bytes);
    offset += written.bytes.length;
  }
  const records = directory.entries.map((_, position) => central.get(position) ?? Buffer.alloc(0));
  const size = records.reduce((sum, { length }) => sum + length, 0);
  const end = Buffer.from(bytes.subarray(directory.end));
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...records, end]);
}

interface Written {
  readonly bytes: Buffer;
  /** Set where the content changed. */
  readonly sizes?: { readonly crc: number; readonly packed: number; readonly size: number; readonly method: number };
}

function writeMember(bytes: Buffer, entry: Entry, until: number, content: Uint8Array | undefined, rename: (name: Buffer) => Buffer): Written | undefined {
  if (content === undefined) return { bytes: renameAt(Buffer.from(bytes.subarray(entry.local, until)), 30, bytes.readUInt16LE(entry.local + 26), rename) };
  if ((entry.flags & encrypted) !== 0) return undefined;
  const packed = entry.method === 0 ? Buffer.from(content) : deflateRawSync(content);
  const header = renameAt(Buffer.from(bytes.subarray(entry.local, entry.data)), 30, bytes.readUInt16LE(entry.local + 26), rename);
  const sizes = { crc: crc32(content), packed: packed.length, size: content.length, method: entry.method };
  header.writeUInt16LE(entry.flags & ~sizesBehind, 6);
  header.writeUInt32LE(sizes.crc, 14);
  header.writeUInt32LE(sizes.packed, 18);
  header.writeUInt32LE(sizes.size, 22);
  return { bytes: Buffer.concat([header, packed]), sizes };
}

function describeMember(bytes: Buffer, entry: Entry, { sizes }: Written, offset: number, rename: (name: Buffer) => Buffer): Buffer {
  const record = renameAt(Buffer.from(bytes.subarray(entry.start, entry.end)), 46, bytes.readUInt16LE(entry.start + 28), rename);
  record.writeUInt32LE(offset, 42);
  if (sizes === undefined) return record;
  record.writeUInt16LE(entry.flags & ~sizesBehind, 8);
  record.writeUInt32LE(sizes.crc, 16);
  record.writeUInt32LE(sizes.packed, 20);
  record.writeUInt32LE(sizes.size, 24);
  return record;
}

function renameAt(record: Buffer, start: number, length: number, rename: (name: Buffer) => Buffer): Buffer {
  rename(record.subarray(start, start + length)).copy(record, start);
  return record;
}

function readDirectory(bytes: Buffer): Directory | undefined {
  const end = findEnd(bytes);
  if (end === undefined) return undefined;
  const count = bytes.readUInt16LE(end + 10);
  const start = bytes.readUInt32LE(end + 16);
  if (count > mostEntries || start === 0xffffffff || start > end || bytes.readUInt16LE(end + 8) !== count) return undefined;
  const entries: Entry[] = [];
  for (let at = start; entries.length < count; ) {
    const entry = readEntry(bytes, at, end);
    if (entry === undefined) return undefined;
    entries.push(entry);
    at = entry.end;
  }
  return overlaps(entries, start) ? undefined : { entries, start, end };
}

/** The end record stands last, behind it only a comment. */
function findEnd(bytes: Buffer): number | undefined {
  const first = Math.max(0, bytes.length - 22 - 0xffff);
  for (let at = bytes.length - 22; at >= first; at -= 1) {
    if (bytes.readUInt32LE(at) === endMark && at + 22 + bytes.readUInt16LE(at + 20) === bytes.length) return at;
  }
  return undefined;
}

function readEntry(bytes: Buffer, start: number, limit: number): Entry | undefined {
  if (start + 46 > limit || bytes.readUInt32LE(start) !== centralMark) return undefined;
  const nameLength = bytes.readUInt16LE(start + 28);
  const end = start + 46 + nameLength + bytes.readUInt16LE(start + 30) + bytes.readUInt16LE(start + 32);
  const local = bytes.readUInt32LE(start + 42);
  if (end > limit || local + 30 > limit || bytes.readUInt32LE(local) !== localMark) return undefined;
  const data = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
  const packedSize = bytes.readUInt32LE(start + 20);
  if (data + packedSize > limit) return undefined;
  return {
    start,
    end,
    flags: bytes.readUInt16LE(start + 8),
    method: bytes.readUInt16LE(start + 10),
    packedSize,
    size: bytes.readUInt32LE(start + 24),
    name: bytes.toString('utf8', start + 46, start + 46 + nameLength),
    local,
    data,
  };
}

/** Members that share bytes are a bomb, and cannot be written apart. */
function overlaps(entries: readonly Entry[], directory: number): boolean {
  const sorted = [...entries].sort((left, right) => left.local - right.local);
  return sorted.some(({ data, packedSize }, at) => data + packedSize > (sorted[at + 1]?.local ?? directory));
}

function unpack(bytes: Buffer, { flags, method, data, packedSize, size }: Entry, limit: number): Uint8Array | undefined {
  if ((flags & encrypted) !== 0 || size > limit) return undefined;
  const packed = bytes.subarray(data, data + packedSize);
  if (method === 0) return packed;
  if (method !== 8) return undefined;
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, limit) });
  } catch {
    return undefined;
  }
}
