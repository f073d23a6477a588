// A name for a scan that is alike on all machines that take part in it, and on no others.

import { createHash } from 'node:crypto';

const digits = 32;

/** @param facts all that the result depends on, in a fixed order */
export function identifyScan(facts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, digits);
}
