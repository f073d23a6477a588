// What a door may do to the outside world. `bin/` makes the real one; tests make their own.

export interface Io {
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly stdin: AsyncIterable<Uint8Array>;
  /** Standard output is a terminal. */
  readonly terminal: boolean;
  readonly columns: number;
  /** The file that threads of an audit run; absent: one thread does all. */
  readonly thread?: string;
  /** Standard output. */
  print(text: string): void;
  /** Standard error. */
  warn(text: string): void;
}
