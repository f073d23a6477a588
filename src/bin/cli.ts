// The command line: the real Io, the door, the exit code.

import { writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import { runCli } from '../doors/cli.js';

/** Writes everything, also to a pipe that is full for the moment; a reader that has gone is no error. */
function write(file: 1 | 2, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(file, bytes, at);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'EPIPE') return;
      if (code !== 'EAGAIN') throw error;
    }
  }
}

/** The first Ctrl-C is told, the second ends the process. */
function interrupted(): AbortSignal {
  const controller = new AbortController();
  process.once('SIGINT', () => {
    controller.abort();
    process.once('SIGINT', () => process.exit(130));
  });
  return controller.signal;
}

runCli(process.argv.slice(2), {
  cwd: process.cwd(),
  thread: `${__dirname}/thread.cjs`,
  environment: process.env,
  get stdin() {
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
