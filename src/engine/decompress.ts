// One compressed stream -> its bytes, through Node's zlib, which is loaded only when the first one is met: a hook
// does not pay for it. A stream that breaks off gives what could be read of it.

import { createRequire } from 'node:module';

type Zlib = typeof import('node:zlib');

/** Node 22.15 and later have it; the types are those of Node 20. */
interface Zstd {
  readonly zstdDecompressSync?: (bytes: Uint8Array, options: { maxOutputLength: number }) => Buffer;
}

let loaded: (Zlib & Zstd) | undefined;

function loadZlib(): Zlib & Zstd {
  return (loaded ??= createRequire(import.meta.url)('node:zlib') as Zlib & Zstd);
}

export interface Content {
  readonly bytes: Uint8Array;
  /** Why it is not all. */
  readonly complaint?: string;
}

/**
 * @param room most bytes that may come out
 * @returns why there is nothing, as a clause
 */
export function decompress(kind: 'gzip' | 'zlib' | 'deflate' | 'zstd' | 'brotli' | 'bzip2' | 'xz' | '7z' | 'rar', bytes: Uint8Array, room: number): Content | string {
  switch (kind) {
    case 'gzip':
      return gunzip(bytes, room);
    case 'zlib':
      return inflate((zlib, options) => zlib.inflateSync(bytes, options), room);
    case 'deflate':
      return inflate((zlib, options) => zlib.inflateRawSync(bytes, options), room);
    case 'zstd':
      return loadZlib().zstdDecompressSync === undefined
        ? 'zstd is read with Node 22.15 and later'
        : inflate((zlib, { maxOutputLength }) => zlib.zstdDecompressSync?.(bytes, { maxOutputLength }) ?? Buffer.alloc(0), room);
    case 'brotli':
      return inflate((zlib, { maxOutputLength }) => zlib.brotliDecompressSync(bytes, { maxOutputLength }), room);
    case '7z':
    case 'rar':
      return `${kind} archives are not unpacked`;
    default:
      return `${kind} is not unpacked`;
  }
}

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

function inflate(run: (zlib: Zlib & Zstd, options: Options) => Buffer, room: number): Content | string {
  if (room === 0) return tooMuch;
  const zlib = loadZlib();
  try {
    return { bytes: run(zlib, { maxOutputLength: room, finishFlush: zlib.constants.Z_FINISH }) };
  } catch (error) {
    if (codeOf(error) === 'ERR_BUFFER_TOO_LARGE') return tooMuch;
  }
  try {
    // What is there before a stream breaks off is given out with this.
    return { bytes: run(zlib, { maxOutputLength: room, finishFlush: zlib.constants.Z_SYNC_FLUSH }), complaint: 'the archive is damaged; what could be read of it was' };
  } catch {
    return 'the archive is damaged';
  }
}

export const tooMuch = 'it would unpack to more than is allowed (a zip bomb?)';

function codeOf(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined;
}
