// What an offline check is asked and what it answers. The checks themselves are in `rules/proofs/`.

import type { Severity } from './rule.js';

/** What a proof may look at. Texts are Latin-1: one character a byte. */
export interface Evidence {
  /** The text of the group `secret`. */
  readonly secret: string;
  /** The named groups of the match, `secret` included. */
  readonly groups: Readonly<Record<string, string | undefined>>;
  /** The text before the secret, at least 80 characters where there are as many. */
  readonly before: string;
  /** The text behind the secret, likewise. */
  readonly after: string;
  /** The text was decoded, unwrapped or joined: a checksum that fails proves nothing then. */
  readonly decoded: boolean;
}

/**
 * A proof's vote. `reject`: this is no such secret. `certain`: it is, beyond doubt. `raise` and `lower`
 * move the confidence one step. `why` is shown to people, so it is a short clause without the secret.
 */
export interface Vote {
  readonly verdict: 'reject' | 'lower' | 'abstain' | 'raise' | 'certain';
  readonly why?: string;
  /** What was found is less grave than the rule says: an encrypted private key, say. */
  readonly severity?: Severity;
}

/** One kind of proof. */
export interface Proof<Argument = unknown> {
  /** Throws a UsageError-like plain Error whose message says what was expected when the YAML argument is wrong. */
  readonly parse: (argument: unknown) => Argument;
  readonly vote: (evidence: Evidence, argument: Argument) => Vote;
  /**
   * For examples: what must be appended to the secret so far to make the proof hold, as the hole
   * `{{checksum}}` asks. Only checksums have it.
   */
  readonly complete?: (secretSoFar: string, argument: Argument) => string;
}
