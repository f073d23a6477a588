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
  ['another name of a key', (value) => `Ocp-Apim-Subscription-Key: ${value}`, draw('hex', 32), 'generic-secret'],
  ['in the quotes of a header', (value) => `-H 'X-Auth-Token: ${value}' https://acme.dev`, brief, 'generic-secret'],
  ['option of a command', (value) => `acme --api-key ${value} deploy`, brief, 'generic-secret'],
  ['sixteen decimal digits', (value) => `aes.secret.key=${value}\n`, `20951${draw('digits', 6)}84736`, 'generic-secret'],
  ['key of the environment', (value) => `LASTFM_KEY=${value}\n`, drawn, 'generic-environment-key'],
  ['auth', (value) => `{host, auth: '${value}'}`, drawn, 'generic-auth-value'],
  ['pair of a proxy', (value) => `proxy_auth = "${value}"`, pair('acme', password), 'generic-auth-value'],
  ['entry of Docker with a line break', (value) => `{"auth": "${value}"}`, Buffer.from(`acme:${password}\n`).toString('base64'), 'docker-registry-auth'],
  ['docker run -e', (value) => `docker run --name db -e MYSQL_ROOT_PASSWORD=${value} -d mysql`, drawn, 'generic-password'],
  ['before a backslash', (value) => `ACME_PASSWORD=${value} \\\n  acme deploy`, drawn, 'generic-password'],
  ['commented out', (value) => `# password: ${value}\n`, drawn, 'generic-password'],
  ['URL, letters alone', (value) => `mqtt://acme:${value}@mq.acme.dev:1883`, 'sVNoXccqQwvRxEbT', 'generic-url-password'],
  ['signing secret of letters', (value) => `jwt-secret-key: ${value}\n`, ['asdasd', 'asif', 'hueui', 'wyurfe', 'wbfjs', 'dafjk'].join(''), 'generic-signing-secret'],
  ['signing secret of words and signs', (value) => `const JWT_SECRET = "${value}"`, `may-contain-ch@r$cters${draw('digits', 3)}`, 'generic-signing-secret'],
  ['on the next line', (value) => `"access_token":\n    "${value}"`, drawn, 'generic-secret-beside'],
  ['macro', (value) => `#define ACME_TOKEN "${value}"`, drawn, 'generic-secret-beside'],
  ['row of a table', (value) => `| \`ACME_TOKEN\` | \`${value}\` |`, drawn, 'generic-secret-beside'],
  ['property list', (value) => `<key>apiKey</key>\n<string>${value}</string>`, drawn, 'generic-secret-beside'],
  ['what a test expects', (value) => `expect(client.accessToken).toBe('${value}');`, drawn, 'generic-secret-beside'],
  ['what a test returns', (value) => `when(x.getAccessToken()).thenReturn("${value}");`, drawn, 'generic-secret-beside'],
  ['block', (value) => `let(:api_key) { "${value}" }`, drawn, 'generic-secret-beside'],
  ['list of them', (value) => `"access_tokens": ["${value}"]`, drawn, 'generic-secret-beside'],
  ['optional type', (value) => `val accessToken: String? = "${value}"`, drawn, 'generic-secret-beside'],
  ['property with accessors', (value) => `public string AccessToken { get; set; } = "${value}";`, drawn, 'generic-secret-beside'],
  ['default of Terraform', (value) => `variable "acme_token" {\n  type = string\n  default = "${value}"\n}`, drawn, 'generic-secret-beside'],
  ['command that sets it', (value) => `acme config set api_key ${value}\n`, drawn, 'generic-secret-beside'],
  ['what signs', (value) => `jwt.sign(payload, '${value}')`, drawn, 'generic-call-secret'],
  ['what signs in', (value) => `requests.get(url, auth=('acme', '${value}'))`, brief, 'generic-call-secret'],
  ['Bearer before a comment', (value) => `  Authorization: Bearer ${value} # production`, drawn, 'generic-bearer-token'],
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
  `"sendgrid_password": "EJ[1:${draw('base64', 43)}=:${draw('base64', 32)}:${draw('base64', 40)}]"`, // EJSON
  'OWNERSHIP_TOKEN_EXPIRES_AFTER = 48.hours',
  'config.password_strategy = Clearance::PasswordStrategies::BCrypt',
  'user.password = PasswordHelpers::COMPROMISED_TEST_PASSWORD',
  'PasswordResetAttempt = "account:password:reset:attempt"',
  `create(:user, encrypted_password: "${draw('hex', 40)}")`,
  'docker login --username AWS --password-stdin 123456.dkr.ecr.us-east-1.amazonaws.com',
  'docker login -u AWS -p 123456789012-auth-token',
  `TRACEPARENT_KEY: "00-${draw('hex', 32)}-${draw('hex', 16)}-01"`,
  `"version_token": "${draw('base62', 45)}"`, // optimistic locking
  'http://user:pass%20pass@complex.acme.dev/path',
  'twitter://API_KEY:API_SECRET:ACCESS_TOKEN:ACCESS_SECRET@default',
  `secretkey: ${Buffer.from('SUPER_SECRET_KEY\n').toString('base64')}`,
  'export DB_PASSWORD=test123456',
  'password: process.env.PM2_SERVE_BASIC_AUTH_PASSWORD,',
  'token: /*#__PURE__*/',
  'io.acme:token `io.jsonwebtoken:jjwt-gson` dependency',
  `RECAPTCHA_SITE_KEY=${draw('base62', 40)}`,
  `const STORAGE_KEY = 'acme.settings.v3'`,
  'SECRET_KEY_BASE=long-and-random-alphanumeric-string',
  'secret_key: 1234567890abcdefghijkl',
  '"ghost.plugin.iPadShowKeyboard": token iPadShowKeyboard',
  'the token is read from ACME_TOKEN, if it is set',
  "jwt.verify(token, 'secret')",
  "requests.get(url, auth=('user', 'password'))",
  "createHmac('sha256', 'my-secret-key')",
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
