// Hits -> sightings: each hit at each place that holds it, if it is news there, with the suppression that covers it.

import type { Match, Span } from '../model/match.js';
import type { Place } from '../model/place.js';
import type { Suppressed } from '../model/report.js';
import type { Hit, Located, Source } from '../model/source.js';
import type { Engine } from '../engine/scan.js';
import { firstPosition, makeLocator } from '../engine/locate.js';
import type { Config } from '../policy/config.js';
import { findAllowance } from '../policy/inline.js';
import type { Settings } from '../sources/settings.js';

/** One hit at one place, judged. */
export interface Sighting {
  readonly match: Match;
  readonly place: Place;
  readonly span: Span;
  readonly suppression: Suppression | undefined;
}

export type Suppression = Pick<Suppressed, 'by' | 'reason' | 'news'>;

export async function judgeHits(hits: readonly Hit[], located: ReadonlyMap<Hit, Located>, source: Source, engine: Engine, config: Config | undefined, settings: Settings | undefined): Promise<Sighting[]> {
  if (hits.length === 0) return [];
  const isNews = await makeNewsJudge(hits, located, source, engine);
  const suppress = await makeSuppressor(config, settings);
  return hits.flatMap((hit) => {
    const at = located.get(hit);
    return (at?.places ?? []).filter((place) => isNews(hit, place)).map((place) => {
      const match = engine.renameByFile(hit.match, place.path);
      return { match, place, span: at === undefined ? match.span : spanOf(match, at), suppression: suppress(match, place) };
    });
  });
}

function spanOf({ start, end, span }: Match, { part, within }: Located): Span {
  if (within !== undefined) return makeLocator(within.bytes, firstPosition).span(within.start, within.end);
  return part === undefined ? span : makeLocator(part.bytes, firstPosition).span(start - part.start, end - part.start);
}

/** For sources that look at a change: did it bring this? For the others everything counts. */
async function makeNewsJudge(hits: readonly Hit[], located: ReadonlyMap<Hit, Located>, source: Source, engine: Engine): Promise<(hit: Hit, place: Place) => boolean> {
  const wanted = new Set<string>();
  for (const hit of hits) {
    for (const id of (located.get(hit)?.places ?? []).flatMap(({ before }) => before ?? [])) {
      if (id === undefined) continue;
      wanted.add(id);
      wanted.add(hit.item.id);
    }
  }
  if (wanted.size === 0) return () => true;
  const isNews = (await import('../policy/news.js')).makeNews();
  const contents = await source.read([...wanted]);
  const scanned = new Map<string, readonly Match[]>();
  const scan = (id: string, bytes: Uint8Array): readonly Match[] => {
    let matches = scanned.get(id);
    if (matches === undefined) scanned.set(id, (matches = engine.scanText(bytes)));
    return matches;
  };
  return ({ item, match }, { before }) => {
    const now = contents.get(item.id);
    if (before === undefined || now === undefined) return true;
    return isNews(match, now, before.map((id) => {
      const bytes = id === undefined ? undefined : contents.get(id);
      return id === undefined || bytes === undefined ? undefined : { bytes, matches: () => scan(id, bytes) };
    }));
  };
}

type Suppressor = (match: Match, place: Place) => Suppression | undefined;

async function makeSuppressor(config: Config | undefined, settings: Settings | undefined): Promise<Suppressor> {
  const byConfig = config === undefined ? () => undefined : await makeConfigSuppressor(config, settings?.news ?? false);
  return (match, place) => {
    const allowance = findAllowance(match.surroundings, match.rule.id);
    if (allowance === undefined || (allowance.reason === undefined && config?.requireReason === true)) return byConfig(match, place);
    // In a change that is judged the line of a finding is new, and so is a comment on it.
    return { by: 'comment', ...(allowance.reason === undefined ? {} : { reason: allowance.reason }), ...(place.before === undefined ? {} : { news: true }) };
  };
}

async function makeConfigSuppressor(config: Config, news: boolean): Promise<Suppressor> {
  const { makePathFilter } = await import('../policy/paths.js');
  const flag = news ? { news } : {};
  const ignored = makePathFilter(config.ignore);
  const overrides = new Map(Object.entries(config.override).map(([rule, { off, ignore }]) => [rule, { off, ignored: makePathFilter(ignore) }]));
  return ({ rule }, { path }) => {
    const override = overrides.get(rule.id);
    if (override?.off === true) return { by: 'config', reason: 'the rule is off', ...flag };
    const glob = ignored(path);
    if (glob !== undefined) return { by: 'path', reason: glob, ...flag };
    const own = override?.ignored(path);
    return own === undefined ? undefined : { by: 'config', reason: own, ...flag };
  };
}
