// Parses what `--raw -z --no-abbrev` prints: `:<mode> <mode> <id> <id> <status>NUL<path>NUL[<path>NUL]`, from diff-index,
// diff-tree, and diff-tree --stdin with its line for each commit; also `-c --combined-all-paths`, which prints a mode,
// an id and a path for every parent. (git help diff-format, "Raw output format" and "diff format for merges".)

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
export function parseRaw(output: Uint8Array): Group[] {
  const groups: Group[] = [];
  let at = 0;
  const field = (): Uint8Array => {
    const end = output.indexOf(0, at);
    if (end < 0) throw new Error('git printed a record that is cut short');
    const bytes = output.subarray(at, end);
    at = end + 1;
    return bytes;
  };
  while (at < output.length) {
    if (output[at] !== colon) {
      groups.push({ commit: Buffer.from(field()).toString('latin1').trim(), changes: [] });
      continue;
    }
    if (groups.length === 0) groups.push({ commit: '', changes: [] });
    groups.at(-1)?.changes.push(parseChange(Buffer.from(field()).toString('latin1'), field));
  }
  return groups;
}

function parseChange(head: string, field: () => Uint8Array): Change {
  const parents = /^:+/.exec(head)?.[0].length ?? 1;
  const words = head.slice(parents).split(' ');
  const status = words.at(-1) ?? '';
  const first = field();
  for (let parent = 1; parent < parents; parent += 1) field();
  const moved = parents > 1 || /^[RC]/.test(status);
  return {
    beforeModes: words.slice(0, parents),
    mode: words[parents] ?? '',
    before: words.slice(parents + 1, 2 * parents + 1),
    id: words[2 * parents + 1] ?? '',
    status: status.replace(/\d+$/, ''),
    path: moved ? field() : first,
    ...(moved && parents === 1 ? { from: first } : {}),
  };
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
