// The message of a commit that is being made, in the file that git hands to the commit-msg hook: read as git is going to record
// it, told with the positions in that file. What git reads of its configuration here it reads as for the commit itself, from the
// user's files too.

import { readFileSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { codeOf } from '../model/errors.js';
import type { Item, Place } from '../model/place.js';
import type { Problem } from '../model/report.js';
import type { Hit, Located, Source } from '../model/source.js';
import { keepRecorded } from './git/cleanup.js';
import type { Cleanup, CleanupSettings, Part } from './git/cleanup.js';
import type { Environment } from './git/isolation.js';
import { openPushed } from './git/pushed.js';
import { findLayout } from './git/repository.js';
import { makeGit, readConfig } from './git/runner.js';

/** @param file as the user wrote it */
export function openMessage(cwd: string, environment: Environment, file: string): Source {
  const problems: Problem[] = [];
  const item: Item = { id: file, kind: 'content' };
  const place: Place = { source: 'commit-message', path: relative(cwd, resolve(cwd, file)).split(sep).join('/') };
  let whole: Buffer = Buffer.alloc(0);
  let parts: readonly Part[] = [];
  return {
    root: cwd,
    async *pieces() {
      try {
        whole = readFileSync(resolve(cwd, file));
      } catch (error) {
        problems.push(explain(file, error));
        return;
      }
      parts = keepRecorded(whole.toString('latin1'), readSettings(cwd, environment));
      yield [{ item, offset: 0, bytes: Buffer.concat(parts.map(({ start, end }) => whole.subarray(start, end))), last: true }];
    },
    locate: (hits) => Promise.resolve(new Map(hits.map((hit) => [hit, { places: [place], within: locate(hit, whole, parts) }]))),
    read: () => Promise.resolve(new Map()),
    exposure: () => Promise.resolve({ reach: 'staged', inHead: false, refs: [], detail: 'the commit is not made yet' }),
    ...(findLayout(cwd, environment) === undefined ? {} : { pushed: () => openPushed(makeGit(cwd, environment)) }),
    skipped: [],
    problems,
  };
}

/** From offsets in what is recorded to those in the file. */
function locate({ match }: Hit, bytes: Uint8Array, parts: readonly Part[]): NonNullable<Located['within']> {
  return { bytes, start: offsetInFile(parts, match.start), end: offsetInFile(parts, match.end - 1) + 1 };
}

function offsetInFile(parts: readonly Part[], offset: number): number {
  let left = offset;
  for (const { start, end } of parts) {
    if (left < end - start) return start + left;
    left -= end - start;
  }
  return parts.at(-1)?.end ?? 0;
}

const modes: Readonly<Record<string, Cleanup>> = { strip: 'strip', whitespace: 'whitespace', verbatim: 'verbatim', scissors: 'scissors' };

function readSettings(cwd: string, environment: Environment): CleanupSettings {
  const values = findLayout(cwd, environment) === undefined ? new Map<string, string>() : readConfig(makeGit(cwd, environment), '^(core\\.comment(char|string)|commit\\.(cleanup|verbose))$');
  return { mode: chooseMode(values.get('commit.cleanup'), environment), comment: chooseComment(values), verbose: isOn(values.get('commit.verbose')) };
}

/** Git tells its hooks by GIT_EDITOR=: that nobody edits the message; then nothing is a comment (git help githooks). */
function chooseMode(configured: string | undefined, { GIT_EDITOR: editor }: Environment): Cleanup {
  const mode = modes[configured ?? ''];
  if (editor !== ':') return mode ?? 'strip';
  return mode === undefined || mode === 'scissors' ? 'whitespace' : mode;
}

/** Two names for one setting; the map keeps the order of what was set last. One character a byte, as the text is. */
function chooseComment(values: ReadonlyMap<string, string>): string | undefined {
  const [, value = '#'] = [...values].reverse().find(([name]) => name.startsWith('core.comment')) ?? [];
  return value === 'auto' ? undefined : Buffer.from(value === '' ? '#' : value).toString('latin1');
}

/** A truth of git's configuration, or for this key a number: how verbose. */
function isOn(value: string | undefined): boolean {
  return value !== undefined && !/^(?:false|no|off|0|)$/i.test(value);
}

function explain(file: string, error: unknown): Problem {
  const code = codeOf(error);
  return { what: file, why: `the commit message could not be read (${code})`, hint: "give the file that git hands to the commit-msg hook, its first argument" };
}
