// Could a pattern match at a place? In AssemblyScript: places of patterns, as `places.ts` of the engine lays them out, made
// deterministic by what is met (Glushkov 1961; so do RE2 and Hyperscan). A state is a set of places that may take the next byte; what a
// byte makes of it is worked out once.
//
// Memory: the places of a frame, as `automata.ts` of the engine lays them out.

/** Of each pattern, 16 bits each: which set of bytes a place takes (0: none, it only goes on; LAST: a match is complete), at how many
 * places it goes on, and where these are, from here. A place is named by where it stands, in steps of 16 bits. */
let units: usize = 0;
/** 32 bytes each, a bit for each byte. */
let sets: usize = 0;
/** For each pattern its first place; 0: it has none, and may match anywhere. */
let firsts: usize = 0;
/** For each pattern the state that it begins in. */
let starts: usize = 0;
/** A byte for each place: is it in the list? */
let marks: usize = 0;
/** Places, while a state is made of them. */
let list: usize = 0;
/** The places of all states. */
let pool: usize = 0;
/** For each state where its places begin in the pool, and how many they are. */
let rows: usize = 0;
/** States by the hash of their places. */
let table: usize = 0;
/** For each state and byte what comes of it. */
let moves: usize = 0;
let mostPatterns: u32 = 0;
let mostStates: u32 = 0;
let mostPooled: u32 = 0;
let mostListed: u32 = 0;
/** A power of two. */
let tableSize: u32 = 0;
/** Who has come so far is let pass. */
let furthest: usize = 0;

const LAST: u32 = 0xffff;

// What a state does at a byte, where it is not another state.
const UNKNOWN: u32 = 0;
const DEAD: u32 = 1;
const MATCHED: u32 = 2;
const FIRST_STATE: u32 = 3;

let states: u32 = FIRST_STATE;
let pooled: u32 = 0;
/** There was no room for a state: all are made anew. */
let full: bool = false;
let listed: u32 = 0;
let ended: bool = false;

/** @param frame u32s: the places and numbers above, in this order */
export function openAutomata(at: usize): void {
  units = load<u32>(at);
  sets = load<u32>(at, 4);
  firsts = load<u32>(at, 8);
  starts = load<u32>(at, 12);
  marks = load<u32>(at, 16);
  list = load<u32>(at, 20);
  pool = load<u32>(at, 24);
  rows = load<u32>(at, 28);
  table = load<u32>(at, 32);
  moves = load<u32>(at, 36);
  mostPatterns = load<u32>(at, 40);
  mostStates = load<u32>(at, 44);
  mostPooled = load<u32>(at, 48);
  mostListed = load<u32>(at, 52);
  tableSize = load<u32>(at, 56);
  furthest = load<u32>(at, 60);
}

/** @returns false: no match of the pattern begins at `start` in the bytes before `end` */
export function mayMatch(pattern: u32, start: usize, end: usize): bool {
  if (full || states + <u32>furthest > mostStates) forget();
  const first = starts + (<usize>pattern << 1);
  let state: u32 = load<u16>(first);
  if (state == UNKNOWN) {
    state = begin(load<u32>(firsts + (<usize>pattern << 2)));
    store<u16>(first, state);
  }
  if (state <= MATCHED) return state == MATCHED;
  const limit = min(end, start + furthest);
  for (let p = start; p < limit; p++) {
    const move = moves + (<usize>state << 9) + (<usize>load<u8>(p) << 1);
    let next: u32 = load<u16>(move);
    if (next == UNKNOWN) {
      next = step(state, load<u8>(p));
      store<u16>(move, next);
    }
    if (next <= MATCHED) return next == MATCHED;
    state = next;
  }
  return limit < end;
}

function forget(): void {
  memory.fill(moves, 0, <usize>states << 9);
  memory.fill(table, 0, <usize>tableSize << 1);
  memory.fill(starts, 0, <usize>mostPatterns << 1);
  states = FIRST_STATE;
  pooled = 0;
  full = false;
}

function begin(first: u32): u32 {
  if (first == 0) return MATCHED;
  listed = 0;
  ended = false;
  add(first);
  return settle();
}

function step(state: u32, byte: u32): u32 {
  const row = rows + (<usize>state << 3);
  const count = load<u32>(row, 4);
  let at = pool + (<usize>load<u32>(row) << 2);
  listed = 0;
  ended = false;
  for (const to = at + (<usize>count << 2); at < to; at += 4) {
    const place = load<u32>(at);
    const set = sets + (<usize>load<u16>(units + (<usize>place << 1)) << 5);
    if (((load<u8>(set + (byte >> 3)) >> <u8>(byte & 7)) & 1) != 0) addNext(place);
  }
  return settle();
}

function addNext(place: u32): void {
  let at = units + (<usize>place << 1) + 2;
  const count = load<u16>(at);
  for (let index: u32 = 0; index < count; index++) {
    at += 2;
    add(place + <u32>(<i32>load<i16>(at)));
  }
}

function add(place: u32): void {
  const mark = marks + place;
  if (load<u8>(mark) != 0) return;
  if (listed == mostListed) {
    full = true;
    return;
  }
  store<u8>(mark, 1);
  store<u32>(list + (<usize>listed << 2), place);
  listed++;
}

/** The state of the places that are listed, and of those at which they go on without a byte. */
function settle(): u32 {
  let count: u32 = 0;
  for (let index: u32 = 0; index < listed; index++) {
    const place = load<u32>(list + (<usize>index << 2));
    const set: u32 = load<u16>(units + (<usize>place << 1));
    if (set == LAST) ended = true;
    else if (set == 0) addNext(place);
  }
  for (let index: u32 = 0; index < listed; index++) {
    const place = load<u32>(list + (<usize>index << 2));
    store<u8>(marks + place, 0);
    if (load<u16>(units + (<usize>place << 1)) == 0) continue;
    store<u32>(list + (<usize>count << 2), place);
    count++;
  }
  return ended || full ? MATCHED : count == 0 ? DEAD : number(count);
}

/** Of the state with the places at the beginning of the list. */
function number(count: u32): u32 {
  let hash: u32 = 0x811c9dc5;
  for (let index: u32 = 0; index < count; index++) hash = (hash ^ load<u32>(list + (<usize>index << 2))) * 0x01000193;
  let slot = (hash ^ (hash >> 15)) & (tableSize - 1);
  for (;;) {
    const known: u32 = load<u16>(table + (<usize>slot << 1));
    if (known == 0) break;
    if (holds(known, count)) return known;
    slot = (slot + 1) & (tableSize - 1);
  }
  if (states == mostStates || pooled + count > mostPooled) {
    full = true;
    return MATCHED;
  }
  const row = rows + (<usize>states << 3);
  store<u32>(row, pooled);
  store<u32>(row, count, 4);
  memory.copy(pool + (<usize>pooled << 2), list, <usize>count << 2);
  pooled += count;
  store<u16>(table + (<usize>slot << 1), states);
  return states++;
}

function holds(state: u32, count: u32): bool {
  const row = rows + (<usize>state << 3);
  if (load<u32>(row, 4) != count) return false;
  const places = pool + (<usize>load<u32>(row) << 2);
  for (let at: usize = 0; at < <usize>count << 2; at += 4) if (load<u32>(places + at) != load<u32>(list + at)) return false;
  return true;
}
