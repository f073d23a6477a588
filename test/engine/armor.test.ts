// Bytes that are written as text, letter by letter or in other alphabets than base64's, and files in codings of their own: what is in
// them is found, with how it was read.

import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { fillExample } from '../../src/rules/examples.js';
import { makeTestEngine } from '../rules/vendors.js';

const engine = makeTestEngine();
const key = fillExample('«ghp_{{alnum:30}}{{checksum}}»', 'armor', [{ checksum: 'github' }]).text;
const line = `A=1\nTOKEN=${key}\nB=2\n`;
const rows = (bytes: Buffer, width: number, write: (row: Buffer, at: number) => string): string =>
  Array.from({ length: Math.ceil(bytes.length / width) }, (_, index) => write(bytes.subarray(index * width, (index + 1) * width), index * width)).join('\n');

function look(text: string | Uint8Array): { secret: string; from: readonly string[]; start: number; end: number }[] {
  return engine.scanText(Buffer.from(text)).map((match) => ({ secret: match.secret.reveal(), from: match.decodedFrom, start: match.start, end: match.end }));
}

function uuencode(bytes: Buffer): string {
  return rows(bytes, 45, (row) => {
    const letter = (value: number): string => String.fromCharCode(value === 0 ? 96 : 32 + value);
    let text = letter(row.length);
    for (let at = 0; at < row.length; at += 3) {
      const bits = ((row[at] ?? 0) << 16) | ((row[at + 1] ?? 0) << 8) | (row[at + 2] ?? 0);
      text += [18, 12, 6, 0].map((shift) => letter((bits >> shift) & 63)).join('');
    }
    return text;
  });
}

function base85(bytes: Buffer, write: (digit: number) => string): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 4) {
    const group = Buffer.alloc(4);
    bytes.copy(group, 0, at, at + 4);
    let value = group.readUInt32BE();
    let letters = '';
    for (let count = 0; count < 5; count += 1) {
      letters = write(value % 85) + letters;
      value = Math.floor(value / 85);
    }
    text += letters;
  }
  return text;
}

const git = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~';
const patch = (bytes: Buffer): string => `literal ${bytes.length}\n${rows(deflateSync(bytes), 52, (row) => String.fromCharCode(row.length <= 26 ? 0x40 + row.length : 0x46 + row.length) + base85(row, (digit) => git[digit] ?? ''))}\n\n`;

test.each([
  ['uuencode', `begin 644 a.env\n${uuencode(Buffer.from(line))}\n\`\nend\n`, ['uuencode']],
  ['uuencode of gzip', `begin 644 a.gz\n${uuencode(gzipSync(line))}\n\`\nend\n`, ['uuencode', 'gzip']],
  ['a binary patch of git', `diff --git a/x b/x\nindex 1..2 100644\nGIT binary patch\n${patch(Buffer.from(`${line}\0\0`))}literal 0\nHcmV?d00001\n\n`, ['git patch']],
  ['Ascii85', `<~${base85(Buffer.from(`${line}    `.slice(0, 64)), (digit) => String.fromCharCode(33 + digit))}~>\n`, ['ascii85']],
  ['Brotli', brotliCompressSync(`${line}${'# settings of the service\n'.repeat(3)}`), ['brotli']],
  ['od -c', rows(Buffer.from(line), 16, (row, at) => `${at.toString(8).padStart(7, '0')}${[...row].map((code) => (code === 10 ? '\\n' : String.fromCharCode(code)).padStart(4)).join('')}`), ['dump']],
  ['od -a', rows(Buffer.from(line), 16, (row, at) => `${at.toString(8).padStart(7, '0')}${[...row].map((code) => (code === 10 ? 'nl' : String.fromCharCode(code)).padStart(4)).join('')}`), ['dump']],
  ['a dump of gzip', rows(gzipSync(line), 16, (row, at) => `${at.toString(16).padStart(8, '0')}: ${row.toString('hex').replace(/(.{4})/g, '$1 ')}`), ['dump', 'gzip']],
  ['letters, Python', `token = "".join(["${[...key].join('", "')}"])\n`, ['letters']],
  ['letters, C', `char token[] = {'${[...key].join("', '")}', 0};\n`, ['letters']],
  ['members with numbers', JSON.stringify(Object.fromEntries([...Buffer.from(line)].map((code, index) => [String(index), code]))), ['numbers']],
  ['73h', `k db ${[...Buffer.from(line)].map((code) => `${code.toString(16)}h`).join(', ')}\n`, ['numbers']],
  ['$73', `k: dc.b ${[...Buffer.from(line.trimEnd().replaceAll('\n', ' '))].map((code) => `$${code.toString(16)}`).join(',')}\n`, ['numbers']],
  ['16#73#', `K := (${[...Buffer.from(line.trimEnd().replaceAll('\n', ' '))].map((code) => `16#${code.toString(16)}#`).join(', ')});\n`, ['numbers']],
])('%s', (_, text, from) => {
  const found = look(text);
  expect(found.map(({ secret, from: steps }) => [secret, steps])).toEqual([[key, from]]);
});

test('a key in uuencode stands where its letters do', () => {
  const text = `begin 644 a.env\n${uuencode(Buffer.from(line))}\n\`\nend\n`;
  const [found] = look(text);
  const letters = text.slice(found?.start, found?.end).replace('\n', '');
  expect(letters.length).toBeGreaterThanOrEqual(Math.floor((key.length * 4) / 3));
  expect(letters.length).toBeLessThanOrEqual(Math.ceil((key.length * 4) / 3) + 9);
});

test('EBCDIC', () => {
  const table = new Map([...'abcdefghi'].map((letter, index) => [letter, 0x81 + index]));
  for (const [first, letters] of [[0x91, 'jklmnopqr'], [0xa2, 'stuvwxyz'], [0xc1, 'ABCDEFGHI'], [0xd1, 'JKLMNOPQR'], [0xe2, 'STUVWXYZ'], [0xf0, '0123456789'], [0x7e, '='], [0x6d, '_'], [0x15, '\n'], [0x40, ' ']] as const) {
    [...letters].forEach((letter, index) => table.set(letter, first + index));
  }
  const text = `VALUE ${line}`;
  expect(look(Buffer.from([...text].map((letter) => table.get(letter) ?? 0x40)))).toEqual([{ secret: key, from: ['ebcdic'], start: text.indexOf(key), end: text.indexOf(key) + key.length }]);
});

test('texts that are packed in a PNG', () => {
  const chunk = (type: string, data: Buffer): Buffer => Buffer.concat([Buffer.from([0, 0, 0, data.length]), Buffer.from(type), data, Buffer.from([1, 2, 3, 4])]);
  const png = (...chunks: Buffer[]): Buffer => Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', Buffer.alloc(13)), ...chunks, chunk('IEND', Buffer.alloc(0))]);
  expect(look(png(chunk('zTXt', Buffer.concat([Buffer.from('Comment\0\0'), deflateSync(line)])))).map(({ secret, from }) => [secret, from])).toEqual([[key, ['png:zTXt']]]);
  expect(look(png(chunk('iTXt', Buffer.concat([Buffer.from('Comment\0\x01\0de\0\0'), deflateSync(line)])))).map(({ secret, from }) => [secret, from])).toEqual([[key, ['png:iTXt']]]);
  expect(look(Buffer.concat([png(), gzipSync(line)])).map(({ secret, from }) => [secret, from])).toEqual([[key, ['png:behind', 'gzip']]]);
});

test('what is none of these', () => {
  const random = Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 7919 + index * index * 31) & 0xff));
  for (const first of [0x0b, 0x1b, 0x8b, 0x5b, 0x8f, 0x89, 0x3c]) expect(look(Buffer.concat([Buffer.from([first]), random]))).toEqual([]);
  expect(look('begin 644 x\n'.repeat(2000))).toEqual([]);
  expect(look(`GIT binary patch\nliteral 99\n${'zcmV'.repeat(4000)}\n`)).toEqual([]);
  expect(look(`<~${'z'.repeat(20000)}~>`)).toEqual([]);
});
