// What to write where, for hooks that `skan init` does not wire: it says, and does nothing. Files and keys are those that each
// manager documents: https://pre-commit.com/#repository-local-hooks, https://lefthook.dev/configuration/,
// https://github.com/toplenboren/simple-git-hooks, git help hooks.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Finds skan also where it is a development dependency, which no manager's PATH holds. */
const command = 'npx --no-install skan staged';

interface Manager {
  readonly name: string;
  /** Of which it has one, at the top of the work tree. */
  readonly files: readonly string[];
  readonly says: (file: string) => string;
}

const managers: readonly Manager[] = [
  {
    name: 'pre-commit',
    files: ['.pre-commit-config.yaml'],
    says: (file) => `put under "repos:" of ${file}: - {repo: local, hooks: [{id: skan, name: skan, entry: ${command}, language: system, pass_filenames: false, always_run: true}]}, and run: pre-commit install`,
  },
  {
    name: 'lefthook',
    files: ['lefthook', '.lefthook'].flatMap((name) => ['yml', 'yaml', 'toml', 'json'].map((ending) => `${name}.${ending}`)),
    says: (file) => `add to ${file} a command of pre-commit, in YAML: pre-commit: {commands: {skan: {run: ${command}}}}, and run: lefthook install`,
  },
  {
    name: 'simple-git-hooks',
    files: ['.simple-git-hooks.json', '.simple-git-hooks.js', '.simple-git-hooks.cjs', '.simple-git-hooks.mjs', 'simple-git-hooks.json', 'simple-git-hooks.js', 'simple-git-hooks.cjs', 'simple-git-hooks.mjs'],
    says: (file) => `add to ${file}${file === 'package.json' ? ', under "simple-git-hooks"' : ''}: "pre-commit": "${command}", and run: npx simple-git-hooks`,
  },
];

/** @param hooks where git looks for hooks, as it says itself */
export function adviseByHand(top: string, hooks: string, hooksPath: string | undefined): string {
  for (const manager of managers) {
    const file = manager.files.find((each) => existsSync(join(top, each))) ?? (holdsKey(top, manager.name) ? 'package.json' : undefined);
    if (file !== undefined) return `there is no Husky here, but ${manager.name}, which skan init does not wire: ${manager.says(file)}`;
  }
  const write = `put the line ${command} into ${hooks}/pre-commit, a new file with #!/bin/sh above it, and make it executable (chmod +x)`;
  if (hooksPath !== undefined) return `there is no Husky here, but core.hooksPath, which skan init does not wire: ${write}`;
  return `there is no Husky here; install it with: npm install --save-dev husky && npx --no-install husky init, then run skan init again; or without it, for this clone alone: ${write}`;
}

function holdsKey(top: string, name: string): boolean {
  try {
    const value: unknown = JSON.parse(readFileSync(join(top, 'package.json'), 'utf8'));
    return typeof value === 'object' && value !== null && name in value;
  } catch {
    return false; // No package, or none that can be read.
  }
}
