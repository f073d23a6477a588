// Workflow commands for GitHub Actions: an annotation per finding at its file and line, revoking named first. For a
// step's log, not for people to read in a terminal; never holds a secret. Escapes as
// https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts does.

import type { Finding, Report } from '../model/report.js';
import { sayRevoke, writePlain } from './advice.js';
import { writeTasks } from './checklist.js';
import { countNoun } from './count.js';
import type { FormatOptions } from './options.js';
import { firstPlace, isFileContent, lastLine } from './place.js';
import { fails, sortBySeverity } from './severity.js';
import { disarmLines, showReport } from './visible.js';
import {
  chooseVerb,
  countOtherPlaces,
  describeProblem,
  describeReach,
  describeSuppression,
  describeValidation,
  listSkipped,
  nameRevoking,
  nameForExplain,
  summarise,
} from './wording.js';

type Level = 'error' | 'warning' | 'notice';
type Properties = Readonly<Record<string, string | number>>;

/** GitHub shows so many annotations of a level for one step and drops the rest without a word. */
const shownPerLevel = 10;
const listed = 10;

/** First a plain line that sums up, then the commands: most severe first, so that what GitHub drops is the least severe. */
export function formatGithub(report: Report, options: FormatOptions): string {
  const { failOn } = options;
  const shown = showReport(report);
  const ids = nameForExplain(report, options);
  const findings = sortBySeverity(shown.findings);
  const errors = findings.filter((finding) => fails(finding, failOn));
  const warnings = findings.filter((finding) => !fails(finding, failOn));
  return [
    disarmLines(`skan  ${summarise(shown, failOn)}`),
    ...annotateGaps(shown),
    ...errors.map((finding) => annotateFinding('error', finding, ids)),
    ...warnings.map((finding) => annotateFinding('warning', finding, ids)),
    ...noteSkipped(shown),
    ...noteNews(shown),
    ...noteDropped(errors.length + annotateGaps(shown).length, warnings.length),
    '',
  ].join('\n');
}

function annotateFinding(level: Level, finding: Finding, ids: ReadonlyMap<string, string>): string {
  return writeCommand(level, locateFinding(finding), writeMessage(finding, ids.get(finding.fingerprint) ?? finding.fingerprint));
}

/** Columns only within one line: GitHub refuses others. */
function locateFinding(finding: Finding): Properties {
  const title = finding.validation.status === 'revoked' ? finding.title : `${finding.title}${finding.validation.status === 'active' ? ', still active' : ''}: ${chooseVerb(finding)} it first`;
  const [first] = finding.occurrences;
  if (first === undefined || !isFileContent(first)) return { title };
  const endLine = lastLine(first);
  const column = endLine === first.line ? { col: first.column } : {};
  return { file: first.path, line: first.line, endLine, ...column, title };
}

function writeMessage(finding: Finding, id: string): string {
  const lines = [
    `${nameRevoking(finding)} ${writePlain(sayRevoke(finding))}`,
    `${firstPlace(finding)} ${countOtherPlaces(finding)}`.trim(),
    finding.why.join('; '),
    describeValidation(finding.validation),
    describeReach(finding.exposure),
    ...writeTasks(finding),
    `All steps: skan explain ${id}`,
  ];
  return lines.filter((line) => line !== '').join('\n');
}

/** One command for all, so that an incomplete scan takes one of the ten places and findings the others. */
function annotateGaps(report: Report): readonly string[] {
  if (report.problems.length === 0) {
    return report.scan.complete ? [] : [writeCommand('error', { title: 'skan: incomplete' }, listSkipped(report.skipped))];
  }
  const lines = report.problems.map(describeProblem);
  const title = `skan: incomplete, ${countNoun(report.problems.length, 'thing')} could not be read`;
  return [writeCommand('error', { title }, cutList(lines).join('\n'))];
}

function noteSkipped({ skipped }: Report): readonly string[] {
  return skipped.length === 0 ? [] : [writeCommand('notice', { title: 'skan: not looked into' }, listSkipped(skipped, listed))];
}

function noteNews({ suppressed }: Report): readonly string[] {
  const news = suppressed.filter((one) => one.news === true);
  if (news.length === 0) return [];
  return [writeCommand('notice', { title: 'skan: suppressed by the very change that is judged' }, cutList(news.map(describeSuppression)).join('\n'))];
}

function noteDropped(errors: number, warnings: number): readonly string[] {
  const dropped = [
    ...(errors > shownPerLevel ? [countNoun(errors - shownPerLevel, 'more error')] : []),
    ...(warnings > shownPerLevel ? [countNoun(warnings - shownPerLevel, 'more warning')] : []),
  ];
  if (dropped.length === 0) return [];
  const text = `${dropped.join(' and ')} in the job summary and in this step's log: GitHub shows ${shownPerLevel} of each.`;
  return [writeCommand('notice', { title: 'skan' }, text)];
}

function cutList(lines: readonly string[]): readonly string[] {
  return lines.length <= listed ? lines : [...lines.slice(0, listed), `and ${countNoun(lines.length - listed, 'more', 'more')}`];
}

function writeCommand(level: Level, properties: Properties, message: string): string {
  const list = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  return `::${level} ${list.join(',')}::${escapeData(disarmLines(message))}`;
}

function escapeData(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
