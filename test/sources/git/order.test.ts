// The order of commits, and which names hold them, against what is slower and plainer.

import fc from 'fast-check';
import { findHolders } from '../../../src/sources/git/holders.js';
import { orderCommits } from '../../../src/sources/git/order.js';
import { readCommits, writeCommits } from '../../../src/sources/packs/commit-table.js';
import type { CommitTable } from '../../../src/sources/packs/commit-table.js';

const idBytes = 20;
/** Ids come in another order than commits do. */
const idOf = (commit: number): string => ((commit * 2654435761) >>> 0).toString(16).padStart(8, '0').padEnd(2 * idBytes, '0');

interface Drawn {
  readonly seconds: number;
  readonly parents: readonly number[];
}

const makeTable = (commits: readonly Drawn[]): CommitTable => {
  const writer = writeCommits(idBytes);
  commits.forEach(({ seconds, parents }, at) => writer.add(idOf(at), seconds, '', parents.map((back) => at - back).filter((parent) => parent >= 0).map(idOf)));
  return readCommits([writer.take()], idBytes);
};

const parentsOf = ({ parents, parentsFrom }: CommitTable, place: number): number[] => [...parents.subarray(parentsFrom[place], parentsFrom[place + 1])];
const placesOf = ({ count }: CommitTable): number[] => Array.from({ length: count }, (_, place) => place);

/** Of all that have their parents before them, the oldest; of one second, the least id. */
const orderPlainly = (table: CommitTable): number[] => {
  const order: number[] = [];
  const done = new Set<number>();
  while (order.length < table.count) {
    const free = placesOf(table).filter((place) => !done.has(place) && parentsOf(table, place).every((parent) => done.has(parent)));
    const [next = 0] = free.sort((left, right) => (table.seconds[left] ?? 0) - (table.seconds[right] ?? 0) || table.compare(left, right));
    order.push(next);
    done.add(next);
  }
  return order;
};

const holdPlainly = (table: CommitTable, place: number): Set<number> => {
  const held = new Set([place]);
  for (const each of held) for (const parent of parentsOf(table, each)) held.add(parent);
  return held;
};

// Dates of few values, so that many are the same and clocks go wrong; and those that no double holds beside a place.
const dates = fc.oneof(fc.integer({ min: -3, max: 12 }), fc.constantFrom(999_999_999_999_999, -999_999_999_999_999, 1_700_000_000));
const histories = fc.array(fc.record({ seconds: dates, parents: fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 3 }) }), { maxLength: 60 });

test('commits stand behind their parents, and of those that may come next the oldest does', () => {
  fc.assert(fc.property(histories, (commits) => {
    const table = makeTable(commits);
    expect([...orderCommits(table)]).toEqual(orderPlainly(table));
  }));
});

test('a name holds the commit that it points to and all its ancestors, however many are asked for', () => {
  fc.assert(fc.property(histories, fc.array(fc.nat(59), { maxLength: 12 }), fc.integer({ min: 1, max: 4 }), (commits, points, most) => {
    const table = makeTable(commits);
    const tips = points.filter((place) => place < table.count).map((place, at) => [`name ${String(at).padStart(2, '0')}`, place] as const);
    const wanted = placesOf(table);
    const held = findHolders(table, orderCommits(table), tips, wanted, most);
    for (const place of wanted) expect(held.get(place)).toEqual(tips.filter(([, tip]) => holdPlainly(table, tip).has(place)).map(([name]) => name).slice(0, most));
  }));
  const long = makeTable(Array.from({ length: 700 }, (_, at) => ({ seconds: at, parents: [1] })));
  const held = findHolders(long, orderCommits(long), [['half', 350], ['whole', 699]], placesOf(long), 5);
  expect([350, 351, 699].map((place) => held.get(place))).toEqual([['half', 'whole'], ['whole'], ['whole']]);
});

test('a commit told twice counts once, a parent named twice too, and one that is not there is passed over', () => {
  const writer = writeCommits(idBytes);
  writer.add(idOf(1), 5, '0a0b0c0d0e', []);
  writer.add(idOf(2), 6, '', [idOf(1), idOf(9), idOf(1)]);
  const first = writer.take();
  const more = writeCommits(idBytes);
  more.add(idOf(2), 6, '', [idOf(1), idOf(9), idOf(1)]);
  more.add(idOf(3), 7, 'ff', [idOf(1), idOf(2), idOf(2), idOf(1)]);
  const table = readCommits([first, more.take()], idBytes);
  expect([table.count, [...table.seconds], [...table.trees], [...table.parents], [...table.parentsFrom]]).toEqual([3, [5, 6, 7], [0x0d0c0b0a, 0, 0xff], [0, 0, 1], [0, 0, 1, 3]]);
  expect([1, 2, 3, 9].map((commit) => table.find(idOf(commit)))).toEqual([0, 1, 2, -1]);
});
