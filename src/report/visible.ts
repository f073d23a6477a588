// Makes text from repositories harmless to read: what a terminal would obey or hide becomes an escape that is seen.
// For people, so it cannot be undone: a backslash that was there stays as it is. JSON has its own, lossless way.

import type { Report } from '../model/report.js';

// Controls (C0, DEL, C1), line and paragraph separators, lone surrogates, format characters (bidi, zero-width, soft
// hyphen), default ignorables (tags, variation selectors, fillers), noncharacters.
// https://www.unicode.org/reports/tr36/ and https://trojansource.codes
const unseen = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/gu;

// `##[error]` (GitHub, anywhere in a line), `##vso[…]` (Azure), `##teamcity[…]`:
// https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
const logCommand = /##(?=[A-Za-z]*\[)/g;

const plain = /^[ -"$-~]*$/;

const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** One line of text that shows all it holds and that no log takes for a command. */
export function visible(text: string): string {
  if (plain.test(text)) return text;
  return text.replace(unseen, escapeCharacter).replace(logCommand, '## ');
}

/** The same report with every string made visible, so that no reporter can forget one. */
export function showReport(report: Report): Report {
  return showAll(report);
}

/** Lines of a log: none starts like a workflow command, whatever blanks or colours stand before it. */
export function disarmLines(text: string): string {
  return text.replace(/^((?:\s|\x1b\[[0-9;]*m)*):(?=:)/gm, '$1: ').replace(logCommand, '## ');
}

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x100) return named[character] ?? `\\x${hex(code, 2)}`;
  return code < 0x10000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}

function showAll<T>(value: T): T {
  return mapStrings(value, new Map()) as T;
}

/** @param done what findings share is made visible once */
function mapStrings(value: unknown, done: Map<object, unknown>): unknown {
  if (typeof value === 'string') return visible(value);
  if (typeof value !== 'object' || value === null) return value;
  const known = done.get(value);
  if (known !== undefined) return known;
  const mapped = Array.isArray(value) ? value.map((each) => mapStrings(each, done)) : Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mapStrings(inner, done)]));
  done.set(value, mapped);
  return mapped;
}
