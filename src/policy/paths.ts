// Globs -> does a path match? A pattern without a slash matches at any depth, as in .gitignore.

import micromatch from 'micromatch';

export function makePathFilter(globs: readonly string[]): (path: string) => string | undefined {
  const matchers = globs.map((glob) => ({ glob, matches: micromatch.matcher(anchor(glob), { dot: true, nocase: false }) }));
  return (path) => matchers.find(({ matches }) => matches(path))?.glob;
}

function anchor(glob: string): string {
  const trimmed = glob.replace(/^\.?\//, '').replace(/\/$/, '/**');
  return trimmed.includes('/') || glob.startsWith('/') ? trimmed : `**/${trimmed}`;
}
