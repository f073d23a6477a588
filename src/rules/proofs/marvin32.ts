// Marvin32, the keyed hash Microsoft checks its identifiable keys with; public in dotnet/runtime (Marvin.cs).

/** The 32-bit hash of bytes under a 64-bit seed given as its two halves. */
export function computeMarvin32(bytes: Uint8Array, seedHigh: number, seedLow: number): number {
  const state: State = { low: seedLow, high: seedHigh };
  const whole = bytes.length - (bytes.length % 4);
  for (let at = 0; at < whole; at += 4) mix(state, readWord(bytes, at, 4));
  const rest = bytes.length - whole;
  mix(state, readWord(bytes, whole, rest) | (0x80 << (8 * rest)));
  mix(state, 0);
  return (state.low ^ state.high) >>> 0;
}

interface State {
  low: number;
  high: number;
}

function mix(state: State, word: number): void {
  let low = (state.low + word) | 0;
  let high = state.high ^ low;
  low = (rotate(low, 20) + high) | 0;
  high = rotate(high, 9) ^ low;
  low = (rotate(low, 27) + high) | 0;
  high = rotate(high, 19);
  state.low = low;
  state.high = high;
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

function readWord(bytes: Uint8Array, at: number, length: number): number {
  let word = 0;
  for (let index = 0; index < length; index += 1) word |= (bytes[at + index] ?? 0) << (8 * index);
  return word;
}
