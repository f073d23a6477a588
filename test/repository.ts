// A small language for scenarios: real temporary repositories, made and judged by real git, and the built command line as a
// child process. Nothing of the machine's own git configuration reaches them, and every commit has a date of its own.
//
// What must hold for every run is checked by `skan` itself: a report validates against the published schema, no
// key is ever shown, nothing ends with a stack trace.

import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Report } from '../src/model/report.js';
import { keysShownIn, nameOfMask } from './keys.js';
import { checkReport } from './report/schemas.js';

/** The command line under test: the bundle, as it ships. */
export const bundle = process.env['SKAN_BUNDLE'] ?? resolve('dist/skan.cjs');

/** A file's content; a symlink's target; `executable`: with the run bit. */
export type Content = string | Buffer | { readonly link: string } | { readonly executable: string } | undefined;
/** Contents by path; `undefined` deletes. */
export type Files = Readonly<Record<string, Content>>;
export type Variables = Readonly<Record<string, string | undefined>>;

/** What a child process came to. */
export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A run of skan, with its report where the format was json. */
export interface Look extends Run {
  readonly report: Report;
}

export interface Circumstances {
  /** Relative to the repository. */
  readonly in?: string;
  readonly input?: string | Buffer;
  readonly variables?: Variables;
}

export interface Repository {
  readonly path: string;
  /** Writes files into the work tree. */
  write(files: Files): void;
  /** Writes files and adds them to the index. */
  stage(files: Files): void;
  /** Stages and commits; returns the commit's id. */
  commit(files: Files, message?: string): string;
  /** Runs git, which must succeed; returns what it printed, trimmed. */
  git(...args: readonly string[]): string;
  /** Runs git with more around it; it may fail. */
  tryGit(args: readonly string[], circumstances?: Circumstances): Run;
  /** Stores bytes as a blob; returns its id. */
  blob(content: string | Buffer): string;
  /** Puts an entry into the index without touching the work tree. */
  entry(path: string | Buffer, content: string | Buffer, mode?: string): void;
  /** Writes an executable hook. */
  hook(name: string, script: string): void;
  /** Runs skan as it stands in the arguments. */
  skan(args: readonly string[], circumstances?: Circumstances): Run;
  /** Runs skan for its JSON report. */
  look(args: readonly string[], circumstances?: Circumstances): Look;
}

const made: string[] = [];
let clock = Date.UTC(2026, 0, 1) / 1000;

afterAll(() => {
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true });
});

/** An empty folder that goes away with the test file. */
export function makeFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'skan-'));
  made.push(path);
  return path;
}

/** A new repository, on the branch `main`. */
export function makeRepository(...options: readonly string[]): Repository {
  const path = makeFolder();
  const repository = openRepository(path);
  repository.git('init', '--quiet', '--initial-branch=main', ...options);
  return repository;
}

/** A repository that is already there. */
export function openRepository(path: string): Repository {
  const run = (args: readonly string[], { in: folder = '.', input, variables }: Circumstances = {}): Run => runProcess('git', args, resolve(path, folder), input, variables);
  const git = (...args: readonly string[]): string => demand(run(args), args);
  const write = (files: Files): void => writeFiles(path, files);
  const stage = (files: Files): void => {
    write(files);
    git('--literal-pathspecs', 'add', '--all', '--force', '--', ...Object.keys(files));
  };
  return {
    path,
    write,
    stage,
    git,
    tryGit: run,
    commit(files, message = 'a change') {
      if (Object.keys(files).length > 0) stage(files);
      git('commit', '--quiet', '--allow-empty', '--no-verify', '--cleanup=verbatim', '-m', message);
      return git('rev-parse', 'HEAD');
    },
    blob: (content) => demand(run(['hash-object', '-w', '--stdin'], { input: content }), ['hash-object']),
    entry(file, content, mode = '100644') {
      const id = demand(run(['hash-object', '-w', '--stdin'], { input: content }), ['hash-object']);
      const record = Buffer.concat([Buffer.from(`${mode} ${id}\t`), Buffer.from(file), Buffer.from([0])]);
      demand(run(['update-index', '-z', '--index-info'], { input: record }), ['update-index']);
    },
    hook(name, script) {
      const file = join(resolve(path, git('rev-parse', '--git-common-dir')), 'hooks', name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `#!/bin/sh\n${script}\n`);
      chmodSync(file, 0o755);
    },
    skan: (args, { in: folder = '.', ...rest } = {}) => runSkan(args, { ...rest, in: resolve(path, folder) }),
    look: (args, { in: folder = '.', ...rest } = {}) => lookWithSkan(args, { ...rest, in: resolve(path, folder) }),
  };
}

/** Runs skan in the folder `in`. */
export function runSkan(args: readonly string[], { in: folder = '.', input, variables }: Circumstances = {}): Run {
  const run = runProcess(process.execPath, [bundle, ...args], folder, input, variables);
  checkRun(run, args);
  return run;
}

/** Runs skan with `--format json`, and checks its report against the published schema. */
export function lookWithSkan(args: readonly string[], circumstances: Circumstances = {}): Look {
  const [command = '', ...rest] = args;
  const run = runSkan([command, '--format', 'json', ...rest], circumstances);
  if (run.stdout === '') throw new Error(`skan ${args.join(' ')} printed no report: ${run.stderr}`);
  const report = JSON.parse(run.stdout) as Report;
  const complaints = checkReport(report);
  if (complaints.length > 0) throw new Error(`skan ${args.join(' ')}: the report breaks its schema: ${complaints.join('; ')}`);
  return { ...run, report };
}

/** What holds for every run, whatever it was asked. */
export function checkRun({ code, stdout, stderr }: Run, args: readonly string[]): void {
  const asked = `skan ${args.join(' ')}`;
  if (![0, 1, 2].includes(code)) throw new Error(`${asked} ended with ${code}: ${stderr}`);
  if (/^ {4}at /m.test(stderr) || stderr.includes('a fault of skan itself')) throw new Error(`${asked} ended with a stack trace: ${stderr}`);
  const shown = args.includes('--show-secrets') ? [] : keysShownIn(`${stdout}\n${stderr}`);
  if (shown.length > 0) throw new Error(`${asked} showed the keys ${shown.join(', ')}`);
}

/** The findings as short lines, `<key> <source> <path>:<line>`, sorted, each once; a place that is no file ends behind its source. */
export function tell({ findings }: Pick<Report, 'findings'>): string[] {
  const lines = findings.flatMap(({ redacted, occurrences }) => occurrences.map(({ source, path, line }) => `${nameOfMask(redacted)} ${source}${path === '' ? '' : ` ${path}:${line}`}`));
  return [...new Set(lines)].sort();
}

/** The same of what was suppressed, with the reason. */
export function tellSuppressed({ suppressed }: Pick<Report, 'suppressed'>): string[] {
  return suppressed.flatMap(({ finding, by, reason, news }) => tell({ findings: [finding] }).map((line) => `${line} by ${by}: ${reason ?? '-'}${news === true ? ' (news)' : ''}`)).sort();
}

/** The environment of every child: the machine's PATH, and nothing else of it that could matter. */
export function baseVariables(): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: emptyHome(),
    LANG: 'C.UTF-8',
    GIT_CONFIG_GLOBAL: join(emptyHome(), 'gitconfig'),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 'Ada',
    GIT_AUTHOR_EMAIL: 'ada@example.org',
    GIT_COMMITTER_NAME: 'Ada',
    GIT_COMMITTER_EMAIL: 'ada@example.org',
  };
}

let home: string | undefined;

function emptyHome(): string {
  if (home === undefined) {
    home = makeFolder();
    writeFileSync(join(home, 'gitconfig'), '');
  }
  return home;
}

/** Runs a program to its end. */
export function runProcess(program: string, args: readonly string[], folder: string, input: string | Buffer = '', variables: Variables = {}): Run {
  clock += 60;
  const environment = { ...baseVariables(), GIT_AUTHOR_DATE: `${clock} +0100`, GIT_COMMITTER_DATE: `${clock} +0100`, ...variables };
  const kept = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined));
  const done = spawnSync(program, args, { cwd: folder, env: kept, input, maxBuffer: 2 ** 28, timeout: 120_000, killSignal: 'SIGKILL' });
  if (done.error !== undefined) throw done.error;
  return { code: done.status ?? -1, stdout: done.stdout.toString(), stderr: done.stderr.toString() };
}

function demand({ code, stdout, stderr }: Run, args: readonly string[]): string {
  if (code !== 0) throw new Error(`git ${args.join(' ')} ended with ${code}: ${stderr || stdout}`);
  return stdout.trim();
}

function writeFiles(root: string, files: Files): void {
  for (const [name, content] of Object.entries(files)) {
    const path = join(root, name);
    rmSync(path, { recursive: true, force: true });
    if (content === undefined) continue;
    mkdirSync(dirname(path), { recursive: true });
    if (typeof content === 'string' || Buffer.isBuffer(content)) writeFileSync(path, content);
    else if ('link' in content) symlinkSync(content.link, path);
    else writeFileSync(path, content.executable, { mode: 0o755 });
  }
}
