// What a thread runs, told by the one that started it: its share of an audit; files, portion by portion; or rules to be timed, one
// after the other.

import { setFlagsFromString } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';
import type { Catalogue, Rule } from '../model/rule.js';
import type { Portion } from '../model/work.js';
import { openEngine, takeFiles, takePart } from '../run/share.js';
import type { Assignment } from '../run/share.js';
import type { Purpose } from '../run/threads.js';
import { tryRule } from '../run/trial.js';

/**
 * V8 optimises whatever ran for some milliseconds, again when it has learned more, and in every thread anew: in a scan of seconds
 * that took half as much of the processor as the scan itself (bench/README.md). So it waits longer, and takes smaller pieces.
 * Flags have other names in other versions, and V8 complains of those that it does not know. What is timed is not to wait.
 */
const patience: Readonly<Record<string, string>> = { 20: '--interrupt-budget=1000000', 22: '--invocation-count-for-turbofan=20000', 24: '--invocation-count-for-turbofan=20000' };

const waiting = patience[process.versions.node.split('.')[0] ?? ''];
const purpose = (workerData ?? undefined) as Purpose | undefined;
if (waiting !== undefined && purpose !== 'timing') {
  setFlagsFromString(waiting);
  setFlagsFromString('--max-inlined-bytecode-size-cumulative=200');
  // Dozens of patterns run a few times: interpreted they are done before they would be compiled.
  setFlagsFromString('--regexp-tier-up-ticks=10');
  // What zlib says of bytes that are none is not told, and where it stood costs more than to find that out.
  Error.stackTraceLimit = 0;
}

/** The processor's time, not the clock's: other programs take none of it. */
function spent(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Made while the work is planned. */
const engine = purpose === 'share' ? openEngine() : undefined;
let scan: ((portion: Portion) => void) | undefined;

parentPort?.on('message', (order: Assignment | { readonly rule: Rule } | { readonly portion: Portion; readonly catalogue?: Catalogue }) => {
  if ('rule' in order) parentPort?.postMessage({ done: tryRule(order.rule, spent, (size) => parentPort?.postMessage({ size })) });
  else if ('portion' in order) (scan ??= takeFiles(order.catalogue, (parcel) => parentPort?.postMessage(parcel)))(order.portion);
  else {
    parentPort?.unref(); // It waits for nothing more.
    const part = takePart(order, 'thread', (parcel) => parentPort?.postMessage(parcel), engine);
    while (part.next().done !== true);
  }
});
