// What of git's own objects people write: the names in a tree, and of a commit everything but the ids and signatures that git
// works out. A history holds hundreds of thousands of them, each with little in it.

import { readBytes } from '../model/sequel.js';

/**
 * Is there nothing in the names of a tree?
 * @param entries pairs of offsets, of the name and behind it, of those that are to be asked for; the highest bit of the second means
 * nothing here. Undefined: all
 * @param isQuiet is asked for a name, as Latin-1
 */
export function isQuietTree(tree: Uint8Array, entries: ArrayLike<number> | undefined, idBytes: () => number, isQuiet: (name: string) => boolean): boolean {
  const names = entries ?? listNames(tree, idBytes());
  if (names === undefined) return false;
  for (let at = 0; at < names.length; at += 2) {
    const start = names[at] ?? 0;
    const end = ((names[at + 1] ?? 0) & 0x7fffffff) - 1;
    if (end <= start || !isQuiet(Buffer.from(tree.buffer, tree.byteOffset + start, end - start).toString('latin1'))) return false;
  }
  return true;
}

/** Entries are `<mode> SP <name> NUL <id>` (git's tree-walk.c). */
function listNames(tree: Uint8Array, idBytes: number): number[] | undefined {
  const names: number[] = [];
  for (let at = 0; at < tree.length; ) {
    const start = at;
    while (at < start + longestMode && tree[at] !== space) at += 1;
    const name = at + 1;
    for (at = name; at < tree.length && tree[at] !== 0; ) at += 1;
    const end = at;
    at = end + 1 + idBytes;
    if (at > tree.length) return undefined;
    names.push(name, end + 1);
  }
  return names;
}

const space = 0x20;
const lineFeed = 0x0a;
const longestMode = 8;

/** A commit with blanks for the ids of its tree and its parents, and for the rows of its signature (git's commit.c: `gpgsig`). */
export function blankIds(commit: Uint8Array): Uint8Array {
  const bytes = Buffer.from(commit);
  for (let line = 0, next = endOfLine(bytes, 0); next > line + 1; line = next, next = endOfLine(bytes, line)) {
    if (startsWith(bytes, line, 'tree ')) blankHex(bytes, line + 5, next - 1);
    else if (startsWith(bytes, line, 'parent ')) blankHex(bytes, line + 7, next - 1);
    else if (startsWith(bytes, line, 'gpgsig')) next = blankRows(bytes, next);
  }
  return bytes;
}

function startsWith(bytes: Uint8Array, from: number, key: string): boolean {
  for (let at = 0; at < key.length; at += 1) if (bytes[from + at] !== key.charCodeAt(at)) return false;
  return true;
}

/** Behind the line feed, or behind the last byte. */
function endOfLine(bytes: Buffer, from: number): number {
  const at = bytes.indexOf(lineFeed, from);
  return at < 0 ? bytes.length : at + 1;
}

function blankHex(bytes: Buffer, from: number, to: number): void {
  if (isHex.test(bytes.toString('latin1', from, to))) bytes.fill(space, from, to);
}

const isHex = /^[0-9a-f]*$/;
const isArmor = readBytes('AZaz09', '+/=');
/** Letters in a row of an armor: OpenPGP has at most 76 (RFC 9580), SSH 70. */
const shortestRow = 60;
const longestRow = 76;

/** Of the lines that go on with a header those that are rows of an armor, all of one width; @returns where the next header begins */
function blankRows(bytes: Buffer, from: number): number {
  let line = from;
  for (let width = 0; bytes[line] === space; line = endOfLine(bytes, line)) {
    const letters = rowWidth(bytes, line);
    if (width === 0 && letters >= shortestRow && letters <= longestRow) width = letters;
    if (letters === width) bytes.fill(space, line, line + 1 + letters);
  }
  return line;
}

/** Letters of a row behind its blank; 0: it is none. */
function rowWidth(bytes: Buffer, line: number): number {
  let at = line + 1;
  while (isArmor[bytes[at] ?? 0] === 1) at += 1;
  return bytes[at] === lineFeed ? at - line - 1 : 0;
}
