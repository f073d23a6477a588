// What holds a secret -> what each of it becomes, and where it stands: blobs, messages, tags, names, refs, and the commits that
// brought it. A few objects are read at a time: a bundle that hundreds of commits changed would not fit.

import type { Engine } from '../engine/scan.js';
import type { Finding } from '../model/report.js';
import type { PurgeTool } from '../model/request.js';
import type { Form, MarkOf } from '../remedy/purge/forms.js';
import type { Holding } from '../remedy/purge/holding.js';
import type { Corner } from '../remedy/purge/limits.js';
import { replaceBlob, replaceMessage, replaceTag, writeNote } from '../remedy/purge/replacement.js';
import type { Replacement } from '../remedy/purge/replacement.js';
import { rewrite } from '../remedy/purge/search.js';
import type { Search } from '../remedy/purge/search.js';
import type { Raw } from '../sources/raw.js';

export interface Evidence {
  readonly blobs: ReadonlyMap<string, Replacement>;
  readonly messages: ReadonlyMap<string, Uint8Array>;
  readonly tags: ReadonlyMap<string, Uint8Array>;
  readonly refs: readonly (readonly [string, string])[];
  readonly corners: ReadonlySet<Corner>;
  /** Names of refs that hold something; as they are. */
  readonly holders: readonly string[];
  /** Every local branch. */
  readonly branches: readonly string[];
  readonly paths: ReadonlyMap<string, readonly string[]>;
  readonly commits: readonly string[];
}

/** Objects that are held in memory at once. */
const objectsAtOnce = 64;

/** @param engine reads again what was found encoded or packed: what it still finds there has to be given up */
export async function gather(raw: Raw, tool: PurgeTool, holdings: readonly Holding[], forms: readonly Form[], search: Search, findings: readonly Finding[], engine: Engine, markOf: MarkOf): Promise<Evidence> {
  const secrets = new Set(findings.flatMap(({ secret }) => secret ?? []));
  const hidden = new Set(findings.flatMap(({ occurrences }) => occurrences.flatMap(({ object, decodedFrom = [] }) => (object === undefined || decodedFrom.length === 0 ? [] : [object]))));
  const holds = (id: string, bytes: Uint8Array): boolean => hidden.has(id) && engine.scanText(bytes).some(({ secret }) => secrets.has(secret.reveal()));
  const replacements: Replacements = { blobs: new Map(), messages: new Map(), tags: new Map(), corners: new Set(), names: new Set() };
  for (let from = 0; from < holdings.length; from += objectsAtOnce) {
    const some = holdings.slice(from, from + objectsAtOnce);
    const contents = await raw.read(some.map(({ id }) => id));
    for (const holding of some) replaceOne(holding, contents.get(holding.id), { tool, search, forms, holds, markOf }, replacements);
  }
  const { corners, names } = replacements;
  const refs = [...new Set(raw.refs())].flatMap((name) => {
    const bytes = Buffer.from(name);
    const found = search.find(bytes);
    return found.length === 0 ? [] : [[name, rewrite(bytes, found, false).toString()] as const];
  });
  if (refs.length > 0) corners.add('ref');
  if (raw.refs().some((name) => name.startsWith('refs/notes/'))) corners.add('note');
  const places = await traceHoldings(raw, holdings, names);
  if (places.odd.some((oddity) => holdings.some(({ id }) => id === oddity))) corners.add('odd-tag');
  const known = findings.flatMap(({ exposure }) => exposure.refs);
  const branches = raw.refs().filter((name) => name.startsWith('refs/heads/'));
  return { ...replacements, refs, branches, holders: [...new Set([...known, ...places.holders, ...refs.map(([name]) => name)])].sort(), paths: places.paths, commits: places.commits };
}

interface Replacements {
  readonly blobs: Map<string, Replacement>;
  readonly messages: Map<string, Uint8Array>;
  readonly tags: Map<string, Uint8Array>;
  readonly corners: Set<Corner>;
  /** Names in trees that hold a form, as Latin-1. */
  readonly names: Set<string>;
}

/** By what it is replaced. */
interface Means {
  readonly tool: PurgeTool;
  readonly search: Search;
  readonly forms: readonly Form[];
  readonly markOf: MarkOf;
  /** Does what an object has become still hold a secret of the plan? */
  readonly holds: (id: string, bytes: Uint8Array) => boolean;
}

/** @param bytes of the object; undefined: it is too large to be held */
function replaceOne(holding: Holding, bytes: Uint8Array | undefined, means: Means, { blobs, messages, tags, corners, names }: Replacements): void {
  const { id, type } = holding;
  const { search, forms } = means;
  if (type === 'blob') {
    const replacement = replaceFile(holding, bytes, means);
    if (replacement === undefined) return;
    const { way, lines } = replacement;
    blobs.set(id, replacement);
    if (way !== 'text' || lines) corners.add(way === 'archive' || (way === 'note' && !lines) ? 'archive' : 'binary');
  } else if (bytes === undefined) return;
  else if (type === 'commit') {
    const message = replaceMessage(id, bytes, search);
    if (message !== undefined) messages.set(id, message);
    corners.add(message === undefined ? 'person' : 'message');
  } else if (type === 'tag') {
    corners.add('tag-message');
    if (Buffer.from(bytes).includes('\ntype commit\n')) tags.set(id, replaceTag(id, bytes, search));
    else corners.add('odd-tag');
  } else {
    corners.add('path');
    for (const name of namesIn(bytes, id.length / 2)) if (holdsForm(name, forms)) names.add(name);
  }
}

const nothing = new Uint8Array(0);

function replaceFile(holding: Holding, bytes: Uint8Array | undefined, { tool, search, holds, markOf }: Means): (Replacement & { readonly lines: boolean }) | undefined {
  const note = { bytes: writeNote(holding, markOf), way: 'note' } as const;
  if (bytes === undefined) {
    // git filter-repo overwrites it where it stands, the others have to give it up.
    return tool !== 'filter-repo' || holding.inside.length > 0 ? { ...note, lines: false } : undefined;
  }
  const replacement = replaceBlob(holding, bytes, search, markOf);
  if (replacement.way !== 'note' && holds(holding.id, replacement.bytes)) return { ...note, lines: false };
  const { way } = replacement;
  const lines = way === 'text' && hasLines(bytes, search, holding.id);
  if (tool === 'bfg' && lines) return { ...note, lines };
  // Only what a plan's files will hold is kept.
  const kept = tool === 'filter-branch' || (tool === 'filter-repo' && (way === 'archive' || way === 'note'));
  return { bytes: kept ? replacement.bytes : nothing, way, lines };
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

async function traceHoldings(raw: Raw, holdings: readonly Holding[], names: ReadonlySet<string>): Promise<Traced> {
  const blobs = new Set(holdings.filter(({ type }) => type === 'blob').map(({ id }) => id));
  const { traces, graph } = await raw.whereabouts(blobs, names);
  const paths = new Map([...traces.blobs].map(([id, places]) => [id, [...new Set(places.map(({ path }) => path))]]));
  const brought = new Set([...traces.blobs.values(), ...traces.names.values()].flat().flatMap(({ commit }) => commit ?? []));
  for (const { id, type } of holdings) if (type === 'commit') brought.add(id);
  const holders = new Set<string>();
  for (const refs of graph.refsHolding(brought, Infinity).values()) for (const ref of refs) holders.add(ref);
  for (const { id } of holdings) for (const ref of graph.refsNaming(id)) holders.add(ref);
  const odd = graph.refs.filter(({ commit }) => commit === undefined).flatMap(({ id, content }) => [id, ...(content === undefined ? [] : [content.id])]);
  return { holders: [...holders], paths, commits: [...graph.order()].filter((id) => brought.has(id)), odd };
}

/** Entries of a tree: `<mode> SP <name> NUL <id in bytes>`. As Latin-1. */
function namesIn(tree: Uint8Array, idBytes: number): string[] {
  const bytes = Buffer.from(tree);
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
