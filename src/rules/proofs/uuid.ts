// A UUID that says which version it is: RFC 9562, sections 4.1 (variant) and 4.2 (version).

import type { Evidence, Proof, Vote } from '../../model/proof.js';
import { refuseArgument } from './argument.js';

/** `uuid: 4`: the first UUID in the secret must be of that version and of the RFC's variant, or it is rejected. */
export const uuid: Proof<number> = { parse: parseVersion, vote: voteUuid };

function parseVersion(argument: unknown): number {
  if (typeof argument !== 'number' || ![1, 2, 3, 4, 5, 6, 7, 8].includes(argument)) throw refuseArgument('a UUID version from 1 to 8', argument);
  return argument;
}

function voteUuid({ secret }: Evidence, version: number): Vote {
  const match = /[0-9a-f]{8}-[0-9a-f]{4}-([0-9a-f])[0-9a-f]{3}-([0-9a-f])[0-9a-f]{3}-[0-9a-f]{12}/i.exec(secret);
  const isValid = match !== null && match[1] === String(version) && /[89ab]/i.test(match[2] ?? '');
  return isValid ? { verdict: 'abstain' } : { verdict: 'reject', why: `no version ${version} UUID` };
}
