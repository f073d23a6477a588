// Reads a file here and there through small windows, so that memory does not follow its size and near places cost one read.
// Small, because the parts of one tree of deltas may lie far apart in a pack: what is read and not used costs most.

import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

export interface WindowedFile {
  /** At most `length` bytes from `offset`, fewer at the end of the file. */
  read(offset: number, length: number): Uint8Array;
  /** Where these bytes stand in the memory of the windows, as `byteOffset` does; -1: not all in one window. */
  place(offset: number, length: number): number;
  close(): void;
}

/** Reads until the bytes are filled or the file ends; @returns how many came */
export function readAt(handle: number, bytes: Uint8Array, offset: number): number {
  let filled = 0;
  for (let got = -1; got !== 0 && filled < bytes.length; filled += got) got = readSync(handle, bytes, filled, bytes.length - filled, offset + filled);
  return filled;
}

export const windowBytes = 64 * 1024;
/** 12 MB of them. */
export const mostWindows = 192;

/**
 * @param makeWindow gives memory for one more, at most `mostWindows` times
 * @throws the file system's error
 */
export function openWindowed(path: string, makeWindow: () => Uint8Array): WindowedFile {
  const handle = openSync(path, 'r');
  const { size } = fstatSync(handle);
  /** By number; a Map keeps the order in which they came, so the oldest is the first. */
  const held = new Map<number, Uint8Array>();

  /** The oldest window's memory is used again. */
  const makeRoom = (): Uint8Array => {
    if (held.size < mostWindows) return makeWindow();
    const [oldest = 0] = held.keys();
    const room = held.get(oldest);
    held.delete(oldest);
    return room === undefined ? makeWindow() : new Uint8Array(room.buffer, room.byteOffset, windowBytes);
  };

  const windowAt = (number: number): Uint8Array => {
    const known = held.get(number);
    if (known !== undefined) return known;
    const room = makeRoom();
    const filled = readAt(handle, room, number * windowBytes);
    const window = filled === windowBytes ? room : room.subarray(0, filled);
    held.set(number, window);
    return window;
  };

  return {
    read(offset, length) {
      const number = Math.floor(offset / windowBytes);
      const within = offset - number * windowBytes;
      const bytes = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
      if (bytes.length > 4 * windowBytes) return bytes.subarray(0, readAt(handle, bytes, offset));
      let filled = 0;
      for (let next = number; filled < bytes.length; next += 1) {
        const part = windowAt(next).subarray(next === number ? within : 0).subarray(0, bytes.length - filled);
        if (part.length === 0) break;
        bytes.set(part, filled);
        filled += part.length;
      }
      return bytes.subarray(0, filled);
    },
    place(offset, length) {
      const number = Math.floor(offset / windowBytes);
      const within = offset - number * windowBytes;
      if (within + length > windowBytes) return -1;
      const window = windowAt(number);
      return within + length <= window.length ? window.byteOffset + within : -1;
    },
    close: () => closeSync(handle),
  };
}
