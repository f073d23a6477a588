// Rejects what stands where a key will stand: placeholders, counting fingers, documentation's samples, templates, masks,
// names made of words. It is asked of every match, so it must accuse no key.
//
// Measured over 200,000 random bodies of each of 34 alphabets and lengths of keys (test/rules/proofs/not-placeholder.test.ts
// repeats it on a smaller scale): none of the 6.8 million was rejected.

import type { Evidence, Proof, Vote } from '../../model/proof.js';
import { parseMapping, refuseArgument } from './argument.js';
import { hasHole, isElided, isTouchedByElision } from './holes.js';
import { costWord } from './letters.js';
import { read, type Reading } from './reading.js';
import { isName, isPhrase } from './phrase.js';
import { isInterleaved } from './runs.js';
import { isSample } from './samples.js';
import { isStockPassword } from './stock-passwords.js';

/** How strictly to ask. */
export interface Suspicion {
  /** People choose such secrets, and choose words: only what says "fill me in" is a placeholder. */
  readonly chosen: boolean;
  /** Leading characters that are the vendor's and no part of the body. */
  readonly skip: number;
}

/** `not-placeholder: true`, `{chosen: true}` for passwords, `{skip: 8}`, or `false` to ask nothing. */
export const notPlaceholder: Proof<Suspicion | undefined> = { parse: parseSuspicion, vote: votePlaceholder };

/** Bits that explanations must save: chance saves as many in fewer than one random text in a million. */
const leastGain = 20;
/** The same for one declaring word at the end, after its cost: `EXAMPLE` in base32 just passes. */
const leastDeclared = 18;
/** A key has more unexplained bits than this; the body may follow a name made of words, which must not tell against it. */
const mostUnexplainedBits = 64;
const mostUnexplainedShare = 0.3;
/** The same where more is explained than not. */
const mostUnexplainedOfMuch = 80;
/** When next to nothing is left unexplained, fewer bits convince: short placeholders save no more. */
const leastGainWhenWhole = 10;
const mostUnexplainedShareWhenWhole = 0.25;

function parseSuspicion(argument: unknown): Suspicion | undefined {
  if (argument === false) return undefined;
  if (argument === undefined || argument === null || argument === true) return { chosen: false, skip: 0 };
  const expected = 'true, false or {chosen: true, skip: number}';
  const { chosen = false, skip = 0 } = parseMapping(argument, ['chosen', 'skip'], expected);
  if (typeof chosen !== 'boolean' || typeof skip !== 'number' || !(skip >= 0)) throw refuseArgument(expected, argument);
  return { chosen, skip };
}

function votePlaceholder({ secret, before, after }: Evidence, suspicion: Suspicion | undefined): Vote {
  if (suspicion === undefined) return { verdict: 'abstain' };
  const reason = findReason(secret.slice(suspicion.skip), suspicion.chosen, before) ?? (isSample(secret) ? 'a sample from documentation' : undefined);
  if (reason !== undefined) return { verdict: 'reject', why: reason };
  return isTouchedByElision(before, after) ? { verdict: 'lower', why: 'it seems to be cut short on purpose' } : { verdict: 'abstain' };
}

/** What stands beside the name of a password and is none: dates, hashes, names, translations. */
const otherTexts: readonly (readonly [form: RegExp, name: string])[] = [
  [/^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:.]{4,15}Z?)?$|^v?[0-9]{1,4}(?:\.[0-9]{1,5}){1,3}(?:[-+][\w.-]{1,20})?$/, 'a date or a version'],
  [/^\*[0-9A-F]{40}$|^(?:md5|sha1|sha256|crypt|bcrypt)\$|^\$(?:2[abxy]|[156y]|argon2(?:id|i|d))\$|^(?:pbkdf2|scrypt|argon2)[_:$]|^\{(?:SSHA|SHA|MD5|CRYPT)[0-9]{0,3}\}/i, "a password's hash"], // mysql_native_password, crypt(5), RFC 2307
  [/^\*[A-Z]{2,12}\*$/, 'a mark'],
  [/^(?:[0-9a-f]{2}:){5,63}[0-9a-f]{2}$/i, 'an address or a fingerprint'],
  [/^(?=(?:.{0,200}\|)?(?:required|nullable|sometimes|string|confirmed|present|filled|prohibited|min|max|size|between|digits|alpha(?:_num|_dash)?|same|different|regex|exists|unique)(?:_[a-z_]{2,20})?(?:[:|]|$))[a-z_]{2,32}(?::[^|]{1,80})?(?:\|[a-z_]{2,32}(?::[^|]{1,80})?)*$/, 'rules for a field'], // Laravel
  [/^EJ\[1:/, 'encrypted'], // EJSON
  [/^[A-Z]\w{1,60}(?:::[A-Z]\w{0,60}){1,6}$/, 'a constant'], // Ruby, Perl, Rust
  [/^[0-9]{1,4}\/[smhd](?:\/|$)/, 'a rate'],
  [/^[Mm][0-9.,-]{2,}[A-Za-z][0-9.,-]/, 'a path in SVG'],
  [/^(?=[^]*[\x80-\xff])(?!(?:[^]*[0-9]){3})/, 'prose'],
  [/^!{0,2}(?:process\.env|import\.meta|self|this|config|options|opts|params|props|args|req|request|state|settings|user|data|connection|handshake)\.[\w.$]+$/, 'a reference'],
  [/^[_A-Za-z$][A-Za-z_$]*[0-9]?(?:\.[_A-Za-z$][A-Za-z_$]*[0-9]?){1,6},?$/, 'a reference or a file name'],
  [/^#\{/, 'a place to be filled in'],
  [/^[a-z][a-z0-9+.-]{1,20}:\/\//i, 'an address'],
  [/^[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}\.[A-Za-z.]{2,24}$/, 'an e-mail address'],
];

function nameOtherText(body: string, before: string): string | undefined {
  const form = otherTexts.find(([pattern]) => pattern.test(body));
  if (form !== undefined) return form[1];
  if (/^[0-9a-f]{32,128}$/i.test(body) && /(?:sha-?[0-9]|md5|hash|digest|encrypted|crypted)[\w.-]{0,24}["'\s]{0,3}(?:=>|[:=(])[\s"']{0,4}$/i.test(before.slice(-64))) return "a password's hash";
  return isHyphenated(body) || isWord(body) || isIdentifier(body.replace(/[.,:]$/, '')) ? 'a name made of words' : undefined;
}

/** Two words and more as programs write them together: `XmlStringMaxLen256`, `new_password1`. */
function isIdentifier(text: string): boolean {
  const words = text.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g) ?? [];
  return words.length >= 2 && words.every((word) => word.length >= 2) && /^[\w$]+$/.test(text) && isName(text);
}

/** Letters alone, as words have them: people do choose them, but labels, types and translations stand there a hundred times as often. */
function isWord(text: string): boolean {
  if (!/^[A-Za-z_$]+[!?.,:]?$/.test(text)) return false;
  const letters = text.replace(/[^A-Za-z]/g, '').toLowerCase();
  return costWord(letters) < leastBitsPerDrawnLetter * letters.length;
}

/** Drawn letters cost eight bits, and less than this once in ten. */
const leastBitsPerDrawnLetter = 7;

/** Words between hyphens and the like, letters alone, each of them pronounceable: `no-debconf-config`, `WLAN-Passwort`, `auth/weak-password`. */
function isHyphenated(text: string): boolean {
  const parts = text.replace(/[?!.:]$/, '').split(/[-_/:]/);
  // Four words and more are a passphrase, unless colons join them, or they are a constant.
  if (parts.length < 2 || (parts.length > 3 && !/^[a-z_]+(?::[a-z_]+)+$|^[A-Z0-9_:]+$/.test(text)) || !parts.every((part) => /^(?:[A-Za-z]{1,24}|[0-9]{1,12})$/.test(part))) return false;
  const letters = parts.join('').replace(/[0-9]/g, '').toLowerCase();
  return letters.length >= 5 && costWord(letters) <= mostBitsPerWordLetter * letters.length;
}

/** Foreign words cost up to six bits a letter, drawn letters eight (`letters.ts`). */
const mostBitsPerWordLetter = 6.2;

/** The mark of `skan purge` (remedy/purge/forms.ts); a test holds the two together. */
const purged = /REDACTED-[0-9a-f]{8}(?![0-9a-f])/;

/** Why the body is no key, or undefined. */
function findReason(body: string, chosen: boolean, before: string): string | undefined {
  if (purged.test(body.slice(0, 2048))) return 'what skan purge left in its place';
  if (hasHole(body.slice(0, 2048))) return 'a place to be filled in';
  if (isElided(body.slice(0, 2048))) return 'something is left out of it';
  if (chosen && body.length <= 256 && isInterleaved(body)) return 'a sequence';
  if (chosen) return isStockPassword(body) || isStockPassword(body.replace(/%[2-7][0-9a-f]/gi, '-')) || isStockPassword(body.replace(/[^A-Za-z0-9]+/g, '-')) ? 'a placeholder' : nameOtherText(body, before);
  if (isMonotonous(body)) return 'the same few characters again and again';
  if (body.length <= 256 && isInterleaved(body)) return 'a sequence';
  // Seven letters at a place of their own: once in a hundred thousand million random characters.
  if (body.includes('EXAMPLE')) return 'a sample from documentation';
  if (isPhrase(body)) return 'a name made of words';
  return isExplained(read(body)) ? 'made of words, runs or repeats' : undefined;
}

/** Whether a reading leaves too little for a key. */
export function isExplained({ whole, gain, unexplained, declared }: Reading): boolean {
  if (declared >= leastDeclared) return true;
  if (gain >= leastGain && unexplained <= Math.max(mostUnexplainedBits, mostUnexplainedShare * whole, Math.min(gain, mostUnexplainedOfMuch))) return true;
  return gain >= leastGainWhenWhole && unexplained <= mostUnexplainedShareWhenWhole * whole;
}

/** Three different characters in sixteen or more: one in two million random strings of sixteen digits. */
function isMonotonous(text: string): boolean {
  return text.length >= 16 && text.length <= 4096 && new Set(text).size <= 3;
}
