// Lines of `NAME=value` as their readers see them, and what tells such a file from a value.

import { expect, test } from '@jest/globals';
import { looksLikeEnvironment, readAssignments } from '../../../src/remedy/rotate/environment-file.js';

test.each([
  ['A_B=x\n', { value: 'x', quote: undefined, crlf: false, spaced: false, unclosed: false }],
  ['export A_B=x', { value: 'x' }],
  ['A_B=x # said\n', { value: 'x' }],
  ['A_B=x#y\n', { value: 'x#y' }],
  ['A_B="x # y" # said\n', { value: 'x # y', quote: '"' }],
  ["A_B='x\\n'\n", { value: 'x\\n', quote: "'" }],
  ['A_B="x\\ny"\n', { value: 'x\ny', quote: '"' }],
  ['A_B="x\ny"\n', { value: 'x\ny', quote: '"', line: 1 }],
  ['A_B="x\n', { value: '"x', unclosed: true }],
  ['A_B = x\n', { value: 'x', spaced: true }],
  ['A_B=x\r\n', { value: 'x', crlf: true }],
  ['A_B="x"\r\n', { value: 'x', crlf: true }],
  ['A_B=x \n', { value: 'x ' }],
  ['# A=1\n\nA_B=a=b==\n', { value: 'a=b==', line: 3 }],
  ['A_B=\n', { value: '' }],
])('%j', (text, expected) => {
  expect(readAssignments(text)).toMatchObject([{ name: 'A_B', ...expected }]);
});

test('all lines are read, each once', () => {
  expect(readAssignments('A=1\nB="2\n3"\nC=4\n').map(({ name, line }) => [name, line])).toEqual([['A', 1], ['B', 2], ['C', 4]]);
});

test.each([
  ['abcdef==', 'new', false],
  ['abcdef=', 'new', false],
  ['ghp_x', 'new', false],
  ['ABCDEF==', 'new', false],
  ['OPENAI_API_KEY=x', 'new', true],
  ['openai=x', 'new', false],
  ['mine=x', 'new', true],
  ['nothing', '.env.local', true],
  ['nothing', 'config/prod.env', true],
])('%s in %s is a file of assignments: %p', (text, path, is) => {
  expect(looksLikeEnvironment(text, path, ['mine'])).toBe(is);
});
