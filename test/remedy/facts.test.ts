// What a rule takes over from its provider: nothing that is true of another page.

import type { Manual } from '../../src/model/rule.js';
import { factsOf } from '../../src/remedy/facts.js';

const page = 'https://example.org/keys';
const word = { stops: 'Requests fail.', shown: 'its last four characters' };

function manualWith(revoke: object): Manual {
  const provider = { revoke: { url: page, steps: ['Open the keys.'], ...word } };
  const rule = { title: 'A key', severity: 'high', references: [], provider: 'a', revoke };
  return { providers: { a: provider }, rules: { 'a-key': rule } } as unknown as Manual;
}

test.each([
  ['on the same page', { url: page, steps: ['Delete it.'] }, word],
  ['on no page of its own', { steps: ['Delete it.'] }, word],
  ['on another page', { url: 'https://example.org/webhooks', steps: ['Delete it.'] }, {}],
  ['on another page, with a word of its own', { url: 'https://example.org/webhooks', steps: ['Delete it.'], stops: 'Hooks fail.' }, { stops: 'Hooks fail.' }],
])('a rule that is ended %s', (_, revoke, inherited) => {
  expect(factsOf(manualWith(revoke), 'a-key')?.revoke).toEqual({ ...revoke, ...inherited });
});
