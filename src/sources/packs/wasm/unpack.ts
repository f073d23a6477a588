// What a pack holds -> contents, in AssemblyScript: inflates entries, applies deltas, and says which parts of its base a
// content has kept (git help gitformat-pack, "deltified representation").
//
// Memory: what inflating needs, then whatever the caller lays out.

import { base, inflate } from '../../git/wasm/inflate';

export { base, inflate };

let kept: i32 = 0;
let type: u32 = 0;

const OFS_DELTA: u32 = 6;
const REF_DELTA: u32 = 7;

/** What the last entry is, as packs number it. */
export function entryType(): u32 {
  return type;
}

/**
 * Inflates an entry to `out`: a byte of type and size, more of the size, what says where a delta's base is, a zlib stream.
 * @returns the number of bytes written; -1: damaged, or longer than the room
 */
export function inflateEntry(from: usize, end: usize, idBytes: usize, out: usize, outEnd: usize): i32 {
  let at = from;
  let byte = load<u8>(at++);
  type = (byte >> 4) & 7;
  let size: u64 = byte & 15;
  for (let shift: u64 = 4; (byte & 0x80) != 0; shift += 7) {
    if (at >= end || shift > 53) return -1;
    byte = load<u8>(at++);
    size |= <u64>(byte & 0x7f) << shift;
  }
  if (type == REF_DELTA) at += idBytes;
  else if (type == OFS_DELTA) while (at < end && (load<u8>(at++) & 0x80) != 0);
  if (at >= end || size > <u64>(outEnd - out)) return -1;
  return inflate(at, end, out, out + <usize>size) == <i32>size ? <i32>size : -1;
}

/** An object from its base and an entry that holds a delta; @returns as `applyDelta` does */
export function makeObject(entry: usize, entryEnd: usize, idBytes: usize, delta: usize, deltaEnd: usize, from: usize, fromEnd: usize, out: usize, outEnd: usize, list: usize, listEnd: usize): i32 {
  const size = inflateEntry(entry, entryEnd, idBytes, delta, deltaEnd);
  return size < 0 ? -1 : applyDelta(from, fromEnd, delta, delta + <usize>size, out, outEnd, list, listEnd);
}

/** How many runs the last delta kept, as `applyDelta` listed them; -1: the list was too short for them. */
export function keptCount(): i32 {
  return kept;
}

/**
 * Writes base + delta to `out`, and to `list` what it kept of the base: triples (start and end in the content, start in the
 * base; u32), by rising start, neighbours of the base that stay neighbours in one.
 * @returns the length of the content; -1: damaged, not for this base, or longer than the room
 */
function applyDelta(from: usize, fromEnd: usize, delta: usize, deltaEnd: usize, out: usize, outEnd: usize, list: usize, listEnd: usize): i32 {
  kept = 0;
  let at = delta;
  let size: u64 = 0;
  for (let side: i32 = 0; side < 2; side++) {
    size = 0;
    let shift: u64 = 0;
    let byte: u8 = 0x80;
    while ((byte & 0x80) != 0) {
      if (at >= deltaEnd || shift > 49) return -1;
      byte = load<u8>(at++);
      size |= <u64>(byte & 0x7f) << shift;
      shift += 7;
    }
    if (side == 0 && size != <u64>(fromEnd - from)) return -1;
  }
  if (size > <u64>(outEnd - out)) return -1;
  const end = out + <usize>size;
  let to = out;
  while (at < deltaEnd) {
    const op = <u32>load<u8>(at++);
    if ((op & 0x80) != 0) {
      let offset: u32 = 0;
      let length: u32 = 0;
      for (let bit: u32 = 0; bit < 4; bit++) {
        if ((op & (1 << bit)) != 0) offset |= <u32>load<u8>(at++) << (bit << 3);
      }
      for (let bit: u32 = 0; bit < 3; bit++) {
        if ((op & (16 << bit)) != 0) length |= <u32>load<u8>(at++) << (bit << 3);
      }
      if (length == 0) length = 0x10000;
      if (at > deltaEnd || <u64>offset + length > <u64>(fromEnd - from) || length > <u32>(end - to)) return -1;
      list = keep(<u32>(to - out), <u32>(to - out) + length, offset, list, listEnd);
      memory.copy(to, from + offset, length);
      to += length;
    } else {
      if (op == 0 || op > <u32>(deltaEnd - at) || op > <u32>(end - to)) return -1;
      memory.copy(to, at, op);
      at += op;
      to += op;
    }
  }
  return to == end ? <i32>size : -1;
}

function keep(start: u32, end: u32, origin: u32, list: usize, listEnd: usize): usize {
  if (kept > 0 && load<u32>(list - 8) == start && load<u32>(list - 4) + start - load<u32>(list - 12) == origin) {
    store<u32>(list - 8, end);
    return list;
  }
  if (kept < 0 || list + 12 > listEnd) {
    kept = -1;
    return list;
  }
  store<u32>(list, start);
  store<u32>(list, end, 4);
  store<u32>(list, origin, 8);
  kept++;
  return list + 12;
}

/** Digits of a mode at most. */
const LONGEST_MODE: usize = 8;

/**
 * Pairs of offsets (u32) in a tree, of the name and of the object id, for entries that do not stand whole in a run which a delta kept;
 * the highest bit of the second for those of submodules. An entry is `<mode> SP <name> NUL <id>` (git's tree-walk.c).
 * @param run triples as `applyDelta` lists them
 * @returns how many; -1: this is no tree, or there is no room
 */
export function listLinks(tree: usize, end: usize, idBytes: usize, run: usize, runsEnd: usize, list: usize, listEnd: usize): i32 {
  let found: i32 = 0;
  let at = tree;
  while (at < end) {
    const start = at;
    const gitlink = load<u8>(at) == 0x31 && load<u8>(at, 1) == 0x36; // "160000"
    while (at < start + LONGEST_MODE && load<u8>(at) != 0x20 && load<u8>(at) != 0) at++;
    const name = at + 1;
    while (at < end && load<u8>(at) != 0) at++;
    const id = at + 1;
    if (id + idBytes > end) return -1;
    at = id + idBytes;
    while (run < runsEnd && tree + load<u32>(run, 4) <= start) run += 12;
    if (run < runsEnd && tree + load<u32>(run) <= start && at <= tree + load<u32>(run, 4)) continue;
    if (name >= id || list + 8 > listEnd) return -1;
    store<u32>(list, <u32>(name - tree));
    store<u32>(list, <u32>(id - tree) | (gitlink ? 0x80000000 : 0), 4);
    list += 8;
    found++;
  }
  return found;
}

/** No entry of a tree is shorter: `40000 x`, NUL, and an id. */
const LEAST_KEPT: u32 = 28;

/**
 * A row of `packs/tree-table.ts` without the id and the parent: how many runs, how many entries, the runs, the entries; those of submodules
 * are left out.
 * @param links pairs as `listLinks` lists them
 * @param run triples as `applyDelta` lists them
 * @returns its words; -1: there is no room
 */
export function tellTree(tree: usize, links: usize, linksEnd: usize, run: usize, runsEnd: usize, out: usize, outEnd: usize): i32 {
  if (out + 8 + (runsEnd - run) + (linksEnd - links) / 8 * 20 > outEnd) return -1;
  let at = out + 8;
  let runs: u32 = 0;
  let entries: u32 = 0;
  for (; run < runsEnd; run += 12) {
    if (load<u32>(run, 4) - load<u32>(run) < LEAST_KEPT) continue;
    store<u64>(at, load<u64>(run));
    store<u32>(at, load<u32>(run, 8), 8);
    at += 12;
    runs++;
  }
  for (; links < linksEnd; links += 8) {
    const name = load<u32>(links);
    const id = load<u32>(links, 4);
    if ((id & 0x80000000) != 0) continue;
    // `40000 ` stands before the name of a tree, `100644 ` and the like before that of a blob.
    const isTree = name >= 6 && load<u8>(tree + name - 6) == 0x34;
    store<u32>(at, isTree ? name | 0x80000000 : name);
    store<u32>(at, id, 4);
    store<u32>(at, hashName(tree + name, tree + id - 1), 8);
    store<u64>(at, load<u64>(tree + id), 12);
    at += 20;
    entries++;
  }
  store<u32>(out, runs);
  store<u32>(out, entries, 4);
  return <i32>(at - out) / 4;
}

/** FNV-1a. (http://www.isthe.com/chongo/tech/comp/fnv/) */
function hashName(from: usize, to: usize): u32 {
  let hash: u32 = 0x811c9dc5;
  for (let at = from; at < to; at++) hash = (hash ^ load<u8>(at)) * 0x01000193;
  return hash;
}
