// What `skan rotate` prints: the next step first, then where the new key goes, where the old one stands, who reads it. And, for
// `--check`, one line for each thing that was looked at. Commands are never wrapped: they are copied.

import type { Rotation, RotationReport, StoreAdvice, StoreCommand, Use, ValueCheck, Verification } from '../model/rotation.js';
import { choosePaint } from './paint.js';
import type { Paint } from './paint.js';
import { writeJson } from './json.js';
import { visible } from './visible.js';

export interface RotationOptions {
  readonly color: boolean;
  readonly columns: number;
}

export function formatRotation(report: RotationReport, { color, columns }: RotationOptions): string {
  const paint = choosePaint({ color, columns, failOn: 'low', verbose: false, quiet: false });
  const width = Math.max(40, Math.min(columns, 100));
  const sections = [
    ...(report.rotations ?? []).flatMap((rotation) => describeRotation(rotation, paint, width)),
    ...(report.verifications ?? []).map((verification) => describeVerification(verification, paint)),
    ...describeGaps(report),
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

export function formatRotationJson(report: RotationReport): string {
  return `${writeJson(report, 2)}\n`;
}

function describeRotation(rotation: Rotation, paint: Paint, width: number): string[][] {
  const { title, redacted, variables, create, take, notes, fingerprint } = rotation;
  const used = rotation.stores.filter((store) => isUsed(store, rotation.uses));
  const others = rotation.stores.filter((store) => !used.includes(store));
  const [first, second, ...last] = take;
  let number = 0;
  const step = (name: string): string => paint.strong(`${(number += 1)}  ${name}`);
  return [
    [`${paint.strong(visible(title))}  ${visible(redacted)}`, `held by ${variables.map(visible).join(', ') || 'no variable that is known'}`, paint.faint(`not revoked yet? that comes first: skan explain ${fingerprint.slice(0, 8)}`)],
    [step('make a new one'), ...(create.url === undefined ? [] : [`   ${create.url}`]), ...create.steps.slice(0, 1).flatMap((text) => wrap(visible(text), width))],
    [step('take it, never as an argument, and check it'), ...alignCommands([first, second].flatMap((each) => each ?? []))],
    ...(used.length === 0 ? [] : [[step('put it where it belongs'), ...used.flatMap((store) => describeStore(store, paint))]]),
    ...(rotation.places.length === 0 ? [] : [[step('take the old one out'), ...describePlaces(rotation)]]),
    [step('deploy or restart what reads it'), ...describeUses(rotation), ...alignCommands(last)],
    ...(notes.length === 0 ? [] : [['note', ...notes.flatMap((note) => wrap(visible(note), width))]]),
    [paint.strong(used.length === 0 ? 'where to put it' : 'elsewhere'), ...others.flatMap((store) => describeStore(store, paint))],
  ];
}

function isUsed({ id, seenIn }: StoreAdvice, uses: readonly Use[]): boolean {
  return seenIn.length > 0 || uses.some(({ origin }) => origin?.store === id);
}

function describeStore({ name, seenIn, commands, notes }: StoreAdvice, paint: Paint): string[] {
  return [
    `   ${name}${seenIn.length === 0 ? '' : paint.faint(`  (${seenIn.map(visible).join(', ')})`)}`,
    ...commands.flatMap(({ says, line }) => [...(commands.length > 1 ? [`     ${paint.faint(`# ${visible(says)}`)}`] : []), `     ${visible(line)}`]),
    ...notes.map((note) => `     ${paint.faint(`# ${note}`)}`),
  ];
}

function alignCommands(commands: readonly StoreCommand[]): string[] {
  return commands.flatMap(({ says, line }) => [`   ${says}`, `     ${visible(line)}`]);
}

function describePlaces({ places, readers }: Rotation): string[] {
  const shown = places.slice(0, 40).map(({ path, line, column, decodedFrom }) => [`${visible(path)}:${line}:${column}`, decodedFrom === undefined || decodedFrom.length === 0 ? '' : `as ${decodedFrom.join(', ')}`] as const);
  const rest = places.length - shown.length;
  const lines = [...new Map(readers.map(({ dialect, lines: each }) => [dialect, [dialect, each] as const])).values()];
  return [
    ...align(shown),
    ...(rest > 0 ? [`   and ${rest} more places`] : []),
    ...(lines.length === 0 ? [] : ['   write in its place', ...align(lines.flatMap(([dialect, each]) => each.map((line, index) => [index === 0 ? dialect : '', visible(line)] as const)), '     ')]),
  ];
}

const mostUses = 30;

/** What sets, passes and reads it, line by line; what only mentions it is counted. */
function describeUses({ uses }: Rotation): string[] {
  const real = uses.filter(({ usage }) => usage !== 'names');
  const mentions = uses.filter(({ usage }) => usage === 'names');
  const rows = real.slice(0, mostUses).map(({ path, line, usage, variable, dialect, origin }) =>
    [`${visible(path)}:${line}`, usage, `${visible(variable)}${origin === undefined ? '' : ` from ${visible(origin.name)}${origin.key === undefined ? '' : ` (${visible(origin.key)})`}`}`, dialect] as const);
  return [
    ...align(rows),
    ...(real.length > mostUses ? [`   and ${real.length - mostUses} more (--format json lists all)`] : []),
    ...(real.length === 0 ? ['   nothing in this tree sets or reads it'] : []),
    ...(mentions.length === 0 ? [] : [`   only named in ${[...new Set(mentions.map(({ path, line }) => `${visible(path)}:${line}`))].slice(0, 5).join(', ')}${mentions.length > 5 ? ` and ${mentions.length - 5} more` : ''}`]),
  ];
}

function align(rows: readonly (readonly string[])[], indent = '   '): string[] {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, index) => (widths[index] = Math.max(widths[index] ?? 0, cell.length)));
  return rows.map((row) => `${indent}${row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join('  ')}`.trimEnd());
}

function describeVerification({ title, redacted, file, line, variable, passed, checks }: Verification, paint: Paint): string[] {
  const where = file === '-' ? 'standard input' : `${visible(file)}${line === undefined ? '' : `:${line}`}`;
  const failed = checks.filter(({ result }) => result === 'not ok').length;
  return [
    `${paint.strong(variable === undefined ? 'the new value' : visible(variable))} in ${where}, after ${visible(title)} ${visible(redacted)}`,
    ...checks.flatMap(describeCheck),
    paint.strong(passed ? 'fit to be put in place' : `not fit: ${failed} of ${checks.length} checks failed`),
  ];
}

function describeCheck({ result, says, todo }: ValueCheck): string[] {
  return [`  ${result.padEnd(6)}  ${visible(says)}`, ...(todo === undefined ? [] : [`          ${visible(todo)}`])];
}

function describeGaps({ problems, skipped }: RotationReport): string[][] {
  return [
    ...(problems.length === 0 ? [] : [['could not be read', ...problems.map(({ what, why }) => `   ${visible(what)}: ${visible(why)}`)]]),
    ...(skipped.length === 0 ? [] : [[`not looked into: ${skipped.length}`, ...skipped.slice(0, 5).map(({ what, why }) => `   ${visible(what)}: ${visible(why)}`)]]),
  ];
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '  ';
  for (const word of text.split(' ')) {
    if (line.trim() !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = '  ';
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}
