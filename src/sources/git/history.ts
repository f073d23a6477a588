// Where and when did these blobs and names come in? One walk over the history's changes, oldest commit first, made only
// for what was found: the first commit that brought a blob to a path is the one that is named.

import type { Place } from '../../model/place.js';
import type { Problem } from '../../model/report.js';
import { showPath } from './paths.js';
import { commitOptions, idOfHead, isZero, kindOfMode, readRaw } from './raw.js';
import type { Change } from './raw.js';
import { mainLine } from './refusal.js';
import { hearGit } from './runner.js';
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

/** How many commits one git process compares: bounds what it is told at once. */
const commitsAtOnce = 10_000;
/** git ends at the first commit whose trees are not all there, and is started again, at it and behind it, so many times. */
const mostStarts = 128;

/** How a walk is made. */
export interface Tracing {
  /** The commit belongs to a notes ref, so its files are notes. */
  isNote(commit: string): boolean;
  /** Told of a commit whose changes git did not list, and what it said. */
  failed(commit: string, why: string): void;
  readonly stop: AbortSignal | undefined;
}

/**
 * @param order commits, oldest first
 * @throws Interruption
 */
export async function traceHistory(git: Git, order: Iterable<string>, sought: Sought, tracing: Tracing): Promise<Traces> {
  const found = makeFound();
  // Two gits side by side use two processors; what the older commits brought counts.
  for (const run of takeRuns(order, 2 * commitsAtOnce)) {
    const [first, second] = part(run);
    const parts = [makeFound(), makeFound()] as const;
    await Promise.all([traceRun(git, first, sought, tracing, parts[0]), traceRun(git, second, sought, tracing, parts[1])]);
    for (const { blobs, names } of parts) {
      for (const [id, places] of blobs) for (const place of places.values()) note(found.blobs, id, place);
      for (const [name, places] of names) for (const place of places.values()) note(found.names, name, place);
    }
  }
  return { blobs: listPlaces(found.blobs), names: listPlaces(found.names) };
}

interface Found {
  readonly blobs: Map<string, Map<string, Place>>;
  readonly names: Map<string, Map<string, Place>>;
}

function makeFound(): Found {
  return { blobs: new Map(), names: new Map() };
}

function* takeRuns(order: Iterable<string>, length: number): Generator<readonly string[]> {
  let run: string[] = [];
  for (const id of order) {
    if (run.push(id) < length) continue;
    yield run;
    run = [];
  }
  if (run.length > 0) yield run;
}

/** Trees grow with time: it costs as much to compare the older 55 of a hundred commits as the younger 45. */
const older = 0.55;

function part(run: readonly string[]): readonly [readonly string[], readonly string[]] {
  const at = Math.floor(run.length * older);
  return [run.slice(0, at), run.slice(at)];
}

async function traceRun(git: Git, commits: readonly string[], sought: Sought, { isNote, failed, stop }: Tracing, { blobs, names }: Found): Promise<void> {
  const places = new Map(commits.map((id, at) => [id, at]));
  let [from, died] = [0, -1];
  for (let starts = 0; from < commits.length; starts += 1) {
    let last = from;
    const reader = readRaw((commit, read, head = '') => {
      if (read === undefined) last = places.get(commit) ?? last;
      else if (sought.blobs.has(idOfHead(head))) {
        const change = read();
        note(blobs, change.id, placeBlob(change, commit, isNote(commit)));
      }
      if (read !== undefined && sought.names.size > 0) traceNames(names, read(), commit, sought.names);
    });
    const { status, stderr } = await hearGit(git, 'diff-tree', [...commitOptions, '--no-renames'], commits.slice(from).map((id) => `${id}\n`).join(''), reader.push, stop);
    if (status === 0) return;
    // It may have been ended from outside: what ends the next one too is passed over.
    if (died === last || starts >= mostStarts) failed(commits[last] ?? '', mainLine(stderr));
    if (starts >= mostStarts) return;
    from = died === last ? last + 1 : last;
    died = last;
  }
}

export function explainTrace(commit: string, why: string): Problem {
  return { what: `commit ${commit}`, why: `where what it brought stands was not worked out: ${why || 'git diff-tree ended early'}`, hint: 'see what git fsck says of it' };
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
