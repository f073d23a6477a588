// A pack's index: which objects it holds, and at which offsets (git help gitformat-pack, "version 2 pack-*.idx"). Anything
// that is not exactly such a file is left to git.

import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { IdTable } from '../../model/work.js';
import { shareBytes, shareWords } from './ids.js';

export interface PackIndex extends IdTable {
  /** Offset in the pack of the object with the n-th id. */
  readonly offsets: Float64Array;
}

const headBytes = 8;
const fanoutBytes = 1024;
const magic = 0xff744f63;

/** @returns undefined: this is no such index, or it is damaged */
export function readIndex(file: string, idBytes: number): PackIndex | undefined {
  const bytes = readWhole(file);
  if (bytes === undefined || bytes.length < headBytes + fanoutBytes || bytes.readUInt32BE(0) !== magic || bytes.readUInt32BE(4) !== 2) return undefined;
  const fanout = readFanout(bytes);
  const count = fanout?.[256];
  if (fanout === undefined || count === undefined) return undefined;
  const names = headBytes + fanoutBytes;
  const small = names + count * (idBytes + 4);
  const large = small + count * 4;
  const end = bytes.length - 2 * idBytes;
  if (end < large || (end - large) % 8 !== 0) return undefined;
  const ids = shareBytes(count * idBytes);
  ids.set(bytes.subarray(names, names + count * idBytes));
  const offsets = readOffsets(bytes, count, small, large, end);
  return offsets === undefined ? undefined : { ids, idBytes, count, fanout, offsets };
}

function readWhole(file: string): Buffer | undefined {
  let handle: number;
  try {
    handle = openSync(file, 'r');
  } catch {
    return undefined; // git will say why.
  }
  try {
    const status = fstatSync(handle);
    if (!status.isFile()) return undefined;
    const bytes = Buffer.allocUnsafe(status.size);
    return readSync(handle, bytes) === status.size ? bytes : undefined;
  } finally {
    closeSync(handle);
  }
}

function readFanout(bytes: Buffer): Uint32Array | undefined {
  const fanout = shareWords(257);
  for (let byte = 0; byte < 256; byte += 1) {
    const count = bytes.readUInt32BE(headBytes + byte * 4);
    if (count < (fanout[byte] ?? 0)) return undefined;
    fanout[byte + 1] = count;
  }
  return fanout;
}

/** An offset with its highest bit set stands for a place among those of eight bytes. */
function readOffsets(bytes: Buffer, count: number, small: number, large: number, end: number): Float64Array | undefined {
  const offsets = new Float64Array(count);
  for (let index = 0; index < count; index += 1) {
    const word = bytes.readUInt32BE(small + index * 4);
    const at = large + (word & 0x7fffffff) * 8;
    if (word < 0x80000000) offsets[index] = word;
    else if (at + 8 > end) return undefined;
    else offsets[index] = bytes.readUInt32BE(at) * 2 ** 32 + bytes.readUInt32BE(at + 4);
  }
  return offsets;
}
