// The HTML report in a real Chromium: that it loads nothing and obeys its own policy, that filters and ticks are still there after a
// reload, that a keyboard is enough, that axe finds nothing to complain of, and that text from a repository stays text.

import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Report } from '../../src/model/report.js';
import { formatHtml } from '../../src/report/html.js';
import { makeKey } from '../keys.js';
import { makeMany } from '../report/many.js';
import { makeFinding, makeOccurrence, makeOther, makeReport, options } from '../report/sample.js';
import { makeFolder, makeRepository } from '../repository.js';
import { chromiumTools, startChromium } from '../tools/chromium.js';
import type { Browser, Tab } from '../tools/chromium.js';
import { installNpm } from '../tools/install.js';
import { describeWith } from '../tools/need.js';

const tools = { ...chromiumTools, axe: () => installNpm('axe-core', '4.11.0') } as const;

const gaps = { skipped: [{ what: 'lib/vendor', why: 'a submodule' }], problems: [{ what: 'object 3f2a', why: 'it is damaged', hint: 'fetch it again' }] };
const suppressed = [{ finding: makeOther(), by: 'comment', reason: 'an example', news: true }, { finding: makeFinding(), by: 'path', reason: 'vendor' }] as const;
const small = makeReport({ ...makeMany(60), ...gaps, suppressed, scan: { command: 'audit', complete: false } });

describeWith('the page', tools, ({ chromium, axe }) => {
  let browser: Browser;
  let tab: Tab;

  beforeAll(async () => {
    browser = await startChromium(chromium);
  });

  afterAll(() => browser.close());

  beforeEach(async () => {
    tab = await browser.openTab();
    await tab.resize(1440, 900);
  });

  /** What holds for every page in every test. */
  afterEach(async () => {
    expect(tab.complaints).toEqual([]);
    expect(tab.requests.filter((url) => !url.startsWith('data:'))).toEqual([]);
    await tab.send('Page.close');
  });

  const cases: readonly (readonly [name: string, report: Report])[] = [
    ['nothing found', makeReport()],
    ['one finding', makeReport({ findings: [makeFinding()] })],
    ['findings, suppressions and gaps', small],
    ['only suppressed', makeReport({ suppressed })],
  ];

  test.each(cases)('%s: from disk, nothing is loaded, nothing refused, nothing logged', async (_name, report) => {
    await tab.open(writePage(report));
    expect(await readText('main')).toContain('Keys are masked.');
  });

  test('from a server it asks for nothing but itself', async () => {
    const asked: string[] = [];
    const server = createServer(({ url = '' }, response) => {
      asked.push(url);
      response.setHeader('content-type', 'text/html').end(formatHtml(small, options));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    await tab.open(`http://127.0.0.1:${(server.address() as AddressInfo).port}/report.html`);
    expect(await readText('.counted')).toBe('60 of 60 findings');
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
    // Every browser asks a server for its icon; the page names none, and its policy lets none be loaded.
    expect(asked.filter((url) => url !== '/favicon.ico')).toEqual(['/report.html']);
  });

  test('an address of another host cannot be loaded, whatever would ask for it', async () => {
    await tab.open(writePage(small));
    const refused = await tab.evaluate<string[]>(`(async () => {
      const refused = [];
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => refused.push(effectiveDirective));
      const image = new Image(); image.src = 'https://example.org/x.png';
      const script = document.createElement('script'); script.textContent = 'window.ran = 1'; document.body.append(script);
      const button = document.createElement('button'); button.setAttribute('onclick', 'window.ran = 1'); document.body.append(button); button.click();
      await fetch('https://example.org/').catch(() => undefined);
      await new Promise((done) => setTimeout(done, 50));
      return [...refused, String(window.ran)];
    })()`);
    expect(refused.sort()).toEqual(['connect-src', 'img-src', 'script-src-attr', 'script-src-elem', 'undefined']);
    (tab.complaints as string[]).length = 0;
    (tab.requests as string[]).length = 0;
  });

  describe('never a false all-clear', () => {
    test.each([
      ['clean', makeReport(), 'Clean: 12 files', 'summary clean'],
      ['skips', makeReport({ skipped: gaps.skipped }), '1 thing was not looked into', 'summary gaps'],
      ['problems', makeReport({ problems: gaps.problems }), 'Could not be read: this scan is incomplete', 'summary incomplete'],
      ['incomplete without a problem', makeReport({ scan: { complete: false } }), 'This scan is incomplete', 'summary incomplete'],
      ['findings and problems', small, 'Could not be read: this scan is incomplete', 'summary leaks'],
    ])('%s', async (_name, report, says, kind) => {
      await tab.open(writePage(report));
      expect(await readText('main')).toContain(says);
      expect(await tab.evaluate('document.querySelector("header").className')).toBe(kind);
      if (report.problems.length > 0) expect(await readText('main')).toContain('object 3f2a');
      if (report.skipped.length > 0) expect(await readText('main')).toContain('lib/vendor');
    });

    test('a suppression that the judged change brings is said at the head', async () => {
      await tab.open(writePage(makeReport({ suppressed })));
      expect(await readText('header')).toContain('1 suppression is part of the very change that is judged');
      await tab.open(`${writePage(makeReport({ suppressed }))}#view=suppressed`);
      expect(await readText('#list')).toContain('new, by a comment: an example');
    });

    test('where no script may run, the figures still stand', async () => {
      await tab.send('Emulation.setScriptExecutionDisabled', { value: true });
      await tab.open(writePage(small));
      const { root } = await tab.send('DOM.getDocument', { depth: -1 });
      const text = JSON.stringify(root);
      for (const part of ['60 leaked keys, 2 suppressed, 1 thing that could not be read, 1 thing not looked into.', 'The scan is incomplete.']) expect(text).toContain(part);
    });
  });

  describe('filters', () => {
    test('live in the address and survive a reload', async () => {
      await tab.open(writePage(small));
      await tab.click('input[name=severity][value=critical]');
      await tab.click('input[name=reach][value=pushed]');
      await tab.evaluate('document.querySelector("#search").focus()');
      await tab.type('src');
      await tab.evaluate('document.querySelector("#order").value = "oldest"; document.querySelector("#order").dispatchEvent(new Event("change"))');
      const before = await readView();
      const expected = small.findings.filter(({ severity, exposure, occurrences }) => severity === 'critical' && exposure.reach === 'pushed' && occurrences.some(({ path }) => path.includes('src')));
      expect(before.counted).toBe(`${expected.length} of 60 findings`);
      expect(before.hash).toBe('#q=src&severity=critical&reach=pushed&order=oldest');
      await tab.reload();
      expect(await readView()).toEqual(before);
    });

    test('an address opens as it says, and changes with it', async () => {
      const url = writePage(small);
      await tab.open(`${url}#view=suppressed`);
      expect(await readText('.counted')).toBe('2 of 2 suppressed findings');
      await tab.click('#row-1');
      expect(await readText('#detail')).toContain('Suppressed by a comment: an example. The suppression is part of the very change that is judged.');
      await tab.evaluate('window.location.hash = "#severity=low&provider=<script>"');
      await tab.evaluate('new Promise((done) => setTimeout(done, 20))');
      expect(await readText('.counted')).toBe('0 of 60 findings');
      expect(await readText('.empty')).toBe('Nothing fits these filters.');
      // What filters must be seen, even where no finding has it: else an empty list looks like a clean one.
      expect(await tab.evaluate('document.querySelector("[name=provider][value=\\"<script>\\"]").checked')).toBe(true);
      await tab.click('.clear');
      expect(await readText('.counted')).toBe('60 of 60 findings');
    });

    test('a bar of the timeline narrows to its days, and the fields say which', async () => {
      await tab.open(writePage(small));
      await tab.evaluate('document.querySelector("g.bar:has(.held)").dispatchEvent(new MouseEvent("click"))');
      const { since, until, counted } = await tab.evaluate<{ since: string; until: string; counted: string }>(
        '({ since: document.querySelector("#since").value, until: document.querySelector("#until").value, counted: document.querySelector(".counted").textContent })',
      );
      const day = (text = ''): string => new Date(text).toISOString().slice(0, 10);
      const within = small.findings.filter(({ exposure: { firstSeen } }) => day(firstSeen) >= since && day(firstSeen) <= until);
      expect(within.length).toBeGreaterThan(0);
      expect(counted).toBe(`${within.length} of 60 findings`);
    });

    test('the timeline says in words what it draws', async () => {
      await tab.open(writePage(small));
      const held = small.findings.filter(({ exposure }) => exposure.inHead).length;
      expect(await tab.evaluate('document.querySelector(".chart svg").getAttribute("aria-label")')).toContain(`: 60, of which ${held} still in HEAD.`);
    });
  });

  describe('ticks', () => {
    test('survive a reload, and the filters know them', async () => {
      await tab.open(writePage(small));
      await tab.click('#row-1');
      await tab.click('[data-tick=revoke]');
      await tab.click('[data-tick=purge]');
      await tab.reload();
      expect(await tab.evaluate('[...document.querySelectorAll("#detail [data-tick]")].map((box) => [box.dataset.tick, box.checked])')).toEqual([['revoke', true], ['rotate', false], ['purge', true], ['aside', false]]);
      expect(await readText('#row-1 .ticked')).toBe('2/3');
      await tab.click('input[name=progress][value=started]');
      expect(await readText('.counted')).toBe('1 of 60 findings');
      await tab.click('[data-tick=rotate]');
      // It is done now, and no longer among those that were begun; but it stays open, and the focus stays on its box.
      expect(await readText('.counted')).toBe('0 of 60 findings');
      expect(await tab.evaluate('document.activeElement.dataset.tick')).toBe('rotate');
      expect(await readText('#detail')).toContain('The filters no longer let this finding through.');
    });

    test('another report of the same findings has the same ticks', async () => {
      await tab.open(writePage(makeReport({ findings: [makeFinding({ fingerprint: '1'.repeat(32) })] })));
      await tab.click('[data-tick=aside]');
      await tab.open(writePage(makeReport({ findings: [makeOther(), makeFinding({ fingerprint: '1'.repeat(32) })] })));
      await tab.click('#row-0');
      expect(await tab.evaluate('document.querySelector("[data-tick=aside]").checked')).toBe(true);
    });

    test('without storage the page works, and says that ticks are lost', async () => {
      await tab.send('Page.addScriptToEvaluateOnNewDocument', { source: 'Object.defineProperty(window, "localStorage", { get() { throw new DOMException("no", "SecurityError"); } })' });
      await tab.open(writePage(small));
      expect(await readText('main')).toContain('ticks are lost when it is closed');
      await tab.click('[data-tick=revoke]');
      expect(await tab.evaluate('document.querySelector("[data-tick=revoke]").checked')).toBe(true);
    });
  });

  test('the keyboard is enough', async () => {
    await tab.open(writePage(small));
    await tab.press('/');
    expect(await active()).toBe('search');
    await tab.type('stripe');
    await tab.press('Enter');
    expect(await active()).toBe('list');
    await tab.press('j', 'j', 'k', 'ArrowDown');
    expect(await tab.evaluate('document.querySelector("#list").getAttribute("aria-activedescendant")')).toBe('row-2');
    await tab.press('Enter');
    expect(await active()).toBe('detail-title');
    await tab.press('1', '2');
    expect(await tab.evaluate('[...document.querySelectorAll(".stages input")].map(({ checked }) => checked)')).toEqual([true, true, false]);
    await tab.press('Escape');
    expect(await active()).toBe('list');
    await tab.press('End');
    const { selected, size } = await tab.evaluate<{ selected: string; size: string }>('(() => { const row = document.querySelector("[aria-selected=true]"); return { selected: row.getAttribute("aria-posinset"), size: row.getAttribute("aria-setsize") }; })()');
    expect(selected).toBe(size);
    expect(await tab.evaluate('(() => { const { top, bottom } = document.querySelector("[aria-selected=true]").getBoundingClientRect(); return top >= 0 && bottom <= innerHeight; })()')).toBe(true);
    // Single letters can be switched off; what every listbox does stays.
    await tab.click('#shortcuts');
    await tab.press('/');
    expect(await active()).toBe('shortcuts');
  });

  test('the tab key reaches everything, and the focus is seen', async () => {
    await tab.open(writePage(small));
    const seen: string[] = [];
    for (let at = 0; at < 60; at += 1) {
      await tab.press('Tab');
      const { name, visible } = await tab.evaluate<{ name: string; visible: boolean }>(`(() => {
        const e = document.activeElement, style = getComputedStyle(e), row = document.querySelector('[aria-selected=true]');
        return { name: e.id || e.name || e.dataset.tick || e.className || e.tagName, visible: e === document.body || style.outlineStyle !== 'none' || (e.id === 'list' && getComputedStyle(row).outlineStyle !== 'none') };
      })()`);
      expect([name, visible]).toEqual([name, true]);
      seen.push(name);
    }
    for (const name of ['since', 'until', 'search', 'severity', 'provider', 'view', 'order', 'list', 'revoke', 'aside', 'shortcuts']) expect(seen).toContain(name);
  });

  test('a narrow window shows the list, then the finding, then the list again', async () => {
    await tab.resize(390, 844);
    await tab.open(writePage(small));
    expect(await tab.evaluate('getComputedStyle(document.querySelector("#detail")).display')).toBe('none');
    await tab.click('#row-3');
    expect(await active()).toBe('detail-title');
    expect(await tab.evaluate('getComputedStyle(document.querySelector(".middle")).display')).toBe('none');
    expect(await tab.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    await tab.press('Escape');
    expect(await tab.evaluate('getComputedStyle(document.querySelector(".middle")).display')).not.toBe('none');
    expect(await tab.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  });

  test('five thousand findings: a bounded document, wherever it is scrolled to', async () => {
    await tab.open(writePage(makeMany(5000)));
    expect(await readText('.counted')).toBe('5,000 of 5,000 findings');
    for (const where of ['0', 'document.body.scrollHeight / 2', 'document.body.scrollHeight']) {
      await tab.evaluate(`window.scrollTo(0, ${where}); new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))`);
      const { nodes, rows, last } = await tab.evaluate<{ nodes: number; rows: number; last: number }>(
        '({ nodes: document.querySelectorAll("*").length, rows: document.querySelectorAll(".row").length, last: Math.max(...[...document.querySelectorAll(".row")].map((row) => Number(row.getAttribute("aria-posinset")))) })',
      );
      expect(nodes).toBeLessThan(1500);
      expect(rows).toBeLessThan(60);
      if (where === 'document.body.scrollHeight') expect(last).toBe(5000);
    }
  });

  test('ten thousand gaps: the first stand there, all can be had', async () => {
    const problems = Array.from({ length: 10_000 }, (_, index) => ({ what: `object ${index}`, why: 'it is damaged' }));
    await tab.open(writePage(makeReport({ problems })));
    const items = 'document.querySelectorAll(".gaps li").length';
    expect([await tab.evaluate(items), await readText('.gaps .more')]).toEqual([8, 'Show 200 more of 9,992']);
    await tab.click('.gaps .more');
    expect(await tab.evaluate(items)).toBe(208);
  });

  test('a key in a thousand places shows fifty, then more', async () => {
    const places = Array.from({ length: 1000 }, (_, line) => makeOccurrence({ line: line + 1 }));
    await tab.open(writePage(makeReport({ findings: [makeFinding({ occurrences: places })] })));
    const rows = 'document.querySelectorAll("#detail tbody tr").length';
    expect(await tab.evaluate(rows)).toBe(50);
    await tab.evaluate('[...document.querySelectorAll("#detail button")].at(-1).click()');
    expect(await tab.evaluate(rows)).toBe(100);
  });

  test('on paper every finding stands that the filters let through', async () => {
    await tab.open(`${writePage(small)}#severity=critical`);
    await tab.evaluate('window.addEventListener("beforeprint", () => { window.printed = document.querySelectorAll(".printout tbody tr").length; })');
    const { data } = await tab.send('Page.printToPDF');
    expect(Buffer.from(String(data), 'base64').subarray(0, 5).toString()).toBe('%PDF-');
    expect(await tab.evaluate('window.printed')).toBe(small.findings.filter(({ severity }) => severity === 'critical').length);
    expect(await tab.evaluate('document.querySelectorAll(".printout").length')).toBe(0);
  });

  test('who asked for less motion gets none', async () => {
    await tab.prefer({ 'prefers-reduced-motion': 'reduce' });
    await tab.open(writePage(small));
    expect(await tab.evaluate('[...document.querySelectorAll("*")].filter((e) => !["", "0s"].includes(getComputedStyle(e).transitionDuration) || getComputedStyle(e).animationName !== "none").length')).toBe(0);
  });

  describe('axe has nothing to complain of', () => {
    const source = readFileSync(join(axe, 'axe.min.js'), 'utf8');
    const views: readonly (readonly [name: string, report: Report, hash: string, width: number])[] = [
      ['findings and gaps', small, '', 1440],
      ['suppressed', small, '#view=suppressed', 1440],
      ['filtered, ticked', small, '#severity=critical&q=src', 1100],
      ['nothing fits', small, '#q=nothing-has-this', 1440],
      ['nothing found', makeReport(), '', 1440],
      ['narrow', small, '', 390],
    ];
    const all = views.flatMap((view) => (['light', 'dark'] as const).map((scheme) => [scheme, ...view] as const));

    test.each(all)('%s: %s', async (scheme, _name, report, hash, width) => {
      await tab.resize(width, 900);
      await tab.prefer({ 'prefers-color-scheme': scheme, 'prefers-reduced-motion': 'reduce' });
      await tab.open(`${writePage(report)}${hash}`);
      await tab.evaluate('document.querySelector("[data-tick=revoke]")?.click()');
      await tab.evaluate(`${source};0`);
      const found = await tab.evaluate<readonly string[]>(
        'axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }).then(({ violations }) => violations.map(({ id, nodes: [{ html, failureSummary }], nodes }) => `${id} ${nodes.length}: ${html.slice(0, 200)} ${failureSummary.slice(0, 300)}`))',
      );
      expect(found).toEqual([]);
      expect(await tab.evaluate('matchMedia("(prefers-color-scheme: dark)").matches')).toBe(scheme === 'dark');
    });
  });

  describe('text from a repository stays text', () => {
    const attacks = [
      '</script><script>window.pwned = 1</script>',
      '</script><img src=x onerror="window.pwned = 1">',
      '<!--<script>',
      '<svg onload=window.pwned=1>',
      '"><iframe srcdoc="<script>parent.pwned=1</script>">',
      '</title></style></textarea><script>window.pwned=1</script>',
      '{{constructor.constructor("window.pwned=1")()}}',
      "javascript:window.pwned=1//'",
      '\u2028window.pwned=1\u2029',
      '\u202egnp.exe',
      'x'.repeat(5000),
    ];

    test.each(attacks.map((text) => [text.slice(0, 60), text]))('%j', async (_name, text) => {
      const guide = { url: `https://example.org/${text}`, steps: [text], commands: [text], stops: text, shown: text };
      const finding = makeFinding({
        rule: text,
        provider: text,
        title: text,
        why: [text],
        redacted: `${text}…`,
        variable: text,
        occurrences: [makeOccurrence({ path: text, author: text, date: text, commit: text, decodedFrom: [text] }), makeOccurrence({ source: 'commit-message', path: '' })],
        exposure: { reach: 'pushed', inHead: true, refs: [text], detail: text, firstSeen: text },
        validation: { status: 'unknown', detail: text },
        remediation: { revoke: guide, rotate: guide, purge: guide, misuse: guide, contact: text, checked: text } as never,
      });
      await tab.open(writePage(makeReport({ scan: { root: `/x/${text}` }, findings: [finding], suppressed: [{ finding, by: 'comment', reason: text }], skipped: [{ what: text, why: text }], problems: [{ what: text, why: text, hint: text }] })));
      await tab.click('#row-0');
      await tab.evaluate('window.dispatchEvent(new Event("beforeprint"))');
      const { pwned, strange, links } = await tab.evaluate<{ pwned: boolean; strange: string[]; links: string[] }>(`({
        pwned: 'pwned' in window,
        strange: [...document.querySelectorAll('img, iframe, object, embed, script:not(#data):not(:last-of-type), title + title, textarea')].map((e) => e.outerHTML).filter((html) => html.length < 1000),
        links: [...document.querySelectorAll('a')].map((a) => a.protocol),
      })`);
      // However long a name is, it pushes nothing aside.
      for (const width of [1440, 1000, 390]) {
        await tab.resize(width, 900);
        expect([width, await tab.evaluate('document.documentElement.scrollWidth <= innerWidth')]).toEqual([width, true]);
      }
      expect([pwned, strange, links.filter((protocol) => protocol !== 'https:')]).toEqual([false, [], []]);
      expect(await readText('#detail-title')).toBe(text.replace(/[\u2028\u2029\u202e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16)}`));
    });
  });

  test('a real audit with --show-secrets: nothing of a key but its mask', async () => {
    const [key, other] = [makeKey('in a file'), makeKey('in a name', 'npm')];
    const repository = makeRepository();
    repository.commit({ 'a.ts': `const token = '${key}';\n`, [`keys/${other}.txt`]: 'see the name\n' }, `add ${key}`);
    repository.commit({ 'a.ts': 'gone\n' });
    const file = join(repository.path, 'page.html');
    const { code } = repository.skan(['audit', '--format', 'html', '--show-secrets', '--output', file]);
    const page = readFileSync(file, 'utf8');
    expect([code, page.includes(key), page.includes(other)]).toEqual([1, false, false]);
    await tab.open(pathToFileURL(file).href);
    expect(await readText('.counted')).toBe('2 of 2 findings');
    expect(await readText('main')).toContain('leaked keys in this repository');
    await tab.click('#row-1');
    const text = await tab.evaluate<string>('document.documentElement.textContent + decodeURIComponent(location.href)');
    expect([text.includes(key), text.includes(other)]).toEqual([false, false]);
  });

  async function readText(selector: string): Promise<string> {
    return tab.evaluate<string>(`document.querySelector(${JSON.stringify(selector)}).innerText`);
  }

  async function readView(): Promise<{ readonly hash: string; readonly counted: string; readonly rows: readonly string[]; readonly order: string; readonly text: string }> {
    return tab.evaluate('({ hash: location.hash, counted: document.querySelector(".counted").textContent, rows: [...document.querySelectorAll(".row")].map((row) => row.textContent), order: document.querySelector("#order").value, text: document.querySelector("#search").value })');
  }

  async function active(): Promise<string> {
    return tab.evaluate<string>('document.activeElement.id');
  }
});

/** @returns its address on disk */
function writePage(report: Report): string {
  const file = join(makeFolder(), 'page.html');
  writeFileSync(file, formatHtml(report, { ...options, now: '2026-11-23T04:20:00.000Z' }));
  return pathToFileURL(file).href;
}
