// A fingerprint, or its beginning -> the finding of a report; and the report out of a file.

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../model/errors.js';
import type { Finding, Report } from '../model/report.js';
import type { Io } from './io.js';

/**
 * Suppressed findings have fingerprints too.
 * @param file the report's, where it was read from one
 * @throws UsageError unless there is exactly one
 */
export function pickFinding(prefix: string, report: Report, file: string | undefined): Finding {
  if (!/^[0-9a-f]{4,32}$/.test(prefix)) throw new UsageError(`${prefix}: a fingerprint is at least four hex digits, as a report shows it`);
  const all = [...report.findings, ...report.suppressed.map(({ finding }) => finding)].filter(({ fingerprint }) => fingerprint.startsWith(prefix));
  const distinct = [...new Map(all.map((finding) => [finding.fingerprint, finding])).values()];
  const [found, second] = distinct;
  if (found === undefined) throw new UsageError(`nothing here has a fingerprint that starts with ${prefix}; it was looked for in ${file ?? 'the objects of this repository'}`);
  if (second !== undefined) throw new UsageError(`${distinct.length} findings have a fingerprint that starts with ${prefix}; give more of it: ${distinct.map(({ fingerprint }) => fingerprint.slice(0, prefix.length + 4)).join(', ')}`);
  return found;
}

/** @throws UsageError when it is no report */
export function readReport(file: string, { cwd }: Pick<Io, 'cwd'>): Report {
  try {
    const report: unknown = JSON.parse(readFileSync(resolve(cwd, file), 'utf8'));
    if (typeof report === 'object' && report !== null && 'schema' in report && report.schema === 'report-1.json') return report as Report;
  } catch (error) {
    throw new UsageError(`${file}: no JSON report can be read there (${error instanceof SyntaxError ? 'not JSON' : error instanceof Error && 'code' in error ? String(error.code) : String(error)})`);
  }
  throw new UsageError(`${file}: this is no skan report; make one with --format json --output ${file}`);
}
