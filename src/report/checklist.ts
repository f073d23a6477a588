// What is to be done about a key, whole, as plain lines under headings: for formats that have the room. The terminal's short
// advice is `advice.ts`, what `skan explain` prints is `runbook.ts`.

import type { Finding } from '../model/report.js';
import type { Guide, Revocation } from '../model/rule.js';
import { writePlain } from './advice.js';
import type { Phrase } from './advice.js';
import { chooseVerb } from './wording.js';

export interface Task {
  readonly name: string;
  readonly lines: readonly (readonly Phrase[])[];
}

/** In the order in which it is done; without rewriting history, which depends on how far the key has come. */
export function listTasks(finding: Finding): readonly Task[] {
  const { revoke, rotate, misuse, contact, checked } = finding.remediation;
  const tell = [...(contact === undefined ? [] : [[linkWhole(contact)]]), ...(checked === undefined ? [] : [[`These facts were checked in ${checked}.`]])];
  return [
    { name: chooseVerb(finding) === 'change' ? 'Change it first' : 'Revoke it first', lines: listRevocation(revoke) },
    { name: 'Replace it', lines: listGuide(rotate) },
    ...(misuse === undefined ? [] : [{ name: 'Look for misuse', lines: listGuide(misuse) }]),
    ...(tell.length === 0 ? [] : [{ name: 'Whom to tell', lines: tell }]),
  ];
}

/** Rewriting history with it. */
export function listAllTasks(finding: Finding): readonly Task[] {
  return [...listTasks(finding), { name: 'Clean up', lines: listGuide(finding.remediation.purge) }];
}

/** The same as lines of plain text. */
export function writeTasks(finding: Finding): readonly string[] {
  return listAllTasks(finding).flatMap(({ name, lines }) => [`${name}:`, ...lines.map((line) => `  - ${writePlain(line)}`)]);
}

function listRevocation(revoke: Revocation): Phrase[][] {
  const { commands = [], stops, shown } = revoke;
  return [
    ...listGuide(revoke),
    ...commands.map((command) => ['Or:', { code: command }]),
    ...(shown === undefined ? [] : [[`In the list: ${shown}`]]),
    ...(stops === undefined ? [] : [[`What stops: ${stops}`]]),
  ];
}

export function listGuide({ url, steps }: Guide): Phrase[][] {
  return [...(url === undefined ? [] : [[{ url }]]), ...steps.map((step) => [step])];
}

/** A page or words: whoever wrote the rule chose. */
function linkWhole(contact: string): Phrase {
  return /^https:\/\/\S+$/.test(contact) ? { url: contact } : contact;
}
