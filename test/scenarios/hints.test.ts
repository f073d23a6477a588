// Every report ends with the command that tells all steps: typed as it stands, where the report was made, it works.

import { join } from 'node:path';
import { makeKey } from '../keys.js';
import { bundle, makeFolder, makeRepository, runProcess, runSkan } from '../repository.js';
import type { Run } from '../repository.js';

const leak = (): string => `TOKEN=${makeKey('hint')}\n`;

const sources: readonly (readonly [string, () => { readonly folder: string; readonly args: readonly string[]; readonly input?: string }])[] = [
  ['a file outside git', () => {
    const folder = makeFolder();
    runProcess('sh', ['-c', 'cat > a.env'], folder, leak());
    return { folder, args: ['scan', 'a.env'] };
  }],
  ['standard input', () => ({ folder: makeFolder(), args: ['scan', '-'], input: leak() })],
  ['an untracked file', () => {
    const repository = makeRepository();
    repository.write({ 'a.env': leak() });
    return { folder: repository.path, args: ['scan', 'a.env'] };
  }],
  ['a message that is being made', () => {
    const repository = makeRepository();
    repository.write({ message: leak() });
    return { folder: repository.path, args: ['scan', '--commit-msg', 'message'] };
  }],
  ['an audit from elsewhere', () => {
    const repository = makeRepository();
    repository.commit({ 'a.env': leak() });
    return { folder: makeFolder(), args: ['audit', repository.path] };
  }],
  ['what is staged', () => {
    const repository = makeRepository();
    repository.stage({ 'a.env': leak() });
    return { folder: repository.path, args: ['staged'] };
  }],
  ['an audit', () => {
    const repository = makeRepository();
    repository.commit({ 'a.env': leak() });
    return { folder: repository.path, args: ['audit'] };
  }],
];

describe.each(sources)('%s', (_, make) => {
  test.each(['text', 'markdown', 'github', 'gitlab', 'junit', 'sarif'])('in %s', (format) => {
    const { folder, args, input = '' } = make();
    const said = runProcess(process.execPath, [bundle, ...args, '--format', format], folder, input);
    expect(said.code).toBe(1);
    const [, name = ''] = /skan explain ([\w-]+)(?!,)/.exec(said.stdout.replaceAll('skan explain, with', '')) ?? [];
    const explained: Run = runSkan(['explain', name], { in: folder });
    expect(explained).toMatchObject({ code: 0, stderr: '' });
  });
});

test('a key in many places: how to see them all', () => {
  const folder = makeFolder();
  runProcess('sh', ['-c', 'cat > a.env; for i in 1 2 3 4 5 6 7; do cp a.env $i.env; done'], folder, leak());
  expect(runSkan(['scan', '.'], { in: join(folder) }).stdout).toContain('+ 7 more places (--verbose lists them)');
});
