// One compressed stream -> its bytes, through Node's zlib, which is loaded only when the first one is met (a hook does not pay
// for it), or through decoders of our own. A stream that breaks off gives what could be read of it.

import { createRequire } from 'node:module';
import { decodeStream } from './streams.js';
import type { Ending, StreamKind } from './streams.js';

type Zlib = typeof import('node:zlib');

let loaded: Zlib | undefined;

function loadZlib(): Zlib {
  return (loaded ??= createRequire(import.meta.url)('node:zlib') as Zlib);
}

export interface Content {
  readonly bytes: Uint8Array;
  /** Why it is not all. */
  readonly complaint?: string;
}

/**
 * @param room most bytes that may come out
 * @param size bytes that come out, where the archive around it says so
 * @returns why there is nothing, as a clause
 */
export function decompress(kind: 'gzip' | 'zlib' | 'deflate' | 'brotli' | '7z' | 'rar' | StreamKind, bytes: Uint8Array, room: number, size?: number): Content | string {
  switch (kind) {
    case 'gzip':
      return gunzip(bytes, room);
    case 'zlib':
      return inflate((zlib, options) => zlib.inflateSync(bytes, options), room);
    case 'deflate':
      return inflate((zlib, options) => zlib.inflateRawSync(bytes, options), room);
    case 'brotli':
      return inflate((zlib, { maxOutputLength }) => zlib.brotliDecompressSync(bytes, { maxOutputLength }), room);
    case '7z':
    case 'rar':
      return `${kind} archives are not unpacked`;
    default:
      return decode(kind, bytes, room, size);
  }
}

function decode(kind: StreamKind, stream: Uint8Array, room: number, size?: number): Content | string {
  const { bytes, ending } = decodeStream(kind, stream, room, size);
  if (ending === 'whole') return { bytes };
  if (ending === 'large') return tooMuch;
  const why = ending === 'filtered' ? unfiltered[kind] ?? damaged : reasons[ending];
  return bytes.length === 0 ? why : { bytes, complaint: `${why}; what could be read of it was` };
}

const damaged = 'the archive is damaged';
const reasons: Readonly<Record<Exclude<Ending, 'whole' | 'large' | 'filtered'>, string>> = { damaged, dictionary: 'it is packed with a dictionary that is not in it' };
/** xz: the text of a program is nearly all there; bzip2: only versions before 0.9.5 wrote so. */
const unfiltered: Readonly<Partial<Record<StreamKind, string>>> = { xz: 'it is packed with a filter for machine code that is not undone', bzip2: 'its blocks are shuffled, as bzip2 has long ceased to do' };

/** What the first bytes of a Brotli stream give; undefined: they are none. */
export function inflateStart(bytes: Uint8Array): Uint8Array | undefined {
  const zlib = loadZlib();
  try {
    return zlib.brotliDecompressSync(bytes, { finishFlush: zlib.constants.BROTLI_OPERATION_FLUSH, maxOutputLength: mostStart });
  } catch {
    return undefined;
  }
}

const mostStart = 4 * 1024 * 1024;

/** Node refuses a stream behind which other bytes stand: then its first member is read alone. */
function gunzip(bytes: Uint8Array, room: number): Content | string {
  const whole = inflate((zlib, options) => zlib.gunzipSync(bytes, options), room);
  if (typeof whole === 'string' ? whole === tooMuch : whole.complaint === undefined) return whole;
  const alone = inflate((zlib, { maxOutputLength }) => zlib.inflateRawSync(bytes.subarray(endOfHeader(bytes)), { maxOutputLength }), room);
  return typeof alone !== 'string' && alone.complaint === undefined ? alone : whole;
}

/** Fixed fields, and those that the flags tell (RFC 1952, 2.3). */
function endOfHeader(bytes: Uint8Array): number {
  const flags = bytes[3] ?? 0;
  let at = 10;
  if (flags & 4) at += 2 + (bytes[at] ?? 0) + 256 * (bytes[at + 1] ?? 0);
  for (const flag of [8, 16]) if (flags & flag) at = bytes.indexOf(0, at) + 1;
  return flags & 2 ? at + 2 : at;
}

type Options = Readonly<{ maxOutputLength: number; finishFlush: number }>;

function inflate(run: (zlib: Zlib, options: Options) => Buffer, room: number): Content | string {
  if (room === 0) return tooMuch;
  const zlib = loadZlib();
  try {
    return { bytes: run(zlib, { maxOutputLength: room, finishFlush: zlib.constants.Z_FINISH }) };
  } catch (error) {
    if (codeOf(error) === 'ERR_BUFFER_TOO_LARGE') return tooMuch;
  }
  try {
    // What is there before a stream breaks off is given out with this.
    return { bytes: run(zlib, { maxOutputLength: room, finishFlush: zlib.constants.Z_SYNC_FLUSH }), complaint: `${damaged}; what could be read of it was` };
  } catch {
    return damaged;
  }
}

export const tooMuch = 'it would unpack to more than is allowed (a zip bomb?)';

function codeOf(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined;
}
