// The entries of the indexes of a repository: that of the work tree at hand and those of all linked ones, which git shows
// only one at a time. What git prints is kept as it is, and read again for each question: there may be a million entries.
// (git help ls-files, git help gitrepository-layout, "worktrees".)

import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Place } from '../../model/place.js';
import type { Problem } from '../../model/report.js';
import { leaveWorkTree } from './beside.js';
import { readEntries } from './entries.js';
import type { Entry } from './entries.js';
import { showPath } from './paths.js';
import { kindOfMode } from './raw.js';
import { mainLine } from './refusal.js';
import type { Layout } from './repository.js';
import { askGit } from './runner.js';
import type { Git } from './runner.js';

export interface Indexes {
  /** Each path once. */
  paths(): Iterable<Uint8Array>;
  /** Ids of all files and links. */
  blobs(): Iterable<string>;
  /** Does one of them name this blob? Of those that were asked for with `placesOf`. */
  holds(id: string): boolean;
  /** Where these blobs stand. */
  placesOf(ids: ReadonlySet<string>): ReadonlyMap<string, readonly Place[]>;
  /** Paths of submodules. */
  links(): readonly string[];
  /** A digest of all that they list. */
  identify(): string;
}

export const noIndexes: Indexes = { paths: () => [], blobs: () => [], holds: () => false, placesOf: () => new Map(), links: () => [], identify: () => '' };

export function openIndexes(git: Git, layout: Layout, problems: Problem[]): Indexes {
  const files = findIndexes(layout);
  const listed = files.map((index) => {
    const answer = askGit(leaveWorkTree(git, layout, index), 'ls-files', ['-s', '-z']);
    if (answer.status !== 0) problems.push({ what: index, why: `the index cannot be read: ${mainLine(answer.stderr)}`, hint: 'git read-tree HEAD makes it anew, without what is staged' });
    return answer.stdout;
  });
  const held = new Set<string>();

  function* entries(): Generator<Entry> {
    for (const output of listed) yield* readEntries(output, 'index');
  }

  return {
    paths: () => uniquePaths(entries(), listed.length),
    *blobs() {
      for (const { mode, id } of entries()) if (isBlob(mode)) yield id;
    },
    holds: (id) => held.has(id),
    placesOf(ids) {
      const places = new Map<string, Map<string, Place>>();
      for (const { mode, id, path } of entries()) {
        if (!isBlob(mode) || !ids.has(id)) continue;
        const shown = showPath(path);
        const source = kindOfMode(mode) === 'symlink' ? 'symlink' : 'blob';
        places.set(id, (places.get(id) ?? new Map<string, Place>()).set(`${source} ${shown}`, { source, path: shown, object: id }));
        held.add(id);
      }
      return new Map([...places].map(([id, known]) => [id, [...known.values()]]));
    },
    links: () => [...entries()].flatMap(({ mode, path }) => (kindOfMode(mode) === 'submodule' ? [path.toString()] : [])),
    identify() {
      const hash = createHash('sha256');
      listed.forEach((output, at) => hash.update(`${JSON.stringify(files[at])} ${output.length}\n`).update(output));
      return hash.digest('hex');
    },
  };
}

function isBlob(mode: string): boolean {
  return ['file', 'symlink'].includes(kindOfMode(mode));
}

/** The stages of a conflict stand one after the other; other indexes have mostly the same paths. */
function* uniquePaths(entries: Iterable<Entry>, indexes: number): Generator<Uint8Array> {
  const seen = new Set<string>();
  let last: Buffer | undefined;
  for (const { path } of entries) {
    if (last?.equals(path) === true) continue;
    last = path;
    if (indexes > 1) {
      const key = path.toString('latin1');
      if (seen.has(key)) continue;
      seen.add(key);
    }
    yield path;
  }
}

export function findIndexes({ index, commonDirectory }: Layout): string[] {
  const linked = join(commonDirectory, 'worktrees');
  const folders = existsSync(linked) ? readdirSync(linked).sort().map((name) => join(linked, name)) : [];
  return [...new Set([index, ...[commonDirectory, ...folders].map((folder) => join(folder, 'index'))])].filter((file) => existsSync(file));
}
