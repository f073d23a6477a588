// Names of refs and indexes in which nothing was found need no second look either. They are remembered in groups, by a digest that
// only the user's own key can make: nothing of them can be read or guessed from it. Where a group ends is told by the names
// themselves, so one that comes in changes its own group alone.

import { createHmac } from 'node:crypto';
import type { Piece } from '../../model/place.js';
import type { MemoryPlace } from './memory.js';

export interface NamesSeen {
  /** Those of groups that were not seen before. */
  fresh(names: Iterable<Piece>): Iterable<Piece>;
  /**
   * What to remember of the names that were passed through.
   * @param again ids of names in which something was found
   */
  digests(names: () => Iterable<Piece>, again: ReadonlySet<string>): readonly string[];
}

export function recallNames(place: MemoryPlace | undefined, before: readonly string[]): NamesSeen {
  if (place === undefined) return { fresh: (names) => names, digests: () => [] };
  const known = new Set(before);
  const seen = new Set<string>();
  const digest = (group: readonly Piece[]): string => createHmac('sha256', place.key).update(`skan names\0${group.map(({ item }) => item.id).join('\0')}`).digest('hex').slice(0, digits);
  return {
    *fresh(names) {
      for (const group of cutGroups(names)) {
        const own = digest(group);
        seen.add(own);
        if (!known.has(own)) yield* group;
      }
    },
    digests(names, again) {
      if (again.size > 0) for (const group of cutGroups(names())) if (group.some(({ item }) => again.has(item.id))) seen.delete(digest(group));
      return [...seen].sort();
    },
  };
}

const digits = 32;
/** A group ends at one name in so many, and where it is long. */
const oneIn = 64;
const longest = 1024;

function* cutGroups(names: Iterable<Piece>): Generator<readonly Piece[]> {
  let group: Piece[] = [];
  for (const piece of names) {
    if (group.push(piece) < longest && mix(piece.item.id) % oneIn !== 0) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}

/** Of its last letters, which tell most names apart: FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/). */
function mix(name: string): number {
  let hash = 0x811c9dc5;
  for (let at = Math.max(0, name.length - 12); at < name.length; at += 1) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}
