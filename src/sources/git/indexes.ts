// The entries of the indexes of a repository: that of the work tree at hand and those of all linked ones, which git shows
// only one at a time. (git help ls-files, git help gitrepository-layout, "worktrees".)

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Problem } from '../../model/report.js';
import { leaveWorkTree } from './beside.js';
import { parseIndex } from './entries.js';
import { kindOfMode } from './raw.js';
import { mainLine } from './refusal.js';
import type { Layout } from './repository.js';
import { askGit } from './runner.js';
import type { Git } from './runner.js';

export interface Entry {
  readonly kind: ReturnType<typeof kindOfMode>;
  readonly id: string;
  readonly path: Uint8Array;
}

/** Each path and content once. */
export function listIndexes(git: Git, layout: Layout, problems: Problem[]): Entry[] {
  const entries = new Map<string, Entry>();
  for (const index of findIndexes(layout)) {
    const answer = askGit(leaveWorkTree(git, layout, index), 'ls-files', ['-s', '-z']);
    if (answer.status !== 0) problems.push({ what: index, why: `the index cannot be read: ${mainLine(answer.stderr)}`, hint: 'git read-tree HEAD makes it anew, without what is staged' });
    for (const { mode, id, path } of parseIndex(answer.stdout)) entries.set(`${mode} ${id} ${path.toString('latin1')}`, { kind: kindOfMode(mode), id, path });
  }
  return [...entries.values()];
}

function findIndexes({ index, commonDirectory }: Layout): string[] {
  const linked = join(commonDirectory, 'worktrees');
  const folders = existsSync(linked) ? readdirSync(linked).sort().map((name) => join(linked, name)) : [];
  return [...new Set([index, ...[commonDirectory, ...folders].map((folder) => join(folder, 'index'))])].filter((file) => existsSync(file));
}
