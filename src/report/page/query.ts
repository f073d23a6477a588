// Which findings a state shows, in which order, and how many each filter would. Pure; what it needs of a finding is worked
// out once.

import type { PageFinding } from './data.js';
import { facetNames } from './state.js';
import type { FacetName, State } from './state.js';

export type Progress = 'open' | 'started' | 'done' | 'set aside';

/** A finding with what filters ask of it. */
export interface Row {
  readonly finding: PageFinding;
  /** What the page's address calls it: the fingerprint, numbered where several suppressions share one. */
  readonly name: string;
  /** Its number in the report's order. */
  readonly rank: number;
  /** All that is searched, in lower case; gathered when first asked for, because the page opens without a search. */
  readonly text: () => string;
  /** `YYYY-MM-DD`; empty without a date. */
  readonly day: string;
  readonly time: number;
  readonly values: Readonly<Record<Exclude<FacetName, 'progress'>, string>>;
}

export const severityOrder: readonly string[] = ['critical', 'high', 'medium', 'low', 'info'];
export const ages = ['up to a week', 'up to a month', 'up to a quarter', 'up to a year', 'older', 'no date'] as const;
const limits = [7, 30, 91, 365];
const dayLength = 86_400_000;

export function makeRows(findings: readonly PageFinding[], now: number): Row[] {
  const seen = new Map<string, number>();
  return findings.map((finding, rank) => {
    const number = (seen.get(finding.fingerprint) ?? 0) + 1;
    seen.set(finding.fingerprint, number);
    const time = finding.firstSeen === undefined ? Number.NaN : Date.parse(finding.firstSeen);
    return {
      finding,
      name: number === 1 ? finding.fingerprint : `${finding.fingerprint}.${number}`,
      rank,
      text: once(() => gatherText(finding).toLowerCase()),
      day: nameDay(time),
      time,
      values: {
        severity: finding.severity,
        provider: finding.provider === '' ? 'no vendor' : finding.provider,
        reach: finding.reach,
        head: finding.inHead ? 'in HEAD' : 'not in HEAD',
        age: nameAge(time, now),
        validation: finding.validation,
      },
    };
  });
}

export interface Answer {
  readonly shown: readonly Row[];
  /** For every facet, how many rows each value has among those that all other filters let through. */
  readonly counts: Readonly<Record<FacetName, ReadonlyMap<string, number>>>;
  /** Rows that all but the days let through: what the timeline draws. */
  readonly dated: readonly Row[];
}

export function answer(rows: readonly Row[], state: State, progressOf: (finding: PageFinding) => Progress): Answer {
  const counts = Object.fromEntries(facetNames.map((name) => [name, new Map<string, number>()])) as Record<FacetName, Map<string, number>>;
  const chosen = facetNames.flatMap((name) => (state.facets[name].length === 0 ? [] : [{ name, values: new Set(state.facets[name]) }]));
  const words = state.text.toLowerCase().split(/\s+/).filter((word) => word !== '');
  const valueOf = (row: Row, name: FacetName): string => (name === 'progress' ? progressOf(row.finding) : row.values[name]);
  const tally = (row: Row, name: FacetName): void => {
    const value = valueOf(row, name);
    counts[name].set(value, (counts[name].get(value) ?? 0) + 1);
  };
  const shown: Row[] = [];
  const dated: Row[] = [];
  for (const row of rows) {
    if (!words.every((word) => row.text().includes(word))) continue;
    const [failing, second] = chosen.filter(({ name, values }) => !values.has(valueOf(row, name)));
    if (second !== undefined) continue;
    if (failing === undefined) dated.push(row);
    if (!isWithin(row, state)) continue;
    if (failing !== undefined) {
      tally(row, failing.name);
      continue;
    }
    shown.push(row);
    for (const name of facetNames) tally(row, name);
  }
  return { shown: sortRows(shown, state.order), counts, dated };
}

export function nameAge(time: number, now: number): string {
  if (Number.isNaN(time)) return 'no date';
  const days = (now - time) / dayLength;
  return ages[limits.findIndex((limit) => days <= limit)] ?? 'older';
}

function isWithin({ day }: Row, { since, until }: State): boolean {
  if (since === '' && until === '') return true;
  return day !== '' && (since === '' || day >= since) && (until === '' || day <= until);
}

function sortRows(rows: readonly Row[], order: State['order']): readonly Row[] {
  switch (order) {
    case 'severity':
      return [...rows].sort((a, b) => rankOf(a) - rankOf(b) || a.rank - b.rank);
    case 'newest':
      return [...rows].sort((a, b) => compareTimes(a, b, -1) || a.rank - b.rank);
    case 'oldest':
      return [...rows].sort((a, b) => compareTimes(a, b, 1) || a.rank - b.rank);
    case 'provider':
      return [...rows].sort((a, b) => compareTexts(a.finding.provider, b.finding.provider) || a.rank - b.rank);
    case 'places':
      return [...rows].sort((a, b) => b.finding.places.length - a.finding.places.length || a.rank - b.rank);
  }
}

function rankOf({ finding }: Row): number {
  return severityOrder.indexOf(finding.severity);
}

/** What has no date comes last either way. */
function compareTimes(a: Row, b: Row, sign: 1 | -1): number {
  if (Number.isNaN(a.time) || Number.isNaN(b.time)) return Number(Number.isNaN(a.time)) - Number(Number.isNaN(b.time));
  return sign * (a.time - b.time);
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function once(make: () => string): () => string {
  let made: string | undefined;
  return () => (made ??= make());
}

function gatherText({ title, rule, provider, key, fingerprint, variable, places, refs, why, suppressed }: PageFinding): string {
  const where = places.slice(0, 200).flatMap((place) => [place.where, place.commit ?? '', place.author ?? '']);
  return [title, rule, provider, key, fingerprint, variable ?? '', suppressed ?? '', ...refs, ...why, ...where].join('\n');
}

/** Years of five digits, which git can hold, are no day that anything could be filtered by. */
function nameDay(time: number): string {
  const text = Number.isNaN(time) ? '' : new Date(time).toISOString();
  return /^\d{4}-/.test(text) ? text.slice(0, 10) : '';
}
