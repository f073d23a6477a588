// A pattern -> examples of what it matches, as templates: known letters stand as they are, the rest are holes, so that no key
// stands in them. Whether an example is really found is for the engine to say.

import type { AST } from '@eslint-community/regexpp';
import { listAlphabets } from '../examples.js';
import { parsePattern } from '../measure.js';

type Node = AST.Pattern | AST.Alternative | AST.Element;

/** The larger first; a hole draws from the largest that the class takes. */
const alphabets = listAlphabets().sort(([, left], [, right]) => right.length - left.length);
const usual = 24;
/** Where a pattern leaves a sign free, what is found around keys comes first. */
const signs = [...'=": \'', ...Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index)), '\n', '\t'];

/** @param variant any number: another one takes other ways where there are several */
export function writeSample(pattern: string, ignoreCase: boolean, variant: number): string {
  const flags = ignoreCase ? 'i' : '';
  const holes = new Map<string, string>();

  const write = (node: Node, inside: boolean): string => {
    switch (node.type) {
      case 'Pattern':
      case 'Group':
        return choose(node.alternatives, inside);
      case 'CapturingGroup':
        return node.name === 'secret' ? `«${choose(node.alternatives, true)}»` : choose(node.alternatives, inside);
      case 'Alternative':
        return node.elements.map((element) => write(element, inside)).join('');
      case 'Quantifier':
        return writeRepeat(node, inside);
      case 'Character':
        return String.fromCharCode(node.value);
      case 'CharacterClass':
      case 'CharacterSet':
        return writeClass(node.raw, 1, inside);
      default:
        return '';
    }
  };
  const choose = (ways: readonly AST.Alternative[], inside: boolean): string => {
    const way = ways[variant % ways.length];
    return way === undefined ? '' : write(way, inside);
  };
  const writeRepeat = ({ element, min, max }: AST.Quantifier, inside: boolean): string => {
    const count = inside ? Math.min(max, Math.max(min, max === 1 ? 0 : usual + variant)) : max > 0 && variant % 3 === 2 ? Math.max(min, 1) : min;
    if (element.type === 'CharacterClass' || element.type === 'CharacterSet') return writeClass(element.raw, count, inside);
    return Array.from({ length: Math.min(count, Math.max(min, 3)) }, () => write(element, inside)).join('');
  };
  const writeClass = (raw: string, count: number, inside: boolean): string => {
    if (count === 0) return '';
    const hole = inside || count > 3 ? findHole(raw) : '';
    if (hole !== '') return `{{${hole}:${count}}}`;
    const takes = new RegExp(`^(?:${raw})$`, flags);
    return (signs.find((sign) => takes.test(sign)) ?? '').repeat(count);
  };
  const findHole = (raw: string): string => {
    const takes = new RegExp(`^(?:${raw})$`, flags);
    const known = holes.get(raw) ?? alphabets.find(([, letters]) => [...letters].every((letter) => takes.test(letter)))?.[0] ?? '';
    holes.set(raw, known);
    return known;
  };

  return write(parsePattern(pattern), false);
}
