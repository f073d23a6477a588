import type { Evidence, Proof, Vote } from '../../src/model/proof.js';
import type { Confidence } from '../../src/model/rule.js';
import { judgeMatch } from '../../src/engine/judge.js';
import { makeRule } from './sample.js';

const evidence: Evidence = { secret: 's', groups: {}, before: '', after: '', decoded: false };
const say = (vote: Vote): Proof => ({ parse: () => undefined, vote: () => vote });
const proofs = {
  raise: say({ verdict: 'raise', why: 'it rises' }),
  lower: say({ verdict: 'lower' }),
  certain: say({ verdict: 'certain' }),
  abstain: say({ verdict: 'abstain', why: 'it says so' }),
  reject: say({ verdict: 'reject' }),
  mild: say({ verdict: 'abstain', severity: 'info' }),
  'not-placeholder': say({ verdict: 'abstain' }),
};

test.each<readonly [start: Confidence, votes: readonly string[], wanted: Confidence | undefined]>([
  ['medium', [], 'medium'],
  ['medium', ['raise'], 'high'],
  ['high', ['raise'], 'high'],
  ['low', ['raise', 'raise', 'raise'], 'high'],
  ['medium', ['lower'], 'low'],
  ['low', ['lower'], 'low'],
  ['low', ['certain'], 'certain'],
  ['high', ['certain', 'lower'], 'high'],
  ['high', ['raise', 'reject'], undefined],
  ['certain', ['reject'], undefined],
  ['medium', ['abstain', 'no-such-proof'], 'medium'],
])('%s, then %j: %s', (confidence, votes, wanted) => {
  const rule = makeRule({ id: 'acme', confidence, proofs: votes.map((name) => ({ [name]: true })) });
  expect(judgeMatch(rule, evidence, proofs)?.confidence).toBe(wanted);
});

test('the reasons: the rule first, then the proofs in their order', () => {
  const rule = makeRule({ id: 'acme', why: 'the prefix is Acme’s', proofs: [{ abstain: true }, { raise: true, lower: true }] });
  expect(judgeMatch(rule, evidence, proofs)).toEqual({ confidence: 'medium', why: ['the prefix is Acme’s', 'it says so', 'it rises'] });
});

test('a proof can make it less grave', () => {
  expect(judgeMatch(makeRule({ id: 'acme', proofs: [{ mild: true }] }), evidence, proofs)?.severity).toBe('info');
});

test('not-placeholder is asked of every rule, with its argument where it is named', () => {
  const asked: unknown[] = [];
  const counting = { 'not-placeholder': { parse: (argument: unknown) => argument, vote: (_: Evidence, argument: unknown): Vote => (asked.push(argument), { verdict: 'abstain' }) } };
  judgeMatch(makeRule({ id: 'acme', proofs: [] }), evidence, counting);
  judgeMatch(makeRule({ id: 'acme', proofs: [{ 'not-placeholder': { skip: 3 } }] }), evidence, counting);
  expect(asked).toEqual([undefined, { skip: 3 }]);
});
