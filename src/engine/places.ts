// A pattern as places, which `wasm/automaton.ts` goes through a byte at a time: each takes a byte of some set and goes on at others
// (Glushkov 1961). Look-arounds are left out, and long repetitions are loops, so that a pattern has no more places than letters; what
// passes here is decided by the expression. The build lays out those of the built-in rules.

import { readPattern } from './pattern.js';
import type { Bytes, Tree } from './pattern.js';

/** A repetition of so many places is written out; of more it is a loop. */
const mostWritten = 64;
/** A pattern with more is not asked. */
const mostPlaces = 4096;
/** In place of a set: a match is complete. */
const last = 0xffff;
export const setBytes = 32;

/** The patterns of some rules, as `wasm/automaton.ts` reads them; all of it bytes, numbers little-endian. */
export interface Places {
  /** How many patterns. */
  readonly count: number;
  /** Of each pattern where it begins in `units`, 32 bits; 0: it may match anywhere. */
  readonly firsts: Uint8Array;
  /** 16 bits each. */
  readonly units: Uint8Array;
  /** 32 bytes each, a bit for each byte; the first is of no use. */
  readonly sets: Uint8Array;
}

export interface PlaceWriter {
  /** @returns undefined: the pattern may match anywhere; else its units and the first of them that is tried, from their beginning */
  write(pattern: string, ignoreCase: boolean): { readonly units: Uint16Array; readonly first: number } | undefined;
  /** The sets that are new since the last call, one behind the other. */
  takeSets(): Uint8Array;
}

/** @param sets how many there are already */
export function makePlaceWriter(sets: number): PlaceWriter {
  const numbers = new Map<Bytes, number>();
  let fresh: Bytes[] = [];
  let next = sets;
  const numberOf = (bytes: Bytes): number => {
    let number = numbers.get(bytes);
    if (number === undefined) {
      numbers.set(bytes, (number = next));
      fresh.push(bytes);
      next += 1;
    }
    return number;
  };

  return {
    write(pattern, ignoreCase) {
      const tree = readPattern(pattern, ignoreCase);
      const listed = tree === undefined ? undefined : listPlaces(tree);
      if (listed === undefined) return undefined;
      let length = 0;
      const at = listed.next.map((onward) => (length += 2 + onward.length) - 2 - onward.length);
      const units = new Uint16Array(length);
      for (const [place, onward] of listed.next.entries()) {
        const from = at[place] ?? 0;
        const bytes = listed.takes[place];
        const steps = onward.map((each) => (at[each] ?? 0) - from);
        if (steps.some((step) => step !== (step << 16) >> 16)) return undefined;
        units.set([place === end ? last : bytes === undefined ? 0 : numberOf(bytes), onward.length, ...steps], from);
      }
      return { units, first: at[listed.first] ?? 0 };
    },
    takeSets() {
      const taken = new Uint8Array(fresh.length * setBytes);
      fresh.forEach(({ table }, number) => table.forEach((is, byte) => { if (is === 1) taken[number * setBytes + (byte >>> 3)] = (taken[number * setBytes + (byte >>> 3)] ?? 0) | (1 << (byte & 7)); }));
      fresh = [];
      return taken;
    },
  };
}

/** As one run of bytes: how many patterns and units, 32 bits each, then the parts of `Places`. */
export function packPlaces(rules: readonly { readonly pattern: string; readonly ignoreCase: boolean }[]): Uint8Array {
  const writer = makePlaceWriter(1);
  // No pattern begins at the first unit.
  const parts: Uint16Array[] = [new Uint16Array(1)];
  let length = 1;
  const firsts = Uint32Array.from(rules, ({ pattern, ignoreCase }) => {
    const written = writer.write(pattern, ignoreCase);
    if (written === undefined) return 0;
    const first = length + written.first;
    parts.push(written.units);
    length += written.units.length;
    return first;
  });
  return Buffer.concat([...[Uint32Array.of(rules.length, length), firsts, ...parts].map(bytesOf), new Uint8Array(setBytes), writer.takeSets()]);
}

export function readPlaces(packed: Uint8Array): Places {
  const head = new DataView(packed.buffer, packed.byteOffset, headBytes);
  const count = head.getUint32(0, true);
  const units = headBytes + 4 * count;
  const sets = units + 2 * head.getUint32(4, true);
  return { count, firsts: packed.subarray(headBytes, units), units: packed.subarray(units, sets), sets: packed.subarray(sets) };
}

const headBytes = 8;

export function bytesOf({ buffer, byteOffset, byteLength }: Uint16Array | Uint32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Places in a pattern: what stands there takes a byte, or goes on at several others; `end` is where a match is complete. */
interface Listed {
  readonly takes: readonly (Bytes | undefined)[];
  /** For each place where to go on. */
  readonly next: readonly (readonly number[])[];
  readonly first: number;
}

const end = 0;

/** Undefined: there are too many. */
function listPlaces(tree: Tree): Listed | undefined {
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
    const inside = place(node, loop);
    const written = Math.min(least, Math.floor(mostWritten / (takes.length - from)));
    again.push(...(most > Math.max(1, written) ? [inside] : []), then);
    let entry = least === 0 ? loop : inside;
    for (let count = 1; count < written; count += 1) entry = place(node, entry);
    return entry;
  };

  const first = place(tree, end);
  return takes.length > mostPlaces ? undefined : { takes, next, first };
}
