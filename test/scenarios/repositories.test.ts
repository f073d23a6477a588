// `skan audit` of a URL and of many repositories: a clone that goes away, a report each, one summary, and no password anywhere.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Summary } from '../../src/model/summary.js';
import type { Report } from '../../src/model/report.js';
import { makeKey } from '../keys.js';
import { baseVariables, bundle, makeFolder, makeRepository, runProcess, runSkan, tell } from '../repository.js';
import type { Repository, Run } from '../repository.js';
import { checkReport, checkSummary } from '../report/schemas.js';

function makeLeaking(name = 'a'): Repository {
  const repository = makeRepository();
  repository.commit({ 'x.env': `TOKEN=${makeKey(name)}\n` }, `see ${makeKey(`${name} in a message`)}`);
  repository.git('tag', '-a', 'v1', '-m', `a tag with ${makeKey(`${name} in a tag`)}`);
  return repository;
}

const urlOf = ({ path }: Repository): string => pathToFileURL(path).href;

describe('a URL', () => {
  test('is cloned whole, audited as pushed, and leaves nothing behind', () => {
    const repository = makeLeaking();
    repository.git('update-ref', 'refs/pull/7/head', repository.git('commit-tree', '-m', makeKey('a in a pull request'), 'HEAD^{tree}'));
    const folder = makeFolder();
    const { code, stdout } = runSkan(['audit', urlOf(repository), '--format', 'json'], { variables: { TMPDIR: folder } });
    const report = JSON.parse(stdout) as Report;
    expect(checkReport(report)).toEqual([]);
    expect(code).toBe(1);
    expect(tell(report)).toEqual(['a blob x.env:1', 'a in a message commit-message', 'a in a pull request commit-message', 'a in a tag tag-message']);
    expect(new Set(report.findings.map(({ exposure }) => exposure.reach))).toEqual(new Set(['pushed']));
    expect(report.scan.root).toBe(urlOf(repository));
    expect(readdirSync(folder)).toEqual([]);
  });

  test('runs no hook, and takes no hook from a template', () => {
    const repository = makeLeaking();
    const [home, template] = [makeFolder(), makeFolder()];
    const mark = join(home, 'ran');
    mkdirSync(join(template, 'hooks'));
    for (const name of ['post-checkout', 'reference-transaction']) {
      repository.hook(name, `touch '${mark}'`);
      writeFileSync(join(template, 'hooks', name), `#!/bin/sh\ntouch '${mark}'\n`);
      chmodSync(join(template, 'hooks', name), 0o755);
    }
    writeFileSync(join(home, 'gitconfig'), `[init]\n\ttemplateDir = ${template}\n`);
    expect(runSkan(['audit', urlOf(repository)], { variables: { HOME: home, GIT_CONFIG_GLOBAL: join(home, 'gitconfig') } }).code).toBe(1);
    expect(readdirSync(home)).not.toContain('ran');
  });

  test.each([
    ['https://ada:p4ssw0rd-x@127.0.0.1:1/x.git', /^skan: https:\/\/…@127\.0\.0\.1:1\/x\.git: it cannot be cloned: .+\n$/],
    ['https://onlyatoken1234@127.0.0.1:1/x.git', /^skan: https:\/\/…@127\.0\.0\.1:1\/x\.git: it cannot be cloned: .+\n$/],
    ['ssh://ada:p4ssw0rd-x@127.0.0.1:1/x.git', /^skan: ssh:\/\/ada:…@127\.0\.0\.1:1\/x\.git: it cannot be cloned: .+\n$/],
    ['file:///no/where.git', /^skan: file:\/\/\/no\/where\.git: it cannot be cloned: .+\n$/],
  ])('%s that cannot be had is one line, without a password', (url, line) => {
    const folder = makeFolder();
    const { code, stdout, stderr } = runSkan(['audit', url], { variables: { TMPDIR: folder } });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(line);
    expect(stderr).not.toMatch(/p4ssw0rd|onlyatoken/);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('Ctrl-C while it is cloned leaves nothing behind', async () => {
    const [folder, tools] = [makeFolder(), makeFolder()];
    writeFileSync(join(tools, 'ssh'), `#!/bin/sh\ntouch '${tools}/started'\nexec sleep 20\n`);
    chmodSync(join(tools, 'ssh'), 0o755);
    const child = spawn(process.execPath, [bundle, 'audit', 'git@example.org:x/y.git'], { env: { ...baseVariables(), TMPDIR: folder, GIT_SSH_COMMAND: join(tools, 'ssh') }, stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    while (!readdirSync(tools).includes('started')) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill('SIGINT');
    const [code] = (await once(child, 'exit')) as [number];
    expect(code).toBe(2);
    expect(stderr).toBe('skan: git@example.org:x/y.git: it cannot be cloned: it was interrupted\n');
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('several repositories', () => {
  const sum = ({ stdout }: Run): Summary => {
    const summary = JSON.parse(stdout) as Summary;
    expect(checkSummary(summary)).toEqual([]);
    return summary;
  };

  test('get a report each and one summary, also where one fails', () => {
    const [leaking, clean, folder] = [makeLeaking(), makeRepository(), makeFolder()];
    clean.commit({ a: 'a\n' });
    writeFileSync(join(folder, 'list.txt'), `# ours\n${leaking.path}\n\n${urlOf(leaking)}  \nhttps://ada:p4ssw0rd-x@127.0.0.1:1/x.git\n${clean.path}\nno/where\n`);
    const run = runSkan(['audit', '--repos', 'list.txt', '--format', 'json', '--output', 'out'], { in: folder });
    const { complete, repositories } = sum(run);
    expect([run.code, complete, run.stderr]).toEqual([2, false, '']);
    expect(repositories.map((each) => [each.complete, each.findings.critical + each.findings.high, each.file !== undefined])).toEqual([[true, 3, true], [true, 3, true], [false, 0, false], [true, 0, true], [false, 0, false]]);
    expect(repositories[2]).toMatchObject({ repository: 'https://…@127.0.0.1:1/x.git', why: expect.stringMatching(/it cannot be cloned/) });
    expect(repositories[4]?.why).toBe('no/where: there is no such folder');
    const files = repositories.flatMap(({ file }) => file ?? []);
    expect(new Set(files).size).toBe(3);
    for (const file of files) expect(checkReport(JSON.parse(readFileSync(join(folder, file), 'utf8')))).toEqual([]);
    expect(run.stdout).not.toContain('p4ssw0rd');
  });

  test('as text: one after the other, then a table', () => {
    const [leaking, clean] = [makeLeaking(), makeRepository()];
    clean.commit({ a: 'a\n' });
    const { code, stdout } = runSkan(['audit', leaking.path, clean.path]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/3 leaked keys in this repository[^]*clean: [^]*skan {2}2 repositories\n\n {2}repository +findings +complete +report\n.* 3 (?:critical|high) +yes\n.* none +yes\n$/);
  });

  test('one that cannot be looked at is not said to hold nothing, and is named once', () => {
    const { code, stdout } = runSkan(['audit', makeLeaking().path, 'no/where']);
    expect(code).toBe(2);
    expect(stdout).toMatch(/\n {2}no\/where +unknown +no\n\n {2}not complete\n {2}no\/where: there is no such folder\n$/);
  });

  test('as JSON without a folder: one document that holds the reports', () => {
    const [one, other] = [makeLeaking('one'), makeLeaking('other')];
    const { repositories } = sum(runSkan(['audit', one.path, other.path, '--format', 'json']));
    expect(repositories.map(({ report }) => report === undefined ? [] : tell(report)[0])).toEqual(['one blob x.env:1', 'other blob x.env:1']);
  });

  test('of the same name get files of different names', () => {
    const folder = makeFolder();
    for (const team of ['a', 'b', 'c']) runProcess('git', ['init', '-q', join(folder, team, team === 'c' ? 'API.git' : 'api')], folder);
    const { repositories } = sum(runSkan(['audit', '--format', 'json', '--output', 'out', 'a/api', 'b/api/', 'c/API.git'], { in: folder }));
    expect(repositories.map(({ file }) => file)).toEqual(['out/api.json', 'out/api-2.json', 'out/API-3.json']);
    expect(readdirSync(join(folder, 'out'))).toHaveLength(3);
  });

  test('an empty list is told', () => {
    expect(runSkan(['audit', '--repos', '-'], { input: '# none\n' })).toEqual({ code: 2, stdout: '', stderr: 'skan: --repos -: it names no repository; write a path or a URL on each line\n' });
  });
});
