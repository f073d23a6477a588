// Parses what `--raw -z --no-abbrev` prints: `:<mode> <mode> <id> <id> <status>NUL<path>NUL[<path>NUL]`, from diff-index,
// diff-tree, and diff-tree --stdin with its line for each commit; also `-c --combined-all-paths`, which prints a mode,
// an id and a path for every parent. (git help diff-format, "Raw output format" and "diff format for merges".)

/** What makes git print that form, whatever the repository's settings say. */
export const rawOptions: readonly string[] = ['--raw', '-z', '--no-abbrev', '--ignore-submodules=none', '--no-relative'];

/** The same for `diff-tree` and commits on standard input, merges against all their parents. */
export const commitOptions: readonly string[] = ['--stdin', '-r', '--root', '-c', '--combined-all-paths', ...rawOptions];

/** One changed path. */
export interface Change {
  /** Modes and ids of what was there before: one, or one a parent for a merge. Zero ids: nothing. */
  readonly before: readonly string[];
  readonly beforeModes: readonly string[];
  readonly id: string;
  readonly mode: string;
  /** A, C, D, M, R, T, U; for merges one letter a parent. */
  readonly status: string;
  readonly path: Uint8Array;
  /** Where a renamed file was. */
  readonly from?: Uint8Array;
}

/** Changes under the commit they belong to; one group with an empty commit where the output names none. */
export interface Group {
  readonly commit: string;
  readonly changes: Change[];
}

const colon = 58;

/** @throws Error on output that is not of this form */
export function parseRaw(output: Buffer): Group[] {
  const groups: Group[] = [];
  visitRaw(output, (commit, read) => {
    const last = groups.at(-1);
    const group = last !== undefined && last.commit === commit ? last : { commit, changes: [] };
    if (group !== last) groups.push(group);
    if (read !== undefined) group.changes.push(read());
  });
  return groups;
}

/** Gets the commit, a reader of the change, and the ids and modes as they stand in the record. */
export type VisitRaw = (commit: string, read?: () => Change, head?: string) => void;

/**
 * Calls `visit` for every change, and once with no change for every commit that is named. A change is parsed only when
 * it is read, because most are looked at for their ids alone.
 */
export function visitRaw(output: Buffer, visit: VisitRaw): void {
  const reader = readRaw(visit);
  reader.push(output);
  if (!reader.done()) throw new Error('git printed a record that is cut short');
}

/** The same for output that comes in pieces. */
export function readRaw(visit: VisitRaw): { push(chunk: Buffer): void; done(): boolean } {
  let commit = '';
  let rest: Buffer = Buffer.alloc(0);

  /** @returns where the record behind the one at `at` starts; undefined: it is not all there yet */
  const readRecord = (output: Buffer, at: number): number | undefined => {
    const end = output.indexOf(0, at);
    if (end < 0) return undefined;
    const head = output.toString('latin1', at, end);
    if (output[at] !== colon) {
      commit = head.trim();
      visit(commit);
      return end + 1;
    }
    const parents = countParents(head);
    const fields = [end + 1];
    const count = parents > 1 ? parents + 1 : /[RC]\d*$/.test(head) ? 2 : 1;
    for (let field = 0; field < count; field += 1) {
      const next = output.indexOf(0, fields[field] ?? at);
      if (next < 0) return undefined;
      fields.push(next + 1);
    }
    visit(commit, () => parseChange(head, parents, fields.slice(0, -1).map((start, index) => output.subarray(start, (fields[index + 1] ?? start) - 1))), head);
    return fields.at(-1);
  };

  return {
    push(chunk) {
      const output = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      let at = 0;
      for (let next = readRecord(output, at); next !== undefined && at < output.length; next = at < output.length ? readRecord(output, at) : undefined) at = next;
      rest = output.subarray(at);
    },
    done: () => rest.length === 0,
  };
}

function countParents(head: string): number {
  let parents = 0;
  while (head.charCodeAt(parents) === colon) parents += 1;
  return parents;
}

/** @param paths one for each parent of a merge, or where it was for a rename; last, where it is */
function parseChange(head: string, parents: number, paths: readonly Uint8Array[]): Change {
  const words = head.slice(parents).split(' ');
  const path = paths.at(-1) ?? new Uint8Array(0);
  const [from] = paths;
  return {
    beforeModes: words.slice(0, parents),
    mode: words[parents] ?? '',
    before: words.slice(parents + 1, 2 * parents + 1),
    id: words[2 * parents + 1] ?? '',
    status: (words.at(-1) ?? '').replace(/\d+$/, ''),
    path,
    ...(parents === 1 && from !== undefined && from !== path ? { from } : {}),
  };
}

/** The id that a change leads to, out of the record's first field. */
export function idOfHead(head: string): string {
  const end = head.lastIndexOf(' ');
  return head.slice(head.lastIndexOf(' ', end - 1) + 1, end);
}

/** Records that end in NUL. */
export function splitNul(bytes: Buffer): Buffer[] {
  const records: Buffer[] = [];
  for (let at = 0, end = bytes.indexOf(0); end >= 0; at = end + 1, end = bytes.indexOf(0, at)) records.push(bytes.subarray(at, end));
  return records;
}

export function isZero(id: string): boolean {
  return /^0+$/.test(id);
}

/** Ids of the texts that stood there before, one a parent; a submodule's commit is no text. */
export function heldBefore({ before, beforeModes }: Change): (string | undefined)[] {
  return before.map((id, parent) => (isZero(id) || kindOfMode(beforeModes[parent] ?? '') === 'submodule' ? undefined : id));
}

/** What a mode says the entry is. (git help fast-import, "M", lists the modes.) */
export function kindOfMode(mode: string): 'file' | 'symlink' | 'submodule' | 'none' {
  if (mode === '120000') return 'symlink';
  if (mode === '160000') return 'submodule';
  return mode.startsWith('100') ? 'file' : 'none';
}
