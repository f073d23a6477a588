// A request to purge -> the files of a plan: an audit says which secrets there are, every object is looked through for every form
// of them, and what was found becomes a script, its data and a guide. It writes nothing.

import { randomBytes } from 'node:crypto';
import { UsageError } from '../model/errors.js';
import type { Finding, Report } from '../model/report.js';
import type { PurgeTool, Request } from '../model/request.js';
import { makeForms, makeMarks } from '../remedy/purge/forms.js';
import type { Form, MarkOf } from '../remedy/purge/forms.js';
import { joinHoldings, lookThrough } from '../remedy/purge/holding.js';
import type { Holding } from '../remedy/purge/holding.js';
import { wasPushed } from '../remedy/purge/guide.js';
import type { GuideFacts } from '../remedy/purge/guide.js';
import { listLeftovers } from '../remedy/purge/limits.js';
import { writePlan } from '../remedy/purge/plan.js';
import type { PlanFile } from '../remedy/purge/plan.js';
import { makePartSearch, makeSearch, rewrite } from '../remedy/purge/search.js';
import type { Search } from '../remedy/purge/search.js';
import { visible } from '../report/visible.js';
import { openEngine, run } from '../run.js';
import { openRaw } from '../sources/raw.js';
import type { Raw } from '../sources/raw.js';
import { readSurroundings } from '../sources/surroundings.js';
import { unwrap } from './contents.js';
import { gather } from './evidence.js';
import type { Evidence } from './evidence.js';
import { maskText } from './mask.js';
import { findTargets } from './removal.js';

export interface PurgeRequest {
  /** An audit; its secrets stay here. */
  readonly audit: Request;
  readonly tool: PurgeTool;
  /** Chooses among the findings of the audit. @throws UsageError when there is nothing to choose */
  readonly choose: (report: Report) => readonly Finding[];
  /** Where the plan will be: for the guide. */
  readonly folder: string;
}

/** What became of it, for people; masked. */
export interface Planned {
  readonly files: readonly PlanFile[];
  readonly findings: readonly Finding[];
  readonly objects: number;
  readonly refs: readonly string[];
  readonly leftovers: readonly string[];
  readonly pushed: boolean;
}

/** @returns undefined where nothing was chosen @throws UsageError when no plan can be made that would hold */
export async function planPurge(request: PurgeRequest): Promise<Planned | undefined> {
  const { audit, tool } = request;
  const { report } = await run({ ...audit, showSecrets: true });
  demandWhole(report);
  const findings = request.choose(report);
  if (findings.length === 0) return undefined;
  const { directory } = audit.target.command === 'audit' ? audit.target : { directory: audit.cwd };
  const raw = openRaw(directory, audit.environment);
  if (tool === 'bfg' && raw.idBytes === 32) throw new UsageError('the BFG cannot read a repository of SHA-256: use git filter-repo, which is the default');
  const engine = await openEngine(audit);
  const targets = await findTargets(findings, engine, raw.read);
  const markOf = makeMarks(randomBytes(32));
  const forms = makeForms(targets, markOf);
  const search = makeSearch(forms, unwrap);
  const { holdings: seen, parts, closed, links, kept } = await lookThroughAll(raw, forms);
  // It takes their ids for marks of its own (2.47.0), and ends half way.
  if (tool === 'filter-repo' && raw.idBytes === 32 && links) throw new UsageError('git filter-repo cannot rewrite a repository of SHA-256 that has submodules: --tool filter-branch can');
  const holdings = addUnseen(seen, findings);
  const [problem] = raw.problems;
  if (problem !== undefined) throw new UsageError(`${problem.what}: ${problem.why}; a plan from half a repository would leave secrets behind${problem.hint === undefined ? '' : `: ${problem.hint}`}`);
  const evidence = await gather(raw, tool, holdings, forms, search, findings, engine, markOf);
  const mask = makeMask(search);
  const masked = findings.map((finding) => maskFinding(finding, mask));
  const guide = describe(request, masked, { holdings, parts, closed }, evidence, mask, markOf, readSurroundings(directory, audit.environment));
  return {
    files: writePlan({ data: { fingerprints: findings.map(({ fingerprint }) => fingerprint), forms, objects: holdings.map(({ id }) => id), kept }, guide, ...evidence }),
    findings: masked,
    objects: holdings.length,
    refs: guide.refs,
    leftovers: listLeftovers(tool, evidence.corners),
    pushed: wasPushed(guide),
  };
}

function demandWhole({ problems: [first] }: Report): void {
  if (first !== undefined) throw new UsageError(`no plan was written, because not everything could be read: ${first.what}: ${first.why}${first.hint === undefined ? '' : `; ${first.hint}`}`);
}

export interface Seen {
  readonly holdings: readonly Holding[];
  /** What holds a short secret within something longer, which is left alone. */
  readonly parts: readonly Holding[];
  readonly closed: readonly string[];
  /** Some tree has a submodule in it. */
  readonly links: boolean;
  /** Some of the blobs that hold nothing, the same in every run. */
  readonly kept: readonly string[];
}

const mostKept = 200;
/** It is in every other repository, too. */
const emptyBlobs = ['e69de29bb2d1d6434b8b29ae775ad8c2e48c5391', '473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813'];

export async function lookThroughAll(raw: Raw, forms: readonly Form[]): Promise<Seen> {
  const search = makeSearch(forms, unwrap);
  const partSearch = makePartSearch(forms, unwrap);
  let links = false;
  const holdings = new Map<string, Holding>();
  const parts = new Map<string, Holding>();
  const closed: string[] = [];
  let kept: string[] = [];
  for await (const object of raw.objects(search.longest)) {
    const answer = lookThrough(object, search);
    links ||= object.type === 'tree' && Buffer.from(object.bytes).includes('160000 ');
    if (object.type === 'blob' && answer.holding === undefined && !emptyBlobs.includes(object.id)) kept.push(object.id);
    if (kept.length > 20 * mostKept) kept = kept.sort().slice(0, mostKept);
    if (answer.holding !== undefined) holdings.set(object.id, joinHoldings(holdings.get(object.id), answer.holding));
    const part = partSearch === undefined ? undefined : lookThrough(object, partSearch).holding;
    if (part !== undefined) parts.set(object.id, joinHoldings(parts.get(object.id), part));
    for (const member of answer.closed) closed.push(`${object.id.slice(0, 12)}: ${member}`);
  }
  return { holdings: sortHoldings(holdings), parts: sortHoldings(parts), closed, links, kept: kept.sort().slice(0, mostKept) };
}

function sortHoldings(holdings: ReadonlyMap<string, Holding>): Holding[] {
  return [...holdings.values()].sort((left, right) => (left.id < right.id ? -1 : 1));
}

/**
 * Files in which the audit saw a secret through a packing that cannot be written here: they are given up.
 * @param findings with the objects that hold them
 */
function addUnseen(holdings: readonly Holding[], findings: readonly Finding[]): Holding[] {
  const unseen = new Map<string, Holding>();
  const known = new Set(holdings.map(({ id }) => id));
  for (const { fingerprint, occurrences } of findings) {
    for (const { object, source, decodedFrom = [] } of occurrences) {
      if (object === undefined || known.has(object) || decodedFrom.length === 0 || !['blob', 'note', 'symlink'].includes(source)) continue;
      const holding: Holding = { id: object, type: 'blob', secrets: [fingerprint.slice(0, 8)], codings: decodedFrom, inside: decodedFrom.filter((coding) => coding.includes(':')) };
      unseen.set(object, joinHoldings(unseen.get(object), holding));
    }
  }
  return [...holdings, ...unseen.values()];
}

type Mask = (text: string) => string;

/** The secrets of the plan become their marks; others that the rules know are masked. */
function makeMask(search: Search): Mask {
  return (text) => {
    const bytes = Buffer.from(text);
    return visible(maskText(rewrite(bytes, search.find(bytes), false).toString()));
  };
}

function maskFinding({ secret: _secret, ...finding }: Finding, mask: Mask): Finding {
  return {
    ...finding,
    occurrences: finding.occurrences.map((each) => ({ ...each, path: mask(each.path), ...(each.author === undefined ? {} : { author: mask(each.author) }) })),
    exposure: { ...finding.exposure, refs: finding.exposure.refs.map(mask) },
  };
}

function describe({ tool, folder }: PurgeRequest, findings: readonly Finding[], { holdings, parts, closed }: Omit<Seen, 'links' | 'kept'>, evidence: Evidence, mask: Mask, markOf: MarkOf, around: ReturnType<typeof readSurroundings>): GuideFacts {
  return {
    tool,
    folder,
    findings,
    markOf,
    holdings: holdings.map((holding) => ({ ...holding, inside: holding.inside.map(mask) })),
    parts,
    pathsOf: (id) => (evidence.paths.get(id) ?? []).map(mask),
    wayOf: (id) => evidence.blobs.get(id)?.way,
    refs: evidence.holders.map(mask),
    branches: evidence.branches.map(mask),
    remotes: around.remotes.map(({ name, url }) => ({ name: mask(name), url: mask(url) })),
    commits: evidence.commits,
    corners: evidence.corners,
    closed: closed.map(mask),
    submodules: around.submodules.map(mask),
    lfs: around.lfs,
  };
}
