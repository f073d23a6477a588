// Is all of the history here? Shallow clones end early, partial ones left objects at the remote, damaged ones have lost
// some; none of them says so when it is read. Asked of a git that walks beside the scan.

import { once } from 'node:events';
import type { Problem } from '../../model/report.js';
import type { Commit } from './graph.js';
import { mainLine } from './refusal.js';
import { readSmallFile } from './repository.js';
import { askGit, collectStderr, openGit } from './runner.js';
import type { Git } from './runner.js';

/** Missing objects that are named; the rest are counted. */
const mostNamed = 20;

/** What a walk over the whole history saw. */
export interface Walk {
  readonly problems: readonly Problem[];
  /** Every commit that refs, reflogs and indexes reach, parents before children. */
  readonly commits: readonly Commit[];
}

export async function walkHistory(git: Git, commonDirectory: string): Promise<Walk> {
  const shallow = readSmallFile(`${commonDirectory}/shallow`) !== undefined;
  const end: Problem = { what: 'history', why: 'the clone is shallow: older commits are not here', hint: 'git fetch --unshallow (in CI: a full clone, fetch-depth: 0)' };
  const { problems, commits } = await walkObjects(git);
  return { problems: [...(shallow ? [end] : []), ...problems], commits };
}

/** What refs, reflogs and indexes reach, and which of it the object database does not hold. */
async function walkObjects(git: Git): Promise<Walk> {
  const walk = openGit(git, 'rev-list', ['--objects', '--missing=print', '--no-object-names', '--topo-order', `--format=${commitMark}%H %P`, '--all', '--reflog', '--indexed-objects']);
  const ended = once(walk, 'close') as Promise<[number | null]>;
  const stderr = collectStderr(walk);
  walk.stdin.end();
  const commits: Commit[] = [];
  const missing: string[] = [];
  let rest = '';
  for await (const chunk of walk.stdout) {
    const lines = (rest + (chunk as Buffer).toString('latin1')).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line.startsWith(commitMark)) commits.push(readCommit(line.slice(commitMark.length)));
      else if (line.startsWith('?')) missing.push(line.slice(1));
    }
  }
  const [status] = await ended;
  return { problems: [...explainMissing(git, missing.sort()), ...(status === 0 ? [] : [explainEnd(stderr())])], commits: commits.reverse() };
}

/** Tells a commit's line from those of other objects. */
const commitMark = '=';

function readCommit(line: string): Commit {
  const [id = '', ...parents] = line.trimEnd().split(' ');
  return { id, parents };
}

function explainMissing(git: Git, missing: readonly string[]): Problem[] {
  if (missing.length === 0) return [];
  if (isPartial(git)) return [{ what: `${missing.length} objects`, why: 'the clone is partial: they were left at the remote', hint: 'git fetch --refetch --no-filter, then audit again' }];
  const named = missing.slice(0, mostNamed).map((id) => ({ what: id, why: 'the object is missing', hint: 'see what git fsck says of it; a clone that has it can be fetched from' }));
  const more = missing.length - named.length;
  return more === 0 ? named : [...named, { what: `${more} more objects`, why: 'they are missing', hint: 'see what git fsck says of them' }];
}

function isPartial(git: Git): boolean {
  return askGit(git, 'config', ['--get-regexp', '^(extensions\\.partialclone|remote\\..*\\.promisor)$']).stdout.length > 0;
}

function explainEnd(stderr: string): Problem {
  return { what: 'history', why: mainLine(stderr) || 'git rev-list ended early', hint: 'see what git fsck says of it' };
}
