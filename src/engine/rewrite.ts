// Texts in which some places stand for others: escapes are replaced by what they mean, joints between literals by nothing.
// What comes out knows where each of its bytes came from.

import { deriveLayer } from './layer.js';
import type { Layer, Making, Range } from './layer.js';
import type { Rewriting } from './seeds.js';
import { makeMap } from './stretches.js';

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
/** Of two literals side by side the quotes are alike, or nothing stands between them, as in shells. What a format takes does not go on with it: `printf '%s' 'key'`. */
const closeSame = ({ input, index, 0: all, 1: closing, 2: opening }: RegExpExecArray): string | undefined => ((closing === opening || all.length === 2) && !/%[sqvdib](?:\\n)?$/.test(input.slice(Math.max(0, index - 4), index)) ? '' : undefined);

/** Blanks, and comments among them. */
const gap = String.raw`[ \t\r\n]{0,64}(?:(?:/\*[^*]{0,80}\*/|(?://|#|--)[^\r\n]{0,100}\n)[ \t\r\n]{0,64}){0,3}`;
/** Between two literals: a quote, an operator or none, a quote. */
const literals = (operator: string, unless = ''): string => String.raw`\\?(["'${'`'}])${unless}${gap}(?:${operator})${gap}[frbuLFRBU@$]{0,2}\\?(["'${'`'}])`;
/** As languages have them, `_` and a backtick where a line is broken behind one. */
const operators = String.raw`,[ \t]{0,4}\.{3}[ \t]{0,4}\r?\n|[A-Z][A-Z0-9_]{2,24}[ \t]|\)?[ \t\r\n]{0,64}\.(?:append|concat)\(|\)?;?[ \t\r\n]{0,64}(?:[A-Za-z_][\w.]{0,40}\.)?(?:[aA]ppend|push|write)\(|;?[ \t]{0,8}\r?\n[ \t]{0,64}\$?[A-Za-z_][\w.]{0,60}[ \t]{0,8}(?:\+=|\.=|<<)|\)?[ \t\r\n]{0,64}(?:\+{1,2}|\.{1,2}|&|\|\||<>|<<|\^|~)[ \t]{0,4}(?:[_${'`'}]\r?\n)?|\\\r?\n|`;
const brokenLine = String.raw`(?:(?<![ \t])[ \t]{1,8})?\\\r?\n[ \t]{0,64}|(?<=[\w+/=.-])[\^%]\r?\n[ \t]{0,64}`;
/** What stands behind most quotes, and before no operator: told before the ways to join are tried one by one. */
const noJoint = String.raw`(?![ 	
]{0,64}(?:[:=?!*%>({}\]0-9]|,(?![ 	]{0,4}\.{3})))`;
const joint = new RegExp(`${literals(operators, noJoint)}|${String.raw`\$\{\s{0,8}\\?["'${'`'}]|\\?["'${'`'}]\s{0,8}\}(?:\$\{\s{0,8}\\?["'${'`'}]|(?=[\w+/=.${'`'}-]))`}|${brokenLine}`, 'g');
const literal = String.raw`(?:"[!#-+\--~]{0,256}"|'[!-&(-+\--~]{0,256}')`;
const list = new RegExp(`${literal}(?:\\s{0,64},\\s{0,64}${literal})+`, 'g');
/** A list is a text only where it is joined with nothing: `[…].join('')`, `''.join([…])`, `implode('', […])`, `{…}, "")`. */
const joinedBehind = /^\s{0,64},?\s{0,64}[\])}]\s{0,8}(?:\.\s{0,64}(?:join\(\s{0,8}(?:''|"")|reduce\()|,\s{0,8}""\s{0,8}\)|\s-join\s{0,8}(?:''|""))|^\s{1,8}-join\s{0,8}(?:''|"")/;
/** Or where it is what a text of placeholders alone is filled with: `"{}{}".format(…)`, `sprintf("%s%s", …)`. */
const placeholders = String.raw`(?:"(?:%[sv@]|\{\d?\}){2,8}"|'(?:%[sv@]|\{\d?\}){2,8}')`;
const filled = new RegExp(String.raw`^${placeholders}\s{0,8},\s{0,64}`);
const call = /\b[\w.:]{1,32}\(\s{0,8}$/;
const joiner = String.raw`(?:(?:''|"")\s{0,8}\.\s{0,8}join\(\s{0,8}[[(]|${placeholders}\.format\(|\b[\w.:]{1,32}\(\s{0,8}${placeholders}\s{0,8},|(?:\b[\w:]{1,20}\.)?(?:(?:implode|\b[jJ]oin)\(\s{0,8}(?:(?:''|"")\s{0,8},\s{0,8}(?:\[|array\(|new\s{0,8}\w{0,8}\[\]\s{0,8}\{)?|\[\]string\{)|\b(?:[cC]oncat!?|CONCAT|paste0)\())`;
const joinedBefore = new RegExp(`${joiner}\\s{0,64}$`);
/** Between two items, and what is called to join them, which stands between a name and its value. */
const item = new RegExp(`${literals(',')}|${joiner}\\s{0,64}(?=["'])`, 'g');

function findLists(text: string): Range[] {
  return [...text.matchAll(list)].flatMap(({ index, 0: all }) => {
    const end = index + all.length;
    const before = text.slice(Math.max(0, index - 256), index);
    if (filled.test(all) && call.test(before)) return [{ start: index - (call.exec(before)?.[0].length ?? 0), end }];
    // What is joined with nothing may stand first: `join('', 'a', 'b')`.
    const first = /^(?:''|"")\s{0,8},\s{0,64}/.exec(all)?.[0] ?? '';
    const found = joinedBefore.exec(before + first)?.[0].length;
    const opening = found === undefined ? undefined : found - first.length;
    return opening === undefined && !joinedBehind.test(text.slice(end, end + 256)) ? [] : [{ start: index - (opening ?? 0), end }];
  });
}

/** What is replaced wherever it stands. */
export type Everywhere = Exclude<Rewriting, 'numbers' | 'assigned' | 'supposed' | 'turned' | 'letters' | 'printed' | 'armor'>;

const manners: Readonly<Record<Everywhere, Manner>> = {
  percent: {
    making: 'rewritten',
    places: /%(?:([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4}))/g,
    meaning: ([, pair, four = '']) => (pair === undefined ? writeCharacter(parseInt(four, 16)) : String.fromCharCode(parseInt(pair, 16))),
  },
  escapes: {
    making: 'rewritten',
    places: /\\{1,2}(?:(?:u|00(?=00[0-9A-Fa-f]{2}))([0-9A-Fa-f]{4})|[ux]\{([0-9A-Fa-f]{1,6})\}|x([0-9A-Fa-f]{2})|U([0-9A-Fa-f]{8})|([0-3][0-7]{2})|([/:=_.+~-]))/g,
    meaning: ([, four, braced, two, eight, octal, slash]) =>
      slash ?? (octal !== undefined ? String.fromCharCode(parseInt(octal, 8)) : two !== undefined ? String.fromCharCode(parseInt(two, 16)) : writeCharacter(parseInt(four ?? braced ?? eight ?? '', 16))),
  },
  decimals: {
    making: 'rewritten',
    places: /\\{1,2}(0?[3-9][0-9]|1[0-2][0-9])/g,
    meaning: ([, code = '']) => (parseInt(code, 10) < 0x7f ? String.fromCharCode(parseInt(code, 10)) : undefined),
  },
  'utf-7': { making: 'rewritten', places: /\+([A-Za-z0-9+/]{2,400})-|\+-/g, meaning: ([, letters]) => (letters === undefined ? '+' : readUtf7(letters)) },
  markup: { making: 'joined', places: /(?<=[\w+/=.~-])(?:<\/?(?:[A-Za-z]{1,12}:)?[A-Za-z]{1,12}\d?(?:\s[^<>]{0,300})?\/?>){1,24}(?=[\w+/=.~-])/g, meaning: ([all]) => (isInline(all) ? '' : undefined) },
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
  colours: { making: 'rewritten', places: /(?:\x1b|\\e|\\033|\\x1[bB]|\^\[)\[[0-?]{0,24}[ -/]{0,2}[@-~]|\x1b\][^\x07\x1b]{0,256}(?:\x07|\x1b\\)|([!-~])\x08(?=\1)|_\x08/g, meaning: nothing },
  joined: { making: 'joined', places: joint, meaning: closeSame },
  listed: { making: 'joined', places: item, meaning: closeSame, within: findLists },
  folded: { making: 'folded', places: /(?<=[\w+/=.~-])(?<![|>][+-]?)\r?\n([ \t>#*+]{0,64})(?=[\w+/.~-])/g, meaning: foldLine },
};

/** Base64 of UTF-16 (RFC 2152); undefined: it means no letters. */
function readUtf7(letters: string): string | undefined {
  const bytes = Buffer.from(letters, 'base64');
  const text = Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2))).swap16().toString('utf16le');
  return /^[ -~\r\n\t]+$/.test(text) ? text : undefined;
}

/** Tags behind which a word goes on: what marks a part of it, the runs of Office, and what says how they look. No new paragraph, cell, or element of a list. */
function isInline(tags: string): boolean {
  return tags.split(/(?<=>)/).every((tag) => inline.test(tag));
}

const inline = /^<\/?(?:(?:b|i|u|s|em|strong|span|wbr|mark|font|code|tt|small|big|sub|sup|ins|del|a|q|var|kbd|samp|nobr|bdi|bdo|text:span|text:s|text:soft-page-break|si|rPh|phoneticPr)\b|(?:[a-z]:)?(?:t|r|rPr|proofErr|lang|color|sz|szCs|rFonts|noProof|highlight|bookmarkStart|bookmarkEnd|bCs|iCs|shd|kern|spacing|lastRenderedPageBreak|rStyle|latin|ea|cs|solidFill|srgbClr|schemeClr|hlinkClick|hyperlink|ins|family|charset|scheme|vertAlign)\b)/;

/** Entities (WHATWG HTML, named character references) of what stands in keys or cannot be seen. */
const entities: Readonly<Record<string, string>> = {
  amp: '&', quot: '"', apos: "'", lt: '<', gt: '>', plus: '+', sol: '/', equals: '=', lowbar: '_', hyphen: '-', period: '.', colon: ':', commat: '@', percnt: '%',
  shy: '', zwj: '', zwnj: '', nbsp: '\xc2\xa0', NewLine: '\n', Tab: '\t',
};

/** @returns the window with its places replaced; undefined: there is none */
export function rewrite(parent: Layer, rewriting: Everywhere, window: Range): Layer | undefined {
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

/** What stands between a name and its value; `until`: where the value is known to end. */
export interface Place extends Range {
  readonly until?: number;
}

/** What stands between a name and its value, as rules know it. @param making how sure that is */
export function assign(parent: Layer, window: Range, places: readonly Place[], making: Making): Layer {
  const text = parent.text.slice(window.start, window.end);
  const out: string[] = [];
  const map = makeMap(window.start);
  let at = 0;
  for (const { start, end, until } of places) {
    out.push(text.slice(at, start), '="');
    map.keep(start - at);
    map.replace(end - start, 2);
    at = end;
    if (until === undefined) continue;
    out.push(text.slice(end, until), '"');
    map.keep(until - end);
    map.replace(0, 1);
    at = until;
  }
  out.push(text.slice(at));
  map.keep(text.length - at);
  return deriveLayer(parent, Buffer.from(out.join(''), 'latin1'), 'assigned', making, map.origin);
}

/** A line goes on in the next where that is one word, indented; a line that stands alone itself, where both are indented or quoted alike. One that ends with a row of an encoding goes on in any. */
function foldLine({ input, index, 0: all, 1: indent = '' }: RegExpExecArray): string | undefined {
  const line = input.slice(Math.max(0, input.lastIndexOf('\n', index - 1) + 1, index - longestFolded), index);
  const own = /^[ \t>#*+]*/.exec(line)?.[0] ?? '';
  const alone = /^[\w+/=.~-]*$/.test(line.slice(own.length));
  const below = input.slice(index + all.length, index + all.length + longestFolded);
  if (line.length >= widest && wideRow.test(line.slice(-widest))) return ownName.test(below) ? undefined : '';
  if (!oneWord.test(below)) return undefined;
  return (alone ? own === indent && indent !== '' : indent.length > own.length || /^\s+$/.test(indent)) ? '' : undefined;
}

const longestFolded = 512;
/** Letters of a row of an encoding. */
const widest = 60;
const wideRow = /^[\w+/=.~-]*$/;
/** What stands below has a value of its own. */
const ownName = /^[\w+/.~-]{1,400}:\s/;
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
