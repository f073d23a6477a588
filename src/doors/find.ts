// A finding by the beginning of its fingerprint: looked up by auditing again, or in a JSON report. What every command that is
// about one finding starts with.

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../model/errors.js';
import type { Finding, Report } from '../model/report.js';
import { manual } from '../generated/manual.js';
import { run } from '../run.js';
import type { Arguments } from './arguments.js';
import type { Io } from './io.js';
import { makeRequest } from './look.js';
import { nearest } from './nearest.js';

export async function findFinding(prefix: string, given: Arguments, io: Io): Promise<Finding> {
  if (!/^[0-9a-f]{4,32}$/.test(prefix)) {
    const close = nearest(prefix, Object.keys(manual.rules));
    throw new UsageError(`there is no rule ${prefix}${close === undefined ? '; skan rules list shows them all' : `; did you mean ${close}?`} (a fingerprint is at least four hex digits)`);
  }
  const report = given.flags.report === undefined
    ? (await run(await makeRequest({ ...given, command: 'audit', operands: [] }, io))).report
    : readReport(resolve(io.cwd, given.flags.report), given.flags.report);
  const all = [...report.findings, ...report.suppressed.map(({ finding }) => finding)].filter(({ fingerprint }) => fingerprint.startsWith(prefix));
  const distinct = [...new Map(all.map((finding) => [finding.fingerprint, finding])).values()];
  const [found, second] = distinct;
  if (found === undefined) throw new UsageError(`nothing here has a fingerprint that starts with ${prefix}; it was looked for in ${given.flags.report ?? 'the objects of this repository'}`);
  if (second !== undefined) throw new UsageError(`${distinct.length} findings have a fingerprint that starts with ${prefix}; give more of it: ${distinct.map(({ fingerprint }) => fingerprint.slice(0, prefix.length + 4)).join(', ')}`);
  return found;
}

function readReport(path: string, shown: string): Report {
  try {
    const report: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof report === 'object' && report !== null && 'schema' in report && report.schema === 'report-1.json') return report as Report;
  } catch (error) {
    throw new UsageError(`${shown}: no JSON report can be read there (${error instanceof SyntaxError ? 'not JSON' : error instanceof Error && 'code' in error ? String(error.code) : String(error)})`);
  }
  throw new UsageError(`${shown}: this is no skan report; make one with --format json --output ${shown}`);
}
