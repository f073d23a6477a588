// A finding and the files of a work tree -> all that rotating it takes. It is shown every file twice or more: first to learn
// which variables hold the key and which stores the repository uses, then where those variables are named.

import type { KeyPlace, Reader, Rotation, Use } from '../../model/rotation.js';
import type { Finding } from '../../model/report.js';
import { adviseStores, makeFeed, makeReader, noteVariable } from './advice.js';
import type { Dialect } from './dialect.js';
import type { FormPlace } from './forms.js';
import { findHolder, isVariable } from './holder.js';
import { showsStore, stores } from './stores.js';
import { chooseDialect, findUses } from './uses.js';

export interface FileText {
  readonly path: string;
  readonly text: string;
}

/** Gives every file's text, each time it is called. */
export type Files = () => Iterable<FileText>;

/** Where the key stands, as far as it is known before the files are read. */
export type Standing = Pick<KeyPlace, 'path' | 'line' | 'column' | 'decodedFrom'>;

export interface Question {
  readonly finding: Finding;
  /** Places that the engine found. */
  readonly standing: readonly Standing[];
  /** Finds the very bytes in a text; nothing where they are not known. */
  readonly search: (text: string) => readonly FormPlace[];
  /** Variables that the provider's keys are usually read from. */
  readonly usual: readonly string[];
  /** What each place is called when it is printed. */
  readonly mask: (text: string) => string;
}

/** Variables of variables: more than these are a circle, or a maze. */
const mostVariables = 12;

export function planRotation({ finding, standing, search, usual, mask }: Question, files: Files): Rotation {
  const survey = surveyFiles(standing, search, files);
  const { variables, uses } = followVariables(chooseVariables(finding, survey, usual), survey, usual, files);
  const [variable = 'NEW_SECRET'] = variables;
  const feed = makeFeed(finding.occurrences.some(({ line, endLine }) => endLine > line), `skan rotate ${finding.fingerprint.slice(0, 8)} --check`);
  return maskNames({
    fingerprint: finding.fingerprint,
    rule: finding.rule,
    provider: finding.provider,
    title: finding.title,
    redacted: finding.redacted,
    variables,
    create: finding.remediation.rotate,
    take: feed.take,
    places: survey.places,
    uses,
    readers: listReaders(finding, survey, variable),
    stores: adviseStores(variable, uses, survey.seen, feed),
    notes: variables.flatMap(noteVariable),
  }, mask);
}

interface Survey {
  readonly places: readonly KeyPlace[];
  /** For each store the files that show it, a few. */
  readonly seen: ReadonlyMap<string, readonly string[]>;
  /** Files that hold the key, with how they name variables. */
  readonly dialects: ReadonlyMap<string, Dialect>;
  /** Files that hold the key, with what it is called there. */
  readonly holders: ReadonlyMap<string, ReadonlySet<string>>;
}

const mostWitnesses = 3;

function surveyFiles(standing: readonly Standing[], search: Question['search'], files: Files): Survey {
  const places: KeyPlace[] = [];
  const seen = new Map<string, string[]>();
  const dialects = new Map<string, Dialect>();
  const holders = new Map<string, Set<string>>();
  const known = groupByPath(standing);
  for (const { path, text } of files()) {
    for (const store of stores) {
      const witnesses = seen.get(store.id) ?? [];
      if (witnesses.length < mostWitnesses && showsStore(store, path, () => text)) seen.set(store.id, [...witnesses, path]);
    }
    const found = joinPlaces(known.get(path) ?? [], search(text));
    known.delete(path);
    for (const place of found) {
      const name = findHolder(textBefore(text, place));
      places.push({ path, ...place, ...(name === undefined ? {} : { variable: name }) });
      if (name !== undefined) holders.set(path, (holders.get(path) ?? new Set()).add(name));
    }
    if (found.length > 0) dialects.set(path, chooseDialect(path, text));
  }
  // Files that are no text, or too large to be searched for names: the engine has found it there all the same.
  for (const [path, rest] of known) places.push(...rest.map((place) => ({ ...place, path })));
  return { places: places.sort(comparePlaces), seen, dialects, holders };
}

function groupByPath(standing: readonly Standing[]): Map<string, Standing[]> {
  const grouped = new Map<string, Standing[]>();
  for (const place of standing) grouped.set(place.path, [...(grouped.get(place.path) ?? []), place]);
  return grouped;
}

function joinPlaces(known: readonly Standing[], exact: readonly FormPlace[]): Omit<KeyPlace, 'path' | 'variable'>[] {
  const more = exact.filter(({ line, column }) => !known.some((each) => each.line === line && Math.abs(each.column - column) < 1));
  return [...known.map(({ line, column, decodedFrom }) => ({ line, column, ...(decodedFrom === undefined ? {} : { decodedFrom }) })), ...more].sort((left, right) => left.line - right.line || left.column - right.column);
}

function textBefore(text: string, { line, column }: { readonly line: number; readonly column: number }): string {
  const lines = text.split('\n');
  return `${lines[line - 2] ?? ''}\n${(lines[line - 1] ?? '').slice(0, column - 1)}`;
}

/** What it is called where it stands; else what its vendor's keys are called. */
function chooseVariables({ variable }: Finding, { places }: Survey, usual: readonly string[]): string[] {
  const held = places.flatMap((place) => (place.variable !== undefined && (isVariable(place.variable) || usual.includes(place.variable)) ? [place.variable] : []));
  const byCount = [...new Set(held)].sort((left, right) => count(held, right) - count(held, left));
  if (byCount.length > 0) return byCount;
  if (variable !== undefined) return [variable];
  const [name] = places.flatMap((place) => (place.variable === undefined ? [] : [toVariable(place.variable)]));
  return name === undefined ? [] : [name];
}

function count(all: readonly string[], one: string): number {
  return all.filter((each) => each === one).length;
}

/** `dbPassword`, `db.password` -> DB_PASSWORD */
function toVariable(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').replace(/[^A-Za-z0-9]+/g, '_').toUpperCase();
}

/** Uses of the variables, and of those from which they take their value, and so on. */
function followVariables(first: readonly string[], { holders }: Survey, usual: readonly string[], files: Files): { readonly variables: readonly string[]; readonly uses: readonly Use[] } {
  // Nobody calls it anything where it stands: the vendor's other names may be the one.
  const named = [...holders.values()].some((names) => [...names].some((name) => first.includes(name)));
  let wanted: readonly string[] = named ? first : [...new Set([...first, ...usual])];
  const variables = new Set(first);
  const uses: Use[] = [];
  for (let round = 0; wanted.length > 0 && variables.size <= mostVariables; round += 1) {
    const found = searchFiles(wanted, round === 0 ? holders : new Map(), files);
    uses.push(...found);
    for (const { variable, usage } of found) if (wanted.includes(variable) && usage !== 'names') variables.add(variable);
    wanted = [...new Set(found.flatMap(({ origin }) => (origin?.store === 'variable' ? [origin.name] : [])))].filter((name) => !variables.has(name));
    for (const name of wanted) variables.add(name);
  }
  return { variables: [...variables], uses: uses.sort(comparePlaces) };
}

/** A name that is no variable of the environment means something only in its own file. */
function searchFiles(wanted: readonly string[], holders: Survey['holders'], files: Files): Use[] {
  const uses: Use[] = [];
  for (const { path, text } of files()) {
    const local = [...(holders.get(path) ?? [])].filter((name) => !wanted.includes(name) && name.length > 3 && /^\w+$/.test(name));
    uses.push(...findUses(path, text, [...wanted, ...local]));
  }
  return uses;
}

/** For the files of the tree that hold it; for those of the history where none does. */
function listReaders({ occurrences }: Finding, { dialects }: Survey, variable: string): Reader[] {
  const past = occurrences.filter(({ source }) => source === 'blob' || source === 'file').map(({ path }) => [path, chooseDialect(path, '')] as const);
  const holding = dialects.size > 0 ? dialects : new Map(past);
  return [...holding].flatMap(([path, dialect]) => makeReader(path, dialect, variable) ?? []);
}

function comparePlaces(left: { readonly path: string; readonly line: number; readonly column: number }, right: { readonly path: string; readonly line: number; readonly column: number }): number {
  if (left.path !== right.path) return left.path < right.path ? -1 : 1;
  return left.line - right.line || left.column - right.column;
}

/** Paths and names come from the repository, and each may hold a key. */
function maskNames(rotation: Rotation, mask: (text: string) => string): Rotation {
  const path = <T extends { readonly path: string }>(each: T): T => ({ ...each, path: mask(each.path) });
  return {
    ...rotation,
    variables: rotation.variables.map(mask),
    places: rotation.places.map((place) => ({ ...path(place), ...(place.variable === undefined ? {} : { variable: mask(place.variable) }) })),
    uses: rotation.uses.map((use) => ({ ...path(use), variable: mask(use.variable), ...(use.origin === undefined ? {} : { origin: { ...use.origin, name: mask(use.origin.name) } }) })),
    readers: rotation.readers.map((reader) => ({ ...path(reader), lines: reader.lines.map(mask) })),
    stores: rotation.stores.map((store) => ({ ...store, seenIn: store.seenIn.map(mask), commands: store.commands.map(({ says, line }) => ({ says: mask(says), line: mask(line) })) })),
  };
}
