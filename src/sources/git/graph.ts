// The commits that refs and reflogs reach, as a graph in memory: which refs hold a commit, and how far it has come.
// Loaded only once something was found.

import type { Reach } from '../../model/report.js';
import { askGit } from './runner.js';
import type { Git } from './runner.js';

/** One ref and the commit it leads to. */
export interface Ref {
  readonly name: string;
  /** Id of the object that it names. */
  readonly id: string;
  /** Id of the commit, for an annotated tag what it names in the end; undefined: it names no commit. */
  readonly commit: string | undefined;
}

export interface Graph {
  readonly refs: readonly Ref[];
  /** Oldest first: a commit stands behind its parents. */
  readonly order: readonly string[];
  /** Names of the refs that hold the commit, sorted. */
  refsHolding(commit: string): readonly string[];
  /** How far a commit has come: the furthest of all ways to it. */
  reach(commit: string): Reach;
}

export function listRefs(git: Git): Ref[] {
  const answer = askGit(git, 'for-each-ref', ['--format=%(objecttype) %(objectname) %(*objecttype) %(*objectname) %(refname)']);
  return answer.stdout.toString().split('\n').flatMap((line) => {
    const [type, id = '', peeledType, peeled = '', ...name] = line.split(' ');
    if (id === '') return [];
    return [{ name: name.join(' '), id, commit: type === 'commit' ? id : peeledType === 'commit' ? peeled : undefined }];
  });
}

export function loadGraph(git: Git, refs: readonly Ref[], dangling: readonly string[]): Graph {
  const reachable = listCommits(git, ['--all', '--reflog'], '');
  const known = new Set(reachable.map(({ id }) => id));
  const lost = dangling.filter((id) => !known.has(id));
  const commits = [...reachable, ...(lost.length === 0 ? [] : listCommits(git, ['--stdin'], `${lost.join('\n')}\n`).filter(({ id }) => !known.has(id)))];
  const children = invert(commits);
  const tips = new Map<string, string[]>();
  for (const { name, commit } of refs) if (commit !== undefined) tips.set(commit, [...(tips.get(commit) ?? []), name]);
  const head = askGit(git, 'rev-parse', ['--verify', '--quiet', 'HEAD^{commit}']).stdout.toString().trim();
  if (head !== '') tips.set(head, [...(tips.get(head) ?? []), 'HEAD']);
  const stashes = new Set(askGit(git, 'rev-list', ['-g', 'refs/stash', '--']).stdout.toString().split('\n'));
  const holding = new Map<string, readonly string[]>();

  const climb = (commit: string): readonly string[] => {
    const seen = new Set([commit]);
    const names = new Set<string>();
    for (const at of seen) {
      for (const name of tips.get(at) ?? []) names.add(name);
      if (stashes.has(at)) names.add('refs/stash');
      for (const child of children.get(at) ?? []) seen.add(child);
    }
    return [...names].sort();
  };

  const allHolding = (commit: string): readonly string[] => {
    let names = holding.get(commit);
    if (names === undefined) holding.set(commit, (names = climb(commit)));
    return names;
  };

  return {
    refs,
    order: commits.map(({ id }) => id),
    refsHolding: (commit) => allHolding(commit).filter((name) => name !== 'HEAD'),
    reach: (commit) => reachOfRefs(allHolding(commit)) ?? (known.has(commit) ? 'reflog' : 'unreachable'),
  };
}

/** The furthest of what the refs' names say; undefined: there is none. */
export function reachOfRefs(names: readonly string[]): Reach | undefined {
  if (names.some((name) => name.startsWith('refs/remotes/'))) return 'pushed';
  if (names.some((name) => name.startsWith('refs/tags/'))) return 'tag';
  if (names.some((name) => name !== 'refs/stash')) return 'local';
  return names.length > 0 ? 'stash' : undefined;
}

interface Commit {
  readonly id: string;
  readonly parents: readonly string[];
}

function listCommits(git: Git, options: readonly string[], input: string): Commit[] {
  const answer = askGit(git, 'rev-list', ['--topo-order', '--reverse', '--parents', ...options], input);
  return answer.stdout.toString('latin1').split('\n').flatMap((line) => {
    const [id = '', ...parents] = line.split(' ');
    return id === '' ? [] : [{ id, parents }];
  });
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
