// A line that ends in `=` goes on in quoted-printable; in base64 it ends there. Keys that end in padding keep their span.

import { makeKey } from '../keys.js';
import { makeTestEngine, samples } from '../rules/vendors.js';

const engine = makeTestEngine();

function look(text: string): unknown[] {
  return engine.scanText(Buffer.from(text)).map(({ rule, start, end, decodedFrom }) => [rule.id, text.slice(start, end), ...decodedFrom]);
}

/** Keys that end in padding and need nothing around them. */
const padded = samples.filter(({ rule, secret }) => rule.attribution !== 'context' && /[A-Za-z0-9]=$/.test(secret) && !/\s/.test(secret) && look(`KEY=${secret}\n`).length === 1);

test('there are some', () => expect(padded.length).toBeGreaterThan(5));

test.each(padded.map((sample) => [sample.rule.id, sample] as const))('%s before another line', (id, { secret }) => {
  const around: readonly (readonly [string, string])[] = [
    ['HOST=a\nKEY=', '\nPORT=3000\n'],
    ['KEY=', '\r\nPORT=3000\r\n'],
    ['ENV KEY=', '\nENV PORT=3000\n'],
    ['ARG KEY=', '\nARG PORT\n'],
    ['key: ', '\nport: 3000\n'],
    ['key = ', '\nport = 3000\n'],
  ];
  for (const [before, after] of around) expect(look(before + secret + after)).toEqual([[id, secret]]);
});

test('soft breaks join a key, at whatever letter', () => {
  const key = makeKey('quoted');
  for (const at of [22, 25, 30, 36]) {
    const text = `Token: =3D${key.slice(0, at)}=\r\n${key.slice(at)}\r\n`;
    expect(look(text)).toEqual([['github-personal-access-token', text.slice(10, 10 + key.length + 3), 'quoted-printable']]);
  }
});

test('a line that is too long to be quoted, or holds a bare sign, does not go on', () => {
  const key = makeKey('bare');
  expect(look(`name=${key.slice(0, 30)}=\r\n${key.slice(30)}\r\n`)).toEqual([]);
  expect(look(`${'word '.repeat(16)}${key.slice(0, 30)}=\r\n${key.slice(30)}\r\n`)).toEqual([]);
});
