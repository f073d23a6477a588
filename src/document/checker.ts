// Reads a YAML document that a person wrote, and complains as one person to another: file, line, key, what was expected.
// It knows YAML, not what the document is about. Aliases are refused: they are how a small file becomes a large one.

import { LineCounter, isMap, isScalar, parseDocument, visit } from 'yaml';
import type { Document } from 'yaml';
import { UsageError } from '../model/errors.js';

/** Keys and list positions that lead to a value. */
export type Path = readonly (string | number)[];

/** Reads values out of a YAML document; every complaint says file, line, key and what was expected. */
export interface Checker {
  map(path: Path, keys: readonly string[] | undefined, value?: unknown): Record<string, unknown>;
  list<T>(value: unknown, path: Path, each: (value: unknown, path: Path) => T): T[];
  text(value: unknown, path: Path): string;
  texts(value: unknown, path: Path): string[];
  url(value: unknown, path: Path): string;
  name(value: unknown, path: Path): string;
  flag(value: unknown, path: Path): boolean;
  oneOf<T extends string>(value: unknown, path: Path, allowed: readonly T[]): T;
  optional<T>(value: unknown, path: Path, read: (value: unknown, path: Path) => T): T | undefined;
  fail(path: Path, expected: string): never;
}

/** @throws UsageError when the text is no YAML */
export function openDocument(text: string, file: string): Checker {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const [error] = document.errors;
  if (error !== undefined) {
    throw new UsageError(`${file}:${error.linePos?.[0].line ?? 1}: not valid YAML: ${error.message.split('\n')[0] ?? ''}`);
  }
  visit(document, {
    Alias(_, { range, source }) {
      throw new UsageError(`${file}:${lines.linePos(range?.[0] ?? 0).line}: *${source}: aliases are not understood; write the value out`);
    },
  });
  const root: unknown = document.contents === null ? {} : document.toJS({ maxAliasCount: 0 });
  return makeChecker((path, expected) => {
    throw new UsageError(`${file}:${lineOf(document, lines, path)}: ${path.length === 0 ? '' : `${showPath(path)}: `}${expected}`);
  }, root);
}

function makeChecker(fail: (path: Path, expected: string) => never, root: unknown): Checker {
  const checker: Checker = {
    fail,
    map(path, keys, value = lookUp(root, path)) {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return fail(path, `expected keys and values${keys === undefined ? '' : `: ${keys.join(', ')}`}`);
      const unknown = Object.keys(value).find((key) => keys !== undefined && !keys.includes(key));
      if (unknown !== undefined) return fail([...path, unknown], `unknown key; expected one of ${(keys ?? []).join(', ')}`);
      return value as Record<string, unknown>;
    },
    list(value, path, each) {
      if (!Array.isArray(value)) return fail(path, 'expected a list');
      return value.map((item: unknown, index) => each(item, [...path, index]));
    },
    text(value, path) {
      if (typeof value !== 'string' || value === '') return fail(path, 'expected a text');
      return value;
    },
    texts(value, path) {
      return checker.list(value, path, checker.text);
    },
    url(value, path) {
      const text = checker.text(value, path);
      if (!/^https:\/\/[^\s]+$/.test(text)) return fail(path, 'expected an https:// address');
      return text;
    },
    name(value, path) {
      const text = checker.text(value, path);
      if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(text)) return fail(path, 'expected kebab case, such as openai-project-key');
      return text;
    },
    flag(value, path) {
      if (value !== undefined && typeof value !== 'boolean') return fail(path, 'expected true or false');
      return value ?? false;
    },
    oneOf(value, path, allowed) {
      const found = allowed.find((each) => each === value);
      return found ?? fail(path, `expected one of ${allowed.join(', ')}`);
    },
    optional(value, path, read) {
      return value === undefined ? undefined : read(value, path);
    },
  };
  return checker;
}

function lookUp(root: unknown, path: Path): unknown {
  let value = root;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string | number, unknown>)[key];
  }
  return value;
}

/** The line of the key at the end of the path, or of the nearest thing around it. */
function lineOf(document: Document, lines: LineCounter, path: Path): number {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const parent: unknown = document.getIn(path.slice(0, depth - 1), true) ?? document.contents;
    const last = path[depth - 1];
    const pair = isMap(parent) ? parent.items.find((item) => isScalar(item.key) && item.key.value === last) : undefined;
    const node: unknown = pair?.key ?? document.getIn(path.slice(0, depth), true);
    if (hasRange(node)) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

function hasRange(node: unknown): node is { range: [number, number, number] } {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range);
}

function showPath(path: Path): string {
  return path.map((key, index) => (typeof key === 'number' ? `[${key + 1}]` : index === 0 ? key : `.${key}`)).join('');
}
