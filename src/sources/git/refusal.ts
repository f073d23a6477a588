// What git says when it will not work here -> one line that says what to do.

import { UsageError } from '../../model/errors.js';
import type { Answer } from './runner.js';

export function explainRefusal({ stderr }: Pick<Answer, 'stderr'>): UsageError {
  const line = (stderr.split('\n')[0] ?? '').replace(/^(?:fatal|error): /, '');
  if (/not a git repository/.test(line)) return new UsageError('this is not a git repository; go to one, or scan files with: skan scan <path>');
  if (/dubious ownership/.test(line)) return new UsageError(`git refuses this repository: ${line}; allow it with: git config --global --add safe.directory <its path>`);
  return new UsageError(`git could not answer: ${line || 'it gave no reason'}`);
}
