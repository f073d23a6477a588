import type { Probe, ProviderSource, RuleSource, VendorSource } from '../../src/model/rule.js';
import { compileVendors, lintOwnRule, lintVendor } from '../../src/rules/lint.js';
import type { Look, Sighting } from '../../src/rules/lint.js';
import { catalogue, makeTestEngine, vendors } from './vendors.js';

const rule: RuleSource = {
  id: 'acme-key',
  title: 'Acme key',
  severity: 'high',
  confidence: 'medium',
  anchors: ['acme_'],
  pattern: '(?<secret>acme_[a-z0-9]{20})',
  proofs: [],
  references: ['https://acme.dev'],
  finds: ['KEY=«acme_{{lowernum:20}}»', 'é "«acme_{{lowernum:20}}»"'],
  ignores: ['acme_short'],
};
const provider: ProviderSource = {
  id: 'acme', name: 'Acme', variables: [], hosts: ['console.acme.dev'], words: [],
  revoke: { steps: ['Delete it.'], stops: 'Requests with it fail.' },
  rotate: { steps: ['Make one.'] },
  misuse: { steps: ['Look at the bill.'] },
  contact: 'https://acme.dev/support',
  docs: [],
  checked: '2026-11',
};
const vendor = (...rules: readonly RuleSource[]): VendorSource => ({ provider, rules });

/** An engine for one rule. */
const look: Look = (text) => [...Buffer.from(text).toString('latin1').matchAll(/acme_[a-z0-9]{20}/g)].map((match): Sighting => ({ rule: 'acme-key', start: match.index, end: match.index + match[0].length }));

const complain = (changes: Partial<RuleSource>, issuer = provider, sight = look): string[] =>
  lintVendor({ provider: issuer, rules: [{ ...rule, ...changes }] }, sight).map(({ rule: id, text }) => `${id}: ${text}`);

test('a good rule passes', () => {
  expect(complain({})).toEqual([]);
});

test.each<readonly [changes: Partial<RuleSource>, complaint: string]>([
  [{ references: [] }, 'acme-key: it has no references'],
  [{ finds: rule.finds.slice(1) }, 'acme-key: it needs at least two `finds`'],
  [{ ignores: [] }, 'acme-key: it needs at least one `ignores`'],
  [{ finds: [...rule.finds, 'acme_{{lowernum:20}}'] }, 'acme-key: finds[3] needs exactly one «…», it has 0'],
  [{ finds: [...rule.finds, '«a» «b»'] }, 'acme-key: finds[3] needs exactly one «…», it has 2'],
  [{ finds: [...rule.finds, 'KEY=«acme_»'] }, 'acme-key: finds[3] should give acme-key at 4-9, gives nothing'],
  [{ finds: [...rule.finds, '«KEY=acme_{{lowernum:20}}»'] }, 'acme-key: finds[3] should give acme-key at 0-29, gives acme-key at 4-29'],
  [{ finds: [...rule.finds, '«acme_{{lowernum:20}}» acme_{{lowernum:20}}'] }, 'acme-key: finds[3] should give acme-key at 0-25, gives acme-key at 0-25 and acme-key at 26-51'],
  [{ ignores: ['acme_{{lowernum:20}}'] }, 'acme-key: ignores[1] gives acme-key'],
])('%j', (changes, complaint) => {
  expect(complain(changes)).toEqual([complaint]);
});

test('another rule that finds the example is told', () => {
  const other: Look = (text) => look(text).map((each) => ({ ...each, rule: 'other-key' }));
  expect(complain({}, provider, other)[0]).toContain('gives other-key at 4-29');
});

const without = (key: keyof ProviderSource): ProviderSource => Object.fromEntries(Object.entries(provider).filter(([name]) => name !== key)) as unknown as ProviderSource;

test.each<readonly [what: string, bare: ProviderSource, mended: Partial<RuleSource> | null]>([
  ['revoke steps', { ...provider, revoke: { ...provider.revoke, steps: [] } }, { revoke: { steps: ['Do it.'] } }],
  ['rotate steps', { ...provider, rotate: { steps: [] } }, { rotate: { steps: ['Do it.'] } }],
  ['revoke.stops', { ...provider, revoke: { steps: ['Delete it.'] } }, { revoke: { steps: ['Delete it.'], stops: 'All.' } }],
  ['misuse steps', without('misuse'), { misuse: { steps: ['Look.'] } }],
  ['misuse steps', { ...provider, misuse: { steps: [] } }, null],
  ['contact', without('contact'), null],
  ['checked', without('checked'), null],
])('no %s, neither its own nor its provider’s', (what, bare, mended) => {
  expect(complain({}, bare)).toEqual([`acme-key: it has no ${what}, nor has its provider`]);
  if (mended !== null) expect(complain(mended, bare)).toEqual([]);
});

test('what stops is inherited by a rule that says where its kind is ended', () => {
  expect(complain({ revoke: { steps: ['Delete it there.'] } })).toEqual([]);
});

test('what stops is not inherited by a rule whose kind is ended on another page', () => {
  const revoke = { url: 'https://acme.dev/admin-keys', steps: ['Delete it there.'] };
  expect(complain({ revoke })).toEqual(['acme-key: it has no revoke.stops, nor has its provider']);
  expect(complain({ revoke: { ...revoke, stops: 'All.' } })).toEqual([]);
});

const probe: Probe = { method: 'GET', url: 'https://api.acme.dev/v1/me', headers: { Authorization: 'Bearer {{secret}}' }, answers: [{ status: 200, is: 'active' }] };

test.each<Partial<Probe>>([
  {},
  { url: 'https://{{host}}/v1/me' },
  { headers: {}, body: '{"key":"{{secret}}"}' },
  { headers: {}, basic: { user: '{{partner}}', password: '{{secret}}' }, partner: 'pk-[0-9]{8}' },
  { answers: [{ status: 200, body: 'blocked', is: 'unknown' }, { status: 200, is: 'active' }, { status: 401, is: 'revoked' }] },
])('a probe may be %j', (changes) => {
  expect(complain({ validate: { ...probe, ...changes } })).toEqual([]);
});

test.each<readonly [changes: Partial<Probe>, complaint: string]>([
  [{ url: 'http://api.acme.dev/v1/me' }, 'its url needs a literal https host, or {{host}} in its place'],
  [{ url: 'https://api.acme.dev@evil.dev/' }, 'its url needs a literal https host, or {{host}} in its place'],
  [{ url: 'https://api.acme.dev:8443/v1/me' }, 'its url needs a literal https host, or {{host}} in its place'],
  [{ url: 'https://127.0.0.1/v1/me' }, 'its url needs a literal https host, or {{host}} in its place'],
  [{ url: 'https://localhost/v1/me' }, 'its url needs a literal https host, or {{host}} in its place'],
  [{ url: 'https://{{partner}}.acme.dev/', partner: 'pk-[0-9]{8}' }, 'its url needs a literal https host, or {{host}} in its place'],
  [{ url: 'https://api.acme.dev.evil.dev/v1/me' }, 'api.acme.dev.evil.dev is not one of the hosts of Acme'],
  [{ url: 'https://api.acme.dev/?to={{host}}' }, '{{host}} may only be the host of its url'],
  [{ headers: {} }, 'it sends no {{secret}}'],
  [{ url: 'https://api.acme.dev/{{secret}}', headers: {} }, '{{secret}} stands in its url, which logs keep'],
  [{ url: 'https://api.acme.dev/{{secret}}' }, '{{secret}} stands in its url, which logs keep'],
  [{ headers: { Authorization: 'Bearer {{secret}}', Account: '{{account}}' } }, 'there is no {{account}}; there are {{secret}}, {{partner}} and {{host}}'],
  [{ headers: { Authorization: 'Bearer {{partner}}:{{secret}}' } }, '{{partner}} needs a partner that says how it looks, and the other way round'],
  [{ partner: 'pk-[0-9]{8}' }, '{{partner}} needs a partner that says how it looks, and the other way round'],
  [{ answers: [{ status: 401, is: 'revoked' }] }, 'none of its answers is active'],
  [{ answers: [{ status: 200, is: 'active' }, { status: 200, body: 'blocked', is: 'unknown' }] }, 'an answer of status 200 stands behind one that fits them all'],
])('no probe: %j', (changes, complaint) => {
  const wrong = [`acme-key: validate: ${complaint}`];
  expect(complain({ validate: { ...probe, ...changes } })).toEqual(wrong);
  expect(complain({}, { ...provider, validate: { ...probe, ...changes } })).toEqual(wrong);
  expect(complain({ validate: false }, { ...provider, validate: { ...probe, ...changes } })).toEqual([]);
});

test('a key stands in the url only where its vendor takes it nowhere else', () => {
  const inUrl: Probe = { ...probe, url: 'https://api.telegram.org/bot{{secret}}/getMe', headers: {} };
  expect(complain({ validate: inUrl }, { ...provider, id: 'telegram', hosts: ['api.telegram.org'] })).toEqual([]);
  expect(complain({ validate: { ...inUrl, body: '{{secret}}' } }, { ...provider, id: 'telegram', hosts: ['api.telegram.org'] })).toHaveLength(1);
});

test('a revocation knows what ended looks like', () => {
  expect(complain({ revocation: { ...probe, method: 'DELETE', answers: [{ status: 204, is: 'revoked' }] } })).toEqual([]);
  expect(complain({ revocation: probe })).toEqual(['acme-key: revocation: none of its answers is revoked']);
});

test("of a user's own rule only the examples are asked", () => {
  expect(lintOwnRule({ ...rule, references: [], finds: [], ignores: [] }, look)).toEqual([]);
  expect(lintOwnRule({ ...rule, ignores: ['acme_{{lowernum:20}}'] }, look)).toEqual([{ rule: 'acme-key', text: 'ignores[1] gives acme-key' }]);
});

test.each<readonly [changes: Partial<RuleSource>, complaint: RegExp]>([
  [{ anchors: [] }, /^rule acme-key: it has no anchors$/],
  [{ anchors: ['ac'] }, /^rule acme-key: the anchor "ac" is shorter than 3 bytes$/],
  [{ anchors: ['acme→'] }, /holds a character that is not one byte$/],
  [{ pattern: 'acme_[a-z]{20}' }, /^rule acme-key: the pattern has no group \(\?<secret>…\)$/],
  [{ pattern: '(?<secret>acme_[a-z]{20}' }, /^rule acme-key: Invalid regular expression/],
  [{ pattern: '(?<secret>acme_.+)' }, /^rule acme-key: nothing bounds the repetition/],
  [{ pattern: '(?<secret>other_[a-z]{20})' }, /holds none of the anchors$/],
  [{ pattern: '<<Q>>(?<secret>acme_[a-z]{20})' }, /^rule acme-key: unknown macro <<Q>>/],
  [{ proofs: [{ entropi: 3 }] }, /^rule acme-key: there is no proof "entropi"; there are entropy, /],
  [{ proofs: [{ entropy: 'much' }] }, /^rule acme-key: /],
])('%j does not compile', (changes, complaint) => {
  const { rules, complaints } = compileVendors([vendor({ ...rule, ...changes })]);
  expect(rules).toEqual([]);
  expect(complaints.map(({ text }) => text)).toEqual([expect.stringMatching(complaint)]);
});

test('an id is used once, over all vendors', () => {
  expect(compileVendors([vendor(rule), vendor(rule)]).complaints).toEqual([{ rule: 'acme-key', text: 'the id is used twice' }]);
});

test('a list of pattern parts is joined', () => {
  expect(compileVendors([vendor({ ...rule, pattern: ['(?<secret>acme_', '[a-z0-9]{20})'] })]).rules.map(({ pattern }) => pattern)).toEqual([rule.pattern]);
});

test('the built-in rules pass', () => {
  const engine = makeTestEngine();
  const all: Look = (text) => engine.scanText(text).map(({ rule: { id }, start, end }) => ({ rule: id, start, end }));
  expect(compileVendors(vendors).complaints).toEqual([]);
  expect(vendors.flatMap((each) => lintVendor(each, all))).toEqual([]);
  expect(catalogue.rules.length).toBeGreaterThan(100);
});
