// What proofs say about a YAML argument that is not what they expect, and the shapes of argument more than one proof takes.

/** The error for an argument that is wrong: what was expected and what stands there. */
export function refuseArgument(expected: string, argument: unknown): Error {
  return new Error(`expected ${expected}, got ${JSON.stringify(argument) ?? 'nothing'}`);
}

/** A mapping with no other keys than `keys`; anything else is refused. */
export function parseMapping(argument: unknown, keys: readonly string[], expected: string): Readonly<Record<string, unknown>> {
  if (typeof argument !== 'object' || argument === null || Array.isArray(argument)) throw refuseArgument(expected, argument);
  const mapping = argument as Record<string, unknown>;
  if (Object.keys(mapping).some((key) => !keys.includes(key))) throw refuseArgument(expected, argument);
  return mapping;
}

/** For proofs that take no argument: `true`, `{}` or nothing. */
export function parseNothing(argument: unknown): void {
  if (argument === undefined || argument === null || argument === true) return;
  parseMapping(argument, [], 'true or {}');
}

/** A threshold, and how many leading characters (the vendor's prefix) do not count. */
export interface Least {
  readonly least: number;
  readonly skip: number;
}

/** `3` or `{least: 3, skip: 4}`. */
export function parseLeast(argument: unknown): Least {
  const expected = 'a positive number or {least, skip}';
  if (typeof argument === 'number') return parseLeast({ least: argument });
  const { least, skip = 0 } = parseMapping(argument, ['least', 'skip'], expected);
  if (typeof least !== 'number' || !(least > 0) || !isCount(skip)) throw refuseArgument(expected, argument);
  return { least, skip };
}

/** A whole number of characters, 0 included. */
export function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}
