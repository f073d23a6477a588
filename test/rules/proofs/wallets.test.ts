import { createHash } from 'node:crypto';
import { makePhrase } from '../../../src/rules/proofs/bip39.js';
import { numberOfWord, words } from '../../../src/rules/proofs/bip39-words.js';
import { sha256OfShort } from '../../../src/rules/proofs/sha256.js';
import { ask } from './ask.js';
import { makeDraw } from './draw.js';

const draw = makeDraw(39);
const drawBit = (): boolean => /[0-7]/.test(draw('hex', 1));

test('the hash is that of Node, for every length that fits', () => {
  for (let length = 0; length <= 55; length += 1) {
    const bytes = Buffer.from(draw('hex', length));
    expect(Buffer.from(sha256OfShort(bytes)).toString('hex')).toBe(createHash('sha256').update(bytes).digest('hex'));
  }
  expect(() => sha256OfShort(new Uint8Array(56))).toThrow('do not fit');
});

test('the list has 2048 words in order, each found by its beginning', () => {
  expect(words()).toHaveLength(2048);
  expect([...words()].sort()).toEqual(words());
  expect([numberOfWord('abandon'), numberOfWord('act'), numberOfWord('action'), numberOfWord('zoo'), numberOfWord('zebra'), numberOfWord('qqqq')]).toEqual([0, 19, 20, 2047, 2044, undefined]);
});

test.each([12, 15, 18, 21, 24])('a phrase of %d words is certain', (count) => {
  for (let round = 0; round < 20; round += 1) expect(ask('bip39', true, makePhrase(count, drawBit)).verdict).toBe('certain');
});

test('one word in sixteen fits by chance, no more', () => {
  const phrase = makePhrase(12, drawBit).split(' ');
  const fitting = words().filter((word) => ask('bip39', true, [...phrase.slice(0, 11), word].join(' ')).verdict === 'certain');
  expect(fitting).toHaveLength(128);
});

test.each<readonly [name: string, phrase: string, why: string]>([
  ['the zero phrase', `${'abandon '.repeat(11)}about`, 'test'],
  ['the phrase of Hardhat', `${'test '.repeat(11)}junk`, 'test'],
  ['thirteen words', `${makePhrase(12, drawBit)} zoo`, 'too few or too many'],
  ['prose', 'the quick brown fox jumps over the lazy dog and then rests', 'not in the list'],
])('%s is rejected', (_, phrase, why) => {
  const vote = ask('bip39', true, phrase);
  expect([vote.verdict, vote.why]).toEqual(['reject', expect.stringContaining(why)]);
});

test.each<readonly [secret: string, verdict: string]>([
  [draw('hex', 64), 'abstain'],
  [`0x${draw('hex', 64)}`, 'abstain'],
  [`0x${'0'.repeat(63)}1`, 'reject'],
  [`0x${'F'.repeat(64)}`, 'reject'],
])('ethereum key %#', (secret, verdict) => {
  expect(ask('ethereum-key', true, secret).verdict).toBe(verdict);
});

test.each([`0xAC0974BE${draw('hex', 56)}`, `4f3edf98${draw('hex', 56)}`])('key %# of a local chain is told, and fails nothing', (secret) => {
  expect(ask('ethereum-key', true, secret)).toMatchObject({ verdict: 'abstain', severity: 'info' });
});
