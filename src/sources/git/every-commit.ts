// Every commit that the object database holds, for an audit that does not read all of it: whose history the graph is made of
// does not depend on what was asked for. Asked only once something was found.

import type { PackedCommits } from '../../model/work.js';
import { readCommits } from '../packs/commit-table.js';
import { makeLinks } from '../packs/links.js';
import { readObjects } from './objects.js';
import { askGit } from './runner.js';
import type { Git } from './runner.js';

/** What cannot be read is passed over: whoever was to scan it tells. */
export async function listEveryCommit(git: Git, known: readonly PackedCommits[], idBytes: number): Promise<PackedCommits[]> {
  const seen = readCommits(known, idBytes);
  const answer = askGit(git, 'cat-file', ['--batch-all-objects', '--batch-check=%(objecttype) %(objectname)', '--unordered']);
  const ids = answer.stdout.toString('latin1').split('\n').flatMap((line) => (line.startsWith('commit ') && seen.find(line.slice(7)) < 0 ? line.slice(7) : []));
  const links = makeLinks(idBytes, () => true);
  if (ids.length > 0) for await (const batch of readObjects(git, ids, () => undefined)) for (const { id, type, bytes, offset, last } of batch) if (offset === 0 && last) links.read({ id }, type, bytes);
  return [...known, links.commits.take()];
}
