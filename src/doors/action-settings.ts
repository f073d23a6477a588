// Settings that a change cannot choose for itself: the file that the input `config` names, taken from the base where the
// repository holds it; and a word to the reviewer when a change edits settings.

import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { findLayout } from '../sources/git/repository.js';
import { askGit } from '../sources/git/runner.js';
import type { Git } from '../sources/git/runner.js';
import { visible } from '../report/visible.js';
import type { Judged } from './action-event.js';
import type { ActionIo } from './action-io.js';

const settingsFiles = ['.skan.yaml', '.skan-baseline'];

/**
 * @param folder temporary, for a copy of the base's file
 * @returns the file to use; undefined: the one that is found without being named
 */
export function placeConfig(config: string, folder: string, { configFrom, head }: Judged, git: Git, io: ActionIo): string | undefined {
  const path = resolve(git.cwd, config);
  const inside = relative(findLayout(git.cwd, io.environment)?.top ?? git.cwd, path).split(sep).join('/');
  if (configFrom === undefined || inside === '..' || inside.startsWith('../') || isAbsolute(inside)) return path;
  const held = askGit(git, 'cat-file', ['blob', `${configFrom}:${inside}`]);
  if (held.status === 0) {
    const copy = join(copyFolder(folder), inside);
    mkdirSync(dirname(copy), { recursive: true });
    writeFileSync(copy, held.stdout);
    return copy;
  }
  // A file that an earlier step made is the workflow's own; one that the change brings is what is judged.
  if (head === undefined || askGit(git, 'cat-file', ['-e', `${head}:${inside}`]).status !== 0) return path;
  io.notice('skan: settings that the change brings', 'They are not used to judge it; they hold once the base has them.', visible(inside));
  return undefined;
}

/** Copies keep their path in it, so that a complaint without the folder names the file as the workflow does. */
export function copyFolder(folder: string): string {
  return join(folder, 'base');
}

/** Says of every settings file that the change edits that it was judged without the edit. */
export function noteEditedSettings({ configFrom, head }: Judged, git: Git, io: ActionIo): void {
  if (configFrom === undefined || head === undefined) return;
  const base = askGit(git, 'merge-base', ['--end-of-options', configFrom, head]);
  if (base.status !== 0) return;
  const changed = askGit(git, 'diff-tree', ['-r', '-z', '--name-only', '--no-renames', base.stdout.toString().trim(), head]);
  for (const path of changed.stdout.toString().split('\0').filter((each) => settingsFiles.includes(basename(each)))) {
    io.notice('skan: this change edits settings', 'It was judged by those of its base; the edit holds once it is merged.', visible(path));
  }
}
