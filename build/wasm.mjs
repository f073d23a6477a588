// AssemblyScript -> WebAssembly -> src/generated/prefilter.js, as base64, so that a bundle is one file.
import asc from 'assemblyscript/asc';
import { readFileSync } from 'node:fs';

const source = 'src/engine/wasm/prefilter.ts';

/** @returns the text of the generated module */
export async function compilePrefilter() {
  let wasm;
  const { error, stderr } = await asc.main(
    [source, '--outFile', 'prefilter.wasm', '-O3', '--noAssert', '--runtime', 'stub', '--initialMemory', '1', '--use', 'abort='],
    {
      readFile: (name) => { try { return readFileSync(name, 'utf8'); } catch { return null; } },
      writeFile: (_, contents) => { wasm = contents; },
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`${source}: ${error.message}\n${stderr}`);
  return `// Made by build/wasm.mjs from ${source}.\nexport const prefilterModule = '${Buffer.from(wasm).toString('base64')}';\n`;
}
