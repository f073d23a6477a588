// Packs that real git has made, read without it: every object once, byte for byte (its id is the hash of its bytes), whatever
// the pack looks like; and what cannot be read is handed back, never left out.

import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync, chmodSync } from 'node:fs';
import { join } from 'node:path';
import type { Item } from '../../../src/model/place.js';
import type { Facts, Work } from '../../../src/model/work.js';
import { makeIdTable } from '../../../src/sources/packs/ids.js';
import { workOff } from '../../../src/sources/packs/share.js';
import type { Role } from '../../../src/sources/packs/share.js';
import { findStores } from '../../../src/sources/packs/stores.js';
import { readCommits } from '../../../src/sources/packs/commit-table.js';
import { listUndone, planWork } from '../../../src/sources/packs/work.js';
import { makeFolder, makeRepository } from '../../repository.js';
import type { Repository } from '../../repository.js';

interface Case {
  readonly name: string;
  readonly options?: readonly string[];
  readonly fill: (repository: Repository) => void;
}

const words = (count: number, seed: number): string => Array.from({ length: count }, (_, index) => `line ${index} of ${(index * 7919 + seed) % 1013}`).join('\n');

/** One file that changes a little each time, beginning, middle and end; folders around it. */
function revise(repository: Repository, times: number): void {
  for (let time = 0; time < times; time += 1) {
    const lines = words(400, 3).split('\n');
    lines.splice((time * 37) % 400, 1, `changed ${time}`);
    repository.commit({ 'src/deep/file.txt': `${lines.join('\n')}${'\ntail'.repeat(time)}`, [`src/other-${time % 3}.txt`]: words(50, time) }, `revision ${time}`);
  }
}

const cases: readonly Case[] = [
  { name: 'deltas at a distance', fill: (repository) => { revise(repository, 40); repository.git('repack', '-adfq', '--depth=50', '--window=50'); } },
  { name: 'deltas by id', fill: (repository) => { revise(repository, 40); repository.git('-c', 'repack.useDeltaBaseOffset=false', 'repack', '-adfq', '--depth=50'); } },
  { name: 'SHA-256', options: ['--object-format=sha256'], fill: (repository) => { revise(repository, 20); repository.git('repack', '-adfq'); } },
  { name: 'several packs, with objects in more than one', fill: (repository) => { revise(repository, 10); repository.git('repack', '-dq'); revise(repository, 12); repository.git('repack', '-q'); repository.git('repack', '-aq'); } },
  { name: 'no deltas', fill: (repository) => { revise(repository, 5); repository.git('repack', '-adfq', '--window=0'); } },
  { name: 'tags, symlinks, submodules and empty files', fill: (repository) => {
    repository.commit({ empty: '', link: { link: 'empty' } });
    repository.git('tag', '-a', 'v1', '-m', 'first');
    repository.git('update-index', '--add', '--cacheinfo', `160000,${repository.git('rev-parse', 'HEAD')},sub`);
    repository.git('commit', '-qm', 'a submodule');
    repository.git('repack', '-adfq');
  } },
  { name: 'a pack with an index of more than one kind beside it', fill: (repository) => { revise(repository, 15); repository.git('repack', '-adfq'); repository.git('multi-pack-index', 'write'); } },
];

test.each(cases)('$name: every object once, byte for byte', ({ options = [], fill }) => {
  const repository = makeRepository(...options);
  fill(repository);
  const { seen, facts, work } = readPacks(repository);
  expect([...seen.keys()].sort()).toEqual(listPacked(repository));
  expect([...seen.values()].filter((times) => times !== 1)).toEqual([]);
  expect(facts.flatMap(({ left }) => left)).toEqual([]);
  expect(facts.flatMap(({ missing }) => missing)).toEqual([]);
  expect(listUndone(work)).toEqual([]);
  const table = readCommits(facts.map(({ commits }) => commits), repository.git('rev-parse', 'HEAD').length / 2);
  expect(Array.from({ length: table.count }, (_, place) => table.idAt(place)).sort()).toEqual(repository.git('rev-list', '--all').split('\n').sort());
});

test('objects of alternates are found, and of their alternates', () => {
  const far = makeRepository();
  revise(far, 3);
  far.git('repack', '-adfq');
  const near = makeFolder();
  far.git('clone', '-q', '--shared', '--bare', far.path, join(near, 'near.git'));
  const last = join(makeFolder(), 'last.git');
  far.git('clone', '-q', '--shared', '--bare', join(near, 'near.git'), last);
  expect(findStores(join(last, 'objects'), []).packs).toEqual(findStores(join(far.path, '.git/objects'), []).packs);
});

test('no single wrong byte in a pack goes unseen: what it strikes is handed back', () => {
  const repository = makeRepository();
  revise(repository, 12);
  repository.git('repack', '-adfq');
  const all = listPacked(repository).length;
  const [name = ''] = readdirSync(join(repository.path, '.git/objects/pack')).filter((each) => each.endsWith('.pack'));
  const file = join(repository.path, '.git/objects/pack', name);
  const whole = readFileSync(file);
  chmodSync(file, 0o644);
  for (let at = 12; at < whole.length - 20; at += Math.ceil(whole.length / 60)) {
    const damaged = Buffer.from(whole);
    damaged[at] = (damaged[at] ?? 0) ^ 0x41;
    writeFileSync(file, damaged);
    const { seen, facts, work, wrong } = readPacks(repository);
    // A wrong base or type is not to be seen from one object; git does not see it either until it hashes.
    expect(seen.size + new Set([...facts.flatMap(({ left }) => left), ...listUndone(work)]).size).toBeGreaterThanOrEqual(all);
    expect(wrong).toBeLessThanOrEqual(seen.size);
  }
});

test('an index that is none is left to git', () => {
  const repository = makeRepository();
  revise(repository, 2);
  repository.git('repack', '-adfq');
  const stores = findStores(join(repository.path, '.git/objects'), []);
  const index = `${stores.packs[0] ?? ''}.idx`;
  const whole = readFileSync(index);
  chmodSync(index, 0o644);
  for (const bytes of [Buffer.alloc(0), whole.subarray(0, 900), whole.subarray(0, whole.length - 7), Buffer.concat([Buffer.from('\xfftOc\0\0\0\x03', 'latin1'), whole.subarray(8)])]) {
    writeFileSync(index, bytes);
    expect(planWork(stores.packs, [], [], 20)).toBeUndefined();
  }
});

test('what objects name and the database lacks is told', () => {
  const repository = makeRepository();
  revise(repository, 3);
  const blob = repository.git('rev-parse', 'HEAD:src/other-0.txt');
  const packed = repository.git('rev-list', '--objects', '--all').split('\n').map((line) => line.split(' ')[0] ?? '').filter((id) => id !== blob);
  repository.tryGit(['pack-objects', '-q', '.git/objects/pack/pack'], { input: `${packed.join('\n')}\n` });
  repository.git('prune-packed');
  const { facts } = readPacks(repository, []);
  expect([...new Set(facts.flatMap(({ missing }) => missing))]).toEqual([blob]);
});

test('threads and a helper take portions from either end, each once, and the helper leaves the heavy ones', () => {
  const repository = makeRepository();
  const random = (length: number, seed: number): Buffer => createHash('shake256', { outputLength: length }).update(`${seed}`).digest();
  for (let file = 0; file < 12; file += 1) repository.commit({ [`file-${file}.bin`]: random(100_000 + 20_000 * file, file) });
  repository.git('repack', '-adfq');
  for (const roles of [['thread', 'helper'], ['helper', 'thread', 'thread'], ['helper']] as const) {
    const { seen, work } = readPacks(repository, undefined, roles);
    expect([...seen.keys()].sort()).toEqual(listPacked(repository));
    expect([...seen.values()].filter((times) => times !== 1)).toEqual([]);
    expect(work.done.length).toBeGreaterThan(6);
  }
  const { work } = readPacks(repository, undefined, ['helper'], 5);
  expect([...work.done].map((done, at) => done === (at < 5 ? 0 : 1))).not.toContain(false);
});

/** @param loose ids that count as known besides those in packs */
function readPacks(repository: Repository, loose?: readonly string[], roles: readonly Role[] = ['thread'], heavy?: number): { seen: Map<string, number>; facts: Facts[]; work: Work; wrong: number } {
  const stores = findStores(join(repository.path, '.git/objects'), []);
  const hash = repository.git('rev-parse', '--show-object-format');
  const idBytes = hash === 'sha256' ? 32 : 20;
  const planned = planWork(stores.packs, [makeIdTable(loose ?? stores.loose, idBytes)], [], idBytes);
  if (planned === undefined) throw new Error('the packs cannot be read');
  const work = heavy === undefined ? planned : { ...planned, heavy };
  const seen = new Map<string, number>();
  const facts: Facts[] = [];
  let wrong = 0;
  const scan = ({ id, kind }: Item, bytes: Uint8Array): boolean => {
    seen.set(id, (seen.get(id) ?? 0) + 1);
    const head = `${kind === 'content' ? 'blob' : kind} ${bytes.length}\0`;
    if (createHash(hash).update(head).update(bytes).digest('hex') !== id) wrong += 1;
    return false;
  };
  const parts = roles.map((role) => workOff(work, role, scan, (each) => facts.push(each)));
  while (parts.map((part) => part.next().done).includes(false));
  return { seen, facts, work, wrong };
}

function listPacked(repository: Repository): string[] {
  const folder = join(repository.path, '.git/objects/pack');
  const packs = readdirSync(folder).filter((name) => name.endsWith('.idx'));
  const ids = packs.flatMap((name) => repository.git('verify-pack', '-v', join(folder, name)).split('\n').flatMap((line) => /^([0-9a-f]{40,64}) (?:blob|tree|commit|tag)/.exec(line)?.[1] ?? []));
  return [...new Set(ids)].sort();
}
