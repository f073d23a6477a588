// After a purge: is anything of it left? Every object, ref name and reflog of a repository is looked through for every form of the
// plan, and the repository is audited again, for forms that nobody had seen. Without a plan only the audit is left.

import type { Finding, Problem } from '../model/report.js';
import type { Request } from '../model/request.js';
import type { PlanData } from '../remedy/purge/data.js';
import type { Holding } from '../remedy/purge/holding.js';
import { makeSearch } from '../remedy/purge/search.js';
import { run } from '../run.js';
import { openRaw } from '../sources/raw.js';
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

async function lookRaw(directory: string, { environment }: Request, { forms }: PlanData): Promise<Pick<Proof, 'holdings' | 'parts' | 'names' | 'problems' | 'closed'>> {
  const search = makeSearch(forms);
  const raw = openRaw(directory, environment);
  const { holdings, parts, closed } = await lookThroughAll(raw, forms);
  const names = [...raw.refs().map((name) => Buffer.from(name)), ...raw.reflogs().values()].filter((bytes) => search.find(bytes).length > 0).length;
  // An encrypted member of an archive is closed to everyone who has no password; what is too large is only closed to skan.
  const isLarge = (each: string): boolean => each.endsWith('too large to be opened');
  const beyond = closed.filter(isLarge).map((what) => ({ what, why: 'the archive is too large to be opened' }));
  return { holdings, parts, names, closed: closed.filter((each) => !isLarge(each)), problems: [...raw.problems, ...beyond] };
}
