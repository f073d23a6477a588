import { describe, expect, test } from '@jest/globals';
import { reaches, type Finding, type Report } from '../../src/model/report.js';
import { measure } from '../../src/report/layout.js';
import { formatText } from '../../src/report/text.js';
import { makeFinding, makeOccurrence, makeOther, makeReport, options } from './sample.js';

const detail = 'no remote-tracking ref holds it (last fetch: 2026-11-20)';

function print(report: Report, change: Partial<typeof options> = {}): string {
  return formatText(report, { ...options, ...change });
}

describe('a blocked commit', () => {
  const text = print(makeReport({ findings: [makeFinding()] }));

  test('reads like this', () => {
    expect(text).toBe(
      [
        'skan  1 leaked key in what you are about to commit',
        '',
        '  OpenAI project API key                                       critical, certain',
        '  src/config.ts:14:18    sk-proj-Ab3d…k9QA',
        "  why    OpenAI's marker stands in the middle of it; both halves have the same",
        '         length',
        '',
        '  It is staged; as far as git can tell, still only on this machine.',
        '  1  take it out   move it into a git-ignored .env and read process.env.MY_KEY',
        '  2  shared it?    revoke it first: https://platform.openai.com/api-keys',
        '                   (ends in k9QA)',
        '  3  commit again  after git add src/config.ts',
        '',
        '  not a secret?  // skan:allow openai-project-key -- why',
        '  all steps: skan explain 7f3c',
        '',
      ].join('\n'),
    );
  });

  test('is the same in colour but for the colours', () => {
    const coloured = print(makeReport({ findings: [makeFinding()] }), { color: true });
    expect(coloured).toContain('\x1b[');
    expect(coloured.replace(/\x1b\[\d+m/g, '')).toBe(text);
  });

  test('links are linked where the terminal can', () => {
    const linked = print(makeReport({ findings: [makeFinding()] }), { hyperlinks: true });
    expect(linked).toContain('\x1b]8;;https://platform.openai.com/api-keys\x1b\\https://platform.openai.com/api-keys\x1b]8;;\x1b\\');
    expect(linked.replace(/\x1b\]8;;[^\x1b]*\x1b\\/g, '')).toBe(text);
  });

  test.each([
    ['long why', { why: Array.from({ length: 6 }, () => 'a reason that is as long as reasons of proofs get, about so') }],
    ['long path', { occurrences: [makeOccurrence({ path: 'packages/a-long-name/src/features/checkout/payment/providers/openai/client.configuration.ts' })] }],
    ['three places', { occurrences: ['a.ts', 'b.ts', 'c.ts'].map((path) => makeOccurrence({ path })) }],
    ['many places', { occurrences: Array.from({ length: 40 }, (_, line) => makeOccurrence({ line: line + 1 })) }],
    ['all there is to say', { occurrences: [makeOccurrence({ decodedFrom: ['base64', 'gzip'] })], validation: { status: 'active', detail: 'asked now' } as const }],
    ['a name', { occurrences: [makeOccurrence({ source: 'path', path: 'sk-proj-Ab3d…k9QA.txt', line: 1, column: 1 })] }],
  ] satisfies readonly (readonly [string, Partial<Finding>])[])('fits 80x24: %s', (_name, change) => {
    const lines = print(makeReport({ findings: [makeFinding(change)] })).split('\n');
    expect(lines.length).toBeLessThanOrEqual(24);
    expect(lines.filter((line) => measure(line) > 80 && !line.includes('packages/a-long-name'))).toEqual([]);
  });

  test.each([
    ['a file of the environment is untracked', 'api/.env', '1  take it out   list it in .gitignore, then git rm --cached api/.env', '3  commit again  after git add .gitignore'],
    ['an example of one is not', '.env.example', '1  take it out   move it into a git-ignored .env', '3  commit again  after git add .env.example'],
    ['Python reads os.environ', 'a.py', 'and read os.environ["MY_KEY"]', 'after git add a.py'],
    ['a path with blanks is quoted and not broken', "a b/it's new.go", 'and read os.Getenv("MY_KEY")', "after git add 'a b/it'\\''s new.go'"],
    ['a path that starts with a dash is no option', '-f.ts', 'process.env.MY_KEY', "after git add './-f.ts'"],
    ['a path that cannot be typed is not given as a command', 'a\x1bb.ts', 'process.env.MY_KEY', 'after git add of that file'],
  ])('%s', (_name, path, ...expected) => {
    const output = print(makeReport({ findings: [makeFinding({ occurrences: [makeOccurrence({ path })] })] }));
    for (const line of expected) expect(output).toContain(line);
  });

  test('no line but a path or a link is wider than asked for', () => {
    const lines = print(makeReport({ findings: [makeFinding()] }), { columns: 50 }).split('\n');
    expect(lines.filter((line) => measure(line) > 50 && !/skan:allow|https:/.test(line))).toEqual([]);
  });
});

describe('how far a key has come', () => {
  test.each(reaches.filter((reach) => reach !== 'staged'))('%s: revoking is the first step', (reach) => {
    const text = print(makeReport({ scan: { command: 'audit' }, findings: [makeFinding({ exposure: { reach, inHead: true, refs: [] } })] }));
    expect(text).toMatch(/^ {2}1 {2}revoke it {3}https:\/\/platform\.openai\.com\/api-keys \(ends in k9QA\)$/m);
  });

  test.each(reaches)('%s: never says that it has not been pushed', (reach) => {
    const text = print(makeReport({ findings: [makeFinding({ exposure: { reach, inHead: false, refs: [] } })] }));
    expect(text).not.toMatch(/not (?:been |yet )?pushed/i);
  });

  test('what it rests on is given in its own words', () => {
    const text = print(makeReport({ scan: { command: 'range' }, findings: [makeFinding({ exposure: { reach: 'local', inHead: true, refs: [], detail: `${detail}.` } })] }));
    expect(text).toContain(`It is committed; ${detail}.\n`);
  });

  test('several are grouped, what is out first, and each group says what to do', () => {
    const staged = makeFinding();
    const pushed = makeOther({ exposure: { reach: 'pushed', inHead: true, refs: [], detail: 'origin/main holds it' } });
    const text = print(makeReport({ scan: { command: 'merge' }, findings: [staged, pushed] }));
    const order = ['Stripe live secret key', 'It is pushed; origin/main holds it.', '1  revoke it', 'OpenAI project API key', 'It is staged', '1  take it out'];
    expect(order.map((part) => text.indexOf(part))).toEqual(order.map((part) => text.indexOf(part)).sort((a, b) => a - b));
    expect(order.every((part) => text.includes(part))).toBe(true);
  });

  test('a key that its issuer calls dead needs no revoking', () => {
    const text = print(makeReport({ scan: { command: 'audit' }, findings: [makeFinding({ validation: { status: 'revoked' }, exposure: { reach: 'pushed', inHead: true, refs: [] } })] }));
    expect(text).toContain('1  revoke it   nothing to do: its issuer says it no longer works');
    expect(text).toContain('asked  it no longer works');
  });
});

describe('what its issuer said', () => {
  const pushed = { reach: 'pushed', inHead: true, refs: [] } as const;
  const fingerprint = (at: number): string => `${at}`.repeat(32);

  test('is said of each of many, and what is active comes first, however little it has come', () => {
    const statuses = ['revoked', 'unknown', 'not-checked', 'revoked', 'unknown', 'not-checked', 'active'] as const;
    const findings = statuses.map((status, at) => makeFinding({ fingerprint: fingerprint(at), validation: { status, ...(status === 'revoked' ? {} : { detail: `reason ${at}` }) }, exposure: status === 'active' ? { reach: 'reflog', inHead: false, refs: [] } : pushed }));
    const text = print(makeReport({ scan: { command: 'audit' }, findings }));
    const order = ['1 of them still active', 'STILL ACTIVE', 'asked  it is still active: reason 6', 'It is in the reflog', ', revoked', 'asked  it no longer works', 'asked  could not tell whether it still works: reason 1', 'asked  nobody: reason 2', 'They are pushed'];
    expect(order.filter((part) => !text.includes(part))).toEqual([]);
    expect(order.map((part) => text.indexOf(part))).toEqual(order.map((part) => text.indexOf(part)).sort((a, b) => a - b));
    expect(text.match(/^ +asked /gm)?.length).toBe(7);
  });

  test('nothing where nobody wanted to know', () => {
    expect(print(makeReport({ findings: [makeFinding()] }))).not.toMatch(/asked|active|nobody/);
  });
});

describe('places', () => {
  const places = [makeOccurrence({ inHead: true, commit: 'a'.repeat(40), date: '2024-02-03T10:00:00+01:00', author: 'Kim' }), makeOccurrence({ path: 'old.ts' }), makeOccurrence({ path: 'older.ts' })];
  const finding = makeFinding({ occurrences: places, exposure: { reach: 'pushed', inHead: true, refs: ['refs/heads/main'] } });
  const report = makeReport({ scan: { command: 'audit' }, findings: [finding] });

  test('one is shown and the rest counted', () => {
    expect(print(report)).toContain('src/config.ts:14:18    sk-proj-Ab3d…k9QA\n  in HEAD, since commit aaaaaaaaaaaa of 2024-02-03\n  + 2 more places (--verbose lists them)\n');
    expect(print(report)).not.toContain('old.ts');
  });

  test('verbose shows all, authors and refs', () => {
    const text = print(report, { verbose: true });
    for (const part of ['old.ts:14:18', 'older.ts:14:18', 'by Kim', 'refs   refs/heads/main']) expect(text).toContain(part);
  });

  test.each([
    ['message of commit cccccccccccc, line 3', { source: 'commit-message', path: '', line: 3, commit: 'c'.repeat(40) }],
    ['message of tag cccccccccccc', { source: 'tag-message', path: '', line: 1, commit: 'c'.repeat(40) }],
    ['author of commit cccccccccccc', { source: 'author', path: '', line: 1, commit: 'c'.repeat(40) }],
    ['note of commit cccccccccccc', { source: 'note', path: '', line: 1, commit: 'c'.repeat(40) }],
    ['a/link (where the symbolic link points)', { source: 'symlink', path: 'a/link', line: 1 }],
    ['a/x…y (its name)', { source: 'path', path: 'a/x…y', line: 1 }],
    ['the name of a ref', { source: 'ref', path: '', line: 1 }],
    ['standard input, line 14, column 18', { source: 'stdin', path: '' }],
  ] as const)('%s', (words, change) => {
    expect(print(makeReport({ scan: { command: 'audit' }, findings: [makeFinding({ occurrences: [makeOccurrence(change)] })] }))).toContain(`  ${words}    sk-proj-Ab3d…k9QA\n`);
  });
});

describe('the shortest name for explain', () => {
  test('is longer where four characters are not enough', () => {
    const twin = makeOther({ fingerprint: `7f3c2e${'0'.repeat(26)}` });
    expect(print(makeReport({ findings: [makeFinding()], suppressed: [{ finding: twin, by: 'baseline' }] }))).toContain('skan explain 7f3c2e1\n');
  });
});

describe('the last word', () => {
  const skipped = [{ what: 'assets/intro movie.mp4', why: 'LFS pointer' }, { what: 'lib', why: 'submodule' }, { what: 'a.zip', why: 'archive beyond its bounds' }];
  const problem = { what: 'assets/model.bin', why: 'its object 1a2b3c4d is missing', hint: 'git fetch --refetch origin' };

  test.each([
    ['clean', makeReport(), 'skan  clean: 12 files, 3.4 KB\n'],
    ['clean audit', makeReport({ scan: { command: 'audit', counts: { objects: 1234567, bytes: 8_200_000_000, findings: 0, suppressed: 0 } } }), 'skan  clean: 1,234,567 objects, 8.2 GB\n'],
    ['one file', makeReport({ scan: { counts: { objects: 1, bytes: 1, findings: 0, suppressed: 0 } } }), 'skan  clean: 1 file, 1 byte\n'],
    [
      'skipped is not clean',
      makeReport({ skipped }),
      'skan  nothing found; 3 things not looked into: assets/intro movie.mp4 (LFS\n      pointer), lib (submodule), a.zip (archive beyond its bounds)\n',
    ],
    [
      'strict makes that incomplete',
      makeReport({ skipped: skipped.slice(1, 2), scan: { complete: false } }),
      'skan  incomplete: 1 thing not looked into: lib (submodule)\n',
    ],
    [
      'a commit that could not be judged: what, how to mend it, how to go on',
      makeReport({ problems: [problem] }),
      'skan  incomplete: could not read assets/model.bin: its object 1a2b3c4d is\n      missing; to mend it: git fetch --refetch origin; git commit --no-verify\n      goes on unscanned, to be caught by pre-push and CI\n',
    ],
    [
      'an audit lists what it could not read',
      makeReport({ scan: { command: 'audit' }, problems: [problem, { what: 'b.bin', why: 'timed out' }] }),
      'skan  incomplete: 2 things could not be read\n\n  - assets/model.bin: its object 1a2b3c4d is missing; to mend it:\n    git fetch --refetch origin\n  - b.bin: timed out\n',
    ],
  ])('%s', (_name, report, expected) => {
    expect(print(report)).toBe(expected);
  });

  test('is never clean when something could not be read or was left out', () => {
    for (const report of [makeReport({ skipped }), makeReport({ problems: [problem] }), makeReport({ scan: { complete: false } })]) expect(print(report)).not.toContain('clean');
  });

  test('findings do not hide that the scan is incomplete', () => {
    const text = print(makeReport({ findings: [makeFinding()], problems: [problem], skipped }));
    expect(text).toContain('skan  1 leaked key in what you are about to commit; the scan is incomplete\n');
    expect(text).toContain('could not read 1 thing\n  - assets/model.bin');
    expect(text).toContain('git commit --no-verify goes on unscanned, to be caught by pre-push and CI\n');
    expect(text).toContain('3 things not looked into');
  });
});

describe('less and more', () => {
  const suppressed = [
    { finding: makeFinding(), by: 'comment', reason: 'an example', news: true },
    { finding: makeOther(), by: 'baseline' },
  ] as const;

  test('quiet says nothing of a clean scan', () => {
    expect(print(makeReport({ skipped: [{ what: 'lib', why: 'submodule' }] }), { quiet: true })).toBe('');
  });

  test('quiet still shows findings, problems and suppressions that the change brings', () => {
    const text = print(makeReport({ findings: [makeFinding()], problems: [{ what: 'x', why: 'timed out' }], suppressed }), { quiet: true });
    for (const part of ['sk-proj-Ab3d…k9QA', 'x: timed out', 'by a comment:\n    an example']) expect(text).toContain(part);
    expect(text).not.toContain('the baseline');
  });

  test('a suppression that the change brings is always shown', () => {
    const text = print(makeReport({ suppressed }));
    expect(text).toContain('skan  clean: 12 files, 3.4 KB; 2 suppressed\n');
    expect(text).toContain('suppressed by the very change that is judged\n  - openai-project-key sk-proj-Ab3d…k9QA at src/config.ts:14:18, by a comment:\n    an example');
    expect(text).not.toContain('the baseline');
  });

  test('verbose lists everything skipped and suppressed, with reasons', () => {
    const text = print(makeReport({ suppressed, skipped: Array.from({ length: 9 }, (_, index) => ({ what: `lib${index}`, why: 'submodule' })) }), { verbose: true });
    for (const part of ['lib8 (submodule)', 'by the baseline: no\n    reason given', 'by a comment:']) expect(text).toContain(part);
  });

  test('a finding below the threshold is shown and says that it does not fail', () => {
    const text = print(makeReport({ findings: [makeOther()] }), { failOn: 'critical', columns: 120 });
    expect(text).toContain('skan  1 leaked key in what you are about to commit; none severe enough to fail (--fail-on critical)\n');
    expect(text).toContain('high, confidence high; does not fail\n');
    expect(text).not.toContain('commit again');
  });

  test('info never fails', () => {
    expect(print(makeReport({ findings: [makeOther({ severity: 'info' })] }), { failOn: 'info' })).toContain('does not fail');
  });

  test('many findings take a line each, not a page', () => {
    const findings = Array.from({ length: 100 }, (_, index) => makeFinding({ fingerprint: index.toString(16).padStart(4, '0').padEnd(32, '0'), exposure: { reach: 'pushed', inHead: true, refs: [] } }));
    const lines = print(makeReport({ scan: { command: 'audit' }, findings }), { columns: 100 }).split('\n');
    expect(lines.length).toBeLessThan(115);
  });
});
