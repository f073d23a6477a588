// What a door may do to the outside world. `bin/` makes the real one; tests make their own.

import type { Send } from '../model/exchange.js';

export interface Io {
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly stdin: AsyncIterable<Uint8Array>;
  /** Standard output is a terminal. */
  readonly terminal: boolean;
  readonly columns: number;
  /** Somebody sits there who can be asked: standard input and standard error are a terminal. */
  readonly interactive: boolean;
  /** The file that threads of an audit run; absent: one thread does all. */
  readonly thread?: string;
  /** Writes to standard error as it is, where that is a terminal. */
  readonly status?: (text: string) => void;
  /** Milliseconds on a clock that only goes forward. */
  now(): number;
  /** Aborted when the user interrupts; from the first call on, interrupting does not end the process at once. */
  interrupted(): AbortSignal;
  /** What carries a question to a provider; absent: HTTPS. Tests make their own. */
  readonly send?: Send;
  /** Is called when the process ends, also when it is told to end. */
  onExit?(clean: () => void): void;
  /** Standard output. */
  print(text: string): void;
  /** Standard error. */
  warn(text: string): void;
}

/** Whether colours would be seen as such (https://no-color.org; terminfo(5) for `dumb`). */
export function takesColor({ terminal, environment }: Io): boolean {
  return terminal && !environment['NO_COLOR'] && environment['TERM'] !== 'dumb';
}
