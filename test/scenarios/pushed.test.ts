// Nobody is told that a key is on this machine alone while a remote has the very same one: in another file, on the line that is edited,
// or in its history.

import { makeKey } from '../keys.js';
import { makeFolder, makeRepository } from '../repository.js';
import type { Repository } from '../repository.js';

const key = (): string => makeKey('pushed before');
const file = (more = ''): string => `TOKEN=${key()}${more}\n`;

/** A repository whose remote has the key in `a.env`. */
function makePushed(): Repository {
  const repository = makeRepository();
  const remote = makeFolder();
  repository.git('init', '--quiet', '--bare', remote);
  repository.git('remote', 'add', 'origin', remote);
  repository.commit({ 'a.env': file(), 'README.md': 'a project\n' }, 'start');
  repository.git('push', '--quiet', 'origin', 'main');
  return repository;
}

function takeOut({ commit, git }: Repository): void {
  commit({ 'a.env': undefined }, 'take it out');
  git('push', '--quiet', 'origin', 'main');
}

const changes: readonly (readonly [string, (repository: Repository) => Record<string, string>])[] = [
  ['the same key in another file', () => ({ 'b.env': file() })],
  ['the same key encoded in another file', () => ({ 'b.txt': `token = ${Buffer.from(key()).toString('base64')}\n` })],
  ['the line of the pushed file edited', () => ({ 'a.env': file('  # ours') })],
  ['a key that comes back', (repository) => { takeOut(repository); return { 'c.env': file() }; }],
];

describe.each(changes)('%s', (_, change) => {
  const expected = { findings: [{ exposure: { reach: 'pushed', detail: 'a remote-tracking ref holds the same key already' } }], problems: [] };

  test('staged', () => {
    const repository = makePushed();
    repository.stage(change(repository));
    expect(repository.look(['staged']).report).toMatchObject(expected);
    const { stdout } = repository.skan(['staged']);
    expect(stdout).not.toContain('only on this machine');
    expect(stdout).toMatch(/take it out/);
  });

  test('in a range', () => {
    const repository = makePushed();
    repository.commit(change(repository), 'more');
    expect(repository.look(['range', 'origin/main..HEAD']).report).toMatchObject(expected);
    const id = repository.git('rev-parse', 'HEAD');
    expect(repository.look(['range', '--stdin', '--remote', 'origin'], { input: `refs/heads/main ${id} refs/heads/main ${repository.git('rev-parse', 'origin/main')}\n` }).report).toMatchObject(expected);
  });
});

test('in the message of a commit', () => {
  const repository = makePushed();
  repository.write({ message: `with ${key()}\n` });
  expect(repository.look(['scan', '--commit-msg', 'message']).report).toMatchObject({ findings: [{ exposure: { reach: 'pushed' } }] });
});

test('a key that no remote has stays what it is', () => {
  const repository = makePushed();
  repository.stage({ 'b.env': `TOKEN=${makeKey('not pushed')}\n` });
  expect(repository.look(['staged']).report).toMatchObject({ findings: [{ exposure: { reach: 'staged' } }] });
  expect(repository.skan(['staged']).stdout).toContain('only on this machine');
});

test('what could not be looked at is not claimed', () => {
  const repository = makePushed();
  repository.commit({ 'large.bin': Buffer.alloc(5 * 1024 * 1024, 'a line\n') }, 'large');
  repository.git('push', '--quiet', 'origin', 'main');
  repository.stage({ 'b.env': `TOKEN=${makeKey('not pushed')}\n` });
  expect(repository.look(['staged']).report.findings[0]?.exposure.detail).toMatch(/^whether what was pushed before/);
});
