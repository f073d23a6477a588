// argv -> command, flags and operands, checked against one table, which also is what `--help` prints.

import { UsageError } from '../model/errors.js';
import { formats, purgeTools, showingFormats } from '../model/request.js';
import type { Format, PurgeTool } from '../model/request.js';
import { severities } from '../model/rule.js';
import type { Severity } from '../model/rule.js';
import { nearest } from '../document/nearest.js';

/** Flags as given. What is not given is undefined or false. */
export interface Flags {
  readonly format: Format;
  readonly output: string | undefined;
  readonly config: string | undefined;
  readonly failOn: Severity | undefined;
  readonly remote: string | undefined;
  readonly report: string | undefined;
  readonly check: string | undefined;
  readonly jobs: number | undefined;
  /** `i/n`, `auto` or `auto/n`, not yet checked. */
  readonly shard: string | undefined;
  readonly repos: string | undefined;
  readonly since: string | undefined;
  readonly onlyHead: boolean;
  readonly cache: boolean;
  readonly ignored: 'always' | 'never' | undefined;
  readonly write: string | undefined;
  readonly plan: string | undefined;
  readonly tool: PurgeTool | undefined;
  readonly all: boolean;
  readonly verify: boolean;
  readonly host: string | undefined;
  readonly validate: boolean;
  readonly yes: boolean;
  readonly stdin: boolean;
  readonly commitMessage: string | undefined;
  readonly strict: boolean;
  readonly showSecrets: boolean;
  readonly color: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
}

export interface Arguments {
  readonly command: string;
  readonly operands: readonly string[];
  readonly flags: Flags;
  readonly help: boolean;
  readonly version: boolean;
}

interface Flag {
  readonly name: string;
  /** What its value is called; absent: it takes none. */
  readonly value?: string;
  readonly help: string;
  /** Commands that know it; absent: all. */
  readonly commands?: readonly string[];
  /** Commands to which it means nothing. */
  readonly except?: readonly string[];
}

const noScan = ['init', 'rules'];
const noReport = [...noScan, 'explain', 'purge', 'revoke', 'rotate'];

export const flagTable: readonly Flag[] = [
  { name: 'format', value: 'FORMAT', help: formats.join(', '), except: ['init', 'explain', 'purge', 'revoke'] },
  { name: 'output', value: 'FILE', help: 'write the report to FILE, or what rules import makes', except: ['init', 'explain', 'purge', 'revoke', 'rotate'] },
  { name: 'config', value: 'FILE', help: 'use FILE as the configuration', except: noScan },
  { name: 'fail-on', value: 'SEVERITY', help: `lowest severity that fails: ${severities.slice(0, -1).join(', ')} (default low)`, except: noReport },
  { name: 'strict', help: 'what was not looked into fails too (exit 2)', except: noReport },
  { name: 'show-secrets', help: `print secrets in full (${showingFormats.join(', ')}; the others are always masked)`, except: [...noScan, 'purge', 'revoke', 'rotate', 'merge'] },
  { name: 'no-color', help: 'no colours', except: noScan },
  { name: 'quiet', help: 'print only what needs action', except: noReport },
  { name: 'verbose', help: 'list everything skipped and suppressed', except: noReport },
  { name: 'stdin', help: 'read the lines that git gives to pre-push or pre-receive', commands: ['range'] },
  { name: 'commit-msg', value: 'FILE', help: 'read FILE as the commit message that git is about to record: without comment lines and the scissors part', commands: ['scan'] },
  { name: 'gitignore', help: 'leave out what .gitignore names also where the folder is in no git work tree', commands: ['scan'] },
  { name: 'no-gitignore', help: 'scan what git ignores too', commands: ['scan'] },
  { name: 'jobs', value: 'N', help: 'how many threads read and scan, up to 4, as far as they fit into 300 MB (default: one a processor)', commands: ['audit', 'scan'] },
  { name: 'since', value: 'WHEN', help: 'only what commits brought since a date (2026-01-31, 2 weeks ago), or after a commit', commands: ['audit'] },
  { name: 'only-head', help: 'only what HEAD reaches: no other branches, tags, stashes, reflogs', commands: ['audit'] },
  { name: 'shard', value: 'PART', help: 'scan only part i of n (i/n, or auto: as the CI engine numbers its jobs; auto/n where it does not say how many); skan merge joins', commands: ['audit'] },
  { name: 'repos', value: 'FILE', help: 'audit the repositories that FILE names, a path or URL a line (-: standard input); with --output DIR a file each', commands: ['audit'] },
  { name: 'no-cache', help: 'neither use nor keep what an audit remembers', commands: ['audit'] },
  { name: 'remote', value: 'NAME', help: "with --stdin: the remote, pre-push's first argument; with --verify: a URL, of which a fresh mirror clone is looked through", commands: ['range', 'purge'] },
  { name: 'report', value: 'FILE', help: 'find the fingerprint in a JSON report', commands: ['explain', 'purge', 'revoke', 'rotate'] },
  { name: 'all', help: 'everything that an audit finds', commands: ['purge'] },
  { name: 'write', value: 'DIR', help: 'write a plan that runs, into a folder outside the repository', commands: ['purge'] },
  { name: 'tool', value: 'TOOL', help: `what rewrites: ${purgeTools.join(', ')} (default ${purgeTools[0]})`, commands: ['purge'] },
  { name: 'verify', help: 'prove that nothing is left, on the objects of the rewritten repository', commands: ['purge'] },
  { name: 'plan', value: 'DIR', help: 'with --verify: the plan that was run', commands: ['purge'] },
  { name: 'validate', help: 'ask the providers of the keys found whether they are alive', commands: ['staged', 'range', 'audit', 'scan'] },
  { name: 'yes', help: 'do not ask before the key is sent to its provider', commands: ['revoke'] },
  { name: 'host', value: 'HOST', help: 'the server that issued the key, where everybody has their own', commands: ['revoke'] },
  { name: 'check', value: 'FILE', help: 'look at the new value in FILE (- for standard input): is it fit to be put in place?', commands: ['rotate'] },
  { name: 'help', help: 'this text' },
  { name: 'version', help: 'the version' },
];

/** Promised, and not there yet. */
const laterFlags = ['baseline'];

/** @throws UsageError for a flag or value that is not understood */
export function parseArguments(argv: readonly string[]): Arguments {
  const values = new Map<string, string>();
  const given = new Set<string>();
  const operands: string[] = [];
  for (let at = 0; at < argv.length; at += 1) {
    const word = argv[at] ?? '';
    if (word === '--') {
      operands.push(...argv.slice(at + 1));
      break;
    }
    if (!word.startsWith('-') || word === '-') {
      operands.push(word);
      continue;
    }
    const [name, attached] = splitFlag(word);
    const flag = findFlag(name, word);
    given.add(flag.name);
    if (flag.value === undefined) {
      if (attached !== undefined) throw new UsageError(`--${flag.name} takes no value`);
      continue;
    }
    const value = attached ?? argv[(at += 1)];
    if (value === undefined || value === '') throw new UsageError(`--${flag.name} needs a value: --${flag.name} ${flag.value}`);
    values.set(flag.name, value);
  }
  const [command = '', ...rest] = operands;
  checkCommands(given, command);
  return { command, operands: rest, flags: readFlags(values, given), help: given.has('help'), version: given.has('version') };
}

function splitFlag(word: string): [string, string | undefined] {
  const short: Readonly<Record<string, string>> = { '-h': 'help', '-q': 'quiet', '-v': 'verbose', '-V': 'version', '-o': 'output', '-f': 'format', '-c': 'config' };
  const long = short[word];
  if (long !== undefined) return [long, undefined];
  const equals = word.indexOf('=');
  return equals < 0 ? [word.slice(2), undefined] : [word.slice(2, equals), word.slice(equals + 1)];
}

function findFlag(name: string, word: string): Flag {
  const flag = word.startsWith('--') || word.length === 2 ? flagTable.find((each) => each.name === name) : undefined;
  if (flag !== undefined) return flag;
  if (laterFlags.includes(name)) throw new UsageError(`--${name}: not in this version`);
  const close = nearest(name, flagTable.map((each) => each.name));
  throw new UsageError(`unknown flag ${word.split('=')[0] ?? word}${close === undefined ? '; skan --help lists them' : `; did you mean --${close}?`}`);
}

function checkCommands(given: ReadonlySet<string>, command: string): void {
  for (const flag of flagTable) {
    if (!given.has(flag.name) || command === '' || takesFlag(command, flag)) continue;
    const { name, commands } = flag;
    throw new UsageError(commands === undefined ? `skan ${command} takes no --${name}` : `--${name} belongs to skan ${commands.join(' and skan ')}, not to skan ${command}`);
  }
}

/** Whether a flag means something to a command. */
export function takesFlag(command: string, { commands, except }: Flag): boolean {
  return commands?.includes(command) ?? except?.includes(command) !== true;
}

function readFlags(values: ReadonlyMap<string, string>, given: ReadonlySet<string>): Flags {
  return {
    format: oneOf(values, 'format', formats) ?? 'text',
    output: values.get('output'),
    config: values.get('config'),
    failOn: oneOf(values, 'fail-on', severities.slice(0, -1)),
    remote: values.get('remote'),
    report: values.get('report'),
    check: values.get('check'),
    jobs: count(values, 'jobs'),
    shard: values.get('shard'),
    repos: values.get('repos'),
    since: values.get('since'),
    onlyHead: given.has('only-head'),
    cache: !given.has('no-cache'),
    ignored: given.has('no-gitignore') ? 'never' : given.has('gitignore') ? 'always' : undefined,
    write: values.get('write'),
    plan: values.get('plan'),
    tool: oneOf(values, 'tool', purgeTools),
    all: given.has('all'),
    verify: given.has('verify'),
    host: values.get('host'),
    validate: given.has('validate'),
    yes: given.has('yes'),
    stdin: given.has('stdin'),
    commitMessage: values.get('commit-msg'),
    strict: given.has('strict'),
    showSecrets: given.has('show-secrets'),
    color: !given.has('no-color'),
    quiet: given.has('quiet'),
    verbose: given.has('verbose'),
  };
}

function count(values: ReadonlyMap<string, string>, name: string): number | undefined {
  const value = values.get(name);
  if (value === undefined) return undefined;
  if (!/^[1-9]\d{0,2}$/.test(value)) throw new UsageError(`--${name} ${value}: expected a number, 1 or more`);
  return Number(value);
}

function oneOf<T extends string>(values: ReadonlyMap<string, string>, name: string, allowed: readonly T[]): T | undefined {
  const value = values.get(name);
  if (value === undefined) return undefined;
  const found = allowed.find((each) => each === value);
  if (found === undefined) throw new UsageError(`--${name} ${value}: expected one of ${allowed.join(', ')}`);
  return found;
}
