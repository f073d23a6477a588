// YAML text -> VendorSource, checked field by field against what a rule file may hold. It knows nothing of
// regular expressions: that is `compile`, and whether the examples hold is `lint`. Loaded by the build, by
// `rules check`, and for a configuration that brings rules of its own.

import { openDocument } from '../document/checker.js';
import type { Checker, Path } from '../document/checker.js';
import { confidences, severities } from '../model/rule.js';
import type { Guide, Pair, Probe, ProbeAnswer, ProviderSource, Revocation, RuleSource, VendorSource } from '../model/rule.js';

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
  if ('provider' in checker.map([], undefined)) return { vendor: loadVendor(text, file), own: false };
  const root = checker.map([], configurationKeys);
  return { vendor: { provider: nobody, rules: loadOwnRules(checker, root['rules'] ?? [], ['rules']) }, own: true };
}

/** As `policy/config.ts` reads them; a test holds the two together. */
export const configurationKeys = ['ignore', 'override', 'rules', 'failOn', 'requireReason'];

const nobody: ProviderSource = { id: 'own', name: 'own', variables: [], hosts: [], words: [], revoke: { steps: [] }, rotate: { steps: [] }, docs: [] };

const providerKeys = ['id', 'name', 'variables', 'hosts', 'words', 'revoke', 'rotate', 'misuse', 'contact', 'validate', 'docs', 'checked'];
const ruleKeys = [
  'id', 'title', 'severity', 'confidence', 'anchors', 'ignoreCase', 'pattern', 'proofs', 'attribution', 'generic', 'chosen',
  'why', 'pair', 'revoke', 'rotate', 'misuse', 'validate', 'revocation', 'references', 'finds', 'ignores',
];

function loadProvider(checker: Checker, path: Path): ProviderSource {
  const map = checker.map(path, providerKeys);
  return {
    id: checker.name(map['id'], [...path, 'id']),
    name: checker.text(map['name'], [...path, 'name']),
    variables: checker.texts(map['variables'] ?? [], [...path, 'variables']),
    hosts: checker.texts(map['hosts'] ?? [], [...path, 'hosts']),
    words: checker.texts(map['words'] ?? [], [...path, 'words']),
    revoke: loadRevocation(checker, map['revoke'], [...path, 'revoke']),
    rotate: loadGuide(checker, map['rotate'], [...path, 'rotate']),
    ...given(map, path, 'misuse', (value, at) => loadGuide(checker, value, at)),
    ...given(map, path, 'contact', checker.text),
    ...given(map, path, 'validate', (value, at) => loadProbe(checker, value, at)),
    docs: checker.list(map['docs'] ?? [], [...path, 'docs'], checker.url),
    ...given(map, path, 'checked', (value, at) => loadMonth(checker, value, at)),
  };
}

/** A key that may be missing: `{key: what was read}`, or nothing. */
function given<K extends string, T>(map: Record<string, unknown>, path: Path, key: K, read: (value: unknown, path: Path) => T): Partial<Record<K, T>> {
  return map[key] === undefined ? {} : { [key]: read(map[key], [...path, key]) } as Record<K, T>;
}

function loadMonth(checker: Checker, value: unknown, path: Path): string {
  const text = checker.text(value, path);
  return /^20\d\d-(?:0[1-9]|1[0-2])$/.test(text) ? text : checker.fail(path, 'expected a month, as in 2026-11');
}

function loadRevocation(checker: Checker, value: unknown, path: Path): Revocation {
  const { commands, stops, shown, ...guide } = checker.map(path, ['url', 'steps', 'commands', 'stops', 'shown'], value);
  return {
    ...loadGuide(checker, guide, path),
    ...given({ commands }, path, 'commands', checker.texts),
    ...given({ stops }, path, 'stops', checker.text),
    ...given({ shown }, path, 'shown', checker.text),
  };
}

function loadProbe(checker: Checker, value: unknown, path: Path): Probe {
  const map = checker.map(path, ['method', 'url', 'headers', 'body', 'basic', 'partner', 'answers'], value);
  return {
    method: checker.oneOf(map['method'] ?? 'GET', [...path, 'method'], ['GET', 'POST', 'PUT', 'DELETE'] as const),
    url: checker.url(map['url'], [...path, 'url']),
    ...given(map, path, 'headers', (headers, at) => loadHeaders(checker, headers, at)),
    ...given(map, path, 'body', checker.text),
    ...given(map, path, 'basic', (basic, at) => loadBasic(checker, basic, at)),
    ...given(map, path, 'partner', (partner, at) => loadPattern(checker, partner, at)),
    answers: checker.list(map['answers'], [...path, 'answers'], (answer, at) => loadAnswer(checker, answer, at)),
  };
}

function loadHeaders(checker: Checker, value: unknown, path: Path): Record<string, string> {
  return Object.fromEntries(Object.entries(checker.map(path, undefined, value)).map(([name, text]) => [name, checker.text(text, [...path, name])]));
}

function loadBasic(checker: Checker, value: unknown, path: Path): { user: string; password: string } {
  const map = checker.map(path, ['user', 'password'], value);
  const read = (key: string): string => (map[key] === '' ? '' : checker.text(map[key], [...path, key]));
  return { user: read('user'), password: read('password') };
}

function loadAnswer(checker: Checker, value: unknown, path: Path): ProbeAnswer {
  const map = checker.map(path, ['status', 'body', 'is', 'detail'], value);
  const { status } = map;
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 100 || status > 599) return checker.fail([...path, 'status'], 'expected an HTTP status, as in 401');
  return {
    status,
    ...given(map, path, 'body', (body, at) => loadPattern(checker, body, at)),
    is: checker.oneOf(map['is'], [...path, 'is'], ['active', 'revoked', 'unknown'] as const),
    ...given(map, path, 'detail', checker.text),
  };
}

function loadPattern(checker: Checker, value: unknown, path: Path): string {
  const text = checker.text(value, path);
  try {
    new RegExp(text);
    return text;
  } catch {
    return checker.fail(path, 'expected a regular expression');
  }
}

function loadGuide(checker: Checker, value: unknown, path: Path): Guide {
  const map = checker.map(path, ['url', 'steps'], value);
  const url = checker.optional(map['url'], [...path, 'url'], checker.url);
  return { ...(url === undefined ? {} : { url }), steps: checker.texts(map['steps'], [...path, 'steps']) };
}

function loadPair(checker: Checker, value: unknown, path: Path): Pair {
  const map = checker.map(path, ['name', 'pattern', 'rule'], value);
  return {
    name: checker.text(map['name'], [...path, 'name']),
    pattern: checker.text(map['pattern'], [...path, 'pattern']),
    ...given(map, path, 'rule', checker.name),
  };
}

function loadRule(checker: Checker, value: unknown, path: Path): RuleSource {
  const map = checker.map(path, ruleKeys, value);
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
    ...given(map, path, 'pair', (each, at) => loadPair(checker, each, at)),
    ...given(map, path, 'revoke', (each, at) => loadRevocation(checker, each, at)),
    ...given(map, path, 'rotate', (each, at) => loadGuide(checker, each, at)),
    ...given(map, path, 'misuse', (each, at) => loadGuide(checker, each, at)),
    ...given(map, path, 'validate', (each, at) => (each === false ? false : loadProbe(checker, each, at))),
    ...given(map, path, 'revocation', (each, at) => loadProbe(checker, each, at)),
    references: checker.list(map['references'] ?? [], [...path, 'references'], checker.url),
    finds: checker.texts(map['finds'] ?? [], [...path, 'finds']),
    ignores: checker.texts(map['ignores'] ?? [], [...path, 'ignores']),
  };
}
