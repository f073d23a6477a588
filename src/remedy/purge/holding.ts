// Which objects hold a secret, and in what form: found by looking through every object for every form, in archives too. The
// plan is made of this, and the proof is that nothing of it is left.

import { isPacked, lookInside, nameForeign } from './archive.js';
import type { Search } from './search.js';

export interface Holding {
  readonly id: string;
  readonly type: 'blob' | 'commit' | 'tree' | 'tag';
  /** Beginnings of the fingerprints. */
  readonly secrets: readonly string[];
  readonly codings: readonly string[];
  /** Members of an archive that hold it. */
  readonly inside: readonly string[];
}

export interface Sought {
  readonly id: string;
  readonly type: Holding['type'];
  readonly bytes: Uint8Array;
  readonly whole: boolean;
}

export interface Answer {
  readonly holding: Holding | undefined;
  /** Members that could not be opened: what they hold is not known. */
  readonly closed: readonly string[];
}

export function lookThrough({ id, type, bytes, whole }: Sought, search: Search): Answer {
  const found = search.find(bytes, id);
  const packed = type === 'blob' && isPacked(bytes);
  const packing = type === 'blob' ? nameForeign(bytes) : undefined;
  const { inside, closed } = packed && whole ? lookInside(bytes, search, id) : { inside: [], closed: packed ? ['too large to be opened'] : packing === undefined ? [] : [packing] };
  const all = [...found, ...inside.flatMap((each) => each.found)];
  if (all.length === 0) return { holding: undefined, closed };
  return {
    holding: {
      id,
      type,
      secrets: sortedOf(all.map(({ form }) => form.name)),
      codings: sortedOf(all.map(({ form }) => form.coding)),
      inside: inside.map(({ path }) => path.join('/')),
    },
    closed,
  };
}

/** Windows of one object, joined. */
export function joinHoldings(known: Holding | undefined, more: Holding): Holding {
  if (known === undefined) return more;
  return {
    ...known,
    secrets: sortedOf([...known.secrets, ...more.secrets]),
    codings: sortedOf([...known.codings, ...more.codings]),
    inside: sortedOf([...known.inside, ...more.inside]),
  };
}

function sortedOf(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
