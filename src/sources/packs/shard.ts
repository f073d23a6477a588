// Which part of the object database a shard scans. Ids are spread evenly whatever they name, so their first 32 bits, scaled,
// make parts that differ by little, and every machine works out the same ones without asking the others.

import { createHash } from 'node:crypto';
import type { Shard } from '../../model/request.js';
import type { Takes } from './work.js';

export function takeShard({ index, count }: Shard): Takes {
  return (bytes, at) => partAt(bytes, at, count) === index;
}

/** Names have no id of their own. */
export function holdsName(shard: Shard, name: Uint8Array): boolean {
  return takeShard(shard)(createHash('sha256').update(name).digest(), 0);
}

/** From 1. The product is exact: 32 bits times a number of shards. */
function partAt(bytes: Uint8Array, at: number, count: number): number {
  const first = (bytes[at] ?? 0) * 2 ** 24 + (bytes[at + 1] ?? 0) * 2 ** 16 + (bytes[at + 2] ?? 0) * 2 ** 8 + (bytes[at + 3] ?? 0);
  return Math.floor((first * count) / 2 ** 32) + 1;
}
