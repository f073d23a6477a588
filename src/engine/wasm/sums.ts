// The checksums that compressed streams carry, in AssemblyScript: CRC-32 and CRC-64 of xz (XZ file format, 6), CRC-32 of bzip2, which takes
// the highest bit first, and XXH64 of zstd (xxHash's xxhash_spec.md).

/** Tables of 256 entries: u32, u64, u32. */
const CRC32: usize = memory.data(1024);
const CRC64: usize = memory.data(2048);
const CRC32_HIGH: usize = memory.data(1024);

let laid: bool = false;

function lay(): void {
  if (laid) return;
  laid = true;
  for (let byte: u32 = 0; byte < 256; byte++) {
    let low = byte;
    let long = <u64>byte;
    let high = byte << 24;
    for (let bit = 0; bit < 8; bit++) {
      low = (low >>> 1) ^ ((low & 1) != 0 ? 0xedb88320 : 0);
      long = (long >>> 1) ^ ((long & 1) != 0 ? 0xc96c5795d7870f42 : 0);
      high = (high << 1) ^ ((high & 0x80000000) != 0 ? 0x04c11db7 : 0);
    }
    store<u32>(CRC32 + (<usize>byte << 2), low);
    store<u64>(CRC64 + (<usize>byte << 3), long);
    store<u32>(CRC32_HIGH + (<usize>byte << 2), high);
  }
}

export function crc32(from: usize, end: usize): u32 {
  lay();
  let sum: u32 = 0xffffffff;
  for (; from < end; from++) sum = load<u32>(CRC32 + (<usize>((sum ^ load<u8>(from)) & 255) << 2)) ^ (sum >>> 8);
  return ~sum;
}

export function crc64(from: usize, end: usize): u64 {
  lay();
  let sum: u64 = 0xffffffffffffffff;
  for (; from < end; from++) sum = load<u64>(CRC64 + (<usize>((sum ^ load<u8>(from)) & 255) << 3)) ^ (sum >>> 8);
  return ~sum;
}

export function crc32High(from: usize, end: usize): u32 {
  lay();
  let sum: u32 = 0xffffffff;
  for (; from < end; from++) sum = load<u32>(CRC32_HIGH + (<usize>((sum >>> 24) ^ load<u8>(from)) << 2)) ^ (sum << 8);
  return ~sum;
}

const PRIME1: u64 = 0x9e3779b185ebca87;
const PRIME2: u64 = 0xc2b2ae3d27d4eb4f;
const PRIME3: u64 = 0x165667b19e3779f9;
const PRIME4: u64 = 0x85ebca77c2b2ae63;
const PRIME5: u64 = 0x27d4eb2f165667c5;

/** With seed 0. */
export function xxh64(from: usize, end: usize): u64 {
  const length = <u64>(end - from);
  let sum: u64 = PRIME5;
  if (length >= 32) {
    let a: u64 = PRIME1 + PRIME2;
    let b: u64 = PRIME2;
    let c: u64 = 0;
    let d: u64 = 0 - PRIME1;
    for (; end - from >= 32; from += 32) {
      a = round(a, load<u64>(from));
      b = round(b, load<u64>(from, 8));
      c = round(c, load<u64>(from, 16));
      d = round(d, load<u64>(from, 24));
    }
    sum = rotl<u64>(a, 1) + rotl<u64>(b, 7) + rotl<u64>(c, 12) + rotl<u64>(d, 18);
    sum = merge(merge(merge(merge(sum, a), b), c), d);
  }
  sum += length;
  for (; end - from >= 8; from += 8) sum = rotl<u64>(sum ^ round(0, load<u64>(from)), 27) * PRIME1 + PRIME4;
  if (end - from >= 4) {
    sum = rotl<u64>(sum ^ (<u64>load<u32>(from) * PRIME1), 23) * PRIME2 + PRIME3;
    from += 4;
  }
  for (; from < end; from++) sum = rotl<u64>(sum ^ (<u64>load<u8>(from) * PRIME5), 11) * PRIME1;
  sum = (sum ^ (sum >>> 33)) * PRIME2;
  sum = (sum ^ (sum >>> 29)) * PRIME3;
  return sum ^ (sum >>> 32);
}

// @ts-ignore: decorator
@inline
function round(sum: u64, word: u64): u64 {
  return rotl<u64>(sum + word * PRIME2, 31) * PRIME1;
}

function merge(sum: u64, lane: u64): u64 {
  return (sum ^ round(0, lane)) * PRIME1 + PRIME4;
}
