// A rule's pattern as a tree of bytes, without what a byte alone cannot decide: look-arounds, boundaries, which group is which. It
// matches whatever the expression matches, and more. Reads the syntax that rules are written in (ECMAScript, without flag `u`).

export type Tree =
  | { readonly kind: 'bytes'; readonly bytes: Bytes }
  | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly Tree[] }
  | { readonly kind: 'repeat'; readonly part: Tree; readonly least: number; readonly most: number };

/** A set of bytes. */
export interface Bytes {
  /** 1 for each that is in it. */
  readonly table: Uint8Array;
  /** Those that are in it, or those that are not, whichever are fewer. */
  readonly few: readonly number[];
}

/** Undefined: there is something in it that is not read here, a back-reference or a character that is no byte. */
export function readPattern(pattern: string, ignoreCase: boolean): Tree | undefined {
  const reader: Reader = { pattern, ignoreCase, at: 0 };
  const tree = readChoice(reader);
  return reader.at === pattern.length ? tree : undefined;
}

interface Reader {
  readonly pattern: string;
  readonly ignoreCase: boolean;
  at: number;
}

/** The same set is the same table: hundreds of patterns are made of a few dozen sets. */
const tables = new Map<string, Tree>();

const nothing: Tree = { kind: 'sequence', parts: [] };

function readChoice(reader: Reader): Tree | undefined {
  const parts: Tree[] = [];
  do {
    const way = readSequence(reader);
    if (way === undefined) return undefined;
    parts.push(way);
  } while (skip(reader, '|'));
  const [only] = parts;
  return only !== undefined && parts.length === 1 ? only : { kind: 'choice', parts };
}

function readSequence(reader: Reader): Tree | undefined {
  const { pattern } = reader;
  const parts: Tree[] = [];
  while (reader.at < pattern.length && pattern[reader.at] !== '|' && pattern[reader.at] !== ')') {
    const part = readTerm(reader);
    const repeated = part === undefined ? undefined : readRepeat(reader, part);
    if (repeated === undefined) return undefined;
    if (repeated !== nothing) parts.push(repeated);
  }
  const [only] = parts;
  return only !== undefined && parts.length === 1 ? only : { kind: 'sequence', parts };
}

function readTerm(reader: Reader): Tree | undefined {
  const { pattern, at } = reader;
  switch (pattern[at]) {
    case '(':
      return readGroup(reader);
    case '[':
      return readSet(reader);
    case '^':
    case '$':
      reader.at += 1;
      return nothing;
    case '\\':
      if (/^[bB]$/.test(pattern[at + 1] ?? '')) {
        reader.at += 2;
        return nothing;
      }
      return readOne(reader, readEscape(reader, false));
    case '.':
      reader.at += 1;
      return shareBytes(reader, '.', () => complement(listOf('\n\r')));
    default:
      reader.at += 1;
      return readOne(reader, pattern.charCodeAt(at));
  }
}

/** Long groups by how they begin: what patterns have in common is read once. */
const groups = new Map<string, { readonly source: string; readonly tree: Tree }[]>();
const shortestShared = 256;
const beginning = 48;

function readGroup(reader: Reader): Tree | undefined {
  const { pattern, at } = reader;
  const key = keyOf(reader, pattern.slice(at, at + beginning));
  const known = groups.get(key)?.find(({ source }) => pattern.startsWith(source, at));
  if (known !== undefined) {
    reader.at += known.source.length;
    return known.tree;
  }
  const tree = readNewGroup(reader);
  if (tree !== undefined && reader.at - at >= shortestShared) groups.set(key, [...(groups.get(key) ?? []), { source: pattern.slice(at, reader.at), tree }]);
  return tree;
}

function readNewGroup(reader: Reader): Tree | undefined {
  const [opening = ''] = /^\((?:\?(?:[:=!]|<[=!]|<\w+>))?/.exec(reader.pattern.slice(reader.at, reader.at + 64)) ?? [];
  reader.at += opening.length;
  const inside = readChoice(reader);
  if (inside === undefined || !skip(reader, ')')) return undefined;
  return /[=!]$/.test(opening) ? nothing : inside;
}

function readRepeat(reader: Reader, part: Tree): Tree | undefined {
  const [sign = '', least = '', comma, most = ''] = /^(?:[*+?]|\{([0-9]+)(,)?([0-9]*)\})/.exec(reader.pattern.slice(reader.at, reader.at + 24)) ?? [];
  if (sign === '') return part;
  reader.at += sign.length;
  skip(reader, '?');
  if (part === nothing) return nothing;
  switch (sign) {
    case '*':
      return { kind: 'repeat', part, least: 0, most: Infinity };
    case '+':
      return { kind: 'repeat', part, least: 1, most: Infinity };
    case '?':
      return { kind: 'repeat', part, least: 0, most: 1 };
    default:
      return { kind: 'repeat', part, least: Number(least), most: comma === undefined ? Number(least) : most === '' ? Infinity : Number(most) };
  }
}

/** What an escape stands for: a code, or the bytes of a class. */
type Escaped = number | Uint8Array | undefined;

function readOne(reader: Reader, escaped: Escaped): Tree | undefined {
  if (escaped === undefined || (typeof escaped === 'number' && escaped > 0xff)) return undefined;
  if (typeof escaped !== 'number') return makeBytes(escaped);
  return shareBytes(reader, escaped, () => bytesBetween(escaped, escaped));
}

const setShape = /\[(?:[^\]\\]|\\[^])*\]/y;

function readSet(reader: Reader): Tree | undefined {
  setShape.lastIndex = reader.at;
  const [source] = setShape.exec(reader.pattern) ?? [];
  if (source === undefined) return undefined;
  const end = reader.at + source.length;
  const known = tables.get(keyOf(reader, source));
  const set = known ?? makeSet(reader, source, end - 1);
  reader.at = end;
  return set;
}

function makeSet(reader: Reader, source: string, end: number): Tree | undefined {
  const bytes = new Uint8Array(256);
  reader.at += 1;
  const negated = skip(reader, '^');
  while (reader.at < end) {
    const first = readMember(reader);
    const ranges = reader.pattern[reader.at] === '-' && reader.at + 1 < end;
    if (ranges) reader.at += 1;
    const last = ranges ? readMember(reader) : first;
    if (typeof first === 'number' && typeof last === 'number' && last <= 0xff) addBytes(bytes, bytesBetween(first, last));
    else if (!ranges && typeof first === 'object') addBytes(bytes, first);
    else return undefined;
  }
  return shareBytes(reader, source, () => bytes, negated);
}

function readMember(reader: Reader): Escaped {
  if (reader.pattern[reader.at] === '\\') return readEscape(reader, true);
  reader.at += 1;
  return reader.pattern.charCodeAt(reader.at - 1);
}

const controls: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, v: 11, f: 12, 0: 0 };
const classes: Readonly<Record<string, string>> = { d: '0-9', w: 'A-Za-z0-9_', s: '\t-\r \xa0' };

function readEscape(reader: Reader, inSet: boolean): Escaped {
  const { pattern, at } = reader;
  const sign = pattern[at + 1] ?? '';
  const hex = /^\\(?:x(?=[0-9A-Fa-f]{2})|u(?=[0-9A-Fa-f]{4}))/.test(pattern.slice(at, at + 6));
  if (sign === 'x' || sign === 'u') {
    reader.at += sign === 'x' ? 4 : 6;
    return hex ? Number.parseInt(pattern.slice(at + 2, reader.at), 16) : undefined;
  }
  reader.at += 2;
  const ranges = classes[sign.toLowerCase()];
  if (ranges !== undefined) return /[A-Z]/.test(sign) ? complement(listRanges(ranges)) : listRanges(ranges);
  if (inSet && sign === 'b') return 8;
  const control = controls[sign];
  if (control !== undefined) return control === 0 && /[0-9]/.test(pattern[at + 2] ?? '') ? undefined : control;
  // Another letter or digit is a reference, or means something of its own.
  return /[A-Za-z0-9]|^$/.test(sign) ? undefined : sign.charCodeAt(0);
}

function skip(reader: Reader, sign: string): boolean {
  if (reader.pattern[reader.at] !== sign) return false;
  reader.at += 1;
  return true;
}

/** @param source what tells the set: how it is written, or its only byte */
function shareBytes(reader: Reader, source: string | number, make: () => Uint8Array, negated = false): Tree {
  const key = keyOf(reader, source);
  let table = tables.get(key);
  if (table === undefined) {
    const bytes = reader.ignoreCase ? fold(make()) : make();
    tables.set(key, (table = makeBytes(negated ? complement(bytes) : bytes)));
  }
  return table;
}

function makeBytes(table: Uint8Array): Tree {
  const within: number[] = [];
  const without: number[] = [];
  for (let byte = 0; byte < 256; byte += 1) (table[byte] === 1 ? within : without).push(byte);
  return { kind: 'bytes', bytes: { table, few: within.length > without.length ? without : within } };
}

function keyOf({ ignoreCase }: Reader, source: string | number): string {
  return `${ignoreCase ? 'i' : 's'}${source}`;
}

function bytesBetween(first: number, last: number): Uint8Array {
  return new Uint8Array(256).fill(1, first, last + 1);
}

function listOf(signs: string): Uint8Array {
  const bytes = new Uint8Array(256);
  for (const sign of signs) bytes[sign.charCodeAt(0)] = 1;
  return bytes;
}

function listRanges(ranges: string): Uint8Array {
  const bytes = listOf(ranges.replaceAll(/(.)-(.)/gs, ''));
  for (const [, first = '', last = ''] of ranges.matchAll(/(.)-(.)/gs)) addBytes(bytes, bytesBetween(first.charCodeAt(0), last.charCodeAt(0)));
  return bytes;
}

function addBytes(bytes: Uint8Array, more: Uint8Array): void {
  for (let byte = 0; byte < 256; byte += 1) bytes[byte] = (bytes[byte] ?? 0) | (more[byte] ?? 0);
}

function complement(bytes: Uint8Array): Uint8Array {
  return bytes.map((is) => 1 - is);
}

/** Letters of Latin-1 in the other case too (ECMA-262, Canonicalize). */
function fold(bytes: Uint8Array): Uint8Array {
  const folded = bytes.slice();
  for (let byte = 0; byte < 256; byte += 1) {
    const isLetter = (byte >= 0x41 && byte <= 0x5a) || (byte >= 0xc0 && byte <= 0xde && byte !== 0xd7);
    if (isLetter && ((bytes[byte] ?? 0) | (bytes[byte + 0x20] ?? 0)) === 1) folded[byte] = folded[byte + 0x20] = 1;
  }
  return folded;
}
