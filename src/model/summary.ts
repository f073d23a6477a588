// What an audit of several repositories comes to. Public API: `schema/summary-1.json`.

import type { Report } from './report.js';
import type { Severity } from './rule.js';

export interface Summary {
  readonly schema: 'summary-1.json';
  readonly tool: Report['tool'];
  /** Every repository was audited, and each wholly. */
  readonly complete: boolean;
  readonly repositories: readonly Audited[];
}

export interface Audited {
  /** As it was named, without passwords. */
  readonly repository: string;
  readonly complete: boolean;
  /** Why it is not complete. */
  readonly why?: string;
  readonly findings: Readonly<Record<Severity, number>>;
  /** The file that holds its report. */
  readonly file?: string;
  /** Its report, where it went into no file. */
  readonly report?: Report;
}
