import { describe, expect, test } from '@jest/globals';
import type { PageFinding } from '../../../src/report/page/data.js';
import { gatherBars } from '../../../src/report/page/bars.js';
import { answer, makeRows, nameAge } from '../../../src/report/page/query.js';
import type { Row } from '../../../src/report/page/query.js';
import { isFiltered, noFacets, readState, writeState } from '../../../src/report/page/state.js';
import type { State } from '../../../src/report/page/state.js';

const now = Date.parse('2026-11-23T00:00:00Z');

function make(change: Partial<PageFinding> = {}): PageFinding {
  return {
    ...{ fingerprint: '7f3c', id: '7f3c', rule: 'openai-project-key', provider: 'openai', title: 'OpenAI project API key', severity: 'critical', confidence: 'certain' },
    ...{ why: [], key: 'sk-proj-Ab3d…k9QA', places: [{ where: 'src/Config.ts:14:18', author: 'Ada' }], reach: 'pushed', reached: 'It is pushed.', inHead: false, refs: [] },
    ...{ validation: 'not-checked', validated: '', fails: true, stages: [0, 1, 2], allow: '' },
    ...change,
  };
}

function state(change: Partial<Omit<State, 'facets'>> & { facets?: Partial<State['facets']> } = {}): State {
  return { ...readState(''), ...change, facets: { ...noFacets, ...change.facets } };
}

function names(rows: readonly Row[]): readonly string[] {
  return rows.map(({ finding }) => finding.fingerprint);
}

const findings = [
  make({ fingerprint: 'a', severity: 'low', provider: 'stripe', firstSeen: '2026-11-20T10:00:00+01:00', inHead: true }),
  make({ fingerprint: 'b', reach: 'local', firstSeen: '2025-01-02T00:00:00Z' }),
  make({ fingerprint: 'c', provider: '', places: [{ where: 'a' }, { where: 'b' }] }),
  make({ fingerprint: 'd', severity: 'high', reach: 'local', firstSeen: '2026-11-01T00:00:00Z', refs: ['refs/tags/V1'] }),
];
const rows = makeRows(findings, now);
const ask = (asked: State): ReturnType<typeof answer> => answer(rows, asked, ({ fingerprint }) => (fingerprint === 'b' ? 'done' : 'open'));

describe('what is shown', () => {
  test.each<readonly [string, Parameters<typeof state>[0], readonly string[]]>([
    ['all, most severe first', {}, ['b', 'c', 'd', 'a']],
    ['newest first, undated last', { order: 'newest' }, ['a', 'd', 'b', 'c']],
    ['oldest first, undated last', { order: 'oldest' }, ['b', 'd', 'a', 'c']],
    ['by provider', { order: 'provider' }, ['c', 'b', 'd', 'a']],
    ['most places first', { order: 'places' }, ['c', 'a', 'b', 'd']],
    ['one value', { facets: { reach: ['local'] } }, ['b', 'd']],
    ['two values of one property: either', { facets: { severity: ['low', 'high'] } }, ['d', 'a']],
    ['two properties: both', { facets: { severity: ['high', 'critical'], reach: ['local'] } }, ['b', 'd']],
    ['no vendor', { facets: { provider: ['no vendor'] } }, ['c']],
    ['HEAD', { facets: { head: ['in HEAD'] } }, ['a']],
    ['age', { facets: { age: ['up to a week', 'older'] } }, ['b', 'a']],
    ['without a date', { facets: { age: ['no date'] } }, ['c']],
    ['ticks', { facets: { progress: ['done'] } }, ['b']],
    ['a value that nothing has', { facets: { severity: ['huge'] } }, []],
    ['words, all of them, in any case', { text: 'CONFIG ada' }, ['b', 'd', 'a']],
    ['a ref', { text: 'tags/v1' }, ['d']],
    ['from a day', { since: '2026-11-01' }, ['d', 'a']],
    ['to a day', { until: '2026-11-01' }, ['b', 'd']],
    ['one day', { since: '2026-11-20', until: '2026-11-20' }, ['a']],
  ])('%s', (_name, change, expected) => {
    expect(names(ask(state(change)).shown)).toEqual(expected);
  });

  test('a filter counts what its other values would give', () => {
    const { counts } = ask(state({ facets: { reach: ['local'], severity: ['high'] } }));
    expect([...counts.severity]).toEqual([['critical', 1], ['high', 1]]);
    expect([...counts.reach]).toEqual([['local', 1]]);
    expect([...counts.provider]).toEqual([['openai', 1]]);
  });

  test('the timeline keeps what its own days leave out', () => {
    const { shown, dated } = ask(state({ since: '2026-11-20', facets: { reach: ['local', 'pushed'] } }));
    expect([names(shown), dated.length]).toEqual([['a'], 4]);
  });

  test('what is suppressed twice has two names', () => {
    expect(makeRows([make(), make()], now).map(({ name }) => name)).toEqual(['7f3c', '7f3c.2']);
  });

  test.each([
    ['2026-11-23T00:00:00Z', 'up to a week'],
    ['2026-11-16T00:00:00Z', 'up to a week'],
    ['2026-11-15T00:00:00Z', 'up to a month'],
    ['2026-09-01T00:00:00Z', 'up to a quarter'],
    ['2026-01-01T00:00:00Z', 'up to a year'],
    ['1999-01-01T00:00:00Z', 'older'],
    ['2040-01-01T00:00:00Z', 'up to a week'],
    ['yesterday', 'no date'],
  ])('%s is %s', (date, age) => {
    expect(nameAge(Date.parse(date), now)).toBe(age);
  });
});

describe('the address', () => {
  const full = state({ view: 'suppressed', text: 'a b&c=d#e', facets: { severity: ['high', 'low'], provider: ['<x>'] }, since: '2026-01-01', until: '2026-02-01', order: 'newest', chosen: '7f3c.2' });

  test('holds the whole state', () => {
    expect(readState(writeState(full))).toEqual(full);
    expect([writeState(state()), isFiltered(state()), isFiltered(full)]).toEqual(['', false, true]);
  });

  test.each(['#%', '#severity', '#order=up&view=x&since=now', '#&&==', '#finding=', `#q=${'x'.repeat(9999)}`])('%s does no harm', (hash) => {
    expect(answer(rows, readState(hash), () => 'open').shown.length).toBeLessThanOrEqual(4);
  });
});

describe('bars', () => {
  const barsOf = (...dates: readonly string[]): ReturnType<typeof gatherBars> => gatherBars(makeRows(dates.map((firstSeen, index) => make({ firstSeen, inHead: index === 0 })), now));

  test.each<readonly [string, readonly string[], number, string, string]>([
    ['days', ['2026-02-27', '2026-03-02'], 4, '27 Feb 2026', '2 Mar 2026'],
    ['weeks from Monday', ['2025-12-31', '2026-06-01'], 23, '29 Dec 2025', '1 Jun 2026'],
    ['months', ['2022-01-31', '2026-03-01'], 51, 'Jan 2022', 'Mar 2026'],
    ['quarters', ['2013-05-01', '2026-03-01'], 52, 'Apr 2013', 'Jan 2026'],
    ['years', ['1990-05-01', '2026-03-01'], 37, '1990', '2026'],
    ['one', ['2026-03-01'], 1, '1 Mar 2026', '1 Mar 2026'],
  ])('%s', (_name, dates, count, first, last) => {
    const bars = barsOf(...dates);
    expect([bars.length, bars[0]?.label, bars.at(-1)?.label]).toEqual([count, first, last]);
    expect(bars.reduce((sum, { inHead, gone }) => sum + inHead + gone, 0)).toBe(dates.length);
    expect(bars[0]?.inHead).toBe(1);
    for (const [index, bar] of bars.slice(1).entries()) expect(Date.parse(bar.first) - Date.parse(bars[index]?.last ?? '')).toBe(86_400_000);
  });

  test('without a date there is none', () => {
    expect([barsOf('yesterday'), gatherBars([])]).toEqual([[], []]);
  });
});
