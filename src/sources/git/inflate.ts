// zlib streams of git's loose objects -> bytes, through a WebAssembly module of our own: `wasm/inflate.ts` says why.

import { inflateModule } from '../../generated/inflate.js';

interface Exports {
  readonly memory: WebAssembly.Memory;
  base(): number;
  inflate(from: number, end: number, out: number, outEnd: number): number;
}

const page = 64 * 1024;
let module: Exports | undefined;

/**
 * @param most bytes that the content may have
 * @returns a copy of the content; undefined: the stream is damaged, cut short, or longer
 */
export function inflateStream(stream: Uint8Array, most: number): Buffer | undefined {
  module ??= new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(inflateModule, 'base64'))).exports as unknown as Exports;
  const from = module.base();
  const end = from + stream.length;
  // Text is rarely packed to less than an eighth: try that before room for all that is allowed.
  for (const room of [Math.min(most, stream.length * 8 + page), most]) {
    const missing = end + room - module.memory.buffer.byteLength;
    if (missing > 0) module.memory.grow(Math.ceil(missing / page));
    const memory = new Uint8Array(module.memory.buffer);
    memory.set(stream, from);
    const length = module.inflate(from, end, end, end + room);
    if (length >= 0) return Buffer.from(memory.subarray(end, end + length));
  }
  return undefined;
}
