import { Ajv } from 'ajv';
import { readFileSync, readdirSync } from 'node:fs';
import { parse } from 'yaml';

const schema = JSON.parse(readFileSync('schema/rules-1.json', 'utf8')) as object;
const validate = new Ajv({ strict: false, allErrors: true }).compile(schema);
const files = readdirSync('rules').filter((name) => name.endsWith('.yaml')).sort();

test.each(files)('rules/%s keeps to the published schema', (file) => {
  const text = readFileSync(`rules/${file}`, 'utf8');
  expect(validate(parse(text)) ? [] : validate.errors).toEqual([]);
  expect(text).toMatch(/^# yaml-language-server: \$schema=\.\.\/schema\/rules-1\.json$/m);
});

test.each([
  ['an unknown key', { extra: 1 }],
  ['an id in capitals', { id: 'OpenAI' }],
  ['one find', { finds: ['a'] }],
  ['a severity that does not exist', { severity: 'deadly' }],
  ['a reference that is not https', { references: ['http://example.org'] }],
])('the schema refuses %s', (_, change) => {
  const vendor = parse(readFileSync('rules/replicate.yaml', 'utf8')) as { rules: object[] };
  expect(validate({ ...vendor, rules: [{ ...vendor.rules[0], ...change }] })).toBe(false);
});
