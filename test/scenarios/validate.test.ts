// `--validate` and `skan revoke` as they ship: the bundle, real sockets, real TLS, through a proxy on the loopback that ends at
// a server with certificates of an authority made for the test. And that without them no socket is opened at all.

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding, Report } from '../../src/model/report.js';
import { formats } from '../../src/model/request.js';
import { makeKey } from '../keys.js';
import { makeAuthority, startProvider, startProxy } from '../remedy/provider.js';
import type { Played, Provider, ProxyServer, Seen } from '../remedy/provider.js';
import { checkReport } from '../report/schemas.js';
import { baseVariables, bundle, checkRun, makeFolder, makeRepository } from '../repository.js';
import type { Repository, Run, Variables } from '../repository.js';
import { testWhere } from '../tools/need.js';

const authority = makeAuthority(['api.github.com', 'api.openai.com', 'registry.npmjs.org', 'vault.example.org']);
const github = makeKey('asked for');
const openai = makeKey('also asked for', 'openai');

/** Unlike `repository.skan` it leaves this process free to answer. */
async function runSkan(args: readonly string[], folder: string, variables: Variables = {}, input = ''): Promise<Run> {
  const environment = { ...baseVariables(), ...variables };
  const child = spawn(process.execPath, [bundle, ...args], { cwd: folder, env: Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined)) });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  child.stdin.end(input);
  const code = await new Promise<number>((resolve) => child.on('close', (status) => resolve(status ?? -1)));
  const run = { code, stdout, stderr };
  checkRun(run, args);
  return run;
}

interface World {
  readonly provider: Provider;
  readonly proxy: ProxyServer;
  readonly variables: Variables;
}

async function makeWorld(play: (seen: Seen) => Played): Promise<World> {
  const provider = await startProvider(authority, play);
  const proxy = await startProxy(provider);
  return { provider, proxy, variables: { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`, NODE_EXTRA_CA_CERTS: authority.file } };
}

function makeLeak(): Repository {
  const repository = makeRepository();
  repository.commit({ 'x.txt': 'x\n' });
  repository.commit({ 'a.env': `GITHUB_TOKEN=${github}\nOPENAI_API_KEY=${openai}\n`, 'again.txt': `${github}\n` });
  return repository;
}

function answerAs(github: Played, openai: Played): (seen: Seen) => Played {
  return ({ host }) => (host === 'api.github.com' ? github : openai);
}

const alive: Played = { status: 200, body: '{"login":"octo"}' };
const dead: Played = { status: 401, body: '{"error":{"code":"invalid_api_key"}}' };

function tellValidation(text: string): (readonly [string, Finding['validation']])[] {
  const report = JSON.parse(text) as Report;
  expect(checkReport(report)).toEqual([]);
  return report.findings.map(({ provider, validation }) => [provider, validation] as const);
}

describe('--validate', () => {
  test.each([
    ['audit', (_: Repository) => ['audit']],
    ['range', (repository: Repository) => ['range', `${repository.git('rev-parse', 'HEAD~1')}..HEAD`]],
    ['scan', (_: Repository) => ['scan', 'a.env', 'again.txt']],
    ['staged', (repository: Repository) => { repository.git('reset', '--quiet', '--soft', 'HEAD~1'); return ['staged']; }],
  ] as const)('%s asks each provider once, and says what it said', async (_name, choose) => {
    const { provider, proxy, variables } = await makeWorld(answerAs(alive, dead));
    const repository = makeLeak();
    const args = choose(repository);
    const run = await runSkan([...args, '--validate', '--format', 'json'], repository.path, variables);
    expect(tellValidation(run.stdout)).toEqual([['github', { status: 'active' }], ['openai', { status: 'revoked' }]]);
    expect(run).toMatchObject({ code: 1, stderr: 'skan: asking api.github.com, api.openai.com whether 2 keys are alive\n' });
    expect([...proxy.asked].sort()).toEqual(['api.github.com:443', 'api.openai.com:443']);
    expect(provider.seen.map(({ headers }) => headers['authorization']).sort()).toEqual([`Bearer ${github}`, `Bearer ${openai}`]);
  });

  test('the exit code is the same whatever they say, and the same answers give the same bytes', async () => {
    const repository = makeLeak();
    const printed = new Set<string>();
    for (const [play, code] of [[alive, 1], [alive, 1], [dead, 1], [{ status: 503 }, 1]] as const) {
      const { variables } = await makeWorld(() => play);
      const run = await runSkan(['audit', '--validate'], repository.path, variables);
      expect(run.code).toBe(code);
      printed.add(run.stdout);
    }
    expect(printed.size).toBe(3);
  });

  test.each(formats)('%s shows it', async (format) => {
    const { variables } = await makeWorld(answerAs(alive, { status: 503 }));
    const { stdout } = await runSkan(['audit', '--validate', '--format', format], makeLeak().path, variables);
    expect(stdout).toMatch(/still active|"active"|STILL ACTIVE/);
    expect(stdout).toContain('api.openai.com answered 503');
  });

  test('the text says first what is active', async () => {
    const { variables } = await makeWorld(answerAs({ status: 503 }, { status: 200 }));
    const { stdout } = await runSkan(['audit', '--validate'], makeLeak().path, variables);
    expect(stdout).toMatch(/^skan {2}2 leaked keys in this repository, 1 of them still active\n/);
    expect(stdout.indexOf('OpenAI')).toBeLessThan(stdout.indexOf('GitHub'));
    expect(stdout).toMatch(/OpenAI project API key .*STILL ACTIVE$/m);
    expect(stdout).toContain('asked  it is still active');
    expect(stdout).toMatch(/asked {2}could not tell whether it still works: api\.github\.com answered\s+503/);
  });

  test('a network that is not there is told, and nothing is taken for dead', async () => {
    const run = await runSkan(['audit', '--validate', '--format', 'json'], makeLeak().path, { HTTPS_PROXY: 'http://127.0.0.1:1' });
    expect(tellValidation(run.stdout)).toEqual([
      ['github', { status: 'unknown', detail: 'api.github.com cannot be reached: the proxy refused the connection' }],
      ['openai', { status: 'unknown', detail: 'api.openai.com cannot be reached: the proxy refused the connection' }],
    ]);
  });

  test('a proxy that reads along is shown no key', async () => {
    const { provider, variables } = await makeWorld(() => alive);
    const run = await runSkan(['audit', '--validate', '--format', 'json'], makeLeak().path, { ...variables, NODE_EXTRA_CA_CERTS: undefined, NODE_TLS_REJECT_UNAUTHORIZED: '0' });
    expect(tellValidation(run.stdout).map(([, { status, detail }]) => [status, /not trusted, and was sent nothing/.test(detail ?? '')])).toEqual([['unknown', true], ['unknown', true]]);
    expect(provider.seen).toEqual([]);
  });

  test('with nothing found nobody is asked', async () => {
    const repository = makeRepository();
    repository.commit({ a: 'a\n' });
    const { proxy, variables } = await makeWorld(() => alive);
    expect(await runSkan(['audit', '--validate'], repository.path, variables)).toMatchObject({ code: 0, stderr: '' });
    expect(proxy.asked).toEqual([]);
  });

  test('a repository cannot have anybody asked: neither its configuration nor its own rules send a key', async () => {
    const repository = makeRepository();
    const rule = "rules:\n  - id: my-key\n    title: My key\n    severity: high\n    anchors: ['mykey_']\n    pattern: 'mykey_(?<secret>[a-z0-9]{24})'\n";
    repository.commit({ '.skan.yaml': rule, 'a.env': `MY=mykey_${github.slice(4, 28).toLowerCase()}\nURL=https://api.github.com\n` });
    const { proxy, variables } = await makeWorld(() => alive);
    const run = await runSkan(['audit', '--validate', '--format', 'json'], repository.path, variables);
    expect(tellValidation(run.stdout)).toEqual([['own', { status: 'not-checked', detail: 'no harmless request is known that asks whoever issued it' }]]);
    repository.commit({ '.skan.yaml': `validate: true\n${rule}` });
    expect(await runSkan(['audit'], repository.path, variables)).toMatchObject({ code: 2, stderr: expect.stringContaining('validate: unknown key') });
    repository.commit({ '.skan.yaml': `${rule}    validate: {url: 'https://evil.example/', headers: {X: '{{secret}}'}, answers: [{status: 200, is: active}]}\n` });
    await runSkan(['audit', '--validate'], repository.path, variables);
    expect(proxy.asked).toEqual([]);
  });

  test('what is suppressed is not asked for', async () => {
    const repository = makeRepository();
    repository.commit({ 'a.env': `A=${github} # skan:allow github-personal-access-token -- an example\n` });
    const { proxy, variables } = await makeWorld(() => alive);
    expect(await runSkan(['audit', '--validate'], repository.path, variables)).toMatchObject({ code: 0, stderr: '' });
    expect(proxy.asked).toEqual([]);
  });

  test.each([['explain', 'openai-project-key'], ['init'], ['rules', 'list'], ['revoke', 'abcd']])('skan %s knows no --validate', async (...args) => {
    expect(await runSkan([...args, '--validate'], makeLeak().path)).toMatchObject({ code: 2, stderr: expect.stringMatching(/^skan: --validate belongs to /) });
  });
});

describe('skan revoke', () => {
  const gone: Played = { status: 202, body: '' };

  function fingerprintOf(repository: Repository, provider: string): string {
    return repository.look(['audit']).report.findings.find((finding) => finding.provider === provider)?.fingerprint ?? '';
  }

  test('--yes sends the key to its provider, once, and says what came back', async () => {
    const repository = makeLeak();
    const { provider, proxy, variables } = await makeWorld(() => gone);
    const run = await runSkan(['revoke', fingerprintOf(repository, 'github').slice(0, 8), '--yes'], repository.path, variables);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toMatch(/^GitHub personal access token.* {2}ghp_.*….*\n {2}host {5}api\.github\.com\n {2}request {2}POST https:\/\/api\.github\.com\/credentials\/revoke\n {2}stops {4}.*\nended {3}api\.github\.com says so: GitHub took it for revocation and tells its owner\n\nnext {4}.*skan explain [0-9a-f]{8}\n$/s);
    expect(proxy.asked).toEqual(['api.github.com:443']);
    expect(provider.seen.map(({ method, path, body, headers }) => [method, path, JSON.parse(body), headers['authorization']])).toEqual([['POST', '/credentials/revoke', { credentials: [github] }, undefined]]);
  });

  test('without --yes and without a terminal it sends nothing', async () => {
    const repository = makeLeak();
    const { proxy, variables } = await makeWorld(() => gone);
    for (const input of ['', 'y\n', 'yes\n']) {
      const run = await runSkan(['revoke', fingerprintOf(repository, 'github')], repository.path, variables, input);
      expect(run).toMatchObject({ code: 2, stderr: 'skan: skan revoke asks before it sends the key, and there is no terminal to ask on; add --yes to go on without being asked\n' });
      expect(run.stdout).toContain('host     api.github.com\n');
    }
    expect(proxy.asked).toEqual([]);
  });

  test.each<readonly [name: string, played: Played, says: RegExp]>([
    ['refused', { status: 422, body: '{}' }, /^skan: it is not known whether it has ended: GitHub did not take it; end it by hand:\n$/],
    ['failed', { status: 500 }, /^skan: it is not known whether it has ended: api\.github\.com answered 500, which says nothing sure about the key; end it by hand:\n$/],
    ['led elsewhere', { status: 307, headers: { Location: 'https://registry.npmjs.org/' } }, /answered 307/],
    ['answered by a page', { status: 202, headers: { 'Content-Type': 'text/html' }, body: '<!doctype html><p>Sign in' }, /with a web page/],
  ])('%s: exit 2, and how to end it by hand', async (_name, played, says) => {
    const repository = makeLeak();
    const { proxy, variables } = await makeWorld(() => played);
    const run = await runSkan(['revoke', fingerprintOf(repository, 'github'), '--yes'], repository.path, variables);
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(says);
    expect(run.stdout).not.toContain('ended');
    expect(run.stdout).toContain('[ ] ');
    expect(proxy.asked).toEqual(['api.github.com:443']);
  });

  test('a kind that its holder cannot end: the steps, and nothing is sent', async () => {
    const repository = makeLeak();
    const { proxy, variables } = await makeWorld(() => gone);
    const run = await runSkan(['revoke', fingerprintOf(repository, 'openai'), '--yes'], repository.path, variables);
    expect(run).toMatchObject({ code: 2, stderr: 'skan: no way is known in which whoever holds an OpenAI project API key may end it; nothing was sent, end it by hand:\n' });
    expect(run.stdout).toMatch(/^OpenAI project API key {2}sk-proj-.*\n {3}https:\/\/platform\.openai\.com\/api-keys\n {3}\[ \] /);
    expect(proxy.asked).toEqual([]);
  });

  test('out of a report, where it shows secrets', async () => {
    const repository = makeLeak();
    const id = fingerprintOf(repository, 'github');
    const [masked, whole] = [join(makeFolder(), 'masked.json'), join(makeFolder(), 'whole.json')];
    repository.skan(['audit', '--format', 'json', '--output', masked]);
    repository.skan(['audit', '--format', 'json', '--show-secrets', '--output', whole]);
    const { provider, variables } = await makeWorld(() => gone);
    const elsewhere = makeFolder();
    expect(await runSkan(['revoke', id, '--yes', '--report', masked], elsewhere, variables)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/masked\.json: it holds no secrets; make it with --show-secrets/) });
    expect(provider.seen).toEqual([]);
    expect((await runSkan(['revoke', id, '--yes', '--report', whole], elsewhere, variables)).code).toBe(0);
    expect(provider.seen.length).toBe(1);
  });

  describe('where everybody has a server of their own', () => {
    const token = `hvs.${github.slice(4, 28)}`;
    const leak = (): Repository => {
      const repository = makeRepository();
      repository.commit({ 'a.env': `VAULT_ADDR=https://evil.example\nVAULT_TOKEN=${token}\n` });
      return repository;
    };

    test('it is named, never guessed', async () => {
      const repository = leak();
      const { provider, proxy, variables } = await makeWorld(() => ({ status: 204 }));
      const id = fingerprintOf(repository, 'vault');
      for (const [more, says] of [[[], /^skan: which server issued the key\? name it: --host /], [['--host', 'a/b'], /^skan: --host a\/b: expected a host name/], [['--host', 'u@b'], /expected a host name/]] as const) {
        expect(await runSkan(['revoke', id, '--yes', ...more], repository.path, variables)).toMatchObject({ code: 2, stderr: expect.stringMatching(says) });
      }
      expect(proxy.asked).toEqual([]);
      const run = await runSkan(['revoke', id, '--yes', '--host', 'vault.example.org:8200'], repository.path, variables);
      expect(run).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('  request  POST https://vault.example.org:8200/v1/auth/token/revoke-self\n') });
      expect(proxy.asked).toEqual(['vault.example.org:8200']);
      expect(provider.seen.map(({ headers }) => headers['x-vault-token'])).toEqual([token]);
    });

    test('another provider has one host, whatever is asked', async () => {
      const repository = makeLeak();
      const { proxy, variables } = await makeWorld(() => gone);
      expect(await runSkan(['revoke', fingerprintOf(repository, 'github'), '--yes', '--host', 'evil.example'], repository.path, variables)).toMatchObject({ code: 2, stdout: '', stderr: 'skan: --host evil.example: such keys are sent to api.github.com and nowhere else\n' });
      expect(proxy.asked).toEqual([]);
    });
  });

  test.each([[[], /^skan: skan revoke needs one fingerprint/], [['abcd', 'abce'], /^skan: skan revoke needs one fingerprint/], [['openai-project-key'], /a fingerprint is at least four hex digits/], [['00000000'], /^skan: nothing here has a fingerprint that starts with 00000000/]] as const)('%j', async (args, says) => {
    expect(await runSkan(['revoke', ...args, '--yes'], makeLeak().path)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(says) });
  });
});

/** Everything that skan does without being asked to go out, each with what it needs. */
const quiet: readonly (readonly string[])[] = [
  ['staged'], ['range', 'HEAD~1..HEAD'], ['audit'], ['audit', '--format', 'json', '--jobs', '2'], ['scan', '.'], ['scan', '-'], ['explain', 'openai-project-key'], ['explain', '{id}'], ['init'], ['rules', 'list'], ['rules', 'show', 'openai-project-key'],
  ['revoke', '{id}'], ['--help'], ['--version'], ['purge', '--all', '--write', '{folder}/plan'], ['purge', '--verify'], ['rotate', '{id}'], ['rotate', '{id}', '--check', '-'], ['audit', '--format', 'html', '--output', '{folder}/page.html'],
];

function stageMore(repository: Repository): void {
  repository.stage({ 'b.env': `GITHUB_TOKEN=${makeKey('staged')}\n` });
}

describe('without --validate and revoke no socket is opened', () => {
  /** Writes down whoever connects, looks a name up, or opens a datagram socket, in the program and in each of its threads. */
  const recorder = `
    const { appendFileSync } = require('node:fs');
    const note = (what) => appendFileSync(process.env.SOCKETS, what + '\\n');
    const wrap = (object, name, label) => { const original = object[name]; object[name] = function (...args) { note(label); return original.apply(this, args); }; };
    wrap(require('node:net').Socket.prototype, 'connect', 'connect');
    const dns = require('node:dns');
    for (const name of Object.keys(dns)) if (/^(?:lookup|resolve|reverse)/.test(name) && typeof dns[name] === 'function') wrap(dns, name, 'dns.' + name);
    for (const name of Object.keys(dns.promises)) if (/^(?:lookup|resolve|reverse)/.test(name) && typeof dns.promises[name] === 'function') wrap(dns.promises, name, 'dns.promises.' + name);
    wrap(require('node:dgram'), 'createSocket', 'dgram');
    wrap(require('node:net').Server.prototype, 'listen', 'listen');
    note('loaded');
  `;

  async function listSockets(args: readonly string[], variables: Variables = {}): Promise<string[]> {
    const repository = makeLeak();
    stageMore(repository);
    const id = repository.look(['audit']).report.findings.find(({ provider }) => provider === 'github')?.fingerprint ?? '';
    const folder = makeFolder();
    const [hook, list] = [join(folder, 'recorder.cjs'), join(folder, 'sockets')];
    writeFileSync(hook, recorder);
    await runSkan(args.map((word) => word.replace('{id}', id).replace('{folder}', folder)), repository.path, { ...variables, NODE_OPTIONS: `--require ${hook}`, SOCKETS: list }, `TOKEN=${github}\n`);
    expect(existsSync(list)).toBe(true);
    return readFileSync(list, 'utf8').split('\n').filter((line) => line !== '' && line !== 'loaded');
  }

  test.each(quiet.map((args) => [args.join(' '), args] as const))('skan %s', async (_name, args) => {
    expect(await listSockets(args)).toEqual([]);
  });

  test.each([['audit', '--validate'], ['revoke', '{id}', '--yes']])('but by skan %s %s', async (...args) => {
    const { variables } = await makeWorld(() => alive);
    expect(await listSockets(args, variables)).toContain('connect');
  });

  const traced = testWhere('strace', spawnSync('strace', ['-f', '-o', '/dev/null', process.execPath, '--version']).status === 0);

  /** The kernel's word, for git and every other child too: sockets of the internet, whoever opens them. */
  function traceSockets(args: readonly string[]): string[] {
    const repository = makeLeak();
    stageMore(repository);
    const id = repository.look(['audit']).report.findings.find(({ provider }) => provider === 'github')?.fingerprint ?? '';
    const list = join(makeFolder(), 'trace');
    const done = spawnSync('strace', ['-f', '-qq', '-e', 'trace=socket', '-o', list, process.execPath, bundle, ...args.map((word) => word.replace('{id}', id).replace('{folder}', makeFolder()))], { cwd: repository.path, env: { ...baseVariables(), HTTPS_PROXY: 'http://127.0.0.1:1' }, input: `TOKEN=${github}\n` });
    expect([0, 1, 2]).toContain(done.status);
    return readFileSync(list, 'utf8').split('\n').filter((line) => /AF_INET|AF_INET6|AF_PACKET/.test(line));
  }

  traced('no child process is given a key among its arguments', () => {
    const repository = makeLeak();
    const id = repository.look(['audit']).report.findings.find(({ provider }) => provider === 'github')?.fingerprint ?? '';
    for (const args of [['audit', '--validate'], ['revoke', id, '--yes']]) {
      const list = join(makeFolder(), 'trace');
      spawnSync('strace', ['-f', '-qq', '-s', '100000', '-v', '-e', 'trace=execve', '-o', list, process.execPath, bundle, ...args], { cwd: repository.path, env: { ...baseVariables(), HTTPS_PROXY: 'http://127.0.0.1:1' } });
      const trace = readFileSync(list, 'utf8');
      expect(trace).toContain('execve(');
      expect([github, openai].filter((key) => trace.includes(key.slice(0, 30)))).toEqual([]);
    }
  });

  for (const args of quiet) traced(`skan ${args.join(' ')}, as the kernel sees it`, () => expect(traceSockets(args)).toEqual([]));
  traced('but by skan audit --validate, as the kernel sees it', () => expect(traceSockets(['audit', '--validate'])).not.toEqual([]));
});
