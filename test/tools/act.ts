// Runs the Action as GitHub would, with act: the work tree of a repository is checked out, `uses: ./` runs under Node 24, and
// what the step said and gave is collected. No container: the job runs on this machine. (https://nektosact.com)

import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { baseVariables, makeFolder, runProcess } from '../repository.js';
import type { Repository } from '../repository.js';
import { parseCommands } from '../report/parse.js';
import type { Command } from '../report/parse.js';
import { installGo, installNode } from './install.js';

/** For `describeWith`. */
export const actTools = {
  act: () => installGo('github.com/nektos/act', 'v0.2.89'),
  node24: () => installNode('24.21.0'),
} as const;

/** What became of the step that ran the Action. */
export interface Step {
  readonly failed: boolean;
  readonly log: string;
  readonly annotations: readonly Command[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  /** The files that the outputs name, read before the runner removes them. */
  readonly report: string;
  readonly sarif: string;
}

export interface Workflow {
  readonly event: string;
  readonly payload: unknown;
  /** Inputs of the Action. */
  readonly with?: Readonly<Record<string, string>>;
}

/** Nothing of the Action is committed: act checks out untracked files too, and no range holds them. */
export function runAction(tools: { readonly act: string; readonly node24: string }, repository: Repository, { event, payload, with: inputs = {} }: Workflow): Step {
  // Outside this project, so that the bundle cannot find a package that it lacks.
  const folder = makeFolder();
  cpSync(resolve('action.yml'), join(repository.path, 'action.yml'));
  cpSync(resolve('dist'), join(repository.path, 'dist'), { recursive: true });
  repository.write({ '.github/workflows/skan.yml': writeWorkflow(event, inputs) });
  writeFileSync(join(folder, 'event.json'), JSON.stringify(payload));
  const path = [dirname(tools.node24), baseVariables()['PATH']].join(delimiter);
  const variables = { PATH: path, HOME: folder, XDG_CACHE_HOME: join(folder, 'cache'), GIT_CONFIG_GLOBAL: undefined };
  const { code, stdout, stderr } = runProcess(tools.act, [event, '-P', 'ubuntu-latest=-self-hosted', '-e', join(folder, 'event.json'), '--env', `KEPT=${folder}`], repository.path, '', variables);
  const kept = ['outputs.json', 'report', 'sarif'].map((name) => join(folder, name));
  if (!kept.every((file) => existsSync(file))) throw new Error(`the step left no outputs (${code}): ${stdout}${stderr}`);
  return {
    failed: code !== 0,
    log: stdout,
    annotations: stdout.split('\n').flatMap(readCommands),
    outputs: JSON.parse(readFileSync(join(folder, 'outputs.json'), 'utf8')) as Record<string, string>,
    summary: readSummary(stdout),
    report: readFileSync(join(folder, 'report'), 'utf8'),
    sarif: readFileSync(join(folder, 'sarif'), 'utf8'),
  };
}

/** JSON is YAML. The step behind the Action keeps what the runner would throw away. */
function writeWorkflow(event: string, inputs: Readonly<Record<string, string>>): string {
  const keep = 'printf %s "$OUTPUTS" > "$KEPT/outputs.json"; cp "$REPORT" "$KEPT/report"; cp "$SARIF" "$KEPT/sarif"';
  const env = { OUTPUTS: '${{ toJSON(steps.skan.outputs) }}', REPORT: '${{ steps.skan.outputs.report }}', SARIF: '${{ steps.skan.outputs.sarif }}' };
  const steps = [
    { uses: 'actions/checkout@v4', with: { 'fetch-depth': 0 } },
    { id: 'skan', uses: './', with: inputs },
    { if: 'always()', shell: 'bash', env, run: keep },
  ];
  return JSON.stringify({ on: [event], jobs: { skan: { 'runs-on': 'ubuntu-latest', steps } } });
}

/** Out of a line of act's log such as `[skan.yml/skan]   ❗  ::error file=a,line=1::text`; ❓ marks commands that it does not know. */
function readCommands(line: string): readonly Command[] {
  return parseCommands(/^\[[^\]]*\]\s+(?:❗|🚧|❓)\s+(::.*)$/u.exec(line)?.[1] ?? '');
}

/** The runner empties the file after each step and logs what it held: until the next line of its own. */
function readSummary(log: string): string {
  return /^\[[^\]]*\]\s+⚙\s+Summary - (.*\n(?:(?!\[).*\n)*)/mu.exec(log)?.[1] ?? '';
}
