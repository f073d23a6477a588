// `skan audit` reads every object of a repository, whether anything reaches it or not, and says of each finding where it
// stands, who brought it, and how far it has come.

import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../../src/model/report.js';
import { makeCorners } from '../corners.js';
import { makeKey, nameOfMask } from '../keys.js';
import { makeFolder, makeRepository, openRepository, runProcess, tell } from '../repository.js';
import type { Repository } from '../repository.js';
import { testWhere } from '../tools/need.js';

const key = (name: string): string => makeKey(name);
const hasReftable = (): boolean => runProcess('git', ['init', '--quiet', '--ref-format=reftable', '.'], makeFolder()).code === 0;
const findingOf = (findings: readonly Finding[], name: string): Finding | undefined => findings.find(({ redacted }) => nameOfMask(redacted) === name);

const corners = [
  'author author', 'branch blob branch:1', 'committer author', 'dangling blob blob', 'dangling commit commit-message', 'deleted file blob gone:1', 'kept blob kept:2', 'link symlink link:1', 'merge blob shared:2',
  'message commit-message', 'outer tag tag-message', 'ref name ref', 'reflog blob c:1', 'staged blob', 'stash one blob a:1', 'stash one index blob b:1', 'stash one untracked blob untracked:1', 'stash two blob a:1',
  'stash two index blob b:1', 'stash two untracked blob untracked:1', 'tag message tag-message', 'tagged blob blob',
];

describe('a key in every corner of a repository', () => {
  let repository: Repository;
  let findings: readonly Finding[];
  const find = (name: string): Finding | undefined => findingOf(findings, name);

  beforeAll(() => {
    repository = makeCorners();
    const look = repository.look(['audit']);
    expect(look.code).toBe(1);
    expect(look.report.problems).toEqual([]);
    ({ findings } = look.report);
  });

  test('is found', () => {
    const told = tell({ findings });
    expect(told).toEqual(expect.arrayContaining(corners.filter((line) => !/^staged/.test(line))));
    expect(told.filter((line) => / path /.test(line))).toEqual([expect.stringMatching(/^deleted name path gone-ghp_/), expect.stringMatching(/^staged name path staged-ghp_/)]);
    expect(find('note')).toMatchObject({ occurrences: [{ source: 'note' }] });
    expect(find('staged')).toMatchObject({ occurrences: [{ source: 'blob', path: expect.stringMatching(/^staged-ghp_/) }] });
    expect(findings).toHaveLength(corners.length + 3);
  });

  const reaches = {
    local: ['note'],
    tag: ['kept', 'deleted file', 'deleted name', 'link', 'branch', 'merge', 'message', 'author', 'committer', 'ref name', 'tag message', 'outer tag', 'tagged blob'],
    stash: ['stash one', 'stash two', 'stash one index', 'stash two untracked'],
    reflog: ['reflog'],
    unreachable: ['dangling blob', 'dangling commit'],
    staged: ['staged', 'staged name'],
  } as const;
  test.each(Object.entries(reaches))('%s is said of what has come so far', (reach, names) => {
    expect(names.map((name) => [name, find(name)?.exposure.reach])).toEqual(names.map((name) => [name, reach]));
  });

  test('inHead is said of what the tree of HEAD holds', () => {
    expect(['kept', 'merge', 'link'].map((name) => find(name)?.exposure.inHead)).toEqual([true, true, true]);
    expect(['deleted file', 'staged', 'note', 'message', 'branch'].map((name) => find(name)?.exposure.inHead)).toEqual([false, false, false, false, true]);
  });

  test('the first commit that brought it is named, with author and date', () => {
    expect(find('kept')).toMatchObject({
      occurrences: [{ commit: repository.git('rev-list', '--max-parents=0', 'main'), author: 'Ada <ada@example.org>', date: expect.stringMatching(/^2026-/) }],
      exposure: { firstSeen: expect.stringMatching(/^2026-/) },
    });
    expect(find('merge')?.occurrences[0]?.commit).toBe(repository.git('log', '-1', '--format=%H', '--merges', 'main'));
    expect(find('author')).toMatchObject({ occurrences: [{ source: 'author', line: 1, column: 6 }] });
  });

  test('the refs that hold it are named', () => {
    expect(find('branch')?.exposure.refs).toEqual(expect.arrayContaining(['refs/heads/main', 'refs/heads/side', 'refs/tags/v1']));
    expect(find('stash one')?.exposure.refs).toEqual(['refs/stash']);
    expect(find('dangling blob')?.exposure.refs).toEqual([]);
  });

  test('the same from a sub-folder, with the .git folder named, packed, and from a linked work tree', () => {
    const told = tell({ findings });
    mkdirSync(join(repository.path, 'deep/er'), { recursive: true });
    expect(tell(repository.look(['audit'], { in: 'deep/er' }).report)).toEqual(told);
    expect(tell(repository.look(['audit', repository.path], { in: '/' }).report)).toEqual(told);
    const linked = openRepository(join(makeFolder(), 'linked'));
    repository.git('worktree', 'add', '--quiet', '--detach', linked.path);
    expect(tell(linked.look(['audit']).report)).toEqual(told);
    repository.git('worktree', 'remove', linked.path);
    repository.git('repack', '-qadk');
    repository.git('pack-refs', '--all');
    expect(tell(repository.look(['audit']).report)).toEqual(told);
  });

  test('the order of the findings and the bytes of the report are the same every time', () => {
    expect(repository.skan(['audit', '--format', 'json']).stdout).toBe(repository.skan(['audit', '--format', 'json']).stdout);
  });
});

describe('how far it has come', () => {
  test('what a remote-tracking ref holds is pushed, the rest says what that rests on', () => {
    const repository = makeRepository();
    const pushed = repository.commit({ a: `${key('pushed')}\n` });
    repository.commit({ b: `${key('local')}\n` });
    repository.git('update-ref', 'refs/remotes/origin/main', pushed);
    writeFileSync(join(repository.path, '.git/FETCH_HEAD'), '');
    const { findings } = repository.look(['audit']).report;
    expect(findingOf(findings, 'pushed')).toMatchObject({ exposure: { reach: 'pushed', refs: ['refs/heads/main', 'refs/remotes/origin/main'] } });
    expect(findingOf(findings, 'local')?.exposure).toMatchObject({ reach: 'local', detail: expect.stringMatching(/^no remote-tracking ref holds it \(last fetch: \d{4}-\d\d-\d\d\)$/) });
  });

  test('in CI and in a bare repository everything counts as pushed', () => {
    const repository = makeRepository();
    repository.commit({ a: `${key('a')}\n` });
    repository.blob(`${key('dangling')}\n`);
    const reaches = (look: { report: { findings: readonly Finding[] } }): unknown => look.report.findings.map(({ exposure }) => exposure.reach);
    expect(reaches(repository.look(['audit'], { variables: { CI: 'true' } }))).toEqual(['pushed', 'pushed']);
    expect(reaches(repository.look(['audit'], { variables: { CI: 'false' } }))).toEqual(['local', 'unreachable']);
    const bare = openRepository(join(makeFolder(), 'bare.git'));
    repository.git('clone', '--quiet', '--mirror', `file://${repository.path}`, bare.path);
    expect(reaches(bare.look(['audit']))).toEqual(['pushed']);
    expect(reaches(repository.look(['audit', bare.path]))).toEqual(['pushed']);
  });
});

describe('what only an index holds', () => {
  test('of the work tree at hand, seen from a sub-folder', () => {
    const repository = makeRepository();
    repository.commit({ 'sub/x': 'x\n' });
    repository.stage({ top: `${key('top')}\n`, 'sub/in': `${key('in')}\n`, link: { link: key('target') } });
    expect(tell(repository.look(['audit'], { in: 'sub' }).report)).toEqual(['in blob sub/in:1', 'target symlink link:1', 'top blob top:1']);
  });

  test('of every linked work tree', () => {
    const repository = makeRepository();
    repository.commit({ x: 'x\n' });
    const linked = openRepository(join(makeFolder(), 'linked'));
    repository.git('worktree', 'add', '--quiet', linked.path, '-b', 'side');
    linked.stage({ there: `${key('there')}\n`, [`name-${key('name')}`]: 'x\n' });
    repository.stage({ here: `${key('here')}\n` });
    const told = ['here blob here:1', expect.stringMatching(/^name path name-ghp_/), 'there blob there:1'];
    expect(tell(repository.look(['audit']).report)).toEqual(told);
    expect(tell(linked.look(['audit']).report)).toEqual(told);
    expect(repository.look(['audit']).report.findings.map(({ exposure }) => exposure.reach)).toEqual(['staged', 'staged', 'staged']);
  });

  test('all sides of a conflict', () => {
    const repository = makeRepository();
    repository.commit({ a: 'base\n' });
    repository.git('checkout', '--quiet', '-b', 'side');
    repository.commit({ a: `${key('theirs')}\n` });
    repository.git('checkout', '--quiet', 'main');
    repository.commit({ a: 'ours\n' });
    repository.tryGit(['merge', 'side']);
    repository.git('update-ref', '-d', 'refs/heads/side');
    expect(tell(repository.look(['audit']).report)).toContain('theirs blob a:1');
  });
});

describe('large and odd contents', () => {
  test('a SQLite file, a file of 40 MB, a line of 5 million characters, UTF-16', () => {
    const repository = makeRepository();
    const page = Buffer.alloc(8192);
    page.write('SQLite format 3\0');
    page.write(`${key('sqlite')}`, 5000);
    repository.commit({
      'app.db': page,
      'big.log': Buffer.concat([Buffer.alloc(20_000_000, 'line\n'), Buffer.from(`${key('middle')}\n`), Buffer.alloc(20_000_000, '0123456789abcde\n'), Buffer.from(key('end'))]),
      'min.js': `${'x'.repeat(5_000_000)};k="${key('long')}"`,
      'wide.txt': Buffer.from(`\ufeff\n${key('wide')}\n`, 'utf16le'),
    });
    const told = ['end blob big.log:5250002', 'long blob min.js:1', 'middle blob big.log:4000001', 'sqlite blob app.db:1', 'wide blob wide.txt:2'];
    expect(tell(repository.look(['audit']).report)).toEqual(told);
    repository.git('repack', '-qad');
    expect(tell(repository.look(['audit']).report)).toEqual(told);
  });

  test('a blob at many paths and in many commits is read once and told at each path', () => {
    const repository = makeRepository();
    for (let round = 0; round < 5; round += 1) repository.commit({ [`copy${round}`]: `${key('copied')}\n` });
    const { findings } = repository.look(['audit']).report;
    expect(findings).toHaveLength(1);
    expect(findings[0]?.occurrences.map(({ path }) => path)).toEqual(['copy0', 'copy1', 'copy2', 'copy3', 'copy4']);
  });

  describe('a submodule', () => {
    const add = (outer: Repository, inner: Repository, path: string): void => {
      outer.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', '--name', `name of ${path}`, inner.path, path);
      outer.commit({});
    };

    test('is audited too, with its own submodules, and named; by itself as well', () => {
      const [innermost, inner, repository] = [makeRepository(), makeRepository(), makeRepository()];
      innermost.commit({ deep: `${key('innermost')}\n` });
      inner.commit({ secret: `${key('inner')}\n${key('both')}\n` }, `a message with ${key('inner message')}`);
      repository.commit({ own: `${key('both')}\n` });
      add(repository, inner, 'lib/module');
      const module = openRepository(join(repository.path, 'lib/module'));
      add(module, innermost, 'nested');
      const { report } = repository.look(['audit']);
      expect(tell(report)).toEqual(['both blob lib/module/secret:2', 'both blob own:1', 'inner blob lib/module/secret:1', 'inner message commit-message', 'innermost blob lib/module/nested/deep:1']);
      expect(report.scan.submodules).toEqual(['lib/module', 'lib/module/nested']);
      expect(findingOf(report.findings, 'both')?.exposure).toMatchObject({ reach: 'pushed', refs: ['lib/module:refs/heads/main', 'lib/module:refs/remotes/origin/HEAD', 'lib/module:refs/remotes/origin/main', 'refs/heads/main'] });
      expect(tell(repository.look(['audit', 'lib/module']).report)).toEqual(expect.arrayContaining(['inner blob secret:1']));
      repository.write({ '.skan.yaml': 'ignore: [lib/**]\n' });
      expect(tell(repository.look(['audit']).report)).toEqual(['both blob own:1', 'inner message commit-message']);
    });

    test('that is not checked out, and one with its database in its work tree', () => {
      const [gone, loose, repository] = [makeRepository(), makeRepository(), makeRepository()];
      gone.commit({ secret: `${key('gone')}\n` });
      loose.commit({ secret: `${key('loose')}\n` });
      add(repository, gone, 'gone');
      repository.git('submodule', '--quiet', 'deinit', '-f', 'gone');
      repository.git('clone', '--quiet', loose.path, 'loose');
      repository.git('add', 'loose');
      expect(tell(repository.look(['audit']).report)).toEqual([expect.stringMatching(/^gone blob (?:gone|\.git\/modules\/name of gone)\/secret:1$/), 'loose blob loose/secret:1']);
    });

    test('what is missing in it is told, and whose it is', () => {
      const [inner, repository] = [makeRepository(), makeRepository()];
      inner.commit({ secret: 'x\n' });
      add(repository, inner, 'module');
      const folder = join(repository.path, '.git/modules/name of module/objects');
      const id = inner.git('rev-parse', 'HEAD:secret');
      rmSync(join(folder, id.slice(0, 2), id.slice(2)), { force: true });
      const { code, report } = repository.look(['audit']);
      expect([code, report.scan.complete, report.problems.map(({ what }) => what)]).toEqual([2, false, [`module: ${id}`]]);
    });
  });

  test('a folder that is named is audited, also from within a hook of another repository', () => {
    const [here, there] = [makeRepository(), makeRepository()];
    here.commit({ a: `${key('here')}\n` });
    there.commit({ b: `${key('there')}\n` });
    const variables = { GIT_DIR: join(here.path, '.git'), GIT_INDEX_FILE: '.git/index' };
    expect(tell(here.look(['audit', there.path], { variables }).report)).toEqual(['there blob b:1']);
    expect(tell(there.look(['audit'], { variables }).report)).toEqual(['here blob a:1']);
  });

  test('replace refs and grafts hide nothing', () => {
    const repository = makeRepository();
    const first = repository.commit({ a: `${key('replaced')}\n` });
    const second = repository.commit({ a: 'b\n', b: `${key('behind a graft')}\n` });
    repository.commit({ b: 'c\n' });
    repository.git('replace', repository.git('rev-parse', `${first}:a`), repository.blob(`${key('replacement')}\n`));
    mkdirSync(join(repository.path, '.git/info'), { recursive: true });
    writeFileSync(join(repository.path, '.git/info/grafts'), `${repository.git('rev-parse', 'HEAD')}\n`);
    const { report } = repository.look(['audit']);
    expect(tell(report)).toEqual(['behind a graft blob b:1', 'replaced blob a:1', 'replacement blob']);
    expect(findingOf(report.findings, 'behind a graft')).toMatchObject({ exposure: { reach: 'local', refs: ['refs/heads/main'] }, occurrences: [{ commit: second }] });
    expect(findingOf(report.findings, 'replacement')?.exposure.refs).toEqual([expect.stringMatching(/^refs\/replace\//)]);
  });

  testWhere('git with reftable', hasReftable())('a repository whose refs stand in a reftable', () => {
    const repository = makeRepository('--ref-format=reftable');
    repository.commit({ a: `${key('kept')}\n` });
    repository.git('branch', `topic/${key('ref name')}`);
    repository.commit({ a: `${key('reflog')}\n` });
    repository.git('reset', '--quiet', '--hard', 'HEAD~1');
    const { report } = repository.look(['audit']);
    expect(tell(report)).toEqual(['kept blob a:1', 'ref name ref', 'reflog blob a:1']);
    expect(findingOf(report.findings, 'reflog')?.exposure.reach).toBe('reflog');
  });

  test('objects of alternates are read too', () => {
    const source = makeRepository();
    source.commit({ a: `${key('shared')}\n` });
    const clone = openRepository(join(makeFolder(), 'clone'));
    source.git('clone', '--quiet', '--shared', '.', clone.path);
    expect(tell(clone.look(['audit']).report)).toEqual(['shared blob a:1']);
  });

  test('an empty repository, one without a HEAD, and one with broken times', () => {
    expect(makeRepository().look(['audit'])).toMatchObject({ code: 0, report: { findings: [], problems: [] } });
    const repository = makeRepository();
    repository.commit({ a: 'a\n' });
    repository.git('checkout', '--quiet', '--orphan', 'next');
    expect(repository.look(['audit'])).toMatchObject({ code: 0, report: { problems: [] } });
    const odd = makeRepository();
    odd.stage({ a: `${key('odd')}\n` });
    const tree = odd.git('write-tree');
    const text = `tree ${tree}\nauthor Nobody <> 99999999999999 +9999\ncommitter Nobody\n\nx ${key('odd message')}\n`;
    const id = odd.tryGit(['hash-object', '-t', 'commit', '-w', '--stdin', '--literally'], { input: text }).stdout.trim();
    odd.git('update-ref', 'refs/heads/main', id);
    expect(tell(odd.look(['audit']).report)).toEqual(['odd blob a:1', 'odd message commit-message']);
  });

  test('a tree entry that is a key in bytes that are no name is not told', () => {
    const repository = makeRepository();
    repository.commit({ 'a b': 'x\n', 'c\td': 'y\n' });
    appendFileSync(join(repository.path, '.git/description'), key('description'));
    expect(repository.look(['audit'])).toMatchObject({ code: 0, report: { findings: [] } });
  });
});
