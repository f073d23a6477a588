// An item's bytes as they came, kept together if they turn out to be an archive, up to a bound: archives are read from their
// ends. Nearly every item is none, which its first bytes tell.

import { kindOfArchive, leastKnown } from './unpack.js';

export interface Parcel {
  push(bytes: Uint8Array, last: boolean): void;
  /** So far it is an archive, whatever its size. */
  holds(): boolean;
  /** After the last piece; undefined: no archive. */
  take(): Uint8Array | 'too large' | undefined;
}

/** Most bytes of an archive that are kept in memory. */
const largest = 128 * 1024 * 1024;

const none: Parcel = { push: () => undefined, holds: () => false, take: () => undefined };

/** @param first the item's first piece; undefined: an item that cannot be an archive */
export function openParcel(first: Uint8Array | undefined): Parcel {
  if (first === undefined || (first.length >= leastKnown && kindOfArchive(first) === undefined)) return none;
  let held: Uint8Array[] | undefined = [];
  let size = 0;
  let known = false;
  let tooLarge = false;
  return {
    push(bytes, last) {
      if (held === undefined) return;
      // A piece that is the last is looked at before its caller can reuse it.
      held.push(last ? bytes : Buffer.from(bytes));
      size += bytes.length;
      if (!known && (size >= leastKnown || last)) {
        if (held.length > 1) held = [Buffer.concat(held)];
        known = true;
        if (kindOfArchive(held[0] ?? bytes) === undefined) held = undefined;
      }
      if (size > largest && known) {
        tooLarge = held !== undefined;
        held = undefined;
      }
    },
    holds: () => held !== undefined || tooLarge,
    take() {
      if (tooLarge) return 'too large';
      return held === undefined || held.length === 1 ? held?.[0] : Buffer.concat(held);
    },
  };
}
