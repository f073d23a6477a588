// A key that is of no use without another text, an id or a public key, and often stands beside it: found near the secret
// it says that this is one, and both are one finding.

import type { Match } from '../model/match.js';
import type { Range } from './layer.js';

/** Bytes, and lines, on either side of a secret in which its partner is looked for. */
const reach = 300;
const mostLines = 10;
/** What look-behinds and look-aheads may see beyond that. */
const margin = 16;
export const partnerReach = reach + margin;

/**
 * @param expression global, with indices; the group `partner` is what is told
 * @returns where in the text the nearest partner stands
 */
export function findPartner(expression: RegExp, text: string, { start, end }: Range): Range | undefined {
  const from = Math.max(0, start - reach - margin);
  let nearest: Range | undefined;
  for (const match of text.slice(from, end + reach + margin).matchAll(expression)) {
    const [first, last] = match.indices?.groups?.['partner'] ?? [0, 0];
    const partner = { start: from + first, end: from + last };
    const apart = distance(partner, { start, end });
    if (apart < 0 || apart > reach || first === last || linesBetween(text, partner, { start, end }) > mostLines) continue;
    if (nearest === undefined || apart < distance(nearest, { start, end })) nearest = partner;
  }
  return nearest;
}

/** Without the findings of the partners' own rules. */
export function mergePartners(matches: readonly Match[]): readonly Match[] {
  const partners = new Set(matches.flatMap(({ partner }) => (partner?.rule === undefined ? [] : [`${partner.rule} ${partner.start} ${partner.end}`])));
  return partners.size === 0 ? matches : matches.filter(({ rule, start, end }) => !partners.has(`${rule.id} ${start} ${end}`));
}

/** Negative: they overlap. */
function distance(left: Range, right: Range): number {
  return Math.max(left.start - right.end, right.start - left.end);
}

function linesBetween(text: string, left: Range, right: Range): number {
  return text.slice(Math.min(left.end, right.end), Math.max(left.start, right.start)).split('\n').length - 1;
}
