// The HTML report in a real Chromium: how long the script takes to draw a report, to filter it, and to scroll through it.
// node bench/page.mjs [findings] [rounds]   (needs a chromium on the PATH, and `npm run build` once)
import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'rolldown';
import { print } from './measure.mjs';

const what = {
  'filter: one severity': "document.querySelector('input[name=severity][value=critical]').click()",
  'filter: and a provider': "document.querySelector('input[name=provider]').click()",
  'clear': "document.querySelector('.clear').click()",
  'search: a letter': "(() => { const s = document.querySelector('#search'); s.value = 's'; s.dispatchEvent(new Event('input')); })()",
  'search: a word that nothing has': "(() => { const s = document.querySelector('#search'); s.value = 'zzzz'; s.dispatchEvent(new Event('input')); })()",
  'clear again': "document.querySelector('.clear').click()",
  'next finding': "document.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true }))",
  'tick': "document.querySelector('[data-tick=revoke]').click()",
  'order: newest': "(() => { const s = document.querySelector('#order'); s.value = 'newest'; s.dispatchEvent(new Event('change')); })()",
};

export async function benchPage(findings = 5000, rounds = 5) {
  const folder = mkdtempSync(join(tmpdir(), 'skan-bench-'));
  const { makeMany, formatHtml, findChromium, startChromium } = await importAll(folder);
  const file = join(folder, 'page.html');
  const report = makeMany(findings);
  const started = performance.now();
  const page = formatHtml(report, { color: false, columns: 80, failOn: 'low', verbose: false, quiet: false });
  const written = performance.now() - started;
  writeFileSync(file, page);
  const browser = await startChromium(findChromium());
  const times = new Map();
  const add = (name, time) => times.set(name, [...(times.get(name) ?? []), time]);
  try {
    for (let round = 0; round <= rounds; round += 1) {
      const tab = await browser.openTab();
      await tab.resize(1440, 900);
      await tab.open(pathToFileURL(file).href);
      const loaded = await tab.evaluate("(({ domComplete, responseEnd }) => domComplete - responseEnd)(performance.getEntriesByType('navigation')[0])");
      if (round > 0) add('load: from the last byte to drawn', loaded);
      await tab.evaluate('new Promise((done) => setTimeout(done, 1000))');
      // The thread's own clock: it stands still while other processes have the processor.
      await tab.send('Performance.enable', { timeDomain: 'threadTicks' });
      for (const [name, act] of Object.entries(what)) {
        const before = await readTask(tab);
        await tab.evaluate(`${act}; new Promise((done) => requestAnimationFrame(() => setTimeout(done)))`);
        if (round > 0) add(name, (await readTask(tab)) - before);
      }
      const frames = await tab.evaluate(`(async () => {
        const gaps = [];
        let last = await new Promise(requestAnimationFrame);
        for (let at = 0; at < 60; at += 1) { window.scrollBy(0, 900); const now = await new Promise(requestAnimationFrame); gaps.push(now - last); last = now; }
        return Math.max(...gaps);
      })()`);
      if (round > 0) add('scrolling by 60 windows: longest frame', frames);
      await tab.evaluate('localStorage.clear()');
      await tab.send('Page.close');
    }
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true });
  }
  const rows = [...times].map(([name, all]) => [name, median(all).toFixed(1), Math.max(...all).toFixed(1)]);
  print(`page: ${findings} findings, ${(page.length / 1e6).toFixed(1)} MB written in ${written.toFixed(0)} ms, ${rounds} rounds`, [['', 'median ms', 'most ms'], ...rows]);
}

/** Milliseconds of work that the main thread has done: scripts, styles, layout, painting. */
async function readTask(tab) {
  const { metrics } = await tab.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration').value * 1000;
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** Modules of the sources and tests, bundled as the build does it. */
async function importAll(folder) {
  const input = join(folder, 'all.ts');
  const exported = [['makeMany', 'test/report/many.ts'], ['formatHtml', 'src/report/html.ts'], ['findChromium, startChromium', 'test/tools/chromium.ts']];
  writeFileSync(input, exported.map(([names, path]) => `export { ${names} } from ${JSON.stringify(resolve(path))};`).join('\n'));
  const output = join(folder, 'all.mjs');
  await build({ input, platform: 'node', logLevel: 'warn', output: { file: output, format: 'esm' } });
  return import(pathToFileURL(output).href);
}

if (import.meta.url === `file://${process.argv[1]}`) {
  const [findings = '5000', rounds = '5'] = process.argv.slice(2);
  await benchPage(Number(findings), Number(rounds));
}
