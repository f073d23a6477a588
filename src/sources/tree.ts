// Files and folders as they lie there, without git: paths, globs, and standard input. Links are not followed (where one
// points to is scanned as text), `.git` is left to `audit`, and what cannot be read is a Problem.

import { closeSync, fstatSync, lstatSync, openSync, statSync, readSync, readdirSync, readlinkSync, constants } from 'node:fs';
import type { BigIntStats, Dirent, Stats } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { codeOf } from '../model/errors.js';
import type { Item, Piece, Place } from '../model/place.js';
import type { Exposure, Problem, Skip } from '../model/report.js';
import type { Hit, Located, Source } from '../model/source.js';
import type { Target } from '../model/request.js';
import { listIgnored } from './git/ignored.js';
import type { Environment } from './git/isolation.js';
import { showPath } from './git/paths.js';

const pieceBytes = 4 * 1024 * 1024;
/** Small files are handed on together. */
const batchBytes = 1024 * 1024;

/** What is to be scanned; paths as the user wrote them: files, folders, globs, `-` for standard input. */
export type Asked = Extract<Target, { readonly paths: readonly string[] }>;

export function openTree(cwd: string, environment: Environment, { paths, stdin, ignored }: Asked): Source {
  const skipped: Skip[] = [];
  const problems: Problem[] = [];
  const places = new Map<Item, Place>();
  const context: Context = { cwd, skipped, problems, places, listIgnored: (folder) => (ignored === 'never' ? new Set() : listIgnored(folder, environment, ignored === 'always')) };

  async function* pieces(): AsyncGenerator<readonly Piece[]> {
    const roots: Buffer[] = [];
    for (const path of paths) {
      if (path !== '-') roots.push(...(await expandPath(context, path)));
      else if (stdin !== undefined) yield* readStream(context, stdin);
    }
    const seen = new Set<string>();
    for (const root of roots) for (const batch of walk(context, root, seen)) yield batch;
  }

  return {
    root: cwd,
    pieces,
    locate: (hits) => Promise.resolve(new Map(hits.map((hit) => [hit, locateHit(hit, places)]))),
    read: () => Promise.resolve(new Map()),
    exposure: () => Promise.resolve(onDisk),
    skipped,
    problems,
  };
}

const onDisk: Exposure = { reach: 'worktree', inHead: false, refs: [] };

interface Context {
  readonly cwd: string;
  readonly skipped: Skip[];
  readonly problems: Problem[];
  readonly places: Map<Item, Place>;
  /** What git ignores below a folder that the user names. */
  readonly listIgnored: (folder: string) => ReadonlySet<string>;
}

function locateHit({ item }: Hit, places: ReadonlyMap<Item, Place>): Located {
  const place = places.get(item);
  return { places: place === undefined ? [] : [place] };
}

/** A path that exists is meant as it stands, even with a star in its name; anything else may be a glob. */
async function expandPath({ cwd, problems }: Context, path: string): Promise<Buffer[]> {
  const absolute = resolve(cwd, path);
  if (isThere(absolute)) return [Buffer.from(absolute)];
  if (/[*?[\]{}()!]/.test(path)) {
    const { default: glob } = await import('fast-glob');
    const found = await glob(path, { cwd, dot: true, followSymbolicLinks: false, onlyFiles: false, markDirectories: false, unique: true });
    const files = found.filter((each) => lstatSync(resolve(cwd, each), { throwIfNoEntry: false })?.isDirectory() !== true);
    if (found.length > 0) return files.sort().map((each) => Buffer.from(resolve(cwd, each)));
  }
  problems.push({ what: path, why: 'there is no such file or folder', hint: 'check the path; a glob must be quoted and match something' });
  return [];
}

/** Nothing can be there either behind a file, or under a name that is too long. */
function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error && ['ENOTDIR', 'ENAMETOOLONG'].includes(String(error.code))) return false;
    return true; // What is wrong with it will be told when it is read.
  }
}

async function* readStream(context: Context, stdin: AsyncIterable<Uint8Array>): AsyncGenerator<readonly Piece[]> {
  const item: Item = { id: '-', kind: 'content' };
  context.places.set(item, { source: 'stdin', path: '-' });
  let offset = 0;
  let held: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stdin) {
    held.push(chunk);
    size += chunk.length;
    if (size < pieceBytes) continue;
    yield [{ item, offset, bytes: Buffer.concat(held), last: false }];
    offset += size;
    held = [];
    size = 0;
  }
  yield [{ item, offset, bytes: Buffer.concat(held), last: true }];
}

/** Everything below a path, each file once, in the order of names. */
function* walk(context: Context, root: Buffer, seen: Set<string>): Generator<readonly Piece[]> {
  const pending = [root];
  let ignored: ReadonlySet<string> | undefined;
  let batch: Piece[] = [];
  let size = 0;
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    const key = path.toString('latin1');
    if (seen.has(key)) continue;
    if (ignored?.has(key) === true) {
      context.skipped.push({ what: show(context, path), why: 'git ignores it; --no-gitignore scans it' });
      continue;
    }
    seen.add(key);
    let status = lookAt(context, path);
    if (status === undefined) continue;
    batch.push(nameOf(context, path));
    if (status.isSymbolicLink()) {
      batch.push(...readLink(context, path));
      if (path === root) status = followNamed(context, path) ?? status;
    }
    if (status.isDirectory()) {
      ignored ??= context.listIgnored(path.toString());
      for (const name of listFolder(context, path, path === root).reverse()) pending.push(name);
    } else if (status.isFile()) {
      for (const piece of readFile(context, path)) {
        batch.push(piece);
        size += piece.bytes.length;
        if (size < batchBytes) continue;
        yield batch;
        batch = [];
        size = 0;
      }
    } else if (!status.isSymbolicLink()) noteStrange(context, path, path === root);
  }
  yield batch;
}

/** A link that the user names is meant for what it points to; one that is met on the way is not followed. */
function followNamed(context: Context, path: Buffer): Stats | undefined {
  try {
    return statSync(path);
  } catch (error) {
    const code = codeOf(error);
    const why = code === 'ENOENT' || code === 'ENOTDIR' ? 'a link that leads nowhere' : code === 'ELOOP' ? 'a link that leads in a circle' : `a link that cannot be followed (${code})`;
    context.problems.push({ what: show(context, path), why, hint: 'name what it was to lead to' });
    return undefined;
  }
}

/** What is met on the way is expected; what the user names was meant to be read. */
function noteStrange(context: Context, path: Buffer, named: boolean): void {
  const why = 'not a file: a socket, pipe or device';
  if (named) context.problems.push({ what: show(context, path), why, hint: 'what it gives can be handed to: skan scan -' });
  else context.skipped.push({ what: show(context, path), why });
}

/** A file's own name may hold a key; those of its folders were looked at with them. */
function nameOf(context: Context, path: Buffer): Piece {
  const name = path.subarray(path.lastIndexOf(sep) + 1);
  const item: Item = { id: `name ${path.toString('latin1')}`, kind: 'name' };
  context.places.set(item, { source: 'path', path: show(context, path) });
  return { item, offset: 0, bytes: name, last: true };
}

function lookAt(context: Context, path: Buffer): Stats | BigIntStats | undefined {
  try {
    return lstatSync(path);
  } catch (error) {
    context.problems.push(explain(context, path, error));
    return undefined;
  }
}

/** @param named its own repository is no part of what lies in it; one further down is another one, which somebody may miss */
function listFolder(context: Context, path: Buffer, named: boolean): Buffer[] {
  let entries: Dirent<Buffer>[];
  try {
    entries = readdirSync(path, { withFileTypes: true, encoding: 'buffer' });
  } catch (error) {
    context.problems.push(explain(context, path, error));
    return [];
  }
  const names = entries.map(({ name }) => name).sort((left, right) => Buffer.compare(left, right));
  const kept = names.filter((name) => !name.equals(Buffer.from('.git')));
  if (kept.length < names.length && !named) context.skipped.push({ what: show(context, join(path, Buffer.from('.git'))), why: 'the repository itself; scan it with: skan audit' });
  return kept.map((name) => join(path, name));
}

function join(folder: Buffer, name: Buffer): Buffer {
  return Buffer.concat(folder.at(-1) === sep.charCodeAt(0) ? [folder, name] : [folder, Buffer.from(sep), name]);
}

function readLink(context: Context, path: Buffer): Piece[] {
  const item: Item = { id: `link ${path.toString('latin1')}`, kind: 'content' };
  context.places.set(item, { source: 'symlink', path: show(context, path) });
  try {
    return [{ item, offset: 0, bytes: readlinkSync(path, { encoding: 'buffer' }), last: true }];
  } catch (error) {
    context.problems.push(explain(context, path, error));
    return [];
  }
}

function* readFile(context: Context, path: Buffer): Generator<Piece> {
  const item: Item = { id: path.toString('latin1'), kind: 'content' };
  context.places.set(item, { source: 'file', path: show(context, path) });
  let file: number | undefined;
  let offset = 0;
  try {
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const { size } = fstatSync(file);
    for (let last = false; !last; ) {
      // One byte more than it is said to hold: a file that grows, or of /proc, which says 0, goes on in large pieces.
      const bytes = Buffer.allocUnsafe(offset > size ? pieceBytes : Math.min(pieceBytes, size - offset + 1));
      const length = readFull(file, bytes);
      last = length < bytes.length;
      yield { item, offset, bytes: bytes.subarray(0, length), last };
      offset += length;
    }
  } catch (error) {
    context.problems.push(explain(context, path, error));
    if (offset > 0) yield { item, offset, bytes: new Uint8Array(0), last: true };
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** Fills the buffer; less only at the end of the file. */
function readFull(file: number, bytes: Buffer): number {
  let length = 0;
  while (length < bytes.length) {
    const got = readSync(file, bytes, length, bytes.length - length, null);
    if (got === 0) break;
    length += got;
  }
  return length;
}

function show({ cwd }: Context, path: Buffer): string {
  const text = showPath(path);
  const short = relative(cwd, text);
  return (short === '' ? '.' : short).split(sep).join('/');
}

function explain(context: Context, path: Buffer, error: unknown): Problem {
  const code = codeOf(error);
  const why = code === 'EACCES' || code === 'EPERM' ? 'no permission to read it' : code === 'ENOENT' ? 'it vanished while scanning' : `it could not be read (${code})`;
  return { what: show(context, path), why, hint: code === 'EACCES' || code === 'EPERM' ? 'run skan as a user who may read it' : 'scan again' };
}
