// `skan rules import FILE`: a rule file of gitleaks or betterleaks -> the rules of a `.skan.yaml`, on standard output or in a new
// file; on standard error, rule by rule, what is not as it was.

import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { stringify } from 'yaml';
import { UsageError } from '../model/errors.js';
import type { Rule, RuleSource } from '../model/rule.js';
import { makeEngine } from '../engine/scan.js';
import { catalogue } from '../generated/catalogue.js';
import { visible } from '../report/visible.js';
import { compileRule } from '../rules/compile.js';
import { addExamples, carryRule } from '../rules/import/carry.js';
import { readGitleaks } from '../rules/import/gitleaks.js';
import type { Look } from '../rules/lint.js';
import { proofs } from '../rules/proofs/index.js';
import type { Io } from './io.js';
import { writeReport } from './output.js';
import { readRuleFile } from './rule-file.js';

export function importRules([file, second]: readonly string[], output: string | undefined, io: Io): number {
  if (file === undefined || second !== undefined) throw new UsageError('skan rules import needs one rule file of gitleaks or betterleaks');
  if (output !== undefined && existsSync(resolve(io.cwd, output))) throw new UsageError(`${output}: it is there already; write the rules to another file, and put them under rules: in .skan.yaml`);
  const { rules: foreign, left } = readGitleaks(readRuleFile(io.cwd, file), file);
  const notes: string[] = left.map((each) => `${file}: ${each}`);
  const rules: RuleSource[] = [];
  const taken = new Set(catalogue.rules.map(({ id }) => id));
  const told = new Map<string, readonly string[]>();
  for (const each of foreign) {
    const { rule, notes: own } = carryRule(each, taken);
    if (rule === undefined) notes.push(`${each.id}: ${own.join('; ')}`);
    else {
      taken.add(rule.id);
      rules.push(rule);
      told.set(rule.id, own);
    }
  }
  const look = openLook(rules.map((rule) => compileRule(rule, 'own')));
  const complete = rules.map((rule) => {
    const { rule: whole = rule, notes: own } = addExamples(rule, look);
    const all = [...(told.get(rule.id) ?? []), ...own];
    if (all.length > 0) notes.push(`${rule.id}: ${all.join('; ')}`);
    return whole;
  });
  if (output === undefined) io.print(writeYaml(complete, file));
  else writeReport(resolve(io.cwd, output), [writeYaml(complete, file)], output);
  for (const note of notes) io.warn(`${visible(note)}\n`);
  io.warn(`${complete.length} of ${foreign.length} rules carried over${output === undefined ? '' : `; prove them with: skan rules check ${visible(output)}`}\n`);
  return 0;
}

function openLook(own: readonly Rule[]): Look {
  const engine = makeEngine({ ...catalogue, version: '', rules: [...catalogue.rules, ...own] }, proofs);
  return (bytes) => engine.scanText(bytes).map(({ rule, start, end }) => ({ rule: rule.id, start, end }));
}

/** Only what differs from what a rule is without it. */
function writeYaml(rules: readonly RuleSource[], file: string): string {
  const shown = rules.map(({ id, title, severity, anchors, ignoreCase, pattern, proofs: offline, generic, finds }) => ({
    id, title, severity, anchors, ...(ignoreCase === true ? { ignoreCase } : {}), pattern, ...((offline ?? []).length > 0 ? { proofs: offline } : {}),
    ...(generic === true ? { generic } : {}), ...(finds.length > 0 ? { finds } : {}),
  }));
  return `# Imported from ${visible(basename(file))} by skan rules import.\n${stringify({ rules: shown }, { lineWidth: 0, aliasDuplicateObjects: false })}`;
}
