// The head of the page: what the scan came to, and before anything else what it could not look into. Never green unless all was
// looked into and nothing found.

import { countNoun, groupDigits } from '../count.js';
import type { PageData } from './data.js';
import { make, makeButton } from './element.js';

const listedAtFirst = 8;
const listedAtOnce = 200;

export function drawSummary(data: PageData): HTMLElement {
  const { summary, verdict, root, command, written, scanned, version } = data;
  const facts = [`skan ${version}, ${command}`, scanned, ...(written === undefined ? [] : [`written ${written.slice(0, 16).replace('T', ' ')} UTC`])];
  return make(
    'header',
    { class: `summary ${verdict}` },
    make('div', { class: 'verdict' }, make('h1', {}, root === '' ? 'skan report' : root), make('p', { class: 'says' }, `${summary.slice(0, 1).toUpperCase()}${summary.slice(1)}.`)),
    make('p', { class: 'facts' }, facts.join(' · ')),
    drawGaps('Could not be read: this scan is incomplete', 'problems', data.problems.map(({ what, why, hint }) => [what, hint === undefined ? why : `${why}. To mend it: ${hint}`])),
    data.complete || data.problems.length > 0 ? undefined : make('p', { class: 'gaps problems', role: 'alert' }, 'This scan is incomplete: what is not listed here may still be there.'),
    drawNews(data.suppressed.filter(({ news }) => news === true).length),
    drawGaps(countNoun(data.skipped.length, 'thing was not looked into', 'things were not looked into'), 'skips', data.skipped.map(({ what, why }) => [what, why])),
  );
}

/** What hides a finding and came with what is judged is for the reviewer to see. */
function drawNews(number: number): HTMLElement | undefined {
  if (number === 0) return undefined;
  return make('p', { class: 'gaps skips' }, `${countNoun(number, 'suppression is', 'suppressions are')} part of the very change that is judged: see Suppressed below.`);
}

/** The first few stand there at once: a gap that must be asked for is a gap that nobody sees. */
function drawGaps(title: string, kind: string, gaps: readonly (readonly [what: string, why: string])[]): HTMLElement | undefined {
  if (gaps.length === 0) return undefined;
  const list = make('ul');
  const more = makeButton('', () => add(listedAtOnce), { class: 'more' });
  const add = (most: number): void => {
    const from = list.childElementCount;
    list.append(...gaps.slice(from, from + most).map(([what, why]) => make('li', {}, make('code', {}, what), ` ${why}`)));
    const rest = gaps.length - list.childElementCount;
    more.textContent = `Show ${groupDigits(Math.min(rest, listedAtOnce))} more of ${groupDigits(rest)}`;
    more.hidden = rest === 0;
  };
  add(listedAtFirst);
  return make(
    'section',
    { class: `gaps ${kind}`, 'aria-label': title },
    make('h2', {}, title),
    list,
    more,
  );
}
