// Objects out of one `git cat-file --batch`: ids go in, contents come out in pieces. cat-file dies at the first object
// that it cannot unpack and answers "missing" with exit 0 for others, so what comes back is counted: a dead process is
// started again at the object that ended it, then behind it, and every loss is told with git's own reason.

import { once } from 'node:events';
import { mainLine } from './refusal.js';
import { collectStderr, openGit } from './runner.js';
import type { Git, GitProcess } from './runner.js';

export type ObjectType = 'blob' | 'commit' | 'tree' | 'tag';

/** A run of an object's bytes; small objects come whole. */
export interface ObjectPiece {
  readonly id: string;
  readonly type: ObjectType;
  readonly size: number;
  readonly offset: number;
  readonly bytes: Uint8Array;
  readonly last: boolean;
}

/** An object that could not be read, wholly or in part. */
export interface Loss {
  readonly id: string;
  readonly why: string;
  /** git says that it has none of that name: it is gone, or damaged beyond its head. */
  readonly missing?: true;
  /** How many others, none of which was asked for: git does not work here. */
  readonly more?: number;
}

/** Objects up to this size come in one piece; larger ones in pieces of it. */
const pieceBytes = 4 * 1024 * 1024;
/** A git that says nothing for so many milliseconds is ended. */
const silence = 120_000;
/** Gits in a row that end without a word of any object, or hang, before no other is started. */
const mostMute = 16;
const mostHung = 2;

/**
 * @param lost called for every object that did not come whole
 */
export async function* readObjects(git: Git, ids: readonly string[], lost: (loss: Loss) => void): AsyncGenerator<readonly ObjectPiece[]> {
  let [done, mute] = [0, 0];
  /** The object that a git ended at, and how much of it has come: it is asked for once more. */
  let again: { readonly at: number; readonly offset: number } | undefined;
  while (done < ids.length) {
    const parser = makeParser();
    const process = openGit(git, 'cat-file', ['--batch', '--buffer']);
    const stderr = collectStderr(process);
    const ended = once(process, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
    ended.catch(() => undefined);
    writeIds(process, ids, done);
    const watched = watch(process);
    const [resumed, offset] = [ids[done], again?.offset ?? 0];
    for await (const chunk of watched.chunks) {
      const batch = parser.push(chunk);
      for (const id of parser.takeMissing()) lost({ id, why: mainLine(stderr()) || 'the object is missing', missing: true });
      const fresh = offset === 0 ? batch : batch.filter((piece) => piece.id !== resumed || piece.offset >= offset);
      if (fresh.length > 0) yield fresh;
    }
    const [, signal] = await ended;
    const [cut, answered] = [parser.cut(), parser.answered()];
    done += answered;
    if (done >= ids.length) break;
    mute = answered > 0 || cut !== undefined ? 0 : mute + 1;
    const why = watched.hung() ? `git cat-file said nothing for ${silence / 1000} s` : mainLine(stderr()) || `git cat-file ended early${signal === null ? '' : ` (${signal})`}`;
    if (mute >= (watched.hung() ? mostHung : mostMute)) return lost({ id: ids[done] ?? '', why, more: ids.length - done - 1 });
    // It may have been ended from outside, or its pack been replaced: what is damaged ends the next one too.
    if (again?.at !== done) {
      again = { at: done, offset: cut?.offset ?? 0 };
      continue;
    }
    if (cut !== undefined) yield [cut];
    lost({ id: ids[done] ?? '', why });
    again = undefined;
    done += 1;
  }
}

function writeIds({ stdin }: GitProcess, ids: readonly string[], from: number): void {
  let at = from;
  const writeMore = (): void => {
    let room = true;
    while (at < ids.length && room) {
      room = stdin.write(`${ids.slice(at, at + 1024).join('\n')}\n`);
      at += 1024;
    }
    if (at >= ids.length) stdin.end();
  };
  stdin.on('error', () => undefined); // It died: the count of answers tells.
  stdin.on('drain', writeMore);
  writeMore();
}

interface Watched {
  readonly chunks: AsyncIterable<Buffer>;
  /** It fell silent, and was ended. */
  hung(): boolean;
}

function watch(process: GitProcess): Watched {
  let hung = false;
  const end = (): void => {
    hung = true;
    process.kill('SIGKILL');
  };
  async function* read(): AsyncGenerator<Buffer> {
    const timer = setTimeout(end, silence);
    try {
      for await (const chunk of process.stdout) {
        timer.refresh();
        yield chunk as Buffer;
      }
    } finally {
      clearTimeout(timer);
      process.kill('SIGKILL');
    }
  }
  return { chunks: read(), hung: () => hung };
}

interface Parser {
  /** The pieces that a chunk of output completes. */
  push(chunk: Buffer): ObjectPiece[];
  /** Ids answered with "missing" since the last call. */
  takeMissing(): string[];
  /** Objects answered so far, missing ones too. */
  answered(): number;
  /** A last, empty piece for an object that broke off; undefined: none did. */
  cut(): ObjectPiece | undefined;
}

const blank = 32;
/** The types by the code of their second letter; the answers "missing" and "ambiguous" have others. */
const types: Readonly<Record<number, ObjectType>> = { 108: 'blob', 111: 'commit', 114: 'tree', 97: 'tag' };

function readNumber(line: Buffer, from: number): number {
  let value = 0;
  for (let at = from; at < line.length; at += 1) value = value * 10 + (line[at] ?? 48) - 48;
  return value;
}

/** An object whose bytes are still coming. */
interface Open {
  readonly id: string;
  readonly type: ObjectType;
  readonly size: number;
  offset: number;
  filled: number;
  buffer: Buffer | undefined;
}

// <id> SP <type> SP <size> LF <content> LF, or <what was asked> SP "missing" LF (git help cat-file, "BATCH OUTPUT").
function makeParser(): Parser {
  let head: Buffer = Buffer.alloc(0);
  let open: Open | undefined;
  let terminator = false;
  let count = 0;
  let missing: string[] = [];

  const readHead = (line: Buffer): void => {
    const space = line.indexOf(blank);
    const id = line.toString('latin1', 0, space < 0 ? line.length : space);
    const type = types[line[space + 2] ?? 0];
    if (type === undefined) {
      count += 1;
      missing.push(id);
      return;
    }
    open = { id, type, size: readNumber(line, space + type.length + 2), offset: 0, filled: 0, buffer: undefined };
  };

  /** Takes what it can of the open object from `chunk` at `at`; returns the next position. */
  const readBody = (chunk: Buffer, at: number, object: Open, batch: ObjectPiece[]): number => {
    const wanted = Math.min(object.size - object.offset, pieceBytes);
    const available = chunk.length - at;
    let bytes: Buffer;
    if (object.buffer === undefined && available >= wanted) {
      bytes = chunk.subarray(at, at + wanted);
      at += wanted;
    } else {
      object.buffer ??= Buffer.allocUnsafe(wanted);
      const taken = chunk.copy(object.buffer, object.filled, at, at + Math.min(available, wanted - object.filled));
      object.filled += taken;
      at += taken;
      if (object.filled < wanted) return at;
      bytes = object.buffer;
    }
    const last = object.offset + wanted === object.size;
    batch.push({ id: object.id, type: object.type, size: object.size, offset: object.offset, bytes, last });
    object.offset += wanted;
    object.filled = 0;
    object.buffer = undefined;
    if (last) {
      open = undefined;
      terminator = true;
      count += 1;
    }
    return at;
  };

  return {
    push(chunk) {
      const batch: ObjectPiece[] = [];
      let at = 0;
      while (at < chunk.length) {
        if (open !== undefined) {
          at = readBody(chunk, at, open, batch);
        } else if (terminator) {
          terminator = false;
          at += 1;
        } else {
          const end = chunk.indexOf(10, at);
          const part = chunk.subarray(at, end < 0 ? chunk.length : end);
          const line = head.length === 0 ? part : Buffer.concat([head, part]);
          head = end < 0 ? Buffer.from(line) : Buffer.alloc(0);
          if (end < 0) break;
          at = end + 1;
          readHead(line);
          if (open !== undefined && (open as Open).size === 0) at = readBody(chunk, at, open, batch);
        }
      }
      return batch;
    },
    takeMissing() {
      const taken = missing;
      missing = [];
      return taken;
    },
    answered: () => count,
    cut: () => (open === undefined ? undefined : { id: open.id, type: open.type, size: open.size, offset: open.offset, bytes: open.buffer?.subarray(0, open.filled) ?? Buffer.alloc(0), last: true }),
  };
}
