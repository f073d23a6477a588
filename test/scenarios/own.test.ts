// Users' own rules: what they say reaches the report, `rules check` times them on hostile input, `rules import` makes them of files
// of gitleaks and betterleaks and says what it leaves behind.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lookWithSkan, makeFolder, makeRepository, runSkan } from '../repository.js';

function withFiles(files: Readonly<Record<string, string>>): string {
  const folder = makeFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

const own = `rules:
  - id: acme-key
    title: Acme key
    severity: high
    anchors: [acmeq_]
    pattern: '<<L>>(?<secret>acmeq_[a-z0-9]{24})<<R>>'
    proofs: [{entropy: 2.5}]
    revoke: {url: 'https://keys.acme.dev/revoke', steps: [End it in the console., Tell the owner.]}
    rotate: {steps: [Make another in the console.]}
    misuse: {steps: [Read the usage page.]}
    finds: ['k=«acmeq_{{lowernum:24}}»']
`;
const secret = `acmeq_${'k3v9x2m7q1z8w4c6'.padEnd(24, 'r5t0y7')}`;

test('what an own rule says of revoking reaches the report', () => {
  const folder = withFiles({ '.skan.yaml': own, a: `k=${secret}\n` });
  const { report } = lookWithSkan(['scan', 'a'], { in: folder });
  expect(report.findings).toMatchObject([{ rule: 'acme-key', remediation: { revoke: { url: 'https://keys.acme.dev/revoke', steps: ['End it in the console.', 'Tell the owner.'] }, rotate: { steps: ['Make another in the console.'] }, misuse: { steps: ['Read the usage page.'] } } }]);
});

test('an own rule can be changed under override, and switched off', () => {
  const at = (override: string): ReturnType<typeof lookWithSkan> => lookWithSkan(['scan', 'a'], { in: withFiles({ '.skan.yaml': `${own}override:\n  acme-key: ${override}\n`, a: `k=${secret}\n` }) });
  expect(at('{severity: low}').report.findings).toMatchObject([{ severity: 'low' }]);
  expect(at('{off: true}').report).toMatchObject({ findings: [], suppressed: [{ by: 'config' }] });
  expect(at("{ignore: ['a']}").report).toMatchObject({ findings: [], suppressed: [{ by: 'config', reason: 'a' }] });
});

test('an unknown rule is answered with the nearest name, and failOn: info as on the command line', () => {
  const folder = withFiles({ '.skan.yaml': 'override:\n  github-personal-acess-token: {off: true}\n', a: '' });
  expect(runSkan(['scan', 'a'], { in: folder }).stderr).toMatch(/there is no such rule; did you mean github-personal-access-token\?/);
  writeFileSync(join(folder, '.skan.yaml'), 'failOn: info\n');
  expect(runSkan(['scan', 'a'], { in: folder })).toMatchObject({ code: 2, stderr: expect.stringMatching(/failOn: expected one of critical, high, medium, low\n/) });
});

test('.skan.yml is said to be not read', () => {
  const repository = makeRepository();
  repository.write({ '.skan.yml': 'failOn: high\n', 'in/a': 'x\n' });
  for (const args of [['scan', 'in/a'], ['staged'], ['audit']]) {
    const run = runSkan(args, { in: repository.path });
    expect(run.stdout.replace(/\s+/g, ' ')).toContain('.skan.yml (skan reads .skan.yaml; rename it)');
    expect(run.code).toBe(0);
  }
  repository.write({ '.skan.yaml': 'requireReason: false\n' });
  expect(runSkan(['scan', 'in/a'], { in: repository.path }).stdout).not.toContain('.skan.yml');
});

describe('skan rules check times rules', () => {
  const check = (pattern: string): ReturnType<typeof runSkan> =>
    runSkan(['rules', 'check', 'r.yaml'], { in: withFiles({ 'r.yaml': `rules:\n  - {id: acme-key, title: A, severity: high, anchors: [acme_], pattern: '${pattern}'}\n` }) });

  test('one that holds', () => {
    expect(check('(?<secret>acme_[a-z]{20,200})')).toMatchObject({ code: 0, stdout: 'r.yaml: 1 rule holds: examples, spans, time\n' });
  });

  test.each(['(?<secret>acme_[a-z]{1,20000}[a-z]{1,20000}!)', '(?<secret>acme_[a-z_]{1,30000}!)'])('%s is quadratic', (pattern) => {
    const run = check(pattern);
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(/^r\.yaml: rule acme-key: (?:worse than )?quadratic: doubling the input takes \d+\.\d times as long, at \d+ KiB \d+\.\d s\n$/);
  });

  test('one that does not end is ended', () => {
    expect(check('(?<secret>acme_(?:[a-z]{1,20}){1,200}!)')).toMatchObject({ code: 1, stdout: expect.stringMatching(/does not come to an end: 8 KiB made for it takes more than 20 s/) });
  });
});

describe('skan rules import', () => {
  const toml = `title = "x"
[extend]
useDefault = true
[[rules]]
id = "acme.key"
description = "Detected an Acme Key, which may lead to harm."
regex = '''(?i)[\\w.-]{0,50}?(?:acmeco)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:)["'\\s=]{0,5}([a-z0-9]{32,})(?:['"\\s;]|$)'''
entropy = 3.0
keywords = ["acmeco"]
[[rules.allowlists]]
regexes = ["a", "b"]
commits = ["c"]
[[rules]]
id = "acme-named"
regex = '\\b(?P<key>acmez-[[:xdigit:]]{40})\\z'
[[rules]]
id = "files"
path = '\\.p12$'
[[rules]]
id = "free"
regex = '[a-f0-9]{32}'
[[rules]]
id = "odd"
regex = 'acme\\p{Greek}'
[[rules]]
id = "other"
regex = 'acmeo_([a-z]{30})'
filter = 'entropy(finding["secret"]) <= 3.1'
validate = 'x'
skipReport = true
`;

  test('carries over what it can, in a form that holds, and tells the rest', () => {
    const folder = withFiles({ 'g.toml': toml });
    const run = runSkan(['rules', 'import', 'g.toml', '--output', 'own.yaml'], { in: folder });
    expect(run).toMatchObject({ code: 0, stdout: '' });
    const lines = run.stderr.trimEnd().split('\n');
    expect(lines.find((line) => line.startsWith('acme-key:'))).toMatch(/its id is acme-key now; repetitions .* \{32,\} is \{32,\d+\}; an allowlist is not carried over: 2 regexes, 1 commit/);
    expect(lines).toEqual(expect.arrayContaining([
      expect.stringMatching(/^g\.toml: extend\.useDefault/),
      expect.stringMatching(/^files: not carried over: it has no regex, only a path/),
      expect.stringMatching(/^free: not carried over: /),
      expect.stringMatching(/^odd: not carried over: the property \\p\{Greek\} has no equal/),
      expect.stringMatching(/^other: .*severity is info.*validation is an expression/),
    ]));
    expect(lines.at(-1)).toBe('3 of 6 rules carried over; prove them with: skan rules check own.yaml');
    const text = readFileSync(join(folder, 'own.yaml'), 'utf8');
    expect(text).toMatch(/title: Acme Key\n/);
    expect(text.match(/«/g)?.length).toBeGreaterThan(3);
    expect(text).toMatch(/- entropy: 3.1/);
    expect(runSkan(['rules', 'check', 'own.yaml'], { in: folder })).toMatchObject({ code: 0, stdout: 'own.yaml: 3 rules hold: examples, spans, time\n' });
    expect(runSkan(['scan', 'own.yaml', '--config', 'own.yaml'], { in: folder }).code).toBe(0);
    expect(runSkan(['rules', 'import', 'g.toml', '--output', 'own.yaml'], { in: folder })).toMatchObject({ code: 2, stderr: expect.stringMatching(/it is there already/) });
  });

  test('to standard output where no file is named', () => {
    const run = runSkan(['rules', 'import', 'g.toml'], { in: withFiles({ 'g.toml': toml }) });
    expect(run.stdout).toMatch(/^# Imported from g\.toml by skan rules import\.\nrules:\n/);
    expect(run.stderr).toMatch(/3 of 6 rules carried over\n$/);
  });

  test('what is no such file is refused', () => {
    const folder = withFiles({ 'a.toml': 'a = 1\n', 'b.toml': 'a = \n' });
    expect(runSkan(['rules', 'import', 'a.toml'], { in: folder })).toMatchObject({ code: 2, stderr: expect.stringMatching(/a\.toml: it has no \[\[rules\]\]/) });
    expect(runSkan(['rules', 'import', 'b.toml'], { in: folder })).toMatchObject({ code: 2, stderr: expect.stringMatching(/b\.toml:1: not valid TOML/) });
    expect(runSkan(['rules', 'import', 'none.toml'], { in: folder })).toMatchObject({ code: 2, stderr: expect.stringMatching(/cannot be read \(ENOENT\)/) });
    expect(runSkan(['rules', 'list', '--output', 'x'], { in: folder }).code).toBe(2);
    expect(existsSync(join(folder, 'x'))).toBe(false);
  });
});
