import { ask } from './ask.js';
import { makeDraw } from './draw.js';

const draw = makeDraw(22);

test('a key of the test mode is of medium severity, and no less certain', () => {
  expect(ask('sandbox', ['test_', 'SB-'], `test_${draw('base62', 30)}`)).toMatchObject({ verdict: 'abstain', severity: 'medium' });
  expect(ask('sandbox', ['test_', 'SB-'], `SB-${draw('base62', 30)}`)).toMatchObject({ severity: 'medium' });
});

test('another key keeps its severity, also with the beginning inside', () => {
  expect(ask('sandbox', ['test_'], `live_test_${draw('base62', 30)}`)).toEqual({ verdict: 'abstain' });
});

test.each([[[]], ['test_'], [['']], [undefined]])('%j is no list of beginnings', (argument) => {
  expect(() => ask('sandbox', argument, 'x')).toThrow('beginnings');
});
