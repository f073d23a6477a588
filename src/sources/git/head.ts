// What of the found things stands in the tree of HEAD: asked only once something was found.

import type { Place } from '../../model/place.js';
import type { Hit, Located } from '../../model/source.js';
import { readEntries } from './entries.js';
import { showPath } from './paths.js';
import { askGit } from './runner.js';
import type { Git } from './runner.js';

export function markHead(git: Git, located: ReadonlyMap<Hit, Located>): Map<Hit, Located> {
  const head = listHead(git, new Set([...located.values()].flatMap(({ places }) => places.flatMap(({ object }) => object ?? []))));
  const mark = (place: Place): Place => (head.has(`${place.object ?? ''} ${place.path}`) ? { ...place, inHead: true } : place);
  return new Map([...located].map(([hit, each]) => [hit, { ...each, places: each.places.map(mark) }]));
}

/** Id and path of those of the objects that stand in the tree of HEAD. */
function listHead(git: Git, objects: ReadonlySet<string>): Set<string> {
  const head = new Set<string>();
  for (const { id, path } of readEntries(askGit(git, 'ls-tree', ['-r', '-z', '--full-tree', 'HEAD']).stdout, 'tree')) if (objects.has(id)) head.add(`${id} ${showPath(path)}`);
  return head;
}
