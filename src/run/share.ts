// A thread's part of a scan: an engine of its own over its share of the work, or over the files that it is handed. The same code
// runs in the main thread where there are no others.

import { makeEngine } from '../engine/scan.js';
import type { Past, Trace } from '../engine/follow.js';
import type { Engine, Unread } from '../engine/scan.js';
import { anchorIndex } from '../generated/anchors.js';
import { catalogue as builtIn } from '../generated/catalogue.js';
import type { Item } from '../model/place.js';
import type { Catalogue } from '../model/rule.js';
import type { Copy, Failure, Portion, Work } from '../model/work.js';
import { proofs } from '../rules/proofs/index.js';
import { makeReader } from '../sources/files.js';
import type { Notes, Reader } from '../sources/files.js';
import { workOff } from '../sources/packs/share.js';
import type { Role } from '../sources/packs/share.js';
import { packHit } from './parcel.js';
import type { FileParcel, PackedHit, Parcel } from './parcel.js';

/** What a thread is started with; without a catalogue the built-in one holds. */
export interface Assignment {
  readonly work: Work;
  readonly catalogue?: Catalogue;
}

/**
 * Halts behind each portion.
 * @param engine that of the built-in rules, where it was made before
 */
export function takePart({ work, catalogue }: Assignment, role: Role, tell: (parcel: Parcel) => void, engine = openEngine(catalogue)): Generator<void> {
  return scanShare(work, role, engine, tell);
}

/** @returns scans one portion after the other */
export function takeFiles(catalogue: Catalogue | undefined, tell: (parcel: FileParcel) => void): (portion: Portion) => void {
  const engine = openEngine(catalogue);
  const read = makeReader();
  return (portion) => scanPortion(portion, engine, read, tell);
}

/** @param catalogue absent: the built-in one */
export function openEngine(catalogue?: Catalogue): Engine {
  return catalogue === undefined ? makeEngine(builtIn, proofs, { index: anchorIndex }) : makeEngine(catalogue, proofs);
}

/** So many are told at once: packed and unpacked they take memory on both sides. */
const hitsTold = 1000;

function scanPortion(portion: Portion, engine: Engine, read: Reader, tell: (parcel: FileParcel) => void): void {
  let [hits, unread, failures, copies]: [PackedHit[], Unread[], Failure[], Copy[]] = [[], [], [], []];
  let [objects, bytes] = [0, 0];
  const send = (done: boolean): void => {
    unread.push(...engine.takeUnread());
    tell({ first: portion.first, done, hits, unread, failures, copies, objects, bytes });
    [hits, unread, failures, copies, objects, bytes] = [[], [], [], [], 0, 0];
  };
  const count = (begun: number, size: number): void => {
    objects += begun;
    bytes += size;
  };
  const notes: Notes = {
    fail: (failure) => failures.push(failure),
    copy: (copy, size) => {
      unread.push(...engine.takeUnread());
      if (hits.length + unread.length > 0) send(false);
      copies.push(copy);
      count(1, size);
    },
  };
  for (const piece of read(portion, notes)) {
    if (piece.item.kind !== 'name') count(piece.offset === 0 ? 1 : 0, piece.bytes.length);
    for (const match of engine.scan(piece)) {
      hits.push(packHit({ item: piece.item, match }));
      if (hits.length >= hitsTold) send(false);
    }
  }
  send(true);
}

function scanShare(work: Work, role: Role, engine: Engine, tell: (parcel: Parcel) => void): Generator<void> {
  let hits: PackedHit[] = [];
  let [objects, size] = [0, 0];
  const scan = (item: Item, bytes: Uint8Array, past: Past | undefined, entries: Uint32Array | undefined): Trace | undefined => {
    objects += 1;
    size += bytes.length;
    const { matches, trace } = engine.scanMade(item, bytes, past, entries);
    for (const match of matches) hits.push(packHit({ item: plainly(item), match }));
    return trace;
  };
  return workOff(work, role, scan, (facts) => {
    tell({ facts, hits, unread: engine.takeUnread().map((each) => ({ ...each, item: plainly(each.item) })), objects, bytes: size });
    [hits, objects, size] = [[], 0, 0];
  });
}

/** As a message to another thread carries it: without what is worked out when it is asked for. */
function plainly({ id, kind }: Item): Item {
  return { id, kind };
}
