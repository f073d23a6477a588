// A tar archive -> its members (POSIX pax and GNU tar): files by their headers, long names from the headers before them. A
// header whose checksum fails ends it.

import type { Allowance, Receiver } from './unpack.js';
import { showName } from './zip.js';

const block = 512;
/** Types of entries: files, and the two that name the next one. */
const files = ['0', '\0', '7'];

export function readTar(archive: Uint8Array, left: Allowance['left'], { member, unread }: Receiver): void {
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
  let longName: string | undefined;
  for (let at = 0; at + block <= bytes.length; ) {
    const header = bytes.subarray(at, at + block);
    if (header.every((byte) => byte === 0)) return;
    const size = readNumber(header.subarray(124, 136));
    if (size === undefined || !hasGoodSum(header)) return unread('', 'the tar archive is damaged; what follows was not read');
    const data = at + block;
    const content = bytes.subarray(data, data + size);
    const type = header.toString('latin1', 156, 157);
    const name = longName ?? nameOf(header);
    longName = undefined;
    if (type === 'L') longName = showName(untilNul(content));
    else if (type === 'x') longName = readPaxPath(content);
    else if (files.includes(type)) {
      if (left.members <= 0 || left.bytes <= 0) return unread(`tar:${name}`, 'the archive unpacks to more than is allowed; what follows was not read');
      member(`tar:${name}`, content);
    }
    if (data + size > bytes.length) return unread(`tar:${name}`, 'the tar archive is cut short');
    at = data + Math.ceil(size / block) * block;
  }
}

function nameOf(header: Buffer): string {
  const name = showName(untilNul(header.subarray(0, 100)));
  const prefix = header.toString('latin1', 257, 263) === 'ustar\0' ? showName(untilNul(header.subarray(345, 500))) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** Octal digits, or with the highest bit set a number of as many bytes (GNU). */
function readNumber(field: Buffer): number | undefined {
  if (((field[0] ?? 0) & 0x80) !== 0) {
    const long = field.readBigUInt64BE(4);
    return long > BigInt(Number.MAX_SAFE_INTEGER) ? undefined : Number(long);
  }
  const text = field.toString('latin1').replace(/[\0 ]+$/, '').trim();
  return text === '' ? 0 : /^[0-7]+$/.test(text) ? parseInt(text, 8) : undefined;
}

function hasGoodSum(header: Buffer): boolean {
  const said = readNumber(header.subarray(148, 156));
  let sum = 8 * 0x20;
  for (let at = 0; at < block; at += 1) if (at < 148 || at >= 156) sum += header[at] ?? 0;
  return said === sum;
}

/** Records `<length> path=<value>\n`. */
function readPaxPath(content: Buffer): string | undefined {
  const text = content.subarray(0, 64 * 1024).toString('latin1');
  const path = /(?:^|\n)\d{1,9} path=([^\n]{1,4096})\n/.exec(text)?.[1];
  return path === undefined ? undefined : showName(Buffer.from(path, 'latin1'));
}

function untilNul(field: Buffer): Buffer {
  const end = field.indexOf(0);
  return end < 0 ? field : field.subarray(0, end);
}
