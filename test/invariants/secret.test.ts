// What is shown of a secret, and the name it is given.

import { inspect } from 'node:util';
import fc from 'fast-check';
import { maskSecret, Secret } from '../../src/model/secret.js';
import { makeFingerprint } from '../../src/policy/fingerprint.js';
import { hosts } from '../rules/hosts.js';
import { catalogue, makeTestEngine, samples } from '../rules/vendors.js';
import { seed } from './texts.js';

const printable = fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_'), maxLength: 90 });

test('the mask shows at most a quarter of what varies, and nothing of it under 16', () => {
  fc.assert(
    fc.property(printable, printable, (prefix, variable) => {
      const shown = maskSecret(prefix + variable, prefix.length);
      const rest = shown.slice(prefix.length);
      const [head = '', tail = ''] = rest.split('…');
      expect(shown.startsWith(prefix)).toBe(true);
      expect(variable.startsWith(head) && variable.endsWith(tail)).toBe(true);
      expect(head.length).toBeLessThanOrEqual(4);
      expect(tail.length).toBeLessThanOrEqual(4);
      expect(head.length + tail.length).toBeLessThanOrEqual(variable.length < 16 ? 0 : variable.length / 4);
    }),
    { seed, numRuns: 1000 },
  );
});

test('every way to turn a secret into text gives the mask', () => {
  const text = 'prefix-'.padEnd(47, '0123456789abcdef');
  const secret = new Secret(text, 7);
  const mask = maskSecret(text, 7);
  expect([String(secret), `${secret}`, JSON.parse(JSON.stringify(secret)), inspect(secret), inspect({ secret }).includes(text), JSON.stringify({ ...secret })]).toEqual([mask, mask, mask, mask, false, '{}']);
});

const engine = makeTestEngine();

test.each(samples.map((sample) => [sample.rule.id, sample] as const))('%s: the mask hides what varies', (id, { text, secret }) => {
  const match = engine.scanText(Buffer.from(text)).find(({ rule }) => rule.id === id);
  const shown = String(match?.secret).replace('…', '');
  const prefixes = catalogue.rules.find((rule) => rule.id === id)?.prefixes ?? [];
  const fixed = prefixes.find((prefix) => secret.startsWith(prefix)) ?? '';
  const variable = secret.length - fixed.length;
  expect(shown.length - fixed.length).toBeLessThanOrEqual(variable < 16 ? 0 : variable / 4);
});

test('the fingerprint is the same wherever the secret stands, and another for another rule', () => {
  const sample = samples.find(({ rule }) => rule.id === 'github-personal-access-token');
  if (sample === undefined) throw new Error('no such rule');
  const texts = hosts.flatMap((host) => {
    const text = host.write({ name: 'GITHUB_TOKEN', value: sample.secret, server: 'github.com' }).replace(/[«»]/g, '');
    return [Buffer.from(text), Buffer.from(`\ufeff${text}`), Buffer.from(`\ufeff${text}`, 'utf16le'), Buffer.from(`\ufeff${text}`, 'utf16le').swap16()];
  });
  const names = texts.map((text) => engine.scanText(text).map(({ rule, secret }) => makeFingerprint(rule, secret.reveal())).join());
  expect(new Set(names)).toEqual(new Set([makeFingerprint({ id: sample.rule.id, chosen: false }, sample.secret)]));
  expect(makeFingerprint({ id: 'other', chosen: false }, sample.secret)).not.toBe(names[0]);
  expect(makeFingerprint({ id: sample.rule.id, chosen: true }, sample.secret)).not.toBe(names[0]);
});

test('a fingerprint is 32 hex digits', () => {
  fc.assert(fc.property(fc.string(), (text) => expect(makeFingerprint({ id: 'a', chosen: false }, text)).toMatch(/^[0-9a-f]{32}$/)), { seed, numRuns: 50 });
  expect(makeFingerprint({ id: 'a', chosen: true }, 'x')).toMatch(/^[0-9a-f]{32}$/);
});
