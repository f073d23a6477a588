// `skan revoke` asks whoever sits there: what is shown before, what counts as yes, and that anything else sends nothing.

import { runCli } from '../../src/doors/cli.js';
import type { Io } from '../../src/doors/io.js';
import type { Question } from '../../src/model/exchange.js';
import { makeKey } from '../keys.js';
import { baseVariables, makeRepository } from '../repository.js';
import type { Repository } from '../repository.js';

const key = makeKey('to be ended');

function makeLeak(): Repository {
  const repository = makeRepository();
  repository.commit({ 'a.env': `GITHUB_TOKEN=${key}\n` });
  return repository;
}

interface Sat {
  readonly code: number;
  readonly printed: string;
  readonly warned: string;
  readonly sent: readonly Question[];
}

/** Runs it before somebody who types these pieces. */
async function sit(typed: readonly string[], status = 202, more: readonly string[] = []): Promise<Sat> {
  const repository = makeLeak();
  const id = repository.look(['audit']).report.findings[0]?.fingerprint ?? '';
  const sent: Question[] = [];
  let printed = '';
  let warned = '';
  const io: Io = {
    cwd: repository.path,
    environment: baseVariables(),
    stdin: (async function* () { for (const piece of typed) yield Buffer.from(piece); })(),
    terminal: true,
    interactive: true,
    now: () => 0,
    interrupted: () => new AbortController().signal,
    columns: 80,
    async send(question) {
      expect(warned + printed).toContain('api.github.com');
      sent.push(question);
      return { status, body: '' };
    },
    print: (text) => { printed += text; },
    warn: (text) => { warned += text; },
  };
  const code = await runCli(['revoke', id, ...more], io);
  expect(printed + warned).not.toContain(key);
  return { code, printed, warned, sent };
}

test('before anything is sent it shows what is ended, where it goes and what stops', async () => {
  const { printed, warned, sent } = await sit([]);
  expect(printed).toMatch(/^GitHub personal access token .*ghp_\S+…\S+\n {2}host {5}api\.github\.com\n {2}request {2}POST https:\/\/api\.github\.com\/credentials\/revoke\n {2}stops {4}\S.*\n$/);
  expect(warned).toBe('Send this key to api.github.com, to end it for good? [y/N] skan: nothing was sent\n');
  expect(sent).toEqual([]);
});

test.each([[['y\n']], [['Y\n']], [['yes\n']], [['y', 'es', '\n']], [[' y \r\n']], [['y\nn\n']], [['y']]])('%j is yes', async (typed) => {
  const { code, sent, printed } = await sit(typed);
  expect([code, sent.length]).toEqual([0, 1]);
  expect(printed).toContain('\nended   api.github.com says so: GitHub took it for revocation');
});

test.each([[[]], [['\n']], [['n\n']], [['no\n']], [['yep\n']], [['ja\n']], [['\ny\n']], [['\u001b[Ay\n']], [['yy\n']]])('%j is no', async (typed) => {
  const { code, sent } = await sit(typed);
  expect([code, sent.length]).toEqual([2, 0]);
});

test('--yes does not ask', async () => {
  const { code, sent, warned } = await sit([], 202, ['--yes']);
  expect([code, sent.length, warned]).toEqual([0, 1, '']);
});

test('what was refused is not called ended', async () => {
  const { code, printed, warned } = await sit(['y\n'], 422);
  expect(code).toBe(2);
  expect(warned).toContain('skan: it is not known whether it has ended: GitHub did not take it; end it by hand:\n');
  expect(printed).not.toContain('ended');
});
