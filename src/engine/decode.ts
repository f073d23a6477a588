// Bytes that are text in another coding -> the same text as UTF-8, so that one engine reads both. For now: UTF-16
// with a byte-order mark, also in pieces. What is decoded says so in `decodedFrom`.

/** Turns the pieces of one item into UTF-8; `push` may hold back half a character until the next piece. */
export interface Decoder {
  readonly name: string;
  push(bytes: Uint8Array, last: boolean): Uint8Array;
}

/** The decoder for an item that starts with these bytes; undefined: they are scanned as they are. */
export function chooseDecoder(start: Uint8Array): Decoder | undefined {
  if (start[0] === 0xff && start[1] === 0xfe) return makeUtf16('utf-16le');
  if (start[0] === 0xfe && start[1] === 0xff) return makeUtf16('utf-16be');
  return undefined;
}

function makeUtf16(name: 'utf-16le' | 'utf-16be'): Decoder {
  const decoder = new TextDecoder(name);
  return { name, push: (bytes, last) => Buffer.from(decoder.decode(bytes, { stream: !last })) };
}
