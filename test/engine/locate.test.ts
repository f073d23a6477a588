import { firstPosition, makeLocator } from '../../src/engine/locate.js';

test.each<readonly [name: string, text: string, offset: number, line: number, column: number]>([
  ['the first byte', 'abc', 0, 1, 1],
  ['the end, which is no byte', 'abc', 3, 1, 4],
  ['an empty text', '', 0, 1, 1],
  ['a line feed belongs to its line', 'ab\ncd', 2, 1, 3],
  ['behind a line feed', 'ab\ncd', 3, 2, 1],
  ['a CR belongs to its line', 'ab\r\ncd', 3, 1, 4],
  ['behind CR LF', 'ab\r\ncd', 4, 2, 1],
  ['a lone CR is a character', 'ab\rcd', 3, 1, 4],
  ['behind a last line feed', 'ab\n', 3, 2, 1],
  ['behind two bytes of one character', 'é=', 2, 1, 2],
  ['behind three bytes of one character', '漢=', 3, 1, 2],
  ['an astral character is two units', '😀=', 4, 1, 3],
  ['a mark at the start has no column', '\ufeffabc', 3, 1, 1],
  ['behind a mark at the start', '\ufeffabc', 5, 1, 3],
  ['inside a mark', '\ufeffabc', 1, 1, 1],
  ['a second mark is a character', '\ufeff\ufeffabc', 6, 1, 2],
  ['a mark at the start of another line is a character', 'a\n\ufeffb', 5, 2, 2],
])('%s', (_, text, offset, line, column) => {
  expect(makeLocator(Buffer.from(text), firstPosition).position(offset)).toEqual({ line, column });
});

test('a mark where the last question ended is a character', () => {
  const locator = makeLocator(Buffer.from('a\ufeffb'), firstPosition);
  expect([locator.position(1), locator.position(4), locator.position(1)]).toEqual([{ line: 1, column: 2 }, { line: 1, column: 3 }, { line: 1, column: 2 }]);
});

test('a buffer that starts in the middle of a line', () => {
  const locator = makeLocator(Buffer.from('\ufeffab\ncd'), { line: 7, column: 5 });
  expect([locator.position(0), locator.position(4), locator.position(6)]).toEqual([{ line: 7, column: 5 }, { line: 7, column: 7 }, { line: 8, column: 1 }]);
});

test('bytes that are not UTF-8 count one each', () => {
  expect(makeLocator(Buffer.from([0xff, 0x80, 0x41]), firstPosition).position(2)).toEqual({ line: 1, column: 3 });
});

test('a span over lines', () => {
  expect(makeLocator(Buffer.from('a\nbc\ndef'), firstPosition).span(2, 7)).toEqual({ line: 2, column: 1, endLine: 3, endColumn: 3 });
});
