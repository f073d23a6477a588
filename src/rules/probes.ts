// What a request of a rule file (`validate`, `revocation`) must be before a key may travel in it: one literal host of the
// vendor's own, the key where no log keeps it, an answer for what was asked. It sends nothing.

import type { Probe, ProviderSource } from '../model/rule.js';

/** Vendors whose API takes the key in the path and nowhere else. */
const keyInUrl: ReadonlySet<string> = new Set(['telegram', 'discord']);

const placeholder = /\{\{(?!secret\}\}|partner\}\}|host\}\})[^{}]*\}\}/;
/** A name with a dot in it, in lower case: no address, no port, nobody before an `@`. */
const literalHost = /^https:\/\/((?:[a-z0-9-]+\.)+[a-z]{2,})(?:[/?]|$)/;
const nearbyHost = /^https:\/\/\{\{host\}\}(?:[/?]|$)/;

/** @param wanted the answer without which the request could not tell what it is sent for */
export function lintProbe(probe: Probe, provider: ProviderSource, wanted: 'active' | 'revoked'): string[] {
  const { answers } = probe;
  const complaints = [...lintHost(probe, provider), ...lintSecret(probe, provider)];
  const strange = placeholder.exec(JSON.stringify(probe));
  if (strange !== null) complaints.push(`there is no ${strange[0]}; there are {{secret}}, {{partner}} and {{host}}`);
  if (JSON.stringify({ ...probe, answers: [] }).includes('{{partner}}') !== (probe.partner !== undefined)) complaints.push('{{partner}} needs a partner that says how it looks, and the other way round');
  if (!answers.some(({ is }) => is === wanted)) complaints.push(`none of its answers is ${wanted}`);
  const hidden = answers.find(({ status }, index) => answers.slice(0, index).some((each) => each.status === status && each.body === undefined));
  if (hidden !== undefined) complaints.push(`an answer of status ${hidden.status} stands behind one that fits them all`);
  return complaints;
}

function lintHost({ url }: Probe, { name, hosts }: ProviderSource): string[] {
  if (url.replace(nearbyHost, '').includes('{{host}}')) return ['{{host}} may only be the host of its url'];
  if (nearbyHost.test(url)) return [];
  const host = literalHost.exec(url)?.[1];
  if (host === undefined) return ['its url needs a literal https host, or {{host}} in its place'];
  return hosts.some((own) => site(own) === site(host)) ? [] : [`${host} is not one of the hosts of ${name}`];
}

/** The last two labels: enough to tell one vendor from another. */
function site(host: string): string {
  return host.split('.').slice(-2).join('.');
}

function lintSecret({ url, headers, body, basic }: Probe, provider: ProviderSource): string[] {
  const sent = [...Object.values(headers ?? {}), body ?? '', basic?.user ?? '', basic?.password ?? ''].some((text) => text.includes('{{secret}}'));
  const inUrl = url.includes('{{secret}}');
  if (inUrl && (sent || !keyInUrl.has(provider.id))) return ['{{secret}} stands in its url, which logs keep'];
  return sent || inUrl ? [] : ['it sends no {{secret}}'];
}
