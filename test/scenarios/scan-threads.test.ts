// A large folder is read by threads, and copies of a file are scanned once: what is told is the same as of its parts, each of
// which is scanned in one thread.

import { mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { makeKey } from '../keys.js';
import { lookWithSkan, makeFolder } from '../repository.js';
import type { Look } from '../repository.js';

const mebi = 2 ** 20;

/** Text without a key, of so many bytes, that differs by its name. */
function filler(name: string, size: number): string {
  return `${name} lies here and says nothing.\n`.repeat(Math.ceil(size / (name.length + 29))).slice(0, size);
}

function damaged(): Buffer {
  return gzipSync(Array.from({ length: 2000 }, (_, at) => `line ${at * at}`).join('\n')).subarray(0, 4500);
}

/** Folders with what differs from folder to folder and what does not; together more than one thread is used for. */
function makeLarge(): string {
  const folder = makeFolder();
  for (let number = 0; number < 24; number += 1) {
    const files: Readonly<Record<string, string | Buffer>> = {
      'same.env': `${filler('same', 9000)}TOKEN=${makeKey('same')}\n`,
      'own.env': `${filler('own', 9000)}TOKEN=${makeKey(`own ${number}`)}\n`,
      'sometimes.env': `${filler('sometimes', 9000)}TOKEN=${makeKey(`sometimes ${number % 3}`)}\n`,
      'large.txt': `${filler(`large ${number % 2}`, mebi)}TOKEN=${makeKey('large')}\n`,
      'broken.txt.gz': damaged(),
      [`${makeKey('name')}.txt`]: 'x',
      'small/a': `${makeKey(`small ${number}`)}\n`,
      'small/empty': '',
    };
    const part = join(folder, `part-${String(number).padStart(2, '0')}`);
    mkdirSync(join(part, 'small'), { recursive: true });
    for (const [name, content] of Object.entries(files)) {
      writeFileSync(join(part, name), content);
      utimesSync(join(part, name), 1e9, 1e9);
    }
    symlinkSync(makeKey('link'), join(part, 'link'));
    symlinkSync('/dev/full', join(part, 'odd'));
  }
  return folder;
}

function occurrencesOf({ report }: Look): string[] {
  return report.findings.flatMap(({ rule, redacted, occurrences }) => occurrences.map(({ source, path, line, column }) => JSON.stringify([rule, redacted, source, path, line, column])));
}

const folder = makeLarge();
const whole = lookWithSkan(['scan', '.', '--jobs', '2'], { in: folder });

test('what its parts tell', () => {
  const parts = Array.from({ length: 24 }, (_, number) => lookWithSkan(['scan', `part-${String(number).padStart(2, '0')}`], { in: folder }));
  expect(occurrencesOf(whole).sort()).toEqual(parts.flatMap(occurrencesOf).sort());
  expect(whole.report.findings.length).toBe(1 + 24 + 3 + 1 + 1 + 24 + 1);
  expect(whole.report.skipped).toEqual(parts.flatMap(({ report }) => report.skipped));
  expect(whole.report.skipped.length).toBeGreaterThanOrEqual(24);
  const count = (name: 'objects' | 'bytes'): number => parts.reduce((sum, { report }) => sum + report.scan.counts[name], 0);
  expect(whole.report.scan.counts).toMatchObject({ objects: count('objects'), bytes: count('bytes') });
});

test('one thread, and three, tell the same, byte for byte', () => {
  for (const jobs of ['1', '3']) expect(lookWithSkan(['scan', '.', '--jobs', jobs], { in: folder }).stdout).toBe(whole.stdout);
});

test('a file that is listed, and cannot be read, is told in its place', () => {
  const { code, report } = lookWithSkan(['scan', 'part-03', '/proc/self/mem', 'nowhere', '.', '--jobs', '2'], { in: folder });
  expect(report.problems).toMatchObject([{ what: 'nowhere' }, { what: expect.stringMatching(/proc\/self\/mem$/) as string, why: expect.stringContaining('could not be read') as string }]);
  expect(code).toBe(2);
  expect(report.findings).toHaveLength(whole.report.findings.length);
});
