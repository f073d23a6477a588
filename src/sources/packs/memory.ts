// What an audit remembers: the objects in which it found nothing, under which rules, and the commits among them. The next
// audit scans what is new. Nothing in it is secret, and nothing in it is believed that this user did not write: the file
// is signed with a key of the user's own, because whoever can write into a repository could otherwise say that a blob is
// clean. In any doubt it counts as absent.
//
// One file, `skan/audit` in the common git directory, and beside it `skan/report` (`answers.ts`), each replaced as a whole: two audits at
// a time do not hurt each other, and one that is cut off leaves the file as it was.

import { createHmac, randomBytes } from 'node:crypto';
import { closeSync, fstatSync, lstatSync, mkdirSync, openSync, readFileSync, readSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IdTable, PackedCommits } from '../../model/work.js';
import { sizeBytes } from './collate.js';
import type { Collated } from './collate.js';
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

/** The same as it is written. */
export interface Remembered extends Omit<Memory, 'table' | 'sizes'> {
  readonly objects: Collated;
}

const version = 3;
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
  return openKept(folder, 'audit', (handle, size) => {
    const signature = createHmac('sha256', key);
    // Straight to where it stays: as a whole it may have a hundred megabytes.
    const read = <T extends Uint8Array>(into: T): T => {
      if (readSync(handle, into, 0, into.length, null) < into.length) throw new Error('it is cut short');
      return into;
    };
    const take = <T extends Uint8Array>(into: T): T => {
      signature.update(read(into));
      return into;
    };
    const start = take(Buffer.alloc(magic.length + 4));
    const headBytes = start.readUInt32LE(magic.length);
    if (start.toString('latin1', 0, magic.length) !== magic || headBytes > size) return undefined;
    const head = JSON.parse(take(Buffer.alloc(headBytes)).toString()) as Head;
    const { count, commitBytes } = head;
    // Nothing of it is to be believed yet, least of all how much there is.
    if (head.version !== version || head.objects !== objects || head.rules !== rules || head.idBytes !== idBytes) return undefined;
    if (![count, commitBytes].every((each) => Number.isSafeInteger(each) && each >= 0) || start.length + headBytes + count * (idBytes + sizeBytes) + commitBytes + signatureBytes !== size) return undefined;
    const ids = take(shareBytes(count * idBytes));
    const sizes = takeSizes(count, take);
    const commits = take(new Uint8Array(commitBytes));
    if (!signature.digest().equals(read(Buffer.alloc(signatureBytes)))) return undefined;
    return {
      table: { ids, idBytes, count, fanout: countFanout(ids, idBytes) },
      sizes,
      packs: head.packs,
      dealt: head.dealt,
      loose: head.loose,
      again: head.again,
      names: head.names,
      missing: head.missing,
      whole: head.whole,
      commits,
    };
  });
}

function takeSizes(count: number, take: (into: Buffer) => Buffer): Float64Array {
  const sizes = new Float64Array(count);
  for (let from = 0; from < count; from += sizesAtOnce) {
    const part = take(Buffer.alloc(Math.min(sizesAtOnce, count - from) * sizeBytes));
    for (let at = 0; at < part.length; at += sizeBytes) sizes[from + at / sizeBytes] = part.readUIntLE(at, sizeBytes);
  }
  return sizes;
}

const sizesAtOnce = 65_536;

/** Keeps it for the next audit. */
export function remember({ folder, objects: own, key }: MemoryPlace, rules: string, { objects, ...memory }: Remembered): void {
  const { commits, ...facts } = memory;
  const head: Head = { version, objects: own, rules, idBytes: objects.idBytes, count: objects.count, commitBytes: commits.length, ...facts };
  const text = Buffer.from(JSON.stringify(head));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  replaceKept(folder, 'audit', sign(chain([Buffer.from(magic, 'latin1'), length, text], objects.ids(), objects.sizes(), [commits]), key));
}

function* chain(...all: readonly Iterable<Uint8Array>[]): Generator<Uint8Array> {
  for (const each of all) yield* each;
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

/** @returns undefined where there is no such file, or a link in its place */
export function readKept(folder: string, name: string): Buffer | undefined {
  return openKept(folder, name, (handle) => readFileSync(handle));
}

/** @returns undefined, too, where reading fails */
function openKept<T>(folder: string, name: string, read: (handle: number, size: number) => T): T | undefined {
  let handle: number | undefined;
  try {
    const path = join(folder, name);
    if (!lstatSync(folder).isDirectory() || !lstatSync(path).isFile()) return undefined;
    handle = openSync(path, 'r');
    return read(handle, fstatSync(handle).size);
  } catch {
    return undefined; // The first audit.
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

function countFanout(ids: Uint8Array, idBytes: number): Uint32Array {
  const fanout = shareWords(257);
  for (let at = 0; at < ids.length; at += idBytes) fanout[(ids[at] ?? 0) + 1] = (fanout[(ids[at] ?? 0) + 1] ?? 0) + 1;
  for (let byte = 1; byte < 257; byte += 1) fanout[byte] = (fanout[byte] ?? 0) + (fanout[byte - 1] ?? 0);
  return fanout;
}
