// A JSON report that somebody hands in.

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError, codeOf } from '../model/errors.js';
import type { Report } from '../model/report.js';

/** @param shown the path as the user wrote it @throws UsageError when no report stands there */
export function readReport(cwd: string, shown: string): Report {
  const report = readJson(resolve(cwd, shown), shown);
  if (typeof report === 'object' && report !== null && 'schema' in report && report.schema === 'report-1.json') return report as Report;
  throw new UsageError(`${shown}: this is no skan report; make one with --format json --output ${shown}`);
}

function readJson(path: string, shown: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UsageError(`${shown}: no JSON report can be read there (${error instanceof SyntaxError ? 'not JSON' : codeOf(error)})`);
  }
}
