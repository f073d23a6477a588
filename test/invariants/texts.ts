// Random texts for the properties: keys in their contexts, and noise made of what the engine reacts to.

import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import type { Match } from '../../src/model/match.js';
import type { Catalogue } from '../../src/model/rule.js';
import { fillExample } from '../../src/rules/examples.js';
import { catalogue, vendors } from '../rules/vendors.js';

/** The same every time: a failure is never news of the weather. Another seed: FC_SEED=1. */
export const seed = Number(process.env['FC_SEED'] ?? 20261123);

/** Rules whose matches are short: with them a text need not be long to be longer than the engine's windows. */
export const shortRules: Catalogue = { ...catalogue, rules: catalogue.rules.filter(({ reach }) => reach.longest <= 1024) };

const examples = vendors.flatMap(({ rules }) => rules.flatMap((rule) => [...rule.finds, ...rule.ignores].map((template) => ({ rule, template }))));
const anchors = [...new Set(catalogue.rules.flatMap((rule) => rule.anchors))];
const names = catalogue.hints.flatMap(({ variables, hosts, words }) => [...variables, ...hosts, ...words]);

/** An example of some rule, drawn anew. */
const keys: Arbitrary<string> = fc.record({ at: fc.nat(examples.length - 1), draw: fc.nat(1e6) }).map(({ at, draw }) => {
  const example = examples[at];
  return example === undefined ? '' : fillExample(example.template, `${example.rule.id}#${draw}`, example.rule.proofs ?? []).text;
});

const lineEnds = fc.constantFrom('\n', '\r\n', '\r', '\n\n', '\n\r\n');
const strange = fc.constantFrom('é', 'ÿ', '€', '漢字', '😀', '👩‍👩‍👧', '\u2028', '\u0085', '\ufeff', '\0', '\t');
const pieces = fc.constantFrom(' ', '=', ': "', '",', "'", ' = ', '://', '@', '.', '-', '_', '…', 'x'.repeat(40));
const digits = fc.string({ unit: fc.constantFrom(...'0123456789abcdefABCDEFxyzXYZ_-+/='), maxLength: 80 });

/** Well-formed text, with keys in it and much that looks like keys. */
export const texts: Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: keys },
      { weight: 2, arbitrary: fc.constantFrom(...anchors) },
      { weight: 1, arbitrary: fc.constantFrom(...anchors).chain((anchor) => fc.nat(anchor.length).map((length) => anchor.slice(0, length))) },
      { weight: 1, arbitrary: fc.constantFrom(...names) },
      { weight: 3, arbitrary: lineEnds },
      { weight: 2, arbitrary: strange },
      { weight: 2, arbitrary: pieces },
      { weight: 1, arbitrary: digits },
    ),
    { minLength: 1, maxLength: 14 },
  )
  .map((parts) => parts.join(''));

/** Bytes, not all of them UTF-8. */
export const bytes: Arbitrary<Buffer> = fc
  .array(fc.oneof({ weight: 3, arbitrary: texts.map((text) => Buffer.from(text)) }, { weight: 1, arbitrary: fc.uint8Array({ maxLength: 9 }).map((each) => Buffer.from(each)) }), { minLength: 1, maxLength: 4 })
  .map((parts) => Buffer.concat(parts));

/** Everything that a match says, as plain data. */
export function show({ rule, secret, start, end, span, confidence, severity, why, decodedFrom, surroundings, partner, truncated, others }: Match): unknown {
  return { rule: rule.id, secret: secret.reveal(), start, end, span, confidence, severity, why, decodedFrom, surroundings, partner: partner === undefined ? undefined : { ...partner, secret: partner.secret.reveal() }, truncated, others: others.map(show) };
}
