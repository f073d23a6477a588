// Could a change have brought anything to be found? A history holds each file hundreds of times over, with little changed
// from one to the next. Where nothing was found in one, and nothing near what changed could be found in the next, the
// next need not be scanned. It says "no" only when scanning all of it would say "nothing" too; otherwise it is scanned.
//
// What a rule finds at one start depends on the bytes that its pattern can reach and on what its proofs may look at. Rules
// whose matches are long (private keys, tokens of kilobytes) reach too far for that: whatever holds one of their anchors
// is scanned whole.

import type { Catalogue, Rule } from '../model/rule.js';
import type { AnchorIndex } from './anchors.js';
import { judgeMatch } from './judge.js';
import type { Proofs } from './judge.js';
import { evidenceReach } from './reach.js';

export interface QuietJudge {
  /** Nothing that a long rule looks for stands in it, and it is no text in another coding. */
  isPlain(bytes: Uint8Array): boolean;
  /**
   * @param bytes an item; the one that it came from was plain, and no rule matched anywhere in it
   * @param changes pairs of offsets: what the other does not have, by rising start; empty ones say where something was left out
   * @returns true: this one is plain and no rule matches anywhere in it; false: that is not certain
   */
  staysQuiet(bytes: Uint8Array, changes: Uint32Array): boolean;
}

type Find = (bytes: Uint8Array, hit: (offset: number, anchor: number) => void) => void;

/** Rules that match no more than this are tried around a change. */
const mostNear = 2048;

/** @param find the prefilter over all anchors */
export function makeQuietJudge(catalogue: Catalogue, index: AnchorIndex, proofs: Proofs, find: Find, expressionOf: (rule: Rule) => RegExp): QuietJudge {
  const near = catalogue.rules.filter((rule) => !isLong(rule));
  const width = Math.max(1, ...near.map(({ reach }) => reach.before + reach.longest + reach.margin)) + evidenceReach;
  const rulesOf = new Map<number, readonly Rule[]>();
  const rulesAt = (anchor: number): readonly Rule[] => {
    const known = rulesOf.get(anchor) ?? (index.rules[anchor] ?? []).flatMap((position) => catalogue.rules[position] ?? []);
    rulesOf.set(anchor, known);
    return known;
  };

  /** Does a rule match in `bytes` at a start from which it sees something of the change? Offsets are those of `bytes`. */
  const matchesNear = (bytes: Uint8Array, from: number, to: number): boolean => {
    let text: string | undefined;
    let seen = false;
    const tried = new Map<Rule, number>();
    find(bytes, (offset, anchor) => {
      if (seen) return;
      for (const rule of rulesAt(anchor)) {
        if (isLong(rule)) {
          seen = true;
          return;
        }
        const { before, longest, margin } = rule.reach;
        if (offset - before - margin - evidenceReach > to || offset + longest + margin + evidenceReach < from) continue;
        text ??= Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
        const first = Math.max(0, offset - before, tried.get(rule) ?? 0);
        tried.set(rule, offset + 1);
        if (matchesFrom(rule, expressionOf(rule), text, first, offset, proofs)) {
          seen = true;
          return;
        }
      }
    });
    return seen;
  };

  return {
    isPlain(bytes) {
      if (isCoded(bytes)) return false;
      let plain = true;
      find(bytes, (_, anchor) => {
        plain &&= !rulesAt(anchor).some(isLong);
      });
      return plain;
    },
    staysQuiet(bytes, changes) {
      if (isCoded(bytes)) return false;
      for (let at = 0; at < changes.length; at += 2) {
        const from = changes[at] ?? 0;
        let to = Math.min(changes[at + 1] ?? 0, bytes.length);
        // Changes whose surroundings overlap are looked at together.
        for (; at + 2 < changes.length && (changes[at + 2] ?? 0) - to < 2 * width; at += 2) to = Math.min(changes[at + 3] ?? 0, bytes.length);
        const start = Math.max(0, from - 2 * width);
        if (matchesNear(bytes.subarray(start, to + 2 * width), from - start, to - start)) return false;
      }
      return true;
    },
  };
}

function isLong({ reach }: Rule): boolean {
  return reach.longest > mostNear;
}

/** UTF-16 and UTF-32 start with such a byte; what is decoded from them has other offsets. */
function isCoded(bytes: Uint8Array): boolean {
  return (bytes[0] ?? 0) >= 0xfe || bytes[1] === 0 || bytes[0] === 0;
}

function matchesFrom(rule: Rule, expression: RegExp, text: string, first: number, last: number, proofs: Proofs): boolean {
  for (let start = first; start <= last; start += 1) {
    expression.lastIndex = start;
    const match = expression.exec(text);
    const span = match?.indices?.groups?.['secret'];
    if (match === null || span === undefined) continue;
    const [from, to] = span;
    const evidence = {
      secret: text.slice(from, to),
      groups: match.groups ?? {},
      before: text.slice(Math.max(0, from - evidenceReach), from),
      after: text.slice(to, to + evidenceReach),
      decoded: false,
    };
    if (judgeMatch(rule, evidence, proofs) !== undefined) return true;
  }
  return false;
}
