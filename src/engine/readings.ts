// The same bytes were read several ways: as they stand, unescaped, joined. Of one rule at one place a single reading is
// kept, and one that rests on a joint gives way to what stands there whole.

import { confidences } from '../model/rule.js';
import type { Candidate } from './candidates.js';
import { signOf } from './settle.js';

export function chooseReadings(candidates: readonly Candidate[]): readonly Candidate[] {
  if (candidates.every(({ making }) => making === 'plain')) return candidates;
  const best = new Map<string, Candidate>();
  for (const each of candidates) {
    const key = placeOf(each);
    const other = best.get(key);
    if (other === undefined || compareReadings(each, other) < 0) best.set(key, each);
  }
  const kept = dropWrappings([...best.values()]);
  const joined = kept.filter(isJoined);
  if (joined.length === 0) return kept;
  const whole = kept
    .filter((each) => each.making === 'plain' && !each.rule.generic && (each.rule.attribution === 'shape' || each.evidence > 0))
    .sort((left, right) => left.start - right.start);
  const longest = Math.max(0, ...whole.map(({ start, end }) => end - start));
  return kept.filter((each) => !isJoined(each) || mayStand(each, coveredBy(each, whole, longest)));
}

/** A rule and where it matched: readings that agree in it are readings of one thing. */
export function placeOf({ rule, start, end }: Candidate): string {
  return `${rule.id} ${start} ${end}`;
}

/** A key that was decoded says more than that its encoding stands behind a telling name, or where passwords stand: unless the encoding is itself a key by its sign. */
function dropWrappings(candidates: readonly Candidate[]): readonly Candidate[] {
  const decoded = candidates.filter((each) => each.making === 'decoded' && (each.rule.attribution === 'shape' || each.evidence > 0));
  if (decoded.length === 0) return candidates;
  return candidates.filter((each) => each.making === 'decoded' || !(each.rule.generic || each.rule.chosen || (!each.certain && signOf(each.rule) === 0))
    || !decoded.some((inner) => (each.rule.generic || !inner.rule.generic) && each.start <= inner.start && inner.end <= each.end));
}

function isJoined({ making }: Candidate): boolean {
  return making === 'joined' || making === 'folded';
}

/** @param whole by rising start, none longer than `longest`: thousands may stand in one item */
function coveredBy({ start, end }: Candidate, whole: readonly Candidate[], longest: number): Candidate[] {
  let low = 0;
  for (let high = whole.length; low < high; ) {
    const middle = (low + high) >> 1;
    if ((whole[middle]?.start ?? 0) <= start - longest) low = middle + 1;
    else high = middle;
  }
  const covered: Candidate[] = [];
  for (let each = whole[low]; each !== undefined && each.start < end; each = whole[++low]) if (start < each.end) covered.push(each);
  return covered;
}

/** Escapes that were resolved say more than the bytes that hold them; what stands there needs no joint; the fewer steps the better. */
function compareReadings(left: Candidate, right: Candidate): number {
  return rankReading(left) - rankReading(right) || (left.steps ?? 0) - (right.steps ?? 0) || compareTexts(left.match.decodedFrom.join('\n'), right.match.decodedFrom.join('\n'));
}

function rankReading({ making, changed }: Candidate): number {
  if (making === 'rewritten') return changed === true ? 0 : 2;
  return making === 'plain' ? 1 : 3;
}

function compareTexts(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Two whole keys side by side are not one; a line's end lengthens what is a key without it only if that is then a surer one. */
function mayStand(joined: Candidate, covered: readonly Candidate[]): boolean {
  if (covered.length === 0) return true;
  if (covered.some(({ certain }) => certain)) return false;
  if (joined.making === 'folded') return covered.every((each) => confidences.indexOf(joined.match.confidence) < confidences.indexOf(each.match.confidence));
  const first = Math.min(...covered.map(({ end }) => end));
  return covered.every(({ start }) => start < first);
}
