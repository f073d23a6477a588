// `skan revoke` against a server that is no play: a token of OpenBao, which speaks Vault's API, is ended by what was found of it.

import { makeRepository, runProcess, makeFolder } from '../repository.js';
import { openBao, startBao } from '../tools/bao.js';
import type { BaoServer } from '../tools/bao.js';
import { describeWith } from '../tools/need.js';

describeWith('a server of OpenBao', openBao, ({ bao }) => {
  let server: BaoServer;
  beforeAll(async () => {
    server = await startBao(bao, { tls: true });
  }, 300_000);
  afterAll(() => server.stop());

  const vault = (token: string, ...args: readonly string[]): ReturnType<typeof runProcess> => runProcess('vault', args, makeFolder(), '', { ...server.variables, VAULT_TOKEN: token, BAO_TOKEN: token });

  test('the token works before, and is dead afterwards; a second time it says what it cannot know', () => {
    const token = vault('root', 'token', 'create', '-field=token', '-policy=default').stdout.trim();
    const repository = makeRepository();
    repository.commit({ 'a.env': `VAULT_TOKEN=${token}\n` });
    const id = repository.look(['audit']).report.findings.find(({ provider }) => provider === 'vault')?.fingerprint ?? '';
    expect(vault(token, 'token', 'lookup', '-field=id')).toMatchObject({ code: 0, stdout: expect.stringContaining(token) });
    const revoke = (authority: string | undefined): ReturnType<typeof repository.skan> => repository.skan(['revoke', id, '--yes', '--host', server.host], { variables: { NODE_EXTRA_CA_CERTS: authority } });
    expect(revoke(undefined)).toMatchObject({ code: 2, stderr: expect.stringContaining('a certificate that is not trusted, and was sent nothing') });
    expect(vault(token, 'token', 'lookup').code).toBe(0);
    const run = revoke(server.authority);
    expect(run).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining(`ended   ${server.host} says so: with it all tokens and leases that it made`) });
    expect(run.stdout).not.toContain(token);
    expect(vault(token, 'token', 'lookup')).toMatchObject({ code: 2, stderr: expect.stringContaining('403') });
    expect(revoke(server.authority)).toMatchObject({ code: 2, stderr: expect.stringContaining('it is not known whether it has ended: it has ended already, is of another Vault, or may not end itself') });
  });
});
