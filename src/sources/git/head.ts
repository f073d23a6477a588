// What of the found things stands in the tree of HEAD: asked only once something was found.

import type { Place } from '../../model/place.js';
import type { Hit, Located } from '../../model/source.js';
import { parseTree } from './entries.js';
import { showPath } from './paths.js';
import { askGit } from './runner.js';
import type { Git } from './runner.js';

export function markHead(git: Git, located: ReadonlyMap<Hit, Located>): Map<Hit, Located> {
  const head = listHead(git);
  const mark = (place: Place): Place => (head.has(`${place.object ?? ''} ${place.path}`) ? { ...place, inHead: true } : place);
  return new Map([...located].map(([hit, each]) => [hit, { ...each, places: each.places.map(mark) }]));
}

/** Id and path of everything in the tree of HEAD. */
function listHead(git: Git): Set<string> {
  const entries = parseTree(askGit(git, 'ls-tree', ['-r', '-z', '--full-tree', 'HEAD']).stdout);
  return new Set(entries.map(({ id, path }) => `${id} ${showPath(path)}`));
}
