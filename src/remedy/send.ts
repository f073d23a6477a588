// One HTTPS request and its answer: over Node's own client, one connection each, TLS always verified whatever the
// environment says, redirects never followed, bounded in time and in bytes. The only module that opens sockets. What it
// says of a failure is made here and never taken from an error's text, so that it cannot hold a key.

import { request as requestPlain } from 'node:http';
import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import { request as requestSecure } from 'node:https';
import { isIP } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectSecure } from 'node:tls';
import type { TLSSocket } from 'node:tls';
import { NoAnswer } from '../model/exchange.js';
import type { Answer, Question, Send } from '../model/exchange.js';
import { chooseProxy } from './proxy.js';
import type { Proxy } from './proxy.js';

export interface SendOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Certificates to trust beside the system's, for tests; everybody else has NODE_EXTRA_CA_CERTS. */
  readonly authorities?: string;
  /** For everything from the first packet to the last byte. */
  readonly timeout?: number;
}

const standardTimeout = 10_000;
const mostBytes = 65_536;

export function makeSend({ environment, authorities, timeout = standardTimeout }: SendOptions): Send {
  return async (question) => {
    const control = new AbortController();
    const timer = setTimeout(() => control.abort(), timeout);
    try {
      return await exchange(question, environment, { signal: control.signal, trust: { rejectUnauthorized: true, ...(authorities === undefined ? {} : { ca: authorities }) } });
    } catch (error) {
      throw control.signal.aborted ? new NoAnswer(`did not answer within ${Math.ceil(timeout / 1000)} seconds`) : explainFailure(error);
    } finally {
      clearTimeout(timer);
      control.abort();
    }
  };
}

/** What all connections share: the deadline, and who is trusted. */
interface Terms {
  readonly signal: AbortSignal;
  readonly trust: { readonly rejectUnauthorized: true; readonly ca?: string };
}

async function exchange({ method, url, headers, body }: Question, environment: SendOptions['environment'], terms: Terms): Promise<Answer> {
  const { protocol, hostname, port, pathname, search } = new URL(url);
  if (protocol !== 'https:') throw new NoAnswer('is not asked over HTTPS');
  const target: Target = { host: hostname, port: port === '' ? 443 : Number(port) };
  const socket = await secure(target, await openTunnel(target, findProxy(target, environment), terms), terms);
  const request = requestSecure({
    ...target,
    method,
    defaultPort: 443,
    path: `${pathname}${search}`,
    headers: { ...headers, 'Accept-Encoding': 'identity', Connection: 'close', ...(body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) }) },
    // With an agent, be it `false`, Node would ignore this and connect anew.
    createConnection: () => socket,
  });
  return await readResponse(await getResponse(request, body));
}

interface Target {
  readonly host: string;
  readonly port: number;
}

function findProxy({ host, port }: Target, environment: SendOptions['environment']): Proxy {
  let proxy: Proxy;
  try {
    proxy = chooseProxy(host, port, environment);
  } catch {
    throw new NoAnswer('cannot be reached: what the proxy variable holds is no URL');
  }
  // Going past a proxy that was asked for would send a key another way than its owner wants.
  if (proxy !== undefined && !['http:', 'https:'].includes(proxy.protocol)) throw new NoAnswer(`cannot be reached: skan speaks to http and https proxies, not ${proxy.protocol}//`);
  return proxy;
}

/** A connection through the proxy, over which only TLS with the target itself travels. */
function openTunnel(target: Target, proxy: Proxy, { signal, trust }: Terms): Promise<Socket> | undefined {
  if (proxy === undefined) return undefined;
  const authority = `${target.host}:${target.port}`;
  const overTls = proxy.protocol === 'https:';
  const credentials = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  const options: RequestOptions = {
    ...trust,
    signal,
    method: 'CONNECT',
    host: proxy.hostname.replace(/^\[|\]$/g, ''),
    port: proxy.port === '' ? (overTls ? 443 : 80) : Number(proxy.port),
    path: authority,
    headers: { Host: authority, ...(credentials === ':' ? {} : { 'Proxy-Authorization': `Basic ${Buffer.from(credentials).toString('base64')}` }) },
    agent: false,
  };
  return new Promise((resolve, reject) => {
    const request = overTls ? requestSecure(options) : requestPlain(options);
    const fail = (error: unknown): void => reject(explainFailure(error, 'cannot be reached: the proxy'));
    request.on('error', fail);
    request.on('response', ({ statusCode }) => reject(new NoAnswer(`cannot be reached: the proxy refused with ${statusCode}`)));
    request.on('connect', ({ statusCode }, socket: Socket) => {
      if (statusCode === 200) return resolve(socket);
      socket.destroy();
      reject(new NoAnswer(`cannot be reached: the proxy refused with ${statusCode}`));
    });
    request.end();
  });
}

/** Settles only once the certificate is found good, so that before that not a byte of a question is written. */
function secure({ host, port }: Target, tunnel: Socket | undefined, { signal, trust }: Terms): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connectSecure({ ...trust, host, port, ALPNProtocols: ['http/1.1'], ...(isIP(host) === 0 ? { servername: host } : {}), ...(tunnel === undefined ? {} : { socket: tunnel }) });
    socket.on('error', reject);
    socket.on('close', () => reject(new NoAnswer('broke the connection off')));
    socket.on('secureConnect', () => resolve(socket));
    signal.addEventListener('abort', () => socket.destroy());
  });
}

function getResponse(request: ClientRequest, body: string | undefined): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.on('response', resolve);
    request.on('error', reject);
    request.on('upgrade', (_response, socket: Socket) => {
      socket.destroy();
      reject(new NoAnswer('answered with another protocol'));
    });
    request.end(body);
  });
}

/** Reads no further than it must, and takes no half for a whole. */
async function readResponse(response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    const part = Buffer.from(chunk as Uint8Array);
    chunks.push(part);
    bytes += part.length;
    if (bytes >= mostBytes) break;
  }
  return { status: response.statusCode ?? 0, body: Buffer.concat(chunks).subarray(0, mostBytes).toString('utf8') };
}

const reasons: Readonly<Record<string, string>> = {
  ENOTFOUND: 'was not found',
  EAI_AGAIN: 'was not found: no name server answers',
  ECONNREFUSED: 'refused the connection',
  ECONNRESET: 'broke the connection off',
  EPIPE: 'broke the connection off',
  ETIMEDOUT: 'could not be reached in time',
  ENETUNREACH: 'cannot be reached from here',
  EHOSTUNREACH: 'cannot be reached from here',
};

/** @param who what failed, where it was not the host itself */
function explainFailure(error: unknown, who?: string): NoAnswer {
  if (error instanceof NoAnswer) return error;
  const code = typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' && /^[A-Z0-9_]{1,60}$/.test(error.code) ? error.code : 'unknown';
  const what = reasons[code] ?? `${describeCode(code)} (${code})`;
  return new NoAnswer(who === undefined ? what : `${who} ${what}`);
}

function describeCode(code: string): string {
  if (/CERT|SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY)/.test(code)) return 'showed a certificate that is not trusted, and was sent nothing';
  if (code.startsWith('HPE_')) return 'answered with something that is no HTTP';
  return /^(?:EPROTO|ERR_SSL_)/.test(code) ? 'does not speak TLS as it should' : 'could not be asked';
}
