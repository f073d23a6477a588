// The scanner: pieces of items -> matches. The prefilter says where a rule could match; only there its pattern
// runs; the proofs vote; overlaps are settled; positions are worked out last.
//
// The result is the same wherever a piece begins. A match is anything that a pattern gives when it is tried at one
// start, and every start in reach of an anchor is tried once, by the piece that owns it, with enough bytes before
// and behind to see what it would see in the whole item. Within one rule overlapping matches are settled like
// those of different rules, so nothing depends on which was found first.

import type { Match } from '../model/match.js';
import type { Item, Piece } from '../model/place.js';
import type { Catalogue, Hints, Rule } from '../model/rule.js';
import { Secret } from '../model/secret.js';
import { indexAnchors } from './anchors.js';
import type { AnchorIndex } from './anchors.js';
import { neighbourhood, noEvidence, weighFile, weighText } from './attribute.js';
import type { Surroundings } from './attribute.js';
import { openDecoder } from './decode.js';
import type { Decoder } from './decode.js';
import { judgeMatch } from './judge.js';
import type { Proofs, Remembered, Verdict } from './judge.js';
import { firstPosition, makeLocator } from './locate.js';
import type { Locator, Position } from './locate.js';
import { makePrefilter } from './prefilter.js';
import type { Prefilter } from './prefilter.js';
import { makeQuietJudge } from './quiet.js';
import type { QuietJudge } from './quiet.js';
import { evidenceReach } from './reach.js';
import { settleOverlaps } from './settle.js';
import type { Contender } from './settle.js';

export interface Engine {
  /**
   * Scans the next piece of an item. Pieces of one item come in order, those of different items not mixed.
   * @returns the item's matches, by position, once its last piece is in; until then nothing
   */
  scan(piece: Piece): readonly Match[];
  /** The item that was scanned last: no rule matched anywhere in it, not even one that evidence could still make stand. */
  wasQuiet(): boolean;
  /** What of an item needs scanning, where little changed since another: see `quiet.ts`. */
  quietJudge(): QuietJudge;
  /** Scans a whole text: a path, a message to be printed. */
  scanText(bytes: Uint8Array): readonly Match[];
  /** The same match under the rule of another vendor, if the file's name tells the vendor and nothing else did. */
  renameByFile(match: Match, path: string): Match;
}

export interface EngineOptions {
  /** Try every rule everywhere: slow; for tests that compare. */
  readonly prefilter?: boolean;
  /** The catalogue's anchors, where they have been worked out before. */
  readonly index?: AnchorIndex;
}

/** Where in an item the bytes at hand stand, and what of it is still to come back. */
interface Progress {
  readonly item: Item;
  readonly decoder: Decoder;
  /** Bytes that the next piece must see again. */
  carry: Uint8Array;
  /** Offset in the item of the first carried byte. */
  base: number;
  /** Offset in the item of the first start that has not been tried. */
  untried: number;
  origin: Position;
  readonly found: Candidate[];
}

/** A match before overlaps are settled; offsets are those of the item. */
interface Candidate extends Contender {
  readonly match: Match;
}

const noMatches: readonly Match[] = [];
/** Bytes of a line, or of the line above, that are kept for suppression comments. */
const longestLine = 1024;

export function makeEngine(catalogue: Catalogue, proofs: Proofs, options: EngineOptions = {}): Engine {
  // The catalogue is touched only once an anchor was met: the built-in one is parsed then.
  const index = options.index ?? indexAnchors(catalogue.rules);
  const rules: (readonly Rule[] | undefined)[] = [];
  const rulesOf = (anchor: number): readonly Rule[] => (rules[anchor] ??= (index.rules[anchor] ?? []).flatMap((position) => catalogue.rules[position] ?? []));
  let prefilter: Prefilter | undefined;
  const find = (bytes: Uint8Array, hit: (offset: number, anchor: number) => void): void => {
    prefilter ??= makePrefilter(index.tables);
    prefilter.find(bytes, hit);
  };
  let hints: ReadonlyMap<string, Hints> | undefined;
  const hintsOf = ({ provider }: Rule): Hints | undefined => (hints ??= new Map(catalogue.hints.map((each) => [each.provider, each]))).get(provider);
  const expressions = new Map<Rule, RegExp>();
  const expressionOf = (rule: Rule): RegExp => {
    let expression = expressions.get(rule);
    if (expression === undefined) expressions.set(rule, (expression = new RegExp(rule.pattern, rule.ignoreCase ? 'dyi' : 'dy')));
    return expression;
  };
  let reach: ReturnType<typeof widestReach> | undefined;
  const reachOf = (): ReturnType<typeof widestReach> => (reach ??= widestReach(catalogue.rules));
  let progress: Progress | undefined;
  let quiet = false;
  let judge: QuietJudge | undefined;

  const scanBuffer = (buffer: Uint8Array, state: Progress, last: boolean): void => {
    const ownedTo = last ? Infinity : state.base + buffer.length - reachOf().behind;
    const tries = options.prefilter === false ? tryEverywhere(catalogue.rules, buffer) : collectTries(buffer, rulesOf, find);
    if (tries.size > 0) tryRules(buffer, tries, state, ownedTo);
    state.untried = Math.max(state.untried, ownedTo);
  };

  const tryRules = (buffer: Uint8Array, tries: ReadonlyMap<Rule, readonly Starts[]>, state: Progress, ownedTo: number): void => {
    const text = new LazyText(buffer, state.origin);
    const remembered: Remembered = new Map();
    for (const [rule, starts] of tries) {
      for (const { from, to } of mergeStarts(starts, state.untried - state.base, ownedTo - state.base)) {
        matchStarts(rule, expressionOf(rule), text, from, to, (found) => {
          const candidate = weigh(rule, found, text, state, hintsOf(rule), proofs, remembered);
          if (candidate !== undefined) state.found.push(candidate);
        });
      }
    }
  };

  const finish = (state: Progress): readonly Match[] => {
    if (state.found.length === 0) return noMatches;
    return settleOverlaps(state.found).map(({ winner, others }) =>
      others.length === 0 ? winner.match : { ...winner.match, others: others.map((each) => each.match) });
  };

  const scan = (piece: Piece): readonly Match[] => {
    const state = piece.offset === 0 ? openItem(piece) : progress;
    if (state === undefined || state.item !== piece.item) throw new Error(`a piece of ${piece.item.id} came out of order`);
    const bytes = state.decoder.push(piece.bytes, piece.last);
    const buffer = state.carry.length === 0 ? bytes : Buffer.concat([state.carry, bytes]);
    scanBuffer(buffer, state, piece.last);
    progress = piece.last ? undefined : state;
    if (piece.last) {
      quiet = state.found.length === 0;
      return finish(state);
    }
    carryOver(state, buffer, reachOf().before);
    return noMatches;
  };

  return {
    scan,
    wasQuiet: () => quiet,
    quietJudge: () => (judge ??= makeQuietJudge(catalogue, index, proofs, find, expressionOf)),
    scanText: (bytes) => scan({ item: { id: '', kind: 'content' }, offset: 0, bytes, last: true }),
    renameByFile(match, path) {
      const named = match.others
        .map((other) => ({ other, weight: weighHints(hintsOf(other.rule), path) }))
        .filter(({ weight }) => weight > noEvidence);
      const [only, second] = named;
      return only !== undefined && second === undefined ? only.other : match;
    },
  };
}

function weighHints(hints: Hints | undefined, path: string): number {
  return hints === undefined ? noEvidence : weighFile(hints, path);
}

/** Bytes that must be kept before the first start that is still to be tried, and behind the last that is owned. */
function widestReach(rules: readonly Rule[]): { before: number; behind: number } {
  const margin = Math.max(0, ...rules.map((rule) => rule.reach.margin));
  const longest = Math.max(1, ...rules.map((rule) => rule.reach.longest));
  const context = Math.max(neighbourhood, 2 * longestLine, evidenceReach);
  return { before: margin + context, behind: longest + margin + context };
}

function openItem(piece: Piece): Progress {
  return {
    item: piece.item,
    decoder: openDecoder(piece.bytes),
    carry: new Uint8Array(0),
    base: 0,
    untried: 0,
    origin: firstPosition,
    found: [],
  };
}

function carryOver(state: Progress, buffer: Uint8Array, before: number): void {
  const from = wholeCharacter(buffer, Math.max(0, state.untried - state.base - before));
  state.origin = makeLocator(buffer, state.origin).position(from);
  state.carry = Buffer.from(buffer.subarray(from));
  state.base += from;
}

/** Moves back to the first byte of the UTF-8 character (RFC 3629) that the offset stands in, so that columns are counted in whole ones. */
function wholeCharacter(buffer: Uint8Array, offset: number): number {
  for (let at = offset; at > 0 && at > offset - 4; at -= 1) {
    const byte = buffer[at] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return at + length > offset ? at : offset;
  }
  return offset;
}

/** Starts to be tried: offsets in the buffer, `to` included. */
interface Starts {
  readonly from: number;
  readonly to: number;
}

function collectTries(buffer: Uint8Array, rulesOf: (anchor: number) => readonly Rule[], find: (bytes: Uint8Array, hit: (offset: number, anchor: number) => void) => void): Map<Rule, Starts[]> {
  const tries = new Map<Rule, Starts[]>();
  find(buffer, (offset, anchor) => {
    for (const rule of rulesOf(anchor)) {
      const starts = { from: Math.max(0, offset - rule.reach.before), to: offset };
      const known = tries.get(rule);
      if (known === undefined) tries.set(rule, [starts]);
      else known.push(starts);
    }
  });
  return tries;
}

function tryEverywhere(rules: readonly Rule[], buffer: Uint8Array): Map<Rule, Starts[]> {
  return new Map(rules.map((rule) => [rule, [{ from: 0, to: buffer.length - 1 }]]));
}

/** Starts by rising offset, each once, cut to those that are owned: `[first, end)`. */
function mergeStarts(starts: readonly Starts[], first: number, end: number): Starts[] {
  const merged: { from: number; to: number }[] = [];
  for (const each of starts) {
    const from = Math.max(each.from, first);
    const to = Math.min(each.to, end - 1);
    if (from > to) continue;
    const previous = merged.at(-1);
    if (previous !== undefined && from <= previous.to + 1) previous.to = Math.max(previous.to, to);
    else merged.push({ from, to });
  }
  return merged;
}

/** The buffer as Latin-1, so that an offset in the text is an offset in the bytes; made when first asked for. */
class LazyText {
  readonly locator: Locator;
  readonly #bytes: Uint8Array;
  #text: string | undefined;

  constructor(bytes: Uint8Array, origin: Position) {
    this.#bytes = bytes;
    this.locator = makeLocator(bytes, origin);
  }

  get text(): string {
    return (this.#text ??= Buffer.from(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.byteLength).toString('latin1'));
  }
}

/** What a pattern gave at one start: offsets in the buffer. */
interface Found {
  readonly start: number;
  readonly end: number;
  readonly groups: Readonly<Record<string, string | undefined>>;
  readonly truncated: boolean;
}

/** What keys are written with: behind a match of the longest length it looks like more of the same. */
const goesOn = /[A-Za-z0-9+/=_-]/;

function matchStarts(rule: Rule, expression: RegExp, text: LazyText, from: number, to: number, found: (match: Found) => void): void {
  for (let start = from; start <= to; start += 1) {
    expression.lastIndex = start;
    const match = expression.exec(text.text);
    const span = match?.indices?.groups?.['secret'];
    if (match === null || span === undefined || !holdsAnchor(rule, match[0])) continue;
    found({ start: span[0], end: span[1], groups: match.groups ?? {}, truncated: match[0].length >= rule.reach.longest && goesOn.test(text.text[start + match[0].length] ?? '') });
  }
}

function holdsAnchor(rule: Rule, text: string): boolean {
  const folded = rule.ignoreCase ? text.toLowerCase() : text;
  return rule.anchors.some((anchor) => folded.includes(anchor));
}

function weigh(rule: Rule, found: Found, text: LazyText, state: Progress, hints: Hints | undefined, proofs: Proofs, remembered: Remembered): Candidate | undefined {
  const { start, end } = found;
  const verdict = judgeMatch(rule, {
    secret: text.text.slice(start, end),
    groups: found.groups,
    before: text.text.slice(Math.max(0, start - evidenceReach), start),
    after: text.text.slice(end, end + evidenceReach),
    decoded: state.decoder.name !== undefined,
  }, proofs, remembered, `${start} ${end}`);
  if (verdict === undefined) return undefined;
  // Only where several rules read the same bytes is it asked whose they are.
  let evidence: number | undefined;
  const surroundings = { before: text.text.slice(Math.max(0, start - neighbourhood), start), after: text.text.slice(end, end + neighbourhood) };
  return {
    rule,
    start: start + state.base,
    end: end + state.base,
    certain: verdict.confidence === 'certain',
    get evidence() {
      return (evidence ??= hints === undefined ? noEvidence : weighText(hints, surroundings));
    },
    match: describe(rule, found, verdict, text, surroundings, state),
  };
}

function describe(rule: Rule, { start, end, truncated }: Found, verdict: Verdict, text: LazyText, around: Surroundings, state: Progress): Match {
  const secret = text.text.slice(start, end);
  return {
    rule,
    secret: new Secret(Buffer.from(secret, 'latin1').toString('utf8'), prefixLength(rule, secret)),
    start: start + state.base,
    end: end + state.base,
    span: text.locator.span(start, end),
    confidence: verdict.confidence,
    ...(verdict.severity === undefined ? {} : { severity: verdict.severity }),
    why: verdict.why,
    decodedFrom: state.decoder.name === undefined ? [] : [state.decoder.name],
    surroundings: linesAround(around, secret),
    truncated,
    others: noMatches,
  };
}

function prefixLength(rule: Rule, secret: string): number {
  return rule.prefixes.find((prefix) => secret.startsWith(prefix))?.length ?? 0;
}

function linesAround({ before, after }: Surroundings, secret: string): Match['surroundings'] {
  const lineStart = before.lastIndexOf('\n') + 1;
  const lineEnd = after.indexOf('\n');
  const aboveEnd = Math.max(0, lineStart - 1);
  const above = before.slice(before.lastIndexOf('\n', aboveEnd - 1) + 1, aboveEnd);
  const line = before.slice(lineStart).slice(-longestLine) + (secret.includes('\n') ? '\n' : '') + (lineEnd < 0 ? after : after.slice(0, lineEnd)).slice(0, longestLine);
  const below = lineEnd < 0 ? '' : (after.slice(lineEnd + 1).split('\n', 1)[0] ?? '');
  return { above: lineStart === 0 ? '' : above.slice(-longestLine), line, below: below.slice(0, longestLine) };
}
