// A private key that is a file of its own is kept out of git; nothing of it goes into a variable.

import { makeKey } from '../keys.js';
import { makeRepository } from '../repository.js';

test('a staged private key', () => {
  const repository = makeRepository();
  repository.stage({ 'deploy.key': `${makeKey('key file', 'privateKey')}\n` });
  const said = repository.skan(['staged']).stdout;
  expect(said).toContain('git rm --cached deploy.key');
  expect(said).toContain('move the file out of the repository');
  expect(said).toContain('git add .gitignore');
  expect(said).not.toMatch(/\.env|ends in -/);
});

test('a private key inside a source file is moved as other keys are', () => {
  const repository = makeRepository();
  repository.stage({ 'a.ts': `const key = ${JSON.stringify(makeKey('key file', 'privateKey'))};\n` });
  const said = repository.skan(['staged']).stdout;
  expect(said).toContain('.env');
  expect(said).not.toMatch(/git rm --cached|ends in -/);
});
