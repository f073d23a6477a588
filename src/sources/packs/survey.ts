// A database that changes while it is read: git gc puts loose objects into packs, packs into others, and takes the old ones away.
// What was listed is then elsewhere, so it is listed again: before anything is read, when a pack went away; and at the end, for
// what came into the database by another way than it was looked for.

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Work } from '../../model/work.js';
import { findId, hexAt } from './ids.js';
import { readIndex } from './index-file.js';
import type { Recollection } from './recollect.js';
import { sameNames } from './stores.js';
import type { Stores } from './stores.js';
import { makeKnown } from './work.js';

/** What there is to read, planned. */
export interface Survey {
  readonly stores: Stores;
  readonly recollection: Recollection;
  /** undefined: git reads all of it */
  readonly work: Work | undefined;
}

/** Plans after which a database that never holds still is left to git. */
const mostPlans = 4;
/** Below so many the scratch is not worth the 20 ms. */
const manyObjects = 300_000;

/** @param begin is called when there is much to be read: planning it takes a while */
export function surveyStores(list: () => Stores, recall: (stores: Stores, believe: boolean) => Recollection, begin: () => void): Survey {
  for (let time = 1; ; time += 1) {
    const stores = list();
    let recollection = recall(stores, true);
    if (recollection.blank && stores.packs.length > 0) begin();
    let work = recollection.plan();
    if (work !== undefined && recollection.outdated(work)) {
      begin();
      recollection = recall(stores, false);
      work = recollection.plan();
    }
    if (work === undefined && time < mostPlans && !sameNames(list().packs, stores.packs)) continue;
    if (work !== undefined && work.forests.some(({ table }) => table.count > manyObjects)) collectGarbage();
    return { stores, recollection, work };
  }
}

/** V8 counts what lies outside of its heap for little: the scratch of a plan would stay to the end, 35 bytes for each object. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect();
}

/** Ids that the stores hold now and that nobody knew of when it was planned; none unless packs came or went. */
export function findNewcomers(list: () => Stores, { stores, work }: Survey, idBytes: number): string[] {
  const now = list();
  if (work === undefined || sameNames(now.packs, stores.packs)) return [];
  const known = makeKnown(work);
  const isNew = (id: string): boolean => !known(Buffer.from(id, 'hex'), 0);
  const before = new Set(stores.packs);
  const packed = now.packs.filter((path) => !before.has(path)).flatMap((path) => listIds(path, idBytes, known));
  return [...new Set([...now.loose.filter(isNew), ...packed])];
}

function listIds(path: string, idBytes: number, known: (bytes: Uint8Array, at: number) => boolean): string[] {
  const index = readIndex(`${path}.idx`, idBytes);
  const ids: string[] = [];
  if (index !== undefined) for (let at = 0; at < index.ids.length; at += idBytes) if (!known(index.ids, at)) ids.push(hexAt(index.ids, at, idBytes));
  return ids;
}

/** Those of the ids that a file of the stores still holds, or may hold. */
export function findStored(ids: readonly string[], list: () => Stores, idBytes: number): ReadonlySet<string> {
  const { packs, loose } = list();
  const files = new Set(loose);
  const left = new Set(ids.filter((id) => !files.has(id)));
  const stored = new Set(ids.filter((id) => files.has(id)));
  for (const path of packs) {
    const index = readIndex(`${path}.idx`, idBytes);
    for (const id of left) if (index === undefined || findId(index, Buffer.from(id, 'hex'), 0) >= 0) stored.add(id);
  }
  return stored;
}
