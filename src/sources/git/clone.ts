// A repository behind a URL, as a mirror in a folder of its own that only this user can read. The other end sets nothing: no
// hook, no template, no submodule, no protocol but those named here. The user's own settings hold, because they are how a
// private repository is reached; nothing of what they or the URL hold is printed.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '../../model/errors.js';
import { isolateEnvironment, isolatingOptions } from './isolation.js';
import type { Environment } from './isolation.js';
import { mainLine } from './refusal.js';

export interface Clone {
  readonly directory: string;
  /** The URL without what stands for a person in it. */
  readonly shown: string;
  remove(): void;
}

const protocols = ['https', 'ssh', 'git', 'file'];

/** What isolation closes and a clone needs open: the user's own keys, helpers and proxies. */
const closed = ['GIT_CONFIG_NOSYSTEM', 'GIT_CONFIG_GLOBAL', 'GIT_ASKPASS', 'SSH_ASKPASS', 'GIT_SSH_COMMAND', 'GIT_PROXY_COMMAND'];
const own = /^(?:GIT_CONFIG_.*|GIT_ASKPASS|GIT_SSH(?:_COMMAND|_VARIANT)?|GIT_SSL_.*|SSH_AUTH_SOCK|SSH_AGENT_PID|XDG_CONFIG_HOME|https?_proxy|all_proxy|no_proxy|HTTPS?_PROXY|ALL_PROXY|NO_PROXY)$/;
const open = ['credential.helper='];

/** A path as scp has it, `[user@]host:path`, or anything with a scheme. */
export function isUrl(text: string): boolean {
  return /^[A-Za-z][A-Za-z0-9+.-]*:(?:\/\/|:)|^[^/\\]+@[^/\\]+:/.test(text);
}

/** For a web address what stands before the host is a key or half of one; for others only what follows the colon. */
export function maskUrl(url: string): string {
  return url.replace(/^(https?:\/\/)[^/]*@/i, '$1…@').replace(/^([A-Za-z+.-]+:\/\/[^/:@]*):[^/]*@/, '$1:…@');
}

/**
 * @param stop ends the clone
 * @throws UsageError when it cannot be cloned; nothing is left behind then
 */
export async function cloneMirror(url: string, environment: Environment, stop: AbortSignal, onFolder: (remove: () => void) => void): Promise<Clone> {
  const shown = maskUrl(url);
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(url.includes('://') || url.includes('::') ? url : 'ssh:')?.[1]?.toLowerCase() ?? '';
  if (url.startsWith('-') || url.includes('::') || !protocols.includes(scheme)) throw new UsageError(`${shown}: skan clones over ${protocols.join(', ')} only`);
  const folder = mkdtempSync(join(tmpdir(), 'skan-clone-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  onFolder(remove);
  const directory = join(folder, 'repository.git');
  try {
    const why = await runClone(url, directory, environment, stop);
    if (why !== undefined) throw new UsageError(`${shown}: it cannot be cloned: ${hide(why, url)}`);
  } catch (error) {
    remove();
    throw error;
  }
  return { directory, shown, remove };
}

/** @returns why it failed; undefined: it did not */
async function runClone(url: string, directory: string, environment: Environment, stop: AbortSignal): Promise<string | undefined> {
  const options = isolatingOptions.filter((_, at) => !open.includes(isolatingOptions[at + (isolatingOptions[at] === '-c' ? 1 : 0)] ?? ''));
  const args = [...options, '-c', 'fetch.fsckObjects=false', '-c', 'transfer.bundleURI=false', 'clone', '--quiet', '--mirror', '--template=', '--no-recurse-submodules', '--', url, directory];
  const process = spawn('git', args, { env: openEnvironment(environment), stdio: ['ignore', 'ignore', 'pipe'], windowsHide: true, signal: stop });
  let stderr = '';
  process.stderr.on('data', (chunk: Buffer) => (stderr = (stderr + chunk.toString()).slice(0, 4096)));
  try {
    const [status] = (await once(process, 'close')) as [number | null];
    return status === 0 ? undefined : mainLine(stderr) || 'git gave no reason';
  } catch (error) {
    if (stop.aborted) return 'it was interrupted';
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') throw new UsageError('git was not found on the PATH; install git, or add its folder to PATH');
    throw error;
  }
}

function openEnvironment(environment: Environment): Record<string, string> {
  const isolated = Object.entries(isolateEnvironment(environment)).filter(([name]) => !closed.includes(name) && !/^GIT_(?:DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|COMMON_DIR|QUARANTINE_PATH)$/.test(name));
  const given = Object.entries(environment).flatMap(([name, value]) => (value !== undefined && own.test(name) ? [[name, value] as const] : []));
  return { ...Object.fromEntries(isolated), ...Object.fromEntries(given), GIT_ALLOW_PROTOCOL: protocols.join(':'), GIT_TERMINAL_PROMPT: '0' };
}

/** git repeats the URL in what it says, sometimes in part. */
function hide(text: string, url: string): string {
  const secrets = /^[A-Za-z+.-]+:\/\/([^/]*)@/.exec(url)?.[1]?.split(':') ?? [];
  return secrets.filter((each) => each.length > 2 && each !== 'git').reduce((hidden, each) => hidden.replaceAll(each, '…').replaceAll(decode(each), '…'), text.replaceAll(url, maskUrl(url)));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // Not encoded, then.
  }
}
