// One match's evidence -> how sure we are, and why. The proofs are handed in; this adds up their votes.

import type { Evidence, Proof, Vote } from '../model/proof.js';
import { confidences } from '../model/rule.js';
import type { Confidence, Rule, Severity } from '../model/rule.js';

/** What the proofs of a rule make of one match. */
export interface Verdict {
  readonly confidence: Confidence;
  readonly why: readonly string[];
  /** Set where a proof says that this one is less grave than its rule. */
  readonly severity?: Severity;
}

export type Proofs = Readonly<Record<string, Proof>>;

/** The proof that every rule has whether it names it or not. */
const always = 'not-placeholder';

/** The votes of the proof that every rule has, by where the secret stands: the same for all rules that read it. */
export type Remembered = Map<string, Vote[] | undefined>;

/** @returns undefined when a proof rejects the match */
export function judgeMatch(rule: Rule, evidence: Evidence, proofs: Proofs, remembered: Remembered = new Map(), place = ''): Verdict | undefined {
  const named = rule.proofs.flatMap((source) => Object.entries(source));
  const implicit: [string, unknown][] = named.some(([name]) => name === always) ? [] : [[always, undefined]];
  // The rule's own proofs are cheap and reject most; the one that is dear is asked last, but counts first.
  const own = ask(named, evidence, proofs);
  const first = own === undefined ? undefined : implicit.length === 0 ? [] : remember(remembered, place, () => ask(implicit, evidence, proofs));
  if (own === undefined || first === undefined) return undefined;
  let step = confidences.indexOf(rule.confidence);
  let severity: Severity | undefined;
  const why: string[] = rule.why === '' ? [] : [rule.why];
  for (const vote of [...first, ...own]) {
    step += shift(vote.verdict, step);
    severity = vote.severity ?? severity;
    if (vote.why !== undefined) why.push(vote.why);
  }
  const confidence = confidences[Math.min(Math.max(step, 0), confidences.length - 1)] ?? 'low';
  return { confidence, why, ...(severity === undefined ? {} : { severity }) };
}

function remember(remembered: Remembered, place: string, askNow: () => Vote[] | undefined): Vote[] | undefined {
  if (!remembered.has(place)) remembered.set(place, askNow());
  return remembered.get(place);
}

/** @returns undefined as soon as one rejects */
function ask(named: readonly (readonly [string, unknown])[], evidence: Evidence, proofs: Proofs): Vote[] | undefined {
  const votes: Vote[] = [];
  for (const [name, argument] of named) {
    const proof = proofs[name];
    if (proof === undefined) continue;
    const vote = proof.vote(evidence, proof.parse(argument));
    if (vote.verdict === 'reject') return undefined;
    votes.push(vote);
  }
  return votes;
}

/** A step up, as by a proof that raises; what is certain is told by a proof alone. */
export function raise(confidence: Confidence): Confidence {
  const step = confidences.indexOf(confidence);
  return confidences[step + shift('raise', step)] ?? confidence;
}

function shift(verdict: string, step: number): number {
  if (verdict === 'certain') return -step;
  if (verdict === 'raise') return step > 1 ? -1 : 0;
  return verdict === 'lower' ? 1 : 0;
}
