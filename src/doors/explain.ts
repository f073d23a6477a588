// `skan explain`: the runbook of a rule, or of the finding whose fingerprint starts so. A fingerprint is looked up by
// auditing again, or in a JSON report.

import { UsageError } from '../model/errors.js';
import type { Finding } from '../model/report.js';
import { manual } from '../generated/manual.js';
import { writeRunbook } from '../remedy/runbook.js';
import { formatRunbook } from '../report/runbook.js';
import { run } from '../run.js';
import type { Arguments } from './arguments.js';
import { pickFinding, readReport } from './fingerprints.js';
import type { Io } from './io.js';
import { makeRequest } from './look.js';
import { nearest } from '../document/nearest.js';

export async function explain(given: Arguments, io: Io): Promise<number> {
  const [name, second] = given.operands;
  if (name === undefined || second !== undefined) throw new UsageError('skan explain needs one rule or one fingerprint, as a report shows it');
  const options = { color: given.flags.color && io.terminal && !io.environment['NO_COLOR'], columns: io.columns };
  const facts = manual.rules[name];
  if (facts !== undefined) {
    const remediation = writeRunbook(manual, name, { reach: 'pushed', inHead: false, refs: [] });
    io.print(formatRunbook({ rule: name, title: facts.title, remediation, references: facts.references }, options));
    return 0;
  }
  const finding = await findFinding(name, given, io);
  io.print(formatRunbook({ ...finding, finding, references: manual.rules[finding.rule]?.references ?? [] }, options));
  return 0;
}

async function findFinding(prefix: string, given: Arguments, io: Io): Promise<Finding> {
  if (!/^[0-9a-f]{4,32}$/.test(prefix)) {
    const close = nearest(prefix, Object.keys(manual.rules));
    throw new UsageError(`there is no rule ${prefix}${close === undefined ? '; skan rules list shows them all' : `; did you mean ${close}?`} (a fingerprint is at least four hex digits)`);
  }
  const report = given.flags.report === undefined ? (await run(await makeRequest({ ...given, command: 'audit', operands: [] }, io))).report : readReport(given.flags.report, io);
  return pickFinding(prefix, report, given.flags.report);
}
