// Where variables are named in one file, and what is done with them there. It reads text and knows dialects; which files there
// are is for others to say. A use that no pattern of the dialect explains (a comment, a sentence) is only a mention.

import type { Origin, Usage, Use } from '../../model/rotation.js';
import { compilePattern, nameSource } from './dialect.js';
import type { Dialect, DialectPattern } from './dialect.js';
import { formats, plainText } from './formats.js';
import { languages } from './languages.js';

const dialects: readonly Dialect[] = [...formats.filter(({ name }) => name !== 'documentation'), ...languages, ...formats.filter(({ name }) => name === 'documentation')];

export function findUses(path: string, text: string, variables: readonly string[]): Use[] {
  const present = variables.filter((variable) => mayHold(text, variable));
  if (present.length === 0) return [];
  const dialect = chooseDialect(path, text);
  const locate = makeLocator(text);
  const uses = present.flatMap((variable) =>
    findNames(text, variable, dialect, (at) => locate(at).line).map(([at, { usage, origin }]): Use => ({ variable, path, ...locate(at), usage, dialect: dialect.name, ...(origin === undefined ? {} : { origin }) })));
  return uses.sort((left, right) => left.line - right.line || left.column - right.column);
}

export function chooseDialect(path: string, text: string): Dialect {
  return dialects.find(({ files, holds }) => files.test(path) && holds?.test(text) !== false) ?? plainText;
}

/** Cheap: its longest word stands there in some letter case. */
function mayHold(text: string, variable: string): boolean {
  const longest = variable.split(/[-_.]/).reduce((left, right) => (right.length > left.length ? right : left), '');
  return text.includes(longest) || text.toLowerCase().includes(longest.toLowerCase());
}

interface Meaning {
  readonly usage: Usage;
  readonly origin?: Origin;
}

/** Every place of the name, with what the first pattern that reads it says. */
function findNames(text: string, variable: string, { patterns, loose = false }: Dialect, lineOf: (at: number) => number): [number, Meaning][] {
  const meanings = new Map<number, Meaning>();
  for (const pattern of patterns) {
    for (const match of text.matchAll(compilePattern(pattern, variable, loose))) {
      const at = match.indices?.groups?.['name']?.[0];
      if (at !== undefined && !meanings.has(at)) meanings.set(at, { usage: pattern.usage, ...originOf(pattern, match.groups ?? {}, variable) });
    }
  }
  for (const { index, indices } of text.matchAll(new RegExp(nameSource(variable, loose), loose ? 'dgi' : 'dg'))) {
    const at = indices?.groups?.['name']?.[0] ?? index;
    if (!meanings.has(at)) meanings.set(at, { usage: 'names' });
  }
  return dropEchoes(lineOf, [...meanings].sort(([left], [right]) => left - right));
}

function originOf({ store }: DialectPattern, groups: Readonly<Record<string, string | undefined>>, variable: string): { readonly origin?: Origin } {
  if (store === undefined) return {};
  const { from = variable, key } = groups;
  return store === 'variable' && from === variable ? {} : { origin: { store, name: from, ...(key === undefined ? {} : { key }) } };
}

/** `NAME: ${NAME}` and `NAME = getenv("NAME")` are one use, not two: a line is told by what says most. */
function dropEchoes(lineOf: (at: number) => number, meanings: readonly [number, Meaning][]): [number, Meaning][] {
  const lines = new Map<number, [number, Meaning][]>();
  for (const meaning of meanings) {
    const line = lineOf(meaning[0]);
    const same = lines.get(line);
    if (same === undefined) lines.set(line, [meaning]);
    else same.push(meaning);
  }
  return [...lines.values()].flatMap((line) => {
    const telling = line.filter(([, { usage }]) => usage !== 'names');
    const passed = telling.findIndex(([, { usage }]) => usage === 'passes');
    if (telling.length === 0) return line.slice(0, 1);
    return passed < 0 ? telling : telling.filter(([, { usage }], index) => index <= passed || usage === 'sets');
  });
}

function makeLocator(text: string): (at: number) => { readonly line: number; readonly column: number } {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (at) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: at - (starts[low] ?? 0) + 1 };
  };
}
