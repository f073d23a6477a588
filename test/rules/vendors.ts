// The rules as they stand in rules/*.yaml, compiled, with the engine that runs them: what the tests of rules start from.

import { readFileSync, readdirSync } from 'node:fs';
import { makeEngine } from '../../src/engine/scan.js';
import type { Engine, EngineOptions } from '../../src/engine/scan.js';
import type { Catalogue, ProviderSource, RuleSource, VendorSource } from '../../src/model/rule.js';
import { fillExample } from '../../src/rules/examples.js';
import { compileVendors } from '../../src/rules/lint.js';
import { loadVendor } from '../../src/rules/load.js';
import { proofs } from '../../src/rules/proofs/index.js';

const folder = new URL('../../rules/', import.meta.url);

export const vendors: readonly VendorSource[] = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .sort()
  .map((name) => loadVendor(readFileSync(new URL(name, folder), 'utf8'), `rules/${name}`));

export const catalogue: Catalogue = {
  version: 'test',
  rules: compileVendors(vendors).rules,
  hints: vendors.map(({ provider: { id, name, variables, hosts, words } }) => ({ provider: id, name, variables, hosts, words })),
};

export function makeTestEngine(options: EngineOptions = {}, rules = catalogue): Engine {
  return makeEngine(rules, proofs, options);
}

/** One rule with an example of it. */
export interface Sample {
  readonly provider: ProviderSource;
  readonly rule: RuleSource;
  /** The first of `finds`, filled. */
  readonly text: string;
  readonly secret: string;
}

export const samples: readonly Sample[] = vendors.flatMap(({ provider, rules }) =>
  rules.map((rule) => {
    const { text, spans } = fillExample(rule.finds[0] ?? '', `${rule.id}#finds#0`, rule.proofs ?? []);
    const [span] = spans;
    return { provider, rule, text, secret: text.slice(span?.start, span?.end) };
  }),
);
