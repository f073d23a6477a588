// Scans an item that was made from another one, as a history makes them: most of its bytes stood in the other too. What was
// seen there in a stretch that was kept is not looked at again, it moves with it. The answer is the same as that of a
// scan of all of it.
//
// A rule that is tried at one start sees what its pattern can reach and what its proofs may look at; a window or a run that
// is decoded sees itself; the description of a candidate what stands around it. Whatever of these lies whole in a kept stretch
// comes out as it did.

import type { Rule } from '../model/rule.js';
import type { Automata, Look } from './automata.js';
import { describedReach, evidenceReach, leadOf, moveCandidate, tryRules } from './candidates.js';
import type { Candidate, Ground, RuleBook, Starts } from './candidates.js';
import { makeBarren } from './barren.js';
import type { Barren } from './barren.js';
import { bodyOf } from './bodies.js';
import type { Bodies } from './bodies.js';
import { isPlain } from './decode.js';
import { deriveLayers, longestName } from './derive.js';
import { findHidden } from './hidden.js';
import type { Signs } from './hidden.js';
import type { Joint } from './joints.js';
import { isKept, keptBehind, readKept } from './kept.js';
import type { Kept } from './kept.js';
import { makePlainLayer } from './layer.js';
import type { Layer, Range } from './layer.js';
import { firstPosition, makeLocator } from './locate.js';
import { noFindings } from './outlook.js';
import type { Findings, Run, Window } from './outlook.js';
import type { Prefilter } from './prefilter.js';
import { makeSight } from './sightings.js';
import type { AnchorSign, Seen, Seer, Sightings } from './sightings.js';
import { kindOfArchive } from './unpack.js';

/** What a scan leaves for items that are made from this one. */
export interface Trace {
  readonly sightings: Sightings;
  readonly joints: readonly Joint[];
  /** Of the text as it stands. */
  readonly held: readonly Held[];
  readonly units: ReadonlyMap<string, Unit>;
}

/** What is left by a tree whose names hold nothing. */
export const quietTree: Trace = { sightings: { length: 0, hits: new Uint32Array(0), runs: new Uint32Array(0) }, joints: [], held: [], units: new Map() };

/** What an item was made from: the trace of the other, and triples of what was kept of it, as `kept.ts` reads them. */
export interface Past {
  readonly trace: Trace;
  readonly runs: Uint32Array;
}

export interface Followed {
  readonly found: readonly Candidate[];
  readonly trace: Trace;
}

/** A candidate as it was found, in this item or in one of those that it goes back to, and how far it has moved since. */
interface Held {
  readonly candidate: Candidate;
  readonly moved: number;
  readonly carried: boolean;
}

/** A window or run that was decoded, and what was found in it. */
type Unit = readonly Held[];

export interface FollowView {
  readonly prefilter: Prefilter;
  readonly book: RuleBook;
  readonly automata: Automata;
  /** Of an anchor; a seed has none. */
  rulesOf(anchor: number): readonly Rule[];
  readonly signs: Signs;
}

/** What is found in a text that was decoded, and in what that hides. */
type Explore = (layer: Layer, ground: Ground) => Explored;

export interface Explored {
  readonly found: readonly Candidate[];
  /** It was thought to be an archive, of which an item may have so many: what comes of it is not this text's doing alone. */
  readonly packed: boolean;
}

/** @returns (bytes, what they were made from) -> what scanning all of them finds; undefined: they can only be scanned by themselves */
export function makeFollow({ prefilter, book, automata, rulesOf, signs }: FollowView): (bytes: Uint8Array, past: Past | undefined, explore: Explore) => Followed | undefined {
  const anchors = Array.from({ length: prefilter.machine.tables.count }, (_, anchor) => signAt(anchor, rulesOf(anchor), signs, automata));
  const seers = anchors.flatMap((each) => each.seers);
  const barren = makeBarren(prefilter.machine);
  const sight = makeSight(prefilter.machine, anchors);

  /** @param tries triples (offset, seer, first start) */
  const findGroups = (bytes: Uint8Array, tries: Uint32Array): Group[] => {
    const groups: Group[] = [];
    const mayMatch = book.look(bytes);
    for (let at = 0; at < tries.length; at += 3) {
      const offset = tries[at] ?? 0;
      const seer = seers[tries[at + 1] ?? 0];
      if (seer === undefined) continue;
      const start = tries[at + 2] ?? 0;
      const from = seer.automaton === undefined ? firstStart(seer, bytes, start, offset, mayMatch) : start;
      if (from <= offset) groupAt(groups, offset - seer.before, offset + seer.behind).starts.push({ rule: seer.rule, from, to: offset });
    }
    return groups;
  };

  return (bytes, past, explore) => {
    if (!isPlain(bytes) || kindOfArchive(bytes) !== undefined) return undefined;
    const seen = sight(bytes, past === undefined ? undefined : { sightings: past.trace.sightings, runs: past.runs });
    if (seen === undefined) return undefined;
    const { sightings, tries: places } = seen;
    const before = past === undefined ? noHeld : past.trace.held;
    const jointsBefore = past === undefined ? noJoints : past.trace.joints;
    if (isQuiet(seen) && before.length === 0 && jointsBefore.length === 0) return { found: noFound, trace: { sightings, joints: noJoints, held: noHeld, units: noUnits } };
    const kept = readKept(seen.stretches);
    const { findings, joints } = findHidden(seen, bytes, signs, jointsBefore, kept);
    if (places.length === 0 && findings === noFindings && before.length === 0) return { found: noFound, trace: { sightings, joints, held: noHeld, units: noUnits } };
    const groups = findGroups(bytes, places);

    const mover = makeMover(bytes, prefilter);
    const held = carryHeld(before, kept, (rule, start) => {
      const group = groupAt(groups, start - seenBy(rule).before, start + seenBy(rule).behind);
      group.told = true;
      group.starts.push({ rule, from: start, to: start });
    });
    const known = new Set(held.map(({ candidate, moved }) => `${candidate.rule.id} ${candidate.tried + moved}`));
    for (const group of groups) {
      if (!group.told && !holdsAny(group, bytes, seen.address, book, barren)) continue;
      const from = Math.max(0, group.start - describedReach);
      const plain = makePlainLayer(bytes.subarray(from, group.end + describedReach));
      tryRules(book, listTries(group, from), plain, { plain, locator: mover.locator(from), base: from, names: [] }, { start: 0, end: plain.bytes.length }, (candidate) => {
        if (known.size === 0 || !known.has(`${candidate.rule.id} ${candidate.tried}`)) held.push({ candidate, moved: 0, carried: false });
      }, anyBodies);
    }

    const units = new Map<string, Unit>();
    for (const found of listUnits(findings)) {
      const carried = past === undefined ? undefined : carryUnit(found, past.trace.units, kept);
      units.set(keyOf(found, 0), carried ?? exploreUnit(found, bytes, seen.address, mover, explore, barren));
    }
    const found = [...held, ...[...units.values()].flat()].map((each) => mover.place(each));
    return { found, trace: { sightings, joints, held, units: units.size === 0 ? noUnits : units } };
  };
}

/** Nearly always there is nothing to do. */
function isQuiet({ sightings, tries, seeds, strict }: Seen): boolean {
  return tries.length === 0 && seeds.length === 0 && strict.length === 0 && sightings.runs.length === 0;
}

const noFound: readonly Candidate[] = [];
const noHeld: readonly Held[] = [];
const noJoints: readonly Joint[] = [];
const noUnits: ReadonlyMap<string, Unit> = new Map();

interface RuleSeer extends Seer {
  readonly rule: Rule;
}

function signAt(anchor: number, rules: readonly Rule[], signs: Signs, automata: Automata): AnchorSign & { readonly seers: readonly RuleSeer[] } {
  const seed = signs.seedOf(anchor);
  if (seed !== undefined) return { kind: seed.rewriting === 'packed' ? 'packed' : 'seed', strict: false, seers: [] };
  const seers = rules.map((rule): RuleSeer => {
    const { first, second } = leadOf(rule);
    return { rule, ...seenBy(rule), starts: rule.reach.before, longest: rule.reach.longest, lead: [first, second], body: bodyOf(rule), automaton: automata.numberOf(rule) };
  });
  return { kind: 'rules', strict: signs.isStrict(anchor), seers };
}

/** Bytes before and behind an anchor on which it depends what the rule finds there. */
function seenBy({ reach }: Rule): { readonly before: number; readonly behind: number } {
  return { before: reach.before + reach.margin + evidenceReach, behind: reach.longest + reach.beyond + evidenceReach };
}

/** The first start from which a match could come about, of a rule that was not asked yet; behind `to`: there is none. */
function firstStart({ rule, lead: [first, second] }: RuleSeer, bytes: Uint8Array, from: number, to: number, mayMatch: Look): number {
  let start = from;
  while (start <= to && (first[bytes[start] ?? 0] === 0 || second[bytes[start + 1] ?? 0] === 0 || !mayMatch(rule, start))) start += 1;
  return start;
}

/** Starts that see something of one stretch of the item; what is in another group sees nothing of it. */
interface Group {
  start: number;
  end: number;
  readonly starts: (Starts & { readonly rule: Rule })[];
  /** A candidate stood there before. */
  told: boolean;
}

/** What of a group is to be tried, in the bytes from an offset on. */
function listTries({ starts }: Group, base: number): Map<Rule, Starts[]> {
  const tries = new Map<Rule, Starts[]>();
  for (const { rule, from, to } of starts) {
    const known = tries.get(rule);
    if (known === undefined) tries.set(rule, [{ from: from - base, to: to - base }]);
    else known.push({ from: from - base, to: to - base });
  }
  // Starts of one rule come by rising offset.
  if (starts.length > 1) for (const each of tries.values()) each.sort((left, right) => left.from - right.from);
  return tries;
}

/** Is there any candidate? To tell that, no more has to be read than what the rules see. @param address of the bytes, in the machine's memory */
function holdsAny(group: Group, bytes: Uint8Array, address: number, book: RuleBook, barren: Barren): boolean {
  const from = Math.max(0, group.start);
  const plain = makePlainLayer(bytes.subarray(from, group.end));
  const question = group.starts.map((each) => `${each.rule.id} ${each.from - from} ${each.to - from}`).join();
  if (barren.has(question, address + from, plain.bytes.length)) return false;
  let holds = false;
  tryRules(book, listTries(group, from), plain, { plain, locator: makeLocator(plain.bytes, firstPosition), base: from, names: [] }, { start: 0, end: plain.bytes.length }, () => { holds = true; }, anyBodies);
  if (!holds) barren.add(question, address + from, plain.bytes.length);
  return holds;
}

/** What rules ask of the bytes was asked when they were seen. */
const anyBodies: Bodies = { mayHold: () => true };

/** The group of what sees these bytes. Nearly always it is the last one, or a new one. */
function groupAt(groups: Group[], start: number, end: number): Group {
  while (groups.length > 1 && start <= (groups.at(-2)?.end ?? 0)) mergeLast(groups);
  let group = groups.at(-1);
  if (group === undefined || start > group.end) groups.push((group = { start, end, starts: [], told: false }));
  group.start = Math.min(group.start, start);
  group.end = Math.max(group.end, end);
  return group;
}

function mergeLast(groups: Group[]): void {
  const last = groups.pop();
  const group = groups.at(-1);
  if (last === undefined || group === undefined) return;
  group.end = Math.max(group.end, last.end);
  group.told ||= last.told;
  for (const each of last.starts) group.starts.push(each);
}

/** @param again is told the rule and the start of a candidate that was kept, but not what it is described by */
function carryHeld(held: readonly Held[], kept: Kept, again: (rule: Rule, start: number) => void): Held[] {
  const carried: Held[] = [];
  if (held.length === 0) return carried;
  for (let index = 0; index < kept.starts.length; index += 1) {
    const shift = (kept.starts[index] ?? 0) - (kept.origins[index] ?? 0);
    for (const { candidate, moved } of held) {
      const by = moved + shift;
      const tried = candidate.tried + by;
      const { before, behind } = seenBy(candidate.rule);
      if (!isKept(kept, index, tried - before + candidate.rule.reach.before, tried + behind)) continue;
      if (isKept(kept, index, candidate.start + by - describedReach, candidate.end + by + describedReach)) carried.push({ candidate, moved: by, carried: true });
      else again(candidate.rule, tried);
    }
  }
  return carried;
}

/** Something to be decoded. */
type Wrapped = Window | Run;

function listUnits({ windows, runs }: Findings): Wrapped[] {
  return [...windows, ...runs];
}

function rangeOf(hidden: Wrapped): Range {
  return 'rows' in hidden ? { start: hidden.rows[0]?.start ?? 0, end: hidden.rows.at(-1)?.end ?? 0 } : hidden;
}

/** Tells what was decoded in an item, were it moved back by so much. */
function keyOf(hidden: Wrapped, shift: number): string {
  const { start, end } = rangeOf(hidden);
  return `${'rows' in hidden ? `${hidden.flags} ${hidden.rows.length}` : hidden.rewriting} ${start - shift} ${end - shift}`;
}

/** What was found in the same unit of the other item; undefined: there was none, or it must be decoded again. */
function carryUnit(hidden: Wrapped, units: ReadonlyMap<string, Unit>, kept: Kept): Unit | undefined {
  const { start, end } = rangeOf(hidden);
  const index = keptBehind(kept, start, 0);
  if (!isKept(kept, index, start - longestName, end)) return undefined;
  const shift = (kept.starts[index] ?? 0) - (kept.origins[index] ?? 0);
  const unit = units.get(keyOf(hidden, shift));
  if (unit === undefined || unit.length === 0) return unit;
  return isKept(kept, index, start - describedReach, end + describedReach) ? unit.map(({ candidate, moved }) => ({ candidate, moved: moved + shift, carried: true })) : undefined;
}

function exploreUnit(hidden: Wrapped, bytes: Uint8Array, address: number, { locator }: Mover, explore: Explore, barren: Barren): Unit {
  const { start, end } = rangeOf(hidden);
  const from = Math.max(0, start - describedReach);
  const plain = makePlainLayer(bytes.subarray(from, end + describedReach));
  const back = <T extends Range>(range: T): T => ({ ...range, start: range.start - from, end: range.end - from });
  const findings = 'rows' in hidden ? { ...noFindings, runs: [{ ...hidden, rows: hidden.rows.map(back) }] } : { ...noFindings, windows: [back(hidden)] };
  const question = JSON.stringify(findings);
  if (barren.has(question, address + from, plain.bytes.length)) return noUnit;
  const ground: Ground = { plain, locator: locator(from), base: from, names: [] };
  const explored = deriveLayers(plain, findings).map((layer) => explore(layer, ground));
  if (explored.every(({ found, packed }) => found.length === 0 && !packed)) barren.add(question, address + from, plain.bytes.length);
  return explored.flatMap(({ found }) => found.map((candidate) => ({ candidate, moved: 0, carried: false })));
}

const noUnit: Unit = [];

/** Says where in the item things stand. */
interface Mover {
  /** For the bytes from an offset on. */
  locator(from: number): Ground['locator'];
  place(held: Held): Candidate;
}

function makeMover(bytes: Uint8Array, { countLines }: Prefilter): Mover {
  const whole = makeLocator(bytes, firstPosition);
  /** Where the last question ended. */
  let [counted, lines] = [0, 0];
  const lineAt = (offset: number): number => {
    if (offset < counted) [counted, lines] = [0, 0];
    lines += countLines(bytes.subarray(counted, offset));
    counted = offset;
    return lines + 1;
  };

  return {
    locator: (from) => ({ position: (offset) => whole.position(offset + from), span: (start, end) => whole.span(start + from, end + from) }),
    place({ candidate, moved, carried }) {
      if (!carried) return candidate;
      const { span } = candidate.match;
      const start = candidate.match.start + moved;
      // Its line began in what was kept with it: the column is the same.
      const open = start <= describedReach || bytes.lastIndexOf(lineFeed, start - 1) >= start - describedReach;
      const line = lineAt(start);
      return moveCandidate(candidate, moved, open ? { ...span, line, endLine: line + span.endLine - span.line } : whole.span(start, candidate.match.end + moved));
    },
  };
}

const lineFeed = 10;
