// A thread's part of a scan: an engine of its own over its share of the work. The same code runs in the main thread where
// there are no others.

import { makeEngine } from '../engine/scan.js';
import type { Past, Trace } from '../engine/follow.js';
import type { Engine } from '../engine/scan.js';
import { anchorIndex } from '../generated/anchors.js';
import { catalogue as builtIn } from '../generated/catalogue.js';
import type { Item } from '../model/place.js';
import type { Catalogue } from '../model/rule.js';
import type { Work } from '../model/work.js';
import { proofs } from '../rules/proofs/index.js';
import { workOff } from '../sources/packs/share.js';
import { packHit } from './parcel.js';
import type { PackedHit, Parcel } from './parcel.js';

/** What a thread is started with; without a catalogue the built-in one holds. */
export interface Assignment {
  readonly work: Work;
  readonly catalogue?: Catalogue;
}

export function takePart({ work, catalogue }: Assignment, tell: (parcel: Parcel) => void): void {
  scanShare(work, catalogue === undefined ? makeEngine(builtIn, proofs, { index: anchorIndex }) : makeEngine(catalogue, proofs), tell);
}

function scanShare(work: Work, engine: Engine, tell: (parcel: Parcel) => void): void {
  let hits: PackedHit[] = [];
  let [objects, size] = [0, 0];
  const scan = (item: Item, bytes: Uint8Array, past: Past | undefined): Trace | undefined => {
    objects += 1;
    size += bytes.length;
    const { matches, trace } = engine.scanMade(item, bytes, past);
    for (const match of matches) hits.push(packHit({ item, match }));
    return trace;
  };
  workOff(work, scan, (facts) => {
    tell({ facts, hits, unread: engine.takeUnread(), objects, bytes: size });
    [hits, objects, size] = [[], 0, 0];
  });
}
