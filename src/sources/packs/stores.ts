// Where the objects of a repository lie: its own folder of objects and those of its alternates, packs and loose files. (git
// help gitrepository-layout; GIT_ALTERNATE_OBJECT_DIRECTORIES in git help git.)

import { readFileSync, readdirSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

export interface Stores {
  /** Paths of packs that have an index, without `.pack`. */
  readonly packs: readonly string[];
  /** Ids of loose objects, each once. */
  readonly loose: readonly string[];
}

/** git follows alternates of alternates five deep (its `link_alt_odb_entry`). */
const deepest = 5;
/** Listings after which a database that never holds still is taken as it is. */
const mostTimes = 5;

/** @param alternates what GIT_ALTERNATE_OBJECT_DIRECTORIES names, absolute */
export function findStores(objects: string, alternates: readonly string[]): Stores {
  const folders = findFolders(objects, alternates);
  let packs = folders.flatMap(listPacks);
  for (let time = 1; ; time += 1) {
    const stores = { packs, loose: [...new Set(folders.flatMap(listLoose))] };
    packs = folders.flatMap(listPacks);
    // An object that git gc moves meanwhile, into a pack or out of it, could stand in neither list.
    if (time === mostTimes || sameNames(packs, stores.packs)) return stores;
  }
}

/** The repository's own folder of objects, and those of all alternates. */
export function findFolders(objects: string, alternates: readonly string[]): string[] {
  return [...new Set([objects, ...[objects, ...alternates].flatMap((folder) => [folder, ...followAlternates(folder, deepest)])])];
}

export function sameNames(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((name, at) => name === right[at]);
}

/** The folders that the variable names. A quoted one is left to git. */
export function splitAlternates(value: string | undefined, cwd: string): string[] {
  return (value ?? '').split(delimiter).filter((path) => path !== '' && !path.startsWith('"')).map((path) => resolve(cwd, path));
}

function followAlternates(objects: string, depth: number): string[] {
  if (depth === 0) return [];
  const folders = readLines(join(objects, 'info/alternates')).filter((line) => !line.startsWith('#')).map((line) => resolve(objects, line));
  return folders.flatMap((folder) => [folder, ...followAlternates(folder, depth - 1)]);
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n').filter((line) => line !== '');
  } catch {
    return []; // Most repositories have none.
  }
}

function listPacks(objects: string): string[] {
  const files = new Set(listFolder(join(objects, 'pack')));
  return [...files].filter((name) => name.endsWith('.idx') && files.has(name.replace(/\.idx$/, '.pack'))).map((name) => join(objects, 'pack', name.slice(0, -'.idx'.length)));
}

function listLoose(objects: string): string[] {
  return listFolder(objects)
    .filter((name) => /^[0-9a-f]{2}$/.test(name))
    .flatMap((prefix) => listFolder(join(objects, prefix)).filter((name) => /^[0-9a-f]{38}(?:[0-9a-f]{24})?$/.test(name)).map((rest) => prefix + rest));
}

function listFolder(path: string): string[] {
  try {
    return readdirSync(path).sort();
  } catch {
    return []; // A repository without packs has no such folder; one that is closed git complains of.
  }
}
