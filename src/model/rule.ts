// What a rule is: as its author writes it (RuleSource, ProviderSource: exactly the YAML) and as the
// engine runs it (Rule). Nothing here compiles or runs one.

import type { Run, Sequel } from './sequel.js';

export const severities = ['critical', 'high', 'medium', 'low', 'info'] as const;
export type Severity = (typeof severities)[number];

export const confidences = ['certain', 'high', 'medium', 'low'] as const;
export type Confidence = (typeof confidences)[number];

/** One offline check, as written in YAML: its name and its arguments, e.g. `{entropy: 3}`, `{halves: {…}}`. */
export interface ProofSource {
  readonly [name: string]: unknown;
}

/** A step of a runbook for one kind of key: a page, and what to do there in order. */
export interface Guide {
  /** Deep link to the page where it is done; https. */
  readonly url?: string;
  /** Imperative sentences, in order. */
  readonly steps: readonly string[];
}

/** How a key is ended: where, what that stops, and which entry of the provider's list it is. */
export interface Revocation extends Guide {
  /** API calls and commands that do the same, with `<…>` where something is to be filled in; never the key itself. */
  readonly commands?: readonly string[];
  /** What fails from that moment on, as a sentence. */
  readonly stops?: string;
  /** How the provider's list shows the old key, so that the right one is ended. */
  readonly shown?: string;
}

/** What a status, and where needed a body, of a provider's answer means for the key. */
export interface ProbeAnswer {
  readonly status: number;
  /** Regular expression that the first 64 KiB of the body must match. */
  readonly body?: string;
  readonly is: 'active' | 'revoked' | 'unknown';
  /** What else the answer says, as a clause. */
  readonly detail?: string;
}

/**
 * One request to the provider. In `url`, `headers`, `body` and `basic`, `{{secret}}` stands for the key, `{{partner}}`
 * for what it is paired with, `{{host}}` for a host of the
 * vendor's own that stands nearby or that the user names.
 */
export interface Probe {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** HTTP basic authentication (RFC 7617). */
  readonly basic?: { readonly user: string; readonly password: string };
  /** Regular expression of the partner, which stands on the key's line or on one beside it. */
  readonly partner?: string;
  /** The first that fits counts; none: unknown. */
  readonly answers: readonly ProbeAnswer[];
}

/** Everything that is known about whoever issues a kind of key. One per YAML file. */
export interface ProviderSource {
  /** Kebab case, equal to the file's name without `.yaml`. */
  readonly id: string;
  readonly name: string;
  /** Environment variables and settings that usually hold a key of this provider; matched whole, case-insensitively. */
  readonly variables: readonly string[];
  /** Host names of its API: one of them nearby says whose key it is. */
  readonly hosts: readonly string[];
  /** Words (SDK, package or product names) whose presence nearby says whose key it is. */
  readonly words: readonly string[];
  readonly revoke: Revocation;
  readonly rotate: Guide;
  /** Where use is seen, and what use that was not one's own looks like. */
  readonly misuse?: Guide;
  /** Whom to tell: a page or an address. */
  readonly contact?: string;
  /** Is a key of it alive? A harmless request that reads. */
  readonly validate?: Probe;
  readonly docs: readonly string[];
  /** When these facts were last held against the provider's pages: `YYYY-MM`. */
  readonly checked?: string;
}

/** What a key is used together with, and often stands beside: an id, a public key. */
export interface Pair {
  /** What it is called, as in "access key id". */
  readonly name: string;
  /** JavaScript regular expression source, case-sensitive, with the group `partner`. */
  readonly pattern: string;
  /** The rule that finds the partner where it stands alone. */
  readonly rule?: string;
}

/** One kind of key, exactly as it stands in YAML. `rules/README.md` explains each field. */
export interface RuleSource {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  /** Where confidence starts before the proofs vote. */
  readonly confidence: Confidence;
  /** Literals of which every match holds at least one. At least three bytes each. */
  readonly anchors: readonly string[];
  /** Anchors and pattern match in any letter case. */
  readonly ignoreCase?: boolean;
  /** JavaScript regular expression source; a list is joined. The group `secret` is what is masked, hashed and purged. */
  readonly pattern: string | readonly string[];
  readonly proofs?: readonly ProofSource[];
  /**
   * `context`: the shape alone does not tell the vendor. The rule holds only where the variable, something
   * nearby or the file name speaks for its provider, more than for any other.
   */
  readonly attribution?: 'shape' | 'context';
  /** The rule yields to any other that finds the same bytes. */
  readonly generic?: boolean;
  /** People choose secrets of this kind (passwords): the fingerprint goes through a slow hash. */
  readonly chosen?: boolean;
  /** Why the shape alone is evidence, in the words of a finding's `why`. */
  readonly why?: string;
  readonly pair?: Pair;
  readonly revoke?: Revocation;
  readonly rotate?: Guide;
  readonly misuse?: Guide;
  /** `false`: the provider's request does not fit this kind, and there is no other. */
  readonly validate?: Probe | false;
  /** The request with which the holder of the key may end it. `active`: refused; `revoked`: ended. */
  readonly revocation?: Probe;
  readonly references: readonly string[];
  readonly finds: readonly string[];
  readonly ignores: readonly string[];
}

/** One YAML file of `rules/`. */
export interface VendorSource {
  readonly provider: ProviderSource;
  readonly rules: readonly RuleSource[];
}

/** How far a match can reach from one of its anchors, in bytes. */
export interface Reach {
  /** Most bytes of a match that stand before an anchor; 0: every match starts with one. */
  readonly before: number;
  /** Longest match. */
  readonly longest: number;
  /** Furthest that a look-around of the pattern sees before the match, and behind the longest one. */
  readonly margin: number;
  readonly beyond: number;
  /** The pattern could match more than `longest`, but is shown no more. */
  readonly cut?: true;
}

/** A rule as compiled: plain data, so that the build can embed it; the engine makes the RegExp when first needed. */
export interface Rule {
  readonly id: string;
  readonly title: string;
  readonly provider: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly anchors: readonly string[];
  readonly ignoreCase: boolean;
  readonly pattern: string;
  /** Texts with which the secret starts and which are no secret, longest first. */
  readonly prefixes: readonly string[];
  readonly reach: Reach;
  /** What stands behind an anchor of a match. */
  readonly sequel?: Sequel;
  /** The bytes that a match begins with, first and second: ranges, as in a `Run`. */
  readonly lead?: readonly [string, string];
  /** What its secret is made of. */
  readonly body?: Run;
  readonly proofs: readonly ProofSource[];
  readonly attribution: 'shape' | 'context';
  readonly generic: boolean;
  readonly chosen: boolean;
  readonly why: string;
  readonly pair?: Pair;
}

/** What attribution by context knows of a provider. */
export interface Hints {
  readonly provider: string;
  readonly name: string;
  readonly variables: readonly string[];
  readonly hosts: readonly string[];
  readonly words: readonly string[];
}

/** All that detecting needs: small, loaded by every scan. Remediation is kept apart and loaded for findings only. */
export interface Catalogue {
  /** Hash over everything that can change a result. */
  readonly version: string;
  readonly rules: readonly Rule[];
  readonly hints: readonly Hints[];
}

/** What telling people needs: loaded only once there is something to tell. */
export interface Manual {
  readonly providers: Readonly<Record<string, ProviderSource>>;
  /** Without what the provider says for all its rules; see `remedy/facts.ts`. */
  readonly rules: Readonly<Record<string, OwnFacts>>;
}

/** What a rule says itself. */
export interface OwnFacts extends Pick<RuleSource, 'title' | 'severity' | 'references' | 'revoke' | 'rotate' | 'misuse' | 'validate' | 'revocation'> {
  readonly provider: string;
}

/** One rule's facts, with its provider's where it has none of its own. */
export interface RuleFacts extends Pick<OwnFacts, 'title' | 'severity' | 'references' | 'provider' | 'revoke' | 'rotate' | 'revocation'>, Pick<ProviderSource, 'misuse' | 'contact' | 'checked' | 'validate'> {}
