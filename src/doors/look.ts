// The commands that look: staged, range, audit, scan. Arguments -> Request -> run -> a report, printed or written.

import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../model/errors.js';
import { showingFormats } from '../model/request.js';
import type { Asking, Send } from '../model/exchange.js';
import type { Request, Target } from '../model/request.js';
import { formatPieces } from '../report/index.js';
import { exitCodeOf, run } from '../run.js';
import type { Outcome } from '../run.js';
import { forgetRepository } from '../sources/git/isolation.js';
import { askGit, makeGit } from '../sources/git/runner.js';
import type { Arguments } from './arguments.js';
import { takesColor } from './io.js';
import type { Io } from './io.js';

export async function look(given: Arguments, io: Io): Promise<number> {
  if (given.command === 'audit') return lookThrough(given, io);
  const outcome = await run(await makeRequest(given, io));
  await deliver(outcome, given, io);
  return exitCodeOf(outcome, given.flags.strict);
}

/** One repository, or several. */
async function lookThrough(given: Arguments, io: Io): Promise<number> {
  const { operands, flags } = given;
  const stop = io.interrupted();
  if (flags.repos !== undefined || operands.length > 1) return (await import('./several.js')).auditSeveral(given, io, (one) => audit(one, io, stop));
  const outcome = await audit(given, io, stop);
  await deliver(outcome, given, io);
  return exitCodeOf(outcome, flags.strict);
}

/** A URL is cloned, audited, and the clone removed. */
async function audit(given: Arguments, io: Io, stop: AbortSignal): Promise<Outcome> {
  if (stop.aborted) throw new UsageError('it was interrupted before this one was looked at');
  const [name = '.'] = given.operands;
  if (!/:/.test(name)) return runWatched(await makeRequest(given, io), given, io, stop);
  const { cloneMirror, isUrl } = await import('../sources/git/clone.js');
  if (!isUrl(name)) return runWatched(await makeRequest(given, io), given, io, stop);
  const { directory, shown, remove } = await cloneMirror(name, io.environment, stop, (clean) => io.onExit?.(clean));
  try {
    const request = await makeRequest({ ...given, operands: [directory] }, io);
    const target: Target = request.target.command === 'audit' ? { ...request.target, shown } : request.target;
    return await runWatched({ ...request, target, cache: false, server: true }, given, io, stop);
  } finally {
    remove();
  }
}

/** What takes long can be watched and stopped. */
async function runWatched(request: Request, { flags }: Arguments, io: Io, stop: AbortSignal): Promise<Outcome> {
  const { makeDisplay } = await import('./progress.js');
  const display = flags.quiet ? undefined : makeDisplay(io);
  try {
    return await run({ ...request, stop, ...(display === undefined ? {} : { watch: display.show }) });
  } finally {
    display?.clear();
  }
}

export async function makeRequest({ command, operands, flags }: Arguments, io: Io): Promise<Request> {
  return {
    target: await chooseTarget(command, operands, flags, io),
    cwd: io.cwd,
    environment: command === 'audit' && operands.length > 0 ? forgetRepository(io.environment) : io.environment,
    ...(flags.config === undefined ? {} : { config: flags.config }),
    ...(flags.failOn === undefined ? {} : { failOn: flags.failOn }),
    showSecrets: flags.showSecrets && showingFormats.includes(flags.format),
    ...(flags.validate ? { asking: await makeAsking(io) } : {}),
    ...(io.thread === undefined ? {} : { thread: io.thread }),
    cache: flags.cache,
    ...(flags.jobs === undefined ? {} : { jobs: flags.jobs }),
    server: isServer(io.environment),
  };
}

/** Loaded only when somebody is to be asked: nothing else can open a socket. */
async function makeAsking(io: Io): Promise<Asking> {
  return {
    send: await makeSender(io),
    announce: (hosts, keys) => io.warn(`skan: asking ${hosts.join(', ')} whether ${keys === 1 ? 'a key is' : `${keys} keys are`} alive\n`),
  };
}

export async function makeSender({ send, environment }: Io): Promise<Send> {
  return send ?? (await import('../remedy/send.js')).makeSend({ environment });
}

async function chooseTarget(command: string, operands: readonly string[], flags: Arguments['flags'], io: Io): Promise<Target> {
  switch (command) {
    case 'staged':
      checkFiles(operands, io);
      return { command };
    case 'range':
      return chooseRange(operands, flags, io);
    case 'audit':
      return chooseAudit(operands, flags, io);
    default:
      if (flags.commitMessage !== undefined) return chooseMessage(operands, flags.commitMessage);
      if (operands.length === 0 || operands.includes('')) throw new UsageError('skan scan needs a file, a folder, a glob, or - for standard input');
      return { command: 'scan', paths: operands, ...(operands.includes('-') ? { stdin: io.stdin } : {}), ...(flags.ignored === undefined ? {} : { ignored: flags.ignored }) };
  }
}

/** Hook managers such as lint-staged add the names of files that are staged; what is staged does not depend on them. Anything else was meant otherwise. */
function checkFiles(operands: readonly string[], { cwd, environment }: Io): void {
  // What is staged may be gone from the work tree.
  const isStaged = (name: string): boolean => askGit(makeGit(cwd, environment), 'ls-files', ['--', name]).stdout.length > 0;
  const stray = operands.find((each) => each === '' || (statSync(resolve(cwd, each), { throwIfNoEntry: false }) === undefined && !isStaged(each)));
  if (stray !== undefined) throw new UsageError(`skan staged looks at what is staged, and takes no argument; there is no file ${stray === '' ? 'without a name' : stray}`);
}

function chooseMessage([operand]: readonly string[], message: string): Target {
  if (operand !== undefined) throw new UsageError(`skan scan --commit-msg looks at the message alone: ${operand} is one too many`);
  return { command: 'scan', message };
}

async function chooseRange(operands: readonly string[], { stdin, remote }: Arguments['flags'], io: Io): Promise<Target> {
  if (stdin && operands.length > 0) throw new UsageError(`skan range takes its ranges from --stdin, or one as an argument: ${operands[0] ?? ''} is one too many`);
  if (stdin) return { command: 'range', lines: await readText(io.stdin), ...(remote === undefined ? {} : { remote }) };
  const [range, second] = operands;
  if (range === undefined) throw new UsageError('skan range needs <base>..<head>, for example skan range origin/main..HEAD, or --stdin');
  if (second !== undefined) throw new UsageError(`skan range takes one range; ${second} is one too many`);
  return { command: 'range', range };
}

async function chooseAudit(operands: readonly string[], flags: Arguments['flags'], io: Io): Promise<Target> {
  const [directory = '.'] = operands;
  if (directory === '') throw new UsageError('skan audit: the name of the folder is empty');
  const path = resolve(io.cwd, directory);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) throw new UsageError(`${directory}: there is no such folder`);
  const narrow = flags.onlyHead || flags.since !== undefined ? { narrow: { onlyHead: flags.onlyHead, ...(flags.since === undefined ? {} : { since: flags.since }) } } : {};
  return { command: 'audit', directory: path, ...narrow, ...(flags.shard === undefined ? {} : { shard: (await import('./shard.js')).readShard(flags.shard, io.environment) }) };
}

/** Where what is judged has been pushed by whoever started the run. */
function isServer(environment: Io['environment']): boolean {
  return (environment['CI'] ?? '') !== '' && environment['CI'] !== 'false';
}

export async function readText(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

export async function deliver({ report, failOn }: Outcome, { flags, operands }: Arguments, io: Io): Promise<void> {
  const shown = await formatPieces(flags.format, report, {
    color: flags.color && flags.output === undefined && takesColor(io),
    get columns() {
      return io.columns;
    },
    failOn,
    verbose: flags.verbose,
    quiet: flags.quiet,
    now: new Date().toISOString(),
    elsewhere: report.scan.command === 'audit' && operands.some((each) => resolve(io.cwd, each) !== io.cwd),
  });
  const pieces = typeof shown === 'string' && flags.format === 'text' && speaksAscii(io) ? spellSigns(shown) : shown;
  if (flags.output !== undefined) (await import('./output.js')).writeReport(resolve(io.cwd, flags.output), pieces, flags.output);
  // What a hook prints comes whole, and loads nothing more.
  else for (const text of typeof pieces === 'string' ? [pieces] : (await import('./output.js')).joinPieces(pieces)) io.print(text);
}

/** A locale that is said to know ASCII alone (locale(7)); where none is said, it may be any. */
export function speaksAscii({ environment }: Io): boolean {
  const locale = environment['LC_ALL'] || environment['LC_CTYPE'] || environment['LANG'];
  return locale === 'C' || locale === 'POSIX';
}

function spellSigns(text: string): string {
  return text.replaceAll('…', '...');
}
