import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { disarmLines, visible } from '../../src/report/visible.js';

describe('visible text', () => {
  test.each([
    ['plain text stays', 'src/a b.ts', 'src/a b.ts'],
    ['letters of any script stay', 'données/日本語/ß.ts', 'données/日本語/ß.ts'],
    ['emoji stay', '🚀', '🚀'],
    ['line ends and tabs are named', 'a\nb\rc\td', 'a\\nb\\rc\\td'],
    ['escape is two digits', '\x1b[31m', '\\x1b[31m'],
    ['C1 is two digits', '\x9b', '\\x9b'],
    ['bidi is four', '\u202e', '\\u202e'],
    ['a tag character is eight, without braces that SARIF would take', String.fromCodePoint(0xe0041), '\\U000e0041'],
    ['a lone surrogate is four', 'a\ud800', 'a\\ud800'],
    ['a log command is broken', '##[error]', '## [error]'],
    ['headings stay', '## a [b]', '## a [b]'],
    ['a backslash stays', 'a\\n', 'a\\n'],
  ])('%s', (_name, text, expected) => {
    expect(visible(text)).toBe(expected);
  });

  test('made visible twice is made visible once', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => visible(visible(text)) === visible(text)));
  });

  test('is one line', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !/[\n\r\u0085\u2028\u2029]/.test(visible(text))));
  });
});

test('lines of a log never start as commands', () => {
  expect(disarmLines('::a::b\n  ::c\n\x1b[36m::d\nx ::e\n##[f]')).toBe(': :a::b\n  : :c\n\x1b[36m: :d\nx ::e\n## [f]');
});
