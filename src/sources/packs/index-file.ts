// A pack's index: which objects it holds, and at which offsets (git help gitformat-pack, "version 2 pack-*.idx"). Anything
// that is not exactly such a file is left to git.

import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync } from 'node:fs';
import type { IdTable } from '../../model/work.js';
import { shareBytes, shareWords } from './ids.js';
import { readAt } from './window.js';

export interface PackIndex extends IdTable {
  /** Offset in the pack of the object with the n-th id. */
  readonly offsets: Float64Array;
}

const headBytes = 8;
const fanoutBytes = 1024;
const magic = 0xff744f63;
const pieceBytes = 1024 * 1024;

/** @returns undefined: this is no such index, or it is damaged */
export function readIndex(file: string, idBytes: number): PackIndex | undefined {
  let handle: number;
  try {
    handle = openSync(file, 'r');
  } catch {
    return undefined; // git will say why.
  }
  try {
    const status = fstatSync(handle);
    return status.isFile() && holdsSum(handle, status.size, idBytes) ? readParts(handle, status.size, idBytes) : undefined;
  } catch {
    return undefined; // As above.
  } finally {
    closeSync(handle);
  }
}

/** Does the file say of itself that it is whole? */
export function isIntact(file: string, idBytes: number): boolean {
  let handle: number;
  try {
    handle = openSync(file, 'r');
  } catch {
    return false;
  }
  try {
    const status = fstatSync(handle);
    return status.isFile() && holdsSum(handle, status.size, idBytes);
  } catch {
    return false;
  } finally {
    closeSync(handle);
  }
}

/** It ends with the checksum of all before it: a wrong offset in it would hide one object behind another. */
function holdsSum(handle: number, size: number, idBytes: number): boolean {
  const end = size - idBytes;
  if (end < headBytes) return false;
  const sum = createHash(idBytes === 32 ? 'sha256' : 'sha1');
  const piece = Buffer.allocUnsafe(Math.min(pieceBytes, end));
  for (let at = 0; at < end; at += piece.length) sum.update(fill(handle, piece.subarray(0, Math.min(piece.length, end - at)), at));
  return sum.digest().equals(fill(handle, Buffer.alloc(idBytes), end));
}

/** Bytes go where they belong at once: the file of a pack with millions of objects has a hundred megabytes. */
function readParts(handle: number, size: number, idBytes: number): PackIndex | undefined {
  if (size < headBytes + fanoutBytes) return undefined;
  const head = fill(handle, Buffer.alloc(headBytes + fanoutBytes), 0);
  const fanout = readFanout(head);
  const count = fanout?.[256];
  if (fanout === undefined || count === undefined || head.readUInt32BE(0) !== magic || head.readUInt32BE(4) !== 2) return undefined;
  const names = headBytes + fanoutBytes;
  const small = names + count * (idBytes + 4);
  const large = small + count * 4;
  const end = size - 2 * idBytes;
  if (end < large || (end - large) % 8 !== 0) return undefined;
  const ids = shareBytes(count * idBytes);
  fill(handle, ids, names);
  const offsets = readOffsets(handle, count, small, fill(handle, Buffer.alloc(end - large), large));
  return offsets === undefined ? undefined : { ids, idBytes, count, fanout, offsets };
}

/** @throws when the file ends before */
function fill<T extends Uint8Array>(handle: number, bytes: T, from: number): T {
  if (readAt(handle, bytes, from) < bytes.length) throw new Error('the file is shorter than it was');
  return bytes;
}

function readFanout(head: Buffer): Uint32Array | undefined {
  const fanout = shareWords(257);
  for (let byte = 0; byte < 256; byte += 1) {
    const count = head.readUInt32BE(headBytes + byte * 4);
    if (count < (fanout[byte] ?? 0)) return undefined;
    fanout[byte + 1] = count;
  }
  return fanout;
}

/** An offset with its highest bit set stands for a place among those of eight bytes. */
function readOffsets(handle: number, count: number, small: number, large: Buffer): Float64Array | undefined {
  const offsets = new Float64Array(count);
  const words = pieceBytes / 4;
  const piece = Buffer.allocUnsafe(Math.min(pieceBytes, count * 4));
  for (let from = 0; from < count; from += words) {
    const some = fill(handle, piece.subarray(0, Math.min(words, count - from) * 4), small + from * 4);
    for (let at = 0; at < some.length; at += 4) {
      const word = some.readUInt32BE(at);
      const far = (word & 0x7fffffff) * 8;
      if (word < 0x80000000) offsets[from + at / 4] = word;
      else if (far + 8 > large.length) return undefined;
      else offsets[from + at / 4] = large.readUInt32BE(far) * 2 ** 32 + large.readUInt32BE(far + 4);
    }
  }
  return offsets;
}
