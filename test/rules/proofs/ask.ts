// Asks a proof as the engine does: the argument as it would stand in YAML, the evidence around the secret.

import type { Evidence, Vote } from '../../../src/model/proof.js';
import { proofs } from '../../../src/rules/proofs/index.js';

export function ask(name: string, argument: unknown, secret: string, around: Partial<Evidence> = {}): Vote {
  const proof = proofs[name];
  if (proof === undefined) throw new Error(`no proof ${name}`);
  return proof.vote({ secret, groups: { secret }, before: '', after: '', decoded: false, ...around }, proof.parse(argument));
}

export function complete(name: string, argument: unknown, secretSoFar: string): string {
  const proof = proofs[name];
  if (proof?.complete === undefined) throw new Error(`${name} completes nothing`);
  return secretSoFar + proof.complete(secretSoFar, proof.parse(argument));
}
