// Where earlier audits saw that found blobs came in, kept so that of a history only new commits are compared. Paths that hold
// something are not kept: then every audit walks anew.

import type { Step, Trail } from './git/history.js';
import { findId, makeIdTable } from './packs/ids.js';
import type { MemoryPlace } from './packs/memory.js';
import { readSealed, writeSealed } from './packs/sealed.js';

interface Kept {
  /** Ids of all commits that were compared, in base64. */
  readonly commits: string;
  readonly sought: readonly string[];
  /** Blobs and commits by id. */
  readonly steps: readonly (readonly [blob: string, commit: string, path: string, link: 0 | 1])[];
}

export interface TrailKeeper {
  recall(): Trail | undefined;
  /** @param commits all that have been compared by now */
  keep(commits: Iterable<string>, sought: ReadonlySet<string>, steps: readonly Step[]): void;
}

/** More commits than this are not kept: their ids would take more memory than a walk. */
const mostCommits = 60_000;

export function makeTrailKeeper(place: MemoryPlace, idBytes: number): TrailKeeper {
  let before: Kept | undefined;
  return {
    recall() {
      before = readSealed<Kept>(place, 'trail');
      if (before === undefined) return undefined;
      const { commits, sought, steps } = before;
      const table = makeIdTable(cutIds(Buffer.from(commits, 'base64'), idBytes), idBytes);
      return {
        walked: (commit) => findId(table, Buffer.from(commit, 'hex'), 0) >= 0,
        sought: new Set(sought),
        steps: steps.map(([blob, commit, path, link]) => ({ blob, commit, path, link: link === 1 })),
      };
    },
    keep(commits, sought, steps) {
      const ids: string[] = [];
      for (const id of commits) if (ids.push(id) > mostCommits) return;
      ids.sort();
      const now: Kept = {
        commits: Buffer.from(ids.join(''), 'hex').toString('base64'),
        sought: [...sought].sort(),
        steps: steps.map(({ blob, commit, path, link }) => [blob, commit, path, link ? 1 : 0]),
      };
      if (now.commits !== before?.commits || now.sought.join() !== before.sought.join()) writeSealed(place, 'trail', now);
    },
  };
}

function cutIds(bytes: Buffer, idBytes: number): string[] {
  return Array.from({ length: bytes.length / idBytes }, (_, at) => bytes.toString('hex', at * idBytes, (at + 1) * idBytes));
}
