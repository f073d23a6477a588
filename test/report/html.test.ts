import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { Report } from '../../src/model/report.js';
import { formatHtml } from '../../src/report/html.js';
import type { PageData } from '../../src/report/page/data.js';
import { makeMany } from './many.js';
import { makeFinding, makeOccurrence, makeOther, makeReport, options } from './sample.js';

function readData(report: Report): PageData {
  const [, data = ''] = /<script type="application\/json" id="data">([^<]*)<\/script>/.exec(formatHtml(report, options)) ?? [];
  return JSON.parse(data) as PageData;
}

describe('the page as text', () => {
  const page = formatHtml(makeReport({ findings: [makeFinding()] }), options);
  const scripts = [...page.matchAll(/<script(?: [^>]*)?>([^]*?)<\/script>/g)];
  const [, style = ''] = /<style>([^]*?)<\/style>/.exec(page) ?? [];

  test('one style, one script, one block of data, and their hashes alone are allowed', () => {
    const hash = (text = ''): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    expect(page.match(/<style/g)).toHaveLength(1);
    expect(scripts.map(([tag]) => tag.slice(0, tag.indexOf('>') + 1))).toEqual(['<script type="application/json" id="data">', '<script>']);
    expect(page).toContain(`content="default-src 'none'; script-src ${hash(scripts[1]?.[1])}; style-src ${hash(style)}; base-uri 'none'; form-action 'none'"`);
  });

  test('nothing in it asks for anything', () => {
    const markup = page.replace(/<script[^]*?<\/script>|<style>[^]*?<\/style>/g, '');
    expect(markup).not.toMatch(/\b(?:src|href|on[a-z]+|style)\s*=/i);
    expect(`${style}${scripts[1]?.[1]}`).not.toMatch(/@import|url\(|\bfetch\b|XMLHttpRequest|WebSocket|sendBeacon|\beval\b|innerHTML|outerHTML|insertAdjacentHTML|document\.write|new Function/);
  });

  test('the script and the style stay small', () => {
    expect(style.length + (scripts[1]?.[1]?.length ?? 0)).toBeLessThan(60_000);
  });
});

describe('the data', () => {
  test('what many findings share stands once', () => {
    const { findings, stages } = readData(makeMany(500));
    expect(findings).toHaveLength(500);
    expect(stages.length).toBeLessThan(40);
    expect(findings[0]?.stages.map((index) => stages[index]?.name)).toEqual(['revoke', 'rotate', 'purge']);
  });

  test('what a provider tells beyond the steps', () => {
    const { remediation } = makeFinding();
    const facts = { ...remediation, revoke: { ...remediation.revoke, commands: ['acme revoke <id>'], stops: 'Calls fail.', shown: 'The list shows its end.' }, misuse: { url: 'https://acme.dev/usage', steps: ['Look.'] }, contact: 'security@acme.dev', checked: '2026-11' };
    expect(readData(makeReport({ findings: [makeFinding({ remediation: facts })] })).stages).toEqual([
      { name: 'revoke', url: 'https://platform.openai.com/api-keys', steps: remediation.revoke.steps, notes: ['In the list: The list shows its end.', 'What stops: Calls fail.'], commands: ['acme revoke <id>'], contact: 'security@acme.dev', checked: '2026-11' },
      { name: 'rotate', steps: remediation.rotate.steps, notes: [] },
      { name: 'misuse', url: 'https://acme.dev/usage', steps: ['Look.'], notes: [] },
      { name: 'purge', steps: remediation.purge.steps, notes: [] },
    ]);
  });

  test('only the name of the folder, not where it lies on this machine', () => {
    expect(readData(makeReport()).root).toBe('shop');
    expect(formatHtml(makeReport(), options)).not.toContain('/home/kim');
  });

  test('a link that is none is left out', () => {
    const revoke = { url: 'javascript:alert(1)', steps: [] };
    expect(readData(makeReport({ findings: [makeFinding({ remediation: { ...makeFinding().remediation, revoke } })] })).stages[0]).not.toHaveProperty('url');
  });

  test.each<readonly [string, Report, PageData['verdict'], boolean]>([
    ['clean', makeReport(), 'clean', true],
    ['skips', makeReport({ skipped: [{ what: 'x', why: 'y' }] }), 'gaps', true],
    ['problems', makeReport({ problems: [{ what: 'x', why: 'y' }] }), 'incomplete', false],
    ['incomplete', makeReport({ scan: { complete: false } }), 'incomplete', false],
    ['findings', makeReport({ findings: [makeFinding()] }), 'leaks', true],
    ['findings and problems', makeReport({ findings: [makeFinding()], problems: [{ what: 'x', why: 'y' }] }), 'leaks', false],
  ])('%s', (_name, report, verdict, complete) => {
    const data = readData(report);
    expect([data.verdict, data.complete]).toEqual([verdict, complete]);
  });
});

test('a report with secrets makes a page without: wherever they stand', () => {
  const [secret, longer] = ['hunter2-hunter2', 'hunter2-hunter2-and-more'];
  const finding = makeFinding({ secret, why: [`it reads ${secret}`], occurrences: [makeOccurrence({ path: `${secret}/x`, author: `A <${secret}@x>` })], exposure: { reach: 'pushed', inHead: true, refs: [`refs/heads/${secret}`], detail: secret } });
  const other = makeOther({ secret: longer, occurrences: [makeOccurrence({ path: longer })] });
  const page = formatHtml(makeReport({ scan: { root: `/x/${secret}` }, findings: [finding], suppressed: [{ finding: other, by: 'comment', reason: longer }], skipped: [{ what: secret, why: longer }], problems: [{ what: longer, why: secret, hint: secret }] }), options);
  expect(page).not.toContain('hunter2');
  expect(page).toContain('refs/heads/sk-proj-Ab3d…k9QA');
  // The longer one is masked as itself, not as the shorter one with a tail.
  expect(page).not.toContain('k9QA-and-more');
});
