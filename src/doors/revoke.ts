// `skan revoke`: has the provider end a key with nothing but the key, where it lets whoever holds one do that. It shows where
// the key will go and asks first; it sends it there once, and says what came back. It never says "ended" on its own account.

import { UsageError } from '../model/errors.js';
import type { Finding } from '../model/report.js';
import type { Probe } from '../model/rule.js';
import { manual } from '../generated/manual.js';
import { askProvider, hostOf, needsHost } from '../remedy/probe.js';
import type { Verdict } from '../remedy/probe.js';
import { formatRevocation } from '../report/runbook.js';
import { visible } from '../report/visible.js';
import type { Arguments } from './arguments.js';
import { lookUp } from './find.js';
import type { Io } from './io.js';
import { makeSender } from './look.js';

/** @returns 0 when the provider says that the key has ended, else 2 */
export async function revoke(given: Arguments, io: Io): Promise<number> {
  const [prefix, second] = given.operands;
  if (prefix === undefined || second !== undefined) throw new UsageError('skan revoke needs one fingerprint, as a report shows it');
  // Secrets are asked for because one is needed; none of them is printed.
  const finding = await lookUp(prefix, given, io, { showSecrets: true });
  const probe = manual.rules[finding.rule]?.revocation;
  if (probe === undefined) return refuse(finding, io);
  const { secret } = finding;
  if (secret === undefined) throw new UsageError(`${given.flags.report ?? 'the report'}: it holds no secrets; make it with --show-secrets, or leave --report away to look through the repository`);
  const host = chooseHost(probe, given.flags.host);
  printIntent(finding, probe, host, io);
  if (!given.flags.yes && !(await confirm(host, io))) {
    io.warn('skan: nothing was sent\n');
    return 2;
  }
  const verdict = await askProvider(probe, { secret, host }, await makeSender(io));
  return report(verdict, finding, host, io);
}

function refuse(finding: Finding, io: Io): number {
  io.warn(`skan: no way is known in which whoever holds ${visible(article(finding.title))} may end it; nothing was sent, end it by hand:\n`);
  io.print(formatRevocation(finding, io));
  return 2;
}

function article(title: string): string {
  return `${/^[aeiou]/i.test(title) ? 'an' : 'a'} ${title}`;
}

/** What is one's own server only its owner can say; a name that merely stands near a key could be anybody's. */
function chooseHost(probe: Probe, named: string | undefined): string {
  if (!needsHost(probe)) {
    const own = hostOf(probe) ?? '';
    if (named !== undefined && named !== own) throw new UsageError(`--host ${named}: such keys are sent to ${own} and nowhere else`);
    return own;
  }
  if (named === undefined) throw new UsageError('which server issued the key? name it: --host vault.example.org, with :PORT where it is not 443');
  const host = hostOf(probe, { host: named });
  if (host === undefined) throw new UsageError(`--host ${named}: expected a host name, with :PORT where it is not 443`);
  return host;
}

function printIntent(finding: Finding, { method, url }: Probe, host: string, io: Io): void {
  const { title, redacted, remediation } = finding;
  const rows: readonly (readonly [string, string])[] = [
    ['host', host],
    ['request', `${method} ${url.replaceAll('{{host}}', host).replaceAll('{{secret}}', redacted)}`],
    ...(remediation.revoke.stops === undefined ? [] : [['stops', remediation.revoke.stops] as const]),
  ];
  io.print([`${title}  ${redacted}`, ...rows.map(([name, text]) => `  ${name.padEnd(7)}  ${text}`)].map((line) => `${visible(line)}\n`).join(''));
}

async function confirm(host: string, io: Io): Promise<boolean> {
  if (!io.interactive) throw new UsageError('skan revoke asks before it sends the key, and there is no terminal to ask on; add --yes to go on without being asked');
  io.warn(`Send this key to ${host}, to end it for good? [y/N] `);
  return /^\s*y(?:es)?\s*$/i.test(await readLine(io.stdin));
}

async function readLine(stream: AsyncIterable<Uint8Array>): Promise<string> {
  let text = '';
  for await (const chunk of stream) {
    text += Buffer.from(chunk).toString('utf8');
    if (text.includes('\n')) break;
  }
  return text.split('\n', 1)[0] ?? '';
}

function report({ status, detail }: Verdict, finding: Finding, host: string, io: Io): number {
  const why = detail === undefined ? '' : `: ${detail}`;
  const id = finding.fingerprint.slice(0, 8);
  if (status === 'revoked') {
    io.print(`ended   ${visible(`${host} says so${why}`)}\n\nnext    replace it and clean up: skan explain ${id}\n`);
    return 0;
  }
  const says = status === 'active' ? `${host} did not end it${why}` : `it is not known whether it has ended${why}`;
  io.warn(`skan: ${visible(says)}; end it by hand:\n`);
  io.print(formatRevocation(finding, io));
  return 2;
}
