// An audit remembers the one before: the report is the same to the byte whatever happened in between, and what is remembered is
// not believed where it could be false.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeKey } from '../keys.js';
import { baseVariables, bundle, makeFolder, makeRepository } from '../repository.js';
import type { Repository } from '../repository.js';

const home = (): string => makeFolder();
const fileOf = (repository: Repository, name: 'audit' | 'report' | 'trail' = 'audit'): string => join(repository.path, '.git/skan', name);

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

/** So that the next audit asks for what was scanned, and not for what was told. */
function forgetReport(repository: Repository): void {
  rmSync(fileOf(repository, 'report'), { force: true });
}

function damage(file: string): void {
  const bytes = readFileSync(file);
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  writeFileSync(file, bytes);
}

const ownRule = "rules:\n  - {id: own-word, title: Own word, severity: low, anchors: [cleanwater], pattern: '(?<secret>cleanwater[0-9]{8})', references: ['https://acme.dev/'], finds: ['«cleanwater{{digit:8}}»', 'x=«cleanwater{{digit:8}}»'], ignores: ['cleanwater']}\n";

const events: readonly { readonly name: string; readonly happen: (repository: Repository) => void }[] = [
  { name: 'a commit with a key', happen: (repository) => { repository.commit({ 'new.env': `TOKEN=${makeKey('new')}\n` }); } },
  { name: 'a key in a message', happen: (repository) => { repository.commit({ 'd.txt': 'd' }, `use ${makeKey('said')}`); } },
  { name: 'git gc', happen: (repository) => { repository.git('gc', '-q', '--prune=now'); } },
  { name: 'git repack', happen: (repository) => { repository.git('repack', '-adfq'); } },
  { name: 'objects unpacked again', happen: (repository) => { repository.git('tag', 'v1'); repository.commit({ 'e.txt': 'e' }); } },
  { name: 'the leak pruned', happen: (repository) => { repository.git('reset', '-q', '--hard', 'HEAD~2'); repository.git('reflog', 'expire', '--expire=now', '--all'); repository.git('gc', '-q', '--prune=now'); } },
  { name: 'the leak pruned alone', happen: (repository) => { repository.git('reset', '-q', '--hard', 'HEAD~2'); repository.git('reflog', 'expire', '--expire=now', '--all'); repository.git('prune', '--expire=now'); } },
  { name: 'an amended commit', happen: (repository) => { repository.git('commit', '-q', '--amend', '-m', 'another message'); } },
  { name: 'a branch on an older commit', happen: (repository) => { repository.git('branch', 'older', 'HEAD~1'); } },
  { name: 'a branch that went away', happen: (repository) => { repository.git('branch', '-q', '-m', 'main', 'other'); } },
  { name: 'a ref that remotes have', happen: (repository) => { repository.git('update-ref', 'refs/remotes/origin/main', 'HEAD'); } },
  { name: 'a ref whose name is a key', happen: (repository) => { repository.git('branch', makeKey('branch')); } },
  { name: 'packed refs', happen: (repository) => { repository.git('pack-refs', '--all'); } },
  { name: 'another HEAD', happen: (repository) => { repository.git('checkout', '-q', '--detach', 'HEAD~1'); } },
  { name: 'a reflog that went away', happen: (repository) => { repository.git('reflog', 'expire', '--expire=now', '--all'); } },
  { name: 'a reset', happen: (repository) => { repository.git('reset', '-q', '--hard', 'HEAD~2'); } },
  { name: 'a stash', happen: (repository) => { repository.write({ 'c.txt': `TOKEN=${makeKey('stashed')}\n` }); repository.git('stash', '-q'); } },
  { name: 'a stash that was dropped', happen: (repository) => { repository.write({ 'c.txt': `TOKEN=${makeKey('stashed')}\n` }); repository.git('stash', '-q'); audit(repository, homes[0] ?? ''); repository.git('stash', 'drop', '-q'); } },
  { name: 'a note', happen: (repository) => { repository.git('notes', 'add', '-m', `use ${makeKey('noted')}`); } },
  { name: 'something staged', happen: (repository) => { repository.stage({ 'g.env': `TOKEN=${makeKey('staged')}\n` }); } },
  { name: 'something found, staged elsewhere too', happen: (repository) => { repository.stage({ 'copy.env': `TOKEN=${makeKey('old')}\n` }); } },
  { name: 'another work tree', happen: (repository) => { repository.git('worktree', 'add', '-q', join(makeFolder(), 'tree'), 'HEAD~1'); } },
  { name: 'a fetch', happen: (repository) => { writeFileSync(join(repository.path, '.git/FETCH_HEAD'), ''); } },
  { name: 'a shallow boundary', happen: (repository) => { writeFileSync(join(repository.path, '.git/shallow'), `${repository.git('rev-parse', 'HEAD~2')}\n`); } },
  { name: 'another configuration', happen: (repository) => { repository.git('config', 'remote.origin.promisor', 'true'); } },
  { name: 'a configuration that git refuses', happen: (repository) => { writeFileSync(join(repository.path, '.git/config'), '[core'); } },
  { name: 'settings', happen: (repository) => { repository.write({ '.skan.yaml': 'failOn: critical\noverride:\n  openai-project-key: {severity: low}\n' }); } },
  { name: 'a pack without an index', happen: (repository) => { repository.git('repack', '-adq'); const folder = join(repository.path, '.git/objects/pack'); for (const name of readdirSync(folder)) if (name.endsWith('.idx')) rmSync(join(folder, name)); } },
  { name: 'a pack damaged where it lies', happen: (repository) => { const folder = join(repository.path, '.git/objects/pack'); for (const name of readdirSync(folder)) if (name.endsWith('.idx')) { chmodSync(join(folder, name), 0o600); damage(join(folder, name)); } } },
  { name: 'the file cut off', happen: (repository) => { forgetReport(repository); writeFileSync(fileOf(repository), readFileSync(fileOf(repository)).subarray(0, 500)); } },
  { name: 'a byte changed in the file', happen: (repository) => { forgetReport(repository); damage(fileOf(repository)); } },
  { name: 'the file deleted', happen: (repository) => { forgetReport(repository); rmSync(fileOf(repository)); } },
  { name: 'a folder in its place', happen: (repository) => { forgetReport(repository); rmSync(fileOf(repository)); mkdirSync(fileOf(repository)); } },
  { name: 'the report cut off', happen: (repository) => { writeFileSync(fileOf(repository, 'report'), readFileSync(fileOf(repository, 'report')).subarray(0, 30)); } },
  { name: 'the report shortened', happen: (repository) => { writeFileSync(fileOf(repository, 'report'), readFileSync(fileOf(repository, 'report')).subarray(0, -1)); } },
  { name: 'a byte changed in the report', happen: (repository) => { damage(fileOf(repository, 'report')); } },
  { name: 'the report deleted', happen: (repository) => { forgetReport(repository); } },
  { name: 'a folder in place of the report', happen: (repository) => { forgetReport(repository); mkdirSync(fileOf(repository, 'report')); } },
  { name: 'a byte changed in the trail', happen: (repository) => { forgetReport(repository); damage(fileOf(repository, 'trail')); } },
  { name: 'the trail deleted', happen: (repository) => { forgetReport(repository); rmSync(fileOf(repository, 'trail')); } },
  { name: 'the report in place of the trail', happen: (repository) => { renameSync(fileOf(repository, 'report'), fileOf(repository, 'trail')); } },
  { name: 'a commit without a key', happen: (repository) => { repository.commit({ 'i.txt': 'i' }); } },
  { name: 'an older commit that has the leak at another path', happen: (repository) => { commitBefore(repository, 'early.env'); audit(repository, homes[0] ?? ''); repository.commit({ 'deploy.env': `TOKEN=${makeKey('old')}\n` }); } },
  { name: 'an older commit that has the leak at the same path', happen: (repository) => { commitBefore(repository, 'deploy.env'); audit(repository, homes[0] ?? ''); repository.git('update-ref', '-d', 'refs/heads/early'); } },
  { name: 'a merge that brings the leak back', happen: (repository) => { repository.git('checkout', '-q', '-b', 'side', 'HEAD~1'); repository.commit({ 'side.txt': 'side' }); repository.git('checkout', '-q', 'main'); repository.git('merge', '-q', '--no-ff', '-m', 'merge', 'side'); repository.commit({ 'deploy.env': `TOKEN=${makeKey('old')}\n` }); } },
  { name: 'notes that hold what was found', happen: (repository) => { repository.git('notes', 'add', '-C', repository.git('rev-parse', 'HEAD~1:deploy.env')); audit(repository, homes[0] ?? ''); repository.git('update-ref', '-d', 'refs/notes/commits'); } },
  { name: 'a file whose name is a key', happen: (repository) => { repository.commit({ [makeKey('path')]: 'x' }); audit(repository, homes[0] ?? ''); repository.commit({ 'j.txt': 'j' }); } },
  { name: 'many branches', happen: (repository) => { for (let at = 0; at < 200; at += 1) repository.git('branch', `topic-${at}`); repository.git('branch', makeKey('among them')); audit(repository, homes[0] ?? ''); repository.git('branch', makeKey('and later')); } },
  { name: 'the report alone', happen: (repository) => { rmSync(fileOf(repository)); } },
  { name: 'an older report put back', happen: (repository) => { const older = readFileSync(fileOf(repository, 'report')); repository.commit({ 'h.env': `TOKEN=${makeKey('later')}\n` }); audit(repository, homes[0] ?? ''); writeFileSync(fileOf(repository, 'report'), older); } },
  { name: 'a rule added', happen: (repository) => { repository.write({ '.skan.yaml': ownRule }); repository.commit({ 'f.txt': 'cleanwater58213947' }); } },
  { name: 'a rule added alone', happen: (repository) => { repository.write({ '.skan.yaml': ownRule.replaceAll('cleanwater', 'line') }); } },
];

/** A history of its own that is older than all others, and holds the leak. */
function commitBefore(repository: Repository, path: string): void {
  const input = `commit refs/heads/early\ncommitter Ada <ada@example.org> 1000000000 +0000\ndata 1\nx\nM 100644 ${repository.git('rev-parse', 'HEAD~1:deploy.env')} ${path}\n\n`;
  expect(repository.tryGit(['fast-import', '--quiet'], { input }).code).toBe(0);
}

/** Of the test that runs. */
const homes: string[] = [];

test.each(events)('after $name the report is that of an audit without memory', ({ happen }) => {
  const [repository, folder] = [makeRepository(), home()];
  homes.splice(0, 1, folder);
  fill(repository);
  audit(repository, folder);
  happen(repository);
  audit(repository, folder);
  audit(repository, folder);
});

/** The commands of git that an audit runs. */
function listCommands(repository: Repository, folder: string, args: readonly string[] = []): string[] {
  const log = join(makeFolder(), 'log');
  const hook = join(makeFolder(), 'hook.cjs');
  writeFileSync(log, '');
  writeFileSync(hook, `
    const processes = require('node:child_process');
    const known = ['cat-file', 'diff-tree', 'for-each-ref', 'ls-files', 'ls-tree', 'rev-list', 'rev-parse'];
    for (const name of ['spawn', 'spawnSync']) {
      const call = processes[name];
      processes[name] = (file, args, ...rest) => {
        require('node:fs').appendFileSync(${JSON.stringify(log)}, args.find((each) => known.includes(each)) + '\\n');
        return call(file, args, ...rest);
      };
    }
  `);
  repository.skan(['audit', ...args], { variables: { HOME: folder, XDG_CACHE_HOME: undefined, NODE_OPTIONS: `--require ${hook}` } });
  return [...new Set(readFileSync(log, 'utf8').split('\n').filter((line) => line !== ''))].sort();
}

test('of a repository that has not changed nothing is read again', () => {
  const [repository, folder] = [makeRepository(), home()];
  fill(repository);
  expect(listCommands(repository, folder)).toContain('diff-tree');
  expect(listCommands(repository, folder)).toEqual(['rev-parse']);
  expect(listCommands(repository, folder, ['--no-cache'])).toContain('diff-tree');
});

test('only commits that may have brought what was found are compared, and after a commit only what is new', () => {
  const [repository, folder] = [makeRepository(), home()];
  fill(repository);
  const commits = (): number => {
    const log = join(makeFolder(), 'log');
    const hook = join(makeFolder(), 'hook.cjs');
    writeFileSync(log, '');
    writeFileSync(hook, `
      const { Socket } = require('node:net');
      const end = Socket.prototype.end;
      Socket.prototype.end = function (text, ...rest) {
        if (typeof text === 'string') require('node:fs').appendFileSync(${JSON.stringify(log)}, text);
        return end.call(this, text, ...rest);
      };
    `);
    repository.skan(['audit'], { variables: { HOME: folder, XDG_CACHE_HOME: undefined, NODE_OPTIONS: `--require ${hook}` } });
    return (readFileSync(log, 'utf8').match(/^[0-9a-f]{40}$/gm) ?? []).length;
  };
  expect(commits()).toBe(1);
  repository.commit({ 'k.txt': 'k' });
  expect(commits()).toBe(0);
  repository.commit({ 'other.env': `TOKEN=${makeKey('other')}\n` });
  expect(commits()).toBe(10);
  expect(audit(repository, folder)).toContain('other.env');
});

test('what is missing is told from what was kept; what only went wrong is not', () => {
  const [repository, folder] = [makeRepository(), home()];
  fill(repository);
  repository.commit({ 'lost.txt': 'lost' });
  const id = repository.git('rev-parse', 'HEAD:lost.txt');
  rmSync(join(repository.path, '.git/objects', id.slice(0, 2), id.slice(2)));
  expect(listCommands(repository, folder)).toContain('rev-list');
  expect(listCommands(repository, folder)).toEqual(['rev-parse']);
  expect(JSON.parse(audit(repository, folder)).problems[0].what).toBe(id);
  const head = repository.git('rev-parse', 'HEAD');
  rmSync(join(repository.path, '.git/objects', head.slice(0, 2), head.slice(2)));
  for (let time = 0; time < 2; time += 1) expect(listCommands(repository, folder)).toContain('rev-list');
  audit(repository, folder);
});

test('an index that git wrote anew is read, and the rest is not, while it lists the same', () => {
  const [repository, folder] = [makeRepository(), home()];
  fill(repository);
  const first = audit(repository, folder);
  const index = readFileSync(join(repository.path, '.git/index'));
  utimesSync(join(repository.path, 'a.txt'), 1, 1);
  repository.git('status');
  expect(readFileSync(join(repository.path, '.git/index')).equals(index)).toBe(false);
  expect(listCommands(repository, folder)).toEqual(['ls-files', 'rev-parse']);
  expect(audit(repository, folder)).toBe(first);
});

test('what shows secrets is neither kept nor told from what was kept', () => {
  const [repository, folder] = [makeRepository(), home()];
  fill(repository);
  const shown = (): string => repository.skan(['audit', '--format', 'json', '--show-secrets'], { variables: { HOME: folder, XDG_CACHE_HOME: undefined } }).stdout;
  const first = shown();
  expect(first).toContain(makeKey('old'));
  expect(existsSync(fileOf(repository, 'report'))).toBe(false);
  audit(repository, folder);
  expect(existsSync(fileOf(repository, 'report'))).toBe(true);
  expect(shown()).toBe(first);
});

test('each format and each bar has the answer of its own', () => {
  const [repository, folder] = [makeRepository(), home()];
  fill(repository);
  audit(repository, folder);
  for (const args of [['--format', 'sarif'], ['--format', 'text', '--verbose'], ['--fail-on', 'critical'], ['--strict'], ['--config', 'strict.yaml'], ['--only-head'], ['--shard', '1/2']]) {
    repository.write({ 'strict.yaml': 'failOn: critical\noverride:\n  openai-project-key: {severity: info}\n' });
    const variables = { HOME: folder, XDG_CACHE_HOME: undefined };
    const without = repository.skan(['audit', ...args, '--no-cache'], { variables });
    expect([args, repository.skan(['audit', ...args], { variables })]).toEqual([args, without]);
    expect([args, repository.skan(['audit', ...args], { variables })]).toEqual([args, without]);
  }
});

test('in CI, and in another folder, the answer is another', () => {
  const [repository, folder] = [makeRepository(), home()];
  fill(repository);
  repository.write({ 'sub/x': '' });
  for (const circumstances of [{ variables: {} }, { variables: { CI: 'true' } }, { variables: {}, in: 'sub' }, { variables: { GIT_INDEX_FILE: join(makeFolder(), 'none') } }]) {
    const variables = { ...circumstances.variables, HOME: folder, XDG_CACHE_HOME: undefined };
    const without = repository.skan(['audit', '--format', 'json', '--no-cache'], { ...circumstances, variables });
    expect(repository.skan(['audit', '--format', 'json'], { ...circumstances, variables })).toEqual(without);
    expect(repository.skan(['audit', '--format', 'json'], { ...circumstances, variables })).toEqual(without);
  }
});

test('a submodule is remembered by itself, and what happens in it is told', () => {
  const [repository, inner, folder] = [makeRepository(), makeRepository(), home()];
  fill(repository);
  inner.commit({ 'inner.env': `TOKEN=${makeKey('inner')}\n` });
  repository.git('-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', inner.path, 'inner');
  repository.commit({});
  const first = audit(repository, folder);
  expect(first).toContain('inner/inner.env');
  expect(audit(repository, folder)).toBe(first);
  expect(listCommands(repository, folder)).toEqual(['ls-files', 'rev-parse']);
  writeFileSync(join(repository.path, 'inner/more.env'), `TOKEN=${makeKey('more')}\n`);
  repository.git('-C', 'inner', 'add', 'more.env');
  expect(audit(repository, folder)).toContain('inner/more.env');
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
  for (let time = 0; time < 3; time += 1) expect(JSON.parse(audit(repository, folder)).scan.complete).toBe(false);
});

test('what was missing from the start is told each time, until it is there', () => {
  const [repository, folder] = [makeRepository(), home()];
  fill(repository);
  repository.commit({ 'lost.txt': 'lost' });
  const id = repository.git('rev-parse', 'HEAD:lost.txt');
  const blob = join(repository.path, '.git/objects', id.slice(0, 2), id.slice(2));
  const bytes = readFileSync(blob);
  rmSync(blob);
  for (let time = 0; time < 3; time += 1) expect(JSON.parse(audit(repository, folder)).scan.complete).toBe(false);
  writeFileSync(blob, bytes);
  for (let time = 0; time < 3; time += 1) expect(JSON.parse(audit(repository, folder)).scan.complete).toBe(true);
});

test('a shallow clone is told of each time', () => {
  const [origin, folder] = [makeRepository(), home()];
  fill(origin);
  const clone = makeRepository();
  clone.git('fetch', '-q', '--depth', '3', `file://${origin.path}`, 'main:copy');
  for (let time = 0; time < 3; time += 1) expect(JSON.parse(audit(clone, folder)).problems).toHaveLength(1);
  clone.git('fetch', '-q', '--unshallow', `file://${origin.path}`, 'main:copy');
  for (let time = 0; time < 2; time += 1) expect(JSON.parse(audit(clone, folder)).problems).toEqual([]);
});

test('a pack that went away after an audit that was not complete is missed', () => {
  const [repository, folder] = [makeRepository(), home()];
  fill(repository);
  repository.commit({ 'lost.txt': 'lost' });
  const id = repository.git('rev-parse', 'HEAD:lost.txt');
  rmSync(join(repository.path, '.git/objects', id.slice(0, 2), id.slice(2)));
  audit(repository, folder);
  const packs = join(repository.path, '.git/objects/pack');
  for (const name of readdirSync(packs)) rmSync(join(packs, name), { force: true });
  audit(repository, folder);
  audit(repository, folder);
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
  for (const name of ['audit', 'report', 'trail'] as const) {
    const bytes = readFileSync(fileOf(repository, name));
    for (const part of [makeKey('old'), makeKey('old').slice(-4), 'deploy.env', 'Ada']) expect([name, part, bytes.includes(part)]).toEqual([name, part, false]);
    expect(statSync(fileOf(repository, name)).mode & 0o777).toBe(0o600);
  }
  expect(readdirSync(join(repository.path, '.git/skan'))).toEqual(['audit', 'report', 'trail']);
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
  const read = (): Buffer[] => ['audit', 'report', 'trail'].map((name) => readFileSync(join(elsewhere, 'skan', name)));
  const before = read();
  audit(repository, folder);
  expect(read()).toEqual(before);
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
  expect(readdirSync(join(repository.path, '.git/skan'))).toEqual(['audit', 'report', 'trail']);
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
