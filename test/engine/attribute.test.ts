import { noEvidence, weighFile, weighText } from '../../src/engine/attribute.js';
import { acme } from './sample.js';

const weigh = (text: string): number => {
  const [before = '', after = ''] = text.split('«»');
  return weighText(acme, { before, after });
};

describe('the variable on its own line', () => {
  test.each(['ACME_API_KEY=«»', 'acme_api_key: «»', 'const acmeApiKey = "«»"', 'acme-api-key="«»"', 'acme.api.key=«»', 'x\nexport ACME_API_KEY=«»', 'AcmeApiKey = «»', 'data-acme-api-key="«»"'])('%j', (text) => {
    expect(weigh(text)).toBe(4);
  });
});

describe('a name of the vendor on its own line', () => {
  test.each(['ACME_KEY=«»', 'const myAcmeKey = "«»"', 'new Acme("«»")', 'MY_ACME_API_KEY=«»', 'acme2: «»', '@acme/sdk «»', 'acme-sdk --key «»'])('%j', (text) => {
    expect(weigh(text)).toBe(3);
  });
});

describe('inside another word it says nothing', () => {
  test.each(['ACMEISM_KEY=«»', 'const pacmeKey = "«»"', 'racme=«»', 'key=«»', 'acmes: «»'])('%j', (text) => {
    expect(weigh(text)).toBe(noEvidence);
  });
});

test('the nearer the neighbour, the more it says; behind the secret as much as before it', () => {
  const steps = [
    weigh('ACME_API_KEY=«»'),
    weigh('acme: «»'),
    weigh('key=«» # acme'),
    weigh('key=«»\nhost: api.acme.dev'),
    weigh('ACME_API_KEY\n\nkey=«»'),
    weigh(`acme${'\n'.repeat(10)}key=«»`),
    weigh(`acme${'\n'.repeat(11)}key=«»`),
  ];
  expect(steps).toEqual([...steps].sort((left, right) => right - left));
  expect(new Set(steps).size).toBe(steps.length);
  expect(steps.at(-1)).toBe(noEvidence);
  expect(weigh('x\nhost: api.acme.dev\nkey=«»')).toBe(weigh('key=«»\nhost: api.acme.dev'));
});

test('a neighbour in code is spelt as code spells it', () => {
  expect(weigh('key = «»\nclient = acmeClient(key)')).toBeGreaterThan(noEvidence);
  expect(weigh('key = «»\nuse(acmeApiKey)')).toBeGreaterThan(noEvidence);
});

test('what stands further away than the neighbourhood is not looked at', () => {
  expect(weigh(`acme ${' '.repeat(2048)}\nkey=«»`)).toBe(noEvidence);
});

test.each<readonly [path: string, evidence: boolean]>([
  ['config/acme.yaml', true],
  ['src/AcmeClient.java', true],
  ['acme-sdk/readme.md', true],
  ['src/pacmen.ts', false],
  ['', false],
])('the file name %j', (path, evidence) => {
  expect(weighFile(acme, path) > noEvidence).toBe(evidence);
});

test('the file says less than anything in the text', () => {
  expect(weighFile(acme, 'acme.env')).toBeLessThan(weigh(`acme${'\n'.repeat(10)}key=«»`));
});
