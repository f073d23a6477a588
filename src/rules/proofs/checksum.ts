// Checksums that vendors put into their keys: proof without a network. One table row per vendor's scheme; a row says
// what the checksum is, given everything before it, and how long it is.
//
// A sum that fails says "made up" only where the scheme is documented or confirmed on many published keys (`strict`);
// otherwise, and wherever the text was decoded, unwrapped or joined, it proves nothing.

import type { Evidence, Proof, Vote } from '../../model/proof.js';
import { refuseArgument } from './argument.js';
import { computeBech32 } from './bech32.js';
import { computeCrc32 } from './crc32.js';
import { computeMarvin32 } from './marvin32.js';

/** One vendor's way of ending a key with a checksum. */
interface Scheme {
  /** Characters of the checksum. */
  readonly length: number;
  /** The checksum that belongs behind this text. */
  readonly compute: (before: string) => string;
  /** The vendor documents it, or enough published keys confirm it, for a wrong sum to reject. */
  readonly strict: boolean;
  /** What else must stand between the text and its checksum, for examples. */
  readonly prelude?: (before: string) => string;
  /** Undoes escapes that would spoil the sum. */
  readonly clean?: (secret: string) => string;
  /** Whether the secret is of the kind that has this checksum at all. */
  readonly covers?: (secret: string) => boolean;
}

const base36 = '0123456789abcdefghijklmnopqrstuvwxyz';
const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

const base66 = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ1234567890.-_~';

/** GitHub blog, "Behind GitHub's new authentication token formats" (2021): the last six characters are CRC-32 in base62. */
const crcInBase62: Scheme = { length: 6, strict: true, compute: (before) => encode(computeCrc32(readBody(before)), base62, 6) };

const schemes = {
  github: crcInBase62,
  /** GitHub blog, "Announcing npm's new access token format" (2021): as GitHub's. */
  npm: crcInBase62,
  /** As GitHub's, over fifty characters: Kingfisher's documentation; confirmed on published keys. */
  vercel: crcInBase62,
  /** CRC-32 of the forty characters as hexadecimal: confirmed on published keys. */
  cloudflare: { length: 8, strict: true, compute: (before) => toHex(computeCrc32(readBody(before))) },
  /** grafana/grafana pkg/components/satokengen: little-endian CRC-32 over prefix and secret, without the second underscore. */
  grafana: {
    length: 8,
    strict: true,
    compute: (before) => toHex(swapBytes(computeCrc32(before.replace(/_$/, '')))),
    prelude: addUnderscore,
  },
  /** CRC-32 of all before it, prefix and `=` included: confirmed on published keys. */
  atlassian: {
    length: 8,
    strict: true,
    compute: (before) => toHex(computeCrc32(before)).toUpperCase(),
    clean: (secret) => secret.replace(/\\=|%3D/gi, '='),
  },
  /** gitlab-org/gitlab, lib/authn/token_field: two characters of length and seven of CRC-32, both in base36. */
  'gitlab-routable': {
    length: 7,
    strict: true,
    compute: (before) => encode(computeCrc32(before), base36, 7),
    prelude: describeGitlabPayload,
    covers: (secret) => /\.[0-9a-z]{2}\.[0-9a-z]{9}$/.test(secret),
  },
  /** docs.confluent.io/cloud/current/using/api-keys.html for the shape; base64 of the little-endian CRC-32 on the word of one published key. */
  confluent: { length: 6, strict: false, compute: (before) => toBase64(swapBytes(computeCrc32(before.replace(/^cflt/, '')))) },
  /** CRC-32 of the body as hexadecimal: four published keys confirm it. */
  zuplo: {
    length: 8,
    strict: false,
    compute: (before) => toHex(computeCrc32(before.replace(/^zpka_/, '').replace(/_$/, ''))),
    prelude: addUnderscore,
  },
  /** microsoft/security-utilities, IdentifiableMetadata.cs: the first three of six letters of Marvin32, for secrets with 8Q~. */
  entra: { length: 3, strict: false, compute: computeEntra, covers: (secret) => secret.slice(3, 6) === '8Q~' },
  /** github.com/C2SP/C2SP/blob/main/age.md: Bech32 (BIP-173), in upper case. */
  age: { length: 6, strict: true, compute: computeBech32 },
  /** microsoft/security-utilities, IdentifiableSecrets: Marvin32 of the first sixty bytes, in base62; four characters are kept. */
  'azure-cask': { length: 4, strict: false, compute: computeAzureCask, clean: (secret) => secret.slice(0, 84) },
} satisfies Record<string, Scheme>;

/** Names a scheme, e.g. `checksum: github`. */
export type SchemeName = keyof typeof schemes;

export const checksum: Proof<SchemeName> = { parse: parseScheme, vote: voteChecksum, complete: completeChecksum };

function parseScheme(argument: unknown): SchemeName {
  if (typeof argument !== 'string' || !Object.hasOwn(schemes, argument)) throw refuseArgument(`one of ${Object.keys(schemes).join(', ')}`, argument);
  return argument as SchemeName;
}

function voteChecksum({ secret, decoded }: Evidence, name: SchemeName): Vote {
  const scheme: Scheme = schemes[name];
  if (scheme.covers?.(secret) === false) return { verdict: 'abstain' };
  const text = scheme.clean?.(secret) ?? secret;
  const at = text.length - scheme.length;
  if (at > 0 && scheme.compute(text.slice(0, at)) === text.slice(at)) return { verdict: 'certain', why: 'its checksum holds' };
  if (decoded) return { verdict: 'abstain' };
  return { verdict: scheme.strict ? 'reject' : 'lower', why: 'its checksum does not hold' };
}

function completeChecksum(secretSoFar: string, name: SchemeName): string {
  const scheme: Scheme = schemes[name];
  const prelude = scheme.prelude?.(secretSoFar) ?? '';
  return prelude + scheme.compute(secretSoFar + prelude);
}

/** What stands behind the vendor's prefix, which ends with the first underscore. */
function readBody(text: string): string {
  return text.slice(text.indexOf('_') + 1);
}

function addUnderscore(before: string): string {
  return before.endsWith('_') ? '' : '_';
}

function describeGitlabPayload(before: string): string {
  const payload = /([A-Za-z0-9_-]{27,300})\.[0-9a-z]{2}\.$/.exec(before)?.[1];
  if (payload === undefined) return '';
  return encode(payload.replace(/^gl[a-z]{1,6}-/, '').length, base36, 2);
}

function computeAzureCask(before: string): string {
  const bytes = Buffer.from(before, 'base64');
  return encode(swapBytes(computeMarvin32(bytes, 0x44656661, 0x756c7430)), base62, 6).slice(0, 4);
}

function computeEntra(before: string): string {
  return encode(computeMarvin32(Buffer.from(before, 'latin1'), 0x41616450, 0x77643030), base66, 6).slice(0, 3);
}

function encode(value: number, alphabet: string, width: number): string {
  let text = '';
  for (let rest = value; rest > 0; rest = Math.floor(rest / alphabet.length)) text = alphabet.charAt(rest % alphabet.length) + text;
  return text.padStart(width, alphabet.charAt(0));
}

function toHex(value: number): string {
  return value.toString(16).padStart(8, '0');
}

function toBase64(value: number): string {
  return Buffer.from(toHex(value), 'hex').toString('base64').slice(0, 6);
}

function swapBytes(value: number): number {
  return (((value & 0xff) << 24) | ((value & 0xff00) << 8) | ((value >>> 8) & 0xff00) | (value >>> 24)) >>> 0;
}
