// `skan scan` looks at files as they lie there, without git: paths, folders, globs, standard input. What it cannot read is
// told, what it does not look into is listed, and links are not followed.

import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeKey } from '../keys.js';
import { bundle, lookWithSkan, makeFolder, makeRepository, runSkan, tell } from '../repository.js';
import { testWhere } from '../tools/need.js';

const key = makeKey('new');
const other = makeKey('other');

function makeTree(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = makeFolder();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

const tree = { 'a.ts': `${key}\n`, 'src/b.ts': `\n${key}\n`, 'src/deep/c.js': `${other}\n`, '.env': `${other}\n`, 'src/.hidden/d': `${key}\n`, 'clean.md': 'clean\n' };

describe('what is looked at', () => {
  const asked: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ['a file', ['a.ts'], ['new file a.ts:1']],
    ['a folder, with all below it, hidden files too', ['src'], ['new file src/.hidden/d:1', 'new file src/b.ts:2', 'other file src/deep/c.js:1']],
    ['a folder with a slash behind it', ['src/deep/'], ['other file src/deep/c.js:1']],
    ['where it is started', ['.'], ['new file a.ts:1', 'new file src/.hidden/d:1', 'new file src/b.ts:2', 'other file .env:1', 'other file src/deep/c.js:1']],
    ['the same twice', ['a.ts', './a.ts', '.', 'a.ts'], ['new file a.ts:1', 'new file src/.hidden/d:1', 'new file src/b.ts:2', 'other file .env:1', 'other file src/deep/c.js:1']],
    ['a glob', ['**/*.ts'], ['new file a.ts:1', 'new file src/b.ts:2']],
    ['a glob of hidden files', ['**/.e*'], ['other file .env:1']],
    ['a glob with choices', ['src/{b,deep/c}.{ts,js}'], ['new file src/b.ts:2', 'other file src/deep/c.js:1']],
    ['a path behind --', ['--', 'a.ts'], ['new file a.ts:1']],
    ['a clean file', ['clean.md'], []],
  ];
  test.each(asked)('%s', (_, paths, found) => {
    const { code, report } = lookWithSkan(['scan', ...paths], { in: makeTree(tree) });
    expect(tell(report)).toEqual(found);
    expect(report).toMatchObject({ skipped: [], problems: [] });
    expect(code).toBe(found.length > 0 ? 1 : 0);
  });

  test('paths are told relative to where it is started', () => {
    const folder = makeTree(tree);
    expect(tell(lookWithSkan(['scan', '../../a.ts', '.'], { in: join(folder, 'src/deep') }).report)).toEqual(['new file ../../a.ts:1', 'other file c.js:1']);
  });

  test('absolute paths too', () => {
    const folder = makeTree(tree);
    expect(tell(lookWithSkan(['scan', join(folder, 'a.ts'), join(folder, 'src/deep')], { in: folder }).report)).toEqual(['new file a.ts:1', 'other file src/deep/c.js:1']);
  });

  test('a file whose name is a glob, or looks like a flag', () => {
    const folder = makeTree({ '[a].ts': `${key}\n`, '-x': `${other}\n`, 'a.ts': 'clean\n' });
    expect(tell(lookWithSkan(['scan', '[a].ts'], { in: folder }).report)).toEqual(['new file [a].ts:1']);
    expect(runSkan(['scan', '-x'], { in: folder }).code).toBe(2);
    expect(tell(lookWithSkan(['scan', './-x'], { in: folder }).report)).toEqual(['other file -x:1']);
  });

  test('standard input, alone and beside files', () => {
    const folder = makeTree(tree);
    expect(lookWithSkan(['scan', '-'], { in: folder, input: `one\ntwo ${key}\n` }).report.findings).toMatchObject([{ occurrences: [{ source: 'stdin', path: '-', line: 2, column: 5 }] }]);
    expect(tell(lookWithSkan(['scan', 'clean.md', '-', 'a.ts'], { in: folder, input: other }).report)).toEqual(['new file a.ts:1', 'other stdin -:1']);
    expect(runSkan(['scan', '-'], { in: folder, input: '' }).code).toBe(0);
  });

  test('standard input of many megabytes that comes in pieces', () => {
    const input = Buffer.concat([Buffer.alloc(9_000_000, 'x\n'), Buffer.from(`${key}\n`), Buffer.alloc(5_000_000, 'y'), Buffer.from(`\n${other}`)]);
    expect(tell(lookWithSkan(['scan', '-'], { in: makeFolder(), input }).report)).toEqual(['new stdin -:4500001', 'other stdin -:4500003']);
  });

  test('large files between small ones', () => {
    const large = (text: string): Buffer => Buffer.concat([Buffer.alloc(4_500_000, '.\n'), Buffer.from(text)]);
    const folder = makeTree({ 'a': `${key}\n`, 'b.bin': large(`${key}\n`), 'c': `${other}\n`, 'd.bin': large(`${other}\n`), 'e.bin': Buffer.alloc(4 * 1024 * 1024, 'z'), 'f': `${key}\n` });
    expect(tell(lookWithSkan(['scan', '.'], { in: folder }).report)).toEqual(['new file a:1', 'new file b.bin:2250001', 'new file f:1', 'other file c:1', 'other file d.bin:2250001']);
  });

  test('a line of millions of characters, and UTF-16', () => {
    const folder = makeTree({ 'min.js': `${'a'.repeat(5_000_000)} "${key}"`, 'wide.txt': Buffer.from(`\ufeff\r\n${other}\r\n`, 'utf16le') });
    expect(lookWithSkan(['scan', '.'], { in: folder }).report.findings.map(({ occurrences }) => occurrences[0])).toMatchObject([{ path: 'min.js', line: 1, column: 5_000_003 }, { path: 'wide.txt', line: 2, column: 1, decodedFrom: ['utf-16le'] }]);
  });
});

describe('what is not looked into is listed', () => {
  test('the repository itself is no part of its work tree; one further down is another one', () => {
    const repository = makeRepository();
    repository.commit({ gone: `${key}\n` });
    repository.commit({ gone: undefined, left: 'left\n' });
    const { code, report } = repository.look(['scan', '.']);
    expect(report).toMatchObject({ findings: [], skipped: [] });
    expect(code).toBe(0);
    expect(repository.skan(['scan', '.', '--strict']).code).toBe(0);
    repository.git('init', '-q', 'inner');
    expect(repository.look(['scan', '.']).report).toMatchObject({ skipped: [{ what: 'inner/.git', why: expect.stringContaining('skan audit') }] });
    expect(repository.skan(['scan', '.', '--strict']).code).toBe(2);
    expect(repository.skan(['scan', '.']).stdout).toMatch(/nothing found; 1 thing not looked into: inner\/\.git/);
  });

  test('a pipe, a socket, a device', () => {
    const folder = makeTree({ a: `${key}\n` });
    spawnSync('mkfifo', [join(folder, 'pipe')]);
    const { code, report } = lookWithSkan(['scan', '.'], { in: folder });
    expect(tell(report)).toEqual(['new file a:1']);
    expect(report.skipped).toMatchObject([{ what: 'pipe', why: expect.stringContaining('not a file') }]);
    expect(lookWithSkan(['scan', 'a', '/dev/null'], { in: folder })).toMatchObject({ code: 2, report: { problems: [{ what: expect.stringContaining('dev/null') }] } });
    expect(code).toBe(1);
  });
});

describe('what git ignores', () => {
  const files = { '.gitignore': 'build/\n*.log\n', 'build/a': `${key}\n`, 'b.log': `${key}\n`, 'kept.log': `${other}\n`, 'sub/.gitignore': 'inner\n', 'sub/inner': `${key}\n`, 'sub/seen': `${other}\n` };
  const ignored = ['b.log', 'build', 'sub/inner'];
  const makeWorkTree = (): ReturnType<typeof makeRepository> => {
    const repository = makeRepository();
    repository.write(files);
    repository.git('add', '--force', 'kept.log');
    return repository;
  };
  const all = ['new file b.log:1', 'new file build/a:1', 'new file sub/inner:1', 'other file kept.log:1', 'other file sub/seen:1'];
  const seen = ['other file kept.log:1', 'other file sub/seen:1'];

  test('is left out in a git work tree, and listed; what git tracks is not', () => {
    const repository = makeWorkTree();
    const { report, code } = repository.look(['scan', '.']);
    expect(tell(report)).toEqual(seen);
    expect(report.skipped.filter(({ what }) => what !== '.git')).toEqual(ignored.map((what) => ({ what, why: 'git ignores it; --no-gitignore scans it' })));
    expect(code).toBe(1);
    expect(repository.skan(['scan', '.', '--strict']).code).toBe(2);
    expect(tell(repository.look(['scan', '..'], { in: 'sub' }).report).map((line) => line.replace('../', '').replace(' seen', ' sub/seen'))).toEqual(seen);
  });

  test('is scanned with --no-gitignore, and where the user names it', () => {
    const repository = makeWorkTree();
    expect(tell(repository.look(['scan', '.', '--no-gitignore']).report)).toEqual(all);
    expect(tell(repository.look(['scan', 'build', 'b.log']).report)).toEqual(['new file b.log:1', 'new file build/a:1']);
    expect(tell(repository.look(['scan', '.', 'build']).report)).toEqual(['new file build/a:1', ...seen]);
    repository.write({ 'build/deep/c': `${key}\n` });
    expect(tell(repository.look(['scan', 'build/deep']).report)).toEqual(['new file build/deep/c:1']);
  });

  test('outside a work tree .gitignore counts only when skan is told to', () => {
    const folder = makeTree(files);
    expect(tell(lookWithSkan(['scan', '.'], { in: folder }).report)).toEqual(all);
    const { report } = lookWithSkan(['scan', '.', '--gitignore'], { in: folder });
    expect(tell(report)).toEqual(['other file sub/seen:1']);
    expect(report.skipped.map(({ what }) => what)).toEqual(['b.log', 'build', 'kept.log', 'sub/inner']);
  });

  test('names that are no ASCII, and a repository that git refuses', () => {
    const repository = makeRepository();
    repository.write({ '.gitignore': 'größe\n', 'straße/größe': `${key}\n`, 'straße/x': `${other}\n` });
    expect(tell(repository.look(['scan', 'straße']).report)).toEqual(['other file straße/x:1']);
    repository.write({ '.git/config': 'nonsense [' });
    expect(tell(repository.look(['scan', 'straße']).report)).toEqual(['new file straße/größe:1', 'other file straße/x:1']);
  });
});

describe('links', () => {
  test('that are met on the way are not followed; their targets are text like any other', () => {
    const folder = makeTree({ 'in/a': `${key}\n` });
    symlinkSync('in', join(folder, 'folder'));
    symlinkSync('..', join(folder, 'in/circle'));
    symlinkSync('/no/where', join(folder, 'broken'));
    symlinkSync(`https://${other}@example.org`, join(folder, 'link'));
    const { code, report } = lookWithSkan(['scan', '.'], { in: folder });
    expect(tell(report)).toEqual(['new file in/a:1', 'other symlink link:1']);
    expect(report).toMatchObject({ skipped: [], problems: [] });
    expect(code).toBe(1);
  });
});

describe('a link that the user names', () => {
  test.each(['folder', 'folder/', 'file'])('%s is followed', (name) => {
    const folder = makeTree({ 'in/a': `${key}\n` });
    symlinkSync('in', join(folder, 'folder'));
    symlinkSync('in/a', join(folder, 'file'));
    const { code, report } = lookWithSkan(['scan', name], { in: folder });
    expect([code, report.findings.length]).toEqual([1, 1]);
  });

  test('and that leads nowhere is not called clean', () => {
    const folder = makeTree({});
    symlinkSync('/no/where', join(folder, 'broken'));
    expect(lookWithSkan(['scan', 'broken'], { in: folder })).toMatchObject({ code: 2, report: { problems: [{ what: 'broken', why: 'a link that leads nowhere' }] } });
  });
});

describe('what cannot be read is told, and the rest is found', () => {
  test('a path that is not there, a glob that matches nothing', () => {
    const { code, report } = lookWithSkan(['scan', 'nope', 'a.ts', '*.rs'], { in: makeTree(tree) });
    expect(code).toBe(2);
    expect(tell(report)).toEqual(['new file a.ts:1']);
    expect(report.problems.map(({ what, why }) => `${what}: ${why}`)).toEqual(['nope: there is no such file or folder', '*.rs: there is no such file or folder']);
  });

  test('a path that leads through a file', () => {
    expect(lookWithSkan(['scan', 'a.ts/b', 'a.ts'], { in: makeTree(tree) })).toMatchObject({ code: 2, report: { problems: [{ what: 'a.ts/b' }], findings: [{}] } });
  });

  test('a name that is too long', () => {
    expect(lookWithSkan(['scan', 'x'.repeat(5000)], { in: makeFolder() })).toMatchObject({ code: 2, report: { problems: [{}] } });
  });

  const closed = testWhere('another user than root', process.getuid?.() !== 0);
  closed('a file and a folder without permission', () => {
    const folder = makeTree({ a: `${key}\n`, 'b/c': `${other}\n`, d: `${other}\n` });
    chmodSync(join(folder, 'a'), 0);
    chmodSync(join(folder, 'b'), 0);
    const { code, report } = lookWithSkan(['scan', '.'], { in: folder });
    chmodSync(join(folder, 'b'), 0o755);
    expect(code).toBe(2);
    expect(tell(report)).toEqual(['other file d:1']);
    expect(report.problems).toMatchObject([{ what: 'a', why: 'no permission to read it' }, { what: 'b', why: 'no permission to read it' }]);
  });

  const setpriv = testWhere('root and setpriv', spawnSync('setpriv', ['--version']).status === 0 && process.getuid?.() === 0);
  setpriv('a file and a folder without permission, as another user', () => {
    const folder = makeTree({ a: `${key}\n`, 'b/c': `${other}\n`, d: `${other}\n` });
    chmodSync(folder, 0o755);
    chmodSync(join(folder, 'a'), 0);
    chmodSync(join(folder, 'b'), 0);
    const done = spawnSync('setpriv', ['--reuid=12345', '--regid=12345', '--clear-groups', process.execPath, bundle, 'scan', '.', '--format', 'text'], { cwd: folder, encoding: 'utf8', env: { PATH: process.env['PATH'] ?? '', HOME: folder } });
    expect(done.status).toBe(2);
    expect(done.stderr).toBe('');
    expect(done.stdout).toMatch(/d:1:1/);
    expect(done.stdout.replace(/\s+/g, ' ')).toMatch(/a: no permission to read it.*b: no permission to read it/);
  });

  const unreadable = testWhere('a file that cannot be read', spawnSync('cat', ['/proc/self/mem']).status !== 0);
  unreadable('a file that fails while it is read', () => {
    expect(lookWithSkan(['scan', '/proc/self/mem', 'a.ts'], { in: makeTree(tree) })).toMatchObject({ code: 2, report: { problems: [{ why: expect.stringMatching(/could not be read \(E[A-Z]+\)/) }], findings: [{}] } });
  });

  test('a file that claims to be empty and is not', () => {
    const run = runSkan(['scan', '/proc/cpuinfo', '/proc/meminfo'], { in: '/' });
    expect(run.code).toBe(0);
  });
});
