// Reads one loose object straight from its file. What `git add` has just written is loose, so a hook needs no second
// git process for it; whatever is not found here, is large, or is odd in any way is left to `git cat-file`.

import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { inflateStream } from './inflate.js';

const mostFile = 4 * 1024 * 1024;
const mostContent = 16 * 1024 * 1024;

/** The content of the loose blob `id` under `objects`; undefined: ask git. */
export function readLooseBlob(objects: string, id: string): Uint8Array | undefined {
  const file = readRegularFile(`${objects}/${id.slice(0, 2)}/${id.slice(2)}`);
  // Damaged, or larger than fits here: git streams it, or says what is wrong with it.
  const object = file === undefined ? undefined : inflateStream(file, mostContent);
  return object === undefined ? undefined : contentOf(object);
}

/** `blob <size>NUL<content>` (git help gitformat-loose). */
function contentOf(object: Buffer): Uint8Array | undefined {
  const end = object.indexOf(0);
  const [type, size] = object.toString('latin1', 0, end).split(' ');
  const content = object.subarray(end + 1);
  return type === 'blob' && Number(size) === content.length ? content : undefined;
}

function readRegularFile(path: string): Buffer | undefined {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch {
    return undefined;
  }
  try {
    const status = fstatSync(file);
    if (!status.isFile() || status.size > mostFile) return undefined;
    const bytes = Buffer.allocUnsafe(status.size);
    return readSync(file, bytes, 0, bytes.length, 0) === bytes.length ? bytes : undefined;
  } finally {
    closeSync(file);
  }
}
