// Is all of the history here? Shallow clones end early, partial ones left objects at the remote, damaged ones have lost
// some; none of them says so when it is read. git is asked only when what was read names something that is not there: whether
// that is a loss depends on what can be reached, which git knows.

import type { Problem } from '../../model/report.js';
import { mainLine } from './refusal.js';
import { readSmallFile } from './repository.js';
import { askGit, hearGit } from './runner.js';
import type { Git } from './runner.js';

/** What is not here. */
export interface Gaps {
  readonly problems: readonly Problem[];
  /** git has walked all that can be reached: whoever asks again gets the same answer, until something changes. */
  readonly certain: boolean;
}

/** Missing objects that are named; the rest are counted. */
const mostNamed = 20;

export function isShallow(commonDirectory: string): boolean {
  return readSmallFile(`${commonDirectory}/shallow`) !== undefined;
}

/**
 * What refs, reflogs and indexes reach, and which of it the object database does not hold.
 * @param suspects what is known to be missing, reached or not: told where git cannot say which of it is reached
 * @throws Interruption
 */
export async function findGaps(git: Git, commonDirectory: string, suspects: Iterable<string> = [], stop?: AbortSignal): Promise<Gaps> {
  const end: Problem = { what: 'history', why: 'the clone is shallow: older commits are not here', hint: 'git fetch --unshallow (in CI: a full clone, fetch-depth: 0)' };
  const { problems, certain } = await walkObjects(git, suspects, stop);
  return { problems: [...(isShallow(commonDirectory) ? [end] : []), ...problems], certain };
}

async function walkObjects(git: Git, suspects: Iterable<string>, stop: AbortSignal | undefined): Promise<Gaps> {
  const missing: string[] = [];
  let rest = '';
  const hear = (chunk: Buffer): void => {
    const lines = (rest + chunk.toString('latin1')).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.startsWith('?')) missing.push(line.slice(1));
  };
  const { status, stderr } = await hearGit(git, 'rev-list', ['--objects', '--missing=print', '--no-object-names', '--all', '--reflog', '--indexed-objects'], '', hear, stop);
  // It ends at the first commit that is not there.
  if (status === 0) return { problems: explainMissing(git, missing.sort()), certain: true };
  return { problems: [...explainMissing(git, [...new Set([...missing, ...suspects])].sort()), explainEnd(stderr)], certain: false };
}

export function explainMissing(git: Git, missing: readonly string[]): Problem[] {
  if (missing.length === 0) return [];
  if (isPartial(git)) return [{ what: missing.length === 1 ? '1 object' : `${missing.length} objects`, why: `the clone is partial: ${missing.length === 1 ? 'it was' : 'they were'} left at the remote`, hint: 'git fetch --refetch --no-filter, then audit again' }];
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
