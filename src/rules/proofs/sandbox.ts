// Keys that say themselves that they are of a test mode: they move no money and reach no real data. They are worth a look, not an alarm.

import type { Evidence, Proof, Vote } from '../../model/proof.js';
import { refuseArgument } from './argument.js';

/** `sandbox: [test_]`: a secret that begins with one of these is of medium severity. */
export const sandbox: Proof<readonly string[]> = { parse: parseBeginnings, vote: voteSandbox };

function parseBeginnings(argument: unknown): readonly string[] {
  const isList = Array.isArray(argument) && argument.length > 0 && argument.every((each) => typeof each === 'string' && each !== '');
  if (!isList) throw refuseArgument('a list of beginnings', argument);
  return argument.map(String);
}

function voteSandbox({ secret }: Evidence, beginnings: readonly string[]): Vote {
  return beginnings.some((each) => secret.startsWith(each)) ? { verdict: 'abstain', severity: 'medium', why: 'it is of the test mode' } : { verdict: 'abstain' };
}
