// Where `.skan.yaml` is read from. Never from what is judged: the index for `staged`, the base for `range`, HEAD in a bare
// repository, the disk for `audit` and `scan`; a file that the user names wins. It finds the text and does not read it.

import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { UsageError } from '../model/errors.js';
import type { Request } from '../model/request.js';
import { askGit, makeGit } from './git/runner.js';
import type { Git } from './git/runner.js';
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

/**
 * @param base commit that the range starts from
 * @throws UsageError when the file that the user named cannot be read
 */
export function findSettings(request: Request, base: string | undefined): Settings | undefined {
  const { target, cwd, environment, config } = request;
  if (config !== undefined) return readNamed(cwd, config);
  const start = target.command === 'audit' ? target.directory : cwd;
  const layout = findLayout(start, environment);
  if (target.command === 'staged') return layout === undefined ? undefined : readStaged(makeGit(cwd, environment), layout, cwd);
  if (target.command === 'range') return layout === undefined ? undefined : readCommitted(makeGit(cwd, environment), layout, cwd, request.configFrom ?? base);
  if (layout !== undefined && layout.top === undefined && target.command === 'audit') return readCommitted(makeGit(start, environment), layout, start, undefined);
  return readDisk(start, layout?.top ?? start);
}

function readNamed(cwd: string, config: string): Settings {
  try {
    return { file: config, text: readFileSync(resolve(cwd, config), 'utf8'), news: false };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError(`${config}: the configuration cannot be read (${code}); check --config`);
  }
}

/** An index that nowhere holds the name needs no git to say so; only a plain one can be read like that. */
function readStaged(git: Git, layout: Layout, cwd: string): Settings | undefined {
  const index = readBytes(layout.index);
  if (index !== undefined && holdsPlainNames(index) && !index.includes(name)) return undefined;
  const paths = candidates(layout, cwd);
  const listed = askGit(git, 'ls-files', ['-s', '-z', '--full-name', '--', ...paths.map((path) => `${up(layout, cwd)}${path}`)]).stdout.toString().split('\0');
  const entries = new Map(listed.flatMap((record) => {
    const [head = '', path = ''] = record.split('\t');
    return path === '' ? [] : [[path, head.split(' ')[1] ?? ''] as const];
  }));
  const path = paths.find((each) => entries.has(each));
  if (path === undefined) return undefined;
  const text = readBlob(git, entries.get(path) ?? '');
  const before = askGit(git, 'rev-parse', ['--verify', '--quiet', '--end-of-options', `HEAD:${path}`]).stdout.toString().trim();
  return text === undefined ? undefined : { file: path, text, news: before !== entries.get(path) };
}

/** Versions 2 and 3 without a shared part hold each path in full (git help gitformat-index). */
function holdsPlainNames(index: Buffer): boolean {
  return index.toString('latin1', 0, 4) === 'DIRC' && [2, 3].includes(index.readUInt32BE(4)) && !index.includes('link\0');
}

function readCommitted(git: Git, layout: Layout, cwd: string, from: string | undefined): Settings | undefined {
  const commit = from ?? defaultCommit(git, layout);
  if (commit === undefined) return undefined;
  for (const path of candidates(layout, cwd)) {
    const answer = askGit(git, 'rev-parse', ['--verify', '--quiet', '--end-of-options', `${commit}:${path}`]);
    const text = answer.status === 0 ? readBlob(git, answer.stdout.toString().trim()) : undefined;
    if (text !== undefined) return { file: `${commit.slice(0, 12)}:${path}`, text, news: false };
  }
  return undefined;
}

/** A new branch has no base: the default branch of the remote, as far as this clone knows it; HEAD in a bare repository. */
function defaultCommit(git: Git, layout: Layout): string | undefined {
  const names = layout.top === undefined ? ['HEAD'] : ['refs/remotes/origin/HEAD', 'refs/remotes/origin/main', 'refs/remotes/origin/master'];
  return names.map((each) => askGit(git, 'rev-parse', ['--verify', '--quiet', '--end-of-options', `${each}^{commit}`]).stdout.toString().trim()).find((id) => id !== '');
}

function readDisk(start: string, top: string): Settings | undefined {
  for (let directory = resolve(start); ; directory = dirname(directory)) {
    const text = readSmallFile(join(directory, name));
    if (text !== undefined) return { file: relative(start, join(directory, name)) || name, text, news: false };
    if (directory === resolve(top) || directory === dirname(directory)) return undefined;
  }
}

function readBlob(git: Git, id: string): string | undefined {
  const answer = askGit(git, 'cat-file', ['blob', id]);
  return answer.status === 0 ? answer.stdout.toString('utf8') : undefined;
}

/** From the working directory up to the repository's root, as paths from the root. */
function candidates({ top }: Layout, cwd: string): string[] {
  const inside = top === undefined ? '' : relative(top, resolve(cwd)).split(sep).join('/');
  const folders = inside === '' || inside.startsWith('..') ? [] : inside.split('/');
  return Array.from({ length: folders.length + 1 }, (_, depth) => [...folders.slice(0, folders.length - depth), name].join('/'));
}

/** From the working directory to the root: git reads path arguments from where it was started. */
function up({ top }: Layout, cwd: string): string {
  const inside = top === undefined ? '' : relative(resolve(cwd), top).split(sep).join('/');
  return inside === '' ? '' : `${inside}/`;
}
