// What threads tell each other comes out as it went in, secrets and partners among it.

import { packHit, makeHitUnpacker } from '../../src/run/parcel.js';
import { fillExample } from '../../src/rules/examples.js';
import { show } from '../invariants/texts.js';
import { catalogue, makeTestEngine, samples } from '../rules/vendors.js';

const engine = makeTestEngine();
const unpack = makeHitUnpacker(catalogue);
const item = { id: 'text', kind: 'content' } as const;

const aws = fillExample('id = AK{{repeat:I:1}}A{{base32:16}}\naws_secret_access_key = {{base64:40}}\n', 'parcel', []).text;

test.each([['a pair', aws] as const, ...samples.slice(0, 60).map(({ rule, text }) => [rule.id, text] as const)])('%s', (_, text) => {
  const matches = engine.scanText(Buffer.from(text));
  expect(matches.length).toBeGreaterThan(0);
  for (const match of matches) {
    const sent = structuredClone(packHit({ item, match }));
    expect(show(unpack(sent).match)).toEqual(show(match));
  }
});

test('the pair is one', () => {
  const [match, ...others] = engine.scanText(Buffer.from(aws));
  expect(others).toEqual([]);
  expect(match?.partner?.rule).toBe('aws-access-key-id');
});
