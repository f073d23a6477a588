// What the rules without a vendor find and leave alone, class by class: every value is drawn when the test runs, every
// decoy is a class of texts that stood where a secret stands in real projects.

import { makeDraw, drawUuid } from './proofs/draw.js';
import { makeTestEngine } from './vendors.js';

const engine = makeTestEngine();
const draw = makeDraw(20261123);
const pair = (user: string, password: string): string => Buffer.from(`${user}:${password}`).toString('base64');
const drawn = `${draw('base62', 12)}7k${draw('base62', 12)}`;
const letters = draw('lower', 36);
const password = `${draw('base62', 7)}8!${draw('base62', 3)}`;
const brief = `j4${draw('lower', 1)}9k${draw('lower', 1)}29${draw('lower', 2)}7d`;

const found: readonly (readonly [name: string, write: (value: string) => string, value: string, rule: string])[] = [
  ['Basic header', (value) => `Authorization: Basic ${value}`, pair('acme', password), 'generic-basic-authorization'],
  ['Basic header of a proxy, quoted', (value) => `'Proxy-Authorization': 'Basic ${value}',`, pair('acme', password), 'generic-basic-authorization'],
  ['key as the user of Basic', (value) => `"Basic ${value}"`, pair(drawn, ''), 'generic-basic-authorization'],
  ['Bearer header', (value) => `-H "Authorization: Bearer ${value}"`, drawn, 'generic-bearer-token'],
  ['ApiKey header', (value) => `authorization: 'ApiKey ${value}'`, drawn, 'generic-bearer-token'],
  ['credentials of a registry', (value) => `{"auth": "${value}"}`, pair('acme', password), 'docker-registry-auth'],
  ['oct JWK', (value) => `{"kty":"oct","k":"${value}","alg":"HS256"}`, draw('url64', 43), 'jwk-private-key'],
  ['EC JWK with d first', (value) => `{ d: '${value}', crv: 'P-256', kty: 'EC' }`, draw('url64', 43), 'jwk-private-key'],
  ['letters alone', (value) => `ACME_API_KEY=${value}\n`, letters, 'generic-secret'],
  ['twelve characters', (value) => `consumer_secret: '${value}',`, brief, 'generic-secret'],
  ['56 bits in hex beside a certain name', (value) => `"ACME_API_TOKEN" => "${value}"`, `a86e5${draw('hex', 6)}9bc`, 'generic-secret'],
  ['UUID beside a certain name', (value) => `api_key: "${value}"`, drawUuid(draw), 'generic-secret'],
  ['token in a query', (value) => `url = "https://acme.dev/raw?private_token=${value}&ref=main"`, `c6${draw('hex', 10)}9bd1`, 'generic-secret'],
  ['default of a variable', (value) => `secret := getenv("JWT_SECRET", "${value}")`, drawn, 'generic-secret'],
  ['default behind or', (value) => `key = os.environ["API_KEY"] or "${value}"`, drawn, 'generic-secret'],
  ['call around it', (value) => `&Registration{Token: String("${value}")}`, drawn, 'generic-secret'],
  ['JSON in a text', (value) => `"Apitoken": "{\\"name\\":\\"root\\",\\"sig\\":\\"${value}\\"}",`, draw('hex', 32), 'generic-secret'],
  ['ADO.NET', (value) => `"Server=db.acme.dev;User Id=app;Password=${value};"`, password, 'generic-connection-password'],
  ['XML', (value) => `<password>${value}</password>`, password, 'generic-password'],
  ['before a command', (value) => `PGPASSWORD=${value} psql -h db`, drawn, 'generic-password'],
  ['default of the shell', (value) => `\${DB_PASSWORD:-${value}}`, drawn, 'generic-password'],
  ['more than 128 characters', (value) => `password = "${value}"`, draw('base62', 160), 'generic-password'],
  ['SQL', (value) => `ALTER USER app IDENTIFIED BY '${value}';`, password, 'generic-command-password'],
  ['curl', (value) => `curl -X POST -u acme:${value} https://api.acme.dev`, drawn, 'generic-command-password'],
  ['sshpass', (value) => `sshpass -p '${value}' ssh root@acme.dev`, password, 'generic-command-password'],
  ['URL of this machine', (value) => `redis://:${value}@localhost:6379`, drawn, 'generic-local-url-password'],
  ['PKCS#8 in base64', (value) => `String key = "${value}";`, `MIIEvQIBADANBgkqhkiG9w0BAQEFAASC${draw('base64', 1592)}`, 'private-key-der'],
];

test.each(found)('%s is found', (_, write, value, rule) => {
  const text = write(value);
  const at = text.indexOf(value);
  expect(engine.scanText(Buffer.from(text)).map(({ rule: { id }, start, end }) => `${id} ${start}-${end}`)).toEqual([`${rule} ${at}-${at + value.length}`]);
});

test.each([
  `Authorization: Basic ${pair('user', 'password')}`,
  `Authorization: Basic ${pair('Aladdin', 'open sesame')}`, // RFC 7617
  'Authorization: Basic login_and_password_removed',
  'Basic Options for the server',
  'Authorization: Bearer YOUR_ACCESS_TOKEN',
  '"Bearer mytoken123"',
  `{"kty":"EC","x":"${draw('url64', 43)}","kid":"${draw('url64', 43)}"}`,
  'base-passwd: no-debconf-config',
  'mysqldump --password PALAVRA-PASSE',
  'password: registry-password',
  '"password": "Kennwort vergessen?"',
  '"password": "WLAN-Passwort"',
  '"password": "L\u00f6senordet"',
  'this.passwordSha1 = options.passwordSha1',
  'Password:   rec.Password,',
  "'change_password': 'acme.forms.ChangePasswordForm',",
  '"PasswordLastUsed": "2016-09-08T21:47:36Z"',
  `mysql_password: "*${draw('hex', 40).toUpperCase()}"`,
  `ROOT_SHA256_PASSWORD=${draw('hex', 64)}`,
  'password: XmlStringMaxLen256',
  'password = "yourStrong(!)Password"',
  'tokenizer.from_pretrained("meta-acme/Acme-2-7b-hf")',
  'token=F.initializer?1024:0',
  '{"token":"cellHoverBg"}',
  '"token": "refresh12345"',
  `<img src="https://codecov.io/gh/acme/branch/main/graph/badge.svg?token=${draw('base62', 10)}"/>`,
  `requestToken: "${drawUuid(draw)}"`,
  `"user_id": "${drawUuid(draw)}"`,
  `"ChangeToken": "${drawUuid(draw)}"`,
  `token: "0x${draw('hex', 40)}"`,
  'redis://:password@localhost:6379',
  `sk-${draw('hex', 32)}.json`,
])('%s is left alone', (text) => {
  expect(engine.scanText(Buffer.from(text)).map(({ rule }) => rule.id)).toEqual([]);
});
