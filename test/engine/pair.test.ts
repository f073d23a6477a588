// A key and what it is used together with are one finding, wherever the two stand near each other and however they are written.

import { fillExample } from '../../src/rules/examples.js';
import { makeTestEngine } from '../rules/vendors.js';
import { show } from '../invariants/texts.js';

const engine = makeTestEngine();

const hole = (template: string): string => fillExample(template, template, []).text;
const awsId = hole('AK{{repeat:I:1}}A{{base32:16}}');
const awsSecret = hole('{{base64:40}}');

function look(text: string): unknown[] {
  return engine.scanText(Buffer.from(text)).map(({ rule, confidence, partner, why }) => [rule.id, confidence, partner?.secret.reveal(), why.at(-1)]);
}

const pairs = [
  ['aws-secret-access-key', 'access key id', awsId, awsSecret, 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'],
  ['langfuse-secret-key', 'public key', hole('pk-lf-{{hex:8}}-{{hex:4}}-{{hex:4}}-{{hex:4}}-{{hex:12}}'), hole('sk-lf-{{hex:8}}-{{hex:4}}-{{hex:4}}-{{hex:4}}-{{hex:12}}'), 'LANGFUSE_PUBLIC_KEY', 'LANGFUSE_SECRET_KEY'],
  ['twilio-auth-token', 'account SID', hole('AC{{hex:32}}'), hole('{{hex:32}}'), 'TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN'],
  ['twilio-api-key-secret', 'API key SID', hole('SK{{hex:32}}'), hole('{{alnum:32}}'), 'TWILIO_API_KEY', 'TWILIO_API_KEY_SECRET'],
  ['cloudinary-api-secret', 'API key', hole('{{digit:15}}'), hole('{{url64:27}}'), 'CLOUDINARY_API_KEY', 'CLOUDINARY_API_SECRET'],
  ['plaid-secret', 'client id', hole('{{hex:24}}'), hole('{{hex:30}}'), 'PLAID_CLIENT_ID', 'PLAID_SECRET'],
  ['algolia-admin-key', 'application id', hole('{{uppernum:10}}'), hole('{{hex:32}}'), 'ALGOLIA_APP_ID', 'ALGOLIA_ADMIN_KEY'],
] as const;

describe.each(pairs)('%s and its %s', (rule, name, partner, secret, idName, secretName) => {
  test.each([
    ['before', `${idName}=${partner}\n${secretName}=${secret}\n`],
    ['behind', `${secretName}=${secret}\n${idName}=${partner}\n`],
    ['in JSON', `{"${idName}": "${partner}", "${secretName}": "${secret}"}\n`],
    ['ten lines apart', `${idName}=${partner}\n${'\n'.repeat(9)}${secretName}=${secret}\n`],
  ])('%s', (_, text) => {
    expect(look(text).map((each) => (each as unknown[]).slice(0, 3))).toEqual([[rule, expect.any(String), partner]]);
    expect(JSON.stringify(look(text))).toContain(`it stands beside its ${name} `);
  });

  test('too far apart', () => {
    for (const gap of ['\n'.repeat(12), `${'# and so on, word for word\n'.repeat(13)}`]) {
      expect(engine.scanText(Buffer.from(`${idName}=${partner}\n${gap}${secretName}=${secret}\n`)).filter((match) => match.partner !== undefined)).toEqual([]);
    }
  });
});

test('a partner raises confidence by a step, to high at most', () => {
  const sid = hole('AC{{hex:32}}');
  const token = hole('{{hex:32}}');
  const alone = engine.scanText(Buffer.from(`TWILIO_AUTH_TOKEN=${token}\n`))[0]?.confidence;
  const paired = engine.scanText(Buffer.from(`TWILIO_ACCOUNT_SID=${sid}\nTWILIO_AUTH_TOKEN=${token}\n`))[0]?.confidence;
  expect([alone, paired]).toEqual(['medium', 'high']);
});

test('of two ids the nearer is the partner, the other is a finding of its own', () => {
  const other = hole('AK{{repeat:I:1}}A{{base32:15}}Q');
  expect(look(`old = ${other}\n# and\nid = ${awsId}\naws_secret_access_key = ${awsSecret}\n`).map((each) => (each as unknown[]).slice(0, 3)))
    .toEqual([['aws-access-key-id', expect.any(String), undefined], ['aws-secret-access-key', 'high', awsId]]);
});

test('what is masked where it is found alone is masked beside a secret', () => {
  const [match] = engine.scanText(Buffer.from(`id = ${awsId}\naws_secret_access_key = ${awsSecret}\n`));
  expect(match?.why.join()).not.toContain(awsId);
  expect(match?.why.join()).toContain(`AKIA…${awsId.slice(-4)}`);
});

test('in base64, and wherever pieces begin', () => {
  const inner = `aws_access_key_id = ${awsId}\naws_secret_access_key = ${awsSecret}\n`;
  expect(look(`data: ${Buffer.from(inner).toString('base64')}\n`)).toMatchObject([['aws-secret-access-key', 'high', awsId, expect.any(String)]]);
  const text = Buffer.from(`${'word '.repeat(3000)}\n${inner}${'word '.repeat(3000)}\n${inner}`);
  const whole = engine.scanText(text).map(show);
  for (let cut = 14_900; cut < 15_300; cut += 7) {
    const item = { id: 'text', kind: 'content' } as const;
    engine.scan({ item, offset: 0, bytes: text.subarray(0, cut), last: false });
    expect(engine.scan({ item, offset: cut, bytes: text.subarray(cut), last: true }).map(show)).toEqual(whole);
  }
});
