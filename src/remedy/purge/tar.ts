// Tar archives (POSIX pax, GNU), read and written member by member: what does not change is copied as it is, sizes and sums of
// headers are worked out anew. What cannot be written faithfully (sparse files, sizes in pax records) is refused.
// https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html#tag_20_92_13_06

export interface TarMember {
  readonly name: string;
  readonly bytes: Buffer;
}

interface Entry {
  readonly start: number;
  readonly data: number;
  readonly size: number;
  /** Where the next one starts. */
  readonly end: number;
  /** A file; what names or describes the next one is none. */
  readonly file: boolean;
}

const block = 512;
const sizeField = [124, 136] as const;
const sumField = [148, 156] as const;
const files = ['0', '\0', '7'];
/** pax headers, and GNU's for long names and links. */
const describing = ['x', 'g', 'L', 'K'];
const plain = ['1', '2', '3', '4', '5', '6', ...files, ...describing];

export function isTar(bytes: Buffer): boolean {
  return bytes.length >= block && bytes.toString('latin1', 257, 262) === 'ustar' && hasGoodSum(bytes.subarray(0, block));
}

/** @returns undefined where it is damaged, or none that can be written */
export function readTar(bytes: Buffer): TarMember[] | undefined {
  return readEntries(bytes)?.filter(({ file }) => file).map(({ start, data, size }) => ({ name: bytes.toString('utf8', start, start + 100).replace(/\0[^]*$/, ''), bytes: bytes.subarray(data, data + size) }));
}

/**
 * @param changed new contents by the position of the member
 * @param overwrite what stands outside of files becomes, in as many bytes
 */
export function writeTar(bytes: Buffer, changed: ReadonlyMap<number, Uint8Array>, overwrite: (part: Buffer) => Buffer): Buffer | undefined {
  const entries = readEntries(bytes);
  if (entries === undefined) return undefined;
  const parts: Buffer[] = [];
  let position = 0;
  for (const { start, data, size, end, file } of entries) {
    const content = file ? changed.get(position++) : undefined;
    const body = content === undefined ? bytes.subarray(data, data + size) : Buffer.from(content);
    parts.push(writeHeader(bytes.subarray(start, data), content?.length, overwrite));
    parts.push(file ? body : overwrite(body));
    parts.push(content === undefined ? bytes.subarray(data + size, end) : Buffer.alloc(padded(body.length) - body.length));
  }
  return Buffer.concat([...parts, bytes.subarray(entries.at(-1)?.end ?? 0)]);
}

function writeHeader(header: Buffer, size: number | undefined, overwrite: (part: Buffer) => Buffer): Buffer {
  const fresh = Buffer.from(overwrite(header));
  if (size !== undefined) fresh.write(`${size.toString(8).padStart(11, '0')}\0`, sizeField[0], 'latin1');
  if (!fresh.equals(header)) fresh.write(`${sumOf(fresh).toString(8).padStart(6, '0')}\0 `, sumField[0], 'latin1');
  return fresh;
}

function readEntries(bytes: Buffer): Entry[] | undefined {
  const entries: Entry[] = [];
  for (let start = 0; start + block <= bytes.length; ) {
    const header = bytes.subarray(start, start + block);
    if (header.every((byte) => byte === 0)) return entries;
    const size = readNumber(header.subarray(...sizeField));
    const type = header.toString('latin1', 156, 157);
    const data = start + block;
    if (size === undefined || !hasGoodSum(header) || !plain.includes(type) || data + size > bytes.length) return undefined;
    if (['x', 'g'].includes(type) && /(?:^|\n)\d+ (?:size|GNU\.sparse\.[\w.]+)=/.test(bytes.toString('latin1', data, data + size))) return undefined;
    const end = Math.min(bytes.length, data + padded(size));
    entries.push({ start, data, size, end, file: files.includes(type) });
    start = end;
  }
  return entries;
}

function padded(size: number): number {
  return Math.ceil(size / block) * block;
}

function hasGoodSum(header: Buffer): boolean {
  return readNumber(header.subarray(...sumField)) === sumOf(header);
}

function sumOf(header: Buffer): number {
  let sum = (sumField[1] - sumField[0]) * 0x20;
  for (let at = 0; at < block; at += 1) if (at < sumField[0] || at >= sumField[1]) sum += header[at] ?? 0;
  return sum;
}

/** Octal digits; numbers of bytes (GNU, beyond 8 GiB) are not for here. */
function readNumber(field: Buffer): number | undefined {
  const text = field.toString('latin1').replace(/[\0 ]+$/, '').trim();
  return text === '' ? 0 : /^[0-7]+$/.test(text) ? parseInt(text, 8) : undefined;
}
