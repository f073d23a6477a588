// A PNG -> the texts that are compressed in it (`zTXt`, `iTXt`, `iCCP`; PNG, 11.3.3), and an archive that hangs on its end. Texts that are
// not compressed stand in its bytes; its picture holds none.

import { decompress } from './decompress.js';
import type { Allowance, Receiver } from './unpack.js';

const chunks = ['zTXt', 'iTXt', 'iCCP'];
const mostChunks = 64;
const longestKeyword = 79;
/** Of a text behind its keyword: language and translated keyword. */
const longestHead = 512;

/**
 * A stream tells itself where it ends: a length that was damaged or made up does not count.
 * @param isArchive is asked of what hangs on the end
 */
export function readPng(archive: Uint8Array, left: Allowance['left'], room: (packed: number) => number, { member }: Receiver, isArchive: (bytes: Uint8Array) => boolean): void {
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
  let count = 0;
  for (const chunk of chunks) {
    for (let at = bytes.indexOf(chunk); at >= 0 && count < mostChunks && left.members > 0; at = bytes.indexOf(chunk, at + 4), count += 1) {
      const start = streamOf(bytes, at + 4, chunk);
      if (start === undefined) continue;
      const content = decompress('zlib', bytes.subarray(start), room(bytes.length - start));
      if (typeof content !== 'string') member(`png:${chunk}`, content.bytes);
    }
  }
  const end = bytes.lastIndexOf('IEND');
  const rest = bytes.subarray(end + 8);
  if (end > 0 && rest.length > 0 && isArchive(rest)) member('png:behind', rest);
}

/** Behind the keyword, the method, and in an `iTXt` the flag and two more texts. */
function streamOf(bytes: Buffer, from: number, chunk: string): number | undefined {
  const keyword = bytes.indexOf(0, from);
  if (keyword < 0 || keyword - from > longestKeyword) return undefined;
  if (chunk !== 'iTXt') return keyword + 2;
  if (bytes[keyword + 1] !== 1) return undefined;
  const language = bytes.indexOf(0, keyword + 3);
  const translated = language < 0 ? -1 : bytes.indexOf(0, language + 1);
  return translated < 0 || translated - keyword > longestHead ? undefined : translated + 1;
}
