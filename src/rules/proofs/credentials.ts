// Base64 of `user:password`, as HTTP Basic authentication (RFC 7617), Docker's config.json and .npmrc hold it. Whether it is
// a secret is said by the password inside; nothing of either is repeated.

import type { Evidence, Proof, Vote } from '../../model/proof.js';
import { parseNothing } from './argument.js';
import { decodeBase64 } from './base64.js';
import { notPlaceholder } from './not-placeholder.js';

/** `credentials: true`: rejected unless it decodes to a user, a colon and a password that nobody is meant to fill in. */
export const credentials: Proof<void> = { parse: parseNothing, vote: voteCredentials };

/** What is shorter stands in examples. */
const shortest = 6;
/** `not my password`, `pass:word`. */
const sentence = /^pass[ :_-]?word|[ ](?:password|passphrase|secret)/i;

/** RFC 7617 section 2, RFC 6749 sections 2.3.1 and 4.1.3. */
const specimens = new Set(['open sesame', 'OpenSesame', 'gX1fBat3bV', '7Fjfp0ZBr1KtDRbnfVdmIw']);

function voteCredentials(evidence: Evidence): Vote {
  const plain = decodeBase64(evidence.secret);
  const password = /^[\x20-\x39\x3b-\x7e]{0,200}:([\x20-\x7e]{1,8000})\n{0,1}$/.exec(plain ?? '')?.[1];
  if (password === undefined) return { verdict: 'reject', why: 'it does not decode to user and password' };
  if (password.length < shortest || specimens.has(password) || sentence.test(password)) return { verdict: 'reject', why: 'a placeholder' };
  const vote = notPlaceholder.vote({ ...evidence, secret: password, before: '', after: '' }, { chosen: true, skip: 0 });
  return vote.verdict === 'reject' ? vote : { verdict: 'raise', why: 'it decodes to user and password' };
}
