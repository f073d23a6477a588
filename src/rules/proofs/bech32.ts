// The checksum of Bech32 (BIP-173), in which age writes its keys: six characters over the readable part before the last
// `1` and the data behind it.

const alphabet = 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L';
const generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

/** @param before the text up to the checksum, in upper case */
export function computeBech32(before: string): string {
  const at = before.lastIndexOf('1');
  // BIP-173 reckons with the readable part in lower case.
  const readable = [...before.slice(0, at).toLowerCase()].map((letter) => letter.charCodeAt(0));
  const data = [...before.slice(at + 1)].map((letter) => alphabet.indexOf(letter));
  const sum = polymod([...readable.map((code) => code >> 5), 0, ...readable.map((code) => code & 31), ...data, 0, 0, 0, 0, 0, 0]) ^ 1;
  return [0, 1, 2, 3, 4, 5].map((index) => alphabet.charAt((sum >> (5 * (5 - index))) & 31)).join('');
}

function polymod(values: readonly number[]): number {
  let sum = 1;
  for (const value of values) {
    const top = sum >> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ value;
    for (const [bit, term] of generator.entries()) if (((top >> bit) & 1) === 1) sum ^= term;
  }
  return sum;
}
