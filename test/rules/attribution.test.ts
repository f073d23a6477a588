// Whose key is it? Over the whole catalogue: a shape that is a vendor's own keeps its vendor whatever name it is assigned to
// and whatever stands nearby; a shape that others share goes to whoever's variable stands on its line, and to nobody where
// nothing speaks for anyone. Nothing here names a rule: what a key needs is found out by asking.

import type { ProviderSource } from '../../src/model/rule.js';
import { fillExample } from '../../src/rules/examples.js';
import { makeTestEngine, samples, vendors } from './vendors.js';
import type { Sample } from './vendors.js';

const engine = makeTestEngine();

/** Rules of these name no vendor: they say what a value is, not who issued it. */
const nameless = new Set(['generic', 'unknown-sk', 'jwt', 'private-key', 'netrc', 'pkcs12', 'putty']);
const issuers = vendors.map(({ provider }) => provider).filter(({ id, variables }) => !nameless.has(id) && variables.length > 0);
/** A web key of Firebase is a key of Google's until something says Firebase. */
const known = ['firebase-web-key: google'];
/** Lines between two keys: more than evidence reaches. */
const apart = 12;
const kinds = samples.filter(({ provider, secret }) => !nameless.has(provider.id) && !secret.includes('\n'));

/** Names that say what a value is, not whose. */
const names = ['value', 'api_key', 'token', 'access_token', 'auth_token', 'authtoken', 'secret'];
/** Names that are a vendor's as often as not: whoever is told by them may be told wherever a variable ends so. */
const telling = ['access_key', 'secret_access_key'];
/** Who is told by the shape of the kind's key, behind such a name. */
const told = new Map(kinds.map(({ rule, secret }) => [rule.id, new Set([...names, ...telling].flatMap((name) => ownersOf(`${name} = "${secret}"\n`)))]));
const own = kinds.filter(({ provider, secret }) => ownersOf(`value = "${secret}"\n`).join() === provider.id);
const shared = kinds.filter(({ rule }) => told.get(rule.id)?.size === 0);

test('its example names the vendor', () => {
  const found = kinds.map((kind) => ({ kind, owners: ownersOf(kind.text) })).filter(({ kind, owners }) => owners.join() !== kind.provider.id);
  expect(found.map(({ kind, owners }) => `${kind.rule.id}: ${owners.join(' and ')}`)).toEqual([]);
});

test('a name that says nothing makes a key nobody else\'s', () => {
  const found = kinds.flatMap(({ rule, provider, secret }) => [...new Set(names.flatMap((name) => ownersOf(`${name} = "${secret}"\n`)))].filter((owner) => owner !== provider.id).map((owner) => `${rule.id}: ${owner}`));
  expect(found).toEqual(known);
});

test('under its own vendor\'s names it is that vendor\'s or nobody\'s', () => {
  const names = Math.max(...kinds.map(({ provider }) => provider.variables.length));
  const found = Array.from({ length: names }).flatMap((_, index) =>
    strangers(kinds.filter(({ provider }) => provider.variables[index] !== undefined), ({ provider, secret }) => `${provider.variables[index] ?? ''}="${secret}"\n`, ({ rule, provider }) => [provider.id, ...(told.get(rule.id) ?? [])]));
  expect(found).toEqual([]);
});

test('a shape of its own keeps its vendor under any other vendor\'s name', () => {
  const found = some(0).flatMap((other) => strangers(own, ({ secret }) => `${nameOf(other)}="${secret}"\n`, heirs, other, true));
  expect(found).toEqual([]);
});

test('a shape of its own keeps its vendor beside any other vendor\'s names', () => {
  const found = some(1).flatMap((other) => strangers(own, ({ secret }) => `${around(other)}value = "${secret}"\n`, heirs, other, true));
  expect(found).toEqual([]);
});

test('a shared shape goes to whoever\'s variable stands on its line, or to nobody', () => {
  const found = some(2).flatMap((other) => strangers(shared, ({ secret }) => `${nameOf(other)}="${secret}"\n`, ({ rule }) => [other.id, ...(told.get(rule.id) ?? []), ...issuers.filter((each) => sharesName(each, nameOf(other))).map(({ id }) => id)], other));
  expect(found).toEqual([]);
});

test('its own variable on the line beats any other vendor\'s nearby', () => {
  const found = some(3).flatMap((other) => strangers(shared, ({ text }) => `${around(other)}\n${text}\n\n${around(other)}`, ({ provider }) => [provider.id], other, true));
  expect(found).toEqual([]);
});

const drawn = fillExample('«{{hex:40}}»', 'attribution', []).text;
const payload = (fields: object): string => [{ alg: 'HS256', typ: 'JWT' }, fields].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');

test.each([
  ['a claim that is called as another vendor\'s key', `token=${payload({ sub: 'a', supabase_service_role_key: 'x1' })}.${Buffer.from(drawn).toString('base64url')}\n`, []],
  ['the role itself', `token=${payload({ iss: 'supabase', role: 'service_role', iat: 1 })}.${Buffer.from(drawn).toString('base64url')}\n`, ['supabase']],
  ['a command behind a key of the same name', `@set PAYSTACK_SECRET_KEY=sk_test_${drawn}&& call app\n`, ['paystack']],
  ['a format before the key', `printf '%s' 'sk_test_${drawn}' | gh secret set PAYSTACK_SECRET_KEY\n`, ['paystack']],
])('%s', (_, text, owners) => {
  expect(ownersOf(text)).toEqual(owners);
});

/** Every twentieth vendor, others for each test: all of them would take minutes. */
function some(shift: number): readonly ProviderSource[] {
  return issuers.filter((_, index) => index % 20 === shift);
}

/**
 * Writes all kinds into one text, too far apart to be each other's neighbours, and scans it once.
 * @returns `kind near other: owner` for each owner that is not among the right ones; with `must` also where there is none
 */
function strangers(all: readonly Sample[], write: (kind: Sample) => string, right: (kind: Sample) => readonly string[], other?: ProviderSource, must = false): string[] {
  const parts = all.map((kind) => `${write(kind)}${'\n'.repeat(apart)}`);
  const ends = parts.map((_, index) => index).reduce<number[]>((sums, index) => [...sums, (sums.at(-1) ?? 0) + Buffer.byteLength(parts[index] ?? '')], []);
  const owners = all.map(() => new Set<string>());
  for (const { rule, start } of engine.scanText(Buffer.from(parts.join('')))) {
    if (!nameless.has(rule.provider)) owners[ends.findIndex((end) => start < end)]?.add(rule.provider);
  }
  return all.flatMap((kind, index) => {
    const found = [...(owners[index] ?? [])];
    const wrong = found.filter((owner) => !right(kind).includes(owner));
    const shown = wrong.length > 0 ? wrong : must && found.length === 0 ? ['nobody'] : [];
    return shown.map((owner) => `${kind.rule.id}${other === undefined ? '' : ` near ${other.id}`}: ${owner}`);
  });
}

/** Who may be told by a shape of its own: Google's web keys are Firebase's where something says so. */
function heirs({ rule, provider }: Sample): string[] {
  return [provider.id, ...(rule.id === 'google-api-key' ? ['firebase'] : [])];
}

function ownersOf(text: string): string[] {
  return [...new Set(engine.scanText(Buffer.from(text)).map(({ rule }) => rule.provider))].filter((id) => !nameless.has(id));
}

function nameOf({ variables }: ProviderSource): string {
  return variables[0] ?? '';
}

function around({ variables, hosts, words }: ProviderSource): string {
  return `# ${[variables[0], hosts[0], words[0]].filter((each) => each !== undefined).join(' ')}\n`;
}

/** One vendor's variable may hold the name of another (`ACME_CLOUD_KEY`): both are told by it. */
function sharesName({ variables, words }: ProviderSource, name: string): boolean {
  return [...variables, ...words].some((word) => name.toLowerCase().includes(word.toLowerCase().replace(/[^a-z0-9]/g, '_')));
}
