// Rules -> which of them are not linear on hostile input. They are tried in a thread, so that one that does not come to an end can be
// ended; where there is no thread, here.

import { Worker } from 'node:worker_threads';
import type { Rule } from '../model/rule.js';
import type { Purpose } from '../run/threads.js';
import type { Growth } from '../run/trial.js';
import type { Complaint } from '../rules/lint.js';
import type { Io } from './io.js';

/** What the thread says: that it begins with an input of a size, or what came out for a rule. */
export type Trial = { readonly size: number } | { readonly done: Growth | undefined };

/** Longest that one input may take, in milliseconds. */
const deadline = 20_000;

export async function timeRules(rules: readonly Rule[], io: Io): Promise<Complaint[]> {
  const complaints: Complaint[] = [];
  if (io.thread === undefined) {
    const { tryRule } = await import('../run/trial.js');
    for (const rule of rules) complaints.push(...complain(rule, tryRule(rule, io.now, () => undefined)));
    return complaints;
  }
  let thread: Worker | undefined;
  try {
    for (const rule of rules) {
      thread ??= new Worker(io.thread, { workerData: 'timing' satisfies Purpose });
      const outcome = await ask(thread, rule);
      if ('hangs' in outcome) {
        await thread.terminate();
        thread = undefined;
        complaints.push({ rule: rule.id, text: `it does not come to an end: ${showSize(outcome.hangs)} made for it takes more than ${deadline / 1000} s` });
      } else complaints.push(...complain(rule, outcome.done));
    }
  } finally {
    await thread?.terminate();
  }
  return complaints;
}

function ask(thread: Worker, rule: Rule): Promise<{ readonly done: Growth | undefined } | { readonly hangs: number }> {
  return new Promise((resolve, reject) => {
    let size = 0;
    const settle = (end: () => void): void => {
      clearTimeout(timer);
      thread.off('message', hear);
      thread.off('error', fail);
      end();
    };
    const timer = setTimeout(() => settle(() => resolve({ hangs: size })), deadline);
    const hear = (said: Trial): void => {
      if ('done' in said) settle(() => resolve(said));
      else {
        ({ size } = said);
        timer.refresh();
      }
    };
    const fail = (error: unknown): void => settle(() => reject(error instanceof Error ? error : new Error(String(error))));
    thread.on('message', hear);
    thread.once('error', fail);
    thread.postMessage({ rule });
  });
}

function complain({ id }: Rule, growth: Growth | undefined): Complaint[] {
  if (growth === undefined) return [];
  const { factor, size, took } = growth;
  return [{ rule: id, text: `${factor < 6 ? 'quadratic' : 'worse than quadratic'}: doubling the input takes ${factor.toFixed(1)} times as long, at ${showSize(size)} ${(took / 1000).toFixed(1)} s` }];
}

function showSize(size: number): string {
  return `${size / 1024} KiB`;
}
