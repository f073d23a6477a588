// Times one rule on hostile input: the engine with this rule alone, on sizes that double. Linear is what takes at most twice as long,
// within a margin; what looks worse is measured again, and the best of several counts, so that a busy machine is not the rule's fault.
// A step is not growth: beyond some size a window is cut, or something is decoded once more, and from there on it is linear again.

import { makeEngine } from '../engine/scan.js';
import { catalogue } from '../generated/catalogue.js';
import type { Rule } from '../model/rule.js';
import { hostileInputs } from '../rules/hostile.js';
import type { Hostile } from '../rules/hostile.js';
import { proofs } from '../rules/proofs/index.js';

/** What grew too fast: by how much at which size, in milliseconds. */
export interface Growth {
  readonly factor: number;
  readonly size: number;
  readonly took: number;
}

/** Milliseconds of this program's own work. */
export type Clock = () => number;

const kib = 1024;
const sizes = [8, 16, 32, 64, 128, 256].map((size) => size * kib);
/** Below this a time says nothing of growth; and bounded matches cannot grow worse beyond the largest size. */
const leastTime = 80;
/** What takes less at 64 KiB stays below `leastTime` at 256, even if it grew with the square. */
const quickTime = 5;
const grown = 3.1;
const again = 6;
const sureTime = 150;
const linear = 2.4;

/** @param begin is told the size of what is tried next @returns undefined: it is linear */
export function tryRule(rule: Rule, clock: Clock, begin: (size: number) => void): Growth | undefined {
  const engine = makeEngine({ version: '', rules: [rule], hints: catalogue.hints }, proofs);
  const time = (input: Hostile, size: number): number => {
    const bytes = Buffer.from(input(size), 'latin1');
    begin(size);
    const start = clock();
    engine.scanText(bytes);
    return clock() - start;
  };
  for (const input of hostileInputs(rule)) {
    const growth = tryInput((size) => time(input, size));
    if (growth !== undefined) return growth;
  }
  return undefined;
}

/** @param time how long an input of a size takes, in milliseconds */
export function tryInput(time: (size: number) => number): Growth | undefined {
  let before = time(8 * kib);
  if (before < quickTime && time(64 * kib) < quickTime) return undefined;
  for (const size of sizes.slice(1)) {
    const took = time(size);
    if (took >= leastTime) {
      // The half may have been slowed down by others: it is asked again.
      const half = Math.min(before, time(size / 2), time(size / 2));
      const growth = took > grown * half ? confirm(time, size) : undefined;
      if (growth !== undefined) return growth;
      // Long enough to be sure, and only twice the half: it will not get worse.
      if (took > sureTime && took < linear * half) return undefined;
    }
    before = took;
  }
  return undefined;
}

function confirm(time: (size: number) => number, size: number): Growth | undefined {
  const [half, took] = compare(time, size);
  const factor = grow(half, took);
  const goesOn = (): boolean => grow(...compare(time, size / 2)) > grown || grow(...compare(time, 2 * size)) > grown;
  return took >= leastTime && factor > grown && goesOn() ? { factor, size, took } : undefined;
}

/** The best of several, in turn, so that what slows one down slows the other down too. */
function compare(time: (size: number) => number, size: number): [number, number] {
  const rounds = Array.from({ length: again }, (): [number, number] => [time(size / 2), time(size)]);
  return [Math.min(...rounds.map(([half]) => half)), Math.min(...rounds.map(([, whole]) => whole))];
}

function grow(half: number, took: number): number {
  return took / Math.max(half, 0.1);
}
