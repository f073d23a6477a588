// A literal that a vendor bakes into its keys at a fixed place: base64 of its own name inside random characters.
//
// `halves`: the marker stands in the middle, with as many characters behind it as before it. OpenAI's keys are
// `sk-`, an optional name (`proj-`, `svcacct-`, or free text with hyphens of its own) and a body that may hold hyphens
// too, so the body cannot be told from the name by looking at hyphens: what stands behind the marker says how long
// each half is, and the half before it must be preceded by `-`. Measured on public samples of 20, 46, 58 and 74.
// `at`: the marker stands at that offset from the start of the secret (Groq).

import type { Evidence, Proof, Vote } from '../../model/proof.js';
import { isCount, parseMapping, refuseArgument } from './argument.js';

/** Where the marker must stand. */
export interface Marker {
  readonly text: string;
  /** Lengths of a half that are known to be issued; other lengths pass without raising. */
  readonly halves?: readonly number[];
  /** Offset from the start of the secret. */
  readonly at?: number;
  /** Names before the body that are known to be issued, such as `sk-proj-`; others pass without raising. */
  readonly prefixes: readonly string[];
  /** What long bodies (half over 20) end with as a rule; otherwise lowers. */
  readonly tail?: string;
}

const expected = '{text, halves: [numbers] or at: number, prefixes: [texts], tail: text}';
const shortestHalf = 10;
const longestHalf = 100;
/** OpenAI's bodies of this half-length are plain alphanumerics without a fixed last character. */
const untailedHalf = 20;

export const marker: Proof<Marker> = { parse: parseMarker, vote: voteMarker };

function parseMarker(argument: unknown): Marker {
  const { text, halves, at, prefixes = [], tail } = parseMapping(argument, ['text', 'halves', 'at', 'prefixes', 'tail'], expected);
  if (typeof text !== 'string' || text === '' || (halves === undefined) === (at === undefined)) throw refuseArgument(expected, argument);
  if (!isListOf(prefixes, isText) || (tail !== undefined && !isText(tail))) throw refuseArgument(expected, argument);
  if (at !== undefined) {
    if (!isCount(at)) throw refuseArgument(expected, argument);
    return { text, at, prefixes };
  }
  if (!isListOf(halves, isCount)) throw refuseArgument(expected, argument);
  return { text, halves, prefixes, ...(tail === undefined ? {} : { tail }) };
}

function voteMarker({ secret, decoded }: Evidence, { text, at, halves = [], prefixes, tail }: Marker): Vote {
  if (at !== undefined) {
    if (secret.startsWith(text, at)) return { verdict: 'raise', why: "the vendor's marker is in its place" };
    return decoded ? { verdict: 'abstain' } : { verdict: 'reject', why: "the vendor's marker is not in its place" };
  }
  const half = findHalf(secret, text, prefixes);
  if (half === undefined) return decoded ? { verdict: 'abstain' } : { verdict: 'reject', why: "the vendor's marker is not in the middle" };
  if (!halves.includes(half)) return { verdict: 'abstain', why: "the vendor's marker is in the middle, the length is new" };
  if (tail !== undefined && half > untailedHalf && !secret.endsWith(tail)) return { verdict: 'lower', why: 'it does not end as this kind of key does' };
  const prefix = secret.slice(0, secret.length - 2 * half - text.length);
  const isKnown = prefixes.length === 0 || prefixes.includes(prefix);
  return { verdict: isKnown ? 'certain' : 'raise', why: "both halves around it have the same length" };
}

/** The length of each half when some occurrence of the marker has equal halves and a name ending in `-` before them. */
function findHalf(secret: string, text: string, prefixes: readonly string[]): number | undefined {
  for (let at = secret.lastIndexOf(text); at >= 0; at = at === 0 ? -1 : secret.lastIndexOf(text, at - 1)) {
    const half = secret.length - at - text.length;
    if (half > longestHalf) return undefined;
    const prefix = secret.slice(0, Math.max(0, at - half));
    if (half >= shortestHalf && half <= at && (prefix.endsWith('-') || prefixes.includes(prefix))) return half;
  }
  return undefined;
}

function isListOf<Item>(list: unknown, isItem: (item: unknown) => item is Item): list is readonly Item[] {
  return Array.isArray(list) && list.every(isItem);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
