import { proofs } from '../../../src/rules/proofs/index.js';
import { ask } from './ask.js';
import { makeDraw } from './draw.js';

const good: readonly (readonly [name: string, argument: unknown])[] = [
  ['entropy', 3],
  ['entropy', { least: 3, skip: 3 }],
  ['marker', { text: 'mark', halves: [20, 46] }],
  ['marker', { text: 'mark', at: 24 }],
  ['ends', { with: 'AA' }],
  ['checksum', 'github'],
  ['aws-key-id', true],
  ['azure-key', true],
  ['jwt', {}],
  ['pem', true],
  ['uuid', 4],
  ['digits', 2],
  ['mixed', true],
  ['decodes', { skip: 4, starts: 'Bedrock' }],
  ['decodes', { until: '_', keys: ['iat'] }],
  ['slack', true],
  ['telegram', true],
  ['discord', true],
  ['credentials', true],
  ['nkey', true],
  ['decodes', { matches: '^a' }],
  ['sandbox', ['test_']],
  ['bip39', true],
  ['ethereum-key', true],
  ['not-placeholder', undefined],
  ['not-placeholder', { chosen: true }],
  ['random', {}],
  ['random', { brief: true }],
  ['basic', {}],
  ['basic', { drawn: 16 }],
];

test.each(good)('%s takes %j', (name, argument) => {
  expect(() => proofs[name]?.parse(argument)).not.toThrow();
});

test('every proof is in the table', () => {
  expect(new Set(good.map(([name]) => name))).toEqual(new Set(Object.keys(proofs)));
});

test.each([
  ['entropy', 'much'],
  ['entropy', { least: 3, from: 3 }],
  ['marker', { text: 'mark' }],
  ['marker', { text: 'mark', halves: [20], at: 3 }],
  ['ends', {}],
  ['ends', { with: 'A', otherwise: 'reject' }],
  ['checksum', 'gitbuh'],
  ['checksum', 'toString'],
  ['uuid', 9],
  ['digits', 0],
  ['mixed', false],
  ['decodes', { keys: ['a'], starts: 'b' }],
  ['decodes', { matches: '^a', starts: 'a' }],
  ['jwt', 'yes'],
  ['not-placeholder', 'yes'],
])('%s refuses %j and says what it expected', (name, argument) => {
  expect(() => proofs[name]?.parse(argument)).toThrow(/^expected .*got /);
});

const hostile = ['a', '-', '=', '\\', '"', 'A-', '1.', '${', '<', 'eyJ', 'your', 'aB1', '-----BEGIN A-----', '\\n', 'T3BlbkFJ', '\xff', '\0'];

test.each(good)('%s %j answers 64 KiB of anything', (name, argument) => {
  const texts = [...hostile.map((text) => text.repeat(Math.ceil(65536 / text.length))), makeDraw(1)('base64', 65536), ''];
  for (const text of texts) expect(ask(name, argument, text).verdict).toMatch(/^(?:reject|lower|abstain|raise|certain)$/);
});
