// Archives: ZIP and what is built on it (JAR, wheel, DOCX, XLSX, APK), gzip, tar. What their members hold, and the same archive
// without a secret. bzip2, xz and zstd are looked into, but not written: what holds a secret in them is given up. Everything is bounded: an archive beyond the bounds is said to be closed, never clean.
//
// A tar keeps its members as they are, so that its own bytes hold what they hold; but names stand in headers that have a sum, and
// members may be packed themselves.

import { gunzipSync, gzipSync } from 'node:zlib';
import type { Found, Search } from './search.js';
import { mustKeepLength, rewrite } from './search.js';
import { isTar, readTar, writeTar } from './tar.js';
import { isZip, readZip, writeZip } from './zip.js';

/** Something found behind a packing. */
export interface Inside {
  /** From the outermost: `zip:config.json`, `gzip`. */
  readonly path: readonly string[];
  readonly found: readonly Found[];
}

export interface Look {
  readonly inside: readonly Inside[];
  /** Members that could not be opened. */
  readonly closed: readonly string[];
}

const mostBytes = 256 * 1024 * 1024;
const deepest = 4;

/** In a way that is looked into here. */
export function isPacked(bytes: Uint8Array): boolean {
  const buffer = asBuffer(bytes);
  return isZip(buffer) || isGzip(buffer) || isTar(buffer) || nameWrapped(bytes) !== undefined;
}

/** By their first bytes: packings that are not written here. */
const wrapped: readonly (readonly [name: string, start: RegExp])[] = [['bzip2', /^BZh[1-9]1AY/], ['xz', /^\xfd7zXZ\0/], ['zstd', /^\x28\xb5\x2f\xfd/]];
const foreign: readonly (readonly [name: string, start: RegExp])[] = [['7z', /^7z\xbc\xaf\x27\x1c/], ['rar', /^Rar!\x1a\x07/]];

/** Those of them that are looked into. */
function nameWrapped(bytes: Uint8Array): string | undefined {
  return nameBy(wrapped, bytes);
}

/** @returns how something is packed that stays closed here */
export function nameForeign(bytes: Uint8Array): string | undefined {
  return nameBy(foreign, bytes);
}

function nameBy(names: typeof wrapped, bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, 8)).toString('latin1');
  return names.find(([, begins]) => begins.test(start))?.[0];
}

/** Looks into an archive; what lies open in its bytes is not this one's to find. */
export function lookInside(bytes: Uint8Array, search: Search, object: string): Look {
  const inside: Inside[] = [];
  const closed: string[] = [];
  const budget = { left: mostBytes };
  const open = (content: Uint8Array, path: readonly string[]): void => {
    const members = readMembers(asBuffer(content), budget.left) ?? readWrapped(content, search, budget.left);
    if (members === undefined || path.length >= deepest) {
      if (isPacked(content)) closed.push(path.join('/') || 'the archive');
      return;
    }
    for (const { name, bytes: member } of members) {
      const here = [...path, name];
      if (member === undefined) {
        closed.push(here.join('/'));
        continue;
      }
      budget.left -= member.length;
      const found = search.find(member, object);
      if (found.length > 0) inside.push({ path: here, found });
      const packing = nameForeign(member);
      if (packing !== undefined) closed.push(`${here.join('/')} (${packing})`);
      if (isPacked(member)) open(member, here);
    }
  };
  open(bytes, []);
  return { inside, closed };
}

/** @returns undefined where it cannot be written */
export function rewriteArchive(bytes: Uint8Array, search: Search, object: string, depth = 0): Buffer | undefined {
  const buffer = asBuffer(bytes);
  if (depth >= deepest) return undefined;
  const members = readMembers(buffer, mostBytes);
  if (members === undefined) return undefined;
  const changed = new Map<number, Uint8Array>();
  for (const [position, { bytes: member }] of members.entries()) {
    if (member === undefined) continue;
    const written = rewriteContent(member, search, object, depth + 1);
    if (written === undefined) return undefined;
    if (written !== member) changed.set(position, written);
  }
  if (isGzip(buffer)) return writeGzip(buffer, changed.get(0));
  const overwrite = (part: Buffer): Buffer => rewrite(part, search.find(part, object), true);
  return isZip(buffer) ? writeZip(buffer, changed, overwrite) : writeTar(buffer, changed, overwrite);
}

/** Bytes that are no archive, or one: without the secret. The same array where nothing changed. */
export function rewriteContent(bytes: Uint8Array, search: Search, object: string, depth = 0): Uint8Array | undefined {
  if (isPacked(bytes)) {
    const look = lookInside(bytes, search, object);
    if (look.inside.length > 0 || search.find(bytes, object).length > 0) return rewriteArchive(bytes, search, object, depth);
    return bytes;
  }
  const found = search.find(bytes, object);
  if (found.length === 0) return bytes;
  return rewrite(bytes, found, mustKeepLength(bytes));
}

interface Member {
  readonly name: string;
  readonly bytes: Uint8Array | undefined;
}

function readMembers(bytes: Buffer, limit: number): Member[] | undefined {
  if (isZip(bytes)) return readZip(bytes, limit)?.map(({ name, bytes: content }) => ({ name: `zip:${name}`, bytes: content }));
  if (isTar(bytes)) return readTar(bytes)?.map(({ name, bytes: content }) => ({ name: `tar:${name}`, bytes: content }));
  if (!isGzip(bytes)) return undefined;
  try {
    return [{ name: 'gzip', bytes: gunzipSync(bytes, { maxOutputLength: Math.max(1, limit) }) }];
  } catch {
    return undefined;
  }
}

function readWrapped(bytes: Uint8Array, { unwrap }: Search, limit: number): Member[] | undefined {
  const name = nameWrapped(bytes);
  const content = name === undefined ? undefined : unwrap(bytes, limit);
  return name === undefined || content === undefined ? undefined : [{ name, bytes: content }];
}

function isGzip(bytes: Buffer): boolean {
  return bytes.length > 18 && bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8;
}

/** Keeps the time that the header tells; its other fields (a name, a comment) are dropped. */
function writeGzip(bytes: Buffer, content: Uint8Array | undefined): Buffer {
  const written = gzipSync(content ?? gunzipSync(bytes), { level: 9 });
  bytes.copy(written, 4, 4, 8);
  return written;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
