// A file of `NAME=value` lines, read as dotenv, shells and Compose agree on: where a variable is set, and how its value is
// written. What they do not agree on (blanks around `=`, quotes, CRLF) is kept, so that it can be told.

export interface Assignment {
  readonly name: string;
  readonly line: number;
  /** As it stands behind `=`, without the line's end. */
  readonly raw: string;
  /** As a reader sees it: unquoted, without a comment. */
  readonly value: string;
  readonly quote: '"' | "'" | '`' | undefined;
  /** A quote opens the value and none closes it. */
  readonly unclosed: boolean;
  /** Blanks stand before or behind `=`. */
  readonly spaced: boolean;
  /** The line ends in CRLF. */
  readonly crlf: boolean;
}

export function readAssignments(text: string): Assignment[] {
  const found: Assignment[] = [];
  const start = /^[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.]*)([ \t]*)=([ \t]*)/gm;
  for (let match = start.exec(text); match !== null; match = start.exec(text)) {
    const [head, name = '', before = '', behind = ''] = match;
    const from = match.index + head.length;
    const { raw, value, quote, unclosed, end } = readValue(text, from);
    found.push({ name, line: text.slice(0, match.index).split('\n').length, raw, value, quote, unclosed, spaced: before !== '' || behind !== '', crlf: text[end] === '\r' });
    start.lastIndex = Math.max(end, from);
  }
  return found;
}

/** Whether a text is such a file, and not a value that happens to hold `=`. */
export function looksLikeEnvironment(text: string, path: string, variables: readonly string[]): boolean {
  if (/(?:^|[\\/])(?:\.env[\w.-]*|[\w.-]*\.env|\.envrc|\.flaskenv|\.dev\.vars)$/.test(path)) return true;
  const assignments = readAssignments(text.replace(/^\uFEFF/, ''));
  if (assignments.some(({ name }) => variables.includes(name))) return true;
  return assignments.filter(({ name, raw }) => /^[A-Z][A-Z0-9_]*$/.test(name) && !/^=*$/.test(raw)).length > 0;
}

type Value = Pick<Assignment, 'raw' | 'value' | 'quote' | 'unclosed'> & { readonly end: number };

function readValue(text: string, from: number): Value {
  const lineEnd = endOfLine(text, from);
  const quote = quoteAt(text, from);
  const close = quote === undefined ? -1 : closing(text, from + 1, quote);
  if (quote !== undefined && close >= 0) {
    const end = endOfLine(text, close);
    const inner = text.slice(from + 1, close);
    return { raw: text.slice(from, end), value: quote === '"' ? inner.replace(/\\([nr"\\])/g, (_, letter: string) => ({ n: '\n', r: '\r' })[letter] ?? letter) : inner, quote, unclosed: false, end };
  }
  const raw = text.slice(from, lineEnd);
  return { raw, value: raw.replace(/[ \t]+#.*$/, ''), quote, unclosed: quote !== undefined, end: lineEnd };
}

function quoteAt(text: string, at: number): Assignment['quote'] {
  const character = text[at];
  return character === '"' || character === "'" || character === '`' ? character : undefined;
}

/** A quoted value may go over lines, but a quote that never closes ends with its own. */
function closing(text: string, from: number, quote: string): number {
  for (let at = from; at < text.length; at += 1) {
    if (quote === '"' && text[at] === '\\') at += 1;
    else if (text[at] === quote) return /^[ \t]*(?:#[^\n]*)?\r?(?:\n|$)/.test(text.slice(at + 1, at + 400)) ? at : -1;
  }
  return -1;
}

function endOfLine(text: string, from: number): number {
  const feed = text.indexOf('\n', from);
  const end = feed < 0 ? text.length : feed;
  return text[end - 1] === '\r' && end > from ? end - 1 : end;
}
