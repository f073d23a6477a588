// Scenarios that need tools which are installed when first asked for. Where one cannot be had, they are skipped, and say so;
// with CI=true that is a failure, unless `skips.json` names the tool and the reason.

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

type Installers = Readonly<Record<string, () => string>>;
type Installed<T extends Installers> = { readonly [Name in keyof T]: string };

/** `describe`, with the paths of tools: `describeWith('…', { act: () => installGo(…) }, ({ act }) => { test(…) })`. */
export function describeWith<T extends Installers>(title: string, installers: T, body: (tools: Installed<T>) => void): void {
  const { tools, missing } = installAll(installers);
  if (missing.length === 0) describe(title, () => body(tools as Installed<T>));
  else describe(title, () => refuse(missing));
}

/**
 * `test`, where what it needs is there; where not, it is skipped and says so. With CI=true that is a failure, unless
 * `skips.json` names the need and the reason.
 */
export function testWhere(need: string, there: boolean): (title: string, body: () => void) => void {
  if (there) return (title, body) => test(title, body);
  const excuse = readSkips()[need];
  return (title) => {
    process.stderr.write(`\nSKIPPED: ${title}: it needs ${need}\n`);
    if (excuse === undefined && mustRun()) test(title, () => { throw new Error(`it needs ${need}, and test/tools/skips.json does not excuse that`); });
    else test.skip(`${title}: needs ${need}`, () => undefined);
  };
}

interface Missing {
  readonly tool: string;
  readonly why: string;
}

function installAll(installers: Installers): { tools: Record<string, string>; missing: Missing[] } {
  const tools: Record<string, string> = {};
  const missing: Missing[] = [];
  for (const [tool, install] of Object.entries(installers)) {
    try {
      tools[tool] = install();
    } catch (error) {
      missing.push({ tool, why: error instanceof Error ? error.message : String(error) });
    }
  }
  return { tools, missing };
}

function refuse(missing: readonly Missing[]): void {
  const excused = readSkips();
  for (const { tool, why } of missing) {
    const title = `needs ${tool}`;
    process.stderr.write(`\nSKIPPED: what needs ${tool} does not run here, because it cannot be installed: ${why}\n`);
    if (mustRun() && !Object.hasOwn(excused, tool)) {
      test(title, () => {
        throw new Error(`${tool} cannot be installed, and test/tools/skips.json does not excuse it: ${why}`);
      });
    } else test.skip(`${title}: ${excused[tool] ?? why}`, () => undefined);
  }
}

function mustRun(): boolean {
  return process.env['CI'] === 'true';
}

/** Tools that may be missing in CI, and why. */
function readSkips(): Readonly<Record<string, string>> {
  return JSON.parse(readFileSync(resolve('test/tools/skips.json'), 'utf8')) as Record<string, string>;
}
