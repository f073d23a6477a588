// Threads that scan side by side: with whoever planned their work, and helps, one for each processor that there is. What they find comes
// back portion by portion; when one dies, what it had not told is not done, and whoever planned the work has it read in another way.

import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import type { Catalogue } from '../model/rule.js';
import type { AllFacts, Facts, PackedTrees, Work } from '../model/work.js';
import type { Parcel } from './parcel.js';
import { takePart } from './share.js';
import type { Assignment } from './share.js';
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
  const { take, all } = gather(add);
  const threads = hire((more) => (program === undefined ? [] : openThreads(program, more, lean, catalogue === undefined ? 'share' : undefined)), take);
  // Who plans is to help: another thread would take a tenth of a second of the processor to get so far.
  const begin = (): void => threads.keep(Math.max(1, count - 1));
  stop?.addEventListener('abort', threads.end);
  try {
    const work = plan(begin);
    if (work === undefined) return undefined;
    const { portions, taken, done, lightPart } = work;
    if (portions.length === 0) return all();
    begin();
    const workers = Math.min(count, chooseCount(work, lean ? perLeanThread : perThread));
    const helps = workers > 1 && lightPart * workers >= 1;
    if (threads.count() > 0) threads.keep(helps ? workers - 1 : workers);
    const assignment = { work, ...(catalogue === undefined ? {} : { catalogue }) };
    threads.tell(assignment);
    if (threads.count() > 0 && helps) await help(takePart(assignment, 'helper', (parcel) => take(part(parcel))), stop);
    else if (threads.count() === 0) finish(takePart(assignment, 'thread', take));
    // A little work is done before a thread has come so far that it could take any.
    if (Atomics.load(taken, byHelper) === done.length) threads.end();
    await threads.ended();
  } finally {
    stop?.removeEventListener('abort', threads.end);
    threads.end();
  }
  return all();
}

/** What portions gave, as it comes. */
function gather(add: (parcel: Parcel) => void): { take(parcel: Parcel): void; all(): AllFacts } {
  const facts: Omit<Facts, 'trees'>[] = [];
  let trees: PackedTrees[] | undefined = [];
  return {
    take(parcel) {
      const { trees: more, ...rest } = parcel.facts;
      facts.push(rest);
      if (more === undefined) trees = undefined;
      else trees?.push(more);
      add(parcel);
    },
    all: () => ({ commits: facts.map(({ commits }) => commits), trees: trees ?? [], missing: [...new Set(facts.flatMap(({ missing }) => missing))], left: facts.flatMap(({ left }) => left) }),
  };
}

interface Threads {
  count(): number;
  /** Opens more, or ends some, until there are so many. */
  keep(count: number): void;
  tell(assignment: Assignment): void;
  end(): void;
  ended(): Promise<unknown>;
}

function hire(open: (more: number) => Worker[], take: (parcel: Parcel) => void): Threads {
  const threads: Worker[] = [];
  const ends: Promise<void>[] = [];
  return {
    count: () => threads.length,
    keep(count) {
      const opened = threads.length < count ? open(count - threads.length) : [];
      threads.push(...opened);
      ends.push(...opened.map((thread) => watch(thread, take)));
      for (const thread of threads.splice(count)) void thread.terminate();
    },
    tell(assignment) {
      for (const thread of threads) thread.postMessage(assignment);
    },
    end() {
      for (const thread of threads) void thread.terminate();
    },
    ended: () => Promise.all(ends),
  };
}

/** As from a thread: strings are parted from the texts that they were cut from. */
function part({ hits, ...rest }: Parcel): Parcel {
  return { ...rest, hits: structuredClone(hits) };
}

/** Between portions whatever else is to be done gets its turn, and Ctrl-C is heard. What fails here is not done: it is read in another way. */
async function help(portions: Generator<void>, stop: AbortSignal | undefined): Promise<void> {
  const { stackTraceLimit } = Error;
  try {
    for (let done = false; !done && stop?.aborted !== true; ) {
      await new Promise((goOn) => void setImmediate(goOn));
      Error.stackTraceLimit = 0; // As in threads.
      done = portions.next().done === true;
      Error.stackTraceLimit = stackTraceLimit;
    }
  } catch {
    // As where a thread dies.
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    portions.return(undefined);
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
