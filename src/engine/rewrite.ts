// Texts in which some places stand for others: escapes are replaced by what they mean, joints between literals by nothing.
// What comes out knows where each of its bytes came from.

import { deriveLayer } from './layer.js';
import type { Layer, Making, Range } from './layer.js';
import type { Rewriting } from './seeds.js';

/** One way of writing: which places are replaced, and by what. */
interface Manner {
  readonly making: Making;
  readonly places: RegExp;
  /** @returns undefined: the place stays as it is */
  readonly meaning: (place: RegExpExecArray) => string | undefined;
  /** Where alone places count. */
  readonly within?: (text: string) => readonly Range[];
}

const nothing = (): string => '';
/** Of two literals side by side the quotes are alike, or nothing stands between them, as in shells. */
const closeSame = ([all, closing, opening]: RegExpExecArray): string | undefined => (closing === opening || all.length === 2 ? '' : undefined);

/** Between two literals: a quote, an operator or none, a quote. */
const literals = (operator: string): string => String.raw`\\?(["'${'`'}])[ \t\r\n]{0,64}(?:${operator})[ \t\r\n]{0,64}[frbuLFRBU@$]{0,2}\\?(["'${'`'}])`;
/** As languages have them, `_` and a backtick where a line is broken behind one. */
const operators = String.raw`(?:\+{1,2}|\.{1,2}|&|\|\||<>|<<|\^|~)[ \t]{0,4}(?:[_${'`'}]\r?\n)?|\\\r?\n|\.concat\(|`;
const brokenLine = String.raw`[ \t]{0,8}\\\r?\n[ \t]{0,64}|(?<=[\w+/=.-])\^\r?\n[ \t]{0,64}`;
const joint = new RegExp(`${literals(operators)}|${String.raw`\$\{\s{0,8}\\?["'${'`'}]|\\?["'${'`'}]\s{0,8}\}(?:\$\{\s{0,8}\\?["'${'`'}]|(?=[\w+/=.${'`'}-]))`}|${brokenLine}`, 'g');
const literal = String.raw`(?:"[!#-+\--~]{0,256}"|'[!-&(-+\--~]{0,256}')`;
const list = new RegExp(`${literal}(?:\\s{0,64},\\s{0,64}${literal})+`, 'g');
/** A list is a text only where it is joined with nothing: `[…].join('')`, `''.join([…])`, `implode('', […])`, `{…}, "")`. */
const joinedBehind = /^\s{0,64},?\s{0,64}[\])}]\s{0,8}(?:\.\s{0,64}join\(\s{0,8}(?:''|"")|,\s{0,8}""\s{0,8}\)|\s-join\s{0,8}(?:''|""))/;
const joiner = String.raw`(?:(?:''|"")\s{0,8}\.\s{0,8}join\(\s{0,8}[[(]|(?:\b[\w:]{1,20}\.)?(?:(?:implode|\b[jJ]oin)\(\s{0,8}(?:(?:''|"")\s{0,8},\s{0,8}(?:\[|array\(|new\s{0,8}\w{0,8}\[\]\s{0,8}\{)?|\[\]string\{)|\b(?:[cC]oncat|CONCAT|paste0)\())`;
const joinedBefore = new RegExp(`${joiner}\\s{0,64}$`);
/** Between two items, and what is called to join them, which stands between a name and its value. */
const item = new RegExp(`${literals(',')}|${joiner}\\s{0,64}(?=["'])`, 'g');

function findLists(text: string): Range[] {
  return [...text.matchAll(list)].flatMap(({ index, 0: all }) => {
    const end = index + all.length;
    const opening = joinedBefore.exec(text.slice(Math.max(0, index - 256), index))?.[0].length;
    return opening === undefined && !joinedBehind.test(text.slice(end, end + 256)) ? [] : [{ start: index - (opening ?? 0), end }];
  });
}

const manners: Readonly<Record<Rewriting, Manner>> = {
  percent: {
    making: 'rewritten',
    places: /%(?:([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4}))/g,
    meaning: ([, pair, four = '']) => (pair === undefined ? writeCharacter(parseInt(four, 16)) : String.fromCharCode(parseInt(pair, 16))),
  },
  escapes: {
    making: 'rewritten',
    places: /\\{1,2}(?:u([0-9A-Fa-f]{4})|[ux]\{([0-9A-Fa-f]{1,6})\}|x([0-9A-Fa-f]{2})|U([0-9A-Fa-f]{8})|([0-3][0-7]{2})|([/:=]))/g,
    meaning: ([, four, braced, two, eight, octal, slash]) =>
      slash ?? (octal !== undefined ? String.fromCharCode(parseInt(octal, 8)) : two !== undefined ? String.fromCharCode(parseInt(two, 16)) : writeCharacter(parseInt(four ?? braced ?? eight ?? '', 16))),
  },
  html: {
    making: 'rewritten',
    places: /&(?:#[xX]([0-9A-Fa-f]{1,8})(?:;|(?![0-9A-Fa-f]))|#([0-9]{1,8})(?:;|(?![0-9]))|([A-Za-z]{2,8});)/g,
    meaning: ([, hexadecimal, decimal, name]) => (name === undefined ? writeCharacter(hexadecimal === undefined ? parseInt(decimal ?? '', 10) : parseInt(hexadecimal, 16)) : entities[name]),
  },
  'quoted-printable': {
    making: 'rewritten',
    places: /=(?:[ \t]{0,8}\r?\n|([0-9A-F]{2}))/g,
    meaning: (place) => (place[1] !== undefined ? String.fromCharCode(parseInt(place[1], 16)) : isSoftBreak(place) ? '' : undefined),
  },
  'zero-width': { making: 'rewritten', places: /\xe2\x80[\x8b-\x8f\xaa-\xae]|\xe2\x81[\xa0-\xa4]|\xef\xbb\xbf|\xc2\xad/g, meaning: nothing },
  colours: { making: 'rewritten', places: /(?:\x1b|\\e|\\033|\\x1[bB]|\^\[)\[[0-?]{0,24}[ -/]{0,2}[@-~]|\x1b\][^\x07\x1b]{0,256}(?:\x07|\x1b\\)/g, meaning: nothing },
  joined: { making: 'joined', places: joint, meaning: closeSame },
  listed: { making: 'joined', places: item, meaning: closeSame, within: findLists },
  folded: { making: 'folded', places: /(?<=[\w+/=.~-])(?<![|>][+-]?)\r?\n([ \t>#*+]{0,64})(?=[\w+/.~-])/g, meaning: foldLine },
};

/** Entities (WHATWG HTML, named character references) of what stands in keys or cannot be seen. */
const entities: Readonly<Record<string, string>> = {
  amp: '&', quot: '"', apos: "'", lt: '<', gt: '>', plus: '+', sol: '/', equals: '=', lowbar: '_', hyphen: '-', period: '.', colon: ':', commat: '@', percnt: '%',
  shy: '', zwj: '', zwnj: '', nbsp: '\xc2\xa0', NewLine: '\n', Tab: '\t',
};

/** @returns the window with its places replaced; undefined: there is none */
export function rewrite(parent: Layer, rewriting: Rewriting, window: Range): Layer | undefined {
  const { making, places, meaning, within } = manners[rewriting];
  const text = parent.text.slice(window.start, window.end);
  const ranges = within?.(text);
  if (ranges?.length === 0) return undefined;
  const out: string[] = [];
  const map = makeMap(window.start);
  let at = 0;
  places.lastIndex = 0;
  for (let place = places.exec(text); place !== null; place = places.exec(text)) {
    const { index } = place;
    const means = ranges === undefined || ranges.some(({ start, end }) => start <= index && index < end) ? meaning(place) : undefined;
    if (means === undefined) {
      // The closing quote of one literal may open the next joint.
      places.lastIndex = place.index + 1;
      continue;
    }
    out.push(text.slice(at, place.index), means);
    map.keep(place.index - at);
    map.replace(place[0].length, means.length);
    at = place.index + place[0].length;
  }
  if (at === 0) return undefined;
  out.push(text.slice(at));
  map.keep(text.length - at);
  return deriveLayer(parent, Buffer.from(out.join(''), 'latin1'), rewriting === 'listed' ? 'joined' : rewriting, making, map.origin);
}

/** A line goes on in the next where that is one word, indented; a line that stands alone itself, where both are indented or quoted alike. One that ends with a row of an encoding goes on in any. */
function foldLine({ input, index, 0: all, 1: indent = '' }: RegExpExecArray): string | undefined {
  const line = input.slice(Math.max(0, input.lastIndexOf('\n', index - 1) + 1, index - longestFolded), index);
  const own = /^[ \t>#*+]*/.exec(line)?.[0] ?? '';
  const alone = /^[\w+/=.~-]*$/.test(line.slice(own.length));
  if (wideRow.test(line)) return '';
  if (!oneWord.test(input.slice(index + all.length, index + all.length + longestFolded))) return undefined;
  return (alone ? own === indent && indent !== '' : indent.length > own.length || /^\s+$/.test(indent)) ? '' : undefined;
}

const longestFolded = 512;
const wideRow = /[\w+/=.~-]{60}$/;
const oneWord = /^[\w+/.~-]{1,400}={0,2}["'`]?[,;)}\]]{0,3}[ \t]{0,8}(?:\r?\n|$)/;

/** Longest line of quoted-printable (RFC 2045, 6.7), and a little more. */
const longestQuoted = 78;

/** Not the padding of base64 at a line's end: in a text that is quoted every `=` is one, and lines are short. */
function isSoftBreak({ input, index, 0: mark }: RegExpExecArray): boolean {
  const before = input.slice(Math.max(0, index - longestQuoted), index);
  const behind = input.slice(index + mark.length, index + mark.length + longestQuoted);
  const end = behind.indexOf('\n');
  const above = before.slice(before.lastIndexOf('\n') + 1);
  return above.length < longestQuoted && ![above, end < 0 ? behind.replace(/=.?$/, '') : behind.slice(0, end)].some((line) => /=(?![0-9A-F]{2}|[ \t]*\r?$)/.test(line));
}

/** As UTF-8, a character a byte. */
function writeCharacter(code: number): string {
  return code < 0x80 ? String.fromCharCode(code) : code > 0x10ffff ? '?' : Buffer.from(String.fromCodePoint(code), 'utf8').toString('latin1');
}

interface PlaceMap {
  /** The next bytes are the same on both sides. */
  keep(length: number): void;
  /** The next bytes stand for others. */
  replace(length: number, by: number): void;
  readonly origin: (range: Range) => Range;
}

/** Stretches of bytes, kept or replaced, by where they begin here and there. What stands for nothing is in none. */
function makeMap(start: number): PlaceMap {
  const stretches: { readonly here: number; readonly there: number; readonly width: number; readonly kept: boolean }[] = [];
  let here = 0;
  let there = start;
  const add = (width: number, length: number, kept: boolean): void => {
    if (length > 0) stretches.push({ here, there, width, kept });
    here += length;
    there += width;
  };
  const find = (offset: number): (typeof stretches)[number] | undefined => {
    let low = 0;
    let high = stretches.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((stretches[middle]?.here ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return stretches[low];
  };
  return {
    keep: (length) => add(length, length, true),
    replace: (length, by) => add(length, by, false),
    origin({ start: first, end }) {
      const opening = find(first);
      const closing = find(Math.max(first, end - 1));
      if (opening === undefined || closing === undefined) return { start, end: start };
      return {
        start: opening.there + (opening.kept ? first - opening.here : 0),
        end: closing.there + (closing.kept ? end - closing.here : closing.width),
      };
    },
  };
}
