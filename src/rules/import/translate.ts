// RE2 (https://github.com/google/re2/wiki/Syntax) -> JavaScript as a rule's pattern takes it: without inline flags, one group that is
// the secret, every repetition bounded. It says what it changed, and refuses what has no equal.

export interface Translation {
  readonly pattern: string;
  readonly ignoreCase: boolean;
  /** What now means something else, as clauses. */
  readonly changes: readonly string[];
}

export interface Wish {
  /** Number of the group that is the secret; 0: the first, or the whole where there is none. */
  readonly group: number;
  /** Fold everything, also where only parts ask for it. */
  readonly foldAll: boolean;
  /** How far repetitions without a bound go: times this, 1 is usual. */
  readonly scale: number;
}

interface Flags {
  fold: boolean;
  dotAll: boolean;
  lines: boolean;
  lazy: boolean;
}

/** One part of the pattern: an atom as it is written, a group's sign, a repetition. */
type Token =
  | { readonly kind: 'atom'; readonly text: string; readonly folded: string; readonly letters: boolean; readonly fold: boolean; readonly reads: 'one' | 'blank' | 'any' | 'nothing' }
  | { readonly kind: 'open'; readonly text: string; readonly capture: number }
  | { readonly kind: 'close' | 'or' }
  | { readonly kind: 'repeat'; readonly least: number; readonly most: number; readonly lazy: boolean };

/** How often what nothing bounds is repeated: before the secret, in it, behind it. */
const bounds = { before: 128, inside: 2048, behind: 64 } as const;
const blankBound = 16;
const groupBound = 16;
const anyBound = 8192;

/** @throws Error saying what has no equal */
export function translate(source: string, wish: Wish): Translation {
  const changes = new Set<string>();
  const tokens = dropLeadingOptional(tokenize(source, changes));
  const captures = tokens.filter((token) => token.kind === 'open' && token.capture > 0).length;
  if (wish.group > captures) throw new Error(`secretGroup is ${wish.group}, and the pattern has ${captures} groups`);
  const secret = wish.group > 0 ? wish.group : captures > 0 ? 1 : 0;
  if (wish.group === 0 && captures > 1) changes.add(`of its ${captures} groups the first is taken as the secret`);
  const lettered = tokens.flatMap((token) => (token.kind === 'atom' && token.letters ? [token] : []));
  const some = lettered.some(({ fold }) => fold);
  const ignoreCase = some && (wish.foldAll || lettered.every(({ fold }) => fold));
  if (ignoreCase && !lettered.every(({ fold }) => fold)) changes.add('letter case is told apart nowhere in it');
  const pattern = write(tokens, secret, ignoreCase, wish.scale, changes);
  return { pattern: secret === 0 ? `(?<secret>${pattern})` : pattern, ignoreCase, changes: [...changes] };
}

function tokenize(source: string, changes: Set<string>): Token[] {
  const tokens: Token[] = [];
  const stack: Flags[] = [{ fold: false, dotAll: false, lines: false, lazy: false }];
  let captures = 0;
  for (let at = 0; at < source.length; ) {
    const flags = stack.at(-1);
    if (flags === undefined) throw new Error('a ) too many');
    const rest = source.slice(at);
    const group = /^\((\?(?:P?<[A-Za-z_]\w*>|[imsU]*(?:-[imsU]+)?[:)]|<?[=!]|>))?/.exec(rest);
    const repeat = /^(?:[*+?]|\{(\d+)(,?)(\d*)\})([?+])?/.exec(rest);
    if (group !== null) {
      const head = group[1] ?? '';
      if (head === '' && rest.startsWith('(?')) throw new Error(`the group ${rest.slice(0, 6)}… has no equal`);
      at += group[0].length;
      const set = /^\?([imsU]*)(?:-([imsU]+))?([:)])$/.exec(head);
      const inner = set === null ? { ...flags } : changeFlags(flags, set[1] ?? '', set[2] ?? '');
      if (set?.[3] === ')') {
        stack[stack.length - 1] = inner;
        continue;
      }
      stack.push(inner);
      if (head === '?>') changes.add('an atomic group now backtracks');
      const captured = head === '' || /^\?P?<[A-Za-z_]/.test(head);
      tokens.push({ kind: 'open', text: captured || set !== null || head === '?>' ? '(?:' : `(${head}`, capture: captured ? (captures += 1) : 0 });
    } else if (rest.startsWith(')')) {
      stack.pop();
      tokens.push({ kind: 'close' });
      at += 1;
    } else if (rest.startsWith('|')) {
      tokens.push({ kind: 'or' });
      at += 1;
    } else if (repeat !== null) {
      at += repeat[0].length;
      if (repeat[4] === '+') changes.add('a possessive repetition now backtracks');
      const [least, most] = readBounds(repeat);
      tokens.push({ kind: 'repeat', least, most, lazy: (repeat[4] === '?') !== flags.lazy });
    } else {
      const atom = readAtom(rest, flags, changes);
      tokens.push(...atom.tokens);
      at += atom.length;
    }
  }
  if (stack.length !== 1) throw new Error('a group does not end');
  return tokens;
}

function changeFlags(flags: Flags, on: string, off: string): Flags {
  const read = (letter: string, now: boolean): boolean => (on.includes(letter) ? true : off.includes(letter) ? false : now);
  return { fold: read('i', flags.fold), lines: read('m', flags.lines), dotAll: read('s', flags.dotAll), lazy: read('U', flags.lazy) };
}

function readBounds([text, least, comma, most]: RegExpExecArray): [number, number] {
  if (least === undefined) return text.startsWith('*') ? [0, Infinity] : text.startsWith('+') ? [1, Infinity] : [0, 1];
  return [Number(least), comma === '' ? Number(least) : most === '' ? Infinity : Number(most)];
}

function readAtom(rest: string, flags: Flags, changes: Set<string>): { tokens: Token[]; length: number } {
  const one = (text: string, length: number, reads: 'one' | 'blank' | 'any' | 'nothing' = 'one', folded = text): { tokens: Token[]; length: number } => ({
    tokens: [{ kind: 'atom', text, folded, letters: folded !== text || (reads === 'one' && /^[A-Za-z]$/.test(text)), fold: flags.fold, reads }],
    length,
  });
  const [sign = ''] = rest;
  if (sign === '[') return readClass(rest, flags, changes);
  if (sign === '.') return flags.dotAll ? one('[\\s\\S]', 1, 'any') : one('[^\\n]', 1, 'any');
  if (sign === '^') return one(flags.lines ? '(?:^|(?<=\\n))' : '^', 1, 'nothing');
  if (sign === '$') return one(flags.lines ? '(?:$|(?=\\n))' : '$', 1, 'nothing');
  if (sign !== '\\') return one(quote(sign), sign.length, /\s/.test(sign) ? 'blank' : 'one', foldLetter(sign));
  const quoted = /^\\Q([^]*?)(?:\\E|$)/.exec(rest);
  if (quoted !== null) return { tokens: [...(quoted[1] ?? '')].flatMap((each) => one(quote(each), 0, 'one', foldLetter(each)).tokens), length: quoted[0].length };
  if (/^\\[AzZ]/.test(rest)) return one(rest[1] === 'A' ? '^' : '$', 2, 'nothing');
  if (/^\\[bB]/.test(rest)) return one(rest.slice(0, 2), 2, 'nothing');
  if (/^\\s/.test(rest)) return one('\\s', 2, 'blank');
  if (/^\\[dDwWS]/.test(rest)) return one(rest.slice(0, 2), 2, /^\\[DWS]/.test(rest) ? 'any' : 'one');
  const [text, length] = readEscape(rest, changes);
  if (text.startsWith('[')) return one(text, length);
  return one(quote(text), length, 'one', foldLetter(text));
}

/** An escape that stands for a character, or for a class where it is a property. @returns the character or `[…]`, and how long the escape is */
function readEscape(rest: string, changes: Set<string>): [text: string, length: number] {
  const code = /^\\x(?:\{([0-9A-Fa-f]{1,6})\}|([0-9A-Fa-f]{2}))|^\\(0[0-7]{0,2})/.exec(rest);
  if (code !== null) {
    const value = code[3] === undefined ? parseInt(code[1] ?? code[2] ?? '', 16) : parseInt(code[3], 8);
    if (value > 0x7f) throw new Error(`the character ${code[0]} is not one byte`);
    return [String.fromCharCode(value), code[0].length];
  }
  const property = /^\\p(?:\{(\^?)(\w+)\}|(\w))/.exec(rest);
  if (property !== null) {
    const classes: Readonly<Record<string, string>> = { L: 'A-Za-z', Lu: 'A-Z', Ll: 'a-z', N: '0-9', Nd: '0-9' };
    const found = property[1] === '^' ? undefined : classes[property[2] ?? property[3] ?? ''];
    if (found === undefined) throw new Error(`the property ${property[0]} has no equal`);
    changes.add(`${property[0]} means only letters and digits of ASCII`);
    return [`[${found}]`, property[0].length];
  }
  const named: Readonly<Record<string, string>> = { a: '\x07', f: '\f', t: '\t', n: '\n', r: '\r', v: '\v' };
  const sign = rest[1] ?? '';
  if (/[A-Za-z0-9]/.test(sign) && named[sign] === undefined) throw new Error(`the escape \\${sign} has no equal`);
  if (sign === '') throw new Error('it ends in a single \\');
  return [named[sign] ?? sign, 2];
}

const posix: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z', alpha: 'A-Za-z', ascii: '\\x00-\\x7f', blank: '\\t ', cntrl: '\\x00-\\x1f\\x7f', digit: '0-9', graph: '!-~', lower: 'a-z', print: ' -~',
  punct: '!-\\/:-@\\[-`{-~', space: '\\s', upper: 'A-Z', word: '\\w', xdigit: '0-9A-Fa-f',
};

function readClass(rest: string, flags: Flags, changes: Set<string>): { tokens: Token[]; length: number } {
  const negated = rest[1] === '^';
  let at = negated ? 2 : 1;
  let inside = '';
  for (let first = true; first || rest[at] !== ']'; first = false) {
    if (at >= rest.length) throw new Error('a class does not end');
    const named = /^\[:(\^?)(\w+):\]/.exec(rest.slice(at));
    const kind = /^\\[dDwWsS]/.exec(rest.slice(at));
    if (named !== null) {
      const found = named[1] === '^' ? undefined : posix[named[2] ?? ''];
      if (found === undefined) throw new Error(`the class ${named[0]} has no equal`);
      inside += found;
      at += named[0].length;
    } else if (kind !== null) {
      inside += kind[0];
      at += 2;
    } else {
      const [text, length] = rest[at] === '\\' ? readEscape(rest.slice(at), changes) : [String.fromCodePoint(rest.codePointAt(at) ?? 0), String.fromCodePoint(rest.codePointAt(at) ?? 0).length];
      const range = length > 0 && /^-[^\]]/.test(rest.slice(at + length));
      inside += text.startsWith('[') && length > 1 ? text.slice(1, -1) : text === '-' && !range ? '\\-' : quoteInClass(text);
      at += length;
      if (range && !/^-\\[dDwWsSp]/.test(rest.slice(at))) {
        const [end, endLength] = rest[at + 1] === '\\' ? readEscape(rest.slice(at + 1), changes) : [rest[at + 1] ?? '', 1];
        inside += `-${quoteInClass(end)}`;
        at += 1 + endLength;
      }
    }
  }
  const text = `[${negated ? '^' : ''}${inside}]`;
  const folded = foldClass(text);
  const reads = negated || /\\s\\S|\\S\\s|\\[DWS]/.test(inside) ? 'any' : /^(?:\\[strnf]| )+$/.test(inside) ? 'blank' : 'one';
  return { tokens: [{ kind: 'atom', text, folded, letters: folded !== text, fold: flags.fold, reads }], length: at + 1 };
}

function quote(text: string): string {
  if (text.length > 1 || text > '\x7f') return `(?:${[...Buffer.from(text)].map((byte) => `\\x${byte.toString(16)}`).join('')})`;
  if (/[\x00-\x1f\x7f]/.test(text)) return writeControl(text);
  return /[\\^$.*+?()[\]{}|]/.test(text) ? `\\${text}` : text;
}

function quoteInClass(text: string): string {
  if (text.length > 1 || text > '\x7f') throw new Error(`the class holds ${text}, which is not one byte`);
  if (/[\x00-\x1f\x7f]/.test(text)) return writeControl(text);
  return /[\\\]^[]/.test(text) ? `\\${text}` : text;
}

function writeControl(text: string): string {
  const named: Readonly<Record<string, string>> = { '\t': '\\t', '\n': '\\n', '\r': '\\r', '\f': '\\f', '\v': '\\v' };
  return named[text] ?? `\\x${text.charCodeAt(0).toString(16).padStart(2, '0')}`;
}

function foldLetter(sign: string): string {
  return /^[A-Za-z]$/.test(sign) ? `[${sign.toUpperCase()}${sign.toLowerCase()}]` : quote(sign);
}

/** The class with the other case of every letter and range of letters. */
function foldClass(text: string): string {
  const more = new Set<string>();
  const body = text.slice(1, -1).replace(/^\^/, '');
  for (const [, first = '', last] of body.matchAll(/(?<!\\)([A-Za-z])(?:-([A-Za-z]))?/g)) {
    const other = (letter: string): string => (letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase());
    if (last === undefined || (first <= 'Z') === (last <= 'Z')) more.add(last === undefined ? other(first) : `${other(first)}-${other(last)}`);
  }
  const added = [...more].filter((each) => !body.includes(each)).join('');
  return added === '' ? text : `${text.slice(0, -1)}${added}]`;
}

/** What may be missing at the start is never needed: a match begins where the rest does. */
function dropLeadingOptional(tokens: readonly Token[]): Token[] {
  const [first, second] = tokens;
  const optional = first?.kind === 'atom' && second?.kind === 'repeat' && second.least === 0 && !tokens.some(({ kind }, index) => kind === 'or' && depthAt(tokens, index) === 0);
  return optional ? dropLeadingOptional(tokens.slice(2)) : [...tokens];
}

function depthAt(tokens: readonly Token[], index: number): number {
  return tokens.slice(0, index).reduce((depth, { kind }) => depth + (kind === 'open' ? 1 : kind === 'close' ? -1 : 0), 0);
}

function write(tokens: readonly Token[], secret: number, ignoreCase: boolean, scale: number, changes: Set<string>): string {
  let text = '';
  let place: keyof typeof bounds = secret === 0 ? 'inside' : 'before';
  const open: boolean[] = [];
  tokens.forEach((token, index) => {
    if (token.kind === 'atom') text += token.fold && !ignoreCase ? token.folded : token.text;
    else if (token.kind === 'repeat') text += writeRepeat(token, tokens[index - 1], bounds[place], scale, changes);
    else if (token.kind === 'or') text += '|';
    else if (token.kind === 'open') {
      const isSecret = token.capture > 0 && token.capture === secret;
      open.push(isSecret);
      if (isSecret) place = 'inside';
      text += isSecret ? '(?<secret>' : token.text;
    } else {
      if (open.pop() === true) place = 'behind';
      text += ')';
    }
  });
  return text;
}

function writeRepeat({ least, most, lazy }: Extract<Token, { kind: 'repeat' }>, before: Token | undefined, bound: number, scale: number, changes: Set<string>): string {
  const usual = before?.kind === 'close' ? groupBound : before?.kind !== 'atom' ? bound : before.reads === 'blank' ? blankBound : before.reads === 'any' && bound === bounds.inside ? anyBound : bound;
  const end = most === Infinity ? least + Math.max(1, Math.floor(usual * scale)) : most;
  if (most === Infinity) changes.add(`repetitions that nothing bounds have a bound: ${least === 0 ? '*' : least === 1 ? '+' : `{${least},}`} is {${least},${end}}`);
  const count = least === 0 && end === 1 ? '?' : least === end ? `{${least}}` : `{${least},${end}}`;
  return `${count}${lazy ? '?' : ''}`;
}
