// What the sources share: the list of things to scan that is built up before reading, each blob and each name once, with
// every place that holds it.

import type { Item, Piece, Place } from '../model/place.js';

/** Things to scan and where they stand. */
export interface Intake {
  /** Adds a place that holds the object; a new object is remembered to be read. */
  addObject(id: string, kind: Item['kind'], place: Place): void;
  /** Adds a name (a path, a ref) that is itself scanned. */
  addName(bytes: Uint8Array, place: Place): void;
  /** Objects to be read, in the order in which they came. */
  objects(): readonly Item[];
  names(): readonly Piece[];
  places(item: Item): readonly Place[];
}

export function makeIntake(): Intake {
  const objects = new Map<string, Item>();
  const names = new Map<string, Piece>();
  const places = new Map<Item, Place[]>();

  const place = (item: Item, at: Place): void => {
    const known = places.get(item);
    if (known === undefined) places.set(item, [at]);
    else known.push(at);
  };

  return {
    addObject(id, kind, at) {
      let item = objects.get(id);
      if (item === undefined) objects.set(id, (item = { id, kind }));
      place(item, at);
    },
    addName(bytes, at) {
      const key = Buffer.from(bytes).toString('latin1');
      let piece = names.get(key);
      if (piece === undefined) names.set(key, (piece = { item: { id: `name ${key}`, kind: 'name' }, offset: 0, bytes, last: true }));
      place(piece.item, at);
    },
    objects: () => [...objects.values()],
    names: () => [...names.values()],
    places: (item) => places.get(item) ?? [],
  };
}
