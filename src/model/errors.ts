// What can go wrong in a way that is the caller's to mend. Everything else is a bug and ends with its stack.

/** A request that cannot be carried out: one line that says what, where, and what to do. Exit 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The user pressed Ctrl-C while something was asked that cannot be answered in part. */
export class Interruption extends UsageError {}

/** What the system said of a file or a process: `ENOENT`. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
