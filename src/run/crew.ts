// Threads that scan side by side, one for each processor that there is. What they find comes back portion by portion; when one
// dies, what it had not told is not done, and whoever planned the work has it read in another way.

import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Catalogue } from '../model/rule.js';
import type { Facts, Work } from '../model/work.js';
import type { Parcel } from './parcel.js';
import { takePart } from './share.js';
import type { Assignment } from './share.js';

export interface Crew {
  /** The file that a thread runs; absent: all is done in this one. */
  readonly program: string | undefined;
  /** How many threads; absent: as many as there are processors, up to four. */
  readonly jobs: number | undefined;
}

/** Each thread holds some 40 MB. */
const mostByItself = 4;

/** @param add is given what comes back, as it comes */
export async function scanTogether(work: Work, catalogue: Catalogue | undefined, { program, jobs }: Crew, add: (parcel: Parcel) => void): Promise<Facts> {
  const facts: Facts[] = [];
  const take = (parcel: Parcel): void => {
    facts.push(parcel.facts);
    add(parcel);
  };
  const assignment: Assignment = { work, ...(catalogue === undefined ? {} : { catalogue }) };
  const count = Math.min(jobs ?? Math.min(availableParallelism(), mostByItself), work.done.length);
  if (program === undefined || count < 2) takePart(assignment, take);
  else await Promise.all(Array.from({ length: count }, () => runThread(program, assignment, take)));
  return { commits: facts.flatMap(({ commits }) => commits), missing: [...new Set(facts.flatMap(({ missing }) => missing))], left: facts.flatMap(({ left }) => left) };
}

/** Ends when the thread does, also when it fails: what it told stands. */
async function runThread(program: string, assignment: Assignment, take: (parcel: Parcel) => void): Promise<void> {
  const thread = new Worker(program, { workerData: assignment });
  thread.on('message', take);
  const ended = once(thread, 'exit');
  thread.on('error', () => undefined); // Its portion is not done: that is seen there.
  await ended;
}
