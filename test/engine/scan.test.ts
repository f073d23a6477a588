import type { Piece } from '../../src/model/place.js';
import type { Rule } from '../../src/model/rule.js';
import { makeEngine } from '../../src/engine/scan.js';
import type { Engine } from '../../src/engine/scan.js';
import { proofs } from '../../src/rules/proofs/index.js';
import { acme, makeRule } from './sample.js';

function engineOf(...rules: readonly Rule[]): Engine {
  return makeEngine({ version: '', rules, hints: [acme] }, proofs);
}

const plain = engineOf(makeRule({ id: 'acme-key' }));
const key = 'acme_k3v9x2m7';

test.each<readonly [name: string, text: string, spans: readonly string[]]>([
  ['nothing', '', []],
  ['one', `a=${key}`, ['2-15']],
  ['twice the same', `${key} ${key}`, ['0-13', '14-27']],
  ['at the very end of much', `${'.'.repeat(100)}${key}`, ['100-113']],
  ['an anchor alone', 'acme_', []],
  ['an anchor in front of another', 'acme_acme_k3v9x2m7', ['5-18']],
])('%s', (_, text, spans) => {
  expect(plain.scanText(Buffer.from(text)).map(({ start, end }) => `${start}-${end}`)).toEqual(spans);
});

test.each<readonly [name: string, behind: string, truncated: boolean]>([
  ['it goes on', '7q', true],
  ['it may go on', '-7q', true],
  ['it ends there', '"', false],
  ['the text ends there', '', false],
])('a match of the longest length: %s', (_, behind, truncated) => {
  expect(plain.scanText(Buffer.from(`acme_k3v9x2m7k3v9x2m7k3v9${behind}`))[0]?.truncated).toBe(truncated);
});

test('a match that is shorter than the longest is not truncated', () => {
  expect(plain.scanText(Buffer.from(`${key}-7`))[0]?.truncated).toBe(false);
});

test('pieces out of order are a fault', () => {
  const piece = (id: string, offset: number): Piece => ({ item: { id, kind: 'content' }, offset, bytes: Buffer.from('x'), last: false });
  expect(() => engineOf().scan(piece('a', 4))).toThrow('a piece of a came out of order');
  const engine = engineOf();
  engine.scan(piece('a', 0));
  expect(() => engine.scan(piece('b', 1))).toThrow('a piece of b came out of order');
});

test('columns behind bytes that are not UTF-8, wherever the carried part begins', () => {
  const text = Buffer.concat([Buffer.alloc(3000, 0x2e), Buffer.from([0xe2, 0x80, 0x80, 0x80, 0x80, 0xf0, 0x9f, 0x98, 0x80, 0xc3]), Buffer.alloc(2100, 0x2e), Buffer.from(key), Buffer.alloc(5000, 0x2e)]);
  const whole = plain.scanText(text).map(({ span }) => span);
  for (let cut = 7000; cut < 7030; cut += 1) {
    const item = { id: '', kind: 'content' } as const;
    for (let between = cut; between < cut + 12; between += 1) {
      plain.scan({ item, offset: 0, bytes: text.subarray(0, cut), last: false });
      plain.scan({ item, offset: cut, bytes: text.subarray(cut, between), last: false });
      expect(plain.scan({ item, offset: between, bytes: text.subarray(between), last: true }).map(({ span }) => span)).toEqual(whole);
    }
  }
});

describe('whose key it is, when only the file can tell', () => {
  const shape = { pattern: '(?<secret>sk-[a-z0-9]{12})', anchors: ['sk-'], prefixes: ['sk-'], reach: { before: 0, longest: 15, margin: 0, beyond: 0 } };
  const open = makeRule({ id: 'unknown-key', provider: 'unknown', generic: true, ...shape });
  const engine = makeEngine(
    {
      version: '',
      rules: [open, makeRule({ id: 'acme-key', attribution: 'context', ...shape }), makeRule({ id: 'other-key', provider: 'other', attribution: 'context', ...shape })],
      hints: [acme, { ...acme, provider: 'other', variables: ['OTHER_KEY'], hosts: ['other.dev'], words: ['other'] }],
    },
    proofs,
  );
  const find = (text: string, path: string): string | undefined => {
    const [match] = engine.scanText(Buffer.from(text));
    return match === undefined ? undefined : engine.renameByFile(match, path).rule.id;
  };
  const secret = 'sk-k3v9x2m7q8w4';

  test.each<readonly [text: string, path: string, wanted: string]>([
    [`key=${secret}`, 'src/a.ts', 'unknown-key'],
    [`key=${secret}`, 'acme/a.ts', 'acme-key'],
    [`key=${secret}`, 'acme/other.ts', 'unknown-key'],
    [`OTHER_KEY=${secret}`, 'acme/a.ts', 'other-key'],
    [`host=other.dev\nkey=${secret}\nACME_API_KEY=`, 'a.ts', 'acme-key'],
  ])('%j in %s', (text, path, wanted) => {
    expect(find(text, path)).toBe(wanted);
  });
});

test.each<readonly [text: string, above: string, line: string, below: string]>([
  [`a\n# above\nx=${key} # same\nbelow\nz`, '# above', 'x= # same', 'below'],
  [`x=${key}`, '', 'x=', ''],
  [`\nx=${key}\n`, '', 'x=', ''],
])('the lines around it: %j', (text, above, line, below) => {
  expect(plain.scanText(Buffer.from(text))[0]?.surroundings).toEqual({ above, line, below });
});
