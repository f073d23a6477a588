import { literalPrefixes, longestAllowed, measurePattern } from '../../src/rules/measure.js';
import { catalogue } from './vendors.js';

const measure = (pattern: string, anchors: readonly string[], ignoreCase = false): string => {
  const { before, longest, margin, beyond } = measurePattern(pattern, anchors, ignoreCase);
  return `before ${before}, longest ${longest}, margin ${margin}${beyond === 0 ? '' : `, beyond ${beyond}`}`;
};

test.each<readonly [pattern: string, anchors: readonly string[], wanted: string]>([
  ['abc', ['abc'], 'before 0, longest 3, margin 0'],
  ['abc[0-9]{4}', ['abc'], 'before 0, longest 7, margin 0'],
  ['[0-9]{4}abc', ['abc'], 'before 4, longest 7, margin 0'],
  ['[0-9]{2,6}abc[0-9]{1,3}', ['abc'], 'before 6, longest 12, margin 0'],
  ['(?:x|yyy)abc', ['abc'], 'before 3, longest 6, margin 0'],
  ['(?:abc|y[0-9]def)', ['abc', 'def'], 'before 2, longest 5, margin 0'],
  ['x?abc', ['abc'], 'before 1, longest 4, margin 0'],
  ['a[bB]c', ['abc', 'aBc'], 'before 0, longest 3, margin 0'],
  ['(?:ab){2}', ['abab'], 'before 0, longest 4, margin 0'],
  ['zabcz[0-9]abc', ['abc'], 'before 1, longest 9, margin 0'],
  ['(?<![a-z])abc', ['abc'], 'before 0, longest 3, margin 1'],
  ['(?<!x{3}|y{5})abc(?=[0-9]{2})', ['abc'], 'before 0, longest 3, margin 5, beyond 2'],
  ['abc(?<!x{9}abc)', ['abc'], 'before 0, longest 3, margin 9'],
  ['(?:abc|abcd)(?<!x{9}abc)', ['abc'], 'before 0, longest 4, margin 9'],
  ['abc(?=[a-z]{8})[a-z]{2,6}', ['abc'], 'before 0, longest 9, margin 0, beyond 2'],
  ['abc(?:(?=[a-z]{8})[a-z]){2,6}', ['abc'], 'before 0, longest 9, margin 0, beyond 7'],
  ['abc(?=(?<![0-9]{6}a?bc)[a-z])', ['abc'], 'before 0, longest 3, margin 6, beyond 1'],
  ['(?<=(?<!q{4})r{3})abc', ['abc'], 'before 0, longest 3, margin 7'],
  ['^abc$', ['abc'], 'before 0, longest 3, margin 1, beyond 1'],
  ['\\babc', ['abc'], 'before 0, longest 3, margin 1'],
  ['(?<secret>.\\d\\wabc)', ['abc'], 'before 3, longest 6, margin 0'],
  ['abc{0}abd', ['abd'], 'before 2, longest 5, margin 0'],
])('%s', (pattern, anchors, wanted) => {
  expect(measure(pattern, anchors)).toBe(wanted);
});

test('letter case is folded where the rule folds it', () => {
  expect(measure('[0-9]ToKen', ['token'], true)).toBe('before 1, longest 6, margin 0');
  expect(() => measure('[0-9]ToKen', ['token'])).toThrow('holds none of the anchors');
});

const ways = (count: number): string => '(?:a|b|c|d)'.repeat(count);

test('where the ways to write a pattern out become too many, what follows is a gap', () => {
  expect(measure(`${ways(7)}abc`, ['abc'])).toBe('before 7, longest 10, margin 0');
  expect(measure(`abc${ways(7)}`, ['abc'])).toBe('before 0, longest 10, margin 0');
});

test('a pattern of which the first part has too many ways is looked for in all of its length', () => {
  expect(measure(`(?:${ways(6)}|${ways(6)})abc`, ['abc'])).toBe('before 6, longest 9, margin 0');
  expect(measure(`${ways(6)}abc|x${ways(6)}abc`, ['abc'])).toBe('before 10, longest 10, margin 0');
});

test('a match holds at most 384 bytes around its secret', () => {
  expect(measure('abc[ =]{1,300}(?<secret>[0-9]{40})x{0,80}', ['abc'])).toBe('before 0, longest 423, margin 0');
  expect(measurePattern('abc[ =]{1,2000}(?<secret>[0-9]{40})(?![a-z])', ['abc'], false)).toEqual({ before: 0, longest: 424, margin: 0, beyond: 1, cut: true });
  expect(measurePattern('abc[ =]{1,2000}(?<secret>(?=[a-z0-9]{0,80}[0-9])[0-9a-z]{40})', ['abc'], false)).toEqual({ before: 0, longest: 424, margin: 0, beyond: 81, cut: true });
  expect(measurePattern('abc(?<secret>[0-9]{40})(?<=["\'][0-9]{40,200})', ['abc'], false)).toEqual({ before: 0, longest: 43, margin: 64, beyond: 0, cut: true });
});

test.each<readonly [pattern: string, message: string]>([
  ['abc.*', 'nothing bounds the repetition .*; write {m,n}'],
  ['abc[a-z]+', 'nothing bounds the repetition [a-z]+; write {m,n}'],
  ['abc\\w{20,}', 'nothing bounds the repetition \\w{20,}; write {m,n}'],
  ['(?:abc(?:x{2})*)', 'nothing bounds the repetition (?:x{2})*; write {m,n}'],
  ['abc(?=x*y)', 'nothing bounds the repetition x*; write {m,n}'],
  ['(?<!x+)abc', 'nothing bounds the repetition x+; write {m,n}'],
  ['(a)abc\\1', 'a back-reference (\\1) has no bound; write the pattern out'],
  ['abc[a-z]{70000}', `a match can be 70003 bytes long; at most ${longestAllowed} are allowed`],
  ['abc(?:[a-z]{1000}){1000}', `a match can be 1000003 bytes long; at most ${longestAllowed} are allowed`],
  ['abd', 'a match of the form abd holds none of the anchors'],
  ['(?:abc|x[0-9]{2}y)', 'a match of the form x……y holds none of the anchors'],
  ['(?:abc)?x', 'a match of the form x holds none of the anchors'],
])('%s is refused', (pattern, message) => {
  expect(() => measure(pattern, ['abc'])).toThrow(message);
});

test.each<readonly [pattern: string, wanted: readonly string[]]>([
  ['(?<secret>sk-[a-z]{20})', ['sk-']],
  ['token=(?<secret>sk-(?:live|test)-[a-z]{20})', ['sk-live-', 'sk-test-']],
  ['(?<secret>(?:a-)?b-[0-9]{9})', ['a-b-', 'b-']],
  ['(?<secret>[a-z]{20})', []],
  ['(?<secret>hunter2)', []],
  ['(?<secret>(?:hunter2|sk-[a-z]{20}))', ['sk-']],
  ['no group', []],
])('the fixed prefixes of %s', (pattern, wanted) => {
  expect(literalPrefixes(pattern)).toEqual(wanted);
});

describe('hostile input cannot make a built-in rule slow', () => {
  // One try reads at most `longest` and the look-arounds; without nested repetition over the same text, it reads that a
  // few times. What is left to fear is how many starts a single anchor sets off.
  test.each(catalogue.rules.map((rule) => [rule.id, rule] as const))('%s', (_, { reach }) => {
    expect(reach.before).toBeLessThanOrEqual(256);
    expect(reach.margin).toBeLessThanOrEqual(1024);
    expect(reach.longest).toBeLessThanOrEqual(longestAllowed);
  });
});
