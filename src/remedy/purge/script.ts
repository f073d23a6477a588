// `purge.sh`: POSIX sh that checks where it runs, takes a backup, lets one tool rewrite the history, and throws away what still
// holds the old one. It asks nothing, touches no remote, and no secret is in it or on a command line.

import type { PurgeTool } from '../../model/request.js';
import { rewriterName } from './rewriter.js';

/** @param witnesses ids of objects that hold a secret: at least one tells that this is the repository of the plan */
export function writeScript(tool: PurgeTool, witnesses: readonly string[]): string {
  return [head, listWitnesses(witnesses), placeChecks, stateChecks, toolCheck[tool], backup, before, rewriteWith[tool], after(tool), end].join('\n');
}

const head = `#!/bin/sh
# Written by skan purge. Run it in the root of the repository to rewrite: sh DIR/purge.sh
# What it does, and what is left to do by hand, is in PURGE.md beside it. Read that first: revoke, then purge.
set -eu
LC_ALL=C
export LC_ALL
say() { printf 'skan purge: %s\\n' "$*"; }
stop() { printf 'skan purge: %s\\n' "$*" >&2; exit 1; }
plan=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
work=$plan/work
export SKAN_PLAN="$plan"
command -v git >/dev/null 2>&1 || stop 'git was not found on the PATH'
unset $(git rev-parse --local-env-vars)
# No hook, no helper of the repository runs, and no remote is reached.
GIT_CONFIG_COUNT=7
GIT_CONFIG_KEY_0=core.hooksPath GIT_CONFIG_VALUE_0=/dev/null
GIT_CONFIG_KEY_1=core.fsmonitor GIT_CONFIG_VALUE_1=false
GIT_CONFIG_KEY_2=gc.auto GIT_CONFIG_VALUE_2=0
GIT_CONFIG_KEY_3=maintenance.auto GIT_CONFIG_VALUE_3=false
GIT_CONFIG_KEY_4=submodule.recurse GIT_CONFIG_VALUE_4=false
GIT_CONFIG_KEY_5=protocol.allow GIT_CONFIG_VALUE_5=never
GIT_CONFIG_KEY_6=core.logAllRefUpdates GIT_CONFIG_VALUE_6=false
export GIT_CONFIG_COUNT GIT_CONFIG_KEY_0 GIT_CONFIG_VALUE_0 GIT_CONFIG_KEY_1 GIT_CONFIG_VALUE_1 GIT_CONFIG_KEY_2 GIT_CONFIG_VALUE_2
export GIT_CONFIG_KEY_3 GIT_CONFIG_VALUE_3 GIT_CONFIG_KEY_4 GIT_CONFIG_VALUE_4 GIT_CONFIG_KEY_5 GIT_CONFIG_VALUE_5 GIT_CONFIG_KEY_6 GIT_CONFIG_VALUE_6
export GIT_TERMINAL_PROMPT=0 GIT_NO_LAZY_FETCH=1 GIT_LFS_SKIP_SMUDGE=1 GIT_PAGER=cat GIT_EDITOR=:
`;

/** Ids that are looked for: enough to know the repository again, also in a mirror that lacks what only a clone has. */
const mostWitnesses = 200;

function listWitnesses(witnesses: readonly string[]): string {
  return `witnesses='${witnesses.slice(0, mostWitnesses).join(' ')}'\n`;
}

const placeChecks = `git rev-parse --git-dir >/dev/null 2>&1 || stop 'this is no git repository: go to the root of the one to rewrite'
bare=$(git rev-parse --is-bare-repository)
here=$(pwd -P)
gitdir=$(CDPATH='' cd -- "$(git rev-parse --git-dir)" && pwd -P)
common=$(CDPATH='' cd -- "$(git rev-parse --git-common-dir)" && pwd -P)
[ "$gitdir" = "$common" ] || stop "this is a linked work tree: go to the main one, which $common belongs to"
if [ "$bare" = true ]; then
  [ "$gitdir" = "$here" ] || stop "go to the root of the repository: $gitdir"
else
  [ "$(git rev-parse --is-inside-git-dir)" = false ] || stop 'go to the root of the work tree, out of .git'
  root=$(CDPATH='' cd -- "$(git rev-parse --show-toplevel)" && pwd -P)
  [ "$root" = "$here" ] || stop "go to the root of the work tree: $root"
fi
case $plan/ in "$here"/*|"$gitdir"/*) stop 'the plan lies inside the repository: move its folder outside' ;; esac
`;

const stateChecks = `[ "$(git rev-parse --is-shallow-repository)" = false ] || stop 'the clone is shallow: older commits are not here. Fetch them (git fetch --unshallow), then audit and plan again'
if git config --get-regexp '^(extensions\\.partialclone|remote\\..*\\.promisor)$' >/dev/null; then stop 'the clone is partial: objects are not here. Use a full clone, then audit and plan again'; fi
[ ! -s "$common/objects/info/alternates" ] || stop "the repository borrows objects from $(head -n 1 "$common/objects/info/alternates"): make it whole first (git repack -a -d, then remove objects/info/alternates)"
[ ! -s "$common/info/grafts" ] || stop 'the repository has grafts: make them real first (git replace --convert-graft-file), then see about replace refs'
[ -z "$(git for-each-ref refs/replace/)" ] || stop 'the repository has replace refs, which hide what is rewritten: remove them first (git replace -l, git replace -d)'
for each in "$common"/worktrees/*; do
  [ -e "$each/gitdir" ] || continue
  stop "there are linked work trees, such as $(head -n 1 "$each/gitdir"): remove them first (git worktree remove, git worktree prune)"
done
for each in MERGE_HEAD CHERRY_PICK_HEAD REVERT_HEAD BISECT_LOG rebase-merge rebase-apply sequencer; do
  [ ! -e "$gitdir/$each" ] || stop "something is in progress ($each): finish or abort it first"
done
if [ "$bare" = false ]; then
  [ -z "$(git status --porcelain --untracked-files=no --ignore-submodules=all)" ] || stop 'the work tree has uncommitted changes, which would be lost: commit or stash them first (git stash is rewritten too)'
  git ls-files -v | grep -q '^[a-z]' && stop 'some files are assume-unchanged, so changes in them cannot be seen: git update-index --no-assume-unchanged first'
  [ "$(git config --bool core.sparseCheckout || echo false)" = true ] || ! git ls-files -t | grep -q '^S' || stop 'some files are skip-worktree, so changes in them cannot be seen: git update-index --no-skip-worktree first'
fi
# cat-file answers for all ids at once; one that is here is enough.
[ -z "$witnesses" ] || printf '%s\\n' $witnesses | git cat-file --batch-check='%(objecttype)' | grep -qv ' missing$' ||
  stop 'nothing of what this plan removes is here: it belongs to another repository, or has been run'
# Not umask: what git writes into the repository keeps the modes that it always has.
chmod 700 "$plan"
[ ! -e "$work" ] || rm -rf "$work"
mkdir -m 700 "$work"
`;

const toolCheck: Readonly<Record<PurgeTool, string>> = {
  'filter-repo': `python=
for each in python3 python; do
  if command -v "$each" >/dev/null 2>&1 && "$each" -c 'import sys; sys.exit(sys.version_info < (3, 6))' 2>/dev/null; then python=$each; break; fi
done
[ -n "$python" ] || stop 'Python 3.6 or newer was not found on the PATH; git filter-repo needs it'
git filter-repo --version >/dev/null 2>&1 || stop 'git filter-repo was not found: pip install git-filter-repo (2.47.0 was tested), or see https://github.com/newren/git-filter-repo/blob/main/INSTALL.md'
`,
  'filter-branch': `git filter-branch --help >/dev/null 2>&1 || [ -e "$(git --exec-path)/git-filter-branch" ] || stop 'this git has no filter-branch'
command -v awk >/dev/null 2>&1 || stop 'awk was not found on the PATH'
`,
  bfg: `command -v java >/dev/null 2>&1 || stop 'java was not found on the PATH'
[ -n "\${BFG_JAR:-}" ] && [ -f "$BFG_JAR" ] || stop 'set BFG_JAR to the path of the BFG, for example bfg-1.14.0.jar: https://rtyley.github.io/bfg-repo-cleaner/'
`,
};

const backup = `backup=$plan/backup-$(date -u +%Y%m%dT%H%M%SZ)-$$.git
say "backup: $backup"
mkdir -m 700 "$backup"
cp -Rp -- "$common/." "$backup"
chmod 700 "$backup"
rm -f "$backup/index"
git --git-dir="$backup" config core.bare true
git --git-dir="$backup" config --unset-all core.worktree || :
git for-each-ref >"$work/refs.before"
git --git-dir="$backup" for-each-ref >"$work/refs.backup"
cmp -s "$work/refs.before" "$work/refs.backup" || stop 'the backup is not what the repository is; did something write to it? Nothing was changed'
`;

// A stash lives in the reflog of refs/stash, which no tool rewrites: each becomes a ref of its own for the time being.
const before = `stashes=0
if git rev-parse -q --verify refs/stash >/dev/null; then
  git rev-list -g refs/stash -- >"$work/stashes" 2>/dev/null || :
  [ -s "$work/stashes" ] || git rev-parse refs/stash >"$work/stashes"
  while read -r id; do
    stashes=$((stashes + 1))
    git update-ref "refs/skan-purge/stash/$stashes" "$id"
  done <"$work/stashes"
  git update-ref -d refs/stash
  rm -f "$common/logs/refs/stash"
fi
`;

const rewriteWith: Readonly<Record<PurgeTool, string>> = {
  'filter-repo': `say 'rewriting with git filter-repo'
PYTHONPATH=$plan
PYTHONDONTWRITEBYTECODE=1
export PYTHONPATH PYTHONDONTWRITEBYTECODE
rm -rf "$common/filter-repo"
"$python" "$plan/${rewriterName}" prepare
sensitive=
if git filter-repo -h 2>/dev/null | grep -q -e --sensitive-data-removal; then sensitive='--sensitive-data-removal --no-fetch'; fi
# --partial: remotes and their refs, settings and reflogs are not touched by it; what must go is thrown away below.
rewrite() {
  git filter-repo --force --partial "$@" --prune-empty never --prune-degenerate never --preserve-commit-hashes --preserve-commit-encoding \\
    --blob-callback 'import skan_rewrite; skan_rewrite.blob(blob)' \\
    --commit-callback 'import skan_rewrite; skan_rewrite.commit(commit)' \\
    --tag-callback 'import skan_rewrite; skan_rewrite.tag(tag)' \\
    --filename-callback 'import skan_rewrite; return skan_rewrite.name(filename)' \\
    --refname-callback 'import skan_rewrite; return skan_rewrite.name(refname)' >"$work/filter-repo.log" 2>&1
}
git for-each-ref >"$work/refs.ready"
# Looking for orphaned LFS objects, 2.47.0 ends at once where a history also has submodules: then again, without that.
# shellcheck disable=SC2086
rewrite $sensitive || { [ -n "$sensitive" ] && git for-each-ref | cmp -s - "$work/refs.ready" && rm -rf "$common/filter-repo" && say 'again, without looking for orphaned LFS objects' && rewrite; } ||
  stop "git filter-repo failed: see $work/filter-repo.log. The repository as it was: $backup"
"$python" "$plan/${rewriterName}" finish "$gitdir" "$common/filter-repo/commit-map"
cp "$common/filter-repo/commit-map" "$work/commit-map"
[ ! -f "$common/filter-repo/first-changed-commits" ] || cp "$common/filter-repo/first-changed-commits" "$work/first-changed-commits"
[ ! -f "$common/filter-repo/orphaned_lfs_objects" ] || cp "$common/filter-repo/orphaned_lfs_objects" "$work/orphaned-lfs-objects"
rm -rf "$common/filter-repo"
`,
  'filter-branch': `say 'rewriting with git filter-branch'
git for-each-ref --format='%(objectname) %(refname)' refs/tags >"$work/tags.before"
: >"$work/blobs"
for each in "$plan"/blobs/*; do
  [ -f "$each" ] || continue
  printf '%s %s\\n' "\${each##*/}" "$(git hash-object -w --no-filters "$each")" >>"$work/blobs"
done
FILTER_BRANCH_SQUELCH_WARNING=1
export FILTER_BRANCH_SQUELCH_WARNING
git filter-branch -f -d "$work/rewrite" \\
  --index-filter 'git ls-files -s | awk -f "$SKAN_PLAN/index.awk" | git update-index --index-info' \\
  --msg-filter 'if [ -f "$SKAN_PLAN/messages/$GIT_COMMIT" ]; then cat >/dev/null; cat "$SKAN_PLAN/messages/$GIT_COMMIT"; else cat; fi' \\
  --tag-name-filter cat -- --all >"$work/filter-branch.log" 2>&1 ||
  stop "git filter-branch failed: see $work/filter-branch.log. The repository as it was: $backup"
git for-each-ref --format='delete %(refname)' refs/original | git update-ref --stdin
git for-each-ref --format='%(objectname) %(refname)' refs/tags >"$work/tags.after"
# Messages of annotated tags: filter-branch has moved the tags, their text is put in here.
awk 'NR == FNR { now[substr($0, index($0, " ") + 1)] = $1; next } { ref = substr($0, index($0, " ") + 1); if (ref in now) print $1, now[ref], ref }' "$work/tags.after" "$work/tags.before" >"$work/tags"
while read -r old new ref; do
  [ -f "$plan/tags/$old" ] || continue
  written=$({ git cat-file tag "$new" | sed 1q; sed 1d "$plan/tags/$old"; } | git hash-object -t tag -w --stdin)
  printf 'update %s %s\\n' "$ref" "$written"
done <"$work/tags" >"$work/tags.orders"
git update-ref --stdin <"$work/tags.orders"
if [ -s "$plan/refs.txt" ]; then
  current=$(git symbolic-ref -q HEAD || :)
  git for-each-ref --format='%(objectname) %(refname)' >"$work/refs.now"
  awk -F '\\t' 'NR == FNR { new[$1] = $2; next } { at = index($0, " "); ref = substr($0, at + 1); if (ref in new) { print "delete " ref > deletes; print "create " new[ref] " " substr($0, 1, at - 1) > creates } }' \\
    deletes="$work/deletes" creates="$work/creates" "$plan/refs.txt" "$work/refs.now"
  awk -F '\\t' 'NR == FNR { new[$1] = $2; next } ($0 in new) { print new[$0] }' "$plan/refs.txt" - >"$work/head" <<END
$current
END
  [ ! -s "$work/head" ] || git symbolic-ref HEAD "$(cat "$work/head")"
  [ ! -s "$work/deletes" ] || git update-ref --stdin <"$work/deletes"
  [ ! -s "$work/creates" ] || git update-ref --stdin <"$work/creates"
fi
`,
  bfg: `say 'rewriting with the BFG'
strip=
[ ! -s "$plan/ids.txt" ] || strip='--strip-blobs-with-ids'
java -jar "$BFG_JAR" --no-blob-protection --private -fs 1G --replace-text "$plan/expressions.txt" $strip \${strip:+"$plan/ids.txt"} "$gitdir" >"$work/bfg.log" 2>&1 ||
  stop "the BFG failed: see $work/bfg.log. The repository as it was: $backup"
for each in "$gitdir"/../*.bfg-report "$gitdir"/*.bfg-report "$gitdir.bfg-report" "$here/..bfg-report" "$here.bfg-report"; do
  [ ! -d "$each" ] || mv "$each" "$work/bfg-report"
done
`,
};

function after(tool: PurgeTool): string {
  const message = tool === 'bfg' ? `'a stash'` : `"$(git log -1 --format=%s "$id")"`;
  return `say 'throwing away what still holds the old history'
[ "$bare" = true ] || ! git rev-parse -q --verify HEAD >/dev/null || git reset -q --hard
if [ -n "$(git ls-files --resolve-undo 2>/dev/null || :)" ]; then git update-index --clear-resolve-undo; fi
git reflog expire --expire=now --expire-unreachable=now --all
while [ "$stashes" -gt 0 ]; do
  id=$(git rev-parse "refs/skan-purge/stash/$stashes")
  git update-ref --create-reflog -m ${message} refs/stash "$id"
  git update-ref -d "refs/skan-purge/stash/$stashes"
  stashes=$((stashes - 1))
done
for each in ORIG_HEAD FETCH_HEAD COMMIT_EDITMSG MERGE_MSG SQUASH_MSG TAG_EDITMSG NOTES_EDITMSG AUTO_MERGE MERGE_RR; do rm -f "$gitdir/$each"; done
rm -rf "$common/rr-cache"
# A pack that is to be kept would keep the key; a commit-graph speaks of commits that are gone.
rm -f "$common"/objects/pack/*.keep "$common"/objects/pack/tmp_* "$common/objects/info/commit-graph"
rm -rf "$common/objects/info/commit-graphs"
git pack-refs --all
git -c gc.cruftPacks=false -c gc.pruneExpire=now gc --quiet --prune=now
git prune --expire=now
`;
}

const end = `git for-each-ref >"$work/refs.after"
git fsck --connectivity-only --no-dangling >"$work/fsck.log" 2>&1 || stop "git fsck complains: see $work/fsck.log. The repository as it was: $backup"
say 'done; nothing was pushed. Now prove it, then go on with PURGE.md:'
quoted=$plan
case $plan in *[!A-Za-z0-9_./@%+=,-]*) quoted="'$(printf '%s' "$plan" | sed "s/'/'\\\\\\\\''/g")'" ;; esac
say "  skan purge --verify --plan $quoted"
`;
