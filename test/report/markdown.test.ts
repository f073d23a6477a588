import { describe, expect, test } from '@jest/globals';
import type { Report } from '../../src/model/report.js';
import { formatMarkdown } from '../../src/report/markdown.js';
import { makeFinding, makeOccurrence, makeOther, makeReport, options } from './sample.js';

function print(report: Report, failOn = options.failOn): string {
  return formatMarkdown(report, { ...options, failOn });
}

function printPath(path: string): string {
  return print(makeReport({ findings: [makeFinding({ occurrences: [makeOccurrence({ path })] })] }));
}

describe('Markdown', () => {
  test('a clean scan is a heading', () => {
    expect(print(makeReport())).toBe('### skan: clean: 12 files, 3.4 KB\n');
  });

  test('a finding: what, where, where to revoke it, what to do', () => {
    const text = print(makeReport({ scan: { command: 'range' }, findings: [makeFinding({ exposure: { reach: 'pushed', inHead: true, refs: [], detail: 'origin/main holds it' } })] }));
    expect(text).toContain('### skan: 1 leaked key in what these commits add\n');
    expect(text).toContain('| critical, certain | OpenAI project API key `sk-proj-Ab3d…k9QA` | `src/config.ts:14:18` | <https://platform.openai.com/api-keys> (ends in k9QA) |\n');
    expect(text).toContain('It is pushed; origin/main holds it.\n\n1. **revoke it** <https://platform.openai.com/api-keys>');
    expect(text).toContain('4. all steps: `skan explain 7f3c`\n');
  });

  test('what does not fail says so', () => {
    expect(print(makeReport({ findings: [makeOther()] }), 'critical')).toContain('| high, confidence high; does not fail |');
  });

  test('gaps and suppressions that the change brings are listed', () => {
    const text = print(
      makeReport({
        problems: [{ what: 'x', why: 'timed out', hint: 'again' }],
        skipped: [{ what: 'lib', why: 'submodule' }],
        suppressed: [{ finding: makeFinding(), by: 'comment', reason: 'an example', news: true }, { finding: makeOther(), by: 'baseline' }],
      }),
    );
    expect(text).toContain('### skan: incomplete: 1 thing could not be read\n');
    for (const part of ['- `x`: timed out; again\n', '- `lib`: submodule\n', 'by a comment: an example`\n']) expect(text).toContain(part);
    expect(text).not.toContain('baseline');
  });

  test.each([
    ['a backtick', 'a`b', '``a`b:14:18``'],
    ['a run of backticks', 'a```b', '````a```b:14:18````'],
    ['a backtick at the start', '`b', '`` `b:14:18 ``'],
    ['a pipe', 'a|b', '<code>a&#124;b&#58;14&#58;18</code>'],
    ['a pipe and markup', '<b>|`', '<code>&#60;b&#62;&#124;&#96;&#58;14&#58;18</code>'],
  ])('a path with %s stays in its cell', (_name, path, expected) => {
    expect(printPath(path)).toContain(`| ${expected} |`);
  });

  test.each([
    ['a mention', '@team', '@ team'],
    ['an issue', '#12', '&#35; 12'],
    ['a link', 'https://evil.example', 'https:/ /evil.example'],
    ['an image', '![x](y)', '&#33;&#91;x&#93;(y)'],
    ['HTML', '<img>&', '&#60;img&#62;&#38;'],
    ['mathematics', '$x$', '&#36;x&#36;'],
  ])('%s in prose is only text', (_name, why, expected) => {
    expect(print(makeReport({ findings: [makeFinding({ why: [`so ${why}`] })] }))).toContain(`(so ${expected})`);
  });

  test('is cut by its bytes at an item, and says what was left out', () => {
    const findings = Array.from({ length: 2000 }, (_, index) => makeFinding({ fingerprint: index.toString(16).padStart(32, '0'), occurrences: [makeOccurrence({ path: `日本/${index}.ts` })] }));
    const text = print(makeReport({ findings, skipped: [{ what: 'lib', why: 'submodule' }] }));
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(60_000);
    expect(text).toMatch(/\nCut to 60 KB: 1,\d{3} findings, .*left out here\. The JSON report holds everything\.\n$/);
    expect(text.split('\n').filter((line) => line.startsWith('| critical')).every((line) => line.endsWith(' |'))).toBe(true);
  });

  test('no text makes it longer', () => {
    const huge = '|'.repeat(200_000);
    const text = print(makeReport({ findings: [makeFinding({ title: huge, why: [huge], occurrences: [makeOccurrence({ path: huge })] })], skipped: [{ what: huge, why: huge }] }));
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(60_000);
    expect(text).toContain('Cut to 60 KB: 1 finding, 1 list of steps, 1 thing not looked into, 1 checklist left out here.');
  });
});

test('an address within a step stays one that can be copied', () => {
  const { remediation } = makeFinding();
  const finding = makeFinding({ remediation: { ...remediation, revoke: { steps: ['POST the key to https://api.example.org/credentials/revoke, without a token.', 'Beware of //evil.example and @ada.'] } } });
  const text = formatMarkdown(makeReport({ findings: [finding] }), options);
  expect(text).toContain('<https://api.example.org/credentials/revoke>, without');
  expect(text).toContain('/ /evil.example and @ ada');
});
