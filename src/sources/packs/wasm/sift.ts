// Which commits may have brought a blob, in AssemblyScript: a history has some hundred thousand trees, and what runs once is slow elsewhere.
// Rows are those of `tree-table.ts`. From the entries that are sought it goes up, to the trees that hold them, those that hold
// these, and so on; each tree notes which of its entries hold something.
//
// Memory: one area behind the other, as they are asked for.

/** Bytes of a row before its runs, of a run, of an entry. */
const HEAD: usize = 20;
const RUN: usize = 12;
const ENTRY: usize = 20;
const OF_TREE: u32 = 0x80000000;
/** Folders within each other: below, git is to compare. */
const DEEPEST: i32 = 1000;
/** Steps after which git is to compare all: it takes less then. */
const MOST_STEPS: i32 = 20_000_000;

let end: usize = 1024;
let steps: i32 = 0;

/** @returns where it begins; all of it is 0 */
export function reserve(bytes: usize): usize {
  const at = end;
  end = (end + bytes + 15) & ~15;
  if (end > <usize>memory.size() << 16) memory.grow(<i32>((end - (<usize>memory.size() << 16) + 0xffff) >> 16));
  return at;
}

/** It takes too long to tell: what is told is good for nothing. */
export function exhausted(): bool {
  return steps >= MOST_STEPS;
}

// ---- rows

let rows: i32 = 0;
/** Of each row where it begins, the row that it was made from or -1; the last row that was made from it, and the one before that. */
let starts: usize = 0;
let origins: usize = 0;
let lastMade: usize = 0;
let madeBefore: usize = 0;
/** Rows by the first words of their trees' ids, from 1 on. */
let slots: usize = 0;
let slotMask: u32 = 0;

// @ts-ignore: decorator
@inline
function at(list: usize, index: i32): usize {
  return list + (<usize>index << 2);
}

// @ts-ignore: decorator
@inline
function startOf(row: i32): usize {
  return load<u32>(at(starts, row));
}

// @ts-ignore: decorator
@inline
function entriesOf(row: usize): usize {
  return row + HEAD + <usize>load<u32>(row, 12) * RUN;
}

/** @param bytes of all rows that there will be */
export function openRows(bytes: usize): void {
  const most = bytes / HEAD;
  starts = reserve(most << 2);
  origins = reserve(most << 2);
}

/** Rows that were told at once: they count from 0 on. */
export function addRows(from: usize, to: usize): void {
  const before = rows;
  for (let row = from; row < to; ) {
    store<u32>(at(starts, rows), <u32>row);
    const origin = load<i32>(row, 8);
    store<i32>(at(origins, rows), origin < 0 ? -1 : before + origin);
    rows++;
    row = entriesOf(row) + <usize>load<u32>(row, 16) * ENTRY;
  }
}

export function linkRows(): void {
  lastMade = reserve(<usize>rows << 2);
  madeBefore = reserve(<usize>rows << 2);
  let size: u32 = 1;
  while (size < 2 * <u32>rows + 2) size <<= 1;
  slots = reserve(<usize>size << 2);
  slotMask = size - 1;
  for (let row: i32 = 0; row < rows; row++) {
    const origin = load<i32>(at(origins, row));
    if (origin >= 0) {
      store<i32>(at(madeBefore, row), load<i32>(at(lastMade, origin)));
      store<i32>(at(lastMade, origin), row + 1);
    }
    let slot = load<u32>(startOf(row)) & slotMask;
    while (load<i32>(at(slots, slot)) != 0) slot = (slot + 1) & slotMask;
    store<i32>(at(slots, slot), row + 1);
  }
}

/** The row of a tree by the first words of its id, or the first word alone; -1: nothing is known of it, or it is not certain which it is. */
function findRow(first: u32, second: u32, whole: bool): i32 {
  let found: i32 = -1;
  for (let slot = first & slotMask; load<i32>(at(slots, slot)) != 0; slot = (slot + 1) & slotMask) {
    const row = load<i32>(at(slots, slot)) - 1;
    const place = startOf(row);
    if (load<u32>(place) != first || (whole && load<u32>(place, 4) != second)) continue;
    if (found >= 0) return -1;
    found = row;
  }
  return found;
}

// ---- what is sought

/** First words of ids, from 1 on, by themselves. */
let sought: usize = 0;
let soughtMask: u32 = 0;
let soughtZero: bool = false;

export function openSought(count: u32): void {
  let size: u32 = 1;
  while (size < 2 * count + 2) size <<= 1;
  sought = reserve(<usize>size << 2);
  soughtMask = size - 1;
}

export function addSought(first: u32): void {
  if (first == 0) soughtZero = true;
  else store<u32>(at(sought, slotOf(first)), first);
}

function slotOf(first: u32): u32 {
  let slot = first & soughtMask;
  while (load<u32>(at(sought, slot)) != 0 && load<u32>(at(sought, slot)) != first) slot = (slot + 1) & soughtMask;
  return slot;
}

function isSought(first: u32): bool {
  return first == 0 ? soughtZero : load<u32>(at(sought, slotOf(first))) == first;
}

// ---- what holds it

/** Of each row the last note, from 1 on. */
let lastNote: usize = 0;
/** Notes, 20 bytes each: a hash of the entry's name, the first words of its id, the row of the tree that it is or -1; the note before it. */
let notes: usize = 0;
let noteCount: i32 = 0;
/** Rows that hold something, and were not gone up from yet. */
let queue: usize = 0;
let queued: i32 = 0;
/** Triples (row, start of the name, start of the id), while an entry is noted; so many have room. */
let stack: usize = 0;
let mostStacked: i32 = 0;
/** Of each row the last listing of its tree, from 1 on; of each listing the row that lists, the entry, the listing before it. */
let lastListing: usize = 0;
let listings: usize = 0;
let listingCount: i32 = 0;

const LISTING: usize = 12;
const NOTE: usize = 20;

// @ts-ignore: decorator
@inline
function noteAt(note: i32): usize {
  return notes + <usize>(note - 1) * NOTE;
}

/** The note of this entry; 0: there is none. */
function findNote(row: i32, hash: u32, first: u32, second: u32): i32 {
  let note = load<i32>(at(lastNote, row));
  for (; note != 0; note = load<i32>(noteAt(note), 16)) {
    const place = noteAt(note);
    if (load<u32>(place) == hash && load<u32>(place, 4) == first && load<u32>(place, 8) == second) return note;
    steps++;
  }
  return 0;
}

/** Notes an entry of a tree, and of all that were made from it and kept the entry. @param child the row of the tree that it is, or -1 */
function noteEntry(top: i32, entry: usize, child: i32, idBytes: u32): void {
  const hash = load<u32>(entry, 8);
  const first = load<u32>(entry, 12);
  const second = load<u32>(entry, 16);
  let stacked: i32 = 1;
  push(0, top, load<u32>(entry) & ~OF_TREE, load<u32>(entry, 4));
  while (stacked > 0 && steps < MOST_STEPS) {
    stacked--;
    const place = stack + <usize>stacked * 12;
    const row = load<i32>(place);
    const name = load<u32>(place, 4);
    const id = load<u32>(place, 8);
    steps++;
    if (findNote(row, hash, first, second) != 0) continue;
    addNote(row, hash, first, second, child);
    for (let made = load<i32>(at(lastMade, row)); made != 0; made = load<i32>(at(madeBefore, made - 1))) {
      const to = entriesOf(startOf(made - 1));
      for (let run = startOf(made - 1) + HEAD; run < to; run += RUN) {
        steps++;
        const start = load<u32>(run);
        const origin = load<u32>(run, 8);
        if (origin > name || id + idBytes > origin + load<u32>(run, 4) - start) continue;
        if (stacked == mostStacked) {
          steps = MOST_STEPS;
          return;
        }
        push(stacked++, made - 1, name - origin + start, id - origin + start);
      }
    }
  }
}

function push(stacked: i32, row: i32, name: u32, id: u32): void {
  const place = stack + <usize>stacked * 12;
  store<i32>(place, row);
  store<u32>(place, name, 4);
  store<u32>(place, id, 8);
}

function addNote(row: i32, hash: u32, first: u32, second: u32, child: i32): void {
  const before = load<i32>(at(lastNote, row));
  if (before == 0) store<i32>(at(queue, queued++), row);
  reserve(NOTE + 12); // Notes are the last area, and are laid out without gaps.
  noteCount++;
  const place = noteAt(noteCount);
  end = place + NOTE;
  store<u32>(place, hash);
  store<u32>(place, first, 4);
  store<u32>(place, second, 8);
  store<i32>(place, child, 12);
  store<i32>(place, before, 16);
  store<i32>(at(lastNote, row), noteCount);
}

/** Works out which trees hold what is sought, or something of which nothing is known. */
export function findHolders(idBytes: u32): void {
  lastNote = reserve(<usize>rows << 2);
  queue = reserve(<usize>rows << 2);
  lastListing = reserve(<usize>rows << 2);
  mostStacked = rows + 1024;
  stack = reserve(<usize>mostStacked * 12);
  listings = reserve(<usize>countTrees() * LISTING);
  notes = reserve(0);
  for (let row: i32 = 0; row < rows; row++) {
    const from = entriesOf(startOf(row));
    const to = from + <usize>load<u32>(startOf(row), 16) * ENTRY;
    for (let entry = from; entry < to; entry += ENTRY) {
      const first = load<u32>(entry, 12);
      if ((load<u32>(entry) & OF_TREE) == 0) {
        if (isSought(first)) noteEntry(row, entry, -1, idBytes);
        continue;
      }
      const tree = findRow(first, load<u32>(entry, 16), true);
      if (tree < 0) noteEntry(row, entry, -1, idBytes);
      else addListing(row, entry, tree);
    }
  }
  while (queued > 0 && steps < MOST_STEPS) {
    const row = load<i32>(at(queue, --queued));
    for (let listing = load<i32>(at(lastListing, row)); listing != 0; ) {
      const place = listings + <usize>(listing - 1) * LISTING;
      noteEntry(load<i32>(place), load<u32>(place, 4), row, idBytes);
      listing = load<i32>(place, 8);
    }
  }
}

function countTrees(): i32 {
  let count: i32 = 0;
  for (let row: i32 = 0; row < rows; row++) {
    const from = entriesOf(startOf(row));
    const to = from + <usize>load<u32>(startOf(row), 16) * ENTRY;
    for (let entry = from; entry < to; entry += ENTRY) if ((load<u32>(entry) & OF_TREE) != 0) count++;
  }
  return count;
}

function addListing(row: i32, entry: usize, tree: i32): void {
  const place = listings + <usize>listingCount * LISTING;
  store<i32>(place, row);
  store<u32>(place, <u32>entry, 4);
  store<i32>(place, load<i32>(at(lastListing, tree)), 8);
  store<i32>(at(lastListing, tree), ++listingCount);
}

/** Does the tree hold something where the other one does not? */
function differ(row: i32, other: i32, depth: i32): bool {
  if (row == other) return false;
  if (depth > DEEPEST) return true;
  for (let note = load<i32>(at(lastNote, row)); note != 0; note = load<i32>(noteAt(note), 16)) {
    const place = noteAt(note);
    const hash = load<u32>(place);
    if (findNote(other, hash, load<u32>(place, 4), load<u32>(place, 8)) != 0) continue;
    const child = load<i32>(place, 12);
    const counterpart = child < 0 ? -1 : findTree(other, hash);
    if (counterpart < 0 || differ(child, counterpart, depth + 1)) return true;
  }
  return false;
}

/** The row of the tree of this name among what is noted; -1: there is none. */
function findTree(row: i32, hash: u32): i32 {
  for (let note = load<i32>(at(lastNote, row)); note != 0; note = load<i32>(noteAt(note), 16)) {
    const place = noteAt(note);
    if (load<u32>(place) == hash && load<i32>(place, 12) >= 0) return load<i32>(place, 12);
  }
  return -1;
}

// ---- commits

/**
 * @param roots for each commit the first word of its tree's id, replaced by that tree's row
 * @param parentsFrom for each commit, and behind the last, where its parents begin in `parents`
 * @param marks a byte for each commit: 1: in its tree stands something that stands in the tree of no parent
 */
export function markCommits(count: i32, roots: usize, parentsFrom: usize, parents: usize, marks: usize): void {
  for (let commit: i32 = 0; commit < count; commit++) store<i32>(at(roots, commit), findRow(load<u32>(at(roots, commit)), 0, false));
  for (let commit: i32 = 0; commit < count && steps < MOST_STEPS; commit++) store<u8>(marks + commit, brings(commit, roots, parentsFrom, parents) ? 1 : 0);
}

function brings(commit: i32, roots: usize, parentsFrom: usize, parents: usize): bool {
  const own = load<i32>(at(roots, commit));
  if (own < 0) return true;
  if (load<i32>(at(lastNote, own)) == 0) return false;
  const to = load<i32>(at(parentsFrom, commit + 1));
  for (let link = load<i32>(at(parentsFrom, commit)); link < to; link++) {
    const other = load<i32>(at(roots, load<i32>(at(parents, link))));
    if (other >= 0 && !differ(own, other, 0)) return false;
  }
  return true;
}
