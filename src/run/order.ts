// The order in which a report tells things: by what matters, and where that is equal by code unit, down to the last field. So the
// same things make the same bytes, whichever thread or machine brought them first.

import type { Finding, Occurrence, Suppressed } from '../model/report.js';
import { confidences, severities } from '../model/rule.js';

export function compareFindings(left: Finding, right: Finding): number {
  const [first, second] = [left.occurrences[0], right.occurrences[0]];
  return (
    Number(right.validation.status === 'active') - Number(left.validation.status === 'active') ||
    severities.indexOf(left.severity) - severities.indexOf(right.severity) ||
    Number(right.exposure.inHead) - Number(left.exposure.inHead) ||
    (first === undefined || second === undefined ? 0 : comparePlaces(first, second)) ||
    compareTexts(left.rule, right.rule) ||
    compareTexts(left.fingerprint, right.fingerprint)
  );
}

export function compareSuppressed(left: Suppressed, right: Suppressed): number {
  return (
    compareFindings(left.finding, right.finding) ||
    compareTexts(left.reason ?? '', right.reason ?? '') ||
    compareTexts(left.by, right.by) ||
    Number(left.news ?? false) - Number(right.news ?? false)
  );
}

export function compareOccurrences(left: Occurrence, right: Occurrence): number {
  return comparePlaces(left, right) || compareTexts(JSON.stringify(left), JSON.stringify(right));
}

function comparePlaces(left: Occurrence, right: Occurrence): number {
  return (
    Number(right.inHead ?? false) - Number(left.inHead ?? false) ||
    compareTexts(left.path, right.path) ||
    left.line - right.line ||
    left.column - right.column ||
    compareTexts(left.source, right.source) ||
    compareTexts(left.commit ?? '', right.commit ?? '') ||
    compareTexts(left.object ?? '', right.object ?? '')
  );
}

/** What one match of a secret says of it. */
export type Verdict = Pick<Finding, 'confidence' | 'severity' | 'why'>;

/** The surest of several matches comes first, then the gravest. */
export function compareVerdicts(left: Verdict, right: Verdict): number {
  return (
    confidences.indexOf(left.confidence) - confidences.indexOf(right.confidence) ||
    severities.indexOf(left.severity) - severities.indexOf(right.severity) ||
    compareTexts(JSON.stringify(left.why), JSON.stringify(right.why))
  );
}

/** Problems and skips: by what they are about. */
export function compareNotes(left: { readonly what: string; readonly why: string }, right: { readonly what: string; readonly why: string }): number {
  return compareTexts(left.what, right.what) || compareTexts(JSON.stringify(left), JSON.stringify(right));
}

export function compareTexts(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Each once, by value. */
export function unique<T>(values: readonly T[]): T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
