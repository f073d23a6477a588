// What every source gives: items to scan, in batches, and answers about those that hold something.

import type { Match } from './match.js';
import type { Item, Part, Piece, Place } from './place.js';
import type { Exposure, Problem, Skip } from './report.js';

export interface Source {
  /** What `root` of the report says; paths are relative to it. */
  readonly root: string;
  /** Everything there is to scan, each item once. Batches so that small items cost no await each. */
  pieces(): AsyncIterable<readonly Piece[]>;
  /** For items that come without places. Asked once, after the last piece, with all items that hold a match. */
  places?(items: readonly Item[]): Promise<ReadonlyMap<string, readonly Place[]>>;
  /** Which part of an item (a commit, a tag, a tree) the bytes at `start` belong to. */
  part?(item: Item, bytes: Uint8Array, start: number): Part;
  /** The bytes that an object id of `Place.before` stands for; undefined if it cannot be had (a Problem is recorded). */
  read?(id: string): Promise<Uint8Array | undefined>;
  /** How far what holds these places has come. */
  exposure(places: readonly Place[]): Promise<Exposure>;
  /** Filled while `pieces` runs; complete at its end. */
  readonly skipped: readonly Skip[];
  readonly problems: readonly Problem[];
}

/** A match together with the item that holds it. */
export interface Hit {
  readonly item: Item;
  readonly match: Match;
}
