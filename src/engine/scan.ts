// The scanner: pieces of items -> matches. The prefilter says where a rule could match, and where something may be encoded
// that is then read the same way; overlaps are settled at the end. What is packed is unpacked, and its members are scanned
// like items.
//
// The result is the same wherever a piece begins. A match is anything that a pattern gives when it is tried at one
// start, and every start in reach of an anchor is tried once, by the piece that owns it, with enough bytes before
// and behind to see what it would see in the whole item. Within one rule overlapping matches are settled like
// those of different rules, so nothing depends on which was found first.

import type { Match } from '../model/match.js';
import type { Item, Piece } from '../model/place.js';
import type { Catalogue, Hints, Rule } from '../model/rule.js';
import { indexAnchors } from './anchors.js';
import { makeAutomata } from './automata.js';
import type { Automata } from './automata.js';
import type { AnchorIndex } from './anchors.js';
import { noEvidence, weighFile } from './attribute.js';
import { tryRules, widestReach } from './candidates.js';
import type { Candidate, Ground, RuleBook, Starts, Tries } from './candidates.js';
import { openDecoder } from './decode.js';
import type { Decoder } from './decode.js';
import { deriveLayers } from './derive.js';
import { makeEmbedded } from './embedded.js';
import type { Embedded } from './embedded.js';
import type { Proofs } from './judge.js';
import { makeJointSearch } from './joints.js';
import { makePlainLayer } from './layer.js';
import type { Layer } from './layer.js';
import { makeFollow, quietTree } from './follow.js';
import type { Explored, Past, Trace } from './follow.js';
import { firstPosition, locateOnce, makeLocator } from './locate.js';
import type { Counters, Position } from './locate.js';
import { addAnchor, addRun, addSeed, enterBytes, keepFrom, makeOutlook, noFindings, takeFindings } from './outlook.js';
import type { Eyes, Outlook } from './outlook.js';
import { partWords } from './names.js';
import { openParcel } from './parcel.js';
import type { Parcel } from './parcel.js';
import { mergePartners } from './pair.js';
import { makePrefilter } from './prefilter.js';
import type { Prefilter, RunSearch } from './prefilter.js';
import { seeds } from './seeds.js';
import { blankIds, isQuietTree } from './objects.js';
import { chooseReadings, placeOf } from './readings.js';
import { settleOverlaps } from './settle.js';
import { kindOfArchive, kindOfDecoded, makeAllowance, unpack } from './unpack.js';
import type { Allowance, Guess } from './unpack.js';

export interface Engine {
  /**
   * Scans the next piece of an item. Pieces of one item come in order, those of different items not mixed.
   * @returns the item's matches, by position, once its last piece is in; until then nothing
   */
  scan(piece: Piece): readonly Match[];
  /**
   * Scans a whole item that was made from another one, and says what to go by where a third is made from it.
   * @param past undefined: it was made from none, or from one that left no trace
   * @param entries of a tree those that were not in the other, as `isQuietTree` has them; undefined: they are looked up
   */
  scanMade(item: Item, bytes: Uint8Array, past: Past | undefined, entries?: Uint32Array): { readonly matches: readonly Match[]; readonly trace: Trace | undefined };
  /** Scans a whole content at once; a `name` (a path, a message to be printed) is never taken for an archive. */
  scanText(bytes: Uint8Array, kind?: 'content' | 'name'): readonly Match[];
  /** The same match under the rule of another vendor, if the file's name tells the vendor and nothing else did. */
  renameByFile(match: Match, path: string): Match;
  /** What of the items since the last call could not be looked into: archives that are damaged, encrypted, too large. */
  takeUnread(): readonly Unread[];
}

/** Something inside an item that was not scanned; its bytes as they stand were. */
export interface Unread {
  readonly item: Item;
  /** The way to it inside the item, as in `decodedFrom`; empty: the item as a whole. */
  readonly inside: readonly string[];
  readonly why: string;
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
  /** What was unpacked to get at it. */
  readonly names: readonly string[];
  readonly allowance: Allowance;
  readonly decoder: Decoder;
  readonly parcel: Parcel;
  readonly outlook: Outlook;
  /** Undefined: nothing packed stands in it. */
  embedded: Embedded | undefined;
  /** Bytes that the next piece must see again. */
  carry: Uint8Array;
  /** Offset in the item of the first carried byte. */
  base: number;
  /** Offset in the item of the first start that has not been tried. */
  untried: number;
  origin: Position;
  readonly found: Candidate[];
  /** Of those that were read as they stand, rules and places. */
  readonly plain: Set<string>;
  /** Matches in what it holds packed. */
  readonly inside: Match[];
  /** The same in what was decoded, perhaps in several ways. */
  readonly unwrapped: Match[];
}

const noMatches: readonly Match[] = [];
const noTries: Tries = new Map();
const noBytes = new Uint8Array(0);
const noPlaces: readonly number[] = [];
/** How often something may be encoded in something encoded. */
const deepest = 5;
/** Bytes of texts that may be made out of one window or run, and how often its own length beyond that. */
const derivedBytes = 512 * 1024;
const derivedTimes = 24;
/** Names that are remembered. */
const mostNames = 100_000;
/** Members of archives are scanned in pieces too. */
const memberPiece = 4 * 1024 * 1024;

export function makeEngine(catalogue: Catalogue, proofs: Proofs, options: EngineOptions = {}): Engine {
  // The catalogue is touched only once an anchor was met: the built-in one is parsed then.
  const index = options.index ?? indexAnchors(catalogue.rules);
  const rules: (readonly Rule[] | undefined)[] = [];
  const rulesOf = (anchor: number): readonly Rule[] => (rules[anchor] ??= (index.rules[anchor] ?? []).flatMap((position) => catalogue.rules[position] ?? []));
  /** For each anchor: one of its rules reads more than what is assigned to a telling name. */
  const strict: (boolean | undefined)[] = [];
  const isStrict = (anchor: number): boolean => (strict[anchor] ??= rulesOf(anchor).some(({ generic }) => !generic));
  let prefilter: Prefilter | undefined;
  let hints: ReadonlyMap<string, Hints> | undefined;
  const expressions = new Map<Rule, RegExp>();
  const pairs = new Map<Rule, RegExp>();
  const sieve = (): Prefilter => (prefilter ??= makePrefilter(index.tables));
  let open: Eyes | undefined;
  const eyes = (): Eyes => (open ??= { holdsJoiner: sieve().holdsJoiner, findWide: sieve().findWide, joints: makeJointSearch(sieve().machine) });
  let runners: Automata | undefined;
  const automata = (): Automata => (runners ??= makeAutomata(sieve().machine, index.readPlaces === undefined ? undefined : { rules: catalogue.rules, packed: index.readPlaces() }));
  const book: RuleBook = {
    proofs,
    findWords: (text, wide, least) => sieve().findWords(text, wide, least),
    look: (bytes) => automata().look(bytes),
    hintsOf: ({ provider }) => (hints ??= new Map(catalogue.hints.map((each) => [each.provider, each]))).get(provider),
    expressionOf(rule) {
      let expression = expressions.get(rule);
      if (expression === undefined) expressions.set(rule, (expression = new RegExp(rule.pattern, rule.ignoreCase ? 'dyi' : 'dy')));
      return expression;
    },
    pairOf(rule) {
      if (rule.pair === undefined) return undefined;
      let expression = pairs.get(rule);
      if (expression === undefined) pairs.set(rule, (expression = new RegExp(rule.pair.pattern, 'dg')));
      return expression;
    },
  };
  let reach: ReturnType<typeof widestReach> | undefined;
  const reachOf = (): ReturnType<typeof widestReach> => (reach ??= widestReach(catalogue.rules));
  let unread: Unread[] = [];
  let progress: Progress | undefined;

  let met: Map<number, number[]> | undefined;
  /** Where in the bytes that were searched last something packed may begin. */
  let packedAt: number[] | undefined;
  let outlook = makeOutlook();
  const runs: RunSearch = { from: 0, last: false, found: (start, end, flags) => addRun(outlook, start, end, flags) };
  const hit = (offset: number, anchor: number): void => {
    const seed = anchor < index.rules.length ? undefined : seeds[anchor - index.rules.length];
    if (seed?.rewriting === 'packed') (packedAt ??= []).push(offset);
    else if (seed !== undefined) addSeed(outlook, offset, seed);
    else {
      if (isStrict(anchor)) addAnchor(outlook, offset);
      const offsets = (met ??= new Map<number, number[]>()).get(anchor);
      if (offsets === undefined) met.set(anchor, [offset]);
      else offsets.push(offset);
    }
  };

  /** Where rules are to be tried; what else the prefilter sees goes to the outlook. */
  const search = (bytes: Uint8Array, into: Outlook): Tries => {
    outlook = into;
    met = undefined;
    packedAt = undefined;
    runs.from = into.runsFrom - into.base;
    runs.last = into.last;
    sieve().find(bytes, hit, runs);
    into.runsFrom = runs.from + into.base;
    return options.prefilter === false ? tryEverywhere(catalogue.rules, bytes) : met === undefined ? noTries : listTries(met, rulesOf);
  };

  const scanBuffer = (buffer: Uint8Array, state: Progress, last: boolean): void => {
    const ownedTo = last ? Infinity : state.base + buffer.length - reachOf().behind;
    enterBytes(state.outlook, buffer, state.base, last);
    const tries = search(buffer, state.outlook);
    const mayHold = state.item.kind === 'content' && !state.parcel.holds();
    for (const at of packedAt ?? noPlaces) if (mayHold && state.base + at > 0) (state.embedded ??= makeEmbedded()).begin(state.base + at, buffer.subarray(at));
    const findings = takeFindings(state.outlook, eyes());
    if (tries.size > 0 || findings !== noFindings) {
      const plain = makePlainLayer(buffer);
      const ground: Ground = { plain, locator: makeLocator(buffer, state.origin, sieve().countUnits), base: state.base, names: state.names.concat(state.decoder.name ?? []) };
      const take = (candidate: Candidate): void => {
        state.found.push(candidate);
        state.plain.add(placeOf(candidate));
      };
      const owned = { start: state.untried - state.base, end: ownedTo - state.base };
      const parted = state.item.kind === 'name' || state.item.kind === 'tree' ? partWords(plain, anchorsOf(tries)) : undefined;
      if (parted !== undefined) tryRules(book, tries, parted, ground, owned, take);
      const words = [...(parted === undefined ? [] : state.found)];
      // With an ending that was read as more of the key it would be another key.
      tryRules(book, tries, plain, ground, owned, (each) => void (words.some(({ rule, start }) => rule === each.rule && start === each.start) || take(each)));
      for (const layer of deriveLayers(plain, findings)) explore(layer, ground, state, budgetOf(layer));
    }
    state.untried = Math.max(state.untried, ownedTo);
  };

  const explore = (layer: Layer, ground: Ground, state: Progress, budget: { left: number }): void => {
    budget.left -= layer.bytes.length;
    if (budget.left < 0) return;
    const outlook = makeOutlook();
    enterBytes(outlook, layer.bytes, 0, true);
    const tries = search(layer.bytes, outlook);
    tryRules(book, tries, layer, ground, { start: 0, end: layer.bytes.length }, (candidate) => {
      // What stands there needs no joint (`readings.ts`): a list of thousands is not held twice.
      if ((candidate.making !== 'joined' && candidate.making !== 'folded') || !state.plain.has(placeOf(candidate))) state.found.push(candidate);
    });
    const packed = layer.making === 'decoded' ? kindOfDecoded(layer.bytes) : undefined;
    if (packed !== undefined) {
      const { start, end } = layer.origin({ start: 0, end: layer.bytes.length });
      const place = { start: start + ground.base, end: end + ground.base, span: ground.locator.span(start, end) };
      const names = [...ground.names, ...layer.names];
      state.unwrapped.push(...openArchive(layer.bytes, { ...state, names }, { kind: packed, chance: packed === 'zlib' || packed === 'deflate' }).map((match) => ({ ...match, ...place })));
    }
    if (layer.names.length >= deepest) return;
    for (const inner of deriveLayers(layer, takeFindings(outlook, eyes()))) explore(inner, ground, state, budget);
  };

  /** How many were opened, or thought to be one. */
  let archives = 0;
  /** The matches in the members of an archive. */
  const openArchive = (bytes: Uint8Array, { item, names, allowance }: Pick<Progress, 'item' | 'names' | 'allowance'>, guess?: Guess): Match[] => {
    const matches: Match[] = [];
    const told = unread.length;
    archives += 1;
    let members = 0;
    unpack(bytes, allowance, {
      member: (name, content) => {
        // A member's name may hold a key, as a file's may.
        if (/.{20}/.test(name)) matches.push(...scanWhole(Buffer.from(name), { item: { id: item.id, kind: 'name' }, names: [...names, nameOfMember(name)], allowance }));
        members += 1;
        for (const match of scanWhole(content, { item, names: [...names, name], allowance: allowance.deeper() })) matches.push(match);
      },
      unread: (inside, why) => unread.push({ item, inside: inside === '' ? names : [...names, inside], why }),
    }, guess);
    if (guess?.kind === 'zip' && guess.chance && members === 0) unread.length = told;
    return matches;
  };

  /** The matches in what stands packed behind other bytes. What does not unpack is none. */
  const openEmbedded = (embedded: Embedded, state: Progress): Match[] => {
    const packed = embedded.take();
    const { item, names, allowance } = state;
    if (packed === 'too large') {
      unread.push({ item, inside: names, why: 'something packed stands in it that is too large to unpack' });
      return [];
    }
    let opened = false;
    return packed.flatMap(({ offset, bytes }) => {
      const kind = kindOfArchive(bytes);
      // A zip archive goes to its end; what begins in it are its members.
      if (opened) return [];
      const members = allowance.left.members;
      const matches = openArchive(bytes, { item, names: [...names, `embedded:${offset}`], allowance }, { kind, chance: true });
      opened = kind === 'zip' && allowance.left.members < members;
      return matches;
    });
  };

  const scanWhole = (bytes: Uint8Array, within: Pick<Progress, 'item' | 'names' | 'allowance'>): readonly Match[] => {
    const state = openItem(within, bytes);
    for (let offset = 0; offset + memberPiece < bytes.length; offset += memberPiece) scanPiece(bytes.subarray(offset, offset + memberPiece), state, false);
    const rest = bytes.length === 0 ? 0 : bytes.length - ((bytes.length - 1) % memberPiece) - 1;
    scanPiece(bytes.subarray(rest), state, true);
    return finish(state);
  };

  const scanPiece = (bytes: Uint8Array, state: Progress, last: boolean): void => {
    state.parcel.push(bytes, last);
    const text = state.decoder.push(bytes, last);
    const buffer = state.carry.length === 0 ? text : Buffer.concat([state.carry, text]);
    state.embedded?.push(text);
    scanBuffer(buffer, state, last);
    if (!last) carryOver(state, buffer, reachOf().before, sieve());
  };

  const finish = (state: Progress): readonly Match[] => {
    const archive = state.parcel.take();
    if (archive === 'too large') unread.push({ item: state.item, inside: state.names, why: 'an archive that is too large to unpack' });
    else if (archive !== undefined) state.inside.push(...openArchive(archive, state));
    else if (state.embedded !== undefined) state.inside.push(...openEmbedded(state.embedded, state));
    return settle(state.found, [...chooseUnwrapped(state.unwrapped), ...state.inside]);
  };

  /** Names of files in which nothing matches, not even what only more evidence could make stand. */
  const quietNames = new Map<string, boolean>();
  const isQuiet = (name: string): boolean => {
    let quiet = quietNames.get(name);
    if (quiet === undefined) {
      if (quietNames.size >= mostNames) quietNames.clear();
      const state = openItem(alone({ id: '', kind: 'name' }), noBytes);
      scanPiece(Buffer.from(name, 'latin1'), state, true);
      quietNames.set(name, (quiet = state.found.length === 0));
    }
    return quiet;
  };

  /** What of a whole item is not of git's own making. */
  const written = ({ id, kind }: Item, bytes: Uint8Array): Uint8Array => {
    if (kind === 'commit') return blankIds(bytes);
    return kind === 'tree' && isQuietTree(bytes, undefined, () => id.length / 2, isQuiet) ? noBytes : bytes;
  };

  let follow: ReturnType<typeof makeFollow> | undefined;

  const scanMade: Engine['scanMade'] = (item, bytes, past, entries) => {
    if (item.kind === 'tree' && isQuietTree(bytes, entries, () => item.id.length / 2, isQuiet)) return { matches: noMatches, trace: quietTree };
    // Names are read in more ways than a text.
    if (item.kind === 'tree' || item.kind === 'name') return { matches: scanWhole(bytes, alone(item)), trace: undefined };
    const isContent = item.kind === 'content';
    const text = isContent ? bytes : written(item, bytes);
    follow ??= makeFollow({
      prefilter: sieve(),
      book,
      automata: automata(),
      rulesOf: (anchor) => (anchor < index.rules.length ? rulesOf(anchor) : []),
      signs: { isStrict, eyes: eyes(), seedOf: (anchor) => (anchor < index.rules.length ? undefined : seeds[anchor - index.rules.length]) },
    });
    const opened: { state?: Progress } = {};
    const exploreMade = (layer: Layer, ground: Ground): Explored => {
      const state = (opened.state ??= openItem(alone(item), text));
      const before = archives;
      explore(layer, ground, state, budgetOf(layer));
      return { found: state.found.splice(0), packed: archives > before };
    };
    const told = unread.length;
    // What of a commit is blanked depends on where it stands: nothing moves along.
    const followed = follow(text, isContent ? past : undefined, exploreMade);
    if (followed === undefined) return { matches: scanWhole(text, alone(item)), trace: undefined };
    const inside = chooseUnwrapped(opened.state?.unwrapped ?? noMatches);
    return { matches: settle(followed.found, inside), trace: !isContent || inside.length > 0 || unread.length > told ? undefined : followed.trace };
  };

  return {
    scan(given) {
      const piece = given.offset === 0 && given.last ? { ...given, bytes: written(given.item, given.bytes) } : given;
      const state = piece.offset === 0 ? openItem(alone(piece.item), piece.bytes) : progress;
      if (state === undefined || state.item !== piece.item) throw new Error(`a piece of ${piece.item.id} came out of order`);
      scanPiece(piece.bytes, state, piece.last);
      progress = piece.last ? undefined : state;
      return piece.last ? finish(state) : noMatches;
    },
    scanMade,
    scanText(bytes, kind = 'content') {
      const told = unread.length;
      const matches = scanWhole(bytes, alone({ id: '', kind }));
      unread.length = told;
      return matches;
    },
    renameByFile(match, path) {
      const named = match.others
        .map((other) => ({ other, weight: weighHints(book.hintsOf(other.rule), path) }))
        .filter(({ weight }) => weight > noEvidence);
      const [only, second] = named;
      return only !== undefined && second === undefined ? only.other : match;
    },
    takeUnread() {
      const taken = unread;
      unread = [];
      return taken;
    },
  };
}

/** Candidates in the text of an item, and the matches in what it holds packed -> the matches of the item. */
function settle(found: readonly Candidate[], inside: readonly Match[]): readonly Match[] {
  if (found.length === 0) return inside.length === 0 ? noMatches : inside;
  const settled = mergePartners(settleOverlaps(chooseReadings(found)).map(({ winner, others }) =>
    others.length === 0 ? winner.match : { ...winner.match, others: others.map((each) => each.match) }));
  if (inside.length === 0) return settled;
  // What lies unpacked in an archive was met in the archive's own bytes too: the member says more.
  const met = new Set(inside.map(secretOf));
  return [...settled.filter((match) => !met.has(secretOf(match))), ...inside];
}

function secretOf({ rule, secret }: Match): string {
  return `${rule.id} ${secret.reveal()}`;
}

/** Of one secret in bytes that overlap a single way to it, the shortest. */
function chooseUnwrapped(matches: readonly Match[]): readonly Match[] {
  if (matches.length < 2) return matches;
  const groups = new Map<string, Match[]>();
  for (const each of [...matches].sort(compareWays)) {
    const key = secretOf(each);
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    if (!group.some(({ start, end }) => start < each.end && each.start < end)) group.push(each);
  }
  return [...groups.values()].flat().sort((left, right) => left.start - right.start || left.end - right.end || Number(left.rule.id > right.rule.id) - Number(left.rule.id < right.rule.id));
}

function compareWays(left: Match, right: Match): number {
  const [first, second] = [left.decodedFrom.join('\n'), right.decodedFrom.join('\n')];
  return left.decodedFrom.length - right.decodedFrom.length || Number(first > second) - Number(first < second) || left.start - right.start || left.end - right.end;
}

function weighHints(hints: Hints | undefined, path: string): number {
  return hints === undefined ? noEvidence : weighFile(hints, path);
}

/** An item that lies in no other. */
function alone(item: Item): Pick<Progress, 'item' | 'names' | 'allowance'> {
  return { item, names: [], allowance: makeAllowance() };
}

/** Bytes that may be made out of a layer. */
function budgetOf(layer: Layer): { left: number } {
  return { left: derivedBytes + derivedTimes * layer.bytes.length };
}

function openItem({ item, names, allowance }: Pick<Progress, 'item' | 'names' | 'allowance'>, first: Uint8Array): Progress {
  return {
    item,
    names,
    allowance,
    decoder: openDecoder(first),
    parcel: openParcel(item.kind === 'content' ? first : undefined),
    outlook: makeOutlook(),
    embedded: undefined,
    carry: noBytes,
    base: 0,
    untried: 0,
    origin: firstPosition,
    found: [],
    plain: new Set(),
    inside: [],
    unwrapped: [],
  };
}

function carryOver(state: Progress, buffer: Uint8Array, before: number, counters: Counters): void {
  const wanted = Math.min(state.untried - state.base - before, keepFrom(state.outlook));
  const from = wholeCharacter(buffer, Math.max(0, wanted));
  state.origin = locateOnce(buffer, state.origin, from, counters);
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

/** How a name was found says nothing of what it is. */
function nameOfMember(name: string): string {
  return `${name.slice(0, Math.max(0, name.indexOf(':')))}:(a name)`;
}

/** @param met offsets of each anchor: the rules that share one share them, because a million may stand in a text */
function listTries(met: ReadonlyMap<number, readonly number[]>, rulesOf: (anchor: number) => readonly Rule[]): Tries {
  const byRule = new Map<Rule, (readonly number[])[]>();
  for (const [anchor, offsets] of met) {
    for (const rule of rulesOf(anchor)) {
      const known = byRule.get(rule);
      if (known === undefined) byRule.set(rule, [offsets]);
      else known.push(offsets);
    }
  }
  return new Map([...byRule].map(([rule, lists]) => [rule, { [Symbol.iterator]: () => listStarts(rule, lists) }]));
}

/** @param lists each by rising offset, as what comes out is */
function* listStarts({ reach }: Rule, lists: readonly (readonly number[])[]): Generator<Starts> {
  const places = lists.map(() => 0);
  for (;;) {
    let [list, to] = [-1, Infinity];
    for (let index = 0; index < lists.length; index += 1) {
      const offset = lists[index]?.[places[index] ?? 0] ?? Infinity;
      if (offset < to) [list, to] = [index, offset];
    }
    if (list < 0) return;
    places[list] = (places[list] ?? 0) + 1;
    yield { from: Math.max(0, to - reach.before), to };
  }
}

/** Offsets at which an anchor stands. */
function anchorsOf(tries: Tries): Set<number> {
  return new Set([...tries.values()].flatMap((starts) => [...starts].map(({ to }) => to)));
}

function tryEverywhere(rules: readonly Rule[], buffer: Uint8Array): Tries {
  return new Map(rules.map((rule) => [rule, [{ from: 0, to: buffer.length - 1 }]]));
}
