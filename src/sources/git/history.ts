// Where and when did these blobs and names come in? One walk over the history's changes, oldest commit first, made only
// for what was found: the first commit that brought a blob to a path is the one that is named.

import type { Place } from '../../model/place.js';
import { showPath } from './paths.js';
import { commitOptions, idOfHead, isZero, kindOfMode, visitRaw } from './raw.js';
import type { Change } from './raw.js';
import { askGitBeside } from './runner.js';
import type { Git } from './runner.js';

export interface Sought {
  /** Ids of blobs. */
  readonly blobs: ReadonlySet<string>;
  /** Path components, as Latin-1. */
  readonly names: ReadonlySet<string>;
}

export interface Traces {
  /** Places by blob id, or by name. */
  readonly blobs: ReadonlyMap<string, readonly Place[]>;
  readonly names: ReadonlyMap<string, readonly Place[]>;
}

/** How many commits one git process compares: bounds what is held of its output. */
const commitsAtOnce = 20_000;

/**
 * @param order commits, oldest first
 * @param isNote the commit belongs to a notes ref, so its files are notes
 */
export async function traceHistory(git: Git, order: readonly string[], sought: Sought, isNote: (commit: string) => boolean): Promise<Traces> {
  const blobs = new Map<string, Map<string, Place>>();
  const names = new Map<string, Map<string, Place>>();
  const visit = (commit: string, read?: () => Change, head = ''): void => {
    if (read === undefined) return;
    if (sought.blobs.has(idOfHead(head))) {
      const change = read();
      note(blobs, change.id, placeBlob(change, commit, isNote(commit)));
    }
    if (sought.names.size > 0) traceNames(names, read(), commit, sought.names);
  };
  for (let from = 0; from < order.length; from += commitsAtOnce) {
    const commits = order.slice(from, from + commitsAtOnce);
    const middle = Math.ceil(commits.length / 2);
    for (const changes of await Promise.all([compareCommits(git, commits.slice(0, middle)), compareCommits(git, commits.slice(middle))])) visitRaw(changes, visit);
  }
  return { blobs: listPlaces(blobs), names: listPlaces(names) };
}

async function compareCommits(git: Git, commits: readonly string[]): Promise<Buffer> {
  return (await askGitBeside(git, 'diff-tree', [...commitOptions, '--no-renames'], commits.map((id) => `${id}\n`).join(''))).stdout;
}

function placeBlob(change: Change, commit: string, isNote: boolean): Place {
  const source = isNote ? 'note' : kindOfMode(change.mode) === 'symlink' ? 'symlink' : 'blob';
  return { source, path: showPath(change.path), commit, object: change.id };
}

function traceNames(names: Map<string, Map<string, Place>>, change: Change, commit: string, wanted: ReadonlySet<string>): void {
  if (!change.before.every(isZero)) return;
  for (const name of Buffer.from(change.path).toString('latin1').split('/')) {
    if (wanted.has(name)) note(names, name, { source: 'path', path: showPath(change.path), commit });
  }
}

function note(places: Map<string, Map<string, Place>>, key: string, place: Place): void {
  const known = places.get(key) ?? new Map<string, Place>();
  places.set(key, known);
  if (!known.has(place.path)) known.set(place.path, place);
}

function listPlaces(places: ReadonlyMap<string, ReadonlyMap<string, Place>>): Map<string, readonly Place[]> {
  return new Map([...places].map(([key, known]) => [key, [...known.values()]]));
}
