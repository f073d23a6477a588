// Rules tried on one text: where an anchor lets one match, its pattern runs; the proofs vote; what is left is a candidate,
// with its place in the item. Which of several over the same bytes is right is not decided here.

import type { Match } from '../model/match.js';
import type { Hints, Rule } from '../model/rule.js';
import { Secret } from '../model/secret.js';
import { shareBytes } from '../model/sequel.js';
import { neighbourhood, noEvidence, weighText } from './attribute.js';
import type { Surroundings } from './attribute.js';
import type { Look } from './automata.js';
import { bodyOf, makeBodies } from './bodies.js';
import type { FindWords } from './bodies.js';
import { judgeMatch, raise } from './judge.js';
import type { Proofs, Remembered, Verdict } from './judge.js';
import type { Layer, Making, Range } from './layer.js';
import type { Locator } from './locate.js';
import { findPartner, partnerReach } from './pair.js';
import type { Contender } from './settle.js';

/** A match before overlaps are settled; offsets are those of the item. */
export interface Candidate extends Contender {
  readonly match: Match;
  readonly making: Making;
  readonly steps: number;
  readonly changed: boolean;
  /** The start at which the pattern matched, in the text that it was read in. */
  readonly tried: number;
}

/** What trying a rule takes. */
export interface RuleBook {
  readonly proofs: Proofs;
  expressionOf(rule: Rule): RegExp;
  /** Of the rule's partner, with indices; undefined: it has none. */
  pairOf(rule: Rule): RegExp | undefined;
  hintsOf(rule: Rule): Hints | undefined;
  readonly findWords: FindWords;
  /** At which starts of a text may a rule match? */
  look(bytes: Uint8Array): Look;
}

/** Where the item's own text stands that the texts at hand come from. */
export interface Ground {
  readonly plain: Layer;
  readonly locator: Locator;
  /** Offset in the item of the first byte. */
  readonly base: number;
  /** What was done to the item to get this text: an archive opened, a coding read. */
  readonly names: readonly string[];
}

/** Starts to be tried: offsets in the text, `to` included. */
export interface Starts {
  readonly from: number;
  readonly to: number;
}

/** Of each rule by rising offset, what overlaps not joined. */
export type Tries = ReadonlyMap<Rule, Iterable<Starts>>;

/** Bytes of a line, or of the line above, that are kept for suppression comments. */
const longestLine = 1024;
/** Bytes before and behind a secret that proofs may look at. */
export const evidenceReach = 240;

/** Bytes before and behind a candidate by which it is described: neighbours, partner, lines. */
export const describedReach = Math.max(neighbourhood, 2 * longestLine, evidenceReach, partnerReach);

/** The same candidate in an item in which it stands elsewhere, with the same bytes around it. */
export function moveCandidate(candidate: Candidate, shift: number, span: Match['span']): Candidate {
  let moved: Match | undefined;
  return {
    rule: candidate.rule,
    start: candidate.start + shift,
    end: candidate.end + shift,
    certain: candidate.certain,
    making: candidate.making,
    steps: candidate.steps,
    changed: candidate.changed,
    tried: candidate.tried + shift,
    get evidence() {
      return candidate.evidence;
    },
    get match() {
      return (moved ??= moveMatch(candidate.match, shift, span));
    },
  };
}

function moveMatch(match: Match, shift: number, span: Match['span']): Match {
  const partner = match.partner === undefined ? {} : { partner: { ...match.partner, start: match.partner.start + shift, end: match.partner.end + shift } };
  return { ...match, ...partner, start: match.start + shift, end: match.end + shift, span };
}

/** @param owned starts that are to be tried: `[start, end)` */
export function tryRules(book: RuleBook, tries: Tries, layer: Layer, ground: Ground, owned: Range, take: (candidate: Candidate) => void, bodies = makeBodies(layer.bytes, book.findWords)): void {
  if (tries.size === 0) return;
  const remembered: Remembered = new Map();
  const mayMatch = book.look(layer.bytes);
  for (const [rule, starts] of tries) {
    if (!mayHold(rule, layer)) continue;
    const body = bodyOf(rule);
    for (const { from, to } of mergeStarts(starts, owned.start, owned.end)) {
      if (body !== undefined && !bodies.mayHold(body, from, to + rule.reach.longest)) continue;
      matchStarts(rule, leadOf(rule), book, mayMatch, layer, from, to, (found) => {
        const candidate = weigh(rule, found, layer, ground, book, remembered);
        if (candidate !== undefined) take(candidate);
      });
    }
  }
}

/** Bytes that must be kept before the first start that is still to be tried, and behind the last that is owned. */
export function widestReach(rules: readonly Rule[]): { before: number; behind: number } {
  const margin = Math.max(0, ...rules.map(({ reach }) => reach.margin));
  const longest = Math.max(1, ...rules.map(({ reach }) => reach.longest + reach.beyond));
  return { before: margin + describedReach, behind: longest + describedReach };
}

/** A generic rule reads almost anything: in bytes that were decoded it holds only where they are a text, in what was joined only where a sign begins the key. */
function mayHold(rule: Rule, { making, bytes }: Layer): boolean {
  if (!rule.generic || making === 'plain' || making === 'rewritten') return true;
  if (making === 'joined') return rule.prefixes.length > 0;
  return making === 'decoded' && isReadable(bytes);
}

function isReadable(bytes: Uint8Array): boolean {
  let strange = 0;
  for (const byte of bytes) if (byte > 0x7e || (byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13)) strange += 1;
  return strange * 50 <= bytes.length;
}

/** Starts by rising offset, each once, cut to those that are owned: `[first, end)`. One after the other: there may be a million. */
function* mergeStarts(starts: Iterable<Starts>, first: number, end: number): Generator<Starts> {
  let merged: Starts | undefined;
  for (const each of starts) {
    const from = Math.max(each.from, first);
    const to = Math.min(each.to, end - 1);
    if (from > to) continue;
    if (merged !== undefined && from <= merged.to + 1) merged = { from: merged.from, to: Math.max(merged.to, to) };
    else {
      if (merged !== undefined) yield merged;
      merged = { from, to };
    }
  }
  if (merged !== undefined) yield merged;
}

/** What a pattern gave at one start: offsets in the text. */
interface Found {
  readonly tried: number;
  readonly start: number;
  readonly end: number;
  readonly groups: Readonly<Record<string, string | undefined>>;
  readonly truncated: boolean;
}

/** What keys are written with: behind a match of the longest length it looks like more of the same. */
const goesOn = /[A-Za-z0-9+/=_-]/;

function matchStarts(rule: Rule, { first, second }: Lead, book: RuleBook, mayMatch: Look, { bytes, text }: Layer, from: number, to: number, found: (match: Found) => void): void {
  const { longest, margin, beyond, cut } = rule.reach;
  let expression: RegExp | undefined;
  for (let start = from; start <= to; start += 1) {
    if (first[bytes[start] ?? 0] === 0 || second[bytes[start + 1] ?? 0] === 0 || !mayMatch(rule, start)) continue;
    expression ??= book.expressionOf(rule);
    const base = cut === undefined ? 0 : Math.max(0, start - margin);
    expression.lastIndex = start - base;
    const match = expression.exec(cut === undefined ? text : text.slice(base, start + longest + beyond));
    const span = match?.indices?.groups?.['secret'];
    if (match === null || span === undefined || match[0].length > longest || !holdsAnchor(rule, match[0])) continue;
    found({ tried: start, start: base + span[0], end: base + span[1], groups: match.groups ?? {}, truncated: match[0].length >= longest && goesOn.test(text[start + match[0].length] ?? '') });
  }
}

/** Which bytes a match begins with, first and second. */
export interface Lead {
  readonly first: Uint8Array;
  readonly second: Uint8Array;
}

const leads = new WeakMap<Rule, Lead>();
const anything = new Uint8Array(256).fill(1);

export function leadOf(rule: Rule): Lead {
  let lead = leads.get(rule);
  if (lead === undefined) {
    const table = (ranges: string | undefined): Uint8Array => (ranges === undefined ? anything : shareBytes(ranges));
    leads.set(rule, (lead = { first: table(rule.lead?.[0]), second: table(rule.lead?.[1]) }));
  }
  return lead;
}

function holdsAnchor(rule: Rule, text: string): boolean {
  const folded = rule.ignoreCase ? text.toLowerCase() : text;
  return rule.anchors.some((anchor) => folded.includes(anchor));
}

function weigh(rule: Rule, found: Found, layer: Layer, ground: Ground, book: RuleBook, remembered: Remembered): Candidate | undefined {
  const { start, end } = found;
  const { text } = layer;
  // What has lines of its own is not folded.
  if (layer.making === 'folded' && text.slice(start, end).includes('\n')) return undefined;
  const verdict = judgeMatch(rule, {
    secret: text.slice(start, end),
    groups: found.groups,
    before: text.slice(Math.max(0, start - evidenceReach), start),
    after: text.slice(end, end + evidenceReach),
    // What stands there letter for letter was not decoded, though the text around it was.
    get decoded() {
      return ground.names.length > 0 || (layer.making !== 'plain' && !standsPlainly(found, layer, ground));
    },
  }, book.proofs, remembered, `${start} ${end}`);
  if (verdict === undefined) return undefined;
  const place = layer.origin({ start, end });
  const partner = partnerOf(rule, found, layer, ground, book);
  return makeCandidate(rule, { start, end, truncated: found.truncated }, layer, {
    tried: found.tried + ground.base,
    start: place.start + ground.base,
    end: place.end + ground.base,
    changed: place.end - place.start !== end - start,
    span: ground.locator.span(place.start, place.end),
    verdict,
    around: surroundingsOf(ground.plain.text, place),
    hasLines: ground.plain.text.slice(place.start, place.end).includes('\n'),
    decodedFrom: ground.names.length + layer.names.length === 0 ? notDecoded : [...ground.names, ...layer.names],
    ...(partner === undefined ? {} : { partner }),
  }, book);
}

const notDecoded: readonly string[] = [];

/** All that a candidate is described by; without the item's bytes, which it must not keep alive. */
interface Sketch extends Range {
  readonly tried: number;
  readonly changed: boolean;
  readonly span: Match['span'];
  readonly verdict: Verdict;
  readonly around: Surroundings;
  readonly hasLines: boolean;
  readonly decodedFrom: readonly string[];
  readonly partner?: Match['partner'];
}

/** Several rules read the same bytes, and few of them are told: only those are described, and asked whose key it is. */
function makeCandidate(rule: Rule, found: Pick<Found, 'start' | 'end' | 'truncated'>, layer: Layer, sketch: Sketch, book: RuleBook): Candidate {
  let evidence: number | undefined;
  let match: Match | undefined;
  return {
    rule,
    tried: sketch.tried,
    start: sketch.start,
    end: sketch.end,
    certain: sketch.verdict.confidence === 'certain',
    making: layer.making,
    steps: layer.making === 'plain' ? 0 : layer.names.length,
    changed: sketch.changed,
    get evidence() {
      const hints = book.hintsOf(rule);
      return (evidence ??= hints === undefined ? noEvidence : weighText(hints, layer.making === 'plain' ? sketch.around : addSurroundings(sketch.around, surroundingsOf(layer.text, found))));
    },
    get match() {
      return (match ??= describe(rule, found, layer, sketch));
    },
  };
}

function standsPlainly({ start, end }: Found, layer: Layer, { plain }: Ground): boolean {
  const place = layer.origin({ start, end });
  return plain.text.slice(place.start, place.end) === layer.text.slice(start, end);
}

function partnerOf(rule: Rule, found: Range, layer: Layer, { base }: Ground, book: RuleBook): Match['partner'] {
  const expression = book.pairOf(rule);
  const range = expression === undefined ? undefined : findPartner(expression, layer.text, found);
  if (range === undefined || rule.pair === undefined) return undefined;
  const text = layer.text.slice(range.start, range.end);
  const place = layer.origin(range);
  const { name, rule: own } = rule.pair;
  // Capitals in front say what kind of id it is. An id that is reported nowhere is shown; what is reported is masked as it is there.
  const secret = new Secret(text, /^[A-Z]{0,4}/.exec(text)?.[0].length);
  return { name, secret, shown: own === undefined ? text : secret.toString(), ...(own === undefined ? {} : { rule: own }), start: place.start + base, end: place.end + base };
}

function surroundingsOf(text: string, { start, end }: Range): Surroundings {
  return { before: text.slice(Math.max(0, start - neighbourhood), start), after: text.slice(end, end + neighbourhood) };
}

/** What stands around an encoded run, and within it around the key. */
function addSurroundings(outer: Surroundings, inner: Surroundings): Surroundings {
  return { before: outer.before + inner.before, after: inner.after + outer.after };
}

function describe(rule: Rule, { start, end, truncated }: Pick<Found, 'start' | 'end' | 'truncated'>, layer: Layer, { verdict, partner, ...sketch }: Sketch): Match {
  const secret = layer.text.slice(start, end);
  return {
    rule,
    secret: new Secret(Buffer.from(secret, 'latin1').toString('utf8'), prefixLength(rule, secret)),
    start: sketch.start,
    end: sketch.end,
    span: sketch.span,
    confidence: partner === undefined ? verdict.confidence : raise(verdict.confidence),
    ...(verdict.severity === undefined ? {} : { severity: verdict.severity }),
    why: partner === undefined ? verdict.why : [...verdict.why, `it stands beside its ${partner.name} ${partner.shown}`],
    ...(partner === undefined ? {} : { partner }),
    decodedFrom: sketch.decodedFrom,
    surroundings: linesAround(sketch.around, sketch.hasLines),
    truncated,
    others: [],
  };
}

function prefixLength(rule: Rule, secret: string): number {
  return rule.prefixes.find((prefix) => secret.startsWith(prefix))?.length ?? 0;
}

function linesAround({ before, after }: Surroundings, hasLines: boolean): Match['surroundings'] {
  const lineStart = before.lastIndexOf('\n') + 1;
  const lineEnd = after.indexOf('\n');
  const aboveEnd = Math.max(0, lineStart - 1);
  const above = before.slice(before.lastIndexOf('\n', aboveEnd - 1) + 1, aboveEnd);
  const line = before.slice(lineStart).slice(-longestLine) + (hasLines ? '\n' : '') + (lineEnd < 0 ? after : after.slice(0, lineEnd)).slice(0, longestLine);
  const below = lineEnd < 0 ? '' : (after.slice(lineEnd + 1).split('\n', 1)[0] ?? '');
  return { above: lineStart === 0 ? '' : above.slice(-longestLine), line, below: below.slice(0, longestLine) };
}
