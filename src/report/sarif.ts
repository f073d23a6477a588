// SARIF 2.1.0 for code scanning. Viewers show different parts of it, so guidance stands in three places: the rule's help
// (GitHub), its fullDescription (VS Code), helpUri (Azure). Never holds a secret nor a path of this machine.
// https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html

import type { Finding, Occurrence, Report, Suppressed } from '../model/report.js';
import { confidences, type Confidence, type Guide, type Severity } from '../model/rule.js';
import { isLinkable, sayRevoke, writePlain } from './advice.js';
import { listTasks } from './checklist.js';
import { writeJson } from './json.js';
import type { FormatOptions } from './options.js';
import { describeOrigin, describePlace, isFileContent } from './place.js';
import { rankSeverity } from './severity.js';
import { showReport, visible } from './visible.js';
import { chooseVerb, countOtherPlaces, describeProblem, describeReach, nameRevoking, rateFinding, sayValidation, nameForExplain } from './wording.js';

type Level = 'error' | 'warning' | 'note';

const schema = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** GitHub refuses a file with more, and cuts descriptions that are longer. */
const mostLocations = 1000;
const longestDescription = 1024;

const levels: Readonly<Record<Severity, Level>> = { critical: 'error', high: 'error', medium: 'warning', low: 'note', info: 'note' };
const problemSeverities = { error: 'error', warning: 'warning', note: 'recommendation' } as const;

// GitHub: above 9.0 critical, from 7.0 high, from 4.0 medium, from 0.1 low, 0.0 none.
const scores: Readonly<Record<Severity, string>> = { critical: '9.5', high: '8.0', medium: '5.5', low: '2.0', info: '0.0' };

const precisions: Readonly<Record<Confidence, string>> = { certain: 'very-high', high: 'high', medium: 'medium', low: 'low' };

export function formatSarif(report: Report, options: Pick<FormatOptions, 'elsewhere'> = {}): string {
  return `${writeJson({ $schema: schema, version: '2.1.0', runs: [writeRun(report, options)] }, 2)}\n`;
}

function writeRun(report: Report, options: Pick<FormatOptions, 'elsewhere'>): object {
  const shown = showReport(report);
  const judged: readonly (readonly [Finding, Finding, Suppressed?])[] = [
    ...pairUp(report.findings, shown.findings).map(([raw, seen]) => [raw, seen] as const),
    ...pairUp(report.suppressed, shown.suppressed).map(([raw, seen]) => [raw.finding, seen.finding, seen] as const),
  ];
  const ids = nameForExplain(report, options);
  const rules = [...new Set(judged.map(([, finding]) => finding.rule))];
  return {
    tool: {
      driver: {
        name: shown.tool.name,
        version: shown.tool.version,
        rules: rules.map((id) => writeRule(id, judged.map(([, finding]) => finding).filter((finding) => finding.rule === id))),
      },
    },
    invocations: [writeInvocation(shown)],
    originalUriBaseIds: { SRCROOT: { description: { text: 'The root of what was scanned.' } } },
    columnKind: 'utf16CodeUnits',
    results: judged.map(([raw, finding, suppressed]) => ({
      ...writeResult(raw, finding, rules.indexOf(finding.rule), ids.get(finding.fingerprint) ?? finding.fingerprint),
      ...(suppressed === undefined ? {} : { suppressions: [writeSuppression(suppressed)] }),
    })),
  };
}

function writeRule(id: string, findings: readonly Finding[]): object {
  const [first] = findings;
  if (first === undefined) return { id };
  const { title, provider, remediation } = first;
  const severity = worst(findings);
  const { url } = remediation.revoke;
  return {
    id,
    name: nameRule(id),
    shortDescription: { text: title },
    fullDescription: { text: describeRule(first) },
    ...(url !== undefined && isLinkable(url) ? { helpUri: url } : {}),
    help: { text: writeHelp(first), markdown: writeHelpMarkdown(first) },
    defaultConfiguration: { level: levels[severity] },
    properties: {
      tags: ['security', 'secret', ...(provider === '' ? [] : [provider]), 'external/cwe/cwe-798'],
      precision: precisions[surest(findings)],
      'problem.severity': problemSeverities[levels[severity]],
      'security-severity': scores[severity],
    },
  };
}

/** `openai-project-key` is `OpenaiProjectKey`: names are identifiers in Pascal case. */
function nameRule(id: string): string {
  return id
    .split('-')
    .map((part) => `${part.slice(0, 1).toUpperCase()}${part.slice(1)}`)
    .join('');
}

function worst(findings: readonly Finding[]): Severity {
  return findings.reduce<Severity>((most, { severity }) => (rankSeverity(severity) < rankSeverity(most) ? severity : most), 'info');
}

/** A rule has one precision, findings have one each: the best of them, so that none is hidden. */
function surest(findings: readonly Finding[]): Confidence {
  return confidences.find((confidence) => findings.some((finding) => finding.confidence === confidence)) ?? 'low';
}

function describeRule(finding: Finding): string {
  const { revoke, rotate } = finding.remediation;
  const text = `${finding.title} in git or in a file. First ${chooseVerb(finding)} it: ${listSteps(revoke)} Then replace it: ${listSteps(rotate)}`;
  return text.length <= longestDescription ? text : `${text.slice(0, longestDescription - 1).replace(/\p{Cs}$/u, '')}…`;
}

function listSteps({ url, steps }: Guide): string {
  return [...(url === undefined ? [] : [url]), ...steps].join(' ');
}

function writeHelp(finding: Finding): string {
  const sections = listHelp(finding).map(([heading, lines]) => [heading, ...lines.map((line, index) => `${index + 1}. ${line}`)].join('\n'));
  return [finding.title, ...sections].join('\n\n');
}

function writeHelpMarkdown(finding: Finding): string {
  const number = (line: string, index: number): string => `${index + 1}. ${isLinkable(line) ? `<${line}>` : escapeHelp(line)}`;
  const sections = listHelp(finding).map(([heading, lines]) => [`## ${heading}`, '', ...lines.map(number)].join('\n'));
  return [`# ${escapeHelp(finding.title)}`, ...sections].join('\n\n');
}

function listHelp(finding: Finding): readonly (readonly [heading: string, lines: readonly string[]])[] {
  return [
    ...listTasks(finding).map(({ name, lines }) => [name, lines.map(writePlain)] as const),
    ['Clean up', ['skan explain, with the fingerprint of the finding, says whether rewriting history is worth it.']],
  ];
}

/** Rules may come from the repository: no HTML, no images, no hidden links. */
function escapeHelp(text: string): string {
  return text.replace(/[&<>*`|[\]\\_]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function writeInvocation({ scan, problems, skipped }: Report): object {
  return {
    executionSuccessful: scan.complete && problems.length === 0,
    toolExecutionNotifications: [
      ...problems.map((problem) => writeNotification('error', `Could not read ${describeProblem(problem)}`)),
      ...skipped.map(({ what, why }) => writeNotification('note', `Not looked into: ${what} (${why})`)),
    ],
  };
}

function writeNotification(level: Level, text: string): object {
  return { level, message: { text: escapeMessage(text) } };
}

/** Places come from the finding as it is, words from the visible one. */
function writeResult(raw: Finding, finding: Finding, ruleIndex: number, id: string): object {
  return {
    ruleId: finding.rule,
    ruleIndex,
    level: levels[finding.severity],
    message: { text: escapeMessage(writeMessage(finding, id)) },
    locations: pairUp(raw.occurrences, finding.occurrences).slice(0, mostLocations).map(([place, seen]) => writeLocation(place, seen)),
    partialFingerprints: { 'skan/v1': finding.fingerprint },
    properties: {
      severity: finding.severity,
      confidence: finding.confidence,
      key: finding.redacted,
      reach: finding.exposure.reach,
      inHead: finding.exposure.inHead,
      refs: finding.exposure.refs,
      validation: finding.validation.status,
    },
  };
}

/** GitHub makes the first sentence the title. */
function writeMessage(finding: Finding, id: string): string {
  const why = finding.why.length === 0 ? '' : `Why: ${finding.why.join('; ')}.`;
  return [
    nameRevoking(finding),
    `Where: ${writePlain(sayRevoke(finding))}.`,
    describeReach(finding.exposure),
    sayValidation(finding.validation),
    `Rated ${rateFinding(finding)}.`,
    why,
    countOtherPlaces(finding, mostLocations),
    `All steps: skan explain ${id}`,
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

/** Contents and names are files; what is no file points at the object that holds it, because GitHub takes no result without one. */
function writeLocation(place: Occurrence, seen: Occurrence): object {
  const origin = describeOrigin(seen);
  const { line, column, endLine, endColumn } = place;
  const description = isFileContent(place) ? {} : { description: { text: escapeMessage(describePlace(seen)) } };
  return {
    physicalLocation: {
      artifactLocation: { ...locateArtifact(place), ...description },
      region: { startLine: line, startColumn: column, endLine, endColumn },
    },
    ...(origin === '' ? {} : { message: { text: escapeMessage(`In ${origin}.`) } }),
  };
}

function locateArtifact({ path, commit, object = commit, source }: Occurrence): { readonly uri: string; readonly uriBaseId?: string } {
  if (path.startsWith('/')) return { uri: `file://${encodePath(path)}` };
  if (path !== '') return { uri: encodePath(path), uriBaseId: 'SRCROOT' };
  if (source === 'stdin') return { uri: 'stdin' };
  const uri = object === undefined ? '.git' : `.git/objects/${encodePath(object.slice(0, 2))}/${encodePath(object.slice(2))}`;
  return { uri, uriBaseId: 'SRCROOT' };
}

/** UTF-8 bytes percent-encoded segment by segment; `\xNN`, as the report writes a byte that is not UTF-8, is that byte. */
function encodePath(path: string): string {
  return path.split('/').map(encodeSegment).join('/');
}

function encodeSegment(segment: string): string {
  const encoded = encodeURIComponent(segment.replace(/\p{Cs}/gu, visible));
  return encoded.replace(/%5Cx([89a-f][\da-f])/gi, (_, byte: string) => `%${byte.toUpperCase()}`);
}

function writeSuppression({ by, reason, news }: Suppressed): object {
  const said = `${reason ?? 'no reason given'}${news === true ? ' (part of the very change that is judged)' : ''}`;
  return { kind: by === 'comment' ? 'inSource' : 'external', status: 'accepted', justification: said };
}

/** Braces are placeholders (§3.11.5), brackets links (§3.11.6). */
function escapeMessage(text: string): string {
  return text.replace(/\\(?=[[\]])/g, '\\\\').replace(/[[\]]/g, '\\$&').replace(/[{}]/g, '$&$&');
}

function pairUp<T>(left: readonly T[], right: readonly T[]): readonly (readonly [T, T])[] {
  return left.map((item, index) => [item, right[index] ?? item] as const);
}
