// What `git commit` is about to record: the blobs of the index that HEAD (and, while merging, no other parent) does not
// hold at their path, symlink targets among them, and new file names. It reads ids from one `git diff-index --cached` and
// bytes from the object store; never the work tree, whose files, filters and attributes cannot change the answer.
//
// One process is all that a clean commit costs. Renames are asked for only once something was found in a new file.

import { join } from 'node:path';
import { UsageError } from '../model/errors.js';
import type { Item, Piece, Place } from '../model/place.js';
import type { Exposure, Problem, Skip } from '../model/report.js';
import type { Hit, Located, Source } from '../model/source.js';
import { leaveWorkTree } from './git/beside.js';
import { askGit, makeGit } from './git/runner.js';
import type { Answer, Git } from './git/runner.js';
import type { Environment } from './git/isolation.js';
import { explainRefusal, mainLine } from './git/refusal.js';
import { readLooseBlob } from './git/loose.js';
import { showPath } from './git/paths.js';
import { openPushed } from './git/pushed.js';
import { heldBefore, isZero, kindOfMode, parseRaw, rawOptions } from './git/raw.js';
import type { Change } from './git/raw.js';
import { explainLoss, readAll, toPieces } from './git/read.js';
import { findLayout, readBytes, readSmallFile } from './git/repository.js';
import type { Layout } from './git/repository.js';
import { makeIntake } from './intake.js';
import type { Intake } from './intake.js';

const diffOptions = ['--cached', '--ita-invisible-in-index', ...rawOptions];

/** @throws UsageError when there is no repository, or git cannot read it */
export function openStaged(cwd: string, environment: Environment): Source {
  const git = makeGit(cwd, environment);
  const layout = findLayout(cwd, environment);
  if (layout !== undefined && layout.top === undefined && readBytes(layout.index) === undefined) {
    throw new UsageError('a bare repository has nothing staged; look at all of it with: skan audit');
  }
  const skipped: Skip[] = [];
  const problems: Problem[] = [];
  const intake = makeIntake();
  let changes: readonly Change[] = [];

  const start = (): void => {
    const first = compareIndex(git, 'HEAD');
    const others = mergeHeads(layout).map((head) => compareIndex(git, head));
    changes = keepCommon(first, others);
    for (const change of changes) addChange(intake, change, skipped);
  };

  async function* pieces(): AsyncGenerator<readonly Piece[]> {
    start();
    yield intake.names();
    const { loose, rest } = readLoose(intake.objects(), layout);
    yield loose;
    if (rest.length > 0) yield* toPieces(git, rest, intake, problems);
  }

  return {
    root: layout?.top ?? cwd,
    pieces,
    locate: (hits) => Promise.resolve(locateHits(hits, intake, () => followRenames(git, layout, changes, problems))),
    read: (ids) => readAll(git, ids, problems),
    exposure: () => Promise.resolve(stagedExposure),
    pushed: () => openPushed(git),
    skipped,
    problems,
  };
}

const stagedExposure: Exposure = { reach: 'staged', inHead: false, refs: [] };

/** The empty tree has the same id in every repository of its hash (git hash-object -t tree /dev/null). */
const emptyTrees: Readonly<Record<string, string>> = {
  sha1: '4b825dc642cb6eb9a060e54bf8d69288fbee4904',
  sha256: '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321',
};

function compareIndex(git: Git, commit: string): readonly Change[] {
  let answer = diffIndex(git, commit, ['--no-renames']);
  if (answer.status !== 0 && commit === 'HEAD' && /HEAD/.test(answer.stderr)) answer = compareWithNothing(git) ?? answer;
  if (answer.status !== 0) throw explainRefusal(answer, '; git commit --no-verify goes on unscanned, to be caught by pre-push and CI');
  return listChanges(answer);
}

function diffIndex(git: Git, commit: string, options: readonly string[]): Answer {
  return askGit(git, 'diff-index', [...diffOptions, ...options, '--end-of-options', commit]);
}

function listChanges({ stdout }: Answer): readonly Change[] {
  return parseRaw(stdout)[0]?.changes ?? [];
}

/** Before the first commit everything in the index is new. */
function compareWithNothing(git: Git): Answer | undefined {
  const format = askGit(git, 'rev-parse', ['--show-object-format']);
  const empty = emptyTrees[format.stdout.toString().trim()];
  return empty === undefined ? undefined : diffIndex(git, empty, ['--no-renames']);
}

/** While a merge is in progress, the other parents. (git help gitrepository-layout.) */
function mergeHeads(layout: Layout | undefined): string[] {
  const text = layout === undefined ? undefined : readSmallFile(join(layout.gitDirectory, 'MERGE_HEAD'));
  return text?.split('\n').filter((line) => /^[0-9a-f]{40,64}$/.test(line)) ?? [];
}

/** Only what differs from every parent; `before` then holds one id a parent. */
function keepCommon(first: readonly Change[], others: readonly (readonly Change[])[]): readonly Change[] {
  if (others.length === 0) return first;
  const byPath = others.map((changes) => new Map(changes.map((change) => [keyOf(change.path), change])));
  return first.flatMap((change) => {
    const same = byPath.map((changes) => changes.get(keyOf(change.path)));
    if (same.some((other) => other === undefined)) return [];
    return [{
      ...change,
      before: [...change.before, ...same.flatMap((other) => other?.before ?? [])],
      beforeModes: [...change.beforeModes, ...same.flatMap((other) => other?.beforeModes ?? [])],
    }];
  });
}

function keyOf(path: Uint8Array): string {
  return Buffer.from(path).toString('latin1');
}

function addChange(intake: Intake, change: Change, skipped: Skip[]): void {
  const path = showPath(change.path);
  const kind = kindOfMode(change.mode);
  if (change.status === 'U') skipped.push({ what: path, why: 'unmerged: resolve the conflict and add it' });
  else if (kind === 'submodule') skipped.push({ what: path, why: 'a submodule: its commits are scanned in its own repository' });
  if (kind === 'file') intake.addObject(change.id, 'content', { source: 'blob', path, object: change.id, before: heldBefore(change) });
  if (kind === 'symlink') intake.addObject(change.id, 'content', { source: 'symlink', path, object: change.id });
  if (change.before.every(isZero) && kind !== 'none') intake.addName(change.path, { source: 'path', path });
}

function readLoose(items: readonly Item[], layout: Layout | undefined): { loose: Piece[]; rest: Item[] } {
  const loose: Piece[] = [];
  const rest: Item[] = [];
  for (const item of items) {
    const bytes = layout === undefined ? undefined : readLooseBlob(layout.objects, item.id);
    if (bytes === undefined) rest.push(item);
    else loose.push({ item, offset: 0, bytes, last: true });
  }
  return { loose, rest };
}

/** A file that moved is compared with the one it came from. */
function locateHits(hits: readonly Hit[], intake: Intake, renames: () => ReadonlyMap<string, readonly string[]>): Map<Hit, Located> {
  const isNew = (place: Place): boolean => place.before !== undefined && place.before.includes(undefined);
  const moved = hits.some(({ item }) => intake.places(item).some(isNew)) ? renames() : new Map<string, readonly string[]>();
  const compare = (place: Place): Place => {
    const from = isNew(place) ? moved.get(place.path) : undefined;
    return from === undefined ? place : { ...place, before: [...(place.before ?? []).filter((id) => id !== undefined), ...from] };
  };
  return new Map(hits.map((hit) => [hit, { places: intake.places(hit.item).map(compare) }]));
}

/**
 * New path -> what it held where it came from. Asked for renames, git would read a file of the work tree in place of its
 * blob where it thinks them equal; so it is kept away from there.
 */
function followRenames(git: Git, layout: Layout | undefined, changes: readonly Change[], problems: Problem[]): Map<string, readonly string[]> {
  const moved = new Map<string, readonly string[]>();
  if (layout === undefined || !changes.some((change) => change.status === 'D')) return moved;
  const inside = leaveWorkTree(git, layout);
  for (const head of ['HEAD', ...mergeHeads(layout)]) {
    const answer = diffIndex(inside, head, ['-M50%', '-l0']);
    if (answer.status !== 0) problems.push(explainLoss('what was renamed', mainLine(answer.stderr)));
    else for (const change of listChanges(answer)) {
      if (change.from !== undefined) moved.set(showPath(change.path), [...(moved.get(showPath(change.path)) ?? []), ...change.before]);
    }
  }
  return moved;
}
