// Numbers as people read them, with what they count. For every format, and for the page in its browser.

/** `1 file`, `1,204 files` */
export function countNoun(count: number, one: string, many = `${one}s`): string {
  return `${groupDigits(count)} ${count === 1 ? one : many}`;
}

/** `1,204`. The browser's own way costs fifty times as much, and a filter of the page needs a hundred. */
export function groupDigits(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
