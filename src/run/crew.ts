// Threads that scan side by side, one for each processor that there is. What they find comes back portion by portion; when one
// dies, what it had not told is not done, and whoever planned the work has it read in another way.

import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import type { Catalogue } from '../model/rule.js';
import type { AllFacts, Facts, PackedTrees, Work } from '../model/work.js';
import type { Parcel } from './parcel.js';
import { takePart } from './share.js';
import { openThreads } from './threads.js';
import { byHelper, finish } from '../sources/packs/share.js';

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
  const open = (more: number): void => {
    const opened = program === undefined ? [] : openThreads(program, more, lean, catalogue === undefined ? 'share' : undefined);
    threads.push(...opened);
    ends.push(...opened.map((thread) => watch(thread, take)));
  };
  // The one that plans is to help: another thread would take a tenth of a second of the processor to get so far.
  const begin = (): void => {
    if (threads.length === 0) open(Math.max(1, count - 1));
  };
  stop?.addEventListener('abort', end);
  try {
    const work = plan(begin);
    if (work === undefined) return undefined;
    if (work.portions.length > 0) begin();
    const few = Math.min(count, chooseCount(work, lean ? perLeanThread : perThread));
    const helps = few > 1 && work.lightPart * few >= 1;
    if (!helps && few > threads.length && threads.length > 0) open(few - threads.length);
    for (const thread of threads.splice(helps ? few - 1 : few)) void thread.terminate();
    const assignment = { work, ...(catalogue === undefined ? {} : { catalogue }) };
    for (const thread of threads) thread.postMessage(assignment);
    if (threads.length === 0 && work.portions.length > 0) finish(takePart(assignment, 'thread', take));
    if (threads.length > 0 && helps) await help(takePart(assignment, 'helper', take), stop);
    // A little work is done before a thread has come so far that it could take any.
    if (Atomics.load(work.taken, byHelper) === work.done.length) end();
    await Promise.all(ends);
  } finally {
    stop?.removeEventListener('abort', end);
    end();
  }
  return { commits: facts.map(({ commits }) => commits), trees: trees ?? [], missing: [...new Set(facts.flatMap(({ missing }) => missing))], left: facts.flatMap(({ left }) => left) };
}

/** Between portions whatever else is to be done gets its turn, and Ctrl-C is heard. What fails here is not done: it is read in another way. */
async function help(part: Generator<void>, stop: AbortSignal | undefined): Promise<void> {
  const { stackTraceLimit } = Error;
  try {
    for (let done = false; !done && stop?.aborted !== true; ) {
      await new Promise((goOn) => void setImmediate(goOn));
      Error.stackTraceLimit = 0; // As in threads.
      done = part.next().done === true;
      Error.stackTraceLimit = stackTraceLimit;
    }
  } catch {
    // As where a thread dies.
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    part.return(undefined);
  }
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
