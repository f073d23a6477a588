// The commits that refs and reflogs reach, as a graph in memory: which refs hold a commit, and how far it has come.
// Loaded only once something was found.

import { reachesByDistance } from '../../model/report.js';
import type { Problem, Reach } from '../../model/report.js';
import type { CommitTable } from '../packs/commit-table.js';
import { parseTree } from './entries.js';
import { findHolders } from './holders.js';
import type { Tips } from './holders.js';
import { orderCommits } from './order.js';
import { mainLine } from './refusal.js';
import { askGit, askGitBeside } from './runner.js';
import type { Git } from './runner.js';

/** One ref and the commit it leads to. */
export interface Ref {
  readonly name: string;
  /** Id of the object that it names. */
  readonly id: string;
  /** Id of the commit, for an annotated tag what it names in the end; undefined: it names no commit. */
  readonly commit: string | undefined;
  /** Id of the blob or tree that it names in place of a commit. */
  readonly content: { readonly type: 'blob' | 'tree'; readonly id: string } | undefined;
}

export interface Graph {
  readonly refs: readonly Ref[];
  readonly commits: CommitTable;
  /**
   * Ids, oldest first: a commit stands behind its parents.
   * @param among 1 for each place in the table that counts; absent: all do
   */
  order(among?: Uint8Array): Iterable<string>;
  /** Names of the refs that name this object outright, or, where they name no commit, hold it: a tagged blob or tree. */
  refsNaming(object: string): readonly string[];
  /** For each of the commits the first of the names of refs that hold it, sorted. Asked for all at once. */
  refsHolding(commits: Iterable<string>, most: number): ReadonlyMap<string, readonly string[]>;
  /** How far a commit has come: the furthest of all ways to it. */
  reach(commit: string): Reach;
}

/** A ref as its name and the id of the object that it names. */
export interface NamedRef {
  readonly name: string;
  readonly id: string;
}

/**
 * Names alone: to say what they name, git would open every object.
 * @returns `whole`: git had nothing to say against any of them
 */
export async function nameRefs(git: Git, problems: Problem[], stop: AbortSignal | undefined): Promise<{ readonly refs: readonly NamedRef[]; readonly whole: boolean }> {
  const { stdout, stderr, status } = await askGitBeside(git, 'for-each-ref', ['--format=%(objectname) %(refname)'], '', stop);
  if (status !== 0) problems.push({ what: 'refs', why: mainLine(stderr) || 'git for-each-ref ended early', hint: 'see what git fsck says of them' });
  const refs = stdout.toString().split('\n').flatMap((line) => {
    const space = line.indexOf(' ');
    return space < 0 ? [] : [{ id: line.slice(0, space), name: line.slice(space + 1) }];
  });
  return { refs, whole: status === 0 && stderr === '' };
}

/** What the refs name; git is asked only where one names no commit outright. */
export async function resolveRefs(git: Git, named: readonly NamedRef[], commits: CommitTable): Promise<readonly Ref[]> {
  if (named.every(({ id }) => commits.find(id) >= 0)) return named.map(({ name, id }) => ({ name, id, commit: id, content: undefined }));
  return listRefs(git);
}

export async function listRefs(git: Git): Promise<readonly Ref[]> {
  const { stdout } = await askGitBeside(git, 'for-each-ref', ['--format=%(objecttype) %(objectname) %(*objecttype) %(*objectname) %(refname)'], '');
  return stdout.toString().split('\n').flatMap((line): Ref[] => {
    const [type, id = '', peeledType, peeled = '', ...name] = line.split(' ');
    if (id === '') return [];
    const [heldType, held = ''] = peeledType === '' ? [type, id] : [peeledType, peeled];
    return [{ name: name.join(' '), id, commit: heldType === 'commit' ? held : undefined, content: heldType === 'blob' || heldType === 'tree' ? { type: heldType, id: held } : undefined }];
  });
}

/** What names commits besides refs: ids, and what could not be listed. */
export interface Marks {
  readonly head: readonly string[];
  readonly reflogs: readonly string[];
  readonly problems: readonly Problem[];
}

export async function findMarks(git: Git): Promise<Marks> {
  const problems: Problem[] = [];
  const [head, reflogs] = await Promise.all([askHead(git), listReflogs(git, problems)]);
  return { head, reflogs, problems };
}

/** @param commits every commit that the object database holds */
export async function loadGraph(git: Git, resolving: Promise<readonly Ref[]>, marking: Promise<Marks>, commits: CommitTable, problems: Problem[]): Promise<Graph> {
  // git answers while the commits are put in order.
  const asking = Promise.all([resolving, marking, resolving.then((named) => listStashes(git, named, problems))]);
  asking.catch(() => undefined); // It is waited for below.
  const all = orderCommits(commits);
  const [refs, { head, reflogs, problems: unlisted }, stashes] = await asking;
  problems.push(...unlisted);
  const tips = listTips(refs, head, stashes, commits);
  const reaches = climb(commits, all, tips, reflogs);
  // What nothing reaches comes last: the first commit that brought something is one that can be reached, if there is any.
  const reached = all.filter((place) => reaches[place] !== 0);
  const rest = all.filter((place) => reaches[place] === 0);
  // HEAD holds commits, but is no ref of its own.
  const named = tips.filter(([name]) => name !== 'HEAD');
  let naming: ReadonlyMap<string, readonly string[]> | undefined;

  return {
    refs,
    commits,
    refsNaming: (object) => (naming ??= nameObjects(git, refs)).get(object) ?? [],
    *order(among) {
      for (const places of [reached, rest]) for (const place of places) if (among === undefined || among[place] === 1) yield commits.idAt(place);
    },
    refsHolding(wanted, most) {
      const places = new Map([...wanted].map((id) => [id, commits.find(id)]));
      const lists = findHolders(commits, all, named, [...new Set([...places.values()].filter((place) => place >= 0))], most);
      return new Map([...places].map(([id, place]) => [id, lists.get(place) ?? none]));
    },
    reach: (commit) => reachOfMarks(reaches[commits.find(commit)] ?? 0),
  };
}

const none: readonly string[] = [];

/** What refs, HEAD and stashes point to, by name. */
function listTips(refs: readonly Ref[], head: readonly string[], stashes: readonly string[], commits: CommitTable): Tips {
  const tips: [string, number][] = [];
  const add = (name: string, id: string): void => {
    const place = commits.find(id);
    if (place >= 0) tips.push([name, place]);
  };
  for (const { name, commit } of refs) if (commit !== undefined) add(name, commit);
  for (const id of head) add('HEAD', id);
  for (const stash of new Set(stashes)) add('refs/stash', stash);
  tips.sort(([left, place], [right, other]) => (left < right ? -1 : left > right ? 1 : place - other));
  return tips.filter(([name, place], at) => tips[at - 1]?.[0] !== name || tips[at - 1]?.[1] !== place);
}

/** How far it has come, a bit each; a commit gets those of all its descendants. */
const marks = { pushed: 1, tag: 2, local: 4, stash: 8, reflog: 16 } as const;

function reachOfMarks(bits: number): Reach {
  for (const [reach, bit] of Object.entries(marks) as [keyof typeof marks, number][]) if ((bits & bit) !== 0) return reach;
  return 'unreachable';
}

function nameObjects(git: Git, refs: readonly Ref[]): Map<string, string[]> {
  const naming = new Map<string, string[]>();
  const add = (id: string, name: string): void => {
    const names = naming.get(id);
    if (names === undefined) naming.set(id, [name]);
    else if (!names.includes(name)) names.push(name);
  };
  for (const { name, id, content } of refs) {
    add(id, name);
    if (content !== undefined) for (const held of listContent(git, content)) add(held, name);
  }
  return naming;
}

/** A blob, or a tree and all that is below it. */
function listContent(git: Git, { type, id }: NonNullable<Ref['content']>): string[] {
  if (type === 'blob') return [id];
  return [id, ...parseTree(askGit(git, 'ls-tree', ['-r', '-t', '-z', '--full-tree', '--end-of-options', id]).stdout).map((entry) => entry.id)];
}

/** The furthest of what the refs' names say; undefined: there is none. */
export function reachOfRefs(names: readonly string[]): Reach | undefined {
  const found = new Set<Reach>(names.map(reachOfName));
  return reachesByDistance.find((reach) => found.has(reach));
}

function reachOfName(name: string): 'pushed' | 'tag' | 'local' | 'stash' {
  if (name.startsWith('refs/remotes/')) return 'pushed';
  if (name.startsWith('refs/tags/')) return 'tag';
  return name === 'refs/stash' ? 'stash' : 'local';
}

async function askHead(git: Git): Promise<string[]> {
  const { stdout } = await askGitBeside(git, 'rev-parse', ['--verify', '--quiet', 'HEAD^{commit}'], '');
  return readLines(stdout);
}

async function listStashes(git: Git, refs: readonly Ref[], problems: Problem[]): Promise<string[]> {
  return refs.some(({ name }) => name === 'refs/stash') ? listCommits(git, ['-g', 'refs/stash', '--'], 'stashes', problems) : [];
}

/** Every commit that reflogs name. */
function listReflogs(git: Git, problems: Problem[]): Promise<string[]> {
  return listCommits(git, ['--no-walk=unsorted', '--ignore-missing', '--reflog'], 'reflogs', problems);
}

async function listCommits(git: Git, args: readonly string[], what: string, problems: Problem[]): Promise<string[]> {
  const { status, stdout, stderr } = await askGitBeside(git, 'rev-list', args, '');
  // 129: there is none, and it asks for some.
  if (status !== 0 && status !== 129) problems.push({ what, why: `the commits that they hold could not be listed: ${mainLine(stderr) || 'git rev-list ended early'}`, hint: 'see what git fsck says of it' });
  return readLines(stdout);
}

function readLines(text: Buffer): string[] {
  return text.toString('latin1').split('\n').filter((line) => line !== '');
}

/** What reaches each commit. */
function climb({ count, parents, parentsFrom, find }: CommitTable, order: Int32Array, tips: Tips, reflogs: readonly string[]): Uint8Array {
  const reaches = new Uint8Array(count);
  const mark = (place: number, bit: number): void => {
    if (place >= 0) reaches[place] = (reaches[place] ?? 0) | bit;
  };
  for (const [name, place] of tips) mark(place, marks[reachOfName(name)]);
  for (const id of reflogs) mark(find(id), marks.reflog);
  for (let at = order.length - 1; at >= 0; at -= 1) {
    const place = order[at] ?? 0;
    for (let link = parentsFrom[place] ?? 0; link < (parentsFrom[place + 1] ?? 0); link += 1) mark(parents[link] ?? -1, reaches[place] ?? 0);
  }
  return reaches;
}
