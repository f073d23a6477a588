// Every way of writing, for twenty kinds of keys: found, once, at its place, with how it was decoded.

import { encodings, joints, numbers } from './writings.js';
import { makeTestEngine, samples } from '../rules/vendors.js';

const engine = makeTestEngine();
/** Kinds whose shape alone tells what they are: those of other kinds need what stands around them. */
const kinds = samples
  .filter(({ rule, secret, text }) => rule.attribution !== 'context' && rule.generic !== true && !/\s/.test(secret) && secret.length <= 400 && text !== secret && engine.scanText(Buffer.from(secret)).length === 1)
  .filter((_, index) => index % 3 === 0)
  .slice(0, 20);

test('there are twenty kinds', () => {
  expect(kinds).toHaveLength(20);
});

describe.each([...encodings, ...joints, ...numbers])('$name', ({ name, decoded, write }) => {
  test.each(kinds.map(({ rule, secret }) => [rule.id, secret] as const))('%s', (rule, secret) => {
    // Too little of a short key is left in a piece to tell that it is one.
    if (joints.some((each) => each.name === name) && secret.length < 40) return;
    const written = write(secret);
    const matches = engine.scanText(Buffer.from(`first = 1\nx: ${written} \nlast = 2\n`));
    expect(matches.map((match) => [match.rule.id, match.secret.reveal() === secret, match.decodedFrom])).toEqual([[rule, true, decoded]]);
    const [match] = matches;
    expect(match?.start).toBeGreaterThanOrEqual(13);
    expect(match?.end).toBeLessThanOrEqual(13 + Buffer.byteLength(written));
    expect(match?.span.line).toBe(2 + (written.slice(0, (match?.start ?? 0) - 13).match(/\n/g)?.length ?? 0));
  });
});
