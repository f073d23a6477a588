// Sightings -> the findings of a report: one for each secret and rule, with where it stands, how far it has come and what
// to do; sorted by code unit and masked, so that the same input gives the same bytes.

import type { Exposure, Finding, Occurrence, Report, Suppressed } from '../model/report.js';
import { confidences, severities } from '../model/rule.js';
import type { Manual, RuleSource } from '../model/rule.js';
import type { Request } from '../model/request.js';
import type { Source } from '../model/source.js';
import type { Engine } from '../engine/scan.js';
import type { Config } from '../policy/config.js';
import { makeFingerprint } from '../policy/fingerprint.js';
import { addOwnFacts, writeRunbook } from '../remedy/runbook.js';
import { manual as builtIn } from '../generated/manual.js';
import type { Sighting } from './judge.js';
import { makeMask } from './mask.js';
import type { Mask } from './mask.js';

type Composed = Pick<Report, 'findings' | 'suppressed' | 'skipped' | 'problems'>;

interface Context {
  readonly source: Source;
  readonly request: Request;
  readonly config: Config | undefined;
  readonly mask: Mask;
  readonly manual: Manual;
}

export async function composeReport(sightings: readonly Sighting[], source: Source, engine: Engine, request: Request, config: Config | undefined, own: readonly RuleSource[] = []): Promise<Composed> {
  const mask = request.showSecrets ? (text: string) => text : makeMask(engine, sightings.map(({ match }) => match.secret));
  const context: Context = { source, request, config, mask, manual: addOwnFacts(builtIn, own) };
  const findings: Finding[] = [];
  const suppressed: Suppressed[] = [];
  for (const group of groupSightings(sightings)) {
    const finding = await composeFinding(group, context);
    const [{ suppression }] = group;
    if (suppression === undefined) findings.push(finding);
    else suppressed.push({ finding, ...suppression, ...(suppression.reason === undefined ? {} : { reason: mask(suppression.reason) }) });
  }
  return {
    findings: findings.sort(compareFindings),
    suppressed: suppressed.sort((left, right) => compareFindings(left.finding, right.finding) || compareTexts(left.reason ?? '', right.reason ?? '')),
    skipped: unique(source.skipped.map(({ what, why }) => ({ what: mask(what), why }))),
    problems: unique(source.problems.map(({ what, why, hint }) => ({ what: mask(what), why: mask(why), ...(hint === undefined ? {} : { hint }) }))),
  };
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

async function composeFinding(group: Group, { source, request, config, mask, manual }: Context): Promise<Finding> {
  const { match } = group[0];
  const { rule, secret } = match;
  const surest = group.map((each) => each.match).reduce((best, each) => (confidences.indexOf(each.confidence) < confidences.indexOf(best.confidence) ? each : best));
  const exposure = maskExposure(await source.exposure(group.map(({ place }) => place)), mask);
  return {
    fingerprint: makeFingerprint(rule, secret.reveal()),
    rule: rule.id,
    provider: rule.provider,
    title: rule.title,
    severity: config?.override[rule.id]?.severity ?? surest.severity ?? rule.severity,
    confidence: surest.confidence,
    why: explain(surest, manual, group[0].suppression !== undefined),
    redacted: secret.toString(),
    ...nameVariable(match, manual),
    ...(request.showSecrets ? { secret: secret.reveal() } : {}),
    occurrences: unique(group.map((sighting) => composeOccurrence(sighting, mask))).sort(compareOccurrences),
    exposure,
    validation: { status: 'not-checked' },
    remediation: writeRunbook(manual, rule.id, exposure),
  };
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

/** The variable that stands on the line, if the provider's facts know it; else the first that they know. */
function nameVariable({ rule, surroundings }: Sighting['match'], { providers }: Manual): Pick<Finding, 'variable'> {
  const variables = providers[rule.provider]?.variables ?? [];
  const variable = variables.find((name) => surroundings.line.includes(name)) ?? variables[0];
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
  return { ...exposure, refs: exposure.refs.map(mask) };
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

function compareFindings(left: Finding, right: Finding): number {
  const [first, second] = [left.occurrences[0], right.occurrences[0]];
  return (
    severities.indexOf(left.severity) - severities.indexOf(right.severity) ||
    Number(right.exposure.inHead) - Number(left.exposure.inHead) ||
    (first === undefined || second === undefined ? 0 : compareOccurrences(first, second)) ||
    compareTexts(left.rule, right.rule) ||
    compareTexts(left.fingerprint, right.fingerprint)
  );
}

function compareOccurrences(left: Occurrence, right: Occurrence): number {
  return (
    Number(right.inHead ?? false) - Number(left.inHead ?? false) ||
    compareTexts(left.path, right.path) ||
    left.line - right.line ||
    left.column - right.column ||
    compareTexts(left.source, right.source) ||
    compareTexts(left.commit ?? '', right.commit ?? '') ||
    compareTexts(left.object ?? '', right.object ?? '') ||
    compareTexts(left.decodedFrom?.join('\n') ?? '', right.decodedFrom?.join('\n') ?? '')
  );
}

function compareTexts(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
