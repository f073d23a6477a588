import { describe, expect, test } from '@jest/globals';
import type { Report } from '../../src/model/report.js';
import { formatSarif } from '../../src/report/sarif.js';
import { makeFinding, makeOccurrence, makeOther, makeReport } from './sample.js';
import { checkSarif } from './schemas.js';

interface Text {
  readonly text: string;
}
interface Location {
  readonly physicalLocation: { readonly artifactLocation: { readonly uri: string; readonly uriBaseId?: string; readonly description?: Text }; readonly region: object };
  readonly message?: Text;
}
interface Run {
  readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string; readonly name: string; readonly helpUri?: string; readonly fullDescription: Text; readonly help: Text & { readonly markdown: string }; readonly properties: Readonly<Record<string, unknown>> }[] } };
  readonly invocations: readonly { readonly executionSuccessful: boolean; readonly toolExecutionNotifications: readonly { readonly level: string; readonly message: Text }[] }[];
  readonly columnKind: string;
  readonly results: readonly { readonly ruleId: string; readonly ruleIndex: number; readonly level: string; readonly message: Text; readonly locations: readonly Location[]; readonly partialFingerprints: object; readonly suppressions?: readonly object[] }[];
}

/** The run of a SARIF file that holds to the standard's schema. */
function readRun(report: Report): Run {
  const log = JSON.parse(formatSarif(report)) as { readonly runs: readonly Run[] };
  expect(checkSarif(log)).toEqual([]);
  const [run] = log.runs;
  if (run === undefined) throw new Error('no run');
  return run;
}

function readUri(change: Parameters<typeof makeOccurrence>[0]): Location['physicalLocation']['artifactLocation'] | undefined {
  return readRun(makeReport({ findings: [makeFinding({ occurrences: [makeOccurrence(change)] })] })).results[0]?.locations[0]?.physicalLocation.artifactLocation;
}

describe('rules', () => {
  const run = readRun(makeReport({ findings: [makeFinding(), makeOther({ severity: 'medium' }), makeFinding({ fingerprint: '0'.repeat(32) })] }));
  const { rules } = run.tool.driver;

  test('only those that occur, each once, and results point at them', () => {
    expect(rules.map(({ id }) => id)).toEqual(['openai-project-key', 'stripe-live-key']);
    expect(run.results.map(({ ruleId, ruleIndex }) => [ruleId, ruleIndex])).toEqual([['openai-project-key', 0], ['stripe-live-key', 1], ['openai-project-key', 0]]);
  });

  test('guidance stands wherever a viewer looks', () => {
    const [rule] = rules;
    expect(rule?.helpUri).toBe('https://platform.openai.com/api-keys');
    for (const text of [rule?.help.text, rule?.help.markdown, rule?.fullDescription.text]) {
      expect(text).toContain('https://platform.openai.com/api-keys');
      expect(text).toContain('Create a new key in the same project.');
    }
  });

  test('help says where use is seen; without a page for it there is no such section', () => {
    const [rule, other] = rules;
    for (const text of [rule?.help.text, rule?.help.markdown]) expect(text).toMatch(/Replace it[^]*Look for misuse[^]*https:\/\/platform\.openai\.com\/usage[^]*Clean up/);
    expect(rule?.help.text).toContain('3. Delete the key that ends in the characters shown.\n4. Or: DELETE https://api.openai.com/v1/organization/projects/<project id>/api_keys/<key id> with an admin key\n');
    expect(rule?.help.markdown).not.toMatch(/<(?!https:)/);
    expect(other?.help.text).not.toContain('misuse');
  });

  test('severity is what GitHub reads', () => {
    expect(rules.map(({ name, properties }) => [name, properties['security-severity'], properties['problem.severity'], properties['precision']])).toEqual([
      ['OpenaiProjectKey', '9.5', 'error', 'very-high'],
      ['StripeLiveKey', '5.5', 'warning', 'high'],
    ]);
  });

  test('a description is never longer than GitHub takes', () => {
    const steps = Array.from({ length: 200 }, () => 'Do this 🚀.');
    const long = readRun(makeReport({ findings: [makeFinding({ remediation: { revoke: { steps }, rotate: { steps }, purge: { steps } } })] }));
    expect(long.tool.driver.rules[0]?.fullDescription.text.length).toBeLessThanOrEqual(1024);
  });
});

describe('results', () => {
  test('the first sentence names revoking and the masked key', () => {
    const [result] = readRun(makeReport({ findings: [makeFinding()] })).results;
    expect(result?.message.text).toMatch(/^Revoke this OpenAI project API key first: sk-proj-Ab3d…k9QA\. Where: https:\/\/platform\.openai\.com\/api-keys /);
    expect(result?.partialFingerprints).toEqual({ 'skan/v1': makeFinding().fingerprint });
  });

  test('columns are UTF-16 and ends exclusive, as in the report', () => {
    const run = readRun(makeReport({ findings: [makeFinding()] }));
    expect(run.columnKind).toBe('utf16CodeUnits');
    expect(run.results[0]?.locations[0]?.physicalLocation.region).toEqual({ startLine: 14, startColumn: 18, endLine: 14, endColumn: 82 });
  });

  test('placeholders and links in texts are plain text', () => {
    const [result] = readRun(makeReport({ findings: [makeFinding({ why: ['{0} [a](https://b)', '\\[c]'] })] })).results;
    expect(result?.message.text).toContain('{{0}} \\[a\\](https://b); \\\\\\[c\\].');
  });

  test('at most as many places as GitHub takes, and the rest is counted', () => {
    const [result] = readRun(makeReport({ findings: [makeFinding({ occurrences: Array.from({ length: 1002 }, () => makeOccurrence()) })] })).results;
    expect(result?.locations).toHaveLength(1000);
    expect(result?.message.text).toContain('+ 2 more places');
  });

  test.each([
    ['comment', 'inSource'],
    ['baseline', 'external'],
    ['config', 'external'],
    ['path', 'external'],
  ] as const)('suppressed by %s is %s, with its reason', (by, kind) => {
    const [result] = readRun(makeReport({ suppressed: [{ finding: makeFinding(), by, reason: 'an example' }] })).results;
    expect(result?.suppressions).toEqual([{ kind, status: 'accepted', justification: 'an example' }]);
  });
});

describe('places', () => {
  test.each([
    ['blanks, percent, hash, question mark', 'a b/100%#?.ts', 'a%20b/100%25%23%3F.ts'],
    ['letters of any script', 'ü/日.ts', '%C3%BC/%E6%97%A5.ts'],
    ['a byte that is not UTF-8 is itself', 'a\\xffb', 'a%FFb'],
    ['a drive is no scheme', 'C:/x.ts', 'C%3A/x.ts'],
    ['a lone surrogate is shown', 'a\ud800', 'a%5Cud800'],
    ['a line end is encoded', 'a\nb', 'a%0Ab'],
  ])('%s', (_name, path, uri) => {
    expect(readUri({ path })).toEqual({ uri, uriBaseId: 'SRCROOT' });
  });

  test('an absolute path is a file, not below the root', () => {
    expect(readUri({ source: 'file', path: '/tmp/a b' })).toEqual({ uri: 'file:///tmp/a%20b' });
  });

  test('what is no file points at its object and says what it is', () => {
    expect(readUri({ source: 'commit-message', path: '', commit: 'ab'.repeat(20), line: 2 })).toEqual({
      uri: `.git/objects/ab/${'ab'.repeat(19)}`,
      uriBaseId: 'SRCROOT',
      description: { text: 'message of commit abababababab, line 2' },
    });
  });

  test('the object that holds it, where the report names it', () => {
    expect(readUri({ source: 'note', path: '', commit: 'ab'.repeat(20), object: 'cd'.repeat(20) })?.uri).toBe(`.git/objects/cd/${'cd'.repeat(19)}`);
  });

  test('no path of this machine', () => {
    expect(formatSarif(makeReport({ findings: [makeFinding()] }))).not.toContain('/home/kim');
  });
});

describe('gaps', () => {
  test('a problem makes the execution unsuccessful; a skip is a note', () => {
    const [invocation] = readRun(makeReport({ problems: [{ what: 'x', why: 'timed out', hint: 'again' }], skipped: [{ what: 'lib', why: 'submodule' }] })).invocations;
    expect(invocation).toEqual({
      executionSuccessful: false,
      toolExecutionNotifications: [
        { level: 'error', message: { text: 'Could not read x: timed out; to mend it: again' } },
        { level: 'note', message: { text: 'Not looked into: lib (submodule)' } },
      ],
    });
  });

  test('a clean scan has no results and was successful', () => {
    const run = readRun(makeReport());
    expect([run.results, run.invocations[0]?.executionSuccessful]).toEqual([[], true]);
  });
});
