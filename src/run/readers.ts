// Threads that read and scan files side by side. Each is handed the next portion as it gets through the last ones, the largest of
// those that are listed first; what they tell is put in the order of the portions. What a thread did not get through, because
// it died, is scanned here, and so is everything where there is one processor.

import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import type { Catalogue } from '../model/rule.js';
import type { Portion } from '../model/work.js';
import type { FileParcel } from './parcel.js';
import { takeFiles } from './share.js';
import { openThreads } from './threads.js';

export interface Readers {
  /** The file that a thread runs; absent: there are no threads. */
  readonly program: string | undefined;
  /** How many threads; absent: as many as there are processors, up to a number that fits into memory. */
  readonly jobs: number | undefined;
}

/** Two fit into memory, and three with less room for garbage: measured by `bench/memory.mjs`. */
const fitting = 2;
const most = 3;
/** What a thread has at hand, so that it need not wait. */
const handedOut = 2;
/** Portions that are listed before somebody asks for them, and how many at a time. */
const mostAhead = 512;
const listedAtOnce = 8;
/** Larger ones may be archives, which are held as a whole: not two of them at a time. */
const heavy = 24 * 1024 * 1024;

/**
 * @param keep turns what is told into what is to be kept of it
 * @returns what was kept, in the order of the portions
 */
export async function scanPortions<T>(portions: Iterable<Portion>, catalogue: Catalogue | undefined, { program, jobs }: Readers, keep: (parcel: FileParcel) => T): Promise<T[]> {
  const count = Math.min(jobs ?? availableParallelism(), most);
  const threads = program === undefined || count < 2 ? [] : openThreads(program, count, count > fitting);
  const supply = makeSupply(portions);
  const kept = new Map<number, T[]>();
  const add = (parcel: FileParcel): void => {
    const parts = kept.get(parcel.first);
    if (parts === undefined) kept.set(parcel.first, [keep(parcel)]);
    else parts.push(keep(parcel));
  };
  try {
    const lost = (await Promise.all(threads.map((thread) => employ(thread, supply, catalogue, add)))).flat();
    for (const { first } of lost) kept.delete(first);
    // As from a thread: strings are parted from the texts that they were cut from.
    const scan = takeFiles(catalogue, (parcel) => add(structuredClone(parcel)));
    for (let next = lost.pop() ?? supply.take(); next !== undefined; next = lost.pop() ?? supply.take()) scan(next);
  } finally {
    for (const thread of threads) void thread.terminate();
  }
  return [...kept].sort(([left], [right]) => left - right).flatMap(([, parts]) => parts);
}

/** @returns what it was handed and did not get through */
function employ(thread: Worker, supply: Supply, catalogue: Catalogue | undefined, add: (parcel: FileParcel) => void): Promise<readonly Portion[]> {
  const handed = new Map<number, Portion>();
  return new Promise((ended) => {
    let told: { readonly catalogue?: Catalogue } = catalogue === undefined ? {} : { catalogue };
    const supplyMore = (): void => {
      while (handed.size < handedOut) {
        const portion = supply.take();
        if (portion === undefined) break;
        handed.set(portion.first, portion);
        thread.postMessage({ portion, ...told });
        told = {};
      }
      if (handed.size === 0) ended([]);
    };
    thread.on('message', (parcel: FileParcel) => {
      add(parcel);
      if (!parcel.done) return;
      const portion = handed.get(parcel.first);
      handed.delete(parcel.first);
      if (portion !== undefined) supply.finish(portion);
      supplyMore();
    });
    thread.on('error', () => undefined); // Its exit follows.
    thread.on('exit', () => {
      for (const portion of handed.values()) supply.finish(portion);
      ended([...handed.values()]);
    });
    supplyMore();
  });
}

interface Supply {
  /** The largest portion of those that are listed and may be scanned now. */
  take(): Portion | undefined;
  finish(portion: Portion): void;
}

function makeSupply(portions: Iterable<Portion>): Supply {
  const coming = portions[Symbol.iterator]();
  const listed: Portion[] = [];
  let isHeavyOut = false;
  const listMore = (): boolean => {
    for (let count = 0; count < listedAtOnce && listed.length < mostAhead; count += 1) {
      const next = coming.next();
      if (next.done === true) return false;
      listed.push(next.value);
    }
    return listed.length < mostAhead;
  };
  const findLargest = (): number => {
    let largest = -1;
    for (const [index, { bytes }] of listed.entries()) {
      if ((bytes <= heavy || !isHeavyOut) && (largest < 0 || bytes > (listed[largest]?.bytes ?? 0))) largest = index;
    }
    return largest;
  };
  return {
    take() {
      let goesOn = listMore();
      let largest = findLargest();
      for (; largest < 0 && goesOn; largest = findLargest()) goesOn = listMore();
      const [portion] = largest < 0 ? [] : listed.splice(largest, 1);
      if (portion !== undefined && portion.bytes > heavy) isHeavyOut = true;
      return portion;
    },
    finish({ bytes }) {
      if (bytes > heavy) isHeavyOut = false;
    },
  };
}
