// The TOML reader: what the language allows is read as it says, what it forbids is refused with the line.

import { readToml } from '../../src/document/toml.js';

const plain = (text: string): unknown => JSON.parse(JSON.stringify(readToml(text, 'f.toml')));

describe('what is read', () => {
  const read: readonly (readonly [string, string, unknown])[] = [
    ['nothing', '', {}],
    ['comments and blank lines', '# a\n\n \t# b\r\n', {}],
    ['the four kinds of text', `a = "x\\ty"\nb = 'x\\ty'\nc = """\nx\n"y" """\nd = '''\n\\d'x''''\n`, { a: 'x\ty', b: 'x\\ty', c: 'x\n"y" ', d: "\\d'x'" }],
    ['escapes', 'a = "\\u00e9\\U0001F600\\\\\\""', { a: 'é😀\\"' }],
    ['a line that goes on', 'a = """x \\\n\n   y\\\\\n z"""', { a: 'x y\\\n z' }],
    ['a quote at the end of a long text', `a = """x"""""\nb = '''y'''''`, { a: 'x""', b: "y''" }],
    ['numbers', 'a = 1_000\nb = -0.5e3\nc = 0xFF\nd = 0o17\ne = 0b11\nf = +3\ng = 0', { a: 1000, b: -500, c: 255, d: 15, e: 3, f: 3, g: 0 }],
    ['truths', 'a = true\nb = false # c', { a: true, b: false }],
    ['keys of all kinds', 'a-b_1 = 1\n"c d" = 2\n\'e"f\' = 3\n1.2 = 4\nx . y."z" = 5', { 'a-b_1': 1, 'c d': 2, 'e"f': 3, 1: { 2: 4 }, x: { y: { z: 5 } } }],
    ['lists', 'a = [1, [2, "x"], ] \nb = [ # c\n "y", # d\n\n "z"\n]\nc = []', { a: [1, [2, 'x']], b: ['y', 'z'], c: [] }],
    ['inline tables', 'a = {b = 1, c.d = "x", e = {}}', { a: { b: 1, c: { d: 'x' }, e: {} } }],
    ['tables', '[a.b]\nx = 1\n[a]\ny = 2\n[ c . "d" ]\n', { a: { b: { x: 1 }, y: 2 }, c: { d: {} } }],
    ['lists of tables', '[[r]]\nid = 1\n[[r.s]]\nx = 1\n[[r.s]]\n[r.t]\ny = 2\n[[r]]\nid = 2', { r: [{ id: 1, s: [{ x: 1 }, {}], t: { y: 2 } }, { id: 2 }] }],
    ['a byte order mark, and line ends of Windows', '\ufeffa = 1\r\n[b]\r\nc = 2\r\n', { a: 1, b: { c: 2 } }],
  ];
  test.each(read)('%s', (_, text, value) => {
    expect(plain(text)).toEqual(value);
  });

  test('infinities and what is no number', () => {
    expect({ ...readToml('a = inf\nb = -inf\nc = nan', 'f') }).toEqual({ a: Infinity, b: -Infinity, c: NaN });
  });

  test('a key called __proto__ is a key', () => {
    expect(Object.keys(readToml('__proto__ = 1\n[constructor]\nx = 1', 'f'))).toEqual(['__proto__', 'constructor']);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });
});

describe('what is refused', () => {
  const refused: readonly (readonly [string, string, RegExp])[] = [
    ['a key twice', 'a = 1\na = 2', /f\.toml:2: .*a is given twice/],
    ['a table twice', '[a]\n[b]\n[a]', /:3: .*twice/],
    ['a table over a value', 'a = 1\n[a.b]', /:2: /],
    ['a list of tables over a list', 'a = []\n[[a]]', /:2: .*twice/],
    ['a table over a list of tables', '[[a]]\n[a]', /:2: /],
    ['more of an inline table', 'a = {b = 1}\na.c = 2', /:2: /],
    ['more of an inline table by header', 'a = {b = 1}\n[a.c]', /:2: /],
    ['more of a dotted key by header', 'a.b = 1\n[a]', /:2: /],
    ['more of a table by dotted key', '[a.b]\nx = 1\n[a]\nb.y = 2', /:4: /],
    ['two on a line', 'a = 1 b = 2', /:1: .*end of the line/],
    ['no value', 'a =\nb = 1', /:1: .*expected a value/],
    ['no equals sign', 'a\n', /:1: .*expected =/],
    ['a bare text', 'a = word', /:1: .*a text needs quotes/],
    ['a text that does not end', 'a = "x\nb = 1', /:1: .*end of a text/],
    ['a long text that does not end', "a = '''x\n\n", /:1: .*end of a text/],
    ['an escape that there is not', 'a = "\\d"', /:1: .*no escape \\d/],
    ['half a surrogate', 'a = "\\ud800"', /no character/],
    ['a leading nought', 'a = 012', /:1: /],
    ['an underscore at the end', 'a = 1_', /:1: /],
    ['a point without digits', 'a = 1.', /:1: /],
    ['a date', '\na = 2026-11-23', /:2: .*dates and times are not understood/],
    ['a time', 'a = 10:11:12', /dates and times/],
    ['a comma at the end of an inline table', 'a = {b = 1,}', /:1: /],
    ['an inline table over two lines', 'a = {b = 1,\nc = 2}', /:1: /],
    ['a list that does not end', 'a = [1, 2', /:1: /],
    ['a header that does not end', '[[a]\n', /:1: .*expected \]\]/],
    ['a NUL in a comment', '# a\0b', /:1: /],
    ['depth without end', `a = ${'['.repeat(5000)}`, /deep/],
  ];
  test.each(refused)('%s', (_, text, complaint) => {
    expect(() => readToml(text, 'f.toml')).toThrow(complaint);
  });
});
