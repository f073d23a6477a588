// src/bin -> dist/. The command line: CommonJS with chunks that are loaded when needed. CommonJS starts some nine
// milliseconds faster than the same as ES modules, and a hook pays for that at every commit. The Action: one file, which
// shares no chunk with the command line, so that neither decides how the other is cut. And the licences of what is inside.
import { rmSync, writeFileSync } from 'node:fs';
import { build } from 'rolldown';
import { collectLicenses } from './licenses.mjs';

const shared = { dir: 'dist', format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name].cjs', minify: true, comments: { legal: false } };

export async function writeBundles() {
  rmSync('dist', { recursive: true, force: true });
  const skan = await build({ input: { skan: 'src/bin/cli.ts' }, platform: 'node', logLevel: 'warn', output: shared });
  const action = await build({
    input: { action: 'src/bin/action.ts' },
    platform: 'node',
    logLevel: 'warn',
    // @actions/core also exports a client for tokens; with it unused, its HTTP stack stays out.
    treeshake: { moduleSideEffects: [{ test: /[\\/]node_modules[\\/](?:@actions|undici|tunnel)[\\/]/, sideEffects: false }] },
    output: { ...shared, codeSplitting: false },
  });
  writeFileSync('dist/LICENSES.txt', collectLicenses([...skan.output, ...action.output]));
}
