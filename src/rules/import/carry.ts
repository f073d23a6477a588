// A foreign rule -> a rule of one's own, as it would stand in `.skan.yaml`: translated, bounded, anchored. Examples are tried on
// the engine that the caller hands in, and stand in the rule only where they hold.

import type { RuleSource } from '../../model/rule.js';
import { compileRule } from '../compile.js';
import { fillExample } from '../examples.js';
import { lintOwnRule } from '../lint.js';
import type { Look } from '../lint.js';
import { requiredLiterals } from '../literals.js';
import type { ForeignRule } from './gitleaks.js';
import { writeSample } from './sample.js';
import { translate } from './translate.js';
import type { Translation } from './translate.js';

/** A rule, and what of it is not as it was; or why there is none. */
export interface Carried {
  readonly rule?: RuleSource;
  readonly notes: readonly string[];
}

const scales = [1, 0.5, 0.25, 0.1, 0.03, 0.01];
/** How far behind a keyword a value may stand that has no text of its own. */
const keywordReach = 60;
const variants = 8;

/** @param taken ids that it must not have */
export function carryRule(foreign: ForeignRule, taken: ReadonlySet<string>): Carried {
  if (foreign.regex === '') return { notes: ['not carried over: it has no regex, only a path; ignore and override take paths'] };
  const id = chooseId(foreign.id, taken);
  try {
    const { pattern, ignoreCase, anchors, changes } = anchor(foreign);
    const rule: RuleSource = {
      id,
      title: sayTitle(foreign.description) || foreign.id,
      severity: foreign.silent ? 'info' : 'high',
      confidence: 'medium',
      anchors,
      ignoreCase,
      pattern,
      proofs: foreign.entropy > 0 ? [{ entropy: foreign.entropy }] : [],
      references: [],
      finds: [],
      ignores: [],
    };
    compileRule(rule, 'own');
    const renamed = id === foreign.id ? [] : [`its id is ${id} now`];
    const silent = foreign.silent ? ['it was found only to go with others: its severity is info'] : [];
    return { rule, notes: [...renamed, ...silent, ...changes, ...foreign.left] };
  } catch (error) {
    const why = (error instanceof Error ? error.message : String(error)).replace(`rule ${id}: `, '').split('\n')[0] ?? '';
    return { notes: [`not carried over: ${why}`] };
  }
}

/** Up to two examples that give exactly one finding of this rule. @returns the rule, and why it has none */
export function addExamples(rule: RuleSource, look: Look): Carried {
  const { id, pattern, ignoreCase = false } = rule;
  const finds: string[] = [];
  const others = new Set<string>();
  for (let variant = 0; variant < variants && finds.length < 2; variant += 1) {
    const template = writeSample(String(pattern), ignoreCase, variant);
    if (finds.includes(template) || template.includes('«»')) continue;
    if (lintOwnRule({ ...rule, finds: [...finds, template] }, look).length === 0) finds.push(template);
    else for (const { rule: other } of look(Buffer.from(fillExample(template, `${id}#finds#${finds.length}`, rule.proofs ?? []).text))) if (other !== id) others.add(other);
  }
  if (finds.length > 0) return { rule: { ...rule, finds }, notes: [] };
  if (others.size > 0) return { rule: { ...rule, generic: true }, notes: [`${[...others].sort().join(' and ')} finds the same keys, and it yields: no examples`] };
  return { rule, notes: ['no examples: none that could be made of its pattern was found'] };
}

function chooseId(name: string, taken: ReadonlySet<string>): string {
  const kebab = name.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'rule';
  const names = [kebab, `imported-${kebab}`, ...Array.from({ length: 999 }, (_, index) => `imported-${kebab}-${index + 2}`)];
  return names.find((each) => !taken.has(each)) ?? kebab;
}

/** `Identified a potential Acme Key, which could …` -> `Acme Key` */
function sayTitle(description: string): string {
  const [first = ''] = description.split(/,| (?:which|that|posing|potentially|risking|exposing|leading|could|may|allowing|compromising|enabling|used)\b|\.(?:\s|$)/);
  const short = first.replace(/^(?:Identified|Detected|Discovered|Found|Uncovered|Detects|Identifies|Scans for|Possible)\b\s*/i, '').replace(/^(?:a|an|the)\b\s*/i, '').replace(/^(?:potential(?:ly)?|possible|pattern (?:resembling|indicative of)|suspicious)\b\s*/i, '').replace(/^(?:a|an|the)\b\s*/i, '').trim();
  return short.replace(/^./, (letter) => letter.toUpperCase()).slice(0, 80);
}

type Anchored = Translation & { readonly anchors: readonly string[] };

/** The first way to write it that compiles: with more and more of letter case given up, and shorter and shorter repetitions. */
function anchor(foreign: ForeignRule): Anchored {
  let failure: unknown;
  for (const foldAll of [false, true]) {
    for (const scale of scales) {
      const translation = translate(foreign.regex, { group: foreign.secretGroup, foldAll, scale });
      const own = foreign.keywords.map((keyword) => keyword.toLowerCase()).filter((keyword) => keyword.length > 2);
      const sets = [...(translation.ignoreCase && own.length === foreign.keywords.length && own.length > 0 ? [own] : []), ...requiredLiterals(translation.pattern, translation.ignoreCase)];
      for (const anchors of sets) {
        const attempt = { ...translation, anchors };
        const wrong = tryCompile(attempt);
        if (wrong === undefined) return attempt;
        failure = wrong;
      }
      if (sets.length === 0) failure ??= new Error('every match of it must hold a text of three letters and more, or it must have keywords');
      const near = sets.length > 0 ? undefined : tieToKeywords(translation, foreign.keywords);
      if (near !== undefined && tryCompile(near) === undefined) return near;
    }
  }
  throw failure;
}

function tryCompile({ pattern, ignoreCase, anchors }: Anchored): unknown {
  try {
    compileRule({ id: 'x', title: 'x', severity: 'high', confidence: 'medium', anchors, ignoreCase, pattern, references: [], finds: [], ignores: [] }, 'own');
    return undefined;
  } catch (error) {
    return error;
  }
}

/** What holds no text of its own is looked for behind one of its keywords. */
function tieToKeywords(translation: Translation, keywords: readonly string[]): Anchored | undefined {
  const long = keywords.filter((keyword) => keyword.length > 2);
  if (long.length === 0 || long.length < keywords.length) return undefined;
  const anchors = [...new Set(long.flatMap((word) => (translation.ignoreCase ? [word.toLowerCase()] : [word, word.toLowerCase(), word.toUpperCase(), word.replace(/^./, (letter) => letter.toUpperCase())])))];
  const words = anchors.map((word) => word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|');
  return {
    ...translation,
    anchors,
    pattern: `(?:${words})[^\\r\\n]{0,${keywordReach}}?(?:${translation.pattern})`,
    changes: [...translation.changes, `one of its keywords must stand up to ${keywordReach} characters before it, on the same line`],
  };
}
