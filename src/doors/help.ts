// What `skan --help`, `skan <command> --help` and `skan --version` print. Flags come from the parser's own table.

import { version } from '../generated/version.js';
import { flagTable, takesFlag } from './arguments.js';
import type { Io } from './io.js';

const commands: readonly (readonly [string, string])[] = [
  ['staged', 'what git commit is about to record'],
  ['range <base>..<head>', 'everything that the commits of a range add'],
  ['audit [dir|URL...]', 'every object of a repository, reachable or not; of several, one after the other'],
  ['scan <path...|->', 'files, folders, globs, standard input; no git'],
  ['merge <report...>', 'join the JSON reports of audit --shard runs into that of one run'],
  ['init', 'wire the hook into what this repository uses'],
  ['explain <rule|fingerprint>', 'what to do about a leaked key: revoke, rotate, purge'],
  ['revoke <fingerprint>', 'have the provider end a key, where whoever holds it may'],
  ['rotate <fingerprint...>', 'where a key is used, and how to put the new one there'],
  ['purge <fingerprint...|--all>', 'take a key out of history: --write DIR plans, --verify proves'],
  ['rules list|show|check|import', 'the catalogue of rules; check proves a rule file, import reads one of gitleaks'],
];

/** Two command lines for each command, each with what it is for. */
const examples: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  staged: [
    ['skan staged', 'before a commit; what a hook runs'],
    ['skan staged --fail-on high', 'let test keys and the like pass, and still name them'],
  ],
  range: [
    ['skan range origin/main..HEAD', 'what a branch adds, with every commit between'],
    ['skan range --stdin --remote origin', 'in a pre-push hook, on the lines that git feeds it'],
  ],
  audit: [
    ['skan audit --format html --output audit.html', 'the whole history, as a page to work through'],
    ['skan audit --repos list.txt --format html --output reports', 'many repositories, a page each'],
  ],
  scan: [
    ['skan scan src deploy.env', 'a folder and a file, whether git knows them or not'],
    ['kubectl logs my-pod | skan scan -', 'whatever another program prints'],
    ['skan scan --commit-msg "$1"', "in a commit-msg hook: the message that git is about to record"],
  ],
  merge: [
    ['skan merge shard-1.json shard-2.json shard-3.json', 'what one run would have said'],
    ['skan merge shards/*.json --format sarif --output skan.sarif', 'the same for code scanning'],
  ],
  init: [
    ['skan init', 'in a repository, once; again changes nothing'],
    ['npx skan init', 'where it is installed as a development dependency'],
  ],
  explain: [
    ['skan explain 7f3c', 'the finding whose fingerprint begins so'],
    ['skan explain 7f3c --report skan.json', 'the same, looked up in a report instead of in the repository'],
  ],
  revoke: [
    ['skan revoke 7f3c', 'show what would be sent where, and ask'],
    ['skan revoke 7f3c --yes', 'where nobody can be asked'],
  ],
  purge: [
    ['skan purge --all --write ../purge', 'a plan that takes every key found out of the history; it is only written'],
    ['skan purge --verify --plan ../purge', 'once the plan has run: the proof that nothing is left'],
  ],
  rotate: [
    ['skan rotate 7f3c', 'where the key and its variable are used, and the commands that store the new one'],
    ['skan rotate 7f3c --check .env', 'is the new value in .env fit to be put in place?'],
  ],
  rules: [
    ['skan rules list --format json', 'every kind of key that is looked for'],
    ['skan rules check my-rules.yaml', 'compile a rule file, run its examples, time it on hostile input'],
    ['skan rules import gitleaks.toml --output imported.yaml', 'carry over rules of gitleaks or betterleaks, and say what is left behind'],
  ],
};

const exits = 'exit codes: 0 nothing found, 1 findings, 2 incomplete or not understood';

export function printVersion(io: Io): number {
  io.print(`skan ${version}\n`);
  return 0;
}

export function printHelp(io: Io): number {
  const flags = flagTable.map((flag) => [nameFlag(flag), flag.commands === undefined ? flag.help : `${flag.help} (${flag.commands.join(', ')})`] as const);
  io.print(['skan finds leaked keys in git and says how to get rid of them', '', 'usage: skan <command> [flags]', '', ...align(commands, io), '', 'flags', ...align(flags, io), '', exits, '',
    'skan <command> --help: its flags and examples', ''].join('\n'));
  return 0;
}

export function isCommand(name: string): boolean {
  return commands.some(([usage]) => nameOf(usage) === name);
}

/** @param name of a command that there is */
export function printCommandHelp(name: string, io: Io): number {
  const [usage, says] = commands.find(([each]) => nameOf(each) === name) ?? [name, ''];
  const flags = flagTable.filter((flag) => takesFlag(name, flag)).map((flag) => [nameFlag(flag), flag.help] as const);
  const shown = (examples[name] ?? []).flatMap(([line, purpose]) => [`  ${line}`, `      ${purpose}`]);
  io.print([`skan ${name}: ${says}`, '', `usage: skan ${usage} [flags]`, '', 'flags', ...align(flags, io), '', 'examples', ...shown, '', exits, ''].join('\n'));
  return 0;
}

function nameOf(usage: string): string {
  return usage.split(' ')[0] ?? usage;
}

function nameFlag({ name, value }: { readonly name: string; readonly value?: string }): string {
  return `--${name}${value === undefined ? '' : ` ${value}`}`;
}

/** Where nobody sees it a row is one line, to be searched. */
function align(rows: readonly (readonly [string, string])[], { terminal, columns }: Io): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  const room = terminal ? Math.max(columns - width - 4, narrowest) : Infinity;
  return rows.flatMap(([left, right]) => wrap(right, room).map((line, index) => `  ${(index === 0 ? left : '').padEnd(width)}  ${line}`));
}

const narrowest = 24;

function wrap(text: string, room: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = '';
    }
    line += line === '' ? word : ` ${word}`;
  }
  return [...lines, line];
}
