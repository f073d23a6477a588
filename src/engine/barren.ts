// What was looked at before and holds nothing: a history has the same lines again and again, in items that were not made from each other.

import type { Machine } from './prefilter.js';

/** Questions, each asked of bytes that lie at an address of the machine's memory. */
export interface Barren {
  /** Was the same asked of the same bytes, and was nothing there? @param question in ASCII; what is looked for, and where in them */
  has(question: string, address: number, length: number): boolean;
  add(question: string, address: number, length: number): void;
}

const ringBytes = 4 * 1024 * 1024;
const slotCount = 16 * 1024;
const slotBytes = 24;
const longestQuestion = 16 * 1024;

export function makeBarren({ wasm, reserve }: Machine): Barren {
  const ring = reserve(ringBytes + slotCount * slotBytes + longestQuestion);
  const slots = ring + ringBytes;
  const asked = slots + slotCount * slotBytes;
  wasm.openBarren(ring, ringBytes, slots, slotCount);
  let buffer = Buffer.from(wasm.memory.buffer);
  const write = (question: string): number => {
    if (buffer.buffer !== wasm.memory.buffer) buffer = Buffer.from(wasm.memory.buffer);
    return buffer.write(question, asked, 'latin1');
  };

  return {
    has: (question, address, length) => question.length <= longestQuestion && wasm.isBarren(asked, write(question), address, length) !== 0,
    add(question, address, length) {
      if (question.length <= longestQuestion) wasm.addBarren(asked, write(question), address, length);
    },
  };
}
