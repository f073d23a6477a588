// What was found in a file, or could not be looked into there, is so in its copies too, which were not scanned.

import type { Item } from '../model/place.js';
import type { Copy } from '../model/work.js';

/** @returns is given what is told, in order; adds what is to be said of copies of files that came before */
export function makeRepeat<T extends { readonly item: Item }>(): (copies: readonly Copy[], own: readonly T[]) => readonly T[] {
  const byFile = new Map<string, T[]>();
  return (copies, own) => {
    for (const each of own) {
      const same = byFile.get(each.item.id);
      if (same === undefined) byFile.set(each.item.id, [each]);
      else same.push(each);
    }
    if (copies.length === 0) return own;
    const repeated = copies.flatMap(({ path, of }) => {
      const item: Item = { id: path, kind: 'content' };
      return (byFile.get(of) ?? []).map((each) => ({ ...each, item }));
    });
    return [...repeated, ...own];
  };
}
