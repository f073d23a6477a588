import { describe, expect, test } from '@jest/globals';
import type { Report } from '../../src/model/report.js';
import { formatGitlab } from '../../src/report/gitlab.js';
import { makeMany } from './many.js';
import { makeFinding, makeOccurrence, makeOther, makeReport, options } from './sample.js';
import { checkGitlab } from './schemas.js';

const writeGitlab = (...args: Parameters<typeof formatGitlab>): string => [...formatGitlab(...args)].join('');

interface Vulnerability {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly severity: string;
  readonly solution: string;
  readonly identifiers: readonly { readonly type: string; readonly value: string }[];
  readonly location: { readonly file?: string; readonly start_line?: number; readonly end_line?: number; readonly commit: { readonly sha: string } };
  readonly details: Readonly<Record<string, { readonly value?: unknown; readonly items?: readonly { readonly value: string }[] }>>;
}
interface Log {
  readonly version: string;
  readonly scan: { readonly status: string; readonly start_time: string; readonly messages: readonly { readonly level: string; readonly value: string }[] };
  readonly vulnerabilities: readonly Vulnerability[];
}

function read(report: Report, now = '2026-11-23T04:20:07.123Z'): Log {
  const log = JSON.parse(writeGitlab(report, { ...options, now })) as Log;
  expect(checkGitlab(log)).toEqual([]);
  return log;
}

function readOne(change: Parameters<typeof makeFinding>[0]): Vulnerability {
  const [first] = read(makeReport({ findings: [makeFinding(change)] })).vulnerabilities;
  if (first === undefined) throw new Error('no vulnerability');
  return first;
}

describe('GitLab', () => {
  test('a large report holds to the schema, with an id of its own for each finding', () => {
    const { vulnerabilities } = read(makeMany(300));
    expect(new Set(vulnerabilities.map(({ id }) => id)).size).toBe(300);
    for (const { id } of vulnerabilities) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  test('the id follows from the fingerprint alone', () => {
    expect(readOne({}).id).toBe('7f3c2e1a-9b8d-8c5f-aa70-81920a1b2c3d');
    expect(readOne({ severity: 'low', occurrences: [makeOccurrence({ path: 'b.ts' })] }).id).toBe(readOne({}).id);
  });

  test('the first identifier is the rule', () => {
    expect(readOne({}).identifiers.map(({ type, value }) => [type, value])).toEqual([['skan_rule', 'openai-project-key'], ['cwe', '798']]);
  });

  test.each([['critical', 'Critical'], ['high', 'High'], ['medium', 'Medium'], ['low', 'Low'], ['info', 'Info']] as const)('%s is %s', (severity, expected) => {
    expect(readOne({ severity }).severity).toBe(expected);
  });

  test('where: file, lines and commit', () => {
    const commit = 'ab'.repeat(20);
    expect(readOne({ occurrences: [makeOccurrence({ commit, line: 3, endLine: 5, endColumn: 1 })] }).location).toEqual({ file: 'src/config.ts', commit: { sha: commit }, start_line: 3, end_line: 4 });
    expect(readOne({}).location.commit.sha).toBe('0000000');
    expect(readOne({ occurrences: [makeOccurrence({ source: 'commit-message', path: '', commit })] }).location).toEqual({ commit: { sha: commit } });
    expect(readOne({ occurrences: [makeOccurrence({ source: 'path' })] }).location).toEqual({ file: 'src/config.ts', commit: { sha: '0000000' } });
  });

  test('other places stand in the details', () => {
    const places = Array.from({ length: 150 }, (_, line) => makeOccurrence({ line: line + 1 }));
    const items = readOne({ occurrences: places }).details['places']?.items ?? [];
    expect([items.length, items[1]?.value, items.at(-1)?.value]).toEqual([101, 'src/config.ts:2:18', 'and 50 more']);
  });

  test('the name says nothing of the one finding, and is as long as GitLab takes', () => {
    expect(readOne({}).name).toBe('OpenAI project API key');
    expect(readOne({ title: 'x'.repeat(400) }).name).toHaveLength(255);
    const steps = Array.from({ length: 500 }, () => 'Do this again and again.');
    expect(readOne({ remediation: { revoke: { steps }, rotate: { steps }, purge: { steps } } }).solution.length).toBeLessThanOrEqual(7000);
  });

  test('what to do names the page first', () => {
    expect(readOne({}).solution.split('\n')[0]).toMatch(/^1\. Revoke it first: <https:\/\/platform\.openai\.com\/api-keys> Open API keys\. Delete the key that ends in the characters shown\. Or: `DELETE https:\/\/api\.openai\.com\/.+ with an admin key` In the list: /);
  });

  test('never the secret, also where it was asked for', () => {
    const secret = 'the-secret-itself';
    const text = writeGitlab(makeReport({ findings: [makeFinding({ secret, occurrences: [makeOccurrence({ path: `a/${secret}/b` })] })] }), options);
    expect(text).not.toContain(secret);
    expect(text).not.toContain('raw_source_code_extract');
    expect(text).toContain('a/sk-proj-Ab3d…k9QA/b');
  });

  describe('whole or not', () => {
    test.each([
      ['complete', makeReport(), 'success', []],
      ['a problem', makeReport({ problems: [{ what: 'x', why: 'timed out', hint: 'again' }] }), 'failure', [['warn', 'Could not read x: timed out; to mend it: again']]],
      ['incomplete without a problem', makeReport({ scan: { complete: false } }), 'failure', [['warn', 'Not everything was looked into.']]],
      ['a skip', makeReport({ skipped: [{ what: 'lib', why: 'submodule' }] }), 'success', [['info', 'Not looked into: lib (submodule)']]],
      ['suppressed', makeReport({ suppressed: [{ finding: makeOther(), by: 'path' }] }), 'success', [['info', '1 finding suppressed, and not in this report']]],
    ])('%s', (_name, report, status, messages) => {
      const { scan } = read(report);
      expect([scan.status, scan.messages.map(({ level, value }) => [level, value])]).toEqual([status, messages]);
    });
  });

  test('times are to the second, without a zone', () => {
    expect(read(makeReport()).scan.start_time).toBe('2026-11-23T04:20:07');
  });

  test.each([
    ['no commit', (log: Log) => ({ ...log, vulnerabilities: log.vulnerabilities.map((each) => ({ ...each, location: { file: 'a' } })) })],
    ['no identifier', (log: Log) => ({ ...log, vulnerabilities: log.vulnerabilities.map((each) => ({ ...each, identifiers: [] })) })],
    ['a severity in lower case', (log: Log) => ({ ...log, vulnerabilities: log.vulnerabilities.map((each) => ({ ...each, severity: 'high' })) })],
    ['a time with a zone', (log: Log) => ({ ...log, scan: { ...log.scan, start_time: '2026-11-23T04:20:07Z' } })],
  ])('the check refuses %s', (_name, change) => {
    expect(checkGitlab(change(read(makeReport({ findings: [makeFinding()] }))))).not.toEqual([]);
  });
});
