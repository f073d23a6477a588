// Where could a rule match? One pass over the bytes for the anchors of all rules, in WebAssembly. Bytes come in,
// (offset, anchor) pairs go out; what an anchor means is the scanner's business.
//
// WebAssembly rather than JavaScript, because it is fast from its first call: a hook scans its few kilobytes before
// a JavaScript loop would be optimised, and an audit wants gigabytes a second. A single module serves both.

import { prefilterModule } from '../generated/prefilter.js';
import type { Tables } from './anchors.js';

export interface Prefilter {
  /**
   * Calls `hit` with every place in `bytes` where an anchor stands, by rising offset.
   * @param hit offset of the anchor's first byte, index of the anchor
   */
  find(bytes: Uint8Array, hit: (offset: number, anchor: number) => void): void;
}

interface Exports {
  readonly memory: WebAssembly.Memory;
  scan(start: number, end: number, from: number, out: number, capacity: number, heads: number, entries: number): number;
  next(): number;
}

const page = 64 * 1024;
const hitBytes = 8;
const hitCapacity = 8192;
/** Bytes handed to one call; longer input goes through in slices. */
const sliceBytes = 1024 * 1024;
/** Readable bytes that stand before and behind the input. */
const padding = 16;

export function makePrefilter({ image, heads, entries, end: tablesEnd, longest }: Tables): Prefilter {
  const wasm = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(prefilterModule, 'base64'))).exports as unknown as Exports;
  const out = align(tablesEnd, 16);
  const input = out + hitCapacity * hitBytes + padding;
  const missing = input + sliceBytes + padding - wasm.memory.buffer.byteLength;
  if (missing > 0) wasm.memory.grow(Math.ceil(missing / page));
  const memory = new Uint8Array(wasm.memory.buffer);
  const hits = new Uint32Array(wasm.memory.buffer, out, hitCapacity * 2);
  memory.set(Buffer.from(image, 'base64'));

  const findInSlice = (length: number, base: number, hit: (offset: number, anchor: number) => void): void => {
    const end = input + length;
    memory.fill(0, end, end + padding);
    let from = input;
    do {
      const count = wasm.scan(input, end, from, out, hitCapacity, heads, entries);
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
  };
}

function align(address: number, to: number): number {
  return Math.ceil(address / to) * to;
}
