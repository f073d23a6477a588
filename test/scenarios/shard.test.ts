// `skan audit --shard i/n` on as many machines as one likes, and `skan merge`: together they say what one run says, to the byte.

import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeCorners } from '../corners.js';
import { makeKey } from '../keys.js';
import { makeFolder, makeRepository, runSkan, tell } from '../repository.js';
import type { Repository, Variables } from '../repository.js';
import type { Report } from '../../src/model/report.js';

/** The same key in many places, some allowed, in packs with long chains of deltas and beside them. */
function makeSpread(): Repository {
  const repository = makeRepository();
  const lines = Array.from({ length: 300 }, (_, line) => `line ${line} of a file that changes a little each time`);
  for (let time = 0; time < 24; time += 1) {
    lines[time * 7] = `changed ${time}`;
    repository.commit({
      'big.txt': [...lines, ...(time % 3 === 0 ? [`key = "${makeKey('everywhere')}"`] : [])].join('\n'),
      [`dir-${time % 4}/file-${time}.env`]: time % 2 === 0 ? `OPENAI_API_KEY=x\nTOKEN=${makeKey(`key ${time % 5}`)}\n` : `GITHUB_TOKEN=${makeKey(`key ${time % 5}`)}\n`,
      'allowed.txt': `${makeKey('allowed')} skan:allow github-personal-access-token -- time ${time % 2}\n`,
    }, time === 9 ? `a message with ${makeKey('everywhere')}` : `change ${time}`);
    if (time === 12) repository.git('gc', '-q');
  }
  repository.git('tag', '-a', 'v1', '-m', `with ${makeKey('key 1')}`);
  repository.git('update-ref', 'refs/remotes/origin/main', 'HEAD~6');
  repository.commit({ [`name-${makeKey('in a name')}`]: 'x\n' });
  repository.stage({ [`staged-${makeKey('in a staged name')}/file`]: `${makeKey('key 3')}\n` });
  return repository;
}

function audit({ path }: Repository, ...args: readonly string[]): { readonly code: number; readonly text: string } {
  const { code, stdout, stderr } = runSkan(['audit', path, '--format', 'json', '--no-cache', ...args]);
  if (stdout === '') throw new Error(stderr);
  return { code, text: stdout };
}

/** The files that hold the reports of all shards. */
function shards(repository: Repository, count: number, ...args: readonly string[]): string[] {
  const folder = makeFolder();
  return Array.from({ length: count }, (_, at) => {
    const file = join(folder, `${at + 1}.json`);
    writeFileSync(file, audit(repository, '--shard', `${at + 1}/${count}`, ...args).text);
    return file;
  });
}

const read = (file: string): Report => JSON.parse(readFileSync(file, 'utf8')) as Report;
const edit = (file: string, change: (report: Report) => unknown): void => writeFileSync(file, JSON.stringify(change(read(file))));

const repositories: readonly (readonly [string, () => Repository])[] = [
  ['a key in every corner', makeCorners],
  ['the same, packed', () => { const made = makeCorners(); made.git('repack', '-adfq'); return made; }],
  ['keys spread over packs', makeSpread],
  ['submodules', () => { const made = makeSpread(); made.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', makeCorners().path, 'module'); return made; }],
  ['nothing', () => makeRepository()],
  ['SHA-256', () => { const made = makeRepository('--object-format=sha256'); made.commit({ a: `${makeKey('a')}\n` }, makeKey('b')); return made; }],
];

describe.each(repositories)('%s', (_, make) => {
  let repository: Repository;
  let whole: { readonly code: number; readonly text: string };
  beforeAll(() => {
    repository = make();
    whole = audit(repository);
  });

  test.each([1, 2, 3, 7])('in %d shards is told as by one run', (count) => {
    const files = shards(repository, count);
    const reports = files.map(read);
    const all = (JSON.parse(whole.text) as Report).scan.counts.objects;
    expect(reports.reduce((sum, { scan }) => sum + scan.counts.objects, 0)).toBe(all);
    if (all > 200) for (const { scan } of reports) expect(Math.abs(scan.counts.objects - all / count)).toBeLessThan(all / count / 2 + 15);
    const merged = runSkan(['merge', '--format', 'json', ...files.reverse()]);
    expect(merged.stderr).toBe('');
    expect(merged.stdout).toBe(whole.text);
    expect(merged.code).toBe(whole.code);
  });
});

test('a secret that only its surroundings tell is masked in the paths of the shard that does not see them', () => {
  // 32 letters and digits are a key only beside a name that says so. A shard that does not see the name shows them.
  const bare = createHash('sha512').update('bare').digest('base64').replace(/[^A-Za-z0-9]/g, '').slice(0, 32);
  const repository = makeRepository();
  const plain = makeKey('plain');
  repository.commit({ 'app.env': `API_SECRET_KEY="${bare}"\n` });
  for (let at = 0; at < 12; at += 1) repository.commit({ [`backup/${bare}/${at}.txt`]: `${plain}\n${at}\n` });
  const whole = audit(repository);
  expect(whole.text).toContain('app.env');
  expect(whole.text).not.toContain(bare);
  const files = shards(repository, 5);
  for (const file of files) expect(readFileSync(file, 'utf8').includes(bare)).toBe(false);
  const merged = runSkan(['merge', '--format', 'json', ...files]).stdout;
  expect(merged.includes(bare)).toBe(false);
  expect(merged).toBe(whole.text);
});

describe('merging', () => {
  let repository: Repository;
  let files: readonly string[];
  const merge = (...names: readonly string[]): ReturnType<typeof runSkan> => runSkan(['merge', ...names]);
  beforeAll(() => {
    repository = makeSpread();
  });
  beforeEach(() => {
    files = shards(repository, 3);
  });

  test('every format', () => {
    for (const format of ['text', 'sarif', 'markdown', 'csv']) {
      const one = runSkan(['audit', repository.path, '--no-cache', '--format', format]);
      expect(runSkan(['merge', ...files, '--format', format]).stdout).toBe(one.stdout);
    }
  });

  test('a missing shard is told, and what the others found', () => {
    const { code, stdout } = merge(...files.filter((_, at) => at !== 1));
    expect(code).toBe(2);
    expect(stdout).toContain('shard 2/3 is missing');
    expect(stdout).toContain('skan audit --shard 2/3');
    expect(stdout).toMatch(/leaked keys? in/);
  });

  test('a shard that is not complete makes the whole incomplete', () => {
    edit(files[2] ?? '', (report) => ({ ...report, scan: { ...report.scan, complete: false }, problems: [{ what: 'x', why: 'gone' }] }));
    const run = merge('--format', 'json', ...files);
    expect([run.code, (JSON.parse(run.stdout) as Report).scan.complete, (JSON.parse(run.stdout) as Report).problems]).toEqual([2, false, [{ what: 'x', why: 'gone' }]]);
  });

  test.each<readonly [string, (files: readonly string[]) => readonly string[], RegExp]>([
    ['nothing', () => [], /^skan: skan merge needs the JSON reports of the shards/],
    ['a shard twice', ([a = '', b = '', c = '']) => [a, b, c, b], /^skan: shard 2\/3 is there twice: /],
    ['shards of two ways to cut', ([a = '']) => [a, shards(repository, 2)[1] ?? ''], /^skan: \S+ is shard 2\/2, \S+ is shard 1\/3: they are not parts of the same whole$/],
    ['a shard of another repository', ([a = '']) => [a, shards(makeCorners(), 3)[1] ?? ''], /^skan: \S+ is of another scan than /],
    ['a report of everything', ([a = '']) => { const file = join(makeFolder(), 'all.json'); writeFileSync(file, audit(repository).text); return [a, file]; }, /^skan: \S+all\.json is no report of a shard; /],
    ['a shard of another version', ([a = '', b = '']) => { edit(b, (report) => ({ ...report, tool: { name: 'skan', version: '9.9.9' } })); return [a, b]; }, /^skan: \S+ is of skan 9\.9\.9, /],
    ['a file that is not there', () => ['none.json'], /^skan: none\.json: no JSON report can be read there \(ENOENT\)$/],
    ['what is no report', () => { const file = join(makeFolder(), 'x.json'); writeFileSync(file, '{}'); return [file]; }, /^skan: \S+: this is no skan report/],
    ['a report that is cut off', ([a = '']) => { edit(a, ({ findings: _, ...rest }) => rest); return [a]; }, /^skan: \S+: this report is not whole/],
  ])('%s is answered in one line', (_, choose, line) => {
    const run = merge(...choose(files));
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr.trimEnd()).toMatch(line);
    expect(run.stderr.trimEnd()).not.toContain('\n');
  });

  test('a shard does not say that the repository is clean', () => {
    const clean = makeRepository();
    clean.commit({ a: 'a\n' });
    expect(runSkan(['audit', clean.path, '--shard', '1/2']).stdout).toMatch(/^skan {2}nothing found in shard 1\/2 of this repository: /);
  });
});

describe('what the engines say', () => {
  let repository: Repository;
  beforeAll(() => {
    repository = makeRepository();
    repository.commit({ a: 'a\n' });
  });
  const ask = (part: string, variables: Variables): string => {
    const { stdout, stderr } = runSkan(['audit', repository.path, '--shard', part, '--format', 'json'], { variables });
    if (stdout === '') return stderr;
    const { index, count } = (JSON.parse(stdout) as Report).scan.shard ?? {};
    return `${index}/${count}`;
  };

  test.each([
    ['GitLab', 'auto', { CI_NODE_INDEX: '2', CI_NODE_TOTAL: '3' }, '2/3'],
    ['CircleCI', 'auto', { CIRCLE_NODE_INDEX: '0', CIRCLE_NODE_TOTAL: '4' }, '1/4'],
    ['Buildkite', 'auto', { BUILDKITE_PARALLEL_JOB: '3', BUILDKITE_PARALLEL_JOB_COUNT: '4' }, '4/4'],
    ['Kubernetes', 'auto/5', { JOB_COMPLETION_INDEX: '2' }, '3/5'],
    ['GitHub Actions', 'auto', { SKAN_SHARD_INDEX: '1', SKAN_SHARD_COUNT: '3' }, '2/3'],
    ['nothing but the flag', '2/3', { CI_NODE_INDEX: '1', CI_NODE_TOTAL: '9' }, '2/3'],
  ])('%s', (_, part, variables, told) => {
    expect(ask(part, variables)).toBe(told);
  });

  test.each([
    ['auto', {}, /^skan: --shard auto: none of .* is set/],
    ['auto', { JOB_COMPLETION_INDEX: '1' }, /^skan: --shard auto: JOB_COMPLETION_INDEX is set, but nothing says how many there are; write --shard auto\/n/],
    ['auto/2', { CI_NODE_INDEX: '2', CI_NODE_TOTAL: '3' }, /^skan: --shard auto\/2: CI_NODE_TOTAL says that there are 3/],
    ['auto', { CI_NODE_INDEX: 'x', CI_NODE_TOTAL: '3' }, /^skan: --shard auto: CI_NODE_INDEX is x, which is no number/],
    ['0/3', {}, /^skan: --shard 0\/3: there is no shard 0 of 3; they count from 1/],
    ['4/3', {}, /^skan: --shard 4\/3: there is no shard 4 of 3/],
    ['1/0', {}, /^skan: --shard 1\/0: the number of shards must be/],
    ['half', {}, /^skan: --shard half: expected i\/n/],
  ])('%s under %p is answered in one line', (part, variables, line) => {
    expect(ask(part, variables)).toMatch(line);
  });
});

test('an object that is missing is told by the joined report as by one run', () => {
  const repository = makeSpread();
  repository.git('repack', '-adq');
  const id = repository.blob(`${makeKey('lost')}\n`);
  repository.entry('lost', `${makeKey('lost')}\n`);
  repository.git('commit', '-q', '-m', 'x');
  rmSync(join(repository.path, '.git/objects', id.slice(0, 2), id.slice(2)));
  const whole = audit(repository);
  expect(whole.code).toBe(2);
  expect(runSkan(['merge', '--format', 'json', ...shards(repository, 3)]).stdout).toBe(whole.text);
  expect(tell(JSON.parse(whole.text) as Report).length).toBeGreaterThan(0);
});
