// A fingerprint, or its beginning -> the finding of a report.

import { UsageError } from '../model/errors.js';
import type { Finding, Report } from '../model/report.js';

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
