// What a kind of key ends with: bits of base64 that are always zero show as trailing `A`s. A habit of the vendor, not a
// promise, so that it moves the confidence and rejects nothing.

import type { Evidence, Proof, Vote } from '../../model/proof.js';
import { parseMapping, refuseArgument } from './argument.js';

/** The ending, and what is voted when the secret ends otherwise. */
export interface Ending {
  readonly with: string;
  readonly otherwise: 'lower' | 'abstain';
}

/** `ends: {with: AA}` or `{with: A, otherwise: abstain}`. */
export const ends: Proof<Ending> = { parse: parseEnding, vote: voteEnding };

function parseEnding(argument: unknown): Ending {
  const expected = '{with: text, otherwise: lower or abstain}';
  const { with: ending, otherwise = 'lower' } = parseMapping(argument, ['with', 'otherwise'], expected);
  if (typeof ending !== 'string' || ending === '' || (otherwise !== 'lower' && otherwise !== 'abstain')) throw refuseArgument(expected, argument);
  return { with: ending, otherwise };
}

function voteEnding({ secret }: Evidence, ending: Ending): Vote {
  if (secret.endsWith(ending.with)) return { verdict: 'raise', why: 'it ends as this kind of key does' };
  return ending.otherwise === 'lower' ? { verdict: 'lower', why: 'it does not end as this kind of key does' } : { verdict: 'abstain' };
}
