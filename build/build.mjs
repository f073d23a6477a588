// The build: generated modules (the prefilter, the HTML report's page, the rule catalogue, the version), then the bundles in dist/. It reads
// nothing outside the repository and takes nothing from the clock: the same sources give the same bytes.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'rolldown';
import { buildMark, toAscii, writeBundles } from './bundles.mjs';
import { writePage } from './page.mjs';
import { compileBytes, compileWasm } from './wasm.mjs';

const generated = 'src/generated';
mkdirSync(generated, { recursive: true });

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
write('version', `export const version = ${JSON.stringify(version)};\nexport const build = ${JSON.stringify(buildMark)};`, 'export declare const version: string;\n/** Tells this program from any other of the same version. */\nexport declare const build: string;');
write('prefilter', await compileWasm('src/engine/wasm/sightings.ts', 'prefilterModule'), 'export declare const prefilterModule: string;');
write('inflate', await compileWasm('src/sources/git/wasm/inflate.ts', 'inflateModule', 20480), 'export declare const inflateModule: string;');
write('unpack', await compileWasm('src/sources/packs/wasm/unpack.ts', 'unpackModule', 20480), 'export declare const unpackModule: string;');
write('sift', await compileWasm('src/sources/packs/wasm/sift.ts', 'siftModule'), 'export declare const siftModule: string;');
writeFileSync(`${generated}/decoders.wasm`, await compileBytes('src/engine/wasm/decoders.ts'));
write('decoders', lazyFile('readDecoders', 'decoders.wasm'), 'export declare const readDecoders: () => Uint8Array;');
write('page', await writePage('src/report/page'), 'export declare const page: { readonly script: string; readonly style: string; readonly scriptHash: string; readonly styleHash: string };');

const { catalogue, index, places, manual, complaints } = (await importSource('build/rules.ts')).compileRules('rules');
if (complaints.length > 0 && !process.argv.includes('--lenient')) {
  process.stderr.write(`${complaints.join('\n')}\n`);
  process.exit(1);
}
write('catalogue', lazyCatalogue(catalogue), "import type { Catalogue } from '../model/rule.js';\nexport declare const catalogue: Catalogue;");
writeFileSync(`${generated}/places.bin`, places);
write('anchors', indexModule(index), "import type { AnchorIndex } from '../engine/anchors.js';\nexport declare const anchorIndex: AnchorIndex;");
write('manual', data('manual', manual), "import type { Manual } from '../model/rule.js';\nexport declare const manual: Manual;");

await writeBundles([`${generated}/catalogue.json`, `${generated}/decoders.wasm`, `${generated}/places.bin`]);

function write(name, text, types) {
  writeFileSync(`${generated}/${name}.js`, `${text.trim()}\n`);
  writeFileSync(`${generated}/${name}.d.ts`, `${types}\n`);
}

/** A scan that meets no anchor never reads the rules; what names their version is asked for by every scan. */
function lazyCatalogue({ version, rules, hints }) {
  writeFileSync(`${generated}/catalogue.json`, toAscii(JSON.stringify({ rules, hints })));
  return `import { readFileSync } from 'node:fs';
let parsed;
const load = () => (parsed ??= JSON.parse(readFileSync(new URL('catalogue.json', import.meta.url), 'latin1')));
export const catalogue = {
  version: ${JSON.stringify(version)},
  get rules() { return load().rules; },
  get hints() { return load().hints; },
};`;
}

/** What few scans need is a file of its own, so that no start reads over it. */
function lazyFile(name, file) {
  return `import { readFileSync } from 'node:fs';
export const ${name} = () => readFileSync(new URL('${file}', import.meta.url));`;
}

/** Which rules belong to an anchor is parsed; the tables are one long text; places are a file of their own, which a hook that meets no anchor never reads. */
function indexModule({ rules, tables }) {
  return `import { readFileSync } from 'node:fs';
export const anchorIndex = { rules: JSON.parse(${JSON.stringify(JSON.stringify(rules))}), tables: ${JSON.stringify(tables)}, readPlaces: () => readFileSync(new URL('places.bin', import.meta.url)) };`;
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
