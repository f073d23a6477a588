// `skan rotate` in real repositories: where a key and its variable are used, what is said of a new value, and that no secret is
// shown, whatever was asked.

import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RotationReport } from '../../src/model/rotation.js';
import { makeKey } from '../keys.js';
import { checkRotation } from '../report/schemas.js';
import { makeFolder, makeRepository, openRepository, runSkan } from '../repository.js';
import type { Files, Repository, Run } from '../repository.js';

const old = makeKey('old', 'openai');
const fresh = makeKey('fresh', 'openai');

const project: Files = {
  '.gitignore': '.env\nnode_modules/\n',
  '.env': `OPENAI_API_KEY=${old}\n`,
  'src/client.ts': `const client = connect(process.env.OPENAI_API_KEY);\nconst spare = '${old}';\n`,
  'k8s/secret.yaml': `apiVersion: v1\nkind: Secret\nmetadata: {name: app}\ndata:\n  openai: ${Buffer.from(old).toString('base64')}\n`,
  '.github/workflows/ci.yml': 'env:\n  OPENAI_API_KEY: ${{ secrets.PROD_OPENAI }}\n',
  'docker-compose.yml': 'services: {web: {environment: {OPENAI_API_KEY: "${TEAM_KEY}"}}}\n',
  'run.sh': 'TEAM_KEY=$(cat key) docker compose up\n',
  'README.md': 'Set OPENAI_API_KEY.\n',
};

function leaking(files: Files = project): Repository {
  const repository = makeRepository();
  repository.write(files);
  repository.git('add', '.');
  repository.git('commit', '--quiet', '--no-verify', '-m', 'a leak');
  return repository;
}

function ask(repository: Repository, args: readonly string[], input?: string | Buffer): Run & { readonly report: RotationReport } {
  const run = repository.skan(['rotate', ...args, '--format', 'json'], input === undefined ? {} : { input });
  if (run.stdout === '') throw new Error(run.stderr);
  const report = JSON.parse(run.stdout) as RotationReport;
  expect(checkRotation(report)).toEqual([]);
  return { ...run, report };
}

const known = new Map<string, string>();

function fingerprintOf(repository: Repository): string {
  const [finding] = known.has(repository.path) ? [] : repository.look(['audit']).report.findings;
  if (finding !== undefined) known.set(repository.path, finding.fingerprint);
  const fingerprint = known.get(repository.path);
  if (fingerprint === undefined) throw new Error('nothing was found');
  return fingerprint;
}

describe('where it is used', () => {
  test('everywhere in the tree, also where git ignores it and where it is encoded', () => {
    const repository = leaking();
    const { code, report } = ask(repository, [fingerprintOf(repository)]);
    const [rotation] = report.rotations ?? [];
    expect(code).toBe(0);
    expect(rotation?.variables).toEqual(['OPENAI_API_KEY', 'TEAM_KEY']);
    expect(rotation?.places.map(({ path, line, variable }) => `${path}:${line} ${variable}`)).toEqual(['.env:1 OPENAI_API_KEY', 'k8s/secret.yaml:5 openai', 'src/client.ts:2 spare']);
    expect(rotation?.uses.filter(({ usage }) => usage !== 'names').map(({ path, line, usage, variable, origin }) => `${path}:${line} ${usage} ${variable} ${origin?.name ?? ''}`.trim())).toEqual([
      '.env:1 sets OPENAI_API_KEY',
      '.github/workflows/ci.yml:2 passes OPENAI_API_KEY PROD_OPENAI',
      'docker-compose.yml:1 passes OPENAI_API_KEY TEAM_KEY',
      'docker-compose.yml:1 reads TEAM_KEY',
      'k8s/secret.yaml:5 sets openai',
      'run.sh:1 sets TEAM_KEY',
      'src/client.ts:1 reads OPENAI_API_KEY',
      'src/client.ts:2 sets spare',
    ]);
    expect(rotation?.readers.find(({ path }) => path === 'src/client.ts')).toEqual({ path: 'src/client.ts', dialect: 'TypeScript', lines: ['process.env.OPENAI_API_KEY'] });
    expect(rotation?.stores.slice(0, 2).map(({ id, seenIn }) => [id, seenIn])).toEqual([['github', ['.github/workflows/ci.yml']], ['kubernetes', ['k8s/secret.yaml']]]);
    expect(rotation?.stores[0]?.commands.map(({ line }) => line)).toEqual(['printf %s "$NEW_VALUE" | gh secret set PROD_OPENAI']);
  });

  test('from a folder of the repository the answer is the same', () => {
    const repository = leaking();
    const fingerprint = fingerprintOf(repository);
    expect(repository.skan(['rotate', fingerprint], { in: 'src' }).stdout).toBe(repository.skan(['rotate', fingerprint]).stdout);
  });

  test('a key that only the history holds is read in the language of the file that held it', () => {
    const repository = makeRepository();
    repository.commit({ 'app.py': `key = "${old}"\n` });
    repository.commit({ 'app.py': 'key = None\n', '.env.example': 'OPENAI_API_KEY=\n' });
    const [rotation] = ask(repository, [fingerprintOf(repository)]).report.rotations ?? [];
    expect(rotation?.places).toEqual([]);
    expect(rotation?.readers).toEqual([{ path: 'app.py', dialect: 'Python', lines: ['os.environ["OPENAI_API_KEY"]'] }]);
    expect(rotation?.uses.map(({ path, usage }) => `${path} ${usage}`)).toEqual(['.env.example names']);
  });

  test('its own name for the variable wins over the vendor\'s', () => {
    const repository = leaking({ 'config.sh': `export TEAM_AI_KEY=${old}\n`, 'a.py': 'os.environ["TEAM_AI_KEY"]\nos.environ["OPENAI_API_KEY"]\n' });
    const [rotation] = ask(repository, [fingerprintOf(repository)]).report.rotations ?? [];
    expect(rotation?.variables).toEqual(['TEAM_AI_KEY']);
    expect(rotation?.uses.map(({ path, line }) => `${path}:${line}`)).toEqual(['a.py:1', 'config.sh:1']);
  });

  test('a place that a comment allows is named as well', () => {
    const repository = leaking({ 'a.ts': `const a = '${old}';\n`, 'b.ts': `const b = '${old}'; // skan:allow openai-project-key -- test\n` });
    const [rotation] = ask(repository, [fingerprintOf(repository)]).report.rotations ?? [];
    expect(rotation?.places.map(({ path }) => path)).toEqual(['a.ts', 'b.ts']);
  });

  test('several fingerprints, each once', () => {
    const other = makeKey('other');
    const repository = leaking({ '.env.prod': `OPENAI_API_KEY=${old}\nGITHUB_TOKEN=${other}\n` });
    const prints = repository.look(['audit']).report.findings.map(({ fingerprint }) => fingerprint);
    expect(prints).toHaveLength(2);
    expect(ask(repository, [...prints, ...prints]).report.rotations?.map(({ fingerprint }) => fingerprint)).toEqual(prints);
  });

  test('the fingerprint may come from a report; without the secret in it the engine finds the places', () => {
    const repository = leaking();
    repository.skan(['audit', '--format', 'json', '--output', 'report.json']);
    const [rotation] = ask(repository, [fingerprintOf(repository), '--report', 'report.json']).report.rotations ?? [];
    expect(rotation?.places.map(({ path }) => path)).toEqual(['.env', 'k8s/secret.yaml', 'src/client.ts']);
  });

  test('a key in a file name is not shown', () => {
    const repository = leaking({ [`${old.slice(0, 200)}.txt`]: 'x\n', 'a.env': `OPENAI_API_KEY=${old}\n` });
    const fingerprint = repository.look(['audit']).report.findings[0]?.fingerprint ?? '';
    expect(repository.skan(['rotate', fingerprint]).code).toBe(0);
  });

  test('a private key is taken from a file', () => {
    const repository = leaking({ 'id.pem': makeKey('pem', 'privateKey') });
    const { stdout } = repository.skan(['rotate', fingerprintOf(repository)]);
    expect(stdout).toContain('cat ~/new-key.pem | ');
    expect(stdout).not.toContain('read -rs');
  });
});

describe('--check', () => {
  const faults = (repository: Repository, value: string | Buffer): string[] => {
    const { code, report } = ask(repository, [fingerprintOf(repository), '--check', '-'], value);
    const [verification] = report.verifications ?? [];
    const failed = verification?.checks.filter(({ result }) => result === 'not ok').map(({ id }) => id) ?? [];
    expect(code).toBe(failed.length === 0 ? 0 : 1);
    return failed;
  };
  let repository: Repository;
  beforeAll(() => {
    repository = leaking();
  });

  test.each<readonly [string, string | Buffer, readonly string[]]>([
    ['a good one', fresh, []],
    ['the leaked one', old, ['leaked']],
    ['a line break', `${fresh}\n`, ['newline']],
    ['CRLF', `${fresh}\r\n`, ['newline']],
    ['blanks', ` ${fresh}\t`, ['blanks']],
    ['quotes', `"${fresh}"`, ['quotes']],
    ['typographic quotes', `“${fresh}”`, ['quotes']],
    ['a zero-width space', `${fresh}\u200B`, ['invisible']],
    ['a zero-width space in the middle', `${fresh.slice(0, 20)}\u200B${fresh.slice(20)}`, ['invisible']],
    ['a no-break space', `\u00A0${fresh}`, ['invisible']],
    ['a byte order mark', `\uFEFF${fresh}`, ['text']],
    ['UTF-16', Buffer.from(fresh, 'utf16le'), ['text', 'invisible']],
    ['cut off', fresh.slice(0, 90), ['length']],
    ['cut at the front', fresh.slice(20), ['shape']],
    ['more than the key', `${fresh} and more`, ['shape']],
    ['broken in two', `${fresh.slice(0, 50)}\n${fresh.slice(50)}`, ['newline']],
    ['another vendor', makeKey('another'), ['vendor']],
    ['a placeholder', 'your-api-key', ['shape']],
    ['the leaked one in quotes and a line break', `"${old}"\n`, ['quotes', 'newline', 'leaked']],
    ['another variable\'s line', `OPENAI_API_KEY="${fresh}"\n`, []],
    ['a line with blanks around =', `OPENAI_API_KEY = ${fresh}\n`, ['blanks']],
    ['a line with CRLF', `OPENAI_API_KEY=${fresh}\r\n`, ['newline']],
    ['an open quote', `OPENAI_API_KEY="${fresh}\n`, ['quotes']],
    ['the last line wins', `OPENAI_API_KEY=${old}\nOPENAI_API_KEY=${fresh}\n`, []],
    ['empty', 'OPENAI_API_KEY=\n', ['blanks']],
  ])('%s', (_, value, expected) => {
    expect(faults(repository, value)).toEqual(expected);
  });

  test('says how much is missing, whose key it is, and which character is invisible and where', () => {
    const fingerprint = fingerprintOf(repository);
    const say = (input: string): string => repository.skan(['rotate', fingerprint, '--check', '-'], { input }).stdout;
    expect(say(fresh.slice(0, 90))).toContain(`looks cut off: 90 of ${old.length} characters`);
    expect(say(makeKey('another'))).toMatch(/this is of GitHub \(.+\); OPENAI_API_KEY wants one of OpenAI/);
    expect(say(`${fresh.slice(0, 20)}\u200B${fresh.slice(20)}`)).toContain('U+200B at character 21');
  });

  test('a file that git does not ignore, or tracks, is told with the line that mends it', () => {
    const fingerprint = fingerprintOf(repository);
    repository.write({ 'new [1].env': `OPENAI_API_KEY=${fresh}\n`, '.env': `OPENAI_API_KEY=${fresh}\n`, 'sub/kept.env': `OPENAI_API_KEY=${fresh}\n` });
    for (const name of ['new [1].env', '.env', 'sub/kept.env']) chmodSync(join(repository.path, name), 0o600);
    expect(repository.skan(['rotate', fingerprint, '--check', '.env']).code).toBe(0);
    const seen = repository.skan(['rotate', fingerprint, '--check', 'new [1].env']);
    expect(seen).toMatchObject({ code: 1, stdout: expect.stringContaining('add to .gitignore: /new \\[1\\].env') });
    repository.git('add', 'sub/kept.env');
    expect(repository.skan(['rotate', fingerprint, '--check', 'kept.env'], { in: 'sub' })).toMatchObject({ code: 1, stdout: expect.stringContaining('git rm --cached -- sub/kept.env') });
    const line = /add to \.gitignore: (.*)/.exec(seen.stdout)?.[1] ?? '';
    repository.write({ '.gitignore': `${readFileSync(join(repository.path, '.gitignore'), 'utf8')}${line}\n` });
    expect(repository.skan(['rotate', fingerprint, '--check', 'new [1].env']).code).toBe(0);
  });

  test('others who may read the file are a warning', () => {
    const own = leaking();
    chmodSync(join(own.path, '.env'), 0o644);
    own.write({ '.env': `OPENAI_API_KEY=${fresh}\n` });
    chmodSync(join(own.path, '.env'), 0o644);
    expect(own.skan(['rotate', fingerprintOf(own), '--check', '.env'])).toMatchObject({ code: 0, stdout: expect.stringContaining('mode 644') });
  });

  test('quotes count where docker takes the file as it stands', () => {
    const own = leaking({ ...project, 'run.sh': 'docker run --env-file .env app\n' });
    expect(faults(own, `OPENAI_API_KEY="${fresh}"\n`)).toEqual(['quotes']);
    expect(faults(own, `OPENAI_API_KEY=${fresh}\n`)).toEqual([]);
  });

  test.each([
    [['--check', 'nowhere'], 'skan: nowhere: there is no such file\n'],
    [['--check', 'src'], 'skan: src: this is a folder; name the file that holds the new value\n'],
    [['--check', '-'], 'skan: standard input: nothing is there to be checked\n'],
    [['--check', 'other.env'], 'skan: other.env sets none of OPENAI_API_KEY'],
  ])('%p cannot be made', (args, said) => {
    repository.write({ 'other.env': 'OTHER_KEY=1\n' });
    const run = repository.skan(['rotate', fingerprintOf(repository), ...args], { input: '' });
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain(said);
  });
});

describe('what is not understood', () => {
  test.each([
    [['rotate'], 'needs a fingerprint'],
    [['rotate', 'ffff'], 'nothing here has a fingerprint that starts with ffff'],
    [['rotate', 'zz'], 'there is no rule zz'],
    [['rotate', 'ffff', '--format', 'sarif'], 'prints text or json'],
    [['rotate', 'ffff', '--show-secrets'], 'takes no --show-secrets'],
    [['audit', '--check', 'x'], '--check belongs to skan rotate'],
  ])('%p', (args, said) => {
    const run = makeRepository().skan(args);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain(said);
  });

  test('outside a repository a report tells the fingerprint, and the folder is looked at as it is', () => {
    const repository = leaking();
    repository.skan(['audit', '--format', 'json', '--output', 'report.json']);
    const fingerprint = fingerprintOf(repository);
    const folder = makeFolder();
    openRepository(folder).write({ 'report.json': readFileSync(join(repository.path, 'report.json')), 'a.rb': 'ENV["OPENAI_API_KEY"]\n', 'node_modules/x/a.rb': 'ENV["OPENAI_API_KEY"]\n' });
    const run = runSkan(['rotate', fingerprint, '--report', 'report.json', '--format', 'json'], { in: folder });
    expect(run.code).toBe(0);
    expect((JSON.parse(run.stdout) as RotationReport).rotations?.[0]?.uses.filter(({ usage }) => usage === 'reads').map(({ path }) => path)).toEqual(['a.rb']);
  });
});

test('outside a repository no more is searched than a project holds, and that is said', () => {
  const repository = leaking();
  writeFileSync(join(repository.path, 'report.json'), repository.skan(['audit', '--format', 'json']).stdout);
  const folder = makeFolder();
  for (const name of ['a', 'b', 'c']) mkdirSync(join(folder, name));
  for (let index = 0; index < 10_300; index += 1) writeFileSync(join(folder, 'abc'.charAt(index % 3), `${index}.txt`), '');
  const run = runSkan(['rotate', fingerprintOf(repository), '--report', join(repository.path, 'report.json'), '--format', 'json'], { in: folder });
  expect(run.code).toBe(0);
  expect((JSON.parse(run.stdout) as RotationReport).skipped).toEqual([{ what: '.', why: expect.stringContaining('more than 10000 files') }]);
});
