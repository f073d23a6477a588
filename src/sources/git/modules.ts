// The databases of submodules: git keeps them below `modules/` of the superproject's own folder, older ones and those that were
// added by hand in the submodule's work tree. (git help gitrepository-layout, "modules"; git help submodule, "absorbgitdirs".)

import { readdirSync, realpathSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { Dirent } from 'node:fs';
import type { Environment } from './isolation.js';
import { findLayout, readSmallFile } from './repository.js';
import type { Layout } from './repository.js';

export interface Module {
  /** In the superproject; where no work tree tells it, that of the database. */
  readonly path: string;
  /** The work tree, or the database where there is none. */
  readonly directory: string;
}

/** Submodules within submodules belong to those. */
const deepest = 8;

/** @param linked paths that an index gives to submodules */
export function findModules({ commonDirectory, top }: Layout, linked: readonly string[], environment: Environment): Module[] {
  const folders = [commonDirectory, ...listFolders(join(commonDirectory, 'worktrees')).map((name) => join(commonDirectory, 'worktrees', name))];
  const kept = folders.flatMap((folder) => findDatabases(join(folder, 'modules'), deepest)).map((database) => locateModule(database, commonDirectory, top, environment));
  const loose = top === undefined ? [] : linked.map((path) => ({ path, directory: join(top, path) })).filter(({ directory }) => listFolders(directory).includes('.git'));
  return [...new Map([...kept, ...loose].map((module) => [module.directory, module])).values()].sort((left, right) => (left.path < right.path ? -1 : 1));
}

function findDatabases(folder: string, depth: number): string[] {
  if (depth === 0) return [];
  return listFolders(folder).flatMap((name) => {
    const path = join(folder, name);
    const inside = listFolders(path);
    return inside.includes('objects') && inside.includes('refs') ? [path] : findDatabases(path, depth - 1);
  });
}

/** The name of a submodule may be any; its work tree stands in its configuration. */
function locateModule(database: string, commonDirectory: string, top: string | undefined, environment: Environment): Module {
  const fallback = { path: `.git/${relative(commonDirectory, database).split(sep).join('/')}`, directory: database };
  const named = /^\s*worktree\s*=\s*"?([^"\n]+?)"?\s*$/m.exec(readSmallFile(join(database, 'config')) ?? '')?.[1];
  if (named === undefined || top === undefined) return fallback;
  const workTree = resolve(database, named);
  const path = relative(top, workTree).split(sep).join('/');
  if (path === '' || path === '..' || path.startsWith('../') || isAbsolute(path)) return fallback;
  return { path, directory: holds(workTree, database, environment) ? workTree : database };
}

function holds(workTree: string, database: string, environment: Environment): boolean {
  const found = findLayout(workTree, environment)?.gitDirectory;
  return found !== undefined && realpathSync(found) === realpathSync(database);
}

function listFolders(path: string): string[] {
  let entries: Dirent[];
  try {
    entries = readdirSync(path, { withFileTypes: true });
  } catch {
    return []; // Most repositories have no such folder; one that is closed holds no objects that git could read.
  }
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name).sort();
}
