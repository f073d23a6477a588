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
export function writeReport(path: string, text: string | Iterable<string>, shown: string): void {
  const pieces = typeof text === 'string' ? [text] : text;
  try {
    const target = followLink(path);
    const status = lstatSync(target, { throwIfNoEntry: false });
    if (status === undefined || status.isFile()) replaceFile(target, pieces);
    else writePieces(target, 'w', pieces);
  } catch (error) {
    const code = codeOf(error);
    throw new UsageError(`${shown}: the report cannot be written (${code})`);
  }
}

/** A link stays a link: what it points to is replaced. */
function followLink(path: string): string {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true ? realpathSync(path) : path;
}

function replaceFile(path: string, pieces: Iterable<string>): void {
  const draft = `${path}.${process.pid}.tmp`;
  try {
    writePieces(draft, 'wx', pieces);
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

function writePieces(path: string, flag: 'w' | 'wx', pieces: Iterable<string>): void {
  const file = openSync(path, flag, 0o600);
  try {
    for (const text of joinPieces(pieces)) writeFileSync(file, text);
  } finally {
    closeSync(file);
  }
}

/** Characters that are written at once. */
const most = 256 * 1024;

export function* joinPieces(pieces: Iterable<string>): Generator<string> {
  let held: string[] = [];
  let length = 0;
  for (const piece of pieces) {
    held.push(piece);
    length += piece.length;
    if (length < most) continue;
    yield held.join('');
    [held, length] = [[], 0];
  }
  yield held.join('');
}
