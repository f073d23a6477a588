// Proofs that count characters: digits, mixed. Both ask only what chance cannot withhold from a key of the length the rule demands.

import type { Evidence, Proof, Vote } from '../../model/proof.js';
import { isCount, parseLeast, parseMapping, refuseArgument, type Least } from './argument.js';

/** `digits: 2` or `{least: 2, skip: 3}`: fewer digits behind the skipped prefix rejects. */
export const digits: Proof<Least> = {
  parse: parseLeast,
  vote: ({ secret }, { least, skip }) => (countDigits(secret.slice(skip)) < least ? { verdict: 'reject', why: 'too few digits' } : { verdict: 'abstain' }),
};

/** `mixed: true` or `{skip: 3}`: a lower-case letter, an upper-case letter and a digit, or it is rejected. */
export const mixed: Proof<{ readonly skip: number }> = { parse: parseMixed, vote: voteMixed };

function countDigits(text: string): number {
  return text.match(/[0-9]/g)?.length ?? 0;
}

function parseMixed(argument: unknown): { readonly skip: number } {
  if (argument === true) return { skip: 0 };
  const { skip = 0 } = parseMapping(argument, ['skip'], 'true or {skip}');
  if (!isCount(skip)) throw refuseArgument('true or {skip}', argument);
  return { skip };
}

function voteMixed({ secret }: Evidence, { skip }: { readonly skip: number }): Vote {
  const text = secret.slice(skip);
  const isMixed = /[a-z]/.test(text) && /[A-Z]/.test(text) && /[0-9]/.test(text);
  return isMixed ? { verdict: 'abstain' } : { verdict: 'reject', why: 'no mixture of lower case, upper case and digits' };
}
