// Could a change have brought anything to be found? A history holds each file hundreds of times over, with little changed
// from one to the next. Where nothing was found in one, and nothing near what changed could be found in the next, the
// next need not be scanned. It says "no" only when scanning all of it would say "nothing" too; otherwise it is scanned.
//
// What a rule finds at one start depends on the bytes that its pattern can reach and on what its proofs may look at. Rules
// whose matches are long (private keys, tokens of kilobytes) reach too far for that, and so does whatever would have to be
// decoded, joined or unpacked: where there is a sign of either near the change, the item is scanned whole.

import type { Rule } from '../model/rule.js';
import { evidenceReach, tryRules } from './candidates.js';
import type { RuleBook, Starts } from './candidates.js';
import { makePlainLayer } from './layer.js';
import { firstPosition, makeLocator } from './locate.js';
import { kindOfArchive } from './unpack.js';

export interface QuietView {
  /** Where in these bytes an anchor or a seed stands; no rules: a seed. */
  find(bytes: Uint8Array, hit: (offset: number, rules: readonly Rule[] | undefined) => void): void;
  readonly rules: () => readonly Rule[];
  readonly book: RuleBook;
}

/** Rules that see no further than this are tried around a change. */
const mostNear = 1800;
/** How far from a change a seed or a run can have to do with it: the windows of `outlook.ts`, and a row of wrapped text. */
const seedReach = 640;
const runReach = 200;
/** Letters of an encoding in a row, one of them a digit, that `outlook.ts` would look at. */
const shortestRun = 20;

export function isLong({ reach }: Rule): boolean {
  return reach.before + reach.longest + reach.margin > mostNear;
}

/**
 * @returns (bytes of an item that came from a quiet one, pairs of offsets of what the other does not have, by rising start;
 * empty ones say where something was left out) -> true: this one is quiet too; false: that is not certain
 */
export function makeQuietJudge({ find, rules, book }: QuietView): (bytes: Uint8Array, changes: Uint32Array) => boolean {
  let width: number | undefined;

  const isQuietPart = (bytes: Uint8Array, from: number, to: number, reach: number): boolean => {
    const start = Math.max(0, from - reach);
    const part = bytes.subarray(start, to + reach);
    const change = { start: from - start, end: to - start };
    if (holdsRun(part, change.start - runReach, change.end + runReach)) return false;
    const tries = findTries(part, change);
    if (tries === undefined) return false;
    if (tries.size === 0) return true;
    let quiet = true;
    const plain = makePlainLayer(part);
    tryRules(book, tries, plain, { plain, locator: makeLocator(part, firstPosition), base: 0, names: [] }, { start: 0, end: part.length }, () => {
      quiet = false;
    });
    return quiet;
  };

  /** Starts from which a rule sees something of the change; undefined: there is something that must be seen whole. */
  const findTries = (part: Uint8Array, change: { readonly start: number; readonly end: number }): Map<Rule, Starts[]> | undefined => {
    const tries = new Map<Rule, Starts[]>();
    let whole = false;
    find(part, (offset, own) => {
      if (whole) return;
      if (own === undefined) {
        whole = offset >= change.start - seedReach && offset <= change.end + seedReach;
        return;
      }
      for (const rule of own) {
        const { before, longest, margin } = rule.reach;
        whole ||= isLong(rule);
        if (offset - before - margin - evidenceReach > change.end || offset + longest + margin + evidenceReach < change.start) continue;
        const starts = { from: Math.max(0, offset - before), to: offset };
        const known = tries.get(rule);
        if (known === undefined) tries.set(rule, [starts]);
        else known.push(starts);
      }
    });
    return whole ? undefined : tries;
  };

  return (bytes, changes) => {
    if (kindOfArchive(bytes) !== undefined || (bytes[0] ?? 0) >= 0xfe) return false;
    const reach = (width ??= Math.max(1, ...rules().filter((rule) => !isLong(rule)).map((rule) => rule.reach.before + rule.reach.longest + rule.reach.margin)) + evidenceReach);
    for (let at = 0; at < changes.length; at += 2) {
      const from = changes[at] ?? 0;
      let to = Math.min(changes[at + 1] ?? 0, bytes.length);
      // Changes whose surroundings overlap are looked at together.
      for (; at + 2 < changes.length && (changes[at + 2] ?? 0) - to < reach; at += 2) to = Math.min(changes[at + 3] ?? 0, bytes.length);
      if (!isQuietPart(bytes, from, to, reach)) return false;
    }
    return true;
  };
}

/** 1: a letter of base64, of either alphabet; 3: a digit; 4: NUL, which texts in other codings are full of. */
const classes = Uint8Array.from({ length: 256 }, (_, byte) => (byte === 0 ? 4 : /[0-9]/.test(String.fromCharCode(byte)) ? 3 : /[A-Za-z+/_-]/.test(String.fromCharCode(byte)) ? 1 : 0));

/** Is there a run of letters that may be an encoding, or a NUL? */
function holdsRun(bytes: Uint8Array, from: number, to: number): boolean {
  const end = Math.min(bytes.length, to);
  let [length, digits] = [0, 0];
  for (let at = Math.max(0, from); at < end; at += 1) {
    const kind = classes[bytes[at] ?? 0] ?? 0;
    if (kind === 4) return true;
    length = kind === 0 ? 0 : length + 1;
    digits = kind === 0 ? 0 : digits | (kind >> 1);
    if (length >= shortestRun && digits !== 0) return true;
  }
  return false;
}
