import type { RuleSource, VendorSource } from '../../src/model/rule.js';
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
const vendor = (...rules: readonly RuleSource[]): VendorSource => ({
  provider: { id: 'acme', name: 'Acme', variables: [], hosts: [], words: [], revoke: { steps: ['Delete it.'] }, rotate: { steps: ['Make one.'] }, docs: [] },
  rules,
});

/** An engine for one rule. */
const look: Look = (text) => [...Buffer.from(text).toString('latin1').matchAll(/acme_[a-z0-9]{20}/g)].map((match): Sighting => ({ rule: 'acme-key', start: match.index, end: match.index + match[0].length }));

const complain = (changes: Partial<RuleSource>, { provider } = vendor(rule), sight = look): string[] =>
  lintVendor({ provider, rules: [{ ...rule, ...changes }] }, sight).map(({ rule: id, text }) => `${id}: ${text}`);

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
  expect(complain({}, vendor(rule), other)[0]).toContain('gives other-key at 4-29');
});

test.each(['revoke', 'rotate'] as const)('no %s steps, neither its own nor its provider’s', (key) => {
  const { provider } = vendor(rule);
  const bare = { provider: { ...provider, [key]: { steps: [] } }, rules: [] };
  expect(complain({}, bare)).toEqual([`acme-key: it has no ${key} steps, nor has its provider`]);
  expect(complain({ [key]: { steps: ['Do it.'] } }, bare)).toEqual([]);
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
