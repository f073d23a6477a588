// A fresh mirror clone of a URL that the user names, into a folder that goes away again. Unlike every other call of git here it
// may open a socket and use the user's own credentials; nothing of the repository at hand is read by it.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '../../model/errors.js';
import { forgetRepository } from './isolation.js';
import type { Environment } from './isolation.js';
import { mainLine } from './refusal.js';

const deadline = 3_600_000;

export interface Clone {
  readonly path: string;
  remove(): void;
}

/** @throws UsageError when it cannot be cloned */
export function cloneMirror(url: string, cwd: string, environment: Environment): Clone {
  if (url.startsWith('-') || url.includes('::')) throw new UsageError(`${url}: this is not a URL that skan clones; give one of https, ssh or a path`);
  const folder = mkdtempSync(join(tmpdir(), 'skan-mirror-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const path = join(folder, 'mirror.git');
  // --no-local: a copy of a folder would bring what no ref of it reaches, and would say nothing of what others get.
  const options = ['-c', 'core.hooksPath=/dev/null', '-c', 'gc.auto=0', '-c', 'maintenance.auto=false', 'clone', '--quiet', '--mirror', '--no-local', '--template=', '--', url, path];
  const done = spawnSync('git', options, { cwd, env: { ...forgetRepository(environment), LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0', GIT_ALLOW_PROTOCOL: 'file:https:http:ssh:git' }, timeout: deadline, windowsHide: true });
  if (done.status === 0) return { path, remove };
  remove();
  const hide = (text: string): string => text.replaceAll(/(?<=:\/\/)[^/@\s]*@/g, '');
  throw new UsageError(hide(`${url}: git could not clone it: ${mainLine(done.stderr?.toString() ?? '') || done.error?.message || 'it gave no reason'}`));
}
