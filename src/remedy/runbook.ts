// Provider facts and a finding's reach -> what to do, in order: revoke, rotate, look for misuse, purge, tell. It only says;
// it does nothing.

import type { Exposure, Remediation } from '../model/report.js';
import type { Guide, Manual, Revocation } from '../model/rule.js';
import { factsOf } from './facts.js';

/** @param manual facts of the rule and its provider; a user's own rule has none */
export function writeRunbook(manual: Manual, rule: string, exposure: Exposure): Remediation {
  const facts = factsOf(manual, rule);
  return {
    revoke: facts?.revoke === undefined ? unknownRevoke : sayShown(facts.revoke),
    rotate: facts?.rotate ?? unknownRotate,
    ...(facts?.misuse === undefined ? {} : { misuse: facts.misuse }),
    purge: adviseOnPurge(exposure),
    ...(facts?.contact === undefined ? {} : { contact: facts.contact }),
    ...(facts?.checked === undefined ? {} : { checked: facts.checked }),
  };
}

/** Whoever stands before a list of keys must find the right one, also where nobody has confirmed what the list shows. */
function sayShown(revoke: Revocation): Revocation {
  return revoke.shown === undefined && revoke.url !== undefined ? { ...revoke, shown: unknownShown } : revoke;
}

const unknownShown = 'not confirmed for this kind; go by the end of the key where a list shows one, else by its name and the days on which it was made and last used';

const unknownRevoke: Guide = {
  url: 'https://howtorotate.com/docs/introduction/getting-started/',
  steps: ['Find out who issued it and revoke it there.', 'If nobody can tell, treat it as live.'],
};

const unknownRotate: Guide = {
  steps: ['Create a new value where it is issued.', 'Put it into the environment or a secret manager, never into the repository.', 'Restart what reads it.'],
};

/** Empties all reflogs but the one that stashes live in: with --expire=now for all, every stash would be lost. */
export const forgetting = 'git -c gc.reflogExpire=now -c gc.reflogExpireUnreachable=now reflog expire --all';

/** Is purging worth it? Only revoking helps where others may have read it already. */
function adviseOnPurge({ reach, detail, incoming }: Exposure): Guide {
  if (incoming === true) return { steps: ['The push cannot pass while one of its commits holds it: git commit --amend for the last one, git rebase -i for older ones; for many, skan purge <fingerprint> --write DIR. Then push again.', 'A server throws away what it refused, but it has had it: revoke first all the same.'] };
  switch (reach) {
    case 'staged':
      return { steps: ['Take it out before you commit, and stage the file again (git add) where it is one: no commit holds it yet.', 'What was staged before lies in the repository until git gc --prune=now.'] };
    case 'worktree':
      return { steps: ['Take it out of the file.', 'If a commit may hold it, run: skan audit'] };
    case 'stash':
      return { steps: ['Drop the stash: git stash list, then git stash drop the one that holds it.', 'Throw away what it was: git gc --prune=now', sayWhere(detail)] };
    case 'local':
      return { steps: ['Rewrite the commits before they are pushed: git commit --amend for the last one, git rebase -i for older ones; for many, skan purge <fingerprint> --write DIR.', `Throw away what they were, in every branch's reflog (stashes stay): ${forgetting}, then git gc --prune=now`, sayWhere(detail)] };
    case 'reflog':
      return { steps: [`Only reflogs still reach it: throw it away (stashes stay): ${forgetting}, then git gc --prune=now`, sayWhere(detail)] };
    case 'unreachable':
      return { steps: ['No ref and no reflog reaches it: throw it away: git gc --prune=now', sayWhere(detail)] };
    default:
      return {
        url: 'https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/removing-sensitive-data-from-a-repository',
        steps: ['Revoke first: whoever fetched it has it, and a rewritten history does not take it back.', 'Once it is revoked, purging is often not worth its cost: every clone and every open branch must be rebuilt.', 'Where it is: skan purge <fingerprint> --write DIR writes a plan that runs, and skan purge --verify proves it.'],
      };
  }
}

function sayWhere(detail: string | undefined): string {
  return detail === undefined ? 'If it was pushed or shared in any other way, revoke it first.' : `As far as this clone knows, ${detail}; if it was shared in any other way, revoke it first.`;
}
