// The texts of which every match of a pattern holds one: what a rule can be anchored by. Worked out from the syntax tree;
// whether the pattern's measure agrees is asked of `measure`.

import type { AST } from '@eslint-community/regexpp';
import { parsePattern } from './measure.js';

type Node = AST.Pattern | AST.Alternative | AST.Element;

const most = 64;
const shortest = 3;
/** Longer ones find no better. */
const enough = 8;

/** Sets of texts, the best first; each by itself is enough. */
export function requiredLiterals(pattern: string, ignoreCase: boolean): string[][] {
  const fold = (set: readonly string[]): string[] => [...new Set(set.map((text) => (ignoreCase ? text.toLowerCase() : text)))];
  return required(parsePattern(pattern)).map(fold).filter((set) => worth(set) >= shortest)
    .sort((left, right) => Math.min(enough, worth(right)) - Math.min(enough, worth(left)) || left.length - right.length);
}

function worth(set: readonly string[]): number {
  return Math.min(...set.map((text) => text.length));
}

function required(node: Node): string[][] {
  switch (node.type) {
    case 'Pattern':
    case 'Group':
    case 'CapturingGroup':
      return node.alternatives.length === 1 ? node.alternatives.flatMap(required) : joinAlternatives(node.alternatives.map(required));
    case 'Alternative':
      return requiredInRow(node.elements);
    case 'Quantifier':
      return node.min > 0 ? required(node.element) : [];
    default:
      return [];
  }
}

/** One of several: the best of each together. */
function joinAlternatives(sets: readonly string[][][]): string[][] {
  const best = sets.map((each) => each.reduce<string[] | undefined>((top, set) => (top === undefined || worth(set) > worth(top) ? set : top), undefined));
  const all = best.flatMap((set) => set ?? []);
  return best.includes(undefined) || all.length > most ? [] : [all];
}

function requiredInRow(elements: readonly AST.Element[]): string[][] {
  const sets: string[][] = [];
  let run: string[] = [''];
  for (const element of elements) {
    if (element.type === 'Assertion') continue;
    const next = exact(element);
    const joined = next === undefined ? undefined : run.flatMap((head) => next.map((tail) => head + tail));
    if (joined !== undefined && joined.length <= most) {
      run = joined;
      continue;
    }
    sets.push(run, ...required(element));
    run = next !== undefined && next.length <= most ? next : [''];
  }
  return [...sets, run].filter((set) => worth(set) > 0);
}

/** Every text that it can be; undefined: they are not few. */
function exact(node: Node): string[] | undefined {
  switch (node.type) {
    case 'Character':
      return [String.fromCharCode(node.value)];
    case 'CharacterClass': {
      const letters = node.elements.flatMap((each) => (each.type === 'Character' ? [String.fromCharCode(each.value)] : []));
      return node.negate || letters.length < node.elements.length || letters.length > 4 ? undefined : letters;
    }
    case 'Group':
    case 'CapturingGroup': {
      const ways = node.alternatives.map(exact);
      const all = ways.flatMap((way) => way ?? []);
      return ways.includes(undefined) || all.length > most ? undefined : all;
    }
    case 'Alternative':
      return node.elements.reduce<string[] | undefined>((heads, element) => {
        const tails = element.type === 'Assertion' ? [''] : exact(element);
        return heads === undefined || tails === undefined || heads.length * tails.length > most ? undefined : heads.flatMap((head) => tails.map((tail) => head + tail));
      }, ['']);
    case 'Quantifier':
      return node.min === node.max && node.max <= 4 ? exactTimes(node) : undefined;
    default:
      return undefined;
  }
}

function exactTimes({ element, max }: AST.Quantifier): string[] | undefined {
  const once = exact(element);
  if (once === undefined || once.length ** max > most) return undefined;
  return Array.from({ length: max }).reduce<string[]>((heads) => heads.flatMap((head) => once.map((tail) => head + tail)), ['']);
}
