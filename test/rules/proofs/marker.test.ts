import fc from 'fast-check';
import { ask } from './ask.js';
import { makeDraw } from './draw.js';

const text = 'T3Blbk' + 'FJ';
const openai = { text, halves: [20, 46, 58, 74], prefixes: ['sk-', 'sk-proj-', 'sk-svcacct-', 'sk-None-', 'sk-admin-'], tail: 'A' };
const groq = { text: 'WGdyb3' + 'FY', at: 24 };
const draw = makeDraw(11);

function makeKey(prefix: string, half: number, right = half, last = 'A'): string {
  const alphabet = half === 20 ? 'base62' : 'url64';
  return `${prefix}${draw(alphabet, half)}${text}${draw(alphabet, right - 1)}${last}`;
}

test.each([
  ['sk-', 20, 'certain'],
  ['sk-proj-', 20, 'certain'],
  ['sk-proj-', 58, 'certain'],
  ['sk-proj-', 74, 'certain'],
  ['sk-svcacct-', 46, 'certain'],
  ['sk-None-', 74, 'certain'],
  ['sk-billing-bot-', 20, 'raise'],
  ['sk-my_team-', 74, 'raise'],
  ['sk-proj-', 33, 'abstain'],
])('%s with halves of %i is %s', (prefix, half, verdict) => {
  expect(ask('marker', openai, makeKey(prefix, half)).verdict).toBe(verdict);
});

test('another last character only lowers long keys, and says nothing of short ones', () => {
  expect(ask('marker', openai, makeKey('sk-proj-', 74, 74, 'Q')).verdict).toBe('lower');
  expect(ask('marker', openai, makeKey('sk-proj-', 20, 20, 'Q')).verdict).toBe('certain');
});

test('unequal halves are no key, unless the text was decoded or joined', () => {
  const cut = makeKey('sk-', 20, 19);
  expect(ask('marker', openai, cut).verdict).toBe('reject');
  expect(ask('marker', openai, cut, { decoded: true }).verdict).toBe('abstain');
  expect(ask('marker', openai, `sk-${draw('base62', 48)}`).verdict).toBe('reject');
  expect(ask('marker', openai, `sk-proj-abc${text}abc`).verdict).toBe('reject');
});

test('a body with hyphens anywhere keeps its halves', () => {
  fc.assert(
    fc.property(fc.constantFrom('sk-proj-', 'sk-a-b-c-', 'sk-'), fc.constantFrom(20, 46, 58, 74), fc.integer(), (prefix, half, seed) => {
      const drawn = makeDraw(seed);
      const key = `${prefix}${drawn('url64', half)}${text}${drawn('url64', half - 1)}A`;
      return ['certain', 'raise'].includes(ask('marker', openai, key).verdict);
    }),
  );
});

test('a marker at an offset', () => {
  const key = (offset: number): string => `gsk_${draw('base62', offset)}${groq.text}${draw('base62', 44 - offset)}`;
  expect(ask('marker', groq, key(20)).verdict).toBe('raise');
  expect(ask('marker', groq, key(21)).verdict).toBe('reject');
  expect(ask('marker', groq, key(21), { decoded: true }).verdict).toBe('abstain');
});
