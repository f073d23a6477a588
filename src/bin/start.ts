#!/usr/bin/env node
// The first file that runs: it starts the program with V8's code cache, because parsing the program anew is a tenth of what
// a clean commit costs. Node's own module.enableCompileCache (22.1 and later) was slower than this: see bench/README.md.
//
// A code cache is code: whoever can write it runs programs as its reader. So it lies in a folder of the user's own that
// nobody else may write, and where there is none the program starts without it. And V8 believes what stands in it: damaged, it
// crashes the program or, worse, changes what it does. So it is kept twice in one file, and counts while the two agree;
// comparing them costs less than loading what could make a checksum.

import { closeSync, fstatSync, lstatSync, mkdirSync, openSync, readFileSync, readSync, readdirSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import type { Stats } from 'node:fs';
import module from 'node:module';
import { Script } from 'node:vm';

/** Hash of the program, put in by the build: a cache of other code must never be taken for this one's. */
declare const programHash: string;

const program = `${__dirname}/main.cjs`;
const folder = findFolder();
if (folder === undefined) load();
else loadCached(`${folder}/${programHash}-${process.version}-${process.arch}`);

/** Of a cache, and of a draft that was left behind. */
const cacheName = /^[0-9a-f]{16}-v[\d.]+-\w+(?:\.\d+)?$/;
/** Milliseconds: a month. */
const longestKept = 30 * 24 * 3600 * 1000;
/** Files of the program that start threads. */
const startThreads = ['crew.cjs', 'readers.cjs', 'rules-time.cjs'];

function load(): void {
  module.createRequire(__filename)(program);
}

/** @returns undefined where no folder is the user's alone */
function findFolder(): string | undefined {
  const { XDG_CACHE_HOME, HOME } = process.env;
  const base = XDG_CACHE_HOME ?? (HOME === undefined ? undefined : `${HOME}/.cache`);
  if (base === undefined || !base.startsWith('/')) return undefined;
  const path = `${base}/skan`;
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    const status = lstatSync(path);
    return status.isDirectory() && isOwn(status) ? path : undefined;
  } catch {
    return undefined; // A read-only home: start without.
  }
}

/** The user's, and nobody else may write it. On Windows there is no telling. */
function isOwn(status: Stats): boolean {
  return process.getuid !== undefined && status.uid === process.getuid() && (status.mode & 0o022) === 0;
}

function loadCached(file: string): void {
  const cachedData = readCache(file);
  const source = `(function (exports, require, module, __filename, __dirname) { ${readFileSync(program, 'latin1')}\n})`;
  const require = module.createRequire(program);
  const script = new Script(source, { filename: program, ...(cachedData === undefined ? {} : { cachedData }) });
  // A thread sets flags of V8, and a cache holds only under the flags that it was made under.
  const threaded = (): boolean => startThreads.some((name) => require.cache[`${__dirname}/${name}`] !== undefined);
  if (cachedData === undefined || script.cachedDataRejected === true) process.once('exit', () => threaded() || writeCache(file, script));
  const run = script.runInThisContext() as (exports: object, require: NodeJS.Require, module: object, file: string, directory: string) => void;
  const loaded = new module.Module(program);
  // What the program loads later asks for the program itself, and must get this one.
  require.cache[program] = loaded;
  run(loaded.exports as object, require, loaded, program, __dirname);
}

function readCache(path: string): Buffer | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const status = fstatSync(file);
    if (!status.isFile() || !isOwn(status)) return undefined;
    const bytes = Buffer.allocUnsafe(status.size);
    if (readSync(file, bytes) !== bytes.length) return undefined;
    const once = bytes.subarray(0, bytes.length / 2);
    return once.equals(bytes.subarray(once.length)) ? once : undefined;
  } catch {
    return undefined; // The first start of this version.
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** After the run, so that what the run compiled is in it. */
function writeCache(path: string, script: Script): void {
  const draft = `${path}.${process.pid}`;
  try {
    const once = script.createCachedData();
    writeFileSync(draft, Buffer.concat([once, once]), { mode: 0o600, flag: 'wx' });
    renameSync(draft, path);
    dropOld();
  } catch {
    // A full disk or a read-only home: the next start is as slow as this one.
  }
}

/** Every version has a cache of its own, of a megabyte. One that is still in use is made anew. */
function dropOld(): void {
  if (folder === undefined) return;
  for (const name of readdirSync(folder)) {
    const path = `${folder}/${name}`;
    if (cacheName.test(name) && lstatSync(path).mtimeMs < Date.now() - longestKept) unlinkSync(path);
  }
}
