// Scans everything that a source has, its pieces here and what it shares with threads there, and counts: the one loop of
// every scan. It can be watched and stopped.

import { createRequire } from 'node:module';
import type { Engine, Unread } from '../engine/scan.js';
import { catalogue as builtIn } from '../generated/catalogue.js';
import { build } from '../generated/version.js';
import type { Match } from '../model/match.js';
import type { Catalogue } from '../model/rule.js';
import type { Request } from '../model/request.js';
import type { Hit, Means, Share, ShareFiles, Source } from '../model/source.js';

export interface Tally {
  readonly hits: readonly Hit[];
  readonly unread: readonly Unread[];
  readonly counts: { readonly objects: number; readonly bytes: number };
}

/** V8 keeps the whole text that a string was cut from: megabytes for each hit. */
const large = 64 * 1024;

export async function scanAll(source: Source, engine: Engine, catalogue: Catalogue, { target, thread, jobs, watch, stop }: Request): Promise<Tally> {
  if (target.command === 'audit' || target.command === 'scan') collectSooner();
  const hits: Hit[] = [];
  const unread: Unread[] = [];
  let [objects, bytes, expected] = [0, 0, 0];
  const add = (more: { readonly objects: number; readonly bytes: number }): void => {
    objects += more.objects;
    bytes += more.bytes;
    watch?.({ objects, bytes, findings: hits.length, expected });
  };
  const share: Share = async (plan) => {
    const { scanTogether } = await import('./crew.js');
    const { makeHitUnpacker } = await import('./parcel.js');
    const unpack = makeHitUnpacker(catalogue);
    return scanTogether(plan, catalogue === builtIn ? undefined : catalogue, { program: thread, jobs, stop }, (parcel) => {
      for (const hit of parcel.hits) hits.push(unpack(hit));
      unread.push(...parcel.unread);
      add(parcel);
    });
  };
  const shareFiles: ShareFiles = async (portions) => {
    const { scanPortions } = await import('./readers.js');
    const { makeHitUnpacker } = await import('./parcel.js');
    const unpack = makeHitUnpacker(catalogue);
    const parcels = await scanPortions(portions, catalogue === builtIn ? undefined : catalogue, { program: thread, jobs }, (parcel) => ({ ...parcel, hits: parcel.hits.map(unpack) }));
    const { makeRepeat } = await import('./copies.js');
    const [repeatHits, repeatUnread] = [makeRepeat<Hit>(), makeRepeat<Unread>()];
    for (const parcel of parcels) {
      for (const hit of repeatHits(parcel.copies, parcel.hits)) hits.push(hit);
      for (const each of repeatUnread(parcel.copies, parcel.unread)) unread.push(each);
      add(parcel);
    }
    return parcels.flatMap(({ failures }) => failures);
  };
  const means: Means = {
    share,
    shareFiles,
    rules: `${build} ${catalogue.version}`,
    count: add,
    expect: (more) => (expected += more),
    progress: () => ({ objects, expected }),
    stopped: () => stop?.aborted === true,
    stop,
  };
  let detach: Detach | undefined;
  for await (const batch of source.pieces(means)) {
    if (means.stopped()) continue; // The source ends by itself, and says how far it came.
    let [begun, size] = [0, 0];
    for (const piece of batch) {
      if (piece.item.kind !== 'name') {
        size += piece.bytes.length;
        if (piece.offset === 0) begun += 1;
      }
      for (const match of engine.scan(piece)) hits.push(piece.bytes.length < large ? { item: piece.item, match } : { item: piece.item, match: (detach ??= await loadDetach())(match) });
    }
    add({ objects: begun, bytes: size });
  }
  unread.push(...engine.takeUnread());
  if (!means.stopped()) source.settled?.(new Set([...hits, ...unread].map(({ item }) => item.id)));
  return { hits, unread, counts: { objects, bytes } };
}

/**
 * V8 lets a heap grow to several times what lives in it before it collects. A fifth more is looked up at each collection, so it holds from here
 * on, in threads too: many findings take half the memory, and what has few takes no longer.
 */
function collectSooner(): void {
  const { setFlagsFromString } = createRequire(import.meta.url)('node:v8') as typeof import('node:v8');
  setFlagsFromString('--heap-growing-percent=20');
}

type Detach = (match: Match) => Match;

async function loadDetach(): Promise<Detach> {
  return (await import('./detach.js')).makeDetach();
}
