// Examples of rules: `finds` and `ignores` with their holes filled. The generator is seeded by rule id and
// example number, so an example is the same every time and no key-shaped literal stands in the tree.

import type { ProofSource } from '../model/rule.js';
import { makePhrase } from './proofs/bip39.js';
import { proofs } from './proofs/index.js';

/** An example ready to be scanned. */
export interface Example {
  readonly text: string;
  /** The secrets that must be found: offsets in UTF-16 units of `text`; empty for `ignores`. */
  readonly spans: readonly { readonly start: number; readonly end: number }[];
}

const alphabets: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  lower: 'a-z',
  upper: 'A-Z',
  digit: '0-9',
  letter: 'A-Za-z',
  lowernum: 'a-z0-9',
  uppernum: 'A-Z0-9',
  hex: '0-9a-f',
  HEX: '0-9A-F',
  base32: 'A-Z2-7',
  base58: '1-9A-HJ-NP-Za-km-z',
  BECH32: '02-9AC-HJ-NP-Z',
  url64: 'A-Za-z0-9_-',
  base64: 'A-Za-z0-9+/',
};

/**
 * @param seed anything that names the example, e.g. `openai-project-key#finds#0`
 * @throws Error naming a hole that does not exist
 */
export function fillExample(template: string, seed: string, ruleProofs: readonly ProofSource[]): Example {
  const random = seedRandom(seed);
  const spans: { start: number; end: number }[] = [];
  let text = '';
  let open = -1;
  for (const part of template.split(/(«|»|\{\{encoded(?:url)?:[^\n]+?\}\}(?!\})|\{\{[^{}\n]+\}\})/)) {
    if (part === '«') open = text.length;
    else if (part === '»') spans.push({ start: open, end: text.length });
    else if (isHole(part)) text += fillHole(part.slice(2, -2), random, () => completeChecksum(text.slice(Math.max(open, 0)), ruleProofs));
    else text += part;
  }
  return { text, spans };
}

/** Template syntaxes such as `{{ .Values.key }}` are no holes: a hole has no blanks and starts with a known name. */
function isHole(part: string): boolean {
  const name = /^\{\{([A-Za-z0-9]+)(?::|\}\})/.exec(part)?.[1];
  return name !== undefined && (Object.hasOwn(alphabets, name) || ['repeat', 'checksum', 'uuid', 'jwt', 'pem', 'pair', 'mnemonic', 'encoded', 'encodedurl'].includes(name));
}

function fillHole(hole: string, random: Random, checksum: () => string): string {
  const [name = '', ...rest] = hole.split(':');
  const argument = rest.join(':');
  if (name === 'repeat') return (rest[0] ?? '').repeat(Number(rest[1]));
  if (name === 'checksum') return checksum();
  if (name === 'uuid') return makeUuid(random);
  if (name === 'pair') return Buffer.from(`${draw('a-z', 6, random)}:${draw('A-Za-z0-9', 12, random)}`).toString('base64');
  if (name === 'jwt') return makeJwt(random);
  if (name === 'pem') return makePem(argument, random);
  if (name === 'encoded') return Buffer.from(fillInner(argument, random), 'latin1').toString('base64');
  if (name === 'encodedurl') return Buffer.from(fillInner(argument, random), 'latin1').toString('base64url');
  const count = Number(argument);
  if (name === 'mnemonic' && count > 0) return makePhrase(count, () => random() < 0.5);
  if (!Number.isInteger(count) || count < 1) throw new Error(`the hole {{${hole}}} needs a length, such as {{${name}:20}}`);
  return draw(alphabets[name] ?? '', count, random);
}

/** Holes inside a hole have square brackets: `{{encoded:robot:[alnum:20]}}`. */
function fillInner(text: string, random: Random): string {
  return text.replace(/\[([A-Za-z0-9]+(?::[^[\]]*)?)\]/g, (whole, hole: string) => (isHole(`{{${hole}}}`) ? fillHole(hole, random, () => '') : whole));
}

function completeChecksum(secret: string, ruleProofs: readonly ProofSource[]): string {
  for (const source of ruleProofs) {
    for (const [name, argument] of Object.entries(source)) {
      const proof = proofs[name];
      if (proof?.complete !== undefined) return proof.complete(secret, proof.parse(argument));
    }
  }
  throw new Error('the hole {{checksum}} needs a checksum among the proofs');
}

type Random = () => number;

/** FNV-1a into mulberry32: small, fast, and the same on every machine. */
export function seedRandom(seed: string): Random {
  let state = 0x811c9dc5;
  for (let index = 0; index < seed.length; index += 1) state = Math.imul(state ^ seed.charCodeAt(index), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The names of holes that draw from an alphabet, with all its letters. */
export function listAlphabets(): (readonly [name: string, letters: string])[] {
  return Object.entries(alphabets).map(([name, ranges]) => [name, spell(ranges)] as const);
}

/** @param ranges as in a character class: `a-z0-9_-` */
function draw(ranges: string, count: number, random: Random): string {
  const letters = spell(ranges);
  let text = '';
  for (let index = 0; index < count; index += 1) text += letters[Math.floor(random() * letters.length)] ?? '';
  return text;
}

function spell(ranges: string): string {
  return ranges.replace(/(.)-(.)/g, (_, first: string, last: string) => {
    let run = '';
    for (let code = first.charCodeAt(0); code <= last.charCodeAt(0); code += 1) run += String.fromCharCode(code);
    return run;
  });
}

function makeUuid(random: Random): string {
  const hex = (count: number): string => draw('0-9a-f', count, random);
  return `${hex(8)}-${hex(4)}-4${hex(3)}-${draw('89ab', 1, random)}${hex(3)}-${hex(12)}`;
}

/** RFC 7519, signed with random bytes. */
function makeJwt(random: Random): string {
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { sub: draw('0-9a-f', 24, random), iss: 'https://login.acme.dev/', iat: 1700000000 + Math.floor(random() * 1e7) };
  return `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}.${draw('A-Za-z0-9_-', 43, random)}`;
}

/** A PEM block (RFC 7468) whose body has the outer shape of its kind; the numbers in it are random bytes. */
function makePem(label: string, random: Random): string {
  const body = pemBody(label, random).toString('base64').replace(/(.{64})(?=.)/g, '$1\n');
  return `-----BEGIN ${label}-----\n${label.startsWith('PGP') ? '\n' : ''}${body}\n-----END ${label}-----`;
}

function pemBody(label: string, random: Random): Buffer {
  const bytes = (count: number): Buffer => Buffer.from(Array.from({ length: count }, () => Math.floor(random() * 256)));
  const integer = (count: number): Buffer => der(0x02, Buffer.concat([Buffer.from([0x01]), bytes(count - 1)]));
  const zero = der(0x02, Buffer.from([0]));
  // OpenSSH's PROTOCOL.key: magic, cipher "none", kdf "none", no kdf options, one key.
  if (label.startsWith('OPENSSH')) {
    const none = Buffer.from('\0\0\0\x04none', 'latin1');
    return Buffer.concat([Buffer.from('openssh-key-v1\0', 'latin1'), none, none, Buffer.from([0, 0, 0, 0, 0, 0, 0, 1]), bytes(320)]);
  }
  // RFC 4880: an old-format packet of tag 5, a secret key, with a two-byte length.
  if (label.startsWith('PGP')) return Buffer.concat([Buffer.from([0x95, 0x02, 0x00]), bytes(512)]);
  if (label.startsWith('EC')) return der(0x30, Buffer.concat([der(0x02, Buffer.from([1])), der(0x04, bytes(32)), der(0xa1, der(0x03, bytes(66)))]));
  const rsa = der(0x30, Buffer.concat([zero, integer(257), der(0x02, Buffer.from([1, 0, 1])), integer(256), ...Array.from({ length: 5 }, () => integer(128))]));
  if (label !== 'PRIVATE KEY') return rsa;
  const rsaEncryption = Buffer.from('300d06092a864886f70d0101010500', 'hex');
  return der(0x30, Buffer.concat([zero, rsaEncryption, der(0x04, rsa)]));
}

/** X.690: tag, definite length, content. */
function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...head]), content]);
}
