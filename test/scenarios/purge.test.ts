// The whole way on real repositories: a leak, a plan, its script, the proof, a push to a local bare remote, a clone, the proof again.

import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { makeKey } from '../keys.js';
import { baseVariables, makeFolder, makeRepository, openRepository, runProcess, runSkan } from '../repository.js';
import type { Repository } from '../repository.js';
import { describeWith, testWhere } from '../tools/need.js';
import { bfg, filterRepo, objectsHolding, runPlan, toolVariables, verifyPlan, writePlan } from '../tools/purge.js';

const key = (name: string): string => makeKey(name);

/** Bytes of a key in the forms in which the scenarios hide it. */
function formsOf(secret: string): (string | Buffer)[] {
  return [secret, Buffer.from(secret, 'utf16le'), Buffer.from(secret, 'utf16le').swap16(), Buffer.from(secret).toString('base64').slice(0, -4)];
}

function makeDatabase(folder: string, secret: string): Buffer {
  const file = join(folder, 'made.db');
  const code = "import sqlite3, sys\nd = sqlite3.connect(sys.argv[1])\nd.execute('create table t (k text, n int)')\nd.executemany('insert into t values (?, ?)', [(sys.stdin.read(), 1), ('other', 2)])\nd.commit()\nd.close()";
  const done = runProcess('python3', ['-c', code, file], folder, secret);
  if (done.code !== 0) throw new Error(done.stderr);
  return readFileSync(file);
}

function readDatabase(file: string): string {
  const code = "import sqlite3, sys\nd = sqlite3.connect(sys.argv[1])\nprint(d.execute('pragma integrity_check').fetchone()[0], sorted(n for _, n in d.execute('select * from t')), len(d.execute('select k from t where n = 1').fetchone()[0]))";
  const done = runProcess('python3', ['-c', code, file], makeFolder());
  return `${done.stdout}${done.stderr}`.trim();
}

/** One stored and one deflated member, as `python3 -m zipfile` would read them. */
function makeZip(folder: string, members: Readonly<Record<string, string>>): Buffer {
  const file = join(folder, 'made.zip');
  const code = 'import json, sys, zipfile\nz = zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED)\nfor i, (n, t) in enumerate(json.load(sys.stdin).items()):\n  z.writestr(n, t, zipfile.ZIP_STORED if i == 0 else zipfile.ZIP_DEFLATED)\nz.close()';
  const done = runProcess('python3', ['-c', code, file], folder, JSON.stringify(members));
  if (done.code !== 0) throw new Error(done.stderr);
  return readFileSync(file);
}

const mark = /REDACTED-[0-9a-f]{8}/;
const one = (): string => key('purge one');
const two = (): string => key('purge two');

/** A repository with keys in every corner that git has, and much that has nothing to do with them. */
function makeLeaks(...options: readonly string[]): Repository {
  const repository = makeRepository(...options);
  const { git } = repository;
  repository.commit({ 'README.md': '# a project\n', 'src/main.js': 'export const one = 1;\n', 'latin1.txt': Buffer.from('caf\xe9\n', 'latin1'), run: { executable: '#!/bin/sh\necho hi\n' }, link: { link: 'README.md' } }, 'start\n\nwith a body, no line end');
  repository.commit({ 'deploy.env': `TOKEN=${one()}\nOTHER=kept\n` }, 'deploy');
  repository.commit({ 'deploy.env': undefined }, 'take it out');
  repository.commit({ 'wide.txt': Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(`token = ${one()}\r\nrest\r\n`, 'utf16le')]) }, 'wide');
  repository.commit({ 'data.db': makeDatabase(makeFolder(), one()) }, 'database');
  repository.commit({ [`backup-${two()}.txt`]: 'name\n', [`backup-${one()}.txt`]: 'other name\n' }, 'names');
  repository.commit({ 'a.txt': 'a\n' }, `mention ${one()} in the subject\n\nand ${two()} in the body\n`);
  git('checkout', '--quiet', '-b', 'side');
  repository.commit({ shared: 'side\n', 'side.json': `{"token": "${two()}"}\n` }, 'side');
  git('checkout', '--quiet', 'main');
  repository.commit({ shared: 'main\n' }, 'main');
  repository.tryGit(['merge', 'side']);
  repository.commit({ shared: `both ${two()}\n` }, 'merge side');
  git('tag', '-a', 'v1', '-m', `release with ${one()}`);
  git('tag', '-a', 'outer', 'v1', '-m', `a tag of a tag ${two()}`);
  git('tag', 'file', repository.blob(`${two()} in a tagged file\n`));
  git('tag', 'light');
  git('notes', 'add', '-m', `note ${one()}`);
  git('notes', 'add', '-m', 'a clean note', 'HEAD~2');
  git('branch', `topic/${two()}`, 'HEAD~1');
  for (const [name, secret] of [['first', one()], ['second', two()]] as const) {
    repository.write({ 'a.txt': `${name} ${secret}\n`, untracked: `${name} ${secret} untracked\n` });
    repository.stage({ b: `${name} ${secret} staged\n` });
    git('stash', 'push', '--quiet', '--include-untracked', '-m', `stash ${name}`);
  }
  git('checkout', '--quiet', '-b', 'gone');
  repository.commit({ c: `${one()} in the reflog\n` }, 'gone');
  git('checkout', '--quiet', 'main');
  git('branch', '-D', 'gone');
  repository.blob(`${two()} dangling\n`);
  repository.commit({ 'last.txt': 'last\n' }, 'last');
  return repository;
}

/** What must not change: every commit's people and dates, in order, and every file that never held a key. */
function tellHistory({ git }: Repository): string {
  return git('log', '--all', '--exclude=refs/stash', '--exclude=refs/notes/*', '--topo-order', '--format=%an|%ae|%ad|%cn|%ce|%cd|%P', '--date=raw').replace(/[0-9a-f]{40,}/g, 'id');
}

function tellFiles({ git }: Repository): string {
  return git('ls-tree', '-r', 'main').split('\n').filter((line) => /\t(?:README\.md|src\/main\.js|latin1\.txt|run|link|last\.txt|a\.txt)$/.test(line)).join('\n');
}

/** The shape of a repository after a purge: what must be there, and under which name. */
function tellShape({ git }: Repository): Record<string, string> {
  return {
    stashes: git('stash', 'list', '--format=%gd %gs').replace(/[0-9a-f]{8}/g, 'ID'),
    newest: git('show', 'stash@{0}:a.txt', 'stash@{0}^2:b', 'stash@{0}^3:untracked').replace(/[0-9a-f]{8}/g, 'ID'),
    note: git('notes', 'show', 'HEAD~1').replace(/[0-9a-f]{8}/g, 'ID'),
    cleanNote: git('notes', 'show', 'HEAD~3'),
    tag: git('for-each-ref', '--format=%(contents)', 'refs/tags/v1').replace(/[0-9a-f]{8}/g, 'ID'),
    outer: git('cat-file', '-p', 'outer').replace(/[0-9a-f]{8,}/g, 'ID').split('\n').filter((line) => /^(?:type|tag |a tag)/.test(line)).join('; '),
    file: git('cat-file', '-p', 'file').replace(/[0-9a-f]{8}/g, 'ID'),
    names: git('ls-tree', '--name-only', 'HEAD').replace(/[0-9a-f]{8}/g, 'ID'),
    branches: git('for-each-ref', '--format=%(refname)', 'refs/heads').replace(/[0-9a-f]{8}/g, 'ID'),
    merged: git('show', 'HEAD:shared').replace(/[0-9a-f]{8}/g, 'ID'),
    parents: git('log', '-1', '--format=%s %P', 'HEAD~1').replace(/[0-9a-f]{40,}/g, 'id'),
    head: git('symbolic-ref', 'HEAD'),
    trash: git('for-each-ref', '--format=%(refname)', 'refs/skan-purge', 'refs/original'),
    reflog: git('reflog', '--all', '--format=%gs'),
  };
}

const shape = {
  stashes: 'stash@{0} On main: stash second\nstash@{1} On main: stash first',
  newest: 'second REDACTED-ID\nsecond REDACTED-ID staged\nsecond REDACTED-ID untracked',
  note: 'note REDACTED-ID',
  cleanNote: 'a clean note',
  tag: 'release with REDACTED-ID',
  outer: 'type tag; tag outer; a tag of a tag REDACTED-ID',
  file: 'REDACTED-ID in a tagged file',
  names: ['README.md', 'a.txt', 'backup-REDACTED-ID.txt', 'backup-REDACTED-ID.txt', 'data.db', 'last.txt', 'latin1.txt', 'link', 'run', 'shared', 'side.json', 'src', 'wide.txt'].join('\n'),
  branches: 'refs/heads/main\nrefs/heads/side\nrefs/heads/topic/REDACTED-ID',
  merged: 'both REDACTED-ID',
  parents: 'merge side id id',
  head: 'refs/heads/main',
  trash: '',
  reflog: 'On main: stash second\nOn main: stash first',
};

/** All files of a folder, as `<mode> <path>`. */
function tellModes(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => `${(statSync(join(folder, name)).mode & 0o777).toString(8)} ${name}`).sort();
}

/** Everything in a plan that may be shown. */
function tellPlan(folder: string): string {
  return ['PURGE.md', 'purge.sh', 'skan_rewrite.py'].filter((name) => existsSync(join(folder, name))).map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
}

const both = (): (string | Buffer)[] => [...formsOf(one()), ...formsOf(two())];

describeWith('skan purge with git filter-repo', filterRepo, (tools) => {
  const variables = toolVariables(tools);

  test.each(['sha1', 'sha256'])('takes keys out of every corner of a %s repository, and leaves everything else as it was', (format) => {
    const repository = makeLeaks(`--object-format=${format}`);
    const { git, path } = repository;
    git('config', 'branch.main.description', 'kept');
    git('remote', 'add', 'origin', join(makeFolder(), 'remote.git'));
    const [history, files, config] = [tellHistory(repository), tellFiles(repository), readFileSync(join(path, '.git/config'), 'utf8')];
    const mode = statSync(join(path, 'wide.txt')).mode;
    const { folder, run } = writePlan(repository);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(verifyPlan(folder, path).code).toBe(1);
    expect(runPlan(folder, path, variables)).toMatchObject({ code: 0, stderr: '' });
    expect(objectsHolding(path, both())).toEqual([]);
    expect(verifyPlan(folder, path)).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('none holds a form of 2 secrets') });
    expect(repository.look(['audit']).report).toMatchObject({ findings: [], problems: [] });
    expect(tellHistory(repository)).toBe(history);
    expect(tellFiles(repository)).toBe(files);
    expect(readFileSync(join(path, '.git/config'), 'utf8')).toBe(config);
    expect(git('status', '--porcelain')).toBe('');
    expect(git('fsck', '--full', '--strict')).toBe('');
    expect(readDatabase(join(path, 'data.db'))).toBe(`ok [1, 2] ${one().length}`);
    expect(tellShape(repository)).toEqual(shape);
    expect(statSync(join(path, 'wide.txt')).mode).toBe(mode);
    const wide = readFileSync(join(path, 'wide.txt'));
    expect(wide.subarray(2).toString('utf16le')).toBe(`token = ${'X'.repeat(one().length)}\r\nrest\r\n`);
  });

  test('every commit is its old self, byte for byte, but for what held a key, the ids it names and its signature', () => {
    const repository = makeLeaks();
    const { git, path } = repository;
    git('config', 'i18n.commitEncoding', 'ISO-8859-1');
    repository.tryGit(['commit', '--quiet', '--allow-empty', '-F', '-'], { input: Buffer.from('caf\xe9 in Latin-1', 'latin1') });
    git('config', '--unset', 'i18n.commitEncoding');
    const plain = git('cat-file', 'commit', 'HEAD~1');
    const signed = plain.replace('\n\n', '\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n abc\n -----END PGP SIGNATURE-----\n\n');
    git('update-ref', 'refs/heads/signed', repository.tryGit(['hash-object', '-t', 'commit', '-w', '--stdin'], { input: signed }).stdout.trim());
    const holding = new Set(objectsHolding(path, both()).map((line) => line.split(' ')[0]));
    const { folder } = writePlan(repository);
    expect(runPlan(folder, path, variables)).toMatchObject({ code: 0, stderr: '' });
    const [backup = ''] = readdirSync(folder).filter((name) => name.startsWith('backup-'));
    const old = openRepository(join(folder, backup));
    const pairs = readFileSync(join(folder, 'work/commit-map'), 'utf8').trim().split('\n').slice(1).map((line) => line.split(/ +/));
    expect(pairs.length).toBeGreaterThan(15);
    const hide = (text: string): string => text.replaceAll(one(), 'ID').replaceAll(two(), 'ID').replace(new RegExp(mark, 'g'), 'ID');
    const notes = new Set(old.git('rev-list', 'refs/notes/commits').split('\n'));
    const tell = (where: Repository, id: string): string => {
      const raw = spawnSync('git', ['cat-file', 'commit', id], { cwd: where.path, env: baseVariables() }).stdout.toString('latin1');
      return hide(raw.replace(/^(tree|parent) [0-9a-f]+$/gm, '$1').replace(/\ngpgsig [^]*?(?=\n\S|\n\n)/, ''));
    };
    const list = (where: Repository, id: string): string[] => where.git('ls-tree', '-r', '-t', id).split('\n').filter((line) => !line.includes(' tree '));
    for (const [before = '', after = ''] of pairs) {
      if (notes.has(before)) continue; // Their files are filed under ids that have changed.
      expect(tell(repository, after)).toBe(tell(old, before));
      const kept = list(old, before).filter((line) => !holding.has(line.split(/[ \t]/)[2] ?? '')).map(hide).sort();
      const now = list(repository, after).map(hide);
      expect(kept.filter((line) => !now.includes(line))).toEqual([]);
      expect(now).toHaveLength(list(old, before).length);
    }
    expect(git('cat-file', 'commit', 'refs/heads/signed')).not.toContain('gpgsig');
  });

  test('the backup is the repository as it was, and a second run says that there is nothing to do', () => {
    const repository = makeLeaks();
    const refs = repository.git('for-each-ref');
    const before = objectsHolding(repository.path, both());
    const { folder } = writePlan(repository);
    runPlan(folder, repository.path, variables);
    const [backup = ''] = readdirSync(folder).filter((name) => name.startsWith('backup-'));
    const copy = openRepository(join(folder, backup));
    expect(copy.git('for-each-ref')).toBe(refs);
    expect(copy.git('rev-parse', '--is-bare-repository')).toBe('true');
    expect(objectsHolding(copy.path, both())).toEqual(before);
    expect(runPlan(folder, repository.path, variables)).toMatchObject({ code: 1, stderr: expect.stringContaining('has been run') });
    expect(readdirSync(folder).filter((name) => name.startsWith('backup-'))).toEqual([backup]);
  });

  test('push to a bare remote, clone, prove again; the remote is not clean before the push', () => {
    const repository = makeLeaks();
    const remote = openRepository(join(makeFolder(), 'remote.git'));
    repository.git('init', '--quiet', '--bare', '--initial-branch=main', remote.path);
    repository.git('remote', 'add', 'origin', remote.path);
    repository.git('push', '--quiet', '--mirror', 'origin');
    remote.git('update-ref', 'refs/pull/1/head', 'refs/heads/side');
    const { folder, run } = writePlan(repository);
    expect(run.code).toBe(0);
    expect(runPlan(folder, repository.path, variables).code).toBe(0);
    expect(verifyPlan(folder, repository.path).code).toBe(0);
    expect(verifyPlan(folder, repository.path, '--remote', remote.path).code).toBe(1);
    repository.git('push', '--quiet', '--mirror', '--force', 'origin');
    expect(remote.git('for-each-ref', '--format=%(refname)')).not.toContain(two());
    expect(verifyPlan(folder, repository.path, '--remote', remote.path)).toMatchObject({ code: 0, stdout: expect.stringContaining('a fresh mirror clone') });
    const fresh = openRepository(join(makeFolder(), 'fresh'));
    runProcess('git', ['clone', '--quiet', '--no-local', remote.path, fresh.path], makeFolder());
    expect(objectsHolding(fresh.path, both())).toEqual([]);
    expect(verifyPlan(folder, fresh.path).code).toBe(0);
    expect(runSkan(['purge', '--verify', '--remote', remote.path], { in: makeFolder() })).toMatchObject({ code: 0, stdout: expect.stringContaining('only what an audit can find') });
  });

  test.each([['a mirror', ['--mirror']], ['a bare clone', ['--bare']]])('the same plan cleans %s, also refs that the audit did not see', (_, options) => {
    const source = makeLeaks();
    source.git('update-ref', 'refs/pull/7/head', 'side');
    const { folder } = writePlan(source);
    source.git('checkout', '--quiet', 'side');
    source.commit({ late: `${one()} after the audit\n` });
    source.git('update-ref', 'refs/pull/8/head', 'HEAD');
    const path = join(makeFolder(), 'copy.git');
    runProcess('git', ['clone', '--quiet', ...options, source.path, path], makeFolder());
    const copy = openRepository(path);
    const refs = copy.git('for-each-ref', '--format=%(refname)').replaceAll(two(), 'ID').split('\n').length;
    expect(runPlan(folder, path, variables)).toMatchObject({ code: 0, stderr: '' });
    expect(objectsHolding(path, both())).toEqual([]);
    expect(verifyPlan(folder, path)).toMatchObject({ code: 0, stderr: '' });
    expect(copy.git('for-each-ref', '--format=%(refname)').split('\n')).toHaveLength(refs);
  });

  test('encoded copies, archives and split keys', () => {
    const repository = makeRepository();
    const secret = one();
    repository.commit({ plain: `${secret}\n`, 'secret.yaml': `data:\n  token: ${Buffer.from(`user:${secret}`).toString('base64')}\n  other: aGVsbG8=\n` }, 'one');
    repository.commit({ 'a.zip': makeZip(makeFolder(), { 'stored.txt': `${secret}\n`, 'packed.txt': `${'x'.repeat(500)}${secret}\n`, 'clean.txt': 'clean\n' }) }, 'two');
    repository.commit({ 'log.gz': gzipSync(`${'line\n'.repeat(100)}${secret}\n`), hex: `${Buffer.from(secret).toString('hex')}\n`, 'page.html': `<a href="?t=${encodeURIComponent(`${secret}`)}">` }, 'three');
    const [found] = repository.look(['audit']).report.findings.filter(({ rule }) => rule.startsWith('github'));
    const { folder, run } = writePlan(repository, found?.fingerprint ?? '');
    expect(run.code).toBe(0);
    const guide = readFileSync(join(folder, 'PURGE.md'), 'utf8');
    expect(guide).toContain('members written anew: `zip:stored.txt`, `zip:packed.txt`');
    expect(guide).toContain('members written anew: `gzip`');
    expect(runPlan(folder, repository.path, variables)).toMatchObject({ code: 0, stderr: '' });
    expect(verifyPlan(folder, repository.path)).toMatchObject({ code: 0 });
    const code = 'import sys, zipfile\nz = zipfile.ZipFile("a.zip")\nprint(z.testzip(), [z.read(n)[-20:].decode() for n in z.namelist()])';
    expect(runProcess('python3', ['-c', code], repository.path).stdout).toMatch(/^None \['REDACTED-[0-9a-f]{8}\\n', 'xxREDACTED-[0-9a-f]{8}\\n', 'clean\\n'\]/);
    expect(runProcess('gzip', ['-dc', 'log.gz'], repository.path).stdout).toMatch(/line\nREDACTED-[0-9a-f]{8}\n$/);
    const [, encoded = ''] = /token: (\S+)/.exec(readFileSync(join(repository.path, 'secret.yaml'), 'utf8')) ?? [];
    expect(Buffer.from(encoded, 'base64').toString('latin1')).toMatch(/^user:.XXXX/);
  });

  test('passwords full of signs that tools give a meaning to, where they stand whole', () => {
    const repository = makeRepository();
    const password = ['regex:.*', '==>#9$1', 'Zq4!'].join('');
    repository.commit({ '.skan.yaml': JSON.stringify({ rules: [{ id: 'own-password', title: 'Password', severity: 'high', anchors: ['db_password'], ignoreCase: true, chosen: true, pattern: "db_password='(?<secret>[^'\\n]{1,100})'" }] }) });
    repository.commit({ 'app.env': `DB_PASSWORD='${password}'\n` }, 'one');
    repository.commit({ 'app.env': `DB_PASSWORD='${password}'\nX=${password.slice(0, 6)}\n`, 'notes.md': `the ${password} one, and not x${password}y\n` }, 'two');
    const { folder, run } = writePlan(repository);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(runPlan(folder, repository.path, variables)).toMatchObject({ code: 0, stderr: '' });
    expect(verifyPlan(folder, repository.path).stdout).toContain('none holds');
    expect(readFileSync(join(repository.path, 'app.env'), 'utf8').replace(mark, 'ID')).toBe("DB_PASSWORD='ID'\nX=regex:\n");
    expect(repository.look(['audit']).report.findings).toEqual([]);
    expect(readFileSync(join(repository.path, 'notes.md'), 'utf8')).toMatch(/^the REDACTED-[0-9a-f]{8} one/);
  });

  test('a private key, with the line ends of two systems and inside JSON', () => {
    const repository = makeRepository();
    const pem = makeKey('purge pem', 'privateKey');
    repository.commit({ 'id.pem': `${pem}\n`, 'crlf.pem': `${pem.replaceAll('\n', '\r\n')}\r\n`, 'account.json': `${JSON.stringify({ private_key: `${pem}\n` })}\n` }, 'one');
    const { folder } = writePlan(repository);
    expect(runPlan(folder, repository.path, variables)).toMatchObject({ code: 0, stderr: '' });
    expect(verifyPlan(folder, repository.path)).toMatchObject({ code: 0 });
    expect(JSON.parse(readFileSync(join(repository.path, 'account.json'), 'utf8'))).toEqual({ private_key: expect.stringMatching(/^REDACTED-[0-9a-f]{8}\n$/) });
    expect(readFileSync(join(repository.path, 'crlf.pem'), 'utf8')).toMatch(/^REDACTED-[0-9a-f]{8}\r\n$/);
  });

  test('one fingerprint of several leaves the others', () => {
    const repository = makeLeaks();
    const [first] = repository.look(['audit']).report.findings;
    const { folder, run } = writePlan(repository, first?.fingerprint.slice(0, 10) ?? '');
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(runPlan(folder, repository.path, variables).code).toBe(0);
    expect(verifyPlan(folder, repository.path)).toMatchObject({ code: 0, stdout: expect.stringContaining('1 secret of the plan') });
    expect(repository.look(['audit']).report.findings).toHaveLength(1);
    expect(runSkan(['purge', '--verify'], { in: repository.path })).toMatchObject({ code: 1, stdout: expect.stringContaining('something is still there') });
  });

  test('people, the settings of a branch, remote-tracking refs, symbolic refs: all under new names', () => {
    const repository = makeRepository();
    const { git, path } = repository;
    repository.commit({ a: 'a\n' }, 'one');
    git('remote', 'add', 'origin', '/no/such/remote.git');
    git('checkout', '--quiet', '-b', `fix-${one()}`);
    git('config', `branch.fix-${one()}.remote`, 'origin');
    git('config', `branch.fix-${one()}.merge`, `refs/heads/fix-${one()}`);
    const variables_ = { GIT_AUTHOR_EMAIL: `${one()}@example.org`, GIT_COMMITTER_NAME: `Bot ${one()}` };
    repository.tryGit(['commit', '--quiet', '--allow-empty', '-m', 'two'], { variables: variables_ });
    repository.tryGit(['tag', '-a', `v-${one()}`, '-m', 'tag'], { variables: variables_ });
    git('update-ref', `refs/remotes/origin/fix-${one()}`, 'HEAD');
    git('symbolic-ref', 'refs/remotes/origin/HEAD', `refs/remotes/origin/fix-${one()}`);
    const { folder, run } = writePlan(repository);
    expect(run.stdout).not.toContain('shorter way');
    expect(runPlan(folder, path, variables)).toMatchObject({ code: 0, stderr: '' });
    expect(verifyPlan(folder, path)).toMatchObject({ code: 0 });
    expect(git('for-each-ref', '--format=%(refname) %(symref)').replace(new RegExp(mark, 'g'), 'ID').split('\n').map((line) => line.trim())).toEqual([
      'refs/heads/fix-ID', 'refs/heads/main', 'refs/remotes/origin/HEAD refs/remotes/origin/fix-ID', 'refs/remotes/origin/fix-ID', 'refs/tags/v-ID',
    ]);
    expect(git('rev-parse', '--abbrev-ref', 'HEAD')).toMatch(/^fix-REDACTED-/);
    expect(git('rev-parse', '--abbrev-ref', '@{upstream}')).toMatch(/^origin\/fix-REDACTED-/);
    expect(git('cat-file', '-p', 'HEAD')).toMatch(/<REDACTED-[0-9a-f]{8}@example\.org>[^]*Bot REDACTED-/);
    expect(git('remote', 'get-url', 'origin')).toBe('/no/such/remote.git');
  });

  test('a folder with blanks and quotes in its name; hooks and kept packs', () => {
    const repository = makeRepository();
    repository.commit({ a: `${one()}\n` }, 'one');
    repository.git('gc', '--quiet');
    const packs = join(repository.path, '.git/objects/pack');
    for (const name of readdirSync(packs).filter((each) => each.endsWith('.pack'))) writeFileSync(join(packs, name.replace(/pack$/, 'keep')), '');
    for (const name of ['reference-transaction', 'post-checkout', 'pre-auto-gc', 'post-rewrite', 'post-index-change']) repository.hook(name, 'touch "$0.ran"');
    const folder = join(makeFolder(), `a 'plan' "of" $HOME`);
    expect(runSkan(['purge', '--all', '--write', folder], { in: repository.path }).code).toBe(0);
    expect(runPlan(folder, repository.path, variables)).toMatchObject({ code: 0, stderr: '' });
    expect(verifyPlan(folder, repository.path).code).toBe(0);
    expect(readdirSync(join(repository.path, '.git/hooks')).filter((name) => name.endsWith('.ran'))).toEqual([]);
  });

  test('the way back that the guide tells', () => {
    const repository = makeLeaks();
    const refs = repository.git('for-each-ref');
    const { folder } = writePlan(repository);
    runPlan(folder, repository.path, variables);
    expect(repository.git('for-each-ref')).not.toBe(refs);
    const [, command = ''] = /^(git fetch --update-head-ok .*)$/m.exec(readFileSync(join(folder, 'PURGE.md'), 'utf8')) ?? [];
    expect(runProcess('sh', ['-c', command], repository.path)).toMatchObject({ code: 0 });
    expect(repository.git('for-each-ref')).toBe(refs);
    expect(repository.git('status', '--porcelain')).toBe('');
  });

  test('the proof fails as soon as anything is back, wherever; and proves nothing of a damaged repository', () => {
    const repository = makeRepository();
    repository.commit({ a: `${one()}\n` }, 'one');
    const { folder } = writePlan(repository);
    runPlan(folder, repository.path, variables);
    const prove = (): number => verifyPlan(folder, repository.path).code;
    expect(prove()).toBe(0);
    for (const content of [one(), Buffer.from(one(), 'utf16le'), Buffer.from(one()).toString('base64'), gzipSync(`in ${one()}`)]) {
      const id = repository.blob(content);
      expect(prove()).toBe(1);
      repository.git('prune', '--expire=now');
      expect(repository.tryGit(['cat-file', '-e', id]).code).not.toBe(0);
      expect(prove()).toBe(0);
    }
    repository.git('branch', `back-${one()}`);
    expect(prove()).toBe(1);
    repository.git('branch', '-D', `back-${one()}`);
    rmSync(join(repository.path, '.git/logs'), { recursive: true, force: true });
    expect(prove()).toBe(0);
    mkdirSync(join(repository.path, '.git/logs'), { recursive: true });
    writeFileSync(join(repository.path, '.git/logs/HEAD'), `${'0'.repeat(40)} ${repository.git('rev-parse', 'HEAD')} Ada <a@b> 1 +0000\tcommit: ${one()}\n`);
    expect(prove()).toBe(1);
    rmSync(join(repository.path, '.git/logs/HEAD'));
    const id = repository.blob('to be damaged');
    const file = join(repository.path, '.git/objects', id.slice(0, 2), id.slice(2));
    chmodSync(file, 0o644);
    writeFileSync(file, 'damaged');
    expect(prove()).toBe(2);
  });

  test('a detached HEAD, an unborn branch, names that are hard to quote', () => {
    const repository = makeRepository();
    repository.commit({ [`it's "a" tab\t ${one()}`]: 'x\n', 'ключ.txt': `${two()}\n` }, 'one');
    repository.git('branch', 'other');
    repository.git('checkout', '--quiet', '--detach');
    repository.commit({ b: `${one()}\n` }, 'detached');
    const { folder } = writePlan(repository);
    expect(runPlan(folder, repository.path, variables)).toMatchObject({ code: 0, stderr: '' });
    expect(verifyPlan(folder, repository.path)).toMatchObject({ code: 0 });
    expect(repository.git('log', '--format=%s')).toBe('detached\none');

    const unborn = makeLeaks();
    unborn.git('checkout', '--quiet', '--orphan', 'nothing');
    unborn.git('rm', '-r', '--quiet', '--cached', '.');
    const plan = writePlan(unborn);
    expect(runPlan(plan.folder, unborn.path, variables)).toMatchObject({ code: 0, stderr: '' });
    expect(verifyPlan(plan.folder, unborn.path)).toMatchObject({ code: 0 });
  });
});

describe('skan purge with git filter-branch', () => {
  test.each(['sha1', 'sha256'])('does the same in a %s repository, but for what it says it cannot', (format) => {
    const repository = makeLeaks(`--object-format=${format}`);
    const { git, path } = repository;
    git('tag', '-d', 'outer', 'file');
    const [history, files] = [tellHistory(repository), tellFiles(repository)];
    const { folder, run } = writePlan(repository, '--tool', 'filter-branch');
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toContain('stay filed under the old ids');
    expect(runPlan(folder, path)).toMatchObject({ code: 0, stderr: '' });
    expect(objectsHolding(path, both())).toEqual([]);
    expect(verifyPlan(folder, path)).toMatchObject({ code: 0, stderr: '' });
    expect(tellHistory(repository)).toBe(history);
    expect(tellFiles(repository)).toBe(files);
    expect(git('status', '--porcelain')).toBe('');
    expect(readDatabase(join(path, 'data.db'))).toBe(`ok [1, 2] ${one().length}`);
    git('tag', 'outer');
    git('tag', 'file');
    git('notes', 'add', '-f', '-m', 'x', 'HEAD~1');
    git('notes', 'add', '-f', '-m', 'x', 'HEAD~3');
    const { note: _note, cleanNote: _clean, outer: _outer, file: _file, reflog: _reflog, ...rest } = tellShape(repository);
    expect(shape).toMatchObject(rest);
  });

  test('says what it leaves, and the proof finds it: tags of tags, authors', () => {
    const repository = makeLeaks();
    repository.tryGit(['commit', '--quiet', '--allow-empty', '-m', 'x'], { variables: { GIT_AUTHOR_EMAIL: `${one()}@example.org` } });
    const { folder, run } = writePlan(repository, '--tool', 'filter-branch');
    expect(run.stdout).toContain('Names and addresses of authors');
    expect(run.stdout).toContain('Tags of tags');
    expect(runPlan(folder, repository.path)).toMatchObject({ code: 0 });
    expect(verifyPlan(folder, repository.path)).toMatchObject({ code: 1, stdout: expect.stringContaining('something is still there') });
  });

  test('push to a bare remote, clone, prove again; also run in a mirror', () => {
    const repository = makeRepository();
    repository.commit({ a: `${one()}\n` }, 'one');
    repository.commit({ b: 'b\n' }, 'two');
    const remote = join(makeFolder(), 'remote.git');
    runProcess('git', ['clone', '--quiet', '--mirror', '--no-local', repository.path, remote], makeFolder());
    const mirror = join(makeFolder(), 'mirror.git');
    runProcess('git', ['clone', '--quiet', '--mirror', '--no-local', remote, mirror], makeFolder());
    const { folder } = writePlan(repository, '--tool', 'filter-branch');
    expect(runPlan(folder, mirror)).toMatchObject({ code: 0, stderr: '' });
    expect(verifyPlan(folder, mirror).code).toBe(0);
    openRepository(mirror).git('push', '--quiet', '--mirror', '--force', remote);
    expect(verifyPlan(folder, mirror, '--remote', remote)).toMatchObject({ code: 0 });
  });
});

describeWith('skan purge with the BFG', bfg, (tools) => {
  const variables = toolVariables(tools);

  test('takes keys out of files, gives up binary ones, and says what it leaves', () => {
    const repository = makeRepository();
    const { path } = repository;
    const pem = makeKey('purge pem', 'privateKey');
    repository.commit({ 'a.env': `TOKEN=${one()}\nOTHER=kept\n`, 'README.md': 'kept\n' }, 'one');
    repository.commit({ 'data.db': makeDatabase(makeFolder(), one()), 'id.pem': `${pem}\n`, 'wide.txt': Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(`token = ${one()}\n`, 'utf16le')]) }, 'two');
    repository.write({ 'README.md': `${two()}\n` });
    repository.git('stash', '--quiet');
    const { folder, run } = writePlan(repository, '--tool', 'bfg');
    expect(run.code).toBe(0);
    expect(run.stdout).toContain('REMOVED.git-id');
    const remote = join(makeFolder(), 'remote.git');
    repository.git('init', '--quiet', '--bare', '--initial-branch=main', remote);
    repository.git('push', '--quiet', '--mirror', remote);
    expect(runPlan(folder, path, variables)).toMatchObject({ code: 0, stderr: '' });
    expect(objectsHolding(path, [...both(), pem.slice(40, 90)])).toEqual([]);
    expect(verifyPlan(folder, path)).toMatchObject({ code: 0, stderr: '' });
    expect(readFileSync(join(path, 'a.env'), 'utf8')).toMatch(/^TOKEN=REDACTED-[0-9a-f]{8}\nOTHER=kept\n$/);
    expect(repository.git('stash', 'list')).toMatch(/^stash@\{0\}/);
    repository.git('push', '--quiet', '--mirror', '--force', remote);
    expect(verifyPlan(folder, path, '--remote', remote)).toMatchObject({ code: 0, stdout: expect.stringContaining('none holds') });
  });

  test('messages and names stay: it says so, and the proof fails', () => {
    const repository = makeRepository();
    repository.commit({ [`a-${one()}`]: `TOKEN=${one()}\n` }, `with ${one()}`);
    repository.commit({ b: 'b\n' }, 'two');
    const { folder, run } = writePlan(repository, '--tool', 'bfg');
    expect(run.stdout).toContain('Commit messages that hold it stay');
    expect(run.stdout).toContain('Names of files and folders that hold it stay');
    expect(readFileSync(join(folder, 'PURGE.md'), 'utf8')).toContain('Not done by bfg');
    expect(runPlan(folder, repository.path, variables)).toMatchObject({ code: 0, stderr: '' });
    expect(verifyPlan(folder, repository.path)).toMatchObject({ code: 1 });
  });
});

describe('a plan', () => {
  test('is readable by its owner alone, and shows no key in what may be shown', () => {
    const repository = makeLeaks();
    repository.git('remote', 'add', 'origin', `https://someone:${two()}@github.com/acme/app.git`);
    const { folder, run } = writePlan(repository);
    expect(tellModes(folder).filter((line) => !/^(?:600|700) /.test(line))).toEqual([]);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const secret of [one(), two()]) {
      expect(tellPlan(folder)).not.toContain(secret);
      expect(run.stdout).not.toContain(secret);
    }
    const guide = readFileSync(join(folder, 'PURGE.md'), 'utf8');
    expect(guide).toContain('Sensitive-data removal for acme/app,');
    expect(guide.indexOf('Revoke first')).toBeLessThan(guide.indexOf('## Run it'));
    expect(guide).toContain('`refs/heads/main`');
    expect(guide).toContain('`refs/stash`');
    expect(guide).toContain('`refs/notes/commits`');
    expect(runProcess('sh', ['-n', join(folder, 'purge.sh')], folder).code).toBe(0);
  });

  test('lies outside the repository, in a folder of its own', () => {
    const repository = makeLeaks();
    const write = (folder: string): ReturnType<typeof runSkan> => runSkan(['purge', '--all', '--write', folder], { in: repository.path });
    expect(write('plan')).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('inside the repository') });
    expect(write('.git/plan').stderr).toContain('inside the repository');
    const full = makeFolder();
    writeFileSync(join(full, 'mine'), '');
    expect(write(full)).toMatchObject({ code: 2, stderr: expect.stringContaining('no plan of skan') });
    expect(readdirSync(full)).toEqual(['mine']);
    const folder = makeFolder();
    expect(write(folder).code).toBe(0);
    mkdirSync(join(folder, 'backup-x.git'));
    const before = readdirSync(folder);
    expect(write(folder).code).toBe(0);
    expect(readdirSync(folder)).toEqual(before);
  });

  test.each([
    ['staged', 'git restore --staged', (repository: Repository) => repository.stage({ k: `${one()}\n` })],
    ['local', 'git commit --amend', (repository: Repository) => { repository.commit({ k: `${one()}\n` }); }],
    ['stash', 'git stash drop', (repository: Repository) => { repository.write({ a: `${one()}\n` }); repository.git('stash', '--quiet'); }],
    ['reflog', 'reflog expire --all', (repository: Repository) => { repository.commit({ k: `${one()}\n` }); repository.git('reset', '--quiet', '--hard', 'HEAD~1'); }],
    ['unreachable', 'git gc --prune=now', (repository: Repository) => { repository.blob(`${one()}\n`); }],
  ])('says the short way for a key that is only %s', (reach, words, leak) => {
    const repository = makeRepository();
    repository.commit({ a: 'a\n' });
    leak(repository);
    const { folder, run } = writePlan(repository);
    expect(run).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('never pushed') });
    expect(run.stdout).toContain(reach);
    const guide = readFileSync(join(folder, 'PURGE.md'), 'utf8');
    expect(guide).toContain('## The short way');
    expect(guide).toContain(words);
  });

  test('tells the pushes that a clone needs: what the remote has, as it is here', () => {
    const repository = makeRepository();
    repository.commit({ a: `${one()}\n` }, 'one');
    repository.git('tag', 'v1');
    for (const name of ['main', 'topic']) repository.git('update-ref', `refs/remotes/origin/${name}`, 'HEAD');
    repository.git('branch', 'private');
    const { folder } = writePlan(repository);
    const pushes = readFileSync(join(folder, 'PURGE.md'), 'utf8').split('\n').filter((line) => line.startsWith('git push'));
    expect(pushes.map((line) => line.replace(/ +#.*/, ''))).toEqual(['git push --force --mirror URL', 'git push --force origin refs/heads/main:refs/heads/main refs/remotes/origin/topic:refs/heads/topic refs/tags/v1']);
  });

  test('says nothing of a short way once a remote has it', () => {
    const repository = makeLeaks();
    repository.git('update-ref', 'refs/remotes/origin/main', 'HEAD');
    const { folder, run } = writePlan(repository);
    expect(run.stdout).not.toContain('shorter way');
    expect(readFileSync(join(folder, 'PURGE.md'), 'utf8')).not.toContain('short way');
  });
});

describe('skan purge is told what it cannot do', () => {
  const wrong: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['nothing', [], /needs --write DIR .*or --verify/],
    ['both', ['--write', 'x', '--verify'], /needs --write DIR .*or --verify/],
    ['no fingerprint', ['--write', '../skan-no-such-plan'], /fingerprints.*or --all/],
    ['fingerprints and --all', ['abcd', '--all', '--write', '../skan-no-such-plan'], /fingerprints.*or --all/],
    ['an unknown fingerprint', ['abcdef01', '--write', '../skan-no-such-plan'], /nothing here has a fingerprint/],
    ['no fingerprint at all', ['hello!', '--write', '../skan-no-such-plan'], /at least four hex digits/],
    ['an unknown tool', ['--all', '--write', '../skan-no-such-plan', '--tool', 'sed'], /--tool sed: expected one of filter-repo/],
    ['a plan that is not there', ['--verify', '--plan', '../no-such-plan'], /no plan can be read/],
    ['a plan to write', ['--all', '--write', '../skan-no-such-plan', '--plan', '../y'], /--plan belongs to skan purge --verify/],
    ['something to look for', ['abcd', '--verify'], /takes what to look for from --plan/],
    ['a remote that runs something', ['--verify', '--remote', 'ext::sh -c x'], /skan clones over/],
    ['a remote that is not there', ['--verify', '--remote', '/no/such/remote.git'], /cannot be cloned/],
    ['a report that is none', ['abcd', '--write', '../skan-no-such-plan', '--report', 'a'], /no JSON report/],
  ];
  test.each(wrong)('%s', (_, args, complaint) => {
    const repository = makeRepository();
    repository.commit({ a: 'a\n' });
    const run = repository.skan(['purge', ...args]);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toMatch(complaint);
    expect(run.stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  test('nothing found is no plan, and no error; no repository is one', () => {
    const repository = makeRepository();
    repository.commit({ a: 'a\n' });
    const { folder, run } = writePlan(repository);
    expect(run).toMatchObject({ code: 0, stdout: expect.stringContaining('nothing to purge') });
    expect(existsSync(folder)).toBe(false);
    expect(writePlan(makeRepository()).run.code).toBe(0);
    expect(runSkan(['purge', '--all', '--write', join(makeFolder(), 'x')], { in: makeFolder() })).toMatchObject({ code: 2, stderr: expect.stringContaining('not a git repository') });
  });

  test('a report names the finding; the audit has its bytes', () => {
    const repository = makeLeaks();
    const look = repository.look(['audit']);
    const file = join(makeFolder(), 'report.json');
    writeFileSync(file, look.stdout);
    const { run } = writePlan(repository, look.report.findings[0]?.fingerprint.slice(0, 8) ?? '', '--report', file);
    expect(run).toMatchObject({ code: 0, stdout: expect.stringContaining('a plan for 1 secret') });
  });

  test('a shallow clone is neither planned for nor proven', () => {
    const source = makeLeaks();
    const path = join(makeFolder(), 'shallow');
    runProcess('git', ['clone', '--quiet', '--depth=2', `file://${source.path}`, path], makeFolder());
    expect(writePlan(openRepository(path)).run).toMatchObject({ code: 2, stderr: expect.stringContaining('shallow') });
    const { folder } = writePlan(source);
    expect(verifyPlan(folder, path).code).toBe(2);
    expect(runPlan(folder, path)).toMatchObject({ code: 1, stderr: expect.stringContaining('shallow') });
  });
});

describe('purge.sh refuses, and changes nothing', () => {
  const makeSmall = (): Repository => {
    const repository = makeRepository();
    repository.commit({ 'a.txt': `${one()}\n`, 'src/b': 'b\n' }, 'one');
    repository.git('branch', 'side');
    repository.commit({ 'a.txt': 'a\n' }, 'two');
    return repository;
  };
  const states: readonly (readonly [string, RegExp, (repository: Repository) => string | undefined])[] = [
    ['uncommitted changes', /uncommitted changes/, (repository) => { repository.write({ 'a.txt': 'changed\n' }); return undefined; }],
    ['staged changes', /uncommitted changes/, (repository) => { repository.stage({ fresh: 'x\n' }); return undefined; }],
    ['a folder below the root', /root of the work tree/, () => 'src'],
    ['.git', /root of the work tree/, () => '.git'],
    ['a linked work tree', /linked work tree: go to the main one/, (repository) => { const path = join(makeFolder(), 'linked'); repository.git('worktree', 'add', '--quiet', path, 'side'); return path; }],
    ['other linked work trees', /there are linked work trees/, (repository) => { repository.git('worktree', 'add', '--quiet', join(makeFolder(), 'linked'), 'side'); return undefined; }],
    ['a merge in progress', /in progress/, (repository) => { writeFileSync(join(repository.path, '.git/MERGE_HEAD'), `${repository.git('rev-parse', 'side')}\n`); return undefined; }],
    ['replace refs', /replace refs/, (repository) => { repository.git('replace', 'HEAD', 'HEAD~1'); return undefined; }],
    ['grafts', /grafts/, (repository) => { writeFileSync(join(repository.path, '.git/info/grafts'), `${repository.git('rev-parse', 'HEAD')}\n`); return undefined; }],
    ['borrowed objects', /borrows objects/, (repository) => { const other = makeRepository(); writeFileSync(join(repository.path, '.git/objects/info/alternates'), `${other.path}/.git/objects\n`); return undefined; }],
    ['a partial clone', /partial/, (repository) => { repository.git('config', 'remote.origin.promisor', 'true'); return undefined; }],
    ['assume-unchanged files', /assume-unchanged/, (repository) => { repository.git('update-index', '--assume-unchanged', 'a.txt'); return undefined; }],
    ['another repository', /belongs to another repository/, () => { const other = makeRepository(); other.commit({ a: 'a\n' }); return other.path; }],
    ['no repository', /no git repository/, () => makeFolder()],
  ];
  test.each(states)('%s', (_, complaint, disturb) => {
    const repository = makeSmall();
    const { folder } = writePlan(repository);
    const root = disturb(repository);
    const refs = repository.git('for-each-ref');
    const run = runPlan(folder, root === undefined ? repository.path : join(root.startsWith('/') ? '' : repository.path, root));
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toMatch(complaint);
    expect(run.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(repository.git('for-each-ref')).toBe(refs);
    expect(readdirSync(folder).filter((name) => name.startsWith('backup-'))).toEqual([]);
  });
});

describe('purge.sh says what is missing, and changes nothing', () => {
  const leak = (): Repository => {
    const repository = makeRepository();
    repository.commit({ a: `${one()}\n` }, 'one');
    return repository;
  };

  testWhere('a PATH without git filter-repo', runProcess('git', ['filter-repo', '--version'], makeFolder()).code !== 0)('git filter-repo', () => {
    const repository = leak();
    const { folder } = writePlan(repository);
    expect(runPlan(folder, repository.path)).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('git filter-repo was not found: pip install git-filter-repo') });
    expect(readdirSync(folder).filter((name) => name.startsWith('backup-'))).toEqual([]);
  });

  test('the BFG', () => {
    const repository = leak();
    const { folder } = writePlan(repository, '--tool', 'bfg');
    expect(runPlan(folder, repository.path)).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/^skan purge: (?:set BFG_JAR|java was not found)/) });
  });
});
