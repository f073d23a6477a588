// A key is found in whatever it was encoded with, wherever it begins there.

import { expect, test } from '@jest/globals';
import { makeSearch } from '../../../src/remedy/rotate/forms.js';
import { makeKey } from '../../keys.js';

const key = makeKey('forms', 'openai');
const search = makeSearch(key);

test.each(['', 'a', 'ab', 'abc', 'user:', 'a longer one: '])('in base64 behind %j', (before) => {
  for (const after of ['', '\n', ', and more']) {
    expect(search(`x\n  data: ${Buffer.from(before + key + after).toString('base64')}\n`)).toMatchObject([{ line: 2, decodedFrom: ['base64'] }]);
    expect(search(Buffer.from(before + key + after).toString('base64url'))).toHaveLength(1);
  }
});

test('as it is, each time', () => {
  expect(search(`${key} ${key}\n${key}`)).toEqual([{ line: 1, column: 1 }, { line: 1, column: key.length + 2 }, { line: 2, column: 1 }]);
});

test('in a URL', () => {
  expect(makeSearch('a+b/c d e f')('https://x/?k=a%2Bb%2Fc%20d%20e%20f')).toEqual([{ line: 1, column: 14, decodedFrom: ['url'] }]);
});

test('another key is not found', () => {
  expect(search(`${makeKey('another', 'openai')} ${Buffer.from(makeKey('another', 'openai')).toString('base64')}`)).toEqual([]);
});
