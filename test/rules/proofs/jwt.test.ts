import { ask } from './ask.js';
import { makeDraw } from './draw.js';

const draw = makeDraw(5);

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function sign(header: unknown, payload: unknown): string {
  return `${encode(header)}.${encode(payload)}.${draw('url64', 43)}`;
}

const hs256 = { alg: 'HS256', typ: 'JWT' };

test.each<readonly [title: string, token: string, verdict: string, why: RegExp]>([
  ['a signed token', sign(hs256, { sub: 'u1', exp: 1 }), 'raise', /HS256/],
  ['behind a vendor prefix', `ghs_12_${sign({ alg: 'RS256' }, { iss: 'x' })}`, 'raise', /RS256/],
  ['Supabase service_role', sign(hs256, { iss: 'supabase', ref: 'abc', role: 'service_role' }), 'certain', /service_role/],
  ['Supabase anon', sign(hs256, { iss: 'supabase', ref: 'abc', role: 'anon' }), 'reject', /public by design/],
  ['Supabase local stack', sign(hs256, { iss: 'supabase-demo', role: 'service_role' }), 'reject', /sample/],
  ['Kubernetes', sign({ alg: 'RS256', kid: 'x' }, { iss: 'kubernetes/serviceaccount' }), 'certain', /Kubernetes/],
  ['jwt.io (E1.52)', sign(hs256, { sub: '1234567890', name: 'John Doe', iat: 1516239022 }), 'reject', /sample/],
  ['RFC 7515', sign(hs256, { iss: 'joe', exp: 1300819380, 'http://example.com/is_root': true }), 'reject', /sample/],
  ['alg none', sign({ alg: 'none' }, { sub: 'u1' }), 'reject', /unsigned/],
  ['no signature', `${encode(hs256)}.${encode({ sub: 'u1' })}.`, 'reject', /unsigned/],
  ['no alg', sign({ typ: 'JWT' }, { sub: 'u1' }), 'reject', /header/],
  ['a source map (E1.34)', 'eyJ2ZXJzaW9uIjozvqrBpqDtXGO2TMwHO', 'reject', /header/],
  ['elided (E1.51)', 'eyJhbGciOi...', 'reject', /header/],
  ['payload that is no JSON', `${encode(hs256)}.${draw('url64', 40)}.${draw('url64', 43)}`, 'reject', /payload/],
  ['encrypted', `${encode({ alg: 'RSA-OAEP', enc: 'A256GCM' })}.a.b.c.d`, 'reject', /encrypted token/],
  ['a hostile algorithm', sign({ alg: '\u001b[31m' }, { sub: 'u1' }), 'raise', /an unusual algorithm/],
])('%s', (_, token, verdict, why) => {
  const vote = ask('jwt', true, token);
  expect(vote.verdict).toBe(verdict);
  expect(vote.why).toMatch(why);
});

test('what was decoded or joined may be damaged', () => {
  expect(ask('jwt', true, `${encode(hs256)}.x.${draw('url64', 43)}`, { decoded: true }).verdict).toBe('abstain');
});
