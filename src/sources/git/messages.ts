// Hits in commits and tags -> the message or header line that holds them, and who wrote it.

import type { Place } from '../../model/place.js';
import type { Hit, Located } from '../../model/source.js';
import { partOf, readSignature } from './commits.js';

/** @param bytes the whole commit or tag */
export function locateInMessage({ item, match }: Hit, bytes: Uint8Array): Located {
  const part = partOf(item.kind === 'tag' ? 'tag' : 'commit', bytes, match.start);
  const place: Place = { source: part.source, path: '', commit: item.id, object: item.id, ...readSignature(bytes) };
  return { places: [place], part: { bytes: bytes.subarray(part.start, part.end), start: part.start } };
}

export function isMessage({ item }: Hit): boolean {
  return item.kind === 'commit' || item.kind === 'tag';
}
