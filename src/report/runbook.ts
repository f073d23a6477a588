// The checklist that `skan explain` prints for one rule or one finding: revoke, rotate, look for misuse, purge, whom to tell.

import type { Finding, Remediation } from '../model/report.js';
import type { Guide, Revocation } from '../model/rule.js';
import { describeOrigin, describePlace } from './place.js';
import { visible } from './visible.js';
import { chooseVerb, rateFinding } from './wording.js';

/** Some terminals say that they have no columns at all. */
const narrowest = 40;

export interface Runbook {
  readonly rule: string;
  readonly title: string;
  readonly remediation: Remediation;
  readonly references: readonly string[];
  readonly finding?: Finding;
  /** What has the provider end it, where whoever holds the key may. */
  readonly command?: string;
}

export function formatRunbook(runbook: Runbook, options: { readonly color: boolean; readonly columns: number }): string {
  const { remediation, references, finding, command } = runbook;
  const { columns } = options;
  const { misuse, contact, checked } = remediation;
  const tasks: readonly (readonly [name: string, lines: readonly string[]])[] = [
    [chooseVerb(runbook), [...(command === undefined ? [] : [`   at once, with the key itself: ${command}`]), ...listRevocation(remediation.revoke, columns)]],
    ['rotate', listGuide(remediation.rotate, columns)],
    ...(misuse === undefined ? [] : [['look for misuse', listGuide(misuse, columns)] as const]),
    ['purge', listGuide(remediation.purge, columns)],
  ];
  const sections = [
    head(runbook, columns),
    ...(finding === undefined ? [] : [places(finding, columns)]),
    ...tasks.map(([name, lines], index) => [`${index + 1}  ${name}`, ...lines]),
    ...(contact === undefined ? [] : [['whom to tell', ...wrap(contact, '  ', columns, 0)]]),
    ...(references.length === 0 ? [] : [['references', ...references.map((each) => `  ${each}`)]]),
    ...(checked === undefined ? [] : [[`facts checked ${checked}`]]),
  ];
  return `${sections.map((lines) => lines.map((line) => visible(line)).join('\n')).join('\n\n')}\n`;
}

/** Only how it is revoked. */
export function formatRevocation({ title, redacted, remediation }: Finding, { columns }: { readonly columns: number }): string {
  const lines = [`${title}  ${redacted}`, ...listRevocation(remediation.revoke, columns)];
  return `${lines.map((line) => visible(line)).join('\n')}\n`;
}

function head({ rule, title, finding }: Runbook, columns: number): string[] {
  return finding === undefined ? [`${title}  (${rule})`] : [`${title}  ${finding.redacted}`, ...wrap(`${rateFinding(finding)}: ${finding.why.join('; ')}`, '', columns)];
}

function places({ occurrences, exposure }: Finding, columns: number): string[] {
  const shown = occurrences.slice(0, 10).map((place) => `  ${[describePlace(place), place.path === '' ? '' : describeOrigin(place)].filter((part) => part !== '').join('  ')}`);
  const rest = occurrences.length - shown.length;
  return [...wrap(`where  (${exposure.reach}${exposure.detail === undefined ? '' : `; ${exposure.detail}`})`, '', columns), ...shown, ...(rest > 0 ? [`  and ${rest} more places`] : [])];
}

/** Commands are never wrapped: they are copied. */
function listRevocation(revoke: Revocation, columns: number): string[] {
  const { commands = [], stops, shown } = revoke;
  return [
    ...listGuide(revoke, columns),
    ...(commands.length === 0 ? [] : ['   or, by API or command:', ...commands.map((command) => `     ${command}`)]),
    ...(shown === undefined ? [] : wrap(`in the list: ${shown}`, '   ', columns)),
    ...(stops === undefined ? [] : wrap(`what stops: ${stops}`, '   ', columns)),
  ];
}

/** One box for each step, to be ticked where the text is pasted. */
function listGuide({ url, steps }: Guide, columns: number): string[] {
  return [...(url === undefined ? [] : [`   ${url}`]), ...steps.flatMap((step) => wrap(`[ ] ${step}`, '   ', columns, 4))];
}

/** @param hang by how much further the lines after the first stand in */
function wrap(text: string, indent: string, columns: number, hang = 2): string[] {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(' ')) {
    if (line.trim() !== '' && line.length + 1 + word.length > Math.min(Math.max(columns, narrowest), 100)) {
      lines.push(line);
      line = indent + ' '.repeat(hang);
    }
    line += line.trim() === '' ? word : ` ${word}`;
  }
  return [...lines, line];
}
