// Rows -> the bars of the timeline: days, weeks, months, quarters or years, as few as fit, and how many keys each brought. Pure.

import type { Row } from './query.js';

export interface Bar {
  /** Days, both included. */
  readonly first: string;
  readonly last: string;
  readonly label: string;
  readonly inHead: number;
  readonly gone: number;
}

type Unit = 'day' | 'week' | 'month' | 'quarter' | 'year';

const mostBars = 64;
const dayLength = 86_400_000;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** One bar for every span from the first to the last, those without a key too. */
export function gatherBars(rows: readonly Row[]): readonly Bar[] {
  const dated = rows.filter(({ day }) => day !== '');
  if (dated.length === 0) return [];
  const sorted = dated.map(({ day }) => day).sort();
  const [earliest = '', latest = ''] = [sorted[0], sorted.at(-1)];
  const unit = chooseUnit(earliest, latest);
  const spans = listSpans(earliest, latest, unit);
  const numbers = new Map(spans.map((span, index) => [span.first, index]));
  const tallies = spans.map(() => ({ inHead: 0, gone: 0 }));
  for (const { day, finding } of dated) {
    const tally = tallies[numbers.get(beginOf(day, unit)) ?? 0];
    if (tally !== undefined) tally[finding.inHead ? 'inHead' : 'gone'] += 1;
  }
  return spans.map((span, index) => ({ ...span, inHead: tallies[index]?.inHead ?? 0, gone: tallies[index]?.gone ?? 0 }));
}

function chooseUnit(earliest: string, latest: string): Unit {
  const days = (Date.parse(latest) - Date.parse(earliest)) / dayLength + 1;
  const lengths: readonly (readonly [Unit, number])[] = [['day', 1], ['week', 7], ['month', 30.4], ['quarter', 91.3], ['year', 365]];
  return lengths.find(([, length]) => days / length <= mostBars)?.[0] ?? 'year';
}

function listSpans(earliest: string, latest: string, unit: Unit): readonly Pick<Bar, 'first' | 'last' | 'label'>[] {
  const spans = [];
  for (let first = beginOf(earliest, unit); first <= latest; first = nextOf(first, unit)) {
    spans.push({ first, last: addDays(nextOf(first, unit), -1), label: labelOf(first, unit) });
  }
  return spans;
}

function beginOf(day: string, unit: Unit): string {
  const date = new Date(day);
  switch (unit) {
    case 'day':
      return day;
    case 'week':
      return addDays(day, -((date.getUTCDay() + 6) % 7));
    case 'month':
      return `${day.slice(0, 7)}-01`;
    case 'quarter':
      return formatDay(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - (date.getUTCMonth() % 3), 1));
    case 'year':
      return `${day.slice(0, 4)}-01-01`;
  }
}

function nextOf(first: string, unit: Unit): string {
  const date = new Date(first);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  switch (unit) {
    case 'day':
      return addDays(first, 1);
    case 'week':
      return addDays(first, 7);
    case 'month':
      return formatDay(Date.UTC(year, month + 1, 1));
    case 'quarter':
      return formatDay(Date.UTC(year, month + 3, 1));
    case 'year':
      return formatDay(Date.UTC(year + 1, 0, 1));
  }
}

function labelOf(first: string, unit: Unit): string {
  const date = new Date(first);
  const month = months[date.getUTCMonth()] ?? '';
  switch (unit) {
    case 'day':
    case 'week':
      return `${date.getUTCDate()} ${month} ${date.getUTCFullYear()}`;
    case 'month':
    case 'quarter':
      return `${month} ${date.getUTCFullYear()}`;
    case 'year':
      return String(date.getUTCFullYear());
  }
}

function addDays(day: string, days: number): string {
  return formatDay(Date.parse(day) + days * dayLength);
}

function formatDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
