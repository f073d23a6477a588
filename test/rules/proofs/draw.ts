// Draws random texts from a seed, so that no key-shaped literal stands in the tests and nothing is flaky.

export const alphabets = {
  digits: '0123456789',
  hex: '0123456789abcdef',
  lower: 'abcdefghijklmnopqrstuvwxyz',
  letters: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
  base32: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567',
  base36: 'abcdefghijklmnopqrstuvwxyz0123456789',
  base62: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
  base64: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
  url64: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_',
} as const;

export type Draw = (alphabet: keyof typeof alphabets, length: number) => string;

/** Mulberry32 (Tommy Ettinger, public domain): the same seed draws the same texts. */
export function makeDraw(seed: number): Draw {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  return (alphabet, length) => {
    const characters = alphabets[alphabet];
    return Array.from({ length }, () => characters.charAt(Math.floor(next() * characters.length))).join('');
  };
}

export function drawUuid(draw: Draw): string {
  return `${draw('hex', 8)}-${draw('hex', 4)}-4${draw('hex', 3)}-a${draw('hex', 3)}-${draw('hex', 12)}`;
}
