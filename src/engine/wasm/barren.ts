// What was looked at before and holds nothing, in AssemblyScript: a ring of the last bytes that were, each with the question that was asked of
// them, and a table of hashes that says where in it they may stand. Bytes are compared: nobody can make two that pass for one.

let ring: usize = 0;
let ringSize: u64 = 0;
/** 24 bytes each: where it begins, counted from the first byte that was ever written; bytes of the question, of the text. */
let slots: usize = 0;
let slotMask: u64 = 0;
/** Bytes that were ever written. */
let written: u64 = 0;

const SLOT_BYTES: usize = 24;
/** 2^64 over the golden ratio, as a hash by multiplication wants it (Knuth, 6.4). */
const FACTOR: u64 = 0x9e3779b97f4a7c15;

/** @param slotCount a power of two; all bytes are NUL */
export function openBarren(ringAt: usize, ringBytes: u32, slotsAt: usize, slotCount: u32): void {
  ring = ringAt;
  ringSize = ringBytes;
  slots = slotsAt;
  slotMask = slotCount - 1;
}

/** Was this asked of the same bytes, and was nothing there? */
export function isBarren(asked: usize, askedLength: u32, text: usize, length: u32): bool {
  const slot = slotOf(asked, askedLength, text, length);
  const position = load<u64>(slot);
  if (load<u32>(slot, 8) != askedLength || load<u32>(slot, 12) != length || length == 0 || written - position > ringSize) return false;
  const place = ring + <usize>(position % ringSize);
  if (!isSame(place, asked, askedLength) || !isSame(place + askedLength, text, length)) return false;
  // What is asked for again stays.
  if (written - position > ringSize >> 1) addBarren(asked, askedLength, text, length);
  return true;
}

export function addBarren(asked: usize, askedLength: u32, text: usize, length: u32): void {
  const size = <u64>askedLength + length;
  if (size > ringSize >> 4) return;
  const left = ringSize - written % ringSize;
  if (size > left) written += left;
  const slot = slotOf(asked, askedLength, text, length);
  store<u64>(slot, written);
  store<u32>(slot, askedLength, 8);
  store<u32>(slot, length, 12);
  const place = ring + <usize>(written % ringSize);
  memory.copy(place, asked, askedLength);
  memory.copy(place + askedLength, text, length);
  written += size;
}

function slotOf(asked: usize, askedLength: u32, text: usize, length: u32): usize {
  const hash = hashOf(text, length, hashOf(asked, askedLength, length));
  return slots + <usize>((hash >> 40) & slotMask) * SLOT_BYTES;
}

function hashOf(from: usize, length: u32, seed: u64): u64 {
  let hash = seed;
  let at = from;
  const end = from + length;
  for (; at + 8 <= end; at += 8) hash = rotl(hash ^ load<u64>(at), 29) * FACTOR;
  for (; at < end; at++) hash = rotl(hash ^ load<u8>(at), 29) * FACTOR;
  return hash;
}

function isSame(first: usize, second: usize, length: u32): bool {
  let at: usize = 0;
  for (; at + 16 <= length; at += 16) if (v128.any_true(v128.xor(v128.load(first + at), v128.load(second + at)))) return false;
  for (; at < length; at++) if (load<u8>(first + at) != load<u8>(second + at)) return false;
  return true;
}
