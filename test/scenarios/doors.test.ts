// The command line itself: what is not understood is answered in one clear line with exit code 2, what is found with 1, and
// nothing that is printed holds a key, whatever was asked.

import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formats } from '../../src/model/request.js';
import { makeKey } from '../keys.js';
import { bundle, makeFolder, makeRepository, openRepository, runSkan, tell } from '../repository.js';
import type { Repository } from '../repository.js';
import { checkFindingLine, checkReport, checkSarif, checkSummaryLine } from '../report/schemas.js';
import { testWhere } from '../tools/need.js';

const key = makeKey('new');
const zeros = '0'.repeat(40);

let shared: Repository | undefined;

/** A repository with one committed file, and a key staged. */
function leaking(): Repository {
  if (shared === undefined) {
    shared = makeRepository();
    shared.commit({ x: 'x\n' });
    shared.stage({ 'src/a.ts': `\nconst k = "${key}";\n` });
  }
  return shared;
}

describe('what is not understood', () => {
  const wrong: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['an unknown flag', ['staged', '--stict'], /^skan: unknown flag --stict; did you mean --strict\?$/],
    ['an unknown flag with a value', ['staged', '--formt=json'], /^skan: unknown flag --formt; did you mean --format\?$/],
    ['an unknown flag that is like none', ['staged', '--xyzzy'], /^skan: unknown flag --xyzzy; skan --help lists them$/],
    ['an unknown short flag', ['staged', '-z'], /^skan: unknown flag -z/],
    ['several short flags in one', ['staged', '-qv'], /^skan: unknown flag -qv/],
    ['a flag without its value', ['staged', '--format'], /^skan: --format needs a value/],
    ['a flag with a value that it does not take', ['staged', '--strict=yes'], /^skan: --strict takes no value$/],
    ['a flag with an empty value', ['staged', '--output='], /^skan: --output needs a value/],
    ['an unknown format', ['staged', '--format', 'xml'], /^skan: --format xml: expected one of text, json,/],
    ['an unknown severity', ['staged', '--fail-on', 'grave'], /^skan: --fail-on grave: expected one of critical, high, medium, low$/],
    ['info, which never fails', ['staged', '--fail-on', 'info'], /^skan: --fail-on info: expected one of critical, high, medium, low$/],
    ["a flag of another command", ['staged', '--stdin'], /^skan: --stdin belongs to skan range, not to skan staged$/],
    ['an unknown command', ['stagd'], /^skan: there is no command stagd; did you mean skan staged\?$/],
    ['an unknown command that is like none', ['frobnicate'], /^skan: there is no command frobnicate; skan --help lists them$/],
    ['an unknown rule', ['explain', 'github-personal-acces-token'], /^skan: there is no rule .*did you mean github-personal-access-token\?/],
    ['an unknown rule to show', ['rules', 'show', 'nope'], /^skan: there is no rule nope/],
    ['an unknown verb of rules', ['rules', 'liste'], /^skan: rules? .*list|^skan: skan rules needs one of list/],
    ['a rule file that is not there', ['rules', 'check', 'none.yaml'], /^skan: none\.yaml: the rule file cannot be read \(ENOENT\)$/],
    ['scan of nothing', ['scan'], /^skan: skan scan needs a file/],
    ['a range that is none', ['range', 'HEAD'], /^skan: HEAD is not a range; write <base>\.\.<head>/],
    ['no range', ['range'], /^skan: skan range needs <base>\.\.<head>/],
    ['two ranges', ['range', 'a..b', 'c..d'], /^skan: skan range takes one range; c\.\.d is one too many$/],
    ['a range beside --stdin', ['range', '--stdin', 'a..b'], /^skan: .*--stdin/],
    ['an unknown base', ['range', 'nope..HEAD'], /^skan: nope is no commit that this repository has/],
    ['an unknown head', ['range', 'HEAD..nope'], /^skan: nope is no commit that this repository has/],
    ['a base that looks like an option', ['range', '--', '--all..HEAD'], /^skan: --all is no commit that this repository has/],
    ['a base that is no commit', ['range', 'HEAD:x..HEAD'], /^skan: HEAD:x is no commit that this repository has/],
    ['a folder that is not there', ['audit', 'no/where'], /^skan: no\/where: there is no such folder/],
    ['a URL over what git does not protect', ['audit', 'http://example.org/x.git'], /^skan: http:\/\/example\.org\/x\.git: skan clones over https, ssh, git, file only$/],
    ['a URL that runs a program', ['audit', 'ext::sh -c true'], /^skan: ext::sh -c true: skan clones over/],
    ['a list that is not there', ['audit', '--repos', 'none.txt'], /^skan: --repos none\.txt: the list cannot be read \(ENOENT\)$/],
    ['several repositories in one file', ['audit', '.', '..', '--format', 'sarif'], /^skan: several repositories as sarif need --output DIR/],
    ['an output that cannot be written', ['staged', '--output', 'no/such/folder/x'], /^skan: no\/such\/folder\/x: the report cannot be written \(ENOENT\)$/],
    ['an output that is a folder', ['staged', '--output', 'src'], /^skan: src: the report cannot be written/],
  ];
  test.each(wrong)('%s is answered in one line with exit code 2', (_, args, line) => {
    const run = leaking().skan(args);
    expect(run.stderr.trimEnd()).toMatch(line);
    expect(run.stderr.trimEnd()).not.toContain('\n');
    expect(run).toMatchObject({ code: 2, stdout: '' });
  });

  test.each(['doctor', 'baseline', 'hook'])('skan %s is not in this version, and --help does not name it', (command) => {
    expect(leaking().skan([command])).toEqual({ code: 2, stdout: '', stderr: `skan: skan ${command}: not in this version\n` });
    expect(leaking().skan(['--help']).stdout).not.toMatch(new RegExp(`^  ${command}\\b`, 'm'));
  });

  test.each(['--baseline'])('%s is not in this version', (flag) => {
    expect(leaking().skan(['audit', flag])).toEqual({ code: 2, stdout: '', stderr: `skan: ${flag}: not in this version\n` });
  });

  test('a key that is given as an argument is not printed back', () => {
    for (const args of [[key], ['staged', `--${key}`], ['staged', '--format', key], ['range', `${key}..HEAD`], ['explain', key], ['rules', 'show', key], ['scan', key], ['staged', '--config', key], ['audit', key]]) {
      expect(leaking().skan(args).code).toBe(2);
    }
  });

  test('control characters in an argument do not reach the terminal', () => {
    const run = leaking().skan(['\u001b]8;;http://example.org\u0007x', '--no-color']);
    expect(run.stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/);
  });
});

describe('help and version', () => {
  test.each([['--help'], ['-h'], ['help'], [], ['nonsense', '--help']])('%p', (...args) => {
    const run = runSkan(args.flat(), { in: '/' });
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toMatch(/^skan finds leaked keys[^]*usage: skan <command>[^]*staged[^]*exit codes/);
  });

  test.each([['--version'], ['-V']])('%s', (flag) => {
    expect(runSkan([flag], { in: '/' })).toEqual({ code: 0, stderr: '', stdout: `skan ${(JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version}\n` });
  });
});

describe('where there is nothing to look at', () => {
  test.each([[['staged']], [['range', 'a..b']], [['audit']], [['init']]])('%p outside a repository', (args) => {
    const run = runSkan(args, { in: makeFolder() });
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toMatch(/^skan: .*not a git repository.*\n$/);
  });

  test.each([[['staged']], [['range', 'a..b']], [['audit']], [['init']]])('%p without git on the PATH', (args) => {
    const run = leaking().skan(args, { variables: { PATH: makeFolder() } });
    expect(run).toMatchObject({ code: 2, stdout: '', stderr: 'skan: git was not found on the PATH; install git, or add its folder to PATH\n' });
  });

  test('skan scan needs neither', () => {
    const folder = makeFolder();
    writeFileSync(join(folder, 'a'), `${key}\n`);
    expect(runSkan(['scan', 'a'], { in: folder, variables: { PATH: folder } }).code).toBe(1);
  });

  test.each([[{ GIT_DIR: '/no/where' }], [{ GIT_DIR: '.' }], [{ GIT_INDEX_FILE: '/dev/full/x' }], [{ GIT_OBJECT_DIRECTORY: '/no/where' }]])('git variables that lead nowhere: %p', (variables) => {
    const run = leaking().skan(['staged'], { variables });
    expect(run).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/^skan: .*\n$/) });
  });

  test('an extension of the repository that git does not know', () => {
    const repository = makeRepository();
    repository.git('config', 'core.repositoryFormatVersion', '1');
    repository.git('config', 'extensions.fromTheFuture', 'true');
    for (const args of [['staged'], ['audit'], ['range', `${zeros}..HEAD`]]) expect(repository.skan(args)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/^skan: git could not answer: .*fromthefuture.*\n$/) });
  });

  test('an index that is damaged', () => {
    const repository = makeRepository();
    repository.stage({ a: 'a\n' });
    writeFileSync(join(repository.path, '.git/index'), 'nonsense');
    const run = repository.skan(['staged']);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toMatch(/^skan: .*index.*--no-verify.*\n$/);
  });
});

const asRoot = testWhere('root', process.getuid?.() === 0);

describe('a repository of somebody else', () => {
  const foreign = (): Repository => {
    const repository = makeRepository();
    repository.commit({ x: 'x\n' });
    repository.stage({ a: `${key}\n` });
    spawnSync('chown', ['-R', '12345', repository.path]);
    return repository;
  };

  for (const args of [['staged'], ['audit'], ['range', `${zeros}..HEAD`], ['init']]) asRoot(`${args.join(' ')} says what is wrong and what to do`, () => {
    const run = foreign().skan(args);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toMatch(/^skan: .*dubious ownership.*\n$/);
    if (args[0] !== 'init') expect(run.stderr).toContain('git config --global --add safe.directory');
  });

  asRoot("the user's own safe.directory is honoured, wherever the user keeps it", () => {
    const repository = foreign();
    const home = makeFolder();
    const text = `[safe]\n\tdirectory = ${repository.path}\n`;
    writeFileSync(join(home, '.gitconfig'), text);
    mkdirSync(join(home, '.config/git'), { recursive: true });
    mkdirSync(join(home, 'xdg/git'), { recursive: true });
    mkdirSync(join(home, 'empty'));
    writeFileSync(join(home, 'xdg/git/config'), text);
    writeFileSync(join(home, 'elsewhere'), text);
    const ways = [
      { HOME: home, GIT_CONFIG_GLOBAL: undefined },
      { HOME: join(home, 'empty'), GIT_CONFIG_GLOBAL: undefined, XDG_CONFIG_HOME: join(home, 'xdg') },
      { GIT_CONFIG_GLOBAL: join(home, 'elsewhere') },
      { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'safe.directory', GIT_CONFIG_VALUE_0: '*' },
      { GIT_CONFIG_PARAMETERS: "'safe.directory'='*'" },
    ];
    for (const variables of ways) {
      for (const args of [['staged'], ['audit'], ['range', `${zeros}..HEAD`]]) expect([variables, args, repository.skan(args, { variables }).code]).toEqual([variables, args, args[0] === 'range' ? 0 : 1]);
    }
  });

  asRoot('a safe.directory in the repository itself counts for nothing', () => {
    const repository = foreign();
    writeFileSync(join(repository.path, '.git/config'), '[core]\nrepositoryformatversion = 0\n[safe]\ndirectory = *\n');
    expect(repository.skan(['staged']).code).toBe(2);
  });
});

describe('formats and outputs', () => {
  test.each(formats)('%s masks the key', (format) => {
    const run = leaking().skan(['staged', '--format', format]);
    expect(run).toMatchObject({ code: 1, stderr: '' });
    expect(run.stdout).toContain('ghp_');
  });

  // The others are made to be handed on: to a code host, a build log, a comment.
  test.each(['text', 'json', 'jsonl', 'csv'])('%s holds it in full with --show-secrets', (format) => {
    expect(leaking().skan(['staged', '--format', format, '--show-secrets']).stdout).toContain(key);
  });

  test('the machine formats keep to their schemas', () => {
    const repository = leaking();
    expect(checkReport(JSON.parse(repository.skan(['staged', '--format=json']).stdout))).toEqual([]);
    expect(checkReport(JSON.parse(repository.skan(['staged', '--format=json', '--show-secrets']).stdout))).toEqual([]);
    expect(checkSarif(JSON.parse(repository.skan(['staged', '--format=sarif']).stdout))).toEqual([]);
    const lines = repository.skan(['staged', '--format=jsonl']).stdout.trim().split('\n').map((line): unknown => JSON.parse(line));
    expect(lines.slice(0, -1).flatMap(checkFindingLine)).toEqual([]);
    expect(checkSummaryLine(lines.at(-1))).toEqual([]);
  });

  test('--output writes the report, and nothing to standard output', () => {
    const repository = leaking();
    const file = join(makeFolder(), 'report.json');
    expect(repository.skan(['staged', '--format', 'json', '--output', file])).toEqual({ code: 1, stdout: '', stderr: '' });
    expect(checkReport(JSON.parse(readFileSync(file, 'utf8')))).toEqual([]);
    expect(readdirSync(join(file, '..'))).toEqual(['report.json']);
  });

  test('--output replaces a file whole, relative to where skan was started', () => {
    const repository = leaking();
    repository.write({ 'src/out.txt': 'x'.repeat(100_000) });
    expect(repository.skan(['staged', '-o', 'out.txt', '--no-color'], { in: 'src' }).code).toBe(1);
    expect(readFileSync(join(repository.path, 'src/out.txt'), 'utf8')).toMatch(/^skan {2}1 leaked key/);
  });

  test('a file with secrets in full is for its owner alone, also where a file stood that all may read', () => {
    const file = join(makeFolder(), 'report.json');
    writeFileSync(file, '', { mode: 0o644 });
    expect(leaking().skan(['staged', '--format', 'json', '--show-secrets', '--output', file]).code).toBe(1);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).toContain(key);
  });

  test('an output that cannot be written leaves nothing behind', () => {
    const folder = makeFolder();
    mkdirSync(join(folder, 'taken'));
    expect(leaking().skan(['staged', '--output', join(folder, 'taken')]).code).toBe(2);
    expect(readdirSync(folder)).toEqual(['taken']);
  });

  test('what is no ordinary file is written to, never replaced', () => {
    const repository = leaking();
    const folder = makeFolder();
    const done = spawnSync('sh', ['-c', `cd "${folder}" && mkfifo pipe && { cat pipe > got & cd "${repository.path}" && "${process.execPath}" "${bundle}" staged --output "${folder}/pipe"; wait; }; test -p "${folder}/pipe"`], { encoding: 'utf8', timeout: 30_000 });
    expect([done.status, readFileSync(join(folder, 'got'), 'utf8')]).toEqual([0, expect.stringMatching(/^skan {2}1 leaked key/)]);
  });

  test('a link to a report stays a link', () => {
    const folder = makeFolder();
    writeFileSync(join(folder, 'real'), '');
    symlinkSync(join(folder, 'real'), join(folder, 'link'));
    expect(leaking().skan(['staged', '--output', join(folder, 'link')]).code).toBe(1);
    expect(lstatSync(join(folder, 'link')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder, 'real'), 'utf8')).toMatch(/^skan {2}1 leaked key/);
  });

  test('a reader that goes away early is no fault', () => {
    const done = spawnSync('sh', ['-c', `"${process.execPath}" "${bundle}" rules list | head -n 1`], { encoding: 'utf8' });
    expect(done.stderr).toBe('');
    expect(done.stdout.split('\n')).toHaveLength(2);
  });

  const terminal = testWhere('script', spawnSync('script', ['--version']).status === 0);
  terminal('colours are for terminals, and NO_COLOR and --no-color take them away', () => {
    const repository = leaking();
    const onTerminal = (command: string, variables = {}): string =>
      spawnSync('script', ['-qec', `"${process.execPath}" "${bundle}" ${command}`, '/dev/null'], { cwd: repository.path, encoding: 'utf8', env: { ...process.env, NO_COLOR: '', ...variables } }).stdout;
    expect(repository.skan(['staged']).stdout).not.toContain('\u001b[');
    expect(onTerminal('staged')).toContain('\u001b[');
    expect(onTerminal('staged --no-color')).not.toContain('\u001b[');
    expect(onTerminal('staged', { NO_COLOR: '1' })).not.toContain('\u001b[');
  });
});

describe('exit codes', () => {
  test('0 clean, 1 at or above the bar, 2 incomplete', () => {
    const repository = makeRepository();
    expect(repository.skan(['staged']).code).toBe(0);
    repository.stage({ a: `${key}\n` });
    expect(repository.skan(['staged']).code).toBe(1);
    expect(repository.skan(['staged', '--fail-on', 'critical']).code).toBe(1);
    repository.git('update-index', '--add', '--cacheinfo', `100644,${'12'.repeat(20)},b`);
    const look = repository.look(['staged']);
    expect(look.code).toBe(2);
    expect(tell(look.report)).toEqual(['new blob a:1']);
    expect(look.report.problems).toMatchObject([{ what: expect.stringContaining('b'), why: expect.stringContaining('missing') }]);
    const text = repository.skan(['staged']).stdout;
    expect(text).toContain('a:1:1');
    expect(text).toMatch(/could not read 1 thing[^]*missing/);
  });

  test('a low finding fails at low and not above', () => {
    const folder = makeFolder();
    writeFileSync(join(folder, 'a'), `id = ${'AK' + 'IA'}${'Q3EGZ7TPLW5XNKRB'}\n`);
    expect(runSkan(['scan', 'a'], { in: folder }).code).toBe(1);
    const run = runSkan(['scan', 'a', '--fail-on', 'medium'], { in: folder });
    expect(run.code).toBe(0);
    expect(run.stdout).toContain('none severe enough to fail');
  });

  test('a commit that exit code 2 stops says what could not be read, what mends it, and how to go on unscanned', () => {
    const repository = makeRepository();
    repository.git('update-index', '--add', '--cacheinfo', `100644,${'12'.repeat(20)},b`);
    const { code, stdout } = repository.skan(['staged'], { variables: { COLUMNS: '200' } });
    expect(code).toBe(2);
    expect(stdout.replace(/\s+/g, ' ')).toMatch(/incomplete: could not read b .*missing; to mend it: .*git commit --no-verify goes on unscanned, to be caught by pre-push and CI/);
  });

  test('--quiet says nothing when there is nothing to do', () => {
    const repository = makeRepository();
    repository.stage({ a: 'a\n' });
    expect(repository.skan(['staged', '--quiet'])).toEqual({ code: 0, stdout: '', stderr: '' });
    repository.stage({ a: `${key}\n` });
    expect(repository.skan(['staged', '--quiet']).stdout).toContain('1 leaked key');
  });
});

describe('skan rules check', () => {
  test('a configuration without rules says so', () => {
    const folder = makeFolder();
    writeFileSync(join(folder, '.skan.yaml'), 'failOn: high\n');
    expect(runSkan(['rules', 'check', '.skan.yaml'], { in: folder })).toMatchObject({ code: 0, stdout: '.skan.yaml: it brings no rules of its own\n' });
  });
});

describe('skan explain', () => {
  test('finds a fingerprint in the repository, by any unique prefix, and in a report', () => {
    const repository = makeRepository();
    repository.commit({ a: `${key}\n` });
    const { report } = repository.look(['audit']);
    const { fingerprint = '' } = report.findings[0] ?? {};
    for (const prefix of [fingerprint, fingerprint.slice(0, 4)]) expect(repository.skan(['explain', prefix])).toMatchObject({ code: 0, stdout: expect.stringContaining('https://github.com/settings/tokens') });
    repository.skan(['audit', '--format', 'json', '--output', 'report.json']);
    expect(runSkan(['explain', fingerprint, '--report', join(repository.path, 'report.json')], { in: makeFolder() }).code).toBe(0);
    expect(repository.skan(['explain', 'ffffffff'])).toMatchObject({ code: 2, stderr: expect.stringMatching(/nothing here has a fingerprint that starts with ffffffff/) });
    expect(repository.skan(['explain', 'fff'])).toMatchObject({ code: 2 });
  });

  test('explains a rule without a repository', () => {
    expect(runSkan(['explain', 'github-personal-access-token'], { in: makeFolder() })).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(/1 {2}revoke[^]*credentials\/revoke[^]*2 {2}rotate[^]*3 {2}look for misuse[^]*4 {2}purge[^]*whom to tell[^]*facts checked 20\d\d-\d\d/) });
  });
});

test('nothing is written to the repository, HOME or the temporary folder that others may change', () => {
  const repository = leaking();
  const home = makeFolder();
  const temporary = makeFolder();
  for (let round = 0; round < 2; round += 1) repository.skan(['staged'], { variables: { HOME: home, TMPDIR: temporary, XDG_CACHE_HOME: undefined } });
  expect(readdirSync(temporary)).toEqual([]);
  for (const name of readdirSync(home, { recursive: true, encoding: 'utf8' })) expect(statSync(join(home, name)).mode & 0o022).toBe(0);
  expect(existsSync(join(openRepository(repository.path).path, '.skan'))).toBe(false);
});
