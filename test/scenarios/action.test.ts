// The Action as a workflow runs it: `uses: ./` of the built bundle under Node 24, by act. What an event judges is in
// test/doors/action.test.ts; here is what only a runner can show: inputs, annotations, outputs, summary, the job's colour.

import { makeKey, keysShownIn } from '../keys.js';
import { makeFolder, makeRepository, openRepository, tell } from '../repository.js';
import type { Files, Repository } from '../repository.js';
import { checkReport, checkSarif } from '../report/schemas.js';
import type { Report } from '../../src/model/report.js';
import { actTools, runAction } from '../tools/act.js';
import type { Step, Workflow } from '../tools/act.js';
import { describeWith } from '../tools/need.js';

const zeros = '0'.repeat(40);
const leak = (name: string): string => `one\ntwo\ntoken = "${makeKey(name)}"\n`;

describeWith('the Action', actTools, (tools) => {
  function start(repository: Repository, workflow: Workflow): Step {
    const step = runAction(tools, repository, workflow);
    expect(keysShownIn(`${step.log}${step.summary}${step.report}${step.sarif}`)).toEqual([]);
    expect(checkReport(JSON.parse(step.report))).toEqual([]);
    expect(checkSarif(JSON.parse(step.sarif))).toEqual([]);
    return step;
  }

  function makeBase(files: Files = { readme: 'a project\n' }): { repository: Repository; base: string } {
    const repository = makeRepository();
    return { repository, base: repository.commit(files) };
  }

  /** A pull request that brings these files to a base with those. */
  function openPull(change: Files, files?: Files, message?: string): { repository: Repository; workflow: Workflow } {
    const { repository, base } = makeBase(files);
    repository.git('checkout', '-q', '-b', 'topic');
    return { repository, workflow: pull(base, repository.commit(change, message)) };
  }

  const pull = (base: string, head: string): Workflow => ({ event: 'pull_request', payload: { number: 1, pull_request: { number: 1, base: { sha: base, ref: 'main' }, head: { sha: head, ref: 'topic' } }, repository: { default_branch: 'main' } } });
  const push = (before: string, after: string, ref = 'refs/heads/topic'): Workflow => ({ event: 'push', payload: { ref, before, after, repository: { default_branch: 'main' } } });
  const found = ({ report }: Step): string[] => tell(JSON.parse(report) as Report);

  test('a pull request with a leak is red, with an annotation at its line', () => {
    const { repository, workflow } = openPull({ 'src/config.ts': leak('new') });
    const step = start(repository, workflow);
    expect(step.failed).toBe(true);
    expect(found(step)).toEqual(['new blob src/config.ts:3']);
    expect(step.annotations.map(({ name, properties }) => [name, properties['file'], properties['line']])).toEqual([['error', 'src/config.ts', '3'], ['error', undefined, undefined]]);
    expect(step.annotations[0]?.message).toMatch(/^Revoke this .* first: /);
    expect(step.annotations[1]?.message).toBe('skan: 1 leaked key in what these commits add; revoke first, then remove');
    expect(step.outputs).toEqual({ findings: '1', complete: 'true', report: expect.stringMatching(/skan\.json$/), sarif: expect.stringMatching(/skan\.sarif$/) });
    expect(step.outputs['report']).not.toContain('hostexecutor');
    expect(step.summary).toMatch(/^### skan: 1 leaked key[^]*`src\/config\.ts:3:/);
  });

  test('a pull request without one is green', () => {
    const { repository, workflow } = openPull({ 'src/config.ts': 'nothing\n' }, { old: leak('old') });
    const step = start(repository, workflow);
    expect([step.failed, step.annotations, step.outputs['findings'], step.outputs['complete']]).toEqual([false, [], '0', 'true']);
    expect(step.summary).toMatch(/^### skan: clean/);
  });

  test('a push with a base', () => {
    const { repository, base } = makeBase({ old: leak('old') });
    const step = start(repository, push(base, repository.commit({ a: leak('new') }), 'refs/heads/main'));
    expect([step.failed, found(step)]).toEqual([true, ['new blob a:3']]);
  });

  test('a push of a new branch', () => {
    const { repository, base } = makeBase({ old: leak('old') });
    repository.git('update-ref', 'refs/remotes/origin/main', base);
    const head = repository.commit({ a: leak('new') });
    repository.git('update-ref', 'refs/remotes/origin/topic', head);
    const step = start(repository, push(zeros, head));
    expect([step.failed, found(step)]).toEqual([true, ['new blob a:3']]);
  });

  test('a base that a shallow clone lacks fails the step, naming the remedy', () => {
    const { repository: whole, base } = makeBase();
    const head = whole.commit({ a: 'x' });
    const path = makeFolder();
    whole.git('clone', '-q', '--depth=1', `file://${whole.path}`, path);
    const step = start(openRepository(path), pull(base, head));
    expect([step.failed, step.outputs['complete'], step.outputs['findings']]).toEqual([true, 'false', '0']);
    expect(step.annotations.at(-1)?.message).toMatch(/the base, [0-9a-f]{40}, is not in this clone; give actions\/checkout fetch-depth: 0$/);
  });

  test('a pull request cannot silence the scanner with settings of its own', () => {
    const { repository, workflow } = openPull({ '.skan.yaml': "ignore: ['**']\nfailOn: critical\n", a: leak('new') });
    const step = start(repository, workflow);
    expect([step.failed, found(step)]).toEqual([true, ['new blob a:3']]);
    expect(step.annotations.filter(({ name }) => name === 'notice').map(({ properties }) => properties)).toEqual([{ title: 'skan: this change edits settings', file: '.skan.yaml' }]);
  });

  test('a suppression that a pull request brings is shown as such', () => {
    const { repository, workflow } = openPull({ a: `${makeKey('new')} # skan:allow github-personal-access-token -- only an example\n` });
    const step = start(repository, workflow);
    expect(step.failed).toBe(false);
    expect(step.annotations.map(({ name, properties }) => [name, properties['title']])).toEqual([['notice', 'skan: suppressed by the very change that is judged']]);
    expect(step.summary).toContain('only an example');
  });

  test('inputs reach the scan', () => {
    const { repository, workflow } = openPull({ 'sub/a': leak('new') }, { 'sub/own.yaml': 'override: {github-personal-access-token: {severity: low}}\n' });
    const step = start(repository, { ...workflow, with: { 'fail-on': 'high', config: 'own.yaml', 'working-directory': 'sub' } });
    expect([step.failed, step.outputs['findings']]).toEqual([false, '1']);
    expect(step.annotations.map(({ name, properties }) => [name, properties['file']])).toEqual([['warning', 'sub/a']]);
  });

  test('an event without commits audits the repository', () => {
    const { repository } = makeBase({ old: leak('old') });
    const step = start(repository, { event: 'workflow_dispatch', payload: {} });
    expect([step.failed, found(step)]).toEqual([true, ['old blob old:3']]);
  });

  test('names and messages of a hostile repository give no commands', () => {
    const names = ['::error::pwned', 'a\n::set-output name=findings::9\nb', 'c%0A::set-env name=PWNED::1', 'd ##[error]pwned', ',line=1::e'];
    const { repository, workflow } = openPull(Object.fromEntries(names.map((name) => [name, leak(name)])), undefined, `::error::pwned\n::set-output name=findings::9\n${makeKey('message')}`);
    const step = start(repository, workflow);
    expect(step.failed).toBe(true);
    expect(step.outputs['findings']).toBe('6');
    expect(step.annotations.map(({ name, properties }) => `${name} ${properties['file'] ?? ''}`).sort()).toEqual([
      'error ', 'error ', 'error ,line=1::e', 'error ::error::pwned', 'error a\\n::set-output name=findings::9\\nb', 'error c%0A::set-env name=PWNED::1', 'error d ## [error]pwned',
    ]);
    expect(step.log).not.toMatch(/set-output:: (?!findings=6$|complete=|report=|sarif=)|set-env::|##\[/m);
  });
});
