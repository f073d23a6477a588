// Private keys of Ethereum: 32 bytes, a number from 1 to just below 2^256. Whoever develops contracts has the same few keys of
// local chains in every repository; they are public, and what they own exists nowhere but on that machine.

import type { Evidence, Proof, Vote } from '../../model/proof.js';
import { parseNothing } from './argument.js';

/** `ethereum-key: true`: a number that such a key can be; `info` when the tools give it out to everybody, so that no other rule calls it a secret. */
export const ethereumKey: Proof<void> = { parse: parseNothing, vote: voteEthereumKey };

const beginningOfDevelopmentKey = 8;

/**
 * The first eight digits of the accounts of Hardhat and Anvil ("test … junk"), of Ganache's deterministic chain ("myth like
 * bonus …"), and of the examples in the documentation of web3.js, which are copied everywhere.
 */
const developmentKeys: ReadonlySet<string> = new Set(
  (
    'ac0974be 59c6995e 5de4111a 7c852118 47e179ec 8b3a350c 92db14e4 4bbbf85c dbda1821 2a871d07 ' +
    'f214f2b2 701b615b a267530f 47c99abe c526ee95 8166f546 ea6c44ac 689af8ef de9be858 df57089f ' +
    '4f3edf98 6cbed15c 6370fd03 646f1ce2 add53f9a 395df67f e485d098 a453611d 829e924f b0057716 ' +
    '348ce564 4c0883a6 be6383da'
  ).split(' '),
);

function voteEthereumKey({ secret }: Evidence): Vote {
  const digits = secret.replace(/^0x/i, '').toLowerCase();
  if (/^(?:0{16}|f{16})/.test(digits)) return { verdict: 'reject', why: 'no private key: a small number, or one that is too large' };
  if (developmentKeys.has(digits.slice(0, beginningOfDevelopmentKey))) return { verdict: 'abstain', severity: 'info', why: 'a key that the tools for local chains give out to everybody' };
  return { verdict: 'abstain' };
}
