import { ask } from './ask.js';
import { drawUuid, makeDraw } from './draw.js';

const draw = makeDraw(7);
const uuid = drawUuid(draw);

test.each<readonly [name: string, argument: unknown, secret: string, verdict: string]>([
  ['entropy', 3, draw('hex', 64), 'abstain'],
  ['entropy', 3, 'aaaabbbbaaaabbbb', 'reject'],
  ['entropy', { least: 1, skip: 3 }, 'sk-aaaaaaaaaaaa', 'reject'],
  ['entropy', 3, '', 'reject'],
  ['digits', 2, 'a1b2', 'abstain'],
  ['digits', 2, 'a1bc', 'reject'],
  ['digits', { least: 1, skip: 2 }, 'r8abc', 'reject'],
  ['mixed', true, 'aB3', 'abstain'],
  ['mixed', true, 'ab3', 'reject'],
  ['mixed', { skip: 3 }, 'A1_abc', 'reject'],
  ['ends', { with: 'AA' }, `${draw('url64', 20)}AA`, 'raise'],
  ['ends', { with: 'AA' }, `${draw('url64', 20)}AB`, 'lower'],
  ['ends', { with: 'AA', otherwise: 'abstain' }, `${draw('url64', 20)}AB`, 'abstain'],
  ['uuid', 4, `sk-lf-${uuid}`, 'abstain'],
  ['uuid', 4, uuid.toUpperCase(), 'abstain'],
  ['uuid', 7, uuid, 'reject'],
  ['uuid', 4, uuid.replace('-a', '-c'), 'reject'],
  ['uuid', 4, 'no uuid', 'reject'],
])('%s %j of %s is %s', (name, argument, secret, verdict) => {
  expect(ask(name, argument, secret).verdict).toBe(verdict);
});
