// Bytes that are text in another coding -> the same text as UTF-8, so that one engine reads both. For now: UTF-16
// with a byte-order mark, also in pieces. What is decoded says so in `decodedFrom`.

/** Turns the pieces of one item into UTF-8; `push` may hold back half a character until the next piece. */
export interface Decoder {
  /** The coding that the item turned out to have; undefined: its bytes are scanned as they are. */
  readonly name: string | undefined;
  push(bytes: Uint8Array, last: boolean): Uint8Array;
}

const markBytes = 2;

/** Nothing to decode: nearly every item. */
const plain: Decoder = { name: undefined, push: (bytes) => bytes };

/** @param first the item's first piece, by which the coding is chosen */
export function openDecoder(first: Uint8Array): Decoder {
  const [byte] = first;
  return byte === undefined || byte >= 0xfe ? openUndecided() : plain;
}

/** Chooses by the first bytes, which it waits for. */
function openUndecided(): Decoder {
  let start: Uint8Array = new Uint8Array(0);
  let chosen: Decoder | undefined;
  return {
    get name() {
      return chosen?.name;
    },
    push(bytes, last) {
      if (chosen !== undefined) return chosen.push(bytes, last);
      start = start.length === 0 ? bytes : Buffer.concat([start, bytes]);
      if (start.length < markBytes && !last) {
        start = Buffer.from(start);
        return new Uint8Array(0);
      }
      chosen = chooseDecoder(start);
      return chosen.push(start, last);
    },
  };
}

function chooseDecoder(start: Uint8Array): Decoder {
  if (start[0] === 0xff && start[1] === 0xfe) return makeUtf16('utf-16le');
  if (start[0] === 0xfe && start[1] === 0xff) return makeUtf16('utf-16be');
  return plain;
}

function makeUtf16(name: 'utf-16le' | 'utf-16be'): Decoder {
  const decoder = new TextDecoder(name);
  return { name, push: (bytes, last) => Buffer.from(decoder.decode(bytes, { stream: !last })) };
}
