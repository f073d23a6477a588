// `skan init`: puts `skan staged` into the pre-commit hook that this repository already uses. For now that is Husky 9. It
// adds one line, keeps what is there, and says what it did; run twice, it changes nothing.

import { chmodSync, existsSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { UsageError } from '../model/errors.js';
import type { Io } from '../doors/io.js';

/** What the hook runs: Husky puts `node_modules/.bin` on its PATH, so neither npx nor a path is needed. */
const command = 'skan staged';

/** @throws UsageError where there is no repository, or no Husky */
export async function init(operands: readonly string[], io: Io): Promise<number> {
  if (operands.length > 0) throw new UsageError(`skan init takes no operand; ${operands[0] ?? ''} is one too many`);
  const { top, hooks, hooksPath } = await askRepository(io.cwd);
  const folder = findHusky(top, hooksPath, io.cwd);
  if (folder === undefined) throw new UsageError((await import('./by-hand.js')).adviseByHand(top, relative(io.cwd, hooks) || '.', hooksPath));
  const hook = join(folder, 'pre-commit');
  const shown = relative(io.cwd, hook) || hook;
  const home = findHome(top, folder);
  const change = wireHook(hook, shown, relative(top, home));
  io.print(change === 'kept' ? `${shown} already runs ${command}\n` : `${shown} ${change === 'made' ? 'made: it' : 'now also'} runs ${command}\n`);
  if (!isActive(top, folder, hooksPath)) io.print('the hook is not active in this clone yet: run npx --no-install husky (package.json: "prepare": "husky" does it at every npm install)\n');
  if (!hasSkan(home)) io.print('skan itself is not installed in this project yet: npm install --save-dev skan\n');
  return 0;
}

async function askRepository(cwd: string): Promise<{ top: string; hooks: string; hooksPath: string | undefined }> {
  const { simpleGit } = await import('simple-git');
  const git = simpleGit({ baseDir: cwd, completion: { onClose: true, onExit: false } });
  try {
    // A folder's name may end with a blank.
    const top = resolve((await git.raw(['rev-parse', '--show-toplevel'])).replace(/\r?\n$/, ''));
    const hooksPath = (await git.getConfig('core.hooksPath')).value ?? undefined;
    const hooks = resolve(cwd, (await git.raw(['rev-parse', '--git-path', 'hooks'])).replace(/\r?\n$/, ''));
    return { top, hooks, hooksPath };
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    if (/ENOENT/.test(why)) throw new UsageError('git was not found on the PATH; install git, or add its folder to PATH');
    throw new UsageError(`skan init needs the work tree of a git repository (${why.replace(/^fatal: /, '')})`);
  }
}

/** Husky 9 sets core.hooksPath to `<folder>/_`; a fresh clone has only the folder, or not even that, until its `prepare` script ran. */
function findHusky(top: string, hooksPath: string | undefined, cwd: string): string | undefined {
  if (hooksPath !== undefined && basename(hooksPath) === '_') return resolve(top, dirname(hooksPath));
  const home = climb(cwd, top).find((folder) => existsSync(join(folder, '.husky')) || dependsOnHusky(folder));
  return home === undefined ? undefined : join(home, '.husky');
}

function dependsOnHusky(folder: string): boolean {
  try {
    const text = readFileSync(join(folder, 'package.json'), 'utf8');
    return /"husky"\s*:/.test(text) && !/"husky"\s*:\s*\{/.test(text);
  } catch {
    return false; // No package, or none that can be read.
  }
}

/** The folder of which `node_modules/.bin` has skan, or will have it. */
function findHome(top: string, folder: string): string {
  const folders = climb(dirname(folder), top);
  return [top, ...folders].find(hasSkan) ?? folders.find((each) => existsSync(join(each, 'package.json'))) ?? top;
}

function hasSkan(folder: string): boolean {
  return existsSync(join(folder, 'node_modules', '.bin', 'skan'));
}

function isActive(top: string, folder: string, hooksPath: string | undefined): boolean {
  const scripts = join(folder, '_');
  return hooksPath !== undefined && resolve(top, hooksPath) === scripts && existsSync(scripts);
}

/** A folder and those around it, up to the top of the work tree. */
function climb(folder: string, top: string): string[] {
  const names = relative(top, folder).split(sep).filter((name) => name !== '');
  if (names[0] === '..') return [top];
  return [...names.map((_, index) => join(top, ...names.slice(0, names.length - index))), top];
}

/** @param home where skan is installed, relative to the top, where Husky starts its hooks */
function wireHook(hook: string, shown: string, home: string): 'made' | 'added' | 'kept' {
  try {
    // Bytes that are no UTF-8 stay what they are.
    const text = existsSync(hook) ? readFileSync(hook, 'latin1') : undefined;
    if (text?.split('\n').some(runsSkan) === true) return 'kept';
    mkdirSync(dirname(hook), { recursive: true });
    replaceFile(hook, addLine(text ?? '', Buffer.from(lineFor(home, text ?? '')).toString('latin1')));
    return text === undefined ? 'made' : 'added';
  } catch (error) {
    if (error instanceof Error && 'code' in error) throw new UsageError(`${shown}: the hook cannot be written (${String(error.code)})`);
    throw error;
  }
}

function runsSkan(line: string): boolean {
  return /^[^#]*(?<![\w-])skan(?:\.cjs)?(?:\s+-\S+)*\s+staged\b/.test(line);
}

/** Husky looks for programs below the folder in which the hook stands: it must be that of the package, and may be already. */
function lineFor(home: string, text: string): string {
  if (home === '' || /^\s*cd\s/m.test(text)) return command;
  const path = home.replaceAll(sep, '/');
  return `(cd ${/^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`} && ${command})`;
}

/** At the end, where formatters have done their work; but before a last command that leaves the script. */
function addLine(text: string, added: string): string {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const end = /\r\n[^\n]*$/.test(text) ? '\r\n' : '\n';
  const last = findLast(lines, /\S/);
  const leave = findLeave(lines);
  if (leave === undefined && lines[last]?.endsWith('\n') === false) lines[last] += end;
  lines.splice(leave ?? last + 1, 0, added + end);
  return lines.join('');
}

/** @returns the line at which the last command begins, where that is an exit or exec, maybe behind a condition */
function findLeave(lines: readonly string[]): number | undefined {
  const last = findLast(lines, /^\s*[^\s#]/);
  let first = last;
  while (first > 0 && /(?:\\|&&|\|)\r?\n$/.test(lines[first - 1] ?? '')) first -= 1;
  return lines.slice(Math.max(first, 0), last + 1).some((line) => /^\s*(?:exit|exec)\b/.test(line)) ? first : undefined;
}

/** @returns -1 where no line matches */
function findLast(lines: readonly string[], pattern: RegExp): number {
  let index = lines.length - 1;
  while (index >= 0 && !pattern.test(lines[index] ?? '')) index -= 1;
  return index;
}

/** Whole or not at all; a link and the mode stay. */
function replaceFile(path: string, text: string): void {
  const target = existsSync(path) ? realpathSync(path) : path;
  const mode = existsSync(target) ? statSync(target).mode : undefined;
  const draft = `${target}.${process.pid}.tmp`;
  writeFileSync(draft, text, { encoding: 'latin1', flag: 'wx' });
  try {
    if (mode !== undefined) chmodSync(draft, mode);
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
