// Globs -> does a path match? As in .gitignore: a pattern without a slash before its end matches at any depth, one with it
// from the root, and what matches a folder holds for all that is in it.

import micromatch from 'micromatch';

export function makePathFilter(globs: readonly string[]): (path: string) => string | undefined {
  const matchers = globs.map((glob) => ({ glob, matchers: spell(glob).map((each) => micromatch.matcher(each, { dot: true, nocase: false })) }));
  return (path) => matchers.find((each) => each.matchers.some((matches) => matches(path)))?.glob;
}

function spell(glob: string): string[] {
  const bare = glob.replace(/^\.?\//, '').replace(/\/$/, '');
  const anchored = glob.replace(/\/$/, '').includes('/') ? bare : `**/${bare}`;
  return glob.endsWith('/') ? [`${anchored}/**`] : [anchored, `${anchored}/**`];
}
