// The list of findings. Only the rows near the window are in the document, so that five thousand cost what thirty do; the page
// itself scrolls. A listbox: one stop for the tab key, arrows move within, and every row says which of how many it is.

import { groupDigits } from '../count.js';
import { make, refill } from './element.js';
import type { Row } from './query.js';
import type { Tick } from './ticks.js';

export interface List {
  readonly element: HTMLElement;
  /** Shows rows, with one of them current; `undefined`: none. */
  show(rows: readonly Row[], current: Row | undefined): void;
  /** Draws the rows again, as when a tick changed. */
  redraw(): void;
  /** The row so many steps from the current one, without passing an end. */
  neighbour(steps: number): Row | undefined;
  /** Scrolls no further than it must. */
  reveal(): void;
}

const spare = 8;
const keptClear = 8;

export function makeList(ticksOf: (fingerprint: string) => ReadonlySet<Tick>, choose: (row: Row, open: boolean) => void): List {
  const element = make('div', { id: 'list', role: 'listbox', tabindex: 0, 'aria-label': 'Findings' });
  let rows: readonly Row[] = [];
  let current = -1;
  let drawn = new Map<number, HTMLElement>();

  const pitch = (): number => readLength('--row');
  const draw = (): void => {
    const wanted = listWanted(element, rows.length, current, pitch());
    const next = new Map(wanted.map((index) => [index, drawn.get(index) ?? drawRow(index)]));
    for (const [index, row] of drawn) if (!next.has(index)) row.remove();
    for (const [index, row] of next) if (drawn.get(index) !== row) element.append(row);
    drawn = next;
  };
  const drawRow = (index: number): HTMLElement => {
    const row = rows[index];
    const option = make('div', { id: `row-${index}`, class: 'row', role: 'option', 'aria-setsize': rows.length, 'aria-posinset': index + 1, 'aria-selected': String(index === current) });
    option.style.top = `calc(${index} * var(--row))`;
    if (row !== undefined) refill(option, ...fillRow(row, ticksOf(row.finding.fingerprint)));
    return option;
  };
  const redraw = (): void => {
    for (const row of drawn.values()) row.remove();
    drawn = new Map();
    draw();
  };
  element.addEventListener('click', (event) => {
    const option = event.target instanceof Element ? event.target.closest('[role=option]') : null;
    const row = rows[Number(option?.id.slice('row-'.length) ?? -1)];
    if (row !== undefined) choose(row, true);
  });
  let asked = 0;
  const drawSoon = (): void => {
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(draw);
  };
  window.addEventListener('scroll', drawSoon, { passive: true });
  window.addEventListener('resize', drawSoon, { passive: true });
  return {
    element,
    show(shown, row) {
      rows = shown;
      current = row === undefined ? -1 : rows.indexOf(row);
      element.style.height = `calc(${rows.length} * var(--row))`;
      if (current >= 0) element.setAttribute('aria-activedescendant', `row-${current}`);
      else element.removeAttribute('aria-activedescendant');
      redraw();
    },
    redraw,
    neighbour: (steps) => rows[Math.min(Math.max(current + steps, 0), rows.length - 1)],
    reveal() {
      if (current < 0) return;
      const above = element.getBoundingClientRect().top + current * pitch();
      const below = above + pitch();
      const clear = readLength('--head') + keptClear;
      if (above < clear) window.scrollBy(0, above - clear);
      else if (below > window.innerHeight - keptClear) window.scrollBy(0, below - window.innerHeight + keptClear);
      draw();
    },
  };
}

/** A length that the style gives in rem, in pixels: larger text has larger rows. */
function readLength(name: string): number {
  const root = getComputedStyle(document.documentElement);
  return Number.parseFloat(root.getPropertyValue(name)) * Number.parseFloat(root.fontSize);
}

/** Rows in and near the window, and the current one, which the listbox points at. */
function listWanted(element: HTMLElement, length: number, current: number, pitch: number): number[] {
  const above = -element.getBoundingClientRect().top;
  const first = Math.max(0, Math.floor(above / pitch) - spare);
  const last = Math.min(length - 1, Math.ceil((above + window.innerHeight) / pitch) + spare);
  const near = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
  return current < 0 || near.includes(current) ? near : [...near, current];
}

function fillRow({ finding, day }: Row, ticks: ReadonlySet<Tick>): readonly (Node | undefined)[] {
  const { title, key, places, severity, reach, inHead, stages, suppressed, news } = finding;
  const [first] = places;
  const more = places.length > 1 ? ` +${groupDigits(places.length - 1)} more` : '';
  const ticked = ticks.has('aside') ? 'set aside' : ticks.size === 0 ? '' : ticks.size >= stages.length ? 'done' : `${ticks.size}/${stages.length}`;
  return [
    make('span', { class: `mark ${severity}` }, severity),
    make('span', { class: 'what' }, make('span', { class: 'name' }, title), ' ', make('code', {}, key)),
    make('span', { class: 'where' }, suppressed === undefined ? undefined : make('span', { class: 'folder' }, `${news === true ? 'new, ' : ''}${suppressed} · `), ...splitPlace(first?.where ?? 'place unknown'), make('span', { class: 'rest' }, more)),
    make('span', { class: 'state' }, make('span', { class: inHead ? 'dot held' : 'dot gone' }), `${reach}${inHead ? ', in HEAD' : ''}`),
    make('span', { class: 'when' }, day),
    ticked === '' ? undefined : make('span', { class: ticks.has('aside') ? 'ticked' : 'ticked some' }, ticked),
  ];
}

/** The name of the file stays where there is no room for the folders. */
function splitPlace(place: string): readonly HTMLElement[] {
  const cut = place.lastIndexOf('/') + 1;
  const folder = cut === 0 ? [] : [make('span', { class: 'folder' }, place.slice(0, cut))];
  return [...folder, make('span', { class: 'file' }, place.slice(cut))];
}
