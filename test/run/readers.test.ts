// Threads that die lose nothing: what they did not get through is scanned by the one that started them.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Portion } from '../../src/model/work.js';
import { scanPortions } from '../../src/run/readers.js';
import { makeKey } from '../keys.js';
import { makeFolder } from '../repository.js';

function makePortions(count: number): Portion[] {
  const folder = join(makeFolder(), 'files');
  mkdirSync(folder);
  return Array.from({ length: count }, (_, first) => {
    const path = join(folder, String(first));
    const text = `TOKEN=${makeKey(`portion ${first}`)}\n`;
    writeFileSync(path, text);
    return { first, entries: [{ path, isLink: false, isFile: true, size: text.length }], bytes: text.length };
  });
}

function makeProgram(code: string): string {
  const file = join(makeFolder(), 'thread.cjs');
  writeFileSync(file, `const { parentPort } = require('node:worker_threads');\n${code}`);
  return file;
}

const parts = "{ first: portion.first, hits: [], unread: [], failures: [], copies: [], objects: 1, bytes: 1 }";

const programs: readonly (readonly [string, string | undefined])[] = [
  ['there are none', undefined],
  ['they end at once', makeProgram('process.exit(1);')],
  ['they fail at the first portion', makeProgram("parentPort.on('message', () => { throw new Error('no'); });")],
  ['they tell a part of the first portion, and die', makeProgram(`parentPort.on('message', ({ portion }) => { parentPort.postMessage({ ...${parts}, done: false }); setTimeout(() => process.exit(1), 50); });`)],
];

test.each(programs)('%s', async (_, program) => {
  const told = await scanPortions(makePortions(12), undefined, { program, jobs: 2 }, (parcel) => parcel);
  expect(told.map(({ first, done, hits, objects }) => ({ first, done, hits: hits.length, objects }))).toEqual(Array.from({ length: 12 }, (__, first) => ({ first, done: true, hits: 1, objects: 1 })));
});

test('what is told comes in the order of the portions, though the largest is scanned first', async () => {
  const program = makeProgram(`parentPort.on('message', ({ portion }) => parentPort.postMessage({ ...${parts}, done: true }));`);
  const portions = makePortions(40).map((portion, index) => ({ ...portion, bytes: (index * 17) % 40 }));
  const told = await scanPortions(portions, undefined, { program, jobs: 2 }, (parcel) => parcel);
  expect(told.map(({ first }) => first)).toEqual(portions.map(({ first }) => first));
});
