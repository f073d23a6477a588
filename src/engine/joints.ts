// Is what an anchor begins cut in pieces, or written otherwise than rules know it? Close behind an anchor, a literal that ends where another begins, a
// line that goes on in the next, a sign that is escaped: the pieces may be too short for the prefilter, which sees a joint only at a long run of
// letters. `wasm/joints.ts` says where one stands and of which kind; `rewrite.ts` puts the pieces together.

import { readBytes } from '../model/sequel.js';
import { assigns, inName } from './assigned.js';
import type { Machine } from './prefilter.js';
import type { Rewriting } from './seeds.js';

// As in `wasm/joints.ts`.
/** Bytes before an anchor on which it depends what is told of it. */
export const jointBefore = 144;
/** A piece that has begun behind an anchor is followed to its end, within so many. */
export const furthestJoint = 352;
/** Bytes behind that which are looked at to tell that it is one. */
export const jointMargin = 720;

export interface Joint {
  readonly at: number;
  readonly rewriting: Rewriting;
  /** So many bytes before it belong to it. */
  readonly back?: number;
  /** Where what goes on there ends, if that is known. */
  readonly until?: number;
}

export interface Joints {
  readonly joints: readonly Joint[];
  /** What stands before it, behind the last anchor, has been searched. */
  readonly to: number;
}

export interface JointSearch {
  /**
   * @param anchors offsets of anchors whose rules' shape is strict, by rising offset
   * @param from what stands before it, behind the last anchor, was searched before
   */
  find(bytes: Uint8Array, anchors: Anchors, from: number): Joints;
  /** The same for bytes that lie at this address, NULs around them. */
  findAt(address: number, bytes: Uint8Array, anchors: Anchors): readonly Joint[];
}

type Anchors = readonly number[] | Uint32Array;

/** Bytes where WebAssembly sees them: the address of the first, where in all bytes it stands, and how many they are. */
interface View {
  readonly address: number;
  readonly base: number;
  readonly size: number;
}

const kinds = readBytes('AZaz09', '+/_=.~-');
for (const [kind, signs] of [[2, '"\'`'], [3, '\\^%'], [4, '\r\n'], [5, '$'], [6, ' \t'], [7, ';'], [8, '<']] as const) {
  for (const sign of signs) kinds[sign.charCodeAt(0)] = kind;
}
const valueKinds = readBytes('AZaz', '_-.+/=~').map((kind, byte) => (byte >= 0x30 && byte <= 0x39 ? 3 : kind));
const tables = [
  kinds,
  // Signs of keys that JSON, properties, TeX and Markdown escape.
  readBytes('', '/:=_-.+~'),
  // What stands before a literal's quote, operators of one sign, what may stand behind a line's last piece.
  readBytes('', 'brufLBRUF@$'),
  readBytes('', '&,\\~^'),
  readBytes('', ',;)}]'),
  valueKinds,
  readBytes('\0\x08\x0b\x0c\x0e\x1f\x80\xff'),
  inName,
  // What may stand behind a name; bytes that are no text among it.
  readBytes('\0\x08\x0b\x0c\x0e\x1f\x7f\xff', ' \t\r\n"\'`:=*)]}|;\\<{(,&'),
  readBytes('', '([{<|'),
  // Last letters of the fields in which names stand: name, key, variable, value, forKey, id, k.
  readBytes('', 'eyEYdk'),
];

/** What is told, from 1 on. */
const rewritings: readonly Rewriting[] = ['joined', 'listed', 'escapes', 'folded', 'markup'];
const told = { turned: 6, counted: 7, likely: 8, likelyOrTurned: 9 };
const rowWords = 4;
/** Anchors of one call. */
const mostAnchors = 1024;
const tableBytes = 256 * tables.length;
/** Bytes that it takes up in the machine's memory. */
export const jointRoom = tableBytes + mostAnchors * 4 + 2 * mostAnchors * rowWords * 4;

/** @param machine with `jointRoom` bytes at `joints` */
export function makeJointSearch({ wasm, joints: classes, load, loadable }: Machine): JointSearch {
  const anchorsAt = classes + tableBytes;
  const rowsAt = anchorsAt + mostAnchors * 4;
  tables.forEach((table, index) => { new Uint8Array(wasm.memory.buffer).set(table, classes + 256 * index); });
  let words = new Int32Array(0);

  /** @returns up to where has been searched */
  const search = (bytes: Uint8Array, { address, base, size }: View, anchors: Anchors, from: number, found: Joint[]): number => {
    if (words.buffer !== wasm.memory.buffer) words = new Int32Array(wasm.memory.buffer);
    anchors.forEach((anchor, index) => { words[(anchorsAt >>> 2) + index] = anchor - base; });
    const count = wasm.joinsBehind(classes, address, size, anchorsAt, anchors.length, from - base, rowsAt);
    for (let row = rowsAt >>> 2; row < (rowsAt >>> 2) + count * rowWords; row += rowWords) {
      const what = words[row] ?? 0;
      const [start, end, third] = [base + (words[row + 1] ?? 0), base + (words[row + 2] ?? 0), base + (words[row + 3] ?? 0)];
      const rewriting = rewritings[what - 1];
      if (rewriting !== undefined) found.push({ at: start, rewriting });
      else if (what === told.turned) found.push({ at: start, rewriting: 'turned' });
      else if (what === told.counted) found.push({ at: end, rewriting: 'supposed', back: end - start, until: third });
      else {
        const assigned = assigns(bytes, start, end);
        if (assigned !== undefined) found.push({ at: end, rewriting: assigned, back: end - start });
        else if (what === told.likelyOrTurned) found.push({ at: third, rewriting: 'turned' });
      }
    }
    return base + wasm.searchedTo();
  };

  return {
    find(bytes, anchors, from) {
      const joints: Joint[] = [];
      let to = from;
      for (let first = 0, last = 0; first < anchors.length; first = last) {
        const base = Math.max(0, (anchors[first] ?? 0) - jointBefore);
        const furthest = base + loadable - furthestJoint - 2 * jointMargin;
        for (last = first + 1; last < anchors.length && last - first < mostAnchors && (anchors[last] ?? 0) < furthest; ) last += 1;
        const size = Math.min(bytes.length, (anchors[last - 1] ?? 0) + furthestJoint + 2 * jointMargin) - base;
        to = search(bytes, { address: load(bytes.subarray(base, base + size)), base, size }, anchors.slice(first, last), to, joints);
      }
      return { joints, to };
    },
    findAt(address, bytes, anchors) {
      const joints: Joint[] = [];
      let to = 0;
      for (let first = 0; first < anchors.length; first += mostAnchors) to = search(bytes, { address, base: 0, size: bytes.length }, anchors.slice(first, first + mostAnchors), to, joints);
      return joints;
    },
  };
}
