// Are the keys alive? Asked only when the request says so, and then: each key once, of its own rule's provider alone, one
// question at a time to a host. A key whose vendor is not sure is sent to nobody.

import type { Asking } from '../model/exchange.js';
import type { Match } from '../model/match.js';
import type { Finding } from '../model/report.js';
import type { Probe } from '../model/rule.js';
import { factsOf } from '../remedy/facts.js';
import { askProvider, hostOf, needsHost } from '../remedy/probe.js';
import type { Filling, Verdict } from '../remedy/probe.js';
import { manual } from '../generated/manual.js';
import type { Sighting } from './judge.js';

/** What a finding says of its key. */
export type Validate = (match: Match) => Finding['validation'];

type Rest = () => Promise<void>;

/** So that no provider takes it for an attack. */
function restAWhile(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 200));
}

/** A question that will be put. */
interface Inquiry {
  readonly key: string;
  readonly probe: Probe;
  readonly filling: Filling;
  readonly host: string;
}

/** @param rest what lies between two questions to one host */
export async function askProviders(sightings: readonly Sighting[], { send, announce }: Asking, rest: Rest = restAWhile): Promise<Validate> {
  const verdicts = new Map<string, Finding['validation']>();
  const inquiries: Inquiry[] = [];
  for (const [key, matches] of groupByKey(sightings)) {
    const prepared = prepare(key, matches);
    if ('probe' in prepared) inquiries.push(prepared);
    else verdicts.set(key, prepared);
  }
  const hosts = [...new Set(inquiries.map(({ host }) => host))].sort();
  if (hosts.length > 0) announce(hosts, inquiries.length);
  await inParallel(hosts, async (host) => {
    for (const [key, verdict] of await askHost(inquiries.filter((each) => each.host === host), send, rest)) verdicts.set(key, verdict);
  });
  return (match) => verdicts.get(match.secret.reveal()) ?? { status: 'not-checked' };
}

/** What somebody has called no secret is sent nowhere. */
function groupByKey(sightings: readonly Sighting[]): Map<string, [Match, ...Match[]]> {
  const groups = new Map<string, [Match, ...Match[]]>();
  for (const { match, suppression } of sightings) {
    if (suppression !== undefined) continue;
    const key = match.secret.reveal();
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [match]);
    else group.push(match);
  }
  return groups;
}

function prepare(key: string, matches: readonly Match[]): Inquiry | Finding['validation'] {
  const sure = matches.filter(({ rule, others }) => others.length === 0 && !rule.generic);
  const vendors = new Set((sure.length === 0 ? matches.flatMap(({ others }) => others) : sure).map(({ rule }) => rule.provider));
  const [vendor] = vendors;
  if (vendor === undefined) return { status: 'not-checked', detail: 'nothing tells who issued it' };
  if (vendors.size > 1 || sure.length === 0) return { status: 'not-checked', detail: `it may be of ${nameVendors(vendors)}, and a key is shown to its own vendor alone` };
  const probe = sure.map(({ rule }) => factsOf(manual, rule.id)?.validate).find((each) => each !== undefined);
  if (probe === undefined) return { status: 'not-checked', detail: `no harmless request is known that asks ${nameVendor(vendor)}` };
  if (matches.some(({ truncated }) => truncated)) return { status: 'not-checked', detail: 'it may go on beyond what was read' };
  const filling = findFilling(key, probe, manual.providers[vendor]?.hosts ?? [], sure);
  const host = hostOf(probe, filling);
  if (host === undefined) return { status: 'not-checked', detail: 'which server it belongs to does not stand beside it' };
  if (probe.partner !== undefined && filling.partner === undefined) return { status: 'not-checked', detail: 'what it is paired with does not stand beside it' };
  return { key, probe, filling, host };
}

function nameVendors(providers: ReadonlySet<string>): string {
  const names = [...providers].map(nameVendor).sort();
  return [...(names.length > 1 ? [names.slice(0, -1).join(', ')] : []), names.at(-1) ?? ''].join(' or ');
}

/** A rule of one's own has no vendor. */
function nameVendor(provider: string): string {
  return manual.providers[provider]?.name ?? 'whoever issued it';
}

/** Partner and host stand on the key's line or on one beside it; a host counts only below the vendor's own. */
export function findFilling(secret: string, probe: Probe, hosts: readonly string[], matches: readonly Pick<Match, 'surroundings'>[]): Filling {
  const texts = matches.flatMap(({ surroundings: { line, above, below } }) => [line, above, below]);
  const partner = probe.partner === undefined ? undefined : firstMatch(texts, new RegExp(probe.partner));
  const own = hosts.map((host) => host.replace(/\./g, '\\.')).join('|');
  const host = needsHost(probe) && own !== '' ? firstMatch(texts, new RegExp(`(?<![\\w.@-])(?:[a-z0-9-]{1,63}\\.){0,5}(?:${own})(?::\\d{1,5})?(?![\\w.@-])`, 'i')) : undefined;
  return { secret, partner, host };
}

function firstMatch(texts: readonly string[], pattern: RegExp): string | undefined {
  for (const text of texts) {
    const found = pattern.exec(text);
    if (found !== null) return found[0];
  }
  return undefined;
}

const askedTogether = 4;

async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const worker = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(askedTogether, items.length) }, worker));
}

const patience = 2;

/** One after the other; a host that fails to answer twice in a row is left alone. */
async function askHost(inquiries: readonly Inquiry[], send: Asking['send'], rest: Rest): Promise<[string, Verdict][]> {
  const verdicts: [string, Verdict][] = [];
  let failures = 0;
  const counted: Asking['send'] = async (question) => {
    failures += 1;
    const answer = await send(question);
    failures = 0;
    return answer;
  };
  for (const [index, { key, probe, filling, host }] of inquiries.entries()) {
    if (failures >= patience) {
      verdicts.push([key, { status: 'unknown', detail: `${host} gave no answer for the keys before it` }]);
      continue;
    }
    if (index > 0) await rest();
    verdicts.push([key, await askProvider(probe, filling, counted)]);
  }
  return verdicts;
}
