// A file of rules that somebody hands in, as text; what stands in it is for others to read.

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError, codeOf } from '../model/errors.js';

/** @param shown the path as the user wrote it @throws UsageError when it cannot be read */
export function readRuleFile(cwd: string, shown: string): string {
  try {
    return readFileSync(resolve(cwd, shown), 'utf8');
  } catch (error) {
    throw new UsageError(`${shown}: the rule file cannot be read (${codeOf(error)})`);
  }
}
