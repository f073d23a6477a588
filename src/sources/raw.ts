// A repository as bare bytes, for what must be sure: every object whole, the names of refs, the texts of reflogs. It neither
// decodes nor judges; a purge is planned and proven on it.

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Problem } from '../model/report.js';
import { withoutIndex } from './git/beside.js';
import { findMarks, listRefs, loadGraph } from './git/graph.js';
import type { Graph } from './git/graph.js';
import { explainTrace, traceHistory } from './git/history.js';
import type { Traces } from './git/history.js';
import { findBarePacks, takeInventory } from './git/inventory.js';
import type { Environment } from './git/isolation.js';
import { readObjects } from './git/objects.js';
import type { ObjectType } from './git/objects.js';
import { openRepository } from './git/open.js';
import { explainLost, readAll } from './git/read.js';
import { readSmallFile } from './git/repository.js';
import type { Layout } from './git/repository.js';
import { askGit } from './git/runner.js';
import { findGaps } from './git/whole.js';
import { readCommits } from './packs/commit-table.js';
import { makeLinks } from './packs/links.js';

/** An object, or a window of one that is too large to be held: windows overlap. */
export interface RawObject {
  readonly id: string;
  readonly type: ObjectType;
  readonly bytes: Uint8Array;
  readonly whole: boolean;
}

export interface Raw {
  readonly layout: Layout;
  /** 32: the ids are of SHA-256. */
  readonly idBytes: 20 | 32;
  /** Every object. @param overlap bytes that neighbouring windows share */
  objects(overlap: number): AsyncGenerator<RawObject>;
  /** Which of these objects are there. */
  holding(ids: readonly string[]): string[];
  /** Names of refs, and what HEAD names. */
  refs(): string[];
  /** Texts of reflogs, by the file that holds them. */
  reflogs(): Map<string, Uint8Array>;
  /** Where blobs and names stand, and which refs hold what; asked once everything was read. */
  whereabouts(blobs: ReadonlySet<string>, names: ReadonlySet<string>): Promise<{ readonly traces: Traces; readonly graph: Graph }>;
  read(ids: readonly string[]): Promise<Map<string, Uint8Array>>;
  /** Filled while objects are read. */
  readonly problems: readonly Problem[];
}

const mostWhole = 512 * 1024 * 1024;
const windowBytes = 64 * 1024 * 1024;

/** @throws UsageError when there is no repository */
export function openRaw(directory: string, environment: Environment): Raw {
  const { git, layout, idBytes } = openRepository(directory, environment);
  const problems: Problem[] = [];
  const walking = findGaps(git, layout.commonDirectory);
  walking.catch(() => undefined); // Whoever asks gets it.
  const links = makeLinks(idBytes, () => true);

  async function* objects(overlap: number): AsyncGenerator<RawObject> {
    const { ids, problems: found } = takeInventory(git);
    problems.push(...found, ...findBarePacks(layout.objects));
    let parts: Uint8Array[] = [];
    let held = 0;
    let windowed = false;
    for await (const batch of readObjects(git, ids, (loss) => problems.push(explainLost(loss)))) {
      for (const { id, type, size, offset, bytes, last } of batch) {
        if (offset === 0) [parts, held, windowed] = [[], 0, size > mostWhole];
        if (offset === 0 && last) {
          if (type === 'commit') links.read({ id }, type, bytes);
          yield { id, type, bytes, whole: true };
          continue;
        }
        parts.push(Buffer.from(bytes));
        held += bytes.length;
        if (!last && (!windowed || held < windowBytes)) continue;
        const joined = Buffer.concat(parts);
        yield { id, type, bytes: joined, whole: !windowed };
        parts = [joined.subarray(Math.max(0, joined.length - overlap))];
        held = 0;
      }
    }
    problems.push(...(await walking).problems);
  }

  return {
    layout,
    idBytes,
    objects,
    holding: (ids) => (ids.length === 0 ? [] : askGit(git, 'cat-file', ['--batch-check=%(objectname)'], `${ids.join('\n')}\n`).stdout.toString('latin1').split('\n').filter((line) => /^[0-9a-f]+$/.test(line))),
    refs: () => [...askGit(git, 'for-each-ref', ['--format=%(refname)']).stdout.toString().split('\n').filter((name) => name !== ''), ...symbolicHead(layout)],
    reflogs: () => readReflogs(layout.commonDirectory),
    async whereabouts(blobs, names) {
      const graph = await loadGraph(git, listRefs(git), findMarks(git), readCommits([links.commits.take()], idBytes), problems);
      return { graph, traces: await traceHistory(withoutIndex(git, layout), () => graph.order(), { blobs, names }, { isNote: () => false, failed: (commit, why) => problems.push(explainTrace(commit, why)), stop: undefined }) };
    },
    read: (ids) => readAll(git, ids, problems),
    problems,
  };
}

/** HEAD may name a branch that is not there yet. */
function symbolicHead({ gitDirectory }: Layout): string[] {
  const text = readSmallFile(join(gitDirectory, 'HEAD'));
  return text?.startsWith('ref: ') === true ? [text.slice(5).trim()] : [];
}

function readReflogs(commonDirectory: string): Map<string, Uint8Array> {
  const worktrees = join(commonDirectory, 'worktrees');
  const folders = ['logs', ...(existsSync(worktrees) ? readdirSync(worktrees).sort().map((name) => `worktrees/${name}/logs`) : [])];
  const texts = new Map<string, Uint8Array>();
  for (const folder of folders) {
    const root = join(commonDirectory, folder);
    const files = existsSync(root) ? readdirSync(root, { recursive: true, encoding: 'utf8' }).sort() : [];
    for (const file of files) {
      const text = readSmallFile(join(root, file));
      if (text !== undefined && text !== '') texts.set(`${folder}/${file}`, Buffer.from(text));
    }
  }
  return texts;
}
