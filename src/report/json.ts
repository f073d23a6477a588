// The report as JSON and as JSON Lines: public API, described by `schema/report-1.json`. Nothing is left out or
// reworded; what a terminal or a CI log would obey is written as `\u` escapes, which every JSON reader undoes.

import type { Report } from '../model/report.js';

// As in visible.ts; outside strings JSON has none of these but the line ends of its own layout.
const unseen = /[\x7f-\x9f\p{Zl}\p{Zp}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/gu;

// GitHub obeys `##[…]` anywhere in a line: https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
const logCommand = /##(?=[A-Za-z]*\[)/g;

/** Nothing of that; the sign is that of masks. */
const plain = /^[\n -"$-~…]*$/;

/** One document, two blanks of indentation. */
export function formatJson(report: Report): Generator<string> {
  return writeDocument(Object.entries(report));
}

/** One finding a line, and last `{"summary": …}`: all the rest of the report. A file without that line was cut off. */
export function* formatJsonLines({ findings, ...summary }: Report): Generator<string> {
  for (const finding of findings) yield `${writeJson(finding)}\n`;
  yield `${writeJson({ summary })}\n`;
}

/** What `writeJson` with two blanks makes of an object, list by list an element at a time: a list may be endless. */
export function* writeDocument(entries: readonly (readonly [name: string, value: unknown])[]): Generator<string> {
  let before = '{\n';
  for (const [name, value] of entries) {
    if (value === undefined) continue;
    yield `${before}  ${writeJson(name)}: `;
    if (isList(value)) yield* writeList(value);
    else yield indent(writeJson(value, 2), '  ');
    before = ',\n';
  }
  yield before === ',\n' ? '\n}\n' : '{}\n';
}

function* writeList(list: Iterable<unknown>): Generator<string> {
  let before = '[\n';
  for (const element of list) {
    yield `${before}    ${indent(writeJson(element, 2), '    ')}`;
    before = ',\n';
  }
  yield before === ',\n' ? '\n  ]' : '[]';
}

function isList(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}

/** No string of JSON has a line end. */
function indent(text: string, blanks: string): string {
  return text.replaceAll('\n', `\n${blanks}`);
}

export function writeJson(value: unknown, blanks = 0): string {
  const json = JSON.stringify(value, null, blanks);
  return plain.test(json) ? json : json.replace(unseen, escapeUnits).replace(logCommand, '#\\u0023');
}

function escapeUnits(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
