// The folder of a purge plan: outside the repository, readable by its owner alone, and never one that holds something else.

import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { UsageError, codeOf } from '../model/errors.js';
import { dataName, readData } from '../remedy/purge/data.js';
import type { PlanFile } from '../remedy/purge/plan.js';
import { findLayout } from '../sources/git/repository.js';
import type { Io } from './io.js';

/** What stays when a plan is written over an earlier one: the repository as it was before that ran. */
const kept = /^backup-/;

/**
 * @param shown as the user wrote it
 * @returns its real path; it need not be there yet
 * @throws UsageError when a plan must not be written there
 */
export function openFolder(path: string, shown: string, { cwd, environment }: Pick<Io, 'cwd' | 'environment'>): string {
  const folder = resolveLinks(path);
  const layout = findLayout(cwd, environment);
  for (const root of [layout?.top, layout?.gitDirectory, layout?.commonDirectory]) {
    if (root !== undefined && isInside(folder, resolveLinks(root))) throw new UsageError(`${shown} lies inside the repository, and a plan holds the secrets; name a folder outside, such as ../purge`);
  }
  // Python takes a colon in a path for the end of it; a drive of Windows has one too.
  if (/[\n:]/.test(folder.slice(2))) throw new UsageError('the folder of a plan must have neither a colon nor a line end in its name');
  const status = statSync(folder, { throwIfNoEntry: false });
  if (status === undefined) return folder;
  if (!status.isDirectory()) throw new UsageError(`${shown} is not a folder`);
  if (readdirSync(folder).length > 0 && !holdsPlan(folder)) throw new UsageError(`${shown} holds something that is no plan of skan; name an empty folder or a new one`);
  return folder;
}

/** @throws UsageError when they cannot be written */
export function writeFiles(folder: string, files: readonly PlanFile[], shown: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chmodSync(folder, 0o700);
    for (const name of readdirSync(folder)) if (!kept.test(name)) rmSync(join(folder, name), { recursive: true, force: true });
    for (const { path, content } of files) {
      const file = join(folder, path);
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      writeFileSync(file, content, { mode: 0o600, flag: 'wx' });
    }
  } catch (error) {
    throw new UsageError(`${shown}: the plan cannot be written (${codeOf(error)})`);
  }
}

/** The path without links, as far as it is there. */
function resolveLinks(path: string): string {
  if (existsSync(path)) return realpathSync(path);
  const parent = dirname(path);
  return parent === path ? path : join(resolveLinks(parent), basename(path));
}

function isInside(path: string, root: string): boolean {
  const way = relative(root, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${'/'}`) && !way.startsWith('..\\') && !/^[A-Za-z]:/.test(way));
}

function holdsPlan(folder: string): boolean {
  try {
    readData(readFileSync(join(folder, dataName), 'utf8'), folder);
    return true;
  } catch {
    return false;
  }
}
