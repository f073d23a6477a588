// What the engine says of one item: offsets turned into positions, still without where the item stands.

import type { Confidence, Rule, Severity } from './rule.js';
import type { Secret } from './secret.js';

/** A half-open run of lines and columns. Both count from 1; columns are UTF-16 units; the end is exclusive. */
export interface Span {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** What a key is used together with, where that stands beside it: its own finding is merged into the key's. */
export interface Partner {
  readonly name: string;
  readonly secret: Secret;
  /** As it may be printed. */
  readonly shown: string;
  /** The rule that finds it alone. */
  readonly rule?: string;
  /** As those of the match. */
  readonly start: number;
  readonly end: number;
}

/** One occurrence of a secret in one item. */
export interface Match {
  readonly rule: Rule;
  readonly secret: Secret;
  /** Offsets of the secret in the item's own bytes (for decoded text: of what was decoded). */
  readonly start: number;
  readonly end: number;
  readonly span: Span;
  readonly confidence: Confidence;
  /** Less grave than the rule says. */
  readonly severity?: Severity;
  readonly why: readonly string[];
  /** How the text was decoded to be seen, outermost first; empty for plain bytes. */
  readonly decodedFrom: readonly string[];
  /**
   * The line or lines that it stands on without it, the one above and the one below, as far as they fit a window: where a
   * suppression comment is looked for, and what the secret is paired with.
   */
  readonly surroundings: { readonly above: string; readonly line: string; readonly below: string };
  readonly partner?: Partner;
  /** The pattern's bound was reached: the secret may be longer. */
  readonly truncated: boolean;
  /** The same bytes read by rules whose vendor only a file name can still tell: `renameByFile` chooses. */
  readonly others: readonly Match[];
}
