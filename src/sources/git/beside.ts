// A git that is kept away from what it would read without need: from the work tree, or from the index.

import { delimiter, join, resolve } from 'node:path';
import type { Layout } from './repository.js';
import type { Git } from './runner.js';

/**
 * Stands in the git directory, with everything named by absolute paths: it lists the whole index wherever skan was started,
 * and cannot read the work tree, because it does not know where that is.
 * @param index another index than that of the layout
 */
export function leaveWorkTree(git: Git, layout: Layout, index = layout.index): Git {
  const { GIT_ALTERNATE_OBJECT_DIRECTORIES: alternates } = git.environment;
  const named = {
    GIT_DIR: layout.gitDirectory,
    GIT_WORK_TREE: layout.gitDirectory,
    GIT_COMMON_DIR: layout.commonDirectory,
    GIT_OBJECT_DIRECTORY: layout.objects,
    GIT_INDEX_FILE: index,
    ...(alternates === undefined ? {} : { GIT_ALTERNATE_OBJECT_DIRECTORIES: alternates.split(delimiter).map((path) => resolve(git.cwd, path)).join(delimiter) }),
  };
  return { ...git, cwd: layout.gitDirectory, environment: { ...git.environment, ...named } };
}

/** For commands that compare commits and load the index all the same: it may be damaged, or a pipe. */
export function withoutIndex(git: Git, layout: Layout): Git {
  return { ...git, environment: { ...git.environment, GIT_INDEX_FILE: join(layout.gitDirectory, 'no-index') } };
}
