import type { Rule } from '../../src/model/rule.js';
import { settleOverlaps } from '../../src/engine/settle.js';
import type { Contender } from '../../src/engine/settle.js';
import { makeRule } from './sample.js';

const specific = makeRule({ id: 'specific' });
const generic = makeRule({ id: 'generic', generic: true });
const context = makeRule({ id: 'context', attribution: 'context' });
const contextual = makeRule({ id: 'contextual', attribution: 'context' });

function at(rule: Rule, start: number, end: number, more: Partial<Contender> = {}): Contender {
  return { rule, start, end, certain: false, evidence: 0, ...more };
}

const show = (contenders: readonly Contender[]): string[] =>
  settleOverlaps(contenders).map(({ winner, others }) => [`${winner.rule.id} ${winner.start}-${winner.end}`, ...others.map(({ rule }) => rule.id)].join(' or '));

test.each<readonly [name: string, contenders: readonly Contender[], wanted: readonly string[]]>([
  ['nothing', [], []],
  ['apart, both stand', [at(specific, 0, 5), at(specific, 5, 9)], ['specific 0-5', 'specific 5-9']],
  ['the specific beats the generic, also a longer one', [at(generic, 0, 20), at(specific, 5, 9)], ['specific 5-9']],
  ['the longer beats the shorter', [at(specific, 0, 9), at(specific, 2, 6)], ['specific 0-9']],
  ['the proven beats the supposed', [at(makeRule({ id: 'a' }), 0, 9), at(specific, 0, 9, { certain: true })], ['specific 0-9']],
  ['evidence beats none', [at(makeRule({ id: 'a' }), 0, 9), at(specific, 0, 9, { evidence: 2 })], ['specific 0-9']],
  ['a sign in the key beats a name beside it', [at(makeRule({ id: 'a', prefixes: [], pattern: 'acme=(?<secret>[a-z]{9})' }), 0, 9, { evidence: 4 }), at(makeRule({ id: 'signed', prefixes: ['key_'] }), 0, 9)], ['signed 0-9']],
  ['also where what the name before is given reads on', [at(makeRule({ id: 'a', prefixes: [], pattern: 'acme=(?<secret>[a-z&]{12})' }), 0, 12, { evidence: 4 }), at(makeRule({ id: 'signed', prefixes: ['key_test_'] }), 0, 9)], ['signed 0-9']],
  ['or begins a little before', [at(makeRule({ id: 'a', prefixes: [], pattern: 'acme=(?<secret>[a-z&]{12})' }), 0, 12, { evidence: 4 }), at(makeRule({ id: 'signed', prefixes: ['key_test_'] }), 3, 12)], ['signed 3-12']],
  ['but not one of three letters, which a value may begin with by chance', [at(makeRule({ id: 'a', prefixes: [], pattern: 'acme=(?<secret>[a-z&]{12})' }), 0, 12, { evidence: 4 }), at(makeRule({ id: 'signed', prefixes: ['key'] }), 0, 9)], ['a 0-12']],
  ['the longer sign beats the shorter', [at(makeRule({ id: 'a', prefixes: ['sk-'] }), 0, 9, { evidence: 4 }), at(makeRule({ id: 'signed', prefixes: ['sk-acme-'] }), 0, 9)], ['signed 0-9']],
  ['a sign anywhere in the key is one too', [at(makeRule({ id: 'a', prefixes: [], pattern: 'acme=(?<secret>[a-z]{9})' }), 0, 9, { evidence: 4 }), at(makeRule({ id: 'signed', prefixes: [], pattern: '(?<![a-z])(?<secret>[a-z]{5}_key)' }), 0, 9)], ['signed 0-9']],
  ['of one sign that two share, evidence decides', [at(makeRule({ id: 'a', prefixes: ['sk-'] }), 0, 9), at(makeRule({ id: 'shared', prefixes: ['sk-'], attribution: 'context' }), 0, 9, { evidence: 2 })], ['shared 0-9']],
  ['then the id decides', [at(makeRule({ id: 'b' }), 0, 9), at(makeRule({ id: 'a' }), 0, 9)], ['a 0-9']],
  ['a context rule without evidence does not stand', [at(context, 0, 9)], []],
  ['nor does it push out another', [at(context, 0, 12), at(specific, 0, 9)], ['specific 0-9']],
  ['with evidence it does', [at(context, 0, 9, { evidence: 2 }), at(generic, 0, 9)], ['context 0-9']],
  ['without it, it is named beside an open winner', [at(contextual, 0, 9), at(context, 0, 9), at(generic, 0, 9)], ['generic 0-9 or context or contextual']],
  ['once, also when it matched from two starts', [at(context, 0, 9), at(context, 0, 9), at(generic, 0, 9)], ['generic 0-9 or context']],
  ['but not beside a proven one', [at(context, 0, 9), at(specific, 0, 9, { certain: true })], ['specific 0-9']],
  ['nor for other bytes', [at(context, 0, 8), at(generic, 0, 9)], ['generic 0-9']],
  ['what overlaps the loser only still stands', [at(specific, 0, 6), at(specific, 4, 9), at(specific, 8, 20)], ['specific 0-6', 'specific 8-20']],
])('%s', (_, contenders, wanted) => {
  expect(show(contenders)).toEqual(wanted);
  expect(show([...contenders].reverse())).toEqual(wanted);
});
