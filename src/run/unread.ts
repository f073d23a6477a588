// What the engine could not look into (archives that are damaged, encrypted, too large) -> skips of the report, under the path
// that holds it.

import type { Unread } from '../engine/scan.js';
import type { Match } from '../model/match.js';
import type { Skip } from '../model/report.js';
import type { Catalogue } from '../model/rule.js';
import { Secret } from '../model/secret.js';
import type { Hit, Located } from '../model/source.js';

/** Sources say where hits stand: each is asked for as one of nothing. */
export function askForUnread(unread: readonly Unread[], { rules: [rule] }: Catalogue): Hit[] {
  if (rule === undefined) return [];
  const span = { line: 1, column: 1, endLine: 1, endColumn: 1 };
  const nothing: Match = { rule, secret: new Secret(''), start: 0, end: 0, span, confidence: 'low', why: [], decodedFrom: [], surroundings: { above: '', line: '', below: '' }, truncated: false, others: [] };
  return unread.map(({ item }) => ({ item, match: nothing }));
}

/** @param asked what was asked for, in the same order */
export function tellUnread(unread: readonly Unread[], asked: readonly Hit[], located: ReadonlyMap<Hit, Located>): Skip[] {
  return unread.flatMap(({ item, inside, why }, index) => {
    const hit = asked[index];
    const places = hit === undefined ? [] : (located.get(hit)?.places ?? []);
    const paths = new Set(places.map(({ path }) => path));
    return [...(paths.size === 0 ? [item.id] : paths)].map((path) => ({ what: path + inside.map(showStep).join(''), why }));
  });
}

/** `zip:b/c.env` -> `!/b/c.env`; a compressed file has no name inside. */
function showStep(step: string): string {
  const colon = step.indexOf(':');
  return colon < 0 ? '' : `!/${step.slice(colon + 1)}`;
}
