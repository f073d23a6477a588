// Something compressed that stands behind other bytes: an archive at the end of a script, an image in a program. From the first
// sign of one on the bytes of the item are kept, up to a bound, because only its last piece ends it.

export interface Embedded {
  /** Something may begin at this offset of the item; the bytes from there on, as far as they are at hand. */
  begin(offset: number, rest: Uint8Array): void;
  /** The next bytes of the item. */
  push(bytes: Uint8Array): void;
  /** After the last piece: what begins where, by rising offset. */
  take(): readonly Packed[] | 'too large';
}

export interface Packed {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** Most bytes that are kept in memory. */
const largest = 96 * 1024 * 1024;
/** More is no coincidence, but nothing that anybody packed either. */
const mostStarts = 64;

export function makeEmbedded(): Embedded {
  const starts: number[] = [];
  let held: Uint8Array[] = [];
  let size = 0;
  let tooLarge = false;
  return {
    begin(offset, rest) {
      if (offset <= (starts.at(-1) ?? -1) || starts.length >= mostStarts) return;
      if (starts.length === 0) {
        held.push(Buffer.from(rest));
        size = rest.length;
      }
      starts.push(offset);
    },
    push(bytes) {
      if (starts.length === 0 || tooLarge) return;
      held.push(Buffer.from(bytes));
      size += bytes.length;
      if (size <= largest) return;
      tooLarge = true;
      held = [];
    },
    take() {
      if (tooLarge) return 'too large';
      const all = held.length === 1 ? held[0] ?? Buffer.alloc(0) : Buffer.concat(held);
      return starts.map((offset) => ({ offset, bytes: all.subarray(offset - (starts[0] ?? 0)) }));
    },
  };
}
