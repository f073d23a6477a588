// What a door asks of `run`: already parsed and checked, free of argv, inputs and environment names.

import type { Asking } from './exchange.js';
import type { Severity } from './rule.js';

export const formats = ['text', 'json', 'jsonl', 'sarif', 'junit', 'csv', 'markdown', 'html', 'gitlab', 'github'] as const;
export type Format = (typeof formats)[number];

/** The others are passed on, and stay masked whatever is asked. */
export const showingFormats: readonly Format[] = ['text', 'json', 'jsonl', 'csv'];
/** What rewrites a history. */
export const purgeTools = ['filter-repo', 'filter-branch', 'bfg'] as const;
export type PurgeTool = (typeof purgeTools)[number];

/** What is scanned. */
export type Target =
  | { readonly command: 'staged' }
  | { readonly command: 'range'; readonly range: string }
  | { readonly command: 'range'; readonly lines: string; readonly remote?: string }
  /** A new branch, as the Action and CI see it: what no other remote-tracking ref holds. */
  | { readonly command: 'range'; readonly newRef: string; readonly head: string }
  | AuditTarget
  /** `ignored`: what git ignores is left out of folders always, never, or (absent) in a git work tree. */
  | { readonly command: 'scan'; readonly paths: readonly string[]; readonly stdin?: AsyncIterable<Uint8Array>; readonly ignored?: 'always' | 'never' }
  /** The file with the message of a commit that is being made. */
  | { readonly command: 'scan'; readonly message: string };

export interface AuditTarget {
  readonly command: 'audit';
  readonly directory: string;
  /** What the report calls it, where that is not the folder: the URL that was cloned. */
  readonly shown?: string;
  /** Where the repository stands in the one that is audited, with a `/` at its end: it is a submodule. */
  readonly inside?: string;
  /** Only this part of the object database. */
  readonly shard?: Shard;
  readonly narrow?: Narrowing;
}

/** One of `count` parts; counts from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** What of the history is looked at. */
export interface Narrowing {
  /** Only what HEAD reaches. */
  readonly onlyHead: boolean;
  /** A date, or a commit: only what commits after it brought. */
  readonly since?: string;
}

/** How far a scan has come. */
export interface Progress {
  readonly objects: number;
  readonly bytes: number;
  readonly findings: number;
  /** Objects that there are in all, as far as it is known; 0: it is not. */
  readonly expected: number;
}

export interface Request {
  readonly target: Target;
  /** Absolute. */
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** A configuration file that wins over the one found. */
  readonly config?: string;
  /** Where configuration comes from when the target is a range: a commit-ish. Default: the range's base. */
  readonly configFrom?: string;
  readonly failOn?: Severity;
  readonly showSecrets: boolean;
  /** Ask providers whether keys are alive; absent: no socket is opened. */
  readonly asking?: Asking;
  /** The file that threads run; absent: one thread does all. */
  readonly thread?: string;
  /** An audit may remember what it has seen, and use what an earlier one remembered. */
  readonly cache?: boolean;
  /** Is called again and again while a scan goes on. */
  readonly watch?: (progress: Progress) => void;
  /** Once it is aborted, an audit ends with what it has found. */
  readonly stop?: AbortSignal;
  /** How many threads an audit, or a scan of files, may use. */
  readonly jobs?: number;
  /** In CI and on servers everything that is judged counts as pushed. */
  readonly server: boolean;
}
