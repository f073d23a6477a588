// YAML text -> VendorSource, checked field by field against what a rule file may hold. It knows nothing of
// regular expressions: that is `compile`, and whether the examples hold is `lint`. Loaded by the build, by
// `rules check`, and for a configuration that brings rules of its own.

import { openDocument } from '../document/checker.js';
import type { Checker, Path } from '../document/checker.js';
import { confidences, severities } from '../model/rule.js';
import type { Guide, ProviderSource, RuleSource, VendorSource } from '../model/rule.js';

/** @throws UsageError `file:line: key: what was expected` */
export function loadVendor(text: string, file: string): VendorSource {
  const checker = openDocument(text, file);
  const root = checker.map([], ['provider', 'rules']);
  return { provider: loadProvider(checker, ['provider']), rules: checker.list(root['rules'], ['rules'], (value, path) => loadRule(checker, value, path)) };
}

/** Rules of a user's own configuration: the same fields, no remediation demanded. @throws UsageError */
export function loadOwnRules(checker: Checker, value: unknown, path: Path): RuleSource[] {
  return checker.list(value, path, (each, at) => loadRule(checker, each, at));
}

/** A file for `rules check`: of a vendor, as in `rules/`, or a configuration that brings rules of its own. @throws UsageError */
export function loadRuleFile(text: string, file: string): { vendor: VendorSource; own: boolean } {
  const checker = openDocument(text, file);
  const root = checker.map([], undefined);
  if ('provider' in root) return { vendor: loadVendor(text, file), own: false };
  return { vendor: { provider: nobody, rules: loadOwnRules(checker, root['rules'] ?? [], ['rules']) }, own: true };
}

const nobody: ProviderSource = { id: 'own', name: 'own', variables: [], hosts: [], words: [], revoke: { steps: [] }, rotate: { steps: [] }, docs: [] };

const providerKeys = ['id', 'name', 'variables', 'hosts', 'words', 'revoke', 'rotate', 'usage', 'docs'];
const ruleKeys = [
  'id', 'title', 'severity', 'confidence', 'anchors', 'ignoreCase', 'pattern', 'proofs', 'attribution', 'generic', 'chosen',
  'why', 'revoke', 'rotate', 'references', 'finds', 'ignores',
];

function loadProvider(checker: Checker, path: Path): ProviderSource {
  const map = checker.map(path, providerKeys);
  const usage = checker.optional(map['usage'], [...path, 'usage'], checker.url);
  return {
    id: checker.name(map['id'], [...path, 'id']),
    name: checker.text(map['name'], [...path, 'name']),
    variables: checker.texts(map['variables'] ?? [], [...path, 'variables']),
    hosts: checker.texts(map['hosts'] ?? [], [...path, 'hosts']),
    words: checker.texts(map['words'] ?? [], [...path, 'words']),
    revoke: loadGuide(checker, map['revoke'], [...path, 'revoke']),
    rotate: loadGuide(checker, map['rotate'], [...path, 'rotate']),
    ...(usage === undefined ? {} : { usage }),
    docs: checker.list(map['docs'] ?? [], [...path, 'docs'], checker.url),
  };
}

function loadGuide(checker: Checker, value: unknown, path: Path): Guide {
  const map = checker.map(path, ['url', 'steps'], value);
  const url = checker.optional(map['url'], [...path, 'url'], checker.url);
  return { ...(url === undefined ? {} : { url }), steps: checker.texts(map['steps'], [...path, 'steps']) };
}

function loadRule(checker: Checker, value: unknown, path: Path): RuleSource {
  const map = checker.map(path, ruleKeys, value);
  const guide = (key: 'revoke' | 'rotate'): Partial<Pick<RuleSource, 'revoke' | 'rotate'>> =>
    map[key] === undefined ? {} : { [key]: loadGuide(checker, map[key], [...path, key]) };
  return {
    id: checker.name(map['id'], [...path, 'id']),
    title: checker.text(map['title'], [...path, 'title']),
    severity: checker.oneOf(map['severity'], [...path, 'severity'], severities),
    confidence: checker.oneOf(map['confidence'] ?? 'medium', [...path, 'confidence'], confidences),
    anchors: checker.texts(map['anchors'], [...path, 'anchors']),
    ignoreCase: checker.flag(map['ignoreCase'], [...path, 'ignoreCase']),
    pattern: Array.isArray(map['pattern']) ? checker.texts(map['pattern'], [...path, 'pattern']) : checker.text(map['pattern'], [...path, 'pattern']),
    proofs: checker.list(map['proofs'] ?? [], [...path, 'proofs'], (each, at) => checker.map(at, undefined, each)),
    attribution: checker.oneOf(map['attribution'] ?? 'shape', [...path, 'attribution'], ['shape', 'context'] as const),
    generic: checker.flag(map['generic'], [...path, 'generic']),
    chosen: checker.flag(map['chosen'], [...path, 'chosen']),
    ...(map['why'] === undefined ? {} : { why: checker.text(map['why'], [...path, 'why']) }),
    ...guide('revoke'),
    ...guide('rotate'),
    references: checker.list(map['references'] ?? [], [...path, 'references'], checker.url),
    finds: checker.texts(map['finds'] ?? [], [...path, 'finds']),
    ignores: checker.texts(map['ignores'] ?? [], [...path, 'ignores']),
  };
}
