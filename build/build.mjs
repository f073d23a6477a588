// The build: generated modules (the prefilter, the HTML report's page, the rule catalogue, the version), then the bundles in dist/. It reads
// nothing outside the repository and takes nothing from the clock: the same sources give the same bytes.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'rolldown';
import { writeBundles } from './bundles.mjs';
import { writePage } from './page.mjs';
import { compileWasm } from './wasm.mjs';

const generated = 'src/generated';
mkdirSync(generated, { recursive: true });

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
write('version', `export const version = ${JSON.stringify(version)};`, 'export declare const version: string;');
write('prefilter', await compileWasm('src/engine/wasm/prefilter.ts', 'prefilterModule'), 'export declare const prefilterModule: string;');
write('inflate', await compileWasm('src/sources/git/wasm/inflate.ts', 'inflateModule', 20480), 'export declare const inflateModule: string;');
write('unpack', await compileWasm('src/sources/packs/wasm/unpack.ts', 'unpackModule', 20480), 'export declare const unpackModule: string;');
write('page', await writePage('src/report/page'), 'export declare const page: { readonly script: string; readonly style: string; readonly scriptHash: string; readonly styleHash: string };');

const { catalogue, index, manual, complaints, repeated } = (await importSource('build/rules.ts')).compileRules('rules');
if (complaints.length > 0 && !process.argv.includes('--lenient')) {
  process.stderr.write(`${complaints.join('\n')}\n`);
  process.exit(1);
}
write('catalogue', lazyCatalogue(catalogue, repeated), "import type { Catalogue } from '../model/rule.js';\nexport declare const catalogue: Catalogue;");
write('anchors', data('anchorIndex', index), "import type { AnchorIndex } from '../engine/anchors.js';\nexport declare const anchorIndex: AnchorIndex;");
write('manual', data('manual', manual), "import type { Manual } from '../model/rule.js';\nexport declare const manual: Manual;");

await writeBundles();

function write(name, text, types) {
  writeFileSync(`${generated}/${name}.js`, `${text.trim()}\n`);
  writeFileSync(`${generated}/${name}.d.ts`, `${types}\n`);
}

/** A scan that meets no anchor never parses it. What stands in many patterns (a macro) is written once, and a letter for private use elsewhere. */
function lazyCatalogue(catalogue, repeated) {
  const parts = repeated.map((part) => JSON.stringify(part).slice(1, -1));
  const letters = parts.map((_, index) => String.fromCharCode(0xe000 + index));
  const short = parts.reduce((text, part, index) => text.replaceAll(part, letters[index]), JSON.stringify(catalogue));
  return `const text = ${JSON.stringify(short)};
const parts = ${JSON.stringify(Object.fromEntries(letters.map((letter, index) => [letter, parts[index]])))};
let parsed;
const load = () => (parsed ??= JSON.parse(text.replace(/[\ue000-\ue00f]/g, (letter) => parts[letter])));
export const catalogue = {
  get version() { return load().version; },
  get rules() { return load().rules; },
  get hints() { return load().hints; },
};`;
}

/** Parsing JSON starts faster than evaluating the same text as an object literal (https://v8.dev/blog/cost-of-javascript-2019#json). */
function data(name, value) {
  return `export const ${name} = JSON.parse(${JSON.stringify(JSON.stringify(value))});`;
}

/** Runs a TypeScript module of this project: bundled into .cache, then imported. */
async function importSource(input) {
  const file = resolve('.cache/build', input.replace(/^.*\/(.*)\.ts$/, '$1.mjs'));
  await build({ input, platform: 'node', logLevel: 'warn', output: { file, format: 'esm' } });
  return import(pathToFileURL(file).href);
}
