// The inputs of `action.yml`, read and checked.

import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../model/errors.js';
import { formats } from '../model/request.js';
import type { Format } from '../model/request.js';
import { severities } from '../model/rule.js';
import type { Severity } from '../model/rule.js';
import type { ActionIo } from './action-io.js';

export interface Inputs {
  readonly failOn: Severity | undefined;
  readonly config: string | undefined;
  readonly strict: boolean;
  readonly format: Format;
  /** Absolute. */
  readonly directory: string;
}

/** @throws UsageError for a value that is not understood */
export function readInputs(io: ActionIo): Inputs {
  return {
    failOn: readChoice(io, 'fail-on', severities.slice(0, -1)),
    config: io.input('config') || undefined,
    strict: readChoice(io, 'strict', ['true', 'false']) === 'true',
    format: readChoice(io, 'format', formats.filter((format) => format !== 'github')) ?? 'json',
    directory: readDirectory(io),
  };
}

function readChoice<T extends string>(io: ActionIo, name: string, allowed: readonly T[]): T | undefined {
  const value = io.input(name).toLowerCase();
  const found = allowed.find((each) => each === value);
  if (found === undefined && value !== '') throw new UsageError(`input ${name}: ${value} is not one of ${allowed.join(', ')}`);
  return found;
}

function readDirectory(io: ActionIo): string {
  const name = io.input('working-directory');
  const directory = resolve(io.environment['GITHUB_WORKSPACE'] || io.cwd, name);
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new UsageError(`input working-directory: there is no folder ${name || directory} in the workspace`);
  }
  return directory;
}
