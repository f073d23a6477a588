// The checklist of `skan explain`: what stands in it, in which order, and that it shows what is hidden.

import type { Manual, OwnFacts, ProviderSource, Revocation } from '../../src/model/rule.js';
import { writeRunbook } from '../../src/remedy/runbook.js';
import { formatRunbook } from '../../src/report/runbook.js';
import type { Runbook } from '../../src/report/runbook.js';
import { makeFinding } from './sample.js';

const { remediation } = makeFinding();
const print = (change: Partial<Runbook> = {}, columns = 80): string =>
  formatRunbook({ rule: 'openai-project-key', title: 'OpenAI project API key', remediation, references: ['https://openai.com'], ...change }, { color: false, columns });

test('all that is known stands there, in the order in which it is done', () => {
  expect(print().split('\n')).toEqual([
    'OpenAI project API key  (openai-project-key)',
    '',
    '1  revoke',
    '   https://platform.openai.com/api-keys',
    '   [ ] Open API keys.',
    '   [ ] Delete the key that ends in the characters shown.',
    '   or, by API or command:',
    '     DELETE https://api.openai.com/v1/organization/projects/<project id>/api_keys/<key id> with an admin key',
    '   in the list: its name and its last four characters',
    '   what stops: Requests with it get 401.',
    '',
    '2  rotate',
    '   [ ] Create a new key in the same project.',
    '   [ ] Store it where the deployment reads it.',
    '',
    '3  look for misuse',
    '   https://platform.openai.com/usage',
    '   [ ] Look for models and hours that are not yours.',
    '',
    '4  purge',
    '   [ ] Once it is revoked, rewriting history is often not worth it.',
    '',
    'whom to tell',
    '  https://help.openai.com',
    '',
    'references',
    '  https://openai.com',
    '',
    'facts checked 2026-11',
    '',
  ]);
});

test('what is not known takes no place', () => {
  const { revoke, rotate, purge } = remediation;
  const text = print({ remediation: { revoke: { steps: revoke.steps }, rotate, purge }, references: [] });
  expect(text).not.toMatch(/misuse|whom|checked|references|what stops|in the list|command/);
  expect(text).toMatch(/^3  purge$/m);
});

test('a password is changed, not revoked', () => {
  expect(print({ title: 'Password' })).toMatch(/^1  change$/m);
});

test('lines keep to the width, and steps stand under their box', () => {
  const steps = [Array.from({ length: 40 }, () => 'word').join(' ')];
  const lines = print({ remediation: { ...remediation, revoke: { steps } } }, 60).split('\n').filter((line) => line.includes('word'));
  expect(lines.length).toBeGreaterThan(3);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(60);
  expect(lines[1]).toMatch(/^ {7}word/);
});

test('nothing that a terminal obeys comes through', () => {
  const text = '\u001b]8;;https://evil.dev\u0007 \u202e';
  const evil = print({ title: text, remediation: { ...remediation, revoke: { steps: [text], commands: [text], stops: text, shown: text }, contact: text }, references: [text] });
  expect(evil).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\u202e]/);
});

describe('the remedy', () => {
  const exposure = { reach: 'pushed', inHead: false, refs: [] } as const;
  const { revoke, rotate, misuse, contact, checked } = remediation;
  const provider = { id: 'acme', name: 'Acme', variables: [], hosts: [], words: [], docs: [], revoke, rotate, misuse, contact, checked } as ProviderSource;
  const facts: OwnFacts = { title: 'Acme key', severity: 'high', references: [], provider: 'acme' };
  const elsewhere = { steps: ['Ask the team that runs it.'] };
  const manual: Manual = { providers: { acme: provider }, rules: { 'acme-key': facts, 'acme-old-key': { ...facts, revoke: elsewhere, validate: false } } };

  test('holds what the manual knows of the rule', () => {
    expect(writeRunbook(manual, 'acme-key', exposure)).toMatchObject({ revoke, rotate, misuse, contact, checked });
  });

  test('holds what the rule says itself before what its provider does', () => {
    const { stops, shown } = revoke as Revocation;
    expect(writeRunbook(manual, 'acme-old-key', exposure)).toMatchObject({ revoke: { stops, shown, ...elsewhere }, rotate, misuse, contact, checked });
    expect(Object.keys(writeRunbook(manual, 'acme-old-key', exposure).revoke)).not.toContain('url');
  });

  test("says of a user's own rule what holds for all, and invents nothing", () => {
    expect(Object.keys(writeRunbook(manual, 'own-key', exposure))).toEqual(['revoke', 'rotate', 'purge']);
  });
});

test('a key that its holder may end: the command stands first', () => {
  expect(print({ command: 'skan revoke 7f3c2e1a' }).split('\n').slice(2, 5)).toEqual(['1  revoke', '   at once, with the key itself: skan revoke 7f3c2e1a', '   https://platform.openai.com/api-keys']);
});

test('a terminal without columns is taken for a narrow one', () => {
  expect(print({}, 0)).toBe(print({}, 40));
});
