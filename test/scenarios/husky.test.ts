// The hook, as a project gets it: husky and skan installed by npm, wired by `skan init`, and then git commits. Nothing is
// stood in for: what refuses the commit is git, because husky's script ended with skan's exit code.

import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { keysShownIn, makeKey } from '../keys.js';
import { makeFolder, makeRepository, openRepository, runSkan } from '../repository.js';
import type { Circumstances, Files, Repository, Run } from '../repository.js';
import { describeWith } from '../tools/need.js';
import { huskyTools, installTarballs, packFolder, runNpx } from '../tools/npm.js';
import type { Tarball } from '../tools/npm.js';

const leak = `token = "${makeKey('new')}"\n`;
const clean = 'token = process.env.GITHUB_TOKEN\n';
const manifest = '{"name": "project", "private": true, "scripts": {"test": "echo the tests pass"}}\n';

describeWith('with husky', huskyTools, ({ husky }) => {
  let tarballs: readonly Tarball[] | undefined;
  let project: Repository | undefined;

  function pack(): readonly Tarball[] {
    tarballs ??= [packFolder(husky), packFolder()];
    return tarballs;
  }

  /** As the README says; `npm test` is what husky's own init writes into the hook. */
  function wired(): Repository {
    project ??= build();
    return copyOf(project);
  }

  function build(): Repository {
    const repository = makeRepository();
    repository.write({ 'package.json': manifest, '.gitignore': 'node_modules/\n' });
    installTarballs(repository.path, pack());
    expect(runNpx(['husky', 'init'], repository.path)).toMatchObject({ code: 0 });
    expect(readHook(repository)).toBe('npm test\n');
    expect(runNpx(['skan', 'init'], repository.path)).toEqual({ code: 0, stderr: '', stdout: '.husky/pre-commit now also runs skan staged\n' });
    expect(readHook(repository)).toBe('npm test\nskan staged\n');
    repository.git('add', '.');
    expect(commit(repository, ['-m', 'the project'])).toMatchObject({ code: 0 });
    // From here on quicker: what npm costs is not what these tests are about.
    repository.commit({ '.husky/pre-commit': 'echo the tests pass\nskan staged\n' });
    return repository;
  }

  describe('a commit', () => {
    test('with a leaked key is refused with exit code 1: no commit, and the key on the screen only masked', () => {
      const repository = wired();
      repository.stage({ '.husky/pre-commit': 'npm test\nskan staged\n', 'src/config.ts': leak });
      const run = refused(repository, ['-m', 'leak']);
      expect(run.stdout + run.stderr).toMatch(/the tests pass[^]*skan {2}1 leaked key in what you are about to commit[^]*src\/config\.ts:1:10 {4}ghp_.*…[^]*husky - pre-commit script failed \(code 1\)/);
      repository.stage({ 'src/config.ts': clean });
      expect(passed(repository, ['-m', 'no leak']).stdout).toContain('the tests pass');
    });

    const ways: Readonly<Record<string, (repository: Repository) => { readonly args: readonly string[]; readonly circumstances?: Circumstances }>> = {
      'with -a': (repository) => {
        repository.write({ 'a.ts': leak });
        return { args: ['-a', '-m', 'x'] };
      },
      'of a path, while the index holds something else': (repository) => {
        repository.stage({ 'b.ts': 'b\n' });
        repository.write({ 'a.ts': leak });
        return { args: ['-m', 'x', 'a.ts'] };
      },
      'with --include': (repository) => {
        repository.write({ 'a.ts': leak });
        return { args: ['-m', 'x', '--include', 'a.ts'] };
      },
      'with --amend': (repository) => {
        repository.stage({ 'a.ts': leak });
        return { args: ['--amend', '--no-edit'] };
      },
      'from a sub-directory': (repository) => {
        repository.stage({ 'deep/er/a.ts': leak });
        return { args: ['-m', 'x'], circumstances: { in: 'deep/er' } };
      },
      'of a path from a sub-directory': (repository) => {
        repository.commit({ 'deep/er/a.ts': 'a\n' });
        repository.write({ 'deep/er/a.ts': leak });
        return { args: ['-m', 'x', 'a.ts'], circumstances: { in: 'deep/er' } };
      },
      'with an index of its own': (repository) => {
        const variables = { GIT_INDEX_FILE: join(repository.path, '.git/other') };
        repository.write({ 'a.ts': leak });
        for (const args of [['read-tree', 'HEAD'], ['add', 'a.ts']]) expect(repository.tryGit(args, { variables }).code).toBe(0);
        return { args: ['-m', 'x'], circumstances: { variables } };
      },
      'from elsewhere, with GIT_DIR and GIT_WORK_TREE': (repository) => {
        repository.stage({ 'a.ts': leak });
        return { args: ['-m', 'x'], circumstances: { in: '..', variables: { GIT_DIR: join(repository.path, '.git'), GIT_WORK_TREE: repository.path } } };
      },
      'that concludes a merge': (repository) => {
        repository.git('checkout', '--quiet', '-b', 'side');
        repository.commit({ 'a.ts': 'theirs\n' });
        repository.git('checkout', '--quiet', 'main');
        repository.commit({ 'a.ts': 'ours\n' });
        expect(repository.tryGit(['merge', '--quiet', 'side']).code).toBe(1);
        repository.stage({ 'a.ts': leak });
        return { args: ['-m', 'x'] };
      },
    };
    test.each(Object.keys(ways))('%s is refused while it leaks, and passes without', (way) => {
      const repository = wired();
      repository.commit({ 'a.ts': 'a\n' });
      const { args = [], circumstances } = ways[way]?.(repository) ?? {};
      expect(refused(repository, args, circumstances).stdout).toContain('a.ts:1:10');
      for (const file of ['a.ts', 'deep/er/a.ts']) if (existsSync(join(repository.path, file))) repository.write({ [file]: clean });
      if (!args.includes('a.ts') && !args.includes('-a')) expect(repository.tryGit(['add', '-u', ':/'], circumstances).code).toBe(0);
      passed(repository, args, circumstances);
    });

    test('of a path leaves out what else is staged, as git does', () => {
      const repository = wired();
      repository.commit({ 'a.ts': 'a\n' });
      repository.stage({ 'b.ts': leak });
      repository.write({ 'a.ts': clean });
      passed(repository, ['-m', 'only a', 'a.ts']);
    });

    test('in a linked work tree that ran its prepare script is refused', () => {
      const repository = wired();
      const path = join(makeFolder(), 'linked');
      repository.git('worktree', 'add', '--quiet', '-b', 'side', path);
      const linked = openRepository(path);
      symlinkSync(join(repository.path, 'node_modules'), join(path, 'node_modules'));
      expect(runNpx(['husky'], path).code).toBe(0);
      expect(existsSync(join(path, '.husky/_/pre-commit'))).toBe(true);
      expect(linked.skan(['init']).stdout).toBe('.husky/pre-commit already runs skan staged\n');
      linked.stage({ 'a.ts': leak });
      expect(refused(linked, ['-m', 'x']).stdout).toContain('a.ts:1:10');
      linked.stage({ 'a.ts': clean });
      passed(linked, ['-m', 'x']);
    });

    test('with HUSKY=0 or --no-verify is not looked at, as husky and git document', () => {
      const repository = wired();
      repository.stage({ 'a.ts': leak });
      expect(passed(repository, ['-m', 'x'], { variables: { HUSKY: '0' } }).stdout).not.toContain('skan');
      repository.stage({ 'b.ts': leak });
      expect(passed(repository, ['-m', 'x', '--no-verify']).stdout).not.toContain('skan');
    });

    test('is refused where skan is not installed: a hook that cannot look does not say yes', () => {
      const repository = wired();
      repository.stage({ 'a.ts': clean });
      repository.write({ 'node_modules/.bin/skan': undefined });
      expect(refused(repository, ['-m', 'x']).stderr).toContain('command not found');
    });
  });

  describe('a package in a sub-folder, as husky documents it', () => {
    /** `"prepare": "cd .. && husky frontend/.husky"` */
    function nested(hook?: string): Repository {
      const repository = makeRepository();
      const { path } = wired();
      repository.commit({ 'frontend/package.json': manifest, 'readme': 'x\n', '.gitignore': 'node_modules/\n' });
      cpSync(join(path, 'node_modules'), join(repository.path, 'frontend/node_modules'), { recursive: true, verbatimSymlinks: true });
      expect(repository.tryGit(['-c', 'alias.husky=!frontend/node_modules/.bin/husky frontend/.husky', 'husky']).code).toBe(0);
      expect(repository.git('config', 'core.hooksPath')).toBe('frontend/.husky/_');
      if (hook !== undefined) repository.write({ 'frontend/.husky/pre-commit': hook });
      return repository;
    }

    const hooks: readonly (readonly [string, string | undefined, string])[] = [
      ['no hook', undefined, '(cd frontend && skan staged)\n'],
      ['a hook that goes there', 'cd frontend\necho the tests pass\n', 'cd frontend\necho the tests pass\nskan staged\n'],
      ['a hook that stays', 'echo the tests pass\n', 'echo the tests pass\n(cd frontend && skan staged)\n'],
    ];
    test.each(hooks)('%s: the line finds skan, and refuses the leak', (_, hook, expected) => {
      const repository = nested(hook);
      expect(repository.skan(['init'], { in: 'frontend' })).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(/^\.husky\/pre-commit .*skan staged\n$/) });
      expect(readFileSync(join(repository.path, 'frontend/.husky/pre-commit'), 'utf8')).toBe(expected);
      expect(repository.skan(['init']).stdout).toBe('frontend/.husky/pre-commit already runs skan staged\n');
      repository.stage({ 'elsewhere/a.ts': leak });
      expect(refused(repository, ['-m', 'x']).stdout).toContain('elsewhere/a.ts:1:10');
      repository.stage({ 'elsewhere/a.ts': clean });
      passed(repository, ['-m', 'x']);
    });

    test('a name with blanks is quoted', () => {
      const repository = nested();
      repository.git('config', 'core.hooksPath', "it's front/.husky/_");
      cpSync(join(repository.path, 'frontend'), join(repository.path, "it's front"), { recursive: true, verbatimSymlinks: true });
      expect(repository.skan(['init']).code).toBe(0);
      repository.stage({ 'a.ts': leak });
      expect(refused(repository, ['-m', 'x']).stdout).toContain('a.ts:1:10');
    });

    test('a fresh clone, before its prepare script, is found from inside the package', () => {
      const repository = makeRepository();
      repository.write({ 'frontend/package.json': '{"devDependencies": {"husky": "^9.1.7"}}\n' });
      const run = repository.skan(['init'], { in: 'frontend' });
      expect(run.code).toBe(0);
      expect(run.stdout).toMatch(/^\.husky\/pre-commit made: it runs skan staged\n.*not active[^]*not installed/);
    });
  });

  test('what the line stands behind decides nothing: a hook that ends with exit 0 or exec still refuses', () => {
    for (const end of ['exit 0', 'exec true', 'exec \\\n  true', 'true &&\n  exit 0', 'exit 0\n# the end']) {
      const repository = wired();
      repository.write({ '.husky/pre-commit': `${end}\n` });
      expect(repository.skan(['init']).code).toBe(0);
      repository.stage({ 'a.ts': leak });
      refused(repository, ['-m', 'x']);
      repository.stage({ 'a.ts': clean });
      passed(repository, ['-m', 'x']);
    }
  });
});

describe('skan init', () => {
  const dependent: Files = { 'package.json': '{"devDependencies": {"husky": "^9.1.7"}}\n' };

  function init(files: Files): { readonly repository: Repository; readonly run: Run } {
    const repository = makeRepository();
    repository.write(files);
    return { repository, run: repository.skan(['init']) };
  }

  const changes: readonly (readonly [string, string, string])[] = [
    ['a hook', 'npm test\n', 'npm test\nskan staged\n'],
    ['no final newline', 'npm test', 'npm test\nskan staged\n'],
    ['blank lines at its end', 'npm test\n\n\n', 'npm test\nskan staged\n\n\n'],
    ['nothing', '', 'skan staged\n'],
    ['a final exit', 'npm test\nexit 0\n', 'npm test\nskan staged\nexit 0\n'],
    ['a final exec without newline', 'npm test\nexec lint-staged', 'npm test\nskan staged\nexec lint-staged'],
    ['a final exec over several lines', 'npm test\nexec lint-staged \\\n  --quiet\n', 'npm test\nskan staged\nexec lint-staged \\\n  --quiet\n'],
    ['a final exit behind a condition', 'npm test &&\nexit 0\n', 'skan staged\nnpm test &&\nexit 0\n'],
    ['a comment behind the exit', 'npm test\nexit 0\n# done\n', 'npm test\nskan staged\nexit 0\n# done\n'],
    ['an exit inside', 'if true; then\n  exit 0\nfi\n', 'if true; then\n  exit 0\nfi\nskan staged\n'],
    ['CRLF', 'npm test\r\nexit 0\r\n', 'npm test\r\nskan staged\r\nexit 0\r\n'],
    ['CRLF without a final newline', 'npm i\r\nnpm test', 'npm i\r\nnpm test\r\nskan staged\r\n'],
    ['one CRLF among others', 'a\r\nb\n', 'a\r\nb\nskan staged\n'],
    ['skan in a comment', '# skan staged is gone\n', '# skan staged is gone\nskan staged\n'],
    ['another subcommand', 'skan audit\n', 'skan audit\nskan staged\n'],
    ['a program with a name that ends like it', 'my-skan staged\n', 'my-skan staged\nskan staged\n'],
  ];
  test.each(changes)('adds its line to %s, and nothing the second time', (_, before, after) => {
    const { repository, run } = init({ '.husky/pre-commit': before });
    expect(run).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(/^\.husky\/pre-commit now also runs skan staged\n/) });
    expect(readHook(repository)).toBe(after);
    expect(repository.skan(['init']).stdout).toMatch(/^\.husky\/pre-commit already runs skan staged\n/);
    expect(readHook(repository)).toBe(after);
    expect(readdirSync(join(repository.path, '.husky'))).toEqual(['pre-commit']);
  });

  test.each(['npx --no-install skan staged', 'node dist/skan.cjs staged', 'npm test && skan staged --quiet', 'skan --quiet staged', '(cd web && skan staged)', './node_modules/.bin/skan staged'])('sees that %j is already it', (line) => {
    const { repository, run } = init({ '.husky/pre-commit': `${line}\n` });
    expect(run.stdout).toMatch(/already runs/);
    expect(readHook(repository)).toBe(`${line}\n`);
  });

  test('makes the hook where husky has none yet, and says what is missing for it to run', () => {
    const { repository, run } = init(dependent);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout.split('\n')).toEqual(['.husky/pre-commit made: it runs skan staged', expect.stringContaining('npx --no-install husky'), expect.stringContaining('npm install --save-dev skan'), '']);
    expect(readHook(repository)).toBe('skan staged\n');
  });

  test('says that a hook does not run where git is told to look for hooks elsewhere', () => {
    const repository = makeRepository();
    repository.write({ ...dependent, '.husky/_/pre-commit': 'x', 'githooks/pre-commit': 'x' });
    repository.git('config', 'core.hooksPath', 'githooks');
    expect(repository.skan(['init']).stdout).toMatch(/not active in this clone/);
  });

  test('keeps bytes that are no UTF-8, the mode, and a link', () => {
    const repository = makeRepository();
    repository.write({ 'hooks/check': Buffer.from('# caf\xe9\nnpm test\n', 'latin1'), '.husky/pre-commit': { link: '../hooks/check' } });
    chmodSync(join(repository.path, 'hooks/check'), 0o755);
    expect(repository.skan(['init']).code).toBe(0);
    expect(readFileSync(join(repository.path, 'hooks/check'), 'latin1')).toBe('# caf\xe9\nnpm test\nskan staged\n');
    expect(statSync(join(repository.path, 'hooks/check')).mode & 0o777).toBe(0o755);
    expect(lstatSync(join(repository.path, '.husky/pre-commit')).isSymbolicLink()).toBe(true);
  });

  test('works with the variables that people have', () => {
    const repository = makeRepository();
    repository.write(dependent);
    const variables = { EDITOR: 'vim', VISUAL: 'vim', GIT_EDITOR: 'vim', PAGER: 'less', GIT_PAGER: 'less', GIT_SSH_COMMAND: 'ssh -v', GIT_ASKPASS: '/bin/true', SSH_ASKPASS: '/bin/true', GIT_SEQUENCE_EDITOR: 'vim', GIT_EXTERNAL_DIFF: 'x', GIT_CONFIG_COUNT: '0', PREFIX: '/usr' };
    expect(repository.skan(['init'], { variables })).toMatchObject({ code: 0, stderr: '' });
  });

  test('works from a sub-directory, in a path with blanks and letters beyond ASCII', () => {
    const path = join(makeFolder(), 'Über "uns" ');
    mkdirSync(path);
    const repository = openRepository(path);
    repository.git('init', '--quiet');
    repository.write({ ...dependent, 'a b/x': 'x' });
    expect(repository.skan(['init'], { in: 'a b' })).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\.\.\/\.husky\/pre-commit made: it runs skan staged\n/) });
    expect(readHook(repository)).toBe('skan staged\n');
  });

  const manifests: readonly (readonly [string, Files, number])[] = [
    ['broken JSON', { 'package.json': '{"devDependencies": {' }, 2],
    ['broken JSON that names husky', { 'package.json': '{"devDependencies": {"husky": "^9",,' }, 0],
    ['nothing', { 'package.json': '' }, 2],
    ['a folder', { 'package.json/x': '' }, 2],
    ['a husky 4 configuration', { 'package.json': '{"husky": {"hooks": {}}}' }, 2],
    ['none', {}, 2],
  ];
  test.each(manifests)('a package.json that is %s does not stop it from answering', (_, files, code) => {
    const { run } = init(files);
    expect(run.code).toBe(code);
    if (code === 2) expectLine(run, /^skan: there is no Husky here; install it with: npm install --save-dev husky/);
  });

  const refusals: readonly (readonly [string, () => Run, RegExp])[] = [
    ['no repository', () => runSkan(['init'], { in: makeFolder() }), /^skan: skan init needs the work tree of a git repository \(not a git repository/],
    ['a bare repository', () => makeRepository('--bare').skan(['init']), /^skan: skan init needs the work tree of a git repository \(this operation must be run in a work tree\)$/],
    ['inside .git', () => makeRepository().skan(['init'], { in: '.git' }), /^skan: skan init needs the work tree of a git repository/],
    ['a pre-commit that is a folder', () => init({ '.husky/pre-commit/x': '' }).run, /^skan: \.husky\/pre-commit: the hook cannot be written \(EISDIR\)$/],
    ['a .husky that is a file', () => init({ '.husky': 'x' }).run, /^skan: \.husky\/pre-commit: the hook cannot be written \((?:EEXIST|ENOTDIR)\)$/],
    ['an operand', () => makeRepository().skan(['init', 'husky']), /^skan: skan init takes no operand; husky is one too many$/],
  ];
  test.each(refusals)('%s is answered in one clear line with exit code 2', (_, run, line) => expectLine(run(), line));
});

function expectLine(run: Run, line: RegExp): void {
  expect(run).toMatchObject({ code: 2, stdout: '' });
  expect(run.stderr.trimEnd()).toMatch(line);
  expect(run.stderr.trimEnd()).not.toContain('\n');
}

function readHook({ path }: Repository): string {
  return readFileSync(join(path, '.husky/pre-commit'), 'utf8');
}

function copyOf({ path }: Repository): Repository {
  const copy = join(makeFolder(), 'copy');
  cpSync(path, copy, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  return openRepository(copy);
}

/** What git and the hook printed, on both: git sends what a hook says to standard error. */
function commit(repository: Repository, args: readonly string[], circumstances: Circumstances = {}): Run {
  const run = repository.tryGit(['commit', ...args], circumstances);
  expect(keysShownIn(`${run.stdout}${run.stderr}`)).toEqual([]);
  expect(`${run.stdout}${run.stderr}`).not.toMatch(/^ {4}at |a fault of skan/m);
  return { ...run, stdout: `${run.stdout}${run.stderr}` };
}

function refused(repository: Repository, args: readonly string[], circumstances?: Circumstances): Run {
  const before = repository.tryGit(['rev-parse', 'HEAD']);
  const run = commit(repository, args, circumstances);
  expect(run).toMatchObject({ code: 1 });
  expect(repository.tryGit(['rev-parse', 'HEAD'])).toEqual(before);
  return run;
}

function passed(repository: Repository, args: readonly string[], circumstances?: Circumstances): Run {
  const before = repository.git('rev-parse', 'HEAD');
  const run = commit(repository, args, circumstances);
  expect({ args, ...run }).toMatchObject({ code: 0 });
  expect(repository.git('rev-parse', 'HEAD')).not.toBe(before);
  return run;
}
