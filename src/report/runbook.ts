// The checklist that `skan explain` prints: revoke, rotate, purge, for one rule or one finding.

import type { Finding, Remediation } from '../model/report.js';
import type { Guide } from '../model/rule.js';
import { describeOrigin, describePlace } from './place.js';
import { visible } from './visible.js';
import { rateFinding } from './wording.js';

export interface Runbook {
  readonly rule: string;
  readonly title: string;
  readonly remediation: Remediation;
  readonly references: readonly string[];
  readonly finding?: Finding;
}

export function formatRunbook(runbook: Runbook, options: { readonly color: boolean; readonly columns: number }): string {
  const { remediation, references, finding } = runbook;
  const sections = [
    head(runbook),
    ...(finding === undefined ? [] : [places(finding)]),
    section('1  revoke', remediation.revoke, options.columns),
    section('2  rotate', remediation.rotate, options.columns),
    section('3  purge', remediation.purge, options.columns),
    ...(references.length === 0 ? [] : [['references', ...references.map((each) => `  ${each}`)]]),
  ];
  return `${sections.map((lines) => lines.map((line) => visible(line)).join('\n')).join('\n\n')}\n`;
}

function head({ rule, title, finding }: Runbook): string[] {
  return finding === undefined ? [`${title}  (${rule})`] : [`${title}  ${finding.redacted}`, `${rateFinding(finding)}: ${finding.why.join('; ')}`];
}

function places({ occurrences, exposure }: Finding): string[] {
  const shown = occurrences.slice(0, 10).map((place) => `  ${[describePlace(place), place.path === '' ? '' : describeOrigin(place)].filter((part) => part !== '').join('  ')}`);
  const rest = occurrences.length - shown.length;
  return [`where  (${exposure.reach}${exposure.detail === undefined ? '' : `; ${exposure.detail}`})`, ...shown, ...(rest > 0 ? [`  and ${rest} more places`] : [])];
}

function section(name: string, { url, steps }: Guide, columns: number): string[] {
  return [name, ...(url === undefined ? [] : [`   ${url}`]), ...steps.flatMap((step) => wrap(`- ${step}`, columns))];
}

function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '  ';
  for (const word of text.split(' ')) {
    if (line.trim() !== '' && line.length + 1 + word.length > Math.min(columns, 100)) {
      lines.push(line);
      line = '    ';
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}
