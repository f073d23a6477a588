// A part of the history in place of all of it: what HEAD reaches, or what commits after a date or a commit brought. git says
// which commits these are and which objects came with them; what it cannot say is a problem, as everywhere.

import { UsageError } from '../../model/errors.js';
import type { Narrowing } from '../../model/request.js';
import type { Narrowed, Problem } from '../../model/report.js';
import { findId, makeIdTable } from '../packs/ids.js';
import type { Takes } from '../packs/work.js';
import { mainLine } from './refusal.js';
import { readSmallFile } from './repository.js';
import { askGit, askGitBeside } from './runner.js';
import type { Git } from './runner.js';
import { explainMissing } from './whole.js';

export interface Part {
  readonly takes: Takes;
  /** Places are told of these commits only. */
  readonly commits: ReadonlySet<string>;
  readonly problems: readonly Problem[];
  readonly narrowed: Narrowed;
}

/** Where the part starts; times are seconds. */
type Start = { readonly commit: string; readonly shown: string } | { readonly seconds: number; readonly shown: string };

/** @throws UsageError for a start that is neither a date nor a commit @throws Interruption */
export async function narrowHistory(git: Git, { onlyHead, since }: Narrowing, commonDirectory: string, idBytes: number, stop: AbortSignal | undefined): Promise<Part> {
  const start = since === undefined ? undefined : readStart(git, since);
  const problems: Problem[] = [];
  const { chosen, edge } = await chooseCommits(git, onlyHead, start, problems, stop);
  const tags = onlyHead || start === undefined ? [] : listTags(git, chosen);
  const ids = new Set([...(await listObjects(git, chosen, edge, problems, stop)), ...tags]);
  const cut = (readSmallFile(`${commonDirectory}/shallow`) ?? '').split('\n').some((id) => chosen.has(id));
  if (cut) problems.push({ what: 'history', why: 'the clone is shallow: older commits are not here', hint: 'git fetch --unshallow (in CI: a full clone, fetch-depth: 0)' });
  const table = makeIdTable([...ids], idBytes);
  return {
    takes: (bytes, at) => findId(table, bytes, at) >= 0,
    commits: chosen,
    problems,
    narrowed: { ...(onlyHead ? { onlyHead } : {}), ...(start === undefined ? {} : { since: start.shown }), leftOut: listLeftOut(onlyHead, start) },
  };
}

function listLeftOut(onlyHead: boolean, start: Start | undefined): string[] {
  return [
    ...(start === undefined ? [] : ['what older commits brought']),
    ...(onlyHead ? ['other branches', 'tags', 'stashes', 'reflogs'] : ['tags of other commits']),
    'what nothing reaches',
    'names of refs',
    'what only the index holds',
    'submodules',
  ];
}

const isoDate = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:?\d{2})?)?$/;
const agoDate = /^(?:yesterday|(?:\d+|an?)[ .](?:minute|hour|day|week|month|year)s?[ .]ago)$/;

/** A date without a time is the start of that day in UTC: the same on every machine. */
function readStart(git: Git, since: string): Start {
  if (isoDate.test(since)) {
    const [day = '', time] = since.replace(' ', 'T').split('T');
    const at = Date.parse(time === undefined ? `${day}T00:00:00Z` : /Z|[+-]\d{2}:?\d{2}$/.test(time) ? `${day}T${time}` : `${day}T${time}Z`);
    if (Number.isNaN(at)) throw new UsageError(`--since ${since}: no calendar has that date`);
    return tellTime(at / 1000);
  }
  if (agoDate.test(since)) {
    const age = /^--max-age=(\d+)$/m.exec(askGit(git, 'rev-parse', [`--since=${since.replaceAll(' ', '.')}`]).stdout.toString())?.[1];
    if (age !== undefined) return tellTime(Number(age));
  }
  const commit = askGit(git, 'rev-parse', ['--verify', '--quiet', '--end-of-options', `${since}^{commit}`]).stdout.toString().trim();
  if (commit === '') throw new UsageError(`--since ${since}: it is no date (2026-01-31, 2 weeks ago), and no commit that this repository has`);
  return { commit, shown: commit };
}

function tellTime(seconds: number): Start {
  return { seconds, shown: new Date(seconds * 1000).toISOString().replace('.000Z', 'Z') };
}

/** The commits that are asked for, and those behind them, of which nothing is. */
async function chooseCommits(git: Git, onlyHead: boolean, start: Start | undefined, problems: Problem[], stop: AbortSignal | undefined): Promise<{ readonly chosen: ReadonlySet<string>; readonly edge: readonly string[] }> {
  const unborn = askGit(git, 'rev-parse', ['--verify', '--quiet', 'HEAD^{commit}']).status !== 0;
  if (onlyHead && unborn) return { chosen: new Set(), edge: [] };
  const from = onlyHead ? ['HEAD'] : ['--all', '--reflog'];
  const behind = start !== undefined && 'commit' in start ? [`^${start.commit}`] : [];
  const answer = await askGitBeside(git, 'rev-list', ['--timestamp', '--parents', ...from, ...behind, '--'], '', stop);
  if (answer.status !== 0) problems.push(explainEnd(answer.stderr));
  const lines = answer.stdout.toString('latin1').split('\n').filter((line) => line !== '').map((line) => line.split(' '));
  const young = lines.filter(([seconds = '0']) => start === undefined || 'commit' in start || Number(seconds) >= start.seconds);
  const chosen = new Set(young.flatMap(([, id = '']) => id));
  return { chosen, edge: [...new Set(young.flatMap(([, , ...parents]) => parents))].filter((id) => !chosen.has(id)) };
}

async function listObjects(git: Git, chosen: ReadonlySet<string>, edge: readonly string[], problems: Problem[], stop: AbortSignal | undefined): Promise<string[]> {
  const missing = new Set<string>();
  const ask = async (options: readonly string[], lines: readonly string[]): Promise<string[]> => {
    if (lines.length === 0) return [];
    const answer = await askGitBeside(git, 'rev-list', ['--objects', '--missing=print', '--no-object-names', ...options, '--stdin'], lines.map((line) => `${line}\n`).join(''), stop);
    if (answer.status !== 0) problems.push(explainEnd(answer.stderr));
    const ids = answer.stdout.toString('latin1').split('\n').filter((line) => line !== '');
    for (const id of ids) if (id.startsWith('?')) missing.add(id.slice(1));
    return ids.filter((id) => !id.startsWith('?'));
  };
  const found = await ask([], [...chosen, ...edge.map((id) => `^${id}`)]);
  const there = new Set(found);
  // A clock that went wrong: young by its date, and yet behind an old one. All that it holds counts.
  const behind = await ask(['--no-walk'], [...chosen].filter((id) => !there.has(id)));
  problems.push(...explainMissing(git, [...missing].sort()));
  return [...found, ...behind];
}

/** Annotated tags of these commits. */
function listTags(git: Git, chosen: ReadonlySet<string>): string[] {
  const answer = askGit(git, 'for-each-ref', ['--format=%(objecttype) %(objectname) %(*objecttype) %(*objectname)']);
  return answer.stdout.toString().split('\n').flatMap((line) => {
    const [type, id = '', heldType, held = ''] = line.split(' ');
    return type === 'tag' && (heldType === 'tag' || chosen.has(held)) ? [id] : [];
  });
}

function explainEnd(stderr: string): Problem {
  return { what: 'history', why: mainLine(stderr) || 'git rev-list ended early', hint: 'see what git fsck says of it' };
}
