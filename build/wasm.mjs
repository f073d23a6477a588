// AssemblyScript -> WebAssembly -> a module in src/generated/ that holds it as base64, so that a bundle is one file, or the bytes for one beside it.
import asc from 'assemblyscript/asc';
import { readFileSync } from 'node:fs';

/**
 * @param source an AssemblyScript file
 * @param name what the generated module exports
 * @param staticBase first address that the compiler may put data at; below it the source lays out memory itself
 * @returns the text of the generated module
 */
export async function compileWasm(source, name, staticBase = 0) {
  const wasm = await compileBytes(source, staticBase);
  return `// Made by build/wasm.mjs from ${source}.\nexport const ${name} = '${wasm.toString('base64')}';\n`;
}

/** The module itself, as `compileWasm` has it. */
export async function compileBytes(source, staticBase = 0) {
  let wasm;
  const { error, stderr } = await asc.main(
    [source, '--outFile', 'module.wasm', '-O3', '--noAssert', '--runtime', 'stub', '--memoryBase', String(staticBase), '--initialMemory', '1', '--enable', 'simd', '--use', 'abort='],
    {
      readFile: (file) => { try { return readFileSync(file, 'utf8'); } catch { return null; } },
      writeFile: (_, contents) => { wasm = contents; },
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`${source}: ${error.message}\n${stderr}`);
  return Buffer.from(wasm);
}
