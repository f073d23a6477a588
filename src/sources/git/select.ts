// What a range is made of: `base..head`, `base...head`, a new branch, or the lines that git feeds to hooks -> the commits that
// are judged and those that are known already.

import { UsageError } from '../../model/errors.js';
import { explainRefusal } from './refusal.js';
import { askGit } from './runner.js';
import type { Git } from './runner.js';

/** What is judged: commits that `include` reaches and `exclude` does not, and the tags pushed with them. */
export interface Selection {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** The commit that the change starts from; a new ref has none. */
  readonly base?: string;
}

/** `base..head`, `base...head`, or the lines that git feeds to a hook. */
export type RangeRequest =
  | { readonly range: string }
  | { readonly lines: string; readonly remote?: string | undefined }
  | { readonly newRef: string; readonly head: string };

/** @throws UsageError when the range means nothing here */
export function select(git: Git, request: RangeRequest): Selection[] {
  if ('lines' in request) return request.lines.split(/\r?\n/).filter((line) => line.trim() !== '').flatMap((line) => selectLine(git, line, request.remote));
  if ('newRef' in request) return [{ include: [resolveTip(git, request.head)], exclude: otherRemoteRefs(git, request.newRef) }];
  return [selectRange(git, request.range)];
}

function selectRange(git: Git, range: string): Selection {
  const [, left = '', dots = '', right = ''] = /^(.*?)(\.{2,3})(.*)$/s.exec(range) ?? [];
  if (dots === '') throw new UsageError(`${range} is not a range; write <base>..<head>, for example origin/main..HEAD`);
  const head = resolveTip(git, right || 'HEAD');
  if (isZeros(left)) return { include: [head], exclude: [] };
  const base = resolveCommit(git, left || 'HEAD');
  if (dots === '..') return { include: [head], exclude: [base], base };
  const bases = askGit(git, 'merge-base', ['--all', '--end-of-options', base, head]).stdout.toString().split('\n').filter((line) => line !== '');
  if (bases.length === 0) throw new UsageError(`${left} and ${right} have no common commit here; fetch the whole history (git fetch --unshallow)`);
  return { include: [head], exclude: bases, base: bases[0] ?? base };
}

/** Several refs pushed at once are judged by one configuration: that of none of them, unless all start from the same commit. */
export function commonBase(selections: readonly Selection[]): string | undefined {
  const bases = new Set(selections.map(({ base }) => base));
  return bases.size === 1 ? selections[0]?.base : undefined;
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

// pre-push: <local ref> <local id> <remote ref> <remote id>, where the first may be any expression, blanks and all;
// pre-receive: <old id> <new id> <ref>; ids in full, zeros for nothing (git help githooks).
const prePush = /^.+ (?<tip>[0-9a-f]{40,64}) \S+ (?<old>[0-9a-f]{40,64})$/;
const preReceive = /^(?<old>[0-9a-f]{40,64}) (?<tip>[0-9a-f]{40,64}) \S+$/;

/** The lines are those of a server that is asked to take a push. */
export function isReceiving(lines: string): boolean {
  return lines.split(/\r?\n/).some((line) => preReceive.test(line));
}

function selectLine(git: Git, line: string, remote: string | undefined): Selection[] {
  const push = prePush.exec(line)?.groups;
  const { old, tip } = push ?? preReceive.exec(line)?.groups ?? {};
  if (old === undefined || tip === undefined) throw new UsageError('standard input holds a line that is neither of pre-push (four fields) nor of pre-receive (three)');
  if (isZeros(tip)) return [];
  if (!isZeros(old) && (push === undefined || hasObject(git, old))) return [{ include: [tip], exclude: [old], base: old }];
  return [{ include: [tip], exclude: push === undefined ? refIds(git, []) : remoteRefs(git, remote) }];
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
