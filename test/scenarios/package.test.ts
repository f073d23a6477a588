// The package as it ships: packed, installed and run under the oldest and the newest Node that it promises, from places that
// are not made for programs. And the code cache of src/bin/start.ts, which is code: it counts only where nobody else may
// write it, and a damaged one costs time, never the answer.

import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeKey } from '../keys.js';
import { baseVariables, checkRun, makeFolder, openRepository, runProcess } from '../repository.js';
import type { Repository, Run, Variables } from '../repository.js';
import { describeWith, testWhere } from '../tools/need.js';
import { installTarballs, nodeTools, packFolder, pathWith, runNpx } from '../tools/npm.js';
import type { Tarball } from '../tools/npm.js';

const leak = `token = "${makeKey('new')}"\n`;
const superuser = process.getuid?.() === 0;
const nobody = 65534;

/** What may become of a cache file. */
const damages: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  empty: () => Buffer.alloc(0),
  'cut short': (bytes) => bytes.subarray(0, bytes.length / 3),
  'cut in half': (bytes) => bytes.subarray(0, bytes.length / 2),
  'cut by one byte': (bytes) => bytes.subarray(0, -1),
  garbage: (bytes) => Buffer.alloc(bytes.length, 'garbage'),
  'all zeros': (bytes) => Buffer.alloc(bytes.length),
  // As after a power cut: the name is there, of the content only the first blocks.
  'zeros behind its first kilobyte': (bytes) => Buffer.concat([bytes.subarray(0, 1024), Buffer.alloc(bytes.length - 1024)]),
  'changed at some places': (bytes) => Buffer.from(bytes.map((byte, at) => (at > 64 && at % 500 < 16 ? byte ^ 0xff : byte))),
};

let packed: Tarball | undefined;

function tarball(): Tarball {
  packed ??= packFolder();
  return packed;
}

describe('the tarball', () => {
  const shipped = [/^dist\/[\w.-]+\.cjs$/, /^dist\/catalogue\.json$/, /^dist\/decoders\.wasm$/, /^dist\/places\.bin$/, /^dist\/LICENSES\.txt$/, /^schema\/[\w.-]+\.json$/, /^(?:action\.yml|README\.md|LICENSE|CHANGELOG\.md|package\.json)$/];

  test('holds the program, the Action, the schemas, what people read, and nothing else', () => {
    const { files } = tarball();
    expect(files.filter((file) => !shipped.some((pattern) => pattern.test(file)))).toEqual([]);
    expect(files).toEqual(expect.arrayContaining(['CHANGELOG.md', 'LICENSE', 'README.md', 'action.yml', 'dist/LICENSES.txt', 'dist/action.cjs', 'dist/catalogue.json', 'dist/main.cjs', 'dist/skan.cjs', 'package.json', 'schema/report-1.json']));
    expect(files.filter((file) => file.startsWith('dist/') && file.endsWith('.cjs')).sort()).toEqual(readdirSync('dist').filter((name) => name.endsWith('.cjs')).map((name) => `dist/${name}`).sort());
  });

  test('is smaller than 2 MB', () => {
    expect(tarball().size).toBeLessThan(2_000_000);
    expect(statSync(tarball().path).size).toBe(tarball().size);
  });
});

describeWith('the installed package', nodeTools, (nodes) => {
  const versions = ['node20', 'node24'] as const;
  type Version = (typeof versions)[number];
  const projects = new Map<Version, Repository>();

  /** A project with skan in it, installed by this Node's npm, a commit, and a leaked key that is not staged yet. */
  function installed(version: Version): Repository {
    const known = projects.get(version);
    if (known !== undefined) return known;
    const project = openRepository(makeFolder());
    project.git('init', '--quiet');
    project.write({ 'package.json': '{"name": "project", "private": true}\n', '.gitignore': 'node_modules/\n' });
    installTarballs(project.path, [tarball()], { PATH: pathWith(nodes[version]) });
    project.commit({ 'package.json': readFileSync(join(project.path, 'package.json')), '.gitignore': 'node_modules/\n' });
    projects.set(version, project);
    return project;
  }

  /** A copy of it, at a path of one's own. */
  function copyOf(version: Version, path = join(makeFolder(), 'copy')): Repository {
    cpSync(installed(version).path, path, { recursive: true, verbatimSymlinks: true });
    return openRepository(path);
  }

  /** Runs the installed program by its link in node_modules/.bin. */
  function start(version: Version, { path }: Repository, args: readonly string[], variables: Variables = {}): Run {
    const run = runProcess(join(path, 'node_modules/.bin/skan'), args, path, '', { PATH: pathWith(nodes[version]), ...variables });
    checkRun(run, args);
    return run;
  }

  /** Where nothing is remembered yet. */
  function makeHome(): { readonly home: string; readonly cache: string } {
    const home = makeFolder();
    return { home, cache: join(home, '.cache/skan') };
  }

  describe.each(versions)('under %s', (version) => {
    test('is one package, without dependencies', () => {
      const { path } = installed(version);
      expect(readdirSync(join(path, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['skan']);
      expect(readdirSync(join(path, 'node_modules/.bin'))).toEqual(['skan']);
      expect(existsSync(join(path, 'node_modules/skan/node_modules'))).toBe(false);
    });

    test('npx runs it: 0 where nothing is leaked, 1 where something is', () => {
      const project = copyOf(version);
      const variables = { PATH: pathWith(nodes[version]) };
      expect(runNpx(['skan', 'audit'], project.path, variables)).toMatchObject({ code: 0, stdout: expect.stringMatching(/^skan {2}clean: /) });
      project.commit({ 'src/config.ts': leak });
      const run = runNpx(['skan', 'audit'], project.path, variables);
      checkRun(run, ['audit']);
      expect(run).toMatchObject({ code: 1, stdout: expect.stringMatching(/src\/config\.ts:1:10 {4}ghp_.*…/) });
    });

    test('runs from a path with blanks and letters beyond ASCII', () => {
      const project = copyOf(version, join(makeFolder(), 'Über uns', '日本 "x" & $y', "it's"));
      const variables = { HOME: join(project.path, 'Zuhaus ø'), XDG_CACHE_HOME: undefined };
      mkdirSync(variables.HOME);
      for (let round = 0; round < 2; round += 1) expect(start(version, project, ['staged'], variables).code).toBe(0);
      project.stage({ 'ä b.ts': leak });
      expect(start(version, project, ['staged'], variables)).toMatchObject({ code: 1, stdout: expect.stringContaining('ä b.ts:1:10'), stderr: '' });
    });

    test('runs through a folder of packages that is a link, and a link to that', () => {
      const project = copyOf(version);
      const store = join(makeFolder(), 'store');
      renameSync(join(project.path, 'node_modules'), store);
      symlinkSync(store, join(project.path, 'node_modules'));
      const links = makeFolder();
      symlinkSync(join(project.path, 'node_modules/.bin/skan'), join(links, 'leaks'));
      project.stage({ a: leak });
      expect(start(version, project, ['staged']).code).toBe(1);
      expect(runProcess(join(links, 'leaks'), ['staged'], project.path, '', { PATH: pathWith(nodes[version]) }).code).toBe(1);
      expect(start(version, project, ['staged'], { NODE_OPTIONS: '--preserve-symlinks' }).code).toBe(1);
    });

    const homes: readonly (readonly [string, () => Variables])[] = [
      ['no HOME', () => ({ HOME: undefined, XDG_CACHE_HOME: undefined })],
      ['an empty HOME', () => ({ HOME: '', XDG_CACHE_HOME: '' })],
      ['a relative HOME', () => ({ HOME: 'x', XDG_CACHE_HOME: undefined })],
      ['a HOME that is not there and cannot be made', () => ({ HOME: '/dev/null/home', XDG_CACHE_HOME: undefined })],
      ['a HOME that is a file', () => ({ HOME: join(installed(version).path, 'package.json'), XDG_CACHE_HOME: undefined })],
      ['a cache folder that is a file', () => {
        const { home, cache } = makeHome();
        mkdirSync(join(cache, '..'));
        writeFileSync(cache, 'x');
        return { HOME: home, XDG_CACHE_HOME: undefined };
      }],
    ];
    test.each(homes)('answers with %s, and writes nothing into the project', (_, variables) => {
      const project = copyOf(version);
      project.stage({ a: leak });
      const before = readdirSync(project.path).sort();
      expect(start(version, project, ['staged'], variables())).toMatchObject({ code: 1, stderr: '', stdout: expect.stringContaining('a:1:10') });
      expect(readdirSync(project.path).sort()).toEqual(before);
    });

    test.each(['HOME', 'the cache'])('answers where %s may only be read', (what) => {
      const { home, cache } = makeHome();
      const project = copyOf(version);
      project.write({ a: leak });
      if (what === 'the cache') {
        start(version, project, ['--version'], { HOME: home });
        lend(home);
        for (const file of filesIn(cache)) writeFileSync(file, '');
      }
      lend(join(project.path, '..'));
      for (const folder of [...foldersIn(home), home]) chmodSync(folder, 0o555);
      const before = filesIn(home);
      const done = spawnSync(lendNode(nodes[version]), [join(project.path, 'node_modules/skan/dist/skan.cjs'), 'scan', 'a'], {
        cwd: project.path,
        env: { ...baseVariables(), HOME: home },
        encoding: 'utf8',
        ...(superuser ? { uid: nobody, gid: nobody } : {}),
      });
      expect({ code: done.status, stderr: done.stderr }).toEqual({ code: 1, stderr: '' });
      expect(filesIn(home)).toEqual(before);
      for (const file of before) expect(readFileSync(file, 'latin1')).toBe('');
      for (const folder of [home, ...foldersIn(home)]) chmodSync(folder, 0o755);
    });

    test('keeps a cache that is its user\'s alone', () => {
      const { home, cache } = makeHome();
      start(version, installed(version), ['staged'], { HOME: home });
      expect(filesIn(cache).length).toBeGreaterThan(0);
      for (const path of [cache, ...filesIn(cache)]) expect([path, statSync(path).mode & 0o077]).toEqual([path, 0]);
    });

    test('takes away the caches of versions that were started a month ago, and nothing else', () => {
      const { home, cache } = makeHome();
      mkdirSync(cache, { recursive: true, mode: 0o700 });
      const name = (digit: string): string => `${digit.repeat(16)}-v20.1.0-x64`;
      const days = (count: number): Date => new Date(Date.now() - count * 24 * 3600 * 1000);
      const ages: readonly (readonly [string, number])[] = [[name('a'), 40], [`${name('b')}.123`, 40], [name('c'), 20], ['audit-key', 400], ['notes-v1-x64', 400]];
      for (const [file, age] of ages) {
        writeFileSync(join(cache, file), 'x');
        utimesSync(join(cache, file), days(age), days(age));
      }
      expect(start(version, installed(version), ['staged'], { HOME: home })).toMatchObject({ code: 0, stderr: '' });
      const old = ages.map(([file]) => file);
      expect(readdirSync(cache).filter((file) => old.includes(file)).sort()).toEqual([name('c'), 'audit-key', 'notes-v1-x64'].sort());
    });

    const foreign: readonly (readonly [string, boolean, (folder: string) => void])[] = [
      ['belongs to somebody else', true, (folder) => chownSync(folder, 12345, 12345)],
      ['its group may write', false, (folder) => chmodSync(folder, 0o770)],
      ['all may write', false, (folder) => chmodSync(folder, 0o777)],
      ['is a link to elsewhere', false, (folder) => {
        renameSync(folder, `${folder}.real`);
        symlinkSync(`${folder}.real`, folder);
      }],
    ];
    for (const [what, needsRoot, spoil] of foreign) {
      testWhere('root', !needsRoot || superuser)(`writes nothing into a cache folder that ${what}`, () => {
        const { home, cache } = makeHome();
        mkdirSync(cache, { recursive: true, mode: 0o700 });
        spoil(cache);
        expect(start(version, installed(version), ['staged'], { HOME: home })).toMatchObject({ code: 0, stderr: '' });
        expect(readdirSync(cache)).toEqual([]);
      });
    }

    test.each(Object.keys(damages))('answers the same from a cache that is %s, and mends it', (damage) => {
      const { home, cache } = makeHome();
      const project = copyOf(version);
      project.stage({ a: leak });
      const look = (): Run => start(version, project, ['staged'], { HOME: home });
      const expected = look();
      expect(expected.code).toBe(1);
      const damaged = filesIn(cache).map((path) => ({ path, bytes: damages[damage]?.(readFileSync(path)) ?? '' }));
      expect(damaged.length).toBeGreaterThan(0);
      for (const { path, bytes } of damaged) writeFileSync(path, bytes);
      for (let round = 0; round < 2; round += 1) expect(look()).toEqual(expected);
      for (const { path, bytes } of damaged) expect(readFileSync(path).equals(Buffer.from(bytes))).toBe(false);
    });

    test('what a run with threads leaves, the next start does not make anew', () => {
      const { home, cache } = makeHome();
      const project = copyOf(version);
      project.commit({ a: 'text' });
      start(version, project, ['audit', '--jobs', '2'], { HOME: home });
      const left = filesIn(cache).map((path) => [path, statSync(path).ino]);
      start(version, project, ['staged'], { HOME: home });
      expect(left.map(([path]) => [path, statSync(String(path)).ino])).toEqual(left);
    });

    test('several at once leave one whole cache and no drafts', async () => {
      const { home, cache } = makeHome();
      const project = copyOf(version);
      project.stage({ a: leak });
      const program = join(project.path, 'node_modules/.bin/skan');
      const environment = { ...baseVariables(), PATH: pathWith(nodes[version]), HOME: home };
      const codes = await Promise.all(Array.from({ length: 6 }, () => codeOf(program, ['staged'], project.path, environment)));
      expect(codes).toEqual(Array.from({ length: 6 }, () => 1));
      const names = filesIn(cache);
      expect(names.filter((name) => /\.(?:tmp|\d+)$/.test(name))).toEqual([]);
      expect(start(version, project, ['staged'], { HOME: home }).code).toBe(1);
      expect(filesIn(cache)).toEqual(names);
    });
  });

  // V8 takes a cache for any program of the same length: what stands in it runs.
  describe.each(versions)('under %s, another program in the place of the cache', (version) => {
    function plant(): { readonly file: string; readonly look: () => Run } {
      const { home, cache } = makeHome();
      const look = (): Run => start(version, installed(version), ['--version'], { HOME: home });
      look();
      const [file = ''] = filesIn(cache);
      const program = join(installed(version).path, 'node_modules/skan/dist/main.cjs');
      const forge = `
        const { Script } = require('node:vm');
        const { readFileSync, writeFileSync } = require('node:fs');
        const length = '(function (exports, require, module, __filename, __dirname) { \\n})'.length + readFileSync(${JSON.stringify(program)}).length;
        const text = '(function () { process.stdout.write("planted\\\\n"); process.exit(0); })';
        const script = new Script(text.padEnd(length), { filename: ${JSON.stringify(program)} });
        script.runInThisContext();
        const bytes = script.createCachedData();
        writeFileSync(${JSON.stringify(file)}, Buffer.concat([bytes, bytes]));`;
      expect(runProcess(nodes[version], ['-e', forge], home)).toMatchObject({ code: 0, stderr: '' });
      return { file, look };
    }

    test('would run, were it the user\'s own: so the tests below mean something', () => {
      expect(plant().look().stdout).toBe('planted\n');
    });

    test('does not run where others may write the file or its folder', () => {
      for (const spoil of [(file: string) => chmodSync(file, 0o620), (file: string) => chmodSync(join(file, '..'), 0o730), (file: string) => chmodSync(join(file, '..'), 0o703)]) {
        const { file, look } = plant();
        spoil(file);
        expect(look().stdout).toMatch(/^skan \d/);
      }
    });

    testWhere('root', superuser)('does not run where the file or its folder is somebody else\'s', () => {
      for (const spoil of [(file: string) => chownSync(file, 12345, 12345), (file: string) => chownSync(join(file, '..'), 12345, 12345)]) {
        const { file, look } = plant();
        spoil(file);
        expect(look().stdout).toMatch(/^skan \d/);
      }
    });
  });
});

/** The superuser may write everywhere, so what is about that runs as somebody else: to whom a folder now belongs. */
function lend(folder: string): void {
  if (superuser) for (const path of [folder, ...foldersIn(folder), ...filesIn(folder)]) chownSync(path, nobody, nobody);
}

/** A copy of node where everybody may run it. */
function lendNode(node: string): string {
  if (!superuser) return node;
  const folder = makeFolder();
  chmodSync(folder, 0o755);
  copyFileSync(node, join(folder, 'node'));
  return join(folder, 'node');
}

function foldersIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name));
}

/** Every file below a folder, sorted. */
function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort();
}

function codeOf(program: string, args: readonly string[], folder: string, env: Readonly<Record<string, string>>): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: folder, env, stdio: 'ignore' });
    child.once('error', reject);
    child.once('close', resolve);
  });
}
