// Whether a value that no vendor shaped was drawn at random: the one proof of the generic rule, which sees whatever is
// assigned to a telling name. Most of that is code, names, hashes and addresses. False reports teach people --no-verify,
// so everything that has another explanation is rejected, and what is left must still look drawn.

import type { Evidence, Proof, Vote } from '../../model/proof.js';
import { parseMapping, refuseArgument } from './argument.js';
import { decodeBase64 } from './base64.js';
import { measureEntropy } from './entropy.js';
import { hasHole, isElided } from './holes.js';
import { costWord } from './letters.js';
import { isExplained } from './not-placeholder.js';
import { isName, isPhrase } from './phrase.js';
import { read } from './reading.js';
import { isInterleaved } from './runs.js';
import { isStockPassword } from './stock-passwords.js';

/** How much must speak for it. */
export interface Draw {
  /** Short values, letters alone and UUIDs count too, where the name leaves no doubt and the value is quoted or ends its line. */
  readonly brief: boolean;
}

/** `random: {}` or `{brief: true}`. Raises what has all three kinds of characters and length; abstains on other random texts; rejects the rest. */
export const random: Proof<Draw> = { parse: parseDraw, vote: voteRandom };

const shortest = 12;
const longest = 4096;
/** Length from which a drawn text of letters and digits lacks digits less than once in thirty. */
const longEnoughToRaise = 20;
/** Fewer unexplained bits than this are no key; and so are texts of which less than this share is unexplained. */
const leastUnexplainedBits = 64;
const leastUnexplainedShare = 0.6;
/** Share of the entropy that a drawn text of this length can be expected to show. */
const leastEntropyShare = 0.76;

function parseDraw(argument: unknown): Draw {
  const { brief = false } = parseMapping(argument === true ? {} : (argument ?? {}), ['brief'], '{brief: true}');
  if (typeof brief !== 'boolean') throw refuseArgument('{brief: true}', argument);
  return { brief };
}

function voteRandom(evidence: Evidence, { brief }: Draw): Vote {
  const isBrief = brief && standsAlone(evidence) && isDrawnBriefly(evidence.secret, lineBefore(evidence));
  const reason = findOtherExplanation(evidence, isBrief) ?? (isBrief ? undefined : findWantOfRandomness(evidence.secret));
  if (reason !== undefined) return { verdict: 'reject', why: reason };
  if (isEncodedText(evidence.secret)) return voteEncodedText(evidence);
  return isClearlyDrawn(evidence.secret) ? { verdict: 'raise', why: 'it looks drawn at random' } : { verdict: 'abstain' };
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Texts that are random to look at and no secret: what begins so, or is nothing but this. */
const knownForms: readonly (readonly [form: RegExp, name: string])[] = [
  [/^[a-z][a-z0-9+.-]{1,20}:\/\//i, 'an address'],
  [/^\/\*/, 'a comment'],
  [/^(?:\.{1,2}\/|~\/|[A-Za-z]:\\|\\\\|\/[a-z][a-z0-9._-]{1,30}\/[a-z0-9._-])/, 'a path'],
  [/^(?:[0-9a-f]{2}:){5,31}[0-9a-f]{2}$/i, 'an address or a fingerprint'],
  [/^(?:arn:|op:\/\/|vault:|projects\/|ssm:|sm:\/\/|keyvault|secretsmanager:|secret:\/\/|env:|file:|ref\+)/i, 'a reference to a secret'],
  [/^(?:process\.env|import\.meta|os\.(?:environ|getenv)|System\.|ENV\[|env\(|getenv|secrets\.|vars?\.|data\.|local\.|module\.|self\.|this\.|params?\.|config\.|settings\.|options\.|props\.|req\.|request\.|ctx\.|args\.)/, 'a reference'],
  [uuid, 'a UUID'],
  [/^[0-9.,:+/TZ_ -]+$/, 'a number, a date or a version'],
  [/^[0-9_]{1,9}\.(?:milli|micro)?(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)(?:\.|$)/, 'a duration'],
  [/^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/, 'a trace'], // W3C Trace Context
  [/^v?[0-9]{1,4}\.[0-9]{1,6}(?:\.|$)/, 'a version'],
  [/^(?:sha(?:1|224|256|384|512)|md5)[-:_]/i, 'a hash'], // W3C Subresource Integrity
  [/^\$(?:2[abxy]|5|6|1|argon2(?:id|i|d)|scrypt|pbkdf2[a-z0-9-]{0,12}|y|7)\$|^(?:pbkdf2|scrypt|bcrypt|argon2)[_:$]|^\{(?:SSHA|SHA|MD5|CRYPT|SMD5)[0-9]{0,3}\}/i, "a password's hash"], // crypt(5), RFC 2307
  [/^(?:ENC\[|ENC\(|\$ANSIBLE_VAULT|AQICAH|gAAAAA|U2FsdGVkX1|AgB[A-Za-z0-9+/]{100}|-----BEGIN AGE|YWdlLWVuY3J5cHRpb24|EJ\[1:)/, 'encrypted'], // SOPS, Jasypt, Ansible, AWS KMS, Fernet, OpenSSL, SealedSecrets, age, EJSON
  [/^(?:iVBORw0KGgo|R0lGOD|\/9j\/4|PHN2Zy|UklGR|JVBERi0|AAABAA|d09GM|d09GR|UEsDB|H4sI|AAEAAAA|data:)/, 'a file in base64'], // PNG, GIF, JPEG, SVG, RIFF, PDF, ICO, WOFF, ZIP, gzip, TrueType
  [/^(?:ssh-|ecdsa-|AAAA[BCE][23]NzaC|age1|npub1|-----BEGIN (?:PUBLIC|CERT)|MFkwEwYHKoZIzj0|MFYwEAYHKoZIzj0|MCowBQYDK2V|MIGfMA0GCSqGSIb3DQEB|MII[BC]IjANBgkqhkiG9w0BAQEF)/, 'a public key'], // OpenSSH, age, Nostr, SubjectPublicKeyInfo
  [/^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}\.[A-Za-z.]{2,63}$/, 'an e-mail address'],
  [/a-z(?:A-Z|0-9)|A-Z(?:a-z|0-9)/, 'a range of characters'],
  [/^#[0-9a-f]{3,8}$|^0x[0-9a-f]{1,16}$/i, 'a colour or a number'],
  [/^0x[0-9a-f]{40}$/i, 'an address on a chain'], // EIP-55
  [/^(?:A(?:128|192|256)(?:CBC|GCM|GCMKW|KW)?|[HREP]S(?:256|384|512)|PBES2|ECDH|RSA|AES|DES|SHA|HMAC)(?:[-_+](?:[A-Z]{1,5}[0-9]{0,4}|ES|SHA[0-9]{0,3}|with)){0,4}$/i, 'an algorithm'], // RFC 7518
  [/^[A-Za-z0-9]{1,40}\.(?:js|ts|json|ya?ml|html?|css|png|jpe?g|svg|pem|crt|key|txt|md|py|rb|go|java|php|sh|conf|ini|xml|lock|log|zip|gz)$/i, 'a file name'],
];

/** Signs of source code, regular expressions, markup and lists: no generator of keys draws them. */
const codeSigns = /[\s(){}[\]<>;,"'`\\|]|[^\x20-\x7e]|&&|=>|==|::|->|\?\.|\?\?|[A-Za-z]\?[^?:]{1,40}:/;

/** Names whose values are meant to be seen. */
const publicNames = /(?:pub(?:lic)?_?-?key|publishable|signature|site_?-?key|fingerprint|thumbprint)[A-Za-z0-9_-]{0,20}["'\s]{0,3}(?:=>|:=|[:=])\s{0,3}["'`]?$/i;

/** `hashedToken`, `encrypted_secret`: what is stored of one. */
const hashedNames = /(?<![A-Za-z])(?:[A-Za-z]{0,16}(?:Hashed|hashed|Encrypted|encrypted)|[Hh]ash|HASH(?:ED)?|ENCRYPTED)_?(?:[A-Z][a-z]{2,12})?(?:[Tt]oken|[Ss]ecret|[Cc]redential|[Kk]ey|TOKEN|SECRET|KEY)[\w]{0,24}["'\s]{0,8}(?:=>|:=|[:=])\s{0,3}["'`]?$/;

/** A name that was drawn for an object of Kubernetes, `credentials-5ec1f7e700`: beside it stands what the object's contents sum up to. */
const namesObject = /-(?=[a-f]{0,9}[0-9])[0-9a-f]{8,10}["']?:[ ]["'`]?$/;

/** Words before a hexadecimal value that make it a hash: on its own line, near it. */
const hashWords =
  /\/[A-Za-z0-9_.-]{1,60}@$|\.(?:tgz|zip|gz|git)#$|(?:sha-?(?:1|2|224|256|384|512)?|md5|commit|integrity|checksum|digest|hash|etag|fingerprint|thumbprint|revision|rev|blob|tree|sri|crc32|image|layer|nonce|csrf|trace|span|request|correlation|build|cache)[A-Za-z0-9_-]{0,20}["'\s]{0,3}(?:=>|:=|[:=@#\s])[^=:]{0,12}$/i;

/** Cursors, contents and file names are encoded words. So are secrets that somebody chose, where the name says that it is one. */
function voteEncodedText(evidence: Evidence): Vote {
  const text = decodeBase64(evidence.secret)?.trim() ?? '';
  if (isStockPassword(text)) return { verdict: 'reject', why: 'a placeholder in base64' };
  const isWords = isExplained(read(text));
  return isWords && evidence.secret.length < 40 && !/secret/i.test(lineBefore(evidence)) ? { verdict: 'reject', why: 'base64 of words' } : { verdict: 'lower', why: 'base64 of readable text' };
}

function lineBefore({ before }: Evidence): string {
  return before.slice(Math.max(before.lastIndexOf('\n') + 1, before.length - 80));
}

function findOtherExplanation(evidence: Evidence, isBrief: boolean): string | undefined {
  const { secret } = evidence;
  const line = lineBefore(evidence);
  const form = isBrief && (uuid.test(secret) || /^[0-9]{16,}$/.test(secret)) ? undefined : knownForms.find(([pattern]) => pattern.test(secret));
  if (form !== undefined) return form[1];
  if (secret.startsWith('MII') && /cert|public|csr|chain|crl|signed/i.test(line)) return 'a certificate or a public key'; // DER, in base64
  if (/\bcredentials\([ ]{0,2}["']$/.test(line) && uuid.test(secret)) return 'the id of a credential'; // Jenkins
  if (publicNames.test(line)) return 'public by its name';
  if (/data:[a-z]+\/[a-z0-9.+-]{1,60};base64,$/i.test(line) || /\bsourceMappingURL=/.test(line)) return 'a file in base64';
  if (hasHole(secret.slice(0, longest)) || isElided(secret.slice(0, longest))) return 'a place to be filled in';
  if (codeSigns.test(secret.replace(/={1,2}$|^[0-9]{12,18}\|(?=[\w.-]{20})/g, ''))) return isQuotedDraw(evidence) ? undefined : 'code or prose';
  if (hashedNames.test(line)) return 'a hash or encrypted by its name';
  return (hashWords.test(line) || namesObject.test(line)) && /^[0-9a-f]+$/i.test(secret) ? 'a hash' : undefined;
}

/** Whether the value is all that its quotes or its line of settings hold: elsewhere a short text is a name in a program. */
function standsAlone({ secret, before, after }: Evidence): boolean {
  const line = before.slice(Math.max(before.lastIndexOf('\n') + 1, before.length - 160));
  const quote = /["'`]$/.exec(before)?.[0];
  if (quote !== undefined) return after.startsWith(quote) || after.startsWith('\\');
  if (isQuotedWithName(line, after)) return true;
  if (/[?&][\w.-]{1,40}=$/.test(line)) return /^(?:[&"'`<)\s\\#]|$)/.test(after) && !/\.svg\?token=$/.test(line);
  if (isInList(line, after)) return true;
  if (secret.includes('(') || !/^(?:[ \t]{0,3}\\?)?(?:[\r\n]|$|[ \t]{1,4}#|\\n|[&<`])/.test(after)) return false;
  if (/\$\{[\w.-]{1,60}:-?$/.test(line)) return after.startsWith('}');
  return /^[^(){};"']{0,80}(?:=|:[ \t]|>)[ \t]{0,8}(?:Bearer|Basic|Token|ApiKey)?[ \t]{0,2}$/i.test(line.slice(-96)) && !/^\s*(?:if|while|return|let|var|const|val|final|auto)\b/.test(line);
}

/** `'X-Auth-Token: …'`, `"DB_TOKEN=…"`: the quotes hold a name and the value, and nothing else. `--token …` is as much. */
function isQuotedWithName(line: string, after: string): boolean {
  const quote = /(["'`])(?:[\w.-]{1,40}(?:=|:[ ]{1,2}(?:[A-Z][A-Za-z0-9-]{1,15} ){0,1})|[A-Z][A-Za-z0-9-]{1,15} (?:token=)?)$/i.exec(line)?.[1];
  if (quote !== undefined) return after.startsWith(quote);
  return /(?:^|[ \t])--[a-z][\w-]{1,40}[ =]$/i.test(line) && /^(?:[ \t\r\n`]|$)/.test(after);
}

/** `[token=…]`, `a=b; token=…;`, `-e API_TOKEN=… image`, `API_TOKEN=… ./run`: one of several that are joined without quotes. */
function isInList(line: string, after: string): boolean {
  if (/(?:^|[[({;,"'`] {0,2})[\w.-]{1,40}=$/.test(line)) return /^(?:[;,)\]}]|\\?["'`])(?![\w.(])/.test(after);
  return /(?:^|[ \t"'`])(?:-[eD] ?|--[a-z-]{1,24}[ =])?(?:[A-Z][A-Z0-9_]{2,48}|[\w.-]{1,40}(?<=(?:-D|--[a-z-]{1,24}[ =])[\w.-]{1,40}))=$/.test(line) && /^[ ][\w./-]/.test(after);
}

/** Letters of one case that were drawn cost 6.4 bits each with 14 letters and more in 19 of 20 texts, words 4 to 6 (`letters.ts`). Eight differ in five at least. */
const leastDrawnLetters = 8;
const leastBitsPerDrawnLetter = 6.4;
/** The same with fewer letters than this. */
const fewDrawnLetters = 14;
const leastBitsPerFewDrawnLetters = 6.8;
const leastBriefBits = 37.5;
const leastBriefShare = 0.75;

/** Names that nothing but a secret has: there the digits of a UUID or of 64 bits are one. */
const certainNames = /(?:secret|(?:api|app|auth|access|account|consumer|encryption|signing|master|license|server|service|session|subscription|owner|aes|jwt|crypt|oauth|hmac|shared|private)[_.-]?key|(?:api|auth|access|refresh|oauth|bot|user|private|personal|identity|security|session|login|deploy|webhook|account|bearer|remember(?:_me)?)[_.-]?token|pass(?:word|phrase)|credential|authorization|oauth_?verifier)[\w.-]{0,24}[^\w\r\n]{1,12}(?:[A-Za-z_][\w.<>&?]{0,24}[^\w\r\n]{1,6}){0,2}$/i;

/** `token` itself, what ends so, and a list of them, unless it names a request. */
const tokenNames = /(?<!(?:client|request|idempotency|change|correlation|tracking|unique|publickey)[_-]?)token(?:value|s(?=["']?[ ]{0,2}[:=][ ]{0,2}\[))?[^\w\r\n]{1,12}(?:[A-Za-z_][\w.<>&?]{0,24}[^\w\r\n]{1,6}){0,2}$/i;

/**
 * Whether a text too short for `findWantOfRandomness`, of one kind of letters, or a UUID looks drawn all the same.
 * @param line what stands before it
 */
export function isDrawnBriefly(text: string, line = ''): boolean {
  if (text.length < 8 || text.length > 128 || isName(text) || isPhrase(text)) return isDrawnLetters(text);
  if (uuid.test(text) || /^[0-9a-f]{8,16}$/i.test(text) || /^[0-9]{16,64}$/.test(text)) return isDrawnDigits(text, line);
  if (isDrawnLetters(text)) return true;
  const digits = text.replace(/[^0-9]/g, '').length;
  if (digits < 2 && !isCaseDrawn(text) && !/[A-Za-z0-9]={1,2}$/.test(text)) return false;
  return !isNumberedWord(text) && !isResourceName(text) && isUnexplained(text);
}

/** Digits, of base 16 or of 10: ids, hashes and dates have them too, so the name must say more. */
function isDrawnDigits(text: string, line: string): boolean {
  if (!certainNames.test(line) && !(text.length >= 12 && tokenNames.test(line))) return false;
  if (/^[0-9]+$/.test(text)) return new Set(text).size >= 6 && isUnexplained(text);
  return isUnexplained(text) && new Set(text).size >= 7 && /[0-9]/.test(text) && /[a-f]/i.test(text);
}

/** A word and a number behind it: `refresh12345`. */
function isNumberedWord(text: string): boolean {
  const word = /^([A-Za-z]{3,20})[-_.]?[0-9]{1,6}$/.exec(text)?.[1];
  return word !== undefined && (word.length < 5 || costWord(word.toLowerCase()) < leastBitsPerFewDrawnLetters * word.length);
}

/** Upper and lower case change every other letter, not from word to word. */
function isCaseDrawn(text: string): boolean {
  const words = text.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g) ?? [];
  return words.length >= 4 && words.join('').length < 2.6 * words.length;
}

function isDrawnLetters(text: string): boolean {
  const letters = text.replace(/[-_0-9]/g, '').toLowerCase();
  if (letters.length < leastDrawnLetters || letters.length > 128 || !/^[A-Za-z0-9_-]+$/.test(text) || letters.length < 0.6 * text.length) return false;
  const least = letters.length < fewDrawnLetters ? leastBitsPerFewDrawnLetters : leastBitsPerDrawnLetter;
  return costWord(letters) >= least * letters.length && new Set(letters).size >= Math.min(8, Math.ceil(0.6 * letters.length)) && !isInterleaved(text) && isUnexplained(text);
}

function isUnexplained(text: string): boolean {
  const { whole, unexplained } = read(text);
  return unexplained >= leastBriefBits && unexplained >= leastBriefShare * whole;
}

/** Frameworks draw their secrets from letters, digits and signs, brackets among them (Django: 50 of `a-z0-9!@#$%^&*(-_=+)`); they stand in quotes. */
function isQuotedDraw({ secret, before, after }: Evidence): boolean {
  if (!/^(?:[\w!@#$%^&*~=+?/.:-]{16,31}|[\w!@#$%^&*(){}[\]<>;,|~=+?/.:-]{32,128})$/.test(secret) || !/["']$/.test(before) || !/^["']/.test(after)) return false;
  const signs = secret.match(/[^A-Za-z0-9]/g)?.length ?? 0;
  const kinds = secret.match(/[A-Za-z0-9]+/g) ?? [];
  return signs >= (secret.length < 32 ? 4 : 6) && /[0-9].*[0-9].*[0-9]/.test(secret) && kinds.every((part) => part.length < 12) && !/[A-Za-z]{4,}\(|\)\.|\]\./.test(secret) && isUnexplained(secret);
}

function findWantOfRandomness(secret: string): string | undefined {
  if (secret.length < shortest || secret.length > longest) return 'no length for a key';
  if (isName(secret) || isPhrase(secret) || isResourceName(secret)) return 'a name';
  if (!mixesKinds(secret)) return 'letters or digits only';
  if (isInterleaved(secret)) return 'a sequence';
  if (/^[0-9a-f]{1,16}$/.test(secret)) return 'an id, a digest or a trace';
  const reading = read(secret);
  // A key that stands twice in one word is one all the same.
  const least = /^[A-Za-z0-9]{40,128}$/.test(secret) ? leastUnexplainedShare * Math.min(reading.whole, 200) : leastUnexplainedShare * reading.whole;
  const isLeftOver = reading.unexplained >= Math.max(leastUnexplainedBits, least);
  if (isExplained(reading) || !isLeftOver) return 'made of words, runs or repeats';
  return measureEntropy(secret) < leastEntropyShare * expectEntropy(secret) ? 'too few different characters' : undefined;
}

/** Names of machines, charts, branches and files: several short parts of one case, none of them long enough to be a key. */
function isResourceName(text: string): boolean {
  if (!/^(?:[a-z0-9-_./:]+|[A-Z0-9-_./:]+)$/.test(text)) return false;
  const parts = text.split(/[-_./:]/).filter((part) => part !== '');
  return parts.length >= 3 && parts.every((part) => part.length <= 14);
}

/** Letters and digits or signs; or letters alone whose case changes as often as chance would have it, and many of them. */
function mixesKinds(text: string): boolean {
  const letters = text.replace(/[^A-Za-z]/g, '');
  if (letters === '') return false;
  if (letters !== letters.toLowerCase() && /[!#$%&*+=?@^~].*[!#$%&*+=?@^~]/s.test(text)) return true;
  if (/[0-9]/.test(text)) return /[0-9].*[0-9]/s.test(text) || letters !== letters.toLowerCase();
  const changes = text.match(/[a-z](?=[A-Z])/g)?.length ?? 0;
  return letters.length >= 16 && changes >= letters.length / 8;
}

/**
 * Entropy that n characters drawn from k show on average: log2 of the fewer, less the bias of so short a sample (Miller
 * and Madow 1955 give (k-1)/2n for n far above k; below it a tenth is near enough).
 */
function expectEntropy(text: string): number {
  const size = /^[0-9a-f]+$/i.test(text) ? 16 : /[a-z]/.test(text) && /[A-Z]/.test(text) ? 62 : 36;
  return Math.log2(Math.min(size, text.length)) * 0.95;
}

function isClearlyDrawn(text: string): boolean {
  return text.length >= longEnoughToRaise && /[a-z]/.test(text) && /[A-Z]/.test(text) && /[0-9].*[0-9]/s.test(text);
}

/** Three in four bytes of a random text's decoding are not printable; all of a readable text's are. */
function isEncodedText(text: string): boolean {
  return text.length >= 16 && /^[\x20-\x7e\s]+$/.test(decodeBase64(text) ?? '');
}
