// The comment `skan:allow <rule>[, <rule>] [-- reason]`: on the line of the finding, or alone on the line above.

import type { Match } from '../model/match.js';

export interface Allowance {
  readonly reason: string | undefined;
}

const allowance = /skan:allow[ \t]{1,20}(?<rules>[a-z0-9-]{1,80}(?:[ \t]{0,4},[ \t]{0,4}[a-z0-9-]{1,80}){0,20})(?:[ \t]{1,20}--[ \t]{1,20}(?<reason>[^\r\n]{1,400}))?/;
/** What may stand before a comment that is alone on its line: the opening marks of the usual languages. */
const opening = /^[\s/*#;!%<>"'-]{0,80}(?:REM\s{1,8}|rem\s{1,8})?$/;
/** What closes a comment behind the reason: C, HTML and Jinja comments. */
const closing = /\s*(?:\*\/|-->|#\}|\]\])?\s*$/;

/** @returns undefined when nothing allows this rule here */
export function findAllowance(surroundings: Pick<Match['surroundings'], 'above' | 'line'>, rule: string): Allowance | undefined {
  return readAllowance(surroundings.line, rule, false) ?? readAllowance(surroundings.above, rule, true);
}

function readAllowance(line: string, rule: string, alone: boolean): Allowance | undefined {
  const found = allowance.exec(line);
  if (found === null || (alone && !opening.test(line.slice(0, found.index)))) return undefined;
  const rules = (found.groups?.['rules'] ?? '').split(',').map((each) => each.trim());
  if (!rules.includes(rule)) return undefined;
  const reason = found.groups?.['reason']?.replace(closing, '').trim();
  return { reason: reason === '' ? undefined : reason };
}
