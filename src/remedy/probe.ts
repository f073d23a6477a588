// A probe of a rule file and a key -> the question to the provider; the answer -> what it means for the key. Every hole is
// filled as the place where it stands needs it, so that no key can change where a question goes or what else it says.

import { NoAnswer } from '../model/exchange.js';
import type { Answer, Question, Send } from '../model/exchange.js';
import type { Probe } from '../model/rule.js';

/** What the holes of a probe stand for. */
export interface Filling {
  readonly secret: string;
  /** The other half of a pair. */
  readonly partner?: string | undefined;
  /** A name, with or without a port. */
  readonly host?: string | undefined;
}

export interface Verdict {
  readonly status: 'active' | 'revoked' | 'unknown';
  readonly detail?: string;
}

/** What HTTP can carry in a header without being read otherwise. */
const carriable = /^[\x21-\x7e]{1,16384}$/;
/** A URL that holds these is read as another. */
const wayUp = /(?:^|\/)\.{1,2}(?:\/|$)/;
const hostShape = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?::\d{1,5})?$/i;

/** Asks once. Never throws for what a provider, a network or a key brings. */
export async function askProvider(probe: Probe, filling: Filling, send: Send): Promise<Verdict> {
  const question = fillProbe(probe, filling);
  if ('lacks' in question) return { status: 'unknown', detail: question.lacks };
  const { host } = new URL(question.url);
  try {
    return readAnswer(probe, await send(question), host);
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    return { status: 'unknown', detail: `${host} ${error.message}` };
  }
}

/** @returns what is missing, as a clause, where the question cannot be put */
export function fillProbe(probe: Probe, filling: Filling): Question | { readonly lacks: string } {
  const lacks = findLack(probe, filling);
  if (lacks !== undefined) return { lacks };
  const { method, basic, body } = probe;
  const headers = Object.fromEntries(Object.entries(probe.headers ?? {}).map(([name, text]) => [name, fill(text, filling, asItIs)]));
  const type = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  return {
    method,
    url: fill(probe.url, filling, asPath),
    headers: {
      'User-Agent': 'skan',
      Accept: '*/*',
      ...headers,
      ...(basic === undefined ? {} : { Authorization: `Basic ${Buffer.from(`${fill(basic.user, filling, asItIs)}:${fill(basic.password, filling, asItIs)}`).toString('base64')}` }),
    },
    ...(body === undefined ? {} : { body: fill(body, filling, chooseEscape(type)) }),
  };
}

/** The host that will see the key; undefined while it is not known. */
export function hostOf({ url }: Probe, { host }: Pick<Filling, 'host'> = {}): string | undefined {
  if (!needs(url, 'host')) return new URL(url.replace(/\{\{\w+\}\}/g, 'x')).host;
  return host !== undefined && hostShape.test(host) ? host.toLowerCase() : undefined;
}

export function needsHost({ url }: Probe): boolean {
  return needs(url, 'host');
}

/** Status and body alone decide; a page for people where an API should answer decides nothing. */
export function readAnswer({ answers }: Probe, { status, body }: Answer, host: string): Verdict {
  const answer = answers.find((each) => each.status === status && (each.body === undefined || new RegExp(each.body).test(body)));
  if (answer === undefined) return { status: 'unknown', detail: `${host} answered ${status}, which says nothing sure about the key` };
  if (answer.is !== 'unknown' && answer.body === undefined && isWebPage(body)) return { status: 'unknown', detail: `${host} answered ${status} with a web page; something between may have answered in its place` };
  return { status: answer.is, ...(answer.detail === undefined ? {} : { detail: answer.detail }) };
}

function isWebPage(body: string): boolean {
  return /^\s{0,1000}<(?:!doctype\s|html[\s>])/i.test(body);
}

function findLack(probe: Probe, filling: Filling): string | undefined {
  if (!carriable.test(filling.secret)) return 'it holds characters that no request can carry';
  if (needs(probe.url, 'secret') && wayUp.test(filling.secret)) return 'it holds characters that no request can carry';
  const text = JSON.stringify(probe);
  if (needs(text, 'partner') && (filling.partner === undefined || !carriable.test(filling.partner))) return 'what it is paired with does not stand beside it';
  if (hostOf(probe, filling) === undefined) return 'which server it belongs to does not stand beside it';
  return undefined;
}

function needs(text: string, hole: keyof Filling): boolean {
  return text.includes(`{{${hole}}}`);
}

type Escape = (text: string) => string;

/** In one pass, so that nothing that is filled in is filled again. */
function fill(template: string, filling: Filling, escape: Escape): string {
  return template.replace(/\{\{(secret|partner|host)\}\}/g, (_, hole: keyof Filling) => (hole === 'host' ? (filling.host ?? '').toLowerCase() : escape(filling[hole] ?? '')));
}

function asItIs(text: string): string {
  return text;
}

/** Some vendors' keys are whole paths; none has a query or a fragment. */
function asPath(text: string): string {
  return encodeURIComponent(text).replace(/%2F/g, '/').replace(/%3A/g, ':');
}

function chooseEscape(type: string): Escape {
  if (/\bjson\b/i.test(type)) return (text) => JSON.stringify(text).slice(1, -1);
  return /form-urlencoded/i.test(type) ? encodeURIComponent : asItIs;
}
