// What a rule must have and do before it ships: remediation, references, examples, and that each example gives
// exactly what its author says, with every other rule loaded. It runs no engine of its own: the caller hands one in.

import type { ProviderSource, Rule, RuleSource, VendorSource } from '../model/rule.js';
import { compileRule } from './compile.js';
import { fillExample } from './examples.js';
import { lintProbe } from './probes.js';

/** One thing that is wrong with one rule. */
export interface Complaint {
  readonly rule: string;
  readonly text: string;
}

/** What a scan of one example says. Offsets in bytes of its UTF-8. */
export interface Sighting {
  readonly rule: string;
  readonly start: number;
  readonly end: number;
}

/** Runs the whole engine with all rules over one text. */
export type Look = (text: Uint8Array) => readonly Sighting[];

/** Rules and what their shape alone says is wrong; rules that do not compile are left out. */
export function compileVendors(vendors: readonly VendorSource[]): { rules: Rule[]; complaints: Complaint[] } {
  const rules: Rule[] = [];
  const complaints: Complaint[] = [];
  const seen = new Set<string>();
  for (const { provider, rules: sources } of vendors) {
    for (const source of sources) {
      if (seen.has(source.id)) complaints.push({ rule: source.id, text: 'the id is used twice' });
      seen.add(source.id);
      try {
        rules.push(compileRule(source, provider.id));
      } catch (error) {
        complaints.push({ rule: source.id, text: error instanceof Error ? error.message : String(error) });
      }
    }
  }
  return { rules, complaints };
}

export function lintVendor({ provider, rules }: VendorSource, look: Look): Complaint[] {
  return rules.flatMap((rule) => [...lintShape(rule), ...lintFacts(rule, provider), ...lintProbes(rule, provider), ...lintExamples(rule, look)].map((text) => ({ rule: rule.id, text })));
}

/** Only the examples: for users' own rules, of which no remediation is asked. */
export function lintOwnRule(rule: RuleSource, look: Look): Complaint[] {
  return lintExamples(rule, look).map((text) => ({ rule: rule.id, text }));
}

function lintShape(rule: RuleSource): string[] {
  const complaints: string[] = [];
  if (rule.references.length === 0) complaints.push('it has no references');
  if (rule.finds.length < 2) complaints.push('it needs at least two `finds`');
  if (rule.ignores.length < 1) complaints.push('it needs at least one `ignores`');
  return complaints;
}

function lintFacts(rule: RuleSource, provider: ProviderSource): string[] {
  const facts: readonly (readonly [name: string, held: boolean])[] = [
    ['revoke steps', (rule.revoke ?? provider.revoke).steps.length > 0],
    ['rotate steps', (rule.rotate ?? provider.rotate).steps.length > 0],
    ['revoke.stops', (rule.revoke?.stops ?? (isElsewhere(rule, provider) ? undefined : provider.revoke.stops)) !== undefined],
    ['misuse steps', ((rule.misuse ?? provider.misuse)?.steps ?? []).length > 0],
    ['contact', provider.contact !== undefined],
    ['checked', provider.checked !== undefined],
  ];
  return facts.filter(([, held]) => !held).map(([name]) => `it has no ${name}, nor has its provider`);
}

/** What its provider says of another page does not hold for a page of its own (`remedy/facts.ts`). */
function isElsewhere({ revoke }: RuleSource, provider: ProviderSource): boolean {
  return revoke?.url !== undefined && revoke.url !== provider.revoke.url;
}

function lintProbes({ validate, revocation }: RuleSource, provider: ProviderSource): string[] {
  const asks = validate === false ? undefined : (validate ?? provider.validate);
  return [
    ...(asks === undefined ? [] : lintProbe(asks, provider, 'active').map((text) => `validate: ${text}`)),
    ...(revocation === undefined ? [] : lintProbe(revocation, provider, 'revoked').map((text) => `revocation: ${text}`)),
  ];
}

function lintExamples(rule: RuleSource, look: Look): string[] {
  return [
    ...rule.finds.flatMap((template, index) => lintFind(rule, template, index, look)),
    ...rule.ignores.flatMap((template, index) => lintIgnore(rule, template, index, look)),
  ];
}

function lintFind(rule: RuleSource, template: string, index: number, look: Look): string[] {
  const name = `finds[${index + 1}]`;
  const { text, spans } = fillExample(template, `${rule.id}#finds#${index}`, rule.proofs ?? []);
  if (spans.length !== 1) return [`${name} needs exactly one «…», it has ${spans.length}`];
  const wanted = spans.map(({ start, end }) => `${rule.id} at ${byteLength(text, start)}-${byteLength(text, end)}`);
  const found = look(Buffer.from(text)).map(({ rule: id, start, end }) => `${id} at ${start}-${end}`);
  return found.join() === wanted.join() ? [] : [`${name} should give ${wanted.join()}, gives ${found.join(' and ') || 'nothing'}`];
}

function lintIgnore(rule: RuleSource, template: string, index: number, look: Look): string[] {
  const { text } = fillExample(template, `${rule.id}#ignores#${index}`, rule.proofs ?? []);
  const found = look(Buffer.from(text));
  return found.length === 0 ? [] : [`ignores[${index + 1}] gives ${found.map((each) => each.rule).join(' and ')}`];
}

function byteLength(text: string, end: number): number {
  return Buffer.byteLength(text.slice(0, end));
}
