// `.skan.yaml` and suppression comments: read from where a change cannot silence the scanner that judges it, told when the
// change brings them, and answered with file, line and key when they are wrong.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeKey } from '../keys.js';
import { makeFolder, makeRepository, openRepository, lookWithSkan, runSkan, tell, tellSuppressed } from '../repository.js';

const rule = 'github-personal-access-token';
const key = makeKey('new');
const other = makeKey('npm', 'npm');
const off = `override:\n  ${rule}: {off: true}\n`;

describe('a wrong configuration is answered with file, line, key and what was expected', () => {
  const wrong: readonly (readonly [string, string, RegExp])[] = [
    ['an unknown key', 'ignore: []\nignor: []\n', /\.skan\.yaml:2: ignor: unknown key; expected one of ignore, override, rules, failOn, requireReason/],
    ['an unknown rule', 'override:\n  github-token: {off: true}\n', /\.skan\.yaml:2: override\.github-token: there is no such rule/],
    ['an unknown severity', 'failOn: grave\n', /\.skan\.yaml:1: failOn: expected one of critical, high, medium, low/],
    ['an unknown field of an override', `override:\n  ${rule}:\n    of: true\n`, /\.skan\.yaml:3: override\.github-personal-access-token\.of: unknown key/],
    ['a text where a flag stands', `requireReason: 'yes'\n`, /\.skan\.yaml:1: requireReason: expected true or false/],
    ['a text where a list stands', 'ignore: vendor/**\n', /\.skan\.yaml:1: ignore: expected a list/],
    ['a number in a list', 'ignore:\n  - a\n  - 7\n', /\.skan\.yaml:3: ignore\[2\]: expected a text/],
    ['a pattern of what is not ignored', "ignore:\n  - a\n  - '!b'\n", /\.skan\.yaml:3: ignore\[2\]: expected a pattern of what is ignored/],
    ['a list as the whole', '- ignore\n', /\.skan\.yaml:1: expected keys and values/],
    ['no YAML', 'ignore: [a\nfailOn: low\n', /\.skan\.yaml:\d: not valid YAML/],
    ['a key given twice', 'failOn: low\nfailOn: high\n', /\.skan\.yaml:2: not valid YAML/],
    ['an alias', 'ignore: &a [x]\nrules: *a\n', /\.skan\.yaml:\d: .*alias/],
    ['a tag that would make an object', 'ignore: !!js/function x\n', /\.skan\.yaml:1: /],
  ];
  test.each(wrong)('%s', (_, text, complaint) => {
    const repository = makeRepository();
    repository.stage({ '.skan.yaml': text, a: `${key}\n` });
    const run = repository.skan(['staged']);
    expect(run.code).toBe(2);
    expect(run.stdout).toBe('');
    expect(run.stderr).toMatch(complaint);
    expect(run.stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  test('a named file that is not there', () => {
    const run = makeRepository().skan(['staged', '--config', 'no/such.yaml']);
    expect(run).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/^skan: no\/such\.yaml: the configuration cannot be read \(ENOENT\); check --config\n$/) });
  });

  test('an empty file, or one of comments, says nothing', () => {
    const repository = makeRepository();
    repository.stage({ '.skan.yaml': '', a: `${key}\n` });
    expect(repository.skan(['staged']).code).toBe(1);
    repository.stage({ '.skan.yaml': '# nothing yet\n' });
    expect(repository.skan(['staged']).code).toBe(1);
  });
});

describe('where it is read from', () => {
  test('staged: the index, not the work tree', () => {
    const repository = makeRepository();
    repository.stage({ a: `${key}\n` });
    repository.write({ '.skan.yaml': off });
    expect(repository.skan(['staged']).code).toBe(1);
    repository.git('add', '.skan.yaml');
    repository.write({ '.skan.yaml': 'broken: [\n' });
    const { code, report } = repository.look(['staged']);
    expect(code).toBe(0);
    expect(tellSuppressed(report)).toEqual(['new blob a:1 by config: the rule is off (news)']);
    expect(repository.skan(['staged']).stdout).toContain('suppressed by the very change that is judged');
  });

  test('staged: what was committed before is no news', () => {
    const repository = makeRepository();
    repository.commit({ '.skan.yaml': off });
    repository.stage({ a: `${key}\n` });
    expect(tellSuppressed(repository.look(['staged']).report)).toEqual(['new blob a:1 by config: the rule is off']);
    repository.stage({ '.skan.yaml': undefined });
    expect(repository.skan(['staged']).code).toBe(1);
  });

  test.each([['version 2', []], ['version 4', ['update-index', '--index-version', '4']], ['split', ['update-index', '--split-index']]] as const)('staged: from an index %s', (_, shape) => {
    const repository = makeRepository();
    repository.commit({ '.skan.yam': 'x', '.skan.yaml': off, '.skan.yaml.bak': 'x' });
    if (shape.length > 0) repository.git(...shape);
    repository.stage({ a: `${key}\n` });
    expect(repository.skan(['staged']).code).toBe(0);
  });

  test('staged: the nearest one on the way up to the root, also in a linked work tree with GIT_DIR set', () => {
    const repository = makeRepository();
    repository.commit({ '.skan.yaml': off, 'strict/.skan.yaml': 'failOn: low\n', 'strict/deep/x': 'x\n', 'loose/x': 'x\n' });
    const linked = openRepository(join(makeFolder(), 'linked'));
    repository.git('worktree', 'add', '--quiet', linked.path, '-b', 'side');
    const variables = { GIT_DIR: join(repository.path, '.git/worktrees/linked'), GIT_INDEX_FILE: join(repository.path, '.git/worktrees/linked/index') };
    for (const [tree, circumstances] of [[repository, {}], [linked, {}], [linked, { variables }]] as const) {
      tree.stage({ a: `${key}\n` });
      expect(tree.skan(['staged'], { ...circumstances, in: '.' }).code).toBe(0);
      expect(tree.skan(['staged'], { ...circumstances, in: 'loose' }).code).toBe(0);
      expect(tree.skan(['staged'], { ...circumstances, in: 'strict/deep' }).code).toBe(1);
    }
  });

  test('a symlink with that name is not followed, and says so', () => {
    const repository = makeRepository();
    repository.stage({ '.skan.yaml': { link: 'elsewhere.yaml' }, a: `${key}\n` });
    const told = { code: 2, stderr: expect.stringMatching(/^skan: \.skan\.yaml: the configuration is a symbolic link/) };
    expect(repository.skan(['staged'])).toMatchObject(told);
    repository.commit({});
    repository.commit({ b: 'b\n' });
    expect(repository.skan(['range', 'HEAD~1..HEAD'])).toMatchObject(told);
  });

  test('range: the base, not what is judged', () => {
    const repository = makeRepository();
    const base = repository.commit({ x: 'x\n' });
    repository.commit({ a: `${key}\n`, '.skan.yaml': off });
    expect(repository.look(['range', `${base}..HEAD`])).toMatchObject({ code: 1, report: { suppressed: [] } });
    repository.commit({ b: `${key}\n` });
    const { code, report } = repository.look(['range', 'HEAD~1..HEAD']);
    expect(code).toBe(0);
    expect(tellSuppressed(report)).toEqual(['new blob b:1 by config: the rule is off']);
  });

  test('range: broken in the head it does no harm, broken in the base it is told', () => {
    const repository = makeRepository();
    repository.commit({ x: 'x\n' });
    repository.commit({ a: `${key}\n`, '.skan.yaml': 'broken: [\n' });
    expect(repository.skan(['range', 'HEAD~1..HEAD']).code).toBe(1);
    repository.commit({ b: 'b\n' });
    expect(repository.skan(['range', 'HEAD~1..HEAD'])).toMatchObject({ code: 2, stderr: expect.stringMatching(/^skan: [0-9a-f]{12}:\.skan\.yaml:\d: not valid YAML/) });
  });

  test('range of a new branch: the default branch; in a bare repository: HEAD', () => {
    const repository = makeRepository();
    repository.commit({ '.skan.yaml': off });
    repository.git('checkout', '--quiet', '-b', 'aaa');
    repository.commit({ '.skan.yaml': 'broken: [\n' });
    repository.git('checkout', '--quiet', 'main');
    const bare = openRepository(join(makeFolder(), 'bare.git'));
    repository.git('clone', '--quiet', '--bare', '.', bare.path);
    const clone = openRepository(join(makeFolder(), 'clone'));
    bare.git('clone', '--quiet', '.', clone.path);
    clone.git('checkout', '--quiet', '-b', 'side');
    const tip = clone.commit({ '.skan.yaml': 'failOn: low\n', a: `${key}\n` });
    const zeros = '0'.repeat(40);
    const input = `refs/heads/side ${tip} refs/heads/side ${zeros}\n`;
    expect(tellSuppressed(clone.look(['range', '--stdin'], { input }).report)).toEqual(['new blob a:1 by config: the rule is off']);
    clone.git('push', '--quiet', 'origin', 'side');
    expect(tellSuppressed(bare.look(['range', '--stdin'], { input: `${zeros} ${tip} refs/heads/side\n` }).report)).toEqual([]);
    bare.git('update-ref', '-d', 'refs/heads/side');
    expect(tellSuppressed(bare.look(['range', '--stdin'], { input: `${zeros} ${tip} refs/heads/side\n` }).report)).toEqual(['new blob a:1 by config: the rule is off']);
  });

  test('range: of several pushed refs none brings the configuration for the others', () => {
    const repository = makeRepository();
    const base = repository.commit({ x: 'x\n' });
    repository.git('checkout', '--quiet', '-b', 'one');
    const one = repository.commit({ '.skan.yaml': off });
    const next = repository.commit({ y: 'y\n' });
    repository.git('checkout', '--quiet', '-b', 'two', base);
    const two = repository.commit({ a: `${key}\n` });
    const lines = [`refs/heads/one ${next} refs/heads/one ${one}`, `refs/heads/two ${two} refs/heads/two ${base}`];
    expect(repository.skan(['range', '--stdin'], { input: `${lines.join('\n')}\n` }).code).toBe(1);
    expect(repository.skan(['range', '--stdin'], { input: `${lines.reverse().join('\n')}\n` }).code).toBe(1);
  });

  test('scan and audit: the disk; a bare repository: HEAD', () => {
    const repository = makeRepository();
    repository.commit({ 'sub/a': `${key}\n` });
    expect(repository.skan(['audit']).code).toBe(1);
    repository.write({ '.skan.yaml': off });
    expect(repository.skan(['audit']).code).toBe(0);
    expect(repository.skan(['scan', 'a'], { in: 'sub' }).code).toBe(0);
    repository.git('add', '.');
    repository.git('commit', '--quiet', '-m', 'x');
    const bare = openRepository(join(makeFolder(), 'bare.git'));
    repository.git('clone', '--quiet', '--bare', '.', bare.path);
    expect(bare.skan(['audit']).code).toBe(0);
  });

  test('outside a repository scan reads it from the folder it is started in, and no further up', () => {
    const folder = makeFolder();
    mkdirSync(join(folder, 'in'));
    writeFileSync(join(folder, 'in/a'), `${key}\n`);
    writeFileSync(join(folder, '.skan.yaml'), off);
    expect(runSkan(['scan', 'in'], { in: folder }).code).toBe(0);
    expect(runSkan(['scan', 'a'], { in: join(folder, 'in') }).code).toBe(1);
  });

  test('--config wins everywhere', () => {
    const repository = makeRepository();
    repository.commit({ '.skan.yaml': off, x: 'x\n' });
    repository.write({ 'mine.yaml': 'failOn: low\n' });
    repository.stage({ a: `${key}\n` });
    expect(repository.skan(['staged', '--config', 'mine.yaml']).code).toBe(1);
    expect(repository.skan(['scan', 'a', '--config=mine.yaml']).code).toBe(1);
    repository.commit({});
    expect(repository.skan(['range', 'HEAD~1..HEAD', '--config', 'mine.yaml']).code).toBe(1);
    expect(repository.skan(['audit', '--config', '../../mine.yaml'], { in: '.git/info' }).code).toBe(1);
  });
});

describe('what it can say', () => {
  const look = (config: string, files: Readonly<Record<string, string>>) => {
    const repository = makeRepository();
    repository.commit({ '.skan.yaml': config });
    repository.stage(files);
    return repository.look(['staged']);
  };

  test('failOn sets the bar, and the flag wins over it', () => {
    const repository = makeRepository();
    repository.commit({ '.skan.yaml': `override:\n  ${rule}: {severity: medium}\nfailOn: high\n` });
    repository.stage({ a: `${key}\n` });
    expect(repository.look(['staged'])).toMatchObject({ code: 0, report: { findings: [{ severity: 'medium' }] } });
    expect(repository.skan(['staged', '--fail-on', 'medium']).code).toBe(1);
    expect(repository.skan(['staged', '--fail-on', 'critical']).code).toBe(0);
  });

  test('a rule that is set to info never fails', () => {
    expect(look(`override:\n  ${rule}: {severity: info}\n`, { a: `${key}\n` })).toMatchObject({ code: 0, report: { findings: [{ severity: 'info' }] } });
  });

  test.each([
    ['vendor/**', ['vendor/a', 'vendor/deep/b'], ['src/vendor/c']],
    ['**/*.snap', ['a.snap', 'deep/b.snap'], ['a.snap.ts']],
    ['*.snap', ['a.snap', 'deep/b.snap'], ['asnap']],
    ['docs', ['docs/a', 'deep/docs/b'], ['docs.md']],
    ['docs/', ['docs/a', 'deep/docs/b'], ['docs.md']],
    ['/docs', ['docs/a'], ['deep/docs/b']],
    ['./docs/*.md', ['docs/a.md'], ['docs/deep/a.md']],
    ['{a,b}/*.txt', ['a/x.txt', 'b/x.txt'], ['c/x.txt']],
    ['.env*', ['.env', 'deep/.env.test'], ['env']],
    ['src/**/fixtures/**', ['src/fixtures/a', 'src/x/y/fixtures/z/a'], ['fixtures/a']],
  ])('ignore: %s covers paths as in .gitignore', (glob, covered, left) => {
    const files = Object.fromEntries([...covered, ...left].map((path) => [path, `${key}\n`]));
    const { report } = look(`ignore: ['${glob}']\n`, files);
    expect(tell(report)).toEqual(left.map((path) => `new blob ${path}:1`).sort());
    expect(tellSuppressed(report)).toEqual(covered.map((path) => `new blob ${path}:1 by path: ${glob}`).sort());
  });

  test('an override may ignore paths for one rule alone', () => {
    const { report } = look(`override:\n  ${rule}: {ignore: ['docs/**']}\n`, { 'docs/a': `${key}\n${other}\n`, b: `${key}\n` });
    expect(tell(report)).toEqual(['new blob b:1', 'npm blob docs/a:2']);
    expect(tellSuppressed(report)).toEqual(['new blob docs/a:1 by config: docs/**']);
  });
});

describe('a comment that allows', () => {
  const allowed: readonly (readonly [string, string, string])[] = [
    ['TypeScript', 'a.ts', `const k = '<key>'; // skan:allow ${rule} -- a sample`],
    ['Python', 'a.py', `K = '<key>'  # skan:allow ${rule} -- a sample`],
    ['SQL', 'a.sql', `SET k = '<key>'; -- skan:allow ${rule} -- a sample`],
    ['HTML', 'a.html', `<p>new</p><!-- <key> skan:allow ${rule} -- a sample -->`],
    ['CSS', 'a.css', `a { b: '<key>' } /* skan:allow ${rule} -- a sample */`],
    ['a batch file', 'a.bat', `set K=<key> & REM skan:allow ${rule} -- a sample`],
    ['alone above in TypeScript', 'a.ts', `// skan:allow ${rule} -- a sample\nconst k = '<key>';`],
    ['alone above, indented', 'a.py', `  # skan:allow ${rule} -- a sample\n  K = '<key>'`],
    ['alone above in a block comment', 'a.c', `/* skan:allow ${rule} -- a sample */\nchar *k = "<key>";`],
    ['alone above in Lisp', 'a.el', `;; skan:allow ${rule} -- a sample\n(setq k "<key>")`],
    ['alone above in TeX', 'a.tex', `% skan:allow ${rule} -- a sample\n<key>`],
    ['alone above with CRLF', 'a.cs', `// skan:allow ${rule} -- a sample\r\nvar k = "<key>";\r\n`],
    ['alone above in a batch file', 'a.bat', `REM skan:allow ${rule} -- a sample\r\nset K=<key>`],
    ['several rules', 'a.ts', `const k = '<key>'; // skan:allow openai-project-key, ${rule} -- a sample`],
  ];
  test.each(allowed)('in %s', (_, path, text) => {
    const repository = makeRepository();
    repository.stage({ [path]: `one\n${text.replace('<key>', key)}\n` });
    const { code, report } = repository.look(['staged']);
    expect(report.findings).toEqual([]);
    expect(report.suppressed).toMatchObject([{ by: 'comment', reason: 'a sample', news: true }]);
    expect(code).toBe(0);
  });

  const refused: readonly (readonly [string, string])[] = [
    ['for another rule', `const k = '<key>'; // skan:allow openai-project-key -- a sample`],
    ['for a rule that there is not', `const k = '<key>'; // skan:allow github -- a sample`],
    ['without a rule', `const k = '<key>'; // skan:allow`],
    ['for everything', `const k = '<key>'; // skan:allow * -- a sample`],
    ['two lines above', `// skan:allow ${rule} -- a sample\n\nconst k = '<key>';`],
    ['on the line below', `const k = '<key>';\n// skan:allow ${rule} -- a sample`],
    ['above, behind code', `f(); // skan:allow ${rule} -- a sample\nconst k = '<key>';`],
    ['of a longer rule', `const k = '<key>'; // skan:allow ${rule}-two -- a sample`],
  ];
  test.each(refused)('not %s', (_, text) => {
    const repository = makeRepository();
    repository.stage({ a: `one\n${text.replace('<key>', key)}\n` });
    expect(repository.look(['staged'])).toMatchObject({ code: 1, report: { suppressed: [] } });
  });

  test('needs a reason where the configuration asks for one', () => {
    const repository = makeRepository();
    repository.stage({ a: `${key} skan:allow ${rule}\n` });
    expect(tellSuppressed(repository.look(['staged']).report)).toEqual(['new blob a:1 by comment: - (news)']);
    repository.commit({ '.skan.yaml': 'requireReason: true\n' });
    repository.stage({ a: `${key} skan:allow ${rule} --\n`, b: `${key} skan:allow ${rule} -- because\n` });
    const { report } = repository.look(['staged']);
    expect(tell(report)).toEqual(['new blob a:1']);
    expect(tellSuppressed(report)).toEqual(['new blob b:1 by comment: because (news)']);
  });

  test('covers its line only: the same key elsewhere is a finding', () => {
    const repository = makeRepository();
    repository.stage({ a: `${key} // skan:allow ${rule} -- one\n\n${key}\n`, b: `${key}\n` });
    const { report } = repository.look(['staged']);
    expect(tell(report)).toEqual(['new blob a:3', 'new blob b:1']);
    expect(tellSuppressed(report)).toEqual(['new blob a:1 by comment: one (news)']);
  });

  test('is told as part of what is judged by range too, and as nothing new by audit and scan', () => {
    const repository = makeRepository();
    repository.commit({ x: 'x\n' });
    repository.commit({ a: `${key} // skan:allow ${rule} -- one\n` });
    expect(tellSuppressed(repository.look(['range', 'HEAD~1..HEAD']).report)).toEqual(['new blob a:1 by comment: one (news)']);
    expect(tellSuppressed(repository.look(['audit']).report)).toEqual(['new blob a:1 by comment: one']);
    expect(tellSuppressed(lookWithSkan(['scan', 'a'], { in: repository.path }).report)).toEqual(['new file a:1 by comment: one']);
  });

  test('its reason is masked like everything else', () => {
    const repository = makeRepository();
    repository.stage({ a: `${key} // skan:allow ${rule} -- see ${other}\n` });
    expect(repository.look(['staged', '--verbose']).stdout).toContain('npm_');
  });
});

test('a configuration of megabytes is refused, not run into the ground', () => {
  const repository = makeRepository();
  repository.write({ '.skan.yaml': `ignore:\n${"  - 'a/**'\n".repeat(150_000)}`, a: 'x\n' });
  const run = repository.skan(['scan', 'a', '--config', '.skan.yaml']);
  expect([run.code, run.stdout]).toEqual([2, '']);
  expect(run.stderr).toMatch(/^skan: \.skan\.yaml: it is larger than 1048576 bytes; .*\n$/);
});
