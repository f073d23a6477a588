// A repository to be read whole: whether git agrees that it is one, where it lies, and how long its objects' ids are. `staged` and
// `range` do with less.

import { UsageError } from '../../model/errors.js';
import type { Environment } from './isolation.js';
import { explainRefusal } from './refusal.js';
import { findLayout } from './repository.js';
import type { Layout } from './repository.js';
import { askGit, makeGit } from './runner.js';
import type { Git } from './runner.js';

export interface Repository {
  readonly git: Git;
  readonly layout: Layout;
  /** Bytes of an object's id. */
  readonly idBytes: 20 | 32;
}

/** @throws UsageError when there is no repository there, or git cannot read it */
export function openRepository(directory: string, environment: Environment): Repository {
  const git = makeGit(directory, environment);
  const check = askGit(git, 'rev-parse', ['--git-dir', '--show-object-format']);
  if (check.status !== 0) throw explainRefusal(check);
  const layout = findLayout(directory, environment);
  if (layout === undefined) throw new UsageError(`no repository is to be seen at ${directory}`);
  return { git, layout, idBytes: check.stdout.toString().endsWith('sha256\n') ? 32 : 20 };
}
