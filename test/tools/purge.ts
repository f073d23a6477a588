// The tools that rewrite a history, pinned; and a plan, from leak to proof, with one of them.

import { spawnSync } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { baseVariables, makeFolder, runProcess, runSkan } from '../repository.js';
import type { Repository, Run, Variables } from '../repository.js';
import { installMaven, installPipProgram } from './install.js';

/** For `describeWith`. */
export const filterRepo = { 'git-filter-repo': () => installPipProgram('git-filter-repo', '2.47.0') } as const;
export const bfg = { java: () => demandProgram('java', '-version'), bfg: () => installMaven('com.madgag:bfg', '1.14.0') } as const;

/** Where the tools are, for the script of a plan. */
export function toolVariables(tools: Readonly<Partial<Record<'git-filter-repo' | 'bfg', string>>>): Variables {
  const { 'git-filter-repo': program, bfg: jar } = tools;
  return {
    ...(program === undefined ? {} : { PATH: [dirname(program), baseVariables()['PATH']].join(delimiter) }),
    ...(jar === undefined ? {} : { BFG_JAR: jar }),
  };
}

/** Writes a plan in a folder of its own, which it returns. */
export function writePlan(repository: Repository, ...args: readonly string[]): { readonly folder: string; readonly run: Run } {
  const folder = join(makeFolder(), 'plan');
  const chosen = args.some((each) => !each.startsWith('--')) && !args.includes('--tool') ? args : ['--all', ...args];
  return { folder, run: runSkan(['purge', ...chosen, '--write', folder], { in: repository.path }) };
}

/** `sh DIR/purge.sh` in the root of the repository. */
export function runPlan(folder: string, root: string, variables: Variables = {}): Run {
  return runProcess('sh', [join(folder, 'purge.sh')], root, '', variables);
}

export function verifyPlan(folder: string, root: string, ...args: readonly string[]): Run {
  return runSkan(['purge', '--verify', '--plan', folder, ...args], { in: root });
}

/** Ids of all objects whose bytes hold one of the texts, by git alone. */
export function objectsHolding(root: string, texts: readonly (string | Buffer)[]): string[] {
  const variables = baseVariables();
  const list = spawnSync('git', ['cat-file', '--batch-all-objects', '--batch-check=%(objectname) %(objecttype)'], { cwd: root, env: variables, encoding: 'utf8', maxBuffer: 2 ** 28 });
  return list.stdout.split('\n').filter((line) => line !== '').filter((line) => {
    const [id = '', type = ''] = line.split(' ');
    const bytes = spawnSync('git', ['cat-file', type, id], { cwd: root, env: variables, maxBuffer: 2 ** 28 }).stdout;
    return texts.some((text) => bytes.includes(text));
  });
}

function demandProgram(program: string, argument: string): string {
  const done = spawnSync(program, [argument]);
  if (done.error !== undefined) throw new Error(`${program} is not here: ${done.error.message}`);
  return program;
}
