// One request and its answer, against servers that are slow, broken and hostile. Whatever comes back, the key went to the
// host that was named or nowhere, and no complaint holds it.

import { NoAnswer } from '../../src/model/exchange.js';
import type { Question } from '../../src/model/exchange.js';
import { makeSend } from '../../src/remedy/send.js';
import { makeKey } from '../keys.js';
import { findClosedPort, makeAuthority, startPlain, startProvider, startProxy, startRawProvider } from './provider.js';

const key = makeKey('sent');
const authority = makeAuthority(['localhost', '*.acme.dev', 'api.acme.dev']);
const stranger = makeAuthority(['localhost', 'api.acme.dev']);
const misnamed = makeAuthority(['api.other.dev']);

function ask(url: string, change: Partial<Question> = {}): Question {
  return { method: 'GET', url, headers: { Authorization: `Bearer ${key}` }, ...change };
}

function sendTo(port: number, { environment = {}, timeout = 5_000, authorities = authority.certificate, ...change }: { environment?: Record<string, string>; timeout?: number; authorities?: string } & Partial<Question> = {}) {
  return makeSend({ environment, timeout, authorities })(ask(`https://localhost:${port}/v1/me?x=1`, change));
}

/** What the failure says. */
async function complain(sent: Promise<unknown>): Promise<string> {
  try {
    await sent;
  } catch (error) {
    expect(error).toBeInstanceOf(NoAnswer);
    const { message } = error as NoAnswer;
    expect(message).not.toContain(key);
    return message;
  }
  throw new Error('there was an answer');
}

test('a question arrives as it was put, and its answer comes back', async () => {
  const provider = await startProvider(authority, () => ({ status: 418, body: '{"a":"ä"}' }));
  expect(await sendTo(provider.port, { method: 'POST', body: `{"k":"${key}"}`, headers: { 'X-Key': key, 'Content-Type': 'application/json' } })).toEqual({ status: 418, body: '{"a":"ä"}' });
  expect(provider.seen).toEqual([{ host: `localhost:${provider.port}`, method: 'POST', path: '/v1/me?x=1', body: `{"k":"${key}"}`, headers: {
    host: `localhost:${provider.port}`, 'x-key': key, 'content-type': 'application/json', 'accept-encoding': 'identity', connection: 'close', 'content-length': String(key.length + 8),
  } }]);
});

test('a redirect is an answer; nobody goes where it points', async () => {
  const evil = await startProvider(authority, () => ({ status: 200 }));
  for (const status of [301, 302, 303, 307, 308]) {
    const provider = await startProvider(authority, () => ({ status, headers: { Location: `https://localhost:${evil.port}/` }, body: '' }));
    expect(await sendTo(provider.port)).toEqual({ status, body: '' });
  }
  expect(evil.seen).toEqual([]);
});

const head = 'HTTP/1.1 200 OK\r\n';

test.each<readonly [name: string, play: Parameters<typeof startRawProvider>[1], complaint: RegExp]>([
  ['nothing and closes', (socket) => socket.end(), /^broke the connection off$/],
  ['nothing and resets', (socket) => socket.destroy(), /^broke the connection off$/],
  ['nothing at all', () => undefined, /^did not answer within 1 seconds$/],
  ['a head that never ends', (socket) => void socket.write(`${head}X: `), /^did not answer within 1 seconds$/],
  ['half of its body', (socket) => socket.end(`${head}Content-Length: 100\r\n\r\n{"ok":true`), /^broke the connection off$/],
  ['half of its body, and waits', (socket) => void socket.write(`${head}Content-Length: 100\r\n\r\n{"ok":true`), /^did not answer within 1 seconds$/],
  ['a chunk that is cut', (socket) => socket.end(`${head}Transfer-Encoding: chunked\r\n\r\nff\r\n{"ok":true`), /^broke the connection off$/],
  ['garbage', (socket) => socket.end('\x00\xff garbage\r\n\r\n'), /^answered with something that is no HTTP \(HPE_[A-Z_]+\)$/],
  ['a head without bounds', (socket) => void socket.write(`${head}X: ${'x'.repeat(100_000)}`), /^answered with something that is no HTTP \(HPE_HEADER_OVERFLOW\)$/],
  ['the key in a broken head', (socket) => socket.end(`HTTP/1.1 ${key}\r\n\r\n`), /^answered with something that is no HTTP/],
  ['another protocol', (socket) => socket.end('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'), /^answered with another protocol$/],
  ['a drop now and then', (socket) => { const timer = setInterval(() => socket.writable ? socket.write('x') : undefined, 100); socket.write(head); socket.on('close', () => clearInterval(timer)); }, /^(?:did not answer within 1 seconds|answered with something that is no HTTP \(HPE_[A-Z_]+\))$/],
])('a provider that says %s has not answered', async (_name, play, complaint) => {
  const provider = await startRawProvider(authority, play);
  expect(await complain(sendTo(provider.port, { timeout: 1_000 }))).toMatch(complaint);
  expect(provider.heard.length).toBe(1);
});

test.each<readonly [name: string, play: Parameters<typeof startRawProvider>[1]]>([
  ['with its length', (socket) => void socket.write(`${head}Content-Length: 10000000\r\n\r\n${'ä'.repeat(1_000_000)}`)],
  ['without end', (socket) => { socket.write(`${head}Transfer-Encoding: chunked\r\n\r\n`); const more = (): void => { while (socket.writable && socket.write(`400\r\n${'ä'.repeat(512)}\r\n`)); }; socket.on('drain', more); more(); }],
])('of a body %s the first 64 KiB are read', async (_name, play) => {
  const provider = await startRawProvider(authority, play);
  const { status, body } = await sendTo(provider.port);
  expect([status, Buffer.byteLength(body)]).toEqual([200, 65_536]);
});

test('a provider that is not there', async () => {
  expect(await complain(sendTo(await findClosedPort()))).toBe('refused the connection');
  expect(await complain(makeSend({ environment: {} })(ask('https://nowhere.invalid/')))).toMatch(/^was not found/);
});

test.each([
  ['nobody trusts', stranger, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ['is another host’s', misnamed, 'ERR_TLS_CERT_ALTNAME_INVALID'],
] as const)('a certificate that %s: not a byte is sent, whatever the environment allows', async (_name, shown, code) => {
  const provider = await startRawProvider(shown, (socket) => socket.end(`${head}Content-Length: 2\r\n\r\n{}`));
  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
  try {
    const trusted = shown === misnamed ? misnamed.certificate : authority.certificate;
    expect(await complain(sendTo(provider.port, { authorities: trusted, environment: { NODE_TLS_REJECT_UNAUTHORIZED: '0' } }))).toBe(`showed a certificate that is not trusted, and was sent nothing (${code})`);
  } finally {
    delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
  }
  expect(provider.heard).toEqual([]);
});

test('a server that speaks no TLS hears no key', async () => {
  const server = await startPlain((socket) => socket.write('220 mail.example ESMTP\r\n'));
  expect(await complain(sendTo(server.port))).toMatch(/^does not speak TLS as it should \([A-Z_0-9]+\)$/);
  const silent = await startPlain(() => undefined);
  expect(await complain(sendTo(silent.port, { timeout: 500 }))).toBe('did not answer within 1 seconds');
  expect([...server.heard, ...silent.heard].join('')).not.toContain(key);
});

test('what is no https is not asked', async () => {
  const server = await startPlain(() => undefined);
  expect(await complain(makeSend({ environment: {} })(ask(`http://localhost:${server.port}/`)))).toBe('is not asked over HTTPS');
  expect(server.heard).toEqual([]);
});

describe('through a proxy', () => {
  const through = (port: number, environment: Record<string, string> = {}) =>
    makeSend({ environment: { HTTPS_PROXY: `http://localhost:${port}`, ...environment }, authorities: authority.certificate, timeout: 5_000 })(ask('https://api.acme.dev/v1/me'));

  test('the proxy is told the host alone, and TLS is with the provider', async () => {
    const provider = await startProvider(authority, () => ({ status: 200, body: 'x' }));
    const proxy = await startProxy(provider);
    expect(await through(proxy.port)).toEqual({ status: 200, body: 'x' });
    expect(proxy.asked).toEqual(['api.acme.dev:443']);
    expect(proxy.credentials).toEqual([undefined]);
    expect(provider.seen.map(({ host, headers }) => [host, headers['authorization'], headers['proxy-authorization']])).toEqual([['api.acme.dev', `Bearer ${key}`, undefined]]);
  });

  test('with user and password', async () => {
    const provider = await startProvider(authority, () => ({ status: 200 }));
    const proxy = await startProxy(provider);
    await through(0, { HTTPS_PROXY: `http://ann:a%40b@localhost:${proxy.port}` });
    expect(proxy.credentials).toEqual([`Basic ${Buffer.from('ann:a@b').toString('base64')}`]);
    expect(provider.seen[0]?.headers['proxy-authorization']).toBeUndefined();
  });

  test('NO_PROXY goes past it', async () => {
    const provider = await startProvider(authority, () => ({ status: 200 }));
    const proxy = await startProxy({ refuse: 500 });
    const environment = { HTTPS_PROXY: `http://localhost:${proxy.port}`, NO_PROXY: 'localhost' };
    expect(await sendTo(provider.port, { environment })).toMatchObject({ status: 200 });
    expect(await complain(sendTo(provider.port, { environment: { ...environment, NO_PROXY: 'acme.dev' } }))).toBe('cannot be reached: the proxy refused with 500');
    expect(proxy.asked).toEqual([`localhost:${provider.port}`]);
    expect(provider.seen.length).toBe(1);
  });

  test.each([[407, 'cannot be reached: the proxy refused with 407'], [302, 'cannot be reached: the proxy refused with 302']])('one that refuses with %d', async (refuse, complaint) => {
    const proxy = await startProxy({ refuse });
    expect(await complain(through(proxy.port))).toBe(complaint);
  });

  test('one that is not there, speaks something else, or shows another certificate, is not passed by', async () => {
    const provider = await startProvider(authority, () => ({ status: 200 }));
    const direct = (proxy: string): Promise<string> => complain(sendTo(provider.port, { environment: { HTTPS_PROXY: proxy } }));
    expect(await direct(`http://localhost:${await findClosedPort()}`)).toBe('cannot be reached: the proxy refused the connection');
    expect(await direct('socks5://localhost:1080')).toBe('cannot be reached: skan speaks to http and https proxies, not socks5://');
    expect(await direct('http://ann:secret word@')).toBe('cannot be reached: what the proxy variable holds is no URL');
    const garbage = await startPlain((socket) => socket.end('garbage\r\n\r\n'));
    expect(await direct(`http://localhost:${garbage.port}`)).toMatch(/^cannot be reached: the proxy answered with something that is no HTTP/);
    const fake = await startProvider(stranger, () => ({ status: 200 }));
    expect(await complain(through((await startProxy(fake)).port))).toMatch(/^showed a certificate that is not trusted, and was sent nothing/);
    expect(await direct(`https://localhost:${fake.port}`)).toMatch(/^cannot be reached: the proxy showed a certificate that is not trusted/);
    expect([provider.seen, fake.seen]).toEqual([[], []]);
  });

  test('one that never answers', async () => {
    const silent = await startPlain(() => undefined);
    const send = makeSend({ environment: { ALL_PROXY: `localhost:${silent.port}` }, timeout: 300 });
    expect(await complain(send(ask('https://api.acme.dev/')))).toBe('did not answer within 1 seconds');
    expect(silent.heard.join('')).not.toContain(key);
  });
});
