// What a folder of some 300 MB costs: `skan scan` against the peers that install here, each as its users run it, in turn.
// node bench/scan.mjs [folder] [rounds]   (without a folder: copies of what node_modules holds)
import { cpSync, lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { findScanners } from './accuracy/scanners.mjs';
import { median, print } from './measure.mjs';

const wanted = 300e6;
/** Those that take minutes for it. */
const slow = ['detect-secrets', 'credsweeper', 'secretlint'];

export function benchScan(given, rounds = 3) {
  const draft = mkdtempSync(join(tmpdir(), 'skan-bench-'));
  try {
    compareScanners((given ?? '') === '' ? fillFolder(join(draft, 'packages')) : resolve(given), rounds);
  } finally {
    rmSync(draft, { recursive: true });
  }
}

function compareScanners(folder, rounds) {
  const { files, bytes } = measure(folder);
  const scanners = findScanners({ peers: true, without: slow });
  const times = new Map(scanners.map(({ name }) => [name, []]));
  const reports = new Map();
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, scan, missing } of scanners) {
      if (missing !== undefined) continue;
      const start = performance.now();
      reports.set(name, scan(folder).length);
      times.get(name).push(performance.now() - start);
    }
  }
  const rows = scanners.map(({ name, missing }) => missing === undefined
    ? [name, (median(times.get(name)) / 1000).toFixed(1), (bytes / 1e3 / median(times.get(name))).toFixed(0), reports.get(name)]
    : [name, 'not installed', '', '']);
  print(`scan: ${files} files, ${(bytes / 1e6).toFixed(0)} MB, ${rounds} rounds`, [['', 'median s', 'MB/s', 'reports'], ...rows]);
}

/** The packages that are installed, again and again under other names, until there is enough. */
function fillFolder(folder) {
  let size = 0;
  for (let copy = 0; size < wanted; copy += 1) {
    for (const name of readdirSync('node_modules').filter((each) => !each.startsWith('.')).sort()) {
      const from = resolve('node_modules', name);
      if (size >= wanted || !lstatSync(from).isDirectory()) continue;
      const to = join(folder, `copy-${copy}`, name);
      cpSync(from, to, { recursive: true, verbatimSymlinks: true });
      size += measure(to).bytes;
    }
  }
  return folder;
}

function measure(folder) {
  let [files, bytes] = [0, 0];
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    files += 1;
    bytes += lstatSync(join(entry.parentPath ?? entry.path, entry.name)).size;
  }
  return { files, bytes };
}

if (import.meta.url === `file://${process.argv[1]}`) benchScan(process.argv[2], Number(process.argv[3] ?? 3));
