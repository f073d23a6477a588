// Opens the threads that scan, with as much memory as each may take: V8 lets garbage pile up as far as it may. One that needs more
// ends, and its work is done by whoever opened it.

import { Worker } from 'node:worker_threads';

/** A young generation that is much smaller costs more time than it spares memory. Of 24 V8 makes three spaces of 8, of 32 three of 16: it rounds up to a power of two. */
const limits = { maxYoungGenerationSizeMb: 24, maxOldGenerationSizeMb: 128 };
/** For more threads than fit into memory like that. */
const leanLimits = { ...limits, maxYoungGenerationSizeMb: 8 };

/** What a thread is for, where it is to know before it gets an order: `share`, a part of an audit with the built-in rules; `timing` of rules. */
export type Purpose = 'share' | 'timing';

/** @param program the file that they run */
export function openThreads(program: string, count: number, lean: boolean, purpose?: Purpose): Worker[] {
  return Array.from({ length: count }, () => new Worker(program, { resourceLimits: lean ? leanLimits : limits, workerData: purpose }));
}
