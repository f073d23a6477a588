// The page's script: reads the data and the address, draws, and turns what the reader does into a new state. The state is the address,
// the ticks are the browser's; nothing else is remembered, and nothing is sent.

import { countNoun, groupDigits } from '../count.js';
import type { PageData } from './data.js';
import { drawDetail } from './detail.js';
import { make, makeButton, refill } from './element.js';
import { makeFacets } from './facets.js';
import { listenToKeys } from './keys.js';
import { makeList } from './list.js';
import { preparePrint } from './print.js';
import { answer, makeRows } from './query.js';
import type { Answer, Row } from './query.js';
import { isFiltered, noFacets, orders, readState, writeState } from './state.js';
import type { FacetName, State } from './state.js';
import { drawSummary } from './summary.js';
import { nameProgress, makeTicks } from './ticks.js';
import type { Tick } from './ticks.js';
import { drawTimeline } from './timeline.js';

const gatheredAtOnce = 250;

const orderTitles: Readonly<Record<State['order'], string>> = {
  severity: 'most severe first',
  newest: 'newest first',
  oldest: 'oldest first',
  provider: 'by provider',
  places: 'most places first',
};

function start(data: PageData, app: HTMLElement): void {
  const now = Date.now();
  const rows = { findings: makeRows(data.findings, now), suppressed: makeRows(data.suppressed, now) };
  const ticks = makeTicks();
  const narrow = window.matchMedia('(max-width: 62rem)');
  let state = readState(window.location.hash);
  let cursor: Row | undefined;
  let shown: Answer = ask();
  let listScroll = 0;
  /** What the finding beside the list was drawn from. */
  let drawn: readonly unknown[] = [];
  const dated = [...rows.findings, ...rows.suppressed].some(({ day }) => day !== '');

  const list = makeList(ticks.of, choose);
  const facets = makeFacets(gatherValues([...rows.findings, ...rows.suppressed]), toggleFacet);
  const search = make('input', { type: 'search', id: 'search', placeholder: 'Path, author, rule, key, ref …', autocomplete: 'off', spellcheck: 'false', 'aria-keyshortcuts': '/' });
  const order = make('select', { id: 'order' }, ...orders.map((each) => make('option', { value: each }, orderTitles[each])));
  const since = make('input', { type: 'date', id: 'since' });
  const until = make('input', { type: 'date', id: 'until' });
  const folded = make('summary');
  const fold = make('details', { class: 'fold' }, folded, facets.element);
  const clear = makeButton('Clear filters', () => apply({ text: '', facets: noFacets, since: '', until: '' }), { class: 'clear' });
  const views = (['findings', 'suppressed'] as const).map((view) => [view, makeButton('', () => apply({ view, chosen: '' }), { class: 'view' })] as const);
  const counted = make('p', { class: 'counted', role: 'status' });
  const chart = make('div', { class: 'chart' });
  const empty = make('p', { class: 'empty' });
  const detail = make('aside', { id: 'detail', 'aria-label': 'The chosen finding' });
  const storage = make('p', { class: 'note', hidden: true }, 'This browser gives the page no storage: ticks are lost when it is closed.');
  const shortcuts = make('input', { type: 'checkbox', id: 'shortcuts' });
  shortcuts.checked = true;

  search.addEventListener('input', () => apply({ text: search.value }));
  order.addEventListener('change', () => apply({ order: readState(`#order=${order.value}`).order }));
  for (const [name, field] of [['since', since], ['until', until]] as const) field.addEventListener('change', () => apply({ [name]: field.value }));
  window.addEventListener('hashchange', () => {
    state = readState(window.location.hash);
    draw();
  });
  narrow.addEventListener('change', draw);
  // Open where there is room beside the list.
  fold.open = !window.matchMedia('(max-width: 78rem)').matches;
  new ResizeObserver(drawChart).observe(chart);
  ticks.listen(draw);
  listenToKeys({ list, search, enabled: () => shortcuts.checked, move, open, back, tick: tickNumber });
  preparePrint(() => ({ title: document.title, summary: data.summary, rows: shown.shown, ticks: ticks.of }));

  document.title = `${data.root === '' ? 'skan' : data.root}: ${data.summary}`;
  build();
  draw();
  gatherIdly([...rows.findings, ...rows.suppressed]);

  function build(): void {
    const nothing = data.findings.length === 0 && data.suppressed.length === 0;
    const work = make(
      'div',
      { class: 'work' },
      make('nav', { class: 'side', 'aria-label': 'Filters' }, fold),
      make(
        'section',
        { class: 'middle', 'aria-label': 'Findings' },
        make('div', { class: 'bar' }, make('div', { class: 'views', role: 'group', 'aria-label': 'What is listed' }, ...views.map(([, button]) => button)), labelled('Order', order)),
        make('div', { class: 'bar' }, counted, clear),
        list.element,
        empty,
      ),
      detail,
    );
    refill(
      app,
      drawSummary(data),
      storage,
      !dated ? undefined : make('section', { class: 'timeline', 'aria-label': 'When keys came in' }, make('div', { class: 'bar' }, make('h2', {}, 'When keys came in'), makeLegend(), make('div', { class: 'days' }, labelled('From', since), labelled('to', until))), chart),
      nothing ? undefined : make('search', { class: 'search' }, make('label', { for: 'search' }, 'Search'), search),
      nothing ? undefined : work,
      make('footer', {}, make('p', {}, 'Keys are masked. Filters are in the address of this page, ticks in this browser; nothing is sent anywhere.'), nothing ? undefined : make('p', {}, make('label', {}, shortcuts, ' Keyboard shortcuts: '), ...sayKeys())),
    );
  }

  function draw(): void {
    shown = ask();
    const chosen = rows[state.view].find(({ name }) => name === state.chosen);
    cursor = chosen ?? (cursor !== undefined && shown.shown.includes(cursor) ? cursor : shown.shown[0]);
    if (search.value !== state.text) search.value = state.text;
    [order.value, since.value, until.value] = [state.order, state.since, state.until];
    for (const [view, button] of views) showView(view, button);
    const says = `${groupDigits(shown.shown.length)} of ${countNoun(rows[state.view].length, state.view === 'findings' ? 'finding' : 'suppressed finding')}`;
    // Said aloud whenever it is set.
    if (counted.textContent !== says) counted.textContent = says;
    clear.hidden = !isFiltered(state);
    refill(folded, sayFilters());
    refill(empty, sayEmpty());
    empty.hidden = shown.shown.length > 0;
    facets.show(shown, state);
    drawChart();
    list.show(shown.shown, cursor);
    drawChosen(chosen);
    storage.hidden = ticks.lasting;
  }

  function drawChosen(chosen: Row | undefined): void {
    const row = narrow.matches ? chosen : cursor;
    app.classList.toggle('opened', narrow.matches && chosen !== undefined);
    const parts = [row, ticks.of(row?.finding.fingerprint ?? ''), row === undefined || shown.shown.includes(row)];
    if (parts.every((part, index) => part === drawn[index])) return;
    drawn = parts;
    drawDetail(detail, row?.finding, { stages: data.stages, now, ticks: ticks.of(row?.finding.fingerprint ?? ''), tick, back, listed: row === undefined || shown.shown.includes(row) });
  }

  function drawChart(): void {
    drawTimeline(chart, shown.dated, state, (days) => apply(days));
  }

  function ask(): Answer {
    return answer(rows[state.view], state, (finding) => nameProgress(finding, ticks.of(finding.fingerprint)));
  }

  function apply(change: Partial<State>): void {
    state = { ...state, ...change };
    remember(writeState(state));
    draw();
  }

  function toggleFacet(name: FacetName, value: string): void {
    const held = state.facets[name];
    apply({ facets: { ...state.facets, [name]: held.includes(value) ? held.filter((each) => each !== value) : [...held, value] } });
  }

  function choose(row: Row, opening: boolean): void {
    if (opening && narrow.matches && state.chosen === '') listScroll = window.scrollY;
    cursor = row;
    if (narrow.matches && !opening) list.show(shown.shown, cursor);
    else {
      state = { ...state, chosen: row.name };
      remember(writeState(state));
      list.show(shown.shown, cursor);
      drawChosen(row);
      detail.scrollTop = 0;
    }
    if (!opening) list.reveal();
    else if (narrow.matches) open();
  }

  function move(steps: number): void {
    const row = list.neighbour(steps);
    if (row !== undefined) choose(row, false);
  }

  /** The reader goes on at the head of the finding. */
  function open(): void {
    if (cursor === undefined) return;
    if (narrow.matches && state.chosen !== cursor.name) return choose(cursor, true);
    document.getElementById('detail-title')?.focus();
    if (narrow.matches) window.scrollTo(0, 0);
  }

  function back(): void {
    if (narrow.matches && state.chosen !== '') {
      apply({ chosen: '' });
      window.scrollTo(0, listScroll);
    }
    list.element.focus({ preventScroll: true });
    list.reveal();
  }

  function tick(name: Tick): void {
    if (cursor === undefined) return;
    ticks.toggle(cursor.finding.fingerprint, name);
    const held = document.activeElement?.getAttribute('data-tick');
    // The finding stays open even where the tick takes it out of what is shown.
    if (state.chosen === '') state = { ...state, chosen: cursor.name };
    remember(writeState(state));
    draw();
    if (held !== null && held !== undefined) detail.querySelector<HTMLElement>(`[data-tick=${held}]`)?.focus();
  }

  function tickNumber(number: number): void {
    const boxes = [...detail.querySelectorAll<HTMLInputElement>('.stages [data-tick]')];
    boxes[number - 1]?.click();
  }

  function showView(view: State['view'], button: HTMLButtonElement): void {
    refill(button, `${view === 'findings' ? 'Findings' : 'Suppressed'} ${groupDigits(rows[view].length)}`);
    button.setAttribute('aria-pressed', String(view === state.view));
  }

  function sayFilters(): string {
    const chosen = Object.values(state.facets).reduce((sum, values) => sum + values.length, 0);
    return chosen === 0 ? 'Filters' : `Filters (${chosen})`;
  }

  function sayEmpty(): string {
    if (isFiltered(state)) return 'Nothing fits these filters.';
    if (state.view === 'suppressed') return 'Nothing was suppressed.';
    return data.verdict === 'clean' ? 'No leaked keys.' : 'No leaked keys in what was looked into; see above for what was not.';
  }
}

/** Replaces, so that the way back does not lead through every letter of a search. */
function remember(hash: string): void {
  try {
    window.history.replaceState(null, '', hash === '' ? window.location.pathname + window.location.search : hash);
  } catch {
    window.location.replace(hash === '' ? '#' : hash);
  }
}

/** So that the first letter of a search need not wait for the texts of all findings. */
function gatherIdly(rows: readonly Row[], from = 0): void {
  if (from >= rows.length) return;
  const later = 'requestIdleCallback' in window ? window.requestIdleCallback : (act: () => void) => window.setTimeout(act, 30);
  later(() => {
    for (const row of rows.slice(from, from + gatheredAtOnce)) row.text();
    gatherIdly(rows, from + gatheredAtOnce);
  });
}

/** Every value that occurs, with nothing filtered. */
function gatherValues(rows: readonly Row[]): Answer['counts'] {
  return answer(rows, readState(''), () => 'open').counts;
}

function labelled(text: string, field: HTMLElement): HTMLElement {
  return make('label', { class: 'labelled' }, `${text} `, field);
}

function makeLegend(): HTMLElement {
  return make('p', { class: 'legend' }, make('span', { class: 'swatch held' }), 'still in HEAD', make('span', { class: 'swatch gone' }), 'no longer in HEAD');
}

function sayKeys(): readonly (Node | string)[] {
  const keys: readonly (readonly [string, string])[] = [['/', 'search'], ['j', 'next'], ['k', 'previous'], ['Enter', 'open'], ['Esc', 'back'], ['1 to 4', 'tick a step']];
  return keys.flatMap(([key, does]) => [make('kbd', {}, key), ` ${does}  `]);
}

const held = document.getElementById('data');
const app = document.getElementById('app');
if (held !== null && app !== null) start(JSON.parse(held.textContent ?? '') as PageData, app);
