// `skan audit` of several repositories: one after the other, a report each, and at the end one summary. One that fails is told
// and does not end the others.

import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UsageError, codeOf } from '../model/errors.js';
import type { Report } from '../model/report.js';
import { severities } from '../model/rule.js';
import type { Severity } from '../model/rule.js';
import type { Audited, Summary } from '../model/summary.js';
import { version } from '../generated/version.js';
import { writeJson } from '../report/json.js';
import { formatTotals } from '../report/totals.js';
import { visible } from '../report/visible.js';
import { describeProblem, listSkipped } from '../report/wording.js';
import { exitCodeOf } from '../run.js';
import type { Outcome } from '../run.js';
import { isUrl, maskUrl } from '../sources/git/clone.js';
import type { Arguments } from './arguments.js';
import type { Io } from './io.js';
import { deliver, readText } from './look.js';
import { extensions } from './output.js';

/** Formats of which several may stand one after the other. */
const joinable: readonly string[] = ['text', 'json', 'jsonl', 'markdown'];

/** @param audit looks at one @returns the worst exit code */
export async function auditSeveral(given: Arguments, io: Io, audit: (one: Arguments) => Promise<Outcome>): Promise<number> {
  const { flags, operands } = given;
  const names = [...new Set([...operands, ...(flags.repos === undefined ? [] : await readList(flags.repos, io))])];
  if (names.length === 0) throw new UsageError(`--repos ${flags.repos ?? ''}: it names no repository; write a path or a URL on each line`);
  if (flags.output === undefined && !joinable.includes(flags.format)) throw new UsageError(`several repositories as ${flags.format} need --output DIR, where each gets a file of its own`);
  if (flags.output !== undefined) makeFolder(resolve(io.cwd, flags.output), flags.output);
  const files = nameFiles(names, extensions[flags.format]);
  const rows: Audited[] = [];
  let worst = 0;
  for (const name of names) {
    const file = flags.output === undefined ? undefined : join(flags.output, files.get(name) ?? '');
    const { row, code } = await auditOne(name, file, given, io, audit);
    rows.push(row);
    worst = Math.max(worst, code);
  }
  const summary: Summary = { schema: 'summary-1.json', tool: { name: 'skan', version }, complete: rows.every(({ complete }) => complete), repositories: rows };
  if (flags.format === 'json') io.print(`${writeJson(summary, 2)}\n`);
  else if (flags.format === 'jsonl') io.print(`${writeJson(summary)}\n`);
  else io.print(formatTotals(summary));
  return worst;
}

async function auditOne(name: string, file: string | undefined, given: Arguments, io: Io, audit: (one: Arguments) => Promise<Outcome>): Promise<{ readonly row: Audited; readonly code: number }> {
  const { maskText } = await import('../run/mask.js');
  const repository = maskText(isUrl(name) ? maskUrl(name) : name);
  const one: Arguments = { ...given, operands: [name], flags: { ...given.flags, output: file, repos: undefined } };
  try {
    const outcome = await audit(one);
    const { report } = outcome;
    const inside = file === undefined && given.flags.format === 'json';
    if (file === undefined && given.flags.format === 'text') io.print(`${visible(repository)}\n`);
    if (!inside) await deliver(outcome, one, io);
    if (file === undefined && given.flags.format === 'text') io.print('\n');
    const code = exitCodeOf(outcome, given.flags.strict);
    return { code, row: { repository, ...sayComplete(report, code), findings: countFindings(report), ...(file === undefined ? {} : { file }), ...(inside ? { report } : {}) } };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { code: 2, row: { repository, complete: false, why: maskText(error.message), findings: countFindings(undefined) } };
  }
}

function sayComplete(report: Report, code: number): Pick<Audited, 'complete' | 'why'> {
  if (code !== 2) return { complete: true };
  const [first, ...more] = report.problems;
  return { complete: false, why: first === undefined ? listSkipped(report.skipped) : `${describeProblem(first)}${more.length === 0 ? '' : `, and ${more.length} more`}` };
}

function countFindings(report: Report | undefined): Readonly<Record<Severity, number>> {
  const count = (severity: Severity): number => report?.findings.filter((finding) => finding.severity === severity).length ?? 0;
  const [critical, high, medium, low, info] = severities.map(count);
  return { critical: critical ?? 0, high: high ?? 0, medium: medium ?? 0, low: low ?? 0, info: info ?? 0 };
}

async function readList(file: string, io: Io): Promise<string[]> {
  const text = file === '-' ? await readText(io.stdin) : readListFile(resolve(io.cwd, file), file);
  return text.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
}

function readListFile(path: string, shown: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`--repos ${shown}: the list cannot be read (${codeOf(error)})`);
  }
}

function makeFolder(path: string, shown: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new UsageError(`--output ${shown}: for several repositories it is a folder, and none can be made there (${codeOf(error)})`);
  }
}

/** The last part of its path and, where others have the same, a number. Letter case does not tell files apart everywhere. */
function nameFiles(names: readonly string[], extension: string): Map<string, string> {
  const taken = new Set<string>();
  return new Map(names.map((name) => {
    const last = maskUrl(name).replace(/[/\\]+(?:\.git)?[/\\]*$/, '').split(/[/\\:]/).at(-1) ?? '';
    const base = last.replace(/\.git$/, '').replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[.-]+/, '').slice(0, 80) || 'repository';
    let file = `${base}.${extension}`;
    for (let number = 2; taken.has(file.toLowerCase()); number += 1) file = `${base}-${number}.${extension}`;
    taken.add(file.toLowerCase());
    return [name, file];
  }));
}
