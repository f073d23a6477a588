// Every request of every rule file against a loopback server that plays every answer of it: the key stands where the file
// says, on the host that it names, and each answer means what the file says that it means.

import { RegExpParser } from '@eslint-community/regexpp';
import type { AST } from '@eslint-community/regexpp';
import type { Question } from '../../src/model/exchange.js';
import { NoAnswer } from '../../src/model/exchange.js';
import type { Probe } from '../../src/model/rule.js';
import { askProvider, fillProbe, hostOf, needsHost, readAnswer } from '../../src/remedy/probe.js';
import { makeSend } from '../../src/remedy/send.js';
import { samples, vendors } from '../rules/vendors.js';
import { makeAuthority, startProvider, startProxy } from './provider.js';
import type { Played } from './provider.js';

interface Sent {
  readonly rule: string;
  readonly kind: 'validate' | 'revocation';
  readonly probe: Probe;
  readonly secret: string;
}

/** Each request that a rule can send, once where rules share it. */
const sent: readonly Sent[] = samples
  .flatMap(({ provider, rule, secret }): Sent[] => {
    const validate = rule.validate === false ? undefined : (rule.validate ?? provider.validate);
    return [
      ...(validate === undefined ? [] : [{ rule: rule.id, kind: 'validate' as const, probe: validate, secret }]),
      ...(rule.revocation === undefined ? [] : [{ rule: rule.id, kind: 'revocation' as const, probe: rule.revocation, secret }]),
    ];
  })
  .filter(({ probe }, index, all) => all.findIndex((other) => JSON.stringify(other.probe) === JSON.stringify(probe)) === index);

const ownHost = 'vault.example.org';
const hosts = [...new Set(sent.map(({ probe }) => hostOf(probe, { host: ownHost }) ?? ''))].sort();
const authority = makeAuthority([...hosts, 'evil.example']);

test('at least thirty providers can be asked', () => {
  const asked = vendors.filter(({ provider, rules }) => rules.some(({ validate }) => validate !== false && (validate ?? provider.validate) !== undefined));
  expect(asked.length).toBeGreaterThanOrEqual(30);
  expect(hosts).not.toContain('');
});

describe.each(sent.map((one) => [`${one.kind} of ${one.rule}`, one] as const))('%s', (_name, { probe, secret }) => {
  const partner = probe.partner === undefined ? undefined : spell(probe.partner);
  const filling = { secret, partner, host: ownHost };
  const host = hostOf(probe, filling) ?? '';

  /** Asks over the real way, through a proxy that leads everything to the server that plays. */
  async function play(answer: Played) {
    const provider = await startProvider(authority, () => answer);
    const proxy = await startProxy(provider);
    const send = makeSend({ environment: { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` }, authorities: authority.certificate });
    return { verdict: await askProvider(probe, filling, send), seen: provider.seen, tunnels: proxy.asked };
  }

  test.each(probe.answers.map((answer) => [`${answer.status} ${answer.body ?? ''} is ${answer.is}`, answer] as const))('%s', async (_answer, { status, body, is, detail }) => {
    const { verdict, seen, tunnels } = await play({ status, body: body === undefined ? '{}' : `{"x": ${spell(body)}}` });
    expect(verdict).toEqual({ status: is, ...(detail === undefined ? {} : { detail }) });
    expect(tunnels).toEqual([`${host}:443`]);
    expect(seen.map((one) => [one.method, one.host, one.headers['content-type']])).toEqual([[probe.method, host, probe.headers?.['Content-Type']]]);
    const carried = seen.map(({ path, headers, body: said }) => [decodeURIComponent(path), decodeURIComponent(said), decodeBasic(String(headers['authorization'])), ...Object.values(headers)].join('\n')).join();
    expect(carried).toContain(secret);
    expect(carried).not.toMatch(/\{\{(?:secret|partner|host)\}\}/);
    if (partner !== undefined) expect(carried).toContain(partner);
  });

  test.each<readonly [name: string, answer: Played]>([
    ['an error of its own', { status: 500, body: '{}' }],
    ['being away', { status: 503, body: '' }],
    ['a status that nobody expects', { status: 418 }],
    ['a redirect', { status: 302, headers: { Location: 'https://evil.example/' }, body: '' }],
    ['a page for people, from a gateway', { status: 502, headers: { 'Content-Type': 'text/html' }, body: '<html><body>Bad gateway</body></html>' }],
  ])('%s says nothing about the key', async (_answer, answer) => {
    const { verdict, tunnels } = await play(answer);
    expect(verdict.status).toBe('unknown');
    expect(verdict.detail).not.toContain(secret);
    expect(tunnels).toEqual([`${host}:443`]);
  });

  test('a page for people in the place of each answer says nothing sure', () => {
    for (const { status } of probe.answers) {
      const page = readAnswer(probe, { status, body: '\n<!DOCTYPE html>\n<html><title>Sign in to the network</title></html>' }, host);
      expect(page.status).toBe('unknown');
    }
  });
});

function decodeBasic(header: string): string {
  return header.startsWith('Basic ') ? Buffer.from(header.slice('Basic '.length), 'base64').toString() : '';
}

/** 429 and 402 come from those who know the key. */
test.each(sent.filter(({ kind }) => kind === 'validate').map(({ rule, probe }) => [rule, probe] as const))('%s: 429 and 402 are never a dead key', (_rule, { answers }) => {
  expect(answers.filter(({ status, is }) => (status === 429 || status === 402) && is === 'revoked')).toEqual([]);
});

describe('holes', () => {
  const probe: Probe = { method: 'POST', url: 'https://api.acme.dev/v1', headers: { 'X-Key': '{{secret}}' }, answers: [] };
  const question = (change: Partial<Probe>, filling: Parameters<typeof fillProbe>[1]): Question => {
    const filled = fillProbe({ ...probe, ...change }, filling);
    if ('lacks' in filled) throw new Error(filled.lacks);
    return filled;
  };

  test('each place is written as it needs', () => {
    const secret = 'a"\\b&c=d%{{partner}}+/';
    expect(question({ headers: { 'Content-Type': 'application/json' }, body: '{"k":"{{secret}}"}' }, { secret }).body).toBe(JSON.stringify({ k: secret }));
    expect(question({ headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'k={{secret}}&x=1' }, { secret }).body).toBe(`k=${encodeURIComponent(secret)}&x=1`);
    expect(question({ headers: {}, body: '{{secret}}' }, { secret }).body).toBe(secret);
    expect(question({}, { secret }).headers['X-Key']).toBe(secret);
    expect(question({ headers: {}, basic: { user: '{{partner}}', password: '{{secret}}' }, partner: 'x' }, { secret, partner: 'p' }).headers['Authorization']).toBe(`Basic ${Buffer.from(`p:${secret}`).toString('base64')}`);
    expect(question({ url: 'https://api.telegram.org/bot{{secret}}/getMe' }, { secret: '123:a?b#c/d' }).url).toBe('https://api.telegram.org/bot123:a%3Fb%23c/d/getMe');
  });

  test.each(['a b', 'a\r\nX: y', 'a\nb', 'a\0b', 'ä', '', 'x'.repeat(20_000)])('%j is in no request', async (secret) => {
    let asked = 0;
    const verdict = await askProvider(probe, { secret }, async () => { asked += 1; return { status: 200, body: '' }; });
    expect([verdict, asked]).toEqual([{ status: 'unknown', detail: 'it holds characters that no request can carry' }, 0]);
  });

  test.each(['../../x', 'a/../b', '..', './x', 'a/..'])('%j leads nowhere else', (secret) => {
    expect(fillProbe({ ...probe, url: 'https://api.telegram.org/bot{{secret}}/getMe' }, { secret })).toEqual({ lacks: 'it holds characters that no request can carry' });
  });

  test.each([undefined, '', 'a b', 'evil.dev/x', 'evil.dev#', 'u@evil.dev', 'evil.dev\\x', '-a.dev', 'a..b', 'a.dev:', 'a.dev:123456', '[::1]', 'é.dev', 'a.dev?'])('%j is no host', (host) => {
    const own: Probe = { ...probe, url: 'https://{{host}}/v1' };
    expect(needsHost(own)).toBe(true);
    expect(hostOf(own, { host })).toBeUndefined();
    expect(fillProbe(own, { secret: 'k', host })).toEqual({ lacks: 'which server it belongs to does not stand beside it' });
  });

  test.each([['Vault.Acme.dev:8200', 'https://vault.acme.dev:8200/v1'], ['localhost', 'https://localhost/v1'], ['10.0.0.5:8200', 'https://10.0.0.5:8200/v1']])('%s is a host', (host, url) => {
    expect(question({ url: 'https://{{host}}/v1' }, { secret: 'k', host }).url).toBe(url);
  });
});

test('who gives no answer is named, and a fault of skan itself is not swallowed', async () => {
  const probe: Probe = { method: 'GET', url: 'https://api.acme.dev/v1', headers: { 'X-Key': '{{secret}}' }, answers: [{ status: 200, is: 'active' }] };
  expect(await askProvider(probe, { secret: 'k' }, async () => { throw new NoAnswer('was not found'); })).toEqual({ status: 'unknown', detail: 'api.acme.dev was not found' });
  await expect(askProvider(probe, { secret: 'k' }, async () => { throw new Error('a bug'); })).rejects.toThrow('a bug');
});

/** A text that an expression of a rule file matches: the first alternative, the least repetition. */
function spell(pattern: string): string {
  return spellAll(new RegExpParser().parsePattern(pattern).alternatives);
}

function spellAll([first]: readonly AST.Alternative[]): string {
  return (first?.elements ?? []).map(spellElement).join('');
}

function spellElement(element: AST.Element): string {
  switch (element.type) {
    case 'Character':
      return String.fromCodePoint(element.value);
    case 'Group':
    case 'CapturingGroup':
      return spellAll(element.alternatives);
    case 'Quantifier':
      return spellElement(element.element).repeat(Math.max(element.min, element.max === 0 ? 0 : Math.min(element.min, element.max)));
    case 'CharacterClass': {
      const [one] = element.elements;
      if (!element.negate && one?.type === 'CharacterClassRange') return String.fromCodePoint(one.min.value);
      if (!element.negate && one?.type === 'Character') return String.fromCodePoint(one.value);
      return 'x';
    }
    case 'CharacterSet':
      return element.kind === 'space' ? ' ' : element.kind === 'digit' ? '0' : 'x';
    case 'Assertion':
      return '';
    default:
      throw new Error(`an example of ${element.raw} cannot be made`);
  }
}
