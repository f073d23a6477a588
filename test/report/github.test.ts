import { describe, expect, test } from '@jest/globals';
import type { Report } from '../../src/model/report.js';
import { formatGithub } from '../../src/report/github.js';
import { parseCommands } from './parse.js';
import { makeFinding, makeOccurrence, makeOther, makeReport, options } from './sample.js';

function readCommands(report: Report, failOn = options.failOn): ReturnType<typeof parseCommands> {
  return parseCommands(formatGithub(report, { ...options, failOn }));
}

describe('GitHub annotations', () => {
  test('a clean scan has none', () => {
    expect(formatGithub(makeReport(), options)).toBe('skan  clean: 12 files, 3.4 KB\n');
  });

  test('a finding is an error at its file and line, naming revoking first', () => {
    const [command] = readCommands(makeReport({ findings: [makeFinding()] }));
    expect(command?.name).toBe('error');
    expect(command?.properties).toEqual({ file: 'src/config.ts', line: '14', endLine: '14', col: '18', title: 'OpenAI project API key: revoke it first' });
    expect(command?.message).toMatch(/^Revoke this OpenAI project API key first: sk-proj-Ab3d…k9QA\. https:\/\/platform\.openai\.com\/api-keys /);
  });

  test.each([
    ['a key of several lines', { endLine: 20, endColumn: 5 }, { line: '14', endLine: '20' }],
    ['an end at the start of a line is the line before', { endLine: 15, endColumn: 1 }, { line: '14', endLine: '14', col: '18' }],
    ['a path that would end its property', { path: 'a,line=1:b%0A.ts' }, { file: 'a,line=1:b%0A.ts', line: '14', endLine: '14', col: '18' }],
  ])('%s', (_name, change, expected) => {
    const [command] = readCommands(makeReport({ findings: [makeFinding({ occurrences: [makeOccurrence(change)] })] }));
    const { title: _title, ...place } = command?.properties ?? {};
    expect(place).toEqual({ file: 'src/config.ts', ...expected });
  });

  test('what is no file has no file', () => {
    const [command] = readCommands(makeReport({ findings: [makeFinding({ occurrences: [makeOccurrence({ source: 'commit-message', path: '', commit: 'c'.repeat(40) })] })] }));
    expect(Object.keys(command?.properties ?? {})).toEqual(['title']);
    expect(command?.message).toContain('message of commit cccccccccccc');
  });

  test('the most severe come first, what does not fail is a warning', () => {
    const findings = [makeOther({ severity: 'low' }), makeOther({ severity: 'high' }), makeFinding()];
    expect(readCommands(makeReport({ findings }), 'high').map(({ name, properties }) => `${name} ${properties['title'] ?? ''}`)).toEqual([
      'error OpenAI project API key: revoke it first',
      'error Stripe live secret key: revoke it first',
      'warning Stripe live secret key: revoke it first',
    ]);
  });

  test('a problem is an error, all that was skipped one notice', () => {
    const commands = readCommands(makeReport({ problems: [{ what: 'x', why: 'timed out', hint: 'again' }], skipped: [{ what: 'a', why: 'submodule' }, { what: 'b', why: 'submodule' }] }));
    expect(commands.map(({ name, message }) => [name, message])).toEqual([
      ['error', 'x: timed out; to mend it: again'],
      ['notice', '2 things not looked into: a (submodule), b (submodule)'],
    ]);
  });

  test('strictness is an error', () => {
    expect(readCommands(makeReport({ scan: { complete: false }, skipped: [{ what: 'a', why: 'submodule' }] }))[0]?.name).toBe('error');
  });

  test.each([
    [10, 0, undefined],
    [12, 0, "2 more errors in the job summary and in this step's log: GitHub shows 10 of each."],
    [10, 1, "1 more error in the job summary and in this step's log: GitHub shows 10 of each."],
  ])('%i findings and %i problems: the last notice says how many GitHub drops', (count, problems, expected) => {
    const findings = Array.from({ length: count }, () => makeFinding());
    const commands = readCommands(makeReport({ findings, problems: Array.from({ length: problems }, () => ({ what: 'x', why: 'timed out' })) }));
    const last = commands.at(-1);
    expect(last?.name === 'notice' ? last.message : undefined).toBe(expected);
  });

  test('a suppression that the change brings is a notice', () => {
    const [command] = readCommands(makeReport({ suppressed: [{ finding: makeFinding(), by: 'comment', reason: 'an example', news: true }, { finding: makeOther(), by: 'baseline' }] }));
    expect([command?.name, command?.message]).toEqual(['notice', 'openai-project-key sk-proj-Ab3d…k9QA at src/config.ts:14:18, by a comment: an example']);
  });
});
