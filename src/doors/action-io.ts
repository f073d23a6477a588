// What the Action's door may do to the outside world. `bin/action.ts` makes the real one of `@actions/core`; tests make their own.

export interface ActionIo {
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Value of an input of `action.yml`, trimmed; empty when not given. */
  input(name: string): string;
  /** The step's log, where lines may be workflow commands. */
  print(text: string): void;
  /** An annotation that is no complaint, on one file. */
  notice(title: string, text: string, file: string): void;
  setOutput(name: string, value: string): void;
  addSummary(markdown: string): Promise<void>;
  /** Fails the step; the line is the last that its log shows. */
  fail(line: string): void;
}
