// Nothing that a repository, its attributes or its configuration carries runs, and nothing of it changes the answer. Every
// known way is planted with a program that leaves a mark; the answer is compared with that of the same repository without.

import { spawnSync } from 'node:child_process';
import { appendFileSync, chmodSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeKey } from '../keys.js';
import { bundle, makeFolder, makeRepository, openRepository, tell } from '../repository.js';
import type { Circumstances, Repository } from '../repository.js';
import { testWhere } from '../tools/need.js';

const old = makeKey('old');
const fresh = makeKey('new');
const staged = makeKey('staged');
const text = Array.from({ length: 20 }, (_, line) => `line ${line}\n`).join('');

/** A program that leaves a mark, in a folder of its own. */
function makeTrap(): { readonly program: string; readonly marks: () => string } {
  const folder = makeFolder();
  const program = join(folder, 'trap');
  writeFileSync(program, `#!/bin/sh\necho "$0 $*" >> ${folder}/marks\nexit 0\n`);
  chmodSync(program, 0o755);
  return { program, marks: () => (existsSync(join(folder, 'marks')) ? readFileSync(join(folder, 'marks'), 'utf8') : '') };
}

/** Keys old, new and staged, a rename, a merge, a stash, a submodule: something for every command to look at. */
function makeScene(): Repository {
  scene ??= buildScene();
  const copy = join(makeFolder(), 'copy');
  cpSync(scene.path, copy, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
  return openRepository(copy);
}

let scene: Repository | undefined;

function buildScene(): Repository {
  const inner = makeRepository();
  inner.commit({ x: 'x\n' });
  const repository = makeRepository();
  repository.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.path, 'module');
  repository.commit({ 'a.txt': `${text}${old}\n`, 'b.bin': Buffer.from(`\0${old}\0`) });
  repository.git('checkout', '--quiet', '-b', 'side');
  repository.commit({ side: 'side\n' });
  repository.git('checkout', '--quiet', 'main');
  repository.commit({ 'c.ts': `const k = "${fresh}";\n` });
  repository.git('merge', '--quiet', '--no-edit', 'side');
  repository.stage({ 'c.ts': 'stashed\n' });
  repository.git('stash', '--quiet');
  repository.stage({ 'a.txt': undefined, 'moved.txt': `${text}${old}\nend\n`, 'd.txt': `${staged}\n` });
  return repository;
}

const commands = [['staged'], ['range', `${'0'.repeat(40)}..HEAD`], ['audit']] as const;

function answers(repository: Repository, circumstances: Circumstances = {}): unknown {
  return commands.map((command) => {
    const { code, report } = repository.look(command, circumstances);
    return { command, code, findings: tell(report), problems: report.problems, skipped: report.skipped };
  });
}

const expected = [
  { command: ['staged'], code: 1, findings: ['staged blob d.txt:1'] },
  { command: commands[1], code: 1, findings: ['new blob c.ts:1', 'old blob a.txt:21', 'old blob b.bin:1'] },
  { command: ['audit'], code: 1, findings: ['new blob c.ts:1', 'old blob a.txt:21', 'old blob b.bin:1', 'old blob moved.txt:21', 'staged blob d.txt:1'] },
];

/** The index looks out of date, so that git would compare with the work tree, and thereby filter, where it may. */
function makeStale({ path }: Repository): void {
  for (const name of ['c.ts', 'd.txt', 'moved.txt']) utimesSync(join(path, name), 1, 1);
}

function configure({ path }: Repository, lines: string): void {
  appendFileSync(join(path, '.git/config'), `\n${lines}\n`);
}

const programs: Readonly<Record<string, (trap: string) => string>> = {
  fsmonitor: (trap) => `[core]\nfsmonitor = ${trap}`,
  'an untracked cache with fsmonitor version 1': (trap) => `[core]\nfsmonitor = ${trap}\nfsmonitorHookVersion = 1\nuntrackedCache = true`,
  'hooks in the configuration': (trap) => `[hook "x"]\ncommand = ${trap}\nevent = post-index-change\nevent = reference-transaction\nevent = pre-commit`,
  'an external diff': (trap) => `[diff]\nexternal = ${trap}`,
  'a diff driver': (trap) => `[diff "drv"]\ncommand = ${trap}\ntextconv = ${trap}\nbinary = true\ncachetextconv = true`,
  'a filter': (trap) => `[filter "drv"]\nclean = ${trap}\nsmudge = ${trap}\nrequired = true`,
  'a filter process': (trap) => `[filter "drv"]\nprocess = ${trap}\nrequired = true`,
  'a merge driver': (trap) => `[merge "drv"]\ndriver = ${trap}`,
  pagers: (trap) => `[core]\npager = ${trap}\n[pager]\n${['cat-file', 'rev-list', 'diff-index', 'diff-tree', 'for-each-ref', 'ls-files', 'ls-tree', 'rev-parse'].map((name) => `${name} = ${trap}`).join('\n')}`,
  signatures: (trap) => `[gpg]\nprogram = ${trap}\n[gpg "ssh"]\nprogram = ${trap}\n[log]\nshowSignature = true\n[commit]\ngpgSign = true`,
  'aliases of commands': (trap) => `[alias]\n${['cat-file', 'rev-list', 'diff-index', 'diff-tree', 'for-each-ref', 'ls-files'].map((name) => `${name} = !${trap}`).join('\n')}`,
  editors: (trap) => `[core]\neditor = ${trap}\n[sequence]\neditor = ${trap}\n[interactive]\ndiffFilter = ${trap}\n[difftool "x"]\ncmd = ${trap}\n[diff]\ntool = x`,
  'a remote by ssh': (trap) => `[core]\nsshCommand = ${trap}\ngitProxy = ${trap}\n[remote "origin"]\nurl = ssh://host/x\npromisor = true\n[extensions]\npartialClone = origin`,
  'a remote that is a command': (trap) => `[protocol]\nallow = always\n[protocol "ext"]\nallow = always\n[remote "origin"]\nurl = ext::${trap}\npromisor = true\nuploadpack = ${trap}\nvcs = ext`,
  'a url that is rewritten': (trap) => `[protocol]\nallow = always\n[url "ext::${trap} "]\ninsteadOf = https://\n[remote "origin"]\nurl = https://host/x\npromisor = true`,
  credentials: (trap) => `[credential]\nhelper = !${trap}\n[core]\naskPass = ${trap}`,
  'a packer of uploads': (trap) => `[uploadpack]\npackObjectsHook = ${trap}`,
  'commands for alternate refs': (trap) => `[core]\nalternateRefsCommand = ${trap}`,
  'settings of submodules': (trap) => `[submodule]\nrecurse = true\n[submodule "module"]\nupdate = !${trap}\nignore = none\n[diff]\nsubmodule = diff\n[status]\nsubmoduleSummary = true`,
};

describe('no program runs', () => {
  test.each(Object.entries(programs))('%s', (_, lines) => {
    const repository = makeScene();
    const trap = makeTrap();
    configure(repository, lines(trap.program));
    writeFileSync(join(repository.path, '.git/info/attributes'), '* diff=drv filter=drv merge=drv\n');
    makeStale(repository);
    expect(answers(repository)).toMatchObject(expected);
    expect(trap.marks()).toBe('');
  });

  test('hooks of every name, in .git/hooks and at hooksPath', () => {
    const repository = makeScene();
    const trap = makeTrap();
    const folder = makeFolder();
    for (const name of ['post-index-change', 'reference-transaction', 'pre-commit', 'fsmonitor-watchman', 'post-checkout', 'pre-auto-gc']) {
      repository.hook(name, trap.program);
      writeFileSync(join(folder, name), `#!/bin/sh\n${trap.program}\n`, { mode: 0o755 });
    }
    makeStale(repository);
    expect(answers(repository)).toMatchObject(expected);
    configure(repository, `[core]\nhooksPath = ${folder}`);
    expect(answers(repository)).toMatchObject(expected);
    expect(trap.marks()).toBe('');
  });

  test('through an included file, and the configuration of a work tree', () => {
    const repository = makeScene();
    const trap = makeTrap();
    const file = join(makeFolder(), 'included');
    writeFileSync(file, `[core]\nfsmonitor = ${trap.program}\n[diff]\nexternal = ${trap.program}\n`);
    configure(repository, `[include]\npath = ${file}\n[includeIf "gitdir:/"]\npath = ${file}\n[extensions]\nworktreeConfig = true`);
    writeFileSync(join(repository.path, '.git/config.worktree'), `[core]\nfsmonitor = ${trap.program}\n`);
    expect(answers(repository)).toMatchObject(expected);
    expect(trap.marks()).toBe('');
  });

  test('in the configuration of a submodule', () => {
    const repository = makeScene();
    const trap = makeTrap();
    const module = openRepository(join(repository.path, 'module'));
    const config = join(repository.path, '.git/modules/module/config');
    module.write({ x: 'changed\n' });
    appendFileSync(config, `\n[core]\nfsmonitor = ${trap.program}\n[filter "drv"]\nclean = ${trap.program}\n`);
    writeFileSync(join(repository.path, '.git/modules/module/info/attributes'), '* filter=drv\n');
    configure(repository, '[diff]\nignoreSubmodules = none\n[submodule "module"]\nignore = none');
    expect(answers(repository)).toMatchObject(expected);
    expect(trap.marks()).toBe('');
  });

  test('where a promised object would have to be fetched', () => {
    const repository = makeScene();
    const trap = makeTrap();
    configure(repository, `${programs['a remote that is a command']?.(trap.program) ?? ''}\n[extensions]\npartialClone = origin\n[core]\nsshCommand = ${trap.program}`);
    const id = repository.git('rev-parse', ':d.txt');
    rmSync(join(repository.path, '.git/objects', id.slice(0, 2), id.slice(2)));
    const look = repository.look(['staged']);
    expect(look.code).toBe(2);
    expect(look.report.problems).toContainEqual(expect.objectContaining({ what: expect.stringContaining('d.txt'), why: expect.stringMatching(/missing|promis|not/) }));
    expect(repository.look(['audit']).code).toBe(2);
    expect(trap.marks()).toBe('');
  });

  test('by variables of the environment', () => {
    const repository = makeScene();
    const { program, marks } = makeTrap();
    const names = ['GIT_EXTERNAL_DIFF', 'GIT_PAGER', 'PAGER', 'GIT_EDITOR', 'EDITOR', 'GIT_SEQUENCE_EDITOR', 'GIT_SSH', 'GIT_SSH_COMMAND', 'GIT_ASKPASS', 'SSH_ASKPASS', 'GIT_PROXY_COMMAND'];
    const variables = {
      ...Object.fromEntries(names.map((name) => [name, program])),
      GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'core.fsmonitor', GIT_CONFIG_VALUE_0: program,
      GIT_CONFIG_PARAMETERS: `'core.fsmonitor=${program}'`,
    };
    expect(answers(repository, { variables })).toMatchObject(expected);
    expect(marks()).toBe('');
  });

  const terminal = testWhere('script', spawnSync('script', ['--version']).status === 0);
  terminal('on a terminal', () => {
    const repository = makeScene();
    const trap = makeTrap();
    configure(repository, programs['pagers']?.(trap.program) ?? '');
    for (const command of ['staged', 'audit']) {
      const done = spawnSync('script', ['-qec', `${process.execPath} ${bundle} ${command}`, '/dev/null'], { cwd: repository.path, timeout: 60_000, encoding: 'utf8' });
      expect(done.status).toBe(1);
    }
    expect(trap.marks()).toBe('');
  });
});

const attributes = [
  '* -diff', '* binary', '* text eol=crlf ident', '* working-tree-encoding=UTF-16', '* filter=lfs diff=lfs merge=lfs -text', '[attr]all -diff binary\n* all -delta whitespace=fix export-ignore',
] as const;

describe('no attribute changes the answer', () => {
  test.each(attributes)('%s', (line) => {
    const repository = makeScene();
    writeFileSync(join(repository.path, '.git/info/attributes'), `${line}\n`);
    repository.write({ '.gitattributes': `${line}\n` });
    repository.entry('.gitattributes', `${line}\n`);
    makeStale(repository);
    expect(answers(repository)).toMatchObject(expected);
  });
});

const settings = [
  '[color]\nui = always\n[diff]\nnoprefix = true\nrelative = true\nrenames = false\nrenameLimit = 1\n[core]\nquotePath = true\nabbrev = 4',
  '[diff]\nrenames = copies\nmnemonicPrefix = true\nalgorithm = patience\nindentHeuristic = false\ncontext = 0\norderFile = /nowhere\nwsErrorHighlight = all\nsuppressBlankEmpty = true',
  '[core]\nautocrlf = true\neol = crlf\nsafecrlf = true\nbigFileThreshold = 1\n[diff]\nignoreSubmodules = all\nsubmodule = log',
  '[core]\nsymlinks = false\nfileMode = false\nignoreCase = true\nuseReplaceRefs = true\nattributesFile = /nowhere\nexcludesFile = /nowhere\nbare = false\ncommitGraph = true\nmultiPackIndex = true',
  '[i18n]\nlogOutputEncoding = UTF-16\ncommitEncoding = UTF-16\n[log]\ndate = relative\nfollow = true\nmailmap = true\n[mailmap]\nfile = /nowhere\n[transfer]\nhideRefs = refs/heads\n[trace2]\neventTarget = /nowhere',
  '[feature]\nmanyFiles = true\nexperimental = true\n[index]\nversion = 4\nskipHash = true\nsparse = true',
  '[core]\nworktree = /etc',
] as const;

describe('no setting changes the answer', () => {
  test.each(settings)('of the repository: %j', (lines) => {
    const repository = makeScene();
    configure(repository, lines);
    expect(answers(repository)).toMatchObject(expected);
  });

  test('of the user: all of these at once', () => {
    const repository = makeScene();
    const file = join(makeFolder(), 'gitconfig');
    writeFileSync(file, settings.filter((each) => !each.includes('worktree')).join('\n'));
    expect(answers(repository, { variables: { GIT_CONFIG_GLOBAL: file } })).toMatchObject(expected);
    mkdirSync(join(file, '..', 'home'));
    writeFileSync(join(file, '..', 'home/.gitconfig'), settings.join('\n'));
    expect(answers(repository, { variables: { GIT_CONFIG_GLOBAL: undefined, HOME: join(file, '..', 'home') } })).toMatchObject(expected);
  });

  test('of the environment', () => {
    const repository = makeScene();
    const log = join(makeFolder(), 'trace');
    const variables = {
      GIT_DIFF_OPTS: '-u0', GIT_LITERAL_PATHSPECS: '0', GIT_ICASE_PATHSPECS: '1', GIT_GLOB_PATHSPECS: '1', GIT_NAMESPACE: 'x', GIT_REPLACE_REF_BASE: 'refs/heads/', GIT_TRACE: log, GIT_TRACE2: log,
      GIT_TRACE2_EVENT: log, GIT_TRACE_SETUP: log, GIT_REDIRECT_STDERR: log, GIT_DEFAULT_HASH: 'sha256', GIT_ATTR_SOURCE: 'HEAD', GIT_SHALLOW_FILE: '/dev/zero', GIT_ADVICE: '0', LANG: 'de_DE.UTF-8', LC_ALL: 'tr_TR.UTF-8', GIT_MERGE_VERBOSITY: '5',
    };
    expect(answers(repository, { variables })).toMatchObject(expected);
    expect(existsSync(log)).toBe(false);
  });

  test('a blob that is replaced, a commit that is grafted away', () => {
    const repository = makeScene();
    const clean = repository.blob('clean\n');
    repository.git('replace', repository.git('rev-parse', 'HEAD:c.ts'), clean);
    repository.git('replace', repository.git('rev-parse', ':d.txt'), clean);
    repository.git('replace', repository.git('rev-parse', 'HEAD^{commit}'), repository.git('rev-parse', 'HEAD~2'));
    mkdirSync(join(repository.path, '.git/info'), { recursive: true });
    writeFileSync(join(repository.path, '.git/info/grafts'), `${repository.git('rev-parse', 'HEAD')}\n`);
    expect(answers(repository)).toMatchObject(expected);
  });

  test('a commit-graph and a multi-pack-index are not trusted', () => {
    const repository = makeScene();
    repository.git('repack', '-adq');
    repository.git('commit-graph', 'write', '--reachable');
    repository.git('multi-pack-index', 'write');
    const graph = join(repository.path, '.git/objects/info/commit-graph');
    chmodSync(graph, 0o644);
    writeFileSync(graph, readFileSync(graph).fill(0, 200, 400));
    writeFileSync(join(repository.path, '.git/objects/pack/multi-pack-index'), 'nonsense');
    expect(answers(repository)).toMatchObject(expected);
  });
});

describe('a pipe in place of a file of git does not hang it for ever', () => {
  test('MERGE_HEAD, shallow, FETCH_HEAD', () => {
    const repository = makeScene();
    for (const name of ['MERGE_HEAD', 'FETCH_HEAD']) {
      rmSync(join(repository.path, '.git', name), { force: true });
      spawnSync('mkfifo', [join(repository.path, '.git', name)]);
    }
    expect(answers(repository)).toMatchObject(expected);
  });
});

test('it leaves no file behind but what an audit remembers, and changes none', () => {
  const repository = makeScene();
  const list = (): string[] => readdirSync(repository.path, { recursive: true, encoding: 'utf8' }).filter((name) => !/\/skan(?:\/(?:audit|report|trail))?$/.test(name)).sort();
  const index = readFileSync(join(repository.path, '.git/index'));
  const before = list();
  makeStale(repository);
  answers(repository);
  expect(list()).toEqual(before);
  expect(readFileSync(join(repository.path, '.git/index')).equals(index)).toBe(true);
});
