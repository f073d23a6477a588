// How far a pattern reaches: its longest match, what can stand before an anchor in it, how far its look-arounds see.
// Worked out from the pattern's syntax tree, so that no author has to count, and a repetition that nothing
// bounds is found before it runs. Used by the build and for users' own rules; a scan of the built-in rules never loads it.

import { RegExpParser } from '@eslint-community/regexpp';
import type { AST } from '@eslint-community/regexpp';
import type { Reach } from '../model/rule.js';

/** Longest match that a rule may have, in bytes (design: windows). */
export const longestAllowed = 64 * 1024;

/**
 * Most bytes of a match around its secret. Patterns that allow much between a name and its value, each part a few times over, could
 * match more than any text holds, and the more a match can reach, the more of a text is looked at again when it changes.
 */
const mostAround = 384;
/** What looks back from a secret's end for the quote before it sees so much before the match at most. */
const mostBeforeQuoted = 64;

/** Most ways in which a pattern is written out to find its anchors. */
const mostExpansions = 4096;

/** Largest character class that is written out. */
const largestClass = 4;

/** One character that is known, or a run of at most `gap` that are not, by what stands in the pattern there. */
export type Token = string | Gap;

export interface Gap {
  readonly gap: number;
  readonly node?: AST.Element;
}

/** @throws Error saying what is unbounded, too long, or matches without an anchor */
export function measurePattern(pattern: string, anchors: readonly string[], ignoreCase: boolean): Reach {
  const tree = parsePattern(pattern);
  const longest = longestOf(tree);
  if (longest > longestAllowed) throw new Error(`a match can be ${longest} bytes long; at most ${longestAllowed} are allowed`);
  const before = mostBeforeAnchor(tree, anchors, ignoreCase, longest);
  const secret = findSecret(tree);
  const most = secret === undefined ? longest : longestOf(secret) + mostAround;
  if (longest <= most) return { before, longest, ...seeAround(tree, longest, longest) };
  return { before: Math.min(before, most), longest: most, ...seeAround(tree, most, mostAround), cut: true };
}

/** The texts with which the group `secret` always starts: the vendor's fixed prefixes, longest first. */
export function literalPrefixes(pattern: string): string[] {
  const secret = findSecret(parsePattern(pattern));
  const ways = secret === undefined ? undefined : expand(secret);
  const prefixes = new Set((ways ?? []).map((way) => leadingText(way)));
  return [...prefixes].filter((prefix) => prefix !== '').sort((left, right) => right.length - left.length || (left < right ? -1 : 1));
}

export function parsePattern(pattern: string): AST.Pattern {
  return new RegExpParser({ ecmaVersion: 2022 }).parsePattern(pattern, undefined, undefined, { unicode: false });
}

export function findSecret(node: Node): AST.CapturingGroup | undefined {
  if (node.type === 'CapturingGroup' && node.name === 'secret') return node;
  if (node.type === 'Quantifier') return findSecret(node.element);
  const inside: readonly Node[] = 'alternatives' in node ? node.alternatives : 'elements' in node && node.type === 'Alternative' ? node.elements : [];
  for (const each of inside) {
    const found = findSecret(each);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What is written out in full is all secret: nothing of it is a prefix. */
function leadingText(way: readonly Token[]): string {
  const end = way.findIndex((token) => typeof token !== 'string');
  return way.slice(0, Math.max(end, 0)).join('');
}

export type Node = AST.Pattern | AST.Alternative | AST.Element;

function longestOf(node: Node): number {
  switch (node.type) {
    case 'Pattern':
    case 'Group':
    case 'CapturingGroup':
      return Math.max(0, ...node.alternatives.map(longestOf));
    case 'Alternative':
      return node.elements.reduce((sum, element) => sum + longestOf(element), 0);
    case 'Quantifier':
      if (node.max === Infinity) throw new Error(`nothing bounds the repetition ${node.raw}; write {m,n}`);
      return node.max * longestOf(node.element);
    case 'Assertion':
      return 0;
    case 'Backreference':
      throw new Error(`a back-reference (${node.raw}) has no bound; write the pattern out`);
    default:
      return 1;
  }
}

/**
 * How far look-arounds see beyond a match.
 * @param longest bytes that a match may have; at most `around` of them stand before its secret
 */
function seeAround(tree: Node, longest: number, around: number): Pick<Reach, 'margin' | 'beyond' | 'cut'> {
  const seen: { margin: number; beyond: number; cut?: true } = { margin: 0, beyond: 0 };
  /** The secret has begun. */
  let begun = false;

  /** @param least bytes of the match that stand before the node, at least and at most; @returns the same behind it */
  const walk = (node: Node, least: number, most: number): [number, number] => {
    switch (node.type) {
      case 'Pattern':
      case 'Group':
      case 'CapturingGroup': {
        if (node.type === 'CapturingGroup' && node.name === 'secret') begun = true;
        const ends = node.alternatives.map((each) => walk(each, least, most));
        return [Math.min(...ends.map(([end]) => end)), Math.max(...ends.map(([, end]) => end))];
      }
      case 'Alternative':
        return node.elements.reduce<[number, number]>(([low, high], element) => walk(element, low, high), [least, most]);
      case 'Quantifier': {
        const [low, high] = [shortest(node.element), longestOf(node.element)];
        walk(node.element, least, most + Math.max(0, node.max - 1) * high);
        return [least + node.min * low, most + node.max * high];
      }
      case 'Assertion':
        look(node, least, Math.min(most, begun ? longest : around));
        return [least, most];
      default:
        return [least + 1, most + 1];
    }
  };

  const look = (node: AST.Assertion, least: number, most: number): void => {
    const { behind, ahead } = sightOf(node);
    const before = behind - least;
    const bounded = begun && opensWithQuote(node) && before > mostBeforeQuoted;
    if (bounded) seen.cut = true;
    seen.margin = Math.max(seen.margin, bounded ? mostBeforeQuoted : before);
    seen.beyond = Math.max(seen.beyond, most + ahead - longest);
  };

  walk(tree, 0, 0);
  return seen;
}

/** Bytes of the shortest text that it matches. */
export function shortest(node: Node): number {
  switch (node.type) {
    case 'Pattern':
    case 'Group':
    case 'CapturingGroup':
      return Math.min(...node.alternatives.map(shortest));
    case 'Alternative':
      return node.elements.reduce((sum, element) => sum + shortest(element), 0);
    case 'Quantifier':
      return node.min * shortest(node.element);
    case 'Assertion':
      return 0;
    default:
      return 1;
  }
}

/** A look-behind, perhaps in a look-ahead, for a text in quotes. */
function opensWithQuote(node: AST.Assertion): boolean {
  if (!('alternatives' in node)) return false;
  if (node.kind === 'lookbehind') return node.alternatives.every(({ raw }) => /^\[["'`]{2,3}\]/.test(raw));
  const inside = node.alternatives.flatMap(({ elements }) => elements.filter((each) => each.type === 'Assertion' && each.kind === 'lookbehind'));
  return inside.length > 0 && inside.every((each) => each.type === 'Assertion' && opensWithQuote(each));
}

/** How far the look-arounds in a node see, from where it stands. */
function sightOf(node: Node): { readonly behind: number; readonly ahead: number } {
  switch (node.type) {
    case 'Pattern':
    case 'Group':
    case 'CapturingGroup':
    case 'Alternative': {
      const inside = ('alternatives' in node ? node.alternatives : node.elements).map(sightOf);
      return { behind: Math.max(0, ...inside.map(({ behind }) => behind)), ahead: Math.max(0, ...inside.map(({ ahead }) => ahead)) };
    }
    case 'Quantifier':
      return sightOf(node.element);
    case 'Assertion': {
      if (!('alternatives' in node)) return { behind: 1, ahead: 1 };
      // What stands in it looks from where it stands.
      const all = node.alternatives.map((each) => ({ width: longestOf(each), ...sightOf(each) }));
      const isAhead = node.kind === 'lookahead';
      return { behind: Math.max(0, ...all.map(({ width, behind }) => (isAhead ? 0 : width) + behind)), ahead: Math.max(0, ...all.map(({ width, ahead }) => (isAhead ? width : 0) + ahead)) };
    }
    default:
      return { behind: 0, ahead: 0 };
  }
}

function mostBeforeAnchor(tree: AST.Pattern, anchors: readonly string[], ignoreCase: boolean, longest: number): number {
  const fold = (text: string): string => (ignoreCase ? text.toLowerCase() : text);
  const wanted = anchors.map(fold);
  const ways = expand(tree);
  if (ways === undefined) return longest;
  return Math.max(...ways.map((way) => beforeAnchor(way, wanted, fold)));
}

function beforeAnchor(way: readonly Token[], wanted: readonly string[], fold: (text: string) => string): number {
  let before = 0;
  let run = '';
  for (const token of [...way, { gap: 0 }]) {
    if (typeof token === 'string') {
      run += fold(token);
      continue;
    }
    const hit = firstIndexOf(run, wanted);
    if (hit !== undefined) return before + hit;
    before += run.length + token.gap;
    run = '';
  }
  const shape = way.map((token) => (typeof token === 'string' ? token : '…')).join('');
  throw new Error(`a match of the form ${shape} holds none of the anchors`);
}

function firstIndexOf(run: string, wanted: readonly string[]): number | undefined {
  const hits = wanted.map((anchor) => run.indexOf(anchor)).filter((index) => index >= 0);
  return hits.length === 0 ? undefined : Math.min(...hits);
}

/** Every way to write the pattern as known characters and gaps; where the ways become too many, what follows is a gap. Undefined: there are too many from the start. */
export function expand(node: Node): Token[][] | undefined {
  switch (node.type) {
    case 'Pattern':
    case 'Group':
    case 'CapturingGroup':
      return flatten(node.alternatives.map(expand));
    case 'Alternative':
      return node.elements.reduce<Token[][]>((ways, element) => join(ways, expand(element)) ?? ways.map((way) => [...way, { gap: longestOf(element), node: element }]), [[]]);
    case 'Character':
      return [[String.fromCharCode(node.value)]];
    case 'CharacterClass':
      return expandClass(node);
    case 'Quantifier':
      return expandQuantifier(node);
    case 'Assertion':
      return [[]];
    default:
      return [[{ gap: 1, node }]];
  }
}

function expandClass(node: AST.CharacterClass): Token[][] {
  const characters: string[] = [];
  for (const element of node.elements) if (element.type === 'Character') characters.push(String.fromCharCode(element.value));
  if (node.negate || characters.length < node.elements.length || characters.length > largestClass) return [[{ gap: 1, node }]];
  return characters.map((character) => [character]);
}

function expandQuantifier(node: AST.Quantifier): Token[][] | undefined {
  const gap: Token[][] = [[{ gap: longestOf(node), node }]];
  if (node.max > 1 && node.min !== node.max) return gap;
  if (node.max > 4) return gap;
  const once = expand(node.element);
  if (node.max === 0) return [[]];
  if (node.min === 0) return flatten([[[]], once]);
  return Array.from({ length: node.max }).reduce<Token[][] | undefined>((ways) => join(ways, once), [[]]);
}

function flatten(parts: readonly (Token[][] | undefined)[]): Token[][] | undefined {
  const all: Token[][] = [];
  for (const part of parts) {
    if (part === undefined) return undefined;
    all.push(...part);
  }
  return all.length > mostExpansions ? undefined : all;
}

function join(left: Token[][] | undefined, right: Token[][] | undefined): Token[][] | undefined {
  if (left === undefined || right === undefined || left.length * right.length > mostExpansions) return undefined;
  return left.flatMap((head) => right.map((tail) => [...head, ...tail]));
}
