// xz, LZMA, bzip2, zstd: what the tools themselves have written comes out as it was; what is damaged, cut short or made to blow up
// is never taken for whole, and ends.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { crc32 } from '../../src/remedy/purge/crc.js';
import { decodeStream } from '../../src/engine/streams.js';
import type { StreamKind } from '../../src/engine/streams.js';
import { testWhere } from '../tools/need.js';
import { hasPacker, pack } from '../tools/pack.js';
import type { Packer } from '../tools/pack.js';

const mebi = 1024 * 1024;
const room = 64 * mebi;

const random = Buffer.concat(Array.from({ length: 4000 }, (_, index) => createHash('sha256').update(String(index)).digest()));
const text = Buffer.concat([readFileSync(fileURLToPath(new URL('../../src/engine/scan.ts', import.meta.url))), readFileSync(fileURLToPath(new URL('../../rules/generic.yaml', import.meta.url)))]);
const contents: Readonly<Record<string, Buffer>> = {
  nothing: Buffer.alloc(0),
  'a byte': Buffer.from('a'),
  text,
  'random bytes': random,
  'a long run': Buffer.alloc(mebi, 0x61),
  'short runs': Buffer.from(Array.from({ length: 60 }, (_, index) => 'x'.repeat(index) + String.fromCharCode(0x41 + (index % 26))).join('').repeat(30)),
  'every byte': Buffer.from(Array.from({ length: 256 * 300 }, (_, index) => (index * 7) & 255)),
  'text between random bytes': Buffer.concat([text, random.subarray(0, 50_000), text, random.subarray(0, 50_000), text]),
};

const testWith = { bzip2: testWhere('bzip2', hasPacker('bzip2')), xz: testWhere('xz', hasPacker('xz')), zstd: testWhere('zstd', hasPacker('zstd')) };

const ways: readonly (readonly [kind: StreamKind, tool: Packer, args: readonly string[]])[] = [
  ['bzip2', 'bzip2', []],
  ['bzip2', 'bzip2', ['-1']],
  ['xz', 'xz', []],
  ['xz', 'xz', ['-0']],
  ['xz', 'xz', ['-9e']],
  ['xz', 'xz', ['--block-size=20000', '-T2']],
  ['xz', 'xz', ['--check=crc32']],
  ['xz', 'xz', ['--check=sha256']],
  ['xz', 'xz', ['--check=none']],
  ['xz', 'xz', ['--delta=dist=4', '--lzma2']],
  ['xz', 'xz', ['--lzma2=lc=0,lp=4,pb=4']],
  ['lzma', 'xz', ['--format=lzma']],
  ['zstd', 'zstd', []],
  ['zstd', 'zstd', ['--fast=10']],
  ['zstd', 'zstd', ['-19']],
  ['zstd', 'zstd', ['-19', '--long=27']],
  ['zstd', 'zstd', ['--no-check']],
];

for (const [kind, tool, args] of ways) {
  testWith[tool](`what ${[tool, ...args].join(' ')} has written`, () => {
    for (const [name, content] of Object.entries(contents)) {
      const packed = pack(tool, content, ...args);
      const { bytes, ending } = decodeStream(kind, packed, room);
      expect([name, ending, Buffer.compare(bytes, content)]).toEqual([name, 'whole', 0]);
      if (kind !== 'lzma') expect([name, Buffer.compare(decodeStream(kind, Buffer.concat([packed, packed]), room).bytes, Buffer.concat([content, content]))]).toEqual([name, 0]);
    }
  });
}

for (const [tool, ...args] of [['bzip2'], ['xz'], ['xz', '--check=crc32', '--block-size=4000'], ['zstd'], ['zstd', '-19']] as const) {
  testWith[tool](`what ${[tool, ...args].join(' ')} has written is not taken for whole with bytes changed or cut off`, () => {
    const content = text.subarray(0, 12_000);
    const packed = pack(tool, content, ...args);
    let refused = 0;
    for (let at = 0; at < packed.length; at += at < 64 || at > packed.length - 64 ? 1 : 5) {
      for (const flip of [1, 0x80, 0xff]) {
        const stream = Buffer.from(packed);
        stream[at] = (stream[at] ?? 0) ^ flip;
        const { bytes, ending } = decodeStream(tool, stream, room);
        if (ending === 'whole') expect(Buffer.compare(bytes, content)).toBe(0);
        else refused += 1;
      }
      expect([at, decodeStream(tool, packed.subarray(0, at), room).ending]).toEqual([at, 'damaged']);
    }
    expect(refused).toBeGreaterThan(packed.length / 5);
  });
}

testWith.xz('what can be read of a stream that breaks off is', () => {
  const { bytes, ending } = decodeStream('xz', pack('xz', Buffer.concat([text, random])).subarray(0, -1000), room);
  expect([ending, Buffer.compare(bytes.subarray(0, text.length), text)]).toEqual(['damaged', 0]);
});

test('rubbish behind a true head ends', () => {
  const heads: readonly (readonly [StreamKind, string])[] = [
    ['bzip2', '425a6839314159265359'],
    ['lzma', '5d00008000ffffffffffffffff00'],
    ['zstd', '28b52ffd0458'],
    ['zstd', '28b52ffda4ffffffff'],
  ];
  for (const [kind, head] of heads) {
    for (let seed = 0; seed < 300; seed += 1) {
      const stream = Buffer.concat([Buffer.from(head, 'hex'), random.subarray(seed * 97, seed * 97 + 5000)]);
      expect(decodeStream(kind, stream, 4 * mebi).ending).not.toBe('whole');
    }
  }
});

test('blocks of zstd that repeat a byte stop at the bound, whatever the window', () => {
  const blocks = Buffer.concat(Array.from({ length: 4000 }, () => Buffer.from([0x02, 0x00, 0x10, 0x61])));
  const before = process.memoryUsage().rss;
  expect(decodeStream('zstd', Buffer.concat([Buffer.from('28b52ffd00a0', 'hex'), blocks]), 16 * mebi)).toEqual({ ending: 'large', bytes: Buffer.alloc(0) });
  expect(process.memoryUsage().rss - before).toBeLessThan(100 * mebi);
});

for (const tool of ['bzip2', 'xz', 'zstd'] as const) {
  testWith[tool](`no more comes out of ${tool} than is allowed`, () => {
    const packed = pack(tool, Buffer.alloc(40 * mebi));
    for (const most of [0, 1, 16 * mebi]) expect([most, decodeStream(tool, packed, most).ending]).toEqual([most, 'large']);
  });
}

testWith.xz('a dictionary of 3 GiB that a head speaks of takes no memory', () => {
  expect(decodeStream('xz', pack('xz', text, '--lzma2=preset=0,dict=1GiB'), 4 * mebi)).toEqual({ ending: 'whole', bytes: text });
  const alone = pack('xz', text, '--format=lzma');
  alone.writeUInt32LE(0xc0000000, 1);
  expect(decodeStream('lzma', alone, 4 * mebi)).toEqual({ ending: 'whole', bytes: text });
});

testWith.xz('what was changed for machine code is read and told', () => {
  expect(decodeStream('xz', pack('xz', text, '--x86', '--lzma2'), room)).toEqual({ ending: 'filtered', bytes: text });
});

test('written by hand: stored and repeated blocks, dictionaries, streams that follow', () => {
  const raw = (bytes: Buffer, flags = 0, id = ''): Buffer => Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, flags, 0x58]), Buffer.from(id, 'hex'), Buffer.from([(bytes.length << 3) | 1, bytes.length >> 5, 0]), bytes]);
  const skipped = Buffer.from('504d2a180300000000000a', 'hex').subarray(0, 11);
  skipped.writeUInt32LE(0x184d2a50, 0);
  const two = Buffer.concat([raw(Buffer.from('first ')), skipped, raw(Buffer.from('second'))]);
  expect(decodeStream('zstd', two, room)).toEqual({ ending: 'whole', bytes: Buffer.from('first second') });
  expect(decodeStream('zstd', raw(Buffer.from('x'), 1, '07'), room).ending).toBe('dictionary');
  const stored = Buffer.from('kept as it is');
  const xz = storedXz(stored);
  expect(decodeStream('xz', xz, room)).toEqual({ ending: 'whole', bytes: stored });
  expect(decodeStream('xz', Buffer.concat([xz, Buffer.alloc(8), xz, Buffer.from('other bytes')]), room)).toEqual({ ending: 'whole', bytes: Buffer.concat([stored, stored]) });
  const wrong = Buffer.from(xz);
  wrong[30] = 0;
  expect(decodeStream('xz', wrong, room).ending).toBe('damaged');
});

/** The .xz File Format, with one chunk that is stored. */
function storedXz(content: Buffer): Buffer {
  const sum = (bytes: Buffer): Buffer => {
    const word = Buffer.alloc(4);
    word.writeUInt32LE(crc32(bytes));
    return word;
  };
  const pad = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
  const flags = Buffer.from([0, 1]);
  const head = Buffer.from([2, 0, 0x21, 1, 0, 0, 0, 0]);
  const chunk = Buffer.concat([Buffer.from([1, 0, content.length - 1]), content, Buffer.from([0])]);
  const index = pad(Buffer.from([0, 1, 12 + chunk.length + 4, content.length]));
  const tail = Buffer.from([1, 0, 0, 0, 0, 1]);
  tail.writeUInt32LE((index.length + 4) / 4 - 1, 0);
  return Buffer.concat([Buffer.from('\xfd7zXZ\0', 'latin1'), flags, sum(flags), head, sum(head), pad(chunk), sum(content), index, sum(index), sum(tail), tail, Buffer.from('YZ')]);
}
