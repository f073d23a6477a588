// When keys came in, as a bar for every day, week, month or year: dark where HEAD still holds the key. Draws; the chosen days belong to
// the state, and can be typed beside it, so that nothing here needs a mouse.

import { count, make, makeSvg, refill } from './element.js';
import type { Row } from './query.js';

export interface Bar {
  /** Days, both included. */
  readonly first: string;
  readonly last: string;
  readonly label: string;
  readonly inHead: number;
  readonly gone: number;
}

export interface Days {
  readonly since: string;
  readonly until: string;
}

type Unit = 'day' | 'week' | 'month' | 'quarter' | 'year';

const mostBars = 64;
const height = 120;
const top = 14;
const foot = 20;
const dayLength = 86_400_000;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export function drawTimeline(host: HTMLElement, rows: readonly Row[], days: Days, choose: (days: Days) => void): void {
  const bars = gatherBars(rows);
  const undated = rows.filter(({ day }) => day === '').length;
  const note = undated === 0 ? undefined : make('p', { class: 'quiet' }, `${count(undated, 'key')} without a date: no commit is known that brought ${undated === 1 ? 'it' : 'them'}.`);
  refill(host, bars.length === 0 ? undefined : drawBars(bars, Math.max(host.clientWidth, 240), days, choose), note);
}

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

function drawBars(bars: readonly Bar[], width: number, days: Days, choose: (days: Days) => void): SVGSVGElement {
  const most = Math.max(...bars.map(({ inHead, gone }) => inHead + gone), 1);
  const step = width / bars.length;
  const room = height - top - foot;
  const base = height - foot;
  const columns = bars.map((bar, index) => drawBar(bar, index * step, step, (keys) => (keys / most) * room, base, isOutside(bar, days), choose, days));
  const total = bars.reduce((sum, { inHead, gone }) => sum + inHead + gone, 0);
  const held = bars.reduce((sum, { inHead }) => sum + inHead, 0);
  const says = `Keys by the day they were first seen, ${bars[0]?.label ?? ''} to ${bars.at(-1)?.label ?? ''}: ${total}, of which ${held} still in HEAD. At most ${most} in one bar.`;
  return makeSvg(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', 'aria-label': says },
    makeSvg('line', { class: 'grid', x1: 0, x2: width, y1: top, y2: top }),
    makeSvg('text', { class: 'axis', x: 0, y: top - 4 }, String(most)),
    makeSvg('line', { class: 'base', x1: 0, x2: width, y1: base + 0.5, y2: base + 0.5 }),
    ...columns,
    ...labelBars(bars, step, width),
  );
}

function drawBar(bar: Bar, x: number, step: number, scale: (keys: number) => number, base: number, outside: boolean, choose: (days: Days) => void, days: Days): SVGGElement {
  const gap = Math.min(2, step * 0.2);
  const [wide, left] = [Math.min(step - gap, 36), x + Math.max((step - 36) / 2, gap / 2)];
  const heights = [bar.inHead, bar.gone].map((keys) => (keys === 0 ? 0 : Math.max(scale(keys), 2)));
  const [held = 0, gone = 0] = heights;
  const group = makeSvg(
    'g',
    { class: outside ? 'bar outside' : 'bar' },
    makeSvg('title', {}, `${bar.label}: ${count(bar.inHead + bar.gone, 'key')}, ${bar.inHead} still in HEAD`),
    makeSvg('rect', { class: 'hit', x, y: top, width: step, height: base - top }),
    held > 0 ? makeSvg('rect', { class: 'held', x: left, y: base - held, width: wide, height: held }) : undefined,
    gone > 0 ? makeSvg('rect', { class: 'gone', x: left, y: base - held - gone - (held > 0 ? 1 : 0), width: wide, height: gone }) : undefined,
  );
  const chosen = days.since === bar.first && days.until === bar.last;
  group.addEventListener('click', () => choose(chosen ? { since: '', until: '' } : { since: bar.first, until: bar.last }));
  return group;
}

/** As many labels as fit without touching: the first, the last, some between. */
function labelBars(bars: readonly Bar[], step: number, width: number): readonly SVGTextElement[] {
  const every = Math.max(1, Math.ceil(84 / step));
  const last = bars.length - 1;
  return bars.flatMap((bar, index) => {
    if (index !== last && (index % every !== 0 || last - index < every)) return [];
    const middle = (index + 0.5) * step;
    const anchor = middle < 40 ? 'start' : middle > width - 40 ? 'end' : 'middle';
    const x = anchor === 'start' ? 0 : anchor === 'end' ? width : middle;
    return [makeSvg('text', { class: 'axis', x, y: height - 5, 'text-anchor': anchor }, bar.label)];
  });
}

function isOutside({ first, last }: Bar, { since, until }: Days): boolean {
  return (since !== '' && last < since) || (until !== '' && first > until);
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
