// What an audit found -> what is to be removed: the secrets, and the byte runs in which they were found. The bytes of an encoded
// or split run are taken from the object itself, by scanning it again.

import type { Finding, Occurrence } from '../model/report.js';
import type { Engine } from '../engine/scan.js';
import type { Target } from '../remedy/purge/forms.js';

/** Codings whose runs need no bytes of their own: they are written anew from the secret. */
const rewritten = new Set(['utf-16le', 'utf-16be']);

/**
 * @param findings with their secrets
 * @param read contents of objects by id
 */
export async function findTargets(findings: readonly Finding[], engine: Engine, read: (ids: readonly string[]) => Promise<ReadonlyMap<string, Uint8Array>>): Promise<Target[]> {
  const wanted = [...new Set(findings.flatMap(({ occurrences, secret }) => occurrences.filter((each) => needsBytes(each, secret)).flatMap(({ object }) => object ?? [])))];
  const contents = await read(wanted);
  const bySecret = new Map<string, Target>();
  for (const { fingerprint, secret = '', occurrences } of findings) {
    const known = bySecret.get(secret);
    const runs = occurrences.filter((each) => needsBytes(each, secret)).flatMap(({ object = '' }) => findRuns(contents.get(object), secret, engine));
    const objects = occurrences.flatMap(({ object }) => object ?? []);
    bySecret.set(secret, {
      fingerprint: known?.fingerprint ?? fingerprint,
      secret,
      runs: [...(known?.runs ?? []), ...runs],
      objects: [...new Set([...(known?.objects ?? []), ...objects])],
    });
  }
  return [...bySecret.values()];
}

/** What was decoded, and what is no UTF-8: its text is not its bytes. */
function needsBytes({ decodedFrom = [] }: Occurrence, secret = ''): boolean {
  return decodedFrom.some((coding) => !rewritten.has(coding)) || secret.includes('\ufffd');
}

/** A run inside an archive has no bytes in the object: offsets would lie. */
function findRuns(bytes: Uint8Array | undefined, secret: string, engine: Engine): Uint8Array[] {
  if (bytes === undefined) return [];
  return engine
    .scanText(bytes)
    .filter((match) => match.secret.reveal() === secret && !match.decodedFrom.some((coding) => coding.includes(':') || rewritten.has(coding)))
    .map(({ start, end }) => bytes.subarray(start, end))
    .filter((run) => run.length > 0);
}
