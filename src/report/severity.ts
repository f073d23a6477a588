// Which findings fail a run, and which come first.

import type { Finding } from '../model/report.js';
import { severities, type Severity } from '../model/rule.js';

/** At or above the threshold. `info` never fails, whatever the threshold. */
export function fails(finding: Finding, failOn: Severity): boolean {
  return finding.severity !== 'info' && rankSeverity(finding.severity) <= rankSeverity(failOn);
}

/** 0 is the most severe. */
export function rankSeverity(severity: Severity): number {
  return severities.indexOf(severity);
}

/** What is known to be active first, then the most severe; the report's order among equals. */
export function sortBySeverity(findings: readonly Finding[]): readonly Finding[] {
  const isActive = ({ validation }: Finding): number => Number(validation.status === 'active');
  return [...findings].sort((a, b) => isActive(b) - isActive(a) || rankSeverity(a.severity) - rankSeverity(b.severity));
}
