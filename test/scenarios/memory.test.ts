// An audit remembers the one before: the report is the same to the byte whatever happened in between, and what is remembered is
// not believed where it could be false.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeKey } from '../keys.js';
import { baseVariables, bundle, makeFolder, makeRepository } from '../repository.js';
import type { Repository } from '../repository.js';

const home = (): string => makeFolder();
const fileOf = (repository: Repository): string => join(repository.path, '.git/skan/audit');

/** The report of an audit that may remember, which must be that of one that does not. */
function audit(repository: Repository, folder: string): string {
  const variables = { HOME: folder, XDG_CACHE_HOME: undefined };
  const first = repository.skan(['audit', '--format', 'json', '--no-cache'], { variables });
  const second = repository.skan(['audit', '--format', 'json'], { variables });
  expect(second).toEqual(first);
  return second.stdout;
}

function fill(repository: Repository): void {
  for (let time = 0; time < 6; time += 1) repository.commit({ 'a.txt': `line\n`.repeat(200) + time, [`b-${time}.txt`]: `${time}` });
  repository.commit({ 'deploy.env': `TOKEN=${makeKey('old')}\n` });
  repository.commit({ 'deploy.env': undefined, 'c.txt': 'clean' });
  repository.git('gc', '-q');
}

test('the second audit says the same as the first, to the byte', () => {
  const [repository, folder] = [makeRepository(), home()];
  fill(repository);
  const first = audit(repository, folder);
  expect(audit(repository, folder)).toBe(first);
  expect(existsSync(fileOf(repository))).toBe(true);
});

const events: readonly { readonly name: string; readonly happen: (repository: Repository) => void }[] = [
  { name: 'a commit with a key', happen: (repository) => { repository.commit({ 'new.env': `TOKEN=${makeKey('new')}\n` }); } },
  { name: 'a key in a message', happen: (repository) => { repository.commit({ 'd.txt': 'd' }, `use ${makeKey('said')}`); } },
  { name: 'git gc', happen: (repository) => { repository.git('gc', '-q', '--prune=now'); } },
  { name: 'git repack', happen: (repository) => { repository.git('repack', '-adfq'); } },
  { name: 'objects unpacked again', happen: (repository) => { repository.git('tag', 'v1'); repository.commit({ 'e.txt': 'e' }); } },
  { name: 'the leak pruned', happen: (repository) => { repository.git('reset', '-q', '--hard', 'HEAD~2'); repository.git('reflog', 'expire', '--expire=now', '--all'); repository.git('gc', '-q', '--prune=now'); } },
  { name: 'the file cut off', happen: (repository) => { writeFileSync(fileOf(repository), readFileSync(fileOf(repository)).subarray(0, 500)); } },
  { name: 'a byte changed in the file', happen: (repository) => { const bytes = readFileSync(fileOf(repository)); bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1; writeFileSync(fileOf(repository), bytes); } },
  { name: 'the file deleted', happen: (repository) => { rmSync(fileOf(repository)); } },
  { name: 'a folder in its place', happen: (repository) => { rmSync(fileOf(repository)); mkdirSync(fileOf(repository)); } },
  { name: 'a rule added', happen: (repository) => { repository.write({ '.skan.yaml': "rules:\n  - {id: own-word, title: Own word, severity: low, anchors: [cleanwater], pattern: '(?<secret>cleanwater[0-9]{8})', references: ['https://acme.dev/'], finds: ['«cleanwater{{digit:8}}»', 'x=«cleanwater{{digit:8}}»'], ignores: ['cleanwater']}\n" }); repository.commit({ 'f.txt': 'cleanwater58213947' }); } },
];

test.each(events)('after $name the report is that of an audit without memory', ({ happen }) => {
  const [repository, folder] = [makeRepository(), home()];
  fill(repository);
  audit(repository, folder);
  happen(repository);
  audit(repository, folder);
  audit(repository, folder);
});

test('a second audit of many states that hold a key says the same', () => {
  const [repository, folder] = [makeRepository(), home()];
  const input = Array.from({ length: 150 }, (_, at) => {
    const text = `${'a line that stays\n'.repeat(200)}state ${at}\n${makeKey(`key ${at % 3}`)}\n`;
    return `commit refs/heads/main\ncommitter Ada <ada@example.org> ${1_700_000_000 + at} +0000\ndata 1\nx\nM 100644 inline a\ndata ${text.length}\n${text}\n`;
  }).join('');
  expect(repository.tryGit(['fast-import', '--quiet', '--depth=200'], { input }).code).toBe(0);
  repository.commit({ b: `${makeKey('loose')}\n` });
  const first = audit(repository, folder);
  expect(JSON.parse(first).findings).toHaveLength(4);
  expect(audit(repository, folder)).toBe(first);
  repository.git('repack', '-adq');
  expect(audit(repository, folder)).toBe(first);
});

test('an object that went missing is told, though an earlier audit had seen it', () => {
  const [repository, folder] = [makeRepository(), home()];
  repository.commit({ 'a.txt': 'one', 'b.txt': 'two' });
  audit(repository, folder);
  const id = repository.git('rev-parse', 'HEAD:a.txt');
  rmSync(join(repository.path, '.git/objects', id.slice(0, 2), id.slice(2)));
  expect(JSON.parse(audit(repository, folder)).scan.complete).toBe(false);
});

test('what another user, or another repository, wrote is not believed', () => {
  const [repository, folder] = [makeRepository(), home()];
  repository.commit({ 'a.txt': 'one' });
  audit(repository, folder);
  repository.commit({ 'deploy.env': `TOKEN=${makeKey('hidden')}\n` });
  audit(repository, home());
  expect(audit(repository, folder)).toContain('deploy.env');
});

test('no secret is in it, and nobody else can read it', () => {
  const [repository, folder] = [makeRepository(), home()];
  fill(repository);
  audit(repository, folder);
  const bytes = readFileSync(fileOf(repository));
  expect(bytes.includes(makeKey('old'))).toBe(false);
  expect(statSync(fileOf(repository)).mode & 0o777).toBe(0o600);
  expect(readdirSync(join(repository.path, '.git/skan'))).toEqual(['audit']);
});

test('--no-cache neither reads nor writes it', () => {
  const [repository, folder] = [makeRepository(), home()];
  repository.commit({ 'a.txt': 'one' });
  repository.skan(['audit', '--no-cache'], { variables: { HOME: folder } });
  expect(existsSync(join(repository.path, '.git/skan'))).toBe(false);
});

test('a repository that cannot be written is audited all the same', () => {
  const [repository, folder] = [makeRepository(), home()];
  repository.commit({ 'a.txt': 'one' });
  writeFileSync(join(repository.path, '.git/skan'), 'in the way');
  chmodSync(join(repository.path, '.git/skan'), 0o400);
  audit(repository, folder);
});

test('a link in place of the folder is neither followed for writing nor for reading', () => {
  const [repository, folder, elsewhere] = [makeRepository(), home(), makeFolder()];
  fill(repository);
  symlinkSync(elsewhere, join(repository.path, '.git/skan'));
  audit(repository, folder);
  expect(readdirSync(elsewhere)).toEqual([]);
  rmSync(join(repository.path, '.git/skan'));
  audit(repository, folder);
  renameSync(join(repository.path, '.git/skan'), join(elsewhere, 'skan'));
  symlinkSync(join(elsewhere, 'skan'), join(repository.path, '.git/skan'));
  repository.commit({ 'new.env': `TOKEN=${makeKey('linked')}\n` });
  const before = readFileSync(join(elsewhere, 'skan/audit'));
  audit(repository, folder);
  expect(readFileSync(join(elsewhere, 'skan/audit')).equals(before)).toBe(true);
});

/** An audit that goes on while the test does. */
function start(repository: Repository, folder: string): { readonly stop: () => void; readonly ended: Promise<unknown> } {
  const child = spawn(process.execPath, [bundle, 'audit', '--format', 'json'], { cwd: repository.path, env: { ...baseVariables(), HOME: folder }, stdio: 'ignore' });
  return { stop: () => child.kill('SIGKILL'), ended: once(child, 'close') };
}

test('audits that are killed, at whatever moment, leave nothing that changes an answer', async () => {
  const [repository, folder] = [makeRepository(), home()];
  fill(repository);
  for (const after of [20, 80, 140, 200, 260, 320, 400, 500]) {
    const { stop, ended } = start(repository, folder);
    await new Promise((done) => setTimeout(done, after));
    stop();
    await ended;
  }
  repository.commit({ 'new.env': `TOKEN=${makeKey('after the kill')}\n` });
  expect(audit(repository, folder)).toContain('new.env');
  expect(audit(repository, folder)).toContain('deploy.env');
});

test('audits at the same time do not hurt each other', async () => {
  const [repository, folder] = [makeRepository(), home()];
  fill(repository);
  await Promise.all([1, 2, 3].map(() => start(repository, folder).ended));
  expect(readdirSync(join(repository.path, '.git/skan'))).toEqual(['audit']);
  const told = audit(repository, folder);
  expect(told).toContain('deploy.env');
  expect(audit(repository, folder)).toBe(told);
});

test('what a fetch brings is scanned, and the rest is not read again', () => {
  const [repository, folder] = [makeRepository(), home()];
  fill(repository);
  const clone = makeRepository();
  clone.git('remote', 'add', 'origin', repository.path);
  clone.git('fetch', '-q', 'origin');
  clone.git('repack', '-adq');
  audit(clone, folder);
  repository.commit({ 'new.env': `TOKEN=${makeKey('fetched')}\n` });
  clone.git('fetch', '-q', 'origin');
  expect(audit(clone, folder)).toContain('new.env');
});
