// Every object of a repository, read once, straight from the object database: blobs, commits, tags, and the names in
// trees, whether a ref reaches them or not; and the names of refs. Who brought what, where and when is worked out
// afterwards, and only for what was found.

import { UsageError } from '../model/errors.js';
import type { Item, Piece, Place } from '../model/place.js';
import type { Exposure, Problem, Reach, Skip } from '../model/report.js';
import type { Hit, Located, Source } from '../model/source.js';
import { readSignature } from './git/commits.js';
import { listRefs, loadGraph, reachOfRefs } from './git/graph.js';
import type { Graph, Ref } from './git/graph.js';
import { traceHistory } from './git/history.js';
import { takeInventory } from './git/inventory.js';
import type { Environment } from './git/isolation.js';
import { isMessage, locateInMessage } from './git/messages.js';
import { readObjects } from './git/objects.js';
import type { ObjectPiece } from './git/objects.js';
import { showPath } from './git/paths.js';
import { explainLoss, readAll } from './git/read.js';
import { explainRefusal } from './git/refusal.js';
import { findLayout, modifiedAt, readSmallFile } from './git/repository.js';
import { askGit, makeGit } from './git/runner.js';
import type { Git } from './git/runner.js';

/** @throws UsageError when there is no repository at `directory` */
export function openAudit(directory: string, environment: Environment, server: boolean): Source {
  const git = makeGit(directory, environment);
  const check = askGit(git, 'rev-parse', ['--git-dir']);
  if (check.status !== 0) throw explainRefusal(check);
  const layout = findLayout(directory, environment);
  if (layout === undefined) throw new UsageError(`no repository is to be seen at ${directory}`);
  const problems: Problem[] = [];
  const skipped: Skip[] = [];
  const refs = listRefs(git);
  const refNames = new Map(refs.map((ref) => [`ref ${ref.name}`, ref]));
  let commits: readonly string[] = [];
  let graph: Graph | undefined;
  const loadOnce = (): Graph => (graph ??= loadGraph(git, refs, commits));

  async function* pieces(): AsyncGenerator<readonly Piece[]> {
    const { ids, types, problems: found } = takeInventory(git, layout?.objects ?? '');
    problems.push(...found);
    commits = types.get('commit') ?? [];
    checkWhole(git, layout?.commonDirectory ?? '', problems);
    yield refs.map(({ name }) => ({ item: { id: `ref ${name}`, kind: 'name' }, offset: 0, bytes: Buffer.from(name), last: true }));
    let open: Item | undefined;
    for await (const batch of readObjects(git, ids, ({ id, why }) => problems.push(explainLoss(id, why)))) {
      const out: Piece[] = [];
      for (const object of batch) {
        if (object.offset === 0) open = itemOf(object);
        if (open !== undefined) out.push({ item: open, offset: object.offset, bytes: object.bytes, last: object.last });
      }
      yield out;
    }
  }

  return {
    root: layout.top ?? layout.gitDirectory,
    pieces,
    locate: async (hits) => markHead(await locateHits(git, hits, refNames, loadOnce()), headTree(git)),
    read: (ids) => readAll(git, ids, problems),
    exposure: (places) => Promise.resolve(exposureOf(places, loadOnce(), server || layout.top === undefined, lastFetch(layout.gitDirectory))),
    skipped,
    problems,
  };
}

/** A tree is a name list: each name in it is scanned where it stands, the object ids between them are just bytes. */
function itemOf({ id, type }: ObjectPiece): Item {
  return { id, kind: type === 'commit' || type === 'tag' ? type : type === 'tree' ? 'tree' : 'content' };
}

/** A history that stops early is not the whole: shallow clones, and partial ones that left objects at the remote. */
function checkWhole(git: Git, commonDirectory: string, problems: Problem[]): void {
  if (readSmallFile(`${commonDirectory}/shallow`) !== undefined) {
    problems.push({ what: 'history', why: 'the clone is shallow: older commits are not here', hint: 'git fetch --unshallow' });
  }
  const promisor = askGit(git, 'config', ['--get-regexp', '^(extensions\\.partialclone|remote\\..*\\.promisor)$']).stdout.toString();
  if (promisor !== '') problems.push(...countPromised(git));
}

function countPromised(git: Git): Problem[] {
  const answer = askGit(git, 'rev-list', ['--all', '--objects', '--missing=print', '--no-object-names']);
  const missing = answer.stdout.toString('latin1').split('\n').filter((line) => line.startsWith('?')).length;
  if (missing === 0) return [];
  return [{ what: `${missing} objects`, why: 'the clone is partial: they were left at the remote', hint: 'git fetch --refetch --no-filter, then audit again' }];
}

async function locateHits(git: Git, hits: readonly Hit[], refNames: ReadonlyMap<string, Ref>, graph: Graph): Promise<Map<Hit, Located>> {
  const notes = new Set(notesCommits(git, graph));
  const read = new Map(await readAll(git, hits.filter((hit) => isMessage(hit) || hit.item.kind === 'tree').map(({ item }) => item.id), []));
  const names = new Map(hits.flatMap((hit) => {
    const name = hit.item.kind === 'tree' ? nameAt(read.get(hit.item.id), hit.match.start, hit.item.id.length / 2) : undefined;
    return name === undefined ? [] : [[hit, name] as const];
  }));
  const traces = traceHistory(git, graph.order, {
    blobs: new Set(hits.filter(({ item }) => item.kind === 'content').map(({ item }) => item.id)),
    names: new Set([...names.values()].map(({ name }) => name)),
  }, (commit) => notes.has(commit));
  const staged = listIndex(git);
  const located = new Map<Hit, Located>();
  for (const hit of hits) {
    const { id } = hit.item;
    const ref = refNames.get(id);
    const message = isMessage(hit) ? read.get(id) : undefined;
    const name = names.get(hit);
    if (message !== undefined) located.set(hit, locateInMessage(hit, message));
    else if (ref !== undefined) located.set(hit, { places: [placeRef(ref)] });
    else if (name !== undefined) located.set(hit, locateName(hit, name, traces.names));
    else located.set(hit, { places: traces.blobs.get(id) ?? staged.get(id) ?? [{ source: 'blob', path: '', object: id }] });
  }
  return signPlaces(git, located);
}

function placeRef({ id, commit }: Ref): Place {
  return { source: 'ref', path: '', object: id, ...(commit === undefined ? {} : { commit }) };
}

/** A name in a tree: as Latin-1, and where it starts. */
interface EntryName {
  readonly name: string;
  readonly start: number;
}

function locateName({ item }: Hit, { name, start }: EntryName, traced: ReadonlyMap<string, readonly Place[]>): Located {
  const bytes = Buffer.from(name, 'latin1');
  return { places: traced.get(name) ?? [{ source: 'path', path: showPath(bytes), object: item.id }], part: { bytes, start } };
}

/** The name around an offset. An entry of a tree is `<mode> SP <name> NUL <id in bytes>` (git's tree-walk.c). */
function nameAt(bytes: Uint8Array | undefined, offset: number, idBytes: number): EntryName | undefined {
  if (bytes === undefined) return undefined;
  for (let at = 0; at <= offset; ) {
    const start = bytes.indexOf(32, at) + 1;
    const end = bytes.indexOf(0, start);
    if (start === 0 || end < 0) return undefined;
    if (offset < end) return { name: Buffer.from(bytes.subarray(start, end)).toString('latin1'), start };
    at = end + 1 + idBytes;
  }
  return undefined;
}

function notesCommits(git: Git, graph: Graph): string[] {
  const tips = graph.refs.filter(({ name, commit }) => name.startsWith('refs/notes/') && commit !== undefined);
  if (tips.length === 0) return [];
  return askGit(git, 'rev-list', ['--stdin'], `${tips.map(({ id }) => id).join('\n')}\n`).stdout.toString('latin1').split('\n').filter((line) => line !== '');
}

/** What only the index holds. */
function listIndex(git: Git): Map<string, Place[]> {
  const places = new Map<string, Place[]>();
  const answer = askGit(git, 'ls-files', ['-s', '-z', '--full-name', ':/']);
  for (const record of splitNul(answer.stdout)) {
    const tab = record.indexOf(9);
    const [mode, id = ''] = record.toString('latin1', 0, tab).split(' ');
    const place: Place = { source: mode === '120000' ? 'symlink' : 'blob', path: showPath(record.subarray(tab + 1)), object: id };
    places.set(id, [...(places.get(id) ?? []), place]);
  }
  return places;
}

function splitNul(bytes: Buffer): Buffer[] {
  const records: Buffer[] = [];
  for (let at = 0, end = bytes.indexOf(0); end >= 0; at = end + 1, end = bytes.indexOf(0, at)) records.push(bytes.subarray(at, end));
  return records;
}

/** Adds author and date to places that name a commit. */
async function signPlaces(git: Git, located: ReadonlyMap<Hit, Located>): Promise<Map<Hit, Located>> {
  const ids = new Set([...located.values()].flatMap(({ places }) => places).flatMap(({ commit, author }) => (commit === undefined || author !== undefined ? [] : commit)));
  const commits = await readAll(git, [...ids], []);
  const sign = (place: Place): Place => {
    const bytes = commits.get(place.commit ?? '');
    return bytes === undefined ? place : { ...place, ...readSignature(bytes) };
  };
  return new Map([...located].map(([hit, each]) => [hit, { ...each, places: each.places.map(sign) }]));
}

/** Marks what the tree of HEAD holds. */
function markHead(located: ReadonlyMap<Hit, Located>, head: ReadonlySet<string>): Map<Hit, Located> {
  const mark = (place: Place): Place => (head.has(`${place.object ?? ''} ${place.path}`) ? { ...place, inHead: true } : place);
  return new Map([...located].map(([hit, each]) => [hit, { ...each, places: each.places.map(mark) }]));
}

/** Id and path of everything in the tree of HEAD. */
function headTree(git: Git): Set<string> {
  return new Set(splitNul(askGit(git, 'ls-tree', ['-r', '-z', '--full-tree', 'HEAD']).stdout).map((record) => {
    const tab = record.indexOf(9);
    return `${record.toString('latin1', 0, tab).split(' ')[2] ?? ''} ${showPath(record.subarray(tab + 1))}`;
  }));
}

function exposureOf(places: readonly Place[], graph: Graph, server: boolean, fetched: string | undefined): Exposure {
  const commits = [...new Set(places.flatMap(({ commit }) => commit ?? []))];
  const refs = [...new Set(commits.flatMap((commit) => graph.refsHolding(commit)))].sort();
  const dates = places.flatMap(({ date }) => date ?? []).sort(compareDates);
  const reach = server ? 'pushed' : furthest(places.map((place) => reachOfPlace(place, graph)));
  return {
    reach,
    inHead: places.some(({ inHead }) => inHead === true),
    refs,
    ...(dates[0] === undefined ? {} : { firstSeen: dates[0] }),
    ...(reach === 'pushed' ? {} : { detail: `no remote-tracking ref holds it (last fetch: ${fetched ?? 'never'})` }),
  };
}

function reachOfPlace({ commit, path, source }: Place, graph: Graph): Reach {
  if (commit !== undefined) {
    const tags = graph.refs.filter(({ id }) => id === commit).map(({ name }) => name);
    return reachOfRefs(tags) ?? graph.reach(commit);
  }
  return path !== '' && source !== 'path' ? 'staged' : 'unreachable';
}

/** From the furthest to the nearest. */
const byDistance: readonly Reach[] = ['pushed', 'tag', 'local', 'stash', 'staged', 'worktree', 'reflog', 'unreachable'];

function furthest(all: readonly Reach[]): Reach {
  return byDistance.find((reach) => all.includes(reach)) ?? 'unreachable';
}

function compareDates(left: string, right: string): number {
  return Date.parse(left) - Date.parse(right) || (left < right ? -1 : left > right ? 1 : 0);
}

/** FETCH_HEAD is rewritten by every fetch. */
function lastFetch(gitDirectory: string): string | undefined {
  const time = modifiedAt(`${gitDirectory}/FETCH_HEAD`);
  return time?.toISOString().slice(0, 10);
}
