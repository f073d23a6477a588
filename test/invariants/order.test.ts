// The order in which things come does not show: rules, matches, items, paths.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import type { Match } from '../../src/model/match.js';
import type { Item, Place } from '../../src/model/place.js';
import type { Request } from '../../src/model/request.js';
import type { Source } from '../../src/model/source.js';
import { settleOverlaps } from '../../src/engine/settle.js';
import { run } from '../../src/run.js';
import { composeReport } from '../../src/run/compose.js';
import { judgeHits } from '../../src/run/judge.js';
import { catalogue, makeTestEngine } from '../rules/vendors.js';
import { bytes, seed, show } from './texts.js';

test('of rules and hints', () => {
  const engine = makeTestEngine();
  const shuffled = fc.record({ rules: shuffle(catalogue.rules), hints: shuffle(catalogue.hints) });
  fc.assert(
    fc.property(bytes, shuffled, (text, { rules, hints }) => {
      expect(makeTestEngine({}, { ...catalogue, rules, hints }).scanText(text).map(show)).toEqual(engine.scanText(text).map(show));
    }),
    { seed, numRuns: 60 },
  );
});

test('of contenders', () => {
  const [first, second] = catalogue.rules;
  if (first === undefined || second === undefined) throw new Error('no rules');
  const contender = fc.record({ rule: fc.nat(5), start: fc.nat(12), length: fc.integer({ min: 1, max: 8 }), certain: fc.boolean(), evidence: fc.constantFrom(0, 1, 2.5, 4), kind: fc.nat(2) });
  const contenders = fc.uniqueArray(contender, { maxLength: 8, selector: ({ rule, start, length }) => `${rule} ${start} ${length}` }).map((all) =>
    all.map(({ rule, start, length, certain, evidence, kind }) => ({
      rule: { ...first, id: `rule-${rule}`, generic: kind === 1, attribution: kind === 2 ? ('context' as const) : ('shape' as const) },
      start,
      end: start + length,
      certain,
      evidence,
    })));
  fc.assert(
    fc.property(contenders.chain((all) => fc.tuple(fc.constant(all), shuffle(all))), ([all, mixed]) => {
      expect(settleOverlaps(mixed)).toEqual(settleOverlaps(all));
    }),
    { seed, numRuns: 1000 },
  );
});

test('of items: the report has the same bytes', async () => {
  const engine = makeTestEngine();
  await fc.assert(
    fc.asyncProperty(fc.array(bytes, { minLength: 2, maxLength: 5 }).chain((all) => fc.tuple(fc.constant(all), shuffle([...all.keys()]))), async ([all, order]) => {
      expect(await report(all, order)).toBe(await report(all, [...all.keys()]));
    }),
    { seed, numRuns: 40 },
  );

  async function report(all: readonly Buffer[], order: readonly number[]): Promise<string> {
    const places = new Map<Item, Place>();
    const hits = order.flatMap((index) => {
      const item: Item = { id: `item ${index}`, kind: 'content' };
      places.set(item, { source: 'file', path: `folder/${index}.txt` });
      return engine.scan({ item, offset: 0, bytes: all[index] ?? Buffer.alloc(0), last: true }).map((match: Match) => ({ item, match }));
    });
    const source: Source = {
      root: '/',
      pieces: async function* () {},
      locate: (asked) => Promise.resolve(new Map(asked.map((hit) => [hit, { places: [places.get(hit.item) ?? { source: 'file', path: '' }] }]))),
      read: () => Promise.resolve(new Map()),
      exposure: () => Promise.resolve({ reach: 'worktree', inHead: false, refs: [] }),
      skipped: [],
      problems: [],
    };
    const sightings = await judgeHits(hits, await source.locate(hits), source, engine, undefined, undefined);
    return JSON.stringify(await composeReport(sightings, source, engine, request([]), undefined));
  }
});

test('of paths: the report of a scan has the same bytes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'skan-order-'));
  try {
    const names = Array.from({ length: 8 }, (_, index) => `file ${index}.txt`);
    await fc.assert(
      fc.asyncProperty(fc.array(bytes, { minLength: 8, maxLength: 8 }), shuffle(names), async (contents, order) => {
        names.forEach((name, index) => writeFileSync(join(folder, name), contents[index] ?? ''));
        const [plain, mixed] = [await run(request(names, folder)), await run(request(order, folder))];
        expect(JSON.stringify(mixed.report)).toBe(JSON.stringify(plain.report));
      }),
      { seed, numRuns: 20 },
    );
  } finally {
    rmSync(folder, { recursive: true });
  }

});

function request(paths: readonly string[], cwd = tmpdir()): Request {
  return { target: { command: 'scan', paths }, cwd, environment: {}, showSecrets: false, server: false };
}

function shuffle<T>(all: readonly T[]): Arbitrary<T[]> {
  return fc.shuffledSubarray([...all], { minLength: all.length, maxLength: all.length });
}
