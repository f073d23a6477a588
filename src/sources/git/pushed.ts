// What others already have, as far as this clone knows: the objects that remote-tracking refs reach, their tips before their history,
// within bounds that a hook can wait for. Asked only once something was found that is said not to be out.

import type { Pushed } from '../../model/source.js';
import { readObjects } from './objects.js';
import { askGit, askGitBeside } from './runner.js';
import type { Git } from './runner.js';

/** A hook waits for about a second. */
const mostObjects = 40_000;
const mostBytes = 96 * 1024 * 1024;
const mostCommits = 10_000;
const objectsAtOnce = 500;

export function openPushed(git: Git): Pushed {
  let whole = true;
  return {
    async *objects() {
      if (askGit(git, 'for-each-ref', ['--count=1', '--format=%(refname)', 'refs/remotes/']).stdout.length === 0) return;
      const listed = await listObjects(git);
      const ids = listed.ids.slice(0, mostObjects);
      whole = listed.whole && ids.length === listed.ids.length;
      let left = mostBytes;
      for (let from = 0; from < ids.length; from += objectsAtOnce) {
        if (left <= 0) {
          whole = false;
          return;
        }
        for await (const batch of readObjects(git, ids.slice(from, from + objectsAtOnce), () => (whole = false))) {
          for (const { bytes, last, offset } of batch) {
            left -= bytes.length;
            if (offset > 0 || !last) whole = false; // What stands across two pieces is not seen.
            yield bytes;
          }
        }
      }
    },
    whole: () => whole,
  };
}

/** Of the tips first, then of all commits behind them. */
async function listObjects(git: Git): Promise<{ readonly ids: readonly string[]; readonly whole: boolean }> {
  const tips = await askGitBeside(git, 'rev-list', ['--objects', '--no-object-names', '--no-walk=unsorted', '--remotes'], '');
  const held = idsIn(tips.stdout);
  if (tips.status !== 0) return { ids: held, whole: false };
  if (held.length > mostObjects) return { ids: held, whole: false };
  const history = await askGitBeside(git, 'rev-list', ['--objects', '--no-object-names', `--max-count=${mostCommits}`, '--remotes'], '');
  const count = Number(askGit(git, 'rev-list', ['--count', `--max-count=${mostCommits}`, '--remotes']).stdout.toString());
  return { ids: [...new Set([...held, ...idsIn(history.stdout)])], whole: history.status === 0 && count < mostCommits };
}

function idsIn(stdout: Buffer): string[] {
  return stdout.toString('latin1').split('\n').filter((line) => line !== '');
}
