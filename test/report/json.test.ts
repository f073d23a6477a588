import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatJson, formatJsonLines, writeJson } from '../../src/report/json.js';
import type { Report } from '../../src/model/report.js';
import { makeFinding, makeOther, makeReport } from './sample.js';
import { checkFindingLine, checkReport, checkSummaryLine } from './schemas.js';

const writeAll = (...args: Parameters<typeof formatJson>): string => [...formatJson(...args)].join('');
const writeJsonLines = (...args: Parameters<typeof formatJsonLines>): string => [...formatJsonLines(...args)].join('');

const full = makeReport({
  findings: [makeFinding({ secret: 'shown' }), makeOther()],
  suppressed: [{ finding: makeOther(), by: 'comment', reason: 'x', news: true }],
  skipped: [{ what: 'lib', why: 'submodule' }],
  problems: [{ what: 'x', why: 'timed out', hint: 'again' }],
});

describe('JSON', () => {
  test('is the report, and holds to its schema', () => {
    expect(JSON.parse(writeAll(full))).toEqual(full);
    expect(checkReport(JSON.parse(writeAll(full)))).toEqual([]);
  });

  test.each([full, makeReport()])('is in pieces what it is as a whole', (report) => {
    expect(writeAll(report)).toBe(`${writeJson(report, 2)}\n`);
    expect([...formatJson(full)].length).toBeGreaterThan(full.findings.length);
  });

  test('is laid out as JSON.stringify does it, whatever is empty', () => {
    for (const report of [full, makeReport(), { ...full, skipped: [] }]) expect(writeAll(report)).toBe(`${JSON.stringify(report, null, 2)}\n`);
  });

  test('comes in parts, so that a hundred thousand findings are never one text', () => {
    const one = makeReport({ findings: [makeFinding()] });
    const many = makeReport({ findings: Array.from({ length: 1000 }, () => makeFinding()) });
    const longest = (report: Report): number => Math.max(...[...formatJson(report)].map(({ length }) => length));
    expect(longest(many)).toBe(longest(one));
  });

  test('is indented by two and ends with a line end', () => {
    expect(writeAll(makeReport())).toMatch(/^\{\n {2}"schema": "report-1\.json",\n[^]*\n\}\n$/);
  });

  test('escapes lose nothing', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => JSON.parse(writeJson({ text })).text === text));
  });

  test.each([
    ['an unknown property', { ...makeReport(), extra: 1 }],
    ['an unknown reach', makeReport({ findings: [{ ...makeFinding(), exposure: { reach: 'moon', inHead: true, refs: [] } } as never] })],
    ['a fingerprint cut short', makeReport({ findings: [makeFinding({ fingerprint: '7f3c' })] })],
    ['a key without mask', makeReport({ findings: [makeFinding({ redacted: 'bare' })] })],
    ['a finding that stands nowhere', makeReport({ findings: [makeFinding({ occurrences: [] })] })],
  ])('the schema refuses %s', (_name, report) => {
    expect(checkReport(report)).not.toEqual([]);
  });
});

describe('JSON Lines', () => {
  const lines = writeJsonLines(full)
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));

  test('a finding a line, in the report order', () => {
    expect(lines.slice(0, -1)).toEqual(full.findings);
    expect(lines.slice(0, -1).flatMap(checkFindingLine)).toEqual([]);
  });

  test('the last line holds all the rest', () => {
    const { findings: _, ...summary } = full;
    expect(lines.at(-1)).toEqual({ summary });
    expect(checkSummaryLine(lines.at(-1))).toEqual([]);
  });

  test('without findings there is still the last line', () => {
    expect(writeJsonLines(makeReport()).match(/\n/g)).toHaveLength(1);
  });
});
