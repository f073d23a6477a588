// `skan range` judges what the commits of a range add, each against its parents: what one commit brings and the next takes
// away is still in what gets pushed. Also the lines that git gives to pre-push and pre-receive, with real hooks.

import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeKey } from '../keys.js';
import { bundle, makeFolder, makeRepository, openRepository, tell } from '../repository.js';
import type { Files, Repository } from '../repository.js';

const zeros = '0'.repeat(40);
const old = makeKey('old');
const fresh = makeKey('new');
const lines = (word: string, count = 20): string => Array.from({ length: count }, (_, line) => `${word} ${line}\n`).join('');
const skan = `"${process.execPath}" "${bundle}"`;

describe('what the commits of a range add', () => {
  interface Story {
    readonly name: string;
    readonly before: Files;
    readonly commits: readonly Files[];
    readonly finds: readonly string[];
  }

  const stories: readonly Story[] = [
    { name: 'a key that is added', before: { a: 'a\n' }, commits: [{ a: `a\n${fresh}\n` }], finds: ['new blob a:2'] },
    { name: 'a key that is added and taken away again', before: { a: 'a\n' }, commits: [{ a: `${fresh}\n` }, { a: 'a\n' }], finds: ['new blob a:1'] },
    { name: 'a file that is added and deleted again', before: { a: 'a\n' }, commits: [{ b: `${fresh}\n` }, { b: undefined }], finds: ['new blob b:1'] },
    { name: 'a key that was there before', before: { a: `${old}\n` }, commits: [{ a: `${old}\nmore\n` }, { b: 'b\n' }], finds: [] },
    { name: 'a key that is taken away and put back', before: { a: `${old}\n` }, commits: [{ a: 'gone\n' }, { a: `${old}\n` }], finds: ['old blob a:1'] },
    { name: 'a pure rename', before: { a: `${lines('x')}${old}\n` }, commits: [{ a: undefined, b: `${lines('x')}${old}\n` }], finds: [] },
    { name: 'a rename with an edit', before: { a: `${lines('x')}${old}\n` }, commits: [{ a: undefined, b: `y\n${lines('x')}${old}\n${fresh}\n` }], finds: ['new blob b:23'] },
    { name: 'a copy', before: { a: `${lines('x')}${old}\n` }, commits: [{ b: `${lines('x')}${old}\n` }], finds: ['old blob b:21'] },
    { name: 'a mode change', before: { a: `${old}\n` }, commits: [{ a: { executable: `${old}\n` } }], finds: [] },
    { name: 'a re-indented line', before: { a: `${old}\n` }, commits: [{ a: `  ${old}\n` }], finds: ['old blob a:1'] },
    { name: 'a symlink target', before: { a: 'a\n' }, commits: [{ b: { link: `/${fresh}` } }], finds: ['new symlink b:1'] },
    { name: 'the same blob at two paths, old in one of them', before: { a: `${old}\n` }, commits: [{ b: `${old}\n`, c: 'c\n' }], finds: ['old blob b:1'] },
    { name: 'a deleted file with an old key', before: { a: `${old}\n` }, commits: [{ a: undefined }], finds: [] },
    { name: 'a binary file with an old key', before: { a: Buffer.from(`\0${old}`) }, commits: [{ a: Buffer.from(`\0\n\n\0${old}`) }], finds: [] },
    { name: 'UTF-16 with a new key', before: { a: Buffer.from(`\ufeff${old}\n`, 'utf16le') }, commits: [{ a: Buffer.from(`\ufeff${old}\n${fresh}\n`, 'utf16le') }], finds: ['new blob a:2'] },
  ];
  test.each(stories.map((story) => [story.name, story] as const))('%s', (_, { before, commits, finds }) => {
    const repository = makeRepository();
    const base = repository.commit(before);
    for (const files of commits) repository.commit(files);
    const { code, report } = repository.look(['range', `${base}..HEAD`]);
    expect(tell(report)).toEqual(finds);
    expect(report.problems).toEqual([]);
    expect(code).toBe(finds.length > 0 ? 1 : 0);
  });

  test('commit messages and author fields', () => {
    const repository = makeRepository();
    const base = repository.commit({ a: 'a\n' });
    repository.commit({ b: 'b\n' }, `subject\n\nbody\n  token ${fresh}\n`);
    repository.tryGit(['commit', '--quiet', '--allow-empty', '-m', 'x'], { variables: { GIT_AUTHOR_NAME: `Bot ${old}` } });
    const { report } = repository.look(['range', `${base}..HEAD`]);
    expect(report.findings.flatMap(({ occurrences }) => occurrences)).toMatchObject([
      { source: 'author', path: '', line: 1, column: 5, commit: repository.git('rev-parse', 'HEAD'), author: expect.stringMatching(/^Bot ghp_.{4}….{4} <ada@example\.org>$/) },
      { source: 'commit-message', path: '', line: 4, column: 9, commit: repository.git('rev-parse', 'HEAD~1'), author: 'Ada <ada@example.org>' },
    ]);
  });

  test('each finding names the commit, its author and its date', () => {
    const repository = makeRepository();
    const base = repository.commit({ a: 'a\n' });
    const commit = repository.commit({ a: `${fresh}\n` });
    repository.commit({ a: 'a\n' });
    expect(repository.look(['range', `${base}..HEAD`]).report.findings).toMatchObject([
      { occurrences: [{ commit, author: 'Ada <ada@example.org>', date: expect.stringMatching(/^2026-01-\d\dT\d\d:\d\d:\d\d\+01:00$/), object: repository.git('rev-parse', `${commit}:a`) }], exposure: { reach: 'local' } },
    ]);
  });
});

describe('ranges', () => {
  const make = () => {
    const repository = makeRepository();
    const first = repository.commit({ a: `${old}\n` });
    repository.git('checkout', '--quiet', '-b', 'side');
    const side = repository.commit({ side: `${fresh}\n` });
    repository.git('checkout', '--quiet', 'main');
    const main = repository.commit({ b: `${makeKey('main')}\n` });
    return { repository, first, side, main };
  };

  test.each([
    ['zeros..HEAD: everything', `${zeros}..HEAD`, ['main blob b:1', 'old blob a:1']],
    ['base..head', 'main~1..main', ['main blob b:1']],
    ['base.. : up to HEAD', 'main~1..', ['main blob b:1']],
    ['..head : from HEAD', '..side', ['new blob side:1']],
    ['a..b of two branches: what b has and a has not', 'main..side', ['new blob side:1']],
    ['a...b: from the merge base', 'main...side', ['new blob side:1']],
    ['an empty one', 'main..main', []],
    ['backwards: nothing', 'main..main~1', []],
    ['with names of branches that hold dots', 'v1.0..main', ['main blob b:1']],
  ])('%s', (_, range, finds) => {
    const { repository } = make();
    repository.git('branch', 'v1.0', 'main~1');
    expect(tell(repository.look(['range', range]).report)).toEqual(finds);
  });

  test('histories without a common commit', () => {
    const { repository } = make();
    repository.git('checkout', '--quiet', '--orphan', 'alone');
    repository.commit({ alone: `${makeKey('alone')}\n` });
    expect(repository.skan(['range', 'main...alone'])).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/have no common commit/) });
    expect(tell(repository.look(['range', 'main..alone']).report)).toEqual(['alone blob alone:1', 'main blob b:1', 'old blob a:1']);
  });

  test('in a sub-folder, a linked work tree, a bare repository, and a repository with SHA-256 names', () => {
    const { repository } = make();
    repository.commit({ 'sub/x': 'x\n' });
    expect(tell(repository.look(['range', 'main..side'], { in: 'sub' }).report)).toEqual(['new blob side:1']);
    const linked = openRepository(join(makeFolder(), 'linked'));
    repository.git('worktree', 'add', '--quiet', linked.path, 'side');
    expect(tell(linked.look(['range', 'main..HEAD']).report)).toEqual(['new blob side:1']);
    const bare = openRepository(join(makeFolder(), 'bare.git'));
    repository.git('clone', '--quiet', '--bare', '.', bare.path);
    expect(bare.look(['range', 'main..side']).report).toMatchObject({ findings: [{ exposure: { reach: 'pushed' } }] });
    const wide = makeRepository('--object-format=sha256');
    wide.commit({ a: `${fresh}\n` });
    expect(tell(wide.look(['range', `${'0'.repeat(64)}..HEAD`]).report)).toEqual(['new blob a:1']);
  });

  test('in CI everything counts as pushed, and what a remote-tracking ref holds does everywhere', () => {
    const { repository, side } = make();
    const reach = (variables = {}): unknown => repository.look(['range', 'main..side'], { variables }).report.findings[0]?.exposure.reach;
    expect(reach()).toBe('local');
    expect(reach({ CI: 'true' })).toBe('pushed');
    repository.git('update-ref', 'refs/remotes/origin/side', side);
    expect(reach()).toBe('pushed');
  });

  test('a shallow clone whose range reaches the boundary, or whose base is beyond it, is incomplete', () => {
    const { repository } = make();
    const first = repository.git('rev-parse', 'main~1');
    for (let count = 0; count < 3; count += 1) repository.commit({ [`f${count}`]: `${makeKey(`f${count}`)}\n` });
    const clone = openRepository(join(makeFolder(), 'shallow'));
    repository.git('clone', '--quiet', '--depth=2', '--branch=main', `file://${repository.path}`, clone.path);
    expect(tell(clone.look(['range', 'HEAD~1..HEAD']).report)).toEqual(['f2 blob f2:1']);
    const whole = clone.look(['range', `${zeros}..HEAD`]);
    expect(whole).toMatchObject({ code: 2, report: { problems: [{ why: expect.stringContaining('shallow'), hint: expect.stringContaining('--unshallow') }] } });
    expect(whole.report.findings.length).toBeGreaterThan(0);
    expect(clone.skan(['range', `${first}..HEAD`])).toMatchObject({ code: 2, stderr: expect.stringContaining('fetch-depth: 0') });
  });

  test('an object that is missing is told, and the other findings too', () => {
    const { repository, main } = make();
    const commit = repository.commit({ c: `${fresh}\n`, d: `${makeKey('lost')}\n` });
    const lost = repository.git('rev-parse', 'HEAD:d');
    rmSync(join(repository.path, '.git/objects', lost.slice(0, 2), lost.slice(2)));
    const { code, report } = repository.look(['range', `${main}..${commit}`]);
    expect(code).toBe(2);
    expect(tell(report)).toEqual(['new blob c:1']);
    expect(report.problems).toMatchObject([{ what: expect.stringContaining('d'), why: expect.stringContaining('missing') }]);
  });

  test('so is one that only the search for renames needs', () => {
    const repository = makeRepository();
    const base = repository.commit({ a: lines('x'), gone: lines('y') });
    const lost = repository.git('rev-parse', 'HEAD:gone');
    repository.commit({ a: undefined, gone: undefined, b: `${lines('x')}${fresh}\n` });
    rmSync(join(repository.path, '.git/objects', lost.slice(0, 2), lost.slice(2)));
    repository.commit({ c: `${old}\n` });
    const { code, report } = repository.look(['range', `${base}..HEAD`]);
    expect(code).toBe(2);
    expect(tell(report)).toEqual(['new blob b:21', 'old blob c:1']);
  });
});

describe('merges', () => {
  /** main and side, both with keys of their own and a conflict in `shared`. */
  const make = () => {
    const repository = makeRepository();
    const base = repository.commit({ shared: 'base\n', big: lines('x') });
    repository.git('checkout', '--quiet', '-b', 'side');
    const side = repository.commit({ shared: `side\n${old}\n` });
    repository.git('checkout', '--quiet', 'main');
    const main = repository.commit({ shared: 'main\n' });
    repository.tryGit(['merge', 'side']);
    return { repository, base, side, main };
  };

  test('what a parent holds is no news, what the resolution adds is', () => {
    const { repository, side, main } = make();
    repository.commit({ shared: `both\n${old}\n` });
    expect(tell(repository.look(['range', `${main}..HEAD`]).report)).toEqual(['old blob shared:2']);
    const only = `refs/heads/main ${repository.git('rev-parse', 'HEAD')} refs/heads/main ${zeros}\n`;
    repository.git('update-ref', 'refs/remotes/origin/main', main);
    repository.git('update-ref', 'refs/remotes/origin/side', side);
    expect(tell(repository.look(['range', '--stdin'], { input: only }).report)).toEqual([]);
  });

  test('a merge that sneaks a key in', () => {
    const { repository, side, main } = make();
    repository.git('update-ref', 'refs/remotes/origin/main', main);
    repository.git('update-ref', 'refs/remotes/origin/side', side);
    const evil = repository.commit({ shared: `both\n${old}\n${fresh}\n`, extra: `${makeKey('extra')}\n`, [`named-${makeKey('name')}`]: 'x\n' });
    const { report } = repository.look(['range', '--stdin'], { input: `refs/heads/main ${evil} refs/heads/main ${zeros}\n` });
    expect(tell(report)).toEqual(['extra blob extra:1', expect.stringMatching(/^name path named-ghp_/), 'new blob shared:3']);
  });

  test('a merge that renames a file to a key', () => {
    const { repository, side, main } = make();
    repository.git('update-ref', 'refs/remotes/origin/main', main);
    repository.git('update-ref', 'refs/remotes/origin/side', side);
    const evil = repository.commit({ shared: 'both\n', big: undefined, [`big-${fresh}`]: `${lines('x')}end\n` });
    const { report } = repository.look(['range', '--stdin'], { input: `refs/heads/main ${evil} refs/heads/main ${zeros}\n` });
    expect(tell(report)).toEqual([expect.stringMatching(/^new path big-ghp_/)]);
  });

  test('a merge message', () => {
    const { repository, main } = make();
    repository.commit({ shared: 'both\n' }, `merge ${fresh}`);
    expect(tell(repository.look(['range', `${main}..HEAD`]).report)).toEqual(['new commit-message', 'old blob shared:2']);
  });

  test('an octopus', () => {
    const repository = makeRepository();
    const base = repository.commit({ a: 'a\n' });
    for (const name of ['one', 'two']) {
      repository.git('checkout', '--quiet', '-b', name, base);
      repository.commit({ [name]: `${makeKey(name)}\n` });
    }
    repository.git('checkout', '--quiet', 'main');
    repository.commit({ m: 'm\n' });
    repository.git('merge', '--quiet', '--no-commit', 'one', 'two');
    repository.commit({ a: `${fresh}\n` });
    expect(tell(repository.look(['range', `${base}..HEAD`]).report)).toEqual(['new blob a:1', 'one blob one:1', 'two blob two:1']);
    expect(tell(repository.look(['range', 'HEAD^..HEAD']).report)).toEqual(['new blob a:1', 'one blob one:1', 'two blob two:1']);
  });

  test('a revert of a removal brings the key back', () => {
    const repository = makeRepository();
    repository.commit({ a: `x\n${old}\ny\n` });
    repository.commit({ a: 'x\ny\n' });
    repository.git('revert', '--no-edit', 'HEAD');
    expect(tell(repository.look(['range', 'HEAD~1..HEAD']).report)).toEqual(['old blob a:2']);
  });
});

describe('the lines of pre-push', () => {
  const make = () => {
    const repository = makeRepository();
    const first = repository.commit({ a: `${old}\n` });
    repository.git('update-ref', 'refs/remotes/origin/main', first);
    const second = repository.commit({ b: `${fresh}\n` });
    const push = (input: string, ...args: readonly string[]) => repository.look(['range', '--stdin', ...args], { input });
    return { repository, first, second, push };
  };

  test('nothing to push, and deletions, add nothing', () => {
    const { first, push } = make();
    for (const input of ['', '\n', `(delete) ${zeros} refs/heads/gone ${first}\n`]) expect(push(input)).toMatchObject({ code: 0, report: { findings: [], problems: [] } });
  });

  test('an existing ref is judged from what the remote has', () => {
    const { first, second, push } = make();
    expect(tell(push(`refs/heads/main ${second} refs/heads/main ${first}\n`).report)).toEqual(['new blob b:1']);
    expect(tell(push(`refs/heads/main ${first} refs/heads/main ${first}\n`).report)).toEqual([]);
  });

  test('a new ref is judged by what no remote-tracking ref holds', () => {
    const { second, push } = make();
    expect(tell(push(`refs/heads/topic ${second} refs/heads/topic ${zeros}\n`).report)).toEqual(['new blob b:1']);
  });

  test('with --remote only the refs of that remote count', () => {
    const { repository, second, push } = make();
    repository.git('update-ref', 'refs/remotes/fork/main', second);
    const line = `refs/heads/topic ${second} refs/heads/topic ${zeros}\n`;
    expect(tell(push(line).report)).toEqual([]);
    expect(tell(push(line, '--remote', 'origin').report)).toEqual(['new blob b:1']);
    expect(tell(push(line, '--remote=fork').report)).toEqual([]);
    expect(tell(push(line, '--remote', 'https://example.org/x.git').report)).toEqual(['new blob b:1', 'old blob a:1']);
    expect(tell(push(line, '--remote', 'ori').report)).toEqual(['new blob b:1', 'old blob a:1']);
  });

  test('a remote id that is not known here is judged like a new ref', () => {
    const { second, push } = make();
    expect(tell(push(`refs/heads/main ${second} refs/heads/main ${'12'.repeat(20)}\n`).report)).toEqual(['new blob b:1']);
  });

  test('several refs at once, each commit told once', () => {
    const { repository, first, second, push } = make();
    const third = repository.commit({ c: `${makeKey('third')}\n` });
    const { report } = push(`refs/heads/main ${second} refs/heads/main ${first}\n(delete) ${zeros} refs/heads/x ${first}\nrefs/heads/topic ${third} refs/heads/topic ${zeros}\n`);
    expect(tell(report)).toEqual(['new blob b:1', 'third blob c:1']);
    expect(report.findings.map(({ occurrences }) => occurrences.length)).toEqual([1, 1]);
  });

  test('a local ref that is an expression with blanks', () => {
    const { first, second, push } = make();
    expect(tell(push(`HEAD@{1 day ago} ${second} refs/heads/main ${first}\n`).report)).toEqual(['new blob b:1']);
    expect(tell(push(`:/a change of 2 ${second} refs/heads/main ${first}\r\n`).report)).toEqual(['new blob b:1']);
  });

  test.each(['nonsense\n', 'a b\n', `a b c\n`, `refs/heads/main HEAD refs/heads/main ${zeros}\n`, `refs/heads/main --all refs/heads/main ${zeros}\n`, 'a b c d\n', `refs/heads/main ${'1'.repeat(39)} refs/heads/main ${zeros}\n`])('a line that is neither: %j', (input) => {
    const { repository } = make();
    const run = repository.skan(['range', '--stdin'], { input });
    expect(run).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/^skan: standard input holds a line that is neither/) });
  });

  test('a tip that is not here', () => {
    const { repository, first } = make();
    const { code, report } = repository.look(['range', '--stdin'], { input: `refs/heads/main ${'12'.repeat(20)} refs/heads/main ${first}\n` });
    expect(code).toBe(2);
    expect(report.problems).toMatchObject([{ what: '12'.repeat(20), why: expect.stringContaining('missing') }]);
  });

  test('tags: the message of an annotated one, a tag of a tag, of a blob, of a tree', () => {
    const { repository, second, push } = make();
    repository.git('update-ref', 'refs/remotes/origin/topic', second);
    const tag = (name: string, target: string, message: string): string => {
      repository.git('tag', '-a', name, target, '-m', message);
      return `refs/tags/${name} ${repository.git('rev-parse', `refs/tags/${name}`)} refs/tags/${name} ${zeros}\n`;
    };
    expect(tell(push(tag('v1', second, `release ${makeKey('tag')}`)).report)).toEqual(['tag tag-message']);
    expect(tell(push(tag('v2', 'v1', 'again')).report)).toEqual(['tag tag-message']);
    expect(tell(push(tag('v3', repository.blob(`${makeKey('blob')}\n`), 'blob')).report)).toEqual(['blob blob']);
    expect(tell(push(tag('v4', `${second}^{tree}`, 'tree')).report)).toEqual(['new blob b:1', 'old blob a:1']);
    expect(tell(push(`refs/tags/light ${second} refs/tags/light ${zeros}\n`).report)).toEqual([]);
    expect(push(tag('v5', second, `release ${makeKey('tag')}`)).report.findings).toMatchObject([{ occurrences: [{ source: 'tag-message', line: 1, column: 9, author: 'Ada <ada@example.org>' }] }]);
  });

  test('refs of the remote that name no commit do no harm', () => {
    const { repository, second, push } = make();
    repository.git('tag', '-a', 'blob', repository.blob('x\n'), '-m', 'x');
    repository.git('update-ref', 'refs/remotes/origin/blob', repository.git('rev-parse', 'refs/tags/blob'));
    expect(tell(push(`refs/heads/topic ${second} refs/heads/topic ${zeros}\n`).report)).toEqual(['new blob b:1']);
  });

  test('as a real hook it stops the push', () => {
    const server = openRepository(join(makeFolder(), 'server.git'));
    const repository = makeRepository();
    repository.git('init', '--quiet', '--bare', server.path);
    repository.git('remote', 'add', 'origin', server.path);
    repository.commit({ a: 'a\n' });
    repository.hook('pre-push', `exec ${skan} range --stdin --remote "$1"`);
    expect(repository.tryGit(['push', '-q', 'origin', 'main'])).toMatchObject({ code: 0 });
    repository.commit({ b: `${fresh}\n` });
    repository.commit({ b: 'clean\n' });
    const refused = repository.tryGit(['push', 'origin', 'main']);
    expect(refused.code).toBe(1);
    expect(`${refused.stdout}${refused.stderr}`).toMatch(/1 leaked key in what these commits add[^]*b:1:1/);
    expect(server.git('rev-list', '--count', 'main')).toBe('1');
    repository.git('reset', '--quiet', '--hard', 'HEAD~2');
    repository.commit({ c: 'c\n' });
    expect(repository.tryGit(['push', '-q', 'origin', 'main'])).toMatchObject({ code: 0 });
    repository.git('push', '-q', 'origin', ':main');
  });
});

describe('the lines of pre-receive, in a real bare repository', () => {
  const make = (): { server: Repository; client: Repository } => {
    const server = openRepository(join(makeFolder(), 'server.git'));
    const client = makeRepository();
    client.git('init', '--quiet', '--bare', '--initial-branch=main', server.path);
    client.git('remote', 'add', 'origin', server.path);
    client.commit({ a: `${old}\n`, big: lines('x') });
    client.git('push', '--quiet', 'origin', 'main');
    server.hook('pre-receive', `exec ${skan} range --stdin`);
    return { server, client };
  };

  test('a push with a key is rejected out of quarantine, a clean one accepted', () => {
    const { server, client } = make();
    const before = server.git('rev-parse', 'main');
    client.commit({ b: `${fresh}\n` });
    client.commit({ b: 'taken out\n' });
    const refused = client.tryGit(['push', 'origin', 'main']);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/remote: skan {2}1 leaked key[^]*b:1:1[^]*pre-receive hook declined/);
    expect(server.git('rev-parse', 'main')).toBe(before);
    client.git('reset', '--quiet', '--hard', before);
    client.commit({ a: undefined, moved: `${old}\n`, c: 'c\n' });
    expect(client.tryGit(['push', '--quiet', 'origin', 'main'])).toMatchObject({ code: 0 });
    expect(server.git('rev-parse', 'main')).not.toBe(before);
  });

  test('a new branch is judged by what no existing ref holds, a deletion adds nothing', () => {
    const { server, client } = make();
    client.git('push', '--quiet', 'origin', 'main:again');
    client.git('checkout', '--quiet', '-b', 'topic');
    client.commit({ c: 'c\n' });
    client.git('push', '--quiet', 'origin', 'topic');
    client.git('push', '--quiet', 'origin', ':again');
    client.commit({ d: 'd\n' }, `message with ${fresh}`);
    expect(client.tryGit(['push', 'origin', 'topic', 'topic:other']).code).toBe(1);
    expect(server.git('for-each-ref', '--format=%(refname)')).toBe('refs/heads/main\nrefs/heads/topic');
  });

  test('an annotated tag with a key in its message is rejected', () => {
    const { client } = make();
    client.git('tag', '-a', 'v1', '-m', `release ${fresh}`);
    client.git('tag', '-a', 'v2', '-m', 'release');
    expect(client.tryGit(['push', 'origin', 'v1']).code).toBe(1);
    expect(client.tryGit(['push', 'origin', 'v2']).code).toBe(0);
  });

  test('a push that is large enough to be kept as a pack', () => {
    const { server, client } = make();
    server.git('config', 'receive.unpackLimit', '1');
    client.commit({ ...Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`f${index}`, `${index}\n`])), z: `${fresh}\n` });
    expect(client.tryGit(['push', 'origin', 'main']).code).toBe(1);
    client.git('commit', '--quiet', '--amend', '--allow-empty', '-m', 'x');
    client.git('rm', '--quiet', 'z');
    client.git('commit', '--quiet', '--amend', '-m', 'x');
    expect(client.tryGit(['push', '--quiet', 'origin', 'main'])).toMatchObject({ code: 0 });
  });

  test('the report says that it has been pushed', () => {
    const { server, client } = make();
    server.hook('pre-receive', `exec ${skan} range --stdin --format json --output report.json`);
    client.commit({ b: `${fresh}\n` });
    expect(client.tryGit(['push', 'origin', 'main']).code).toBe(1);
    expect(JSON.parse(readFileSync(join(server.path, 'report.json'), 'utf8'))).toMatchObject({ findings: [{ exposure: { reach: 'pushed', incoming: true } }] });
  });

  test('whoever pushed is told how the push can pass', () => {
    const { client } = make();
    client.commit({ b: `${fresh}\n` });
    const said = client.tryGit(['push', 'origin', 'main']).stderr.replace(/\nremote: +/g, ' ').replace(/\s+/g, ' ');
    expect(said).toContain('The push cannot pass while one of its commits holds it: git commit --amend');
    expect(said).not.toContain('not worth it');
  });
});
