// What must stand behind an anchor so that it can belong to a match: so many bytes of certain classes, perhaps up to a certain
// byte. `pat` begins many words, but few of fourteen letters and digits. The prefilter asks before it tells of an anchor.
//
// Worked out from the syntax tree, for the anchor from which a rule's starts are counted in each way to write the pattern.

import type { AST } from '@eslint-community/regexpp';
import { weaken, writeBytes } from '../model/sequel.js';
import type { Sequel } from '../model/sequel.js';
import { expand, parsePattern } from './measure.js';
import type { Gap, Node, Token } from './measure.js';

/** Asking for more spares nothing. */
const mostLeast = 24;
/** A byte that is looked for, rare enough to decide by itself, and how far away at most. */
const sought = '@';
const mostWithin = 255;
/** What ends a word: nothing that is asked for goes on behind it. */
const ending = /[\s"'`<>(){}[\]\\]/;

/** @returns undefined: there is nothing to ask */
export function findSequel(pattern: string, anchors: readonly string[], ignoreCase: boolean): Sequel | undefined {
  const fold = (text: string): string => (ignoreCase ? text.toLowerCase() : text);
  const ways = expand(parsePattern(pattern));
  if (ways === undefined) return undefined;
  return weaken(ways.flatMap((way) => sequelsOf(way, anchors, fold, ignoreCase)));
}

/** For each anchor that stands first in this way to write the pattern. */
function sequelsOf(way: readonly Token[], anchors: readonly string[], fold: (text: string) => string, ignoreCase: boolean): (Sequel | undefined)[] {
  let run = '';
  for (let at = 0; at <= way.length; at += 1) {
    const token = way[at];
    if (typeof token === 'string') {
      run += fold(token);
      continue;
    }
    const first = Math.min(...anchors.map((anchor) => run.indexOf(anchor)).filter((index) => index >= 0));
    if (first !== Infinity) {
      return anchors.filter((anchor) => run.startsWith(anchor, first)).map((anchor) => follow([...run.slice(first + anchor.length), ...way.slice(at)], ignoreCase));
    }
    run = '';
  }
  return [undefined];
}

function follow(tokens: readonly Token[], ignoreCase: boolean): Sequel | undefined {
  const bytes = Array.from({ length: 256 }, () => false);
  let [least, most] = [0, 0];
  for (const token of tokens) {
    const may = bytesOf(token, ignoreCase);
    if (may === undefined || may.some((is, byte) => is && ending.test(String.fromCharCode(byte)))) break;
    may.forEach((is, byte) => { bytes[byte] ||= is; });
    least += shortestOf(token);
    most += typeof token === 'string' ? 1 : token.gap;
    if (token === sought && most <= mostWithin) return { bytes: writeBytes(bytes), least: 0, until: token.charCodeAt(0), within: most };
  }
  return least === 0 ? undefined : { bytes: writeBytes(bytes), least: Math.min(least, mostLeast) };
}

function bytesOf(token: Token, ignoreCase: boolean): readonly boolean[] | undefined {
  const source = typeof token === 'string' ? [escape(token)] : token.node === undefined ? undefined : classesOf(token.node);
  if (source === undefined) return undefined;
  const expression = new RegExp(`^(?:${source.join('|')})$`, ignoreCase ? 'i' : '');
  return Array.from({ length: 256 }, (_, byte) => expression.test(String.fromCharCode(byte)));
}

function escape(letter: string): string {
  return `\\x${letter.charCodeAt(0).toString(16).padStart(2, '0')}`;
}

/** Of every character that can stand somewhere in it. */
function classesOf(node: Node): string[] | undefined {
  switch (node.type) {
    case 'Pattern':
    case 'Group':
    case 'CapturingGroup':
      return collect(node.alternatives);
    case 'Alternative':
      return collect(node.elements);
    case 'Quantifier':
      return classesOf(node.element);
    case 'Assertion':
      return [];
    case 'Character':
      return [escape(String.fromCharCode(node.value))];
    case 'CharacterClass':
    case 'CharacterSet':
      return [node.raw];
    default:
      return undefined;
  }
}

function collect(nodes: readonly Node[]): string[] | undefined {
  const all = nodes.map(classesOf);
  return all.includes(undefined) ? undefined : all.flatMap((each) => each ?? []);
}

function shortestOf(token: Token): number {
  return typeof token === 'string' ? 1 : shortestGap(token);
}

function shortestGap({ node }: Gap): number {
  return node === undefined ? 0 : shortest(node);
}

function shortest(node: AST.Element | AST.Alternative): number {
  switch (node.type) {
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
