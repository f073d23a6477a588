// npm, as somebody who installs skan would use it: the tarball that would be published, put into a project of its own. All
// comes from files on this machine, and a HOME of its own keeps npm's settings and caches out.

import { mkdirSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { baseVariables, makeFolder, runProcess } from '../repository.js';
import type { Circumstances, Run } from '../repository.js';
import { installNode, installNpm } from './install.js';

/** For `describeWith`. */
export const nodeTools = {
  node20: () => installNode('20.20.2'),
  node24: () => installNode('24.21.0'),
} as const;

export const huskyTools = { husky: () => installNpm('husky', '9.1.7') } as const;

export interface Tarball {
  readonly path: string;
  /** Packed, in bytes. */
  readonly size: number;
  readonly files: readonly string[];
}

/** What `npm publish` would upload of a package's folder; by default of this project, as it is built. */
export function packFolder(folder: string = resolve('.')): Tarball {
  const into = makeFolder();
  const { stdout } = demand(runProcess('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', into, folder], into), `npm pack ${folder}`);
  const [packed] = JSON.parse(stdout) as readonly { filename: string; size: number; files: readonly { path: string }[] }[];
  if (packed === undefined) throw new Error(`npm pack ${folder} made no tarball`);
  return { path: join(into, packed.filename), size: packed.size, files: packed.files.map(({ path }) => path) };
}

/** Installs tarballs as development dependencies; nothing is fetched, and no script runs. */
export function installTarballs(folder: string, tarballs: readonly Tarball[], variables: Circumstances['variables'] = {}): void {
  mkdirSync(folder, { recursive: true });
  const args = ['install', '--offline', '--save-dev', '--ignore-scripts', '--engine-strict', '--no-audit', '--no-fund', ...tarballs.map(({ path }) => path)];
  demand(runProcess('npm', args, folder, '', variables), `npm install in ${folder}`);
}

/** `npx --no-install`, as the README says to run what is installed. */
export function runNpx(args: readonly string[], folder: string, variables: Circumstances['variables'] = {}): Run {
  return runProcess('npx', ['--no-install', ...args], folder, '', variables);
}

/** A PATH on which this node comes first: npm and what it starts run under it. */
export function pathWith(node: string): string {
  return [dirname(node), baseVariables()['PATH']].join(delimiter);
}

function demand(run: Run, what: string): Run {
  if (run.code !== 0) throw new Error(`${what} ended with ${run.code}: ${run.stderr || run.stdout}`);
  return run;
}
