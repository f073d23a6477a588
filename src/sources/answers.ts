// What an audit answered last, kept for the same question about the same state of the same repository.

import type { Answers } from '../model/source.js';
import type { Indexes } from './git/indexes.js';
import type { State } from './git/state.js';
import type { MemoryPlace } from './packs/memory.js';
import { readSealed, writeSealed } from './packs/sealed.js';

/** What is asked of the repository at hand. */
export interface Subject {
  readonly place: MemoryPlace;
  /** What else the answer depends on. */
  readonly about: unknown;
  /** undefined: it cannot be told */
  state(): State | undefined;
  /** As git lists them now. */
  openIndexes(): Indexes;
  /** Those that the audit has read. */
  indexes(): Indexes;
  /** Nothing went wrong that may go right another time. */
  certain(): boolean;
}

interface Kept extends Omit<State, 'times'> {
  /** With all else that the answer depends on. */
  readonly question: string;
  /** What the indexes list, however they lie there. */
  readonly listing: string;
  /** An index names submodules. */
  readonly linked: boolean;
  readonly answer: string;
}

/** A longer one would take as long to read as to work out. */
const mostAnswer = 16 * 1024 * 1024;

export function makeAnswers({ place, about, state, openIndexes, indexes, certain }: Subject): Answers {
  const complete = (question: string): string => JSON.stringify([about, question]);
  let before: State | undefined;
  return {
    recall(question) {
      before = state();
      const kept = before === undefined ? undefined : readSealed<Kept>(place, 'report');
      if (before === undefined || kept === undefined || kept.question !== complete(question) || kept.digest !== before.digest) return undefined;
      const same = kept.indexes === before.indexes;
      if (same && !kept.linked) return kept.answer;
      const listing = openIndexes().identify();
      return same || listing === kept.listing ? kept.answer : undefined;
    },
    keep(question, answer) {
      const now = before === undefined || !certain() || answer.length > mostAnswer ? undefined : state();
      if (now === undefined || now.digest !== before?.digest || now.indexes !== before.indexes || now.times !== before.times) return;
      const { identify, links } = indexes();
      const kept: Kept = { question: complete(question), digest: now.digest, indexes: now.indexes, listing: identify(), linked: links().length > 0, answer };
      writeSealed(place, 'report', kept);
    },
  };
}
