// How git is called so that nothing a repository carries runs, opens a socket, or changes an answer: the options, and
// the environment. Each was tried against a repository with about sixty hostile settings planted; `git help config`
// and `git help git` describe them. Only commands that read objects, refs and the index are run (see `runner.ts`);
// those that compare with the work tree would run filters whose names cannot be overridden.

/** Variables by which git tells a hook which repository, index and objects it works on. */
const located = [
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_COMMON_DIR',
  'GIT_QUARANTINE_PATH',
  'GIT_CEILING_DIRECTORIES',
] as const;

const settings = [
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'core.attributesFile=/dev/null',
  'core.excludesFile=/dev/null',
  'core.untrackedCache=false',
  'core.alternateRefsCommand=true',
  'core.useReplaceRefs=false',
  'core.commitGraph=false',
  'core.multiPackIndex=false',
  'core.bigFileThreshold=16m',
  'core.packedGitWindowSize=16m',
  'core.packedGitLimit=64m',
  'core.quotePath=false',
  'diff.ignoreSubmodules=all',
  'diff.orderFile=/dev/null',
  'diff.renameLimit=0',
  'log.showSignature=false',
  'gpg.program=false',
  'mailmap.file=/dev/null',
  'credential.helper=',
  'protocol.allow=never',
  'gc.auto=0',
  'maintenance.auto=false',
  'submodule.recurse=false',
  'hook.post-index-change.enabled=false',
  'hook.reference-transaction.enabled=false',
  'advice.graftFileDeprecated=false',
] as const;

/** Options that stand before every git command. */
export const isolatingOptions: readonly string[] = ['--no-pager', ...settings.flatMap((setting) => ['-c', setting])];

const fixed = {
  LC_ALL: 'C',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_ATTR_NOSYSTEM: '1',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_NO_LAZY_FETCH: '1',
  GIT_ALLOW_PROTOCOL: 'none',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_GRAFT_FILE: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
  GIT_ASKPASS: 'true',
  SSH_ASKPASS: 'true',
  GIT_SSH_COMMAND: 'false',
  GIT_PROXY_COMMAND: 'false',
  GIT_PAGER: 'cat',
  GIT_EDITOR: ':',
  GIT_LITERAL_PATHSPECS: '1',
  GIT_TRACE2: '0',
  GIT_TRACE2_EVENT: '0',
  GIT_TRACE2_PERF: '0',
} as const;

/** Outside git's own variables, what a program needs to run at all. `SystemRoot` and the rest are for Windows. */
const ambient = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TMP', 'LANG', 'SystemRoot', 'USERPROFILE', 'PATHEXT', 'ComSpec'] as const;

export type Environment = Readonly<Record<string, string | undefined>>;

/** For a repository that the user names: the one that git started a hook in is another. */
export function forgetRepository(environment: Environment): Environment {
  const names: readonly string[] = located;
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !names.includes(name)));
}

/**
 * The environment of every git process. Values that locate the repository are kept as they are: git resolves relative
 * ones against its working directory, so git is started where the caller was.
 */
export function isolateEnvironment(environment: Environment): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of [...ambient, ...located]) {
    const value = environment[name];
    if (value !== undefined) kept[name] = value;
  }
  return { ...kept, ...fixed };
}
