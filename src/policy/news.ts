// Did the change bring this, or did it stand there before? A match is news when the change added any line that it stands
// on, compared with every parent. In files that git calls binary there are no lines to compare: what the old
// bytes held is old.

import { diffArrays } from 'diff';
import type { Match } from '../model/match.js';

/** Edits after which the exact comparison is given up for a count of equal lines. */
const mostEdits = 2000;
/** git looks for a NUL in as many bytes (buffer_is_binary in git's xdiff-interface.c). */
const binaryPrefix = 8000;

/** One version of a text. */
export interface Version {
  readonly bytes: Uint8Array;
  /** What the engine finds in it: asked for only where lines do not help. */
  readonly matches: () => readonly Match[];
}

/** @param before what stood there, one a parent; undefined: nothing did */
export type IsNews = (match: Match, now: Uint8Array, before: readonly (Version | undefined)[]) => boolean;

/** Two contents are compared once, however many matches they hold. */
export function makeNews(): IsNews {
  const known = new WeakMap<Uint8Array, WeakMap<Uint8Array, ReadonlySet<number>>>();
  const compare = (old: Uint8Array, now: Uint8Array): ReadonlySet<number> => {
    const of = known.get(now) ?? new WeakMap<Uint8Array, ReadonlySet<number>>();
    known.set(now, of);
    let added = of.get(old);
    if (added === undefined) of.set(old, (added = addedLines(splitLines(old), splitLines(now))));
    return added;
  };
  return (match, now, before) => before.every((old) => old === undefined || isAdded(match, now, old, compare));
}

/** Lines of a decoded text are none of its bytes: it is compared like what git calls binary, which it nearly always is. */
function isAdded(match: Match, now: Uint8Array, old: Version, compare: (old: Uint8Array, now: Uint8Array) => ReadonlySet<number>): boolean {
  if (match.decodedFrom.length > 0 || isBinary(now) || isBinary(old.bytes)) return !old.matches().some((each) => each.rule.id === match.rule.id && each.secret.equals(match.secret));
  const added = compare(old.bytes, now);
  for (let line = match.span.line; line <= match.span.endLine; line += 1) if (added.has(line)) return true;
  return false;
}

function isBinary(bytes: Uint8Array): boolean {
  return bytes.subarray(0, binaryPrefix).includes(0);
}

function splitLines(bytes: Uint8Array): string[] {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1').split('\n');
}

/** Numbers, from 1, of the lines of `now` that a shortest edit adds to `old`. */
export function addedLines(old: readonly string[], now: readonly string[]): ReadonlySet<number> {
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < old.length - head && tail < now.length - head && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1;
  const oldMiddle = old.slice(head, old.length - tail);
  const nowMiddle = now.slice(head, now.length - tail).map((text, index) => ({ text, number: head + index + 1 }));
  // A line that the other side holds nowhere is plainly added or removed: only the others need to be compared.
  const held = new Set(oldMiddle);
  const wanted = new Set(nowMiddle.map(({ text }) => text));
  const added = new Set(nowMiddle.filter(({ text }) => !held.has(text)).map(({ number }) => number));
  for (const number of addedOfShared(oldMiddle.filter((text) => wanted.has(text)), nowMiddle.filter(({ text }) => held.has(text)))) added.add(number);
  return added;
}

interface Line {
  readonly text: string;
  readonly number: number;
}

function addedOfShared(old: readonly string[], now: readonly Line[]): readonly number[] {
  const changes = diffArrays([...old], now.map(({ text }) => text), { maxEditLength: mostEdits });
  if (changes === undefined) return countSurplus(old, now);
  const added: number[] = [];
  let at = 0;
  for (const change of changes) {
    if (change.removed) continue;
    if (change.added) added.push(...now.slice(at, at + change.count).map(({ number }) => number));
    at += change.count;
  }
  return added;
}

/** Lines of which there are more than before: the last ones of each are the added ones. */
function countSurplus(old: readonly string[], now: readonly Line[]): readonly number[] {
  const left = new Map<string, number>();
  for (const line of old) left.set(line, (left.get(line) ?? 0) + 1);
  return now.flatMap(({ text, number }) => {
    const count = left.get(text) ?? 0;
    left.set(text, count - 1);
    return count > 0 ? [] : [number];
  });
}
