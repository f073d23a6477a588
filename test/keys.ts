// Keys for the tests: made when the test runs, from a generator seeded by their name, so that no key-shaped literal stands
// in the tree and the same name is the same key in every run. It remembers what it made: nothing printed may hold one.

import { fillExample } from '../src/rules/examples.js';
import type { ProofSource } from '../src/model/rule.js';

/** What a kind of key looks like, in the language of the rules' examples. */
const kinds = {
  github: { template: '«ghp_{{alnum:30}}{{checksum}}»', proofs: [{ checksum: 'github' }] },
  npm: { template: '«npm_{{alnum:30}}{{checksum}}»', proofs: [{ checksum: 'github' }] },
  openai: { template: `«sk-proj-{{url64:74}}${'T3Blbk'}${'FJ'}{{url64:73}}A»`, proofs: [] },
  password: { template: '«{{alnum:14}}»', proofs: [] },
  privateKey: { template: '«{{pem:RSA PRIVATE KEY}}»', proofs: [] },
} as const satisfies Readonly<Record<string, { template: string; proofs: readonly ProofSource[] }>>;

export type Kind = keyof typeof kinds;

const made = new Map<string, string>();

/** The key of this name. */
export function makeKey(name: string, kind: Kind = 'github'): string {
  const { template, proofs } = kinds[kind];
  const { text, spans } = fillExample(template, `${kind} ${name}`, proofs);
  const [span] = spans;
  const key = text.slice(span?.start, span?.end);
  made.set(key, name);
  return key;
}

/** The name under which a masked key was made: the mask keeps the last four characters. */
export function nameOfMask(redacted: string): string {
  const end = redacted.slice(redacted.indexOf('…') + 1);
  const names = [...made].filter(([key]) => key.endsWith(end)).map(([, name]) => name);
  return end === '' || names.length === 0 ? redacted : names.join(' or ');
}

/** Names of the keys of which a text shows more than a mask may: the middle, line ends left out. */
export function keysShownIn(text: string): string[] {
  return [...made].filter(([key]) => middles(key).some((middle) => text.includes(middle))).map(([, name]) => name);
}

/** Runs of a key, long enough to be no accident, that no mask shows. */
function middles(key: string): string[] {
  const lines = key.split('\n').filter((line) => !line.startsWith('-----'));
  return lines.filter((line) => line.length >= 30).map((line) => line.slice(14, 28));
}
