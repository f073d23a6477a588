// The commands that `skan rotate` prints, run by a real shell against what can be had of the real things: AWS's command line with
// moto's server, kubectl, SOPS with age, OpenBao's development server in Vault's place, jq. Each must store exactly the value, byte for byte.

import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { adviseStores, makeFeed } from '../../src/remedy/rotate/advice.js';
import { makeKey } from '../keys.js';
import { baseVariables, makeFolder, runProcess } from '../repository.js';
import type { Run, Variables } from '../repository.js';
import { freePort, openBao, startBao, waitFor } from '../tools/bao.js';
import type { BaoServer } from '../tools/bao.js';
import { installGo, installPipPackages } from '../tools/install.js';
import { describeWith, testWhere } from '../tools/need.js';

/** Of what shells, XML and JSON read in their own way. */
const values = [makeKey('stored', 'openai'), `a'b"c\\d$e&f<g>h%i|j/k=`] as const;

/** The lines of a store, with what is to be filled in. */
function linesOf(id: string, fill: Readonly<Record<string, string>>): string[] {
  const store = adviseStores('ACME_API_KEY', [], new Map([['sops', ['secrets.enc.yaml']]]), makeFeed(false, '')).find((each) => each.id === id);
  return (store?.commands ?? []).map(({ line }) => Object.entries(fill).reduce((text, [name, value]) => text.replaceAll(name, value), line));
}

/** As somebody who has read the value into NEW_VALUE: it is no variable of the environment. */
function runLine(line: string, value: string, folder: string, variables: Variables = {}): Run {
  const run = runProcess('bash', ['-c', `set -o pipefail\nIFS= read -r NEW_VALUE\n${line}`], folder, `${value}\n`, variables);
  if (run.code !== 0) throw new Error(`${line} ended with ${run.code}: ${run.stderr}`);
  return run;
}

function isThere(program: string, ...args: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore', timeout: 30_000 }).status === 0;
}

describeWith('AWS, with the server of moto', { packages: () => installPipPackages('moto', 'moto[server]==5.2.5', 'awscli==1.46.3') }, ({ packages }) => {
  let server: ChildProcess;
  let variables: Variables;
  beforeAll(async () => {
    const port = await freePort();
    const endpoint = `http://127.0.0.1:${port}`;
    server = spawn('python3', ['-m', 'moto.server', '--host', '127.0.0.1', '--port', String(port)], { env: { ...baseVariables(), PYTHONPATH: packages }, stdio: 'ignore' });
    await waitFor('moto', async () => (await fetch(`${endpoint}/moto-api/`)).ok);
    const bin = makeFolder();
    writeFileSync(join(bin, 'aws'), `#!/bin/sh\nPYTHONPATH='${packages}' exec python3 '${packages}/bin/aws' "$@"\n`);
    chmodSync(join(bin, 'aws'), 0o755);
    variables = { PATH: [bin, baseVariables()['PATH']].join(delimiter), AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: 'testing', AWS_SECRET_ACCESS_KEY: 'testing', AWS_DEFAULT_REGION: 'us-east-1', AWS_PAGER: '' };
  }, 300_000);
  afterAll(() => {
    server.kill();
  });

  const aws = (...args: readonly string[]): string => {
    const run = runProcess('aws', args, makeFolder(), '', variables);
    if (run.code !== 0) throw new Error(run.stderr);
    return run.stdout;
  };
  const stored = (id: string): string => (JSON.parse(aws('secretsmanager', 'get-secret-value', '--secret-id', id)) as { SecretString: string }).SecretString;

  test.each(values.map((value, index) => [index, value] as const))('value %d', (index, value) => {
    const [plain = '', json = '', parameter = ''] = linesOf('aws', { '<secret id>': `acme-${index}` });
    aws('secretsmanager', 'create-secret', '--name', `acme-${index}`, '--secret-string', 'old');
    runLine(plain, value, makeFolder(), variables);
    expect(stored(`acme-${index}`)).toBe(value);
    aws('secretsmanager', 'put-secret-value', '--secret-id', `acme-${index}`, '--secret-string', '{"ACME_API_KEY":"old","other":"kept"}');
    runLine(json, value, makeFolder(), variables);
    expect(JSON.parse(stored(`acme-${index}`))).toEqual({ ACME_API_KEY: value, other: 'kept' });
    runLine(parameter, value, makeFolder(), variables);
    const { Parameter } = JSON.parse(aws('ssm', 'get-parameter', '--name', `acme-${index}`, '--with-decryption')) as { Parameter: { Value: string; Type: string } };
    expect(Parameter).toMatchObject({ Value: value, Type: 'SecureString' });
  }, 300_000);
});

testWhere('kubectl', isThere('kubectl', 'version', '--client'))('kubectl makes the secret that the cluster would get', () => {
  const [patch = '', apply = ''] = linesOf('kubernetes', { '<secret>': 'app' });
  for (const value of values) {
    for (const line of [patch, apply.replace('-o yaml', '-o json')]) {
      const made = runLine(line.replace(/ \| kubectl (?:patch|apply) .*$/, ''), value, makeFolder());
      const { data } = JSON.parse(made.stdout) as { data: Record<string, string> };
      expect(Object.entries(data).map(([name, text]) => [name, Buffer.from(text, 'base64').toString()])).toEqual([['ACME_API_KEY', value]]);
    }
  }
});

describeWith('SOPS, with age', { sops: () => installGo('github.com/getsops/sops/v3/cmd/sops', 'v3.11.0'), keygen: () => installGo('filippo.io/age/cmd/age-keygen', 'v1.2.1') }, ({ sops, keygen }) => {
  test.each(values)('a value', (value) => {
    const folder = makeFolder();
    const { stdout, stderr } = runProcess(keygen, [], folder);
    const recipient = /age1\w+/.exec(`${stdout}${stderr}`)?.[0] ?? '';
    writeFileSync(join(folder, 'key.txt'), stdout);
    const variables = { SOPS_AGE_KEY_FILE: join(folder, 'key.txt'), PATH: [join(sops, '..'), baseVariables()['PATH']].join(delimiter) };
    writeFileSync(join(folder, 'plain.yaml'), 'ACME_API_KEY: old\nother: kept\n');
    const encrypted = runProcess(sops, ['encrypt', '--age', recipient, 'plain.yaml'], folder, '', variables);
    expect(encrypted).toMatchObject({ code: 0 });
    writeFileSync(join(folder, 'secrets.enc.yaml'), encrypted.stdout);
    const [line = ''] = linesOf('sops', {});
    runLine(line, value, folder, variables);
    expect(readFileSync(join(folder, 'secrets.enc.yaml'), 'utf8')).not.toContain(value);
    expect(JSON.parse(runProcess(sops, ['decrypt', '--output-type', 'json', 'secrets.enc.yaml'], folder, '', variables).stdout)).toEqual({ ACME_API_KEY: value, other: 'kept' });
  }, 300_000);
});

describeWith("Vault's interface, with the development server of OpenBao", openBao, ({ bao }) => {
  let server: BaoServer;
  beforeAll(async () => {
    server = await startBao(bao, { tls: false });
  }, 300_000);
  afterAll(() => server.stop());

  const vault = (...args: readonly string[]): string => {
    const run = runProcess('vault', args, makeFolder(), '', server.variables);
    if (run.code !== 0) throw new Error(run.stderr);
    return run.stdout;
  };
  const stored = (path: string): unknown => (JSON.parse(vault('kv', 'get', '-mount=secret', '-format=json', path)) as { data: { data: unknown } }).data.data;

  test.each(values.map((value, index) => [index, value] as const))('value %d: a new secret holds it alone, an old one keeps its other keys', (index, value) => {
    const [patch = '', put = ''] = linesOf('vault', { '<path>': `acme-${index}` });
    runLine(put, value, makeFolder(), server.variables);
    expect(stored(`acme-${index}`)).toEqual({ ACME_API_KEY: value });
    vault('kv', 'put', '-mount=secret', `acme-${index}`, 'ACME_API_KEY=old', 'other=kept');
    runLine(patch, value, makeFolder(), server.variables);
    expect(stored(`acme-${index}`)).toEqual({ ACME_API_KEY: value, other: 'kept' });
  });
});

test('what Jenkins gets is its credential, with the value escaped', () => {
  const [line = ''] = linesOf('jenkins', { '<credential id>': 'acme' });
  for (const value of values) {
    const { stdout } = runLine(line.slice(0, line.indexOf(' | java ')), value, makeFolder());
    const type = 'org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl';
    const [, secret = ''] = new RegExp(`^<${type}><scope>GLOBAL</scope><id>acme</id><description>ACME_API_KEY</description><secret>([^<]*)</secret></${type}>\\n?$`).exec(stdout) ?? [];
    expect(secret.replaceAll('&lt;', '<').replaceAll('&amp;', '&')).toBe(value);
  }
});

testWhere('jq', isThere('jq', '--version'))('what 1Password gets is its item with one field changed', () => {
  const folder = makeFolder();
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'item.json'), JSON.stringify({ id: 'x', fields: [{ label: 'username', value: 'ada' }, { label: 'credential', value: 'old' }] }));
  // Stands in for 1Password's own: `item get` tells the item, `item edit` takes one from its standard input.
  writeFileSync(join(folder, 'bin/op'), '#!/bin/sh\ncase "$2" in get) cat item.json;; edit) cat > edited.json; echo "$@" > arguments;; esac\n', { mode: 0o755 });
  const [line = ''] = linesOf('1password', { '<item>': 'acme', '<field>': 'credential' });
  for (const value of values) {
    runLine(line, value, folder, { PATH: [join(folder, 'bin'), baseVariables()['PATH']].join(delimiter) });
    expect(JSON.parse(readFileSync(join(folder, 'edited.json'), 'utf8'))).toEqual({ id: 'x', fields: [{ label: 'username', value: 'ada' }, { label: 'credential', value }] });
    expect(readFileSync(join(folder, 'arguments'), 'utf8')).toBe('item edit acme\n');
  }
});

test('tools that read standard input get the bytes of the value, and nothing else', () => {
  const folder = makeFolder();
  mkdirSync(join(folder, 'bin'));
  for (const tool of ['gh', 'glab', 'az', 'gcloud', 'doppler', 'vault']) writeFileSync(join(folder, 'bin', tool), '#!/bin/sh\ncat > got; echo "$@" > arguments\n', { mode: 0o755 });
  const variables = { PATH: [join(folder, 'bin'), baseVariables()['PATH']].join(delimiter) };
  for (const [id, documented] of [
    ['github', ['secret set ACME_API_KEY']],
    ['gitlab', ['variable update ACME_API_KEY --masked', 'variable set ACME_API_KEY --masked']],
    ['azure', ['keyvault secret set --vault-name v --name ACME-API-KEY --file /dev/stdin --encoding utf-8 --output none']],
    ['google', ['secrets versions add ACME_API_KEY --data-file=-', 'secrets create ACME_API_KEY --data-file=-']],
    ['doppler', ['secrets set ACME_API_KEY --silent']],
    ['vault', ['kv patch -mount=secret acme ACME_API_KEY=-', 'kv put -mount=secret acme ACME_API_KEY=-']],
  ] as const) {
    const lines = linesOf(id, { '<vault>': 'v', '<path>': 'acme' });
    expect(lines).toHaveLength(documented.length);
    for (const [index, line] of lines.entries()) {
      runLine(line, values[1], folder, variables);
      expect(readFileSync(join(folder, 'got'), 'utf8')).toBe(values[1]);
      expect(readFileSync(join(folder, 'arguments'), 'utf8')).toBe(`${documented[index]}\n`);
    }
  }
});
