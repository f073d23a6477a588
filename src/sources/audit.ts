// Every object of a repository, read once, straight from the object database: blobs, commits, tags, and the names in
// trees, whether a ref reaches them or not; and the names of refs. Who brought what, where and when is worked out
// afterwards, and only for what was found.

import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import type { Item, Piece, Place } from '../model/place.js';
import { mostRefs, reachesByDistance } from '../model/report.js';
import type { Exposure, Problem, Reach, Skip } from '../model/report.js';
import type { Hit, Located, Means, Share, Source } from '../model/source.js';
import type { PackedCommits, PackedTrees } from '../model/work.js';
import type { AuditTarget } from '../model/request.js';
import { withoutIndex } from './git/beside.js';
import { compareDates, readSignature } from './git/commits.js';
import type { Signature } from './git/commits.js';
import { findMarks, loadGraph, nameRefs, reachOfRefs, resolveRefs } from './git/graph.js';
import type { Graph, Marks, NamedRef, Ref } from './git/graph.js';
import { listEveryCommit } from './git/every-commit.js';
import { markHead } from './git/head.js';
import { explainTrace, traceHistory } from './git/history.js';
import { findBarePacks, takeInventory } from './git/inventory.js';
import { noIndexes, openIndexes } from './git/indexes.js';
import type { Indexes } from './git/indexes.js';
import { forgetRepository } from './git/isolation.js';
import type { Environment } from './git/isolation.js';
import { isMessage, locateInMessage } from './git/messages.js';
import { findModules } from './git/modules.js';
import { narrowHistory } from './git/narrow.js';
import { readObjects } from './git/objects.js';
import type { Loss, ObjectPiece } from './git/objects.js';
import { openRepository } from './git/open.js';
import { showPath } from './git/paths.js';
import { explainLost, readAll, visitAll } from './git/read.js';
import { sayUnpushed } from './git/repository.js';
import type { Layout } from './git/repository.js';
import { askGit } from './git/runner.js';
import type { Git } from './git/runner.js';
import { readState } from './git/state.js';
import { findGaps, isShallow } from './git/whole.js';
import { listEntries, makeLinks } from './packs/links.js';
import type { Links } from './packs/links.js';
import { isIntact } from './packs/index-file.js';
import { findMemoryPlace } from './packs/memory.js';
import { recallNames } from './packs/names.js';
import { recollect } from './packs/recollect.js';
import { holdsName, takeShard } from './packs/shard.js';
import { siftCommits } from './packs/sift.js';
import { makeTreeRoom, noRow, tellWhole, writeTrees } from './packs/tree-table.js';
import type { TreeWriter } from './packs/tree-table.js';
import { readCommits } from './packs/commit-table.js';
import { findFolders, findStores, splitAlternates } from './packs/stores.js';
import type { Stores } from './packs/stores.js';
import { findNewcomers, findStored, surveyStores } from './packs/survey.js';
import type { Survey } from './packs/survey.js';
import { makeAnswers } from './answers.js';
import { makeEnd, unplaced } from './end.js';
import { makeTrailKeeper } from './trail.js';
import type { TrailKeeper } from './trail.js';
import { allKnown, countNews, listUndone, makeKnown } from './packs/work.js';
import type { Takes } from './packs/work.js';

/** @throws UsageError when there is no repository there */
export async function openAudit({ directory, shown, inside, shard, narrow }: AuditTarget, environment: Environment, server: boolean, cache: boolean, stop: AbortSignal | undefined): Promise<Source> {
  const { git, layout, idBytes } = openRepository(directory, environment);
  const part = narrow === undefined ? undefined : await narrowHistory(git, narrow, layout.commonDirectory, idBytes, stop);
  const problems: Problem[] = [...(part?.problems ?? [])];
  const skipped: Skip[] = [];
  let named: readonly NamedRef[] = [];
  let marking: Promise<Marks> | undefined;
  let commits: () => readonly PackedCommits[] | Promise<readonly PackedCommits[]> = () => [];
  let trees: readonly PackedTrees[] = [];
  let graph: Promise<Graph> | undefined;
  let indexes: Indexes = noIndexes;
  const held = new Map<string, readonly string[]>();
  /** What will be told again as long as nothing changes. */
  const lasting = new Set<Problem>();
  const untraced: Problem[] = [];
  const load = async (): Promise<Graph> => {
    const table = readCommits(await commits(), idBytes);
    return loadGraph(git, resolveRefs(git, named, table), marking ?? findMarks(git), table, problems);
  };
  const loadOnce = (): Promise<Graph> => (graph ??= load());
  let settle: Source['settled'];
  const end = makeEnd(problems, stop);
  const place = cache && shard === undefined && part === undefined ? findMemoryPlace(layout.commonDirectory, layout.objects, environment) : undefined;
  const trail = place === undefined ? undefined : makeTrailKeeper(place, idBytes);
  const alternates = splitAlternates(git.environment['GIT_ALTERNATE_OBJECT_DIRECTORIES'], git.cwd);

  async function* readEverything({ share, rules, count, expect, stopped }: Means): AsyncGenerator<readonly Piece[]> {
    const takes = joinTakes([...(shard === undefined ? [] : [takeShard(shard)]), ...(part === undefined ? [] : [part.takes])]);
    const list = (): Stores => findStores(layout.objects, alternates);
    const bare = findBarePacks(layout.objects);
    // Threads, git and this one work side by side from here.
    const { planned, facts: sharing } = await startShare(share, (begin) => surveyStores(list, (stores, believe) => recollect(place, rules, stores, idBytes, believe, takes), begin));
    const { stores, recollection, work } = planned;
    if (work === undefined) problems.push(...explainIndexes(stores.packs.filter((path) => existsSync(`${path}.idx`) && !isIntact(`${path}.idx`, idBytes))));
    const links = makeLinks(idBytes, work === undefined ? () => true : makeKnown(work));
    const loose = writeTrees(makeTreeRoom());
    const reading = makeReading(git, idBytes, links, loose, problems, stopped);
    const ids = work === undefined ? listWithGit(git, problems).filter((id) => takes?.(Buffer.from(id, 'hex'), 0) !== false) : recollection.toRead(work);
    const known = work === undefined ? { objects: 0, bytes: 0 } : recollection.known();
    expect(known.objects + ids.length + (work === undefined ? 0 : countNews(work)));
    count(known);
    const objects = startNow(reading.pieces(ids));
    const naming = nameRefs(git, problems, stop);
    naming.catch(() => undefined); // It is waited for below.
    marking = findMarks(git);
    marking.catch(() => undefined); // It is waited for where something was found.
    indexes = openIndexes(git, layout, problems);
    const listed = await naming;
    named = listed.refs;
    const names = (): Iterable<Piece> => listNames(named, indexes, shard === undefined ? () => true : (name) => holdsName(shard, name));
    const namesSeen = recallNames(place, recollection.names);
    if (part === undefined) yield* batch(namesSeen.fresh(names()));
    yield* objects;
    const facts = await sharing;
    if (stopped()) return;
    const left = facts === undefined || work === undefined ? [] : [...facts.left, ...listUndone(work)];
    yield* reading.pieces(left);
    const newcomers = findNewcomers(list, planned, idBytes).filter((id) => takes?.(Buffer.from(id, 'hex'), 0) !== false);
    yield* reading.pieces(newcomers);
    const still = new Set(findBarePacks(layout.objects).map(({ what }) => what));
    problems.push(...bare.filter(({ what }) => still.has(what)), ...reading.explainGone((gone) => (part === undefined ? findStored(gone, list, idBytes) : new Set(gone))));
    if (stopped()) return;
    const seen = [...(facts === undefined ? [] : facts.commits), links.commits.take()];
    commits = supplyCommits(git, idBytes, work === undefined ? seen : [recollection.commits, ...seen], takes === undefined);
    trees = [...(facts === undefined ? [] : facts.trees), loose.take() ?? new Uint32Array(0)];
    const missing = new Set([...(work === undefined ? [] : recollection.missing(work)), ...links.missing, ...(facts?.missing ?? [])]);
    const complete = work !== undefined && missing.size === 0 && reading.whole() && recollection.whole && listed.whole && !isShallow(layout.commonDirectory)
      && allKnown(work, named.map(({ id }) => id)) && allKnown(work, indexes.blobs());
    if (!complete && part === undefined) {
      // It is a walk over all of the history: whatever else is to be asked of it is asked meanwhile.
      loadOnce().catch(() => undefined);
      const gaps = await findGaps(git, layout.commonDirectory, [...missing, ...reading.gone()], stop);
      problems.push(...gaps.problems);
      if (gaps.certain) for (const gap of gaps.problems) lasting.add(gap);
    }
    if (work !== undefined) settle = (again) => {
      const [namesAgain, objectsAgain] = partNames(again);
      recollection.keep(work, { read: reading.read, again: objectsAgain, left: new Set(left), names: namesSeen.digests(names, namesAgain), commits: seen, missing, whole: reading.whole() });
    };
  }

  return {
    root: shown ?? layout.top ?? layout.gitDirectory,
    pieces: (means) => end.scan(readEverything(means), means),
    locate: (hits) => end.place(hits, async () => {
      const graph = await loadOnce();
      // What is missing was told, and which places may be; and it may have been there when the trail was kept.
      const complete = problems.length === 0;
      const located = await locateHits(git, layout, hits, indexes, graph, (blobs) => siftCommits(graph.commits, trees, blobs, idBytes), part?.commits, held, complete ? trail : undefined, untraced, stop);
      if (complete) problems.push(...untraced);
      return moveInside(inside, markHead(git, located, problems));
    }),
    read: (ids) => readAll(git, ids, problems),
    exposure: async (places) => (end.placed() ? nameInside(inside, exposureOf(places, await loadOnce(), held, indexes, server || layout.top === undefined, sayUnpushed(layout))) : unplaced),
    settled(again) {
      settle?.(again);
      settle = undefined; // The packs, as they were surveyed, take a hundred megabytes and more: nobody asks for them again.
    },
    narrowed: () => part?.narrowed,
    ...(place === undefined ? {} : { answers: makeAnswers({
      place,
      about: [layout, sayUnpushed(layout), Object.entries(git.environment).filter(([name]) => name.startsWith('GIT_'))],
      state: () => readState(layout, findFolders(layout.objects, alternates)),
      openIndexes: () => (indexes = openIndexes(git, layout, problems)),
      indexes: () => indexes,
      certain: () => untraced.length === 0 && problems.every((problem) => lasting.has(problem)),
    }) }),
    submodules: () => (part === undefined && end.placed() ? findModules(layout, indexes.links(), forgetRepository(environment)) : []),
    known: (ids) => new Set(askGit(git, 'cat-file', ['--batch-check=%(objectname)'], ids.map((id) => `${id}\n`).join('')).stdout.toString('latin1').split('\n').filter((line) => !line.includes(' '))),
    identify: () => `HEAD ${askGit(git, 'rev-parse', ['--verify', '--quiet', 'HEAD']).stdout.toString()}\n${named.map(({ name, id }) => `${name} ${id}\n`).join('')}`,
    skipped,
    problems,
  };
}

/** A function of its own, because what a scan knows of its objects must not stay as long as this. */
function supplyCommits(git: Git, idBytes: number, seen: readonly PackedCommits[], all: boolean): () => readonly PackedCommits[] | Promise<readonly PackedCommits[]> {
  return () => (all ? seen : listEveryCommit(git, seen, idBytes));
}

/** Places of a submodule are told by their paths in the superproject. */
function moveInside(inside: string | undefined, located: ReadonlyMap<Hit, Located>): ReadonlyMap<Hit, Located> {
  if (inside === undefined) return located;
  const move = (place: Place): Place => ({ ...place, path: place.path === '' ? '' : inside + place.path });
  return new Map([...located].map(([hit, each]) => [hit, { ...each, places: each.places.map(move) }]));
}

/** Its refs are none of the superproject's. */
function nameInside(inside: string | undefined, exposure: Exposure): Exposure {
  return inside === undefined ? exposure : { ...exposure, refs: exposure.refs.map((name) => `${inside.slice(0, -1)}:${name}`) };
}

/** What all of them take; undefined: everything. */
function joinTakes(all: readonly Takes[]): Takes | undefined {
  return all.length === 0 ? undefined : (bytes, at) => all.every((takes) => takes(bytes, at));
}

/** git believes such an index where it can: an object may be hidden behind another. */
function explainIndexes(packs: readonly string[]): Problem[] {
  return packs.map((path) => ({ what: `objects/pack/${basename(path)}.idx`, why: 'the index is damaged: it does not match its own checksum', hint: `git index-pack objects/pack/${basename(path)}.pack` }));
}

/** Waits until it is planned, not until it is done. */
function startShare(share: Share, plan: (begin: () => void) => Survey): Promise<{ readonly planned: Survey; readonly facts: ReturnType<Share> }> {
  return new Promise((resolve, reject) => {
    const facts: ReturnType<Share> = share((begin) => {
      const planned = plan(begin);
      // The promise of the facts is at hand only after the call.
      queueMicrotask(() => resolve({ planned, facts }));
      return planned.work;
    });
    facts.catch(reject);
  });
}

/** Objects that git reads: what is loose, large, or odd in any way. */
interface Reading {
  pieces(ids: readonly string[]): AsyncGenerator<readonly Piece[]>;
  /** Nothing was lost, and all that objects name was seen. */
  whole(): boolean;
  /** Objects that came whole, and their bytes. */
  readonly read: ReadonlyMap<string, number>;
  /** Objects that git did not have any more. */
  gone(): readonly string[];
  /**
   * Those of them that are lost.
   * @param findLost the others were taken away, by git gc: what refs reach of them is found missing, the rest is no loss
   */
  explainGone(findLost: (ids: readonly string[]) => ReadonlySet<string>): Problem[];
}

function makeReading(git: Git, idBytes: number, links: Links, trees: TreeWriter, problems: Problem[], stopped: () => boolean): Reading {
  let whole = true;
  const read = new Map<string, number>();
  const gone: Loss[] = [];
  return {
    whole: () => whole,
    read,
    gone: () => gone.map(({ id }) => id),
    explainGone(findLost) {
      const lost = gone.length === 0 ? new Set() : findLost(gone.map(({ id }) => id));
      return gone.filter(({ id }) => lost.has(id)).map((loss) => explainLost(loss));
    },
    async *pieces(ids) {
      if (ids.length === 0) return;
      let open: Item | undefined;
      const lost = (loss: Loss): void => {
        whole = false;
        read.delete(loss.id);
        if (loss.missing === true) gone.push(loss);
        else if (!stopped()) problems.push(explainLost(loss));
      };
      for await (const batch of readObjects(git, ids, lost)) {
        if (stopped()) return;
        const out: Piece[] = [];
        for (const object of batch) {
          const { id, type, size, offset, bytes, last } = object;
          if (last) read.set(id, size);
          if (offset === 0) {
            open = itemOf(object);
            const entries = last && type === 'tree' ? listEntries(bytes, idBytes) : undefined;
            if (last) links.read({ id }, type, bytes, entries);
            if (entries !== undefined) trees.add(Buffer.from(id, 'hex'), 0, noRow, tellWhole(bytes, entries));
            else if (type !== 'blob') whole = false;
          }
          if (open !== undefined) out.push({ item: open, offset, bytes, last });
        }
        yield out;
      }
    },
  };
}

function listWithGit(git: Git, problems: Problem[]): readonly string[] {
  const { ids, problems: found } = takeInventory(git);
  problems.push(...found);
  return ids;
}

/** A generator does nothing until it is asked: this asks at once. */
function startNow<T>(batches: AsyncGenerator<T>): AsyncGenerator<T> {
  const first = batches.next();
  first.catch(() => undefined); // Whoever iterates gets it.
  async function* iterate(): AsyncGenerator<T> {
    try {
      for (let next = await first; next.done !== true; next = await batches.next()) yield next.value;
    } finally {
      await batches.return(undefined);
    }
  }
  return iterate();
}

/** A tree is a name list: each name in it is scanned where it stands, the object ids between them are just bytes. */
function itemOf({ id, type }: ObjectPiece): Item {
  return { id, kind: type === 'commit' || type === 'tag' ? type : type === 'tree' ? 'tree' : 'content' };
}

function nameItem(id: string, bytes: Uint8Array): Piece {
  return { item: { id, kind: 'name' }, offset: 0, bytes, last: true };
}

/** Names have no object of their own. */
function* listNames(named: readonly NamedRef[], indexes: Indexes, takes: (name: Uint8Array) => boolean): Generator<Piece> {
  for (const { name } of named) {
    const bytes = Buffer.from(name);
    if (takes(bytes)) yield nameItem(`${refMark}${name}`, bytes);
  }
  for (const path of indexes.paths()) if (takes(path)) yield nameItem(`${indexMark}${Buffer.from(path).toString('latin1')}`, path);
}

/** What the names of their items begin with; ids of objects have no blank. */
const refMark = 'ref ';
const indexMark = 'index ';
const piecesAtOnce = 1000;

/** Ids of items, those of names and those of objects. */
function partNames(ids: ReadonlySet<string>): readonly [names: ReadonlySet<string>, objects: ReadonlySet<string>] {
  const isName = (id: string): boolean => id.startsWith(refMark) || id.startsWith(indexMark);
  return [new Set([...ids].filter(isName)), new Set([...ids].filter((id) => !isName(id)))];
}

function* batch(pieces: Iterable<Piece>): Generator<readonly Piece[]> {
  let held: Piece[] = [];
  for (const piece of pieces) {
    if (held.push(piece) < piecesAtOnce) continue;
    yield held;
    held = [];
  }
  yield held;
}

async function locateHits(git: Git, layout: Layout, hits: readonly Hit[], indexes: Indexes, graph: Graph, sift: (blobs: ReadonlySet<string>) => Uint8Array | undefined, only: ReadonlySet<string> | undefined, held: Map<string, readonly string[]>, trail: TrailKeeper | undefined, untraced: Problem[], stop: AbortSignal | undefined): Promise<Map<Hit, Located>> {
  const asked = new Set(hits.map(({ item }) => item.id));
  const refNames = new Map<string, Ref>(graph.refs.flatMap((ref) => (asked.has(refMark + ref.name) ? [[refMark + ref.name, ref] as const] : [])));
  const notes = new Set(notesCommits(git, graph));
  const read = await readAll(git, [...new Set(hits.filter(isMessage).map(({ item }) => item.id))], []);
  const names = await nameHits(git, hits);
  const blobs = new Set(hits.filter(({ item }) => item.kind === 'content').map(({ item }) => item.id));
  const staged = indexes.placesOf(blobs);
  const failed = (commit: string, why: string): void => void untraced.push(explainTrace(commit, why));
  const sought = { blobs, names: new Set([...[...names.values()].map(({ name }) => name), ...hits.flatMap((hit) => nameStaged(hit) ?? [])]) };
  const order = (): Iterable<string> => filterIds(graph.order(), only);
  const kept = sought.names.size === 0 ? trail : undefined;
  const worth = sought.names.size > 0 ? undefined : sift(blobs);
  const sifted = (): Iterable<string> => (worth === undefined ? order() : filterIds(graph.order(worth), only));
  const traces = await traceHistory(withoutIndex(git, layout), order, sought, { isNote: (commit) => notes.has(commit), failed, stop, sifted }, kept?.recall());
  if (traces.steps !== undefined) kept?.keep(order(), blobs, traces.steps);
  const located = new Map<Hit, Located>();
  for (const hit of hits) {
    const { id } = hit.item;
    const ref = refNames.get(id);
    const message = isMessage(hit) ? read.get(id) : undefined;
    const name = names.get(hit);
    const path = pathStaged(hit);
    if (message !== undefined) located.set(hit, locateInMessage(hit, message));
    else if (ref !== undefined) located.set(hit, { places: [placeRef(ref)] });
    else if (path !== undefined) located.set(hit, { places: [traces.names.get(nameStaged(hit) ?? '')?.find((place) => place.path === path) ?? { source: 'path', path }] });
    else if (name !== undefined) located.set(hit, only !== undefined && !traces.names.has(name.name) ? { places: [] } : locateName(hit, name, traces.names));
    else located.set(hit, { places: traces.blobs.get(id) ?? staged.get(id) ?? [{ source: 'blob', path: '', object: id }] });
  }
  const commits = new Set([...located.values()].flatMap(({ places }) => places.flatMap(({ commit }) => (commit === undefined || held.has(commit) ? [] : commit))));
  for (const [commit, list] of graph.refsHolding(commits, mostRefs + 1)) held.set(commit, list);
  return signPlaces(git, located);
}

function* filterIds(ids: Iterable<string>, only: ReadonlySet<string> | undefined): Generator<string> {
  for (const id of ids) if (only?.has(id) !== false) yield id;
}

/** The names in trees that hits stand in: a tree is held only while it is looked at, there may be thousands of a large one. */
async function nameHits(git: Git, hits: readonly Hit[]): Promise<Map<Hit, EntryName>> {
  const inTrees = new Map<string, Hit[]>();
  for (const hit of hits) if (hit.item.kind === 'tree') inTrees.set(hit.item.id, [...(inTrees.get(hit.item.id) ?? []), hit]);
  const names = new Map<Hit, EntryName>();
  await visitAll(git, [...inTrees.keys()], [], (id, bytes) => {
    for (const hit of inTrees.get(id) ?? []) {
      const name = nameAt(bytes, hit.match.start, id.length / 2);
      if (name !== undefined) names.set(hit, name);
    }
  });
  return names;
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

/** The path in an index that a hit stands in. */
function pathStaged({ item: { id } }: Hit): string | undefined {
  return id.startsWith(indexMark) ? showPath(Buffer.from(id.slice(indexMark.length), 'latin1')) : undefined;
}

/** The part of it that holds the hit, as Latin-1: a commit may have brought it already. */
function nameStaged({ item: { id }, match }: Hit): string | undefined {
  if (!id.startsWith(indexMark)) return undefined;
  const text = id.slice(indexMark.length);
  const end = text.indexOf('/', match.start);
  return text.slice(match.start === 0 ? 0 : text.lastIndexOf('/', match.start - 1) + 1, end < 0 ? text.length : end);
}

/** The name around an offset. An entry of a tree is `<mode> SP <name> NUL <id in bytes>` (git's tree-walk.c). */
function nameAt(bytes: Uint8Array, offset: number, idBytes: number): EntryName | undefined {
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

/** Adds author and date to places that name a commit. */
async function signPlaces(git: Git, located: ReadonlyMap<Hit, Located>): Promise<Map<Hit, Located>> {
  const ids = new Set([...located.values()].flatMap(({ places }) => places).flatMap(({ commit, author }) => (commit === undefined || author !== undefined ? [] : commit)));
  const signatures = new Map<string, Signature>();
  await visitAll(git, [...ids], [], (id, bytes) => signatures.set(id, readSignature(bytes)));
  const sign = (place: Place): Place => ({ ...place, ...signatures.get(place.commit ?? '') });
  return new Map([...located].map(([hit, each]) => [hit, { ...each, places: each.places.map(sign) }]));
}

type Held = ReadonlyMap<string, readonly string[]>;

function exposureOf(places: readonly Place[], graph: Graph, held: Held, indexes: Indexes, server: boolean, detail: string): Exposure {
  const refs = [...new Set([...new Set(places.flatMap((place) => refsOf(place, graph, held)))].flat())].sort();
  const dates = places.flatMap(({ date }) => date ?? []).sort(compareDates);
  const reach = server ? 'pushed' : furthest(places.map((place) => reachOfPlace(place, graph, indexes)));
  return {
    reach,
    inHead: places.some(({ inHead }) => inHead === true),
    refs: refs.slice(0, mostRefs),
    ...(refs.length > mostRefs ? { moreRefs: true } : {}),
    ...(dates[0] === undefined ? {} : { firstSeen: dates[0] }),
    ...(reach === 'pushed' ? {} : { detail }),
  };
}

/** Lists of refs; places of one commit share theirs. */
function refsOf({ commit, object }: Place, graph: Graph, held: Held): (readonly string[])[] {
  return commit === undefined ? [graph.refsNaming(object ?? '')] : [held.get(commit) ?? [], graph.refsNaming(commit)];
}

function reachOfPlace({ commit, object, source }: Place, graph: Graph, indexes: Indexes): Reach {
  const named = reachOfRefs(graph.refsNaming(commit ?? object ?? ''));
  if (commit !== undefined) return furthest([graph.reach(commit), ...(named === undefined ? [] : [named])]);
  if (named !== undefined) return named;
  const staged = source === 'path' ? object === undefined : indexes.holds(object ?? '');
  return staged ? 'staged' : 'unreachable';
}

function furthest(all: readonly Reach[]): Reach {
  return reachesByDistance.find((reach) => all.includes(reach)) ?? 'unreachable';
}
