// The name of a secret that can be told to anyone: the same in every run and repository, and no way back. For secrets
// that people choose it is slow to compute, so that a list of likely passwords cannot be tried cheaply.

import { createHash, scryptSync } from 'node:crypto';
import type { Rule } from '../model/rule.js';

const bytes = 16;
/** scrypt (RFC 7914) with 1 MiB and some two milliseconds a guess: a file of a thousand passwords must not hold up a commit. */
const cost = { N: 1024, r: 8, p: 1 };

/** @returns 32 hex digits */
export function makeFingerprint(rule: Pick<Rule, 'id' | 'chosen'>, secret: string): string {
  const salt = `skan fingerprint 1\0${rule.id}\0`;
  const content = Buffer.from(secret);
  if (rule.chosen) return scryptSync(content, salt, bytes, cost).toString('hex');
  return createHash('sha256').update(salt).update(content).digest('hex').slice(0, 2 * bytes);
}
