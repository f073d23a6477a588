import fc from 'fast-check';
import { ask } from './ask.js';
import { alphabets } from './draw.js';

/** The sixteen characters of an id that belongs to the account, the inverse of what the proof reads. */
function encodeAccount(account: bigint, rest: string): string {
  const bits = ((1n << 47n) | (account << 7n)) << 2n;
  const head = Array.from({ length: 10 }, (_, index) => alphabets.base32.charAt(Number((bits >> BigInt(45 - 5 * index)) & 31n)));
  return head.join('') + rest;
}

test('it says whose account it is', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 999999999999n }), (account) => {
      const vote = ask('aws-key-id', true, 'AKIA' + encodeAccount(account, 'QRSTUV'));
      expect(vote).toEqual({ verdict: 'abstain', why: `it belongs to AWS account ${account.toString().padStart(12, '0')}` });
    }),
  );
});

test.each([
  ['old ids name no account', id('IXBQ2LM3VZTR4KWJ'), 'abstain'],
  ['a 1 or an 8 is outside base32', id('QXBQ2LM1VZTR4KWJ'), 'reject'],
  ['lower case', id('qxbq2lm2vztr4kwj'), 'reject'],
  ['too short', id('QXBQ2LM2'), 'reject'],
  ['documentation (E1.45)', 'AKIA' + 'IOSFODNN7' + 'EXAMPLE', 'reject'],
])('%s', (_, secret, verdict) => {
  const vote = ask('aws-key-id', true, secret);
  expect(vote.verdict).toBe(verdict);
  if (verdict === 'abstain') expect(vote.why).toBeUndefined();
});

function id(rest: string): string {
  return `AKIA${rest}`;
}
