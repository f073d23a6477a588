// Where `.skan.yaml` is read from. Never from what is judged: the index for `staged` and a commit's message, the base for `range`, HEAD in a bare
// repository, the disk for `audit` and `scan`; a file that the user names wins. It finds the text and does not read it.

import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { UsageError, codeOf } from '../model/errors.js';
import type { Skip } from '../model/report.js';
import type { Request } from '../model/request.js';
import { askGit, makeGit } from './git/runner.js';
import type { Git } from './git/runner.js';
import { leaveWorkTree } from './git/beside.js';
import { parseTree, readEntries } from './git/entries.js';
import type { Entry } from './git/entries.js';
import { findLayout, readBytes, readSmallFile } from './git/repository.js';
import type { Layout } from './git/repository.js';

export interface Settings {
  /** As shown to people. */
  readonly file: string;
  readonly text: string;
  /** The change that is judged brings or changes it. */
  readonly news: boolean;
}

const name = '.skan.yaml';
const misspelt = '.skan.yml';

/**
 * @param base commit that the range starts from
 * @throws UsageError when the file that the user named cannot be read
 */
export function findSettings(request: Request, base: string | undefined): Settings | undefined {
  const { target, cwd, environment, config } = request;
  if (config !== undefined) return readNamed(cwd, config);
  const start = target.command === 'audit' ? target.directory : cwd;
  const layout = findLayout(start, environment);
  if (target.command === 'staged' || 'message' in target) return layout === undefined ? undefined : readStaged(makeGit(cwd, environment), layout, cwd);
  if (target.command === 'range') return layout === undefined ? undefined : readCommitted(makeGit(cwd, environment), layout, cwd, request.configFrom ?? base);
  if (layout !== undefined && layout.top === undefined && target.command === 'audit') return readCommitted(makeGit(start, environment), layout, start, undefined);
  return readDisk(start, layout?.top ?? start);
}

/** The other spelling of the name, which is not read: said rather than passed over. */
export function findMisnamed({ target, cwd, environment, config }: Request): Skip[] {
  if (config !== undefined) return [];
  const start = target.command === 'audit' ? target.directory : cwd;
  const top = resolve(findLayout(start, environment)?.top ?? start);
  for (let directory = resolve(start); ; directory = dirname(directory)) {
    const file = join(directory, misspelt);
    if (existsSync(file)) return [{ what: relative(start, file), why: `skan reads ${name}; rename it` }];
    if (directory === top || directory === dirname(directory)) return [];
  }
}

function readNamed(cwd: string, config: string): Settings {
  try {
    return { file: config, text: readFileSync(resolve(cwd, config), 'utf8'), news: false };
  } catch (error) {
    const code = codeOf(error);
    throw new UsageError(`${config}: the configuration cannot be read (${code}); check --config`);
  }
}

/** An index that nowhere holds the name needs no git to say so; only a plain one can be read like that. */
function readStaged(git: Git, layout: Layout, cwd: string): Settings | undefined {
  const index = readBytes(layout.index);
  if (index !== undefined && holdsPlainNames(index) && !index.includes(name)) return undefined;
  const inside = leaveWorkTree(git, layout);
  const paths = candidates(layout, cwd);
  const entries = byPath([...readEntries(askGit(inside, 'ls-files', ['-z', '-s', '--', ...paths]).stdout, 'index')]);
  const entry = paths.flatMap((each) => entries.get(each) ?? [])[0];
  if (entry === undefined) return undefined;
  const text = readEntry(inside, entry);
  const before = askGit(inside, 'rev-parse', ['--verify', '--quiet', '--end-of-options', `HEAD:${entry.path}`]).stdout.toString().trim();
  return text === undefined ? undefined : { file: entry.path, text, news: before !== entry.id };
}

interface NamedEntry extends Omit<Entry, 'path'> {
  readonly path: string;
}

function byPath(entries: readonly Entry[]): Map<string, NamedEntry> {
  return new Map(entries.map(({ mode, id, path }) => [path.toString(), { mode, id, path: path.toString() }]));
}

/** Versions 2 and 3 without a shared part hold each path in full (git help gitformat-index). */
function holdsPlainNames(index: Buffer): boolean {
  return index.toString('latin1', 0, 4) === 'DIRC' && [2, 3].includes(index.readUInt32BE(4)) && !index.includes('link\0');
}

function readCommitted(git: Git, layout: Layout, cwd: string, from: string | undefined): Settings | undefined {
  const commit = from ?? defaultCommit(git, layout);
  if (commit === undefined) return undefined;
  const paths = candidates(layout, cwd);
  const entries = byPath(parseTree(askGit(git, 'ls-tree', ['-z', '--full-tree', '--end-of-options', commit, ...paths]).stdout));
  const entry = paths.flatMap((each) => entries.get(each) ?? [])[0];
  const text = entry === undefined ? undefined : readEntry(git, entry);
  return entry === undefined || text === undefined ? undefined : { file: `${commit.slice(0, 12)}:${entry.path}`, text, news: false };
}

/** A new branch has no base: the default branch of the remote, as far as this clone knows it; HEAD in a bare repository. */
function defaultCommit(git: Git, layout: Layout): string | undefined {
  const names = layout.top === undefined ? ['HEAD'] : ['refs/remotes/origin/HEAD', 'refs/remotes/origin/main', 'refs/remotes/origin/master'];
  return names.map((each) => askGit(git, 'rev-parse', ['--verify', '--quiet', '--end-of-options', `${each}^{commit}`]).stdout.toString().trim()).find((id) => id !== '');
}

function readDisk(start: string, top: string): Settings | undefined {
  for (let directory = resolve(start); ; directory = dirname(directory)) {
    const text = readSmallFile(refuseLink(join(directory, name), start));
    if (text !== undefined) return { file: relative(start, join(directory, name)) || name, text, news: false };
    if (directory === resolve(top) || directory === dirname(directory)) return undefined;
  }
}

/** @throws UsageError for a link: git would not follow it, and so it would hold in some commands and not in others */
function refuseLink(file: string, start: string): string {
  if (lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true) throw new UsageError(`${relative(start, file)}: ${isLink}`);
  return file;
}

const isLink = 'the configuration is a symbolic link, which git does not follow; make it a file, or name one with --config';

/** @throws UsageError for a link: what it points to may be anywhere, and anyone's */
function readEntry(git: Git, { path, mode, id }: NamedEntry): string | undefined {
  if (mode === '120000') throw new UsageError(`${path}: ${isLink}`);
  const answer = askGit(git, 'cat-file', ['blob', id]);
  return answer.status === 0 ? answer.stdout.toString('utf8') : undefined;
}

/** From the working directory up to the repository's root, as paths from the root. */
function candidates({ top }: Layout, cwd: string): string[] {
  const inside = top === undefined ? '' : relative(top, resolve(cwd)).split(sep).join('/');
  const folders = inside === '' || inside.startsWith('..') ? [] : inside.split('/');
  return Array.from({ length: folders.length + 1 }, (_, depth) => [...folders.slice(0, folders.length - depth), name].join('/'));
}
