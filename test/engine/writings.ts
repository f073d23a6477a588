// Ways in which a text is written so that it does not stand there as it is: encodings, escapes, joints. For tests that hide
// keys and want them back.

import { deflateRawSync, gzipSync } from 'node:zlib';

/** A way of writing, and what `decodedFrom` calls it. */
export interface Writing {
  readonly name: string;
  readonly decoded: readonly string[];
  readonly write: (text: string) => string;
}

const code = (character: string, width = 2): string => character.charCodeAt(0).toString(16).padStart(width, '0');
const each = (how: (character: string) => string) => (text: string): string => [...text].map(how).join('');
const base64 = (text: string): string => Buffer.from(text).toString('base64');
/** A beginning, a middle that is long enough to be seen, an end. */
const cut = (text: string): [string, string, string] => [text.slice(0, 5), text.slice(5, -8), text.slice(-8)];

export const encodings: readonly Writing[] = [
  { name: 'base64', decoded: ['base64'], write: base64 },
  { name: 'base64, one letter before', decoded: ['base64'], write: (text) => base64(` ${text}`) },
  { name: 'base64, two letters before', decoded: ['base64'], write: (text) => base64(`= ${text}`) },
  { name: 'base64 for URLs, without padding', decoded: ['base64'], write: (text) => Buffer.from(text).toString('base64url') },
  { name: 'base64 at 76 columns', decoded: ['base64'], write: (text) => (base64(`before ${text} and behind`).match(/.{1,76}/g) ?? []).join('\n') },
  { name: 'base64 at 64 columns, indented, CR LF', decoded: ['base64'], write: (text) => (base64(`before ${text} and behind`).match(/.{1,64}/g) ?? []).join('\r\n    ') },
  { name: 'base64 twice', decoded: ['base64', 'base64'], write: (text) => base64(base64(text)) },
  { name: 'base64 of gzip', decoded: ['base64', 'gzip'], write: (text) => gzipSync(`value ${text}`).toString('base64') },
  { name: 'base64 of UTF-16', decoded: ['base64', 'utf-16'], write: (text) => Buffer.from(text, 'utf16le').toString('base64') },
  { name: 'hexadecimal', decoded: ['hex'], write: (text) => Buffer.from(text).toString('hex') },
  { name: 'hexadecimal behind 0x, upper case', decoded: ['hex'], write: (text) => `0x${Buffer.from(text).toString('hex').toUpperCase()}` },
  { name: 'hexadecimal, odd', decoded: ['hex'], write: (text) => `7${Buffer.from(text).toString('hex')}` },
  { name: 'percent signs', decoded: ['percent'], write: each((character) => `%${code(character)}`) },
  { name: 'percent signs twice', decoded: ['percent', 'percent'], write: each((character) => `%25${code(character).toUpperCase()}`) },
  { name: '\\u', decoded: ['escapes'], write: each((character) => `\\u${code(character, 4)}`) },
  { name: '\\x', decoded: ['escapes'], write: each((character) => `\\x${code(character)}`) },
  { name: 'numbered entities', decoded: ['html'], write: each((character) => `&#${character.charCodeAt(0)};`) },
  { name: 'hexadecimal entities', decoded: ['html'], write: each((character) => `&#x${code(character)};`) },
  { name: 'octal escapes', decoded: ['escapes'], write: each((character) => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`) },
  { name: 'base32', decoded: ['base32'], write: (text) => base32(text) },
  { name: 'base32, lower case', decoded: ['base32'], write: (text) => base32(text).toLowerCase() },
  { name: 'hexadecimal of gzip', decoded: ['hex', 'gzip'], write: (text) => gzipSync(`value ${text}`).toString('hex') },
  { name: 'base64 of bare deflate', decoded: ['base64', 'deflate'], write: (text) => deflateRawSync(`value ${text}\n`).toString('base64') },
  { name: 'base64 of percent signs', decoded: ['base64', 'percent'], write: (text) => base64([...text].map((character) => `%${code(character)}`).join('')) },
];

const row = (text: string, how: (code: number) => string, glue: string): string => [...Buffer.from(text)].map(how).join(glue);
const pair = (value: number): string => value.toString(16).padStart(2, '0');
/** Rows as tools print them; what is behind the last key is printed too. */
const dump = (text: string, write: (offset: number, bytes: Buffer) => string): string => {
  const bytes = Buffer.from(`first line\nvalue ${text} and behind it\n`);
  const rows = Array.from({ length: Math.ceil(bytes.length / 16) }, (_, index) => write(16 * index, bytes.subarray(16 * index, 16 * index + 16)));
  return `\n${rows.join('\n')}\n`;
};
const printable = (bytes: Buffer): string => bytes.toString('latin1').replace(/[^ -~]/g, '.');

/** One number for each character. */
export const numbers: readonly Writing[] = [
  ...[['[', ', ', ']'], ['bytes([', ',', '])'], ['(', ' ', ')'], ['[\n  ', ',\n  ', '\n]'], ['String.fromCharCode(', ', ', ')'], ['chr(', ') . chr(', ')'], ['CHR(', ')||CHR(', ')'], ['[char]', '+[char]', ''], ['<<', ',', '>>'], ['- ', '\n- ', '\n']].map(([open = '', glue = '', close = '']): Writing => ({
    name: `decimal numbers with ${JSON.stringify(glue)}`, decoded: ['numbers'], write: (text) => `${open}${row(text, String, glue)}${close}`,
  })),
  ...[['{ 0x', ', 0x', ' }'], ['{ (byte) 0x', ', (byte) 0x', ' }'], ['', ' ', ' '], ['', ':', ' '], ['', '-', ' '], ['hex:', ',', ' ']].map(([open = '', glue = '', close = '']): Writing => ({
    name: `hexadecimal numbers with ${JSON.stringify(glue)}`, decoded: ['numbers'], write: (text) => `${open}${row(text, pair, glue)}${close}`,
  })),
  { name: 'numbers of sixteen bits', decoded: ['numbers'], write: (text) => `{ ${row(text, (value) => `0x00${pair(value)}`, ', ')} }` },
  { name: 'a list over lines', decoded: ['numbers'], write: (text) => `{\n${row(text, (value) => `0x${pair(value)}`, ', ').replace(/(.{72})/g, '  $1\n')}\n};` },
  { name: 'a list of gzip', decoded: ['numbers', 'gzip'], write: (text) => `{ ${[...gzipSync(`value ${text}`)].map((value) => `0x${pair(value)}`).join(', ')} }` },
  { name: 'xxd', decoded: ['dump'], write: (text) => dump(text, (offset, bytes) => `${offset.toString(16).padStart(8, '0')}: ${bytes.toString('hex').replace(/(.{4})/g, '$1 ').padEnd(40)} ${printable(bytes)}`) },
  { name: 'hexdump -C', decoded: ['dump'], write: (text) => dump(text, (offset, bytes) => `${offset.toString(16).padStart(8, '0')}  ${[...bytes].map((value, index) => `${pair(value)}${index === 7 ? ' ' : ''}`).join(' ').padEnd(49)} |${printable(bytes)}|`) },
  { name: 'Wireshark', decoded: ['dump'], write: (text) => dump(text, (offset, bytes) => `${offset.toString(16).padStart(4, '0')}   ${[...bytes].map(pair).join(' ').padEnd(47)}   ${printable(bytes)}`) },
];

function base32(text: string): string {
  const bits = [...Buffer.from(text)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[parseInt(five.padEnd(5, '0'), 2)]).join('');
}

export const joints: readonly Writing[] = [
  ...[[' + ', '"'], ['+', "'"], [' +\n    ', '"'], ['\n    + ', '"'], [' . ', "'"], [' .. ', '"'], [' & ', '"'], ['\n  ', '"'], [' \\\n  ', "'"]].map(([operator = '', quote = '']): Writing => ({
    name: `literals with ${JSON.stringify(operator)}`,
    decoded: ['joined'],
    write: (text) => `${quote}${cut(text).join(`${quote}${operator}${quote}`)}${quote}`,
  })),
  { name: 'a list that is joined', decoded: ['joined'], write: (text) => `['${cut(text).join("', '")}'].join('')` },
  { name: 'a template', decoded: ['joined'], write: (text) => `\`${cut(text)[0]}\${'${cut(text)[1]}'}${cut(text)[2]}\`` },
  { name: 'a backslash at the end of the line', decoded: ['joined'], write: (text) => cut(text).join('\\\n') },
  { name: 'quoted-printable', decoded: ['quoted-printable'], write: (text) => (`=${text}`.replaceAll('=', '=3D').match(/(?:=3D|[^=]){1,30}/g) ?? []).join('=\r\n') },
  { name: 'a character without width', decoded: ['zero-width'], write: (text) => cut(text).join('\u200b') },
  { name: 'a word joiner', decoded: ['zero-width'], write: (text) => cut(text).join('\u2060') },
  { name: 'a soft hyphen', decoded: ['zero-width'], write: (text) => cut(text).join('\u00ad') },
];
