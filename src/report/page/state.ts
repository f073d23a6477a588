// What is shown, as the page's address says it: every filter, the order, the finding that is open. The part behind `#`, because
// it is never sent anywhere and works from disk.

export const facetNames = ['severity', 'provider', 'reach', 'head', 'age', 'progress', 'validation'] as const;
export type FacetName = (typeof facetNames)[number];

export const orders = ['severity', 'newest', 'oldest', 'provider', 'places'] as const;
export type Order = (typeof orders)[number];

export interface State {
  readonly view: 'findings' | 'suppressed';
  readonly text: string;
  /** Chosen values; none chosen: all. */
  readonly facets: Readonly<Record<FacetName, readonly string[]>>;
  /** Days, `YYYY-MM-DD`, both included; empty: no bound. */
  readonly since: string;
  readonly until: string;
  readonly order: Order;
  /** Fingerprint of the finding that is open. */
  readonly chosen: string;
}

export const noFacets: State['facets'] = { severity: [], provider: [], reach: [], head: [], age: [], progress: [], validation: [] };

/** Whatever else stands in the address is ignored. */
export function readState(hash: string): State {
  const given = new URLSearchParams(hash.replace(/^#/, ''));
  const facets = Object.fromEntries(facetNames.map((name) => [name, [...new Set(given.getAll(name))].filter((value) => value !== '')]));
  return {
    view: given.get('view') === 'suppressed' ? 'suppressed' : 'findings',
    text: given.get('q') ?? '',
    facets: { ...noFacets, ...facets },
    since: readDay(given.get('since')),
    until: readDay(given.get('until')),
    order: orders.find((order) => order === given.get('order')) ?? 'severity',
    chosen: given.get('finding') ?? '',
  };
}

/** Only what differs from the page as it opens. Empty, or with `#` in front. */
export function writeState(state: State): string {
  const pairs: (readonly [string, string])[] = [
    ['view', state.view === 'findings' ? '' : state.view],
    ['q', state.text],
    ...facetNames.flatMap((name) => state.facets[name].map((value) => [name, value] as const)),
    ['since', state.since],
    ['until', state.until],
    ['order', state.order === 'severity' ? '' : state.order],
    ['finding', state.chosen],
  ];
  const text = new URLSearchParams(pairs.filter(([, value]) => value !== '').map(([name, value]): [string, string] => [name, value])).toString();
  return text === '' ? '' : `#${text}`;
}

export function isFiltered({ text, facets, since, until }: State): boolean {
  return text !== '' || since !== '' || until !== '' || facetNames.some((name) => facets[name].length > 0);
}

function readDay(text: string | null): string {
  return text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : '';
}
