// Where bytes stand: the item that a source hands to the engine, and the places that hold it.

/** What kind of place a finding stands in; part of the JSON report's public API. */
export const placeKinds = ['blob', 'file', 'stdin', 'symlink', 'path', 'commit-message', 'author', 'tag-message', 'note', 'ref'] as const;
export type PlaceKind = (typeof placeKinds)[number];

/** One place that holds an item. A blob has as many as paths and commits hold it. */
export interface Place {
  readonly source: PlaceKind;
  /** Relative to the scanned root, `/` between folders, bytes that are not UTF-8 as `\xNN`; empty for messages and refs. */
  readonly path: string;
  /** Object id of the commit (or annotated tag) that brought it. */
  readonly commit?: string;
  readonly author?: string;
  /** ISO 8601 with the author's offset. */
  readonly date?: string;
  /** Id of the object that holds it, for what git holds. */
  readonly object?: string;
  /** The tree of HEAD holds it at this path. */
  readonly inHead?: boolean;
  /** Object ids of what stood here before the change, one a parent, `undefined` where nothing did. Absent: all of it is news. */
  readonly before?: readonly (string | undefined)[];
}

/** A thing that is scanned once: a blob, a message, a name. */
export interface Item {
  /** Unique within a scan: an object id, or a name that its source knows. */
  readonly id: string;
  /** What the bytes are; `commit` and `tag` hold several parts, `tree` several names. */
  readonly kind: 'content' | 'name' | 'commit' | 'tag' | 'tree';
}

/** A run of an item's bytes, in order. Small items come whole: offset 0, last true. */
export interface Piece {
  readonly item: Item;
  readonly offset: number;
  readonly bytes: Uint8Array;
  readonly last: boolean;
}
