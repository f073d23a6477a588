// What a repository's author may write to lead a terminal, a log, a viewer or a spreadsheet astray, in every text of a
// report, against every format.

import { describe, expect, test } from '@jest/globals';
import type { Report } from '../../src/model/report.js';
import { formats, type Format } from '../../src/model/request.js';
import { formatHtml } from '../../src/report/html.js';
import { formatReport } from '../../src/report/index.js';
import { dropCode, parseCommands, parseCsv, parseXml } from './parse.js';
import { makeFinding, makeOccurrence, makeOther, makeReport, options } from './sample.js';
import { checkFindingLine, checkGitlab, checkReport, checkSarif, checkSummaryLine } from './schemas.js';

const attacks: readonly (readonly [name: string, text: string])[] = [
  ['ANSI colours', 'a\x1b[31mred\x1b[0m'],
  ['OSC 8 link', '\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\'],
  ['OSC 52 clipboard', '\x1b]52;c;ZXZpbA==\x07'],
  ['C1 controls', 'a\x9b31m\x90q\x9c\x85b'],
  ['backspaces and carriage return', 'bad\b\b\bok\rskan  clean: 1 file\x7f'],
  ['bidi override', 'user\u202e\u2066gnp.exe\u2069\u200f\u061c'],
  ['zero-width', 'pa\u200bss\u2060wo\ufeffrd\u200d\u00ad'],
  ['tag characters', `a${String.fromCodePoint(0xe0041, 0xe0042, 0xe007f)}b`],
  ['line separators', 'a\u2028::error::x\u2029##[error]y'],
  ['newline in a path', 'src/a.ts\n::error file=x,line=1::forged\nb'],
  ['command at the start', '::error::forged'],
  ['command behind a blank', '  ::set-output name=x::y'],
  ['command behind a no-break space', '\u00a0\u3000::warning::forged'],
  ['stop-commands', '::stop-commands::pause'],
  ['old command', 'x ##[error]forged'],
  ['old command, more #', '###[command]forged'],
  ['Azure command', '##vso[task.setvariable variable=x]y'],
  ['TeamCity command', "##teamcity[buildStatus text='x']"],
  ['property break', 'a,line=1,title=forged::error::x'],
  ['encoded line end', 'a%0A::error::x%0D%25'],
  ['backticks', '``` `x` ```` ``'],
  ['only backticks', '`'],
  ['pipes', 'a | b || c \\| d |'],
  ['script', '<script>alert(1)</script>'],
  ['image', '![x](http://evil.example/x.png)<img src="http://evil.example">'],
  ['mention', '@team and #1 and www.evil.example and http://evil.example'],
  ['details', '</details></code></td><!-- x -->'],
  ['SARIF placeholder and link', '{0} {{x}} [text](https://evil.example) \\[x]'],
  ['CDATA end', 'a]]>b<![CDATA[c'],
  ['XML attribute', '" onload="x\' &amp; &#0; &x;'],
  ['XML-illegal controls', 'a\0b\x01\x0b\x0c\x1f\ufffe\uffff'],
  ['lone surrogates', 'a\ud800b\udfffc'],
  ['formula', '=HYPERLINK("http://evil.example","x")'],
  ['formula, plus', '+1+1'],
  ['formula, minus', '-1'],
  ['formula, at', '@SUM(1)'],
  ['formula, full width', '＝1+1'],
  ['formula behind a tab', '\t=1'],
  ['quotes', '"",""\r\n"x"'],
  ['dots', '../../../etc/passwd'],
  ['percent and hash', '100%#?x y/ü/\\xff'],
  ['very long', 'x'.repeat(5000)],
  ['empty', ''],
];

const marker = 'THE-SECRET-ITSELF';

const cases = formats.flatMap((format) => attacks.map(([name, text]) => [format, name, text] as const));

describe('text from a repository cannot act', () => {
  test.each(cases)('%s: %s', async (format, _name, text) => {
    for (const change of [{}, { verbose: true, columns: 60 }, { color: true }] as const) {
      const output = await formatReport(format, poison(text), { ...options, ...change });
      expect(listHarm(format, change, output)).toEqual([]);
    }
  });
});

describe('a secret is shown only where it was asked for', () => {
  test.each(formats.map((format) => [format, ['text', 'json', 'jsonl', 'csv'].includes(format)] as const))('%s: %s', async (format, shown) => {
    const report = makeReport({ findings: [makeFinding({ secret: marker })] });
    expect((await formatReport(format, report, { ...options, verbose: true })).includes(marker)).toBe(shown);
    expect(await formatReport(format, makeReport({ findings: [makeFinding()] }), options)).not.toContain(marker);
  });
});

/** The text in every place that a repository, its rules or git's messages can fill. */
function poison(text: string): Report {
  const occurrences = [
    makeOccurrence({ path: text, author: text, date: text, commit: 'a'.repeat(40) }),
    makeOccurrence({ source: 'commit-message', path: '', commit: 'b'.repeat(40), author: text }),
    makeOccurrence({ source: 'path', path: text, decodedFrom: [text] }),
    makeOccurrence({ source: 'ref', path: '' }),
  ];
  const guide = { url: `https://${text}`, steps: [text] };
  const finding = makeFinding({
    occurrences,
    title: `T${text}`,
    why: [text, text],
    provider: text,
    exposure: { reach: 'pushed', inHead: true, refs: [text], detail: text },
    validation: { status: 'unknown', detail: text },
    remediation: { revoke: { ...guide, commands: [text], stops: text, shown: text }, rotate: guide, misuse: guide, purge: guide, contact: text, checked: '2026-11' },
  });
  const other = makeOther({ severity: 'info', occurrences: [...occurrences].reverse() });
  return makeReport({
    scan: { root: text, command: 'audit' },
    findings: [finding, other],
    suppressed: [{ finding, by: 'comment', reason: text, news: true }, { finding: other, by: 'path', reason: text }],
    skipped: [{ what: text, why: text }],
    problems: [{ what: text, why: text, hint: text }],
  });
}

const unseen = /[\0-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff\u{e0000}-\u{e007f}\p{Cs}]/u;

function listHarm(format: Format, { color = false }: { readonly color?: boolean }, output: string): readonly string[] {
  const ownColours = color && format === 'text' ? output.replace(/\x1b\[(?:0|1|2|31|33|36)m/g, '') : output;
  const lines = (format === 'csv' ? ownColours.replaceAll('\r\n', '\n') : ownColours).split('\n');
  return [
    ...lines.filter((line) => unseen.test(line)).map((line) => `unseen: ${JSON.stringify(line)}`),
    ...lines.filter((line) => /##[a-z]*\[/i.test(line)).map((line) => `log command: ${line}`),
    ...(format === 'github' ? [] : lines.filter((line) => line.trimStart().startsWith('::')).map((line) => `workflow command: ${line}`)),
    ...judge[format](output),
  ];
}

const judge: Readonly<Record<Format, (output: string) => readonly string[]>> = {
  text: () => [],
  json: (output) => checkReport(JSON.parse(output)),
  jsonl: (output) => {
    const lines = output.trimEnd().split('\n').map((line): unknown => JSON.parse(line));
    return [...lines.slice(0, -1).flatMap(checkFindingLine), ...checkSummaryLine(lines.at(-1))];
  },
  sarif: (output) => [...checkSarif(JSON.parse(output)), ...listBadUris(JSON.parse(output)), ...listStrings(JSON.parse(output)).filter((text) => unseen.test(text))],
  junit: (output) => (parseXml(output).name === 'testsuites' ? [] : ['no testsuites']),
  csv: (output) =>
    parseCsv(output)
      .flat()
      .filter((field) => /^\s*[=+\-@＝＋－＠]/.test(field)),
  markdown: (output) => {
    const prose = dropCode(output).replace(/<https:\/\/[^\s<>]+>/g, '');
    const tables = output.split('\n').filter((line) => line.startsWith('|'));
    return [
      ...[/<(?!\/?code>)/, /@[\w-]/, /\/\//, /!\[/, /\]\(/, /\bwww\./i].filter((bad) => bad.test(prose)).map(String),
      ...tables.filter((line) => line.split('|').length !== 6).map((line) => `cells: ${line}`),
    ];
  },
  html: listHtmlHarm,
  gitlab: (output) => [...checkGitlab(JSON.parse(output)), ...listStrings(JSON.parse(output)).filter((text) => unseen.test(text))],
  github: (output) => {
    const commands = parseCommands(output);
    const known = new Set(['file', 'line', 'endLine', 'col', 'title']);
    return [
      ...(commands.map(({ name }) => name).join() === 'error,error,warning,notice,notice' ? [] : [`commands: ${commands.map(({ name }) => name).join()}`]),
      ...commands.flatMap(({ properties }) => Object.keys(properties)).filter((name) => !known.has(name)),
      ...commands.filter(({ message }) => message.split('\n').some((line) => line.trimStart().startsWith('::'))).map(({ message }) => message),
    ];
  },
};

/** Around its data every page is the same but for figures; what the page does with them is tried in a browser. */
function listHtmlHarm(output: string): readonly string[] {
  const [frame, data] = splitPage(output);
  const [ownFrame] = splitPage(formatHtml(makeReport({ findings: [makeFinding()] }), options));
  return [
    ...(data.includes('<') ? ['markup in the data'] : []),
    ...(frame === ownFrame ? [] : [`around the data: ${frame}`]),
    ...listStrings(JSON.parse(data)).filter((text) => unseen.test(text)),
  ];
}

function splitPage(page: string): readonly [frame: string, data: string] {
  const open = '<script type="application/json" id="data">';
  const [start, end] = [page.indexOf(open) + open.length, page.indexOf('</script>')];
  const frame = `${page.slice(0, start)}${page.slice(end)}`.replace(/(?<=<h1>skan report<\/h1><p>)\d[\w ,]*\.<\/p>(?:<p><strong>The scan is incomplete\.<\/strong><\/p>)?/, '');
  return [frame, page.slice(start, end)];
}

function listStrings(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(listStrings) : [];
}

function listBadUris(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
    (key === 'uri' || key === 'helpUri') && typeof inner === 'string' && !/^(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2})+$/.test(inner) ? [`uri: ${inner}`] : listBadUris(inner),
  );
}
