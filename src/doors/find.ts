// A finding by the beginning of its fingerprint: looked up by auditing again, or in a JSON report. What every command that is
// about one finding starts with.

import { UsageError } from '../model/errors.js';
import type { Finding } from '../model/report.js';
import type { Request } from '../model/request.js';
import { manual } from '../generated/manual.js';
import { run } from '../run.js';
import type { Arguments } from './arguments.js';
import { pickFinding } from './fingerprints.js';
import type { Io } from './io.js';
import { makeRequest } from './look.js';
import { nearest } from '../document/nearest.js';
import { readReport } from './report-file.js';

/** For commands that take the name of a rule as well. @throws UsageError unless there is exactly one */
export async function findFinding(prefix: string, given: Arguments, io: Io): Promise<Finding> {
  if (!/^[0-9a-f]{4,32}$/.test(prefix)) throw explainUnknown(prefix);
  return lookUp(prefix, given, io);
}

/**
 * @param more what the audit is asked besides; a report holds what it holds
 * @throws UsageError unless there is exactly one
 */
export async function lookUp(prefix: string, given: Arguments, io: Io, more: Pick<Partial<Request>, 'showSecrets'> = {}): Promise<Finding> {
  const { report: file } = given.flags;
  if (file !== undefined) return pickFinding(prefix, readReport(io.cwd, file), file);
  const request = await makeRequest({ ...given, command: 'audit', operands: [] }, io);
  return pickFinding(prefix, (await run({ ...request, ...more })).report, undefined);
}

function explainUnknown(prefix: string): UsageError {
  const close = nearest(prefix, Object.keys(manual.rules));
  return new UsageError(`there is no rule ${prefix}${close === undefined ? '; skan rules list shows them all' : `; did you mean ${close}?`} (a fingerprint is at least four hex digits)`);
}
