import { ask } from './ask.js';
import { makeDraw } from './draw.js';

const draw = makeDraw(9);
const json = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

test.each<readonly [name: string, argument: unknown, secret: string, verdict: string]>([
  ['slack', true, `xoxb-${draw('digits', 12)}-${draw('digits', 13)}-${draw('base62', 24)}`, 'raise'],
  ['slack', true, `xoxp-${draw('digits', 12)}-${draw('digits', 12)}-${draw('digits', 12)}-${draw('hex', 32)}`, 'raise'],
  ['slack', true, `xapp-1-A01ABCDEFGH-${draw('digits', 13)}-${draw('hex', 64)}`, 'raise'],
  ['slack', true, `xoxb-${draw('base62', 40)}`, 'lower'],
  ['telegram', true, `1${draw('digits', 9)}:AA${draw('url64', 33)}`, 'raise'],
  ['telegram', true, `1${draw('digits', 9)}:BB${draw('url64', 33)}`, 'lower'],
  ['discord', true, `${Buffer.from(`1${draw('digits', 18)}`).toString('base64').replace(/=+$/, '')}.${draw('url64', 6)}.${draw('url64', 38)}`, 'raise'],
  ['discord', true, `M${draw('base62', 25)}.${draw('url64', 6)}.${draw('url64', 27)}`, 'reject'],
  ['decodes', { skip: 7, until: '_', keys: ['iat', 'url'] }, `sntrys_${json({ iat: 1, url: 'u' })}_${draw('base64', 43)}`, 'raise'],
  ['decodes', { skip: 7, until: '_', keys: ['iat', 'url'] }, `sntrys_${json({ iat: 1 })}_${draw('base64', 43)}`, 'reject'],
  ['decodes', { skip: 4, starts: 'BedrockAPIKey-' }, `ABSK${Buffer.from('BedrockAPIKey-x-at-1:y').toString('base64')}`, 'raise'],
  ['decodes', { skip: 4, starts: 'BedrockAPIKey-' }, `ABSK${draw('base64', 110)}`, 'reject'],
  ['decodes', { matches: '^reftkn:[0-9]{2}:' }, Buffer.from(`reftkn:01:1${draw('digits', 9)}:${draw('base62', 28)}`).toString('base64'), 'raise'],
  ['decodes', { matches: '^reftkn:[0-9]{2}:' }, Buffer.from(`reftkn:x:${draw('base62', 28)}`).toString('base64'), 'reject'],
])('%s %j: %s is %s', (name, argument, secret, verdict) => {
  expect(ask(name, argument, secret).verdict).toBe(verdict);
  // What a checksum says of decoded text proves nothing; a form that must be there does.
  if (verdict === 'reject') expect(ask(name, argument, secret, { decoded: true }).verdict).toBe(name === 'decodes' && typeof argument === 'object' && argument !== null && 'matches' in argument ? 'reject' : 'abstain');
});

test("a Discord token names its bot, which is public, and nothing else", () => {
  const token = `${Buffer.from('123456789012345678').toString('base64')}.${draw('url64', 6)}.${draw('url64', 27)}`;
  expect(ask('discord', true, token).why).toBe('it belongs to the Discord bot 123456789012345678');
});

test.each([
  [`robot:${draw('base62', 20)}`, 'raise'],
  [`:${draw('base62', 20)}`, 'raise'],
  ['AWS:changeme', 'reject'],
  ['Aladdin:open sesame', 'reject'],
  ['ada:not my password', 'reject'],
  ['abc:123', 'reject'],
  ['user:${PASSWORD}', 'reject'],
  ['only-a-name', 'reject'],
  ['user:', 'reject'],
  [`user:\x01${draw('base62', 20)}`, 'reject'],
])('credentials: base64 of %j is %s', (plain, verdict) => {
  expect(ask('credentials', true, Buffer.from(plain).toString('base64')).verdict).toBe(verdict);
});
