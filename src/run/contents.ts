// An object's bytes -> the texts in it that rules read and a purge can write: its own, and those of the members of ZIP, gzip and tar.
// A text that is not UTF-8 comes as UTF-8, with the name of its coding.

import { openDecoder } from '../engine/decode.js';
import { decompress } from '../engine/decompress.js';
import { kindOfArchive, makeAllowance, unpack } from '../engine/unpack.js';
import type { Allowance } from '../engine/unpack.js';
import { isWide } from '../remedy/purge/wide.js';
import type { Wide } from '../remedy/purge/wide.js';

export interface Content {
  readonly text: Uint8Array;
  /** undefined: its bytes are those of the text. */
  readonly wide: Wide | undefined;
}

/** Others are given up whole. */
const written = ['zip', 'gzip', 'tar'];

export function readContents(bytes: Uint8Array, allowance: Allowance = makeAllowance()): Content[] {
  const decoder = openDecoder(bytes);
  const text = decoder.push(bytes, true);
  const contents: Content[] = [{ text, wide: isWide(decoder.name) ? decoder.name : undefined }];
  if (!written.includes(kindOfArchive(bytes) ?? '')) return contents;
  unpack(bytes, allowance, {
    member: (_, member) => contents.push(...readContents(member, allowance.deeper())),
    unread: () => undefined,
  });
  return contents;
}

/** What is compressed with bzip2, xz or zstd, which a purge looks into. */
export function unwrap(bytes: Uint8Array, most: number): Uint8Array | undefined {
  const kind = kindOfArchive(bytes);
  if (kind !== 'bzip2' && kind !== 'xz' && kind !== 'zstd') return undefined;
  const content = decompress(kind, bytes, most);
  return typeof content === 'string' || content.complaint !== undefined ? undefined : content.bytes;
}
