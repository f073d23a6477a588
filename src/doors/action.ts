// The Action: inputs and event -> Request -> run -> annotations, summary, outputs, report files. It fails the step for
// findings and for an answer that is not whole. Everything that a repository could have written reaches the log through a
// reporter or `visible`, so none of it is a workflow command; report files go to the runner's temporary folder, never the workspace.

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { UsageError } from '../model/errors.js';
import type { Problem, Report } from '../model/report.js';
import type { Format, Request } from '../model/request.js';
import { formatPieces, formatReport } from '../report/index.js';
import type { FormatOptions } from '../report/index.js';
import { visible } from '../report/visible.js';
import { describeProblem, listSkipped, summarise } from '../report/wording.js';
import { maskText } from '../run/mask.js';
import { exitCodeOf, run } from '../run.js';
import type { Outcome } from '../run.js';
import { explainRefusal } from '../sources/git/refusal.js';
import { findLayout } from '../sources/git/repository.js';
import { askGit, makeGit } from '../sources/git/runner.js';
import type { Git } from '../sources/git/runner.js';
import { version } from '../generated/version.js';
import { chooseJudged } from './action-event.js';
import { readInputs } from './action-inputs.js';
import type { Inputs } from './action-inputs.js';
import type { ActionIo } from './action-io.js';
import { copyFolder, noteEditedSettings, placeConfig } from './action-settings.js';
import { extensions, writeReport } from './output.js';

/** An outcome, and how it is to be told. */
interface Judgement extends Outcome {
  readonly strict: boolean;
  readonly format: Format;
}

export async function runAction(io: ActionIo): Promise<void> {
  const folder = mkdtempSync(join(io.environment['RUNNER_TEMP'] || tmpdir(), 'skan-'));
  await deliver(await judge(folder, io), folder, io);
}

/** A request that cannot be carried out is an answer too: one that is not whole. */
async function judge(folder: string, io: ActionIo): Promise<Judgement> {
  try {
    const inputs = readInputs(io);
    const outcome = await run(makeRequest(inputs, folder, io));
    return { ...outcome, strict: inputs.strict, format: inputs.format };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { report: reportGap({ what: 'the request', why: maskText(error.message.replaceAll(`${copyFolder(folder)}${sep}`, '')) }, io), failOn: 'low', strict: false, format: 'json' };
  }
}

function makeRequest({ directory, config, failOn }: Inputs, folder: string, io: ActionIo): Request {
  const git = openRepository(directory, io);
  const judged = chooseJudged(io.environment['GITHUB_EVENT_NAME'] ?? '', io.environment['GITHUB_EVENT_PATH'], git);
  io.print(`skan  ${visible(judged.says)}\n`);
  noteEditedSettings(judged, git, io);
  const file = config === undefined ? undefined : placeConfig(config, folder, judged, git, io);
  return {
    target: judged.target,
    cwd: directory,
    environment: io.environment,
    ...(file === undefined ? {} : { config: file }),
    ...(judged.configFrom === undefined ? {} : { configFrom: judged.configFrom }),
    ...(failOn === undefined ? {} : { failOn }),
    showSecrets: false,
    server: true,
  };
}

function openRepository(directory: string, io: ActionIo): Git {
  if (findLayout(directory, io.environment) === undefined) throw new UsageError(`there is no repository in ${directory}; run actions/checkout with fetch-depth: 0 before this step`);
  const git = makeGit(directory, io.environment);
  const check = askGit(git, 'rev-parse', ['--git-dir']);
  if (check.status !== 0) throw explainRefusal(check);
  return git;
}

function reportGap(problem: Problem, io: ActionIo): Report {
  return {
    schema: 'report-1.json',
    tool: { name: 'skan', version },
    scan: { command: 'range', root: io.environment['GITHUB_WORKSPACE'] || io.cwd, complete: false, counts: { objects: 0, bytes: 0, findings: 0, suppressed: 0 } },
    findings: [],
    suppressed: [],
    skipped: [],
    problems: [problem],
  };
}

async function deliver(judgement: Judgement, folder: string, io: ActionIo): Promise<void> {
  const { failOn, strict, format } = judgement;
  const options: FormatOptions = { color: false, columns: 100, failOn, verbose: true, quiet: false, now: new Date().toISOString() };
  const code = exitCodeOf(judgement, strict);
  const report = { ...judgement.report, scan: { ...judgement.report.scan, complete: code !== 2 } };
  io.print(await formatReport('github', report, options));
  io.setOutput('findings', String(report.findings.length));
  io.setOutput('complete', String(code !== 2));
  io.setOutput('report', await save(report, format, options, folder));
  io.setOutput('sarif', await save(report, 'sarif', options, folder));
  if (code !== 0) io.fail(`skan: ${visible(explainFailure(judgement, code))}`);
  // The reporter cuts at 60 KB; GitHub takes up to 1 MiB a step.
  await io.addSummary(await formatReport('markdown', report, options));
}

/** Formats that the inputs ask for twice make one file. */
async function save(report: Report, format: Format, options: FormatOptions, folder: string): Promise<string> {
  const path = join(folder, `skan.${extensions[format]}`);
  writeReport(path, await formatPieces(format, report, options), path);
  return path;
}

/** One line: what was found, then what could not be read. */
function explainFailure({ report, failOn, strict }: Judgement, code: number): string {
  const found = report.findings.length === 0 ? [] : [`${summarise(report, failOn)}; revoke first, then remove`];
  if (code !== 2) return found.join('');
  const [first] = report.problems;
  const more = report.problems.length > 1 ? `, and ${report.problems.length - 1} more` : '';
  if (first !== undefined) return [...found, `incomplete: ${describeProblem(first)}${more}`].join('. ');
  return [...found, `${strict ? 'strict' : 'incomplete'}: ${listSkipped(report.skipped)}`].join('. ');
}
