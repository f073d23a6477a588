// Takes the secrets out of a report that was made with `--show-secrets`, for formats that are passed on: the fields that
// hold them, and every place of any text where one stands, as the mask shows it.

import type { Finding, Report } from '../model/report.js';

export function hideSecrets(report: Report): Report {
  const findings = [...report.findings, ...report.suppressed.map(({ finding }) => finding)];
  const masks = findings.flatMap(({ secret, redacted }) => (secret === undefined || secret === '' ? [] : [[secret, redacted] as const]));
  if (masks.length === 0) return report;
  const longestFirst = masks.sort(([left], [right]) => right.length - left.length);
  return {
    ...(replaceAll({ ...report, findings: [], suppressed: [] }, longestFirst) as Report),
    findings: report.findings.map((finding) => hideOne(finding, longestFirst)),
    suppressed: report.suppressed.map((each) => ({ ...(replaceAll({ ...each, finding: undefined }, longestFirst) as typeof each), finding: hideOne(each.finding, longestFirst) })),
  };
}

type Masks = readonly (readonly [secret: string, mask: string])[];

function hideOne({ secret: _, ...finding }: Finding, masks: Masks): Finding {
  return replaceAll(finding, masks) as Finding;
}

function replaceAll(value: unknown, masks: Masks): unknown {
  if (typeof value === 'string') return masks.reduce((text, [secret, mask]) => (text.includes(secret) ? text.replaceAll(secret, () => mask) : text), value);
  if (Array.isArray(value)) return value.map((each) => replaceAll(each, masks));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replaceAll(inner, masks)]));
}
