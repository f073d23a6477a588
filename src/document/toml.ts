// TOML 1.0 (https://toml.io/en/v1.0.0) -> plain data, strict: what the language forbids is refused with file and line. Dates
// are refused too: nothing that skan reads holds one. It knows TOML, not what the document is about.

import { UsageError } from '../model/errors.js';

export type TomlValue = string | number | boolean | readonly TomlValue[] | TomlTable;
export interface TomlTable {
  readonly [key: string]: TomlValue;
}

/** A table while it is read. No prototype: a key may be called `__proto__`. */
type Table = Record<string, unknown>;

interface Reader {
  readonly text: string;
  readonly file: string;
  at: number;
  /** Tables that may not be opened again, and lists that may not grow. */
  readonly closed: Set<unknown>;
  /** Tables that a `[header]` named. */
  readonly named: Set<unknown>;
  /** Tables that a dotted key made: a header may not reach into them. */
  readonly dotted: Set<unknown>;
}

/** How deep lists and inline tables may stand in each other. */
const deepest = 100;

/** @throws UsageError `file:line: what was expected` */
export function readToml(text: string, file: string): TomlTable {
  const reader: Reader = { text: text.replace(/^\ufeff/, ''), file, at: 0, closed: new Set(), named: new Set(), dotted: new Set() };
  const root = makeTable();
  let table = root;
  for (skipLines(reader); reader.at < reader.text.length; skipLines(reader)) {
    if (reader.text[reader.at] === '[') table = readHeader(reader, root);
    else readPair(reader, table, 0);
    endLine(reader);
  }
  return root as TomlTable;
}

function makeTable(): Table {
  return Object.create(null) as Table;
}

function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fail(reader: Reader, says: string): never {
  const line = reader.text.slice(0, reader.at).split('\n').length;
  throw new UsageError(`${reader.file}:${line}: not valid TOML: ${says}`);
}

function take(reader: Reader, token: string): boolean {
  if (!reader.text.startsWith(token, reader.at)) return false;
  reader.at += token.length;
  return true;
}

/** What a sticky expression matches here, if it does. */
function takeMatch(reader: Reader, expression: RegExp): string | undefined {
  expression.lastIndex = reader.at;
  const found = expression.exec(reader.text)?.[0];
  if (found !== undefined) reader.at += found.length;
  return found;
}

function skipBlanks(reader: Reader): void {
  takeMatch(reader, /[ \t]*/y);
}

function skipComment(reader: Reader): void {
  // eslint-disable-next-line no-control-regex
  if (reader.text[reader.at] === '#') takeMatch(reader, /#[^\n\r\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*/y);
}

/** Blanks, comments and line ends. */
function skipLines(reader: Reader): void {
  do {
    skipBlanks(reader);
    skipComment(reader);
  } while (takeMatch(reader, /\r?\n/y) !== undefined);
}

function endLine(reader: Reader): void {
  skipBlanks(reader);
  skipComment(reader);
  if (reader.at < reader.text.length && takeMatch(reader, /\r?\n/y) === undefined) fail(reader, 'expected the end of the line');
}

function readHeader(reader: Reader, root: Table): Table {
  const many = take(reader, '[[');
  if (!many) take(reader, '[');
  const keys = readKeys(reader);
  if (!take(reader, many ? ']]' : ']')) fail(reader, `expected ${many ? ']]' : ']'}`);
  const parent = keys.slice(0, -1).reduce((table, key) => stepInto(reader, table, key), root);
  const last = keys.at(-1) ?? '';
  return many ? addToList(reader, parent, last) : openTable(reader, parent, last);
}

/** A table on the way to another; of a list of tables, its last. */
function stepInto(reader: Reader, table: Table, key: string): Table {
  const value = (table[key] ??= makeTable());
  const inner: unknown = Array.isArray(value) && !reader.closed.has(value) ? value.at(-1) : value;
  return isTable(inner) && !reader.closed.has(inner) ? inner : fail(reader, `${key} is no table that can be added to`);
}

function openTable(reader: Reader, parent: Table, key: string): Table {
  const table = (parent[key] ??= makeTable());
  if (!isTable(table) || reader.named.has(table) || reader.closed.has(table) || reader.dotted.has(table)) return fail(reader, `${key} is given twice`);
  reader.named.add(table);
  return table;
}

function addToList(reader: Reader, parent: Table, key: string): Table {
  const list = (parent[key] ??= []);
  if (!Array.isArray(list) || reader.closed.has(list)) return fail(reader, `${key} is given twice`);
  const table = makeTable();
  list.push(table);
  return table;
}

function readKeys(reader: Reader): string[] {
  const keys: string[] = [];
  do {
    skipBlanks(reader);
    keys.push(readKey(reader));
    skipBlanks(reader);
  } while (take(reader, '.'));
  return keys;
}

function readKey(reader: Reader): string {
  const quote = reader.text[reader.at];
  if (quote === '"') return readBasic(reader);
  if (quote === "'") return readLiteral(reader);
  return takeMatch(reader, /[A-Za-z0-9_-]+/y) ?? fail(reader, 'expected a key');
}

function readPair(reader: Reader, into: Table, depth: number): void {
  const keys = readKeys(reader);
  if (!take(reader, '=')) fail(reader, 'expected = behind the key');
  const last = keys.at(-1) ?? '';
  const table = keys.slice(0, -1).reduce((outer, key) => stepByDot(reader, outer, key), into);
  if (table[last] !== undefined) fail(reader, `${last} is given twice`);
  skipBlanks(reader);
  table[last] = readValue(reader, depth);
}

function stepByDot(reader: Reader, table: Table, key: string): Table {
  if (table[key] === undefined) reader.dotted.add((table[key] = makeTable()));
  const inner = table[key];
  return isTable(inner) && reader.dotted.has(inner) && !reader.closed.has(inner) ? inner : fail(reader, `${key} is given twice`);
}

function readValue(reader: Reader, depth: number): unknown {
  if (depth > deepest) return fail(reader, `lists and tables stand in each other more than ${deepest} deep`);
  const { text, at } = reader;
  if (text.startsWith('"""', at)) return readLongBasic(reader);
  if (text.startsWith("'''", at)) return readLongLiteral(reader);
  switch (text[at]) {
    case '"':
      return readBasic(reader);
    case "'":
      return readLiteral(reader);
    case '[':
      return readList(reader, depth);
    case '{':
      return readInline(reader, depth);
    default:
      return readScalar(reader);
  }
}

const date = /\d{4}-\d{2}-\d{2}|\d{2}:\d{2}/y;
const forms: readonly (readonly [RegExp, (text: string) => unknown])[] = [
  [/^(?:true|false)$/, (text) => text === 'true'],
  [/^[+-]?inf$/, (text) => (text.startsWith('-') ? -Infinity : Infinity)],
  [/^[+-]?nan$/, () => NaN],
  [/^0x[0-9A-Fa-f]+(?:_[0-9A-Fa-f]+)*$|^0o[0-7]+(?:_[0-7]+)*$|^0b[01]+(?:_[01]+)*$/, (text) => Number(text.replaceAll('_', ''))],
  [/^[+-]?(?:0|[1-9]\d*(?:_\d+)*)(?:\.\d+(?:_\d+)*)?(?:[eE][+-]?\d+(?:_\d+)*)?$/, (text) => Number(text.replaceAll('_', ''))],
];

function readScalar(reader: Reader): unknown {
  date.lastIndex = reader.at;
  if (date.test(reader.text)) return fail(reader, 'dates and times are not understood here; write it in quotes');
  const start = reader.at;
  const word = takeMatch(reader, /[A-Za-z0-9_+.-]+/y) ?? '';
  const read = /^[^_].*[^_]$|^[^_]$/.test(word) ? forms.find(([form]) => form.test(word))?.[1] : undefined;
  if (read !== undefined) return read(word);
  reader.at = start;
  return fail(reader, word === '' ? 'expected a value' : `${word.slice(0, 40)} is no value; a text needs quotes`);
}

function readList(reader: Reader, depth: number): unknown[] {
  const list: unknown[] = [];
  take(reader, '[');
  for (skipLines(reader); !take(reader, ']'); skipLines(reader)) {
    list.push(readValue(reader, depth + 1));
    skipLines(reader);
    if (!take(reader, ',') && reader.text[reader.at] !== ']') fail(reader, 'expected , or ] in a list');
  }
  reader.closed.add(list);
  return list;
}

/** On one line, and without a comma behind the last: so TOML 1.0 wants it. */
function readInline(reader: Reader, depth: number): Table {
  const table = makeTable();
  take(reader, '{');
  skipBlanks(reader);
  if (!take(reader, '}')) {
    do {
      skipBlanks(reader);
      readPair(reader, table, depth + 1);
      skipBlanks(reader);
    } while (take(reader, ','));
    if (!take(reader, '}')) fail(reader, 'expected , or } in an inline table');
  }
  close(reader, table);
  return table;
}

/** What is written inline is whole: also what its dotted keys made. */
function close(reader: Reader, table: Table): void {
  reader.closed.add(table);
  for (const inner of Object.values(table)) if (isTable(inner)) close(reader, inner);
}

function readLiteral(reader: Reader): string {
  // eslint-disable-next-line no-control-regex
  const found = takeMatch(reader, /'[^'\n\r\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*'/y) ?? fail(reader, "expected ' at the end of a text on one line");
  return found.slice(1, -1);
}

function readBasic(reader: Reader): string {
  // eslint-disable-next-line no-control-regex
  const found = takeMatch(reader, /"(?:[^"\\\n\r\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\\[^\n\r])*"/y) ?? fail(reader, 'expected " at the end of a text on one line');
  return unescape(reader, found.slice(1, -1));
}

function readLongLiteral(reader: Reader): string {
  const found = takeMatch(reader, /'''(?:(?!''')[^])*'{3,5}/y) ?? fail(reader, "expected ''' at the end of a text");
  return dropFirstLineEnd(found.slice(3, -3));
}

function readLongBasic(reader: Reader): string {
  const found = takeMatch(reader, /"""(?:(?!""")(?:[^\\]|\\[^]))*"{3,5}/y) ?? fail(reader, 'expected """ at the end of a text');
  return unescape(reader, dropFirstLineEnd(found.slice(3, -3)).replace(/((?:^|[^\\])(?:\\\\)*)\\[ \t]*\r?\n\s*/g, '$1'));
}

function dropFirstLineEnd(text: string): string {
  return text.replace(/^\r?\n/, '');
}

const escapes: Readonly<Record<string, string>> = { b: '\b', t: '\t', n: '\n', f: '\f', r: '\r', '"': '"', '\\': '\\' };

function unescape(reader: Reader, text: string): string {
  return text.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([^]))/g, (whole, short: string | undefined, long: string | undefined, sign: string | undefined) => {
    if (sign !== undefined) return escapes[sign] ?? fail(reader, `there is no escape ${whole}`);
    const code = parseInt(short ?? long ?? '', 16);
    return code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? fail(reader, `${whole} is no character`) : String.fromCodePoint(code);
  });
}
