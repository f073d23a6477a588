// A request to purge -> the files of a plan: an audit says which secrets there are, every object is looked through for every form
// of them, and what was found becomes a script, its data and a guide. It writes nothing.

import { UsageError } from '../model/errors.js';
import type { Finding, Report } from '../model/report.js';
import type { PurgeTool, Request } from '../model/request.js';
import { makeForms } from '../remedy/purge/forms.js';
import type { Form } from '../remedy/purge/forms.js';
import { joinHoldings, lookThrough } from '../remedy/purge/holding.js';
import type { Holding } from '../remedy/purge/holding.js';
import { wasPushed } from '../remedy/purge/guide.js';
import type { GuideFacts } from '../remedy/purge/guide.js';
import { listLeftovers } from '../remedy/purge/limits.js';
import type { Corner } from '../remedy/purge/limits.js';
import { writePlan } from '../remedy/purge/plan.js';
import type { PlanFile } from '../remedy/purge/plan.js';
import { replaceBlob, replaceMessage, replaceTag, writeNote } from '../remedy/purge/replacement.js';
import type { Replacement } from '../remedy/purge/replacement.js';
import { makeSearch, rewrite } from '../remedy/purge/search.js';
import type { Search } from '../remedy/purge/search.js';
import { visible } from '../report/visible.js';
import { openEngine, run } from '../run.js';
import { openRaw } from '../sources/raw.js';
import type { Raw } from '../sources/raw.js';
import { readSurroundings } from '../sources/surroundings.js';
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
  const targets = await findTargets(findings, await openEngine(audit), raw.read);
  const forms = makeForms(targets);
  const search = makeSearch(forms);
  const { holdings: seen, closed } = await lookThroughAll(raw, search);
  const holdings = addUnseen(seen, findings);
  const [problem] = raw.problems;
  if (problem !== undefined) throw new UsageError(`${problem.what}: ${problem.why}; a plan from half a repository would leave secrets behind${problem.hint === undefined ? '' : `: ${problem.hint}`}`);
  const evidence = await gather(raw, tool, holdings, forms, search, findings);
  const mask = makeMask(search);
  const masked = findings.map((finding) => maskFinding(finding, mask));
  const guide = describe(request, masked, holdings, closed, evidence, mask, readSurroundings(directory, audit.environment));
  return {
    files: writePlan({ data: { fingerprints: findings.map(({ fingerprint }) => fingerprint), forms, objects: holdings.map(({ id }) => id) }, guide, ...evidence }),
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

export async function lookThroughAll(raw: Raw, search: Search): Promise<{ holdings: Holding[]; closed: string[] }> {
  const holdings = new Map<string, Holding>();
  const closed: string[] = [];
  for await (const object of raw.objects(search.longest)) {
    const answer = lookThrough(object, search);
    if (answer.holding !== undefined) holdings.set(object.id, joinHoldings(holdings.get(object.id), answer.holding));
    for (const member of answer.closed) closed.push(`${object.id.slice(0, 12)}: ${member}`);
  }
  return { holdings: [...holdings.values()].sort((left, right) => (left.id < right.id ? -1 : 1)), closed };
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

interface Evidence {
  readonly blobs: ReadonlyMap<string, Replacement>;
  readonly messages: ReadonlyMap<string, Uint8Array>;
  readonly tags: ReadonlyMap<string, Uint8Array>;
  readonly refs: readonly (readonly [string, string])[];
  readonly corners: ReadonlySet<Corner>;
  /** Names of refs that hold something; as they are. */
  readonly holders: readonly string[];
  readonly paths: ReadonlyMap<string, readonly string[]>;
  readonly commits: readonly string[];
}

async function gather(raw: Raw, tool: PurgeTool, holdings: readonly Holding[], forms: readonly Form[], search: Search, findings: readonly Finding[]): Promise<Evidence> {
  const contents = await raw.read(holdings.map(({ id }) => id));
  const blobs = new Map<string, Replacement>();
  const messages = new Map<string, Uint8Array>();
  const tags = new Map<string, Uint8Array>();
  const corners = new Set<Corner>();
  for (const holding of holdings) {
    const bytes = contents.get(holding.id);
    if (bytes === undefined) {
      // Too large to be held: git filter-repo overwrites it where it stands, the others have to give it up.
      if (holding.type === 'blob' && (tool !== 'filter-repo' || holding.inside.length > 0)) blobs.set(holding.id, { bytes: writeNote(holding), way: 'note' });
      continue;
    }
    if (holding.type === 'blob') {
      const replacement = replaceBlob(holding, bytes, search);
      const lines = replacement.way === 'text' && hasLines(bytes, search, holding.id);
      blobs.set(holding.id, lines && tool === 'bfg' ? { bytes: writeNote(holding), way: 'note' } : replacement);
      if (replacement.way !== 'text' || lines) corners.add(replacement.way === 'archive' || replacement.way === 'note' ? 'archive' : 'binary');
    } else if (holding.type === 'commit') {
      const message = replaceMessage(holding.id, bytes, search);
      if (message !== undefined) messages.set(holding.id, message);
      corners.add(message === undefined ? 'person' : 'message');
    } else if (holding.type === 'tag') {
      corners.add('tag-message');
      if (Buffer.from(bytes).includes('\ntype commit\n')) tags.set(holding.id, replaceTag(holding.id, bytes, search));
      else corners.add('odd-tag');
    } else corners.add('path');
  }
  const refs = [...new Set(raw.refs())].flatMap((name) => {
    const bytes = Buffer.from(name);
    const found = search.find(bytes);
    return found.length === 0 ? [] : [[name, rewrite(bytes, found, false).toString()] as const];
  });
  if (refs.length > 0) corners.add('ref');
  const known = new Set(findings.flatMap(({ exposure }) => exposure.refs));
  const places = await traceHoldings(raw, holdings, contents, forms);
  if (raw.refs().some((name) => name.startsWith('refs/notes/'))) corners.add('note');
  for (const oddity of places.odd) if (holdings.some(({ id }) => id === oddity)) corners.add('odd-tag');
  return { blobs, messages, tags, refs, corners, holders: [...new Set([...known, ...places.holders, ...refs.map(([name]) => name)])].sort(), paths: places.paths, commits: places.commits };
}

/** A secret of several lines is beyond a tool that works by lines. */
function hasLines(bytes: Uint8Array, search: Search, id: string): boolean {
  return search.find(bytes, id).some(({ form }) => form.find.includes(10));
}

interface Traced {
  readonly holders: readonly string[];
  readonly paths: ReadonlyMap<string, readonly string[]>;
  /** Oldest first. */
  readonly commits: readonly string[];
  /** Objects that a ref names without a commit. */
  readonly odd: readonly string[];
}

async function traceHoldings(raw: Raw, holdings: readonly Holding[], contents: ReadonlyMap<string, Uint8Array>, forms: readonly Form[]): Promise<Traced> {
  const blobs = new Set(holdings.filter(({ type }) => type === 'blob').map(({ id }) => id));
  const names = new Set(holdings.filter(({ type }) => type === 'tree').flatMap(({ id }) => namesIn(contents.get(id), id.length / 2)).filter((name) => holdsForm(name, forms)));
  const { traces, graph } = await raw.whereabouts(blobs, names);
  const paths = new Map([...traces.blobs].map(([id, places]) => [id, [...new Set(places.map(({ path }) => path))]]));
  const brought = new Set([...traces.blobs.values(), ...traces.names.values()].flat().flatMap(({ commit }) => commit ?? []));
  for (const { id, type } of holdings) if (type === 'commit') brought.add(id);
  const holders = new Set<string>();
  for (const commit of brought) for (const ref of graph.refsHolding(commit)) holders.add(ref);
  for (const { id } of holdings) for (const ref of graph.refsNaming(id)) holders.add(ref);
  const odd = graph.refs.filter(({ commit }) => commit === undefined).flatMap(({ id, content }) => [id, ...(content === undefined ? [] : [content.id])]);
  return { holders: [...holders], paths, commits: graph.order.filter((id) => brought.has(id)), odd };
}

/** Entries of a tree: `<mode> SP <name> NUL <id in bytes>`. As Latin-1. */
function namesIn(tree: Uint8Array | undefined, idBytes: number): string[] {
  const bytes = Buffer.from(tree ?? []);
  const names: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const start = bytes.indexOf(32, at) + 1;
    const end = bytes.indexOf(0, start);
    if (start === 0 || end < 0) break;
    names.push(bytes.toString('latin1', start, end));
    at = end + 1 + idBytes;
  }
  return names;
}

function holdsForm(name: string, forms: readonly Form[]): boolean {
  const bytes = Buffer.from(name, 'latin1');
  return forms.some(({ find }) => bytes.includes(Buffer.from(find)));
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

function describe({ tool, folder }: PurgeRequest, findings: readonly Finding[], holdings: readonly Holding[], closed: readonly string[], evidence: Evidence, mask: Mask, around: ReturnType<typeof readSurroundings>): GuideFacts {
  return {
    tool,
    folder,
    findings,
    holdings: holdings.map((holding) => ({ ...holding, inside: holding.inside.map(mask) })),
    pathsOf: (id) => (evidence.paths.get(id) ?? []).map(mask),
    wayOf: (id) => evidence.blobs.get(id)?.way,
    refs: evidence.holders.map(mask),
    remotes: around.remotes.map(({ name, url }) => ({ name: mask(name), url: mask(url) })),
    commits: evidence.commits,
    corners: evidence.corners,
    closed: closed.map(mask),
    submodules: around.submodules.map(mask),
    lfs: around.lfs,
  };
}
