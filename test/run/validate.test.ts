// Who is asked about which key, how often and in what order: each key once, of its own vendor alone, and of nobody where the
// vendor is not sure or somebody has said that it is no secret.

import { NoAnswer } from '../../src/model/exchange.js';
import type { Question } from '../../src/model/exchange.js';
import type { Match } from '../../src/model/match.js';
import type { Probe } from '../../src/model/rule.js';
import { askProviders, findFilling } from '../../src/run/validate.js';
import type { Sighting } from '../../src/run/judge.js';
import { makeTestEngine, samples } from '../rules/vendors.js';

const engine = makeTestEngine();

function see(text: string, suppression?: Sighting['suppression']): Sighting[] {
  return engine.scanText(Buffer.from(text)).map((match) => ({ match, place: { source: 'blob', path: 'a' } as unknown as Sighting['place'], span: match.span, suppression }));
}

/** The n-th example of a rule, and keys like it. */
function secretOf(rule: string): string {
  return samples.find((sample) => sample.rule.id === rule)?.secret ?? '';
}

/** Another key of the same shape: the last letters turned. */
function vary(secret: string, by: number): string {
  return secret.slice(0, -3) + [...secret.slice(-3)].map((sign) => (/\d/.test(sign) ? String((Number(sign) + by) % 10) : sign)).join('');
}

interface Asked {
  readonly statuses: string[];
  readonly details: (string | undefined)[];
  readonly questions: Question[];
  readonly announced: [readonly string[], number][];
}

async function ask(sightings: readonly Sighting[], answer: (question: Question) => number | NoAnswer = () => 200): Promise<Asked> {
  const questions: Question[] = [];
  const announced: [readonly string[], number][] = [];
  const validate = await askProviders(sightings, {
    announce: (hosts, keys) => void announced.push([hosts, keys]),
    async send(question) {
      expect(announced.length).toBe(1);
      questions.push(question);
      const given = answer(question);
      if (typeof given !== 'number') throw given;
      return { status: given, body: '{}' };
    },
  }, async () => undefined);
  const said = sightings.map(({ match }: { match: Match }) => validate(match));
  return { statuses: said.map(({ status }) => status), details: said.map(({ detail }) => detail), questions, announced };
}

const anthropic = secretOf('anthropic-api-key');
const deepseek = secretOf('deepseek-api-key');

test('the examples are there', () => {
  expect([anthropic, deepseek].map((key) => key.length > 20)).toEqual([true, true]);
});

test('a key is asked for once, wherever it stands', async () => {
  const { statuses, questions, announced } = await ask([...see(`a=${anthropic}`), ...see(`ANTHROPIC_API_KEY=${anthropic}`), ...see(`x\ny "${anthropic}"`)]);
  expect(statuses).toEqual(['active', 'active', 'active']);
  expect(questions.map(({ url }) => new URL(url).host)).toEqual(['api.anthropic.com']);
  expect(announced).toEqual([[['api.anthropic.com'], 1]]);
});

test('what somebody has called no secret is sent nowhere', async () => {
  const { statuses, questions, announced } = await ask(see(`a=${anthropic}`, { by: 'comment', reason: 'a test key' }));
  expect([statuses, questions, announced]).toEqual([['not-checked'], [], []]);
});

test('a kind for which no request is known is not asked for, and says so', async () => {
  const { statuses, details, questions } = await ask(see(`VAULT_TOKEN=${secretOf('vault-token')}`));
  expect([statuses, details, questions]).toEqual([['not-checked'], ['no harmless request is known that asks HashiCorp Vault'], []]);
});

describe('a shape that several vendors share', () => {
  test('goes to the one that something nearby speaks for', async () => {
    const { statuses, questions } = await ask(see(`DEEPSEEK_API_KEY=${deepseek}`));
    expect([statuses, questions.map(({ url }) => new URL(url).host)]).toEqual([['active'], ['api.deepseek.com']]);
  });

  test('goes to nobody where nothing speaks for one', async () => {
    const sightings = see(`key = "${deepseek}"`);
    const { statuses, questions } = await ask(sightings);
    expect(sightings.length).toBe(1);
    expect([statuses, questions]).toEqual([['not-checked'], []]);
  });

  test('goes to nobody where one place speaks for one vendor and another for the next', async () => {
    const { statuses, details, questions } = await ask([...see(`DEEPSEEK_API_KEY=${deepseek}`), ...see(`DASHSCOPE_API_KEY=${deepseek}`)]);
    expect([statuses, questions]).toEqual([['not-checked', 'not-checked'], []]);
    expect(details[0]).toMatch(/^it may be of .*Alibaba.* or DeepSeek, and a key is shown to its own vendor alone$/);
  });

  test('a place that says nothing takes over what is known from another', async () => {
    const { statuses, questions } = await ask([...see(`key = "${deepseek}"`), ...see(`DEEPSEEK_API_KEY=${deepseek}`)]);
    expect([statuses, questions.length]).toEqual([['active', 'active'], 1]);
  });
});

test('one question at a time to a host, at most four hosts at once, and all are asked', async () => {
  const rules = ['anthropic-api-key', 'openai-project-key', 'github-personal-access-token', 'groq-api-key', 'stripe-secret-key', 'replicate-api-token', 'huggingface-user-token'];
  const sightings = rules.flatMap((rule) => see(`k=${secretOf(rule)}`));
  const keys = [0, 1, 2, 3].map((by) => vary(secretOf('stripe-secret-key'), by)).filter((key, index, all) => all.indexOf(key) === index);
  const all = [...sightings, ...keys.flatMap((key) => see(`STRIPE=${key}`))];
  const busy = new Map<string, number>();
  let most = 0;
  const order: string[] = [];
  await askProviders(all, {
    announce: () => undefined,
    async send({ url, headers }) {
      const { host } = new URL(url);
      busy.set(host, (busy.get(host) ?? 0) + 1);
      expect(busy.get(host)).toBe(1);
      most = Math.max(most, [...busy.values()].filter((count) => count > 0).length);
      order.push(`${host} ${JSON.stringify(headers)}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
      busy.set(host, 0);
      return { status: 200, body: '{}' };
    },
  }, async () => undefined);
  expect(most).toBe(4);
  expect(order.length).toBe(new Set(all.map(({ match }) => match.secret.reveal())).size);
  expect(new Set(order).size).toBe(order.length);
});

test('between two questions to one host there is a pause', async () => {
  const keys = ['1', '2', '3'].map((digit) => `${anthropic.slice(0, 30)}${digit}${anthropic.slice(31)}`);
  const order: string[] = [];
  await askProviders(keys.flatMap((key) => see(key)), { announce: () => undefined, send: async () => { order.push('ask'); return { status: 200, body: '' }; } }, async () => void order.push('rest'));
  expect(order).toEqual(['ask', 'rest', 'ask', 'rest', 'ask']);
});

test('a host that fails twice in a row is left alone', async () => {
  const keys = ['1', '2', '3', '4'].map((digit) => `${anthropic.slice(0, 30)}${digit}${anthropic.slice(31)}`);
  const { statuses, details, questions } = await ask(keys.flatMap((key) => see(key)), () => new NoAnswer('refused the connection'));
  expect(statuses).toEqual(['unknown', 'unknown', 'unknown', 'unknown']);
  expect(details.slice(1)).toEqual(['api.anthropic.com refused the connection', 'api.anthropic.com gave no answer for the keys before it', 'api.anthropic.com gave no answer for the keys before it']);
  expect(questions.length).toBe(2);
  let turn = 0;
  expect((await ask(keys.flatMap((key) => see(key)), () => ((turn += 1) % 2 === 0 ? 200 : new NoAnswer('refused the connection')))).questions.length).toBe(4);
});

describe('the other half of a pair', () => {
  const secret = secretOf('langfuse-secret-key');
  const partner = `pk-lf-${secret.slice('sk-lf-'.length)}`;
  test.each([
    [`SECRET=${secret}\nPUBLIC=${partner}\n`, true],
    [`PUBLIC=${partner}\nSECRET=${secret}\n`, true],
    [`new Langfuse("${partner}", "${secret}")`, true],
    [`PUBLIC=${partner}\n\n\nLANGFUSE_SECRET_KEY=${secret}\n`, false],
    [`LANGFUSE_SECRET_KEY=${secret}\n`, false],
  ])('%#', async (text, found) => {
    const { statuses, details, questions } = await ask(see(text));
    expect(questions.map(({ headers }) => headers['Authorization'])).toEqual(found ? [`Basic ${Buffer.from(`${partner}:${secret}`).toString('base64')}`] : []);
    expect([statuses, details]).toEqual(found ? [['active'], [undefined]] : [['not-checked'], ['what it is paired with does not stand beside it']]);
  });
});

describe('a server beside the key', () => {
  const probe: Probe = { method: 'GET', url: 'https://{{host}}/me', headers: { 'X-Key': '{{secret}}' }, answers: [] };
  test.each([
    ['URL=https://eu.acme.dev/x', 'eu.acme.dev'],
    ['URL=https://eu.acme.dev:8443/x', 'eu.acme.dev:8443'],
    ['host: "ACME.dev"', 'ACME.dev'],
    ['URL=https://evil.dev/', undefined],
    ['URL=https://acme.dev.evil.dev/', undefined],
    ['URL=https://evilacme.dev/', undefined],
    ['URL=https://acme.dev@evil.dev/', undefined],
    ['mail: key@acme.dev', undefined],
    ['URL=https://acmexdev/', undefined],
  ])('%s', (line, host) => {
    const place = (surroundings: Partial<Match['surroundings']>): Pick<Match, 'surroundings'> => ({ surroundings: { above: '', line: '', below: '', ...surroundings } });
    for (const where of [{ above: line }, { line }, { below: line }]) expect(findFilling('k', probe, ['acme.dev'], [place(where)]).host).toBe(host);
  });
});
