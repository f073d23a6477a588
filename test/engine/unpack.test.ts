// Archives: what is in them is found; what they lie about, hide or blow up is told, and nothing of it is a crash.

import { constants, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { testWhere } from '../tools/need.js';
import { hasPacker, pack } from '../tools/pack.js';
import { makeKey } from '../keys.js';
import { makeTestEngine } from '../rules/vendors.js';
import type { Item } from '../../src/model/place.js';
import { kindOfDecoded } from '../../src/engine/unpack.js';
import { seedRandom } from '../../src/rules/examples.js';

const engine = makeTestEngine();
const key = makeKey('packed');
const text = Buffer.from(`first\nKEY=${key}\n`);

interface Member {
  readonly name: string;
  readonly content: Buffer;
  readonly method?: number;
  readonly flags?: number;
  /** What the headers say its packed size is. */
  readonly size?: number;
}

/** A zip archive as its format says, or as far as asked not. */
function zip(members: readonly Member[], { directory = true, overlap = false } = {}): Buffer {
  const parts: Buffer[] = [];
  const central: Buffer[] = [];
  let at = 0;
  for (const { name, content, method = 8, flags = 0, size } of members) {
    const packed = method === 8 ? deflateRawSync(content) : content;
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50);
    local.writeUInt16LE(flags, 6);
    local.writeUInt16LE(method, 8);
    local.writeUInt32LE(size ?? packed.length, 18);
    local.writeUInt32LE(content.length, 22);
    local.writeUInt16LE(Buffer.byteLength(name), 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50);
    local.copy(entry, 6, 4, 28);
    entry.writeUInt16LE(flags, 8);
    entry.writeUInt16LE(method, 10);
    entry.writeUInt32LE(size ?? packed.length, 20);
    entry.writeUInt32LE(content.length, 24);
    entry.writeUInt16LE(Buffer.byteLength(name), 28);
    entry.writeUInt32LE(overlap ? 0 : at, 42);
    central.push(entry, Buffer.from(name));
    parts.push(local, Buffer.from(name), packed);
    at += 30 + Buffer.byteLength(name) + packed.length;
  }
  const list = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50);
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat(directory ? [...parts, list, end] : parts);
}

function tar(members: readonly Member[]): Buffer {
  return Buffer.concat([...members.flatMap(({ name, content, size }) => {
    const header = Buffer.alloc(512);
    header.write(name, 0, 100);
    header.write('0000644\0', 100);
    header.write(`${(size ?? content.length).toString(8).padStart(11, '0')}\0`, 124);
    header.write('        0', 148);
    header.write('ustar\x0000', 257, 'latin1');
    header.write(`${header.reduce((sum, byte) => sum + byte, 0).toString(8).padStart(6, '0')}\0 `, 148);
    return [header, content, Buffer.alloc((512 - (content.length % 512)) % 512)];
  }), Buffer.alloc(1024)]);
}

/** A PDF as far as its streams go. */
function pdf(content: string, dictionary = '/Filter /FlateDecode'): Buffer {
  const packed = deflateSync(content);
  return Buffer.concat([Buffer.from(`%PDF-1.7\n%\xe2\xe3\n4 0 obj\n<< /Length ${packed.length} ${dictionary} >>\nstream\n`, 'latin1'), packed, Buffer.from('\nendstream\nendobj\n%%EOF\n')]);
}

const rubbish = Buffer.from('\x7fELF\x02\x01\0\0'.repeat(40), 'latin1');

function look(bytes: Buffer): { found: readonly string[]; unread: readonly string[] } {
  const item: Item = { id: 'file', kind: 'content' };
  const matches = engine.scan({ item, offset: 0, bytes, last: true });
  expect(matches.every(({ secret }) => secret.reveal() === key)).toBe(true);
  return {
    found: matches.map(({ decodedFrom, span }) => `${decodedFrom.join(' ')} ${span.line}:${span.column}`),
    unread: engine.takeUnread().map(({ inside, why }) => `${inside.join(' ')}|${why}`),
  };
}

const env: Member = { name: 'b/c.env', content: text };
const hello: Member = { name: 'a.txt', content: Buffer.from('hello '.repeat(100)) };

test.each<readonly [name: string, bytes: Buffer, found: readonly string[]]>([
  ['gzip', gzipSync(text), ['gzip 2:5']],
  ['gzip twice', gzipSync(gzipSync(text)), ['gzip gzip 2:5']],
  ['two gzip streams', Buffer.concat([gzipSync('x'), gzipSync(text)]), ['gzip 2:5']],
  ['gzip before other bytes', Buffer.concat([gzipSync(text), Buffer.from('rubbish')]), ['gzip 2:5']],
  ['gzip behind other bytes', Buffer.concat([rubbish, gzipSync(text), rubbish]), ['embedded:320 gzip 2:5']],
  ['zip behind other bytes', Buffer.concat([rubbish, zip([hello, env])]), ['embedded:320 zip:b/c.env 2:5']],
  ['tar in gzip behind a script', Buffer.concat([Buffer.from('#!/bin/sh\n'), gzipSync(tar([hello, env]))]), ['embedded:10 gzip tar:b/c.env 2:5']],
  ['a sign of gzip, and one that is none', Buffer.concat([rubbish, Buffer.from('\x1f\x8b\x08\0abcdefgh', 'latin1'), gzipSync(text)]), ['embedded:332 gzip 2:5']],
  ['PDF', pdf(`BT (x) Tj ET\n(${key}) Tj`), ['pdf:4 0 obj 2:2']],
  ['PDF, set in parts', pdf(`BT\n[(${key.slice(0, 9)}) -12 (${key.slice(9)})] TJ ET`), ['pdf:4 0 obj 2:3']],
  ['zip', zip([hello, env]), ['zip:b/c.env 2:5']],
  ['zip, stored', zip([hello, { ...env, method: 0 }]), ['zip:b/c.env 2:5']],
  ['zip in zip', zip([{ name: 'in.jar', content: zip([env]) }]), ['zip:in.jar zip:b/c.env 2:5']],
  ['zip behind other bytes of its own', zip([hello, env, { name: 'z', content: Buffer.alloc(0) }]), ['zip:b/c.env 2:5']],
  ['tar in gzip', gzipSync(tar([hello, env])), ['gzip tar:b/c.env 2:5']],
  ['UTF-16 in zip', zip([{ ...env, content: Buffer.from(`\ufeff${text.toString()}`, 'utf16le') }]), ['zip:b/c.env utf-16le 2:5']],
  ['base64 in zip', zip([{ ...env, content: Buffer.from(`k: ${text.toString('base64')}`) }]), ['zip:b/c.env base64 1:17']],
  ['a name', zip([{ name: `${key}.txt`, content: Buffer.from('x') }]), [expect.stringMatching(/^zip:\(a name\) 1:5$/) as unknown as string]],
])('%s', (_, bytes, found) => {
  expect(look(bytes)).toEqual({ found, unread: [] });
});

test.each<readonly [name: string, bytes: Buffer, found: readonly string[], unread: RegExp]>([
  ['a gzip that breaks off', gzipSync(Buffer.concat([text, Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7919) % 251))])).subarray(0, -40), ['gzip 2:5'], /damaged/],
  ['a zip without its directory', zip([hello, env], { directory: false }), ['zip:b/c.env 2:5'], /directory is missing/],
  ['a zip that breaks off', zip([hello, env, hello]).subarray(0, -150), ['zip:b/c.env 2:5'], /directory is missing/],
  ['an encrypted member', zip([env, { ...hello, flags: 1 }]), ['zip:b/c.env 2:5'], /zip:a\.txt\|it is encrypted/],
  ['a method that nobody reads', zip([env, { ...hello, method: 99 }]), ['zip:b/c.env 2:5'], /method 99/],
  ['a member that is said to be larger than the archive', zip([{ ...env, size: 1e9 }]), [], /reaches beyond its end/],
  ['members that share bytes', zip([hello, hello, hello], { overlap: true }), [], /shares bytes/],
  ['a tar that breaks off', tar([env, { ...hello, content: Buffer.alloc(3000, 0x61) }]).subarray(0, 2600), ['tar:b/c.env 2:5'], /cut short/],
  ['a tar whose header is damaged', ((): Buffer => { const bytes = tar([env, hello]); bytes[1024] = 0x7f; return bytes; })(), ['tar:b/c.env 2:5'], /damaged/],
  ['a tar that lies about a size', tar([env, { ...hello, size: 7e9 }]), ['tar:b/c.env 2:5'], /cut short/],
  ['a bomb', gzipSync(Buffer.alloc(40 * 1024 * 1024)), [], /more than is allowed/],
  ['a bomb in a PDF', pdf('a'.repeat(40 * 1024 * 1024)), [], /more than is allowed/],
  ['a bomb behind other bytes', Buffer.concat([rubbish, gzipSync(Buffer.alloc(40 * 1024 * 1024))]), [], /more than is allowed/],
  ['an encrypted PDF', pdf('x', '/Filter /FlateDecode /Encrypt 5 0 R'), [], /encrypted/],
  ['deeper than is opened', [1, 2, 3, 4, 5, 6].reduce((inner) => gzipSync(inner), text), [], /4 deep/],
  ['an xz that breaks off', Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 1, 2, 3]), [], /damaged/],
  ['a bzip2 that breaks off', Buffer.from('BZh91AY&SY....', 'latin1'), [], /damaged/],
  ['7z', Buffer.from('7z\xbc\xaf\x27\x1c', 'latin1'), [], /7z archives/],
])('%s is told', (_, bytes, found, why) => {
  const seen = look(bytes);
  expect(seen.found).toEqual(found);
  expect(seen.unread.join('\n')).toMatch(why);
});

for (const [tool, method] of [['bzip2', 12], ['xz', 95], ['zstd', 93]] as const) {
  testWhere(tool, hasPacker(tool))(`${tool}: alone, around tar, in zip, behind other bytes, nested, cut short, too large`, () => {
    const cut = pack(tool, Buffer.concat([text, Buffer.alloc(9000, 'some text of words '), Buffer.from(Array.from({ length: 30_000 }, (_, index) => (index * index * 7919) >> 3))]));
    const bomb = pack(tool, Buffer.alloc(40 * 1024 * 1024));
    expect(look(pack(tool, text))).toEqual({ found: [`${tool} 2:5`], unread: [] });
    expect(look(pack(tool, tar([hello, env])))).toEqual({ found: [`${tool} tar:b/c.env 2:5`], unread: [] });
    expect(look(zip([hello, { ...env, content: pack(tool, text), method }]))).toEqual({ found: ['zip:b/c.env 2:5'], unread: [] });
    expect(look(Buffer.concat([rubbish, pack(tool, tar([env])), rubbish]))).toEqual({ found: [`embedded:320 ${tool} tar:b/c.env 2:5`], unread: [] });
    expect(look(gzipSync(zip([{ name: 'in.tar', content: tar([{ name: 'a', content: pack(tool, text) }]) }])))).toEqual({ found: [`gzip zip:in.tar tar:a ${tool} 2:5`], unread: [] });
    expect(look(Buffer.from(`x = "${pack(tool, text).toString('base64')}"`)).found).toEqual([`base64 ${tool} 1:6`]);
    expect(look(Buffer.concat([pack(tool, 'x'), pack(tool, text), Buffer.from('other bytes')]))).toEqual({ found: [`${tool} 2:5`], unread: [] });
    expect(look(cut.subarray(0, -40)).unread).toEqual([expect.stringMatching(/^\|the archive is damaged/)]);
    expect(look(bomb)).toEqual({ found: [], unread: [expect.stringMatching(/^\|it would unpack to more than is allowed/)] });
    expect(look(zip([{ name: 'bomb', content: bomb, method }, env]))).toEqual({ found: ['zip:b/c.env 2:5'], unread: [expect.stringMatching(/^zip:bomb\|it would unpack/)] });
    for (let at = 0; at < 200; at += 3) engine.scan({ item: { id: 'file', kind: 'content' }, offset: 0, bytes: cut.subarray(0, at), last: true });
    engine.takeUnread();
  });
}

testWhere('xz', hasPacker('xz'))('LZMA alone and in zip', () => {
  const alone = pack('xz', text, '--format=lzma');
  // In zip: a version, the length of the properties, they themselves; that the end is marked stands in the flags.
  const content = Buffer.concat([Buffer.from([9, 20, 5, 0]), alone.subarray(0, 5), alone.subarray(13)]);
  expect(look(alone)).toEqual({ found: ['lzma 2:5'], unread: [] });
  expect(look(zip([hello, { ...env, content, method: 14, flags: 2 }]))).toEqual({ found: ['zip:b/c.env 2:5'], unread: [] });
  expect(look(Buffer.concat([alone.subarray(0, 14), rubbish]))).toEqual({ found: [], unread: [] });
});

test('many members that would each unpack to too much are not all tried', () => {
  const content = gzipSync(Buffer.alloc(40 * 1024 * 1024));
  const { unread } = look(tar(Array.from({ length: 60 }, (_, index) => ({ name: `bomb-${index}`, content }))));
  expect(unread.length).toBeLessThan(40);
  expect(unread.at(-1)).toMatch(/what follows was not read/);
});

test.each([['zip', zip([hello, env])], ['behind other bytes', Buffer.concat([rubbish, gzipSync(text)])], ['PDF', pdf(`(${key}) Tj`)]])('in pieces, however small the first: %s', (_, bytes) => {
  for (const size of [1, 3, 100, 300]) {
    const item: Item = { id: 'file', kind: 'content' };
    let matches: readonly unknown[] = [];
    for (let offset = 0; offset < bytes.length; offset += size) {
      const shared = Buffer.from(bytes.subarray(offset, offset + size));
      matches = engine.scan({ item, offset, bytes: shared, last: offset + size >= bytes.length });
      shared.fill(0);
    }
    expect(matches).toHaveLength(1);
  }
});

test('an archive whose bytes are changed anywhere crashes nothing', () => {
  const archives = [zip([hello, env]), tar([hello, env]), gzipSync(text), zip([{ name: 'x.zip', content: zip([env]) }]), pdf(`(${key}) Tj`), Buffer.concat([rubbish, gzipSync(text)])];
  for (const archive of archives) {
    for (let at = 0; at < archive.length; at += archive.length > 1000 ? 13 : 1) {
      for (const change of [0, 0xff]) {
        const bytes = Buffer.from(archive);
        bytes[at] = change;
        engine.scan({ item: { id: 'file', kind: 'content' }, offset: 0, bytes, last: true });
      }
      engine.scan({ item: { id: 'file', kind: 'content' }, offset: 0, bytes: archive.subarray(0, at), last: true });
    }
  }
  engine.takeUnread();
});

test('whatever deflate packs with fixed codes is taken for it, and next to nothing that chance makes', () => {
  const random = seedRandom('fixed codes');
  const words = ['token', '"key":', '<saml:Assertion', 'a'.repeat(300), '\u00e9\u4e2d', '0123', '{}'];
  const missed: string[] = [];
  let chance = 0;
  for (let round = 0; round < 2000; round += 1) {
    const made = Array.from({ length: 4 + Math.floor(random() * 40) }, () => words[Math.floor(random() * words.length)] ?? '').join(random() < 0.5 ? ' ' : '');
    const packed = deflateRawSync(Buffer.from(made), { strategy: constants.Z_FIXED, level: 1 + (round % 9) });
    if (packed.length >= 20 && ((packed[0] ?? 0) & 6) === 2 && kindOfDecoded(packed) !== 'deflate') missed.push(made);
    const noise = Buffer.from(Array.from({ length: 60 }, (_, at) => (at === 0 ? 3 : Math.floor(random() * 256))));
    if (kindOfDecoded(noise) === 'deflate') chance += 1;
  }
  expect(missed).toEqual([]);
  expect(chance).toBeLessThan(300);
});
