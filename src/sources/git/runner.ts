// Runs git: a question answered at once (`askGit`), or a process that streams (`openGit`). It knows nothing of what the
// commands mean. Every call is isolated (`isolation.ts`), has a deadline, and bounds what it keeps of stderr.
//
// Why not simple-git here: it costs a hook 0.4 to 1.8 times the start of Node (its queue and its 50 ms wait), and
// refuses the very options that make git safe on a stranger's repository.

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import type { ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { Interruption, UsageError } from '../../model/errors.js';
import { isolateEnvironment, isolatingOptions } from './isolation.js';
import type { Environment } from './isolation.js';

/** Where git is started, and with what. */
export interface Git {
  readonly cwd: string;
  readonly environment: Record<string, string>;
  /** The environment before it was isolated. */
  readonly given: Environment;
  /** Further options before the command, such as `-c safe.directory=…`. */
  options: readonly string[];
}

/** What a finished git said. */
export interface Answer {
  readonly status: number;
  readonly stdout: Buffer;
  /** The first few lines. */
  readonly stderr: string;
}

/** A hanging git (a FIFO for a config file) is ended after this many milliseconds. */
const deadline = 120_000;
const mostOutput = 2 ** 30;
const mostStderr = 4096;
const interrupted = 'it was interrupted';

/** The commands that read only objects, refs and the index, and ran nothing of a hostile repository when tried. */
type Command = 'cat-file' | 'check-ignore' | 'diff-index' | 'diff-tree' | 'for-each-ref' | 'ls-files' | 'ls-tree' | 'merge-base' | 'rev-list' | 'rev-parse' | 'reflog' | 'symbolic-ref' | 'config' | 'count-objects' | 'worktree';

export function makeGit(cwd: string, environment: Environment): Git {
  return { cwd, environment: isolateEnvironment(environment), given: environment, options: [] };
}

/**
 * @param input for the command's standard input
 * @throws UsageError when there is no git, or it does not answer in time
 */
export function askGit(git: Git, command: Command, args: readonly string[], input?: string): Answer {
  const answer = runOnce(git, command, args, input);
  if (answer.status !== 128 || !/dubious ownership/.test(answer.stderr) || git.options.length > 0) return answer;
  git.options = readSafeDirectories(git);
  return git.options.length === 0 ? answer : runOnce(git, command, args, input);
}

function runOnce(git: Git, command: Command, args: readonly string[], input = ''): Answer {
  const done = spawnSync('git', [...isolatingOptions, ...git.options, command, ...args], {
    cwd: git.cwd,
    env: git.environment,
    input,
    maxBuffer: mostOutput,
    timeout: deadline,
    killSignal: 'SIGKILL',
    windowsHide: true,
  });
  // Ctrl-C in a terminal reaches every process that is in front, and this one only once git has ended.
  if (done.signal === 'SIGINT') throw new Interruption(interrupted);
  // EPIPE: it ended before it had read all of its input; its status says why.
  if (done.error !== undefined && !('code' in done.error && done.error.code === 'EPIPE')) throw explainFailure(done.error, git, command);
  return { status: done.status ?? 128, stdout: done.stdout, stderr: done.stderr.toString('utf8', 0, mostStderr) };
}

/** The user's own `safe.directory`, which isolation hides: theirs to set, so it is honoured. */
function readSafeDirectories(git: Git): string[] {
  return askConfig(git, '/', ['--get-all', '-z', 'safe.directory']).filter((value) => value !== '').flatMap((value) => ['-c', `safe.directory=${value}`]);
}

/**
 * Settings as git itself has them here, the user's and those of `git -c` too: for what must be read as git is going to.
 * @param names a regular expression of git's
 * @returns values by name in lower case, in the order in which they were last set
 */
export function readConfig(git: Git, names: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const entry of askConfig(git, git.cwd, ['-z', '--get-regexp', names])) {
    const [name = '', ...value] = entry.split('\n');
    if (name === '') continue;
    values.delete(name);
    values.set(name, value.length === 0 ? 'true' : value.join('\n'));
  }
  return values;
}

/** Reading configuration runs nothing, so what isolation hides of it may be seen. */
function askConfig(git: Git, cwd: string, args: readonly string[]): string[] {
  const { GIT_CONFIG_GLOBAL: _global, GIT_CONFIG_NOSYSTEM: _system, ...environment } = git.environment;
  const configured = Object.fromEntries(Object.entries(git.given).filter(([name]) => name === 'XDG_CONFIG_HOME' || name.startsWith('GIT_CONFIG_')));
  const done = spawnSync('git', ['config', ...args], { cwd, env: { ...environment, ...configured }, timeout: deadline, windowsHide: true });
  return done.error === undefined ? done.stdout.toString().split('\0') : [];
}

function explainFailure(error: NodeJS.ErrnoException, git: Git, command: string): Error {
  if (error.code === 'ENOENT') return new UsageError('git was not found on the PATH; install git, or add its folder to PATH');
  if (error.code === 'ETIMEDOUT') return new UsageError(`git ${command} did not answer within ${deadline / 1000} s in ${git.cwd}; is a file in .git a pipe?`);
  if (error.code === 'ENOBUFS') return new UsageError(`git ${command} printed more than ${mostOutput} bytes; narrow the request`);
  return error;
}

export type GitProcess = ChildProcessByStdio<Writable, Readable, Readable>;

/** A git that runs on: the caller writes, reads, and ends it. */
export function openGit(git: Git, command: Command, args: readonly string[]): GitProcess {
  return spawn('git', [...isolatingOptions, ...git.options, command, ...args], {
    cwd: git.cwd,
    env: git.environment,
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
  });
}

/**
 * The same question as `askGit`, while the caller goes on: two of them use two processors. It is ended only when it falls silent.
 * @throws Interruption when `stop` says so
 */
export async function askGitBeside(git: Git, command: Command, args: readonly string[], input: string, stop?: AbortSignal): Promise<Answer> {
  const chunks: Buffer[] = [];
  const { status, stderr } = await hearGit(git, command, args, input, (chunk) => chunks.push(chunk), stop);
  return { status, stdout: Buffer.concat(chunks), stderr };
}

/**
 * The same while it is still speaking: nothing is kept of what it says.
 * @throws Interruption when `stop` says so
 */
export async function hearGit(git: Git, command: Command, args: readonly string[], input: string, hear: (chunk: Buffer) => void, stop?: AbortSignal): Promise<Omit<Answer, 'stdout'>> {
  const process = openGit(git, command, args);
  const stderr = collectStderr(process);
  const ended = once(process, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  const end = (): boolean => process.kill('SIGKILL');
  const timer = setTimeout(end, deadline);
  stop?.addEventListener('abort', end);
  process.stdin.on('error', () => undefined); // It died: its status tells.
  process.stdin.end(input);
  try {
    for await (const chunk of process.stdout) {
      timer.refresh();
      hear(chunk as Buffer);
    }
    const [status, signal] = await ended;
    if (stop?.aborted === true) throw new Interruption(interrupted);
    return { status: status ?? 128, stderr: stderr() || (signal === null ? '' : `git ${command} was ended by ${signal}`) };
  } finally {
    clearTimeout(timer);
    stop?.removeEventListener('abort', end);
  }
}

/** Keeps the first bytes of a process's stderr. */
export function collectStderr(process: GitProcess): () => string {
  let text = '';
  process.stderr.on('data', (chunk: Buffer) => {
    if (text.length < mostStderr) text += chunk.toString('utf8', 0, mostStderr);
  });
  return () => text;
}
