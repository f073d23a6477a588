import { ask } from './ask.js';
import { drawUuid, makeDraw } from './draw.js';

const draw = makeDraw(31);

const explained: readonly (readonly [secret: string, before?: string])[] = [
  ['getUserTokenFromRequest'],
  ['my-service-account'],
  ['com.example.Token'],
  ['process.env.OPENAI_API_KEY'],
  ['import.meta.env.VITE_OPENAI_KEY'],
  ['os.environ["OPENAI_API_KEY"]'],
  ['os.getenv("OPENAI_API_KEY", "")'],
  ['data.aws_secretsmanager_secret_version.openai.secret_string'],
  ['op://Private/OpenAI/credential'],
  ['vault:secret/data/openai#key'],
  ['arn:aws:secretsmanager:eu-west-1:123456789012:secret:openai-AbCdEf'],
  ['${{ secrets.OPENAI_API_KEY }}'],
  [drawUuid(draw), 'request-id: '],
  [drawUuid(draw), 'correlationId = "'],
  [draw('hex', 40), 'resolved "https://registry.npm.example/x/-/x-1.0.0.tgz#'],
  [draw('hex', 64), 'checksum = "'],
  [draw('hex', 64), '--hash=sha256:'],
  [draw('hex', 40), 'commit '],
  [draw('hex', 40), 'uses: actions/checkout@'],
  [draw('hex', 64), 'FROM node@sha256:'],
  [draw('hex', 32), 'etag: W/"'],
  [draw('hex', 32), 'md5 = "'],
  [`sha512-${draw('base64', 86)}==`, '"integrity": "'],
  [`iVBORw0KGgo${draw('base64', 90)}`, 'src="data:image/png;base64,'],
  [draw('base64', 90), 'src: url(data:font/woff2;base64,'],
  [draw('base64', 90), '//# sourceMappingURL=data:application/json;base64,'],
  [`$2b$12$${draw('base62', 53)}`, 'password_hash: "'],
  [`ENC[AES256_GCM,data:${draw('base64', 24)},iv:x]`],
  [`AAAAC3NzaC1lZDI1NTE5AAAAI${draw('base64', 43)}`, 'key = "'],
  [`MIIBIjANBgkqhkiG9w0BAQEF${draw('base64', 300)}`, 'key = "'],
  [draw('base64', 44), 'publicKey: "'],
  ['config.secret.value'],
  ['getToken(user.id)'],
  ['ALL_CAPS_WORDS_HERE'],
  ['src/components/auth/TokenProvider.tsx'],
  ['https://example.com/oauth/token?x=9aZ81'],
  ['2024-01-15T10:30:00Z'],
  ['v1.24.3-beta.2'],
  ['^[A-Za-z0-9]{20}$'],
  ['<div class="token">'],
  ['%(asctime)s %(levelname)s'],
  ['UserAuthenticationTokenServiceImpl'],
  ['k8s-prod-cluster-01-eu-west-1a'],
  ['x509CertificateThumbprint'],
  ['spring.datasource.hikari.connection-timeout'],
  ['application/x-www-form-urlencoded'],
  ['system:serviceaccount:default:builder-token-x7k2p'],
  ['AES256GCMNoPadding'],
  ['correct-horse-battery-staple'],
  ['refs/heads/feature/ABC-1234-add-token'],
  ['00:1B:44:11:3A:B7'],
  ['1234567890'.repeat(2)],
  ['xxxxxxxxxxxxxxxxxxxxxxx'],
  ['short1A'],
];

test.each(explained.map(([secret, before = 'token = "']) => ({ secret, before })))('$secret behind $before has another explanation', ({ secret, before }) => {
  expect(ask('random', {}, secret, { before }).verdict).toBe('reject');
});

test.each([
  ['base62', 24],
  ['base62', 32],
  ['base62', 40],
  ['url64', 43],
  ['base64', 88],
  ['hex', 32],
  ['hex', 64],
  ['base36', 32],
] as const)('%s of %i characters looks drawn', (alphabet, length) => {
  const drawn = makeDraw(77);
  const verdicts = Array.from({ length: 500 }, () => ask('random', {}, drawn(alphabet, length), { before: 'secret: ' }).verdict);
  expect(verdicts.filter((verdict) => verdict === 'reject' || verdict === 'lower').length).toBeLessThanOrEqual(2);
});

test('readable text in base64 is doubtful, whatever it says', () => {
  expect(ask('random', {}, Buffer.from('my super secret, in plain words').toString('base64')).verdict).toBe('lower');
});

test('padding does not make code of base64', () => {
  expect(ask('random', {}, `${draw('base64', 86)}==`).verdict).toBe('raise');
});
