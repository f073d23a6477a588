// What can be asked of the bytes around an anchor before a pattern runs, and costs next to nothing: what must follow it (`pat`
// begins many words, but few of fourteen letters and digits), with which bytes a match begins, and that somewhere there are
// as many bytes in a row as the secret has, of the kinds that it has. Worked out from the syntax tree.

import { weaken, writeBytes } from '../model/sequel.js';
import type { Run, Sequel } from '../model/sequel.js';
import { expand, findSecret, parsePattern } from './measure.js';
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

/** The bytes that a secret is made of, and how many there are at least; undefined: it can be anything. */
export function findBody(pattern: string, ignoreCase: boolean): Run | undefined {
  const secret = findSecret(parsePattern(pattern));
  const source = secret === undefined ? undefined : classesOf(secret);
  if (secret === undefined || source === undefined) return undefined;
  return { bytes: writeBytes(testAll(source, ignoreCase)), least: shortest(secret) };
}

/** The bytes that a match begins with, first and second. */
export function findLead(pattern: string, ignoreCase: boolean): readonly [string, string] | undefined {
  const ways = expand(parsePattern(pattern));
  if (ways === undefined) return undefined;
  const leads = ways.map((way) => leadOf(way, ignoreCase));
  const join = (place: 0 | 1): string => writeBytes(Array.from({ length: 256 }, (_, byte) => leads.some((lead) => lead?.[place][byte] === true)));
  return leads.includes(undefined) ? undefined : [join(0), join(1)];
}

function leadOf(way: readonly Token[], ignoreCase: boolean): [readonly boolean[], readonly boolean[]] | undefined {
  const [first, second] = way;
  const one = first === undefined ? undefined : bytesOf(first, ignoreCase);
  if (first === undefined || one === undefined || shortestOf(first) === 0) return undefined;
  if (typeof first !== 'string' && first.gap > 1) return [one, second === undefined || shortestOf(first) > 1 ? one : anything];
  const two = second === undefined || shortestOf(second) === 0 ? undefined : bytesOf(second, ignoreCase);
  return [one, two ?? anything];
}

const anything: readonly boolean[] = Array.from({ length: 256 }, () => true);

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
  return source === undefined ? undefined : testAll(source, ignoreCase);
}

function testAll(classes: readonly string[], ignoreCase: boolean): boolean[] {
  const expression = new RegExp(`^(?:${[...new Set(classes)].join('|')})$`, ignoreCase ? 'is' : 's');
  return Array.from({ length: 256 }, (_, byte) => classes.length > 0 && expression.test(String.fromCharCode(byte)));
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

function shortest(node: Node): number {
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
