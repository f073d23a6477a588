// What of the found things stands in the tree of HEAD: asked only once something was found.

import type { Place } from '../../model/place.js';
import type { Problem } from '../../model/report.js';
import type { Hit, Located } from '../../model/source.js';
import { readEntries } from './entries.js';
import { showPath } from './paths.js';
import { mainLine } from './refusal.js';
import { askGit } from './runner.js';
import type { Git } from './runner.js';

/** @param problems gets what git could not list, where nothing else was lost */
export function markHead(git: Git, located: ReadonlyMap<Hit, Located>, problems: Problem[]): Map<Hit, Located> {
  const head = listHead(git, problems, new Set([...located.values()].flatMap(({ places }) => places.flatMap(({ object }) => object ?? []))));
  const mark = (place: Place): Place => (head.has(`${place.object ?? ''} ${place.path}`) ? { ...place, inHead: true } : place);
  return new Map([...located].map(([hit, each]) => [hit, { ...each, places: each.places.map(mark) }]));
}

/** Id and path of those of the objects that stand in the tree of HEAD. */
function listHead(git: Git, problems: Problem[], objects: ReadonlySet<string>): Set<string> {
  const head = new Set<string>();
  const { status, stdout, stderr } = askGit(git, 'ls-tree', ['-r', '-z', '--full-tree', 'HEAD']);
  // A branch without a commit yet has no tree.
  const failed = status !== 0 && problems.length === 0 && askGit(git, 'rev-parse', ['--verify', '--quiet', 'HEAD']).status === 0;
  if (failed) problems.push({ what: 'HEAD', why: `what stands in it could not be listed: ${mainLine(stderr) || 'git ls-tree ended early'}`, hint: 'see what git fsck says of it' });
  for (const { id, path } of readEntries(stdout, 'tree')) if (objects.has(id)) head.add(`${id} ${showPath(path)}`);
  return head;
}
