// JUnit XML for CI systems that show test results: a failed case per finding that fails, an error per problem, and
// what does not fail (mild, suppressed, not looked into) as skipped cases. Never holds a secret.

import type { Finding, Problem, Report, Skip, Suppressed } from '../model/report.js';
import type { Severity } from '../model/rule.js';
import { adviseSteps, writePlain } from './advice.js';
import { writeTasks } from './checklist.js';
import type { FormatOptions } from './options.js';
import { describePlace, firstPlace, isFileContent } from './place.js';
import { fails } from './severity.js';
import { showReport } from './visible.js';
import { describeReach, describeSuppression, describeValidation, nameRevoking, rateFinding, nameForExplain, summarise } from './wording.js';

type Outcome = 'failure' | 'error' | 'skipped';

interface Case {
  readonly group: string;
  readonly name: string;
  readonly file?: string;
  readonly outcome?: Outcome;
  readonly message?: string;
  readonly body?: string;
}

/** Always holds a case: Jenkins fails on a file without one. */
export function* formatJunit(report: Report, options: FormatOptions): Generator<string> {
  const shown = showReport(report);
  // The numbers stand before the cases, which are made anew for that: all of them at once may be tens of megabytes.
  const outcomes = { all: 0, failure: 0, error: 0, skipped: 0 };
  for (const { outcome } of listCases(shown, options)) {
    outcomes.all += 1;
    if (outcome !== undefined) outcomes[outcome] += 1;
  }
  const counts = `tests="${outcomes.all}" failures="${outcomes.failure}" errors="${outcomes.error}"`;
  const suite = `name="${escapeXml(`skan ${shown.scan.command}`)}" ${counts} skipped="${outcomes.skipped}" time="0"`;
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="skan" ${counts} time="0">\n  <testsuite ${suite}>\n`;
  for (const each of listCases(shown, options)) yield `${writeCase(each)}\n`;
  yield '  </testsuite>\n</testsuites>\n';
}

function* listCases(report: Report, options: FormatOptions): Generator<Case> {
  const { failOn } = options;
  const { findings, problems, skipped, suppressed } = report;
  const ids = nameForExplain(report, options);
  if (findings.length === 0 && problems.length === 0) {
    const name = summarise(report, failOn);
    yield { group: 'skan.scan', name, ...(report.scan.complete ? {} : { outcome: 'error', message: name }) };
  }
  for (const finding of findings) yield fillFinding(finding, ids, failOn);
  for (const problem of problems) yield fillProblem(problem);
  for (const each of suppressed) yield fillSuppressed(each);
  for (const skip of skipped) yield fillSkip(skip);
}

function fillFinding(finding: Finding, ids: ReadonlyMap<string, string>, failOn: Severity): Case {
  const failing = fails(finding, failOn);
  const [first] = finding.occurrences;
  return {
    group: `skan.${finding.rule}`,
    name: `${finding.title} ${finding.redacted} at ${firstPlace(finding)}`,
    ...(first !== undefined && isFileContent(first) ? { file: first.path } : {}),
    outcome: failing ? 'failure' : 'skipped',
    message: `${failing ? '' : `does not fail (--fail-on ${failOn}): `}${nameRevoking(finding)}`,
    body: writeBody(finding, ids.get(finding.fingerprint) ?? finding.fingerprint),
  };
}

function writeBody(finding: Finding, id: string): string {
  const steps = adviseSteps([finding], finding.exposure.reach, false);
  return [
    nameRevoking(finding),
    `${rateFinding(finding)}: ${finding.why.join('; ')}`,
    ...[describeValidation(finding.validation)].filter((text) => text !== ''),
    describeReach(finding.exposure),
    ...steps.map(({ label, says }, index) => `${index + 1}. ${label}: ${writePlain(says)}`),
    ...finding.occurrences.map((occurrence) => `at ${describePlace(occurrence)}`),
    ...writeTasks(finding),
    `all steps: skan explain ${id}`,
  ].join('\n');
}

function fillProblem({ what, why, hint }: Problem): Case {
  return { group: 'skan.scan', name: `could not read ${what}`, outcome: 'error', message: [why, ...(hint === undefined ? [] : [hint])].join('; ') };
}

function fillSuppressed(suppressed: Suppressed): Case {
  const { rule, title, redacted } = suppressed.finding;
  const news = suppressed.news === true ? ' (by the very change that is judged)' : '';
  return {
    group: `skan.${rule}`,
    name: `${title} ${redacted} at ${firstPlace(suppressed.finding)}`,
    outcome: 'skipped',
    message: `suppressed${news}: ${describeSuppression(suppressed)}`,
  };
}

function fillSkip({ what, why }: Skip): Case {
  return { group: 'skan.scan', name: `not looked into: ${what}`, outcome: 'skipped', message: why };
}

function writeCase({ group, name, file, outcome, message = '', body }: Case): string {
  const where = file === undefined ? '' : ` file="${escapeXml(file)}"`;
  const open = `    <testcase classname="${escapeXml(group)}" name="${escapeXml(name)}"${where} time="0"`;
  if (outcome === undefined) return `${open}/>`;
  const attributes = `message="${escapeXml(message)}"${outcome === 'skipped' ? '' : ` type="${escapeXml(group)}"`}`;
  const inner = body === undefined || outcome === 'skipped' ? '/>' : `>${escapeXml(body, false)}</${outcome}>`;
  return `${open}>\n      <${outcome} ${attributes}${inner}\n    </testcase>`;
}

/**
 * Takes visible text: what XML 1.0 cannot hold is gone by then. Line ends and tabs of an attribute would become blanks.
 * `[` as a reference keeps `##[…]` out of logs and `]]>` out of text.
 */
function escapeXml(text: string, attribute = true): string {
  const escaped = text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/##(?=[A-Za-z]*\[)/g, '#&#35;');
  if (!attribute) return escaped.replace(/^(\s*):(?=:)/gm, '$1&#58;');
  return escaped.replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}
