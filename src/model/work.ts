// Work that threads share: the packs of a repository as forests of deltas, cut into portions. Plain data over shared memory, so
// that a thread gets it as it is; and what comes back from a portion besides what was found. Files of a folder are handed out
// portion by portion, because nobody knows beforehand how many there are.

/** `count` ids of `idBytes` each, by rising bytes. */
export interface IdTable {
  readonly ids: Uint8Array;
  readonly idBytes: number;
  readonly count: number;
  /** How many ids start with a byte below the n-th; 257 entries. */
  readonly fanout: Uint32Array;
}

export interface Forest {
  readonly path: string;
  readonly table: IdTable;
  /** Offset of each node, and behind them the offset where the last one ends. */
  readonly offsets: Float64Array | Uint32Array;
  /** Position of each node's id in the table. */
  readonly order: Uint32Array;
  /** Links between nodes; -1: none. `heavy` is the child with the most below it: it is made last, in its parent's place. */
  readonly firstChild: Int32Array;
  readonly nextSibling: Int32Array;
  readonly heavy: Int32Array;
  /** Bytes of each node's object, once it has been made. */
  readonly sizes: Uint32Array;
  /** Not 0: it need not be scanned: another pack has it too, an earlier audit has seen it, or nobody asked for it. 2: nor does anything below it. */
  readonly skip: Uint8Array;
  readonly roots: Uint32Array;
  /** Nodes whose parent cannot be told, or which stand in a circle: git is asked for them. */
  readonly odd: readonly number[];
}

/** All that threads share; whoever is free takes the next portion. */
export interface Work {
  readonly forests: readonly Forest[];
  /** What is known besides: loose objects, and what an earlier audit has seen. */
  readonly others: readonly IdTable[];
  /** Forest, first root, root behind the last: three numbers a portion; the heaviest first. */
  readonly portions: Uint32Array;
  /** How many of them, the first ones, take so long that whoever does nothing else should take them; and what part of the work the others are, 0 to 1. */
  readonly heavy: number;
  readonly lightPart: number;
  /** How many have been taken: of all, of the first ones, of the last ones. */
  readonly taken: Int32Array;
  /** Words that may still be told of trees. */
  readonly treeRoom: Int32Array;
  /** 1 for each portion that is done and told. */
  readonly done: Uint8Array;
}

/** Commits as bytes, because there may be a million: see `packs/commit-table`. */
export type PackedCommits = Uint8Array;

/** What trees list, as numbers: see `packs/tree-table`. */
export type PackedTrees = Uint32Array;

/** What a portion gave besides its objects. */
export interface Facts {
  readonly commits: PackedCommits;
  /** Undefined: they took too much room. */
  readonly trees: PackedTrees | undefined;
  /** Ids that objects name and that the database does not hold. */
  readonly missing: readonly string[];
  /** Ids of objects that git must read. */
  readonly left: readonly string[];
}

/** The same of all portions. */
export interface AllFacts extends Omit<Facts, 'commits' | 'trees'> {
  readonly commits: readonly PackedCommits[];
  /** None where some portion's took too much room. */
  readonly trees: readonly PackedTrees[];
}

/** What lies on a disk, and is scanned together with its own name. A folder is neither file nor link; a link that the user names may be both. */
export interface Entry {
  /** Absolute, each byte a character (Latin-1). */
  readonly path: string;
  readonly isLink: boolean;
  readonly isFile: boolean;
  /** Its bytes, when it was listed. */
  readonly size: number;
  /** An earlier file that it may be a copy of. */
  readonly like?: Listed;
}

/** A file as it was when it was listed. */
export interface Listed {
  readonly path: string;
  readonly inode: number;
  readonly changed: number;
  readonly modified: number;
}

/** A file that holds the same as an earlier one: what was found there stands here too. */
export interface Copy {
  readonly path: string;
  readonly of: string;
}

/** Entries that are scanned by one thread, as they follow each other. */
export interface Portion {
  /** How many entries come before it. */
  readonly first: number;
  readonly entries: readonly Entry[];
  /** Bytes that are to be scanned, about. */
  readonly bytes: number;
}

/** An entry that could not be read, or not to its end. */
export interface Failure {
  /** How many entries come before it. */
  readonly entry: number;
  readonly path: string;
  /** What the system said: `EACCES`. */
  readonly code: string;
}
