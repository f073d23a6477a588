import { loadRuleFile, loadVendor } from '../../src/rules/load.js';
import { UsageError } from '../../src/model/errors.js';

const good = `provider:
  id: acme
  name: Acme
  variables: [ACME_KEY]
  revoke:
    url: https://acme.dev/keys
    steps: [Delete the key.]
  rotate:
    steps: [Create a new one.]
rules:
  - id: acme-key
    title: Acme key
    severity: high
    anchors: [acme_]
    pattern:
      - 'acme_'
      - '(?<secret>[a-z]{20})'
    references: [https://acme.dev/docs]
    finds: ['«acme_x»']
    ignores: ['x']
`;

test('what is left out gets its default', () => {
  const { provider, rules } = loadVendor(good, 'acme.yaml');
  expect(provider).toEqual({
    id: 'acme', name: 'Acme', variables: ['ACME_KEY'], hosts: [], words: [], docs: [],
    revoke: { url: 'https://acme.dev/keys', steps: ['Delete the key.'] }, rotate: { steps: ['Create a new one.'] },
  });
  expect(rules).toEqual([{
    id: 'acme-key', title: 'Acme key', severity: 'high', confidence: 'medium', anchors: ['acme_'], ignoreCase: false,
    pattern: ['acme_', '(?<secret>[a-z]{20})'], proofs: [], attribution: 'shape', generic: false, chosen: false,
    references: ['https://acme.dev/docs'], finds: ['«acme_x»'], ignores: ['x'],
  }]);
});

test.each<readonly [from: string, to: string, message: string]>([
  ['  id: acme\n', '  id: Acme Inc\n', 'acme.yaml:2: provider.id: expected kebab case, such as openai-project-key'],
  ['  name: Acme\n', '', 'acme.yaml:1: provider.name: expected a text'],
  ['variables: [ACME_KEY]', 'variables: ACME_KEY', 'acme.yaml:4: provider.variables: expected a list'],
  ['variables: [ACME_KEY]', 'variables: [1]', 'acme.yaml:4: provider.variables[1]: expected a text'],
  ['https://acme.dev/keys', 'http://acme.dev/keys', 'acme.yaml:6: provider.revoke.url: expected an https:// address'],
  ['  revoke:\n    url: https://acme.dev/keys\n    steps: [Delete the key.]\n', '', 'acme.yaml:1: provider.revoke: expected keys and values: url, steps'],
  ['name: Acme\n', 'name: Acme\n  nmae: Acme\n', 'acme.yaml:4: provider.nmae: unknown key; expected one of id, name, variables, hosts, words, revoke, rotate, misuse, contact, validate, docs, checked'],
  ['severity: high', 'severity: hihg', 'acme.yaml:13: rules[1].severity: expected one of critical, high, medium, low, info'],
  ['severity: high', 'severity: high\n    confidence: sure', 'acme.yaml:14: rules[1].confidence: expected one of certain, high, medium, low'],
  ['severity: high', 'severity: high\n    generic: maybe', 'acme.yaml:14: rules[1].generic: expected true or false'],
  ['severity: high', 'severity: high\n    proofs: [entropy]', 'acme.yaml:14: rules[1].proofs[1]: expected keys and values'],
  ['severity: high', 'severity: high\n    attribution: guess', 'acme.yaml:14: rules[1].attribution: expected one of shape, context'],
  ["      - 'acme_'\n", '      - 7\n', 'acme.yaml:16: rules[1].pattern[1]: expected a text'],
  ["    pattern:\n      - 'acme_'\n      - '(?<secret>[a-z]{20})'\n", '', 'acme.yaml:11: rules[1].pattern: expected a text'],
  ['references: [https://acme.dev/docs]', 'references: [acme.dev]', 'acme.yaml:18: rules[1].references[1]: expected an https:// address'],
  ['    anchors: [acme_]\n', '', 'acme.yaml:11: rules[1].anchors: expected a list'],
  ['rules:\n', 'rule:\n', 'acme.yaml:10: rule: unknown key; expected one of provider, rules'],
  ['  id: acme\n', '  id: acme\n  id: acme\n', 'acme.yaml:3: not valid YAML: Map keys must be unique'],
  ['  id: acme\n', '  id: [acme\n', 'acme.yaml:3: not valid YAML: '],
])('%j instead of %j', (from, to, message) => {
  expect(good).toContain(from);
  const load = (): unknown => loadVendor(good.replace(from, to), 'acme.yaml');
  expect(load).toThrow(UsageError);
  expect(load).toThrow(message);
});

test.each(['just text', '[1, 2]'])('%j is no rule file', (text) => {
  expect(() => loadVendor(text, 'x.yaml')).toThrow(/^x\.yaml:1: .*expected keys and values: provider, rules$/);
});

test('an empty file lacks everything', () => {
  expect(() => loadVendor('', 'x.yaml')).toThrow('x.yaml:1: provider: expected keys and values: id, name, ');
});

test('aliases are refused: a small file must not become a large one', () => {
  expect(() => loadVendor('a: &a [x]\nb: *a\n', 'x.yaml')).toThrow('x.yaml:2: *a: aliases are not understood; write the value out');
});

test("a file without a provider is a configuration's own rules", () => {
  const own = good.slice(good.indexOf('rules:'));
  expect(loadRuleFile(own, '.skan.yaml')).toMatchObject({ own: true, vendor: { provider: { id: 'own' }, rules: [{ id: 'acme-key' }] } });
  expect(loadRuleFile(good, 'acme.yaml')).toMatchObject({ own: false, vendor: { provider: { id: 'acme' } } });
  expect(loadRuleFile('failOn: high\n', '.skan.yaml')).toMatchObject({ own: true, vendor: { rules: [] } });
});
