// `skan explain`: the runbook of a rule, or of the finding whose fingerprint starts so.

import { UsageError } from '../model/errors.js';
import { manual } from '../generated/manual.js';
import { writeRunbook } from '../remedy/runbook.js';
import { formatRunbook } from '../report/runbook.js';
import type { Arguments } from './arguments.js';
import { findFinding } from './find.js';
import { takesColor } from './io.js';
import type { Io } from './io.js';

export async function explain(given: Arguments, io: Io): Promise<number> {
  const [name, second] = given.operands;
  if (name === undefined || second !== undefined) throw new UsageError('skan explain needs one rule or one fingerprint, as a report shows it');
  const options = { color: given.flags.color && takesColor(io), columns: io.columns };
  const facts = manual.rules[name];
  if (facts !== undefined) {
    const remediation = writeRunbook(manual, name, { reach: 'pushed', inHead: false, refs: [] });
    io.print(formatRunbook({ rule: name, title: facts.title, remediation, references: facts.references, ...nameCommand(name, '<fingerprint>') }, options));
    return 0;
  }
  const finding = await findFinding(name, given, io);
  io.print(formatRunbook({ ...finding, finding, references: manual.rules[finding.rule]?.references ?? [], ...nameCommand(finding.rule, finding.fingerprint.slice(0, 8)) }, options));
  return 0;
}

/** Where the provider lets whoever holds the key end it. */
function nameCommand(rule: string, fingerprint: string): { readonly command?: string } {
  return manual.rules[rule]?.revocation === undefined ? {} : { command: `skan revoke ${fingerprint}` };
}
