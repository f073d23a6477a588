// What the commits of a range add, commit by commit: a key that one commit brings and the next takes away is still in
// what gets pushed. Each new blob is read once, however many commits hold it; merge commits count with what no parent
// holds; commit messages, author lines, messages of pushed tags, new file names and symlink targets count too.

import { UsageError } from '../model/errors.js';
import type { Piece, Place } from '../model/place.js';
import type { Exposure, Problem, Skip } from '../model/report.js';
import type { Hit, Located, Source } from '../model/source.js';
import { readSignature, readTarget } from './git/commits.js';
import type { Signature } from './git/commits.js';
import { isMessage, locateInMessage } from './git/messages.js';
import { askGit, makeGit } from './git/runner.js';
import type { Answer, Git } from './git/runner.js';
import type { Environment } from './git/isolation.js';
import { showPath } from './git/paths.js';
import { heldBefore, isZero, kindOfMode, parseRaw } from './git/raw.js';
import type { Change, Group } from './git/raw.js';
import { explainLoss, readAll, toPieces } from './git/read.js';
import { explainRefusal, mainLine } from './git/refusal.js';
import { findLayout, readSmallFile } from './git/repository.js';
import { makeIntake } from './intake.js';
import type { Intake } from './intake.js';

/** What is judged: commits that `include` reaches and `exclude` does not, and the tags pushed with them. */
export interface Selection {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/** `base..head`, `base...head`, or the lines that git feeds to a hook. */
export type RangeRequest =
  | { readonly range: string }
  | { readonly lines: string; readonly remote?: string | undefined }
  | { readonly newRef: string; readonly head: string };

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

  async function* pieces(): AsyncGenerator<readonly Piece[]> {
    const tags = await takeTags(git, selections, intake, problems);
    const commits = listCommits(git, selections, tags);
    checkBoundary(layout?.commonDirectory, commits, problems);
    for (const id of commits) intake.addObject(id, 'commit', { source: 'commit-message', path: '', commit: id, object: id });
    for (const { commit, changes } of compareCommits(git, commits, problems)) {
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
    base: selections[0]?.exclude[0],
    pieces,
    locate: (hits) => locateHits(git, hits, intake, signatures, problems),
    read: (ids) => readAll(git, ids, problems),
    exposure: (places) => Promise.resolve(exposureOf(places, server)),
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

function exposureOf(places: readonly Place[], server: boolean): Exposure {
  const dates = places.flatMap(({ date }) => (date === undefined ? [] : [date])).sort();
  return { reach: server ? 'pushed' : 'local', inHead: false, refs: [], ...(dates[0] === undefined ? {} : { firstSeen: dates[0] }) };
}

function select(git: Git, request: RangeRequest): Selection[] {
  if ('lines' in request) return request.lines.split('\n').filter((line) => line.trim() !== '').flatMap((line) => selectLine(git, line, request.remote));
  if ('newRef' in request) return [{ include: [resolveTip(git, request.head)], exclude: otherRemoteRefs(git, request.newRef) }];
  return [selectRange(git, request.range)];
}

function selectRange(git: Git, range: string): Selection {
  const [, left = '', dots = '', right = ''] = /^(.*?)(\.{2,3})(.*)$/s.exec(range) ?? [];
  if (dots === '') throw new UsageError(`${range} is not a range; write <base>..<head>, for example origin/main..HEAD`);
  const head = resolveTip(git, right || 'HEAD');
  if (isZeros(left)) return { include: [head], exclude: [] };
  const base = resolveCommit(git, left || 'HEAD');
  if (dots === '..') return { include: [head], exclude: [base] };
  const bases = askGit(git, 'merge-base', ['--all', '--end-of-options', base, head]).stdout.toString().split('\n').filter((line) => line !== '');
  if (bases.length === 0) throw new UsageError(`${left} and ${right} have no common commit here; fetch the whole history (git fetch --unshallow)`);
  return { include: [head], exclude: bases };
}

function isZeros(revision: string): boolean {
  return /^0{40}(?:0{24})?$/.test(revision);
}

/** Not peeled: an annotated tag's message counts too, and a tag may name a blob. */
function resolveTip(git: Git, revision: string): string {
  return resolveCommit(git, revision, 'object');
}

function resolveCommit(git: Git, revision: string, type: 'commit' | 'object' = 'commit'): string {
  const answer = askGit(git, 'rev-parse', ['--verify', '--quiet', '--end-of-options', `${revision}^{${type}}`]);
  const id = answer.stdout.toString().trim();
  if (answer.status !== 0 || id === '') throw new UsageError(`${revision} is no commit that this repository has; fetch it first (in CI: a full clone, fetch-depth: 0)`);
  return id;
}

// pre-push: <local ref> <local id> <remote ref> <remote id>; pre-receive: <old id> <new id> <ref> (git help githooks).
function selectLine(git: Git, line: string, remote: string | undefined): Selection[] {
  const fields = line.trim().split(' ');
  if (fields.length === 4) {
    const [, tip = '', , old = ''] = fields;
    if (isZeros(tip)) return [];
    const known = !isZeros(old) && hasObject(git, old);
    return [{ include: [tip], exclude: known ? [old] : remoteRefs(git, remote) }];
  }
  const [old = '', tip = ''] = fields;
  if (fields.length !== 3 || !/^[0-9a-f]{40,64}$/.test(tip)) throw new UsageError('standard input holds a line that is neither of pre-push (four fields) nor of pre-receive (three)');
  if (isZeros(tip)) return [];
  return [{ include: [tip], exclude: isZeros(old) ? refIds(git, []) : [old] }];
}

function hasObject(git: Git, id: string): boolean {
  return askGit(git, 'cat-file', ['-e', id]).status === 0;
}

function remoteRefs(git: Git, remote: string | undefined): string[] {
  return refIds(git, [remote === undefined ? 'refs/remotes/' : `refs/remotes/${remote}/`]);
}

/** Remote-tracking refs but that of the branch that is judged, whatever the remote is called. A tag has none of its own. */
function otherRemoteRefs(git: Git, ref: string): string[] {
  const branch = ref.startsWith('refs/heads/') ? ref.slice('refs/heads/'.length) : undefined;
  return listRefs(git, ['refs/remotes/']).filter(({ name }) => name.split('/').slice(3).join('/') !== branch).map(({ id }) => id);
}

function refIds(git: Git, prefixes: readonly string[]): string[] {
  return [...new Set(listRefs(git, prefixes).map(({ id }) => id))];
}

function listRefs(git: Git, prefixes: readonly string[]): { id: string; name: string }[] {
  const answer = askGit(git, 'for-each-ref', ['--format=%(objectname) %(symref) %(refname)', ...prefixes]);
  if (answer.status !== 0) throw explainRefusal(answer);
  return answer.stdout.toString().split('\n').flatMap((line) => {
    const [id = '', symbolic = '', name = ''] = line.split(' ');
    return id === '' || symbolic !== '' ? [] : [{ id, name }];
  });
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
  for (let at = 0; at < listed.length; ) {
    const end = listed.indexOf(0, at);
    const tab = listed.indexOf(9, at);
    const [mode = '', , id = ''] = listed.toString('latin1', at, tab).split(' ');
    addEntry(intake, { mode, id, path: listed.subarray(tab + 1, end), before: [], beforeModes: [], status: 'A' }, {});
    at = end + 1;
  }
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
  const options = ['--stdin', '-r', '--root', '-c', '--combined-all-paths', ...renames, '--raw', '-z', '--no-abbrev', '--ignore-submodules=none', '--no-relative'];
  return askGit(git, 'diff-tree', options, `${commits.join('\n')}\n`);
}

function addChange(intake: Intake, commit: string, change: Change, skipped: Skip[]): void {
  if (kindOfMode(change.mode) === 'submodule') skipped.push({ what: showPath(change.path), why: 'a submodule: its commits are scanned in its own repository' });
  addEntry(intake, change, { commit });
}

function addEntry(intake: Intake, change: Change, where: { commit?: string }): void {
  const path = showPath(change.path);
  const kind = kindOfMode(change.mode);
  if (kind === 'file') intake.addObject(change.id, 'content', { source: 'blob', path, ...where, object: change.id, before: heldBefore(change) });
  if (kind === 'symlink') intake.addObject(change.id, 'content', { source: 'symlink', path, ...where, object: change.id });
  if ((kind === 'file' || kind === 'symlink') && (change.before.every(isZero) || change.status === 'R')) intake.addName(change.path, { source: 'path', path, ...where });
}

