// What can be asked of bytes before a pattern runs: how many of which kinds stand in a row.

export interface Run {
  /** Ranges of bytes, as pairs of characters, first and last. */
  readonly bytes: string;
  /** So many of them, at least. */
  readonly least: number;
}

/** What must stand behind an anchor so that it can belong to a match. */
export interface Sequel extends Run {
  /** They go on until this byte, which is one of them. */
  readonly until?: number;
  /** How far away it is at most. */
  readonly within?: number;
}

/** Asking for fewer bytes, or of more kinds, spares nothing. */
const leastLeast = 3;
const mostKinds = 100;

/** What holds for each of several; undefined: nothing that is worth asking. */
export function weaken(sequels: readonly (Sequel | undefined)[]): Sequel | undefined {
  const known = sequels.flatMap((each) => each ?? []);
  const [first] = known;
  if (first === undefined || known.length < sequels.length) return undefined;
  const sets = [...new Set(known.map(({ bytes }) => bytes))].map((each) => readBytes(each));
  const bytes = Array.from({ length: 256 }, (_, byte) => sets.some((set) => set[byte] === 1));
  if (first.until !== undefined && known.every(({ until }) => until === first.until)) {
    return { bytes: writeBytes(bytes), least: 0, until: first.until, within: Math.max(...known.map(({ within }) => within ?? 0)) };
  }
  const least = Math.min(...known.map((each) => each.least));
  return least < leastLeast || bytes.filter(Boolean).length > mostKinds ? undefined : { bytes: writeBytes(bytes), least };
}

export function writeBytes(bytes: readonly boolean[]): string {
  let ranges = '';
  for (let first = 0; first < 256; first += 1) {
    if (bytes[first] !== true) continue;
    let last = first;
    while (bytes[last + 1] === true) last += 1;
    ranges += String.fromCharCode(first, last);
    first = last;
  }
  return ranges;
}

/** @returns 1 for each byte that is in the ranges or one of the signs, 0 for the others */
export function readBytes(ranges: string, signs = ''): Uint8Array {
  const bytes = new Uint8Array(256);
  for (const sign of signs) bytes[sign.charCodeAt(0)] = 1;
  for (let at = 0; at < ranges.length; at += 2) bytes.fill(1, ranges.charCodeAt(at), ranges.charCodeAt(at + 1) + 1);
  return bytes;
}

const shared = new Map<string, Uint8Array>();

/** The same for what many rules ask for: one table for all of them, not to be written. */
export function shareBytes(ranges: string): Uint8Array {
  let bytes = shared.get(ranges);
  if (bytes === undefined) shared.set(ranges, (bytes = readBytes(ranges)));
  return bytes;
}
