// After a purge: is anything of it left? Every object, ref name and reflog of a repository is looked through for every form of the
// plan, and the repository is audited again, for forms that nobody had seen. Without a plan only the audit is left.

import { UsageError } from '../model/errors.js';
import type { Finding, Problem } from '../model/report.js';
import type { Request } from '../model/request.js';
import type { PlanData } from '../remedy/purge/data.js';
import type { Holding } from '../remedy/purge/holding.js';
import { makeSearch } from '../remedy/purge/search.js';
import { run } from '../run.js';
import { openRaw } from '../sources/raw.js';
import type { Raw } from '../sources/raw.js';
import { unwrap } from './contents.js';
import { lookThroughAll } from './plan.js';

export interface Proof {
  /** Objects that still hold a form of the plan. */
  readonly holdings: readonly Holding[];
  /** Objects that hold a short secret within something longer. */
  readonly parts: readonly Holding[];
  /** How many refs and reflogs name a secret. */
  readonly names: number;
  /** What an audit still finds: with a plan, of its secrets; without one, anything. */
  readonly findings: readonly Finding[];
  readonly problems: readonly Problem[];
  /** Archives, or members of some, that cannot be looked into. */
  readonly closed: readonly string[];
  readonly objects: number;
}

/** @param audit of the rewritten repository */
export async function provePurge(audit: Request, data: PlanData | undefined): Promise<Proof> {
  if (data !== undefined && audit.target.command === 'audit') demandSame(openRaw(audit.target.directory, audit.environment), data);
  const { report } = await run({ ...audit, showSecrets: false });
  const wanted = data === undefined ? undefined : new Set(data.fingerprints);
  const findings = [...report.findings, ...(wanted === undefined ? [] : report.suppressed.map(({ finding }) => finding))].filter(({ fingerprint }) => wanted?.has(fingerprint) ?? true);
  const raw = data === undefined || audit.target.command !== 'audit' ? undefined : await lookRaw(audit.target.directory, audit, data);
  return {
    holdings: raw?.holdings ?? [],
    parts: raw?.parts ?? [],
    names: raw?.names ?? 0,
    findings,
    closed: raw?.closed ?? [],
    problems: [...report.problems, ...(raw?.problems ?? [])],
    objects: report.scan.counts.objects,
  };
}

/** One file in ten: a clone need not have what only another had, and two projects may share a licence. */
const leastShare = 0.1;

/** What holds nothing of a plan proves nothing where it never held anything. */
function demandSame(raw: Raw, { kept, objects }: PlanData): void {
  if (kept.length === 0 || raw.holding(objects).length > 0 || raw.holding(kept).length >= leastShare * kept.length) return;
  throw new UsageError('this plan belongs to another repository: hardly any file is here that was there when it was written; go to the repository of the plan');
}

async function lookRaw(directory: string, { environment }: Request, { forms }: PlanData): Promise<Pick<Proof, 'holdings' | 'parts' | 'names' | 'problems' | 'closed'>> {
  const search = makeSearch(forms, unwrap);
  const raw = openRaw(directory, environment);
  const { holdings, parts, closed } = await lookThroughAll(raw, forms);
  const names = [...raw.refs().map((name) => Buffer.from(name)), ...raw.reflogs().values()].filter((bytes) => search.find(bytes).length > 0).length;
  // An encrypted member of an archive is closed to everyone who has no password; what is too large is only closed to skan.
  const isLarge = (each: string): boolean => each.endsWith('too large to be opened');
  const beyond = closed.filter(isLarge).map((what) => ({ what, why: 'the archive is too large to be opened' }));
  return { holdings, parts, names, closed: closed.filter((each) => !isLarge(each)), problems: [...raw.problems, ...beyond] };
}
