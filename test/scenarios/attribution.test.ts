// Who brought it, and how far has it come? Merges, renames, reverts, cherry-picks, blobs that many commits hold, clocks that go
// wrong, more refs than a report names; and corners of git that no other scenario has.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../../src/model/report.js';
import { makeKey } from '../keys.js';
import { makeFolder, makeRepository, openRepository, runProcess, tell } from '../repository.js';
import type { Repository } from '../repository.js';

const key = makeKey('it');

function findOne(repository: Repository): Finding {
  const { report } = repository.look(['audit']);
  expect(report.findings).toHaveLength(1);
  const [finding] = report.findings;
  if (finding === undefined) throw new Error('nothing was found');
  return finding;
}

const bringers = (repository: Repository): string[] => findOne(repository).occurrences.map(({ path, commit }) => `${path} ${commit ?? '-'}`).sort();

describe('the commit that is named', () => {
  test('of a merged branch is the one that brought it, not the merge', () => {
    const repository = makeRepository();
    repository.commit({ a: 'a\n' });
    repository.git('checkout', '-q', '-b', 'side');
    const brought = repository.commit({ b: `${key}\n` });
    repository.git('checkout', '-q', 'main');
    repository.commit({ c: 'c\n' });
    repository.git('merge', '-q', '--no-ff', '-m', 'merge', 'side');
    expect(bringers(repository)).toEqual([`b ${brought}`]);
    expect(findOne(repository).exposure).toMatchObject({ inHead: true, refs: ['refs/heads/main', 'refs/heads/side'] });
  });

  test('of a renamed file is one for each path, and only the last is in HEAD', () => {
    const repository = makeRepository();
    const first = repository.commit({ old: `${key}\n` });
    repository.git('mv', 'old', 'new');
    repository.git('commit', '-q', '-m', 'rename');
    expect(bringers(repository)).toEqual([`new ${repository.git('rev-parse', 'HEAD')}`, `old ${first}`]);
    expect(findOne(repository).occurrences.map(({ path, inHead }) => [path, inHead])).toEqual([['new', true], ['old', undefined]]);
  });

  test('of what was taken out and brought back is the first', () => {
    const repository = makeRepository();
    const first = repository.commit({ a: `${key}\n` });
    repository.commit({ a: 'clean\n' });
    repository.git('revert', '--no-edit', 'HEAD');
    expect(bringers(repository)).toEqual([`a ${first}`]);
    expect(findOne(repository).exposure.inHead).toBe(true);
  });

  test('of a cherry-picked change is the older one', () => {
    const repository = makeRepository();
    repository.commit({ a: 'a\n' });
    repository.git('checkout', '-q', '-b', 'side');
    const picked = repository.commit({ b: `${key}\n` });
    repository.git('checkout', '-q', 'main');
    repository.commit({ c: 'c\n' });
    repository.git('cherry-pick', 'side');
    expect(bringers(repository)).toEqual([`b ${picked}`]);
    expect(findOne(repository).exposure.refs).toEqual(['refs/heads/side']);
  });

  test('is the parent even where its clock says that it is younger', () => {
    const repository = makeRepository();
    const late = { GIT_AUTHOR_DATE: '4000000000 +0000', GIT_COMMITTER_DATE: '4000000000 +0000' };
    repository.stage({ a: `${key}\n` });
    repository.tryGit(['commit', '-q', '-m', 'late'], { variables: late });
    const first = repository.git('rev-parse', 'HEAD');
    repository.commit({ a: 'clean\n' });
    repository.commit({ a: `${key}\n` });
    expect(bringers(repository)).toEqual([`a ${first}`]);
  });

  test('is one that can be reached, where another cannot', () => {
    const repository = makeRepository();
    repository.commit({ a: 'a\n' });
    repository.commit({ b: `${key}\n` });
    repository.git('reset', '-q', '--hard', 'HEAD~1');
    repository.git('reflog', 'expire', '--expire=now', '--all');
    const kept = repository.commit({ b: `${key}\n` }, 'again');
    expect(bringers(repository)).toEqual([`b ${kept}`]);
  });
});

test('more refs than a report names: the first hundred, that there are more, and the furthest reach', () => {
  const repository = makeRepository();
  const id = repository.commit({ a: `${key}\n` });
  const names = Array.from({ length: 300 }, (_, at) => `refs/heads/b${String(at).padStart(3, '0')}`);
  repository.git('update-ref', 'refs/remotes/origin/main', id);
  for (const name of names.slice(0, 150)) repository.git('update-ref', name, id);
  const { exposure } = findOne(repository);
  expect(exposure.refs).toEqual(names.slice(0, 100));
  expect(exposure).toMatchObject({ moreRefs: true, reach: 'pushed' });
  for (const name of names.slice(0, 52)) repository.git('update-ref', '-d', name);
  const few = findOne(repository).exposure;
  expect(few.refs).toHaveLength(100);
  expect(few.moreRefs).toBeUndefined();
});

test('many commits that are asked for at once: each has its own refs', () => {
  const repository = makeRepository();
  const write = (at: number): string => `commit refs/heads/main\nmark :${at + 1}\ncommitter Ada <ada@example.org> ${1_700_000_000 + at} +0000\ndata 1\nx\nM 100644 inline f${at}\ndata ${makeKey(`many ${at}`).length}\n${makeKey(`many ${at}`)}\n`;
  expect(runProcess('git', ['fast-import', '--quiet'], repository.path, Array.from({ length: 300 }, (_, at) => write(at)).join('')).code).toBe(0);
  const ids = repository.git('rev-list', '--reverse', 'main').split('\n');
  for (const at of [0, 99, 255, 256, 299]) repository.git('update-ref', `refs/tags/t${String(at).padStart(3, '0')}`, ids[at] ?? '');
  const { report } = repository.look(['audit']);
  const refsAt = (at: number): readonly string[] => report.findings.find(({ occurrences }) => occurrences.some(({ path }) => path === `f${at}`))?.exposure.refs ?? [];
  expect([0, 1, 200, 256, 257].map((at) => refsAt(at))).toEqual([
    ['refs/heads/main', 'refs/tags/t000', 'refs/tags/t099', 'refs/tags/t255', 'refs/tags/t256', 'refs/tags/t299'],
    ['refs/heads/main', 'refs/tags/t099', 'refs/tags/t255', 'refs/tags/t256', 'refs/tags/t299'],
    ['refs/heads/main', 'refs/tags/t255', 'refs/tags/t256', 'refs/tags/t299'],
    ['refs/heads/main', 'refs/tags/t256', 'refs/tags/t299'],
    ['refs/heads/main', 'refs/tags/t299'],
  ]);
});

test('a bare SHA-256 repository with packs, tags, notes and merges', () => {
  const source = makeRepository('--object-format=sha256');
  source.commit({ a: `${makeKey('blob')}\n`, [`n-${makeKey('name')}`]: 'x' });
  source.git('tag', '-a', 'v1', '-m', makeKey('tag'));
  source.git('notes', 'add', '-m', makeKey('note'));
  const bare = openRepository(join(makeFolder(), 'bare.git'));
  source.git('clone', '-q', '--mirror', '.', bare.path);
  bare.git('repack', '-adq');
  const { report, code } = bare.look(['audit']);
  expect(report.problems).toEqual([]);
  expect(code).toBe(1);
  expect(tell(report).map((line) => line.split(' ').slice(0, 2).join(' ')).sort()).toEqual(['blob blob', 'name path', 'note note', 'tag tag-message']);
  expect(report.findings.every(({ exposure }) => exposure.reach === 'pushed')).toBe(true);
});

test('trees that are missing take no attribution from what stands in others', () => {
  const repository = makeRepository();
  repository.commit({ 'sub/x': 'one\n' });
  const lost = repository.git('rev-parse', 'HEAD:sub');
  repository.commit({ 'sub/x': 'two\n' });
  const brought = repository.commit({ b: `${key}\n` });
  rmSync(join(repository.path, '.git/objects', lost.slice(0, 2), lost.slice(2)));
  const { code, report } = repository.look(['audit']);
  expect(code).toBe(2);
  expect(JSON.stringify(report.problems)).toContain(lost);
  expect(report.findings[0]?.occurrences).toMatchObject([{ path: 'b', commit: brought, inHead: true }]);
});

test('what an expired reflog entry named, and is gone, is no loss; what a ref reaches is', () => {
  const repository = makeRepository();
  repository.commit({ a: `${key}\n` });
  repository.commit({ b: 'b\n' });
  const gone = repository.git('rev-parse', 'HEAD');
  repository.git('reset', '-q', '--hard', 'HEAD~1');
  repository.git('reflog', 'expire', '--expire=now', '--all');
  repository.git('gc', '-q', '--prune=now');
  const log = join(repository.path, '.git/logs');
  mkdirSync(log, { recursive: true });
  const head = repository.git('rev-parse', 'HEAD');
  writeFileSync(join(log, 'HEAD'), `${gone} ${head} Ada <ada@example.org> 1700000000 +0000\treset\n`);
  expect(repository.look(['audit'])).toMatchObject({ code: 1, report: { problems: [] } });
  writeFileSync(join(repository.path, '.git/refs/heads/broken'), `${gone}\n`);
  expect(repository.look(['audit']).code).toBe(2);
});
