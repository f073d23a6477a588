// Private keys in PEM (RFC 7468, RFC 1421), OpenSSH (PROTOCOL.key in openssh-portable) and OpenPGP armour (RFC 9580).
//
// Keys stand in source in many garments: escaped line ends, one quoted string a line, indentation, a diff's `+`.
// They are taken off first; then what is left must decode to a structure that fits its own length. One that does is a
// key beyond doubt; one that does not may still be one that was cut, so it only lowers. A passphrase makes it info.

import type { Evidence, Proof, Vote } from '../../model/proof.js';
import { parseNothing } from './argument.js';

/** Fewer base64 characters than the smallest private key has (Ed25519 in PKCS#8: 64). */
const leastBody = 64;

/** `pem: true`. The secret is the block, or only what stands between its two lines. */
export const pem: Proof<void> = { parse: parseNothing, vote: votePem };

function votePem({ secret }: Evidence): Vote {
  const { label, headers, body } = undress(secret);
  if (body.length < leastBody || /\.\.\.|\xe2\x80\xa6/.test(secret)) return { verdict: 'reject', why: 'a stub without a key in it' };
  if (/Proc-Type:\s?4,ENCRYPTED/.test(headers) || label.startsWith('ENCRYPTED')) return encrypted;
  const bytes = Buffer.from(body, 'base64');
  if (secret.includes('-----END') && isMuchTooShort(bytes)) return { verdict: 'reject', why: 'a stub without a key in it' };
  const form = readForm(bytes, label);
  if (form === 'encrypted') return encrypted;
  return form === 'key' ? { verdict: 'certain', why: 'it decodes to a private key' } : { verdict: 'lower', why: 'it does not decode to a whole private key' };
}

/** DER that says it is longer than twice of what stands before the last line: a sample that somebody shortened. */
function isMuchTooShort(bytes: Buffer): boolean {
  const outer = readElement(bytes, 0);
  return outer?.tag === 0x30 && outer.end > 2 * bytes.length;
}

const encrypted: Vote = { verdict: 'raise', why: 'a private key under a passphrase', severity: 'info' };

/** The base64 of a block in one line, without its padding; undefined where the text is none, or a stub. */
export function readPemBody(text: string): string | undefined {
  const { label, body } = undress(text);
  return label === '' || body.length < leastBody ? undefined : body;
}

interface Undressed {
  readonly label: string;
  readonly headers: string;
  readonly body: string;
}

/** Takes the block out of whatever source it is written in. */
function undress(secret: string): Undressed {
  const unescaped = secret.replace(/\\{1,4}u003[dD]/g, '=').replace(/\\{1,4}u002[bB]/g, '+');
  const text = unescaped.replace(/\\{1,4}r\\{1,4}n|\\{1,4}[nr]|\r\n?|\\\n|&#(?:10|13|xA|xD);|%0[AaDd]/g, '\n').replace(/\\{1,4}([/+="'])/g, '$1');
  const label = /-----BEGIN ([A-Z0-9 ]{1,40})-----/.exec(text)?.[1] ?? '';
  const start = label === '' ? 0 : text.indexOf(`-----BEGIN ${label}-----`) + label.length + 16;
  const end = text.indexOf('-----END', start);
  const lines = stripMargin(text.slice(start, end < 0 ? undefined : end).split('\n').map(unquote).filter((line) => line !== ''));
  const isHeader = (line: string): boolean => /^[A-Za-z][A-Za-z-]{2,20}: ?[^ ]/.test(line);
  return {
    label,
    headers: lines.filter(isHeader).join('\n'),
    body: lines.filter((line) => !isHeader(line) && !/^=[A-Za-z0-9+/]{4}$/.test(line)).join('').replace(/[^A-Za-z0-9+/]/g, ''),
  };
}

/** What stands in the quotes of a line; of a line with one quote, the longer side; else the line itself, trimmed. */
function unquote(line: string): string {
  const trimmed = line.trim();
  const first = trimmed.search(/["'`]/);
  if (first < 0) return trimmed;
  const last = trimmed.lastIndexOf(trimmed.charAt(first));
  const [before, after] = [trimmed.slice(0, first).trim(), trimmed.slice(first + 1).trim()];
  const inside = last > first ? trimmed.slice(first + 1, last).trim() : after.length > before.length ? after : before;
  return /[A-Za-z0-9]/.test(inside) ? inside : '';
}

/** Drops the sign that a diff, a comment or a list puts before every line. */
function stripMargin(lines: readonly string[]): readonly string[] {
  const margin = /^(?:[-+#*>|;]|\/\/)/.exec(lines[0] ?? '')?.[0];
  const isRepeated = lines.length >= 3 || lines.at(-1) === margin;
  if (margin === undefined || !isRepeated || !lines.slice(0, -1).every((line) => line.startsWith(margin))) return lines;
  return lines.map((line) => (line.startsWith(margin) ? line.slice(margin.length).trim() : line));
}

type Form = 'key' | 'encrypted' | 'unknown';

function readForm(bytes: Buffer, label: string): Form {
  if (bytes.toString('latin1', 0, 15) === 'openssh-key-v1\0') return readOpenssh(bytes);
  return label.includes('PGP') ? readPgp(bytes) : readDer(bytes);
}

/** PROTOCOL.key: magic, then the cipher's name as a string with its length; `none` is a key without a passphrase. */
function readOpenssh(bytes: Buffer): Form {
  const lengthAt = 15;
  if (bytes.length < 64) return 'unknown';
  const length = bytes.readUInt32BE(lengthAt);
  if (length > 64) return 'unknown';
  return bytes.toString('latin1', lengthAt + 4, lengthAt + 4 + length) === 'none' ? 'key' : 'encrypted';
}

/** RFC 9580 section 4.2: bit 7 is always set; tag 5 is a secret key. Whether it is encrypted stands too deep to ask. */
function readPgp(bytes: Buffer): Form {
  const first = bytes[0] ?? 0;
  const isOldFormat = (first & 0xc0) === 0x80;
  const tag = isOldFormat ? (first >> 2) & 0x0f : first & 0x3f;
  return first >= 0x80 && tag === 5 ? 'key' : 'unknown';
}

/** PKCS#5 and PKCS#12 password-based encryption: the arcs 1.2.840.113549.1.5 and 1.2.840.113549.1.12.1 (RFC 8018, RFC 7292). */
const passwordArcs = ['\x2a\x86\x48\x86\xf7\x0d\x01\x05', '\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x01'];

/** X.690: a SEQUENCE exactly as long as the bytes; a key's begins with its version, an encrypted one's with an algorithm. */
function readDer(bytes: Buffer): Form {
  const outer = readElement(bytes, 0);
  if (outer?.tag !== 0x30 || outer.end !== bytes.length) return 'unknown';
  const first = readElement(bytes, outer.start);
  if (first === undefined || first.end > outer.end) return 'unknown';
  if (first.tag === 0x02) return first.end - first.start === 1 ? 'key' : 'unknown';
  const algorithm = bytes.toString('latin1', first.start, Math.min(first.end, first.start + 16));
  return first.tag === 0x30 && passwordArcs.some((arc) => algorithm.includes(arc)) ? 'encrypted' : 'unknown';
}

interface Element {
  readonly tag: number;
  readonly start: number;
  readonly end: number;
}

/** X.690 8.1.3: the length is one byte under 128, or a count of bytes that hold it. */
function readElement(bytes: Buffer, at: number): Element | undefined {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined) return undefined;
  if (first < 0x80) return { tag, start: at + 2, end: at + 2 + first };
  const size = first & 0x7f;
  if (size === 0 || size > 4 || at + 2 + size > bytes.length) return undefined;
  const start = at + 2 + size;
  return { tag, start, end: start + bytes.readUIntBE(at + 2, size) };
}
