// Bytes that are text in another coding -> the same text as UTF-8, so that one engine reads both: UTF-16 and UTF-32, by their
// marks or, without one, by the NULs among the first letters, and EBCDIC; also in pieces. What is decoded says so in `decodedFrom`.

/** Turns the pieces of one item into UTF-8; `push` may hold back half a character until the next piece. */
export interface Decoder {
  /** The coding that the item turned out to have; undefined: its bytes are scanned as they are. */
  readonly name: string | undefined;
  push(bytes: Uint8Array, last: boolean): Uint8Array;
}

type Coding = 'ebcdic' | 'utf-16le' | 'utf-16be' | 'utf-32le' | 'utf-32be';

/** Where none of the first bytes is NUL or part of a mark there is nothing to decode. */
const quickBytes = 8;
/** Bytes by which a coding without a mark is recognized. */
const sampleBytes = 4096;

/** Nothing to decode: nearly every item. */
const plain: Decoder = { name: undefined, push: (bytes) => bytes };

/** Certainly nothing to decode, by its first bytes. */
export function isPlain(bytes: Uint8Array): boolean {
  return bytes.length >= quickBytes && !mayBeWide(bytes) && !mayBeEbcdic(bytes);
}

/** @param first the item's first piece, by which the coding is chosen */
export function openDecoder(first: Uint8Array): Decoder {
  return isPlain(first) ? plain : openUndecided();
}

function mayBeWide(start: Uint8Array): boolean {
  if ((start[0] ?? 0) >= 0xfe) return true;
  for (let at = 0; at < quickBytes; at += 1) if (start[at] === 0) return true;
  return false;
}

/** Letters of its own, none of ASCII's; nearly every text fails with its first byte. */
function mayBeEbcdic(start: Uint8Array): boolean {
  let letters = 0;
  for (let at = 0; at < quickBytes; at += 1) {
    const byte = start[at] ?? 0;
    if (ebcdic[byte] === 0) return false;
    if (byte > 0x80) letters += 1;
  }
  return letters >= 4;
}

/** IBM's code pages 037 and 1047, as far as they are ASCII: what each byte means; 0: nothing that is. */
const ebcdic = new Uint8Array(256);
for (const [first, text] of [[0x40, ' '], [0x4b, '.<(+|&'], [0x5a, '!$*);^-/'], [0x6b, ',%_>?'], [0x79, '`:#@\'="'], [0x81, 'abcdefghi'], [0x91, 'jklmnopqr'], [0xa1, '~stuvwxyz'], [0xc0, '{ABCDEFGHI'], [0xd0, '}JKLMNOPQR'], [0xe2, 'STUVWXYZ'], [0xf0, '0123456789'], [0xe0, '\\'], [0xba, '[]'], [0xad, '['], [0xbd, ']'], [0x15, '\n'], [0x25, '\n'], [0x0d, '\r'], [0x05, '\t']] as const) {
  [...text].forEach((letter, index) => { ebcdic[first + index] = letter.charCodeAt(0); });
}

/** Nearly all bytes mean something, and most of them letters or digits. */
function isEbcdic(start: Uint8Array): boolean {
  let strange = 0;
  let letters = 0;
  for (const byte of start) {
    if (ebcdic[byte] === 0) strange += 1;
    else if (byte > 0x80) letters += 1;
  }
  return strange * 50 <= start.length && letters * 2 >= start.length;
}

/** Chooses by the first bytes, which it waits for. */
function openUndecided(): Decoder {
  let held: Uint8Array[] = [];
  let size = 0;
  let chosen: Decoder | undefined;
  return {
    get name() {
      return chosen?.name;
    },
    push(bytes, last) {
      if (chosen !== undefined) return chosen.push(bytes, last);
      size += bytes.length;
      if (!last && size < sampleBytes) {
        held.push(Buffer.from(bytes));
        return new Uint8Array(0);
      }
      const start = held.length === 0 ? bytes : Buffer.concat([...held, bytes]);
      held = [];
      const coding = findCoding(start.subarray(0, sampleBytes));
      chosen = coding === undefined ? plain : makeDecoder(coding);
      return chosen.push(start, last);
    },
  };
}

function findCoding(start: Uint8Array): Coding | undefined {
  const [a, b, c, d] = start;
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 && start.length % 4 === 0 ? 'utf-32le' : 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return 'utf-32be';
  if (start.length < quickBytes) return undefined;
  return mayBeWide(start) ? guessCoding(start) : mayBeEbcdic(start) && isEbcdic(start) ? 'ebcdic' : undefined;
}

/** Most letters of most texts are of Latin scripts: the upper bytes of their units are NUL, the lower ones never. */
function guessCoding(start: Uint8Array): Coding | undefined {
  const nuls = [0, 0, 0, 0];
  const controls = [0, 0, 0, 0];
  const length = start.length - (start.length % 4);
  for (let at = 0; at < length; at += 1) {
    const byte = start[at] ?? 0;
    if (byte === 0) nuls[at % 4] = (nuls[at % 4] ?? 0) + 1;
    else if (byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13) controls[at % 4] = (controls[at % 4] ?? 0) + 1;
  }
  const isNul = (place: number, share: number): boolean => (nuls[place] ?? 0) * 4 >= length * share;
  const isText = (place: number): boolean => ((nuls[place] ?? 0) + (controls[place] ?? 0)) * 80 <= length;
  if (isNul(2, 0.95) && isNul(3, 0.95) && isText(0)) return 'utf-32le';
  if (isNul(0, 0.95) && isNul(1, 0.95) && isText(3)) return 'utf-32be';
  if (isNul(1, 0.7) && isNul(3, 0.7) && isText(0) && isText(2)) return 'utf-16le';
  return isNul(0, 0.7) && isNul(2, 0.7) && isText(1) && isText(3) ? 'utf-16be' : undefined;
}

function makeDecoder(name: Coding): Decoder {
  if (name === 'ebcdic') return { name, push: (bytes) => bytes.map((byte) => ebcdic[byte] ?? 0) };
  if (name === 'utf-32le' || name === 'utf-32be') return makeUtf32(name);
  const decoder = new TextDecoder(name);
  return { name, push: (bytes, last) => Buffer.from(decoder.decode(bytes, { stream: !last })) };
}

function makeUtf32(name: 'utf-32le' | 'utf-32be'): Decoder {
  let rest: Uint8Array = new Uint8Array(0);
  let first = true;
  return {
    name,
    push(bytes, last) {
      const all = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
      const whole = all.length - (all.length % 4);
      rest = Buffer.from(all.subarray(whole));
      let text = '';
      const view = new DataView(all.buffer, all.byteOffset, all.byteLength);
      for (let at = 0; at < whole; at += 4) {
        const code = view.getUint32(at, name === 'utf-32le');
        if (!first || code !== 0xfeff) text += code > 0x10ffff || (code >= 0xd800 && code < 0xe000) ? '\ufffd' : String.fromCodePoint(code);
        first = false;
      }
      return Buffer.from(last && rest.length > 0 ? `${text}\ufffd` : text);
    },
  };
}
