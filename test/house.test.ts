// The house's own rules: the direction of imports, a header for every module, the one place that touches the process, no
// key-shaped literal anywhere in the tree.

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Finding, Report } from '../src/model/report.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const modules = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts') && !name.startsWith('generated/'))
  .sort();

/** What each room may import, besides itself. `run` is run.ts with the folder run/; `generated` is made by the build. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  model: [],
  document: ['model'],
  rules: ['model', 'document', 'generated'],
  sources: ['model', 'document', 'generated'],
  engine: ['model', 'document', 'generated'],
  policy: ['model', 'document'],
  remedy: ['model', 'document'],
  report: ['model', 'document', 'generated'],
  run: ['model', 'document', 'rules', 'sources', 'engine', 'policy', 'remedy', 'report', 'generated'],
  doors: ['model', 'document', 'rules', 'sources', 'engine', 'policy', 'remedy', 'report', 'run', 'setup', 'generated'],
  setup: ['model', 'document', 'rules', 'sources', 'engine', 'policy', 'remedy', 'report', 'run', 'doors/io'],
  bin: ['model', 'document', 'run', 'doors', 'setup'],
};

test('there is a room for every module', () => {
  expect(modules.filter((name) => arrows[roomOf(name)] === undefined)).toEqual([]);
  expect(modules.length).toBeGreaterThan(80);
});

test.each(modules)('%s imports only what its room may', (name) => {
  const room = roomOf(name);
  const allowed = arrows[room] ?? [];
  const wrong = importsOf(name).filter((target) => roomOf(target) !== room && !allowed.includes(roomOf(target)) && !allowed.includes(target.replace(/\.(?:js|ts)$/, '')));
  expect(wrong).toEqual([]);
});

test('every module stands on the map, by itself or with its folder', () => {
  const [, map = ''] = read('README.md').split('```');
  const told = new Set(map.match(/[\w-]+/g));
  const together = ['rules/proofs/', 'report/page/', 'engine/wasm/', 'sources/git/wasm/', 'sources/packs/wasm/'];
  const missing = modules.filter((name) => !together.some((folder) => name.startsWith(folder)) && !told.has(name.replace(/^.*\//, '').replace(/\.ts$/, '')));
  expect(missing).toEqual([]);
});

test.each(modules)('%s says at its head what it is', (name) => {
  const [first = '', second = ''] = read(name).split('\n');
  expect(first.startsWith('#!') ? second : first).toMatch(/^(?:\/\/|\/\*\*?) ?\S.{20,}/);
});

test.each(modules.filter((name) => roomOf(name) !== 'bin'))('%s leaves the process and the console to bin', (name) => {
  const code = read(name).replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '').replace(/(['`])(?:(?!\1)[^\\\n]|\\.)*\1/g, "''");
  expect(/(?<![\w.'])console\s*\./.exec(code)?.[0]).toBeUndefined();
  // A child process may be called `process` too; it has streams and events, but no arguments and no environment.
  const child = /\bconst process\b|\bprocess: GitProcess\b/.test(code);
  const global = child ? /(?<![\w.'])process\.(?:argv|env|exit|exitCode|cwd|chdir|reallyExit)\b/ : /(?<![\w.'])process\s*[.[]/;
  expect(global.exec(code)?.[0]).toBeUndefined();
  expect(read(name)).not.toMatch(/from '(?:node:process|process|node:console|console|@actions\/core)'/);
});

test('no two modules import each other in a circle when they are loaded', () => {
  const edges = new Map(modules.map((name) => [name, staticImportsOf(name)]));
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (name: string, path: readonly string[]): void => {
    if (path.includes(name)) circles.push([...path.slice(path.indexOf(name)), name].join(' -> '));
    if (done.has(name)) return;
    done.add(name);
    for (const next of edges.get(name) ?? []) visit(next, [...path, name]);
  };
  for (const name of modules) visit(name, []);
  expect(circles).toEqual([]);
});

describe('no key-shaped literal stands in the tree', () => {
  const cli = join(root, 'dist/skan.cjs');
  const git = (...args: readonly string[]): string => execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28 });

  test('in the files that git holds, as they lie there', () => {
    const files = git('ls-files', '-z', '--cached', '--others', '--exclude-standard').split('\0').filter((name) => name !== '' && existsSync(join(root, name)));
    expect(files.length).toBeGreaterThan(100);
    const report = scan(['scan', ...files]);
    expect(report.problems).toEqual([]);
    expect(report.findings.map(show)).toEqual([]);
  });

  test('in anything that a branch or tag holds', () => {
    const local = ['stash', 'reflog', 'unreachable'];
    expect(scan(['audit', '.']).findings.filter(({ exposure }) => !local.includes(exposure.reach)).map(show)).toEqual([]);
  });

  function scan(args: readonly string[]): Report {
    const done = spawnSync(process.execPath, [cli, ...args, '--format', 'json'], { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28 });
    return JSON.parse(done.stdout) as Report;
  }

  function show({ rule, redacted, occurrences: [first] }: Finding): string {
    return `${first?.path}:${first?.line} ${rule} ${redacted}`;
  }
});

function roomOf(name: string): string {
  return name === 'run.ts' || name === 'run.js' ? 'run' : (name.split('/')[0] ?? '');
}

function read(name: string): string {
  return readFileSync(join(root, 'src', name), 'utf8');
}

/** Modules of src/ that it imports in any way: at its head, when needed, or only their types. */
function importsOf(name: string): string[] {
  return resolveAll(name, /(?:\bfrom\s+|\bimport\s*\(\s*|\bimport\s+)'(\.{1,2}\/[^']+)'/g);
}

/** Modules whose code is loaded with it. */
function staticImportsOf(name: string): string[] {
  return resolveAll(name, /^(?:import|export)\s+(?!type\b)[^;]*?from\s+'(\.{1,2}\/[^']+)'/gm).map((target) => target.replace(/\.js$/, '.ts'));
}

function resolveAll(name: string, pattern: RegExp): string[] {
  const from = dirname(join(root, 'src', name));
  return [...read(name).matchAll(pattern)].map((match) => relative(join(root, 'src'), join(from, match[1] ?? '')).replaceAll('\\', '/'));
}

test('the lock file names the optional parts of every platform, so that npm ci works on all', () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, { optionalDependencies?: Record<string, string> }> };
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => packages[`node_modules/${name}`] === undefined && packages[`${path}/node_modules/${name}`] === undefined));
  expect(missing).toEqual([]);
});
