// Reports of the shards of one audit -> the report that one run would have made, to the byte. What shards share is joined by the
// same functions that compose a finding: places are united, the furthest reach and the surest match hold, counts add up.

import { UsageError } from '../model/errors.js';
import { mostRefs, reachesByDistance } from '../model/report.js';
import type { Exposure, Finding, Problem, Report, ShardMark, Suppressed } from '../model/report.js';
import { manual } from '../generated/manual.js';
import { writeRunbook } from '../remedy/runbook.js';
import { compareDates } from '../sources/git/commits.js';
import { remaskReports } from './remask.js';
import { compareFindings, compareNotes, compareOccurrences, compareSuppressed, compareTexts, compareVerdicts, unique } from './order.js';

/** A report, and what the user calls it. */
export interface NamedReport {
  readonly name: string;
  readonly report: Report;
}

type Part = NamedReport & { readonly shard: ShardMark };

/** @throws UsageError for reports that are not the shards of one scan */
export function joinReports(given: readonly NamedReport[]): Report {
  const parts = checkParts(given);
  const [first] = parts;
  const reports = parts.map(({ report }) => report);
  const { shard: _, ...scan } = first.report.scan;
  return unite({ ...first.report, scan }, reports, listMissing(parts));
}

/** The report of a repository with those of the submodules in it, whose paths and problems already say so. */
export function joinSubmodules(report: Report, within: readonly { readonly path: string; readonly report: Report }[]): Report {
  const { counts, ...scan } = report.scan;
  const paths = within.flatMap(({ path, report: { scan: { submodules = [] } } }) => [path, ...submodules.map((each) => `${path}/${each}`)]);
  return unite({ ...report, scan: { ...scan, submodules: paths, counts } }, [report, ...within.map((each) => each.report)], []);
}

/** Everything of the first that is no sum or union stays. */
function unite(first: Report, given: readonly Report[], more: readonly Problem[]): Report {
  const reports = remaskReports(given);
  const findings = joinAll(reports.flatMap((report) => report.findings), ({ fingerprint }) => fingerprint, joinFindings).sort(compareFindings);
  const suppressed = joinAll(reports.flatMap((report) => report.suppressed), nameSuppressed, joinSuppressed).sort(compareSuppressed);
  const problems = unique([...reports.flatMap((report) => report.problems), ...more]).sort(compareNotes);
  const sum = (count: (report: Report) => number): number => reports.reduce((total, report) => total + count(report), 0);
  return {
    ...first,
    scan: {
      ...first.scan,
      complete: problems.length === 0 && reports.every(({ scan: { complete } }) => complete),
      counts: { objects: sum((report) => report.scan.counts.objects), bytes: sum((report) => report.scan.counts.bytes), findings: findings.length, suppressed: suppressed.length },
    },
    findings,
    suppressed,
    skipped: unique(reports.flatMap((report) => report.skipped)).sort(compareNotes),
    problems,
  };
}

/** Shards of one scan, each once, in their order. */
function checkParts(given: readonly NamedReport[]): readonly [Part, ...Part[]] {
  const [first, ...others] = given.map(demandShard).sort((left, right) => left.shard.index - right.shard.index || compareTexts(left.name, right.name));
  if (first === undefined) throw new UsageError('skan merge needs the JSON reports of the shards: skan merge shard-*.json');
  let before = first;
  for (const part of others) {
    if (part.report.tool.version !== first.report.tool.version) throw new UsageError(`${part.name} is of skan ${part.report.tool.version}, ${first.name} of ${first.report.tool.version}; run all shards with the same version`);
    if (part.shard.count !== first.shard.count) throw new UsageError(`${part.name} is shard ${sayShard(part.shard)}, ${first.name} is shard ${sayShard(first.shard)}: they are not parts of the same whole`);
    if (part.shard.scan !== first.shard.scan) throw new UsageError(`${part.name} is of another scan than ${first.name}: the repository, its refs, the rules or what was asked for differ; run all shards on the same state`);
    if (part.shard.index === before.shard.index) throw new UsageError(`shard ${sayShard(part.shard)} is there twice: ${before.name} and ${part.name}; leave one out`);
    before = part;
  }
  return [first, ...others];
}

function demandShard({ name, report }: NamedReport): Part {
  const { shard } = report.scan;
  if (shard === undefined) throw new UsageError(`${name} is no report of a shard; skan merge joins what skan audit --shard i/n --format json gives`);
  return { name, report, shard };
}

export function sayShard({ index, count }: Pick<ShardMark, 'index' | 'count'>): string {
  return `${index}/${count}`;
}

function listMissing(parts: readonly [Part, ...Part[]]): Problem[] {
  const { count } = parts[0].shard;
  const there = new Set(parts.map(({ shard }) => shard.index));
  const missing = Array.from({ length: count }, (_, at) => at + 1).filter((index) => !there.has(index));
  return missing.map((index) => ({ what: 'the whole', why: `shard ${sayShard({ index, count })} is missing`, hint: `skan audit --shard ${sayShard({ index, count })} --format json --output FILE makes it; then merge again with it` }));
}

function joinAll<T>(all: readonly T[], nameOf: (each: T) => string, join: (group: readonly [T, ...T[]]) => T): T[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const each of all) {
    const name = nameOf(each);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [each]);
    else group.push(each);
  }
  return [...groups.values()].map(join);
}

function nameSuppressed({ finding, by, reason, news }: Suppressed): string {
  return JSON.stringify([finding.fingerprint, by, reason, news]);
}

function joinSuppressed(group: readonly [Suppressed, ...Suppressed[]]): Suppressed {
  const [first, ...others] = group;
  return { ...first, finding: joinFindings([first.finding, ...others.map(({ finding }) => finding)]) };
}

function joinFindings(group: readonly [Finding, ...Finding[]]): Finding {
  const [first, ...others] = group;
  if (others.length === 0) return first;
  const { confidence, severity, why } = [...group].sort(compareVerdicts)[0] ?? first;
  const exposure = joinExposures(group.map((finding) => finding.exposure));
  const variable = chooseVariable(first.provider, group);
  return {
    ...first,
    confidence,
    severity,
    why,
    ...(variable === undefined ? {} : { variable }),
    occurrences: unique(group.flatMap(({ occurrences }) => occurrences)).sort(compareOccurrences),
    exposure,
    remediation: writeRunbook(manual, first.rule, exposure),
  };
}

/** The one that stands behind the others in the provider's list: the first is named also where none was seen. */
function chooseVariable(provider: string, group: readonly Finding[]): string | undefined {
  const known = manual.providers[provider]?.variables ?? [];
  const named = group.flatMap(({ variable }) => variable ?? []);
  return named.sort((left, right) => known.indexOf(right) - known.indexOf(left))[0];
}

function joinExposures(all: readonly Exposure[]): Exposure {
  const reach = reachesByDistance.find((each) => all.some((exposure) => exposure.reach === each)) ?? 'pushed';
  const firstSeen = all.flatMap((exposure) => exposure.firstSeen ?? []).sort(compareDates)[0];
  const detail = all.filter((exposure) => exposure.reach === reach).flatMap((exposure) => exposure.detail ?? []).sort(compareTexts)[0];
  const refs = [...new Set(all.flatMap((exposure) => exposure.refs))].sort();
  return {
    reach,
    inHead: all.some(({ inHead }) => inHead),
    refs: refs.slice(0, mostRefs),
    ...(refs.length > mostRefs || all.some(({ moreRefs }) => moreRefs === true) ? { moreRefs: true } : {}),
    ...(firstSeen === undefined ? {} : { firstSeen }),
    ...(detail === undefined ? {} : { detail }),
  };
}
