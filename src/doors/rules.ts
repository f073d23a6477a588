// `skan rules list | show <id> | check <file...>`, and the way to `import`.

import { UsageError } from '../model/errors.js';
import { makeEngine } from '../engine/scan.js';
import { catalogue } from '../generated/catalogue.js';
import { manual } from '../generated/manual.js';
import type { Format } from '../model/request.js';
import type { Rule } from '../model/rule.js';
import { factsOf } from '../remedy/facts.js';
import { compileVendors, lintOwnRule, lintVendor } from '../rules/lint.js';
import type { Complaint } from '../rules/lint.js';
import { loadRuleFile } from '../rules/load.js';
import { proofs } from '../rules/proofs/index.js';
import type { Arguments } from './arguments.js';
import type { Io } from './io.js';
import { nearest } from '../document/nearest.js';
import { readRuleFile } from './rule-file.js';

export async function rules({ operands, flags }: Arguments, io: Io): Promise<number> {
  const [verb, ...rest] = operands;
  if (flags.output !== undefined && verb !== 'import') throw new UsageError(`--output belongs to skan rules import, not to skan rules ${verb ?? ''}`.trimEnd());
  checkFormat(verb, flags.format);
  switch (verb) {
    case 'list':
      return listRules(flags.format === 'json', io);
    case 'show':
      return showRule(rest, io);
    case 'check':
      return checkFiles(rest, io);
    case 'import':
      return (await import('./rules-import.js')).importRules(rest, flags.output, io);
    default:
      throw new UsageError('skan rules needs one of list, show <id>, check <file...>, import <file>');
  }
}

function checkFormat(verb: string | undefined, format: Format): void {
  if (format === 'text' || (verb === 'list' && format === 'json')) return;
  throw new UsageError(`skan rules ${verb ?? ''} --format ${format}: it prints ${verb === 'list' ? 'text or json' : 'text alone'}`);
}

function listRules(json: boolean, io: Io): number {
  const rows = [...catalogue.rules].sort((left, right) => (left.id < right.id ? -1 : 1));
  if (json) io.print(`${JSON.stringify(rows.map(({ id, title, provider, severity }) => ({ id, title, provider, severity })), null, 2)}\n`);
  else {
    const width = Math.max(...rows.map(({ id }) => id.length));
    io.print(rows.map(({ id, severity, title }) => `${id.padEnd(width)}  ${severity.padEnd(8)}  ${title}\n`).join(''));
  }
  return 0;
}

function showRule([id, second]: readonly string[], io: Io): number {
  if (id === undefined || second !== undefined) throw new UsageError('skan rules show needs one rule id');
  const rule = catalogue.rules.find((each) => each.id === id);
  if (rule === undefined) {
    const close = nearest(id, catalogue.rules.map((each) => each.id));
    throw new UsageError(`there is no rule ${id}${close === undefined ? '; skan rules list shows them all' : `; did you mean ${close}?`}`);
  }
  const facts = factsOf(manual, id);
  const rows: readonly (readonly [string, string])[] = [
    ['id', rule.id],
    ['title', rule.title],
    ['provider', manual.providers[rule.provider]?.name ?? rule.provider],
    ['severity', rule.severity],
    ['confidence', `${rule.confidence}, before the proofs`],
    ['anchors', rule.anchors.join('  ')],
    ['pattern', `/${rule.pattern}/${rule.ignoreCase ? 'i' : ''}`],
    ['proofs', rule.proofs.map((proof) => JSON.stringify(proof)).join('  ') || 'none but that it is no placeholder'],
    ['longest', `${rule.reach.longest} bytes`],
    ['vendor told by', rule.attribution === 'context' ? 'the variable, what stands nearby, or the file name' : 'its shape'],
    ['revoke', facts?.revoke?.url ?? ''],
    ['references', (facts?.references ?? []).join('  ')],
  ];
  io.print(rows.map(([name, value]) => `${name.padEnd(14)}  ${value}\n`).join(''));
  return 0;
}

/** Runs the examples of rule files, with every built-in rule loaded, and times the rules on hostile input. */
async function checkFiles(files: readonly string[], io: Io): Promise<number> {
  if (files.length === 0) throw new UsageError('skan rules check needs a rule file');
  let failed = false;
  for (const file of files) {
    const { complaints: wrong, rules: compiled, count } = checkFile(readRuleFile(io.cwd, file), file);
    const complaints = [...wrong, ...(await (await import('./rules-time.js')).timeRules(compiled, io))];
    for (const { rule, text } of complaints) io.print(`${file}: rule ${rule}: ${text}\n`);
    if (complaints.length === 0) io.print(`${file}: ${sayHeld(count)}\n`);
    failed ||= complaints.length > 0;
  }
  return failed ? 1 : 0;
}

function sayHeld(count: number): string {
  if (count === 0) return 'it brings no rules of its own';
  return `${count} ${count === 1 ? 'rule holds' : 'rules hold'}: examples, spans, time`;
}

function checkFile(text: string, file: string): { complaints: Complaint[]; rules: Rule[]; count: number } {
  const { vendor, own } = loadRuleFile(text, file);
  const { rules: compiled, complaints } = compileVendors([vendor]);
  const ids = new Set(vendor.rules.map(({ id }) => id));
  const rules = [...catalogue.rules.filter(({ id }) => !ids.has(id)), ...compiled];
  const hints = own ? catalogue.hints : [...catalogue.hints.filter(({ provider }) => provider !== vendor.provider.id), { provider: vendor.provider.id, ...vendor.provider }];
  const engine = makeEngine({ version: '', rules, hints }, proofs);
  const look = (bytes: Uint8Array): { rule: string; start: number; end: number }[] =>
    engine.scanText(bytes).map(({ rule, start, end }) => ({ rule: rule.id, start, end }));
  const wrong = own ? vendor.rules.flatMap((rule) => lintOwnRule(rule, look)) : lintVendor(vendor, look);
  return { complaints: [...complaints, ...wrong], rules: compiled, count: vendor.rules.length };
}
