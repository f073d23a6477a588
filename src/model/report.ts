// The report: plain, masked, sorted data; what `--format json` prints and every other format is made of.
// Public API: `schema/report-1.json` describes it, and a change here is a change there and in CHANGELOG.

import type { PlaceKind } from './place.js';
import type { Confidence, Guide, Revocation, Severity } from './rule.js';

export const reaches = ['staged', 'local', 'pushed', 'tag', 'stash', 'reflog', 'unreachable', 'worktree'] as const;
export type Reach = (typeof reaches)[number];
/** From the furthest to the nearest. */
export const reachesByDistance: readonly Reach[] = ['pushed', 'tag', 'local', 'stash', 'staged', 'worktree', 'reflog', 'unreachable'];

/** Refs that a finding names: where there are tens of thousands, a report would be made of them. */
export const mostRefs = 100;

export interface Occurrence {
  readonly source: PlaceKind;
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly commit?: string;
  readonly author?: string;
  readonly date?: string;
  /** The tree of HEAD holds it here. */
  readonly inHead?: boolean;
  /** Id of the git object that holds it. */
  readonly object?: string;
  readonly decodedFrom?: readonly string[];
}

export interface Exposure {
  readonly reach: Reach;
  readonly inHead: boolean;
  /** Up to a hundred, in the order of their names. */
  readonly refs: readonly string[];
  /** There are more. */
  readonly moreRefs?: true;
  readonly firstSeen?: string;
  /** A server is asked to take the push that brings it, and can still refuse. */
  readonly incoming?: true;
  /** What the reach rests on, for people. */
  readonly detail?: string;
}

export interface Remediation {
  readonly revoke: Revocation;
  readonly rotate: Guide;
  /** Where use is seen, and what use that was not one's own looks like. */
  readonly misuse?: Guide;
  readonly purge: Guide;
  /** Whom to tell: a page or an address. */
  readonly contact?: string;
  /** When the provider's facts were last held against its pages: `YYYY-MM`. */
  readonly checked?: string;
}

/** One per distinct secret and rule. */
export interface Finding {
  readonly fingerprint: string;
  readonly rule: string;
  readonly provider: string;
  readonly title: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly why: readonly string[];
  readonly redacted: string;
  /** The environment variable that such a key is usually read from. */
  readonly variable?: string;
  readonly secret?: string;
  readonly occurrences: readonly Occurrence[];
  readonly exposure: Exposure;
  readonly validation: { readonly status: 'not-checked' | 'active' | 'revoked' | 'unknown'; readonly detail?: string };
  readonly remediation: Remediation;
}

/** A finding that is not held against the change, and the reason. */
export interface Suppressed {
  readonly finding: Finding;
  readonly by: 'comment' | 'baseline' | 'config' | 'path';
  readonly reason?: string;
  /** The suppression is itself part of what is judged. */
  readonly news?: boolean;
}

/** Expected: not looked into, and says so. */
export interface Skip {
  readonly what: string;
  readonly why: string;
}

/** Unexpected: could not be looked into; makes the answer incomplete. */
export interface Problem {
  readonly what: string;
  readonly why: string;
  readonly hint?: string;
}

export interface ShardMark {
  /** Counts from 1. */
  readonly index: number;
  readonly count: number;
  /** Alike for all shards of one scan: a hash over the refs, the rules and the configuration. */
  readonly scan: string;
}

/** What an audit was asked to look at, and what it left out. */
export interface Narrowed {
  readonly onlyHead?: true;
  readonly since?: string;
  readonly leftOut: readonly string[];
}

export interface Report {
  readonly schema: 'report-1.json';
  readonly tool: { readonly name: 'skan'; readonly version: string };
  readonly scan: {
    readonly command: 'staged' | 'range' | 'audit' | 'scan' | 'merge';
    readonly root: string;
    readonly complete: boolean;
    /** The report is of one part of the object database; `skan merge` joins the parts. */
    readonly shard?: ShardMark;
    /** Paths of submodules whose databases were audited too. */
    readonly submodules?: readonly string[];
    /** The report is of a part of the history. */
    readonly narrowed?: Narrowed;
    readonly counts: { readonly objects: number; readonly bytes: number; readonly findings: number; readonly suppressed: number };
  };
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Suppressed[];
  readonly skipped: readonly Skip[];
  readonly problems: readonly Problem[];
}
