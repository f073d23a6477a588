// A private key whose base64 also stands without the lines that make it a PEM: no rule sees it there, and it is the key all the same.

import { makeKey } from '../keys.js';
import { makeRepository } from '../repository.js';
import { objectsHolding, runPlan, verifyPlan, writePlan } from '../tools/purge.js';

test('the body of a PEM goes wherever it stands: joined, wrapped, escaped, with a margin, as bytes', () => {
  const pem = makeKey('purge pem', 'privateKey');
  const lines = pem.trim().split('\n').slice(1, -1);
  const joined = lines.join('');
  const narrow = joined.match(/.{1,64}/g) ?? [];
  const repository = makeRepository();
  repository.commit({ 'README.md': 'a project\n' }, 'start');
  repository.commit({ 'key.pem': `${pem}\n` }, 'leak');
  repository.commit({
    'joined.txt': `key ${joined}\n`,
    'wrapped.txt': `key\n${lines.join('\n')}\nend\n`,
    'crlf.txt': `key\r\n${narrow.join('\r\n')}\r\nend\r\n`,
    'body.json': `{"key": "${lines.join('\\n')}"}\n`,
    'body.yml': `key: |\n    ${lines.join('\n    ')}\nend: 1\n`,
    'key.der': Buffer.from(joined, 'base64'),
  }, 'the same without its first and last line');
  const { folder, run } = writePlan(repository, '--tool', 'filter-branch');
  expect(run).toMatchObject({ code: 0, stderr: '' });
  expect(verifyPlan(folder, repository.path).stdout).toMatch(/ {2}der\n/);
  expect(runPlan(folder, repository.path)).toMatchObject({ code: 0 });
  expect(verifyPlan(folder, repository.path)).toMatchObject({ code: 0, stderr: '' });
  expect(objectsHolding(repository.path, [lines[1] ?? '', (narrow[1] ?? ''), Buffer.from(joined, 'base64').subarray(20, 60)])).toEqual([]);
  expect(repository.git('show', 'HEAD:body.yml')).toMatch(/^key: \|\n {4}REDACTED-[0-9a-f]{8}=*\nend: 1$/);
});
