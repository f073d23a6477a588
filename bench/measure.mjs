// What the benchmarks share: two or more commands run in turn, medians, ratios to the first, a table. Nothing is asserted here.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/** NODE_EXTRA_CA_CERTS takes Node 20's bare start from 37 to 106 ms; coverage and options distort too. */
const distorting = ['NODE_EXTRA_CA_CERTS', 'NODE_OPTIONS', 'NODE_V8_COVERAGE', 'NODE_COMPILE_CACHE', 'FORCE_COLOR'];

/** The environment of everything that is measured. */
export function cleanEnvironment(more = {}) {
  return { ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !distorting.includes(name))), ...more };
}

/** The Nodes there are to measure on: the one that runs this, and Node 24 where `npm i --prefix .cache/node24 node@24` put it. */
export function findNodes() {
  const other = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../.cache/node24/node_modules/node/bin/node');
  return [process.execPath, ...(existsSync(other) ? [other] : [])];
}

export function versionOf(node) {
  return spawnSync(node, ['--version'], { env: cleanEnvironment(), encoding: 'utf8' }).stdout.trim();
}

/**
 * Runs every case once, then again, `rounds` times, so that whatever else the machine does strikes all alike.
 * @param cases name -> [command, ...arguments]
 * @returns name -> milliseconds of each run
 */
export function runInTurn(cases, { rounds, cwd, environment = cleanEnvironment(), accept = [0] }) {
  const times = new Map(Object.keys(cases).map((name) => [name, []]));
  for (let round = -1; round < rounds; round += 1) {
    for (const [name, [command, ...args]] of Object.entries(cases)) {
      const start = process.hrtime.bigint();
      const done = spawnSync(command, args, { cwd, env: environment, stdio: ['ignore', 'ignore', 'pipe'] });
      const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
      if (!accept.includes(done.status)) throw new Error(`${name}: exit ${done.status ?? done.signal}\n${done.stderr}`);
      if (round >= 0) times.get(name).push(milliseconds);
    }
  }
  return times;
}

export function median(numbers) {
  const sorted = [...numbers].sort((left, right) => left - right);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Rows of texts -> aligned columns. */
export function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => String(row[column] ?? '').length)));
  return rows.map((row) => row.map((cell, column) => (column === 0 ? String(cell).padEnd(widths[column]) : String(cell).padStart(widths[column]))).join('  ')).join('\n');
}

/** Medians and their ratios to the first case. */
export function compare(times) {
  const [[, first]] = times;
  return [...times].map(([name, all]) => ({ name, median: median(all), least: Math.min(...all), ratio: median(all) / median(first), paired: median(all.map((each, index) => each / first[index])) }));
}

export function print(title, rows) {
  process.stdout.write(`\n${title}\n${table(rows)}\n`);
}
