// On paper: a plain table of every finding that the filters let through, made when printing begins and gone when it ends,
// because the list on screen holds only the rows in view.

import { make } from './element.js';
import type { Row } from './query.js';
import type { Tick } from './ticks.js';

export interface Printout {
  readonly title: string;
  readonly summary: string;
  readonly rows: readonly Row[];
  ticks(fingerprint: string): ReadonlySet<Tick>;
}

export function preparePrint(gather: () => Printout): void {
  let sheet: HTMLElement | undefined;
  window.addEventListener('beforeprint', () => {
    sheet?.remove();
    sheet = drawSheet(gather());
    document.body.append(sheet);
  });
  window.addEventListener('afterprint', () => sheet?.remove());
}

function drawSheet({ rows, ticks }: Printout): HTMLElement {
  const headings = ['Severity', 'Key', 'Where', 'Reach', 'First seen', 'Done'];
  return make(
    'table',
    { class: 'printout' },
    make('thead', {}, make('tr', {}, ...headings.map((heading) => make('th', { scope: 'col' }, heading)))),
    make('tbody', {}, ...rows.map((row) => drawLine(row, ticks(row.finding.fingerprint)))),
  );
}

function drawLine({ finding, day }: Row, ticks: ReadonlySet<Tick>): HTMLElement {
  const { severity, title, key, places, reach, inHead } = finding;
  const where = places.slice(0, 3).map((place) => make('div', {}, place.where));
  const rest = places.length > 3 ? make('div', {}, `and ${places.length - 3} more`) : undefined;
  return make(
    'tr',
    {},
    make('td', {}, severity),
    make('td', {}, make('div', {}, title), make('code', {}, key)),
    make('td', {}, ...where, rest),
    make('td', {}, `${reach}${inHead ? ', in HEAD' : ''}`),
    make('td', {}, day),
    make('td', {}, [...ticks].map((tick) => (tick === 'aside' ? 'set aside' : tick)).join(', ')),
  );
}
