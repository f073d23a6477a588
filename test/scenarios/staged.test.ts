// `skan staged` judges exactly the bytes that `git commit` is about to record: what was added to the index, in every kind of
// repository and state, and nothing else.

import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeKey } from '../keys.js';
import { bundle, makeFolder, makeRepository, openRepository, runSkan, tell } from '../repository.js';
import type { Files, Repository } from '../repository.js';

const old = makeKey('old');
const fresh = makeKey('new');

const numbered = (count: number): string => Array.from({ length: count }, (_, line) => `line ${line} of the text\n`).join('');
const holdsOld = `one\ntoken = ${old}\nthree\n`;
const utf16 = (text: string, swap = false): Buffer => {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return swap ? bytes.swap16() : bytes;
};
const gujarati = '\u0a85\u0a0a\u4e0a'.repeat(1500);

interface Change {
  readonly name: string;
  readonly before?: Files;
  readonly staged: Files;
  readonly finds: readonly string[];
}

const changes: readonly Change[] = [
  { name: 'a key in a new file', staged: { 'a.ts': `\n\nconst k = "${fresh}";\n` }, finds: ['new blob a.ts:3'] },
  { name: 'nothing staged', before: { a: holdsOld }, staged: {}, finds: [] },
  { name: 'a key on an added line beside an old one', before: { a: holdsOld }, staged: { a: `${holdsOld}${fresh}\n` }, finds: ['new blob a:4'] },
  { name: 'an old key on an untouched line', before: { a: holdsOld }, staged: { a: `zero\n${holdsOld}four\n` }, finds: [] },
  { name: 'a re-indented line with an old key', before: { a: holdsOld }, staged: { a: `one\n  token = ${old}\nthree\n` }, finds: ['old blob a:2'] },
  { name: 'an old key that moved within its file', before: { a: `${old}\n${numbered(9)}` }, staged: { a: `${numbered(9)}${old}\n` }, finds: ['old blob a:10'] },
  { name: 'an old key written a second time', before: { a: holdsOld }, staged: { a: `${holdsOld}again ${old}\n` }, finds: ['old blob a:4'] },
  { name: 'a deleted file', before: { a: holdsOld }, staged: { a: undefined }, finds: [] },
  { name: 'a deleted line', before: { a: holdsOld }, staged: { a: 'one\nthree\n' }, finds: [] },
  { name: 'a pure rename', before: { a: holdsOld }, staged: { a: undefined, 'sub/b': holdsOld }, finds: [] },
  { name: 'a rename with an edit elsewhere', before: { a: `${numbered(20)}${old}\n` }, staged: { a: undefined, b: `changed\n${numbered(20)}${old}\n` }, finds: [] },
  { name: 'a rename with a new key', before: { a: `${numbered(20)}${old}\n` }, staged: { a: undefined, b: `${numbered(20)}${old}\n${fresh}\n` }, finds: ['new blob b:22'] },
  { name: 'a file that replaces another that is less than half alike', before: { a: `${numbered(2)}${old}\n` }, staged: { a: undefined, b: `${numbered(20).replaceAll('line', 'other')}${old}\n` }, finds: ['old blob b:21'] },
  { name: 'a copy', before: { a: `${numbered(20)}${old}\n` }, staged: { b: `${numbered(20)}${old}\n` }, finds: ['old blob b:21'] },
  { name: 'a copy of a file that is edited too', before: { a: `${numbered(20)}${old}\n` }, staged: { a: `${numbered(21)}${old}\n`, b: `${numbered(20)}${old}\n` }, finds: ['old blob b:21'] },
  { name: 'a mode change', before: { a: holdsOld }, staged: { a: { executable: holdsOld } }, finds: [] },
  { name: 'a mode change with a new key', before: { a: holdsOld }, staged: { a: { executable: `${holdsOld}${fresh}\n` } }, finds: ['new blob a:4'] },
  { name: 'a symlink whose target holds a key', staged: { a: { link: `/tmp/${fresh}` } }, finds: ['new symlink a:1'] },
  { name: 'a symlink that points to a file with a key', before: { a: holdsOld }, staged: { b: { link: 'a' } }, finds: [] },
  { name: 'a file that becomes a symlink', before: { a: 'text\n' }, staged: { a: { link: fresh } }, finds: ['new symlink a:1'] },
  { name: 'a symlink that becomes a file', before: { a: { link: 'elsewhere' } }, staged: { a: `${fresh}\n` }, finds: ['new blob a:1'] },
  { name: 'a file that becomes a folder', before: { a: 'text\n' }, staged: { a: undefined, 'a/b': `${fresh}\n` }, finds: ['new blob a/b:1'] },
  { name: 'the line ends change from LF to CRLF', before: { a: holdsOld }, staged: { a: holdsOld.replaceAll('\n', '\r\n') }, finds: ['old blob a:2'] },
  { name: 'a key on its own in a CRLF file', before: { a: 'one\r\ntwo\r\n' }, staged: { a: `one\r\ntwo\r\n\r\nk: ${fresh}\r\n` }, finds: ['new blob a:4'] },
  { name: 'the final newline goes, on the line with the old key', before: { a: `one\n${old}\n` }, staged: { a: `one\n${old}` }, finds: [] },
  { name: 'a binary file with a new key', staged: { 'a.bin': Buffer.from(`\0\0\n${fresh}\0\0`) }, finds: ['new blob a.bin:2'] },
  { name: 'a binary file that moves its old key', before: { a: Buffer.from(`\0\0\n${old}\0\0`) }, staged: { a: Buffer.from(`\0\0more\n\n\n${old}\0\0`) }, finds: [] },
  { name: 'a binary file with an old and a new key', before: { a: Buffer.from(`\0${old}\0`) }, staged: { a: Buffer.from(`\0${fresh}\0${old}\0`) }, finds: ['new blob a:1'] },
  { name: 'UTF-16LE with a new key', before: { a: utf16('one\r\n') }, staged: { a: utf16(`one\r\nk = ${fresh}\r\n`) }, finds: ['new blob a:2'] },
  { name: 'UTF-16BE with a new key', before: { a: utf16('one\n', true) }, staged: { a: utf16(`one\nk = ${fresh}\n`, true) }, finds: ['new blob a:2'] },
  { name: 'UTF-16LE with an old key', before: { a: utf16(`k = ${old}\n`) }, staged: { a: utf16(`one\nk = ${old}\n`) }, finds: [] },
  { name: 'UTF-16BE with an old and a new key', before: { a: utf16(`${old}\n`, true) }, staged: { a: utf16(`${old}\n\n${fresh}\n`, true) }, finds: ['new blob a:3'] },
  { name: 'UTF-16 in which git sees no NUL, with a new key', before: { a: utf16(`${gujarati}\n${old}\n`) }, staged: { a: utf16(`${gujarati}\n${old}\n${fresh}\n`) }, finds: ['new blob a:3'] },
  { name: 'UTF-16 in which git sees no NUL, with an old key', before: { a: utf16(`${gujarati}\n${old}\n`) }, staged: { a: utf16(`${gujarati}\n${old}\nend\n`) }, finds: [] },
  { name: 'a text that becomes UTF-16', before: { a: holdsOld }, staged: { a: utf16(holdsOld) }, finds: [] },
  { name: 'a private key of which one line was changed', before: { a: makeKey('pem', 'privateKey') }, staged: { a: makeKey('pem', 'privateKey').replace(/^(.{70})(.{4})/ms, '$1AbCd') }, finds: ['pem blob a:1'] },
  { name: 'two files with the same new content', staged: { a: `${fresh}\n`, b: `${fresh}\n` }, finds: ['new blob a:1', 'new blob b:1'] },
  { name: 'the same blob, new in one place and old in the other', before: { a: `${old}\n` }, staged: { a: `${old}\n`, b: `${old}\n`, c: 'x' }, finds: ['old blob b:1'] },
];

describe('what the change adds is found, and nothing else', () => {
  test.each(changes.map((change) => [change.name, change] as const))('%s', (_, { before, staged, finds }) => {
    const repository = makeRepository();
    if (before !== undefined) repository.commit(before);
    repository.stage(staged);
    const { code, report } = repository.look(['staged']);
    expect(tell(report)).toEqual(finds);
    expect(report.problems).toEqual([]);
    expect(code).toBe(finds.length > 0 ? 1 : 0);
  });
});

test('a line that a revert brings back is news', () => {
  const repository = makeRepository();
  repository.commit({ a: holdsOld });
  repository.commit({ a: 'one\nthree\n' });
  repository.git('revert', '--no-commit', 'HEAD');
  expect(tell(repository.look(['staged']).report)).toEqual(['old blob a:2']);
});

test('three thousand renamed files keep their old keys quiet, and the one new key among them is found', () => {
  const repository = makeRepository();
  const content = (index: number): string => `file ${index}\n${numbered(6)}${index % 100 === 0 ? `${old}\n` : ''}`;
  repository.commit(Object.fromEntries(Array.from({ length: 3000 }, (_, index) => [`before/${index}.txt`, content(index)])));
  mkdirSync(join(repository.path, 'after'));
  for (let index = 0; index < 3000; index += 1) writeFileSync(join(repository.path, `after/${index}.md`), `${content(index)}${index % 3 === 0 ? 'edited\n' : ''}${index === 1500 ? `${fresh}\n` : ''}`);
  rmSync(join(repository.path, 'before'), { recursive: true });
  repository.git('add', '--all');
  const { report } = repository.look(['staged']);
  expect(tell(report)).toEqual(['new blob after/1500.md:10']);
});

test('a rewritten file of a hundred thousand lines is judged in time', () => {
  const repository = makeRepository();
  const lines = (word: string): string => Array.from({ length: 100_000 }, (_, line) => `${word} ${line}`).join('\n');
  repository.commit({ a: `${lines('before')}\n${old}\n` });
  repository.stage({ a: `${lines('after')}\n${old}\n${lines('end')}\n${fresh}\n` });
  const start = Date.now();
  expect(tell(repository.look(['staged']).report)).toContain('new blob a:200002');
  expect(Date.now() - start).toBeLessThan(20_000);
});

describe('states of the index', () => {
  test('before the first commit everything is new', () => {
    const repository = makeRepository();
    repository.stage({ 'src/a.ts': `\n${fresh}\n` });
    const { code, report } = repository.look(['staged']);
    expect(tell(report)).toEqual(['new blob src/a.ts:2']);
    expect(code).toBe(1);
  });

  test('an empty repository is clean', () => {
    const run = makeRepository().skan(['staged']);
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/^skan {2}clean/);
  });

  test('a first commit with SHA-256 names', () => {
    const repository = makeRepository('--object-format=sha256');
    repository.stage({ a: `${fresh}\n` });
    expect(tell(repository.look(['staged']).report)).toEqual(['new blob a:1']);
    repository.git('commit', '-qm', 'x');
    repository.stage({ b: `${old}\n` });
    expect(tell(repository.look(['staged']).report)).toEqual(['old blob b:1']);
  });

  test('an orphan branch starts anew', () => {
    const repository = makeRepository();
    repository.commit({ a: `${old}\n` });
    repository.git('checkout', '--quiet', '--orphan', 'other');
    expect(tell(repository.look(['staged']).report)).toEqual(['old blob a:1']);
  });

  test('a detached HEAD is compared with itself', () => {
    const repository = makeRepository();
    repository.commit({ a: `${old}\n` });
    repository.git('checkout', '--quiet', '--detach');
    repository.stage({ b: `${fresh}\n` });
    expect(tell(repository.look(['staged']).report)).toEqual(['new blob b:1']);
  });

  test('intent to add records nothing yet', () => {
    const repository = makeRepository();
    repository.commit({ a: 'x\n' });
    repository.write({ b: `${fresh}\n` });
    repository.git('add', '--intent-to-add', 'b');
    const { code, report } = repository.look(['staged']);
    expect(report).toMatchObject({ findings: [], skipped: [], problems: [] });
    expect(code).toBe(0);
  });

  test('an unmerged path is listed as not looked into', () => {
    const { repository } = makeConflict();
    const { code, report } = repository.look(['staged']);
    expect(report.skipped).toEqual([{ what: 'shared', why: expect.stringContaining('unmerged') }]);
    expect(code).toBe(0);
    expect(repository.skan(['staged', '--strict']).code).toBe(2);
    expect(repository.skan(['staged']).stdout).toMatch(/nothing found; 1 thing not looked into: shared/);
  });

  test('a submodule is listed as not looked into', () => {
    const inner = makeRepository();
    inner.commit({ secret: `${old}\n` });
    const repository = makeRepository();
    repository.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.path, 'lib/inner');
    const { code, report } = repository.look(['staged']);
    expect(report.findings).toEqual([]);
    expect(report.skipped).toEqual([{ what: 'lib/inner', why: expect.stringContaining('submodule') }]);
    expect(code).toBe(0);
    expect(repository.look(['staged', '--strict']).code).toBe(2);
  });

  const shapes: readonly (readonly [string, (repository: Repository) => void])[] = [
    ['version 4', ({ git }) => git('update-index', '--index-version', '4')],
    ['split', ({ git }) => git('update-index', '--split-index')],
    ['sparse', ({ git }) => git('sparse-checkout', 'set', '--cone', '--sparse-index', 'kept')],
    ['without its checksum', ({ git }) => git('-c', 'index.skipHash=true', 'update-index', '--force-write-index')],
    ['with the untracked cache', ({ git }) => git('update-index', '--untracked-cache')],
    ['with assume-unchanged entries', ({ git }) => git('update-index', '--assume-unchanged', 'kept/a')],
  ];
  test.each(shapes)('an index %s is read as any other', (_, shape) => {
    const repository = makeRepository();
    repository.commit({ 'kept/a': 'a\n', 'left/b': `${old}\n`, 'left/deep/c': 'c\n' });
    shape(repository);
    repository.stage({ 'kept/new': `${fresh}\n` });
    expect(tell(repository.look(['staged']).report)).toEqual(['new blob kept/new:1']);
  });
});

describe('where it is started', () => {
  test('in a sub-folder it judges the whole index, with paths from the root', () => {
    const repository = makeRepository();
    repository.commit({ 'deep/er/x': 'x\n' });
    repository.stage({ top: `${fresh}\n`, 'deep/er/in': `${old}\n` });
    for (const folder of ['deep', 'deep/er']) {
      const { report } = repository.look(['staged'], { in: folder });
      expect(tell(report)).toEqual(['new blob top:1', 'old blob deep/er/in:1']);
      expect(report.scan.root).toBe(repository.path);
    }
  });

  test('in a linked work tree it judges that one, also with GIT_DIR set as git does for hooks', () => {
    const repository = makeRepository();
    repository.commit({ a: 'x\n' });
    const linked = openRepository(join(makeFolder(), 'linked'));
    repository.git('worktree', 'add', '--quiet', linked.path, '-b', 'side');
    repository.stage({ main: `${old}\n` });
    linked.stage({ 'sub/side': `${fresh}\n` });
    const variables = { GIT_DIR: join(repository.path, '.git/worktrees/linked') };
    for (const circumstances of [{}, { variables }, { in: 'sub' }, { in: 'sub', variables }]) {
      const { report } = linked.look(['staged'], circumstances);
      expect(tell(report)).toEqual(['new blob sub/side:1']);
      expect(report.scan.root).toBe(linked.path);
    }
    expect(tell(repository.look(['staged']).report)).toEqual(['old blob main:1']);
  });

  test('in a repository within another it judges the inner one', () => {
    const outer = makeRepository();
    outer.stage({ a: `${old}\n` });
    mkdirSync(join(outer.path, 'in/ner'), { recursive: true });
    outer.git('init', '--quiet', 'in');
    const inner = openRepository(join(outer.path, 'in'));
    inner.stage({ 'ner/b': `${fresh}\n` });
    expect(tell(inner.look(['staged'], { in: 'ner' }).report)).toEqual(['new blob ner/b:1']);
  });

  test('where .git is a file it follows it', () => {
    const repository = makeRepository('--separate-git-dir', join(makeFolder(), 'elsewhere.git'));
    repository.stage({ a: `${fresh}\n` });
    expect(tell(repository.look(['staged']).report)).toEqual(['new blob a:1']);
  });

  test.each([
    ['relative, from the top', '.', { GIT_DIR: '.git', GIT_WORK_TREE: '.' }],
    ['relative, from a sub-folder', 'sub', { GIT_DIR: '../.git', GIT_WORK_TREE: '..' }],
    ['absolute', 'sub', { GIT_DIR: '<top>/.git', GIT_WORK_TREE: '<top>' }],
    ['from outside', '..', { GIT_DIR: '<top>/.git', GIT_WORK_TREE: '<top>' }],
    ['with the prefix of an alias', '.', { GIT_PREFIX: 'sub/' }],
  ])('git variables %s', (_, folder, named) => {
    const repository = makeRepository();
    repository.commit({ 'sub/x': `${numbered(10)}${old}\n` });
    repository.stage({ 'sub/x': undefined, 'sub/moved': `${numbered(10)}${old}\n`, 'sub/y': `${fresh}\n` });
    const variables = Object.fromEntries(Object.entries(named).map(([name, value]) => [name, value.replace('<top>', repository.path)]));
    expect(tell(repository.look(['staged'], { in: folder, variables }).report)).toEqual(['new blob sub/y:1']);
  });

  test.each([
    ['relative, from the top', '.', '.git/other'],
    ['relative, from a sub-folder as git hands it to hooks', 'sub', '.git/other'],
    ['absolute', 'sub', '<top>/.git/other'],
  ])('an index named %s is the one that is judged', (_, folder, name) => {
    const repository = makeRepository();
    repository.commit({ 'sub/x': `${numbered(10)}${old}\n` });
    const other = { GIT_INDEX_FILE: join(repository.path, '.git/other') };
    repository.write({ 'sub/y': `${fresh}\n`, 'sub/z': `${numbered(10)}${old}\n` });
    repository.tryGit(['read-tree', 'HEAD'], { variables: other });
    repository.tryGit(['add', 'sub'], { variables: other });
    repository.tryGit(['rm', '--cached', 'sub/x'], { variables: other });
    const variables = { GIT_INDEX_FILE: name.replace('<top>', repository.path) };
    expect(tell(repository.look(['staged'], { in: folder, variables }).report)).toEqual(['new blob sub/y:1']);
    expect(repository.skan(['staged'], { in: folder }).code).toBe(0);
  });

  test('without HOME, XDG_CONFIG_HOME and LANG', () => {
    const repository = makeRepository();
    repository.stage({ a: `${fresh}\n` });
    const variables = { HOME: undefined, LANG: undefined, GIT_CONFIG_GLOBAL: undefined };
    expect(tell(repository.look(['staged'], { variables }).report)).toEqual(['new blob a:1']);
  });

  test('objects in a store of their own', () => {
    const repository = makeRepository();
    repository.commit({ a: `${numbered(10)}${old}\n` });
    const store = join(makeFolder(), 'objects');
    mkdirSync(store);
    const variables = { GIT_OBJECT_DIRECTORY: store, GIT_ALTERNATE_OBJECT_DIRECTORIES: join(repository.path, '.git/objects') };
    repository.write({ b: `${numbered(10)}${old}\n${fresh}\n`, a: undefined });
    repository.tryGit(['add', '--all'], { variables });
    expect(tell(repository.look(['staged'], { variables }).report)).toEqual(['new blob b:12']);
    const { code, report } = repository.look(['staged']);
    expect(report.problems.map(({ why }) => why)).toEqual([expect.stringMatching(/missing/)]);
    expect(code).toBe(2);
  });
});

/** Two branches that both changed `shared`; the other side brought keys. */
function makeConflict(): { repository: Repository } {
  const repository = makeRepository();
  repository.commit({ shared: 'base\n', ours: 'x\n' });
  repository.git('checkout', '--quiet', '-b', 'theirs');
  repository.commit({ shared: `theirs\n${old}\n`, 'their-file': `${makeKey('theirs')}\n` });
  repository.git('checkout', '--quiet', 'main');
  repository.commit({ shared: 'ours\n' });
  repository.tryGit(['merge', 'theirs']);
  return { repository };
}

describe('while a merge is in progress', () => {
  test("the other side's keys are no news, a key typed in the resolution is", () => {
    const { repository } = makeConflict();
    repository.stage({ shared: `both\n${old}\n` });
    expect(tell(repository.look(['staged']).report)).toEqual([]);
    repository.stage({ shared: `both\n${old}\n${fresh}\n` });
    expect(tell(repository.look(['staged']).report)).toEqual(['new blob shared:3']);
    repository.stage({ shared: 'both\n', extra: `${fresh}\n` });
    expect(tell(repository.look(['staged']).report)).toEqual(['new blob extra:1']);
  });

  test('a key that this side took out and the resolution puts back from the other is no news', () => {
    const repository = makeRepository();
    repository.commit({ shared: `base\n${old}\n` });
    repository.git('checkout', '--quiet', '-b', 'theirs');
    repository.commit({ shared: `theirs\n${old}\n` });
    repository.git('checkout', '--quiet', 'main');
    repository.commit({ shared: 'base\n' });
    repository.tryGit(['merge', 'theirs']);
    repository.stage({ shared: `ours\n${old}\n` });
    expect(tell(repository.look(['staged']).report)).toEqual([]);
  });

  test('the file that the other side brings may be renamed here', () => {
    const repository = makeRepository();
    repository.commit({ a: `${numbered(20)}${old}\n` });
    repository.git('checkout', '--quiet', '-b', 'theirs');
    repository.commit({ a: `theirs\n${numbered(20)}${old}\n` });
    repository.git('checkout', '--quiet', 'main');
    repository.commit({ a: undefined, b: `${numbered(20)}${old}\nours\n` });
    repository.git('merge', '--quiet', '--no-commit', '--no-ff', 'theirs');
    expect(tell(repository.look(['staged']).report)).toEqual([]);
  });

  test('an octopus has several other sides', () => {
    const repository = makeRepository();
    repository.commit({ a: 'a\n' });
    for (const side of ['one', 'two', 'three']) {
      repository.git('checkout', '--quiet', '-b', side, 'main');
      repository.commit({ [side]: `${makeKey(side)}\n` });
    }
    repository.git('checkout', '--quiet', 'main');
    repository.commit({ a: 'b\n' });
    repository.git('merge', '--quiet', '--no-commit', 'one', 'two', 'three');
    expect(tell(repository.look(['staged']).report)).toEqual([]);
    repository.stage({ a: `${fresh}\n` });
    expect(tell(repository.look(['staged']).report)).toEqual(['new blob a:1']);
  });

  test('in a linked work tree, where the merge is kept elsewhere', () => {
    const repository = makeRepository();
    repository.commit({ a: 'a\n' });
    repository.git('branch', 'theirs');
    const linked = openRepository(join(makeFolder(), 'linked'));
    repository.git('worktree', 'add', '--quiet', linked.path, '-b', 'side');
    repository.git('checkout', '--quiet', 'theirs');
    repository.commit({ b: `${old}\n` });
    linked.commit({ c: 'c\n' });
    linked.git('merge', '--quiet', '--no-commit', 'theirs');
    expect(tell(linked.look(['staged']).report)).toEqual([]);
    linked.stage({ d: `${fresh}\n` });
    expect(tell(linked.look(['staged'], { variables: { GIT_DIR: join(repository.path, '.git/worktrees/linked') } }).report)).toEqual(['new blob d:1']);
  });

  test('a cherry-pick is no merge: what it brings is news', () => {
    const repository = makeRepository();
    repository.commit({ a: 'a\n' });
    repository.git('checkout', '--quiet', '-b', 'side');
    repository.commit({ b: `${old}\n` });
    repository.git('checkout', '--quiet', 'main');
    repository.git('cherry-pick', '--no-commit', 'side');
    expect(tell(repository.look(['staged']).report)).toEqual(['old blob b:1']);
  });
});

describe('as a real pre-commit hook', () => {
  const hooked = (): Repository => {
    const repository = makeRepository();
    repository.commit({ a: 'a\n', b: 'b\n' });
    repository.hook('pre-commit', `exec "${process.execPath}" "${bundle}" staged`);
    return repository;
  };
  const commits: readonly (readonly [string, string, readonly string[]])[] = [
    ['commit', '.', []],
    ['commit from a sub-folder', 'sub', []],
    ['commit -a', '.', ['-a']],
    ['commit <path>', '.', ['a']],
    ['commit <path> from a sub-folder', 'sub', ['../a']],
    ['commit --include <path>', '.', ['--include', 'a']],
    ['commit --amend', '.', ['--amend']],
    ['commit --allow-empty', '.', ['--allow-empty']],
  ];
  test.each(commits)('%s is refused while it would record the key, and passes without', (_, folder, options) => {
    const repository = hooked();
    mkdirSync(join(repository.path, 'sub'));
    const head = repository.git('rev-parse', 'HEAD');
    repository.stage({ a: `${fresh}\n` });
    const refused = repository.tryGit(['commit', '-m', 'leak', ...options], { in: folder });
    expect(refused.code).toBe(1);
    expect(`${refused.stdout}${refused.stderr}`).toMatch(/1 leaked key in what you are about to commit[^]*a:1:1/);
    expect(repository.git('rev-parse', 'HEAD')).toBe(head);
    repository.stage({ a: 'process.env.TOKEN\n' });
    const passed = repository.tryGit(['commit', '-m', 'clean', ...options], { in: folder });
    expect(passed).toMatchObject({ code: 0 });
  });

  test('commit <path> is judged by that path alone', () => {
    const repository = hooked();
    repository.stage({ b: `${fresh}\n` });
    repository.write({ a: 'changed\n' });
    expect(repository.tryGit(['commit', '-m', 'only a', 'a'])).toMatchObject({ code: 0 });
    expect(repository.tryGit(['commit', '-m', 'all'])).toMatchObject({ code: 1 });
  });

  test('in a linked work tree', () => {
    const repository = hooked();
    const linked = openRepository(join(makeFolder(), 'linked'));
    repository.git('worktree', 'add', '--quiet', linked.path, '-b', 'side');
    linked.stage({ 'sub/c': `${fresh}\n` });
    expect(linked.tryGit(['commit', '-m', 'leak'], { in: 'sub' }).code).toBe(1);
    linked.stage({ 'sub/c': 'c\n' });
    expect(linked.tryGit(['commit', '-m', 'clean'], { in: 'sub' }).code).toBe(0);
  });

  test('at the first commit', () => {
    const repository = makeRepository();
    repository.hook('pre-commit', `exec "${process.execPath}" "${bundle}" staged`);
    repository.stage({ a: `${fresh}\n` });
    expect(repository.tryGit(['commit', '-m', 'leak']).code).toBe(1);
    expect(repository.tryGit(['rev-parse', 'HEAD']).code).not.toBe(0);
  });

  test('with -c settings of git given on the command line', () => {
    const repository = hooked();
    repository.stage({ a: `${fresh}\n` });
    expect(repository.tryGit(['-c', 'core.quotePath=true', '-c', 'color.ui=always', 'commit', '-m', 'leak']).code).toBe(1);
  });
});

describe('the work tree is never read', () => {
  test('a file that changed after staging is judged as it was staged', () => {
    const repository = makeRepository();
    repository.commit({ a: 'a\n', b: 'b\n', c: 'c\n' });
    repository.stage({ a: `${fresh}\n`, b: 'clean\n', c: 'clean too\n' });
    repository.write({ a: 'clean\n', b: `${old}\n`, c: undefined });
    expect(tell(repository.look(['staged']).report)).toEqual(['new blob a:1']);
  });

  test('a pipe where the file was does not hang it', () => {
    const repository = makeRepository();
    repository.commit({ a: `${numbered(20)}${old}\n` });
    repository.stage({ a: undefined, b: `${numbered(20)}${old}\n${fresh}\n` });
    rmSync(join(repository.path, 'b'));
    spawnSync('mkfifo', [join(repository.path, 'b')]);
    expect(tell(repository.look(['staged']).report)).toEqual(['new blob b:22']);
  });

  const traced = spawnSync('strace', ['-V']).status === 0 ? test : test.skip;
  traced('no file of it is opened, by git neither', () => {
    const repository = makeRepository();
    repository.commit({ a: `${numbered(20)}${old}\n`, z: 'z\n' });
    repository.stage({ a: undefined, 'worktree-file-b': `${numbered(20)}${old}\nend\n`, 'worktree-file-c': `${fresh}\n`, '.gitattributes': '* text=auto\n' });
    const log = join(makeFolder(), 'trace');
    const done = spawnSync('strace', ['-f', '-e', 'trace=open,openat,openat2', '-o', log, process.execPath, bundle, 'staged'], { cwd: repository.path, timeout: 60_000 });
    expect(done.status).toBe(1);
    const opened = readFileSync(log, 'latin1').split('\n').filter((line) => /(?:worktree-file-|\.gitattributes).* = \d/.test(line));
    expect(opened).toEqual([]);
  });
});

test('standard input that holds nothing, and file names that a hook manager adds, change nothing', () => {
  const repository = makeRepository();
  repository.stage({ a: `${fresh}\n`, b: 'b\n', '-odd': 'odd\n', gone: 'gone\n' });
  rmSync(join(repository.path, 'gone'));
  expect(repository.skan(['staged', 'b', 'gone', '--', '-odd']).code).toBe(1);
  appendFileSync(join(repository.path, 'a'), 'more\n');
  expect(runSkan(['staged'], { in: repository.path, input: Buffer.alloc(0) }).code).toBe(1);
});

test('a bare repository has nothing staged, and says what to do instead', () => {
  expect(makeRepository('--bare').skan(['staged'])).toEqual({ code: 2, stdout: '', stderr: 'skan: a bare repository has nothing staged; look at all of it with: skan audit\n' });
});
