// The filters beside the list: for every property its values, how many findings each would leave, and a box to tick. They are drawn once
// and then only changed, so that the focus stays where it is.

import { groupDigits } from '../count.js';
import { make, makeButton, refill } from './element.js';
import { ages, severityOrder } from './query.js';
import type { Answer } from './query.js';
import { facetNames } from './state.js';
import type { FacetName, State } from './state.js';

export interface Facets {
  readonly element: HTMLElement;
  show(answer: Answer, state: State): void;
}

interface Option {
  readonly row: HTMLElement;
  readonly box: HTMLInputElement;
  readonly number: HTMLElement;
  readonly bar: HTMLElement;
}

const titles: Readonly<Record<FacetName, string>> = {
  severity: 'Severity',
  provider: 'Provider',
  reach: 'Reach',
  head: 'HEAD',
  age: 'First seen',
  progress: 'Checklist',
  validation: 'Issuer says',
};

/** Values in an order of their own; others follow by how many there are. */
const fixed: Partial<Readonly<Record<FacetName, readonly string[]>>> = {
  severity: severityOrder,
  reach: ['pushed', 'tag', 'local', 'staged', 'stash', 'reflog', 'unreachable', 'worktree'],
  head: ['in HEAD', 'not in HEAD'],
  age: ages,
  progress: ['open', 'started', 'done', 'set aside'],
  validation: ['active', 'revoked', 'unknown', 'not-checked'],
};

const shownAtFirst = 8;

/** @param all every value that occurs */
export function makeFacets(all: Answer['counts'], toggle: (name: FacetName, value: string) => void): Facets {
  const groups = facetNames.map((name) => makeGroup(name, all[name], toggle));
  return {
    element: make('div', { class: 'facets' }, ...groups.map(({ element }) => element)),
    show(answer, state) {
      for (const group of groups) group.show(answer, state);
    },
  };
}

function makeGroup(name: FacetName, all: ReadonlyMap<string, number>, toggle: (name: FacetName, value: string) => void): Facets {
  const options = new Map<string, Option>();
  const list = make('div', { class: 'options' });
  const more = makeButton('', () => {
    const folded = list.classList.toggle('folded');
    more.setAttribute('aria-expanded', String(!folded));
    nameMore();
  }, { class: 'more', 'aria-expanded': 'false' });
  const nameMore = (): void => {
    more.textContent = list.classList.contains('folded') ? `all ${options.size}` : 'fewer';
    more.hidden = options.size <= shownAtFirst;
  };
  const element = make('fieldset', {}, make('legend', {}, titles[name]), list, more);
  const add = (value: string): Option => {
    const option = makeOption(name, value, toggle);
    options.set(value, option);
    list.append(option.row);
    return option;
  };
  for (const value of orderValues(name, all)) add(value);
  list.classList.add('folded');
  nameMore();
  return {
    element,
    show({ counts }, state) {
      const chosen = state.facets[name];
      for (const value of chosen) if (!options.has(value)) add(value);
      const most = Math.max(1, ...counts[name].values());
      for (const [value, option] of options) showOption(option, counts[name].get(value) ?? 0, most, chosen.includes(value));
      element.hidden = options.size < 2 && chosen.length === 0;
      nameMore();
    },
  };
}

function makeOption(name: FacetName, value: string, toggle: (name: FacetName, value: string) => void): Option {
  const box = make('input', { type: 'checkbox', name, value });
  const number = make('span', { class: 'number' });
  const bar = make('span', { class: 'meter', 'aria-hidden': 'true' });
  box.addEventListener('change', () => toggle(name, value));
  const text = make('span', { class: name === 'severity' ? `text mark ${value}` : 'text' }, value === 'not-checked' ? 'not asked' : value);
  const row = make('label', { class: 'option' }, bar, box, text, number);
  return { row, box, number, bar };
}

function showOption({ row, box, number, bar }: Option, count: number, most: number, checked: boolean): void {
  box.checked = checked;
  refill(number, groupDigits(count));
  bar.style.transform = `scaleX(${count / most})`;
  row.classList.toggle('none', count === 0 && !checked);
  row.classList.toggle('chosen', checked);
}

function orderValues(name: FacetName, all: ReadonlyMap<string, number>): readonly string[] {
  const order = fixed[name];
  if (order !== undefined) return [...order.filter((value) => all.has(value) || name === 'progress'), ...[...all.keys()].filter((value) => !order.includes(value))];
  return [...all].sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1)).map(([value]) => value);
}
