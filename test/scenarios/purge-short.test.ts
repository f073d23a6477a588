// The shorter way of a key that was never pushed: what a report and a plan advise, done literally, and then nothing is left of the key,
// in no object, no reflog and no file of git's own.

import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { makeKey } from '../keys.js';
import { makeRepository, runProcess } from '../repository.js';
import type { Repository, Variables } from '../repository.js';
import { objectsHolding, verifyPlan, writePlan } from '../tools/purge.js';

const key = (): string => makeKey('short way');

interface Way {
  readonly reach: string;
  readonly leak: (repository: Repository) => void;
  /** What somebody does where the advice names no complete command. */
  readonly byHand: (repository: Repository) => void;
}

const editor = (script: string): Variables => ({ GIT_EDITOR: 'true', GIT_SEQUENCE_EDITOR: script });

function commitSome({ commit }: Repository, ...names: readonly string[]): void {
  for (const name of names) commit({ [name]: `${name}\n` }, name);
}

const ways: readonly (readonly [string, Way])[] = [
  ['only staged', { reach: 'staged', leak: ({ stage }) => stage({ k: `${key()}\n` }), byHand: ({ stage }) => stage({ k: 'none\n' }) }],
  ['in the last commit', { reach: 'local', leak: ({ commit }) => { commit({ k: `${key()}\n` }, 'leak'); }, byHand: ({ stage, git }) => { stage({ k: 'none\n' }); git('commit', '--amend', '--quiet', '--no-edit'); } }],
  ['in the message of the last commit', { reach: 'local', leak: ({ commit }) => { commit({ k: 'k\n' }, `with ${key()}`); }, byHand: ({ git }) => { git('commit', '--amend', '--quiet', '-m', 'without'); } }],
  ['in an older commit', {
    reach: 'local',
    leak: (repository) => { commitSome(repository, 'b'); repository.commit({ k: `${key()}\n` }, 'leak'); commitSome(repository, 'c', 'd'); },
    byHand: (repository) => {
      expect(repository.tryGit(['rebase', '--quiet', '-i', 'HEAD~3'], { variables: editor("sed -i '1s/^pick/edit/'") }).code).toBe(0);
      repository.stage({ k: 'none\n' });
      repository.git('commit', '--amend', '--quiet', '--no-edit');
      expect(repository.tryGit(['rebase', '--continue'], { variables: editor('true') }).code).toBe(0);
    },
  }],
  ['in a commit that is taken back', { reach: 'local', leak: ({ commit }) => { commit({ k: `${key()}\n` }, 'leak'); }, byHand: ({ git }) => { git('reset', '--quiet', '--hard', 'HEAD~1'); } }],
  ['on a branch of its own', {
    reach: 'local',
    leak: ({ git, commit }) => { git('checkout', '--quiet', '-b', 'topic'); commit({ k: `${key()}\n` }, 'leak'); },
    byHand: ({ git, stage }) => { stage({ k: 'none\n' }); git('commit', '--amend', '--quiet', '--no-edit'); },
  }],
  ['in a stash', { reach: 'stash', leak: ({ write, git }) => { write({ a: `${key()}\n` }); git('stash', 'push', '--quiet'); }, byHand: ({ git }) => { git('stash', 'list'); git('stash', 'drop', '--quiet'); } }],
  ['in the older of two stashes', {
    reach: 'stash',
    leak: ({ write, git }) => { for (const text of [key(), 'clean']) { write({ a: `${text}\n` }); git('stash', 'push', '--quiet', '--include-untracked'); } },
    byHand: ({ git }) => { git('stash', 'drop', '--quiet', 'stash@{1}'); },
  }],
  ['in the reflog', { reach: 'reflog', leak: ({ git, commit }) => { commit({ k: `${key()}\n` }, 'leak'); git('reset', '--quiet', '--hard', 'HEAD~1'); }, byHand: () => undefined }],
  ['in a message of the reflog', { reach: 'reflog', leak: ({ git, commit }) => { commit({ k: 'k\n' }, `with ${key()}`); git('reset', '--quiet', '--hard', 'HEAD~1'); }, byHand: () => undefined }],
  ['unreachable', { reach: 'unreachable', leak: ({ blob }) => { blob(`${key()}\n`); }, byHand: () => undefined }],
];

/** Whole commands of git in an advice, in order. */
function commandsIn(advice: string): string[] {
  return [...advice.matchAll(/(?:git(?: -c [\w.=]+)* (?:reflog expire|gc)(?: --[\w=-]+)*|rm -f "\$\(git rev-parse --git-dir\)\/COMMIT_EDITMSG")/g)].map(([command]) => command);
}

function filesHolding(folder: string, text: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(folder, name)).isFile() && readFileSync(join(folder, name)).includes(text));
}

function prove(repository: Repository): void {
  expect(objectsHolding(repository.path, [key()])).toEqual([]);
  expect(repository.look(['audit'])).toMatchObject({ code: 0, report: { findings: [], problems: [] } });
}

function prepare({ leak, reach }: Way): Repository {
  const repository = makeRepository();
  commitSome(repository, 'a');
  leak(repository);
  expect(repository.look(['audit']).report.findings.map(({ exposure }) => exposure.reach)).toEqual([reach]);
  return repository;
}

function run(repository: Repository, commands: readonly string[]): void {
  expect(commands).not.toEqual([]);
  for (const command of commands) expect(runProcess('sh', ['-c', command], repository.path)).toMatchObject({ code: 0 });
}

describe.each(ways)('a key %s', (_, way) => {
  test('the steps of the report', () => {
    const repository = prepare(way);
    const [finding] = repository.look(['audit']).report.findings;
    way.byHand(repository);
    run(repository, commandsIn(finding?.remediation.purge.steps.join('\n') ?? ''));
    prove(repository);
  });

  test('the short way of the plan', () => {
    const repository = prepare(way);
    const { folder } = writePlan(repository);
    const [, advice = ''] = /## The short way\n([^]*?)\n## /.exec(readFileSync(join(folder, 'PURGE.md'), 'utf8')) ?? [];
    way.byHand(repository);
    run(repository, commandsIn(advice));
    expect(verifyPlan(folder, repository.path)).toMatchObject({ code: 0, stderr: '' });
    expect(filesHolding(join(repository.path, '.git'), key())).toEqual([]);
    prove(repository);
  });
});

test('stashes that have nothing to do with it stay', () => {
  const repository = makeRepository();
  commitSome(repository, 'a');
  for (const text of ['one', 'two']) {
    repository.write({ a: `${text}\n` });
    repository.git('stash', 'push', '--quiet', '-m', text);
  }
  const stashes = repository.git('stash', 'list');
  repository.commit({ k: `${key()}\n` }, 'leak');
  const [finding] = repository.look(['audit']).report.findings;
  repository.stage({ k: 'none\n' });
  repository.git('commit', '--amend', '--quiet', '--no-edit');
  run(repository, commandsIn(finding?.remediation.purge.steps.join('\n') ?? ''));
  prove(repository);
  expect(repository.git('stash', 'list')).toBe(stashes);
});
