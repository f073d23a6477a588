// src/bin -> dist/: CommonJS with chunks that are loaded when needed. CommonJS starts some nine milliseconds faster than
// the same as ES modules, and a hook pays for that at every commit.
import { rmSync } from 'node:fs';
import { build } from 'rolldown';

export async function writeBundles() {
  rmSync('dist', { recursive: true, force: true });
  await build({
    input: { skan: 'src/bin/cli.ts' },
    platform: 'node',
    logLevel: 'warn',
    output: { dir: 'dist', format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name].cjs', minify: true, comments: { legal: false } },
  });
}
