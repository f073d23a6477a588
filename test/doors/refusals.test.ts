// What is asked for in a way that skan does not understand, or cannot do: one line, and exit 2; never an answer that looks like one.

import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { configurationKeys } from '../../src/rules/load.js';
import { loadConfig } from '../../src/policy/config.js';
import { nearest } from '../../src/document/nearest.js';
import { bundle, makeFolder, makeRepository, runSkan } from '../repository.js';

function expectRefusal({ code, stdout, stderr }: { readonly code: number | null; readonly stdout: string; readonly stderr: string }, says: RegExp): void {
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/^skan: [^\n]+\n$/);
  expect(stderr).toMatch(says);
}

test.each<[readonly string[], RegExp]>([
  [['staged', 'extra'], /no file extra/],
  [['scan', ''], /needs a file/],
  [['audit', ''], /empty/],
  [['rules', 'list', '--format', 'sarif'], /text or json/],
  [['rules', 'show', 'jwt', '--format', 'csv'], /text alone/],
  [['doctor', '--help'], /not in this version/],
  [['help', 'baseline'], /not in this version/],
])('skan %j', (args, says) => {
  expectRefusal(makeRepository().skan(args), says);
});

test.each([
  ['rulez: []\n', /rulez/],
  ['id: own-key\ntitle: Own\nseverity: low\n', /id/],
])('a rule file that is none: %j', (text, says) => {
  const folder = makeFolder();
  writeFileSync(join(folder, 'own.yaml'), text);
  expectRefusal(runSkan(['rules', 'check', 'own.yaml'], { in: folder }), says);
});

test('a rule file may be any configuration', () => {
  expect(configurationKeys.map((key) => loadConfig(`${key}: ${{ ignore: '[]', override: '{}', rules: '[]', failOn: 'low', requireReason: 'true' }[key] ?? ''}\n`, 'x', new Set()))).toHaveLength(5);
});

const links: readonly (readonly [string, (folder: string) => void, RegExp])[] = [
  ['a circle', (folder) => symlinkSync('x', join(folder, 'x')), /circle/],
  ['nowhere', (folder) => symlinkSync('gone', join(folder, 'x')), /nowhere/],
  ['a pipe', (folder) => void spawnSync('mkfifo', [join(folder, 'x')]), /pipe/],
];

test.each(links)('%s that is named is a problem; one that is met is not', (_, make, says) => {
  const folder = makeFolder();
  mkdirSync(join(folder, 'within'));
  make(join(folder, 'within'));
  const named = runSkan(['scan', 'within/x'], { in: folder });
  expect(named.code).toBe(2);
  expect(named.stdout).toMatch(says);
  expect(runSkan(['scan', 'within'], { in: folder }).code).toBe(0);
});

test('a configuration that is a link is refused on disk as in git', () => {
  const folder = makeFolder();
  writeFileSync(join(folder, 'shared.yaml'), 'failOn: high\n');
  symlinkSync('shared.yaml', join(folder, '.skan.yaml'));
  expectRefusal(runSkan(['scan', '.'], { in: folder }), /symbolic link/);
});

const run = (script: string, folder = makeFolder()): { readonly code: number | null; readonly stdout: string; readonly stderr: string } => {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', script], { cwd: folder, encoding: 'utf8', env: { PATH: process.env['PATH'], HOME: folder, SKAN: bundle } });
  return { code: status, stdout, stderr };
};

test.each(['scan .', '--help', 'rules list', 'explain jwt', 'scan . --format json'])('a full disk behind skan %s', (command) => {
  expectRefusal(run(`node "$SKAN" ${command} >/dev/full`), /ENOSPC/);
});

test('a standard input that is closed is not an empty one', () => {
  expectRefusal(run('node "$SKAN" scan - <&-'), /closed/);
  expect(run('node "$SKAN" scan - </dev/null').code).toBe(0);
});

test('a name is suggested only where it is near', () => {
  expect(nearest('foo', ['tool'])).toBeUndefined();
  expect(nearest('jsno', ['json', 'text'])).toBe('json');
});

const hooks: readonly (readonly [string, Readonly<Record<string, string>>, RegExp])[] = [
  ['plain git', {}, /there is no Husky here; install it with: .*or without it.*\.git\/hooks\/pre-commit/],
  ['pre-commit', { '.pre-commit-config.yaml': 'repos: []\n' }, /pass_filenames: false.*pre-commit install/],
  ['lefthook', { 'lefthook.yml': '' }, /lefthook\.yml.*lefthook install/],
  ['simple-git-hooks', { 'package.json': '{"simple-git-hooks": {}}' }, /package\.json, under "simple-git-hooks".*npx simple-git-hooks/],
];

test.each(hooks)('skan init says what to write for %s', (_, files, says) => {
  const repository = makeRepository();
  repository.write(files);
  expectRefusal(repository.skan(['init']), says);
});

test('skan init says what to write where core.hooksPath leads', () => {
  const repository = makeRepository();
  repository.git('config', 'core.hooksPath', 'githooks');
  expectRefusal(repository.skan(['init']), /core\.hooksPath.*githooks\/pre-commit/);
});
