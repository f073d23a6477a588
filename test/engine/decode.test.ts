import { openDecoder } from '../../src/engine/decode.js';

const text = 'A=é漢😀\r\nB';
const little = Buffer.from(`\ufeff${text}`, 'utf16le');
const big = Buffer.from(little).swap16();

test.each([
  ['UTF-16, little end first', little, 'utf-16le', text],
  ['UTF-16, big end first', big, 'utf-16be', text],
  ['UTF-16 without a mark is not guessed', little.subarray(2), undefined, undefined],
  ['UTF-8', Buffer.from(text), undefined, text],
  ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`), undefined, `\ufeff${text}`],
  ['one byte', Buffer.from('A'), undefined, 'A'],
  ['half a mark', Buffer.from([0xff]), undefined, undefined],
  ['nothing', Buffer.alloc(0), undefined, ''],
])('%s', (_, bytes, name, wanted) => {
  const decoder = openDecoder(bytes);
  const out = Buffer.from(decoder.push(bytes, true));
  expect(decoder.name).toBe(name);
  expect(out).toEqual(wanted === undefined ? bytes : Buffer.from(wanted));
});

test.each([little, big, Buffer.from(text)])('pieces of one byte give the same text (%#)', (bytes) => {
  const decoder = openDecoder(bytes.subarray(0, 1));
  const parts = [...bytes].map((byte, index) => Buffer.from(decoder.push(Uint8Array.of(byte), index === bytes.length - 1)));
  expect(Buffer.concat(parts).toString()).toBe(text);
});

test('half a character at the end is told, not lost', () => {
  expect(Buffer.from(openDecoder(little).push(little.subarray(0, 5), true)).toString()).toBe('A\ufffd');
});

test('a first byte that is kept does not change with its buffer', () => {
  const shared = Buffer.from([0xff]);
  const decoder = openDecoder(shared);
  decoder.push(shared, false);
  shared[0] = 0x42;
  expect(Buffer.from(decoder.push(Buffer.from('C'), true))).toEqual(Buffer.from([0xff, 0x43]));
});
