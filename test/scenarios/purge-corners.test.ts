// A purge of a repository full of what rewriting tools stumble over: each tool must leave all that never held a key as it was, object
// for object.

import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeKey } from '../keys.js';
import { baseVariables, makeRepository, runProcess } from '../repository.js';
import type { Repository, Variables } from '../repository.js';
import { describeWith } from '../tools/need.js';
import { bfg, filterRepo, runPlan, toolVariables, verifyPlan, writePlan } from '../tools/purge.js';

const key = (): string => makeKey('corner');

/** Between commits that hold a key: line ends, modes, names, links, gitlinks, pointers, empty commits, other encodings, a large file. */
function makeCorners(...options: readonly string[]): Repository {
  const repository = makeRepository(...options);
  const { git, path } = repository;
  const length = git('rev-parse', '--show-object-format') === 'sha256' ? 64 : 40;
  git('config', 'core.autocrlf', 'false');
  repository.commit({ '.gitattributes': '*.txt text=auto eol=crlf\n*.bin filter=lfs diff=lfs merge=lfs -text\n', 'crlf.txt': 'one\r\ntwo\r\n', 'mixed.txt': 'one\r\ntwo\n', run: { executable: '#!/bin/sh\n' }, link: { link: 'a file with blanks' } }, 'start');
  repository.commit({ 'a file with blanks': 'x\n', 'it\'s "quoted".txt': 'x\n', 'new\nline': 'x\n', 'tab\there': 'x\n', 'back\\slash': 'x\n', ' leading and trailing ': 'x\n', '-dash': 'x\n', 'ünïcode/ключ': 'x\n', '*.glob[a-z]?': 'x\n' }, 'names');
  repository.commit({ 'crlf.env': `TOKEN=${key()}\r\nOTHER=kept\r\n`, 'a key with blanks': `${key()}\n`, 'key\nnew line': `${key()}\n`, '-key "quoted"': `${key()}\n`, 'ключ.env': `${key()}\n` }, 'keys');
  repository.commit({}, 'empty');
  repository.entry('modules/sub', '', '100644');
  git('update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(length)},modules/sub`);
  repository.commit({ '.gitmodules': '[submodule "modules/sub"]\n\tpath = modules/sub\n\turl = ../sub.git\n' }, 'a submodule');
  repository.commit({ 'asset.bin': `version https://git-lfs.github.com/spec/v1\noid sha256:${createHash('sha256').update('x').digest('hex')}\nsize 1\n` }, 'a pointer');
  git('config', 'i18n.commitEncoding', 'ISO-8859-1');
  repository.tryGit(['commit', '--quiet', '--allow-empty', '-F', '-'], { input: Buffer.from('caf\xe9', 'latin1') });
  git('config', '--unset', 'i18n.commitEncoding');
  repository.tryGit(['commit', '--quiet', '--allow-empty', '-m', 'no message follows'], { variables: { GIT_AUTHOR_DATE: '1234567890 -0730', GIT_COMMITTER_DATE: '1334567890 +1245', GIT_AUTHOR_NAME: 'Ünï Ç', GIT_AUTHOR_EMAIL: '' } });
  repository.tryGit(['commit', '--quiet', '--allow-empty', '--allow-empty-message', '-m', '']);
  writeFileSync(join(path, 'large.log'), Buffer.alloc(100 * 1024 * 1024, 'a line of a log that is long\n'));
  repository.commit({ 'large.env': Buffer.concat([Buffer.alloc(2 * 1024 * 1024, 'another line\n'), Buffer.from(`${key()}\n`)]) }, 'large');
  git('add', 'large.log');
  repository.commit({}, 'larger');
  repository.commit({ 'crlf.env': undefined, 'last.txt': 'last\r\n' }, 'last');
  return repository;
}

/** For each commit of main, oldest first: its people, dates, encoding and message, and every entry of its tree that never held a key. */
function tell({ git, path }: Repository, held: ReadonlySet<string>): string[] {
  return git('rev-list', '--reverse', 'main').split('\n').map((id) => {
    const raw = spawnSync('git', ['cat-file', 'commit', id], { cwd: path, env: baseVariables() }).stdout.toString('latin1').replace(/^(tree|parent) [0-9a-f]+$/gm, '$1');
    const entries = spawnSync('git', ['ls-tree', '-r', '-z', id], { cwd: path, env: baseVariables() }).stdout.toString('latin1').split('\0').filter((line) => !held.has(line.slice(line.indexOf('\t') + 1)));
    return `${raw}\n${entries.join('\n')}`;
  });
}

const holding = ['crlf.env', 'a key with blanks', 'key\nnew line', '-key "quoted"', 'ключ.env', 'large.env'].map((name) => Buffer.from(name).toString('latin1'));

function purge(repository: Repository, tool: string, variables: Variables): void {
  const held = new Set(holding);
  const before = tell(repository, held);
  const { folder, run } = writePlan(repository, '--tool', tool);
  expect(run).toMatchObject({ code: 0, stderr: '' });
  expect(/submodule `modules\/sub`[^]*This repository uses Git LFS/.test(readFileSync(join(folder, 'PURGE.md'), 'utf8'))).toBe(true);
  const ran = runPlan(folder, repository.path, variables);
  expect([ran, ran.code === 0 ? '' : runProcess('grep', ['-v', '^ ', join(folder, 'work', `${tool}.log`)], folder).stdout]).toEqual([{ code: 0, stderr: '', stdout: ran.stdout }, '']);
  expect(verifyPlan(folder, repository.path)).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('none holds') });
  // Of filter-branch the guide says so.
  const told = (lines: readonly string[]): string[] => (tool === 'filter-branch' ? lines.map((line) => line.replace(/\nencoding .*/, '').replace(/caf.*/, '')) : [...lines]);
  expect(told(tell(repository, held))).toEqual(told(before));
  expect(runProcess('git', ['show', 'HEAD~9:crlf.env'], repository.path).stdout).toMatch(/^TOKEN=REDACTED-[0-9a-f]{8}\r\nOTHER=kept\r\n$/);
  expect(repository.git('show', 'HEAD:key\nnew line')).toMatch(/^REDACTED-[0-9a-f]{8}$/);
  expect(repository.git('status', '--porcelain', '--ignore-submodules')).toBe('');
  expect(repository.git('fsck', '--full', '--strict', '--no-dangling')).toBe('');
}

describeWith('git filter-repo', filterRepo, (tools) => {
  test('a sha1 repository', () => {
    purge(makeCorners(), 'filter-repo', toolVariables(tools));
  });

  test('a sha256 repository with submodules is refused before anything is done', () => {
    const repository = makeRepository('--object-format=sha256');
    repository.git('update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(64)},sub`);
    repository.commit({ a: `${key()}\n` }, 'one');
    expect(writePlan(repository).run).toMatchObject({ code: 2, stderr: expect.stringContaining('--tool filter-branch can') });
  });
});

describe('git filter-branch', () => {
  test.each(['sha1', 'sha256'])('a %s repository', (format) => {
    purge(makeCorners(`--object-format=${format}`), 'filter-branch', {});
  });
});

describeWith('the BFG', bfg, (tools) => {
  test('a sha1 repository', () => {
    purge(makeCorners(), 'bfg', toolVariables(tools));
  });

  test('a sha256 repository is refused before anything is done', () => {
    const repository = makeRepository('--object-format=sha256');
    repository.commit({ a: `${key()}\n` }, 'one');
    expect(writePlan(repository, '--tool', 'bfg').run).toMatchObject({ code: 2, stderr: expect.stringContaining('SHA-256') });
  });
});
