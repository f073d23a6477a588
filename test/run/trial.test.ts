import { expect, test } from '@jest/globals';
import { tryInput } from '../../src/run/trial.js';

const kib = 1024;
/** Milliseconds, by KiB. */
const measure = (cost: (size: number) => number) => tryInput((size) => cost(size / kib));

test.each<[string, (size: number) => number]>([
  ['linear', (size) => size],
  ['linear with a step in the middle', (size) => (size < 64 ? 0.15 * size : 3 * size)],
  ['linear with a step at the end', (size) => (size < 256 ? size : 20 * size)],
  ['quick, whatever it grows by', (size) => size * size / 10_000],
])('%s is no complaint', (_, cost) => {
  expect(measure(cost)).toBeUndefined();
});

test.each<[string, (size: number) => number]>([
  ['quadratic', (size) => size * size / 20],
  ['cubic', (size) => size ** 3 / 1000],
  ['quadratic up to what a match may reach', (size) => (size <= 64 ? size * size / 40 : 64 * size / 40)],
])('%s is one', (_, cost) => {
  expect(measure(cost)?.factor).toBeGreaterThan(3);
});
