// Which stores are seen, by which name each knows the value, and that no command takes it as an argument.

import { expect, test } from '@jest/globals';
import type { Use } from '../../../src/model/rotation.js';
import { adviseStores, makeFeed, noteVariable } from '../../../src/remedy/rotate/advice.js';
import { showsStore, stores } from '../../../src/remedy/rotate/stores.js';

const feed = makeFeed(false, 'skan rotate 7f3c --check');

function use(store: string, name: string, key?: string): Use {
  return { variable: 'ACME_KEY', path: 'x', line: 1, column: 1, usage: 'passes', dialect: '', origin: { store, name, ...(key === undefined ? {} : { key }) } };
}

test.each([
  ['.github/workflows/ci.yml', '', ['github']],
  ['.github/dependabot.yml', '', []],
  ['.gitlab-ci.yml', '', ['gitlab']],
  ['Jenkinsfile', '', ['jenkins']],
  ['deploy/app.yaml', 'apiVersion: v1\nkind: Secret\n', ['kubernetes']],
  ['deploy/app.yaml', 'kind: Kustomization\n', []],
  ['main.tf', 'resource "aws_secretsmanager_secret" "x" {}', ['aws']],
  ['main.tf', 'provider "azurerm" {}', ['azure']],
  ['main.tf', 'provider "google" {}', ['google']],
  ['app.yaml', 'annotations:\n  vault.hashicorp.com/agent-inject: "true"\n', ['vault']],
  ['.sops.yaml', '', ['sops']],
  ['secrets.enc.yaml', '', ['sops']],
  ['secrets.yaml', 'a: b\nsops:\n  kms: []\n', ['sops']],
  ['doppler.yaml', '', ['doppler']],
  ['.env.tpl', 'KEY=op://infra/acme/key', ['1password']],
  ['README.md', 'op://infra/acme/key and vault.hashicorp.com/role', []],
])('%s shows %p', (path, text, ids) => {
  expect(stores.filter((store) => showsStore(store, path, () => text)).map(({ id }) => id)).toEqual(ids);
});

test('the value comes on standard input: only the shell\'s own printf ever has it', () => {
  for (const { commands } of adviseStores('ACME_KEY', [], new Map(), feed)) {
    for (const { line } of commands) {
      expect(line).toContain('printf %s "$NEW_VALUE"');
      expect(line.replaceAll('printf %s "$NEW_VALUE"', '')).not.toContain('NEW_VALUE');
    }
  }
});

test('stores that a use names come first, by the name that it has there; then those that files show', () => {
  const advice = adviseStores('ACME_KEY', [use('kubernetes', 'app', 'acme'), use('1password', 'op://infra/acme/login/key')], new Map([['gitlab', ['.gitlab-ci.yml']]]), feed);
  expect(advice.map(({ id }) => id).slice(0, 3)).toEqual(['kubernetes', '1password', 'gitlab']);
  expect(advice[0]?.commands[0]?.line).toContain('kubectl create secret generic app --from-file=acme=/dev/stdin');
  expect(advice[1]?.commands[0]?.line).toContain('op item get acme --format json');
  expect(advice[1]?.commands[0]?.line).toContain('.label == "key"');
  expect(advice[2]?.seenIn).toEqual(['.gitlab-ci.yml']);
});

test('two names are two commands', () => {
  const [github] = adviseStores('ACME_KEY', [use('github', 'PROD'), use('github', 'DEV'), use('github', 'PROD')], new Map(), feed);
  expect(github?.commands.map(({ line }) => line)).toEqual(['printf %s "$NEW_VALUE" | gh secret set PROD', 'printf %s "$NEW_VALUE" | gh secret set DEV']);
});

test.each(['evil$(rm -rf ~)', 'evil; b', "evil'x'", 'evil`x`', 'evil b', '-evil', 'evil"', 'evil\nb', 'evil|b', 'evil&b', '$evil'])('a repository cannot put %j into a command', (name) => {
  const lines = stores.flatMap(({ id }) => adviseStores('ACME_KEY', [use(id, name, name)], new Map([['sops', [`${name}.enc.yaml`]]]), feed)[0]?.commands ?? []);
  expect(lines.length).toBeGreaterThan(stores.length);
  for (const { line } of lines) expect(line).not.toContain('evil');
});

test('a key of many lines comes from a file', () => {
  const multiline = makeFeed(true, 'skan rotate 7f3c --check');
  expect(adviseStores('ACME_KEY', [], new Map(), multiline).every(({ commands }) => commands.every(({ line }) => line.includes('~/new-key.pem')))).toBe(true);
});

test.each([['NEXT_PUBLIC_ACME_KEY', 1], ['VITE_ACME_KEY', 1], ['ACME_KEY', 0]])('%s: %d notes', (variable, notes) => {
  expect(noteVariable(variable)).toHaveLength(notes);
});
