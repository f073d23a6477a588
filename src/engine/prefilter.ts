// Where could a rule match? One pass over the bytes for the anchors of all rules, in WebAssembly. Bytes come in,
// (offset, anchor) pairs go out; what an anchor means is the scanner's business.
//
// WebAssembly rather than JavaScript, because it is fast from its first call: a hook scans its few kilobytes before
// a JavaScript loop would be optimised, and an audit wants gigabytes a second. A single module serves both.

import { prefilterModule } from '../generated/prefilter.js';

/** A literal to look for. With `fold` it is lower case and matches any case of its letters. */
export interface Anchor {
  readonly text: string;
  readonly fold: boolean;
}

export interface Prefilter {
  /**
   * Calls `hit` with every place in `bytes` where an anchor stands, by rising offset.
   * @param hit offset of the anchor's first byte, index of the anchor
   */
  find(bytes: Uint8Array, hit: (offset: number, anchor: number) => void): void;
  /** Number of line feeds. */
  countLines(bytes: Uint8Array): number;
}

interface Exports {
  readonly memory: WebAssembly.Memory;
  scan(start: number, end: number, from: number, out: number, capacity: number, heads: number, entries: number): number;
  next(): number;
  countLines(start: number, end: number): number;
}

const page = 64 * 1024;
const bitmapBytes = 2 ** 17 / 8;
const headBytes = 2 ** 12 * 2;
const entryBytes = 16;
const hitBytes = 8;
const hitCapacity = 8192;
/** Bytes handed to one call; longer input goes through in slices. */
const sliceBytes = 1024 * 1024;
/** Readable bytes that stand before and behind the input. */
const padding = 16;

/** @throws Error when there are more anchors than a table entry can number */
export function makePrefilter(anchors: readonly Anchor[]): Prefilter {
  if (anchors.length >= 0xffff) throw new Error(`${anchors.length} anchors; at most 65534 are supported`);
  const wasm = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(prefilterModule, 'base64'))).exports as unknown as Exports;
  const entries = bitmapBytes + headBytes;
  const texts = entries + anchors.length * entryBytes;
  const out = align(texts + anchors.reduce((sum, { text }) => sum + text.length, 0), 16);
  const input = out + hitCapacity * hitBytes + padding;
  const missing = input + sliceBytes + padding - wasm.memory.buffer.byteLength;
  if (missing > 0) wasm.memory.grow(Math.ceil(missing / page));
  const memory = new Uint8Array(wasm.memory.buffer);
  const hits = new Uint32Array(wasm.memory.buffer, out, hitCapacity * 2);
  writeTables(new DataView(wasm.memory.buffer), memory, anchors, entries, texts);
  const longest = Math.max(1, ...anchors.map(({ text }) => text.length));

  const findInSlice = (length: number, base: number, hit: (offset: number, anchor: number) => void): void => {
    const end = input + length;
    memory.fill(0, end, end + padding);
    let from = input;
    do {
      const count = wasm.scan(input, end, from, out, hitCapacity, bitmapBytes, entries);
      for (let index = 0; index < count; index += 1) hit(base + (hits[index * 2] ?? 0) - input, hits[index * 2 + 1] ?? 0);
      from = wasm.next();
    } while (from < end);
  };

  return {
    find(bytes, hit) {
      const step = sliceBytes - longest;
      for (let offset = 0; offset < bytes.length; offset += step) {
        const slice = bytes.subarray(offset, offset + sliceBytes);
        memory.set(slice, input);
        const rest = bytes.length > offset + sliceBytes;
        findInSlice(slice.length, offset, rest ? (at, anchor) => { if (at < offset + step) hit(at, anchor); } : hit);
        if (!rest) break;
      }
    },
    countLines(bytes) {
      let count = 0;
      for (let offset = 0; offset < bytes.length; offset += sliceBytes) {
        const slice = bytes.subarray(offset, offset + sliceBytes);
        memory.set(slice, input);
        count += wasm.countLines(input, input + slice.length);
      }
      return count;
    },
  };
}

function writeTables(view: DataView, memory: Uint8Array, anchors: readonly Anchor[], entries: number, texts: number): void {
  let text = texts;
  anchors.forEach((anchor, index) => {
    const bytes = Buffer.from(anchor.text, 'latin1');
    memory.set(bytes, text);
    markBitmap(memory, bytes);
    const head = bitmapBytes + (hashTrigram(bytes[0] ?? 0, bytes[1] ?? 0, bytes[2] ?? 0) >>> 5) * 2;
    const entry = entries + index * entryBytes;
    view.setUint32(entry, text, true);
    view.setUint16(entry + 4, bytes.length, true);
    view.setUint16(entry + 6, view.getUint16(head, true), true);
    view.setUint16(entry + 8, index, true);
    view.setUint16(entry + 10, anchor.fold ? 1 : 0, true);
    view.setUint16(head, index + 1, true);
    text += bytes.length;
  });
}

/** The three bytes from the first on, and the three from the second on, whatever the last may be if there is none. */
function markBitmap(memory: Uint8Array, [a = 0, b = 0, c = 0, d]: Uint8Array): void {
  const mark = (hash: number): void => {
    memory[hash >>> 3] = (memory[hash >>> 3] ?? 0) | (1 << (hash & 7));
  };
  mark(hashTrigram(a, b, c));
  if (d !== undefined) mark(hashTrigram(b, c, d));
  else for (let any = 0; any < 256; any += 1) mark(hashTrigram(b, c, any));
}

/** Seventeen bits, as in `wasm/prefilter.ts`. */
function hashTrigram(a: number, b: number, c: number): number {
  return Math.imul((a | (b << 8) | (c << 16)) | 0x202020, 0x9e3779b1) >>> 15;
}

function align(address: number, to: number): number {
  return Math.ceil(address / to) * to;
}
