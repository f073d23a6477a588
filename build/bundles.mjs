// src/bin -> dist/. The command line: CommonJS with chunks that are loaded when needed. CommonJS starts some nine
// milliseconds faster than the same as ES modules, and a hook pays for that at every commit. The Action: one file, which
// shares no chunk with the command line, so that neither decides how the other is cut. What is data for all of them, and the
// licences of what is inside.
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { build } from 'rolldown';

const shared = { dir: 'dist', format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name].cjs', minify: true, comments: { legal: false } };

/** Stands for a hash of the command line in what the bundler writes. */
export const buildMark = 'build-0000000000000000';

/** @param data files that the programs read beside them */
export async function writeBundles(data) {
  rmSync('dist', { recursive: true, force: true });
  mkdirSync('dist');
  for (const file of data) copyFileSync(file, `dist/${basename(file)}`);
  const main = await build({ input: { main: 'src/bin/cli.ts' }, platform: 'node', logLevel: 'warn', output: { ...shared, codeSplitting: { groups: [{ name: gatherStart(), debugName: 'start' }] } } });
  const { imports } = main.output.find(({ isEntry }) => isEntry);
  if (imports.some((file) => file.endsWith('.cjs'))) throw new Error(`dist/main.cjs loads ${imports.join(', ')} at its start`);
  await build({ input: { thread: 'src/bin/thread.ts' }, platform: 'node', logLevel: 'warn', output: { ...shared, codeSplitting: false } });
  const buildHash = hashFiles();
  stampBuild(buildHash);
  const programHash = escapeProgram('dist/main.cjs');
  await build({
    input: { skan: 'src/bin/start.ts' },
    platform: 'node',
    logLevel: 'warn',
    transform: { define: { programHash: JSON.stringify(programHash) } },
    output: shared,
  });
  const action = await build({
    input: { action: 'src/bin/action.ts' },
    platform: 'node',
    logLevel: 'warn',
    // @actions/core also exports a client for tokens; with it unused, its HTTP stack stays out.
    treeshake: { moduleSideEffects: [{ test: /[\\/]node_modules[\\/](?:@actions|undici|tunnel)[\\/]/, sideEffects: false }] },
    output: { ...shared, codeSplitting: false },
  });
  stampBuild(buildHash);
  writeFileSync('dist/LICENSES.txt', collectLicenses([...main.output, ...action.output]));
}

/** What an audit remembers holds for the program that found it and for no other. */
function hashFiles() {
  const hash = createHash('sha256');
  for (const name of readdirSync('dist').sort()) hash.update(`${name}\n`).update(readFileSync(`dist/${name}`));
  return hash.digest('hex').slice(0, 16);
}

function stampBuild(hash) {
  for (const name of readdirSync('dist').filter((each) => each.endsWith('.cjs'))) {
    const text = readFileSync(`dist/${name}`, 'utf8');
    if (text.includes(buildMark)) writeFileSync(`dist/${name}`, text.replaceAll(buildMark, `build-${hash}`));
  }
}

/**
 * All that the entry imports outright goes into its own file. Left to itself the bundler gives what is also loaded later a file
 * of its own, and each costs a hook half a millisecond.
 */
function gatherStart() {
  let start;
  return (id, graph) => {
    start ??= findImported(graph);
    return start.has(id) ? 'main' : null;
  };
}

function findImported(graph) {
  const found = new Set([resolve('src/bin/cli.ts')]);
  for (const id of found) for (const imported of graph.getModuleInfo(id)?.importedIds ?? []) found.add(imported);
  return found;
}

/**
 * Only ASCII, so that the start can read it without decoding.
 * @returns a hash of the program
 */
function escapeProgram(file) {
  const text = toAscii(readFileSync(file, 'utf8'));
  writeFileSync(file, text);
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** The same JavaScript or JSON: both know this escape wherever other letters may stand in them. */
export function toAscii(text) {
  return text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The licence texts of the packages of which code stands in these chunks, sorted by name. */
function collectLicenses(output) {
  const modules = output.flatMap((chunk) => Object.entries(chunk.modules ?? {})).filter(([, { renderedLength }]) => renderedLength > 0);
  const folders = new Set(modules.flatMap(([id]) => findPackage(id.replaceAll('\\', '/'))));
  const texts = new Map([...folders].map((folder) => describePackage(folder)));
  return [...texts].sort(([left], [right]) => (left < right ? -1 : 1)).map(([name, text]) => `${name}\n${'-'.repeat(name.length)}\n\n${text}\n`).join('\n\n');
}

/** The folder of the package that a module belongs to; none for modules of our own. */
function findPackage(id) {
  return /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(id.replace(/^\0/, '').replace(/\?.*$/, '')) ?? [];
}

function describePackage(folder) {
  const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  const file = readdirSync(folder).sort().find((each) => /^(?:licen[cs]e|copying)(?:\.(?:md|txt))?$/i.test(each));
  if (file === undefined) throw new Error(`${name} ${version} (${license}) has no licence file; add its text here`);
  return [`${name} ${version} (${license})`, readFileSync(`${folder}/${file}`, 'utf8').replaceAll('\r\n', '\n').trim()];
}
