// RFC 4180 for spreadsheets: CRLF, a header, every field quoted, one row per occurrence. Gaps have rows too, so that a
// table without findings is not taken for a clean one. Text that a spreadsheet would run as a formula gets a `'` in
// front (https://owasp.org/www-community/attacks/CSV_Injection), and control characters are escapes: who needs the
// exact bytes reads JSON.

import type { Finding, Occurrence, Problem, Report, Skip, Suppressed } from '../model/report.js';
import { writePlain } from './advice.js';
import { listGuide, listTasks } from './checklist.js';
import { visible } from './visible.js';

type Kind = 'finding' | 'suppressed' | 'skipped' | 'problem';
type Row = Readonly<Record<string, string | number | boolean | undefined>> & { readonly kind: Kind };

const columns = [
  'kind',
  'fingerprint',
  'rule',
  'provider',
  'title',
  'severity',
  'confidence',
  'redacted',
  'source',
  'path',
  'line',
  'column',
  'end_line',
  'end_column',
  'commit',
  'object',
  'author',
  'date',
  'reach',
  'in_head',
  'refs',
  'why',
  'validation',
  'validation_detail',
  'revoke_url',
  'suppressed_by',
  'reason',
  'revoke',
  'rotate',
  'misuse',
  'purge',
  'contact',
  'checked',
] as const;

/** The column `secret` is there only if the report shows one. */
export function* formatCsv(report: Report): Generator<string> {
  const all = [...report.findings, ...report.suppressed.map(({ finding }) => finding)];
  const header = all.some(({ secret }) => secret !== undefined) ? [...columns, 'secret'] : columns;
  yield writeLine(header);
  for (const row of listRows(report)) yield writeLine(header.map((column) => row[column] ?? ''));
}

function writeLine(fields: readonly (string | number | boolean)[]): string {
  return `${fields.map(quoteField).join(',')}\r\n`;
}

function* listRows({ findings, suppressed, skipped, problems }: Report): Generator<Row> {
  for (const finding of findings) yield* listOccurrences('finding', finding);
  for (const each of suppressed) yield* listSuppressed(each);
  for (const skip of skipped) yield fillGap('skipped', skip);
  for (const problem of problems) yield fillGap('problem', problem);
}

function listOccurrences(kind: Kind, finding: Finding): readonly Row[] {
  const row = fillFinding(kind, finding);
  if (finding.occurrences.length === 0) return [row];
  return finding.occurrences.map((occurrence) => ({ ...row, ...fillOccurrence(occurrence) }));
}

function listSuppressed({ finding, by, reason }: Suppressed): readonly Row[] {
  return listOccurrences('suppressed', finding).map((row) => ({ ...row, suppressed_by: by, reason }));
}

function fillFinding(kind: Kind, finding: Finding): Row {
  const { fingerprint, rule, provider, title, severity, confidence, redacted, secret, exposure } = finding;
  return {
    kind,
    ...{ fingerprint, rule, provider, title, severity, confidence, redacted, secret },
    reach: exposure.reach,
    in_head: exposure.inHead,
    refs: exposure.refs.join(' '),
    why: finding.why.join('; '),
    validation: finding.validation.status,
    validation_detail: finding.validation.detail,
    revoke_url: finding.remediation.revoke.url,
    ...fillSteps(finding),
  };
}

/** One cell for each task: a line end in a cell is more than some spreadsheets can read. */
function fillSteps(finding: Finding): Readonly<Record<string, string | undefined>> {
  const [revoke, rotate, misuse] = ['first', 'Replace', 'misuse'].map((word) => listTasks(finding).find(({ name }) => name.includes(word))?.lines.map(writePlain).join(' | '));
  return { revoke, rotate, misuse, purge: listGuide(finding.remediation.purge).map(writePlain).join(' | '), contact: finding.remediation.contact, checked: finding.remediation.checked };
}

function fillOccurrence(occurrence: Occurrence): Readonly<Record<string, string | number | undefined>> {
  const { source, path, line, column, endLine, endColumn, commit, object, author, date } = occurrence;
  return { source, path, line, column, end_line: endLine, end_column: endColumn, commit, object, author, date };
}

/** What could not or need not be looked into stands under `path`, its reason under `reason`. */
function fillGap(kind: Kind, gap: Skip | Problem): Row {
  const hint = 'hint' in gap && gap.hint !== undefined ? [gap.hint] : [];
  return { kind, path: gap.what, reason: [gap.why, ...hint].join('; ') };
}

function quoteField(value: string | number | boolean): string {
  const text = visible(String(value));
  const inert = /^\s*[=+\-@＝＋－＠]/.test(text) ? `'${text}` : text;
  return `"${inert.replaceAll('"', '""')}"`;
}
