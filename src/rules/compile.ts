// RuleSource -> Rule: macros expanded, reach measured, proof arguments checked. The result is plain data; the
// build embeds it, so that a scan neither parses YAML nor measures a pattern.

import type { Pair, Rule, RuleSource } from '../model/rule.js';
import { UsageError } from '../model/errors.js';
import { expandMacros } from './macros.js';
import { literalPrefixes, measurePattern } from './measure.js';
import { proofs } from './proofs/index.js';
import { findHurdles } from './hurdles.js';

const shortestAnchor = 3;

/** @throws UsageError `rule <id>: what is wrong with it` */
export function compileRule(source: RuleSource, provider: string): Rule {
  try {
    return compile(source, provider);
  } catch (error) {
    throw new UsageError(`rule ${source.id}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function compile(source: RuleSource, provider: string): Rule {
  const pattern = expandMacros(typeof source.pattern === 'string' ? source.pattern : source.pattern.join(''));
  const ignoreCase = source.ignoreCase ?? false;
  const anchors = source.anchors.map((anchor) => (ignoreCase ? anchor.toLowerCase() : anchor));
  checkAnchors(anchors);
  new RegExp(pattern, ignoreCase ? 'dyi' : 'dy');
  if (!pattern.includes('(?<secret>')) throw new Error('the pattern has no group (?<secret>…)');
  for (const proof of source.proofs ?? []) checkProof(proof);
  return {
    id: source.id,
    title: source.title,
    provider,
    severity: source.severity,
    confidence: source.confidence,
    anchors,
    ignoreCase,
    pattern,
    prefixes: ignoreCase ? [] : literalPrefixes(pattern),
    reach: measurePattern(pattern, anchors, ignoreCase),
    ...findHurdles(pattern, anchors, ignoreCase),
    proofs: source.proofs ?? [],
    attribution: source.attribution ?? 'shape',
    generic: source.generic ?? false,
    chosen: source.chosen ?? false,
    why: source.why ?? '',
    ...(source.pair === undefined ? {} : { pair: compilePair(source.pair) }),
  };
}

function compilePair(pair: Pair): Pair {
  const pattern = expandMacros(pair.pattern);
  new RegExp(pattern, 'dg');
  if (!pattern.includes('(?<partner>')) throw new Error('the pair\'s pattern has no group (?<partner>…)');
  return { ...pair, pattern };
}

function checkAnchors(anchors: readonly string[]): void {
  if (anchors.length === 0) throw new Error('it has no anchors');
  const short = anchors.find((anchor) => anchor.length < shortestAnchor);
  if (short !== undefined) throw new Error(`the anchor ${JSON.stringify(short)} is shorter than ${shortestAnchor} bytes`);
  // eslint-disable-next-line no-control-regex
  const odd = anchors.find((anchor) => /[^\x00-\xff]/.test(anchor));
  if (odd !== undefined) throw new Error(`the anchor ${JSON.stringify(odd)} holds a character that is not one byte`);
}

function checkProof(source: object): void {
  for (const [name, argument] of Object.entries(source)) {
    const proof = Object.hasOwn(proofs, name) ? proofs[name] : undefined;
    if (proof === undefined) throw new Error(`there is no proof ${JSON.stringify(name)}; there are ${Object.keys(proofs).join(', ')}`);
    proof.parse(argument);
  }
}
