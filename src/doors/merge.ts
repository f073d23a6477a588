// `skan merge`: the reports of the shards of one audit as one report, in any format.

import { UsageError } from '../model/errors.js';
import type { Report } from '../model/report.js';
import { joinReports } from '../run/join.js';
import { exitCodeOf, readFailOn } from '../run.js';
import type { Arguments } from './arguments.js';
import type { Io } from './io.js';
import { deliver } from './look.js';
import { readReport } from './report-file.js';

export async function merge(given: Arguments, io: Io): Promise<number> {
  const { operands, flags } = given;
  const report = joinReports(operands.map((name) => ({ name, report: demandWhole(readReport(io.cwd, name), name) })));
  const failOn = flags.failOn ?? (await readFailOn({ target: { command: 'scan', paths: [] }, cwd: io.cwd, environment: io.environment, showSecrets: false, server: false, ...(flags.config === undefined ? {} : { config: flags.config }) }));
  const outcome = { report, failOn };
  await deliver(outcome, given, io);
  return exitCodeOf(outcome, flags.strict);
}

/** What is joined must be there: a file that was cut off or written by hand is told, not stumbled over. */
function demandWhole(report: Report, name: string): Report {
  const { scan, findings, suppressed, skipped, problems, tool } = report as Partial<Report>;
  const shard = scan?.shard;
  const whole = [findings, suppressed, skipped, problems].every(Array.isArray) && typeof tool?.version === 'string' && typeof scan?.counts?.objects === 'number';
  const marked = shard === undefined || (Number.isInteger(shard.index) && Number.isInteger(shard.count) && shard.index >= 1 && shard.index <= shard.count);
  if (!whole || !marked) throw new UsageError(`${name}: this report is not whole; make it again`);
  return report;
}
