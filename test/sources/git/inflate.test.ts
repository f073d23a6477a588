import fc from 'fast-check';
import { constants, deflateSync, inflateSync } from 'node:zlib';
import { inflateStream } from '../../../src/sources/git/inflate.js';

const most = 4 * 1024 * 1024;

const settings = [
  ['stored', { level: 0 }],
  ['fixed codes', { strategy: constants.Z_FIXED }],
  ['dynamic codes', { level: 9 }],
  ['literals alone', { strategy: constants.Z_HUFFMAN_ONLY }],
  ['runs', { strategy: constants.Z_RLE }],
] as const;

/** Bytes of many kinds: random, few letters, long repeats. */
const contents = fc.oneof(
  fc.uint8Array({ maxLength: 3000 }),
  fc.string({ maxLength: 3000, unit: fc.constantFrom(...'etaoin shrdlu\n') }).map((text) => Buffer.from(text)),
  fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 4000 })).map(([part, times]) => Buffer.concat(Array.from({ length: times }, () => part)).subarray(0, 70_000)),
);

test.each(settings)('what zlib packs with %s comes out again', (_, options) => {
  fc.assert(fc.property(contents, (bytes) => inflateStream(deflateSync(bytes, options), most)?.equals(bytes) === true));
});

test('a megabyte of text comes out again', () => {
  const bytes = Buffer.from(Array.from({ length: 60_000 }, (_, index) => `line ${index} ${index * 7919}\n`).join(''));
  expect(inflateStream(deflateSync(bytes), most)?.equals(bytes)).toBe(true);
});

test('a damaged stream gives nothing, or what zlib makes of it', () => {
  fc.assert(fc.property(contents, fc.nat(), fc.integer({ min: 0, max: 7 }), (bytes, place, bit) => {
    const stream = deflateSync(bytes);
    const at = place % stream.length;
    stream[at] = (stream[at] ?? 0) ^ (1 << bit);
    const got = inflateStream(stream, most);
    return got === undefined || got.equals(inflateSync(stream));
  }));
});

test('a stream that is cut short gives nothing', () => {
  fc.assert(fc.property(contents, fc.nat(), (bytes, place) => {
    const stream = deflateSync(bytes);
    return inflateStream(stream.subarray(0, place % stream.length), most) === undefined;
  }));
});

test('a bomb gives nothing', () => {
  expect(inflateStream(deflateSync(Buffer.alloc(2 * most)), most)).toBeUndefined();
});

test.each([['nothing', ''], ['two bytes', '789c'], ['no zlib header', '00112233445566778899']])('%s gives nothing', (_, hex) => {
  expect(inflateStream(Buffer.from(hex, 'hex'), most)).toBeUndefined();
});

test('no single wrong bit in short streams gets past it that zlib would stop', () => {
  for (const bytes of [Buffer.alloc(6000, Buffer.from([2, 0, 2])), Buffer.from('a text of few letters, '.repeat(9)), Buffer.alloc(0)]) {
    const stream = deflateSync(bytes);
    for (let bit = 0; bit < stream.length * 8; bit += 1) {
      const damaged = Buffer.from(stream);
      damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const got = inflateStream(damaged, most);
      if (got !== undefined) expect(got.equals(inflateSync(damaged))).toBe(true);
    }
  }
});
