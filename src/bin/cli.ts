// The command line: the real Io, the door, the exit code.

import { readFileSync, readlinkSync, writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import { runCli } from '../doors/cli.js';
import { UsageError, codeOf } from '../model/errors.js';

/** Writes everything, also to a pipe that is full for the moment; a reader that has gone is no error. What cannot even be complained of is let go. */
function write(file: 1 | 2, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(file, bytes, at);
    } catch (error) {
      const code = codeOf(error);
      if (code === 'EPIPE' || (file === 2 && code !== 'EAGAIN')) return;
      if (code !== 'EAGAIN') throw new UsageError(`standard output cannot be written (${code}${code === 'ENOSPC' ? ', the disk is full' : ''}): what it said is not whole`);
    }
  }
}

/**
 * Node puts /dev/null in the place of a standard input that is closed, open for reading and writing: a shell opens it for reading alone
 * (proc_pid_fdinfo(5), as far as the system has it). Nothing to read is not the same as an empty text.
 */
function isClosed(): boolean {
  try {
    return (/^flags:\s*0*(\d+)$/m.exec(readFileSync('/proc/self/fdinfo/0', 'utf8'))?.[1] ?? '').endsWith('2') && readlinkSync('/proc/self/fd/0') === '/dev/null';
  } catch {
    return false; // No such system.
  }
}

/** The first Ctrl-C is told, the second ends the process. CI engines that cancel a job send SIGTERM, and wait some seconds. */
function interrupted(): AbortSignal {
  const controller = new AbortController();
  for (const [signal, number] of [['SIGINT', 2], ['SIGTERM', 15]] as const) {
    process.once(signal, () => {
      controller.abort();
      process.once(signal, () => process.exit(128 + number));
    });
  }
  return controller.signal;
}

runCli(process.argv.slice(2), {
  cwd: process.cwd(),
  thread: `${__dirname}/thread.cjs`,
  environment: process.env,
  get stdin() {
    if (isClosed()) throw new UsageError('standard input is closed: there is nothing to read');
    return process.stdin;
  },
  get terminal() {
    return isatty(1);
  },
  get interactive() {
    return isatty(0) && isatty(2);
  },
  get columns() {
    return process.stdout.columns ?? 80;
  },
  ...(isatty(2) ? { status: (text: string) => write(2, text) } : {}),
  now: () => performance.now(),
  interrupted,
  onExit(clean) {
    process.once('exit', clean);
    for (const [signal, number] of [['SIGTERM', 15], ['SIGHUP', 1]] as const) process.once(signal, () => process.exit(128 + number));
  },
  print: (text) => write(1, text),
  warn: (text) => write(2, text),
}).then(
  (code) => process.exit(code),
  async (error: unknown) => {
    const { maskText } = await import('../run/mask.js');
    write(2, maskText(`skan: a fault of skan itself, please report it: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`));
    process.exit(2);
  },
);
