// Secrets that are said to be on this machine alone: does what was pushed hold the same ones already? A change brings a key that stands
// in another file, or comes back after it was taken out; whoever reads that it is not out would not revoke it.

import type { Engine } from '../engine/scan.js';
import type { Exposure } from '../model/report.js';
import type { Source } from '../model/source.js';

export interface Elsewhere {
  /** What a source says of a secret's reach, with what was pushed before. */
  correct(exposure: Exposure, secret: string): Exposure;
}

export const nowhere: Elsewhere = { correct: (exposure) => exposure };

/** @param secrets that would be said not to be out */
export async function lookElsewhere(source: Source, secrets: ReadonlySet<string>, engine: Engine): Promise<Elsewhere> {
  const pushed = source.pushed?.();
  if (pushed === undefined || secrets.size === 0) return nowhere;
  const left = new Set(secrets);
  for await (const bytes of pushed.objects()) {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    for (const secret of left) if (text.includes(secret)) left.delete(secret);
    if (left.size === 0) break;
    for (const { secret } of engine.scanText(bytes)) left.delete(secret.reveal());
    if (left.size === 0) break;
  }
  return {
    correct(exposure, secret) {
      if (!isNear(exposure) || !secrets.has(secret)) return exposure;
      if (!left.has(secret)) return { ...exposure, reach: 'pushed', detail: 'a remote-tracking ref holds the same key already' };
      return pushed.whole() ? exposure : { ...exposure, detail: 'whether what was pushed before holds the same key was looked at only in part (skan audit looks at all of it)' };
    },
  };
}

/** It is said that nobody else has it. */
export function isNear({ reach }: Exposure): boolean {
  return reach === 'staged' || reach === 'local';
}
