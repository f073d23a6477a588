// What `skan rotate` tells: where a key and the variable that holds it are used, where the new one goes, and what is wrong
// with a new value. Public API: `schema/rotation-1.json` describes it. No secret stands in it.

import type { Problem, Skip } from './report.js';
import type { Guide } from './rule.js';

/** `sets`: the value stands there. `passes`: it comes from elsewhere and goes on. `reads`: it is used. `names`: it is only mentioned. */
export const usages = ['sets', 'passes', 'reads', 'names'] as const;
export type Usage = (typeof usages)[number];

/** Where a use takes the value from: the name, and the key within it, by which a store knows it. */
export interface Origin {
  /** Id of a store; `variable`: another variable of the environment. */
  readonly store: string;
  readonly name: string;
  readonly key?: string;
}

/** One place that names the variable. */
export interface Use {
  readonly variable: string;
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly usage: Usage;
  /** The kind of file, or the language. */
  readonly dialect: string;
  readonly origin?: Origin;
}

/** One place of the work tree where the same key stands. */
export interface KeyPlace {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  /** The variable, or other name, that it is assigned to. */
  readonly variable?: string;
  readonly decodedFrom?: readonly string[];
}

/** What to write in place of the key, in the language of a file that holds it. */
export interface Reader {
  readonly path: string;
  readonly dialect: string;
  readonly lines: readonly string[];
}

export interface StoreCommand {
  readonly says: string;
  /** A line of bash or zsh; the value comes on standard input. */
  readonly line: string;
}

/** A place for secrets, with what puts the new value there. */
export interface StoreAdvice {
  readonly id: string;
  readonly name: string;
  /** Files that show that this repository uses it; empty: nothing does. */
  readonly seenIn: readonly string[];
  readonly commands: readonly StoreCommand[];
  readonly notes: readonly string[];
}

export interface Rotation {
  readonly fingerprint: string;
  readonly rule: string;
  readonly provider: string;
  readonly title: string;
  readonly redacted: string;
  /** The variables that hold it, the likeliest first. */
  readonly variables: readonly string[];
  /** How the provider makes a new one. */
  readonly create: Guide;
  /** Commands before and after all others. */
  readonly take: readonly StoreCommand[];
  readonly places: readonly KeyPlace[];
  readonly uses: readonly Use[];
  readonly readers: readonly Reader[];
  readonly stores: readonly StoreAdvice[];
  readonly notes: readonly string[];
}

/** `warn` and `skip` do not fail. */
export const results = ['ok', 'warn', 'not ok', 'skip'] as const;
export type Result = (typeof results)[number];

/** One thing that was looked at in a new value. */
export interface ValueCheck {
  readonly id: string;
  readonly result: Result;
  readonly says: string;
  /** What to do about it; a line to copy stands alone. */
  readonly todo?: string;
}

/** All that was looked at in one new value. */
export interface Verification {
  readonly fingerprint: string;
  readonly title: string;
  readonly redacted: string;
  /** The file as the user named it; `-`: standard input. */
  readonly file: string;
  readonly line?: number;
  readonly variable?: string;
  readonly passed: boolean;
  readonly checks: readonly ValueCheck[];
}

export interface RotationReport {
  readonly schema: 'rotation-1.json';
  readonly tool: { readonly name: 'skan'; readonly version: string };
  readonly root: string;
  readonly rotations?: readonly Rotation[];
  readonly verifications?: readonly Verification[];
  /** Files that were not looked into. */
  readonly skipped: readonly Skip[];
  readonly problems: readonly Problem[];
}
