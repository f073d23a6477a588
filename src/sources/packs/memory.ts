// What an audit remembers: the objects in which it found nothing, under which rules, and the commits among them. The next
// audit scans what is new. Nothing in it is secret, and nothing in it is believed that this user did not write: the file
// is signed with a key of the user's own, because whoever can write into a repository could otherwise say that a blob is
// clean. In any doubt it counts as absent.
//
// One file, `skan/audit` in the common git directory, and beside it `skan/report` (`answers.ts`), each replaced as a whole: two audits at
// a time do not hurt each other, and one that is cut off leaves the file as it was.

import { createHmac, randomBytes } from 'node:crypto';
import { closeSync, lstatSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IdTable, PackedCommits } from '../../model/work.js';
import { shareBytes, shareWords } from './ids.js';

/** Objects in which nothing was found, and what else is to be known of them. */
export interface Memory {
  readonly table: IdTable;
  /** Bytes of each, in the order of the table. */
  readonly sizes: Float64Array;
  /** Packs, as `recollect` tells them apart. */
  readonly packs: readonly string[];
  /** Every object in them was dealt with. */
  readonly dealt: boolean;
  /** Ids of objects that were loose. */
  readonly loose: readonly string[];
  /** Ids in which something was found, or which were not looked into: they are read again each time. */
  readonly again: readonly string[];
  /** Names in which nothing was found, as `names` tells them. */
  readonly names: readonly string[];
  /** Ids that these objects name and that the database did not hold. */
  readonly missing: readonly string[];
  /** They are all. */
  readonly whole: boolean;
  readonly commits: PackedCommits;
}

const version = 2;
const magic = 'skan audit\n';
const signatureBytes = 32;

interface Head {
  readonly version: number;
  /** The repository's own folder of objects: what was true of one is not said of another. */
  readonly objects: string;
  readonly rules: string;
  readonly idBytes: number;
  readonly count: number;
  readonly commitBytes: number;
  readonly packs: readonly string[];
  readonly dealt: boolean;
  readonly loose: readonly string[];
  readonly again: readonly string[];
  readonly names: readonly string[];
  readonly missing: readonly string[];
  readonly whole: boolean;
}

/** Where it lies, and with what it is signed. */
export interface MemoryPlace {
  readonly folder: string;
  readonly objects: string;
  readonly key: Uint8Array;
}

/** @returns undefined where the user has no folder for a key of their own */
export function findMemoryPlace(commonDirectory: string, objects: string, environment: Readonly<Record<string, string | undefined>>): MemoryPlace | undefined {
  const { XDG_CACHE_HOME, HOME } = environment;
  const base = XDG_CACHE_HOME ?? (HOME === undefined ? undefined : `${HOME}/.cache`);
  if (base === undefined || !base.startsWith('/')) return undefined;
  const key = readKey(join(base, 'skan'));
  return key === undefined ? undefined : { folder: join(commonDirectory, 'skan'), objects, key };
}

/** 32 random bytes in a file that only the user can read; made when there is none. */
function readKey(folder: string): Uint8Array | undefined {
  const file = join(folder, 'audit-key');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    try {
      writeFileSync(file, randomBytes(32), { mode: 0o600, flag: 'wx' });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    const status = lstatSync(file);
    const key = readFileSync(file);
    return status.isFile() && (status.mode & 0o077) === 0 && key.length === 32 ? key : undefined;
  } catch {
    return undefined; // A home that cannot be written: every audit is a first one.
  }
}

/** @param rules what tells one set of rules from another @returns undefined: there is nothing that can be believed */
export function recall({ folder, objects, key }: MemoryPlace, rules: string, idBytes: number): Memory | undefined {
  const bytes = readKept(folder, 'audit');
  if (bytes === undefined || bytes.length < magic.length + 4 + signatureBytes || bytes.toString('latin1', 0, magic.length) !== magic) return undefined;
  const body = bytes.subarray(0, bytes.length - signatureBytes);
  if (!signatureOf(body, key).equals(bytes.subarray(body.length))) return undefined;
  const headEnd = magic.length + 4 + body.readUInt32LE(magic.length);
  const head = JSON.parse(body.toString('utf8', magic.length + 4, headEnd)) as Head;
  if (head.version !== version || head.objects !== objects || head.rules !== rules || head.idBytes !== idBytes) return undefined;
  const ids = shareBytes(head.count * idBytes);
  ids.set(body.subarray(headEnd, headEnd + ids.length));
  const sizes = new Float64Array(head.count);
  const sizesAt = headEnd + ids.length;
  for (let index = 0; index < head.count; index += 1) sizes[index] = body.readUIntLE(sizesAt + index * 6, 6);
  const commitsAt = sizesAt + head.count * 6;
  return {
    table: { ids, idBytes, count: head.count, fanout: countFanout(ids, idBytes) },
    sizes,
    packs: head.packs,
    dealt: head.dealt,
    loose: head.loose,
    again: head.again,
    names: head.names,
    missing: head.missing,
    whole: head.whole,
    commits: body.subarray(commitsAt, commitsAt + head.commitBytes),
  };
}

/** Keeps it for the next audit. */
export function remember({ folder, objects, key }: MemoryPlace, rules: string, memory: Memory): void {
  const { table, sizes, packs, dealt, loose, again, names, missing, whole, commits } = memory;
  const head: Head = { version, objects, rules, idBytes: table.idBytes, count: table.count, commitBytes: commits.length, packs, dealt, loose, again, names, missing, whole };
  const text = Buffer.from(JSON.stringify(head));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  replaceKept(folder, 'audit', sign([Buffer.from(magic, 'latin1'), length, text, table.ids, ...packSizes(sizes), commits], key));
}

/** Replaces a file as a whole; a repository that cannot be written is no error. */
export function replaceKept(folder: string, name: string, parts: Iterable<Uint8Array>): void {
  const draft = join(folder, `${name}.${randomBytes(6).toString('hex')}`);
  try {
    mkdirSync(folder, { mode: 0o700, recursive: true });
    // A link would lead out of the repository.
    if (!lstatSync(folder).isDirectory()) return;
    writeParts(draft, parts);
    renameSync(draft, join(folder, name));
  } catch {
    dropDraft(draft);
  }
}

const sizesAtOnce = 65_536;

/** Six bytes each. */
function* packSizes(sizes: Float64Array): Generator<Uint8Array> {
  for (let from = 0; from < sizes.length; from += sizesAtOnce) {
    const some = sizes.subarray(from, from + sizesAtOnce);
    const bytes = Buffer.alloc(some.length * 6);
    some.forEach((size, index) => bytes.writeUIntLE(size, index * 6, 6));
    yield bytes;
  }
}

/** Part by part: it may have a hundred megabytes. */
function* sign(parts: Iterable<Uint8Array>, key: Uint8Array): Generator<Uint8Array> {
  const signature = createHmac('sha256', key);
  for (const part of parts) {
    signature.update(part);
    yield part;
  }
  yield signature.digest();
}

function writeParts(file: string, parts: Iterable<Uint8Array>): void {
  const handle = openSync(file, 'wx', 0o600);
  try {
    for (const part of parts) writeFileSync(handle, part);
  } finally {
    closeSync(handle);
  }
}

function dropDraft(draft: string): void {
  try {
    rmSync(draft, { force: true });
  } catch {
    // The folder is not one: there is no draft either.
  }
}

function signatureOf(body: Uint8Array, key: Uint8Array): Buffer {
  return createHmac('sha256', key).update(body).digest();
}

/** @returns undefined where there is no such file, or a link in its place */
export function readKept(folder: string, name: string): Buffer | undefined {
  try {
    const path = join(folder, name);
    return lstatSync(folder).isDirectory() && lstatSync(path).isFile() ? readFileSync(path) : undefined;
  } catch {
    return undefined; // The first audit.
  }
}

function countFanout(ids: Uint8Array, idBytes: number): Uint32Array {
  const fanout = shareWords(257);
  for (let at = 0; at < ids.length; at += idBytes) fanout[(ids[at] ?? 0) + 1] = (fanout[(ids[at] ?? 0) + 1] ?? 0) + 1;
  for (let byte = 1; byte < 257; byte += 1) fanout[byte] = (fanout[byte] ?? 0) + (fanout[byte - 1] ?? 0);
  return fanout;
}
