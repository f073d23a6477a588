// `skan scan --commit-msg FILE`: what git is about to record of a message, and nothing else. Each mode of git's cleanup is held
// against real git: what it records and what skan reads are the same.

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keepRecorded } from '../../src/sources/git/cleanup.js';
import type { CleanupSettings } from '../../src/sources/git/cleanup.js';
import { fillExample } from '../../src/rules/examples.js';
import { makeKey } from '../keys.js';
import { bundle, makeFolder, makeRepository, lookWithSkan, runSkan } from '../repository.js';

const key = makeKey('message');
const scissors = '------------------------ >8 ------------------------';
const status = '\n# Please enter the commit message.\n#\n# On branch main\n#\n';

function look(text: string, settings: readonly (readonly [string, string])[] = [], variables: Readonly<Record<string, string>> = {}): ReturnType<typeof lookWithSkan> {
  const repository = makeRepository();
  for (const [name, value] of settings) repository.git('config', name, value);
  repository.write({ MSG: text });
  return lookWithSkan(['scan', '--commit-msg', 'MSG'], { in: repository.path, variables });
}

const diff = `# ${scissors}\n# Do not modify or remove the line above.\n# Everything below it will be ignored.\ndiff --git a/f b/f\n+${key}\n`;

describe('what counts', () => {
  const cases: readonly (readonly [string, string, readonly (readonly [string, string])[], string | undefined])[] = [
    ['a key in the subject', `use ${key}\n`, [], '1:5'],
    ['behind comment lines, at its place in the file', `# one\n\n\nfirst\n\n\n# two\n  ${key}  \n${status}`, [], '8:3'],
    ['a comment line', `fix\n#${key}\n`, [], undefined],
    ['a comment sign inside a line', `fix #${key}\n`, [], '1:6'],
    ['another comment sign', `fix\n;${key}\n`, [['core.commentChar', ';']], undefined],
    ['what is no comment under another sign', `fix\n#${key}\n`, [['core.commentChar', ';']], '2:2'],
    ['a comment sign of several letters', `fix\n//${key}\n`, [['core.commentString', '//']], undefined],
    ['the setting that was made last', `fix\n;${key}\n`, [['core.commentString', '//'], ['core.commentChar', ';']], undefined],
    ['a sign that git chose', `#12 fix\n;${key}\n\n; Please enter\n;\n; On branch\n`, [['core.commentChar', 'auto']], undefined],
    ['a sign that git would have chosen, and nothing says so', `fix\n#${key}\n`, [['core.commentChar', 'auto']], '2:2'],
    ['git chose a sign, and the scissors line tells it', `#12 fix\n;${key}\n; ${scissors}\n; x\ndiff --git a/f b/f\n${key}\n`, [['core.commentChar', 'auto']], undefined],
    ['the diff of -v', `fix\n${diff}`, [], undefined],
    ['a line that looks like scissors, without a diff', `fix\n# ${scissors}\n${key}\n`, [], '3:1'],
    ['the same where the configuration asks for a diff', `fix\n# ${scissors}\n${key}\n`, [['commit.verbose', '1']], undefined],
    ['commit.cleanup scissors', `fix\n# ${key}\n# ${scissors}\n`, [['commit.cleanup', 'scissors']], '2:3'],
    ['below the scissors', `fix\n# ${scissors}\n${key}\n`, [['commit.cleanup', 'scissors']], undefined],
    ['scissors in the first line', `# ${scissors}\n${key}\n`, [['commit.cleanup', 'scissors']], undefined],
    ['commit.cleanup whitespace', `fix\n#${key}\n`, [['commit.cleanup', 'whitespace']], '2:2'],
    ['commit.cleanup verbatim', `\n\n#${key}\n`, [['commit.cleanup', 'verbatim']], '3:2'],
    ['line ends of Windows', `fix\r\n\r\n${key}\r\n`, [], '3:1'],
    ['without a line end', `fix\n\n${key}`, [], '3:1'],
  ];
  test.each(cases)('%s', (_, text, settings, place) => {
    const { code, report } = look(text, settings);
    expect(report.problems).toEqual([]);
    expect(report.findings.flatMap(({ occurrences }) => occurrences.map(({ source, path, line, column }) => `${source} ${path} ${line}:${column}`))).toEqual(place === undefined ? [] : [`commit-message MSG ${place}`]);
    expect(code).toBe(place === undefined ? 0 : 1);
  });

  test('with no editor, as for git commit -m, nothing is a comment', () => {
    expect(look(`fix\n#${key}\n`, [], { GIT_EDITOR: ':' }).code).toBe(1);
    expect(look(`fix\n#${key}\n`, [['commit.cleanup', 'strip']], { GIT_EDITOR: ':' }).code).toBe(0);
    expect(look(`fix\n#${key}\n# ${scissors}\n`, [['commit.cleanup', 'scissors']], { GIT_EDITOR: ':' }).code).toBe(1);
  });

  test('settings of git -c reach it, and those of the user', () => {
    expect(look(`fix\n#${key}\n`, [], { GIT_CONFIG_PARAMETERS: "'commit.cleanup'='verbatim'" }).code).toBe(1);
    const folder = makeFolder();
    writeFileSync(join(folder, 'config'), '[core]\n\tcommentChar = %\n');
    expect(look(`fix\n%${key}\n`, [], { GIT_CONFIG_GLOBAL: join(folder, 'config') }).code).toBe(0);
  });

  test('a key over several lines is read across a comment, and told where it stands', () => {
    const block = fillExample('{{pem:RSA PRIVATE KEY}}', 'message', []).text.split('\n');
    const text = ['fix', '', ...block.slice(0, 5), '# a comment', ...block.slice(5), ''].join('\n');
    const found = look(text).report.findings.flatMap(({ occurrences }) => occurrences.map(({ line, endLine }) => [line, endLine]));
    expect(found).toEqual([[3, block.length + 3]]);
  });
});

test('outside a repository git\'s defaults hold', () => {
  const folder = makeFolder();
  writeFileSync(join(folder, 'MSG'), `fix\n#${key}\n`);
  expect(lookWithSkan(['scan', '--commit-msg', 'MSG'], { in: folder })).toMatchObject({ code: 0 });
  writeFileSync(join(folder, 'MSG'), `fix\n${key}\n`);
  expect(lookWithSkan(['scan', '--commit-msg', 'MSG'], { in: folder })).toMatchObject({ code: 1 });
});

test('a file that is not there, and one operand too many', () => {
  const folder = makeFolder();
  const missing = runSkan(['scan', '--commit-msg', 'none'], { in: folder });
  expect(missing.code).toBe(2);
  expect(missing.stdout).toMatch(/the commit message could not be read \(ENOENT\)/);
  expect(runSkan(['scan', '--commit-msg', 'none', 'a'], { in: folder })).toMatchObject({ code: 2, stderr: expect.stringMatching(/a is one too many/) });
  expect(runSkan(['staged', '--commit-msg', 'none'], { in: folder }).stderr).toMatch(/belongs to skan scan/);
});

test('the text says that it is the message, and what to do before it is recorded', () => {
  const repository = makeRepository();
  repository.write({ MSG: `fix\n\nsee ${key}\n` });
  const { code, stdout } = runSkan(['scan', '--commit-msg', 'MSG'], { in: repository.path });
  expect(code).toBe(1);
  expect(stdout).toMatch(/1 leaked key in the commit message/);
  expect(stdout).toMatch(/commit message \(MSG\), line 3/);
  expect(stdout).toMatch(/the commit is not made yet/);
  expect(stdout).not.toMatch(/git add|in what was scanned/);
});

test('the configuration is the index\'s, as for staged', () => {
  const repository = makeRepository();
  repository.write({ MSG: `${key}\n`, '.skan.yaml': 'override:\n  github-personal-access-token: {off: true}\n' });
  expect(repository.skan(['scan', '--commit-msg', 'MSG']).code).toBe(1);
  repository.git('add', '.skan.yaml');
  expect(repository.skan(['scan', '--commit-msg', 'MSG']).code).toBe(0);
});

test('as a hook it stops a commit, and a comment does not', () => {
  const repository = makeRepository();
  repository.hook('commit-msg', `#!/bin/sh\nexec '${process.execPath}' '${bundle}' scan --commit-msg "$1"\n`);
  repository.stage({ a: 'x\n' });
  expect(repository.tryGit(['commit', '-m', `see ${key}`]).code).not.toBe(0);
  const editor = (text: string): Readonly<Record<string, string>> => ({ GIT_EDITOR: `sh -c 'printf "%s\\n" "fix" "${text}" >"$1"' -` });
  expect(repository.tryGit(['commit'], { variables: editor(key) }).code).not.toBe(0);
  expect(repository.tryGit(['commit'], { variables: editor(`#${key}`) }).code).toBe(0);
  expect(repository.git('log', '--format=%B')).toBe('fix');
});

describe('git records what is read', () => {
  const texts = ['a\n', '\n\n a \n\n\n\nb\t\n#c\n\n', '#a\n#b\n', 'a', '', '\n \n', 'a\r\n\r\n\r\nb\r\n', `a\n# ${scissors}\nb\n`, '# x\na\n\n#y\n\nb\n', 'a\n\n# x\n\n\n# y\nb', '\f\na\v \n'];
  const modes: readonly CleanupSettings['mode'][] = ['strip', 'whitespace', 'scissors', 'verbatim'];
  test.each(modes.flatMap((mode) => texts.map((text) => [mode, text] as const)))('%s %j', (mode, text) => {
    const repository = makeRepository();
    repository.write({ MSG: text });
    // Without -e git takes `scissors` for `whitespace`: nobody edits.
    repository.git('-c', 'core.editor=:', 'commit', '-q', '-e', '--allow-empty', '--allow-empty-message', `--cleanup=${mode}`, '-F', 'MSG');
    const recorded = execFileSync('git', ['cat-file', 'commit', 'HEAD'], { cwd: repository.path, encoding: 'latin1' }).replace(/^[^]*?\n\n/, '');
    const written = readFileSync(join(repository.path, '.git/COMMIT_EDITMSG'), 'latin1');
    const kept = keepRecorded(written, { mode, comment: '#', verbose: false }).map(({ start, end }) => written.slice(start, end)).join('');
    // What tidies also ends the last line.
    expect(mode === 'verbatim' || kept === '' || kept.endsWith('\n') ? kept : `${kept}\n`).toBe(recorded);
  });
});

