// Seeds of NATS (github.com/nats-io/nkeys): base32 of two bytes of kind, 32 bytes of seed, and a CRC-16 of them in
// little-endian order. 58 letters, of which the last four hold the checksum and two bits of the seed.

import type { Evidence, Proof, Vote } from '../../model/proof.js';
import { parseNothing } from './argument.js';

/** `nkey: true`. */
export const nkey: Proof<void> = { parse: parseNothing, vote: voteNkey, complete: completeNkey };

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const bodyBytes = 34;

function voteNkey({ secret, decoded }: Evidence): Vote {
  const bytes = fromBase32(secret);
  const body = bytes.subarray(0, bodyBytes);
  const holds = bytes.length === bodyBytes + 2 && computeCrc16(body) === bytes.readUInt16LE(bodyBytes);
  if (holds) return { verdict: 'certain', why: 'its checksum holds' };
  return decoded ? { verdict: 'abstain' } : { verdict: 'reject', why: 'its checksum does not hold' };
}

/** The checksum behind 54 letters; the two bits of the seed that they leave open are zero. */
function completeNkey(secretSoFar: string): string {
  const body = fromBase32(`${secretSoFar}A`).subarray(0, bodyBytes);
  const sum = Buffer.alloc(2);
  sum.writeUInt16LE(computeCrc16(body));
  return toBase32(Buffer.concat([body, sum])).slice(secretSoFar.length);
}

/** CRC-16/XMODEM: polynomial 0x1021, start 0. */
function computeCrc16(bytes: Uint8Array): number {
  let sum = 0;
  for (const byte of bytes) {
    sum ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) sum = ((sum << 1) ^ ((sum & 0x8000) === 0 ? 0 : 0x1021)) & 0xffff;
  }
  return sum;
}

function fromBase32(text: string): Buffer {
  const bits = [...text].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

function toBase32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => alphabet.charAt(Number.parseInt(five.padEnd(5, '0'), 2))).join('');
}
