// The credentials of an Authorization header of the scheme Basic (RFC 7617): base64 of `user:password`.
//
// What decodes so was written to open something; it is dropped only where both halves are what documentation puts there. What does
// not decode is what many services take in its place, a key of theirs: then it must look drawn.

import type { Evidence, Proof, Vote } from '../../model/proof.js';
import { parseMapping, refuseArgument } from './argument.js';
import { decodeBase64 } from './base64.js';
import { hasHole, isElided } from './holes.js';
import { isDrawnBriefly } from './random.js';
import { isSample } from './samples.js';
import { isStockPassword } from './stock-passwords.js';

/** How strictly to ask. */
export interface Pair {
  /** Nothing says Basic beside it: what does not decode must have so many characters, or the padding of base64 at its end. */
  readonly drawn: number;
}

/** `basic: {}`, or `{drawn: 16}`. */
export const basic: Proof<Pair> = { parse: parsePair, vote: votePair };

function parsePair(argument: unknown): Pair {
  const { drawn = 0 } = parseMapping(argument ?? {}, ['drawn'], '{drawn: length}');
  if (typeof drawn !== 'number' || !(drawn >= 0)) throw refuseArgument('{drawn: length}', argument);
  return { drawn };
}

function votePair({ secret }: Evidence, { drawn }: Pair): Vote {
  const pair = decodePair(secret);
  if (pair !== undefined) return judgePair(pair);
  if ((secret.length < drawn && !secret.endsWith('=')) || !isDrawnBriefly(secret)) return { verdict: 'reject', why: 'it is no user and password' };
  return { verdict: 'abstain', why: 'it does not decode, but looks drawn' };
}

/** Texts in UTF-8 or Latin-1 that hold a colon. */
function decodePair(secret: string): readonly [user: string, password: string] | undefined {
  const decoded = secret.length < 6 || secret.length % 4 === 1 ? undefined : decodeBase64(secret);
  const text = decoded?.replace(/[\r\n]{1,2}$/, '');
  const colon = text?.indexOf(':') ?? -1;
  if (text === undefined || colon < 0 || !isReadable(text)) return undefined;
  return [text.slice(0, colon), text.slice(colon + 1)];
}

/** UTF-8, or Latin-1 with a letter or two beyond ASCII. */
function isReadable(text: string): boolean {
  const wide = Buffer.from(text, 'latin1').toString('utf8');
  const beyond = text.replace(/[\x20-\x7e]/g, '');
  return !/[\x00-\x1f\x7f-\x9f]/.test(wide) && (!wide.includes('\ufffd') || (beyond.length <= 2 && text.length >= 8));
}

function judgePair([user, password]: readonly [string, string]): Vote {
  // A key is often the user, and the password empty or a letter.
  const secret = password.length >= 2 ? password : user;
  if (secret.length < 3 || isWanted(secret)) return { verdict: 'reject', why: 'a place to be filled in' };
  if (isStockPassword(secret) && (secret === user || user === '' || isStockPassword(user))) return { verdict: 'reject', why: 'the user and password of documentation' };
  if (isSample(`${user}:${password}`)) return { verdict: 'reject', why: 'a sample from documentation' };
  return { verdict: 'raise', why: 'it decodes to a user and a password' };
}

function isWanted(text: string): boolean {
  return hasHole(text) || isElided(text) || new Set(text).size === 1;
}
