// What an audit answered last, kept for the same question about the same state of the same repository. It is sealed with the user's
// own key: nobody else can read it, and nobody can put another in its place. In any doubt there is none.

import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import type { Answers } from '../model/source.js';
import type { Indexes } from './git/indexes.js';
import type { State } from './git/state.js';
import { readKept, replaceKept } from './packs/memory.js';
import type { MemoryPlace } from './packs/memory.js';

/** What is asked of the repository at hand. */
export interface Subject {
  readonly place: MemoryPlace;
  /** What else the answer depends on. */
  readonly about: unknown;
  /** undefined: it cannot be told */
  state(): State | undefined;
  /** As git lists them now. */
  openIndexes(): Indexes;
  /** Those that the audit has read. */
  indexes(): Indexes;
}

interface Kept extends Omit<State, 'times'> {
  readonly version: number;
  /** Where the repository lay. */
  readonly objects: string;
  /** With all else that the answer depends on. */
  readonly question: string;
  /** What the indexes list, however they lie there. */
  readonly listing: string;
  /** An index names submodules. */
  readonly linked: boolean;
  readonly answer: string;
}

const name = 'report';
const version = 1;
const magic = Buffer.from('skan report\n', 'latin1');
const [nonceBytes, tagBytes] = [12, 16];
/** A longer one would take as long to read as to work out. */
const mostAnswer = 16 * 1024 * 1024;

export function makeAnswers({ place, about, state, openIndexes, indexes }: Subject): Answers {
  const complete = (question: string): string => JSON.stringify([about, question]);
  let before: State | undefined;
  return {
    recall(question) {
      before = state();
      const kept = before === undefined ? undefined : readSealed(place);
      if (before === undefined || kept === undefined || kept.question !== complete(question) || kept.digest !== before.digest) return undefined;
      const same = kept.indexes === before.indexes;
      if (same && !kept.linked) return kept.answer;
      const listing = openIndexes().identify();
      return same || listing === kept.listing ? kept.answer : undefined;
    },
    keep(question, answer) {
      const now = before === undefined || answer.length > mostAnswer ? undefined : state();
      if (now === undefined || now.digest !== before?.digest || now.indexes !== before.indexes || now.times !== before.times) return;
      const { identify, links } = indexes();
      writeSealed(place, { version, objects: place.objects, question: complete(question), digest: now.digest, indexes: now.indexes, listing: identify(), linked: links().length > 0, answer });
    },
  };
}

function readSealed({ folder, objects, key }: MemoryPlace): Kept | undefined {
  const bytes = readKept(folder, name);
  const text = magic.length + nonceBytes + tagBytes;
  if (bytes === undefined || bytes.length < text || !bytes.subarray(0, magic.length).equals(magic)) return undefined;
  const opening = createDecipheriv('aes-256-gcm', deriveKey(key), bytes.subarray(magic.length, magic.length + nonceBytes), { authTagLength: tagBytes });
  opening.setAuthTag(bytes.subarray(magic.length + nonceBytes, text));
  try {
    const kept = JSON.parse(Buffer.concat([opening.update(bytes.subarray(text)), opening.final()]).toString('utf8')) as Kept;
    return kept.version === version && kept.objects === objects ? kept : undefined;
  } catch {
    return undefined; // It is damaged, or another user's.
  }
}

function writeSealed({ folder, key }: MemoryPlace, kept: Kept): void {
  const nonce = randomBytes(nonceBytes);
  const sealing = createCipheriv('aes-256-gcm', deriveKey(key), nonce, { authTagLength: tagBytes });
  const text = Buffer.concat([sealing.update(JSON.stringify(kept), 'utf8'), sealing.final()]);
  replaceKept(folder, name, [magic, nonce, sealing.getAuthTag(), text]);
}

/** One key for one purpose. */
function deriveKey(key: Uint8Array): Buffer {
  return createHmac('sha256', key).update(magic).digest();
}
