// Files and folders as they lie there, without git: paths, globs, and standard input. Links are not followed (where one
// points to is scanned as text), `.git` is left to `audit`, and what cannot be read is a Problem. It lists what there is; `files`
// reads it, in threads where there is much of it.

import { lstatSync, readdirSync, statSync } from 'node:fs';
import type { Dirent, Stats } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { codeOf } from '../model/errors.js';
import type { Item, Piece, Place } from '../model/place.js';
import type { Exposure, Problem, Skip } from '../model/report.js';
import type { Means, Source } from '../model/source.js';
import type { Target } from '../model/request.js';
import type { Entry, Failure, Listed, Portion } from '../model/work.js';
import { makeReader, originOf } from './files.js';
import { listIgnored } from './git/ignored.js';
import type { Environment } from './git/isolation.js';
import { showPath } from './git/paths.js';

const pieceBytes = 4 * 1024 * 1024;
/** Small files are handed on together. */
const portionBytes = 1024 * 1024;
const portionEntries = 256;
/** Less is scanned sooner than threads have started. */
const worthThreads = 16 * 1024 * 1024;
/** More are not held before the first is scanned. */
const mostListed = 20_000;

/** What is to be scanned; paths as the user wrote them: files, folders, globs, `-` for standard input. */
export type Asked = Extract<Target, { readonly paths: readonly string[] }>;

export function openTree(cwd: string, environment: Environment, { paths, stdin, ignored }: Asked): Source {
  const skipped: Skip[] = [];
  const problems: Problem[] = [];
  const context: Context = { cwd, entries: 0, skipped: [], problems: [], listIgnored: (folder) => (ignored === 'never' ? new Set() : listIgnored(folder, environment, ignored === 'always')) };

  async function* pieces({ shareFiles }: Means): AsyncGenerator<Iterable<Piece>> {
    const roots: Buffer[] = [];
    for (const path of paths) {
      if (path !== '-') roots.push(...(await expandPath(context, path)));
      else if (stdin !== undefined) yield* readStream(stdin);
    }
    const listed = list(context, roots);
    const { few, isMore } = takeFew(listed);
    if (isMore) for (const failure of await shareFiles(chain(few, listed))) noteFailure(context, failure);
    else yield* readPortions(context, few);
    for (const { note } of context.problems.sort(byEntry)) problems.push(note);
    for (const { note } of context.skipped.sort(byEntry)) skipped.push(note);
  }

  return {
    root: cwd,
    pieces,
    locate: (hits) => Promise.resolve(new Map(hits.map((hit) => [hit, { places: [locateItem(cwd, hit.item)] }]))),
    read: () => Promise.resolve(new Map()),
    exposure: () => Promise.resolve(onDisk),
    skipped,
    problems,
  };
}

const onDisk: Exposure = { reach: 'worktree', inHead: false, refs: [] };

interface Context {
  readonly cwd: string;
  /** How many were listed so far. */
  entries: number;
  readonly skipped: Note<Skip>[];
  readonly problems: Note<Problem>[];
  /** What git ignores below a folder that the user names. */
  readonly listIgnored: (folder: string) => ReadonlySet<string>;
}

/** Threads tell later what they could not read: notes are put in the order of what they are about. */
interface Note<T> {
  /** How many entries come before. */
  readonly entry: number;
  readonly note: T;
}

function byEntry(left: Note<unknown>, right: Note<unknown>): number {
  return left.entry - right.entry;
}

function noteProblem({ entries, problems }: Context, note: Problem): void {
  problems.push({ entry: entries, note });
}

function noteSkip({ entries, skipped }: Context, note: Skip): void {
  skipped.push({ entry: entries, note });
}

function noteFailure({ cwd, problems }: Context, { entry, path, code }: Failure): void {
  problems.push({ entry, note: explain(cwd, Buffer.from(path, 'latin1'), code) });
}

function locateItem(cwd: string, item: Item): Place {
  if (item.id === stdinId) return { source: 'stdin', path: '-' };
  const { source, path } = originOf(item);
  return { source, path: show(cwd, Buffer.from(path, 'latin1')) };
}

const stdinId = '-';

/** A path that exists is meant as it stands, even with a star in its name; anything else may be a glob. */
async function expandPath(context: Context, path: string): Promise<Buffer[]> {
  const { cwd } = context;
  const absolute = resolve(cwd, path);
  if (isThere(absolute)) return [Buffer.from(absolute)];
  if (/[*?[\]{}()!]/.test(path)) {
    const { default: glob } = await import('fast-glob');
    const found = await glob(path, { cwd, dot: true, followSymbolicLinks: false, onlyFiles: false, markDirectories: false, unique: true });
    const files = found.filter((each) => lstatSync(resolve(cwd, each), { throwIfNoEntry: false })?.isDirectory() !== true);
    if (found.length > 0) return files.sort().map((each) => Buffer.from(resolve(cwd, each)));
  }
  noteProblem(context, { what: path, why: 'there is no such file or folder', hint: 'check the path; a glob must be quoted and match something' });
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

async function* readStream(stdin: AsyncIterable<Uint8Array>): AsyncGenerator<readonly Piece[]> {
  const item: Item = { id: stdinId, kind: 'content' };
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

/** A few files, of which copies are not worth while. */
function* readPortions(context: Context, portions: Iterable<Portion>): Generator<Iterable<Piece>> {
  const read = makeReader();
  const notes = { fail: (failure: Failure) => noteFailure(context, failure), copy: () => undefined };
  for (const { entries, ...portion } of portions) yield read({ ...portion, entries: entries.map(({ like: _, ...entry }) => entry) }, notes);
}

/** The first portions, up to where threads are worth while. */
function takeFew(portions: Iterator<Portion>): { few: readonly Portion[]; isMore: boolean } {
  const few: Portion[] = [];
  let [bytes, entries] = [0, 0];
  for (let next = portions.next(); next.done !== true; next = portions.next()) {
    few.push(next.value);
    bytes += next.value.bytes;
    entries += next.value.entries.length;
    if (bytes >= worthThreads || entries >= mostListed) return { few, isMore: true };
  }
  return { few, isMore: false };
}

function* chain(few: readonly Portion[], others: Iterable<Portion>): Generator<Portion> {
  yield* few;
  yield* others;
}

/** Entries in the order of names, each once, cut into portions. */
function* list(context: Context, roots: readonly Buffer[]): Generator<Portion> {
  // Below one root nothing is met twice, and there may be millions.
  const seen = roots.length > 1 ? new Set<string>() : undefined;
  const known = new Map<string, Listed>();
  let [entries, first, bytes]: [Entry[], number, number] = [[], 0, 0];
  for (const root of roots) {
    for (const { status, ...rest } of walk(context, root, seen)) {
      const like = rest.isFile && status.size >= worthComparing ? findLike(known, rest.path, status) : undefined;
      entries.push({ ...rest, size: rest.isFile ? status.size : 0, ...(like === undefined ? {} : { like }) });
      if (rest.isFile) bytes += like === undefined ? status.size : status.size / copiesAreFaster;
      if (bytes < portionBytes && entries.length < portionEntries) continue;
      yield { first, entries, bytes };
      [entries, first, bytes] = [[], first + entries.length, 0];
    }
  }
  yield { first, entries, bytes };
}

/** The first file of the same name and size. */
function findLike(known: Map<string, Listed>, path: string, { size, ino, ctimeMs, mtimeMs }: Stats): Listed | undefined {
  const key = `${size} ${path.slice(path.lastIndexOf(sep) + 1)}`;
  const like = known.get(key);
  if (like === undefined && known.size < mostKnown) known.set(key, { path, inode: ino, changed: ctimeMs, modified: mtimeMs });
  return like;
}

/** Smaller files are scanned as soon as they are compared. */
const worthComparing = 4096;
const copiesAreFaster = 16;
const mostKnown = 50_000;

/** Everything below a path. */
function* walk(context: Context, root: Buffer, seen: Set<string> | undefined): Generator<{ path: string; isLink: boolean; isFile: boolean; status: Stats }> {
  const pending = [root];
  let ignored: ReadonlySet<string> | undefined;
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    const key = path.toString('latin1');
    if (seen?.has(key) === true) continue;
    if (ignored?.has(key) === true) {
      noteSkip(context, { what: show(context.cwd, path), why: 'git ignores it; --no-gitignore scans it' });
      continue;
    }
    seen?.add(key);
    let status = lookAt(context, path);
    if (status === undefined) continue;
    const isLink = status.isSymbolicLink();
    if (isLink && path === root) status = followNamed(context, path) ?? status;
    if (status.isDirectory()) {
      ignored ??= context.listIgnored(path.toString());
      for (const name of listFolder(context, path, path === root).reverse()) pending.push(name);
    } else if (!status.isFile() && !status.isSymbolicLink()) noteStrange(context, path, path === root);
    context.entries += 1;
    yield { path: key, isLink, isFile: status.isFile(), status };
  }
}

/** A link that the user names is meant for what it points to; one that is met on the way is not followed. */
function followNamed(context: Context, path: Buffer): Stats | undefined {
  try {
    return statSync(path);
  } catch (error) {
    const code = codeOf(error);
    const why = code === 'ENOENT' || code === 'ENOTDIR' ? 'a link that leads nowhere' : code === 'ELOOP' ? 'a link that leads in a circle' : `a link that cannot be followed (${code})`;
    noteProblem(context, { what: show(context.cwd, path), why, hint: 'name what it was to lead to' });
    return undefined;
  }
}

/** What is met on the way is expected; what the user names was meant to be read. */
function noteStrange(context: Context, path: Buffer, named: boolean): void {
  const what = show(context.cwd, path);
  const why = 'not a file: a socket, pipe or device';
  if (named) noteProblem(context, { what, why, hint: 'what it gives can be handed to: skan scan -' });
  else noteSkip(context, { what, why });
}

function lookAt(context: Context, path: Buffer): Stats | undefined {
  try {
    return lstatSync(path);
  } catch (error) {
    noteProblem(context, explain(context.cwd, path, codeOf(error)));
    return undefined;
  }
}

/** @param named its own repository is no part of what lies in it; one further down is another one, which somebody may miss */
function listFolder(context: Context, path: Buffer, named: boolean): Buffer[] {
  let entries: Dirent<Buffer>[];
  try {
    entries = readdirSync(path, { withFileTypes: true, encoding: 'buffer' });
  } catch (error) {
    noteProblem(context, explain(context.cwd, path, codeOf(error)));
    return [];
  }
  const names = entries.map(({ name }) => name).sort((left, right) => Buffer.compare(left, right));
  const kept = names.filter((name) => !name.equals(Buffer.from('.git')));
  if (kept.length < names.length && !named) noteSkip(context, { what: show(context.cwd, join(path, Buffer.from('.git'))), why: 'the repository itself; scan it with: skan audit' });
  return kept.map((name) => join(path, name));
}

function join(folder: Buffer, name: Buffer): Buffer {
  return Buffer.concat(folder.at(-1) === sep.charCodeAt(0) ? [folder, name] : [folder, Buffer.from(sep), name]);
}

function show(cwd: string, path: Buffer): string {
  const text = showPath(path);
  const short = relative(cwd, text);
  return (short === '' ? '.' : short).split(sep).join('/');
}

function explain(cwd: string, path: Buffer, code: string): Problem {
  const why = code === 'EACCES' || code === 'EPERM' ? 'no permission to read it' : code === 'ENOENT' ? 'it vanished while scanning' : `it could not be read (${code})`;
  return { what: show(cwd, path), why, hint: code === 'EACCES' || code === 'EPERM' ? 'run skan as a user who may read it' : 'scan again' };
}
