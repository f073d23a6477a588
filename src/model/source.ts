// What every source gives: items to scan, in batches, and answers about those that hold something.

import type { Match } from './match.js';
import type { Item, Piece, Place } from './place.js';
import type { Exposure, Narrowed, Problem, Skip } from './report.js';
import type { AllFacts, Failure, Portion, Work } from './work.js';

export interface Source {
  /** What `root` of the report says; paths are relative to it. */
  readonly root: string;
  /**
   * Everything there is to scan, each item once. Batches, so that small items cost no await each. The bytes of a piece may be
   * others as soon as the next one is asked for.
   */
  pieces(means: Means): AsyncIterable<Iterable<Piece>>;
  /**
   * Told once after the last piece: ids of items in which something was found, or that were not looked into. What was scanned
   * besides need not be scanned again under the same rules.
   */
  settled?(again: ReadonlySet<string>): void;
  /** Where the hits stand. Asked once, after the last piece. */
  locate(hits: readonly Hit[]): Promise<ReadonlyMap<Hit, Located>>;
  /** The bytes of objects that `Place.before` names; one that cannot be had is missing from the answer and is a Problem. */
  read(ids: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>>;
  /** How far what holds these places has come. */
  exposure(places: readonly Place[]): Promise<Exposure>;
  /** What was pushed before, where the source speaks of what has not been. */
  pushed?(): Pushed;
  /** Repositories within, each a scan of its own; complete at the end of the scan. */
  submodules?(): readonly { readonly path: string; readonly directory: string }[];
  /** Those of these ids that name objects of the repository. */
  known?(ids: readonly string[]): ReadonlySet<string>;
  /** What the state of the repository can be told by; complete at the end of the scan. */
  identify?(): string;
  /** What it answered before; absent: it does not remember. */
  readonly answers?: Answers;
  /** What was asked for, where that was not everything; complete at the end of the scan. */
  narrowed?(): Narrowed | undefined;
  /** Filled while `pieces` runs; complete at the end of the scan. */
  readonly skipped: readonly Skip[];
  readonly problems: readonly Problem[];
}

/** Answers to questions about a thing that may have changed since. Asked before anything is read of it. */
export interface Answers {
  /** What was answered to this question when everything was as it is now. */
  recall(question: string): string | undefined;
  /** Keeps an answer, unless something has changed since it was asked for, or went wrong that may go right another time. */
  keep(question: string, answer: string): void;
}

/** Objects that remote-tracking refs hold, as far as a hook can wait for them. */
export interface Pushed {
  objects(): AsyncIterable<Uint8Array>;
  /** All of it was given; known at the end. */
  whole(): boolean;
}

/**
 * Has work scanned beside the pieces; what is found there needs no piece.
 * @param plan calls `begin` when there will be something to share: threads start up while it is planned
 */
export type Share = (plan: (begin: () => void) => Work | undefined) => Promise<AllFacts | undefined>;

/** Has files read and scanned, by threads where there are processors for them, and says which could not be read. */
export type ShareFiles = (portions: Iterable<Portion>) => Promise<readonly Failure[]>;

/** What a scan lends its source; all but `shareFiles` is for audits. */
export interface Means {
  readonly share: Share;
  readonly shareFiles: ShareFiles;
  /** What tells these rules from others. */
  readonly rules: string;
  /** Adds to the counts what an earlier scan has seen. */
  count(known: { readonly objects: number; readonly bytes: number }): void;
  /** Adds to the number of objects that are to come. */
  expect(objects: number): void;
  /** How many objects were scanned, and how many there were to be. */
  progress(): { readonly objects: number; readonly expected: number };
  /** The user has had enough: end soon. */
  stopped(): boolean;
  /** The same, for what waits. */
  readonly stop: AbortSignal | undefined;
}

/** Where a hit stands. */
export interface Located {
  readonly places: readonly Place[];
  /** The text in which it is positioned, where that is only a part of the item: a message of a commit. */
  readonly part?: { readonly bytes: Uint8Array; readonly start: number };
  /** The text in which it is positioned, and where it stands there, where the item is that text with parts left out. */
  readonly within?: { readonly bytes: Uint8Array; readonly start: number; readonly end: number };
}

/** A match together with the item that holds it. */
export interface Hit {
  readonly item: Item;
  readonly match: Match;
}
