// GitLab's secret detection report, for `artifacts:reports:secret_detection`: a vulnerability per finding, at its first place, with the
// others in its details. Schema 15.0, because GitLab refuses a version that is newer than itself, and takes every 15.
// Never holds a secret: the field for raw source is left out.
// https://docs.gitlab.com/development/integrations/secure/ and https://docs.gitlab.com/user/application_security/detect/security_report_validation/

import type { Finding, Occurrence, Report } from '../model/report.js';
import type { Severity } from '../model/rule.js';
import { isLinkable } from './advice.js';
import { listGuide, listTasks } from './checklist.js';
import { hideSecrets } from './conceal.js';
import { countNoun } from './count.js';
import { writeDocument } from './json.js';
import { escapeProse, writeCode, writePhrases } from './markdown.js';
import type { FormatOptions } from './options.js';
import { describePlace, isFileContent, lastLine } from './place.js';
import { showReport } from './visible.js';
import { describeProblem, describeReach, describeValidation, nameRevoking, nameForExplain } from './wording.js';

const version = '15.0.7';
const longestName = 255;
const longestSolution = 7000;
const mostPlaces = 100;

/** What GitLab's own analyzer writes where there is no commit; the field must stand. */
const noCommit = '0000000';

const severities: Readonly<Record<Severity, string>> = { critical: 'Critical', high: 'High', medium: 'Medium', low: 'Low', info: 'Info' };

export function formatGitlab(report: Report, options: FormatOptions): Generator<string> {
  const shown = showReport(hideSecrets(report));
  return writeDocument([['version', version], ['scan', writeScan(shown, options.now)], ['vulnerabilities', listVulnerabilities(shown, nameForExplain(report, options))]]);
}

function* listVulnerabilities({ findings }: Report, ids: ReadonlyMap<string, string>): Generator<object> {
  for (const finding of findings) yield writeVulnerability(finding, ids);
}

function writeScan(report: Report, now: string | undefined): object {
  const { problems, skipped, suppressed, scan, tool } = report;
  const scanner = { id: tool.name, name: tool.name, version: tool.version, vendor: { name: tool.name } };
  const complete = scan.complete && problems.length === 0;
  const messages = [
    ...problems.map((problem) => ({ level: 'warn', value: `Could not read ${describeProblem(problem)}` })),
    ...(complete || problems.length > 0 ? [] : [{ level: 'warn', value: 'Not everything was looked into.' }]),
    ...skipped.map(({ what, why }) => ({ level: 'info', value: `Not looked into: ${what} (${why})` })),
    ...(suppressed.length === 0 ? [] : [{ level: 'info', value: `${countNoun(suppressed.length, 'finding')} suppressed, and not in this report` }]),
  ];
  const time = writeTime(now);
  return { analyzer: scanner, scanner, type: 'secret_detection', status: complete ? 'success' : 'failure', start_time: time, end_time: time, messages };
}

/** Seconds, without a zone: that is the schema's pattern. Reports hold no time of their own. */
function writeTime(now = '1970-01-01T00:00:00Z'): string {
  return now.slice(0, 19);
}

function writeVulnerability(finding: Finding, ids: ReadonlyMap<string, string>): object {
  const { fingerprint, title, severity, rule, occurrences, remediation } = finding;
  const { url } = remediation.revoke;
  return {
    id: writeUuid(fingerprint),
    name: cut(title, longestName),
    description: escapeProse([nameRevoking(finding), describeReach(finding.exposure), finding.why.length === 0 ? '' : `Why: ${finding.why.join('; ')}.`].filter((part) => part !== '').join(' ')),
    severity: severities[severity],
    solution: writeSolution(finding, ids.get(fingerprint) ?? fingerprint),
    identifiers: [
      { type: 'skan_rule', name: `skan rule ${rule}`, value: rule },
      { type: 'cwe', name: 'CWE-798', value: '798', url: 'https://cwe.mitre.org/data/definitions/798.html' },
    ],
    ...(url !== undefined && isLinkable(url) ? { links: [{ name: 'Where it is revoked', url }] } : {}),
    location: writeLocation(occurrences[0]),
    details: writeDetails(finding),
  };
}

/** The fingerprint as a UUID of version 8, which is for ids that are hashes of one's own (RFC 9562, section 5.8). */
function writeUuid(fingerprint: string): string {
  const variant = ((Number.parseInt(fingerprint.slice(16, 17), 16) & 3) | 8).toString(16);
  return [fingerprint.slice(0, 8), fingerprint.slice(8, 12), `8${fingerprint.slice(13, 16)}`, `${variant}${fingerprint.slice(17, 20)}`, fingerprint.slice(20)].join('-');
}

function writeLocation(place: Occurrence | undefined): object {
  const commit = { sha: place?.commit ?? noCommit, ...(place?.date === undefined ? {} : { date: place.date }) };
  if (place === undefined || place.path === '') return { commit };
  return { file: place.path, commit, ...(isFileContent(place) ? { start_line: place.line, end_line: lastLine(place) } : {}) };
}

function writeSolution(finding: Finding, id: string): string {
  const stages = [...listTasks(finding), { name: 'Clean up', lines: listGuide(finding.remediation.purge) }];
  const lines = stages.map(({ name, lines: all }, index) => `${index + 1}. ${name}: ${all.map((says) => writePhrases(says, writeCode)).join(' ')}`);
  return cut([...lines, `All steps: skan explain ${id}`].join('\n'), longestSolution);
}

/** Fields of the type `text` are shown as they are. */
function writeDetails({ redacted, confidence, exposure, validation, occurrences }: Finding): object {
  const asked = describeValidation(validation);
  const listed = occurrences.slice(0, mostPlaces).map((place) => text(describePlace(place)));
  const rest = occurrences.length - listed.length;
  return {
    key: { name: 'Key (masked)', ...text(redacted) },
    confidence: { name: 'Confidence', ...text(confidence) },
    reach: { name: 'Reach', ...text(exposure.reach) },
    in_head: { name: 'Still in HEAD', type: 'value', value: exposure.inHead },
    ...(exposure.firstSeen === undefined ? {} : { first_seen: { name: 'First seen', ...text(exposure.firstSeen) } }),
    ...(asked === '' ? {} : { validation: { name: 'Asked its issuer', ...text(asked) } }),
    places: { name: 'Places', type: 'list', items: [...listed, ...(rest > 0 ? [text(`and ${rest} more`)] : [])] },
  };
}

function text(value: string): { readonly type: 'text'; readonly value: string } {
  return { type: 'text', value };
}

function cut(value: string, longest: number): string {
  return value.length <= longest ? value : `${value.slice(0, longest - 1).replace(/\p{Cs}$/u, '')}…`;
}
