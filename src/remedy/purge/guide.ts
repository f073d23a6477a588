// `PURGE.md`: what people do around the script, in order, for this repository. Everything in it is masked and may be shown to
// the colleagues who have to repair their clones.

import type { Finding, Reach } from '../../model/report.js';
import type { MarkOf } from './forms.js';
import type { Holding } from './holding.js';
import { listHosts } from './hosts.js';
import type { Remote } from './hosts.js';
import { listLeftovers, listManners } from './limits.js';
import type { Corner } from './limits.js';
import type { Way } from './replacement.js';
import { partOfText, partOfWord } from './search.js';
import { forgetting } from '../runbook.js';
import type { PurgeTool } from '../../model/request.js';

/** All texts are masked. */
export interface GuideFacts {
  readonly tool: PurgeTool;
  readonly folder: string;
  readonly findings: readonly Finding[];
  readonly markOf: MarkOf;
  readonly holdings: readonly Holding[];
  /** What holds a short secret within something longer, which the plan leaves alone. */
  readonly parts: readonly Holding[];
  /** Names of the files that an object stands at. */
  readonly pathsOf: (id: string) => readonly string[];
  readonly wayOf: (id: string) => Way | undefined;
  /** Refs that hold a secret, in their names or in what they lead to. */
  readonly refs: readonly string[];
  /** Every local branch. */
  readonly branches: readonly string[];
  readonly remotes: readonly Remote[];
  /** Commits that brought a secret in. */
  readonly commits: readonly string[];
  readonly corners: ReadonlySet<Corner>;
  /** Archives, or members of some, that nobody could look into. */
  readonly closed: readonly string[];
  readonly submodules: readonly string[];
  readonly lfs: boolean;
}

export function writeGuide(facts: GuideFacts): string {
  const sections = [
    writeHead(facts),
    writeOrder(facts),
    ...(wasPushed(facts) ? [] : [writeShortWay(facts)]),
    writeHolders(facts),
    writeRewrites(facts),
    writeRun(facts),
    ...listHosts(facts),
    writeClones(facts),
    writeCopies(),
    writeEnd(facts),
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** Somebody else may have it: also where a ref holds the bytes without any rule taking them for a secret. */
export function wasPushed({ findings, refs }: Pick<GuideFacts, 'findings' | 'refs'>): boolean {
  return findings.some(({ exposure: { reach } }) => reach === 'pushed' || reach === 'tag') || refs.some((ref) => !/^refs\/(?:heads|notes)\/|^refs\/stash$/.test(ref));
}

function writeHead({ findings, markOf }: GuideFacts): string[] {
  return [
    '# Purge plan',
    '',
    'Written by `skan purge`. Nothing has been changed yet. No secret is in this file; `forms.json` and the files beside it hold them.',
    '',
    '| secret | rule | severity | reach | becomes |',
    '| --- | --- | --- | --- | --- |',
    ...findings.map(({ redacted, rule, severity, exposure, fingerprint }) => `| ${code(redacted)} | ${rule} | ${severity} | ${exposure.reach} | ${code(markOf(fingerprint))} |`),
  ];
}

function writeOrder({ findings }: GuideFacts): string[] {
  const guides = new Map(findings.map(({ rule, title, remediation: { revoke } }) => [rule, { title, revoke }]));
  return [
    '## 1. Revoke first',
    '',
    'Whoever has fetched the key keeps it, and a rewritten history does not take it back. Once it is revoked, ask whether the purge is worth its cost: every clone and every open branch must be rebuilt, ids and signatures change.',
    '',
    ...[...guides.values()].flatMap(({ title, revoke }) => [`- ${title}${revoke.url === undefined ? '' : `: ${revoke.url}`}`, ...revoke.steps.map((step) => `  - ${step}`)]),
    '',
    'Then rotate: `skan explain <fingerprint>` has the steps. Then, and only then:',
    '',
    '2. tell everyone to push what they have and stop, and merge or close open pull requests;',
    '3. run the script (below), which takes a backup first;',
    '4. prove it: `skan purge --verify --plan DIR`;',
    '5. push by force, clean up at the host, repair or replace every clone;',
    '6. delete the backup and this folder.',
  ];
}

/** Steps by how far it has come; a key that was never pushed needs no plan. */
const shortWays: Readonly<Partial<Record<Reach, string>>> = {
  staged: 'Only staged: take it out of the file and stage it again (`git add`), or `git restore --staged FILE`.',
  worktree: 'Only in the work tree: take it out of the file.',
  local: 'In commits that only this clone has: `git commit --amend` if it is the last one; `git rebase -i` from the parent of the commit that brought it if it is an older one; `git reset` to take back commits that are not needed.',
  stash: 'In a stash: `git stash list`, then `git stash drop` the one that holds it.',
  reflog: 'Only the reflog still reaches it.',
  unreachable: 'Nothing reaches it any more.',
};

function writeShortWay({ findings }: GuideFacts): string[] {
  const reaches = [...new Set(findings.map(({ exposure }) => exposure.reach))].sort();
  const inMessage = findings.some(({ occurrences }) => occurrences.some(({ source }) => source === 'commit-message' || source === 'tag-message'));
  return [
    '## The short way',
    '',
    'As far as this clone knows, none of it was pushed, so nothing needs to be pushed by force, and nobody else has to do anything. Instead of running the script:',
    '',
    ...reaches.flatMap((reach) => (shortWays[reach] === undefined ? [] : [`- ${shortWays[reach]}`])),
    `- Afterwards, always, what git still remembers: \`${forgetting}\`, then \`git gc --prune=now\`. Stashes stay; one that was made on top of such a commit holds it too.`,
    ...(inMessage ? ['- git keeps the last message that was written: `rm -f "$(git rev-parse --git-dir)/COMMIT_EDITMSG"`.'] : []),
    '- Then prove it: `skan purge --verify --plan DIR`.',
    '',
    'If it was shared in any other way (a bundle, an archive, a screen, an editor that syncs), it counts as pushed: revoke it. The script does the same job for many commits at once.',
  ];
}

const groups: readonly (readonly [title: string, pattern: RegExp])[] = [
  ['pull and merge requests', /^refs\/(?:pull|merge-requests|pull-requests|changes)\//],
  ['branches', /^refs\/heads\//],
  ['tags', /^refs\/tags\//],
  ['notes', /^refs\/notes\//],
  ['stashes', /^refs\/stash$/],
  ['remote-tracking branches (the remote has or had them)', /^refs\/remotes\//],
  ['other refs', /^/],
];

function writeHolders({ refs, commits, submodules }: GuideFacts): string[] {
  const left = new Set(refs);
  const lines = groups.flatMap(([title, pattern]) => {
    const names = [...left].filter((name) => pattern.test(name));
    for (const name of names) left.delete(name);
    return names.length === 0 ? [] : [`- ${title}: ${names.map(code).join(', ')}`];
  });
  return [
    '## What holds it',
    '',
    ...(lines.length === 0 ? ['- no ref: only the index, reflogs, or objects that nothing reaches'] : lines),
    ...(commits.length === 0 ? [] : [`- brought in by: ${commits.map((id) => code(id.slice(0, 12))).join(', ')}`]),
    '- every clone that was fetched since, and every fork: nobody can list them from here. `git cat-file -t <id of a commit above>` fails in a clone that does not hold it.',
    '- pull requests of the host, which an ordinary clone does not fetch: `git clone --mirror URL` does. If the host has any, run the plan there.',
    ...submodules.map((path) => `- submodule ${code(path)}: a repository of its own, not looked into`),
  ];
}

function writeRewrites({ holdings, parts, pathsOf, wayOf, tool, corners, closed, lfs }: GuideFacts): string[] {
  const rows = holdings.map((holding) => [
    code(holding.id.slice(0, 12)),
    holding.type,
    pathsOf(holding.id).map(code).join(', ') || '-',
    holding.codings.join(', '),
    sayWay(holding, wayOf(holding.id), tool),
  ].join(' | '));
  return [
    '## What becomes of it',
    '',
    '| object | kind | stands at | written as | becomes |',
    '| --- | --- | --- | --- | --- |',
    ...rows.map((row) => `| ${row} |`),
    '',
    ...list(listLeftovers(tool, corners).map((text) => `**Not done by ${tool}:** ${text} Use git filter-repo, or the proof will fail.`)),
    ...list(listManners(tool)),
    ...sayParts(parts),
    ...(closed.length === 0 ? [] : list([`Not opened, so not known: ${closed.map(code).join(', ')}.`])),
    ...(lfs ? list(['This repository uses Git LFS: see above.']) : []),
  ];
}

const mostParts = 20;

/** What a tool would spoil where it is another word, and what a proof must not pass over in silence. */
function sayParts(parts: readonly Holding[]): string[] {
  const texts = parts.filter(({ codings }) => codings.includes(partOfText));
  const words = parts.filter(({ codings }) => codings.includes(partOfWord));
  const name = (some: readonly Holding[]): string => `${some.slice(0, mostParts).map(({ id }) => code(id.slice(0, 12))).join(', ')}${some.length > mostParts ? ` and ${some.length - mostParts} more` : ''}`;
  return list([
    ...(texts.length === 0 ? [] : [`**Left as it is:** a short secret that somebody chose is replaced only where it is a word of its own. Inside something longer it also stands in ${name(texts)}: \`git log --all --find-object=<id>\` says where. Look at each, and take it out there by hand before you run the script; the proof fails while one is left.`]),
    ...(words.length === 0 ? [] : [`A secret that is a word is replaced only where it is a word of its own. As a part of other words its letters also stand in ${name(words)}; these stay, and the proof counts them.`]),
  ]);
}

function sayWay({ type, inside }: Holding, way: Way | undefined, tool: PurgeTool): string {
  if (type === 'commit' || type === 'tag') return 'a mark in its place';
  if (type === 'tree') return 'a name with a mark in it';
  if (tool === 'bfg' && way !== 'text') return 'replaced by a file that names its old id';
  switch (way) {
    case 'archive':
      return `members written anew: ${inside.map(code).join(', ') || 'names'}`;
    case 'note':
      return 'replaced by a one-line note: it cannot be written without it';
    case 'same length':
      return 'overwritten by as many bytes';
    default:
      return 'a mark in its place';
  }
}

function writeRun({ folder }: GuideFacts): string[] {
  return [
    '## Run it',
    '',
    'Where others share the repository, a fresh mirror is the best place, because it has every ref of the host; in your own clone it works too, and keeps stashes, remotes and settings.',
    '',
    '```sh',
    'git clone --mirror URL repository.git && cd repository.git',
    `sh ${quote(`${folder}/purge.sh`)}`,
    `skan purge --verify --plan ${quote(folder)}`,
    '```',
    '',
    'It asks nothing and pushes nothing. It refuses a shallow or partial clone, a linked work tree, uncommitted changes, an operation in progress, borrowed objects, grafts and replace refs, each with a line that says what to do. It stops at the first error; the backup is then the repository as it was. Stashes are rewritten and kept; reflogs, and objects that nothing reaches, are thrown away.',
    '',
    'To go back, as long as the backup is there (stashes come back as `refs/stash` alone):',
    '',
    '```sh',
    `git fetch --update-head-ok --prune ${quote(folder)}/backup-*.git '+refs/*:refs/*' && git reset --hard`,
    '```',
  ];
}

function writeClones({ commits, lfs }: GuideFacts): string[] {
  const [first = '<id>'] = commits;
  return [
    '## Every other clone',
    '',
    'One old clone that is pushed brings the key back. Best: delete the clone and clone again. Who has work of their own in it:',
    '',
    '```sh',
    'git tag -l | xargs git tag -d',
    'git fetch --prune --tags --force',
    'git rebase --onto origin/main <old origin/main> <my branch>   # never merge: a merge brings the old history back',
    'git stash list                                                # apply what you need: the next line drops every stash',
    'git reflog expire --expire=now --all',
    'git gc --prune=now',
    `git cat-file -t ${first.slice(0, 40)}                         # must fail`,
    'skan audit',
    '```',
    '',
    'Nobody else runs `purge.sh` on a clone of the same repository: the rewritten ids would differ where clones differ.',
    ...(lfs ? ['Git LFS: objects that nothing names any more lie below `.git/lfs/objects` until `git lfs prune`.'] : []),
  ];
}

function writeCopies(): string[] {
  return [
    '## What was made from the repository',
    '',
    'A purge of history reaches none of these; look at each:',
    '',
    ...list([
      'CI: caches, artifacts, logs and workspaces of self-hosted runners; delete them.',
      'Packages already published (npm, PyPI, Maven, crates, gems, source tarballs of releases): a published version cannot be changed. Withdraw it where the registry allows, publish a clean one, and count the key as public.',
      'Container images: every layer keeps its files, also those that a later layer deletes (`docker history`). Build anew from clean sources, push, delete old tags and digests, and run the registry’s garbage collection.',
      'Deployments, serverless bundles, mobile and desktop builds, static sites and their CDN caches: build and roll out again.',
      'Mirrors, backups, forks on other hosts, search engines and public archives of source code: ask each operator; some never delete.',
      'Pins of commit ids: submodules, lock files, `uses: owner/action@<id>`, links in documents and issues. They point to commits that are gone.',
    ]),
  ];
}

function writeEnd({ folder }: GuideFacts): string[] {
  return [
    '## At the end',
    '',
    `The backup in ${code(folder)} and \`forms.json\` hold the key. Once the proof has passed, also on a fresh clone (\`skan purge --verify --plan DIR --remote URL\`), delete the folder.`,
    'Then keep it from happening again: `skan init` wires the hook.',
  ];
}

function list(lines: readonly string[]): string[] {
  return lines.map((line) => `- ${line}`);
}

/** A code span that no text can leave, also inside a table. */
export function code(text: string): string {
  return `\`${text.replaceAll('`', "'").replaceAll('|', '¦').replace(/[\r\n]+/g, ' ')}\``;
}

export function quote(text: string): string {
  return /^[\w./@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
