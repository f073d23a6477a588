import { expandMacros } from '../../src/rules/macros.js';

const key = /(?<secret>key-[a-z]{4})/.source;
const found = (macros: string, text: string): boolean => new RegExp(expandMacros(macros.replace('KEY', key))).test(text);

test.each<readonly [text: string, free: boolean, strict: boolean]>([
  ['key-abcd', true, true],
  [' key-abcd', true, true],
  ['="key-abcd', true, true],
  ['akey-abcd', false, false],
  ['9key-abcd', false, false],
  ['_key-abcd', true, false],
  ['-key-abcd', true, false],
  ['ékey-abcd', true, true],
  ['%22key-abcd', true, true],
  ['%2Fkey-abcd', true, true],
  ['%zzkey-abcd', false, false],
  ['=3Dkey-abcd', true, true],
  ['\\nkey-abcd', true, true],
  ['\\qkey-abcd', false, false],
  ['\\u0022key-abcd', true, true],
  ['\\u{22}key-abcd', true, true],
  ['\\x22key-abcd', true, true],
  ['\x1b[32mkey-abcd', true, true],
  ['\x1b[0;1;32mkey-abcd', true, true],
  ['[32mkey-abcd', true, true],
  ['[32xkey-abcd', false, false],
])('before %j', (text, free, strict) => {
  expect([found('<<L>>KEY', text), found('<<L_>>KEY', text)]).toEqual([free, strict]);
});

test.each<readonly [text: string, R: boolean, plus: boolean, RA: boolean]>([
  ['key-abcd', true, true, true],
  ['key-abcd"', true, true, true],
  ['key-abcd.', true, true, true],
  ['key-abcde', false, false, false],
  ['key-abcd7', false, false, false],
  ['key-abcd-', false, false, true],
  ['key-abcd_', false, false, true],
  ['key-abcd=', true, false, true],
  ['key-abcd/', true, false, true],
  ['key-abcd+', true, false, true],
])('behind %j', (text, R, plus, RA) => {
  expect([found('KEY<<R>>', text), found('KEY<<R+>>', text), found('KEY<<RA>>', text)]).toEqual([R, plus, RA]);
});

test('a macro that does not exist is named, with those that do', () => {
  expect(() => expandMacros('<<X>>a')).toThrow('unknown macro <<X>>; there are <<L>>, <<L_>>, <<R>>, <<R+>>, <<RA>>');
});

test('a pattern without macros stays as it is', () => {
  expect(expandMacros('(?<a>b)<<c')).toBe('(?<a>b)<<c');
});
