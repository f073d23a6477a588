import fc from 'fast-check';
import { computeBech32 } from '../../../src/rules/proofs/bech32.js';
import { computeCrc32 } from '../../../src/rules/proofs/crc32.js';
import { computeMarvin32 } from '../../../src/rules/proofs/marvin32.js';
import { ask, complete } from './ask.js';
import { makeDraw, type Draw } from './draw.js';

const schemes: readonly (readonly [scheme: string, isStrict: boolean, begin: (draw: Draw) => string])[] = [
  ['github', true, (draw) => `ghp_${draw('base62', 30)}`],
  ['github', true, (draw) => `ghr_${draw('base62', 70)}`],
  ['npm', true, (draw) => `npm_${draw('base62', 30)}`],
  ['vercel', true, (draw) => `vcp_${draw('base62', 50)}`],
  ['cloudflare', true, (draw) => `cfut_${draw('base62', 40)}`],
  ['grafana', true, (draw) => `glsa_${draw('base62', 32)}_`],
  ['grafana', true, (draw) => `glsa_${draw('base62', 32)}`],
  ['atlassian', true, (draw) => `ATATT3xFfGF0${draw('url64', 171)}=`],
  ['atlassian', true, (draw) => `ATBB${draw('base62', 24)}`],
  ['gitlab-routable', true, (draw) => `glpat-${draw('url64', 27)}.01.`],
  ['gitlab-routable', true, (draw) => `glrt-${draw('url64', 51)}.01.`],
  ['confluent', false, (draw) => `cflt${draw('base64', 54)}`],
  ['zuplo', false, (draw) => `zpka_${draw('hex', 32)}`],
  ['entra', false, (draw) => `${draw('base62', 3)}8Q~${draw('url64', 31)}`],
  ['age', true, (draw) => `AGE-SECRET-KEY-1${draw('base62', 90).toUpperCase().replace(/[BIO1]/g, '').slice(0, 52)}`],
  ['azure-cask', false, (draw) => `${draw('base62', 52)}JQQJ99BA${draw('base62', 12)}AAABACOG`],
];

test.each(schemes)('%s: what is completed holds, what is corrupted does not (rejects: %s)', (scheme, isStrict, begin) => {
  fc.assert(
    fc.property(fc.integer(), fc.nat(), (seed, where) => {
      const key = complete('checksum', scheme, begin(makeDraw(seed)));
      const at = 12 + (where % 14);
      const wrong = key.slice(0, at) + (key.charAt(at) === 'x' ? 'y' : 'x') + key.slice(at + 1);
      expect(ask('checksum', scheme, key)).toEqual({ verdict: 'certain', why: 'its checksum holds' });
      expect(ask('checksum', scheme, wrong).verdict).toBe(isStrict ? 'reject' : 'lower');
      expect(ask('checksum', scheme, wrong, { decoded: true }).verdict).toBe('abstain');
    }),
    { numRuns: 50 },
  );
});

test('a seed of NATS', () => {
  fc.assert(
    fc.property(fc.integer(), fc.nat(), (seed, where) => {
      const key = complete('nkey', true, `SU${makeDraw(seed)('base32', 52)}`);
      const at = 2 + (where % 52);
      const wrong = key.slice(0, at) + (key.charAt(at) === 'A' ? 'B' : 'A') + key.slice(at + 1);
      expect(key).toMatch(/^SU[A-Z2-7]{56}$/);
      expect(ask('nkey', true, key).verdict).toBe('certain');
      expect(ask('nkey', true, wrong).verdict).toBe('reject');
      expect(ask('nkey', true, wrong, { decoded: true }).verdict).toBe('abstain');
    }),
    { numRuns: 50 },
  );
});

/** Published examples, in parts, so that none stands here whole. */
function whole(parts: string): string {
  return parts.replaceAll('·', '');
}

test('known answers', () => {
  expect(computeBech32('A1')).toBe('2UEL5L'); // BIP-173, test vectors
  expect(computeBech32('SPLIT1CHECKUPSTAGEHANDSHAKEUPSTREAMERRANTERREDCAPERRED')).toBe('2Y9E3W'); // the same
  expect(computeCrc32('123456789')).toBe(0xcbf43926); // the check value of CRC-32/ISO-HDLC
  expect(computeMarvin32(new Uint8Array(0), 0x004fb61a, 0x001bdbcc)).toBe(0x30ed35c1 ^ 0x00cd3c7d); // dotnet/runtime, MarvinTests.cs
  expect(computeMarvin32(Uint8Array.of(0xaf), 0x004fb61a, 0x001bdbcc)).toBe((0x48e73fc7 ^ 0x7d75ddc1) >>> 0);
  expect(ask('checksum', 'entra', `${'z'.repeat(3)}8Q~${'z'.repeat(31)}blP`).verdict).toBe('certain'); // microsoft/security-utilities
  expect(ask('checksum', 'github', whole('ghp_·LUOpkbaAtu8io1UJHmXnjf4El6DjA60m·20SV')).verdict).toBe('certain');
  expect(ask('checksum', 'github', whole('ghp_·PTL2KeqHcbtFqMiUle0SgRr3upudmSph·gihz')).verdict).toBe('reject');
  expect(ask('checksum', 'npm', whole('npm_·B6IQQA0PctzxMhvC0nIL0wTWbOJ7io32·0jKc')).verdict).toBe('certain');
  expect(ask('checksum', 'gitlab-routable', whole('glpat-·pJ3SrZPqGxrQnXBGk-IpU286MQp1OmNjYQk·.01.0z0i5r69r')).verdict).toBe('certain');
});

test('escapes before the checksum of an Atlassian token are undone', () => {
  const key = complete('checksum', 'atlassian', `ATATT3xFfGF0${makeDraw(3)('url64', 171)}=`);
  expect(ask('checksum', 'atlassian', key.replace('=', '%3D')).verdict).toBe('certain');
  expect(ask('checksum', 'atlassian', key.replace('=', '\\=')).verdict).toBe('certain');
});

test('a GitLab token of the old form has no checksum', () => {
  expect(ask('checksum', 'gitlab-routable', `glpat-${makeDraw(4)('url64', 20)}`).verdict).toBe('abstain');
});
