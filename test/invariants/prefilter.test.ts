// The prefilter only saves time: with it and without it the same is found.

import fc from 'fast-check';
import { makeTestEngine } from '../rules/vendors.js';
import { bytes, seed, show } from './texts.js';

test('prefilter on and off agree', () => {
  const fast = makeTestEngine();
  const slow = makeTestEngine({ prefilter: false });
  fc.assert(
    fc.property(bytes, (text) => {
      expect(fast.scanText(text).map(show)).toEqual(slow.scanText(text).map(show));
    }),
    { seed, numRuns: 60 },
  );
});
