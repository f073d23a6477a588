// Which commits may have brought a blob, told from what trees list, against git, which compares them all: none is left out, whatever the
// history and whatever is not known of it, and of those that are no merge none is named without need.

import { join } from 'node:path';
import type { Facts } from '../../../src/model/work.js';
import { seedRandom } from '../../../src/rules/examples.js';
import { commitOptions, parseRaw } from '../../../src/sources/git/raw.js';
import type { Change } from '../../../src/sources/git/raw.js';
import { readCommits } from '../../../src/sources/packs/commit-table.js';
import type { CommitTable } from '../../../src/sources/packs/commit-table.js';
import { makeIdTable } from '../../../src/sources/packs/ids.js';
import { finish, workOff } from '../../../src/sources/packs/share.js';
import { siftCommits } from '../../../src/sources/packs/sift.js';
import { findStores } from '../../../src/sources/packs/stores.js';
import { planWork } from '../../../src/sources/packs/work.js';
import { makeRepository } from '../../repository.js';
import type { Repository } from '../../repository.js';

const makeRandom = (seed: number): ((below: number) => number) => {
  const random = seedRandom(`history ${seed}`);
  return (below) => Math.floor(random() * below);
};

const folders = ['', 'a/', 'a/b/', 'a/b/c/', 'd/', 'd/e/', 'a-b/'];

/** Texts come back, under other names and in other branches; files and folders move; every fifth commit is a merge. */
function fill(repository: Repository, seed: number, commits: number): void {
  const random = makeRandom(seed);
  const path = (): string => `${folders[random(folders.length)] ?? ''}file-${random(25)}`;
  const change = (): string => {
    const kind = random(12);
    if (kind === 0) return `D ${path()}\n`;
    if (kind === 1) return `D ${(folders[1 + random(folders.length - 1)] ?? '').slice(0, -1)}\n`;
    const text = `text ${random(30)}\n`;
    return `M ${kind === 2 ? '100755' : kind === 3 ? '120000' : '100644'} inline ${path()}\ndata ${text.length}\n${text}\n`;
  };
  const stream = Array.from({ length: commits }, (_, at) => {
    const from = at === 0 || random(40) === 0 ? '' : `from :${1 + at - 1 - random(Math.min(at, 6))}\n`;
    const merge = from !== '' && random(5) === 0 ? `merge :${1 + random(at)}\n` : '';
    const changes = Array.from({ length: 1 + random(4) }, change).join('');
    return `commit refs/heads/branch-${at}\nmark :${at + 1}\ncommitter A <a@example.com> ${1_700_000_000 + at} +0000\ndata 1\n.\n${from === '' ? 'deleteall\n' : from}${merge}${changes}`;
  });
  repository.tryGit(['fast-import', '--quiet', '--force'], { input: `${stream.join('\n')}\n` });
}

/** @param seen ids of objects that are not looked at */
function readTrees(repository: Repository, seen: readonly string[]): { table: CommitTable; sift: (blob: string) => Uint8Array | undefined } {
  const idBytes = repository.git('rev-parse', '--show-object-format') === 'sha256' ? 32 : 20;
  const work = planWork(findStores(join(repository.path, '.git/objects'), []).packs, [], [makeIdTable(seen, idBytes)], idBytes);
  if (work === undefined) throw new Error('the packs cannot be read');
  const facts: Facts[] = [];
  finish(workOff(work, 'thread', () => undefined, (each) => facts.push(each)));
  const table = readCommits(facts.map(({ commits }) => commits), idBytes);
  const parts = facts.flatMap(({ trees }) => trees ?? []);
  expect(parts).toHaveLength(facts.length);
  return { table, sift: (blob) => siftCommits(table, parts, new Set([blob]), idBytes) };
}

/** Commits by the blobs that they brought to some path, where another one was or none. */
function askGit(repository: Repository): Map<string, Set<string>> {
  const output = repository.tryGit(['diff-tree', ...commitOptions, '--no-renames'], { input: `${repository.git('rev-list', '--all')}\n` }).stdout;
  const brought = new Map<string, Set<string>>();
  const isNew = ({ id, before }: Change): boolean => !before.includes(id);
  for (const { commit, changes } of parseRaw(Buffer.from(output))) {
    for (const each of changes) if (isNew(each)) brought.set(each.id, (brought.get(each.id) ?? new Set()).add(commit));
  }
  return brought;
}

const idsOf = (repository: Repository, type: string): string[] =>
  repository.git('cat-file', '--batch-all-objects', '--batch-check=%(objecttype) %(objectname)').split('\n').flatMap((line) => (line.startsWith(`${type} `) ? [line.slice(type.length + 1)] : []));

test.each([
  { name: 'deltas', seed: 1, packing: ['--depth=50', '--window=50'], options: [] },
  { name: 'long chains', seed: 2, packing: ['--depth=250', '--window=250'], options: [] },
  { name: 'no deltas', seed: 3, packing: ['--window=0'], options: [] },
  { name: 'SHA-256', seed: 4, packing: ['--depth=50'], options: ['--object-format=sha256'] },
])('$name: every commit that brought a blob is among those that may have', ({ seed, packing, options }) => {
  const repository = makeRepository(...options);
  fill(repository, seed, 400);
  repository.git('repack', '-adfq', ...packing);
  const brought = askGit(repository);
  const trees = idsOf(repository, 'tree');
  const { table, sift } = readTrees(repository, []);
  const merges = new Set(repository.git('rev-list', '--all', '--merges').split('\n'));
  const random = makeRandom(seed);
  const partly = readTrees(repository, trees.filter(() => random(10) === 0));
  const named = (marks: Uint8Array | undefined, { count, idAt }: CommitTable): string[] => Array.from({ length: count }, (_, place) => place).filter((place) => marks?.[place] === 1).map(idAt);
  let [sifted, all] = [0, 0];
  for (const blob of idsOf(repository, 'blob')) {
    const expected = brought.get(blob) ?? new Set();
    const told = named(sift(blob), table);
    expect([...expected].filter((commit) => !told.includes(commit))).toEqual([]);
    expect(told.filter((commit) => !merges.has(commit) && !expected.has(commit))).toEqual([]);
    const toldPartly = named(partly.sift(blob), partly.table);
    expect([...expected].filter((commit) => !toldPartly.includes(commit))).toEqual([]);
    [sifted, all] = [sifted + told.length, all + table.count];
  }
  expect(sifted).toBeLessThan(all / 4);
});
