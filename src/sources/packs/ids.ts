// Sorted tables of object ids, as pack indexes hold them, and the question whether an id is in one of them. The tables lie in
// shared memory: every thread asks the same.

import type { IdTable } from '../../model/work.js';

/** The ids (hex) as a table. */
export function makeIdTable(hexIds: readonly string[], idBytes: number): IdTable {
  const ids = shareBytes(hexIds.length * idBytes);
  [...hexIds].sort().forEach((id, index) => ids.set(Buffer.from(id, 'hex'), index * idBytes));
  const fanout = shareWords(257);
  for (let index = 0; index < hexIds.length; index += 1) {
    const first = ids[index * idBytes] ?? 0;
    fanout[first + 1] = (fanout[first + 1] ?? 0) + 1;
  }
  for (let byte = 1; byte < 257; byte += 1) fanout[byte] = (fanout[byte] ?? 0) + (fanout[byte - 1] ?? 0);
  return { ids, idBytes, count: hexIds.length, fanout };
}

/** Position of the id that stands at `at` in `bytes`; -1: it is not in the table. */
export function findId({ ids, idBytes, fanout }: IdTable, bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  let low = fanout[first] ?? 0;
  let high = (fanout[first + 1] ?? 0) - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const order = compareIds(ids, middle * idBytes, bytes, at, idBytes);
    if (order === 0) return middle;
    if (order < 0) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

function compareIds(left: Uint8Array, leftAt: number, right: Uint8Array, rightAt: number, length: number): number {
  for (let index = 1; index < length; index += 1) {
    const difference = (left[leftAt + index] ?? 0) - (right[rightAt + index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Four bytes of an id: as good as drawn at random. */
export function wordAt(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24)) >>> 0;
}

export function hexAt(bytes: Uint8Array, at: number, length: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + at, length).toString('hex');
}

export function shareBytes(length: number): Uint8Array {
  return new Uint8Array(new SharedArrayBuffer(length));
}

export function shareWords(length: number): Uint32Array {
  return new Uint32Array(new SharedArrayBuffer(length * 4));
}
