// Which repository does git mean here, and where are its files? Worked out from the file system alone, for what a hook
// must know without asking git a second time. git itself stays the judge: it is started in the same place, and when it
// refuses a repository nothing here is used. (git help repository-layout.)

import { existsSync, readFileSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Environment } from './isolation.js';

export interface Layout {
  /** The directory of this work tree: HEAD, index, MERGE_HEAD. */
  readonly gitDirectory: string;
  /** What all linked work trees share: objects, refs, config. */
  readonly commonDirectory: string;
  readonly objects: string;
  readonly index: string;
  /** Top of the work tree; undefined in a bare repository. */
  readonly top: string | undefined;
}

/** @returns undefined where no repository is to be seen */
export function findLayout(cwd: string, environment: Environment): Layout | undefined {
  const named = environment['GIT_DIR'];
  const found = named === undefined ? walkUp(cwd) : { gitDirectory: resolve(cwd, named), top: topOfNamed(cwd, named, environment) };
  if (found === undefined) return undefined;
  const commonDirectory = resolve(cwd, environment['GIT_COMMON_DIR'] ?? readLink(join(found.gitDirectory, 'commondir'), found.gitDirectory) ?? found.gitDirectory);
  return {
    ...found,
    commonDirectory,
    objects: resolve(cwd, environment['GIT_OBJECT_DIRECTORY'] ?? join(commonDirectory, 'objects')),
    // git has gone to the top of the work tree by the time it opens the index, unless GIT_DIR told it where it is.
    index: resolve(named === undefined ? (found.top ?? cwd) : cwd, environment['GIT_INDEX_FILE'] ?? join(found.gitDirectory, 'index')),
  };
}

/** A hook in a linked work tree gets GIT_DIR without GIT_WORK_TREE: its top is then where `gitdir` points. */
function topOfNamed(cwd: string, named: string, environment: Environment): string | undefined {
  const workTree = environment['GIT_WORK_TREE'];
  if (workTree !== undefined) return resolve(cwd, workTree);
  const gitDirectory = resolve(cwd, named);
  const linked = readLink(join(gitDirectory, 'gitdir'), gitDirectory);
  if (linked !== undefined) return dirname(linked);
  return /[\\/]\.git$/.test(gitDirectory) ? dirname(gitDirectory) : undefined;
}

function walkUp(cwd: string): Pick<Layout, 'gitDirectory' | 'top'> | undefined {
  for (let directory = resolve(cwd); ; directory = dirname(directory)) {
    const entry = join(directory, '.git');
    const gitDirectory = isDirectory(entry) ? entry : readLink(entry, directory);
    if (gitDirectory !== undefined && isRepository(gitDirectory)) return { gitDirectory, top: directory };
    if (isRepository(directory)) return { gitDirectory: directory, top: undefined };
    if (dirname(directory) === directory) return undefined;
  }
}

function isRepository(directory: string): boolean {
  return existsSync(join(directory, 'HEAD')) && (existsSync(join(directory, 'commondir')) || (isDirectory(join(directory, 'objects')) && isDirectory(join(directory, 'refs'))));
}

function isDirectory(path: string): boolean {
  return statusOf(path)?.isDirectory() ?? false;
}

/** The path that a small file of one line names, such as `.git` with `gitdir: …`; relative to `base`. */
function readLink(file: string, base: string): string | undefined {
  const text = readSmallFile(file);
  return text === undefined ? undefined : resolve(base, text.replace(/^gitdir: /, '').replace(/\r?\n$/, ''));
}

/** The text of a regular file; undefined where there is none. A FIFO is none: opening it would hang. */
export function readSmallFile(file: string): string | undefined {
  const status = statusOf(file);
  return status?.isFile() === true && status.size < 1024 * 1024 ? readFileSync(file, 'utf8') : undefined;
}

/** The bytes of a regular file; undefined where there is none. */
export function readBytes(file: string): Buffer | undefined {
  return statusOf(file)?.isFile() === true ? readFileSync(file) : undefined;
}

/** What the claim that something was not pushed rests on. FETCH_HEAD is rewritten by every fetch. */
export function sayUnpushed(layout: Layout | undefined): string {
  const time = layout === undefined ? undefined : statusOf(join(layout.gitDirectory, 'FETCH_HEAD'))?.mtime;
  return `no remote-tracking ref holds it (last fetch: ${time?.toISOString().slice(0, 10) ?? 'never'})`;
}

/** undefined also where a path leads through a file, or through a folder that is closed: what is wrong there git will say. */
function statusOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
