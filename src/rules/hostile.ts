// Inputs that are hard for a rule: its anchor over and over, long runs of what its pattern repeats, near misses. Made of the rule alone,
// at any size, the same every time. How long they take is for `run/trial` to say.

import type { AST } from '@eslint-community/regexpp';
import { visitRegExpAST } from '@eslint-community/regexpp';
import type { Rule } from '../model/rule.js';
import { fillExample } from './examples.js';
import { writeSample } from './import/sample.js';
import { parsePattern } from './measure.js';

/** Writes the input at a size, in bytes. */
export type Hostile = (size: number) => string;

const mostAnchors = 3;
const mostRuns = 5;
const mostHoles = 6;
/** What matches nothing that a key is written with. */
const stop = '\x01';

export function hostileInputs(rule: Rule): Hostile[] {
  const anchors = rule.anchors.slice(0, mostAnchors);
  const runs = findRuns(rule);
  return [
    ...anchors.map((anchor) => repeat(anchor)),
    ...anchors.map((anchor) => repeat(`${anchor} \n`)),
    ...anchors.slice(0, 2).flatMap((anchor) => runs.flatMap((run) => [pump(anchor, run), repeat(anchor + run.repeat(64)), repeat(run.repeat(64) + anchor)])),
    ...[0, 1, 2].flatMap((variant) => nearMisses(rule, variant)),
  ];
}

function repeat(unit: string): Hostile {
  return (size) => unit.repeat(Math.ceil(size / Math.max(1, unit.length))).slice(0, size);
}

function pump(before: string, run: string): Hostile {
  return (size) => before + run.repeat(Math.max(0, size - before.length - 1)) + stop;
}

/** One letter for each class that the pattern repeats. */
function findRuns({ pattern, ignoreCase }: Rule): string[] {
  const letters = [...'a0A -="/.\n', ...Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index))];
  const found = new Set<string>();
  const see = (raw: string): void => {
    const takes = new RegExp(`^(?:${raw})$`, ignoreCase ? 'i' : '');
    const letter = letters.find((each) => takes.test(each));
    if (letter !== undefined) found.add(letter);
  };
  visitRegExpAST(parsePattern(pattern), {
    onQuantifierEnter({ element, max }: AST.Quantifier) {
      if (max > 8 && (element.type === 'CharacterClass' || element.type === 'CharacterSet' || element.type === 'Character')) see(element.raw);
    },
  });
  return [...found].slice(0, mostRuns);
}

/** Keys that lack their end, one after the other; and ones in which a single run goes on and on. */
function nearMisses(rule: Rule, variant: number): Hostile[] {
  const template = writeSample(rule.pattern, rule.ignoreCase, variant).replace(/[«»]/g, '');
  const fill = (text: string): string => fillExample(text, `${rule.id}#${variant}`, []).text;
  const holes = [...template.matchAll(/\{\{(\w+):\d+\}\}/g)].slice(0, mostHoles);
  return [
    repeat(fill(template).slice(0, -1) + stop),
    repeat(`${fill(template).slice(0, -1)}\n`),
    ...holes.map(({ 1: name = '', index }): Hostile => (size) => `${fill(`${template.slice(0, index)}{{${name}:${size}}}`).slice(0, size - 1)}${stop}`),
  ];
}
