// What each tool leaves behind, said before it is run: all tools, then each one's own.

import type { PurgeTool } from '../../model/request.js';

/** Kinds of things that a tool may not be able to rewrite. */
export type Corner = 'binary' | 'archive' | 'message' | 'tag-message' | 'person' | 'path' | 'ref' | 'note' | 'odd-tag';

const unable: Readonly<Record<PurgeTool, Readonly<Partial<Record<Corner, string>>>>> = {
  'filter-repo': {},
  'filter-branch': {
    person: 'Names and addresses of authors, committers and taggers that hold it stay.',
    note: 'Notes are rewritten, but stay filed under the old ids of their commits: git log no longer shows them.',
    'odd-tag': 'Tags of tags keep their message, and become tags of the commit; tags of files or trees stay as they are.',
  },
  bfg: {
    binary: 'Binary files, UTF-16 text and secrets of several lines are not overwritten: the file is replaced by FILE.REMOVED.git-id.',
    archive: 'Archives are not written anew: the file is replaced by FILE.REMOVED.git-id.',
    message: 'Commit messages that hold it stay.',
    'tag-message': 'Messages of annotated tags that hold it stay.',
    person: 'Names and addresses of authors, committers and taggers that hold it stay.',
    path: 'Names of files and folders that hold it stay.',
    ref: 'Names of branches and tags that hold it stay.',
    note: 'Notes are rewritten, but stay filed under the old ids of their commits: git log no longer shows them.',
    'odd-tag': 'Tags of files or trees stay as they are.',
  },
};

/** What differs from git filter-repo even where nothing is left behind. */
const manners: Readonly<Record<PurgeTool, readonly string[]>> = {
  'filter-repo': ['git fast-export, which it works on, writes the file mode 100664 of very old repositories as 100644.', 'Ids that messages mention are left as they are; work/commit-map tells the new ones.'],
  'filter-branch': [
    'It rewrites only what the audit saw: run in a mirror with more refs (those of pull requests), it leaves what only those hold. git filter-repo looks for the bytes wherever they are.',
    'Ids that messages mention are left as they are. Messages in another encoding become UTF-8.',
    'It starts several processes for every commit: ten thousand commits take an hour or so. Its own manual advises against it.',
  ],
  bfg: [
    'It puts its own words into history: ids of commits that messages mention are replaced.',
    'Its files are listed when the plan is written: in a mirror with more refs (those of pull requests) binary files that only those hold are left.',
  ],
};

const always: readonly string[] = [
  'Signatures of rewritten commits and tags are dropped: what they sign has changed. Sign releases again.',
  'Commit ids change from the first rewritten commit on.',
  'Submodules are repositories of their own: what their history holds is not looked into here. Audit and purge each.',
  'Files that Git LFS keeps are not in the history: only their pointers are. Delete an LFS object at the host, and below .git/lfs/objects.',
];

/** @param corners where the secrets of this plan stand @returns what will be left; none for git filter-repo */
export function listLeftovers(tool: PurgeTool, corners: ReadonlySet<Corner>): string[] {
  return Object.entries(unable[tool]).flatMap(([corner, text]) => (corners.has(corner as Corner) && text !== undefined ? [text] : []));
}

export function listManners(tool: PurgeTool): readonly string[] {
  return [...manners[tool], ...always];
}
