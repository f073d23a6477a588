// Providers on the loopback: a TLS server that plays any answer, with certificates of an authority made for the test, and a
// CONNECT proxy that leads every host to it. What the code under test does on its way there is all real.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { connect } from 'node:net';
import type { AddressInfo, Server as PlainServer, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import type { TLSSocket } from 'node:tls';

/** Certificates for some hosts, and whom one must trust to believe them. */
export interface Authority {
  readonly file: string;
  readonly certificate: string;
  readonly key: string;
  readonly leaf: string;
}

/** Deletes what `make` made. */
type Cleaner = () => void | Promise<void>;
const cleaners: Cleaner[] = [];

afterAll(async () => {
  for (const clean of cleaners.splice(0).reverse()) await clean();
});

/** An authority of its own, made by openssl: no key stands in the tree, and none outlives the test. */
export function makeAuthority(hosts: readonly string[]): Authority {
  const folder = mkdtempSync(join(tmpdir(), 'skan-ca-'));
  cleaners.push(() => rmSync(folder, { recursive: true, force: true }));
  const openssl = (...args: readonly string[]): void => void execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const names = hosts.map((host) => (/^[\d.]+$/.test(host) ? `IP:${host}` : `DNS:${host}`)).join(',');
  writeFileSync(join(folder, 'ca.cnf'), '[req]\ndistinguished_name=name\nx509_extensions=ca\n[name]\n[ca]\nbasicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\nsubjectKeyIdentifier=hash\n');
  writeFileSync(join(folder, 'leaf.cnf'), `basicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\nsubjectAltName=${names}\n`);
  for (const name of ['ca', 'leaf']) openssl('ecparam', '-genkey', '-noout', '-name', 'prime256v1', '-out', `${name}.key`);
  openssl('req', '-x509', '-new', '-config', 'ca.cnf', '-key', 'ca.key', '-subj', '/CN=skan test authority', '-days', '2', '-out', 'ca.pem');
  openssl('req', '-new', '-config', 'ca.cnf', '-key', 'leaf.key', '-subj', '/CN=provider', '-out', 'leaf.csr');
  openssl('x509', '-req', '-in', 'leaf.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-extfile', 'leaf.cnf', '-out', 'leaf.pem');
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  return { file: join(folder, 'ca.pem'), certificate: read('ca.pem'), key: read('leaf.key'), leaf: read('leaf.pem') };
}

/** A request as a provider saw it. */
export interface Seen {
  readonly host: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface Played {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Provider {
  readonly port: number;
  readonly seen: Seen[];
}

export async function startProvider({ key, leaf }: Authority, play: (seen: Seen) => Played): Promise<Provider> {
  const seen: Seen[] = [];
  const server = createSecureServer({ key, cert: leaf }, async (request, response) => {
    const one = await readRequest(request);
    seen.push(one);
    const { status, headers = { 'Content-Type': 'application/json' }, body = '{}' } = play(one);
    response.writeHead(status, headers).end(status === 204 || status === 304 ? undefined : body);
  });
  return { port: await listen(server), seen };
}

async function readRequest(request: IncomingMessage): Promise<Seen> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk as Uint8Array);
  const { method = '', url = '', headers } = request;
  return { host: headers.host ?? '', method, path: url, headers, body: Buffer.concat(chunks).toString() };
}

/** A server that says whatever it likes over TLS once something was asked. */
export async function startRawProvider({ key, leaf }: Authority, play: (socket: TLSSocket) => void): Promise<{ port: number; heard: string[] }> {
  const heard: string[] = [];
  const server = createTlsServer({ key, cert: leaf }, (socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      heard.push(data.toString('latin1'));
      if (heard.join('').includes('\r\n\r\n')) play(socket);
    });
  });
  server.on('tlsClientError', () => undefined);
  return { port: await listen(server), heard };
}

/** A server that speaks no TLS at all. */
export async function startPlain(play: (socket: Socket) => void): Promise<{ port: number; heard: string[] }> {
  const heard: string[] = [];
  const { createServer: createPlainServer } = await import('node:net');
  const server = createPlainServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (data) => heard.push(data.toString('latin1')));
    play(socket);
  });
  return { port: await listen(server), heard };
}

export interface ProxyServer {
  readonly port: number;
  /** `host:port` of each tunnel that was asked for, in order. */
  readonly asked: string[];
  /** What stood in Proxy-Authorization. */
  readonly credentials: (string | undefined)[];
}

/** @param to the port on the loopback that every tunnel leads to; a status: every tunnel is refused with it */
export async function startProxy(to: { readonly port: number } | { readonly refuse: number }): Promise<ProxyServer> {
  const asked: string[] = [];
  const credentials: (string | undefined)[] = [];
  const server = createServer((_request, response) => void response.writeHead(400).end());
  server.on('connect', (request, socket: Socket) => {
    asked.push(request.url ?? '');
    credentials.push(request.headers['proxy-authorization']);
    socket.on('error', () => undefined);
    if ('refuse' in to) return void socket.end(`HTTP/1.1 ${to.refuse} No\r\n\r\n`);
    const onward = connect(to.port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('close', () => onward.destroy());
    return undefined;
  });
  return { port: await listen(server), asked, credentials };
}

/** A port on which nobody listens. */
export async function findClosedPort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function listen(server: Server | PlainServer): Promise<number> {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  cleaners.push(() => new Promise<void>((resolve) => {
    server.close(() => resolve());
    for (const socket of open) socket.destroy();
  }));
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)));
}
