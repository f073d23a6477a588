import { RegExpParser, visitRegExpAST } from '@eslint-community/regexpp';
import { makeAutomaton } from '../../src/engine/automaton.js';
import { readPattern } from '../../src/engine/pattern.js';
import { fillExample, seedRandom } from '../../src/rules/examples.js';
import { catalogue, vendors } from '../rules/vendors.js';

const may = (pattern: string, text: string, ignoreCase = false): boolean => makeAutomaton(pattern, ignoreCase).mayMatch(Buffer.from(text, 'latin1'), 0);

test.each<readonly [pattern: string, lets: readonly string[], stops: readonly string[]]>([
  ['abc', ['abc', 'abcd'], ['ab', 'abd', 'xabc', '']],
  ['a[bc]?d', ['ad', 'abd', 'acd'], ['abcd', 'aed']],
  ['ab{2,3}c', ['abbc', 'abbbc'], ['abc', 'ab', 'ac']],
  ['[a-f0-9]{8}', ['0123abcd', '0123abcde'], ['0123abc', '0123abcg']],
  ['(?:ab|cd){2}e', ['ababe', 'abcde'], ['abe', 'abcd']],
  ['x(?:(?:ab)?c?)*y', ['xy', 'xabcy', 'xcaby'], ['xay', 'xb']],
  ['(?:a|b[0-9]*)z', ['az', 'bz', 'b12z'], ['a1z', 'z']],
  ['(?<!k)ab(?=cd)(?<n>e+)\\b$', ['abe', 'abeee'], ['abc', 'ab']],
  ['\\x41\\u0042\\.\\/[\\]\\-\\\\^]', ['AB./]', 'AB./-', 'AB./^', 'AB./\\'], ['AB./a', 'AB//]']],
  ['[^a-z]\\d\\W', ['A1-', ' 1 '], ['a1-', 'A1b']],
  ['.[^]', ['ab', 'a\n'], ['\na']],
])('%s stops what cannot match, and nothing else', (pattern, lets, stops) => {
  expect(lets.map((text) => may(pattern, text))).toEqual(lets.map(() => true));
  expect(stops.map((text) => may(pattern, text))).toEqual(stops.map(() => false));
});

test('letters are folded where the rule folds them', () => {
  expect(may('Token[a-c]\xe9', 'tOKENB\xc9', true)).toBe(true);
  expect(may('Token[a-c]', 'tOKENB')).toBe(false);
});

test('what is not read lets everything pass', () => {
  expect(['(a)\\1', '\\k<n>(?<n>a)', '\\cA', '\u0178', 'a|', 'a*'].map((pattern) => may(pattern, 'zzz'))).toEqual([true, true, true, true, true, true]);
});

test('of text that goes on and on only so much is read', () => {
  expect(may('a[a-z]{4000}', 'a'.repeat(2000))).toBe(true);
});

test('a set of bytes is the one that an expression reads, in every pattern of the catalogue', () => {
  const wrong: string[] = [];
  const seen = new Set<string>();
  for (const { pattern, ignoreCase } of catalogue.rules) {
    visitRegExpAST(new RegExpParser({ ecmaVersion: 2022 }).parsePattern(pattern, undefined, undefined, { unicode: false }), {
      onCharacterClassEnter: ({ raw }) => void seen.add(`${ignoreCase ? 'i' : 's'}${raw}`),
      onCharacterSetEnter: ({ raw }) => void seen.add(`${ignoreCase ? 'i' : 's'}${raw}`),
      onCharacterEnter: ({ raw, parent }) => void (parent.type === 'Alternative' && seen.add(`${ignoreCase ? 'i' : 's'}${raw}`)),
    });
  }
  for (const each of seen) {
    const [ignoreCase, raw] = [each.startsWith('i'), each.slice(1)];
    const tree = readPattern(raw, ignoreCase);
    const expression = new RegExp(`^${raw}$`, ignoreCase ? 'i' : '');
    const bytes = Array.from({ length: 256 }, (_, byte) => Number(expression.test(String.fromCharCode(byte))));
    if (tree?.kind !== 'bytes' || bytes.join('') !== tree.bytes.table.join('')) wrong.push(each);
  }
  expect(wrong).toEqual([]);
  expect(seen.size).toBeGreaterThan(100);
});

test('no pattern of the catalogue matches where its automaton says that it cannot', () => {
  const random = seedRandom('automaton');
  const wrong: string[] = [];
  const stopped = { yes: 0, no: 0 };
  const rules = new Map(catalogue.rules.map((rule) => [rule.id, rule]));
  for (const { id, finds, ignores = [], proofs = [] } of vendors.flatMap((vendor) => vendor.rules)) {
    const rule = rules.get(id);
    if (rule === undefined) throw new Error(id);
    const automaton = makeAutomaton(rule.pattern, rule.ignoreCase);
    const expression = new RegExp(rule.pattern, rule.ignoreCase ? 'yi' : 'y');
    const texts = [...finds, ...ignores].map((example, number) => fillExample(example, `${id} ${number}`, proofs).text.slice(0, 3000));
    for (const text of [...texts, ...texts.map((each) => mutate(each, random))]) {
      const bytes = Buffer.from(text, 'utf8');
      const subject = bytes.toString('latin1');
      for (let start = 0; start < subject.length; start += 1) {
        expression.lastIndex = start;
        const passes = automaton.mayMatch(bytes, start);
        stopped[passes ? 'no' : 'yes'] += 1;
        if (!passes && expression.test(subject)) wrong.push(`${id} at ${start}`);
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(stopped.yes).toBeGreaterThan(20 * stopped.no);
});

/** Some letters lost, doubled or changed. */
function mutate(text: string, random: () => number): string {
  return [...text].map((letter) => (random() < 0.96 ? letter : random() < 0.3 ? '' : random() < 0.5 ? letter + letter : String.fromCharCode(32 + Math.floor(random() * 95)))).join('');
}
