// What is found, and what is reported that is none: every kind of the catalogue with fresh keys in every surrounding that can
// hold it, and packages as they are published; skan's recall and false reports, with --peers side by side with other scanners.
// node bench/accuracy.mjs [--peers] [--without peer,…] [--seed N] [--only kind] [--group name,…] [--every N] [--misses] [--reports] [--no-recall] [--no-packages] [--skan dist/skan.cjs] [--folder dir]
import { randomInt } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { loadModules, readKinds } from './accuracy/kinds.mjs';
import { fetchPackages, sizeOf } from './accuracy/packages.mjs';
import { findScanners } from './accuracy/scanners.mjs';
import { listSurroundings, plant } from './accuracy/surroundings.mjs';
import { judge, printRecall, printReports } from './accuracy/tables.mjs';

const flag = { type: 'boolean' };
const text = { type: 'string' };

export async function benchAccuracy(argv = []) {
  const { values } = parseArgs({ args: argv, options: { peers: flag, without: text, seed: text, only: text, group: text, every: text, misses: flag, reports: flag, 'no-recall': flag, 'no-packages': flag, skan: text, folder: text } });
  const scanners = findScanners({ skan: values.skan, peers: values.peers, without: values.without?.split(',') });
  for (const { name, missing } of scanners) if (missing !== undefined) process.stdout.write(`${name} does not install here: ${missing}\n`);
  const usable = scanners.filter(({ missing }) => missing === undefined);
  if (values['no-recall'] !== true) await measureRecall(usable, values);
  if (values['no-packages'] !== true) countReports(usable, values);
}

async function measureRecall(scanners, { seed = String(randomInt(2 ** 31)), only, group, every = '1', misses }) {
  const folder = resolve('.cache/bench', `keys-${seed}`);
  try {
    const cells = await writeCells(folder, { seed, only, groups: group?.split(','), every: Number(every) });
    const results = scanners.map(({ name, scan }) => ({ name, ...timed(() => judge(cells, scan(folder))) }));
    printRecall({ cells, results, seed, misses });
  } finally {
    for (const each of readdirSync(dirname(folder))) if (each.startsWith(basename(folder))) rmSync(join(dirname(folder), each), { recursive: true });
  }
}

/** One file for each kind in each surrounding, in a folder of its own, so that nothing nearby helps or hurts. */
async function writeCells(folder, { seed, only, groups, every }) {
  const modules = await loadModules();
  const surroundings = listSurroundings(modules).filter(({ group }) => groups === undefined || groups.includes(group));
  const kinds = readKinds(modules).filter(({ id }) => only === undefined || new RegExp(`^(?:${only})$`).test(id));
  rmSync(folder, { recursive: true, force: true });
  return kinds.flatMap((kind, row) => surroundings.flatMap((surrounding, column) => {
    // Every nth cell, another one in each row: each kind and each surrounding keeps its share.
    if ((row + column + Number(seed)) % every !== 0) return [];
    const given = kind.make(`${seed} ${surrounding.label}`);
    const made = plant(surrounding, kind, given);
    if (made === undefined) return [];
    const file = join(kind.id, String(column), made.name ?? surrounding.file);
    mkdirSync(join(folder, dirname(file)), { recursive: true });
    writeFileSync(join(folder, file), made.bytes);
    return [{ kind, surrounding, file, key: given.key, line: made.line, endLine: made.endLine, ...(made.name === undefined ? {} : { named: true }) }];
  }));
}

function countReports(scanners, { folder, reports }) {
  const packages = folder === undefined ? fetchPackages() : { folder: resolve(folder), count: 1, names: [folder], bytes: sizeOf(resolve(folder)) };
  // Some need an hour: each is told when it is done, the table comes last.
  const results = scanners.map(({ name, scan }) => {
    const result = { name, ...timed(() => ({ found: scan(packages.folder) })) };
    process.stderr.write(`${name}: ${result.found.length} reports in ${result.seconds.toFixed(0)} s\n`);
    return result;
  });
  printReports({ ...packages, results, reports });
}

function timed(work) {
  const start = performance.now();
  const result = work();
  return { ...result, seconds: (performance.now() - start) / 1000 };
}

if (import.meta.url === `file://${process.argv[1]}`) await benchAccuracy(process.argv.slice(2));
