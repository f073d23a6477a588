// What may be hidden in an item that was made from another one: as an outlook gathers it, but that what stands behind anchors
// in a kept stretch is taken over from where it was seen.

import { furthestJoint, jointBefore, jointMargin } from './joints.js';
import type { Joint } from './joints.js';
import { isKept, keptBehind } from './kept.js';
import type { Kept } from './kept.js';
import { addJoint, addRun, addSeed, enterBytes, makeOutlook, noFindings, takeFindings } from './outlook.js';
import type { Eyes, Findings } from './outlook.js';
import type { Seed } from './seeds.js';
import type { Seen } from './sightings.js';

export interface Hidden {
  readonly findings: Findings;
  /** Where pieces behind anchors are joined. */
  readonly joints: readonly Joint[];
}

export interface Signs {
  /** Undefined: the anchor is no seed. */
  seedOf(anchor: number): Seed | undefined;
  /** What it begins may be cut in pieces. */
  isStrict(anchor: number): boolean;
  readonly eyes: Eyes;
}

/** @param joints those of the item that it kept something of */
export function findHidden({ sightings: { hits, runs }, seeds, strict, address }: Seen, bytes: Uint8Array, { seedOf, isStrict, eyes }: Signs, joints: readonly Joint[], kept: Kept): Hidden {
  if (seeds.length + strict.length + runs.length + joints.length === 0) return { findings: noFindings, joints: [] };
  const outlook = makeOutlook();
  enterBytes(outlook, bytes, 0, true);
  outlook.wideFrom = bytes.length; // Nothing wide is in bytes without a NUL.
  for (let at = 0; at < seeds.length; at += 2) {
    const seed = seedOf(seeds[at + 1] ?? 0);
    if (seed !== undefined) addSeed(outlook, seeds[at] ?? 0, seed);
  }
  for (let at = 0; at < runs.length; at += 3) addRun(outlook, runs[at] ?? 0, runs[at + 1] ?? 0, runs[at + 2] ?? 0);
  // Where nothing was joined before, only what is new can be.
  const { carried, left } = joints.length === 0 ? { carried: joints, left: strict } : carryJoints(listStrict(hits, isStrict), joints, kept);
  const found = [...carried, ...eyes.joints.findAt(address, bytes, left)];
  for (const each of found) addJoint(outlook, each);
  return { findings: takeFindings(outlook, eyes), joints: found };
}

function listStrict(hits: Uint32Array, isStrict: (anchor: number) => boolean): number[] {
  const strict: number[] = [];
  for (let at = 0; at < hits.length; at += 2) if (isStrict(hits[at + 1] ?? 0)) strict.push(hits[at] ?? 0);
  return strict;
}

/**
 * Anchors so near each other that the search behind one ends behind the next are taken over together, or searched together.
 * @returns joints that were seen before, and anchors behind which others may stand
 */
function carryJoints(strict: readonly number[], joints: readonly Joint[], kept: Kept): { readonly carried: readonly Joint[]; readonly left: readonly number[] } {
  const carried: Joint[] = [];
  const left: number[] = [];
  let index = 0;
  for (let from = 0; from < strict.length; ) {
    const first = strict[from] ?? 0;
    let to = from;
    while (to + 1 < strict.length && (strict[to + 1] ?? 0) - (strict[to] ?? 0) <= furthestJoint) to += 1;
    const end = (strict[to] ?? 0) + furthestJoint;
    index = keptBehind(kept, first, index);
    if (isKept(kept, index, first - jointBefore, end + 2 * jointMargin)) {
      const shift = (kept.starts[index] ?? 0) - (kept.origins[index] ?? 0);
      for (const each of joints) if (each.at + shift >= first && each.at + shift <= end) carried.push({ ...each, at: each.at + shift });
    } else for (let at = from; at <= to; at += 1) left.push(strict[at] ?? 0);
    from = to + 1;
  }
  return { carried, left };
}
