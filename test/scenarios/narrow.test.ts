// `skan audit --since` and `--only-head`: a part of the history, and a report that says so.

import { makeCorners } from '../corners.js';
import { makeKey } from '../keys.js';
import { lookWithSkan, makeFolder, makeRepository, openRepository, runProcess, runSkan, tell } from '../repository.js';
import type { Look, Repository } from '../repository.js';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const look = ({ path }: Repository, ...args: readonly string[]): Look => lookWithSkan(['audit', path, ...args]);

/** A commit on a day of 2026, with a key in a file and one in its message. */
function commitOn(repository: Repository, day: string, name: string): string {
  const date = `2026-${day}T12:00:00Z`;
  repository.stage({ [`${name}.env`]: `TOKEN=${makeKey(name)}\n`, [`dir/${name}-${makeKey(`${name} name`)}`]: 'x\n' });
  const { code, stderr } = repository.tryGit(['commit', '-q', '-m', `see ${makeKey(`${name} message`)}`], { variables: { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date } });
  if (code !== 0) throw new Error(stderr);
  return repository.git('rev-parse', 'HEAD');
}

const of = (...names: readonly string[]): string[] => names.flatMap((name) => [`${name} blob ${name}.env:1`, `${name} message commit-message`, `${name} name path`]).sort();
const shorten = (lines: readonly string[]): string[] => lines.map((line) => line.replace(/ path dir\/.*/, ' path'));

describe('--since', () => {
  let repository: Repository;
  let middle: string;
  beforeAll(() => {
    repository = makeRepository();
    commitOn(repository, '01-10', 'old');
    repository.git('tag', '-a', 'v1', '-m', `old tag ${makeKey('old tag')}`);
    middle = commitOn(repository, '02-10', 'middle');
    repository.git('branch', 'side');
    commitOn(repository, '03-10', 'new');
    repository.git('tag', '-a', 'v2', '-m', `new tag ${makeKey('new tag')}`);
    repository.git('checkout', '-q', 'side');
    commitOn(repository, '03-11', 'beside');
    repository.git('checkout', '-q', 'main');
    repository.stage({ staged: makeKey('staged') });
  });

  test.each([false, true])('a date: what commits since then brought (packed: %p)', (packed) => {
    if (packed) repository.git('gc', '-q');
    const { report, code } = look(repository, '--since', '2026-03-01');
    expect(shorten(tell(report))).toEqual([...of('new', 'beside'), 'new tag tag-message'].sort());
    expect(code).toBe(1);
    expect(report.scan).toMatchObject({ complete: true, narrowed: { since: '2026-03-01T00:00:00Z', leftOut: expect.arrayContaining(['what older commits brought', 'what nothing reaches']) } });
    expect(report.findings.every(({ exposure: { refs } }) => refs.length > 0)).toBe(true);
  });

  test('a commit: what came after it', () => {
    expect(shorten(tell(look(repository, '--since', middle).report))).toEqual([...of('new', 'beside'), 'new tag tag-message'].sort());
    expect(shorten(tell(look(repository, '--since', 'v1').report))).toEqual([...of('middle', 'new', 'beside'), 'new tag tag-message'].sort());
  });

  test('with --only-head, what of it HEAD reaches', () => {
    const { report } = look(repository, '--since', '2026-02-01T00:00:00Z', '--only-head');
    expect(shorten(tell(report))).toEqual(of('middle', 'new'));
    expect(report.scan.narrowed).toMatchObject({ onlyHead: true, since: '2026-02-01T00:00:00Z' });
  });

  test('shards of it join to what one run says', () => {
    const folder = makeFolder();
    const args = ['audit', repository.path, '--since', '2026-02-01', '--format', 'json'];
    const files = [1, 2, 3].map((index) => {
      const file = join(folder, `${index}.json`);
      writeFileSync(file, runSkan([...args, '--shard', `${index}/3`]).stdout);
      return file;
    });
    expect(runSkan(['merge', '--format', 'json', ...files]).stdout).toBe(runSkan(args).stdout);
  });

  test('a key that a commit brings back is news of that commit', () => {
    const again = makeRepository();
    commitOn(again, '01-01', 'back');
    again.commit({ 'back.env': undefined });
    const gone = again.git('rev-parse', 'HEAD');
    again.commit({ 'back.env': `TOKEN=${makeKey('back')}\n` });
    const { report } = look(again, '--since', gone);
    expect(tell(report)).toEqual(['back blob back.env:1']);
    expect(report.findings[0]?.occurrences[0]?.commit).toBe(again.git('rev-parse', 'HEAD'));
  });

  test.each([
    ['2026-13-40', /^skan: --since 2026-13-40: no calendar has that date\n$/],
    ['nonsense', /^skan: --since nonsense: it is no date .*, and no commit that this repository has\n$/],
    ['--all', /^skan: --since --all: it is no date/],
  ])('%s is answered in one line', (since, line) => {
    expect(runSkan(['audit', repository.path, '--since', since])).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(line) });
  });

  test('a time that is told by its distance', () => {
    expect(look(repository, '--since', '2 weeks ago').report.scan.narrowed?.since).toMatch(/^20\d\d-\d\d-\d\dT/);
  });

  test('the text does not say clean, and says what was left out', () => {
    const clean = makeRepository();
    clean.commit({ a: 'a\n' });
    expect(runSkan(['audit', clean.path, '--since', '2026-01-01', '--only-head']).stdout).toMatch(/^skan {2}nothing found in what commits after 2026-01-01T00:00:00Z brought, of what HEAD reaches: [^]*not looked at:\s+what older commits\s+brought/);
    expect(runSkan(['audit', repository.path, '--only-head']).stdout).toMatch(/leaked keys in what HEAD reaches[^]*not looked at: other branches, tags/);
  });
});

test('--only-head: no other branch, tag, stash, reflog, nor what nothing reaches', () => {
  const { report } = look(makeCorners(), '--only-head');
  expect(tell(report).map((line) => line.replace(/ path .*/, ' path'))).toEqual([
    'author author', 'branch blob branch:1', 'committer author', 'deleted file blob gone:1', 'deleted name path', 'kept blob kept:2', 'link symlink link:1', 'merge blob shared:2', 'message commit-message',
  ]);
  expect(report.scan.complete).toBe(true);
});

test('what is missing of the part is told; what is missing elsewhere is not', () => {
  const source = makeRepository();
  source.commit({ a: 'a\n' });
  source.commit({ b: 'b\n' });
  const folder = makeFolder();
  runProcess('git', ['clone', '-q', '--depth', '1', `file://${source.path}`, 'shallow'], folder);
  const shallow = openRepository(join(folder, 'shallow'));
  expect(look(shallow, '--only-head').code).toBe(2);
  shallow.commit({ c: 'c\n' });
  expect(look(shallow, '--since', 'HEAD~1').code).toBe(0);
});
