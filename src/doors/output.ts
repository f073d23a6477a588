// A report to a file: whole or not at all, and readable by its owner alone. What is no ordinary file (a terminal, a pipe,
// /dev/null) is written to as it is: replacing it would destroy it.

import { lstatSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { UsageError, codeOf } from '../model/errors.js';
import type { Format } from '../model/request.js';

/** How the file of a format is called. */
export const extensions: Readonly<Record<Format, string>> = {
  text: 'txt', json: 'json', jsonl: 'jsonl', sarif: 'sarif', junit: 'xml', csv: 'csv', markdown: 'md', html: 'html', gitlab: 'json', github: 'txt',
};

/** @param shown the path as the user wrote it @throws UsageError when it cannot be written */
export function writeReport(path: string, text: string, shown: string): void {
  try {
    const target = followLink(path);
    const status = lstatSync(target, { throwIfNoEntry: false });
    if (status === undefined || status.isFile()) replaceFile(target, text);
    else writeFileSync(target, text);
  } catch (error) {
    const code = codeOf(error);
    throw new UsageError(`${shown}: the report cannot be written (${code})`);
  }
}

/** A link stays a link: what it points to is replaced. */
function followLink(path: string): string {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true ? realpathSync(path) : path;
}

function replaceFile(path: string, text: string): void {
  const draft = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(draft, text, { mode: 0o600, flag: 'wx' });
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
