// When keys came in, as a bar for every day, week, month or year: dark where HEAD still holds the key. Draws; the chosen days belong to
// the state, and can be typed beside it, so that nothing here needs a mouse.

import { countNoun } from '../count.js';
import { gatherBars } from './bars.js';
import type { Bar } from './bars.js';
import { make, makeSvg, refill } from './element.js';
import type { Row } from './query.js';

export interface Days {
  readonly since: string;
  readonly until: string;
}

const height = 120;
const top = 14;
const foot = 20;

export function drawTimeline(host: HTMLElement, rows: readonly Row[], days: Days, choose: (days: Days) => void): void {
  const bars = gatherBars(rows);
  const undated = rows.filter(({ day }) => day === '').length;
  const note = undated === 0 ? undefined : make('p', { class: 'quiet' }, `${countNoun(undated, 'key')} without a date: no commit is known that brought ${undated === 1 ? 'it' : 'them'}.`);
  refill(host, bars.length === 0 ? undefined : drawBars(bars, Math.max(host.clientWidth, 240), days, choose), note);
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
    makeSvg('title', {}, `${bar.label}: ${countNoun(bar.inHead + bar.gone, 'key')}, ${bar.inHead} still in HEAD`),
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
