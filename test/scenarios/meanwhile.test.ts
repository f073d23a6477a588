// A repository that changes while it is read: what only moves (git gc, git repack) loses nothing, what goes away is told where a
// ref reaches it. And a git that dies or hangs: the rest is scanned, and what was not is told.
//
// The moment is met exactly: a module that Node loads before skan lets the event happen at a certain call, in a thread or not.

import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeKey } from '../keys.js';
import { makeFolder, makeRepository, tell } from '../repository.js';
import type { Look, Repository, Variables } from '../repository.js';

const all = ['first blob one.env:1', 'fourth blob four.env:1', 'second blob two.env:1', 'third blob three.env:1'];

/** Two packs and loose objects; a key in each, and one in a message. */
function make(): Repository {
  const repository = makeRepository();
  const filler = Array.from({ length: 40 }, (_, at) => `some text in line ${at}\n`).join('');
  repository.commit({ 'one.env': `${makeKey('first')}\n${filler}` });
  repository.commit({ 'one.env': `${makeKey('first')}\n${filler}more\n` });
  repository.git('repack', '-q', '-d');
  repository.commit({ 'two.env': `${makeKey('second')}\n${filler}` });
  repository.git('repack', '-q', '-d');
  repository.commit({ 'three.env': `${makeKey('third')}\n${filler}` });
  repository.commit({ 'four.env': `${makeKey('fourth')}\n` });
  return repository;
}

/** Calls of Node's by the moment in an audit at which the event happens, before the call or after it. */
const moments: Readonly<Record<string, string>> = {
  'while its packs are listed': `after(fs, 'readdirSync', ([path]) => /objects.pack$/.test(path));`,
  'once its loose objects are listed': `after(fs, 'readdirSync', ([path]) => /objects.[0-9a-f]{2}$/.test(path));`,
  'before an index is read': `before(fs, 'openSync', ([path]) => /\\.idx$/.test(path));`,
  'before a pack is planned': `before(fs, 'openSync', ([path]) => main && /\\.pack$/.test(path));`,
  'before a thread opens a pack': `before(fs, 'openSync', ([path]) => !main && /\\.pack$/.test(path));`,
  'once a thread has opened a pack': `after(fs, 'openSync', ([path]) => !main && /\\.pack$/.test(path));`,
  'before the one that planned opens a pack to help': `before(fs, 'openSync', ([path]) => main && /\\.pack$/.test(path) && isAgain(path));`,
  'once the one that planned has opened a pack to help': `after(fs, 'openSync', ([path]) => main && /\\.pack$/.test(path) && isAgain(path));`,
  'before git reads what is loose': `before(processes, 'spawn', ([, args]) => args.includes('cat-file'));`,
  'before refs are listed': `before(processes, 'spawn', ([, args]) => args.includes('for-each-ref'));`,
  'before history is traced': `before(processes, 'spawn', ([, args]) => args.includes('diff-tree'));`,
};

/**
 * Was it asked of this path before? A thread opens a pack only once it was, so that it does not take all portions before the one that planned comes
 * to help.
 */
const again = (moment: string, folder: string): string => (moment.includes('isAgain') ? `
  const helped = ${JSON.stringify(join(folder, 'helped'))};
  const asked = new Set();
  const isAgain = (path) => {
    if (asked.has(path)) fs.mkdirSync(helped, { recursive: true });
    return asked.has(path) || !asked.add(path);
  };
  const openAtOnce = fs.openSync;
  const hold = () => { for (let time = 0; time < 2000 && !fs.existsSync(helped); time += 1) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5); };
  if (!main) fs.openSync = (...args) => { if (/\\.pack$/.test(args[0])) hold(); return openAtOnce(...args); };
` : '');

/** The one that plans is faster than a thread where there is little to do. */
const optionsAt = (moment: string): readonly string[] => (moment.includes('!main') ? ['--jobs', '1'] : ['--jobs', '2']);

/** What Node loads before skan, as variables of the environment. @returns and a file that is there once the event has happened */
function meet(moment: string, event: readonly string[], repository: Repository): { readonly variables: Variables; readonly mark: string } {
  const folder = makeFolder();
  const mark = join(folder, 'happened');
  writeFileSync(join(folder, 'hook.cjs'), `
    const fs = require('node:fs');
    const processes = require('node:child_process');
    const main = require('node:worker_threads').isMainThread;
    ${again(moment, folder)}
    const [spawnSync, open] = [processes.spawnSync, fs.openSync];
    const happen = () => {
      try { fs.closeSync(open(${JSON.stringify(mark)}, 'wx')); } catch { return wait(); }
      const done = spawnSync('sh', ['-c', ${JSON.stringify(event.join(' && '))}], { cwd: ${JSON.stringify(repository.path)}, encoding: 'utf8', env: { PATH: process.env.PATH, HOME: '/' } });
      if (done.status !== 0) fs.writeFileSync(${JSON.stringify(mark)}, done.stderr);
      fs.writeFileSync(${JSON.stringify(`${mark}.over`)}, '');
    };
    // Another thread goes on once it has happened.
    const wait = () => { while (!fs.existsSync(${JSON.stringify(`${mark}.over`)})) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5); };
    const wrap = (module, name, make) => { module[name] = make(module[name]); };
    const before = (module, name, when) => wrap(module, name, (call) => (...args) => { if (when(args)) happen(); return call(...args); });
    const after = (module, name, when) => wrap(module, name, (call) => (...args) => { const result = call(...args); if (when(args)) happen(); return result; });
    ${moment}
  `);
  return { variables: { NODE_OPTIONS: `--require ${join(folder, 'hook.cjs')}` }, mark };
}

function audit(repository: Repository, moment: string, event: readonly string[]): Look {
  const { variables, mark } = meet(moment, event, repository);
  const look = repository.look(['audit', '--no-cache', ...optionsAt(moment)], { variables });
  expect(readFileSync(mark, 'utf8')).toBe('');
  return look;
}

describe.each<readonly [string, readonly string[]]>([
  ['git repack -ad', ['git repack -adq']],
  ['git gc', ['git gc -q --prune=now']],
  ['packs unpacked again', ['mkdir away', 'mv .git/objects/pack/* away', 'for pack in away/*.pack; do git unpack-objects -q < $pack; done', 'rm -rf away']],
])('%s loses nothing', (_, event) => {
  test.each(Object.entries(moments))('%s', (_moment, code) => {
    const repository = make();
    const before = repository.look(['audit', '--no-cache']);
    expect(tell(before.report)).toEqual(all);
    const { code: exit, report, stderr } = audit(repository, code, event);
    expect([exit, report.problems, stderr]).toEqual([1, [], '']);
    expect(report).toEqual(before.report);
  });
});

describe('what goes away', () => {
  const remove = ['rm -f .git/objects/pack/*'];

  test.each([moments['before a pack is planned'], moments['before a thread opens a pack']])('and is reached is told, and the rest is found (%s)', (moment = '') => {
    const repository = make();
    const { code, report } = audit(repository, moment, remove);
    expect(code).toBe(2);
    expect(tell(report)).toEqual(['fourth blob four.env:1', 'third blob three.env:1']);
    const packed = ['one.env', 'two.env'].map((path) => repository.git('ls-files', '-s', path).split(' ')[1]);
    expect(report.problems.flatMap(({ what, why }) => (why === 'the object is missing' ? what : []))).toEqual(expect.arrayContaining(packed));
  });

  test('and which nothing reaches is no loss', () => {
    const repository = make();
    const packed = repository.blob(`${makeKey('lost')}\n`);
    const before = tell(repository.look(['audit', '--no-cache']).report);
    expect(before).toEqual([...all, 'lost blob'].sort());
    const { code, report } = audit(repository, moments['before git reads what is loose'] ?? '', [`rm -f .git/objects/${packed.slice(0, 2)}/${packed.slice(2)}`]);
    expect([code, tell(report), report.problems]).toEqual([1, all, []]);
  });

  test('a commit that comes in meanwhile is no loss', () => {
    const repository = make();
    const event = ['git -c user.name=a -c user.email=a@example.org commit -q --allow-empty -m later', 'git repack -adq'];
    const { code, report } = audit(repository, moments['before an index is read'] ?? '', event);
    expect([code, tell(report), report.problems]).toEqual([1, all, []]);
  });
});

describe('a git that does not work', () => {
  /** A git that stands on the PATH before the real one: `script` runs for the calls of a command, and may run the real one as `real "$@"`. */
  const replace = (command: string, script: string): Variables => {
    const folder = makeFolder();
    const file = join(folder, 'git');
    const path = process.env['PATH'] ?? '';
    writeFileSync(file, `#!/bin/sh
real() { PATH='${path}' exec git "$@"; }
once() { mkdir '${folder}/once' 2>/dev/null; }
case " $* " in
*' ${command} '*) ${script} ;;
esac
real "$@"
`);
    chmodSync(file, 0o755);
    // A silence of two minutes, told in less than a second.
    writeFileSync(join(folder, 'hasten.cjs'), `const wait = setTimeout; globalThis.setTimeout = (call, time, ...rest) => wait(call, time === 120000 ? 700 : time, ...rest);`);
    return { PATH: `${folder}:${path}`, NODE_OPTIONS: `--require ${join(folder, 'hasten.cjs')}` };
  };
  const look = (command: string, script: string, repository = make()): Look => repository.look(['audit', '--no-cache'], { variables: replace(command, script) });
  const reading = 'cat-file --batch --buffer';
  const cut = (bytes: number): string => `PATH='${process.env['PATH'] ?? ''}' git "$@" | head -c ${bytes}`;

  test.each([
    ['ended by the system before it said anything', 'once && kill -9 $$'],
    ['cut off in a name', `once && { ${cut(20)}; exit 0; }`],
    ['cut off in an object', `once && { ${cut(150)}; kill -9 $$; }`],
    ['cut off in a later object', `once && { ${cut(700)}; exit 128; }`],
    ['silent for ever', 'once && exec sleep 60'],
    ['silent after an object', `once && { ${cut(700)}; exec sleep 60; }`],
  ])('a cat-file that was %s is started again, and nothing is lost', (_, script) => {
    const whole = make().look(['audit', '--no-cache']);
    const { code, report } = look(reading, script);
    expect([code, tell(report), report.problems, report.scan.counts]).toEqual([1, all, [], whole.report.scan.counts]);
  });

  test('a cat-file that ends in the middle of a large object goes on there', () => {
    const repository = makeRepository();
    repository.commit({ large: `${'words of no meaning\n'.repeat(600_000)}${makeKey('at its end')}\n` });
    repository.commit({ small: `${makeKey('first')}\n` });
    const whole = repository.look(['audit', '--no-cache']);
    const { code, report } = repository.look(['audit', '--no-cache'], { variables: replace(reading, `once && { ${cut(9_000_000)}; exit 1; }`) });
    expect([code, report]).toEqual([1, whole.report]);
  });

  test.each([
    ['dies', 'kill -9 $$', /^git cat-file ended early \(SIGKILL\)$/],
    ['says why it ends', 'echo "fatal: out of memory" >&2; exit 128', /^out of memory$/],
    ['is silent', 'exec sleep 60', /^git cat-file said nothing for 120 s$/],
    ['ends as if all were well', 'exit 0', /^git cat-file ended early$/],
  ])('a cat-file that always %s is given up, and what packs hold is found', (_, script, why) => {
    const repository = make();
    for (let time = 0; time < 6; time += 1) repository.commit({ more: `${time}\n` });
    const { code, report } = look(reading, script, repository);
    expect(code).toBe(2);
    expect(report.findings.map(({ redacted }) => redacted)).toHaveLength(2);
    expect(report.problems).toContainEqual({ what: expect.stringMatching(/^[0-9a-f]{40} and \d+ more objects$/), why: expect.stringMatching(why), hint: expect.any(String) });
  });

  test('a diff-tree that was ended once is started again', () => {
    expect([1, 900].map((bytes) => look('diff-tree', `once && { ${cut(bytes)}; kill -9 $$; }`)).map(({ code, report }) => [code, tell(report)])).toEqual([[1, all], [1, all]]);
  });

  test.each(['exit 128', 'kill -9 $$', 'exec sleep 60'])('a diff-tree that never works (%s): what was found is told, and that its places are not known', (script) => {
    const { code, report } = look('diff-tree', script);
    expect([code, report.findings.length]).toEqual([2, 4]);
    expect(report.problems).toContainEqual({ what: expect.stringMatching(/^commit [0-9a-f]{40}$/), why: expect.stringContaining('where what it brought stands was not worked out'), hint: expect.any(String) });
  });

  test.each(['for-each-ref', 'ls-files', 'rev-list', 'ls-tree'])('a %s that dies: what was found is told, and the exit code says that it is not all', (command) => {
    const { code, report } = look(command, 'exit 128');
    expect([code, report.findings.length]).toEqual([2, 4]);
  });
});

describe('Ctrl-C', () => {
  const interrupt = (moment: string, repository: Repository, more: readonly string[] = [], variables: Variables = {}): Look => {
    const folder = makeFolder();
    const signal = moment.replace(/^(before|after)\(/, '$1Call(');
    writeFileSync(join(folder, 'hook.cjs'), `
      const fs = require('node:fs');
      const processes = require('node:child_process');
      const main = require('node:worker_threads').isMainThread;
      ${again(moment, folder)}
      let sent = false;
      const send = () => { if (!sent) process.kill(process.pid, 'SIGINT'); sent = true; };
      const beforeCall = (module, name, when) => { const call = module[name]; module[name] = (...args) => { if (when(args)) send(); return call(...args); }; };
      const afterCall = (module, name, when) => { const call = module[name]; module[name] = (...args) => { const result = call(...args); if (when(args)) send(); return result; }; };
      ${signal}
    `);
    return repository.look(['audit', ...optionsAt(moment), ...more], { variables: { ...variables, NODE_OPTIONS: `--require ${join(folder, 'hook.cjs')}` } });
  };

  test.each(Object.entries(moments))('%s: what was found is told, that it is not all, and the next audit is right', (_, moment) => {
    const repository = make();
    const whole = repository.look(['audit', '--no-cache']);
    const variables = { HOME: makeFolder(), XDG_CACHE_HOME: undefined };
    const { code, report, stderr } = interrupt(moment, repository, [], variables);
    expect([code, report.scan.complete, stderr]).toEqual([2, false, '']);
    expect(report.problems).toEqual([{ what: 'audit', why: expect.stringMatching(/^it was interrupted(?: before anything was scanned| after \d+ of \d+ objects, and where the findings stand was not worked out|: everything was scanned, but where the findings stand was not worked out)$/), hint: expect.any(String) }]);
    expect(repository.look(['audit'], { variables }).report).toEqual(whole.report);
    expect(repository.look(['audit'], { variables }).report).toEqual(whole.report);
  });

  test('while a part of the history is chosen', () => {
    const repository = make();
    expect(() => interrupt(`before(processes, 'spawn', ([, args]) => args.includes('rev-list'));`, repository, ['--only-head'])).toThrow(/^skan audit --jobs 2 --only-head printed no report: skan: it was interrupted/);
  });

  test('while it is asked whether anything is missing', () => {
    const repository = make();
    repository.git('update-index', '--add', '--cacheinfo', `100644,${'12'.repeat(20)},lost`);
    const { code, report } = interrupt(`before(processes, 'spawn', ([, args]) => args.includes('--indexed-objects'));`, repository);
    expect([code, report.findings.length, report.problems.length]).toEqual([2, 4, 1]);
  });
});
