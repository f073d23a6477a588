// Whose key is it, where the shape does not say? In this order: the variable it is assigned to, the vendor's host,
// SDK or name nearby (the nearest wins), the file's name. Evidence is a number, so that several vendors compare.

import type { Hints } from '../model/rule.js';

/** Nothing speaks for the vendor. */
export const noEvidence = 0;
const byFile = 1;
const byVariable = 3;

const mostLines = 10;
/** Bytes before and behind a secret in which neighbours are looked for. */
export const neighbourhood = 2048;

/** The text around a secret: what stands before it, and behind it. */
export interface Surroundings {
  readonly before: string;
  readonly after: string;
}

/** How much in the text speaks for the vendor: 0 nothing, 2..3 a neighbour, the nearer the more, 3 and more the variable. */
export function weighText(hints: Hints, { before, after }: Surroundings): number {
  const own = split(before.slice(before.lastIndexOf('\n') + 1));
  if (hints.variables.some((name) => spellings(name).test(own.original))) return byVariable + 1;
  if (names(hints).some((name) => holdsPart(own, name))) return byVariable;
  const distance = nearestLine(hints, before, after);
  return distance === undefined ? noEvidence : byVariable - (distance + 1) / (mostLines + 2);
}

/** How much a file's name speaks for the vendor. */
export function weighFile(hints: Hints, path: string): number {
  const name = split(path);
  return names(hints).some((each) => holdsPart(name, each)) ? byFile : noEvidence;
}

function nearestLine(hints: Hints, before: string, after: string): number | undefined {
  const above = before.slice(-neighbourhood).split('\n').reverse().slice(0, mostLines + 1);
  const below = after.slice(0, neighbourhood).split('\n').slice(0, mostLines + 1);
  const wanted = [...hints.hosts, ...hints.variables.map((name) => name.toLowerCase()), ...names(hints)];
  const variables = hints.variables.map(spellings);
  for (let distance = 0; distance <= mostLines; distance += 1) {
    const lines = [above[distance] ?? '', below[distance] ?? ''].map(split);
    if (lines.some((line) => wanted.some((name) => holdsPart(line, name)) || variables.some((name) => name.test(line.original)))) return distance;
  }
  return undefined;
}

/** A text in lower case, and where an upper-case letter starts a new part of a name (`deepseekApiKey`). */
interface Line {
  readonly text: string;
  readonly original: string;
}

function split(original: string): Line {
  return { text: original.toLowerCase(), original };
}

function names(hints: Hints): readonly string[] {
  return remember(lowered, hints, () => hints.words.map((word) => word.toLowerCase()));
}

const lowered = new WeakMap<Hints, readonly string[]>();
const expressions = new Map<string, RegExp>();

function remember<K extends object, T>(known: WeakMap<K, T>, key: K, make: () => T): T {
  let value = known.get(key);
  if (value === undefined) known.set(key, (value = make()));
  return value;
}

/** The variable as a whole identifier, as any language spells it: `ACME_API_KEY`, `acmeApiKey`, `acme-api-key`, `acme.api.key`. */
function spellings(variable: string): RegExp {
  let expression = expressions.get(variable);
  if (expression === undefined) expressions.set(variable, (expression = spell(variable)));
  return expression;
}

function spell(variable: string): RegExp {
  const words = variable.split('_').map((word) => word.replace(/[^A-Za-z0-9]/g, '\\$&'));
  return new RegExp(`(?<![A-Za-z0-9_])${words.join('[-_. ]?')}(?![A-Za-z0-9_])`, 'i');
}

/** The name stands there as a part of identifiers or on its own, not inside another word. */
function holdsPart({ text, original }: Line, name: string): boolean {
  return indices(text, name).some((at) => {
    const end = at + name.length;
    const opens = !/[a-z]/.test(text[at - 1] ?? '') || (/[A-Z]/.test(original[at] ?? '') && /[a-z]/.test(original[at - 1] ?? ''));
    const closes = !/[a-z]/.test(text[end] ?? '') || (/[A-Z]/.test(original[end] ?? '') && /[a-z]/.test(original[end - 1] ?? ''));
    return (opens && closes) || inBytes.test(original.slice(Math.max(0, at - longestRow), at));
  });
}

/** In a row of a database nothing parts a column from the next, and the bytes before them tell lengths, which may look like letters. */
const inBytes = /[\0-\x08\x0e-\x1a\x1c-\x1f][!-~]*$/;
const longestRow = 64;

function indices(text: string, name: string): number[] {
  const found: number[] = [];
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) found.push(at);
  return found;
}

