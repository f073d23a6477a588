// A finding by the beginning of its fingerprint: looked up by auditing again, or in a JSON report. What every command that is
// about one finding starts with.

import { UsageError } from '../model/errors.js';
import type { Finding } from '../model/report.js';
import { manual } from '../generated/manual.js';
import { run } from '../run.js';
import type { Arguments } from './arguments.js';
import { pickFinding, readReport } from './fingerprints.js';
import type { Io } from './io.js';
import { makeRequest } from './look.js';
import { nearest } from '../document/nearest.js';

/** @throws UsageError unless there is exactly one */
export async function findFinding(prefix: string, given: Arguments, io: Io): Promise<Finding> {
  if (!/^[0-9a-f]{4,32}$/.test(prefix)) {
    const close = nearest(prefix, Object.keys(manual.rules));
    throw new UsageError(`there is no rule ${prefix}${close === undefined ? '; skan rules list shows them all' : `; did you mean ${close}?`} (a fingerprint is at least four hex digits)`);
  }
  const report = given.flags.report === undefined ? (await run(await makeRequest({ ...given, command: 'audit', operands: [] }, io))).report : readReport(given.flags.report, io);
  return pickFinding(prefix, report, given.flags.report);
}
