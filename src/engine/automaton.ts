// Could a pattern match at a place? A finite automaton that reads a byte at a time says no to nearly every place where one is tried,
// for a hundredth of what running the expression costs, and most expressions need never be compiled. What it lets pass, the
// expression decides.
//
// The pattern without its look-arounds becomes an automaton whose states are places in the pattern (Glushkov 1961); it is made
// deterministic as it runs, by what it meets, as RE2 and Hyperscan do. Long repetitions are loops in it, so it has no more places
// than the pattern has letters, and lets pass what an expression would count out.

import type { Rule } from '../model/rule.js';
import { readPattern } from './pattern.js';
import type { Bytes, Tree } from './pattern.js';

export interface Automaton {
  /** False: no match begins there. */
  mayMatch(bytes: Uint8Array, start: number): boolean;
}

/** A repetition of so many places is written out; of more it is a loop. */
const mostWritten = 64;
/** A pattern with more is not asked. */
const mostPlaces = 4096;
/** When there are more states, they are made anew. */
const mostStates = 2048;
/** Who has come so far is let pass. */
const furthest = 512;

/** Starts that are let pass before an automaton is made, which costs as much as running the expression so often. */
const patience = 2000;

const automata = new WeakMap<Rule, Automaton>();
const anything: Automaton = { mayMatch: () => true };

/** Most rules are tried too seldom for theirs to pay. */
export function automatonOf(rule: Rule): Automaton {
  let automaton = automata.get(rule);
  if (automaton === undefined) automata.set(rule, (automaton = makePatient(rule)));
  return automaton;
}

function makePatient({ pattern, ignoreCase }: Rule): Automaton {
  let left = patience;
  let automaton: Automaton | undefined;
  return {
    mayMatch(bytes, start) {
      if (left > 0) {
        left -= 1;
        return true;
      }
      return (automaton ??= makeAutomaton(pattern, ignoreCase)).mayMatch(bytes, start);
    },
  };
}

export function makeAutomaton(pattern: string, ignoreCase: boolean): Automaton {
  const tree = readPattern(pattern, ignoreCase);
  const places = tree === undefined ? undefined : listPlaces(tree);
  return places === undefined ? anything : determine(places);
}

/** Places in a pattern: what stands there takes a byte, or goes on at several others; `end` is where a match is complete. */
interface Places {
  readonly takes: readonly (Bytes | undefined)[];
  /** For each place where to go on. */
  readonly next: readonly (readonly number[])[];
  readonly first: number;
}

const end = 0;

/** Undefined: there are too many. */
function listPlaces(tree: Tree): Places | undefined {
  const takes: (Bytes | undefined)[] = [undefined];
  const next: number[][] = [[]];

  const add = (bytes: Bytes | undefined, onward: number[]): number => {
    takes.push(bytes);
    return next.push(onward) - 1;
  };
  /** @returns where the part begins that goes on at `then` */
  const place = (node: Tree, then: number): number => {
    if (takes.length > mostPlaces) return end;
    switch (node.kind) {
      case 'bytes':
        return add(node.bytes, [then]);
      case 'sequence':
        return node.parts.reduceRight((onward, each) => place(each, onward), then);
      case 'choice':
        return add(undefined, node.parts.map((each) => place(each, then)));
      case 'repeat':
        return repeat(node.part, node.least, node.most, then);
    }
  };
  const repeat = (node: Tree, least: number, most: number, then: number): number => {
    if (most === 0) return then;
    if (least === 0 && most === 1) return add(undefined, [place(node, then), then]);
    const from = takes.length;
    const again: number[] = [];
    const loop = add(undefined, again);
    const last = place(node, loop);
    const written = Math.min(least, Math.floor(mostWritten / (takes.length - from)));
    again.push(...(most > Math.max(1, written) ? [last] : []), then);
    let entry = least === 0 ? loop : last;
    for (let count = 1; count < written; count += 1) entry = place(node, entry);
    return entry;
  };

  const first = place(tree, end);
  return takes.length > mostPlaces ? undefined : { takes, next, first };
}

// What a state does at a byte, where it is not another state.
const unknown = 0;
const dead = -1;
const matched = -2;

function determine({ takes, next, first }: Places): Automaton {
  const { kindOf, kinds, sample } = sortBytes(takes);
  /** For each state, from 1 on, the places that may take the next byte. */
  let states: (readonly number[])[] = [];
  let numbers = new Map<string, number>();
  /** By state and kind of byte. */
  let moves = new Int16Array(0);

  /** The places from this one on that take a byte, and `end`. */
  const settle = (from: number): readonly number[] => {
    const met = new Set([from]);
    for (const place of met) if (takes[place] === undefined) for (const each of next[place] ?? []) met.add(each);
    return [...met].filter((place) => place === end || takes[place] !== undefined);
  };
  /** For each place what may stand behind it, where that was asked. */
  const behind: (readonly number[] | undefined)[] = [];
  const met = new Uint8Array(takes.length);
  const numberOf = (places: readonly number[]): number => {
    const key = places.join();
    let number = numbers.get(key);
    if (number === undefined) {
      number = states.push(places) - 1;
      numbers.set(key, number);
      if (states.length * kinds > moves.length) {
        const grown = new Int16Array(2 * states.length * kinds);
        grown.set(moves);
        moves = grown;
      }
    }
    return number;
  };
  const begin = (): void => {
    states = [[]];
    numbers = new Map();
    moves = new Int16Array(64 * kinds);
    numberOf(settle(first));
  };
  const move = (state: number, kind: number): number => {
    const byte = sample[kind] ?? 0;
    const onward: number[] = [];
    for (const place of states[state] ?? []) {
      if (takes[place]?.table[byte] !== 1) continue;
      for (const each of (behind[place] ??= settle(next[place]?.[0] ?? end))) {
        if (met[each] === 1) continue;
        met[each] = 1;
        onward.push(each);
      }
    }
    const result = onward.length === 0 ? dead : met[end] === 1 ? matched : numberOf(onward);
    for (const each of onward) met[each] = 0;
    moves[state * kinds + kind] = result;
    return result;
  };

  begin();
  // What matches nothing matches anywhere.
  if (states[1]?.includes(end) === true) return anything;
  return {
    mayMatch(bytes, start) {
      if (states.length > mostStates) begin();
      const limit = Math.min(bytes.length, start + furthest);
      let state = 1;
      for (let at = start; at < limit; at += 1) {
        const kind = kindOf[bytes[at] ?? 0] ?? 0;
        let next = moves[state * kinds + kind] ?? unknown;
        if (next === unknown) next = move(state, kind);
        if (next < 0) return next === matched;
        state = next;
      }
      return limit < bytes.length;
    },
  };
}

/** Bytes that no place tells apart are of one kind. */
function sortBytes(takes: readonly (Bytes | undefined)[]): { readonly kindOf: Uint8Array; readonly kinds: number; readonly sample: readonly number[] } {
  const kindOf = new Uint8Array(256);
  const sizes = [256];
  for (const bytes of new Set(takes)) {
    /** Of the kinds that are in the set, in part: the one that this part becomes. */
    const parts = new Map<number, number>();
    for (const byte of bytes?.few ?? []) parts.set(kindOf[byte] ?? 0, (parts.get(kindOf[byte] ?? 0) ?? 0) + 1);
    for (const [kind, count] of parts) {
      if (count === sizes[kind]) parts.delete(kind);
      else {
        sizes[kind] = (sizes[kind] ?? 0) - count;
        parts.set(kind, sizes.push(count) - 1);
      }
    }
    if (parts.size > 0) for (const byte of bytes?.few ?? []) kindOf[byte] = parts.get(kindOf[byte] ?? 0) ?? kindOf[byte] ?? 0;
  }
  const sample: number[] = [];
  for (let byte = 0; byte < 256; byte += 1) sample[kindOf[byte] ?? 0] = byte;
  return { kindOf, kinds: sizes.length, sample };
}
