// The Action's door: which event judges what, in real repositories; and what the step says, gives and refuses.

import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Report } from '../../src/model/report.js';
import { chooseJudged } from '../../src/doors/action-event.js';
import type { ActionIo } from '../../src/doors/action-io.js';
import { runAction } from '../../src/doors/action.js';
import { makeGit } from '../../src/sources/git/runner.js';
import { keysShownIn, makeKey } from '../keys.js';
import { parseCommands } from '../report/parse.js';
import { checkReport, checkSarif } from '../report/schemas.js';
import { baseVariables, makeFolder, makeRepository, tell, tellSuppressed } from '../repository.js';
import type { Repository } from '../repository.js';

const zeros = '0'.repeat(40);
const unknown = 'd'.repeat(40);
/** The rule that finds the keys of `makeKey`. */
const rule = 'github-personal-access-token';

/** What the step left behind. */
interface Step {
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly failure: string | undefined;
  readonly notices: readonly string[];
  /** Inputs that were read. */
  readonly asked: ReadonlySet<string>;
  /** Throws where `format` asked for no JSON. */
  readonly report: Report;
  readonly reportText: string;
}

interface Given {
  readonly event?: string;
  readonly payload: unknown;
  readonly inputs?: Readonly<Record<string, string>>;
}

async function step({ path }: Pick<Repository, 'path'>, { event = 'push', payload, inputs = {} }: Given): Promise<Step> {
  const folder = makeFolder();
  const before = readdirSync(path);
  writeFileSync(join(folder, 'event.json'), JSON.stringify(payload));
  const said = { log: '', summary: '', failure: undefined as string | undefined };
  const outputs: Record<string, string> = {};
  const notices: string[] = [];
  const asked = new Set<string>();
  const io: ActionIo = {
    cwd: folder,
    environment: { ...baseVariables(), GITHUB_WORKSPACE: path, GITHUB_EVENT_NAME: event, GITHUB_EVENT_PATH: join(folder, 'event.json'), RUNNER_TEMP: folder },
    input: (name) => {
      asked.add(name);
      return inputs[name] ?? '';
    },
    print: (text) => void (said.log += text),
    notice: (title, text, file) => void notices.push(`${file}: ${title}: ${text}`),
    setOutput: (name, value) => void (outputs[name] = value),
    addSummary: async (markdown) => void (said.summary += markdown),
    fail: (line) => void (said.failure = line),
  };
  await runAction(io);
  expect(readdirSync(path)).toEqual(before);
  const reportText = readOutputs(outputs, folder);
  return { ...said, outputs, notices, asked, reportText, get report() { return checkJson(reportText, outputs); } };
}

/** What holds for every run: reports outside the workspace, readable by what takes them. */
function readOutputs({ report = '', sarif = '' }: Readonly<Record<string, string>>, folder: string): string {
  expect([report, sarif].filter((path) => path.startsWith(folder) && existsSync(path))).toHaveLength(2);
  expect(checkSarif(JSON.parse(readFileSync(sarif, 'utf8')))).toEqual([]);
  return readFileSync(report, 'utf8');
}

/** And outputs that agree with them. */
function checkJson(text: string, { findings, complete }: Readonly<Record<string, string>>): Report {
  const report = JSON.parse(text) as Report;
  expect(checkReport(report)).toEqual([]);
  expect([findings, complete]).toEqual([String(report.findings.length), String(report.scan.complete)]);
  return report;
}

const push = (before: string, after: string, ref = 'refs/heads/topic', branch = 'main'): object => ({ ref, before, after, repository: { default_branch: branch } });
const pull = (base: string, head: string): object => ({ number: 1, pull_request: { base: { sha: base }, head: { sha: head } }, repository: { default_branch: 'main' } });

/** `main` with an old key, a branch `topic` off it with a new one, `main` moved on with a third; all of it pushed. */
function makeHistory(): { repository: Repository; fork: string; main: string; topic: string } {
  const repository = makeRepository();
  const fork = repository.commit({ old: `${makeKey('old')}\n` });
  repository.git('checkout', '-q', '-b', 'topic');
  const topic = repository.commit({ new: `one\n${makeKey('new')}\n` });
  repository.git('checkout', '-q', 'main');
  const main = repository.commit({ later: `${makeKey('later')}\n` });
  repository.git('update-ref', 'refs/remotes/origin/main', main);
  repository.git('update-ref', 'refs/remotes/origin/topic', topic);
  return { repository, fork, main, topic };
}

describe('what an event judges', () => {
  test('a pull request adds what its base does not hold, also when the base has moved on', async () => {
    const { repository, main, topic } = makeHistory();
    const { report, failure } = await step(repository, { event: 'pull_request', payload: pull(main, topic) });
    expect(tell(report)).toEqual(['new blob new:2']);
    expect(failure).toBe('skan: 1 leaked key in what these commits add; revoke first, then remove');
  });

  test('a pull request that merged its base is not blamed for the base', async () => {
    const { repository, main, topic } = makeHistory();
    repository.git('checkout', '-q', 'topic');
    repository.git('merge', '-q', '--no-edit', 'main');
    const head = repository.git('rev-parse', 'HEAD');
    expect(tell((await step(repository, { event: 'pull_request', payload: pull(main, head) })).report)).toEqual(['new blob new:2']);
    expect(topic).not.toBe(head);
  });

  test('a key that one commit brings and the next takes away counts', async () => {
    const { repository, main } = makeHistory();
    repository.commit({ gone: makeKey('gone') });
    const head = repository.commit({ gone: undefined });
    const { report } = await step(repository, { event: 'pull_request', payload: pull(main, head) });
    expect(tell(report)).toEqual(['gone blob gone:1']);
    expect(report.findings[0]?.exposure.reach).toBe('pushed');
  });

  test('merge_group: as a pull request', async () => {
    const { repository, main, topic } = makeHistory();
    const payload = { merge_group: { base_sha: main, head_sha: topic } };
    expect(tell((await step(repository, { event: 'merge_group', payload })).report)).toEqual(['new blob new:2']);
  });

  test('a push is before..after', async () => {
    const { repository, fork, main } = makeHistory();
    expect(tell((await step(repository, { payload: push(fork, main, 'refs/heads/main') })).report)).toEqual(['later blob later:1']);
  });

  test('a new branch adds what no other remote-tracking ref holds; local branches and its own one do not count', async () => {
    const { repository, topic } = makeHistory();
    const { report } = await step(repository, { payload: push(zeros, topic) });
    expect(tell(report)).toEqual(['new blob new:2']);
  });

  test('a new branch of which another remote branch holds everything adds nothing', async () => {
    const { repository, topic } = makeHistory();
    repository.git('update-ref', 'refs/remotes/origin/twin', topic);
    const { report, failure } = await step(repository, { payload: push(zeros, topic) });
    expect([tell(report), failure]).toEqual([[], undefined]);
  });

  test('the first branch of all: everything that it reaches', async () => {
    const { repository, topic } = makeHistory();
    repository.git('update-ref', '-d', 'refs/remotes/origin/main');
    expect(tell((await step(repository, { payload: push(zeros, topic) })).report)).toEqual(['new blob new:2', 'old blob old:1']);
  });

  test('a deleted branch adds nothing', async () => {
    const { repository, topic } = makeHistory();
    const { report, failure, outputs } = await step(repository, { payload: push(topic, zeros) });
    expect([tell(report), failure, outputs['complete']]).toEqual([[], undefined, 'true']);
  });

  test('an annotated tag: its message, and commits that no branch holds', async () => {
    const { repository, main } = makeHistory();
    repository.git('tag', '-a', 'v1', main, '-m', `release ${makeKey('tagged')}`);
    const { report } = await step(repository, { payload: push(zeros, repository.git('rev-parse', 'v1'), 'refs/tags/v1') });
    expect(tell(report)).toEqual(['tagged tag-message']);
  });

  test('a tag that moved: its message too', async () => {
    const { repository, fork, main } = makeHistory();
    repository.git('tag', '-a', 'v1', main, '-m', `release ${makeKey('tagged')}`);
    const { report } = await step(repository, { payload: push(fork, repository.git('rev-parse', 'v1'), 'refs/tags/v1') });
    expect(tell(report)).toEqual(['later blob later:1', 'tagged tag-message']);
  });

  test('a tag named like a branch is not that branch', async () => {
    const { repository, topic } = makeHistory();
    expect(tell((await step(repository, { payload: push(zeros, topic, 'refs/tags/topic') })).report)).toEqual([]);
  });

  test.each(['schedule', 'workflow_dispatch'])('%s audits the repository, and says so', async (event) => {
    const { repository } = makeHistory();
    const { report, log } = await step(repository, { event, payload: {} });
    expect(tell(report).map((line) => line.split(' ')[0])).toEqual(['later', 'new', 'old']);
    expect(log).toContain(`skan  ${event} brings no commits of its own: auditing the whole repository\n`);
  });
});

describe('what cannot be judged fails the step with one line', () => {
  const { repository, main, topic } = makeHistory();

  test.each<[string, Given, RegExp]>([
    ['a base that is not here', { event: 'pull_request', payload: pull(unknown, topic) }, /the base, d{40}, is not in this clone; give actions\/checkout fetch-depth: 0$/],
    ['a head that is not here', { event: 'pull_request', payload: pull(main, unknown) }, /the head, d{40}, is not in this clone; give actions\/checkout fetch-depth: 0$/],
    ['pull_request_target without the head', { event: 'pull_request_target', payload: pull(main, unknown) }, /fetch-depth: 0, and ref: refs\/pull\//],
    ['a forced push', { payload: push(unknown, topic) }, /fetch-depth: 0, and after a forced push fetch it too: git fetch origin d{40}$/],
    ['a merge group', { event: 'merge_group', payload: { merge_group: { base_sha: unknown, head_sha: topic } } }, /fetch-depth: 0$/],
    ['no payload', { event: 'pull_request', payload: null }, /the event has no pull_request\.base\.sha that is an object id$/],
    ['an option for an id', { event: 'pull_request', payload: pull('--all', topic) }, /no pull_request\.base\.sha that is an object id$/],
    ['an expression for an id', { event: 'pull_request', payload: pull(main, 'HEAD') }, /no pull_request\.head\.sha that is an object id$/],
    ['an object for an id', { payload: { before: {}, after: topic } }, /no before that is an object id$/],
    ['no ref', { payload: { before: zeros, after: topic } }, /the event has no ref/],
    ['a ref that is none', { payload: push(zeros, topic, 'refs/heads/a\n::error::b') }, /the event has no ref/],
    ['no event', { event: '', payload: {} }, /GITHUB_EVENT_NAME is not set/],
    ['fail-on', { payload: push(main, topic), inputs: { 'fail-on': 'grave' } }, /input fail-on: grave is not one of critical, high, medium, low$/],
    ['strict', { payload: push(main, topic), inputs: { strict: 'yes' } }, /input strict: yes is not one of true, false$/],
    ['format', { payload: push(main, topic), inputs: { format: 'github' } }, /input format: github is not one of /],
    ['working-directory', { payload: push(main, topic), inputs: { 'working-directory': 'nowhere' } }, /input working-directory: there is no folder nowhere/],
    ['config', { payload: push(main, topic), inputs: { config: 'nowhere.yaml' } }, /nowhere\.yaml: the configuration cannot be read \(.*ENOENT/],
  ])('%s', async (_name, given, expected) => {
    const { failure, outputs, log, report } = await step(repository, given);
    expect(failure).toMatch(expected);
    expect(failure).not.toContain('\n');
    expect([outputs['complete'], outputs['findings']]).toEqual(['false', '0']);
    expect(report.problems).toHaveLength(1);
    expect(parseCommands(log).map(({ name }) => name)).toEqual(['error']);
  });

  test('a folder without a repository names the checkout', async () => {
    expect((await step({ path: makeFolder() }, { payload: push(main, topic) })).failure).toMatch(/run actions\/checkout with fetch-depth: 0 before this step$/);
  });

  test('a shallow clone in which the range does not end', async () => {
    const clone = makeFolder();
    repository.git('clone', '-q', '--depth=1', '--branch=topic', `file://${repository.path}`, clone);
    const { failure, outputs } = await step({ path: clone }, { payload: push(zeros, topic) });
    expect(failure).toMatch(/incomplete: .*shallow.*fetch-depth: 0/);
    expect(outputs['complete']).toBe('false');
  });
});

describe('settings that hold', () => {
  const silent = "ignore: ['**']\n";
  const token = (name: string): string => `${makeKey(name)}\n`;

  function makeBase(files: Readonly<Record<string, string>> = { readme: '' }): { repository: Repository; base: string } {
    const repository = makeRepository();
    const base = repository.commit(files);
    repository.git('update-ref', 'refs/remotes/origin/main', base);
    return { repository, base };
  }

  test('those of the base, not those that a pull request brings; the reviewer is told', async () => {
    const { repository, base } = makeBase();
    const head = repository.commit({ '.skan.yaml': silent, a: token('new') });
    const { report, notices, failure } = await step(repository, { event: 'pull_request', payload: pull(base, head) });
    expect(tell(report)).toEqual(['new blob a:1']);
    expect(notices).toEqual(['.skan.yaml: skan: this change edits settings: It was judged by those of its base; the edit holds once it is merged.']);
    expect(failure).toBeDefined();
  });

  test('those of the base, when the base has them', async () => {
    const { repository, base } = makeBase({ '.skan.yaml': "ignore: ['docs/**']\n" });
    const head = repository.commit({ 'docs/a': token('new') });
    const { report, notices, failure } = await step(repository, { event: 'pull_request', payload: pull(base, head) });
    expect([tell(report), tellSuppressed(report), notices, failure]).toEqual([[], ['new blob docs/a:1 by path: docs/**'], [], undefined]);
  });

  test('an edit on the base alone is not the change\'s', async () => {
    const { repository, base } = makeBase();
    const head = repository.commit({ a: 'x' });
    repository.git('checkout', '-q', '-B', 'main', base);
    const moved = repository.commit({ '.skan.yaml': silent });
    expect((await step(repository, { event: 'pull_request', payload: pull(moved, head) })).notices).toEqual([]);
  });

  test('a new branch: those of the default branch', async () => {
    const { repository } = makeBase({ '.skan.yaml': "ignore: ['docs/**']\n" });
    const head = repository.commit({ 'docs/a': token('docs'), a: token('new'), '.skan.yaml': silent });
    repository.git('update-ref', 'refs/remotes/origin/another', repository.git('commit-tree', '-m', 'x', 'HEAD^{tree}'));
    expect(tell((await step(repository, { payload: push(zeros, head) })).report)).toEqual(['new blob a:1']);
  });

  test.each<[string, object]>([
    ['the default branch itself', { ref: 'refs/heads/main', repository: { default_branch: 'main' } }],
    ['no default branch named', { ref: 'refs/heads/topic', repository: {} }],
    ['one that this clone has not', { ref: 'refs/heads/topic', repository: { default_branch: 'gone' } }],
    ['one that is no name', { ref: 'refs/heads/topic', repository: { default_branch: 'topic@{0}' } }],
  ])('a new branch, %s: the built-in ones', async (_name, change) => {
    const { repository } = makeBase({ '.skan.yaml': silent });
    const head = repository.commit({ a: token('new') });
    expect(tell((await step(repository, { payload: { before: zeros, after: head, ...change } })).report)).toEqual(['new blob a:1']);
  });

  test('input config: from the base where the base holds it', async () => {
    const { repository, base } = makeBase({ 'ci/skan.yaml': "ignore: ['docs/**']\n" });
    const head = repository.commit({ 'ci/skan.yaml': silent, 'docs/a': token('docs'), a: token('new') });
    const { report } = await step(repository, { event: 'pull_request', payload: pull(base, head), inputs: { config: 'ci/skan.yaml' } });
    expect(tell(report)).toEqual(['new blob a:1']);
  });

  test('input config: a fault of the base\'s file is told by its own path', async () => {
    const { repository, base } = makeBase({ 'ci/skan.yaml': 'ignored: []\n' });
    const head = repository.commit({ a: 'x' });
    const { failure } = await step(repository, { event: 'pull_request', payload: pull(base, head), inputs: { config: 'ci/skan.yaml' } });
    expect(failure).toMatch(/^skan: incomplete: the request: ci\/skan\.yaml:1: /);
  });

  test('input config: one that the change brings is not used', async () => {
    const { repository, base } = makeBase();
    const head = repository.commit({ 'ci/skan.yaml': silent, a: token('new') });
    const { report, notices } = await step(repository, { event: 'pull_request', payload: pull(base, head), inputs: { config: 'ci/skan.yaml' } });
    expect(tell(report)).toEqual(['new blob a:1']);
    expect(notices).toEqual(['ci/skan.yaml: skan: settings that the change brings: They are not used to judge it; they hold once the base has them.']);
  });

  test('input config: one that a step before made is used', async () => {
    const { repository, base } = makeBase();
    const head = repository.commit({ 'sub/a': token('new') });
    repository.write({ 'sub/made.yaml': silent });
    const { report } = await step(repository, { event: 'pull_request', payload: pull(base, head), inputs: { config: 'made.yaml', 'working-directory': 'sub' } });
    expect(tell(report)).toEqual([]);
  });

  test('working-directory: settings from there upwards, paths from the root', async () => {
    const { repository, base } = makeBase({ 'sub/.skan.yaml': "ignore: ['sub/docs/**']\n" });
    const head = repository.commit({ 'sub/docs/a': token('docs'), 'sub/b': token('new') });
    const { report, log } = await step(repository, { event: 'pull_request', payload: pull(base, head), inputs: { 'working-directory': 'sub' } });
    expect(tell(report)).toEqual(['new blob sub/b:1']);
    expect(parseCommands(log)[0]?.properties).toMatchObject({ file: 'sub/b', line: '1' });
  });
});

describe('what the step says', () => {
  function makeChange(files: Parameters<Repository['commit']>[0]): { repository: Repository; payload: object } {
    const repository = makeRepository();
    const base = repository.commit({ readme: '' });
    return { repository, payload: pull(base, repository.commit(files)) };
  }

  test('a finding below fail-on is a warning, and the step is green', async () => {
    const { repository, payload } = makeChange({ a: `${makeKey('new')}\n` });
    repository.write({ 'made.yaml': `override: {${rule}: {severity: low}}\n` });
    const { failure, log, outputs } = await step(repository, { event: 'pull_request', payload, inputs: { config: 'made.yaml', 'fail-on': 'High' } });
    expect([failure, outputs['findings']]).toEqual([undefined, '1']);
    expect(parseCommands(log).map(({ name }) => name)).toEqual(['warning']);
  });

  test('strict: what was left out fails the step', async () => {
    const repository = makeRepository();
    const base = repository.commit({ readme: '' });
    repository.git('update-index', '--add', '--cacheinfo', `160000,${base},sub`);
    repository.git('commit', '-q', '-m', 'a submodule');
    const payload = pull(base, repository.git('rev-parse', 'HEAD'));
    expect((await step(repository, { event: 'pull_request', payload })).failure).toBeUndefined();
    const { failure, outputs } = await step(repository, { event: 'pull_request', payload, inputs: { strict: 'TRUE' } });
    expect(failure).toMatch(/^skan: strict: 1 thing not looked into: sub /);
    expect(outputs['complete']).toBe('false');
  });

  test.each([['junit', /^<\?xml /], ['sarif', /"version": "2\.1\.0"/], ['Markdown', /^### skan: 1 leaked key/]])('format %s chooses the report file', async (format, expected) => {
    const { repository, payload } = makeChange({ a: `${makeKey('new')}\n` });
    const { reportText } = await step(repository, { event: 'pull_request', payload, inputs: { format } });
    expect(reportText).toMatch(expected);
  });

  test('an inline suppression in the change is shown as such', async () => {
    const { repository, payload } = makeChange({ a: `${makeKey('new')} # skan:allow ${rule} -- only an example\n` });
    const { failure, log, summary } = await step(repository, { event: 'pull_request', payload });
    expect(failure).toBeUndefined();
    expect(parseCommands(log).map(({ name, properties }) => [name, properties['title']])).toEqual([['notice', 'skan: suppressed by the very change that is judged']]);
    expect(summary).toContain('Suppressed by the very change that is judged');
  });

  const hostile = ['::error::pwned', 'a\n::set-output name=findings::9\nb', 'c%0A::error::pwned', 'd\r::add-mask::x', 'e ##[error]pwned', ',line=1::f', '\u2028::error::g'];

  test.each(hostile.map((name) => [JSON.stringify(name), name] as const))('a file called %s gives no command of its own', async (_shown, name) => {
    const repository = makeRepository();
    const base = repository.commit({ readme: '' });
    repository.entry(name, `${makeKey('new')}\n`);
    repository.entry(`${name}.d/.skan.yaml`, 'ignore: []\n');
    repository.git('commit', '-q', '-m', `::error::message ${name}`);
    const { log, failure, report, summary, notices } = await step(repository, { event: 'pull_request', payload: pull(base, repository.git('rev-parse', 'HEAD')) });
    expect(report.findings).toHaveLength(1);
    expect(parseCommands(log).map((command) => command.name)).toEqual(['error']);
    expect(`${log}${failure}${summary}${notices.join('')}`).not.toMatch(/##\[/);
    expect(failure).not.toMatch(/\n/);
    expect(keysShownIn(`${log}${summary}${failure}`)).toEqual([]);
  });
});

test('action.yml names the inputs and outputs that there are, and a bundle that there is', async () => {
  const { inputs, outputs, runs } = parse(readFileSync('action.yml', 'utf8')) as { inputs: object; outputs: object; runs: { main: string } };
  const { repository, main, topic } = makeHistory();
  const taken = await step(repository, { payload: push(main, topic) });
  expect(Object.keys(inputs).sort()).toEqual([...taken.asked].sort());
  expect(Object.keys(outputs).sort()).toEqual(Object.keys(taken.outputs).sort());
  expect(existsSync(runs.main)).toBe(true);
});

test('the table of events names what it does not know', () => {
  const repository = makeRepository();
  const git = makeGit(repository.path, baseVariables());
  expect(chooseJudged('issues', undefined, git).target).toEqual({ command: 'audit', directory: repository.path });
  expect(() => chooseJudged('push', undefined, git)).toThrow(/GITHUB_EVENT_PATH: the event cannot be read \(.*ENOENT/);
});
