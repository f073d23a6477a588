import { RegExpParser, visitRegExpAST } from '@eslint-community/regexpp';
import { layTables } from '../../src/engine/anchors.js';
import { makeAutomata } from '../../src/engine/automata.js';
import type { Look } from '../../src/engine/automata.js';
import { readPattern } from '../../src/engine/pattern.js';
import { packPlaces } from '../../src/engine/places.js';
import { makePrefilter } from '../../src/engine/prefilter.js';
import type { Machine } from '../../src/engine/prefilter.js';
import type { Rule } from '../../src/model/rule.js';
import { fillExample, seedRandom } from '../../src/rules/examples.js';
import { catalogue, vendors } from '../rules/vendors.js';

const newMachine = (): Machine => makePrefilter(layTables([])).machine;
/** Rules laid out when they are first asked for. */
const automata = makeAutomata(newMachine(), undefined, 0);

function makeRule(pattern: string, ignoreCase = false): Rule {
  const [some] = catalogue.rules;
  if (some === undefined) throw new Error('no rules');
  return { ...some, pattern, ignoreCase };
}

const may = (pattern: string, text: string, ignoreCase = false): boolean => automata.look(Buffer.from(text, 'latin1'))(makeRule(pattern, ignoreCase), 0);

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

test('a rule is asked once it was tried as often as laying it out costs', () => {
  const patient = makeAutomata(newMachine(), undefined, 2);
  const rule = makeRule('abc');
  const look = patient.look(Buffer.from('xyz'));
  expect([look(rule, 0), look(rule, 0), look(rule, 0)]).toEqual([true, true, false]);
});

test('a text that is larger than what is handed over at once is asked everywhere, in any order, beside another one', () => {
  const text = Buffer.alloc(3 * 1024 * 1024, 'x');
  const places = [0, 1, 700_000, 1024 * 1024 - 3, 1024 * 1024 - 600, 2_000_000, text.length - 6];
  for (const at of places) text.write('a1b2c3', at);
  const rule = makeRule('(?:[a-c][0-9]){3}');
  const look = automata.look(text);
  const other = automata.look(Buffer.from('-a1b2c3-'));
  for (const at of [...places.slice(1), ...places.slice(1).reverse()]) expect([look(rule, at), look(rule, at + 1), other(rule, 0), other(rule, 1)]).toEqual([true, false, false, true]);
  expect(look(rule, text.length - 5)).toBe(false);
});

test('more states than there is room for are made anew, and answer as before', () => {
  const rule = makeRule('(?:[ab]*a[ab]{13}|[ab]*b[ab]{14})c');
  const random = seedRandom('states');
  for (let round = 0; round < 300; round += 1) {
    const text = Array.from({ length: 15 + Math.floor(random() * 90) }, () => (random() < 0.5 ? 'a' : 'b')).join('');
    const look = automata.look(Buffer.from(`${text}c`));
    expect(look(rule, 0)).toBe(/^(?:[ab]*a[ab]{13}|[ab]*b[ab]{14})c/.test(`${text}c`));
    expect(automata.look(Buffer.from(`${text}d`))(rule, 0)).toBe(false);
  }
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
  // As the build lays them out.
  const laidOut = makeAutomata(newMachine(), { rules: catalogue.rules, packed: packPlaces(catalogue.rules) });
  const rules = new Map(catalogue.rules.map((rule) => [rule.id, rule]));
  for (const { id, finds, ignores = [], proofs = [] } of vendors.flatMap((vendor) => vendor.rules)) {
    const rule = rules.get(id);
    if (rule === undefined) throw new Error(id);
    const expression = new RegExp(rule.pattern, rule.ignoreCase ? 'yi' : 'y');
    const texts = [...finds, ...ignores].map((example, number) => fillExample(example, `${id} ${number}`, proofs).text.slice(0, 3000));
    for (const text of [...texts, ...texts.map((each) => mutate(each, random))]) {
      const bytes = Buffer.from(text, 'utf8');
      const subject = bytes.toString('latin1');
      const looks: readonly Look[] = [laidOut, automata].map((each) => each.look(bytes));
      for (let start = 0; start < subject.length; start += 1) {
        expression.lastIndex = start;
        const [passes, ...others] = looks.map((look) => look(rule, start));
        stopped[passes === true ? 'no' : 'yes'] += 1;
        if (others.some((other) => other !== passes)) wrong.push(`${id} at ${start}, laid out later`);
        if (passes === false && expression.test(subject)) wrong.push(`${id} at ${start}`);
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
