// Reads formats back as their consumers do, strictly: throws where a consumer would refuse or be led astray.

/** RFC 4180: every field quoted, CRLF. */
export function parseCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let rest = text;
  while (rest !== '') {
    const row: string[] = [];
    for (;;) {
      const match = /^"((?:[^"]|"")*)"(,|\r\n)/.exec(rest);
      if (match === null) throw new Error(`no CSV field at: ${rest.slice(0, 60)}`);
      row.push((match[1] ?? '').replaceAll('""', '"'));
      rest = rest.slice(match[0].length);
      if (match[2] === '\r\n') break;
    }
    rows.push(row);
  }
  return rows;
}

export interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** As actions/runner reads a log: lines end with LF or CR, and blanks before `::` do not count. */
export function parseCommands(text: string): readonly Command[] {
  return text
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trimStart().startsWith('::'))
    .map(parseCommand);
}

function parseCommand(line: string): Command {
  const match = /^::([a-z-]+)(?: ([^:]*))?::(.*)$/s.exec(line.trimStart());
  if (match === null) throw new Error(`no command: ${line}`);
  const [, name = '', list = '', message = ''] = match;
  const pairs = list.split(',').map((pair) => [pair.slice(0, pair.indexOf('=')), unescapeData(pair.slice(pair.indexOf('=') + 1), true)] as const);
  return { name, properties: Object.fromEntries(pairs), message: unescapeData(message, false) };
}

function unescapeData(text: string, property: boolean): string {
  const once = text.replaceAll('%0D', '\r').replaceAll('%0A', '\n');
  const all = property ? once.replaceAll('%3A', ':').replaceAll('%2C', ',') : once;
  return all.replaceAll('%25', '%');
}

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
}

// https://www.w3.org/TR/xml/#charsets
const illegal = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** XML 1.0 as far as JUnit files use it: a declaration, elements, attributes, text. Attributes are normalised as parsers do. */
export function parseXml(text: string): Element {
  const bad = illegal.exec(text);
  if (bad !== null) throw new Error(`U+${(bad[0].codePointAt(0) ?? 0).toString(16)} is not allowed in XML 1.0`);
  const tokens = text.replace(/^<\?xml [^?]*\?>\s*/, '').match(/<[^>]*>|[^<]+/g) ?? [];
  const root: Building = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  for (const token of tokens) takeToken(token, open);
  const [element, ...others] = root.children;
  if (open.length !== 1 || element === undefined || others.length > 0) throw new Error('no single root element');
  return element;
}

interface Building extends Element {
  readonly children: Element[];
  text: string;
}

function takeToken(token: string, open: Building[]): void {
  const parent = open.at(-1);
  if (parent === undefined) throw new Error(`nothing is open at ${token}`);
  if (!token.startsWith('<')) {
    if (token.includes(']]>')) throw new Error(']]> in text');
    parent.text += resolveReferences(token);
    return;
  }
  const close = /^<\/([\w-]+)\s*>$/.exec(token);
  if (close !== null) {
    if (open.pop()?.name !== close[1]) throw new Error(`${token} closes something else`);
    return;
  }
  const start = /^<([\w-]+)((?:\s+[\w-]+="[^"<]*")*)\s*(\/?)>$/.exec(token);
  if (start === null) throw new Error(`no tag: ${token}`);
  const element: Building = { name: start[1] ?? '', attributes: parseAttributes(start[2] ?? ''), children: [], text: '' };
  parent.children.push(element);
  if (start[3] !== '/') open.push(element);
}

function parseAttributes(text: string): Readonly<Record<string, string>> {
  const pairs = [...text.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, resolveReferences(value.replace(/[\t\n\r]/g, ' '))] as const);
  return Object.fromEntries(pairs);
}

function resolveReferences(text: string): string {
  const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  return text.replace(/&([^;]*);?/g, (reference, name: string) => {
    const code = /^#(\d+)$/.exec(name)?.[1];
    const character = code === undefined ? named[name] : String.fromCodePoint(Number(code));
    if (character === undefined || illegal.test(character)) throw new Error(`bad reference ${reference}`);
    return character;
  });
}

/** Markdown with its code spans taken out, as a parser sees what may format: longest fence first. */
export function dropCode(text: string): string {
  return text.replace(/(?<!`)(`+)(?!`)(?:.*?)(?<!`)\1(?!`)/g, '').replace(/<code>[^<]*<\/code>/g, '');
}
