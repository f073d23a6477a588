// What `skan --help` and `skan --version` print.

import { version } from '../generated/version.js';
import { flagTable } from './arguments.js';
import type { Io } from './io.js';

const commands: readonly (readonly [string, string])[] = [
  ['staged', 'what git commit is about to record'],
  ['range <base>..<head>', 'everything that the commits of a range add'],
  ['audit [dir]', 'every object of a repository, reachable or not'],
  ['scan <path...|->', 'files, folders, globs, standard input; no git'],
  ['init', 'wire the hook into what this repository uses'],
  ['explain <rule|fingerprint>', 'what to do about a leaked key: revoke, rotate, purge'],
  ['revoke <fingerprint>', 'have the provider end a key, where whoever holds it may'],
  ['rules list|show|check', 'the catalogue of rules; check runs a rule file'],
];

export function printVersion(io: Io): number {
  io.print(`skan ${version}\n`);
  return 0;
}

export function printHelp(io: Io): number {
  const flags = flagTable.map(({ name, value, help, commands: only }) =>
    [`--${name}${value === undefined ? '' : ` ${value}`}`, only === undefined ? help : `${help} (${only.join(', ')})`] as const);
  io.print(['skan finds leaked keys in git and says how to get rid of them', '', 'usage: skan <command> [flags]', '', ...align(commands), '', 'flags', ...align(flags), '',
    'exit codes: 0 nothing found, 1 findings, 2 incomplete or not understood', ''].join('\n'));
  return 0;
}

function align(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
