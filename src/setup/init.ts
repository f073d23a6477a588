// `skan init`: puts `skan staged` into the pre-commit hook that this repository already uses. For now that is Husky 9. It
// adds one line, keeps what is there, and says what it did; run twice, it changes nothing.

import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { UsageError } from '../model/errors.js';
import type { Io } from '../doors/io.js';

/** What the hook runs: Husky puts `node_modules/.bin` on its PATH, so neither npx nor a path is needed. */
const hookLine = 'skan staged';

/** @throws UsageError where there is no repository, or no Husky */
export async function init(operands: readonly string[], io: Io): Promise<number> {
  if (operands.length > 0) throw new UsageError(`skan init takes no operand; ${operands[0] ?? ''} is one too many`);
  const { top, hooksPath } = await askRepository(io.cwd);
  const folder = findHusky(top, hooksPath);
  if (folder === undefined) throw new UsageError('there is no Husky here; install it with: npm install --save-dev husky && npx --no-install husky init, then run skan init again');
  const hook = join(folder, 'pre-commit');
  const shown = relative(io.cwd, hook) || hook;
  const change = wireHook(hook);
  io.print(change === 'kept' ? `${shown} already runs ${hookLine}\n` : `${shown} ${change === 'made' ? 'made: it' : 'now also'} runs ${hookLine}\n`);
  for (const line of remindOf(top, folder, hooksPath)) io.print(`${line}\n`);
  return 0;
}

async function askRepository(cwd: string): Promise<{ top: string; hooksPath: string | undefined }> {
  const { simpleGit } = await import('simple-git');
  const git = simpleGit({ baseDir: cwd, completion: { onClose: true, onExit: false } });
  try {
    const top = (await git.revparse(['--show-toplevel'])).trim();
    const hooksPath = (await git.getConfig('core.hooksPath')).value ?? undefined;
    return { top, hooksPath };
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    if (/ENOENT/.test(why)) throw new UsageError('git was not found on the PATH; install git, or add its folder to PATH');
    throw new UsageError(`skan init needs the work tree of a git repository (${why.replace(/^fatal: /, '')})`);
  }
}

/** Husky 9 sets core.hooksPath to `<folder>/_`; a fresh clone has only the folder until its `prepare` script ran. */
function findHusky(top: string, hooksPath: string | undefined): string | undefined {
  if (hooksPath !== undefined && basename(hooksPath) === '_') return resolve(top, dirname(hooksPath));
  const folder = join(top, '.husky');
  return existsSync(folder) || dependsOnHusky(top) ? folder : undefined;
}

function dependsOnHusky(top: string): boolean {
  const file = join(top, 'package.json');
  if (!existsSync(file)) return false;
  const text = readFileSync(file, 'utf8');
  return /"husky"\s*:/.test(text) && !/"husky"\s*:\s*\{/.test(text);
}

function wireHook(hook: string): 'made' | 'added' | 'kept' {
  if (!existsSync(hook)) {
    mkdirSync(dirname(hook), { recursive: true });
    replaceFile(hook, `${hookLine}\n`);
    return 'made';
  }
  const text = readFileSync(hook, 'utf8');
  if (text.split(/\r?\n/).some((line) => runsSkan(line))) return 'kept';
  replaceFile(hook, addLine(text));
  return 'added';
}

function runsSkan(line: string): boolean {
  return /^[^#]*\bskan(?:\.cjs)?\s+staged\b/.test(line);
}

/** At the end, where formatters have done their work; but before a last line that leaves the script. */
function addLine(text: string): string {
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = text.split(/\r?\n/);
  while (lines.at(-1) === '') lines.pop();
  const leaves = /^\s*(?:exit|exec)\b/.test(lines.at(-1) ?? '');
  lines.splice(leaves ? lines.length - 1 : lines.length, 0, hookLine);
  return `${lines.join(end)}${end}`;
}

/** Whole or not at all. The mode stays: Husky needs no run bit, others may have set one. */
function replaceFile(path: string, text: string): void {
  const draft = `${path}.${process.pid}.tmp`;
  writeFileSync(draft, text, { flag: 'wx' });
  renameSync(draft, path);
}

function remindOf(top: string, folder: string, hooksPath: string | undefined): string[] {
  const reminders: string[] = [];
  if (hooksPath === undefined || !existsSync(join(folder, '_'))) reminders.push('the hook is not active in this clone yet: run npx --no-install husky (package.json: "prepare": "husky" does it at every npm install)');
  if (!existsSync(join(top, 'node_modules', '.bin', 'skan'))) reminders.push('skan itself is not installed in this project yet: npm install --save-dev skan');
  return reminders;
}
