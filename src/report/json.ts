// The report as JSON and as JSON Lines: public API, described by `schema/report-1.json`. Nothing is left out or
// reworded; what a terminal or a CI log would obey is written as `\u` escapes, which every JSON reader undoes.

import type { Report } from '../model/report.js';

// As in visible.ts; outside strings JSON has none of these but the line ends of its own layout.
const unseen = /[\x7f-\x9f\p{Zl}\p{Zp}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/gu;

// GitHub obeys `##[…]` anywhere in a line: https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
const logCommand = /##(?=[A-Za-z]*\[)/g;

/** One document, two blanks of indentation. */
export function formatJson(report: Report): string {
  return `${writeJson(report, 2)}\n`;
}

/** One finding a line, and last `{"summary": …}`: all the rest of the report. A file without that line was cut off. */
export function formatJsonLines({ findings, ...summary }: Report): string {
  return [...findings, { summary }].map((line) => `${writeJson(line)}\n`).join('');
}

export function writeJson(value: unknown, indent = 0): string {
  return JSON.stringify(value, null, indent).replace(unseen, escapeUnits).replace(logCommand, '#\\u0023');
}

function escapeUnits(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
