import { makePrefilter } from '../../src/engine/prefilter.js';
import { layTables } from '../../src/engine/anchors.js';
import type { Anchor } from '../../src/engine/anchors.js';

const slice = 1024 * 1024;

const anchors: readonly Anchor[] = [
  { text: 'abc', fold: false },
  { text: 'sk-', fold: false },
  { text: 'sk-live', fold: false },
  { text: 'token', fold: true },
  { text: 'x-api-key', fold: true },
  { text: '-----BEGIN', fold: false },
  { text: '\xff\xfe\x00', fold: false },
];

function find(text: Uint8Array, wanted: readonly Anchor[] = anchors): string[] {
  const hits: string[] = [];
  makePrefilter(layTables(wanted)).find(text, (offset, anchor) => hits.push(`${offset} ${wanted[anchor]?.text}`));
  return hits.sort();
}

/** Every place where an anchor stands, looked for one by one. */
function search(text: Uint8Array, wanted: readonly Anchor[] = anchors): string[] {
  const plain = Buffer.from(text).toString('latin1');
  const folded = plain.replace(/[A-Z\xc0-\xd6\xd8-\xde]/g, (letter) => letter.toLowerCase());
  return wanted
    .flatMap(({ text: anchor, fold }) => {
      const hits: string[] = [];
      const within = fold ? folded : plain;
      for (let at = within.indexOf(anchor); at >= 0; at = within.indexOf(anchor, at + 1)) hits.push(`${at} ${anchor}`);
      return hits;
    })
    .sort();
}

test.each(anchors.map(({ text }) => text))('%j is found at every alignment, at the start and at the end', (anchor) => {
  for (let before = 0; before < 20; before += 1) {
    for (const after of ['', '\n', 'zz', '~'.repeat(17)]) {
      const text = Buffer.from(`${' '.repeat(before)}${anchor}${after}`, 'latin1');
      expect(find(text)).toEqual(search(text));
      expect(find(text)).toContain(`${before} ${anchor}`);
    }
  }
});

test.each(anchors.map(({ text }) => text))('%j is found once across the border of a slice', (anchor) => {
  const longest = Math.max(...anchors.map(({ text }) => text.length));
  for (const border of [slice - longest, slice, 2 * (slice - longest)]) {
    for (let before = -anchor.length - 1; before <= 2; before += 1) {
      const text = Buffer.alloc(border + before + anchor.length + 30, 0x20);
      text.write(anchor, border + before, 'latin1');
      expect(find(text)).toEqual(search(text));
    }
  }
});

test.each([slice - 1, slice, slice + 1, slice + 8, 2 * slice])('an anchor at the end of %d bytes', (length) => {
  const text = Buffer.alloc(length, 0x2e);
  text.write('abc', length - 3, 'latin1');
  expect(find(text)).toEqual([`${length - 3} abc`]);
});

test.each([
  ['TOKEN Token tOkEn', ['0 token', '12 token', '6 token']],
  ['X-API-KEY', ['0 x-api-key']],
  ['X\rAPI\rKEY', []],
  ['ABC SK- aBc', []],
  ['t\x0fken', []],
])('case: %j', (text, wanted) => {
  expect(find(Buffer.from(text, 'latin1'))).toEqual(wanted);
});

test('an anchor inside another, and the same text folded and not, are both told', () => {
  const wanted: readonly Anchor[] = [{ text: 'abc', fold: false }, { text: 'abc', fold: true }, { text: 'abcd', fold: false }, { text: 'bcd', fold: false }];
  expect(find(Buffer.from('abcd'), wanted)).toEqual(['0 abc', '0 abc', '0 abcd', '1 bcd']);
});

test('more hits than the output holds at once', () => {
  const text = Buffer.from('abcsk-'.repeat(20_000));
  expect(find(text)).toHaveLength(40_000);
});

test('five hundred anchors, many of which share their first bytes', () => {
  const wanted = Array.from({ length: 500 }, (_, index) => ({ text: `sk-${index.toString(36)}-`, fold: index % 2 === 0 }));
  const text = Buffer.from(wanted.map(({ text: anchor }, index) => (index % 3 === 0 ? anchor.toUpperCase() : anchor)).join(' '));
  expect(find(text, wanted)).toEqual(search(text, wanted));
});

test('more anchors at one position than the output once held', () => {
  const wanted = Array.from({ length: 9000 }, (_, index) => ({ text: 'abc'.padEnd(3 + (index % 90), 'd'), fold: index % 2 === 0 }));
  const text = Buffer.from(`abc${'d'.repeat(100)} abcd`);
  expect(find(text, wanted)).toEqual(search(text, wanted));
});

test('letters of Latin-1 in any case', () => {
  const wanted = [{ text: 'schl\xfcssel', fold: true }, { text: '\xe4\xf6\xfc', fold: true }];
  const text = Buffer.from('SCHL\xdcSSEL \xc4\xd6\xdc \xe4\xd6\xfc', 'latin1');
  expect(find(text, wanted)).toEqual(search(text, wanted));
  expect(find(text, wanted)).toHaveLength(3);
});

test('what a longer text left behind is not found in a shorter one', () => {
  const prefilter = makePrefilter(layTables(anchors));
  const hits: number[] = [];
  prefilter.find(Buffer.from('    abc'), () => undefined);
  prefilter.find(Buffer.from('    a'), (offset) => hits.push(offset));
  expect(hits).toEqual([]);
});

test('nothing in nothing', () => {
  expect(find(new Uint8Array(0))).toEqual([]);
  expect(find(Buffer.from('ab'))).toEqual([]);
});

test.each([0, 1, 15, 16 * 1024 - 1, 16 * 1024])('letters of UTF-16 are found wherever they stand, asked from %d on', (from) => {
  const { findWide } = makePrefilter(layTables(anchors));
  for (const [before, text] of [0, 1, 7, 16_381, 16_384, 16_399, 40_000].flatMap((before) => ['', 'a', 'a\0', 'a\0b', 'a\0b\0', '\na\0b\0', '\0\0\0\0', 'a\0\x80\0', 'a\0b\0'.repeat(12)].map((text) => [before, text] as const))) {
    for (const after of ['', '\x80\x80']) {
      const bytes = Buffer.from(`${'\x80'.repeat(before)}${text}${after}`, 'latin1');
      const stands = (at: number): boolean => /^[\x20-\x7e\t\n\r]\0[\x20-\x7e\t\n\r]\0/.test(bytes.toString('latin1', at, at + 4));
      let expected = from;
      while (expected + 3 < bytes.length && !stands(expected) && !stands(expected + 1)) expected += 16;
      expect([before, text, after, findWide(bytes, from)]).toEqual([before, text, after, expected + 3 < bytes.length ? expected : -1]);
    }
  }
});

test('too many anchors are refused', () => {
  expect(() => layTables(Array.from({ length: 0xffff }, () => ({ text: 'abc', fold: false })))).toThrow('65535 anchors; at most 65534 are supported');
});

const parting = '"\'`\\^$\n\r<';

test.each(['zq-', 'zqx-', 'zqxyz', 'zqxyzzqxy'].flatMap((text) => [true, false].map((parts) => [text, parts] as const)))('%j counts before what may follow it, and, %s, before what may part it, whatever else there is', (text, parts) => {
  const wanted: Anchor[] = [{ text, fold: false, sequel: { bytes: 'AZaz09', least: 2 }, parts }];
  for (let next = 0; next < 256; next += 1) {
    const sign = String.fromCharCode(next);
    const stands = /[A-Za-z0-9]/.test(sign) || (parts && parting.includes(sign));
    expect([next, find(Buffer.from(`  ${text}${sign}7  `, 'latin1'), wanted)]).toEqual([next, stands ? [`2 ${text}`] : []]);
  }
});
