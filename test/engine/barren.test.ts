// What is remembered as holding nothing: only what was asked of the very same bytes.

import { layTables } from '../../src/engine/anchors.js';
import { makeBarren } from '../../src/engine/barren.js';
import { makePrefilter } from '../../src/engine/prefilter.js';

const { machine } = makePrefilter(layTables([{ text: 'name', fold: false }]));
const barren = makeBarren(machine);

/** Pseudorandom numbers (Numerical Recipes' congruential generator): the same on every run. */
function makeRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const has = (question: string, text: Uint8Array): boolean => barren.has(question, machine.load(text), text.length);
const add = (question: string, text: Uint8Array): void => { barren.add(question, machine.load(text), text.length); };

test('a question is remembered with its bytes, and no other', () => {
  const text = Buffer.from('some lines\nthat hold nothing, and a few more bytes\n');
  add('a rule', text);
  expect(has('a rule', text)).toBe(true);
  expect(has('a rule', Buffer.concat([text]))).toBe(true);
  for (const other of ['b rule', 'a rul', 'a rules', '']) expect(has(other, text)).toBe(false);
  // Where the question ends and the bytes begin counts too.
  expect(has('a ', Buffer.concat([Buffer.from('rule'), text]))).toBe(false);
  for (let at = 0; at < text.length; at += 1) {
    const other = Buffer.from(text);
    other[at] = (other[at] ?? 0) ^ 1;
    expect(has('a rule', other)).toBe(false);
    expect(has('a rule', text.subarray(0, at))).toBe(false);
  }
});

test('whatever was added and lost, nothing is known that was not added', () => {
  const random = makeRandom(7);
  const texts = Array.from({ length: 4000 }, () => Buffer.alloc(1 + random(6000), random(256)));
  const added = new Set<string>();
  const keyOf = (question: string, text: Buffer): string => `${question} ${text[0]} ${text.length}`;
  let known = 0;
  for (let count = 0; count < 20_000; count += 1) {
    const text = texts[random(texts.length)] ?? Buffer.alloc(1);
    const question = `${random(3)}`;
    if (has(question, text)) {
      known += 1;
      expect(added.has(keyOf(question, text))).toBe(true);
    } else if (random(2) === 0) {
      add(question, text);
      added.add(keyOf(question, text));
      expect(has(question, text)).toBe(true);
    }
  }
  expect(known).toBeGreaterThan(500);
});

test('what is too long is not remembered', () => {
  const long = Buffer.alloc(1024 * 1024, 0x61);
  add('a rule', long);
  expect(has('a rule', long)).toBe(false);
  const question = 'q'.repeat(20_000);
  add(question, long.subarray(0, 10));
  expect(has(question, long.subarray(0, 10))).toBe(false);
});
