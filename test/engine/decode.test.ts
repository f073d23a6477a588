import { openDecoder } from '../../src/engine/decode.js';

const text = 'A=é漢😀\r\nB';
const little = Buffer.from(`\ufeff${text}`, 'utf16le');
const big = Buffer.from(little).swap16();

test.each([
  ['UTF-16, little end first', little, 'utf-16le', text],
  ['UTF-16, big end first', big, 'utf-16be', text],
  ['UTF-16 without a mark is not guessed from a few letters', little.subarray(2), undefined, undefined],
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

const plainText = 'KEY=value of é 漢 😀\r\nand more, mostly of Latin letters\r\n'.repeat(300);
const wide = Buffer.from(plainText, 'utf16le');

/** As UTF-32, with the little end first. */
function widen(characters: string): Buffer {
  return Buffer.from(Uint32Array.from(characters, (character) => character.codePointAt(0) ?? 0).buffer);
}

test.each([
  ['UTF-16 without a mark, little end first', wide, 'utf-16le'],
  ['UTF-16 without a mark, big end first', Buffer.from(wide).swap16(), 'utf-16be'],
  ['UTF-32 without a mark, little end first', widen(plainText), 'utf-32le'],
  ['UTF-32 without a mark, big end first', widen(plainText).swap32(), 'utf-32be'],
  ['UTF-32 with a mark, little end first', widen(`\ufeff${plainText}`), 'utf-32le'],
  ['UTF-32 with a mark, big end first', widen(`\ufeff${plainText}`).swap32(), 'utf-32be'],
])('%s, in pieces of any length', (_, bytes, name) => {
  for (const size of [1, 3, 500, 5000, bytes.length]) {
    const decoder = openDecoder(bytes.subarray(0, size));
    const parts: Buffer[] = [];
    for (let offset = 0; offset < bytes.length; offset += size) parts.push(Buffer.from(decoder.push(bytes.subarray(offset, offset + size), offset + size >= bytes.length)));
    expect(decoder.name).toBe(name);
    expect(Buffer.concat(parts).toString()).toBe(plainText);
  }
});

test.each([
  ['small numbers', Buffer.from(Uint16Array.from({ length: 3000 }, (_, index) => index % 9).buffer)],
  ['larger ones', Buffer.from(Uint32Array.from({ length: 3000 }, (_, index) => index * 7).buffer)],
  ['NULs', Buffer.alloc(6000)],
  ['text with a NUL', Buffer.from(`a\0${plainText}`)],
])('%s are no text', (_, bytes) => {
  const decoder = openDecoder(bytes);
  expect(Buffer.from(decoder.push(bytes, true))).toEqual(bytes);
  expect(decoder.name).toBeUndefined();
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
