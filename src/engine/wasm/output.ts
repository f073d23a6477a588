// Where the decoders of compressed streams write to, in AssemblyScript. What is written is their dictionary too, so that no window
// is ever laid out, however large a header says that it is. Memory grows as bytes come, up to the bound that the caller gives.

/** Nothing was wrong. */
export const WHOLE: u32 = 0;
/** Damaged or cut short. */
export const DAMAGED: u32 = 1;
/** More than is allowed. */
export const LARGE: u32 = 2;
/** A filter that is not undone here. */
export const FILTERED: u32 = 3;
/** Packed with the help of a dictionary that is not in it. */
export const DICTIONARY: u32 = 4;

let start: usize = 0;
let at: usize = 0;
let limit: usize = 0;
let held: usize = 0;
let wrong: u32 = WHOLE;

const page: usize = 65536;
const mostStep: usize = 512;
/** Copies of eight bytes run over their end. */
const SLACK: usize = 64;

/** @param most bytes that may be written */
export function openOutput(from: usize, most: usize): void {
  start = from;
  at = from;
  limit = from + most;
  held = <usize>memory.size() * page;
  wrong = WHOLE;
}

/** The first thing that went wrong is what is told. */
export function fail(what: u32): void {
  if (wrong == WHOLE) wrong = what;
}

/** What went wrong, as the numbers above say it. */
export function fault(): u32 {
  return wrong;
}

/** Where the next byte is written to. */
// @ts-ignore: decorator
@inline
export function here(): usize {
  return at;
}

/** Bytes written. */
export function written(): usize {
  return at - start;
}

/** Takes back what was written last. */
export function rewind(to: usize): void {
  at = to;
}

/** Is there room for so many more bytes? */
// @ts-ignore: decorator
@inline
export function reserve(count: usize): bool {
  if (count > limit - at) {
    fail(LARGE);
    return false;
  }
  return at + count + SLACK <= held || grow(at + count + SLACK);
}

function grow(end: usize): bool {
  const least = (end - held + page - 1) / page;
  // By half of what there is, so that a large content takes few steps.
  const pages = max(least, min<usize>(mostStep, (at - start) / (2 * page)));
  if (memory.grow(<i32>pages) < 0 && memory.grow(<i32>least) < 0) {
    fail(LARGE);
    return false;
  }
  held = <usize>memory.size() * page;
  return true;
}

/** Room was reserved. */
// @ts-ignore: decorator
@inline
export function put(byte: u8): void {
  store<u8>(at++, byte);
}

/** Room was reserved, and some bytes behind what is copied may be read. */
export function putAll(from: usize, count: usize): void {
  if (count > 32) memory.copy(at, from, count);
  else for (let done: usize = 0; done < count; done += 8) store<u64>(at + done, load<u64>(from + done));
  at += count;
}

/** Room was reserved. */
export function putRun(byte: u8, count: usize): void {
  memory.fill(at, byte, count);
  at += count;
}

/** Writes again what was written so far back; room was reserved, and so much was written. */
export function repeat(distance: usize, count: usize): void {
  const end = at + count;
  let from = at - distance;
  let to = at;
  if (distance >= 8) for (; to < end; to += 8, from += 8) store<u64>(to, load<u64>(from));
  else for (; to < end; to++, from++) store<u8>(to, load<u8>(from));
  at = end;
}
