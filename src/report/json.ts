// The report as JSON and as JSON Lines: public API, described by `schema/report-1.json`. Nothing is left out or
// reworded; what a terminal or a CI log would obey is written as `\u` escapes, which every JSON reader undoes.

import type { Report } from '../model/report.js';

// As in visible.ts; outside strings JSON has none of these but the line ends of its own layout.
const unseen = /[\x7f-\x9f\p{Zl}\p{Zp}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/gu;

// GitHub obeys `##[…]` anywhere in a line: https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
const logCommand = /##(?=[A-Za-z]*\[)/g;

/** Nothing of that; the sign is that of masks. */
const plain = /^[\n -"$-~…]*$/;

/** One document, two blanks of indentation; of a hundred thousand findings one text would be too long to hold. */
export function* formatJson(report: Report): Generator<string> {
  let before = '{\n';
  for (const [key, value] of Object.entries(report)) {
    if (value === undefined) continue;
    yield `${before}  ${JSON.stringify(key)}: `;
    if (Array.isArray(value) && value.length > 0) yield* writeList(value);
    else yield indent(writeJson(value, 2), '  ');
    before = ',\n';
  }
  yield '\n}\n';
}

function* writeList(values: readonly unknown[]): Generator<string> {
  let before = '[\n';
  for (const value of values) {
    yield `${before}    ${indent(writeJson(value, 2), '    ')}`;
    before = ',\n';
  }
  yield '\n  ]';
}

function indent(json: string, by: string): string {
  return json.replaceAll('\n', `\n${by}`);
}

/** One finding a line, and last `{"summary": …}`: all the rest of the report. A file without that line was cut off. */
export function* formatJsonLines({ findings, ...summary }: Report): Generator<string> {
  for (const line of [...findings, { summary }]) yield `${writeJson(line)}\n`;
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
