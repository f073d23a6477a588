// One key of every rule in every syntax that can hold it: exactly one finding, of that rule, at that span. What a rule
// needs around its key (a name, a host, quotes, a whole URL) is found out by asking the engine, not written down rule by rule.

import { blocks, hosts } from './hosts.js';
import type { Host } from './hosts.js';
import { makeTestEngine, samples } from './vendors.js';
import type { Sample } from './vendors.js';

const engine = makeTestEngine();

/** What is not found, on purpose. */
const misses: Readonly<Record<string, readonly string[]>> = {
  // It stands in the files of clients (.dockercfg, .npmrc, YAML); elsewhere a variable of that name holds anything.
  // A default value is as often a placeholder as not, and in a row `password,"…"` as often a label.
  'generic-password': ['shell, default value', 'CSV'],
  // The brace that ends the default value may be the password's own.
  'netrc-password': ['shell, default value'],
  'pgpass-password': ['shell, default value'],
};

/** What is told by settings and by whole values alone; where they stand is said in `generic.test.ts`. A service account's key by the file that it stands in. */
const bound: ReadonlySet<string> = new Set(['google-service-account-key', 'generic-environment-key', 'generic-auth-value', 'generic-api-value', 'generic-key', 'generic-cookie', 'generic-sent-cookie', 'generic-signing-secret']);

test.each(samples.filter(({ rule }) => !bound.has(rule.id)).map((sample) => [sample.rule.id, sample] as const))('%s', (id, sample) => {
  const failures = placesOf(sample).flatMap(({ host, template }) => {
    const { text, wanted } = mark(template, id);
    const found = look(text);
    return found === wanted ? [] : [{ host: host.label, found: found || 'nothing', wanted }];
  });
  expect(failures.filter(({ host }) => !(misses[id] ?? []).includes(host))).toEqual([]);
  expect(failures.map(({ host }) => host).sort()).toEqual([...(misses[id] ?? [])].sort());
});

/** What stands in a header, a connection string or a command, and is looked for nowhere else. */
const narrow: ReadonlySet<string> = new Set(['generic-bearer-token', 'generic-connection-password', 'generic-command-password', 'generic-secret-beside', 'generic-call-secret', 'generic-password-beside', 'generic-short-password', 'generic-call-password', 'generic-dsn-password', 'generic-url-token', 'generic-secret-before', 'wordpress-salt']);

test('every rule is tried in many syntaxes', () => {
  const few = samples.filter((sample) => !narrow.has(sample.rule.id)).map((sample) => `${sample.rule.id} ${placesOf(sample).length}`).filter((each) => Number(each.split(' ')[1]) < 10);
  expect(few).toEqual([]);
});

interface Filled {
  readonly host: Host;
  /** With « and ». */
  readonly template: string;
}

function placesOf(sample: Sample): Filled[] {
  const { rule, provider, secret } = sample;
  const server = provider.hosts[0] ?? 'api.acme.dev';
  const fill = (host: Host, name: string, fixed: boolean): Filled => ({ host, template: host.write({ name, value: secret, server, fixed }) });
  if (secret.includes('\n')) return blocks.map((host) => fill(host, 'KEY', false));
  const fitting = hosts.filter(({ refuses }) => refuses?.test(secret) !== true);
  const free = holds(`«${secret}» for ${server}\n`, rule.id);
  const { name, quoted } = chooseName(sample);
  if (name === undefined && !free) return embed(sample);
  const fixed = name !== undefined && !free && !quoted && !holds(`${name.toLowerCase()} = «${secret}»\n`.replace('_', '-'), rule.id);
  return fitting
    .filter((host) => host.named || free)
    .map((host) => fill(host, name ?? 'ACME_VALUE', fixed))
    .filter(({ template }) => !quoted || /["']«/.test(template));
}

/** A name of the vendor's, or of the first example, under which the rule holds, alone or with the value in quotes. */
function chooseName({ rule, provider, secret, text }: Sample): { name: string | undefined; quoted: boolean } {
  const written = /([A-Za-z_][\w.-]*)["'\])]*\s*[=:]\s*["']?$/.exec(text.slice(0, text.indexOf(secret)))?.[1];
  const names = [...provider.variables, ...(written === undefined ? [] : [written])];
  for (const quote of ['', '"']) {
    const name = names.find((each) => holds(`${each}=${quote}«${secret}»${quote}\n`, rule.id));
    if (name !== undefined) return { name, quoted: quote !== '' };
  }
  return { name: undefined, quoted: false };
}

/** A key that stands in a larger value (a URL, a line of .npmrc): that value in every host that has a place for one. */
function embed({ rule, text, secret }: Sample): Filled[] {
  const around = text.replace(/^[A-Z_]+=/, '');
  const value = around.replace(secret, () => `«${secret}»`);
  if (!holds(value, rule.id)) return [];
  return hosts
    .filter(({ named, refuses }) => named && refuses?.test(around) !== true)
    .map((host) => ({ host, template: host.write({ name: 'ACME_VALUE', value: '\0', server: '' }).replace(/[«»]/g, '').replace('\0', () => value) }));
}

function holds(template: string, rule: string): boolean {
  const { text, wanted } = mark(template, rule);
  return look(text) === wanted;
}

function look(text: string): string {
  return engine.scanText(Buffer.from(text)).map(({ rule, start, end }) => `${rule.id} ${start}-${end}`).join(', ');
}

function mark(template: string, rule: string): { text: string; wanted: string } {
  const [before = '', secret = '', after = ''] = template.split(/[«»]/);
  const start = Buffer.byteLength(before);
  return { text: before + secret + after, wanted: `${rule} ${start}-${start + Buffer.byteLength(secret)}` };
}
