// What an audit found, encoded or split, becomes byte runs of the object itself; what lies in an archive does not.

import type { Engine } from '../../src/engine/scan.js';
import type { Match } from '../../src/model/match.js';
import type { Finding } from '../../src/model/report.js';
import { Secret } from '../../src/model/secret.js';
import { findTargets } from '../../src/run/removal.js';
import { makeKey } from '../keys.js';

const secret = makeKey('removal');
const object = '1'.repeat(40);

const finding = (fingerprint: string, decodedFrom: readonly string[]): Finding => ({
  fingerprint,
  secret,
  occurrences: [{ source: 'blob', path: 'a', line: 1, column: 1, endLine: 1, endColumn: 2, object, ...(decodedFrom.length === 0 ? {} : { decodedFrom }) }],
} as unknown as Finding);

const engine = (decodedFrom: readonly string[], start: number, end: number): Engine => ({
  scanText: () => [{ secret: new Secret(secret), start, end, decodedFrom } as unknown as Match],
} as unknown as Engine);

const cases: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['plain', [], []],
  ['UTF-16, which is written anew', ['utf-16le'], []],
  ['base64', ['base64'], ['ENCODED']],
  ['split over literals', ['concat'], ['ENCODED']],
  ['a member of an archive', ['zip:a.txt'], []],
  ['base64 in a member of an archive', ['gzip:x', 'base64'], []],
];

test.each(cases)('%s', async (_, decodedFrom, runs) => {
  const read = (ids: readonly string[]): Promise<Map<string, Uint8Array>> => Promise.resolve(new Map(ids.map((id) => [id, Buffer.from('an ENCODED run')])));
  const [target, second] = await findTargets([finding('ab', decodedFrom)], engine(decodedFrom, 3, 10), read);
  expect(second).toBeUndefined();
  expect(target).toMatchObject({ fingerprint: 'ab', secret, objects: [object] });
  expect(target?.runs.map((run) => Buffer.from(run.bytes).toString())).toEqual(runs);
});

test('one secret under two rules is one target', async () => {
  const targets = await findTargets([finding('ab', []), finding('cd', [])], engine([], 0, 0), () => Promise.resolve(new Map()));
  expect(targets).toHaveLength(1);
});
