// A report to a file: whole or not at all, and with --show-secrets readable by its owner alone.

import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { UsageError } from '../model/errors.js';

/** @param shown the path as the user wrote it @throws UsageError when it cannot be written */
export function writeReport(path: string, text: string, shown: string): void {
  const draft = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(draft, text, { mode: 0o600, flag: 'wx' });
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError(`${shown}: the report cannot be written (${code})`);
  }
}
