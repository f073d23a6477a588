// What of a repository an audit's answer depends on, as a few digests: refs, reflogs, configuration, and the files that objects
// lie in. git is not asked, and where anything is odd nothing is said: an audit then looks for itself.

import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { join } from 'node:path';
import { findIndexes } from './indexes.js';
import type { Layout } from './repository.js';

export interface State {
  /** Everything but the indexes. */
  readonly digest: string;
  /** The indexes as they lie there; git writes them anew without changing what they list. */
  readonly indexes: string;
  /** When what was looked at changed last, folders too: tells of what came and went between two looks. */
  readonly times: string;
}

/** In a folder of git's: that of the repository, and of each linked work tree. (git help gitrepository-layout.) */
const files = ['HEAD', 'packed-refs', 'shallow', 'config', 'config.worktree', 'commondir', 'gitdir'];
const trees = ['refs', 'logs', 'reftable'];

/** More than this is not looked through: it takes longer than it spares. */
const mostFiles = 50_000;
const mostBytes = 256 * 1024 * 1024;

/** @param stores folders of objects @returns undefined where it cannot be told */
export function readState(layout: Layout, stores: readonly string[]): State | undefined {
  const [all, times, indexes] = [createHash('sha256'), createHash('sha256'), createHash('sha256')];
  const look = makeLook(times);
  try {
    for (const folder of listFolders(layout, look)) {
      for (const name of files) look.content(join(folder, name), all);
      for (const name of trees) look.tree(join(folder, name), all);
    }
    for (const folder of stores) lookAtObjects(folder, look, all);
    for (const file of findIndexes(layout)) look.content(file, indexes);
  } catch {
    return undefined; // A link to nowhere, a pipe, a closed folder: see what git says of it.
  }
  return { digest: all.digest('hex'), indexes: indexes.digest('hex'), times: times.digest('hex') };
}

function listFolders({ gitDirectory, commonDirectory }: Layout, look: Look): Set<string> {
  const linked = join(commonDirectory, 'worktrees');
  return new Set([commonDirectory, gitDirectory, ...look.names(linked).map((name) => join(linked, name))]);
}

/** What is packed or loose is told by its names, sizes and times: git never writes into a file that it has finished. */
function lookAtObjects(folder: string, look: Look, hash: Hash): void {
  for (const name of look.names(folder)) {
    const inside = join(folder, name);
    if (name === 'pack') look.sizes(inside, /\.(?:pack|idx)$/, hash);
    else if (/^[0-9a-f]{2}$/.test(name)) look.sizes(inside, /^[0-9a-f]{38}(?:[0-9a-f]{24})?$/, hash);
  }
}

interface Look {
  /** Sorted; none where there is no such folder. */
  names(folder: string): readonly string[];
  /** Names, sizes and times of those of its files that are so called. */
  sizes(folder: string, called: RegExp, hash: Hash): void;
  /** A file's content, or that there is none. */
  content(file: string, hash: Hash): void;
  /** The contents of all files below. */
  tree(folder: string, hash: Hash): void;
}

function makeLook(times: Hash): Look {
  let [count, bytes] = [0, 0n];
  const status = (path: string): BigIntStats | undefined => {
    const found = statSync(path, { throwIfNoEntry: false, bigint: true });
    count += 1;
    bytes += found?.isFile() === true ? found.size : 0n;
    if (count > mostFiles) throw new Error('there is too much to look at');
    times.update(`${found?.mtimeNs ?? ''}\n`);
    return found;
  };
  const names = (folder: string): readonly string[] => (status(folder) === undefined ? [] : readdirSync(folder).sort());
  const addContent = (file: string, found: BigIntStats | undefined, hash: Hash): void => {
    hash.update(`${JSON.stringify(file)} ${found?.size ?? ''}\n`);
    if (found === undefined) return;
    if (!found.isFile() || bytes > mostBytes) throw new Error('it cannot be read whole');
    hash.update(readFileSync(file));
  };
  const tree = (folder: string, hash: Hash): void => {
    for (const name of names(folder)) {
      const path = join(folder, name);
      const found = status(path);
      if (found?.isDirectory() === true) tree(path, hash);
      else addContent(path, found, hash);
    }
  };
  return {
    names,
    sizes(folder, called, hash) {
      hash.update(`${JSON.stringify(folder)}\n`);
      for (const name of names(folder)) {
        if (!called.test(name)) continue;
        const found = status(join(folder, name));
        bytes -= found?.size ?? 0n;
        hash.update(`${name} ${found?.size} ${found?.mtimeNs} ${found?.ctimeNs}\n`);
      }
    },
    content: (file, hash) => addContent(file, status(file), hash),
    tree,
  };
}
