// What a forced push does at the hosts, and what it leaves there: GitHub, GitLab, Bitbucket, with the text for their support. Facts
// from their own pages:
// https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/removing-sensitive-data-from-a-repository
// https://docs.gitlab.com/user/project/repository/repository_size/
// https://support.atlassian.com/bitbucket-cloud/docs/maintain-a-git-repository/

import type { Finding } from '../../model/report.js';

export interface Remote {
  readonly name: string;
  /** Without a user and password. */
  readonly url: string;
}

export interface HostFacts {
  readonly findings: readonly Finding[];
  readonly refs: readonly string[];
  /** Every local branch, whether it holds something or not. */
  readonly branches: readonly string[];
  readonly remotes: readonly Remote[];
  readonly commits: readonly string[];
  readonly lfs: boolean;
}

interface Host {
  readonly name: string;
  readonly pattern: RegExp;
  readonly lines: (facts: HostFacts, repository: string) => readonly string[];
}

const hosts: readonly Host[] = [
  { name: 'GitHub', pattern: /(?:^|[@/.])github\./i, lines: writeGitHub },
  { name: 'GitLab', pattern: /(?:^|[@/.])gitlab\./i, lines: writeGitLab },
  { name: 'Bitbucket', pattern: /(?:^|[@/.])bitbucket\./i, lines: writeBitbucket },
];

/** The sections on pushing: how, then each host; those that the remotes name first. */
export function listHosts(facts: HostFacts): string[][] {
  const known = hosts.filter(({ pattern }) => facts.remotes.some(({ url }) => pattern.test(url)));
  const order = [...known, ...hosts.filter((host) => !known.includes(host))];
  return [writePush(facts), ...order.map((host) => [`### ${host.name}`, '', ...host.lines(facts, nameRepository(facts.remotes, host.pattern))])];
}

function writePush(facts: HostFacts): string[] {
  const orders = listPushes(facts);
  return [
    '## Push',
    '',
    'Lift branch protection and rules against forced pushes, push, and put them back at once.',
    '',
    '```sh',
    'git push --force --mirror URL                                # from a mirror',
    ...(orders.length === 0 ? ['git push --force origin BRANCH ... && git push --force origin refs/tags/TAG ...   # from a clone: what the remote has'] : orders),
    '```',
    '',
    '`--mirror` also deletes what the mirror does not have. A branch or tag whose name held a secret has a new name: delete the old one at the remote, if you do not mirror. Refs that belong to the host (those of pull requests) are refused; that is expected. `refs/stash` is never pushed: where a mirror of your own carries one, delete it there (`git update-ref -d refs/stash`).',
    'Check that nobody has pushed since you cloned: a forced push would drop their commits.',
  ];
}

/** From a clone: only what the remote has. A branch that is also here goes as it is here: the other may be older. */
function listPushes({ refs, branches }: HostFacts): string[] {
  const byRemote = new Map<string, string[]>();
  for (const ref of refs) {
    const [, remote, branch] = /^refs\/remotes\/([\w.-]+)\/(?!HEAD$)([\w./-]+)$/.exec(ref) ?? [];
    if (remote === undefined || branch === undefined) continue;
    const source = branches.includes(`refs/heads/${branch}`) ? `refs/heads/${branch}` : ref;
    byRemote.set(remote, [...(byRemote.get(remote) ?? []), `${source}:refs/heads/${branch}`]);
  }
  const tags = refs.filter((ref) => /^refs\/tags\/[\w./-]+$/.test(ref));
  return [...byRemote].map(([remote, specs]) => `git push --force ${remote} ${[...specs, ...tags].join(' ')}   # from a clone`);
}

function writeGitHub({ refs, commits, lfs }: HostFacts, repository: string): string[] {
  const pulls = refs.filter((ref) => /^refs\/pull\/\d+\/head$/.test(ref));
  return [
    'The forced push replaces branches and tags. It does not replace `refs/pull/*`, which are read-only; old commits stay readable by their id, through cached views, pull requests and every fork, until Support removes them. Forks are not rewritten: only their owners can do that.',
    'Delete as well: logs, artifacts and caches of Actions, release assets, the wiki’s history, gists, Pages builds, packages.',
    'When branches and tags are clean and forks are gone, write to https://support.github.com (no paid plan is needed for this):',
    '',
    ...letter([
      `Sensitive-data removal for ${repository}, as described in "Removing sensitive data from a repository".`,
      'The credential has been revoked. History was rewritten and pushed by force.',
      `Pull requests affected: ${pulls.length === 0 ? '<number: grep -c of ^refs/pull/.*/head$ in refs of a mirror clone>' : String(pulls.length)}.`,
      `First changed commits: ${sayCommits(commits)}.`,
      `LFS objects orphaned: ${lfs ? '<list of work/orphaned-lfs-objects>' : 'none'}.`,
      'Please dereference or delete the pull requests concerned, run garbage collection, and remove cached views.',
    ]),
    '',
    'Support helps where rotating the key cannot mend the damage. On GitHub Enterprise Server an administrator does it.',
  ];
}

function writeGitLab({ commits }: HostFacts, repository: string): string[] {
  return [
    'The forced push replaces branches and tags. `refs/merge-requests/*`, `refs/keep-around/*` and `refs/pipelines/*` still hold old commits, and commits stay readable by their id; a forced push cannot reach them.',
    'An owner can go on without support: Settings → Repository → Repository maintenance → Remove blobs, with the ids of the blobs listed above (or Redact text), then Settings → General → Advanced → Run housekeeping, wait at least half an hour, then Prune unreachable objects. Delete merge requests and pipelines that show it, job logs, artifacts, packages and registry images.',
    'Projects with forks share a pool of objects, which this does not clean. Then write to support, or on your own instance to its administrator:',
    '',
    ...letter([
      `Please remove sensitive data from ${repository}.`,
      'The credential has been revoked, and history was rewritten and pushed by force.',
      `Commits that brought it in: ${sayCommits(commits)}.`,
      'Please remove the internal refs (merge-requests, keep-around, pipelines) that hold them, clean the object pool that the forks share, run a full garbage collection with immediate pruning, and clear cached diffs.',
    ]),
  ];
}

function writeBitbucket({ commits }: HostFacts, repository: string): string[] {
  return [
    'The forced push replaces branches and tags. Bitbucket Cloud keeps references of pull requests that no clone shows, so commits stay readable by their id until its support removes them; historic pull requests may go with them. Bitbucket Data Center refuses a push of `refs/pull-requests/*`: push branches and tags only, and let an administrator run garbage collection. Forks are not rewritten.',
    'A new, empty repository, with the rewritten branches and tags pushed to it, is the way that needs no support.',
    '',
    ...letter([
      `Please remove sensitive data from ${repository}.`,
      'The credential has been revoked, and history was rewritten and pushed by force.',
      `Commits that brought it in: ${sayCommits(commits)}.`,
      'Please remove the references of pull requests that hold them, and run garbage collection so that they can no longer be read by id.',
    ]),
  ];
}

function letter(lines: readonly string[]): string[] {
  return ['```text', ...lines, '```'];
}

const mostNamed = 20;

function sayCommits(commits: readonly string[]): string {
  if (commits.length === 0) return '<see work/first-changed-commits after the run>';
  return `${commits.slice(0, mostNamed).join(', ')}${commits.length > mostNamed ? ` and ${commits.length - mostNamed} more` : ''}`;
}

/** `owner/repository` out of a URL, or what to put there. */
function nameRepository(remotes: readonly Remote[], pattern: RegExp): string {
  const url = remotes.find((remote) => pattern.test(remote.url))?.url ?? '';
  const path = /[:/]([^:/]+(?:\/[^:/]+)+)$/.exec(url.replace(/\/$/, '').replace(/\.git$/, '').replace(/^[a-z+]+:\/\/[^/]+/i, ':'))?.[1];
  return path !== undefined && /^[\w./-]+$/.test(path) ? path : 'OWNER/REPOSITORY';
}
