// The keyboard: one letter each, and only where nobody is typing. They can be switched off at the foot of the page, as WCAG 2.1.4
// asks of single letters.

import type { List } from './list.js';

export interface KeyNeeds {
  readonly list: List;
  readonly search: HTMLInputElement;
  enabled(): boolean;
  move(steps: number): void;
  open(): void;
  back(): void;
  tick(number: number): void;
}

const page = 10;

export function listenToKeys(needs: KeyNeeds): void {
  const { list, search } = needs;
  list.element.addEventListener('keydown', (event) => {
    if (isPlain(event) && moveInList(event.key, needs)) event.preventDefault();
  });
  search.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowDown' && event.key !== 'Enter') return;
    event.preventDefault();
    list.element.focus({ preventScroll: true });
    list.reveal();
  });
  document.addEventListener('keydown', (event) => {
    if (isPlain(event) && !event.defaultPrevented && act(event, needs)) event.preventDefault();
  });
}

/** What a listbox does in every program; not a shortcut that could be switched off. */
function moveInList(key: string, { move, open }: KeyNeeds): boolean {
  const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
  const step = steps[key];
  if (step !== undefined) move(step);
  else if (key === 'Enter' || key === ' ') open();
  else return false;
  return true;
}

function act(event: KeyboardEvent, { list, search, enabled, move, open, back, tick }: KeyNeeds): boolean {
  const { key, target } = event;
  if (key === 'Escape') {
    back();
    return true;
  }
  if (!enabled() || isTyping(target)) return false;
  if (key === '/') {
    search.focus();
    search.select();
  } else if (key === 'j' || key === 'k') {
    list.element.focus({ preventScroll: true });
    move(key === 'j' ? 1 : -1);
  } else if (/^[1-4]$/.test(key)) tick(Number(key));
  else if (key === 'Enter' && target === document.body) open();
  else return false;
  return true;
}

function isPlain({ ctrlKey, metaKey, altKey, isComposing }: KeyboardEvent): boolean {
  return !ctrlKey && !metaKey && !altKey && !isComposing;
}

function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return target.type !== 'checkbox';
  return target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement;
}
