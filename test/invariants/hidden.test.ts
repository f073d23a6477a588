// Keys in encodings of encodings are found where they stand; bytes that mean nothing give nothing; and where pieces begin
// makes no difference to either.

import fc from 'fast-check';
import { makeKey } from '../keys.js';
import { encodings, joints, numbers } from '../engine/writings.js';
import { makeTestEngine } from '../rules/vendors.js';
import { seed, show, shortRules } from './texts.js';

const engine = makeTestEngine();
const short = makeTestEngine({}, shortRules);
const writing = fc.constantFrom(...encodings, ...joints, ...numbers);
/** Base32 of what is nearly all digits and percent signs has no digits itself, and looks like a word. */
const once = fc.constantFrom(...encodings.filter(({ name }) => !/gzip|deflate|UTF-16|base32/.test(name)));
const noise = fc.string({ unit: fc.constantFrom(' ', '\n', 'foo', '=', '"', ';', '\r\n', ', ', 'bar ', '漢'), maxLength: 30 });

test('a key in two encodings, at its place', () => {
  fc.assert(fc.property(once, once, noise, noise, fc.nat(50), (inner, outer, before, after, name) => {
    const key = makeKey(`hidden ${name}`);
    const written = outer.write(inner.write(key));
    const text = Buffer.from(`${before} ${written} ${after}`);
    const start = Buffer.byteLength(before) + 1;
    const matches = engine.scanText(text);
    expect(matches.map(({ secret }) => secret.reveal())).toEqual([key]);
    for (const match of matches) {
      expect(match.start).toBeGreaterThanOrEqual(start);
      expect(match.end).toBeLessThanOrEqual(start + Buffer.byteLength(written));
      expect(match.end - match.start).toBeGreaterThan(key.length);
    }
  }), { seed, numRuns: 250 });
});

test('random bytes, and random bytes in encodings, give nothing', () => {
  fc.assert(fc.property(fc.uint8Array({ minLength: 200, maxLength: 6000 }), (bytes) => {
    const all = Buffer.from(bytes);
    for (const text of [all, all.toString('base64'), all.toString('base64url'), all.toString('hex'), encodeURIComponent(all.toString('latin1')), (all.toString('base64').match(/.{1,76}/g) ?? []).join('\n')]) {
      expect(engine.scanText(Buffer.from(text)).map(({ rule }) => rule.id)).toEqual([]);
    }
  }), { seed, numRuns: 100 });
});

test('wherever pieces begin', () => {
  const gap = fc.nat(5000).map((length) => 'Lorem ipsum "dolor" + sit %41 \\u0041 amet;\n'.repeat(Math.ceil(length / 40)).slice(0, length));
  const part = fc.tuple(writing, fc.nat(30), gap, noise).map(([{ write }, name, space, around]) => `${around} ${write(makeKey(`piece ${name}`))}${around}${space}`);
  const long = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => Buffer.from(parts.join('')));
  fc.assert(fc.property(long, fc.array(fc.nat(), { minLength: 1, maxLength: 5 }), (text, cuts) => {
    const whole = short.scanText(text).map(show);
    const ends = [...new Set(cuts.map((cut) => cut % text.length))].filter((end) => end > 0).sort((left, right) => left - right);
    const item = { id: 'text', kind: 'content' } as const;
    let offset = 0;
    let found: readonly unknown[] = [];
    for (const end of [...ends, text.length]) {
      found = short.scan({ item, offset, bytes: text.subarray(offset, end), last: end === text.length }).map(show);
      offset = end;
    }
    expect(found).toEqual(whole);
  }), { seed, numRuns: 200 });
});

test('prefilter on and off agree', () => {
  const slow = makeTestEngine({ prefilter: false }, shortRules);
  fc.assert(fc.property(writing, fc.nat(20), noise, ({ write }, name, around) => {
    const text = Buffer.from(`${around} ${write(makeKey(`slow ${name}`))} ${around}`);
    expect(short.scanText(text).map(show)).toEqual(slow.scanText(text).map(show));
  }), { seed, numRuns: 60 });
});
