// Secrets that stand in what is printed around a finding: paths, refs, authors, reasons, problems. Every text that
// comes from a repository goes through here on its way into a report.

import { makeEngine } from '../engine/scan.js';
import type { Engine } from '../engine/scan.js';
import { anchorIndex } from '../generated/anchors.js';
import { catalogue } from '../generated/catalogue.js';
import { proofs } from '../rules/proofs/index.js';
import type { Secret } from '../model/secret.js';

export type Mask = (text: string) => string;

/** For a text that is printed without a scan around it: an error about what the user wrote. */
export function maskText(text: string): string {
  return maskUnknown(text, makeEngine(catalogue, proofs, { index: anchorIndex }));
}

/** Masks the secrets that were found, and whatever else in a text the engine takes for one. */
export function makeMask(engine: Engine, secrets: readonly Secret[]): Mask {
  const maskKnown = indexSecrets(secrets);
  const done = new Map<string, string>();
  return (text) => {
    let masked = done.get(text);
    if (masked === undefined) {
      masked = maskUnknown(maskKnown(text), engine);
      done.set(text, masked);
    }
    return masked;
  };
}

/**
 * For a part of an audit: what another part finds beside a name that tells may stand here in a path, without that name. So
 * whatever would be a secret beside one is masked, as it would be there.
 * @param harmless what is none all the same: names of git's own objects
 */
export function maskDoubtful(mask: Mask, engine: Engine, harmless: Iterable<string>): Mask {
  const doubts = new Map([...harmless].map((value) => [value, value]));
  const judge = (value: string): string => {
    let masked = doubts.get(value);
    if (masked === undefined) doubts.set(value, (masked = maskBesideName(value, engine)));
    return masked;
  };
  return (text) => mask(text).replace(joined, judge).replace(bare, judge);
}

/** Letters and digits, with what stands between them in keys, and without. */
const joined = /[A-Za-z0-9][A-Za-z0-9_+=~-]{14,}[A-Za-z0-9=]/g;
const bare = /[A-Za-z0-9]{16,}/g;

function maskBesideName(value: string, engine: Engine): string {
  const before = 'API_SECRET_KEY="';
  const found = engine.scanText(Buffer.from(`${before}${value}"\n`)).find(({ start, end }) => start <= before.length && end >= before.length + value.length);
  return found === undefined ? value : found.secret.toString();
}

/** Lengths of the beginnings by which secrets are looked up; most keys of a vendor share a short one. */
const beginnings = [24, 12, 4];

/** Looks each place of a text up once, however many secrets there are: ten thousand keys may meet ten thousand paths. */
function indexSecrets(secrets: readonly Secret[]): (text: string) => string {
  const byBeginning = new Map<string, Map<string, string>>();
  for (const secret of secrets) {
    const text = secret.reveal();
    const length = beginnings.find((each) => each <= text.length);
    if (length === undefined) continue;
    const beginning = text.slice(0, length);
    const known = byBeginning.get(beginning) ?? new Map<string, string>();
    byBeginning.set(beginning, known.set(text, secret.toString()));
  }
  return (text) => {
    let masked = '';
    let done = 0;
    for (let at = 0; at < text.length; at += 1) {
      const hit = longestAt(byBeginning, text, at);
      if (hit === undefined) continue;
      masked += text.slice(done, at) + hit.mask;
      done = at + hit.length;
      at = done - 1;
    }
    return masked + text.slice(done);
  };
}

function longestAt(byBeginning: ReadonlyMap<string, ReadonlyMap<string, string>>, text: string, at: number): { readonly mask: string; readonly length: number } | undefined {
  let longest: { mask: string; length: number } | undefined;
  for (const length of beginnings) {
    for (const [secret, mask] of byBeginning.get(text.slice(at, at + length)) ?? []) {
      if (secret.length > (longest?.length ?? 0) && text.startsWith(secret, at)) longest = { mask, length: secret.length };
    }
  }
  return longest;
}

function maskUnknown(text: string, engine: Engine): string {
  const bytes = Buffer.from(text);
  let masked = '';
  let at = 0;
  for (const { start, end, secret } of engine.scanText(bytes, 'name')) {
    masked += bytes.toString('utf8', at, start) + secret.toString();
    at = end;
  }
  return masked + bytes.toString('utf8', at);
}
