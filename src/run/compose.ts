// Sightings -> the findings of a report: one for each secret and rule, with where it stands, how far it has come and what
// to do; sorted by code unit and masked, so that the same input gives the same bytes.

import type { Exposure, Finding, Occurrence, Problem, Remediation, Report, Suppressed } from '../model/report.js';
import type { Manual, RuleSource } from '../model/rule.js';
import type { Request } from '../model/request.js';
import type { Source } from '../model/source.js';
import type { Engine } from '../engine/scan.js';
import type { Config } from '../policy/config.js';
import { makeFingerprintAside } from '../policy/fingerprint.js';
import { addOwnFacts } from '../remedy/facts.js';
import { writeRunbook } from '../remedy/runbook.js';
import { manual as builtIn } from '../generated/manual.js';
import type { Sighting } from './judge.js';
import { isNear, lookElsewhere, nowhere } from './elsewhere.js';
import type { Elsewhere } from './elsewhere.js';
import { makeMask, maskDoubtful } from './mask.js';
import type { Mask } from './mask.js';
import type { Validate } from './validate.js';
import { compareFindings, compareNotes, compareOccurrences, compareSuppressed, compareVerdicts, unique } from './order.js';
import type { Verdict } from './order.js';

type Composed = Pick<Report, 'findings' | 'suppressed' | 'skipped' | 'problems'>;

interface Context {
  readonly source: Source;
  readonly elsewhere: Elsewhere;
  readonly request: Request;
  readonly config: Config | undefined;
  readonly mask: Mask;
  readonly validate: Validate;
  readonly manual: Manual;
  /** What is the same for thousands of findings is held once. */
  readonly runbooks: Map<string, Remediation>;
}

export async function composeReport(sightings: readonly Sighting[], source: Source, engine: Engine, request: Request, config: Config | undefined, validate: Validate = leaveUnchecked, own: readonly RuleSource[] = []): Promise<Composed> {
  const maskKnown = request.showSecrets ? (text: string) => text : makeMask(engine, sightings.map(({ match }) => match.secret));
  const part = request.target.command === 'audit' && request.target.shard !== undefined;
  const mask = part && !request.showSecrets ? maskDoubtful(maskKnown, engine, listObjectIds(sightings, source)) : maskKnown;
  const groups = groupSightings(sightings);
  const elsewhere = await seekElsewhere(groups, source, engine);
  const context: Context = { source, elsewhere, request, config, mask, validate, manual: addOwnFacts(builtIn, own), runbooks: new Map() };
  // The shards of an audit meet their problems in other orders than one run does.
  const inside = request.target.command === 'audit' && request.target.inside !== undefined ? `${request.target.inside.slice(0, -1)}: ` : '';
  const arrange = <T extends Problem>(notes: readonly T[]): T[] => (request.target.command === 'audit' ? unique(notes).sort(compareNotes) : unique(notes));
  const findings: Finding[] = [];
  const suppressed: Suppressed[] = [];
  for (const [group, fingerprint] of await nameGroups(groups)) {
    const finding = await composeFinding(group, fingerprint, context);
    const [{ suppression }] = group;
    if (suppression === undefined) findings.push(finding);
    else suppressed.push({ finding, ...suppression, ...(suppression.reason === undefined ? {} : { reason: mask(suppression.reason) }) });
  }
  return {
    findings: findings.sort(compareFindings),
    suppressed: suppressed.sort(compareSuppressed),
    skipped: arrange(source.skipped.map(({ what, why }) => ({ what: mask(inside + what), why }))),
    // They name objects of git's by their ids.
    problems: arrange(source.problems.map(({ what, why, hint }) => ({ what: maskKnown(inside + what), why: maskKnown(why), ...(hint === undefined ? {} : { hint }) }))),
  };
}

/** Files of notes are called by the objects that they are about. */
function listObjectIds(sightings: readonly Sighting[], source: Source): Iterable<string> {
  const ids = new Set(sightings.flatMap(({ place }) => place.path.match(/(?<![A-Za-z0-9])[0-9a-f]{40}(?:[0-9a-f]{24})?(?![A-Za-z0-9])/g) ?? []));
  return ids.size === 0 ? [] : (source.known?.([...ids]) ?? []);
}

function leaveUnchecked(): Finding['validation'] {
  return { status: 'not-checked' };
}

/** Most secrets are met in sources that have nothing more to say. */
async function seekElsewhere(groups: readonly Group[], source: Source, engine: Engine): Promise<Elsewhere> {
  if (source.pushed === undefined) return nowhere;
  const near = new Set<string>();
  for (const group of groups) {
    if (group[0].suppression !== undefined) continue;
    if (isNear(await source.exposure(group.map(({ place }) => place)))) near.add(group[0].match.secret.reveal());
  }
  return lookElsewhere(source, near, engine);
}

type Group = readonly [Sighting, ...Sighting[]];

/** One group for each rule, secret and suppression. */
function groupSightings(sightings: readonly Sighting[]): Group[] {
  const groups = new Map<string, [Sighting, ...Sighting[]]>();
  for (const sighting of sightings) {
    const { match, suppression } = sighting;
    const key = JSON.stringify([match.rule.id, match.secret.reveal(), suppression]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [sighting]);
    else group.push(sighting);
  }
  return [...groups.values()];
}

/** Fingerprints that are worked out side by side. */
const namedAtOnce = 64;

async function nameGroups(groups: readonly Group[]): Promise<[group: Group, fingerprint: string][]> {
  const named: [Group, string][] = [];
  for (let from = 0; from < groups.length; from += namedAtOnce) {
    named.push(...(await Promise.all(groups.slice(from, from + namedAtOnce).map(async (group): Promise<[Group, string]> => [group, await makeFingerprintAside(group[0].match.rule, group[0].match.secret.reveal())]))));
  }
  return named;
}

async function composeFinding(group: Group, fingerprint: string, context: Context): Promise<Finding> {
  const { source, elsewhere, request, config, mask, validate, manual } = context;
  const { match } = group[0];
  const { rule, secret } = match;
  const judge = (each: Sighting): Verdict => ({
    confidence: each.match.confidence,
    severity: config?.override[rule.id]?.severity ?? each.match.severity ?? rule.severity,
    why: explain(each.match, manual, each.suppression !== undefined),
  });
  const { confidence, severity, why } = group.map(judge).reduce((best, each) => (compareVerdicts(each, best) < 0 ? each : best));
  const exposure = maskExposure(elsewhere.correct(await source.exposure(group.map(({ place }) => place)), secret.reveal()), mask);
  return {
    fingerprint,
    rule: rule.id,
    provider: rule.provider,
    title: rule.title,
    severity,
    confidence,
    why,
    redacted: secret.toString(),
    ...nameVariable(group, manual),
    ...(request.showSecrets ? { secret: secret.reveal() } : {}),
    occurrences: unique(group.map((sighting) => composeOccurrence(sighting, mask))).sort(compareOccurrences),
    exposure,
    validation: group[0].suppression === undefined ? validate(match) : leaveUnchecked(),
    remediation: shareRunbook(rule.id, exposure, context),
  };
}

function shareRunbook(rule: string, exposure: Exposure, { manual, runbooks }: Context): Remediation {
  const key = JSON.stringify([rule, exposure.reach, exposure.detail]);
  let runbook = runbooks.get(key);
  if (runbook === undefined) runbooks.set(key, (runbook = writeRunbook(manual, rule, exposure)));
  return runbook;
}

function explain({ why, truncated, others, surroundings, rule: { id } }: Sighting['match'], { providers }: Manual, allowed: boolean): string[] {
  const candidates = others.map(({ rule }) => providers[rule.provider]?.name ?? rule.provider);
  return [
    ...why,
    ...(candidates.length === 0 ? [] : [`nothing near it tells the vendor: it may be of ${[...new Set(candidates)].sort().join(', ')}`]),
    ...(!allowed && /skan:allow/i.test(surroundings.line) ? [`the comment beside it does not allow it: it must read skan:allow ${id} -- and a reason`] : []),
    ...(truncated ? ['it reaches the longest that its rule reads: it may go on'] : []),
  ];
}

/** The variable that stands on a line of it, if the provider's facts know it; else the first that they know. */
function nameVariable(group: Group, { providers }: Manual): Pick<Finding, 'variable'> {
  const variables = providers[group[0].match.rule.provider]?.variables ?? [];
  const seen = group.map(({ match }) => variables.findIndex((name) => match.surroundings.line.includes(name)));
  const variable = variables[Math.max(0, ...new Set(seen))];
  return variable === undefined ? {} : { variable };
}

function composeOccurrence({ match, place, span }: Sighting, mask: Mask): Occurrence {
  const { source, path, commit, author, date, inHead, object } = place;
  return {
    source,
    path: mask(path),
    ...spanAt(match.secret.reveal(), place, span),
    ...(commit === undefined ? {} : { commit }),
    ...(author === undefined ? {} : { author: mask(author) }),
    ...(date === undefined ? {} : { date }),
    ...(inHead === undefined ? {} : { inHead }),
    ...(object === undefined ? {} : { object }),
    ...(match.decodedFrom.length === 0 ? {} : { decodedFrom: match.decodedFrom.map(mask) }),
  };
}

/** A name is scanned by itself, but positioned in its whole path. */
function spanAt(secret: string, { source, path }: Sighting['place'], span: Sighting['span']): Sighting['span'] {
  if (source !== 'path') return span;
  const column = Math.max(0, path.indexOf(secret)) + 1;
  return { line: 1, column, endLine: 1, endColumn: column + secret.length };
}

function maskExposure(exposure: Exposure, mask: Mask): Exposure {
  return { ...exposure, refs: [...new Set(exposure.refs.map(mask))].sort() };
}
