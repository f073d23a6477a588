// A repository with a key in every corner that git has, for what must find them all.

import { makeKey } from './keys.js';
import { makeRepository } from './repository.js';
import type { Repository } from './repository.js';

const key = (name: string): string => makeKey(name);

export function makeCorners(): Repository {
  const repository = makeRepository();
  const { git } = repository;
  repository.commit({ kept: `one\n${key('kept')}\n`, gone: `${key('deleted file')}\n`, [`gone-${key('deleted name')}`]: 'x\n' });
  repository.commit({ gone: undefined, [`gone-${key('deleted name')}`]: undefined, link: { link: `/x/${key('link')}` } });
  git('checkout', '--quiet', '-b', 'side');
  repository.commit({ shared: 'side\n', branch: `${key('branch')}\n` });
  git('checkout', '--quiet', 'main');
  repository.commit({ shared: 'main\n' });
  repository.tryGit(['merge', 'side']);
  repository.commit({ shared: `both\n${key('merge')}\n` });
  repository.commit({ a: 'a\n' }, `subject\n\n${key('message')}`);
  repository.tryGit(['commit', '--quiet', '--allow-empty', '-m', 'x'], { variables: { GIT_AUTHOR_EMAIL: `${key('author')}@example.org` } });
  repository.tryGit(['commit', '--quiet', '--allow-empty', '-m', 'x'], { variables: { GIT_COMMITTER_NAME: `Bot ${key('committer')}` } });
  git('tag', '-a', 'v1', '-m', `tag ${key('tag message')}`);
  git('tag', 'data', repository.blob(`${key('tagged blob')}\n`));
  git('tag', '-a', 'outer', 'v1', '-m', `tag of a tag ${key('outer tag')}`);
  git('notes', 'add', '-m', `note ${key('note')}`);
  git('branch', `topic/${key('ref name')}`);
  git('checkout', '--quiet', '-b', 'left', 'main');
  repository.commit({ c: `${key('reflog')}\n` });
  git('reset', '--quiet', '--hard', 'HEAD~1');
  git('checkout', '--quiet', 'main');
  for (const name of ['stash one', 'stash two']) {
    repository.write({ a: `${key(name)}\n`, untracked: `${key(`${name} untracked`)}\n` });
    repository.stage({ b: `${key(`${name} index`)}\n` });
    git('stash', '--quiet', '--include-untracked');
  }
  repository.blob(`${key('dangling blob')}\n`);
  repository.tryGit(['commit-tree', git('write-tree'), '-m', `dangling ${key('dangling commit')}`]);
  repository.stage({ [`staged-${key('staged name')}`]: `${key('staged')}\n` });
  return repository;
}
