// The event that started a workflow -> what is judged, and whose settings hold. An event's payload is in part written by
// whoever opens a pull request: everything in it counts as hostile, and of it only object ids and names of refs are read.
// Fields: https://docs.github.com/webhooks/webhook-events-and-payloads
//
// A pull request is judged as `base..head`. With `base...head` the commits would be the same, because what both reach is
// what a merge base reaches; but the tip of the base has the newest settings.

import { readFileSync } from 'node:fs';
import { UsageError, codeOf } from '../model/errors.js';
import type { Target } from '../model/request.js';
import { askGit } from '../sources/git/runner.js';
import type { Git } from '../sources/git/runner.js';

export interface Judged {
  readonly target: Target;
  /** Commit-ish whose settings hold; absent: those on disk. */
  readonly configFrom?: string;
  /** Tip of what is judged, where that is a range. */
  readonly head?: string;
  /** For the log: what is judged, and why. */
  readonly says: string;
}

/** git knows it without having it, in every repository: settings that are none. (git help hash-object; sha1 of `tree 0\0`.) */
const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

/**
 * @param name as in `GITHUB_EVENT_NAME`
 * @param file the payload
 * @throws UsageError when the event lacks what is needed, or the clone does
 */
export function chooseJudged(name: string, file: string | undefined, git: Git): Judged {
  if (/^pull_request(?:_|$)/.test(name)) return judgePullRequest(name, readEvent(file), git);
  if (name === 'merge_group') return judgeMergeGroup(readEvent(file), git);
  if (name === 'push') return judgePush(readEvent(file), git);
  if (name === '') throw new UsageError('GITHUB_EVENT_NAME is not set: the Action runs as a step of a workflow; elsewhere use the command line');
  return { target: { command: 'audit', directory: git.cwd }, says: `${name} brings no commits of its own: auditing the whole repository` };
}

function readEvent(file: string | undefined): unknown {
  try {
    return JSON.parse(readFileSync(file ?? '', 'utf8'));
  } catch (error) {
    const why = error instanceof SyntaxError ? 'not JSON' : codeOf(error);
    throw new UsageError(`GITHUB_EVENT_PATH: the event cannot be read (${why})`);
  }
}

function judgePullRequest(name: string, event: unknown, git: Git): Judged {
  const base = readId(event, ['pull_request', 'base', 'sha']);
  const head = readId(event, ['pull_request', 'head', 'sha']);
  demandObject(git, base, 'the base', '');
  // This event checks out the base branch, which does not hold the head.
  demandObject(git, head, 'the head', name === 'pull_request_target' ? ", and ref: refs/pull/<number>/head, without running anything of it" : '');
  return judgeRange(name, base, head);
}

function judgeMergeGroup(event: unknown, git: Git): Judged {
  const base = readId(event, ['merge_group', 'base_sha']);
  const head = readId(event, ['merge_group', 'head_sha']);
  demandObject(git, base, 'the base', '');
  demandObject(git, head, 'the head', '');
  return judgeRange('merge_group', base, head);
}

function judgePush(event: unknown, git: Git): Judged {
  const before = readId(event, ['before']);
  const after = readId(event, ['after']);
  if (isZeros(after)) return { target: { command: 'range', lines: '' }, configFrom: emptyTree, says: 'push: a branch or tag was deleted, which adds nothing' };
  demandObject(git, after, 'what was pushed', '');
  if (isZeros(before)) return judgeNewRef(event, after);
  demandObject(git, before, 'the base', `, and after a forced push fetch it too: git fetch origin ${before}`);
  return judgeRange('push', before, after);
}

function judgeNewRef(event: unknown, head: string): Judged {
  const newRef = readRef(event);
  const settings = readDefaultBranch(event, newRef);
  const whose = settings === emptyTree ? 'the built-in settings' : `the settings of ${settings.replace('refs/remotes/', '')}`;
  return { target: { command: 'range', newRef, head }, configFrom: settings, head, says: `push of a new branch or tag: what no other remote branch holds, by ${whose}` };
}

function judgeRange(name: string, base: string, head: string): Judged {
  return { target: { command: 'range', range: `${base}..${head}` }, configFrom: base, head, says: `${name}: ${base.slice(0, 12)}..${head.slice(0, 12)}, by the settings of the base` };
}

/** Where the settings for a new ref stand: the default branch, unless that is the very one that is judged. */
function readDefaultBranch(event: unknown, newRef: string): string {
  const branch = readField(event, ['repository', 'default_branch']);
  if (typeof branch !== 'string' || !isRefName(branch) || newRef === `refs/heads/${branch}`) return emptyTree;
  return `refs/remotes/origin/${branch}`;
}

function readRef(event: unknown): string {
  const ref = readField(event, ['ref']);
  if (typeof ref === 'string' && ref.startsWith('refs/') && isRefName(ref)) return ref;
  throw new UsageError('the event has no ref, or one that git would not take');
}

function readId(event: unknown, path: readonly string[]): string {
  const id = readField(event, path);
  if (typeof id === 'string' && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(id)) return id;
  throw new UsageError(`the event has no ${path.join('.')} that is an object id`);
}

function readField(event: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, name) => {
    if (typeof value !== 'object' || value === null) return undefined;
    return Object.entries(value).find(([key]) => key === name)?.[1];
  }, event);
}

/** As git help check-ref-format has it, but for its finer points. */
function isRefName(name: string): boolean {
  return name.length < 1024 && /^[^\s\p{Cc}~^:?*[\\]+$/u.test(name) && !/\.\.|@\{|\/\/|^[-/.]|\/$/.test(name);
}

function isZeros(id: string): boolean {
  return /^0+$/.test(id);
}

function demandObject(git: Git, id: string, what: string, further: string): void {
  if (askGit(git, 'cat-file', ['-e', id]).status === 0) return;
  throw new UsageError(`${what}, ${id}, is not in this clone; give actions/checkout fetch-depth: 0${further}`);
}
