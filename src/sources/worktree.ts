// The files of a work tree, and their text: what git tracks, what it does not know yet, and of what it ignores the files that
// hold settings. Outside a repository: everything but what tools have installed or built.

import { lstatSync, readFileSync, readdirSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import { codeOf } from '../model/errors.js';
import type { Problem, Skip } from '../model/report.js';
import type { Environment } from './git/isolation.js';
import { findLayout } from './git/repository.js';
import { askGit, makeGit } from './git/runner.js';

export interface WorkTree {
  /** Absolute; paths are relative to it, `/` between folders, sorted. */
  readonly root: string;
  readonly paths: readonly string[];
  /** git looks after it. */
  readonly git: boolean;
  /** What was left out where there was more than a project holds. */
  readonly skipped: readonly Skip[];
}

/** A file's text, one character a byte where it is no UTF-8. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
}

/** Outside a repository nothing says where a project ends: it may be a home folder, or the whole machine. */
const mostFiles = 10_000;
const mostTogether = 64 * 1024 * 1024;
/** Folders below the root of the machine that hold no files of anybody. */
const machine = ['proc', 'sys', 'dev', 'run'];
/** Larger files are data, not settings or source. */
const mostBytes = 4 * 1024 * 1024;
/** Files that git ignores because they hold what this is about. */
const settings = /^(?:\.env.*|.*\.env|\.envrc|\.flaskenv|\.dev\.vars|.*\.tfvars(?:\.json)?|.*secrets?.*\.(?:ya?ml|json|toml|ini|properties)|local[._-]?settings.*|application-.*\.(?:ya?ml|properties)|\.npmrc|\.pypirc|docker-compose\.override\.ya?ml|compose\.override\.ya?ml)$/i;

export async function listWorkTree(cwd: string, environment: Environment): Promise<WorkTree> {
  const top = findLayout(cwd, environment)?.top;
  const listed = top === undefined ? undefined : listGit(top, environment);
  const root = listed === undefined || top === undefined ? cwd : top;
  if (listed !== undefined) return { root, git: true, skipped: [], paths: [...new Set(listed)].filter((path) => isFile(join(root, path))).sort() };
  const { paths, large, more } = listFolder(cwd);
  return { root, git: false, paths: paths.sort(), skipped: [...sayLarge(large), ...(more ? [{ what: '.', why: `no repository, and more than ${mostFiles} files or ${mostTogether / 1024 / 1024} MiB: the rest was not searched; run skan rotate in the project's folder` }] : [])] };
}

/** @returns undefined where git does not answer: then the folder is looked at as it is */
function listGit(top: string, environment: Environment): string[] | undefined {
  const git = makeGit(top, environment);
  const known = askGit(git, 'ls-files', ['-z', '--cached', '--others', '--exclude-standard']);
  if (known.status !== 0) return undefined;
  // A folder that is ignored as a whole is not looked into.
  const ignored = askGit(git, 'ls-files', ['-z', '--others', '--ignored', '--exclude-standard', '--directory']);
  return [...split(known.stdout), ...split(ignored.stdout).filter((path) => settings.test(basename(path)))];
}

function split(stdout: Buffer): string[] {
  return stdout.toString('utf8').split('\0').filter((path) => path !== '' && !path.endsWith('/'));
}

/** The files that are small enough to be settings or source, the nearest first, as many as a project may have. */
function listFolder(cwd: string): { readonly paths: string[]; readonly large: number; readonly more: boolean } {
  const paths: string[] = [];
  let large = 0;
  let [seen, bytes] = [0, 0];
  const atRoot = resolve(cwd, '..') === resolve(cwd);
  for (const folders = ['']; folders.length > 0; ) {
    const folder = folders.shift() ?? '';
    for (const entry of listEntries(join(cwd, folder))) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory() && !isInstalled(path) && !(atRoot && machine.includes(path))) folders.push(path);
      if (!entry.isFile()) continue;
      const size = sizeOf(join(cwd, path));
      seen += 1;
      if (size > mostBytes) large += 1;
      else bytes += size;
      if (seen > mostFiles || bytes > mostTogether) return { paths, large, more: true };
      if (size <= mostBytes) paths.push(path);
    }
  }
  return { paths, large, more: false };
}

function sayLarge(large: number): Skip[] {
  return large === 0 ? [] : [{ what: large === 1 ? '1 file' : `${large} files`, why: `larger than ${mostBytes / 1024 / 1024} MiB: not searched` }];
}

function sizeOf(path: string): number {
  try {
    return lstatSync(path).size;
  } catch {
    return 0; // It is gone, or its name is too long: whoever reads it will say so.
  }
}

/** What tools have installed or built, and git's own. */
function isInstalled(path: string): boolean {
  return /(?:^|\/)(?:\.git|node_modules|\.venv|vendor\/bundle|target|\.terraform)$/.test(path);
}

function listEntries(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((left, right) => (left.name < right.name ? -1 : 1));
  } catch {
    return []; // A folder that is closed to its reader, or gone: nothing of it is searched.
  }
}

function isFile(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.isFile() === true;
  } catch {
    return false; // A name that is too long, or behind a file: git knows it, the disk does not.
  }
}

/** What cannot be read is told in `problems`, what is not looked into in `skipped`. */
export function* readTexts({ root, paths }: WorkTree, skipped: Skip[], problems: Problem[]): Generator<TextFile> {
  for (const path of paths) {
    const full = join(root, path);
    try {
      const status = lstatSync(full);
      if (!status.isFile()) continue;
      if (status.size > mostBytes) {
        skipped.push({ what: path, why: `larger than ${mostBytes / 1024 / 1024} MiB: not searched for the variable` });
        continue;
      }
      const bytes = readFileSync(full);
      if (bytes.subarray(0, 8000).includes(0)) continue;
      yield { path, text: bytes.toString('utf8') };
    } catch (error) {
      const code = codeOf(error);
      problems.push({ what: path, why: code === 'EACCES' ? 'no permission to read it' : `it could not be read (${code})`, hint: 'run skan as a user who may read it' });
    }
  }
}

/** What git makes of a file: `none` where no repository holds it. */
export function askAboutFile(file: string, cwd: string, environment: Environment): { readonly state: 'tracked' | 'ignored' | 'seen' | 'none'; readonly path: string } {
  const full = resolve(cwd, file);
  const top = findLayout(cwd, environment)?.top;
  const path = top === undefined ? file : relative(top, full).split(sep).join('/');
  if (top === undefined || path === '' || path.startsWith('../') || resolve(top, path) !== full) return { state: 'none', path: file };
  const git = makeGit(top, environment);
  const tracked = askGit(git, 'ls-files', ['-z', '--cached', '--', path]);
  if (tracked.status !== 0) return { state: 'none', path: file };
  if (tracked.stdout.length > 0) return { state: 'tracked', path };
  // Not check-ignore: it does not take a path as it stands, with what git takes for a pattern in it.
  const ignored = askGit(git, 'ls-files', ['-z', '--others', '--ignored', '--exclude-standard', '--', path]);
  return { state: ignored.stdout.length > 0 ? 'ignored' : 'seen', path };
}
