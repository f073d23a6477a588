// The kinds of keys, from the rules' own examples: for each a maker of new keys, and what must stand around one. Nothing here
// asks the engine: a kind that skan could no longer find would otherwise vanish from the table.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'rolldown';

const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../..');

/** Modules of the sources and tests, bundled as the build does it. */
export async function loadModules() {
  const folder = join(root, '.cache/bench');
  mkdirSync(folder, { recursive: true });
  const exported = [['fillExample', 'src/rules/examples.ts'], ['loadVendor', 'src/rules/load.ts'], ['hosts, blocks', 'test/rules/hosts.ts']];
  const input = join(folder, 'accuracy.ts');
  writeFileSync(input, exported.map(([names, path]) => `export { ${names} } from ${JSON.stringify(join(root, path))};`).join('\n'));
  const file = join(folder, 'accuracy.mjs');
  await build({ input, platform: 'node', logLevel: 'silent', output: { file, format: 'esm' } });
  return import(pathToFileURL(file).href);
}

/** @returns every rule as a kind: `{id, provider, generic, make(seed)}`; `make` gives what a surrounding is made of */
export function readKinds({ fillExample, loadVendor }) {
  const folder = join(root, 'rules');
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml')).sort();
  return files.flatMap((name) => {
    const { provider, rules } = loadVendor(readFileSync(join(folder, name), 'utf8'), `rules/${name}`);
    return rules.map((rule) => ({ id: rule.id, provider: provider.id, generic: rule.generic === true, ...describe(rule, provider, fillExample) }));
  });
}

/**
 * The part of an example that a surrounding is to hold. `NAME=«key»` gives name and value; where more than a name is needed
 * (a URL, a row of a table) the whole example is the value, and the key is somewhere in it.
 */
function describe(rule, provider, fillExample) {
  const finds = rule.finds ?? [];
  const assigned = finds.find((find) => assignment.test(find)) ?? finds.find((find) => loose.test(find));
  const bare = standsAlone(rule);
  const server = provider.hosts[0] ?? 'api.acme.dev';
  const written = assigned === undefined ? undefined : (assignment.exec(assigned) ?? loose.exec(assigned)).groups.name;
  const name = written ?? (bare ? provider.variables[0] ?? 'ACME_TOKEN' : undefined);
  const template = name === undefined ? finds[0] ?? '' : /«[^»]*»/.exec(assigned ?? finds[0] ?? '')?.[0] ?? '';
  const make = (seed) => {
    const { text, spans } = fillExample(template, `${rule.id} ${seed}`, rule.proofs ?? []);
    const { start, end } = spans[0] ?? { start: 0, end: 0 };
    return { name: name ?? 'ACME_VALUE', fixed: name !== undefined && !upper.test(name), value: `${text.slice(0, start)}«${text.slice(start, end)}»${text.slice(end)}`, key: text.slice(start, end), server };
  };
  // A chosen password or a generic value is nothing without its name.
  return { make, bare: bare && name !== undefined, whole: name === undefined };
}

const upper = /^[A-Z][A-Z0-9_]*$/;
const assignment = /^(?:export )?(?<name>[A-Z][A-Z0-9_]*)=["']?«[^»]*»["']?$/;
const loose = /^(?<name>[A-Za-z_][\w.-]*) ?[:=] ?["']?«[^»]*»["']?$/;

/** The shape alone is enough: nothing of the pattern stands before the key, and no evidence is asked for. */
function standsAlone({ pattern, attribution, generic }) {
  const text = Array.isArray(pattern) ? pattern.join('') : pattern;
  return attribution !== 'context' && generic !== true && !/@|:\/\//.test(text.slice(text.indexOf('(?<secret>'))) && /^(?:<<L_?>>|\(\?<?![^()]*\))*\(\?<secret>/.test(text);
}
