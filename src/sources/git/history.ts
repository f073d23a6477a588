// Where and when did these blobs and names come in? One walk over the history's changes, oldest commit first, made only
// for what was found: the first commit that brought a blob to a path is the one that is named. What a commit changed stays as it
// is, so of a history that was walked before only new commits are compared, as long as the same blobs are sought.

import type { Place } from '../../model/place.js';
import type { Problem } from '../../model/report.js';
import { showPath } from './paths.js';
import { commitOptions, idOfHead, isZero, kindOfMode, readRaw } from './raw.js';
import type { Change, VisitRaw } from './raw.js';
import { mainLine } from './refusal.js';
import { hearGit } from './runner.js';
import type { Git } from './runner.js';

export interface Sought {
  /** Ids of blobs. */
  readonly blobs: ReadonlySet<string>;
  /** Path components, as Latin-1. */
  readonly names: ReadonlySet<string>;
}

export interface Traces {
  /** Places by blob id, or by name. */
  readonly blobs: ReadonlyMap<string, readonly Place[]>;
  readonly names: ReadonlyMap<string, readonly Place[]>;
}

/** A commit that brought a blob to a path. */
export interface Step {
  readonly blob: string;
  readonly commit: string;
  readonly path: string;
  readonly link: boolean;
}

/** What an earlier walk met. */
export interface Trail {
  /** Did it compare this commit? */
  walked(commit: string): boolean;
  /** Blobs that it sought. */
  readonly sought: ReadonlySet<string>;
  /** All steps of them, in the order in which they came. */
  readonly steps: readonly Step[];
}

/** After so many steps they are not kept. */
const mostSteps = 100_000;

/** How many commits one git process compares: bounds what it is told at once. */
const commitsAtOnce = 10_000;
/** More blobs than this are looked for in all that git lists: a command line has an end. */
const mostNamed = 500;
/** git ends at the first commit whose trees are not all there, and is started again, at it and behind it, so many times. */
const mostStarts = 128;

/** How a walk is made. */
export interface Tracing {
  /** The commit belongs to a notes ref, so its files are notes. */
  isNote(commit: string): boolean;
  /** Told of a commit whose changes git did not list, and what it said. */
  failed(commit: string, why: string): void;
  readonly stop: AbortSignal | undefined;
  /** Those commits of the order that may have brought anything of what is sought; absent: any may. */
  sifted?(): Iterable<string>;
}

/**
 * @param order gives commits, oldest first
 * @param trail what is known of them; absent: nothing
 * @returns and all steps; undefined: there were too many, or not all were met
 * @throws Interruption
 */
export async function traceHistory(git: Git, order: () => Iterable<string>, sought: Sought, tracing: Tracing, trail?: Trail): Promise<Traces & Pick<Partial<Trail>, 'steps'>> {
  if (sought.blobs.size + sought.names.size === 0) return { blobs: new Map(), names: new Map(), steps: [] };
  const sifted = (): Iterable<string> => tracing.sifted?.() ?? order();
  if (trail === undefined || sought.names.size > 0 || [...sought.blobs].some((id) => !trail.sought.has(id))) return walk(git, sifted(), sought, tracing);
  const { steps: fresh } = await walk(git, leaveOut(sifted(), trail), sought, tracing);
  if (fresh === undefined) return walk(git, sifted(), sought, tracing);
  const steps = joinSteps([...trail.steps.filter(({ blob }) => sought.blobs.has(blob)), ...fresh], order());
  const blobs: Found['blobs'] = new Map();
  for (const step of steps) note(blobs, step.blob, placeStep(step, tracing.isNote(step.commit)));
  return { blobs: listPlaces(blobs), names: new Map(), steps };
}

function* leaveOut(order: Iterable<string>, { walked }: Trail): Generator<string> {
  for (const id of order) if (!walked(id)) yield id;
}

/** Sorted by their commits; those of commits that are gone are gone. */
function joinSteps(steps: readonly Step[], order: Iterable<string>): Step[] {
  const places = new Map(steps.map(({ commit }) => [commit, -1]));
  let place = 0;
  for (const id of order) if (places.has(id)) places.set(id, place++);
  const placeOf = ({ commit }: Step): number => places.get(commit) ?? -1;
  return steps.filter((step) => placeOf(step) >= 0).sort((left, right) => placeOf(left) - placeOf(right));
}

async function walk(git: Git, order: Iterable<string>, sought: Sought, tracing: Tracing): Promise<Traces & Pick<Partial<Trail>, 'steps'>> {
  const found = makeFound();
  let steps: Step[] | undefined = [];
  // Two gits side by side use two processors; what the older commits brought counts.
  for (const run of takeRuns(order, 2 * commitsAtOnce)) {
    const [first, second] = part(run);
    const parts = [makeFound(), makeFound()] as const;
    await Promise.all([traceRun(git, first, sought, tracing, parts[0]), traceRun(git, second, sought, tracing, parts[1])]);
    for (const { blobs, names, log } of parts) {
      if (steps !== undefined) steps = log === undefined || steps.length + log.length > mostSteps ? undefined : [...steps, ...log];
      for (const [id, places] of blobs) for (const place of places.values()) note(found.blobs, id, place);
      for (const [name, places] of names) for (const place of places.values()) note(found.names, name, place);
    }
  }
  return { blobs: listPlaces(found.blobs), names: listPlaces(found.names), ...(steps === undefined ? {} : { steps }) };
}

interface Found {
  readonly blobs: Map<string, Map<string, Place>>;
  readonly names: Map<string, Map<string, Place>>;
  /** Steps of blobs; undefined: there were too many, or git did not list all. */
  log: Step[] | undefined;
}

function makeFound(): Found {
  return { blobs: new Map(), names: new Map(), log: [] };
}

function* takeRuns(order: Iterable<string>, length: number): Generator<readonly string[]> {
  let run: string[] = [];
  for (const id of order) {
    if (run.push(id) < length) continue;
    yield run;
    run = [];
  }
  if (run.length > 0) yield run;
}

/** Trees grow with time: it costs as much to compare the older 55 of a hundred commits as the younger 45. */
const older = 0.55;

function part(run: readonly string[]): readonly [readonly string[], readonly string[]] {
  const at = Math.floor(run.length * older);
  return [run.slice(0, at), run.slice(at)];
}

async function traceRun(git: Git, commits: readonly string[], sought: Sought, tracing: Tracing, found: Found): Promise<void> {
  if (sought.names.size === 0 && sought.blobs.size <= mostNamed) {
    // git looks for them itself, and tells a hundredth of what it would tell; but not where it ended, when it did.
    const named = makeFound();
    const finding = [...sought.blobs].map((id) => `--find-object=${id}`);
    const { status } = await compareCommits(git, commits, finding, listenFor(sought, tracing, named), tracing.stop);
    if (status === 0) return void Object.assign(found, named);
  }
  const places = new Map(commits.map((id, at) => [id, at]));
  let [from, died] = [0, -1];
  for (let starts = 0; from < commits.length; starts += 1) {
    let last = from;
    const hear = listenFor(sought, tracing, found);
    const { status, stderr } = await compareCommits(git, commits.slice(from), [], (commit, read, head) => {
      if (read === undefined) last = places.get(commit) ?? last;
      hear(commit, read, head);
    }, tracing.stop);
    if (status === 0) return;
    found.log = undefined;
    // It may have been ended from outside: what ends the next one too is passed over.
    if (died === last || starts >= mostStarts) tracing.failed(commits[last] ?? '', mainLine(stderr));
    if (starts >= mostStarts) return;
    from = died === last ? last + 1 : last;
    died = last;
  }
}

function compareCommits(git: Git, commits: readonly string[], options: readonly string[], visit: VisitRaw, stop: AbortSignal | undefined): ReturnType<typeof hearGit> {
  return hearGit(git, 'diff-tree', [...commitOptions, '--no-renames', ...options], commits.map((id) => `${id}\n`).join(''), readRaw(visit).push, stop);
}

/** Notes what is sought of the changes that it hears of. */
function listenFor({ blobs, names }: Sought, { isNote }: Tracing, found: Found): VisitRaw {
  return (commit, read, head = '') => {
    if (read === undefined) return;
    if (blobs.has(idOfHead(head))) {
      const change = read();
      const step: Step = { blob: change.id, commit, path: showPath(change.path), link: kindOfMode(change.mode) === 'symlink' };
      note(found.blobs, change.id, placeStep(step, isNote(commit)));
      if (found.log !== undefined && found.log.push(step) > mostSteps) found.log = undefined;
    }
    if (names.size > 0) traceNames(found.names, read(), commit, names);
  };
}

export function explainTrace(commit: string, why: string): Problem {
  return { what: `commit ${commit}`, why: `where what it brought stands was not worked out: ${why || 'git diff-tree ended early'}`, hint: 'see what git fsck says of it' };
}

function placeStep({ blob, commit, path, link }: Step, isNote: boolean): Place {
  return { source: isNote ? 'note' : link ? 'symlink' : 'blob', path, commit, object: blob };
}

function traceNames(names: Map<string, Map<string, Place>>, change: Change, commit: string, wanted: ReadonlySet<string>): void {
  if (!change.before.every(isZero)) return;
  for (const name of Buffer.from(change.path).toString('latin1').split('/')) {
    if (wanted.has(name)) note(names, name, { source: 'path', path: showPath(change.path), commit });
  }
}

function note(places: Map<string, Map<string, Place>>, key: string, place: Place): void {
  const known = places.get(key) ?? new Map<string, Place>();
  places.set(key, known);
  if (!known.has(place.path)) known.set(place.path, place);
}

function listPlaces(places: ReadonlyMap<string, ReadonlyMap<string, Place>>): Map<string, readonly Place[]> {
  return new Map([...places].map(([key, known]) => [key, [...known.values()]]));
}
