// One self-contained page for triage: the report as data, and a script and a style (`page/`) that the build has bundled. It loads
// nothing: a Content-Security-Policy allows that script and that style by their hashes and forbids all else. Text from a
// repository stands only in the data, where `<` is an escape, and the script shows it as text. Never holds a secret, whatever
// the report holds: a page is passed on.

import { page } from '../generated/page.js';
import type { Exposure, Finding, Occurrence, Remediation, Report, Suppressed } from '../model/report.js';
import type { Revocation, Severity } from '../model/rule.js';
import { allowFinding, sayAllowance } from './allow.js';
import { isLinkable } from './advice.js';
import { hideSecrets } from './conceal.js';
import { countNoun } from './count.js';
import { writeJson } from './json.js';
import type { FormatOptions } from './options.js';
import type { PageData, PageFinding, PagePlace, PageStage, StageName } from './page/data.js';
import { describePlace } from './place.js';
import { fails } from './severity.js';
import { showReport } from './visible.js';
import { countScanned, describeReach, describeValidation, saySuppression, nameForExplain, summarise } from './wording.js';

// frame-ancestors cannot be said in a meta element; the page has nothing to click that acts anywhere but in the page.
const policy = `default-src 'none'; script-src '${page.scriptHash}'; style-src '${page.styleHash}'; base-uri 'none'; form-action 'none'`;

export function formatHtml(report: Report, options: FormatOptions): string {
  const data = fillPage(showReport(hideSecrets(report)), options);
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    '<meta name="color-scheme" content="light dark">',
    '<title>skan report</title>',
    `<style>${page.style}</style>`,
    '</head>',
    '<body>',
    `<main id="app">${writeFallback(data)}</main>`,
    `<script type="application/json" id="data">${writeJson(data).replaceAll('<', '\\u003c')}</script>`,
    `<script>${page.script}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** What stands there where no script may run, as in Jenkins' artifacts: figures only, none of the repository's text. */
function writeFallback({ findings, suppressed, problems, skipped, complete }: PageData): string {
  const counts = [
    countNoun(findings.length, 'leaked key'),
    countNoun(suppressed.length, 'suppressed', 'suppressed'),
    countNoun(problems.length, 'thing that could not be read', 'things that could not be read'),
    countNoun(skipped.length, 'thing not looked into', 'things not looked into'),
  ];
  const whole = complete ? '' : '<p><strong>The scan is incomplete.</strong></p>';
  const why = 'The list is drawn by the script of this page, which has not run: whatever serves the page may forbid scripts. Save the file and open it from disk.';
  return `<h1>skan report</h1><p>${counts.join(', ')}.</p>${whole}<p>${why}</p>`;
}

function fillPage(report: Report, options: FormatOptions): PageData {
  const { failOn, now } = options;
  const { findings, suppressed, problems, skipped, scan, tool } = report;
  const ids = nameForExplain(report, options);
  const stages = new Map<string, number>();
  const fill = (finding: Finding): PageFinding => fillFinding(finding, ids.get(finding.fingerprint) ?? finding.fingerprint, failOn, stages);
  const filled = { findings: findings.map(fill), suppressed: suppressed.map((each) => ({ ...fill(each.finding), ...fillSuppression(each) })) };
  return {
    title: `skan ${scan.command}`,
    version: tool.version,
    command: scan.command,
    root: scan.root.split(/[\\/]/).filter((part) => part !== '').at(-1) ?? '',
    ...(now === undefined ? {} : { written: now }),
    summary: summarise(report, failOn),
    verdict: judge(report),
    complete: scan.complete && problems.length === 0,
    scanned: countScanned(report),
    ...filled,
    problems,
    skipped,
    stages: [...stages.keys()].map((text) => JSON.parse(text) as PageStage),
  };
}

function judge({ findings, problems, skipped, scan }: Report): PageData['verdict'] {
  if (findings.length > 0) return 'leaks';
  if (!scan.complete || problems.length > 0) return 'incomplete';
  return skipped.length > 0 ? 'gaps' : 'clean';
}

function fillFinding(finding: Finding, id: string, failOn: Severity, stages: Map<string, number>): PageFinding {
  const { fingerprint, rule, provider, title, severity, confidence, why, redacted, variable, occurrences, exposure, validation, remediation } = finding;
  return {
    ...{ fingerprint, id, rule, provider, title, severity, confidence, why, key: redacted },
    ...(variable === undefined ? {} : { variable }),
    places: occurrences.map(fillPlace),
    ...fillExposure(exposure),
    validation: validation.status,
    validated: describeValidation(validation),
    fails: fails(finding, failOn),
    stages: listStages(remediation).map((stage) => internStage(stage, stages)),
    ...writeAllow(finding),
  };
}

function writeAllow(finding: Finding): Pick<PageFinding, 'allow'> {
  const way = allowFinding(finding);
  return way === undefined ? {} : { allow: sayAllowance(way) };
}

function fillPlace(occurrence: Occurrence): PagePlace {
  const { commit, author, date, inHead, decodedFrom } = occurrence;
  return {
    where: describePlace(occurrence),
    ...(commit === undefined ? {} : { commit }),
    ...(author === undefined ? {} : { author }),
    ...(date === undefined ? {} : { date }),
    ...(inHead === undefined ? {} : { inHead }),
    ...(decodedFrom === undefined ? {} : { decodedFrom: decodedFrom.join(', ') }),
  };
}

function fillExposure(exposure: Exposure): Pick<PageFinding, 'reach' | 'reached' | 'inHead' | 'refs' | 'firstSeen'> {
  const { reach, inHead, refs, firstSeen } = exposure;
  return { reach, reached: describeReach(exposure), inHead, refs, ...(firstSeen === undefined ? {} : { firstSeen }) };
}

function fillSuppression(suppressed: Suppressed): Pick<PageFinding, 'suppressed' | 'news'> {
  return { suppressed: saySuppression(suppressed), ...(suppressed.news === true ? { news: true } : {}) };
}

function listStages({ revoke, rotate, misuse, purge, contact, checked }: Remediation): readonly PageStage[] {
  const told = { ...(contact === undefined ? {} : { contact }), ...(checked === undefined ? {} : { checked }) };
  return [
    { ...fillStage('revoke', revoke), ...told },
    fillStage('rotate', rotate),
    ...(misuse === undefined ? [] : [fillStage('misuse', misuse)]),
    fillStage('purge', purge),
  ];
}

function fillStage(name: StageName, guide: Revocation): PageStage {
  const { url, steps, commands, stops, shown } = guide;
  const notes = [...(shown === undefined ? [] : [`In the list: ${shown}`]), ...(stops === undefined ? [] : [`What stops: ${stops}`])];
  return { name, ...(url !== undefined && isLinkable(url) ? { url } : {}), steps, notes, ...(commands === undefined ? {} : { commands }) };
}

function internStage(stage: PageStage, stages: Map<string, number>): number {
  const text = JSON.stringify(stage);
  const known = stages.get(text) ?? stages.size;
  stages.set(text, known);
  return known;
}
