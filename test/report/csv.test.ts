import { describe, expect, test } from '@jest/globals';
import type { Report } from '../../src/model/report.js';
import { formatCsv } from '../../src/report/csv.js';
import { parseCsv } from './parse.js';
import { makeFinding, makeOccurrence, makeOther, makeReport } from './sample.js';

const writeCsv = (...args: Parameters<typeof formatCsv>): string => [...formatCsv(...args)].join('');

function readRows(report: Report): readonly Readonly<Record<string, string>>[] {
  const [header = [], ...rows] = parseCsv(writeCsv(report));
  return rows.map((row) => Object.fromEntries(header.map((column, index) => [column, row[index] ?? ''])));
}

describe('CSV', () => {
  test('a clean scan is the header alone', () => {
    expect(writeCsv(makeReport())).toMatch(/^"kind","fingerprint",[^\r\n]+\r\n$/);
  });

  test('one row per occurrence', () => {
    const rows = readRows(makeReport({ findings: [makeFinding({ occurrences: [makeOccurrence(), makeOccurrence({ path: 'b.ts', line: 2 })] })] }));
    expect(rows.map(({ kind, rule, path, line }) => [kind, rule, path, line])).toEqual([
      ['finding', 'openai-project-key', 'src/config.ts', '14'],
      ['finding', 'openai-project-key', 'b.ts', '2'],
    ]);
  });

  test('what was suppressed, skipped or could not be read has a row', () => {
    const rows = readRows(
      makeReport({
        suppressed: [{ finding: makeOther(), by: 'comment', reason: 'an example' }],
        skipped: [{ what: 'lib', why: 'submodule' }],
        problems: [{ what: 'x', why: 'timed out', hint: 'again' }],
      }),
    );
    expect(rows.map(({ kind, path, suppressed_by, reason }) => [kind, path, suppressed_by, reason])).toEqual([
      ['suppressed', 'deploy/prod.env', 'comment', 'an example'],
      ['skipped', 'lib', '', 'submodule'],
      ['problem', 'x', '', 'timed out; again'],
    ]);
  });

  test.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@x', "'@x"],
    ['＝1', "'＝1"],
    [' =1', "' =1"],
    ['\t=1', '\\t=1'],
    ['a"b', 'a"b'],
    ['a,b\r\nc', 'a,b\\r\\nc'],
    ['a=1', 'a=1'],
  ])('%j is no formula', (path, expected) => {
    expect(readRows(makeReport({ findings: [makeFinding({ occurrences: [makeOccurrence({ path })] })] }))[0]?.['path']).toBe(expected);
  });

  test('a column for secrets only where one is shown', () => {
    expect(readRows(makeReport({ findings: [makeFinding({ secret: 'shown' })] }))[0]?.['secret']).toBe('shown');
    expect(readRows(makeReport({ findings: [makeFinding()] }))[0]).not.toHaveProperty('secret');
  });
});
