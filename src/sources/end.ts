// How an audit ends before its end: by Ctrl-C, whatever it is doing, or because git fails once everything is scanned. What was
// found is told, that not all was done, and how far it came.

import { Interruption, UsageError } from '../model/errors.js';
import type { Piece } from '../model/place.js';
import type { Exposure, Problem } from '../model/report.js';
import type { Hit, Located, Means } from '../model/source.js';

export interface End {
  /** Passes pieces on, until there are no more or the user has had enough. */
  scan(pieces: AsyncGenerator<readonly Piece[]>, means: Means): AsyncGenerator<readonly Piece[]>;
  /** Where the hits stand, or that nobody knows. */
  place(hits: readonly Hit[], locate: () => Promise<ReadonlyMap<Hit, Located>>): Promise<ReadonlyMap<Hit, Located>>;
  /** Is it known where they stand? */
  placed(): boolean;
}

type Places = ReadonlyMap<Hit, Located>;

/** Nobody knows how far it has come: what flatters least. */
export const unplaced: Exposure = { reach: 'pushed', inHead: false, refs: [], detail: 'the audit ended before it looked' };

export function makeEnd(problems: Problem[], stop: AbortSignal | undefined): End {
  let ended = false;
  const tell = (why: string, hint: string): void => {
    if (!ended) problems.push({ what: 'audit', why, hint });
    ended = true;
  };
  const interrupt = ({ progress }: Pick<Means, 'progress'>): void => {
    const { objects, expected } = progress();
    const far = `after ${objects.toLocaleString('en')} of ${Math.max(objects, expected).toLocaleString('en')} objects, and where the findings stand was not worked out`;
    tell(`it was interrupted ${objects === 0 ? 'before anything was scanned' : far}`, 'run it again; --only-head or --since scan less');
  };

  return {
    async *scan(pieces, means) {
      try {
        for (let next = await untilStopped(pieces.next(), stop); next?.done === false; next = await untilStopped(pieces.next(), stop)) yield next.value;
      } catch (error) {
        if (!(error instanceof Interruption)) throw error;
        interrupt(means);
      }
      if (means.stopped()) interrupt(means);
    },
    async place(hits, locate) {
      try {
        const located = ended ? undefined : await untilStopped(locate(), stop);
        if (located !== undefined) return located;
        tell('it was interrupted: everything was scanned, but where the findings stand was not worked out', 'run it again');
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        if (error instanceof Interruption) tell('it was interrupted: everything was scanned, but where the findings stand was not worked out', 'run it again');
        else tell(`where the findings stand was not worked out: ${error.message}`, 'see what git fsck says');
      }
      return leaveUnplaced(hits);
    },
    placed: () => !ended,
  };
}

/** @returns undefined once the user has had enough: whoever works on is not waited for */
function untilStopped<T>(work: Promise<T>, stop: AbortSignal | undefined): Promise<T | undefined> {
  if (stop === undefined) return work;
  work.catch(() => undefined); // Nobody may be listening any more.
  return new Promise((resolve, reject) => {
    const end = (): void => resolve(undefined);
    if (stop.aborted) return end();
    stop.addEventListener('abort', end);
    work.then(resolve, reject).finally(() => stop.removeEventListener('abort', end));
  });
}

function leaveUnplaced(hits: readonly Hit[]): Places {
  return new Map(hits.map((hit) => [hit, { places: [{ source: 'blob', path: '', ...(hit.item.kind === 'name' ? {} : { object: hit.item.id }) }] }]));
}
