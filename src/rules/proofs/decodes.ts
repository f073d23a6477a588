// Keys that are an envelope: a prefix, then base64 of something with a known beginning or known JSON fields
// (Sentry, Grafana Cloud, 1Password, PyPI, JFrog, Amazon Bedrock). What decodes so was not typed by hand.

import type { Evidence, Proof, Vote } from '../../model/proof.js';
import { isCount, parseMapping, refuseArgument } from './argument.js';
import { decodeBase64, decodeJsonObject } from './base64.js';

/** Where the base64 stands and what must be in it. */
export interface Envelope {
  /** Length of the prefix. */
  readonly skip: number;
  /** The base64 ends before the last one of these; without it, at the end. */
  readonly until?: string;
  /** Fields the JSON object inside must have. */
  readonly keys?: readonly string[];
  /** How the bytes inside must begin, in Latin-1. */
  readonly starts?: string;
  /** A regular expression for the bytes inside, in Latin-1. */
  readonly matches?: RegExp;
}

const expected = '{skip, until} with keys: [field names], starts: text or matches: a regular expression';

/** `decodes: {skip: 7, until: _, keys: [iat, url]}` or `{skip: 4, starts: BedrockAPIKey-}`: otherwise it is rejected. */
export const decodes: Proof<Envelope> = { parse: parseEnvelope, vote: voteEnvelope };

function parseEnvelope(argument: unknown): Envelope {
  const { skip = 0, until, keys, starts, matches } = parseMapping(argument, ['skip', 'until', 'keys', 'starts', 'matches'], expected);
  if (!isCount(skip) || [keys, starts, matches].filter((each) => each !== undefined).length !== 1) throw refuseArgument(expected, argument);
  if (until !== undefined && (typeof until !== 'string' || until === '')) throw refuseArgument(expected, argument);
  const range = { skip, ...(until === undefined ? {} : { until }) };
  if (typeof starts === 'string' && starts !== '') return { ...range, starts };
  if (typeof matches === 'string' && matches !== '') return { ...range, matches: new RegExp(matches) };
  if (Array.isArray(keys) && keys.every((key): key is string => typeof key === 'string')) return { ...range, keys };
  throw refuseArgument(expected, argument);
}

function voteEnvelope({ secret, decoded }: Evidence, envelope: Envelope): Vote {
  const end = envelope.until === undefined ? -1 : secret.lastIndexOf(envelope.until);
  const holds = holdsExpected(secret.slice(envelope.skip, end < envelope.skip ? undefined : end), envelope);
  if (holds) return { verdict: 'raise', why: 'it decodes to what the vendor puts into such keys' };
  return decoded && envelope.matches === undefined ? { verdict: 'abstain' } : { verdict: 'reject', why: 'it does not decode to what the vendor puts into such keys' };
}

function holdsExpected(text: string, { keys, starts = '', matches }: Envelope): boolean {
  if (matches !== undefined) return matches.test(decodeBase64(text) ?? '');
  if (keys === undefined) return decodeBase64(text)?.startsWith(starts) ?? false;
  const object = decodeJsonObject(text);
  return object !== undefined && keys.every((key) => Object.hasOwn(object, key));
}
