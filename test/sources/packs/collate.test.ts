// Several sorted tables as one, each id once: against the same done with a Map.

import fc from 'fast-check';
import { collate, sizeBytes } from '../../../src/sources/packs/collate.js';
import type { Sized } from '../../../src/sources/packs/collate.js';

const idBytes = 4;

const makeTable = (objects: readonly (readonly [id: number, size: number | undefined])[]): Sized => {
  const sorted = [...new Map(objects)].sort(([left], [right]) => left - right);
  const ids = Buffer.alloc(sorted.length * idBytes);
  sorted.forEach(([id], at) => ids.writeUInt32BE(id, at * idBytes));
  return { table: { ids, idBytes, count: sorted.length }, sizeAt: (place) => sorted[place]?.[1] };
};

const read = ({ table: { ids, count }, sizeAt }: Sized): [number, number][] =>
  Array.from({ length: count }, (_, place) => place).flatMap((place) => {
    const size = sizeAt(place);
    return size === undefined ? [] : [[Buffer.from(ids).readUInt32BE(place * idBytes), size]];
  });

const objects = fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.option(fc.integer({ min: 0, max: 2 ** 40 }), { nil: undefined })), { maxLength: 40 });

test('tables become one', () => {
  fc.assert(fc.property(fc.array(objects, { maxLength: 5 }), (lists) => {
    const tables = lists.map(makeTable);
    const { ids, sizes, count } = collate(tables, idBytes);
    const [allIds, allSizes] = [Buffer.concat([...ids()]), Buffer.concat([...sizes()])];
    const told = Array.from({ length: count }, (_, at) => [allIds.readUInt32BE(at * idBytes), allSizes.readUIntLE(at * sizeBytes, sizeBytes)] as const);
    const expected = new Map(tables.flatMap(read));
    expect(told.map(([id]) => id)).toEqual([...expected.keys()].sort((left, right) => left - right));
    for (const [id, size] of told) expect(tables.flatMap(read).some(([other, own]) => other === id && own === size)).toBe(true);
    expect([allIds.length, allSizes.length]).toEqual([count * idBytes, count * sizeBytes]);
  }));
});

test('more than is told at once', () => {
  const even = makeTable(Array.from({ length: 100_000 }, (_, index) => [2 * index, index]));
  const few = makeTable([[7, 1], [150_001, 2], [4, 3]]);
  const { ids, count } = collate([even, few], idBytes);
  const told = Buffer.concat([...ids()]);
  expect(count).toBe(100_002);
  expect([...Array(count).keys()].every((at) => at === 0 || told.readUInt32BE(at * idBytes) > told.readUInt32BE((at - 1) * idBytes))).toBe(true);
});
