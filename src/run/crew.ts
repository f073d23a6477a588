// Threads that scan side by side, one for each processor that there is. What they find comes back portion by portion; when one
// dies, what it had not told is not done, and whoever planned the work has it read in another way.

import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import type { Catalogue } from '../model/rule.js';
import type { AllFacts, Facts, PackedTrees, Work } from '../model/work.js';
import type { Parcel } from './parcel.js';
import { takePart } from './share.js';
import { openThreads } from './threads.js';

export interface Crew {
  /** The file that a thread runs; absent: all is done in this one. */
  readonly program: string | undefined;
  /** How many threads, up to four; absent: as many as there are processors. */
  readonly jobs: number | undefined;
  /** Ends the threads where they are. */
  readonly stop: AbortSignal | undefined;
}

const most = 4;
/** What one thread holds, and what all of them may, with the tables that they share: measured by `bench/memory.mjs`. */
const perThread = 80e6;
const perLeanThread = 45e6;
const mostHeld = 180e6;

/**
 * @param plan says when the threads are to start, which takes as long as planning does; what has no portions needs none
 * @param add is given what comes back, as it comes
 * @returns undefined when there was nothing to plan
 */
export async function scanTogether(plan: (begin: () => void) => Work | undefined, catalogue: Catalogue | undefined, { program, jobs, stop }: Crew, add: (parcel: Parcel) => void): Promise<AllFacts | undefined> {
  const count = Math.min(jobs ?? availableParallelism(), most);
  const lean = jobs !== undefined && count > mostHeld / perThread;
  const threads: Worker[] = [];
  const ends: Promise<void>[] = [];
  const facts: Omit<Facts, 'trees'>[] = [];
  let trees: PackedTrees[] | undefined = [];
  const take = (parcel: Parcel): void => {
    const { trees: more, ...rest } = parcel.facts;
    facts.push(rest);
    if (more === undefined) trees = undefined;
    else trees?.push(more);
    add(parcel);
  };
  const end = (): void => {
    for (const thread of threads) void thread.terminate();
  };
  const begin = (): void => {
    if (program === undefined || threads.length > 0) return;
    threads.push(...openThreads(program, count, lean, catalogue === undefined ? 'share' : undefined));
    ends.push(...threads.map((thread) => watch(thread, take)));
  };
  stop?.addEventListener('abort', end);
  try {
    const work = plan(begin);
    if (work === undefined) return undefined;
    if (work.portions.length > 0) begin();
    const few = threads.splice(chooseCount(work, lean ? perLeanThread : perThread));
    for (const thread of few) void thread.terminate();
    const assignment = { work, ...(catalogue === undefined ? {} : { catalogue }) };
    if (threads.length === 0 && work.portions.length > 0) takePart(assignment, take);
    for (const thread of threads) thread.postMessage(assignment);
    await Promise.all(ends);
  } finally {
    stop?.removeEventListener('abort', end);
    end();
  }
  return { commits: facts.map(({ commits }) => commits), trees: trees ?? [], missing: [...new Set(facts.flatMap(({ missing }) => missing))], left: facts.flatMap(({ left }) => left) };
}

/** skan holds less than 300 MB: the more objects there are, the fewer threads. */
function chooseCount({ forests }: Work, each: number): number {
  const shared = forests.reduce((sum, { table, offsets, order, sizes, skip, roots, firstChild }) => sum + table.ids.length + offsets.byteLength + order.byteLength + sizes.byteLength + skip.byteLength + roots.byteLength + 3 * firstChild.byteLength, 0);
  return Math.max(1, Math.floor((mostHeld - shared) / each));
}

/** Ends when the thread does, also when it fails: what it told stands, and its portion is not done. */
function watch(thread: Worker, take: (parcel: Parcel) => void): Promise<void> {
  thread.on('message', take);
  thread.on('error', () => undefined); // Its exit follows.
  return new Promise((ended) => thread.on('exit', () => ended()));
}
