import fc from 'fast-check';
import { ask, complete } from './ask.js';
import { makeDraw, type Draw } from './draw.js';

const kinds: readonly (readonly [service: string, begin: (draw: Draw) => string, length: number])[] = [
  ['Azure Storage', (draw) => `${draw('base64', 76)}+ASt`, 88],
  ['Azure Batch', (draw) => `${draw('base64', 76)}+ABa`, 88],
  ['Azure Cosmos DB', (draw) => `${draw('base64', 76)}ACDb`, 88],
  ['Azure API Management', (draw) => `${draw('base64', 76)}APIM`, 88],
  ['Azure Service Bus', (draw) => `${draw('base64', 33)}+ASb`, 44],
  ['Azure Event Hubs', (draw) => `${draw('base64', 33)}+AEh`, 44],
  ['Azure IoT', (draw) => `${draw('base64', 33)}AIoT`, 44],
  ['Azure Cache for Redis', (draw) => `${draw('base64', 33)}AzCa`, 44],
  ['Azure Container Registry', (draw) => `${draw('base64', 42)}+ACR`, 52],
  ['Azure AI Search', (draw) => `${draw('base62', 42)}AzSe`, 52],
  ['Azure Functions', (draw) => `${draw('url64', 44)}AzFu`, 56],
];

test.each(kinds)('%s: what is completed holds, what is corrupted does not', (service, begin, length) => {
  fc.assert(
    fc.property(fc.integer(), fc.nat(30), (seed, at) => {
      const key = complete('azure-key', true, begin(makeDraw(seed)));
      const wrong = key.slice(0, at) + (key.charAt(at) === 'x' ? 'y' : 'x') + key.slice(at + 1);
      expect(key).toHaveLength(length);
      expect(ask('azure-key', true, key)).toEqual({ verdict: 'certain', why: `its checksum holds, as a key of ${service}` });
      expect(ask('azure-key', true, wrong).verdict).toBe('lower');
    }),
    // Some checksums are so short that one wrong key in a few thousand passes: always the same keys, then.
    { numRuns: 50, seed: 20261123 },
  );
});

test('without a signature it is no Azure key', () => {
  expect(ask('azure-key', true, `${makeDraw(1)('base64', 86)}==`).verdict).toBe('reject');
  expect(ask('azure-key', true, makeDraw(1)('base64', 20)).verdict).toBe('reject');
  expect(() => complete('azure-key', true, makeDraw(1)('base64', 20))).toThrow('completed behind the signature');
});
