// The entries of the indexes of a repository: that of the work tree at hand and those of all linked ones, which git shows
// only one at a time. (git help ls-files, git help gitrepository-layout, "worktrees".)

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Problem } from '../../model/report.js';
import { leaveWorkTree } from './beside.js';
import { kindOfMode, splitNul } from './raw.js';
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
    for (const record of splitNul(answer.stdout)) entries.set(record.toString('latin1'), readEntry(record));
  }
  return [...entries.values()];
}

function findIndexes({ index, commonDirectory }: Layout): string[] {
  const linked = join(commonDirectory, 'worktrees');
  const folders = existsSync(linked) ? readdirSync(linked).sort().map((name) => join(linked, name)) : [];
  return [...new Set([index, ...[commonDirectory, ...folders].map((folder) => join(folder, 'index'))])].filter((file) => existsSync(file));
}

/** `<mode> SP <id> SP <stage> TAB <path>` */
function readEntry(record: Buffer): Entry {
  const tab = record.indexOf(9);
  const [mode = '', id = ''] = record.toString('latin1', 0, tab).split(' ');
  return { kind: kindOfMode(mode), id, path: record.subarray(tab + 1) };
}
