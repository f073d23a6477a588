// `.skan.yaml` -> Config. Data only: nothing in it runs. Loaded only where there is one.

import { openDocument } from '../document/checker.js';
import { nearest } from '../document/nearest.js';
import type { Checker, Path } from '../document/checker.js';
import { UsageError } from '../model/errors.js';
import { severities } from '../model/rule.js';
import type { Severity } from '../model/rule.js';

export interface Override {
  readonly severity?: Severity;
  readonly off: boolean;
  readonly ignore: readonly string[];
}

export interface Config {
  readonly ignore: readonly string[];
  readonly override: Readonly<Record<string, Override>>;
  readonly failOn?: Severity;
  readonly requireReason: boolean;
  /** The `rules` key as it stands, for whoever compiles rules. */
  readonly rules: { readonly checker: Checker; readonly value: unknown; readonly path: Path };
}

const keys = ['ignore', 'override', 'rules', 'failOn', 'requireReason'];
/** A larger one is no configuration but a mistake, or an attack on whoever scans. */
const mostText = 1024 * 1024;

/**
 * @param ruleIds ids that `override` may name, besides those of the configuration's own rules
 * @throws UsageError `file:line: key: what was expected`
 */
export function loadConfig(text: string, file: string, ruleIds: ReadonlySet<string>): Config {
  if (text.length > mostText) throw new UsageError(`${file}: it is larger than ${mostText} bytes; a folder is ignored by one glob, such as 'vendor/**'`);
  const checker = openDocument(text.trim() === '' ? '{}' : text, file);
  const map = checker.map([], keys);
  const own = Array.isArray(map['rules']) ? map['rules'].map((rule: unknown) => (typeof rule === 'object' && rule !== null && 'id' in rule ? String(rule.id) : '')) : [];
  const known = new Set([...ruleIds, ...own]);
  const failOn = checker.optional(map['failOn'], ['failOn'], (value, path) => checker.oneOf(value, path, severities.slice(0, -1)));
  return {
    ignore: loadGlobs(checker, map['ignore'], ['ignore']),
    override: loadOverrides(checker, map['override'], known),
    ...(failOn === undefined ? {} : { failOn }),
    requireReason: checker.flag(map['requireReason'], ['requireReason']),
    rules: { checker, value: map['rules'] ?? [], path: ['rules'] },
  };
}

function loadOverrides(checker: Checker, value: unknown, known: ReadonlySet<string>): Record<string, Override> {
  if (value === undefined) return {};
  const overrides: Record<string, Override> = {};
  for (const [rule, override] of Object.entries(checker.map(['override'], undefined, value))) {
    if (!known.has(rule)) checker.fail(['override', rule], `there is no such rule; ${sayMeant(rule, known)}`);
    overrides[rule] = loadOverride(checker, override, ['override', rule]);
  }
  return overrides;
}

function sayMeant(rule: string, known: ReadonlySet<string>): string {
  const close = nearest(rule, [...known]);
  return close === undefined ? 'skan rules list shows them all' : `did you mean ${close}?`;
}

function loadOverride(checker: Checker, value: unknown, path: Path): Override {
  const map = checker.map(path, ['severity', 'off', 'ignore'], value);
  const severity = checker.optional(map['severity'], [...path, 'severity'], (each, at) => checker.oneOf(each, at, severities));
  return {
    ...(severity === undefined ? {} : { severity }),
    off: checker.flag(map['off'], [...path, 'off']),
    ignore: loadGlobs(checker, map['ignore'], [...path, 'ignore']),
  };
}

/** A pattern that says what is not ignored would ignore all the rest. */
function loadGlobs(checker: Checker, value: unknown, path: Path): string[] {
  return checker.list(value ?? [], path, (each, at) => {
    const glob = checker.text(each, at);
    return /^!(?!\()/.test(glob) ? checker.fail(at, 'expected a pattern of what is ignored; one that starts with ! is not understood') : glob;
  });
}
