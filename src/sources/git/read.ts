// Objects -> pieces of items, and objects -> whole contents: the two ways in which the sources read, with every loss
// recorded as a Problem.

import type { Item, Piece } from '../../model/place.js';
import type { Problem } from '../../model/report.js';
import type { Intake } from '../intake.js';
import { readObjects } from './objects.js';
import type { Loss } from './objects.js';
import type { Git } from './runner.js';

/** Largest object that is held whole to be compared with a newer one. */
const mostWhole = 64 * 1024 * 1024;

export async function* toPieces(git: Git, items: readonly Item[], intake: Pick<Intake, 'places'>, problems: Problem[]): AsyncGenerator<readonly Piece[]> {
  const byId = new Map(items.map((item) => [item.id, item]));
  const lost = (loss: Loss): void => {
    const item = byId.get(loss.id);
    const path = item === undefined ? undefined : intake.places(item)[0]?.path;
    problems.push(explainLost(loss, path === '' ? undefined : path));
  };
  for await (const batch of readObjects(git, [...byId.keys()], lost)) {
    const pieces: Piece[] = [];
    for (const { id, offset, bytes, last } of batch) {
      const item = byId.get(id);
      if (item !== undefined) pieces.push({ item, offset, bytes, last });
    }
    yield pieces;
  }
}

export async function readAll(git: Git, ids: readonly string[], problems: Problem[]): Promise<Map<string, Uint8Array>> {
  const contents = new Map<string, Uint8Array>();
  await visitAll(git, ids, problems, (id, bytes) => contents.set(id, Buffer.from(bytes)));
  return contents;
}

/** Each object whole, one after the other: its bytes are good until `visit` returns. */
export async function visitAll(git: Git, ids: readonly string[], problems: Problem[], visit: (id: string, bytes: Uint8Array) => void): Promise<void> {
  if (ids.length === 0) return;
  let parts: Uint8Array[] = [];
  for await (const batch of readObjects(git, ids, (loss) => problems.push(explainLost(loss)))) {
    for (const { id, size, offset, bytes, last } of batch) {
      if (offset === 0) parts = [];
      if (size > mostWhole) continue;
      if (last && parts.length === 0) visit(id, bytes);
      else parts.push(Buffer.from(bytes));
      if (last && parts.length > 0) visit(id, Buffer.concat(parts));
    }
  }
}

export function explainLost({ id, why, more = 0 }: Loss, path?: string): Problem {
  const named = path === undefined ? id : `${path} (${id})`;
  return explainLoss(more === 0 ? named : `${named} and ${more} more object${more === 1 ? '' : 's'}`, why);
}

export function explainLoss(what: string, why: string): Problem {
  const missing = /missing|promis/.test(why);
  return { what, why, hint: missing ? 'fetch the missing objects (git fetch --refetch, or clone without --filter), then scan again' : 'see what git fsck says of it' };
}
