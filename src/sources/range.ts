// What the commits of a range add, commit by commit: a key that one commit brings and the next takes away is still in
// what gets pushed. Each new blob is read once, however many commits hold it; merge commits count with what no parent
// holds; commit messages, author lines, messages of pushed tags, new file names and symlink targets count too.

import type { Piece, Place } from '../model/place.js';
import type { Exposure, Problem, Skip } from '../model/report.js';
import type { Hit, Located, Source } from '../model/source.js';
import { withoutIndex } from './git/beside.js';
import { compareDates, readSignature, readTarget } from './git/commits.js';
import type { Signature } from './git/commits.js';
import { parseTree } from './git/entries.js';
import { markHead } from './git/head.js';
import { isMessage, locateInMessage } from './git/messages.js';
import { askGit, makeGit } from './git/runner.js';
import type { Answer, Git } from './git/runner.js';
import type { Environment } from './git/isolation.js';
import { showPath } from './git/paths.js';
import { openPushed } from './git/pushed.js';
import { commitOptions, heldBefore, kindOfMode, parseRaw } from './git/raw.js';
import type { Change, Group } from './git/raw.js';
import { explainLoss, readAll, toPieces } from './git/read.js';
import { explainRefusal, mainLine } from './git/refusal.js';
import { findLayout, readSmallFile, sayUnpushed } from './git/repository.js';
import { commonBase, isReceiving, select } from './git/select.js';
import type { RangeRequest, Selection } from './git/select.js';
import { makeIntake } from './intake.js';
import type { Intake } from './intake.js';

/** @throws UsageError when there is no repository or the range means nothing here */
export function openRange(cwd: string, environment: Environment, request: RangeRequest, server: boolean): Source & { readonly base: string | undefined } {
  const git = makeGit(cwd, environment);
  const layout = findLayout(cwd, environment);
  const check = askGit(git, 'rev-parse', ['--git-dir']);
  if (check.status !== 0) throw explainRefusal(check);
  const selections = select(git, request);
  const skipped: Skip[] = [];
  const problems: Problem[] = [];
  const intake = makeIntake();
  const signatures = new Map<string, Signature>();
  // In CI, on a server and in a bare repository everything counts as pushed.
  let unpushed: ReadonlySet<string> = new Set();
  const incoming = layout?.top === undefined && 'lines' in request && isReceiving(request.lines);

  async function* pieces(): AsyncGenerator<readonly Piece[]> {
    const tags = await takeTags(git, selections, intake, problems);
    const commits = listCommits(git, selections, tags);
    checkBoundary(layout?.commonDirectory, commits, problems);
    for (const id of commits) intake.addObject(id, 'commit', { source: 'commit-message', path: '', commit: id, object: id });
    for (const { commit, changes } of compareCommits(layout === undefined ? git : withoutIndex(git, layout), commits, problems)) {
      for (const change of changes) addChange(intake, commit, change, skipped);
    }
    yield intake.names();
    for await (const batch of toPieces(git, intake.objects(), intake, problems)) {
      for (const { item, offset, bytes } of batch) {
        if (offset === 0 && (item.kind === 'commit' || item.kind === 'tag')) signatures.set(item.id, readSignature(bytes));
      }
      yield batch;
    }
  }

  return {
    root: layout?.top ?? layout?.gitDirectory ?? cwd,
    base: commonBase(selections),
    pieces,
    locate: async (hits) => {
      const located = markHead(git, await locateHits(git, hits, intake, signatures, problems), problems);
      if (!server && layout?.top !== undefined) unpushed = listUnpushed(git, located);
      return located;
    },
    read: (ids) => readAll(git, ids, problems),
    pushed: () => openPushed(git),
    exposure: (places) => Promise.resolve(exposureOf(places, unpushed, sayUnpushed(layout), incoming)),
    skipped,
    problems,
  };
}

async function locateHits(git: Git, hits: readonly Hit[], intake: Intake, signatures: ReadonlyMap<string, Signature>, problems: Problem[]): Promise<Map<Hit, Located>> {
  const messages = await readAll(git, hits.filter(isMessage).map(({ item }) => item.id), problems);
  return new Map(hits.map((hit) => {
    const message = messages.get(hit.item.id);
    if (message !== undefined) return [hit, locateInMessage(hit, message)];
    return [hit, { places: intake.places(hit.item).map((place) => ({ ...place, ...signatures.get(place.commit ?? '') })) }];
  }));
}

/** Commits of the hits that no remote-tracking ref holds; tags, which no such ref ever holds, are none of them. */
function listUnpushed(git: Git, located: ReadonlyMap<Hit, Located>): Set<string> {
  const places = [...located.values()].flatMap(({ places: each }) => each);
  const commits = new Set(places.flatMap(({ commit, source }) => (commit === undefined || source === 'tag-message' ? [] : commit)));
  if (commits.size === 0) return new Set();
  const answer = askGit(git, 'rev-list', ['--stdin', '--not', '--remotes'], `${[...commits].join('\n')}\n`);
  return new Set(answer.stdout.toString('latin1').split('\n').filter((id) => commits.has(id)));
}

function exposureOf(places: readonly Place[], unpushed: ReadonlySet<string>, detail: string, incoming: boolean): Exposure {
  const dates = places.flatMap(({ date }) => date ?? []).sort(compareDates);
  const local = unpushed.size > 0 && places.every(({ commit, source }) => source === 'tag-message' || unpushed.has(commit ?? ''));
  return {
    reach: local ? 'local' : 'pushed',
    inHead: places.some(({ inHead }) => inHead === true),
    refs: [],
    ...(dates[0] === undefined ? {} : { firstSeen: dates[0] }),
    ...(local ? { detail } : {}),
    ...(incoming ? { incoming, detail: 'the server has it, and can still refuse the push that brings it' } : {}),
  };
}

/** Messages of pushed annotated tags; returns the tags' commits. A tag may name a tag, or a blob. */
async function takeTags(git: Git, selections: readonly Selection[], intake: Intake, problems: Problem[]): Promise<Map<string, string | undefined>> {
  const tips = new Map<string, string | undefined>();
  for (const tip of new Set(selections.flatMap(({ include }) => include))) tips.set(tip, await peel(git, tip, intake, problems));
  return tips;
}

async function peel(git: Git, tip: string, intake: Intake, problems: Problem[]): Promise<string | undefined> {
  let id = tip;
  for (let depth = 0; depth < 100; depth += 1) {
    const type = askGit(git, 'cat-file', ['-t', id]).stdout.toString().trim();
    if (type === 'commit') return id;
    if (type === 'blob') intake.addObject(id, 'content', { source: 'blob', path: '', object: id });
    if (type === 'tree') addTree(git, id, intake);
    if (type === '') problems.push({ what: id, why: 'the object is missing', hint: 'fetch it, then scan again' });
    if (type !== 'tag') return undefined;
    intake.addObject(id, 'tag', { source: 'tag-message', path: '', commit: id, object: id });
    const bytes = (await readAll(git, [id], problems)).get(id);
    const target = bytes === undefined ? undefined : readTarget(bytes);
    if (target === undefined) return undefined;
    id = target.id;
  }
  problems.push({ what: tip, why: 'a tag of a tag, more than a hundred deep' });
  return undefined;
}

function addTree(git: Git, tree: string, intake: Intake): void {
  const listed = askGit(git, 'ls-tree', ['-r', '-z', '--full-tree', '--end-of-options', tree]).stdout;
  for (const entry of parseTree(listed)) addEntry(intake, { ...entry, before: [], beforeModes: [], status: 'A' }, {});
}

/** Oldest first. */
function listCommits(git: Git, selections: readonly Selection[], tips: ReadonlyMap<string, string | undefined>): string[] {
  const commits = new Set<string>();
  for (const { include, exclude } of selections) {
    const heads = include.flatMap((tip) => tips.get(tip) ?? []);
    if (heads.length === 0) continue;
    const answer = askGit(git, 'rev-list', ['--topo-order', '--reverse', '--stdin'], [...heads, ...exclude.map((id) => `^${id}`), ''].join('\n'));
    if (answer.status !== 0) throw explainRefusal(answer);
    for (const line of answer.stdout.toString('latin1').split('\n')) if (line !== '') commits.add(line);
  }
  return [...commits];
}

function checkBoundary(commonDirectory: string | undefined, commits: readonly string[], problems: Problem[]): void {
  const shallow = commonDirectory === undefined ? undefined : readSmallFile(`${commonDirectory}/shallow`);
  if (shallow === undefined) return;
  const boundary = new Set(shallow.split('\n'));
  const cut = commits.find((id) => boundary.has(id));
  if (cut !== undefined) problems.push({ what: cut, why: 'the history ends here: the clone is shallow, so the range is not whole', hint: 'git fetch --unshallow (in GitHub Actions: fetch-depth: 0), then scan again' });
}

/** git ends at the first object that it cannot read: then the commits are asked for in halves, until it stands alone. */
function compareCommits(git: Git, commits: readonly string[], problems: Problem[]): Group[] {
  const [first] = commits;
  if (first === undefined) return [];
  const answer = diffCommits(git, commits, ['-M50%', '-l0']);
  if (answer.status === 0) return parseRaw(answer.stdout);
  const half = commits.length >> 1;
  if (half > 0) return [...compareCommits(git, commits.slice(0, half), problems), ...compareCommits(git, commits.slice(half), problems)];
  problems.push(explainLoss(`what ${first} changes`, mainLine(answer.stderr)));
  const plain = diffCommits(git, commits, ['--no-renames']);
  return plain.status === 0 ? parseRaw(plain.stdout) : [];
}

function diffCommits(git: Git, commits: readonly string[], renames: readonly string[]): Answer {
  return askGit(git, 'diff-tree', [...commitOptions, ...renames], `${commits.join('\n')}\n`);
}

function addChange(intake: Intake, commit: string, change: Change, skipped: Skip[]): void {
  if (kindOfMode(change.mode) === 'submodule') skipped.push({ what: showPath(change.path), why: 'a submodule: its commits are scanned in its own repository' });
  addEntry(intake, change, { commit });
}

/** Nothing of that name stood in any parent: it was added, or renamed, one letter a parent. */
function isNewName({ status }: Change): boolean {
  return /^[AR]+$/.test(status);
}

function addEntry(intake: Intake, change: Change, where: { commit?: string }): void {
  const path = showPath(change.path);
  const kind = kindOfMode(change.mode);
  if (kind === 'file') intake.addObject(change.id, 'content', { source: 'blob', path, ...where, object: change.id, before: heldBefore(change) });
  if (kind === 'symlink') intake.addObject(change.id, 'content', { source: 'symlink', path, ...where, object: change.id });
  if ((kind === 'file' || kind === 'symlink') && isNewName(change)) intake.addName(change.path, { source: 'path', path, ...where });
}

