// Could a rule match at a place? An automaton says no to nearly every place where one is tried, for a hundredth of what running the
// expression costs, and most expressions need never be compiled. What it lets pass, the expression decides. `wasm/automaton.ts`
// runs them; those of the built-in rules were laid out by the build, others are when they were tried often enough.

import type { Rule } from '../model/rule.js';
import { bytesOf, makePlaceWriter, readPlaces, setBytes } from './places.js';
import type { Machine } from './prefilter.js';

export interface Automata {
  /** Of a rule that is laid out already. */
  numberOf(rule: Rule): number | undefined;
  /** @returns false: no match of the rule begins at this offset */
  look(bytes: Uint8Array): Look;
}

export type Look = (rule: Rule, start: number) => boolean;

/** What the build laid out: the rules in their order, and their places as `places.ts` packs them. */
export interface LaidOut {
  readonly rules: readonly Rule[];
  readonly packed: Uint8Array;
}

/** Starts that are let pass before the places of a rule are laid out, which costs as much as running its expression so often. */
const patience = 500;

const mostPatterns = 8192;
const mostSets = 2048;
const mostUnits = 2 ** 20;
const mostStates = 4096;
const mostPooled = 2 ** 19;
const mostListed = 8192;
const tableSize = 8192;
/** Who has come so far is let pass. */
const furthest = 512;
/** So much of a text is handed over at once. */
const textBytes = 1024 * 1024;

/**
 * The only one of its machine.
 * @param laidOut absent: rules are laid out as they are tried
 */
export function makeAutomata(machine: Machine, laidOut?: LaidOut, waits = patience): Automata {
  const { wasm } = machine;
  const sizes = [2 * mostUnits, setBytes * mostSets, 4 * mostPatterns, 2 * mostPatterns, mostUnits, 4 * mostListed, 4 * mostPooled, 8 * mostStates, 2 * tableSize, 512 * mostStates, textBytes, 64];
  let end = machine.reserve(sizes.reduce((sum, size) => sum + size, 0));
  const places = sizes.map((size) => (end += size) - size);
  const [units = 0, sets = 0, firsts = 0, , , , , , , , text = 0, frame = 0] = places;
  let memory = new Uint8Array(wasm.memory.buffer);
  const write = (bytes: Uint8Array, at: number): void => {
    // Who reserves more memory takes the view away.
    if (memory.length === 0) memory = new Uint8Array(wasm.memory.buffer);
    memory.set(bytes, at);
  };
  write(bytesOf(Uint32Array.of(...places.slice(0, 10), mostPatterns, mostStates, mostPooled, mostListed, tableSize, furthest)), frame);
  wasm.openAutomata(frame);

  const numbers = new Map<Rule, number>();
  /** How often rules that are not laid out were tried. */
  const tried = new Map<Rule, number>();
  let [count, unitCount, setCount] = [0, 1, 1];
  if (laidOut !== undefined) {
    const known = readPlaces(laidOut.packed);
    laidOut.rules.forEach((rule, number) => numbers.set(rule, number));
    write(known.units, units);
    write(known.firsts, firsts);
    write(known.sets, sets);
    [count, unitCount, setCount] = [known.count, known.units.length / 2, known.sets.length / setBytes];
  }
  const writer = makePlaceWriter(setCount);

  /** Where there is no room for it, it may match anywhere. */
  const layOut = (rule: Rule): number | undefined => {
    if (count === mostPatterns) return undefined;
    const written = writer.write(rule.pattern, rule.ignoreCase);
    const fresh = writer.takeSets();
    const fits = written !== undefined && unitCount + written.units.length <= mostUnits && setCount + fresh.length / setBytes <= mostSets;
    if (setCount + fresh.length / setBytes <= mostSets) {
      write(fresh, sets + setBytes * setCount);
      setCount += fresh.length / setBytes;
    }
    write(bytesOf(Uint32Array.of(fits ? unitCount + written.first : 0)), firsts + 4 * count);
    if (fits) {
      write(bytesOf(written.units), units + 2 * unitCount);
      unitCount += written.units.length;
    }
    numbers.set(rule, count);
    count += 1;
    return count - 1;
  };

  const numberFor = (rule: Rule): number | undefined => {
    const number = numbers.get(rule);
    if (number !== undefined) return number;
    const times = (tried.get(rule) ?? 0) + 1;
    tried.set(rule, times);
    return times <= waits ? undefined : layOut(rule);
  };

  /** Whose text was handed over last. */
  let owner: Look | undefined;
  return {
    numberOf: (rule) => numbers.get(rule),
    look(bytes) {
      /** Which part of it stands there. */
      let [from, to] = [0, 0];
      const look: Look = (rule, start) => {
        const number = numberFor(rule);
        if (number === undefined) return true;
        if (owner !== look || start < from || (to < bytes.length && start + furthest >= to)) {
          from = bytes.length <= textBytes ? 0 : start;
          to = Math.min(bytes.length, from + textBytes);
          write(bytes.subarray(from, to), text);
          owner = look;
        }
        return wasm.mayMatch(number, text + start - from, text + to - from) !== 0;
      };
      return look;
    },
  };
}
