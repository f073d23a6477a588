// Passwords of fewer than sixteen characters: one that was drawn goes wherever its bytes stand; of one that somebody chose what stands
// inside something longer stays, and the proof says so.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeKey } from '../keys.js';
import { makeRepository } from '../repository.js';
import type { Repository } from '../repository.js';
import { describeWith } from '../tools/need.js';
import { filterRepo, objectsHolding, runPlan, toolVariables, verifyPlan, writePlan } from '../tools/purge.js';

const drawn = (): string => makeKey('short', 'password');
const chosen = (): string => ['Tiger', 'lily', '88'].join('');

/** Where people write passwords without a blank before them. */
const beside = (password: string): Record<string, string> => ({
  'a.yml': `db:\n  password: '${password}'\n  url: postgres://app:${password}@db.internal/app\n`,
  'run.sh': `mysql -uroot -p${password} app\n`,
  'e.json': `{"script": "begin\\n${password}\\nend"}\n`,
  'u.txt': `http%3A%2F%2Fu%3A${password}%40h\n`,
});

function leak(password: string, more: Readonly<Record<string, string>> = {}): Repository {
  const repository = makeRepository();
  repository.commit({ 'README.md': 'a project\n' }, 'start');
  repository.commit({ ...beside(password), ...more }, 'leak');
  return repository;
}

const tools: readonly (readonly [string, Parameters<typeof describeWith>[1], readonly string[]])[] = [
  ['filter-repo', filterRepo, []],
  ['filter-branch', {} as typeof filterRepo, ['--tool', 'filter-branch']],
];

describe.each(tools)('with git %s', (name, needs, args) => {
  describeWith(`git ${name}`, needs, (found) => {
    const purge = (repository: Repository): { readonly folder: string; readonly proof: ReturnType<typeof verifyPlan> } => {
      const { folder, run } = writePlan(repository, ...args);
      expect(run).toMatchObject({ code: 0, stderr: '' });
      expect(runPlan(folder, repository.path, toolVariables(found))).toMatchObject({ code: 0 });
      return { folder, proof: verifyPlan(folder, repository.path) };
    };

    test('one that was drawn is gone everywhere, also within longer words', () => {
      const repository = leak(drawn(), { 'w.txt': `x${drawn()}y\n` });
      expect(purge(repository).proof).toMatchObject({ code: 0, stderr: '' });
      expect(objectsHolding(repository.path, [drawn()])).toEqual([]);
    });

    test('one that was chosen is gone where an escape or a flag stands before it; other words stay, and fail the proof', () => {
      const repository = leak(chosen());
      expect(purge(repository).proof).toMatchObject({ code: 0, stderr: '' });
      expect(objectsHolding(repository.path, [chosen()])).toEqual([]);

      const other = leak(chosen(), { 'w.txt': `x${chosen()}y\n` });
      const { folder, proof } = purge(other);
      const [left = ''] = objectsHolding(other.path, [chosen()])[0]?.split(' ') ?? [];
      expect(proof).toMatchObject({ code: 1, stderr: '' });
      expect(proof.stdout).toMatch(new RegExp(`^  ${left}  blob  [0-9a-f]{8}  inside something longer$`, 'm'));
      expect(proof.stdout).toContain('1 object holds a short secret inside something longer');
      expect(readFileSync(join(folder, 'PURGE.md'), 'utf8')).toContain(`Inside something longer it also stands in \`${left.slice(0, 12)}\``);
    });
  });
});

test('the mark is drawn for each plan: what is published tells nothing of the password', () => {
  const repository = leak(drawn());
  const [{ fingerprint = '' } = {}] = repository.look(['audit']).report.findings;
  const marks = [1, 2].map(() => {
    const [, mark = ''] = /REDACTED-([0-9a-f]{8})/.exec(readFileSync(join(writePlan(repository).folder, 'PURGE.md'), 'utf8')) ?? [];
    return mark;
  });
  expect(new Set([...marks, fingerprint.slice(0, 8)]).size).toBe(3);
  expect(marks).not.toContain('');
});
