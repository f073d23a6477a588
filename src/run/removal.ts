// What an audit found -> what is to be removed: the secrets, and the byte runs in which they were found. The bytes of an encoded
// or split run are taken from the object itself, by scanning it again.

import type { Finding, Occurrence } from '../model/report.js';
import type { Engine } from '../engine/scan.js';
import type { Run, Target } from '../remedy/purge/forms.js';
import type { Wide } from '../remedy/purge/wide.js';
import { readPemBody } from '../rules/proofs/pem.js';
import { read as readText } from '../rules/proofs/reading.js';
import { readContents } from './contents.js';

type Read = (ids: readonly string[]) => Promise<ReadonlyMap<string, Uint8Array>>;

/** In a million million bytes a text of so many bits is met by chance once in a few repositories. */
const leastDrawnBits = 38;
/** Objects that are held in memory at once. */
const objectsAtOnce = 32;

/**
 * @param findings with their secrets
 * @param read contents of objects by id
 */
export async function findTargets(findings: readonly Finding[], engine: Engine, read: Read): Promise<Target[]> {
  const wanted = [...new Set(findings.flatMap(({ occurrences, secret }) => occurrences.filter((each) => needsBytes(each, secret)).flatMap(({ object }) => object ?? [])))];
  const finder = makeFinder(new Set(findings.flatMap(({ secret }) => secret ?? [])), engine);
  for (let from = 0; from < wanted.length; from += objectsAtOnce) {
    for (const bytes of (await read(wanted.slice(from, from + objectsAtOnce))).values()) for (const { text, wide } of readContents(bytes)) finder.look(text, wide);
  }
  for (const name of listNames(findings)) finder.look(Buffer.from(name), undefined);
  const bySecret = new Map<string, Target>();
  for (const { fingerprint, secret = '', occurrences } of findings) {
    const body = readPemBody(secret);
    const known = bySecret.get(secret);
    const objects = occurrences.flatMap(({ object }) => object ?? []);
    bySecret.set(secret, {
      fingerprint: known?.fingerprint ?? fingerprint,
      secret,
      runs: finder.runs.get(secret) ?? [],
      objects: [...new Set([...(known?.objects ?? []), ...objects])],
      drawn: isDrawn(secret),
      ...(body === undefined ? {} : { body }),
    });
  }
  return [...bySecret.values()];
}

/** Words, runs and repeats leave so many bits of it that nothing of the same bytes comes about by chance. */
function isDrawn(secret: string): boolean {
  return readText(secret).unexplained >= leastDrawnBits;
}

/** What was decoded, and what is no UTF-8: its text is not its bytes. Plain UTF-16 is written anew from the secret. */
function needsBytes({ decodedFrom = [] }: Occurrence, secret = ''): boolean {
  const [first, second] = decodedFrom;
  return secret.includes('\ufffd') || second !== undefined || (first !== undefined && first !== 'utf-16le' && first !== 'utf-16be');
}

/** A name stands in no object of its own: what an audit calls its object is what it is the name of. */
function listNames(findings: readonly Finding[]): Set<string> {
  return new Set(findings.flatMap(({ secret, occurrences, exposure }) => occurrences.filter((each) => needsBytes(each, secret)).flatMap(({ source, path }) => (source === 'path' ? [path] : source === 'ref' ? exposure.refs : []))));
}

interface Finder {
  look(text: Uint8Array, wide: Wide | undefined): void;
  /** By the secret. */
  readonly runs: ReadonlyMap<string, Run[]>;
}

function makeFinder(secrets: ReadonlySet<string>, engine: Engine): Finder {
  const runs = new Map<string, Run[]>();
  return {
    runs,
    look(text, wide) {
      for (const { secret, start, end, decodedFrom } of engine.scanText(text)) {
        const value = secret.reveal();
        // Offsets of what is packed lie; its members are read by themselves.
        if (end <= start || !secrets.has(value) || isPacking(decodedFrom[0])) continue;
        const run: Run = { bytes: Uint8Array.from(text.subarray(start, end)), ...(wide === undefined ? {} : { wide }) };
        const known = runs.get(value);
        if (known === undefined) runs.set(value, [run]);
        else known.push(run);
      }
    },
  };
}

function isPacking(coding = ''): boolean {
  return coding.includes(':') || ['gzip', 'zlib', 'brotli', 'bzip2', 'xz', 'lzma', 'zstd'].includes(coding);
}
