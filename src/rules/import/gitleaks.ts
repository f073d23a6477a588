// A rule file of gitleaks (version 8) or betterleaks -> what stands in it, by name. It translates nothing; what it does not know
// the name of, it names.

import { UsageError } from '../../model/errors.js';
import type { TomlTable, TomlValue } from '../../document/toml.js';
import { readToml } from '../../document/toml.js';

export interface ForeignRule {
  readonly id: string;
  readonly description: string;
  readonly regex: string;
  readonly secretGroup: number;
  readonly keywords: readonly string[];
  readonly entropy: number;
  /** It is found only to go with another. */
  readonly silent: boolean;
  /** What of it has no place in a rule of skan, as clauses. */
  readonly left: readonly string[];
}

export interface ForeignFile {
  readonly rules: readonly ForeignRule[];
  /** What of the file has no place, as clauses. */
  readonly left: readonly string[];
}

const ruleKeys = ['id', 'description', 'regex', 'secretGroup', 'keywords', 'entropy', 'tags', 'path', 'allowlist', 'allowlists', 'skipReport', 'validate', 'filter', 'prefilter', 'required', 'specificity', 'verify'];
const fileKeys = ['title', 'description', 'rules', 'extend', 'allowlist', 'allowlists', 'minVersion', 'betterleaksMinVersion', 'filter', 'prefilter'];

/** @throws UsageError when it is no such file */
export function readGitleaks(text: string, file: string): ForeignFile {
  const root = readToml(text, file);
  const list = root['rules'] ?? [];
  if (!Array.isArray(list) || (root['rules'] === undefined && root['extend'] === undefined && root['allowlist'] === undefined && root['allowlists'] === undefined)) {
    throw new UsageError(`${file}: it has no [[rules]]; expected a rule file of gitleaks or betterleaks`);
  }
  return { rules: list.map((each: TomlValue, index) => readRule(asTable(each), index)), left: leftOfFile(root) };
}

function readRule(rule: TomlTable, index: number): ForeignRule {
  const filter = textOf(rule['filter']);
  return {
    id: textOf(rule['id']) || `rule-${index + 1}`,
    description: textOf(rule['description']).trim(),
    regex: textOf(rule['regex']),
    secretGroup: numberOf(rule['secretGroup']),
    keywords: textsOf(rule['keywords']),
    entropy: numberOf(rule['entropy']) || floorOf(filter),
    silent: rule['skipReport'] === true,
    left: leftOfRule(rule, filter),
  };
}

/** `entropy(finding["secret"]) <= 3.5`, by itself or as one of several reasons to drop a finding. */
const floor = /(?:filter\.)?entropy\(finding\["secret"\]\)\s*<=?\s*(\d+(?:\.\d+)?)/;

function floorOf(filter: string): number {
  return filter.includes('&&') ? 0 : Number(floor.exec(filter)?.[1] ?? 0);
}

function leftOfRule(rule: TomlTable, filter: string): string[] {
  const left = [...tablesOf(rule['allowlist']), ...tablesOf(rule['allowlists'])].map(describeAllowlist);
  const path = textOf(rule['path']);
  if (path !== '') left.push(`it holds in every file: its path ${path} is not asked for`);
  const rest = filter.includes('&&') ? filter : filter.replace(floor, '').replace(/^[\s|()]*|[\s|()]*$/g, '');
  if (rest.trim() !== '') left.push('its filter is not carried over');
  if (rule['prefilter'] !== undefined) left.push('its prefilter is not carried over');
  if (rule['validate'] !== undefined || rule['verify'] !== undefined) left.push('its validation is an expression, and is not carried over');
  const required = tablesOf(rule['required']).map((each) => textOf(each['id']));
  if (required.length > 0) left.push(`it is found without ${required.join(' and ')} beside it too`);
  return [...left, ...unknownKeys(rule, ruleKeys)];
}

function leftOfFile(root: TomlTable): string[] {
  const left = [...tablesOf(root['allowlist']), ...tablesOf(root['allowlists'])].map((each) => `${describeAllowlist(each)} (of the whole file); paths go under ignore`);
  const extend = asTable(root['extend'] ?? {});
  if (extend['useDefault'] === true) left.push('extend.useDefault: the rules of skan itself take its place');
  if (textsOf(extend['disabledRules']).length > 0) left.push(`extend.disabledRules (${textsOf(extend['disabledRules']).join(', ')}): rules of skan are switched off under override`);
  for (const key of ['path', 'url'] as const) if (textOf(extend[key]) !== '') left.push(`extend.${key}: import ${textOf(extend[key])} by itself`);
  for (const key of ['filter', 'prefilter'] as const) if (textOf(root[key]) !== '') left.push(`the ${key} of the whole file`);
  return [...left, ...unknownKeys(root, fileKeys)];
}

function unknownKeys(table: TomlTable, known: readonly string[]): string[] {
  return Object.keys(table).filter((key) => !known.includes(key)).map((key) => `skan does not know the key ${key}`);
}

function describeAllowlist(list: TomlTable): string {
  const parts = ['regexes', 'stopwords', 'paths', 'commits'].flatMap((key) => {
    const { length } = textsOf(list[key]);
    return length === 0 ? [] : [`${length} ${length === 1 ? key.replace(/e?s$/, '') : key}`];
  });
  return `an allowlist is not carried over: ${parts.join(', ') || 'an empty one'}`;
}

function asTable(value: TomlValue): TomlTable {
  return typeof value === 'object' && !Array.isArray(value) ? (value as TomlTable) : {};
}

function tablesOf(value: TomlValue | undefined): TomlTable[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value.map((each: TomlValue) => asTable(each)) : [asTable(value)];
}

function textOf(value: TomlValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

function numberOf(value: TomlValue | undefined): number {
  return typeof value === 'number' ? value : 0;
}

function textsOf(value: TomlValue | undefined): string[] {
  return Array.isArray(value) ? value.filter((each: TomlValue): each is string => typeof each === 'string') : [];
}
