// What lies on a disk -> the pieces to scan: its own name, where a link leads, the bytes of a file. Where such things lie, `tree`
// says; whoever scans them, here or in a thread, reads them in this way. A copy of an earlier file is told as one.

import { closeSync, constants, fstatSync, openSync, readSync, readlinkSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { sep } from 'node:path';
import { codeOf } from '../model/errors.js';
import type { Item, Piece } from '../model/place.js';
import type { Copy, Entry, Failure, Listed, Portion } from '../model/work.js';

const pieceBytes = 4 * 1024 * 1024;

/** Reads portions one after the other into the same bytes: a piece is gone when the next is asked for. */
export type Reader = (portion: Portion, note: Notes) => Generator<Piece>;

/** What there is to tell besides pieces. */
export interface Notes {
  fail(failure: Failure): void;
  /** Its pieces are left out. */
  copy(copy: Copy, bytes: number): void;
}

export function makeReader(): Reader {
  // Only what is written to takes memory.
  const room = Buffer.allocUnsafeSlow(pieceBytes);
  return function* ({ first, entries }, { fail, copy }) {
    for (const [index, entry] of entries.entries()) {
      const { path, size, like } = entry;
      yield nameOf(path);
      if (like !== undefined && isCopy(entry, like, room)) copy({ path, of: like.path }, size);
      else yield* readEntry(entry, room, (error) => fail({ entry: first + index, path, code: codeOf(error) }));
    }
  };
}

/** Whose bytes an item is made of, by its id. */
export function originOf({ id }: Item): { readonly source: 'path' | 'symlink' | 'file'; readonly path: string } {
  if (id.startsWith(marks.name)) return { source: 'path', path: id.slice(marks.name.length) };
  return id.startsWith(marks.link) ? { source: 'symlink', path: id.slice(marks.link.length) } : { source: 'file', path: id };
}

/** A path is absolute: it begins like neither. */
const marks = { name: 'name ', link: 'link ' } as const;

type Fail = (error: unknown) => void;

/** A file's own name may hold a key; those of its folders are looked at with them. */
function nameOf(path: string): Piece {
  return { item: { id: marks.name + path, kind: 'name' }, offset: 0, bytes: Buffer.from(path.slice(path.lastIndexOf(sep) + 1), 'latin1'), last: true };
}

/** The earlier one was scanned as it is now if it is as it was before: it has been neither written nor exchanged. */
function isCopy({ path, size }: Entry, like: Listed, room: Buffer): boolean {
  const files: number[] = [];
  try {
    for (const each of [like.path, path]) files.push(openSync(Buffer.from(each, 'latin1'), constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)));
    return isUnchanged(fstatSync(files[0] ?? 0), size, like) && haveSame(files, room);
  } catch {
    return false; // What is wrong with it will be told when it is read.
  } finally {
    for (const file of files) closeSync(file);
  }
}

function isUnchanged(status: Stats, size: number, { inode, changed, modified }: Listed): boolean {
  return status.isFile() && status.size === size && status.ino === inode && status.ctimeMs === changed && status.mtimeMs === modified;
}

function haveSame([left = 0, right = 0]: readonly number[], room: Buffer): boolean {
  const [first, second] = [room.subarray(0, comparedAtOnce), room.subarray(comparedAtOnce, 2 * comparedAtOnce)];
  for (;;) {
    const length = readFull(left, first);
    if (readFull(right, second) !== length || !first.subarray(0, length).equals(second.subarray(0, length))) return false;
    if (length < comparedAtOnce) return true;
  }
}

const comparedAtOnce = 128 * 1024;

function* readEntry(entry: Entry, room: Buffer, fail: Fail): Generator<Piece> {
  if (entry.isLink) yield* readLink(entry.path, fail);
  if (entry.isFile) yield* readFile(entry, room, fail);
}

function* readLink(path: string, fail: Fail): Generator<Piece> {
  let bytes: Buffer;
  try {
    bytes = readlinkSync(Buffer.from(path, 'latin1'), { encoding: 'buffer' });
  } catch (error) {
    fail(error);
    return;
  }
  yield { item: { id: marks.link + path, kind: 'content' }, offset: 0, bytes, last: true };
}

function* readFile({ path, size }: Entry, room: Buffer, fail: Fail): Generator<Piece> {
  const item: Item = { id: path, kind: 'content' };
  let file: number | undefined;
  let offset = 0;
  try {
    file = openSync(Buffer.from(path, 'latin1'), constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    for (let last = false; !last; ) {
      // One byte more than it is said to hold: a file that grows, or of /proc, which says 0, goes on in large pieces.
      const bytes = room.subarray(0, offset > size ? pieceBytes : Math.min(pieceBytes, size - offset + 1));
      const length = readFull(file, bytes);
      last = length < bytes.length;
      yield { item, offset, bytes: bytes.subarray(0, length), last };
      offset += length;
    }
  } catch (error) {
    fail(error);
    if (offset > 0) yield { item, offset, bytes: new Uint8Array(0), last: true };
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** Fills the buffer; less only at the end of the file. */
function readFull(file: number, bytes: Buffer): number {
  let length = 0;
  while (length < bytes.length) {
    const got = readSync(file, bytes, length, bytes.length - length, null);
    if (got === 0) break;
    length += got;
  }
  return length;
}
