// The prefilter's inner loop, in AssemblyScript. It reports where a rule's anchor stands; it knows no rules.
//
// Every second position is looked at: the three bytes there, folded to lower case, are hashed into a bitmap. An
// anchor starts either at an even position or at an odd one, so the bitmap holds its first three bytes and the
// three from its second on. A hit in the bitmap is then compared byte by byte. Cost does not grow with the
// number of anchors until the bitmap fills: tried with 30 and 500 anchors, see bench/README.md.
//
// Memory: bitmap, heads of the chains, entries, texts of the anchors, output, input: `prefilter.ts` lays it out.

const HASH: u32 = 0x9e3779b1;
const FOLD: u32 = 0x202020;
const TRIGRAM: u32 = 0xffffff;

/**
 * @param start even address of the first byte; one readable byte stands before it, four behind `end`
 * @param from position (address) to go on at after a full output; even
 * @returns the number of hits written to `out` as pairs (address, anchor); `next()` tells where it stopped
 */
export function scan(start: usize, end: usize, from: usize, out: usize, capacity: u32, heads: usize, entries: usize): u32 {
  let count: u32 = 0;
  let p = from;
  while (p < end) {
    const trigram = (load<u32>(p) | FOLD) & TRIGRAM;
    const hash = (trigram * HASH) >> 15;
    if (load<u8>(hash >> 3) & (1 << (hash & 7))) {
      if (count + 64 > capacity) {
        stopped = p;
        return count;
      }
      // Both trigrams of an anchor are in the bitmap: a common one alone is not worth the chain.
      if (p > start && isMarked(p - 1)) count = verify(p - 1, end, out, count, heads, entries);
      if (isMarked(p + 1)) count = verify(p, end, out, count, heads, entries);
    }
    p += 2;
  }
  stopped = end;
  return count;
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function isMarked(p: usize): bool {
  const hash = (((load<u32>(p) | FOLD) & TRIGRAM) * HASH) >> 15;
  return (load<u8>(hash >> 3) & (1 << (hash & 7))) != 0;
}

let stopped: usize = 0;

/** Address at which the last `scan` stopped; the end when it saw everything. */
export function next(): usize {
  return stopped;
}

// An entry is 16 bytes: address of the text (u32), length (u16), next entry + 1 (u16), anchor (u16), fold (u16), 0.
function verify(p: usize, end: usize, out: usize, count: u32, heads: usize, entries: usize): u32 {
  const trigram = (load<u32>(p) | FOLD) & TRIGRAM;
  let index = <u32>load<u16>(heads + (((trigram * HASH) >> 20) << 1));
  while (index != 0) {
    const entry = entries + ((index - 1) << 4);
    const length = <usize>load<u16>(entry, 4);
    if (p + length <= end && same(p, load<u32>(entry), length, load<u16>(entry, 10) != 0)) {
      store<u32>(out + (count << 3), <u32>p);
      store<u32>(out + (count << 3), <u32>load<u16>(entry, 8), 4);
      count++;
    }
    index = load<u16>(entry, 6);
  }
  return count;
}

// The text of a folding anchor is lower case; only letters of the input are folded.
function same(p: usize, text: usize, length: usize, fold: bool): bool {
  for (let i: usize = 0; i < length; i++) {
    let byte = load<u8>(p + i);
    if (fold && byte >= 65 && byte <= 90) byte |= 0x20;
    if (byte != load<u8>(text + i)) return false;
  }
  return true;
}
