// What a door may choose about how a report looks. Nothing here changes what a report says.

import type { Severity } from '../model/rule.js';

export interface FormatOptions {
  /** ANSI colours; the text reads the same without. */
  readonly color: boolean;
  /** Width of the terminal. */
  readonly columns: number;
  /** Findings at or above it fail; `info` never does. */
  readonly failOn: Severity;
  /** Lists everything that was skipped or suppressed, every place, every reason. */
  readonly verbose: boolean;
  /** Findings, problems and suppressions that are news; nothing else. */
  readonly quiet: boolean;
  /** What was audited is not the repository that skan is started in. */
  readonly elsewhere?: boolean;
  /** When it is written, ISO 8601 in UTC: for formats that must or should name a time. */
  readonly now?: string;
  /** The terminal knows OSC 8 links. */
  readonly hyperlinks?: boolean;
}
