// SHA-256 (FIPS 180-4) of at most 55 bytes, which fit into one block. Node's own hash is faster and costs some milliseconds
// before its first use, which every clean scan would pay; a checksum of a seed phrase needs one block, once in a while.

const longest = 55;

let constants: { readonly roots: readonly number[]; readonly start: readonly number[] } | undefined;

/** @throws Error when the bytes do not fit into one block */
export function sha256OfShort(bytes: Uint8Array): Uint8Array {
  if (bytes.length > longest) throw new Error(`${bytes.length} bytes do not fit into one block`);
  constants ??= { roots: fractions(64, Math.cbrt), start: fractions(8, Math.sqrt) };
  const { roots, start } = constants;
  const schedule = expand(pad(bytes));
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = start;
  for (let round = 0; round < 64; round += 1) {
    const choice = (e & f) ^ (~e & g);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const first = (h + mix(e, 6, 11, 25) + choice + (roots[round] ?? 0) + (schedule[round] ?? 0)) | 0;
    const second = (mix(a, 2, 13, 22) + majority) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  const digest = new DataView(new ArrayBuffer(32));
  [a, b, c, d, e, f, g, h].forEach((word, index) => digest.setUint32(index * 4, word + (start[index] ?? 0)));
  return new Uint8Array(digest.buffer);
}

/** The bytes, a one, zeros, and the number of bits. */
function pad(bytes: Uint8Array): DataView {
  const block = new Uint8Array(64);
  block.set(bytes);
  block[bytes.length] = 0x80;
  const view = new DataView(block.buffer);
  view.setUint32(60, bytes.length * 8);
  return view;
}

function expand(block: DataView): Int32Array {
  const words = new Int32Array(64);
  for (let index = 0; index < 16; index += 1) words[index] = block.getInt32(index * 4);
  for (let index = 16; index < 64; index += 1) {
    const near = words[index - 15] ?? 0;
    const far = words[index - 2] ?? 0;
    const low = turn(near, 7) ^ turn(near, 18) ^ (near >>> 3);
    const high = turn(far, 17) ^ turn(far, 19) ^ (far >>> 10);
    words[index] = (words[index - 16] ?? 0) + low + (words[index - 7] ?? 0) + high;
  }
  return words;
}

function mix(word: number, first: number, second: number, third: number): number {
  return turn(word, first) ^ turn(word, second) ^ turn(word, third);
}

function turn(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits));
}

/** The first 32 bits behind the point of the roots of the first primes: "nothing up my sleeve". */
function fractions(count: number, root: (prime: number) => number): number[] {
  const primes: number[] = [];
  for (let candidate = 2; primes.length < count; candidate += 1) if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
  return primes.map((prime) => ((root(prime) % 1) * 2 ** 32) | 0);
}
