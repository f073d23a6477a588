import { fillExample, seedRandom } from '../../src/rules/examples.js';

const fill = (template: string, seed = 'seed', proofs = [] as Parameters<typeof fillExample>[2]): string => fillExample(template, seed, proofs).text;

test.each<readonly [hole: string, wanted: RegExp]>([
  ['{{alnum:20}}', /^[0-9A-Za-z]{20}$/],
  ['{{letter:9}}', /^[A-Za-z]{9}$/],
  ['{{lower:8}}', /^[a-z]{8}$/],
  ['{{upper:8}}', /^[A-Z]{8}$/],
  ['{{digit:12}}', /^[0-9]{12}$/],
  ['{{lowernum:48}}', /^[a-z0-9]{48}$/],
  ['{{uppernum:32}}', /^[A-Z0-9]{32}$/],
  ['{{hex:32}}', /^[0-9a-f]{32}$/],
  ['{{HEX:8}}', /^[0-9A-F]{8}$/],
  ['{{base32:16}}', /^[A-Z2-7]{16}$/],
  ['{{base64:400}}', /^(?=.*\+)(?=.*\/)[A-Za-z0-9+/]{400}$/],
  ['{{url64:400}}', /^(?=.*-)(?=.*_)[A-Za-z0-9_-]{400}$/],
  ['{{uuid}}', /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/],
  ['{{repeat:x:5}}', /^xxxxx$/],
  ['{{repeat:ab:2}}', /^abab$/],
  ['{{jwt}}', /^eyJ[\w-]{10,200}\.[\w-]{10,400}\.[\w-]{43}$/],
  ['{{pem:RSA PRIVATE KEY}}', /^-----BEGIN RSA PRIVATE KEY-----\n[A-Za-z0-9+/=\n]{500,4000}\n-----END RSA PRIVATE KEY-----$/],
  ['{{pem:EC PRIVATE KEY}}', /^-----BEGIN EC [\s\S]*-----$/],
  ['{{pem:PGP PRIVATE KEY BLOCK}}', /^-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n/],
])('%s', (hole, wanted) => {
  expect(fill(hole)).toMatch(wanted);
});

test('the seed decides', () => {
  expect(fill('{{alnum:40}}')).toBe(fill('{{alnum:40}}'));
  expect(fill('{{alnum:40}}', 'another')).not.toBe(fill('{{alnum:40}}'));
  expect(fill('{{alnum:40}}{{alnum:40}}').slice(0, 40)).not.toBe(fill('{{alnum:40}}{{alnum:40}}').slice(40));
  expect(Array.from({ length: 3 }, seedRandom('seed')).every((each) => each >= 0 && each < 1)).toBe(true);
});

test.each(['{{ .Values.key }}', '${{ secrets.KEY }}', '{{user}}', '{{hexagon:3}}', '{{#if x}}', '{{}}', '{one}'])('%s is no hole and stays', (text) => {
  expect(fill(text)).toBe(text);
});

test.each<readonly [template: string, message: string]>([
  ['{{alnum:x}}', 'the hole {{alnum:x}} needs a length, such as {{alnum:20}}'],
  ['{{alnum}}', 'the hole {{alnum}} needs a length, such as {{alnum:20}}'],
  ['{{hex:0}}', 'the hole {{hex:0}} needs a length, such as {{hex:20}}'],
  ['{{checksum}}', 'the hole {{checksum}} needs a checksum among the proofs'],
])('%s is refused', (template, message) => {
  expect(() => fill(template)).toThrow(message);
});

test('spans are those of the filled text', () => {
  const { text, spans } = fillExample('é={{lower:3}} «{{digit:4}}» «{{upper:2}}»', 'seed', []);
  expect(spans.map(({ start, end }) => text.slice(start, end))).toEqual([text.slice(6, 10), text.slice(11, 13)]);
});

test('a checksum completes the secret so far, not the text before it', () => {
  const proofs = [{ checksum: 'github' }];
  const inside = fillExample('TOKEN=«ghp_{{repeat:a:30}}{{checksum}}»', 'seed', proofs);
  const alone = fillExample('«ghp_{{repeat:a:30}}{{checksum}}»', 'seed', proofs);
  expect(inside.text).toBe(`TOKEN=${alone.text}`);
  expect(alone.text).toMatch(/^ghp_a{30}[0-9A-Za-z]{6}$/);
});
