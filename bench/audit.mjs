// What an audit costs beside reading: `skan audit` of a repository, against git reading all of its objects into a pipe; and what the
// second one costs, which remembers the first in the repository's own folder.
// node bench/audit.mjs <repository> [rounds]
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { cleanEnvironment, compare, findNodes, print, runInTurn, versionOf } from './measure.mjs';

export async function benchAudit(repository, rounds = 5) {
  const folder = mkdtempSync(join(tmpdir(), 'skan-bench-'));
  const report = join(folder, 'report.json');
  try {
    const { objects, bytes } = sizeOf(repository);
    for (const node of findNodes()) {
      const audit = [node, resolve('dist/skan.cjs'), 'audit', repository, '--format', 'json', '--output', report];
      const cases = {
        'git cat-file | cat': ['sh', '-c', 'git -C "$0" cat-file --batch-all-objects --batch --unordered --buffer | cat > /dev/null', repository],
        'skan audit': [...audit, '--no-cache'],
        'nothing changed since': audit,
        'node alone': [node, '-e', '0'],
      };
      const rows = compare(runInTurn(cases, { rounds, accept: [0, 1, 2] })).map(({ name, median, ratio, paired }) => [name, median.toFixed(0), (bytes / 1e3 / median).toFixed(0), ratio.toFixed(2), paired.toFixed(2)]);
      const { findings, skipped, problems } = JSON.parse(readFileSync(report, 'utf8'));
      const peak = await peakOf([...audit, '--no-cache']);
      print(`audit: ${objects} objects, ${(bytes / 1e6).toFixed(0)} MB, Node ${versionOf(node)}, ${rounds} rounds`, [['', 'median ms', 'MB/s', 'ratio', 'median of ratios'], ...rows]);
      process.stdout.write(`${findings.length} findings, ${skipped.length} skipped, ${problems.length} problems; peak memory of skan ${(peak / 1e6).toFixed(0)} MB (git's own not counted)\n`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function sizeOf(repository) {
  const listed = spawnSync('git', ['-C', repository, 'cat-file', '--batch-all-objects', '--batch-check=%(objectsize)'], { encoding: 'utf8', maxBuffer: 2 ** 30, env: cleanEnvironment() });
  if (listed.status !== 0) throw new Error(listed.stderr);
  const sizes = listed.stdout.trim().split('\n').map(Number);
  return { objects: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}

/** Bytes that the process itself held at most: VmHWM of Linux (man 5 proc), read until it ends; NaN elsewhere. */
function peakOf([command, ...args]) {
  return new Promise((done, failed) => {
    let peak = Number.NaN;
    const child = spawn(command, args, { env: cleanEnvironment(), stdio: 'ignore' });
    const timer = setInterval(() => {
      try {
        peak = Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? Number.NaN) * 1024 || peak;
      } catch {
        // No /proc here, or the process has just ended: what was read before stands.
      }
    }, 10);
    child.on('error', failed);
    child.on('close', () => {
      clearInterval(timer);
      done(peak);
    });
  });
}

if (import.meta.url === `file://${process.argv[1]}`) {
  const [, , repository, rounds] = process.argv;
  if (repository === undefined) throw new Error('usage: node bench/audit.mjs <repository> [rounds]');
  await benchAudit(resolve(repository), Number(rounds ?? 5));
}
