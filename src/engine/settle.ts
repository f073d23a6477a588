// Several rules read the same bytes: which one is right? The specific beats the generic, the longer beats the
// shorter, the proven beats the supposed, a vendor's sign in the key a name beside it, evidence for a vendor none. The order in which rules or matches
// come does not matter.

import { confidences } from '../model/rule.js';
import type { Rule } from '../model/rule.js';
import type { Making } from './layer.js';

/** A match before it is given a position: what settling needs of it. */
export interface Contender {
  readonly rule: Rule;
  readonly start: number;
  readonly end: number;
  readonly certain: boolean;
  /** What speaks for the rule's vendor in the text, `weighText`. */
  readonly evidence: number;
  /** How the text that it was read in came about; absent: it stands there. */
  readonly making?: Making;
  /** Steps of decoding that led to it. */
  readonly steps?: number;
  /** The bytes that stand there are not those that were read. */
  readonly changed?: boolean;
}

/** One group of matches over overlapping bytes: the winner, and those of the same bytes that only lack evidence. */
export interface Settled<T extends Contender> {
  readonly winner: T;
  readonly others: readonly T[];
}

export function settleOverlaps<T extends Contender>(contenders: readonly T[]): Settled<T>[] {
  return cluster(contenders).flatMap(settleCluster);
}

/** Groups whose bytes overlap, directly or through others; groups and members by rising start. */
function cluster<T extends Contender>(contenders: readonly T[]): T[][] {
  const clusters: T[][] = [];
  let end = -1;
  for (const each of [...contenders].sort((left, right) => left.start - right.start)) {
    if (each.start >= end) clusters.push([]);
    clusters.at(-1)?.push(each);
    end = Math.max(end, each.end);
  }
  return clusters;
}

function settleCluster<T extends Contender>(contenders: readonly T[]): Settled<T>[] {
  const [only] = contenders;
  if (only !== undefined && contenders.length === 1) return canStand(only) ? [{ winner: only, others: [] }] : [];
  const winners: T[] = [];
  const standing = contenders.filter(canStand);
  for (const each of standing.filter((one) => !standing.some((other) => isSignedBy(one, other))).sort(compareStrength)) {
    if (!winners.some((winner) => overlaps(winner, each))) winners.push(each);
  }
  return winners
    .sort((left, right) => left.start - right.start)
    .map((winner) => ({ winner, others: isOpen(winner) ? othersOf(winner, contenders) : [] }));
}

/** A rule whose shape does not tell the vendor needs something that does. */
function canStand(each: Contender): boolean {
  return each.rule.attribution === 'shape' || each.evidence > 0;
}

/** It is read by a name before it alone, and begins with a whole key that bears its vendor's own sign, perhaps behind what a joint or a colour left: that one it is, however far the name's rule reads on. */
function isSignedBy(each: Contender, other: Contender): boolean {
  const before = other.start - each.start;
  return before >= 0 && before <= mostBefore && each.end >= other.end && !each.certain && !other.rule.generic && signOf(each.rule) === 0 && signOf(other.rule) >= leastSign;
}

const leastSign = 5;
const mostBefore = 8;

/** Nothing in the text has told the vendor: the file's name still may. */
function isOpen(winner: Contender): boolean {
  return winner.evidence === 0 && !winner.certain;
}

/** One of each rule, by its id: a rule can read the same bytes from several starts. */
function othersOf<T extends Contender>(winner: T, contenders: readonly T[]): T[] {
  const byRule = new Map(contenders.filter((each) => isOther(each, winner)).map((each) => [each.rule.id, each]));
  return [...byRule.values()].sort((left, right) => compareIds(left, right));
}

function isOther(each: Contender, winner: Contender): boolean {
  return each.rule.attribution === 'context' && each.evidence === 0 && each.start === winner.start && each.end === winner.end;
}

function overlaps(left: Contender, right: Contender): boolean {
  return left.start < right.end && right.start < left.end;
}

function compareStrength(left: Contender, right: Contender): number {
  return (
    Number(left.rule.generic) - Number(right.rule.generic) ||
    right.end - right.start - (left.end - left.start) ||
    Number(right.certain) - Number(left.certain) ||
    signOf(right.rule) - signOf(left.rule) ||
    right.evidence - left.evidence ||
    confidences.indexOf(left.rule.confidence) - confidences.indexOf(right.rule.confidence) ||
    left.start - right.start ||
    (left.steps ?? 0) - (right.steps ?? 0) ||
    compareIds(left, right)
  );
}

const signs = new WeakMap<Rule, number>();

/** How much of a vendor's own sign stands in the key: it says more than the name that the key is assigned to. */
export function signOf(rule: Rule): number {
  const known = signs.get(rule) ?? measureSign(rule);
  signs.set(rule, known);
  return known;
}

/** The length of a fixed beginning; 1 where the sign stands elsewhere in it, for nothing before the key is asked for. */
function measureSign({ pattern, prefixes, attribution }: Rule): number {
  if (prefixes.length > 0) return Math.min(...prefixes.map((prefix) => prefix.length));
  // A rule that folds letter case has no prefixes; what is written there may still be one.
  const written = /\(\?<secret>([A-Za-z0-9_-]{3,})/.exec(pattern)?.[1];
  if (written !== undefined) return written.length;
  const head = pattern.slice(0, Math.max(0, pattern.indexOf('(?<secret>')));
  return attribution === 'shape' && isEmpty(head) ? 1 : 0;
}

/** Look-arounds alone match nothing; a group that is left open is none of them. */
function isEmpty(head: string): boolean {
  try {
    return new RegExp(`^(?:${head})$`).test('');
  } catch {
    return false;
  }
}

function compareIds(left: Contender, right: Contender): number {
  return left.rule.id < right.rule.id ? -1 : left.rule.id > right.rule.id ? 1 : 0;
}
