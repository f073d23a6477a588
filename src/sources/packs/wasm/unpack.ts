// What a pack holds -> contents, in AssemblyScript: inflates entries, applies deltas, and says which parts of a content its
// delta brought (git help gitformat-pack, "deltified representation").
//
// Memory: what inflating needs, then whatever the caller lays out.

import { base, inflate } from '../../git/wasm/inflate';

export { base, inflate };

let changes: u32 = 0;

/** How many intervals the last delta wrote to its list. */
export function changeCount(): u32 {
  return changes;
}

/**
 * Writes base + delta to `out`, and to `list` the parts of it that are new: pairs of offsets (u32), by rising start, none
 * touching. A place where two copied runs meet that did not meet before is an empty interval. When the list is full,
 * its last interval reaches to the end.
 * @returns the length of the content; -1: damaged, not for this base, or longer than the room
 */
export function applyDelta(from: usize, fromEnd: usize, delta: usize, deltaEnd: usize, out: usize, outEnd: usize, list: usize, listEnd: usize): i32 {
  changes = 0;
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
  let next: usize = 0;
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
      if (offset != <u32>next) list = note(<u32>(to - out), <u32>(to - out), list, listEnd);
      memory.copy(to, from + offset, length);
      to += length;
      next = offset + length;
    } else {
      if (op == 0 || op > <u32>(deltaEnd - at) || op > <u32>(end - to)) return -1;
      list = note(<u32>(to - out), <u32>(to - out) + op, list, listEnd);
      memory.copy(to, at, op);
      at += op;
      to += op;
    }
  }
  if (to != end) return -1;
  if (next != fromEnd - from) list = note(<u32>size, <u32>size, list, listEnd);
  return <i32>size;
}

function note(start: u32, end: u32, list: usize, listEnd: usize): usize {
  if (changes > 0 && (load<u32>(list - 4) >= start || list >= listEnd)) {
    store<u32>(list - 4, list >= listEnd ? 0xffffffff : end);
    return list;
  }
  store<u32>(list, start);
  store<u32>(list, end, 4);
  changes++;
  return list + 8;
}

/**
 * Offsets (u32) of the object ids in a tree, of entries that a change touches or, without changes, of all; without those of
 * submodules, whose commits are another repository's. An entry is `<mode> SP <name> NUL <id>` (git's tree-walk.c).
 * @returns how many; -1: this is no tree, or there is no room
 */
export function listLinks(tree: usize, end: usize, idBytes: usize, change: usize, changeEnd: usize, all: bool, list: usize, listEnd: usize): i32 {
  let found: i32 = 0;
  let at = tree;
  while (at < end) {
    const start = at;
    const gitlink = load<u8>(at) == 0x31 && load<u8>(at, 1) == 0x36; // "160000"
    while (at < end && load<u8>(at) != 0) at++;
    const id = at + 1;
    if (id + idBytes > end) return -1;
    at = id + idBytes;
    while (change < changeEnd && tree + load<u32>(change, 4) < start) change += 8;
    if (gitlink || (!all && (change >= changeEnd || tree + load<u32>(change) >= at))) continue;
    if (list >= listEnd) return -1;
    store<u32>(list, <u32>(id - tree));
    list += 4;
    found++;
  }
  return found;
}
