// What a commit waits for: `skan staged` on 20 staged files, against `node -e 0` followed by git's own staged diff.
// node bench/staged.mjs [rounds]
import { execFileSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { cleanEnvironment, compare, findNodes, print, runInTurn, versionOf } from './measure.mjs';

const files = 20;
const linesPerFile = 120;

export function benchStaged(rounds = 41) {
  const folder = mkdtempSync(join(tmpdir(), 'skan-bench-'));
  try {
    prepare(folder);
    for (const node of findNodes()) {
      const cases = {
        'node -e 0; git diff --cached --raw': ['sh', '-c', '"$0" -e 0; git diff --cached --raw', node],
        'skan staged': [node, resolve('dist/skan.cjs'), 'staged'],
        'skan --version': [node, resolve('dist/skan.cjs'), '--version'],
        'node -e 0': [node, '-e', '0'],
      };
      const rows = compare(runInTurn(cases, { rounds, cwd: folder })).map(({ name, median, least, ratio, paired }) => [name, median.toFixed(1), least.toFixed(1), ratio.toFixed(2), paired.toFixed(2)]);
      print(`staged: ${files} files of ${linesPerFile} lines, Node ${versionOf(node)}, ${rounds} rounds`, [['', 'median ms', 'least ms', 'ratio', 'median of ratios'], ...rows]);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A repository with a commit, and as many files changed and staged on top of it. */
function prepare(folder) {
  const git = (...args) => execFileSync('git', args, { cwd: folder, env: cleanEnvironment(), stdio: ['ignore', 'pipe', 'pipe'] });
  git('init', '-q');
  git('config', 'user.name', 'bench');
  git('config', 'user.email', 'bench@localhost');
  mkdirSync(join(folder, 'src'));
  for (const version of [1, 2]) {
    for (let index = 0; index < files; index += 1) writeFileSync(join(folder, `src/module-${index}.ts`), makeSource(index, version));
    git('add', '.');
    if (version === 1) git('commit', '-q', '-m', 'first');
  }
}

function makeSource(index, version) {
  const lines = Array.from({ length: linesPerFile }, (_, line) => `export const value${line} = (input: number): string => format(input + ${line * (index + 1)}, 'option-${line % 7}');`);
  return `// Module ${index}, version ${version}\n${lines.join('\n')}\n`;
}

if (import.meta.url === `file://${process.argv[1]}`) benchStaged(Number(process.argv[2] ?? 41));
