// Positions agree with an oracle that walks the text one character at a time.

import fc from 'fast-check';
import { layTables } from '../../src/engine/anchors.js';
import { firstPosition, locateOnce, makeLocator } from '../../src/engine/locate.js';
import { makePrefilter } from '../../src/engine/prefilter.js';
import { makeTestEngine } from '../rules/vendors.js';
import { seed, texts } from './texts.js';

const engine = makeTestEngine();

/** Lines end at LF; columns are UTF-16 units; a mark at the very start has no column. */
function walk(text: string, offset: number): { line: number; column: number } {
  let line = 1;
  let column = 1;
  let at = 0;
  for (const character of text) {
    if (at >= offset) break;
    if (character === '\n') {
      line += 1;
      column = 1;
    } else if (!(at === 0 && character === '\ufeff')) column += character.length;
    at += Buffer.byteLength(character);
  }
  return { line, column };
}

const marked = fc.tuple(fc.constantFrom('', '\ufeff'), texts).map((parts) => parts.join(''));

test('of any character, asked in any order', () => {
  fc.assert(
    fc.property(marked, fc.array(fc.nat(), { minLength: 1, maxLength: 8 }), (text, picks) => {
      const locator = makeLocator(Buffer.from(text), firstPosition);
      const characters = [...text];
      for (const pick of picks) {
        const offset = Buffer.byteLength(characters.slice(0, pick % (characters.length + 1)).join(''));
        expect(locator.position(offset)).toEqual(walk(text, offset));
      }
    }),
    { seed, numRuns: 400 },
  );
});

test('of any byte, asked once, from any origin', () => {
  const origins = fc.constantFrom(firstPosition, { line: 1, column: 7 }, { line: 7, column: 1 }, { line: 7, column: 7 });
  const counters = makePrefilter(layTables([{ text: 'abc', fold: false }]));
  fc.assert(
    fc.property(marked, fc.nat(), origins, fc.constantFrom(1, 60), (text, pick, origin, times) => {
      const bytes = Buffer.from(text.repeat(times));
      const offset = pick % (bytes.length + 1);
      expect(locateOnce(bytes, origin, offset, counters)).toEqual(makeLocator(bytes, origin).position(offset));
    }),
    { seed, numRuns: 400 },
  );
});

test.each(['utf8', 'utf16le'] as const)('of findings in %s', (encoding) => {
  fc.assert(
    fc.property(marked, (text) => {
      const wide = encoding === 'utf16le';
      const body = text.replace(/^\ufeff+/, '');
      for (const { start, end, span } of engine.scanText(Buffer.from(wide ? `\ufeff${body}` : text, encoding))) {
        const [first, last] = [walk(wide ? body : text, start), walk(wide ? body : text, end)];
        expect(span).toEqual({ line: first.line, column: first.column, endLine: last.line, endColumn: last.column });
      }
    }),
    { seed, numRuns: 200 },
  );
});
