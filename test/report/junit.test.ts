import { describe, expect, test } from '@jest/globals';
import type { Report } from '../../src/model/report.js';
import { formatJunit } from '../../src/report/junit.js';
import { parseXml, type Element } from './parse.js';
import { makeFinding, makeOccurrence, makeOther, makeReport, options } from './sample.js';

const writeJunit = (...args: Parameters<typeof formatJunit>): string => [...formatJunit(...args)].join('');

function readSuite(report: Report, failOn = options.failOn): Element {
  const root = parseXml(writeJunit(report, { ...options, failOn }));
  expect(root.name).toBe('testsuites');
  const [suite] = root.children;
  if (suite === undefined) throw new Error('no suite');
  return suite;
}

function listOutcomes(suite: Element): readonly string[] {
  return suite.children.map((one) => one.children[0]?.name ?? 'passed');
}

describe('JUnit', () => {
  test('a clean scan is one passing case', () => {
    const suite = readSuite(makeReport());
    expect(suite.attributes).toMatchObject({ tests: '1', failures: '0', errors: '0', skipped: '0' });
    expect(suite.children.map(({ attributes }) => attributes['name'])).toEqual(['clean: 12 files, 3.4 KB']);
  });

  test('a finding that fails is a failure, a mild one is skipped, a problem is an error', () => {
    const suite = readSuite(
      makeReport({
        findings: [makeFinding(), makeOther()],
        problems: [{ what: 'x', why: 'timed out' }],
        suppressed: [{ finding: makeOther(), by: 'baseline', reason: 'old' }],
        skipped: [{ what: 'lib', why: 'submodule' }],
      }),
      'critical',
    );
    expect(listOutcomes(suite)).toEqual(['failure', 'skipped', 'error', 'skipped', 'skipped']);
    expect(suite.attributes).toMatchObject({ tests: '5', failures: '1', errors: '1', skipped: '3' });
  });

  test('a failure names revoking first, and the file', () => {
    const [one] = readSuite(makeReport({ findings: [makeFinding()] })).children;
    expect(one?.attributes).toMatchObject({ classname: 'skan.openai-project-key', file: 'src/config.ts' });
    expect(one?.children[0]?.attributes['message']).toBe('Revoke this OpenAI project API key first: sk-proj-Ab3d…k9QA.');
    expect(one?.children[0]?.text).toContain('https://platform.openai.com/api-keys');
  });

  test.each([
    ['Password', 'Change this password first: Tr0…f4.'],
    ['Password in a URL', 'Change this password in a URL first: Tr0…f4.'],
    ['Private key', 'Revoke this private key first: Tr0…f4.'],
    ['JSON Web Token', 'Revoke this JSON Web Token first: Tr0…f4.'],
  ])('%s: %s', (title, message) => {
    const [one] = readSuite(makeReport({ findings: [makeFinding({ title, redacted: 'Tr0…f4' })] })).children;
    expect(one?.children[0]?.attributes['message']).toBe(message);
  });

  test('what is no file has no file', () => {
    const [one] = readSuite(makeReport({ findings: [makeFinding({ occurrences: [makeOccurrence({ source: 'author', path: '' })] })] })).children;
    expect(one?.attributes).not.toHaveProperty('file');
  });

  test.each([
    ['a problem', makeReport({ problems: [{ what: 'x', why: 'timed out' }] })],
    ['strictness', makeReport({ scan: { complete: false }, skipped: [{ what: 'lib', why: 'submodule' }] })],
  ])('%s leaves no passing case', (_name, report) => {
    expect(listOutcomes(readSuite(report))).not.toContain('passed');
    expect(listOutcomes(readSuite(report))).toContain('error');
  });
});
