// What a proof is worth: it is of the repository of its plan, and the command for it can be copied.

import { join } from 'node:path';
import { makeKey } from '../keys.js';
import { bundle, makeFolder, makeRepository, runProcess, runSkan } from '../repository.js';
import type { Repository } from '../repository.js';
import { runPlan, verifyPlan, writePlan } from '../tools/purge.js';

function leak(): Repository {
  const repository = makeRepository();
  repository.commit({ 'README.md': 'a project\n', empty: '' }, 'start');
  repository.commit({ 'a.env': `TOKEN=${makeKey('purge proof')}\n` }, 'leak');
  return repository;
}

test('a plan proves nothing in another repository', () => {
  const repository = leak();
  const { folder } = writePlan(repository, '--tool', 'filter-branch');
  const other = makeRepository();
  other.commit({ 'other.txt': 'something else\n', empty: '' }, 'start');
  const proof = verifyPlan(folder, other.path);
  expect(proof).toMatchObject({ code: 2, stdout: '' });
  expect(proof.stderr).toMatch(/^skan: this plan belongs to another repository[^\n]*\n$/);
  expect(verifyPlan(folder, repository.path, '--remote', other.path).code).toBe(2);
  expect(verifyPlan(folder, repository.path).code).toBe(1);
  expect(runPlan(folder, repository.path)).toMatchObject({ code: 0 });
  expect(verifyPlan(folder, repository.path)).toMatchObject({ code: 0, stderr: '' });
});

test('the last line of the script can be copied, whatever the folder is called', () => {
  const repository = leak();
  const folder = join(makeFolder(), "the plan's folder");
  expect(runSkan(['purge', '--all', '--tool', 'filter-branch', '--write', folder], { in: repository.path }).code).toBe(0);
  const [command = ''] = /skan purge --verify --plan .*$/m.exec(runPlan(folder, repository.path).stdout) ?? [];
  expect(runProcess('sh', ['-c', command.replace('skan', `'${process.execPath}' '${bundle}'`)], repository.path)).toMatchObject({ code: 0, stderr: '' });
});
