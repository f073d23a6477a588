// What git ignores below a folder: the rules are git's, so git is asked. Outside a work tree the `.gitignore` files count as if
// the folder were one. Where git does not answer, nothing is left out.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { forgetRepository } from './isolation.js';
import type { Environment } from './isolation.js';
import { splitNul } from './raw.js';
import { findLayout } from './repository.js';
import { askGit, makeGit } from './runner.js';
import type { Git } from './runner.js';

/**
 * @param folder absolute
 * @param anywhere also where no repository is
 * @returns absolute paths as Latin-1, without a slash at the end; a folder stands for all that is in it. What git tracks is not among them
 */
export function listIgnored(folder: string, environment: Environment, anywhere: boolean): ReadonlySet<string> {
  const own = forgetRepository(environment);
  const top = findLayout(folder, own)?.top;
  if (top === undefined && !anywhere) return new Set();
  const scratch = top === undefined ? makeScratch() : undefined;
  try {
    const git = makeGit(folder, scratch === undefined ? own : { ...own, GIT_DIR: scratch, GIT_WORK_TREE: folder });
    return askIgnored(git, folder);
  } catch {
    return new Set(); // There is no git, or it refuses this repository.
  } finally {
    if (scratch !== undefined) rmSync(scratch, { recursive: true, force: true });
  }
}

function askIgnored(git: Git, folder: string): ReadonlySet<string> {
  // A folder that git ignores, and the user names, is meant.
  if (askGit(git, 'check-ignore', ['-q', '--', '.']).status === 0) return new Set();
  const answer = askGit(git, 'ls-files', ['--others', '--ignored', '--exclude-standard', '--directory', '-z']);
  if (answer.status !== 0) return new Set();
  const start = Buffer.from(folder).toString('latin1');
  return new Set(splitNul(answer.stdout).map((path) => resolve(start, path.toString('latin1'))));
}

/** The least that git takes for a repository. */
function makeScratch(): string {
  const scratch = mkdtempSync(join(tmpdir(), 'skan-ignored-'));
  for (const name of ['objects', 'refs']) mkdirSync(join(scratch, name));
  writeFileSync(join(scratch, 'HEAD'), 'ref: refs/heads/main\n');
  return scratch;
}
