// rules/*.yaml -> the catalogue (what detecting needs) and the manual (what telling people needs), as modules. A rule that
// does not hold what it says does not build.

import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import type { Catalogue, Hints, Manual, VendorSource } from '../src/model/rule.js';
import { indexAnchors } from '../src/engine/anchors.js';
import type { AnchorIndex } from '../src/engine/anchors.js';
import { packPlaces } from '../src/engine/places.js';
import { makeEngine } from '../src/engine/scan.js';
import { takeFacts } from '../src/remedy/facts.js';
import { compileVendors, lintVendor } from '../src/rules/lint.js';
import type { Complaint } from '../src/rules/lint.js';
import { loadVendor } from '../src/rules/load.js';
import { proofs } from '../src/rules/proofs/index.js';

export interface Compiled {
  readonly catalogue: Catalogue;
  readonly index: AnchorIndex;
  /** For `AnchorIndex`. */
  readonly places: Uint8Array;
  readonly manual: Manual;
  readonly complaints: readonly string[];
}

export function compileRules(folder: string): Compiled {
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml')).sort();
  const complaints: string[] = [];
  const vendors: VendorSource[] = [];
  for (const file of files) {
    try {
      vendors.push(checkName(loadVendor(readFileSync(`${folder}/${file}`, 'utf8'), `${folder}/${file}`), file, complaints));
    } catch (error) {
      complaints.push(error instanceof Error ? error.message : String(error));
    }
  }
  const { rules, complaints: broken } = compileVendors(vendors);
  const hints = vendors.map(({ provider }) => hintsOf(provider));
  const catalogue: Catalogue = { version: hash([rules, hints]), rules, hints };
  const engine = makeEngine(catalogue, proofs);
  const look = (text: Uint8Array): { rule: string; start: number; end: number }[] =>
    engine.scanText(text).map(({ rule, start, end }) => ({ rule: rule.id, start, end }));
  const wrong: Complaint[] = [...broken, ...vendors.flatMap((vendor) => lintVendor(vendor, look))];
  return { catalogue, index: indexAnchors(rules), places: packPlaces(rules), manual: writeManual(vendors), complaints: [...complaints, ...wrong.map(({ rule, text }) => `rule ${rule}: ${text}`)] };
}

function checkName(vendor: VendorSource, file: string, complaints: string[]): VendorSource {
  if (file !== `${vendor.provider.id}.yaml`) complaints.push(`${file}: the provider's id is ${vendor.provider.id}: name the file after it`);
  return vendor;
}

function hintsOf({ id, name, variables, hosts, words }: VendorSource['provider']): Hints {
  return { provider: id, name, variables, hosts, words };
}

function hash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
}

function writeManual(vendors: readonly VendorSource[]): Manual {
  const providers = Object.fromEntries(vendors.map(({ provider }) => [provider.id, provider]));
  const rules = Object.fromEntries(vendors.flatMap(({ provider, rules: own }) => own.map((rule) => [rule.id, takeFacts(provider.id, rule)])));
  return { providers, rules };
}
