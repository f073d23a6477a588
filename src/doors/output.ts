// A report to a file: whole or not at all, and readable by its owner alone. What is no ordinary file (a terminal, a pipe,
// /dev/null) is written to as it is: replacing it would destroy it.

import { closeSync, lstatSync, openSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { UsageError, codeOf } from '../model/errors.js';
import type { Format } from '../model/request.js';

/** How the file of a format is called. */
export const extensions: Readonly<Record<Format, string>> = {
  text: 'txt', json: 'json', jsonl: 'jsonl', sarif: 'sarif', junit: 'xml', csv: 'csv', markdown: 'md', html: 'html', gitlab: 'json', github: 'txt',
};

/** @param shown the path as the user wrote it @throws UsageError when it cannot be written */
export function writeReport(path: string, parts: Iterable<string>, shown: string): void {
  try {
    const target = followLink(path);
    const status = lstatSync(target, { throwIfNoEntry: false });
    if (status === undefined || status.isFile()) replaceFile(target, parts);
    else writeParts(target, 'w', parts);
  } catch (error) {
    const code = codeOf(error);
    throw new UsageError(`${shown}: the report cannot be written (${code})`);
  }
}

/** A link stays a link: what it points to is replaced. */
function followLink(path: string): string {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true ? realpathSync(path) : path;
}

function replaceFile(path: string, parts: Iterable<string>): void {
  const draft = `${path}.${process.pid}.tmp`;
  try {
    writeParts(draft, 'wx', parts);
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

function writeParts(path: string, flag: 'w' | 'wx', parts: Iterable<string>): void {
  const file = openSync(path, flag, 0o600);
  try {
    for (const part of parts) writeFileSync(file, part);
  } finally {
    closeSync(file);
  }
}
