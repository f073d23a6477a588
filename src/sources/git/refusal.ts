// What git says on stderr -> the one line that matters; and when it will not work here, what to do.

import { UsageError } from '../../model/errors.js';
import type { Answer } from './runner.js';

/** @param onward what the person can do besides, where git cannot work with what is here */
export function explainRefusal({ stderr }: Pick<Answer, 'stderr'>, onward = ''): UsageError {
  const line = mainLine(stderr);
  if (/not a git repository/.test(line)) return new UsageError('this is not a git repository; go to one, or scan files with: skan scan <path>');
  if (/dubious ownership/.test(line)) return new UsageError(`git refuses this repository: ${line}; allow it with: git config --global --add safe.directory <its path>`);
  return new UsageError(`git could not answer: ${line || 'it gave no reason'}; see what git fsck says${onward}`);
}

/** The first line that tells what went wrong, without the word before it; advice and a note that is no trouble by itself are passed over. */
export function mainLine(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line !== '' && !/^hint:|uses promisor remotes/.test(line));
  const at = Math.max(0, lines.findIndex((each) => /^(?:fatal|error): /.test(each)));
  const line = (lines[at] ?? '').replace(/^(?:fatal|error|warning): /, '');
  return line.endsWith(':') ? `${line} ${lines[at + 1]?.trim() ?? ''}`.trim() : line;
}
