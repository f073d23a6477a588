// JSON Web Tokens: RFC 7519 (claims), RFC 7515 (three parts: signed), RFC 7516 (five parts: encrypted).
//
// Nothing here looks at the clock: the same input gives the same report, so `exp` is not asked. An unsigned token opens
// nothing, an encrypted one shows nothing, and both are rejected; so are tokens that are public by design and the specimen of jwt.io and of RFC 7515.

import type { Evidence, Proof, Vote } from '../../model/proof.js';
import { parseNothing } from './argument.js';
import { decodeBase64, decodeJsonObject } from './base64.js';

type Json = Readonly<Record<string, unknown>>;

/** `jwt: true`. The token starts at the first `eyJ` (base64 of `{"`), so a vendor's prefix may stand before it. */
export const jwt: Proof<void> = { parse: parseNothing, vote: voteJwt };

function voteJwt({ secret, decoded }: Evidence): Vote {
  const [head = '', body = '', ...rest] = secret.slice(Math.max(0, secret.indexOf('eyJ'))).split('.');
  const header = decodeJsonObject(head);
  if (typeof header?.['alg'] !== 'string') return decoded ? { verdict: 'abstain' } : { verdict: 'reject', why: 'no token: its header does not decode' };
  if (rest.length === 3) return { verdict: 'reject', why: 'an encrypted token: whoever finds it cannot read it' };
  if (header['alg'].toLowerCase() === 'none' || rest.length !== 1 || rest[0] === '') return { verdict: 'reject', why: 'an unsigned token' };
  const payload = decodeJsonObject(body);
  if (payload !== undefined) return judgePayload(payload, header['alg']);
  if (decoded) return { verdict: 'abstain' };
  const isCompressed = 'zip' in header && decodeBase64(body) !== undefined;
  return isCompressed ? { verdict: 'abstain', why: 'a compressed token' } : { verdict: 'reject', why: 'no token: its payload does not decode' };
}

function judgePayload(payload: Json, algorithm: string): Vote {
  if (isSpecimen(payload) || isToy(payload)) return { verdict: 'reject', why: 'the sample token of a documentation page' };
  const { iss: issuer, role } = payload;
  if (isSupabase(payload) && role === 'anon') return { verdict: 'reject', why: "Supabase's anon key, public by design" };
  if (isSupabase(payload) && role === 'service_role') return { verdict: 'certain', why: `Supabase's service_role key, ${quote(algorithm)}` };
  if (issuer === 'kubernetes/serviceaccount' || 'kubernetes.io' in payload) {
    return { verdict: 'certain', why: `a Kubernetes service account's token, ${quote(algorithm)}` };
  }
  return { verdict: 'raise', why: `header and payload decode, ${quote(algorithm)}` };
}

/** jwt.io's start page ("John Doe", 1516239022), RFC 7515 appendix A ("joe", 1300819380), Supabase's local stack, the same for everyone. */
function isSpecimen({ sub, name, iat, iss, exp }: Json): boolean {
  const ofJwtIo = [sub === '1234567890', name === 'John Doe', iat === 1516239022];
  return ofJwtIo.filter(Boolean).length >= 2 || (iss === 'joe' && exp === 1300819380) || iss === 'supabase-demo';
}

/** No claim of RFC 7519, and at most two short texts: `{"some": "payload"}` in the read-me of a library. Such a token says nothing of whom. */
function isToy(payload: Json): boolean {
  const entries = Object.entries(payload);
  return entries.length <= 2 && entries.every(([name, value]) => !registered.has(name) && (typeof value !== 'string' || (value.length <= 12 && !/[0-9@]/.test(value))) && typeof value !== 'object');
}

const registered: ReadonlySet<string> = new Set(['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti', 'role', 'scope', 'scp', 'email', 'uid', 'sid', 'id', 'user', 'username', 'user_id', 'userId', 'name']);

/** supabase.com/docs, "API keys": the legacy keys are JWTs whose `role` says which. Self-hosted ones differ in `iss`. */
function isSupabase({ iss, ref }: Json): boolean {
  return typeof iss === 'string' && (iss === 'supabase' || (typeof ref === 'string' && iss.includes('supabase')));
}

/** The algorithm as people may be shown it: a short name, whatever the token's author wrote. */
function quote(algorithm: string): string {
  return /^[A-Za-z0-9+-]{1,20}$/.test(algorithm) ? algorithm : 'an unusual algorithm';
}
