// Wherever a piece begins, the findings are the same: inside a key, a character, a CR LF, a UTF-16 unit.

import fc from 'fast-check';
import type { Engine } from '../../src/engine/scan.js';
import { makeTestEngine } from '../rules/vendors.js';
import { bytes, seed, shortRules, show, texts } from './texts.js';

/** A cut anywhere, or as far behind a finding as the engine may look: there it decides which piece owns what. */
type Cut = { readonly anywhere: number } | { readonly finding: number; readonly behind: number };
const cut = fc.oneof(fc.record({ anywhere: fc.nat() }), fc.record({ finding: fc.nat(), behind: fc.integer({ min: -200, max: 7000 }) }));
const cuts = fc.array(cut, { maxLength: 6 });
/** Longer than a window of the short rules, so that a piece is done with before the next one comes. */
const gap = fc.nat(9000).map((length) => Buffer.from('Lorem ipsum — dolor sit amet, 漢字.\n'.repeat(Math.ceil(length / 40)).slice(0, length)));
const long = fc.array(fc.tuple(bytes, gap), { minLength: 1, maxLength: 4 }).map((parts) => Buffer.concat(parts.flat()));

const some = makeTestEngine({}, shortRules);

test('bytes in pieces', () => {
  fc.assert(fc.property(long, cuts, (text, at) => expectSame(some, text, at)), { seed, numRuns: 300 });
});

test('bytes in many small pieces', () => {
  fc.assert(fc.property(bytes, (text) => expectSame(some, text, Array.from({ length: text.length }, (_, anywhere) => ({ anywhere })))), { seed, numRuns: 25 });
});

test('UTF-16 in pieces', () => {
  const wide = fc.tuple(texts, gap, texts, fc.boolean()).map(([before, between, after, swap]) => {
    const text = Buffer.from(`\ufeff${before}${between.toString()}${after}`, 'utf16le');
    return swap ? text.swap16() : text;
  });
  fc.assert(fc.property(wide, cuts, (text, at) => expectSame(some, text, at)), { seed, numRuns: 150 });
});

test('all rules, longer than their longest window', () => {
  const longest = 'one two three four five six\n'.repeat(6000);
  const all = makeTestEngine();
  const huge = fc.tuple(bytes, bytes, bytes).map(([first, second, third]) => Buffer.concat([first, Buffer.from(longest), second, Buffer.from(longest), third]));
  fc.assert(fc.property(huge, cuts, (text, at) => expectSame(all, text, at)), { seed, numRuns: 30 });
});

function expectSame(engine: Engine, text: Buffer, cuts: readonly Cut[]): void {
  const whole = engine.scanText(text);
  const at = cuts.map((each) => ('anywhere' in each ? each.anywhere : (whole[each.finding % Math.max(whole.length, 1)]?.start ?? 0) + each.behind));
  expect(scanPieces(engine, text, at)).toEqual(whole.map(show));
}

function scanPieces(engine: Engine, text: Buffer, at: readonly number[]): unknown[] {
  const ends = [...new Set(at.map((each) => Math.abs(each) % (text.length + 1)))].filter((end) => end > 0 && end < text.length).sort((left, right) => left - right);
  const item = { id: 'text', kind: 'content' } as const;
  let offset = 0;
  let found: readonly unknown[] = [];
  for (const end of [...ends, text.length]) {
    found = engine.scan({ item, offset, bytes: text.subarray(offset, end), last: end === text.length }).map(show);
    offset = end;
  }
  return [...found];
}
