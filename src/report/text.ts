// The terminal: short, calm, the next step first. One finding gets the whole way out of it and fits 24 lines; several
// get one line each, grouped by how far they have come, and the way out once. Not for machines to read.

import type { Problem, Report, Skip, Suppressed } from '../model/report.js';
import { layFindings } from './block.js';
import { countNoun } from './count.js';
import { hangWords, splitWords } from './layout.js';
import type { FormatOptions } from './options.js';
import { choosePaint } from './paint.js';
import type { Sheet } from './sheet.js';
import { disarmLines, showReport } from './visible.js';
import { describeProblem, describeSuppression, listSkipped, nameForExplain, sayLeftOut, shortenFingerprints, summarise } from './wording.js';

/** Wider lines are harder to read; narrower ones fall apart. */
const widest = 100;
const narrowest = 40;
const glue = '\0';
const margin = 'skan  ';

/** Empty only if there is nothing to say and `quiet` asks for silence. */
export function formatText(report: Report, options: FormatOptions): string {
  if (isClean(report)) return options.quiet ? '' : `${choosePaint(options).strong('skan')}  ${summarise(report, options.failOn)}\n`;
  const sheet = prepareSheet(report, options);
  const sections = [layHeadline(sheet), layFindings(sheet), layProblems(sheet), laySkipped(sheet), layLeftOut(sheet), layNews(sheet), laySuppressed(sheet)];
  const text = sections
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
  return disarmLines(text.replaceAll(glue, ' '));
}

/** What nearly every commit is: told without laying anything out. */
function isClean({ scan, findings, suppressed, skipped, problems }: Report): boolean {
  return scan.complete && findings.length + suppressed.length + skipped.length + problems.length === 0;
}

function prepareSheet(report: Report, options: FormatOptions): Sheet {
  const columns = Math.min(Math.max(options.columns, narrowest), widest);
  return { report: glueNames(showReport(report)), options, columns, paint: choosePaint(options), ids: shortenFingerprints(report), explains: nameForExplain(report, options) };
}

/** Blanks in names and commands become a mark that no visible text holds, so that wrapping leaves them whole. */
function glueNames(report: Report): Report {
  const glueBlanks = (text: string): string => text.replaceAll(' ', glue);
  const glueSkip = (skip: Skip): Skip => ({ ...skip, what: glueBlanks(skip.what) });
  const glueProblem = (problem: Problem): Problem => ({
    ...problem,
    what: glueBlanks(problem.what),
    ...(problem.hint === undefined ? {} : { hint: isCommand(problem.hint) ? glueBlanks(problem.hint) : problem.hint }),
  });
  const gluePaths = (finding: Report['findings'][number]): typeof finding => ({
    ...finding,
    occurrences: finding.occurrences.map((place) => ({ ...place, path: glueBlanks(place.path) })),
  });
  return {
    ...report,
    findings: report.findings.map(gluePaths),
    suppressed: report.suppressed.map((one) => ({ ...one, finding: gluePaths(one.finding) })),
    skipped: report.skipped.map(glueSkip),
    problems: report.problems.map(glueProblem),
  };
}

function isCommand(hint: string): boolean {
  return /^(?:git|skan) /.test(hint);
}

function layHeadline(sheet: Sheet): readonly string[] {
  const { report, options } = sheet;
  if (options.quiet && report.findings.length === 0 && report.problems.length === 0 && report.scan.complete) return [];
  if (stoppedByOneProblem(report)) return hangSkan(sheet, sayStopped(report.problems));
  return hangSkan(sheet, summarise(report, options.failOn));
}

function hangSkan({ paint, columns }: Sheet, sentence: string): readonly string[] {
  const [first = '', ...rest] = hangWords(margin, splitWords(sentence), columns);
  return [`${paint.strong('skan')}${first.slice('skan'.length)}`, ...rest];
}

/** A commit that could not be judged: what, the command that mends it, how to go on, in one sentence. */
function stoppedByOneProblem({ scan, findings, problems }: Report): boolean {
  return scan.command === 'staged' && findings.length === 0 && problems.length === 1;
}

function sayStopped(problems: readonly Problem[]): string {
  return [...problems.map((problem) => `incomplete: could not read ${describeProblem(problem)}`), sayUnscanned()].join('; ');
}

function sayUnscanned(): string {
  return 'git commit --no-verify goes on unscanned, to be caught by pre-push and CI';
}

function layProblems(sheet: Sheet): readonly string[] {
  const { report, columns, paint } = sheet;
  if (report.problems.length === 0 || stoppedByOneProblem(report)) return [];
  const title = `  ${paint.strong(`could not read ${countNoun(report.problems.length, 'thing')}`)}`;
  const lines = report.problems.flatMap((problem) => hangWords('  - ', splitWords(describeProblem(problem)), columns));
  const onward = report.scan.command === 'staged' ? hangWords('  ', splitWords(sayUnscanned()), columns) : [];
  return [...(report.findings.length === 0 ? [] : [title]), ...lines, ...onward];
}

function laySkipped({ report, options, columns }: Sheet): readonly string[] {
  const { skipped, findings, problems } = report;
  if (options.quiet || skipped.length === 0) return [];
  const lines = skipped.flatMap(({ what, why }) => hangWords('  - ', splitWords(`${what} (${why})`), columns));
  if (options.verbose) return ['  not looked into', ...lines];
  const saidAbove = findings.length === 0 && problems.length === 0;
  return saidAbove ? [] : hangWords('  ', splitWords(listSkipped(skipped)), columns);
}

/** The headline says it where there is nothing else to say. */
function layLeftOut({ report, options, columns }: Sheet): readonly string[] {
  const { findings, problems, skipped, scan } = report;
  const text = sayLeftOut(scan);
  if (options.quiet || text === '' || findings.length + problems.length + skipped.length === 0) return [];
  return hangWords('  ', splitWords(text), columns);
}

function layNews({ report, columns }: Sheet): readonly string[] {
  return listSuppressed('suppressed by the very change that is judged', report.suppressed.filter(isNews), columns);
}

function laySuppressed({ report, options, columns }: Sheet): readonly string[] {
  if (options.quiet || !options.verbose) return [];
  return listSuppressed('suppressed', report.suppressed.filter((one) => !isNews(one)), columns);
}

function isNews({ news }: Suppressed): boolean {
  return news === true;
}

function listSuppressed(title: string, suppressed: readonly Suppressed[], columns: number): readonly string[] {
  if (suppressed.length === 0) return [];
  return [`  ${title}`, ...suppressed.flatMap((one) => hangWords('  - ', splitWords(describeSuppression(one)), columns))];
}
