import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { ask } from './ask.js';
import { drawUuid, makeDraw, type Draw } from './draw.js';

const marker = 'T3Blbk' + 'FJ';

/** Joined here so that no scanner takes this file for a leak. */
const join = (...parts: readonly string[]): string => parts.join('');

test.each([
  'sk-...',
  'sk-xxxxxxxxxxxxxxxxxxxx',
  'sk-YOUR_API_KEY_HERE',
  'sk-proj-your-openai-api-key-goes-here',
  'sk-proj-your-key',
  'sk-your_api_key_here',
  join('sk-', '1234567890abcdef', '1234567890abcdef'),
  join('sk-', 'abcdefghijklmnopqrstuvwxyz', '0123456789ABCDEFGHIJKL'),
  '${OPENAI_API_KEY}',
  '${OPENAI_API_KEY:-sk-none}',
  '${{ secrets.OPENAI_API_KEY }}',
  '{{ .Values.openai.apiKey }}',
  '{{ vault_openai_key }}',
  '%OPENAI_API_KEY%',
  '@@OPENAI_KEY@@',
  '$OPENAI_API_KEY',
  '#{ENV_SECRET_KEY}',
  '$(MySecretKey)',
  '%(password_value)s',
  '<OPENAI_API_KEY>',
  '<your-token>',
  'sk-api-key',
  'sk-circle-fade-dot',
  'sk-cube-grid-9',
  'sk-fading-circle',
  'sk-estimator-doc-link',
  'sk-estimator-html-doc-link',
  'sk-toggleable__label-arrow',
  'sk-container-id-1',
  'sk-text-repr-fallback',
  'sk-learn-contrib-hyperopt-extensions-2024',
  'sk-ssh-ed25519@openssh.com',
  'sk-disk-encryption-set-identifier',
  'sk-task-definition-family-revision',
  join('AKIA', 'IOSFODNN7', 'EXAMPLE'),
  join('AKIA', 'I44QH8DHB', 'EXAMPLE'),
  join('wJalrXUtnFEMI/K7MDENG/', 'bPxRfiCYEXAMPLEKEY'),
  join('sk_test_', '4eC39HqLyjWDarjtT1zdp7dc'),
  join('gho_', '16C7e42F292c6912E7710c838347Ae178B4a'),
  'YOUR_JWT',
  'sk-pr...bKKG',
  'sk-****************zfWC',
  'sk-pr\xe2\x80\xa6bKKG',
  'gsk_render_node_get_node_type_quark_for_testing_only',
  'GSK_VULKAN_RENDERER_NODE_PROCESSOR',
  join('hf_', 'requiredCharacteristicTypesForDisplayMetadata'),
  join('hf_', 'requiredCharacteristicTypesForDisp'),
  join('sk-', 'abc123def456ghi789jkl012mno345pqr678'),
  'a1b2c3d4e5f6g7h8i9j0k1l2',
  'AbCdEfGhIjKlMnOpQrStUvWxYz',
  '00000000-0000-0000-0000-000000000000',
  '12345678-1234-1234-1234-123456789012',
  join('ghp_', 'x'.repeat(36)),
  join('ghp_', '1234567890', 'abcdefghijklmnopqrstuvwxyz'),
  join('AIzaSy', 'X'.repeat(33)),
  'deadbeef'.repeat(4),
  'abababababababababab',
  '123412341234123412341234',
  'qwertyuiopasdfghjklzxcvbnm',
  '01101001100101101001011001101001',
  join('xoxb-', '123456789012-', '1234567890123-', 'abcdefghijklmnopqrstuvwx'),
  join('SG.', 'x'.repeat(22), '.', 'y'.repeat(43)),
  join('sk_test_', 'your_stripe_secret_key_here'),
  join('sk-proj-', 'EXAMPLE', '1234567890abcdefghijklmnopqrstuvwx'),
  join('sk-ant-api03-', 'your-api-key-here'),
  join('sk-ant-api03-', 'x'.repeat(86), '-xxxxxxAA'),
  'changeme',
  'my-service-account',
])('%s is no key', (text) => {
  expect(ask('not-placeholder', undefined, text).verdict).toBe('reject');
});

const kinds: Readonly<Record<string, (draw: Draw) => string>> = {
  'hex 32': (draw) => draw('hex', 32),
  'DeepSeek': (draw) => `sk-${draw('hex', 32)}`,
  'ElevenLabs': (draw) => `sk_${draw('hex', 48)}`,
  'OpenRouter': (draw) => `sk-or-v1-${draw('hex', 64)}`,
  'Razorpay': (draw) => `rzp_live_${draw('base62', 14)}`,
  'Stripe, old': (draw) => `sk_live_${draw('base62', 24)}`,
  'Stripe': (draw) => `sk_live_51${draw('base62', 97)}`,
  'GitLab': (draw) => `glpat-${draw('url64', 20)}`,
  'Hugging Face': (draw) => `hf_${draw('letters', 34)}`,
  'GitHub': (draw) => `ghp_${draw('base62', 36)}`,
  'GitHub, fine-grained': (draw) => `github_pat_${draw('base62', 22)}_${draw('base62', 59)}`,
  'Moonshot': (draw) => `sk-${draw('base62', 48)}`,
  'Cerebras': (draw) => `csk-${draw('base36', 48)}`,
  'Anthropic': (draw) => `sk-ant-api03-${draw('url64', 93)}AA`,
  'OpenAI': (draw) => `sk-proj-${draw('url64', 74)}${marker}${draw('url64', 73)}A`,
  'OpenAI, a name made of words': (draw) => `sk-my-example-production-billing-bot-${draw('base62', 20)}${marker}${draw('base62', 20)}`,
  'Langfuse': (draw) => `sk-lf-${drawUuid(draw)}`,
  'UUID': drawUuid,
  'Entra': (draw) => `${draw('base62', 3)}8Q~${draw('base62', 20)}...${draw('base62', 11)}`,
  'AWS id': (draw) => `AKIA${draw('base32', 16)}`,
  'AWS secret': (draw) => draw('base64', 40),
  'Telegram': (draw) => `${draw('digits', 10)}:AA${draw('url64', 33)}`,
  'Vault': (draw) => `hvs.${draw('url64', 95)}`,
  'Helicone': (draw) => `sk-helicone-${[7, 7, 7, 7].map((length) => draw('base36', length)).join('-')}`,
  'app password': (draw) => draw('lower', 16),
};

test.each(Object.entries(kinds))('no %s is a placeholder', (_, make) => {
  const draw = makeDraw(20261121);
  for (let count = 0; count < 200; count += 1) {
    const key = make(draw);
    expect([key, ask('not-placeholder', undefined, key).verdict]).toEqual([key, 'abstain']);
  }
});

test('nor are keys with much that is always the same in them', () => {
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const token = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ iss: 'https://example.com', sub: 'user' })}.${makeDraw(1)('url64', 43)}`;
  for (const key of [pem, pem.replaceAll('\n', '\\n'), token]) expect(ask('not-placeholder', true, key).verdict).toBe('abstain');
});

test('nor is any other random body', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 20, max: 120 }), (seed, length) => ask('not-placeholder', true, makeDraw(seed)('url64', length)).verdict === 'abstain'),
    { numRuns: 300 },
  );
});

test.each([
  ['x', '...', 'lower'],
  ['', '\xe2\x80\xa6', 'lower'],
  ['***', '', 'lower'],
  ['${KEY:-', '}', 'abstain'],
  ['<key>', '</key>', 'abstain'],
])('a key between %j and %j', (before, after, verdict) => {
  expect(ask('not-placeholder', true, `sk-${makeDraw(2)('hex', 32)}`, { before, after }).verdict).toBe(verdict);
});

test('false asks nothing', () => {
  expect(ask('not-placeholder', false, 'changeme').verdict).toBe('abstain');
});

test.each(['password', 'Password123!', 'changeme', 'your-password-here', 'YOUR_DB_PASSWORD', 'xxxxxxxx', '********', '123456', 'qwerty', '<password>', '${DB_PASS}', '{password}', 'root', 'mysecretpassword', 'postgres'])(
  '%s is nobody\'s own password',
  (text) => {
    expect(ask('not-placeholder', { chosen: true }, text).verdict).toBe('reject');
  },
);

test.each(['correct-horse-battery-staple', 'Example-Corp-2024!prod', 'Tr0ub4dor&3', 'hunter2', 'pa$$w0rd%s', 'a#{k9}x<B2>', 'Sommer2024!'])('%s is a password people chose', (text) => {
  expect(ask('not-placeholder', { chosen: true }, text).verdict).toBe('abstain');
});
