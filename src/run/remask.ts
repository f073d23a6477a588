// Secrets that one report found and another shows in a path, a ref, an author or a problem, because nothing there told it that
// they are any. A report holds no secret, but what begins and ends as a mask does is one if it has the fingerprint. Of secrets
// that people choose the mask shows nothing, and they cannot be found again.

import { catalogue } from '../generated/catalogue.js';
import type { Finding, Report } from '../model/report.js';
import { makeFingerprint } from '../policy/fingerprint.js';

interface Known {
  readonly head: string;
  readonly tail: string;
  readonly finding: Finding;
}

/** Characters by which the beginnings of masks are looked up. */
const beginning = 4;
/** Names are not longer. */
const longest = 4096;

export function remaskReports(reports: readonly Report[]): readonly Report[] {
  const findings = reports.flatMap((report) => [...report.findings, ...report.suppressed.map(({ finding }) => finding)]);
  if (findings.some(({ secret }) => secret !== undefined)) return reports;
  const remask = makeRemask(findings);
  return reports.map((report) => ({
    ...report,
    findings: report.findings.map((finding) => remaskFinding(finding, remask)),
    suppressed: report.suppressed.map((each) => ({ ...each, finding: remaskFinding(each.finding, remask), ...(each.reason === undefined ? {} : { reason: remask(each.reason) }) })),
    skipped: report.skipped.map((each) => ({ ...each, what: remask(each.what) })),
    problems: report.problems.map((each) => ({ ...each, what: remask(each.what), why: remask(each.why) })),
  }));
}

type Remask = (text: string) => string;

function remaskFinding(finding: Finding, remask: Remask): Finding {
  const { occurrences, exposure } = finding;
  return {
    ...finding,
    occurrences: occurrences.map((each) => ({ ...each, path: remask(each.path), ...(each.author === undefined ? {} : { author: remask(each.author) }) })),
    exposure: { ...exposure, refs: [...new Set(exposure.refs.map(remask))].sort() },
  };
}

function makeRemask(findings: readonly Finding[]): Remask {
  const chosen = new Set(catalogue.rules.flatMap((rule) => (rule.chosen ? [rule.id] : [])));
  const byBeginning = new Map<string, Known[]>();
  for (const finding of new Map(findings.map((each) => [each.fingerprint, each])).values()) {
    const [head = '', tail = ''] = finding.redacted.split('…');
    if (head.length < beginning || tail === '' || chosen.has(finding.rule)) continue;
    const start = head.slice(0, beginning);
    byBeginning.set(start, [...(byBeginning.get(start) ?? []), { head, tail, finding }]);
  }
  const done = new Map<string, string>();
  return (text) => {
    let masked = done.get(text);
    if (masked === undefined) done.set(text, (masked = remaskText(text, byBeginning)));
    return masked;
  };
}

function remaskText(text: string, byBeginning: ReadonlyMap<string, readonly Known[]>): string {
  if (text.length > longest) return text;
  let masked = '';
  let from = 0;
  for (let at = 0; at + beginning <= text.length; at += 1) {
    for (const known of byBeginning.get(text.slice(at, at + beginning)) ?? []) {
      const end = endOfSecret(text, at, known);
      if (end === undefined) continue;
      masked += text.slice(from, at) + known.finding.redacted;
      from = end;
      at = end - 1;
      break;
    }
  }
  return masked + text.slice(from);
}

function endOfSecret(text: string, at: number, { head, tail, finding: { rule, fingerprint } }: Known): number | undefined {
  if (!text.startsWith(head, at)) return undefined;
  for (let end = text.indexOf(tail, at + head.length); end >= 0; end = text.indexOf(tail, end + 1)) {
    if (makeFingerprint({ id: rule, chosen: false }, text.slice(at, end + tail.length)) === fingerprint) return end + tail.length;
  }
  return undefined;
}
