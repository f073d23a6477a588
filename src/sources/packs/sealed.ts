// What an audit keeps of what it told: sealed with the user's own key, so that nobody else can read it and nobody can put another in
// its place. In any doubt there is none.

import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { readKept, replaceKept } from './memory.js';
import type { MemoryPlace } from './memory.js';

/** Each file has a key of its own: one in the place of another is not opened. */
export type SealedName = 'report' | 'trail';

const version = 1;
const [nonceBytes, tagBytes] = [12, 16];

interface Sealed<T> {
  readonly version: number;
  /** Where the repository lay. */
  readonly objects: string;
  readonly value: T;
}

/** @returns what `writeSealed` was given for this place and name */
export function readSealed<T>({ folder, objects, key }: MemoryPlace, name: SealedName): T | undefined {
  const bytes = readKept(folder, name);
  const magic = magicOf(name);
  const [nonceAt, text] = [magic.length, magic.length + nonceBytes + tagBytes];
  if (bytes === undefined || bytes.length < text || !bytes.subarray(0, nonceAt).equals(magic)) return undefined;
  const opening = createDecipheriv('aes-256-gcm', deriveKey(key, magic), bytes.subarray(nonceAt, nonceAt + nonceBytes), { authTagLength: tagBytes });
  opening.setAuthTag(bytes.subarray(nonceAt + nonceBytes, text));
  try {
    const sealed = JSON.parse(Buffer.concat([opening.update(bytes.subarray(text)), opening.final()]).toString('utf8')) as Sealed<T>;
    return sealed.version === version && sealed.objects === objects ? sealed.value : undefined;
  } catch {
    return undefined; // It is damaged, or another user's.
  }
}

export function writeSealed<T>({ folder, objects, key }: MemoryPlace, name: SealedName, value: T): void {
  const [magic, nonce] = [magicOf(name), randomBytes(nonceBytes)];
  const sealing = createCipheriv('aes-256-gcm', deriveKey(key, magic), nonce, { authTagLength: tagBytes });
  const sealed: Sealed<T> = { version, objects, value };
  const text = Buffer.concat([sealing.update(JSON.stringify(sealed), 'utf8'), sealing.final()]);
  replaceKept(folder, name, [magic, nonce, sealing.getAuthTag(), text]);
}

function magicOf(name: SealedName): Buffer {
  return Buffer.from(`skan ${name}\n`, 'latin1');
}

function deriveKey(key: Uint8Array, magic: Buffer): Buffer {
  return createHmac('sha256', key).update(magic).digest();
}
