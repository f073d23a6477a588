// What can be asked of the bytes around an anchor before a pattern runs, and costs next to nothing: what must follow it (`pat`
// begins many words, but few of fourteen letters and digits), with which bytes a match begins, and that somewhere there are
// as many bytes in a row as the secret has, of the kinds that it has. Worked out from the syntax tree.

import { weaken, writeBytes } from '../model/sequel.js';
import type { Rule } from '../model/rule.js';
import type { Run, Sequel } from '../model/sequel.js';
import { expand, findSecret, parsePattern, shortest } from './measure.js';
import type { Gap, Node, Token } from './measure.js';

/** Asking for more spares nothing. */
const mostLeast = 24;
/** A byte that is looked for, rare enough to decide by itself, and how far away at most. */
const sought = '@';
const mostWithin = 255;
/** What ends a word: nothing that is asked for goes on behind it. */
const ending = /[\s"'`<>(){}[\]\\]/;

/** What is absent cannot be asked. */
export type Hurdles = Pick<Rule, 'sequel' | 'lead' | 'body'>;

export function findHurdles(pattern: string, anchors: readonly string[], ignoreCase: boolean): Hurdles {
  const tree = parsePattern(pattern);
  const ways = expand(tree);
  const fold = (text: string): string => (ignoreCase ? text.toLowerCase() : text);
  const sequel = ways === undefined ? undefined : weaken(ways.flatMap((way) => sequelsOf(way, anchors, fold, ignoreCase)));
  const lead = ways === undefined ? undefined : findLead(ways, ignoreCase);
  const body = findBody(tree, ignoreCase);
  return { ...(sequel === undefined ? {} : { sequel }), ...(lead === undefined ? {} : { lead }), ...(body === undefined ? {} : { body }) };
}

/** The bytes that a secret is made of, and how many there are at least; undefined: it can be anything. */
function findBody(tree: Node, ignoreCase: boolean): Run | undefined {
  const secret = findSecret(tree);
  const source = secret === undefined ? undefined : classesOf(secret);
  if (secret === undefined || source === undefined) return undefined;
  return { bytes: writeBytes(lettersOf(source, ignoreCase).bytes), least: shortest(secret) };
}

/** The bytes that a match begins with, first and second. */
function findLead(ways: readonly (readonly Token[])[], ignoreCase: boolean): readonly [string, string] | undefined {
  const first = new Set<readonly boolean[]>();
  const second = new Set<readonly boolean[]>();
  for (const way of ways) {
    const lead = leadOf(way, ignoreCase);
    if (lead === undefined) return undefined;
    first.add(lead[0]);
    second.add(lead[1]);
  }
  const join = (sets: Iterable<readonly boolean[]>): string => writeBytes(Array.from({ length: 256 }, (_, byte) => [...sets].some((set) => set[byte] === true)));
  return [join(first), join(second)];
}

function leadOf(way: readonly Token[], ignoreCase: boolean): [readonly boolean[], readonly boolean[]] | undefined {
  const [first, second] = way;
  const one = first === undefined ? undefined : lettersIn(first, ignoreCase)?.bytes;
  if (first === undefined || one === undefined || shortestOf(first) === 0) return undefined;
  if (typeof first !== 'string' && first.gap > 1) return [one, second === undefined || shortestOf(first) > 1 ? one : anything];
  const two = second === undefined || shortestOf(second) === 0 ? undefined : lettersIn(second, ignoreCase)?.bytes;
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
    const may = lettersIn(token, ignoreCase);
    if (may === undefined || may.ends || least >= mostLeast) break;
    for (const byte of may.list) bytes[byte] = true;
    least += shortestOf(token);
    most += typeof token === 'string' ? 1 : token.gap;
    if (token === sought && most <= mostWithin) return { bytes: writeBytes(bytes), least: 0, until: token.charCodeAt(0), within: most };
  }
  return least === 0 ? undefined : { bytes: writeBytes(bytes), least: Math.min(least, mostLeast) };
}

/** Bytes that can stand at a place. */
interface Letters {
  readonly bytes: readonly boolean[];
  readonly list: readonly number[];
  /** A word may end there. */
  readonly ends: boolean;
}

/** Patterns have thousands of ways, made of the same few classes. */
const known = new Map<string, Letters>();
const knownNodes = new WeakMap<Node, { readonly letters: Letters | undefined; readonly ignoreCase: boolean }>();

function lettersIn(token: Token, ignoreCase: boolean): Letters | undefined {
  if (typeof token === 'string') return lettersOf([escape(token)], ignoreCase);
  if (token.node === undefined) return undefined;
  const before = knownNodes.get(token.node);
  if (before?.ignoreCase === ignoreCase) return before.letters;
  const source = classesOf(token.node);
  const letters = source === undefined ? undefined : lettersOf(source, ignoreCase);
  knownNodes.set(token.node, { letters, ignoreCase });
  return letters;
}

function lettersOf(classes: readonly string[], ignoreCase: boolean): Letters {
  const source = [...new Set(classes)].sort().join('|');
  const key = `${ignoreCase} ${source}`;
  let letters = known.get(key);
  if (letters === undefined) {
    const expression = new RegExp(`^(?:${source})$`, ignoreCase ? 'is' : 's');
    const bytes = Array.from({ length: 256 }, (_, byte) => classes.length > 0 && expression.test(String.fromCharCode(byte)));
    const list = bytes.flatMap((is, byte) => (is ? [byte] : []));
    known.set(key, (letters = { bytes, list, ends: list.some((byte) => ending.test(String.fromCharCode(byte))) }));
  }
  return letters;
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
