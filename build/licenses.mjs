// The licence texts of the packages of which code stands in the bundles, one text after the other, sorted by name.
import { readFileSync, readdirSync } from 'node:fs';

/** @param output the chunks that rolldown wrote */
export function collectLicenses(output) {
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
  if (file === undefined) throw new Error(`${name} ${version} (${license}) has no licence file; add its text to build/licenses.mjs`);
  return [`${name} ${version} (${license})`, readFileSync(`${folder}/${file}`, 'utf8').replaceAll('\r\n', '\n').trim()];
}
