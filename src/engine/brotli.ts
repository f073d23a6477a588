// Are these the first bytes of a Brotli stream (RFC 7932)? It has no sign: its header must make sense, the bytes must be no text, and what comes
// out of the first few kilobytes must be one.

import { inflateStart } from './decompress.js';

const sample = 4096;
const leastText = 16;
/** Bytes among which a control character stands, unless they are a text. */
const headBytes = 48;

export function isBrotli(start: Uint8Array): boolean {
  if (!hasHeader(start[0] ?? 0) || start.length < leastText || !start.subarray(0, headBytes).some(isControl)) return false;
  const text = inflateStart(start.subarray(0, sample));
  return text !== undefined && text.length >= leastText && text.subarray(0, sample).every((byte) => byte >= 0x20 ? byte !== 0x7f : byte === 9 || byte === 10 || byte === 13);
}

/** A window of 256 KiB to 16 MiB, as all encoders choose it; then a block that is not empty, whose length has four to six digits. */
function hasHeader(first: number): boolean {
  if ((first & 1) === 0 || (first & 15) === 1) return false;
  const isLast = (first & 16) !== 0;
  return isLast ? (first & 32) === 0 && first >> 6 !== 3 : ((first >> 5) & 3) !== 3;
}

function isControl(byte: number): boolean {
  return byte < 9 || (byte > 13 && byte < 0x1b) || (byte > 0x1b && byte < 0x20) || byte === 0x7f;
}
