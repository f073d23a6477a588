// What each object that holds a secret becomes, worked out beforehand: archives, which only skan writes anew, and for tools that
// cannot rewrite bytes themselves every blob, message and tag.

import { isPacked, lookInside, rewriteArchive } from './archive.js';
import type { MarkOf } from './forms.js';
import type { Holding } from './holding.js';
import { mustKeepLength, rewrite } from './search.js';
import type { Search } from './search.js';

export type Way = 'text' | 'same length' | 'archive' | 'note';

export interface Replacement {
  readonly bytes: Uint8Array;
  readonly way: Way;
}

/** @param bytes the whole blob */
export function replaceBlob(holding: Holding, bytes: Uint8Array, search: Search, markOf: MarkOf): Replacement {
  if (isPacked(bytes)) {
    const written = rewriteArchive(bytes, search, holding.id);
    return written !== undefined && !written.equals(bytes) && isClean(written, search, holding.id) ? { bytes: written, way: 'archive' } : { bytes: writeNote(holding, markOf), way: 'note' };
  }
  const found = search.find(bytes, holding.id);
  if (found.length === 0) return { bytes: writeNote(holding, markOf), way: 'note' };
  const same = mustKeepLength(bytes);
  return { bytes: rewrite(bytes, found, same), way: same ? 'same length' : 'text' };
}

/** For an archive that holds a secret in a way that skan can see but not write. */
export function writeNote({ secrets }: Holding, markOf: MarkOf): Buffer {
  return Buffer.from(`Removed by skan purge: this file held ${secrets.map(markOf).join(', ')}, and could not be written without it.\n`);
}

/** The message of a commit, without the secret; undefined: only other fields hold it. */
export function replaceMessage(id: string, commit: Uint8Array, search: Search): Uint8Array | undefined {
  const at = Buffer.from(commit).indexOf('\n\n');
  const message = commit.subarray(at < 0 ? commit.length : at + 2);
  const found = search.find(message, id);
  return found.length === 0 ? undefined : rewrite(message, found, false);
}

/** A whole annotated tag, without the secret and without a signature, which would no longer hold. */
export function replaceTag(id: string, tag: Uint8Array, search: Search): Uint8Array {
  const written = rewrite(tag, search.find(tag, id), false);
  const signature = /^-----BEGIN (?:PGP|SSH) (?:SIGNATURE|MESSAGE|SIGNED MESSAGE)-----/m.exec(written.toString('latin1'));
  return signature === null ? written : written.subarray(0, signature.index);
}

function isClean(bytes: Uint8Array, search: Search, id: string): boolean {
  return search.find(bytes, id).length === 0 && lookInside(bytes, search, id).inside.length === 0;
}
