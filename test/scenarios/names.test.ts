// File names are bytes that anyone may choose: odd ones change no answer, and a name that is itself a key is found, and masked
// wherever it is shown.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formats, showingFormats } from '../../src/model/request.js';
import { makeKey } from '../keys.js';
import { makeFolder, makeRepository, runSkan, tell, lookWithSkan } from '../repository.js';

const old = makeKey('old');
const fresh = makeKey('new');
const named = makeKey('named');

const odd: readonly (readonly [string, string | Buffer, string])[] = [
  ['a newline', 'line\nfeed', 'line\nfeed'],
  ['a carriage return', 'carriage\rreturn', 'carriage\rreturn'],
  ['a leading dash', '--output=x', '--output=x'],
  ['quotes', `it's "quoted"`, `it's "quoted"`],
  ['a tab', 'a\tb', 'a\tb'],
  ['a backslash', 'a\\b\\x41', 'a\\b\\x41'],
  ['blanks at the ends', ' a ', ' a '],
  ['glob characters', '*?[a].{b}', '*?[a].{b}'],
  ['pathspec magic', ':(exclude)*', ':(exclude)*'],
  ['a short pathspec', ':!x', ':!x'],
  ['a colon before a folder', ':/x', ':/x'],
  ['the name of a revision', 'HEAD', 'HEAD'],
  ['a record of git itself', ':100644 100644 a b M', ':100644 100644 a b M'],
  ['an escape sequence', '\u001b[31mred', '\u001b[31mred'],
  ['letters of many scripts', 'ключ/鍵/😀', 'ключ/鍵/😀'],
  ['a byte-order mark', '\ufeffmark', '\ufeffmark'],
  ['letters that turn the writing round', '\u202etxt.exe', '\u202etxt.exe'],
  ['bytes that are no UTF-8', Buffer.from([0x66, 0xff, 0x2f, 0xc3]), 'f\\xff/\\xc3'],
  ['half a UTF-8 character', Buffer.from([0xe2, 0x82, 0x61]), '\\xe2\\x82a'],
  ['an encoded surrogate', Buffer.from([0xed, 0xa0, 0x80]), '\\xed\\xa0\\x80'],
];

describe.each(odd)('a name with %s', (_, path, shown) => {
  test('is judged as any other by staged, range and audit', () => {
    const repository = makeRepository();
    repository.commit({ '.skan.yaml': 'failOn: low\n' });
    repository.entry(path, `${old}\n`);
    expect(tell(repository.look(['staged']).report)).toEqual([`old blob ${shown}:1`]);
    repository.git('commit', '--quiet', '-m', 'one');
    repository.entry(path, `${old}\n${fresh}\n`);
    expect(tell(repository.look(['staged']).report)).toEqual([`new blob ${shown}:2`]);
    repository.git('commit', '--quiet', '-m', 'two');
    expect(tell(repository.look(['range', 'HEAD~1..HEAD']).report)).toEqual([`new blob ${shown}:2`]);
    expect(tell(repository.look(['audit']).report)).toEqual([`new blob ${shown}:2`, `old blob ${shown}:1`]);
  });
});

test('an odd name in a folder is scanned and shown in the same form', () => {
  const folder = makeFolder();
  const names = odd.filter(([, path]) => !path.includes('/')).slice(0, 12);
  for (const [, path] of names) writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(path)]), `${fresh}\n`);
  writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xff])]), `${fresh}\n`);
  expect(tell(lookWithSkan(['scan', '.'], { in: folder }).report)).toEqual([...names.map(([, , shown]) => `new file ${shown}:1`), 'new file \\xff:1'].sort());
});

describe('a name that is a key', () => {
  const make = () => {
    const repository = makeRepository();
    repository.commit({ plain: 'x\n' });
    repository.stage({ [`keys/${named}.txt`]: 'nothing\n' });
    return repository;
  };

  test('is found when it is staged, committed, or lies in a folder', () => {
    const repository = make();
    const { code, report } = repository.look(['staged']);
    expect(report.findings).toMatchObject([{ occurrences: [{ source: 'path', path: expect.stringMatching(/^keys\/ghp_.{4}….{4}\.txt$/), line: 1, column: 6, endLine: 1, endColumn: 46 }] }]);
    expect(code).toBe(1);
    repository.git('commit', '--quiet', '-m', 'x');
    expect(repository.look(['range', 'HEAD~1..HEAD']).report.findings).toMatchObject([{ occurrences: [{ source: 'path' }] }]);
    expect(repository.look(['audit']).report.findings).toMatchObject([{ occurrences: [{ source: 'path', commit: repository.git('rev-parse', 'HEAD') }] }]);
    expect(repository.look(['scan', '.']).report.findings).toMatchObject([{ occurrences: [{ source: 'path' }] }]);
  });

  test.each(formats)('is masked in %s, also in what is skipped, suppressed, or cannot be read', (format) => {
    const repository = make();
    repository.stage({ [`${named}-too`]: `${fresh} // skan:allow github-personal-access-token -- see ${named}\n`, [`link-${named}`]: { link: `/to/${named}` } });
    repository.git('update-index', '--add', '--cacheinfo', `160000,${repository.git('rev-parse', 'HEAD')},module-${named}`);
    repository.git('update-index', '--add', '--cacheinfo', `100644,${'12'.repeat(20)},missing-${named}`);
    const run = repository.skan(['staged', '--format', format, '--verbose']);
    expect(run.code).toBe(2);
    expect(run.stdout).toContain('ghp_');
    // The formats that are passed on stay masked whatever is asked.
    expect(repository.skan(['staged', '--format', format, '--show-secrets']).stdout.includes(named)).toBe(showingFormats.includes(format));
  });

  test('is no news when it was there before, and is when a file gets it by a rename', () => {
    const repository = make();
    repository.git('commit', '--quiet', '-m', 'x');
    repository.stage({ [`keys/${named}.txt`]: 'changed\n' });
    expect(repository.look(['staged']).report.findings).toEqual([]);
    repository.git('commit', '--quiet', '-m', 'y');
    expect(repository.look(['range', 'HEAD~1..HEAD']).report.findings).toEqual([]);
    repository.git('mv', 'plain', `other-${old}`);
    expect(tell(repository.look(['staged']).report)).toEqual([expect.stringMatching(/^old path other-ghp_/)]);
    repository.git('commit', '--quiet', '-m', 'z');
    expect(tell(repository.look(['range', 'HEAD~1..HEAD']).report)).toEqual([expect.stringMatching(/^old path other-ghp_/)]);
  });
});

test('a folder that is named after a key is told once for each path below it', () => {
  const folder = makeFolder();
  mkdirSync(join(folder, named));
  writeFileSync(join(folder, named, 'a'), 'a\n');
  const { report } = lookWithSkan(['scan', folder], { in: '/' });
  expect(report.findings).toMatchObject([{ redacted: expect.stringMatching(/^ghp_/), occurrences: [{ source: 'path' }] }]);
  expect(runSkan(['scan', folder], { in: '/' }).code).toBe(1);
});
