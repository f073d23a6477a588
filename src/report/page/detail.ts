// One finding in full: what it is, why that is sure, where it stands, how far it has come, and the checklist with its ticks.

import { countNoun, groupDigits } from '../count.js';
import { stageNames } from './data.js';
import type { PageFinding, PagePlace, PageStage, StageName } from './data.js';
import { make, makeButton, makeLink, refill } from './element.js';
import type { Child } from './element.js';
import { nameAge } from './query.js';
import type { Tick } from './ticks.js';

export interface DetailNeeds {
  readonly stages: readonly PageStage[];
  readonly now: number;
  readonly ticks: ReadonlySet<Tick>;
  /** It is among those that the filters let through. */
  readonly listed: boolean;
  tick(tick: Tick): void;
  back(): void;
}

const stageTitles: Readonly<Record<StageName, readonly [title: string, done: string]>> = {
  revoke: ['Revoke', 'Revoked'],
  rotate: ['Rotate', 'Replaced everywhere'],
  misuse: ['Check for misuse', 'Checked'],
  purge: ['Purge', 'Cleaned up, or not worth it'],
};

const validationWords: Readonly<Record<string, string>> = {
  active: 'still works',
  revoked: 'no longer works',
  unknown: 'could not be told',
  'not-checked': 'not asked',
};

const placesAtOnce = 50;

export function drawDetail(host: HTMLElement, finding: PageFinding | undefined, needs: DetailNeeds): void {
  if (finding === undefined) return refill(host, make('p', { class: 'quiet' }, 'No finding is chosen.'));
  refill(host, makeButton('Back to the list', needs.back, { class: 'back' }), needs.listed ? undefined : make('p', { class: 'note' }, 'The filters no longer let this finding through.'), ...describe(finding), drawChecklist(finding, needs), drawPlaces(finding), drawExposure(finding, needs.now), drawRest(finding, needs));
}

function describe(finding: PageFinding): readonly Child[] {
  const { title, key, severity, confidence, rule, suppressed, news, why, validation, fails, places } = finding;
  const held = suppressed === undefined ? undefined : make('p', { class: 'note' }, `Suppressed ${suppressed}.${news === true ? ' The suppression is part of the very change that is judged.' : ''}`);
  return [
    make('h2', { id: 'detail-title', tabindex: -1 }, title),
    make('p', { class: 'key' }, make('code', {}, key)),
    places[0] === undefined ? undefined : make('p', { class: 'first' }, make('code', {}, places[0].where), places.length > 1 ? ` and ${countNoun(places.length - 1, 'more place')}, below` : undefined),
    make(
      'p',
      { class: 'badges' },
      make('span', { class: `mark ${severity}` }, severity),
      make('span', { class: 'badge' }, confidence === 'certain' ? 'certain' : `confidence ${confidence}`),
      make('span', { class: 'badge' }, finding.reach),
      make('span', { class: 'badge' }, finding.inHead ? 'in HEAD' : 'not in HEAD'),
      validation === 'not-checked' ? undefined : make('span', { class: `badge ${validation}` }, validationWords[validation] ?? validation),
      fails || suppressed !== undefined ? undefined : make('span', { class: 'badge' }, 'does not fail'),
      make('span', { class: 'badge mono' }, rule),
    ),
    held,
    why.length === 0 ? undefined : section('Why we are sure', make('ul', {}, ...why.map((reason) => make('li', {}, reason)))),
  ];
}

function drawChecklist(finding: PageFinding, needs: DetailNeeds): HTMLElement {
  const stages = finding.stages.flatMap((index) => needs.stages[index] ?? []);
  const drawn = stageNames.flatMap((name) => stages.filter((stage) => stage.name === name)).map((stage, index) => drawStage(stage, index + 1, finding, needs));
  return section('What to do', make('ol', { class: 'stages' }, ...drawn));
}

function drawStage(stage: PageStage, number: number, finding: PageFinding, needs: DetailNeeds): HTMLElement {
  const { name, url, steps, notes, commands = [], contact, checked } = stage;
  const [title, done] = stageTitles[name];
  const ticked = needs.ticks.has(name);
  return make(
    'li',
    { class: ticked ? 'stage ticked' : 'stage' },
    make('div', { class: 'stage-head' }, make('h4', {}, `${number}  ${title}`), drawTick(name, done, ticked, needs, `${title}: ${done}, ${finding.title} ${finding.key}`)),
    url === undefined ? undefined : make('p', { class: 'link' }, makeLink(url)),
    steps.length === 0 ? undefined : make('ol', { class: 'steps' }, ...steps.map((step) => make('li', {}, step))),
    ...notes.map((note) => make('p', { class: 'aside' }, note)),
    ...commands.map((command) => make('pre', { tabindex: 0, 'aria-label': `${title}: command` }, make('code', {}, command))),
    contact === undefined ? undefined : make('p', { class: 'aside' }, 'Tell: ', makeLink(contact)),
    checked === undefined ? undefined : make('p', { class: 'quiet' }, `These steps were last held against the vendor's pages in ${checked}.`),
  );
}

function drawTick(tick: Tick, text: string, checked: boolean, needs: DetailNeeds, label: string): HTMLElement {
  const box = make('input', { type: 'checkbox', 'data-tick': tick, 'aria-label': label });
  box.checked = checked;
  box.addEventListener('change', () => needs.tick(tick));
  return make('label', { class: 'tick' }, box, text);
}

function drawPlaces({ places }: PageFinding): HTMLElement {
  const body = make('tbody');
  const dates = places.some(({ date, commit }) => date !== undefined || commit !== undefined);
  const headings = ['Place', ...(dates ? ['Since'] : [])];
  const table = make('table', {}, make('thead', {}, make('tr', {}, ...headings.map((heading) => make('th', { scope: 'col' }, heading)))), body);
  const more = makeButton('', () => addPlaces());
  const addPlaces = (): void => {
    const shown = body.childElementCount;
    body.append(...places.slice(shown, shown + placesAtOnce).map((place) => drawPlace(place, dates)));
    const rest = places.length - body.childElementCount;
    more.textContent = `Show ${Math.min(rest, placesAtOnce)} more of ${groupDigits(rest)}`;
    more.hidden = rest <= 0;
  };
  addPlaces();
  return section(places.length === 1 ? 'Where' : `Where (${countNoun(places.length, 'place')})`, make('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Places' }, table), more);
}

function drawPlace({ where, commit, author, date, inHead, decodedFrom }: PagePlace, dates: boolean): HTMLElement {
  const marks = [inHead === true ? 'in HEAD' : '', decodedFrom === undefined ? '' : `decoded from ${decodedFrom}`].filter((mark) => mark !== '');
  const came = [[date?.slice(0, 10) ?? '', commit?.slice(0, 12) ?? ''].filter((part) => part !== '').join('  '), author ?? ''].filter((part) => part !== '');
  return make(
    'tr',
    {},
    make('td', {}, make('code', {}, where), ...marks.map((mark) => make('span', { class: 'badge' }, mark))),
    dates ? make('td', { class: 'came' }, ...came.map((part) => make('span', {}, part))) : undefined,
  );
}

function drawExposure({ reached, inHead, refs, firstSeen, validated }: PageFinding, now: number): HTMLElement {
  const seen = firstSeen === undefined ? 'unknown: no commit is known that brought it' : `${firstSeen.slice(0, 10)}${describeAge(Date.parse(firstSeen), now)}`;
  const rows: readonly (readonly [string, string])[] = [
    ['Reach', reached],
    ['Still in HEAD', inHead ? 'yes' : 'no'],
    ['First seen', seen],
    ['Asked its issuer', validated === '' ? 'no' : validated],
    ...(refs.length === 0 ? [] : [[refs.length === 1 ? 'Ref' : `Refs (${refs.length})`, listSome(refs, 40)] as const]),
  ];
  return section('Exposure', make('dl', {}, ...rows.flatMap(([term, text]) => [make('dt', {}, term), make('dd', {}, text)])));
}

function drawRest({ id, fingerprint, allow, variable, suppressed }: PageFinding, needs: DetailNeeds): HTMLElement {
  const aside = needs.ticks.has('aside');
  return section(
    'Not a secret, or accepted?',
    drawTick('aside', 'Set aside in this browser', aside, needs, 'Set this finding aside in this browser'),
    suppressed === undefined && allow !== undefined ? make('p', {}, 'So that skan passes it from now on: ', make('code', { class: 'wrap' }, allow)) : undefined,
    make('p', { class: 'quiet' }, 'All steps again: ', make('code', { class: 'wrap' }, `skan explain ${id}`), variable === undefined ? undefined : ' · usually read from ', variable === undefined ? undefined : make('code', {}, variable)),
    make('p', { class: 'quiet' }, 'Fingerprint ', make('code', { class: 'wrap' }, fingerprint)),
  );
}

function section(title: string, ...children: readonly Child[]): HTMLElement {
  return make('section', {}, make('h3', {}, title), ...children);
}

function describeAge(time: number, now: number): string {
  if (Number.isNaN(time)) return '';
  const days = Math.floor((now - time) / 86_400_000);
  return days < 0 ? '' : ` (${days === 0 ? 'today' : `${countNoun(days, 'day')} ago`}, ${nameAge(time, now)})`;
}

function listSome(texts: readonly string[], most: number): string {
  const rest = texts.length - most;
  return [...texts.slice(0, most), ...(rest > 0 ? [`and ${rest} more`] : [])].join(', ');
}
