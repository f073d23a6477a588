// What lies around a history and is not part of it: remotes, submodules, Git LFS. A purge names them, and touches none.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from './git/isolation.js';
import { findLayout } from './git/repository.js';
import { askGit, makeGit } from './git/runner.js';

export interface Surroundings {
  /** Without user and password. */
  readonly remotes: readonly { readonly name: string; readonly url: string }[];
  /** Paths of submodules of HEAD. */
  readonly submodules: readonly string[];
  readonly lfs: boolean;
}

export function readSurroundings(directory: string, environment: Environment): Surroundings {
  const git = makeGit(directory, environment);
  const urls = askGit(git, 'config', ['-z', '--get-regexp', '^remote\\..*\\.url$']).stdout.toString().split('\0').filter((record) => record !== '');
  const remotes = urls.map((record) => {
    const [key = '', url = ''] = record.split('\n');
    return { name: key.slice('remote.'.length, -'.url'.length), url: url.replace(/^([a-z+]+:\/\/)[^/@]*@/i, '$1') };
  });
  const entries = askGit(git, 'ls-tree', ['-r', '-z', '--full-tree', 'HEAD']).stdout.toString().split('\0');
  const links = entries.filter((record) => record.startsWith('160000 '));
  // A mirror has the attributes alone.
  const attributes = entries.filter((record) => /[\t/]\.gitattributes$/.test(record)).map((record) => `${record.split(/[ \t]/)[2] ?? ''}\n`);
  const written = attributes.length === 0 ? '' : askGit(git, 'cat-file', ['--batch'], attributes.join('')).stdout.toString('latin1');
  const layout = findLayout(directory, environment);
  return {
    remotes,
    submodules: links.map((record) => record.slice(record.indexOf('\t') + 1)),
    lfs: /^[^#\n]*\bfilter=lfs\b/m.test(written) || (layout !== undefined && existsSync(join(layout.commonDirectory, 'lfs'))),
  };
}
