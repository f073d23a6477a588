// Secrets that stand in what is printed around a finding: paths, refs, authors, reasons, problems. Every text that
// comes from a repository goes through here on its way into a report.

import { makeEngine } from '../engine/scan.js';
import type { Engine } from '../engine/scan.js';
import { catalogue } from '../generated/catalogue.js';
import { proofs } from '../rules/proofs/index.js';
import type { Secret } from '../model/secret.js';

export type Mask = (text: string) => string;

/** For a text that is printed without a scan around it: an error about what the user wrote. */
export function maskText(text: string): string {
  return maskUnknown(text, makeEngine(catalogue, proofs));
}

/** Masks the secrets that were found, and whatever else in a text the engine takes for one. */
export function makeMask(engine: Engine, secrets: readonly Secret[]): Mask {
  const known = new Map(secrets.map((secret) => [secret.reveal(), secret.toString()]));
  const texts = [...known.keys()].sort((left, right) => right.length - left.length);
  const done = new Map<string, string>();
  return (text) => {
    let masked = done.get(text);
    if (masked === undefined) {
      masked = maskUnknown(texts.reduce((rest, secret) => rest.replaceAll(secret, known.get(secret) ?? '…'), text), engine);
      done.set(text, masked);
    }
    return masked;
  };
}

function maskUnknown(text: string, engine: Engine): string {
  const bytes = Buffer.from(text);
  let masked = '';
  let at = 0;
  for (const { start, end, secret } of engine.scanText(bytes)) {
    masked += bytes.toString('utf8', at, start) + secret.toString();
    at = end;
  }
  return masked + bytes.toString('utf8', at);
}
