// Every object of the object database, in the order in which packs hold them: what an audit reads. What git leaves out in
// silence (a pack without its index, a store it cannot open) is looked for and told.

import { readdirSync } from 'node:fs';
import type { Problem } from '../../model/report.js';
import { explainRefusal, mainLine } from './refusal.js';
import { askGit } from './runner.js';
import type { Git } from './runner.js';

export interface Inventory {
  readonly ids: readonly string[];
  readonly problems: readonly Problem[];
}

/** Names alone: asked for more, git would end at the first object that it cannot open. @throws UsageError when git cannot list at all */
export function takeInventory(git: Git): Inventory {
  const answer = askGit(git, 'cat-file', ['--batch-all-objects', '--batch-check=%(objectname)', '--unordered']);
  if (answer.status !== 0 && answer.stdout.length === 0) throw explainRefusal(answer);
  const ids = answer.stdout.toString('latin1').split('\n').filter((id) => id !== '');
  return { ids, problems: explainStderr(answer.stderr, answer.status) };
}

function explainStderr(stderr: string, status: number): Problem[] {
  const line = mainLine(stderr);
  if (line === '' && status === 0) return [];
  return [{ what: 'object database', why: line || `git cat-file ended with ${status}`, hint: 'see what git fsck says of it' }];
}

/** git cat-file passes over a pack that has no index without a word. */
export function findBarePacks(objects: string): Problem[] {
  const files = new Set(listDirectory(`${objects}/pack`));
  return [...files]
    .filter((name) => name.endsWith('.pack') && !files.has(name.replace(/\.pack$/, '.idx')))
    .map((name) => ({ what: `objects/pack/${name}`, why: 'the pack has no index, so git does not read it', hint: `git index-pack objects/pack/${name}` }));
}

function listDirectory(path: string): string[] {
  try {
    return readdirSync(path).sort();
  } catch {
    return []; // A repository without packs has no such folder.
  }
}
