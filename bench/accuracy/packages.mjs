// Published packages in which no scanner should find much: popular ones of npm and PyPI, pinned, as they come from the registry.
// Left out are those whose tests hold keys on purpose (cryptography, paramiko, twisted, node-forge and their like).
import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

const npm = [
  'react-dom@19.3.1', 'lodash@4.18.1', 'rxjs@7.8.2', 'moment@2.31.0', 'prettier@3.10.1', 'eslint@10.15.0', 'webpack@5.112.2', 'core-js@3.51.0',
  'mathjs@15.2.0', 'd3@7.9.2', 'vue@3.5.45', 'express@5.3.0', 'axios@1.21.1', '@mui/material@9.5.0', '@babel/core@7.29.13', 'rollup@4.68.7',
  'vite@8.3.8', 'jquery@4.0.0', 'zod@4.6.7', 'mongoose@9.12.1', 'sequelize@6.37.8', 'socket.io@4.8.4', 'openai@6.49.0', '@angular/core@21.2.26',
  '@angular/compiler-cli@21.2.26', 'handlebars@4.7.10', 'highlight.js@11.12.0',
];

const pypi = [
  'django==5.2.19', 'sphinx==9.0.4', 'stripe==16.1.0', 'twilio==9.13.0', 'anthropic==2.12.0', 'ansible-core==2.19.14', 'pip==26.3',
  'nltk==3.10.4', 'networkx==3.6.1', 'pygments==2.21.0', 'setuptools==84.2.1', 'docutils==0.23', 'sentry-sdk==2.75.0', 'langchain-core==1.8.2',
  'scrapy==2.19.0', 'celery==5.7.0', 'boto3==1.44.5', 'werkzeug==3.1.9', 'requests==2.34.2', 'flask==3.1.3', 'fastapi==0.165.0',
  'pydantic==2.14.3',
];

/** @returns the folder that holds them all unpacked, one folder each, how many and how many bytes */
export function fetchPackages() {
  const folder = resolve('.cache/bench/packages');
  mkdirSync(folder, { recursive: true });
  for (const name of npm) unpack(folder, name, (draft) => [['npm', ['pack', '--silent', '--pack-destination', draft, name]], 'tar', (file) => ['-xzf', file, '-C', draft]]);
  for (const name of pypi) unpack(folder, name, (draft) => [['python3', ['-m', 'pip', 'download', '-q', '--no-deps', '--only-binary=:all:', '-d', draft, name]], 'python3', (file) => ['-m', 'zipfile', '-e', file, draft]]);
  return { folder, count: npm.length + pypi.length, names: [...npm, ...pypi], bytes: sizeOf(folder) };
}

function unpack(folder, name, commands) {
  const into = join(folder, name.replace('/', '+').replace('==', '@'));
  if (existsSync(into)) return;
  const draft = mkdtempSync(join(folder, '.draft-'));
  const [download, program, args] = commands(draft);
  run(...download);
  const archive = join(draft, readdirSync(draft)[0] ?? '');
  run(program, args(archive));
  rmSync(archive);
  renameSync(draft, into);
}

function run(program, args) {
  const done = spawnSync(program, args, { stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`${program} ${args.join(' ')}: ${done.stderr}`);
}

/** Bytes of all files under a folder. */
export function sizeOf(folder) {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, each) => {
    const path = join(folder, each.name);
    return sum + (each.isDirectory() ? sizeOf(path) : each.isFile() ? lstatSync(path).size : 0);
  }, 0);
}
