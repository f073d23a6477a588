// What a thread runs, told by the one that started it: its share of an audit, or rules to be timed, one after the other.

import { parentPort } from 'node:worker_threads';
import type { Rule } from '../model/rule.js';
import { takePart } from '../run/share.js';
import type { Assignment } from '../run/share.js';
import { tryRule } from '../run/trial.js';

/** The processor's time, not the clock's: other programs take none of it. */
function spent(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

parentPort?.on('message', (order: Assignment | { readonly rule: Rule }) => {
  if ('rule' in order) parentPort?.postMessage({ done: tryRule(order.rule, spent, (size) => parentPort?.postMessage({ size })) });
  else {
    parentPort?.unref(); // It waits for nothing more.
    takePart(order, (parcel) => parentPort?.postMessage(parcel));
  }
});
