// The name of a secret that can be told to anyone: the same in every run and repository, and no way back. For secrets
// that people choose it is slow to compute, so that a list of likely passwords cannot be tried cheaply.

import { createHash, scrypt, scryptSync } from 'node:crypto';
import { promisify } from 'node:util';
import type { Rule } from '../model/rule.js';

const bytes = 16;
/** scrypt (RFC 7914) with 1 MiB and some two milliseconds a guess: a file of a thousand passwords must not hold up a commit. */
const cost = { N: 1024, r: 8, p: 1 };

/** @returns 32 hex digits */
export function makeFingerprint(rule: Pick<Rule, 'id' | 'chosen'>, secret: string): string {
  return rule.chosen ? scryptSync(Buffer.from(secret), saltOf(rule), bytes, cost).toString('hex') : hash(rule, secret);
}

/** The same, where thousands are asked for: Node has threads of its own that can work out slow ones side by side. */
export async function makeFingerprintAside(rule: Pick<Rule, 'id' | 'chosen'>, secret: string): Promise<string> {
  return rule.chosen ? ((await promisify<Buffer, string, number, typeof cost, Buffer>(scrypt)(Buffer.from(secret), saltOf(rule), bytes, cost)).toString('hex')) : hash(rule, secret);
}

function hash(rule: Pick<Rule, 'id'>, secret: string): string {
  return createHash('sha256').update(saltOf(rule)).update(Buffer.from(secret)).digest('hex').slice(0, 2 * bytes);
}

function saltOf({ id }: Pick<Rule, 'id'>): string {
  return `skan fingerprint 1\0${id}\0`;
}
