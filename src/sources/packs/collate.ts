// Sorted tables of objects as one, each id once: told part by part, because together they may have a hundred megabytes, and are only
// written down.

import type { IdTable } from '../../model/work.js';

export interface Sized {
  readonly table: Pick<IdTable, 'ids' | 'idBytes' | 'count'>;
  /** Bytes of the object at that place; undefined: it is left out. */
  sizeAt(place: number): number | undefined;
}

export interface Collated {
  readonly idBytes: number;
  readonly count: number;
  /** Parts of all ids, one behind another. */
  ids(): Generator<Uint8Array>;
  /** Parts of the sizes, six bytes each. */
  sizes(): Generator<Uint8Array>;
}

/** So many objects are told at once. */
const atOnce = 65_536;
export const sizeBytes = 6;

export function collate(tables: readonly Sized[], idBytes: number): Collated {
  const taken = tables.map(takeFrom);
  const sources = orderSources(tables, taken, idBytes);

  /** Runs of objects that stand side by side in one table, as far as they fit into a part. */
  function* tell(bytesEach: number, write: (part: Buffer, at: number, table: Sized, from: number, to: number) => void): Generator<Uint8Array> {
    const places = tables.map(() => -1);
    for (let from = 0; from < sources.length; from += atOnce) {
      const to = Math.min(sources.length, from + atOnce);
      const part = Buffer.alloc((to - from) * bytesEach);
      for (let index = from; index < to; ) {
        const begun = index;
        const source = sources[index] ?? 0;
        const marks = taken[source] ?? nothing;
        const first = nextTaken(marks, places[source] ?? -1);
        let place = first;
        for (index += 1; index < to && sources[index] === source && marks[place + 1] === 1; index += 1) place += 1;
        places[source] = place;
        const table = tables[source];
        if (table !== undefined) write(part, (begun - from) * bytesEach, table, first, place + 1);
      }
      yield part;
    }
  }

  return {
    idBytes,
    count: sources.length,
    ids: () => tell(idBytes, (part, at, { table: { ids } }, from, to) => part.set(ids.subarray(from * idBytes, to * idBytes), at)),
    sizes: () => tell(sizeBytes, (part, at, table, from, to) => {
      for (let place = from; place < to; place += 1) part.writeUIntLE(table.sizeAt(place) ?? 0, at + (place - from) * sizeBytes, sizeBytes);
    }),
  };
}

function nextTaken(marks: Uint8Array, place: number): number {
  let next = place + 1;
  while (next < marks.length && marks[next] === 0) next += 1;
  return next < marks.length ? next : -1;
}

const nothing = new Uint8Array(0);

function takeFrom({ table: { count }, sizeAt }: Sized): Uint8Array {
  const taken = new Uint8Array(count);
  for (let place = 0; place < count; place += 1) if (sizeAt(place) !== undefined) taken[place] = 1;
  return taken;
}

/** Which table each object of the whole comes from. What another one has too is no longer taken from it. */
function orderSources(tables: readonly Sized[], taken: readonly Uint8Array[], idBytes: number): Uint16Array {
  const most = taken.reduce((sum, each) => sum + each.length, 0);
  const sources = new Uint16Array(most);
  const places = taken.map((each) => nextTaken(each, -1));
  const advance = (source: number): void => void (places[source] = nextTaken(taken[source] ?? nothing, places[source] ?? 0));
  let count = 0;
  let open = places.flatMap((place, source) => (place < 0 ? [] : source));
  while (open.length > 0) {
    let first = open[0] ?? 0;
    let ended = false;
    for (let other = 1; other < open.length; other += 1) {
      const source = open[other] ?? 0;
      const order = compareAt(tables[source], places[source] ?? 0, tables[first], places[first] ?? 0, idBytes);
      if (order < 0) first = source;
      else if (order === 0) {
        const place = places[source] ?? 0;
        advance(source);
        (taken[source] ?? nothing)[place] = 0;
        ended ||= (places[source] ?? -1) < 0;
        if (ended) break;
      }
    }
    if (!ended) {
      sources[count] = first;
      count += 1;
      advance(first);
      ended = (places[first] ?? -1) < 0;
    }
    if (ended) open = open.filter((source) => (places[source] ?? -1) >= 0);
  }
  return sources.subarray(0, count);
}

function compareAt(left: Sized | undefined, leftPlace: number, right: Sized | undefined, rightPlace: number, idBytes: number): number {
  if (left === undefined || right === undefined) return 0;
  const [one, other, from, to] = [left.table.ids, right.table.ids, leftPlace * idBytes, rightPlace * idBytes];
  for (let index = 0; index < idBytes; index += 1) {
    const difference = (one[from + index] ?? 0) - (other[to + index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
