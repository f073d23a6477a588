// The commits that refs and reflogs reach, as a graph in memory: which refs hold a commit, and how far it has come.
// Loaded only once something was found.

import type { Reach } from '../../model/report.js';
import type { CommitRecord } from '../../model/work.js';
import { parseTree } from './entries.js';
import { findHolders } from './holders.js';
import { orderCommits } from './order.js';
import type { Commit } from './order.js';
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
  /** Oldest first: a commit stands behind its parents. */
  readonly order: readonly string[];
  /** Names of the refs that name this object outright, or, where they name no commit, hold it: a tagged blob or tree. */
  refsNaming(object: string): readonly string[];
  /** Names of the refs that hold the commit, sorted. */
  refsHolding(commit: string): readonly string[];
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
export async function nameRefs(git: Git): Promise<{ readonly refs: readonly NamedRef[]; readonly whole: boolean }> {
  const { stdout, stderr, status } = await askGitBeside(git, 'for-each-ref', ['--format=%(objectname) %(refname)'], '');
  const refs = stdout.toString().split('\n').flatMap((line) => {
    const space = line.indexOf(' ');
    return space < 0 ? [] : [{ id: line.slice(0, space), name: line.slice(space + 1) }];
  });
  return { refs, whole: status === 0 && stderr === '' };
}

/** What the refs name; git is asked only where one names no commit outright. */
export function resolveRefs(git: Git, named: readonly NamedRef[], commits: ReadonlySet<string>): Ref[] {
  if (named.every(({ id }) => commits.has(id))) return named.map(({ name, id }) => ({ name, id, commit: id, content: undefined }));
  return listRefs(git).refs;
}

/** @returns `whole`: git had nothing to say against any of them */
export function listRefs(git: Git): { readonly refs: Ref[]; readonly whole: boolean } {
  const answer = askGit(git, 'for-each-ref', ['--format=%(objecttype) %(objectname) %(*objecttype) %(*objectname) %(refname)']);
  const refs = answer.stdout.toString().split('\n').flatMap((line): Ref[] => {
    const [type, id = '', peeledType, peeled = '', ...name] = line.split(' ');
    if (id === '') return [];
    const [heldType, held = ''] = peeledType === '' ? [type, id] : [peeledType, peeled];
    return [{ name: name.join(' '), id, commit: heldType === 'commit' ? held : undefined, content: heldType === 'blob' || heldType === 'tree' ? { type: heldType, id: held } : undefined }];
  });
  return { refs, whole: answer.status === 0 && answer.stderr === '' };
}

/** @param records every commit that the object database holds */
export function loadGraph(git: Git, refs: readonly Ref[], records: readonly CommitRecord[]): Graph {
  const all = orderCommits(records);
  const tips = new Map<string, string[]>();
  for (const { name, commit } of refs) if (commit !== undefined) tips.set(commit, [...(tips.get(commit) ?? []), name]);
  const head = askGit(git, 'rev-parse', ['--verify', '--quiet', 'HEAD^{commit}']).stdout.toString().trim();
  if (head !== '') tips.set(head, [...(tips.get(head) ?? []), 'HEAD']);
  const stashes = new Set(askGit(git, 'rev-list', ['-g', 'refs/stash', '--']).stdout.toString().split('\n'));
  for (const stash of stashes) if (stash !== '') tips.set(stash, [...(tips.get(stash) ?? []), 'refs/stash']);
  const known = climb(all, [...tips.keys(), ...listReflogs(git)]);
  // What nothing reaches comes last: the first commit that brought something is one that can be reached, if there is any.
  const commits = [...all.filter(({ id }) => known.has(id)), ...all.filter(({ id }) => !known.has(id))];
  const holders = findHolders(commits.map(({ id }) => id), invert(commits), tips);

  const naming = nameObjects(git, refs);
  // HEAD holds commits, but is no ref of its own. Commits with the same refs keep sharing one list.
  const headless = new Map<readonly string[], readonly string[]>();
  const withoutHead = (names: readonly string[]): readonly string[] => {
    const known = headless.get(names) ?? names.filter((name) => name !== 'HEAD');
    headless.set(names, known);
    return known;
  };

  return {
    refs,
    refsNaming: (object) => naming.get(object) ?? [],
    order: commits.map(({ id }) => id),
    refsHolding: (commit) => withoutHead(holders.holding(commit)),
    reach: (commit) => reachOfRefs(holders.holding(commit)) ?? (known.has(commit) ? 'reflog' : 'unreachable'),
  };
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
  if (names.some((name) => name.startsWith('refs/remotes/'))) return 'pushed';
  if (names.some((name) => name.startsWith('refs/tags/'))) return 'tag';
  if (names.some((name) => name !== 'refs/stash')) return 'local';
  return names.length > 0 ? 'stash' : undefined;
}

/** Every commit that reflogs name. */
function listReflogs(git: Git): string[] {
  return askGit(git, 'rev-list', ['--no-walk=unsorted', '--ignore-missing', '--reflog']).stdout.toString('latin1').split('\n').filter((line) => line !== '');
}

/** The tips and all their ancestors. */
function climb(commits: readonly Commit[], tips: readonly string[]): Set<string> {
  const parents = new Map(commits.map((commit) => [commit.id, commit.parents]));
  const reached = new Set<string>();
  const stack = [...tips];
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    if (reached.has(id) || !parents.has(id)) continue;
    reached.add(id);
    stack.push(...(parents.get(id) ?? []));
  }
  return reached;
}

function invert(commits: readonly Commit[]): Map<string, string[]> {
  const children = new Map<string, string[]>();
  for (const { id, parents } of commits) {
    for (const parent of parents) {
      const known = children.get(parent);
      if (known === undefined) children.set(parent, [id]);
      else known.push(id);
    }
  }
  return children;
}
