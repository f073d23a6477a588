import { generateKeyPairSync } from 'node:crypto';
import { ask } from './ask.js';

const ed25519 = generateKeyPairSync('ed25519').privateKey;
const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

const pkcs8 = rsa.export({ type: 'pkcs8', format: 'pem' }).toString().trim();
const plain: readonly (readonly [title: string, pem: string])[] = [
  ['RSA, PKCS#8', pkcs8],
  ['RSA, PKCS#1', rsa.export({ type: 'pkcs1', format: 'pem' }).toString().trim()],
  ['EC, SEC 1', ec.export({ type: 'sec1', format: 'pem' }).toString().trim()],
  ['Ed25519', ed25519.export({ type: 'pkcs8', format: 'pem' }).toString().trim()],
];

/** The garments a key wears in source. */
const garments: readonly (readonly [title: string, dress: (pem: string) => string])[] = [
  ['as it is', (pem) => pem],
  ['CRLF', (pem) => pem.replaceAll('\n', '\r\n')],
  ['JSON', (pem) => pem.replaceAll('\n', '\\n')],
  ['JSON in JSON', (pem) => pem.replaceAll('\n', '\\\\n').replaceAll('/', '\\/')],
  ['escaped CRLF', (pem) => pem.replaceAll('\n', '\\r\\n')],
  ['escaped signs', (pem) => pem.replaceAll('=', '\\u003d').replaceAll('+', '\\u002b')],
  ['indented', (pem) => pem.replaceAll('\n', '\n      ')],
  ['JavaScript, one string a line', (pem) => pem.replaceAll('\n', "\\n' +\n  '")],
  ['Java, one string a line', (pem) => pem.replaceAll('\n', '\\n"\n    + "')],
  ['a list of strings', (pem) => pem.replaceAll('\n', '",\n "')],
  ['a diff', (pem) => pem.replaceAll('\n', '\n+')],
  ['a comment', (pem) => pem.replaceAll('\n', '\n// ')],
  ['shell continuation', (pem) => pem.replaceAll('\n', '\\\n')],
  ['one line', (pem) => pem.replaceAll('\n', ' ')],
];

describe.each(plain)('%s', (_, pem) => {
  test.each(garments)('%s', (__, dress) => {
    expect(ask('pem', true, dress(pem))).toEqual({ verdict: 'certain', why: 'it decodes to a private key' });
  });
});

const traditional = rsa.export({ type: 'pkcs1', format: 'pem', cipher: 'aes-128-cbc', passphrase: 'p' }).toString().trim();
const pbes2 = ec.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'p' }).toString().trim();

test.each([
  ['Proc-Type', traditional],
  ['Proc-Type in JSON', traditional.replaceAll('\n', '\\n')],
  ['ENCRYPTED in the label', pbes2],
  ['PBES2 without its label', pbes2.replaceAll('ENCRYPTED ', '')],
  ['OpenSSH with a cipher', makeOpenssh('aes256-ctr')],
])('a passphrase makes it info: %s', (_, pem) => {
  expect(ask('pem', true, pem)).toMatchObject({ verdict: 'raise', severity: 'info' });
});

test('OpenSSH without one', () => {
  expect(ask('pem', true, makeOpenssh('none')).verdict).toBe('certain');
});

test.each([
  ['a stub', `${begin('PRIVATE KEY')}\n...\n${end('PRIVATE KEY')}`, 'reject'],
  ['an elided key', pkcs8.replace(/\n[^\n]+\n[^\n]+\n/, '\n...\n'), 'reject'],
  ['nothing', `${begin('RSA PRIVATE KEY')}\n${end('RSA PRIVATE KEY')}`, 'reject'],
  ['too short', `${begin('RSA PRIVATE KEY')}\nMIIEpAIBAAKCAQEA\n${end('RSA PRIVATE KEY')}`, 'reject'],
  ['cut in half', pkcs8.slice(0, 500), 'lower'],
  ['no DER', `${begin('PRIVATE KEY')}\n${Buffer.alloc(300, 'no key at all, ').toString('base64')}\n${end('PRIVATE KEY')}`, 'lower'],
])('%s', (_, pem, verdict) => {
  expect(ask('pem', true, pem).verdict).toBe(verdict);
});

test('only what stands between the two lines', () => {
  expect(ask('pem', true, pkcs8.split('\n').slice(1, -1).join('\n')).verdict).toBe('certain');
});

function begin(label: string): string {
  return `-----BEGIN ${label}-----`;
}

function end(label: string): string {
  return `-----END ${label}-----`;
}

function makeOpenssh(cipher: string): string {
  const length = Buffer.from([0, 0, 0, cipher.length]);
  const bytes = Buffer.concat([Buffer.from('openssh-key-v1\0'), length, Buffer.from(cipher), Buffer.alloc(120, 1)]);
  return `${begin('OPENSSH PRIVATE KEY')}\n${bytes.toString('base64').replace(/.{70}/g, '$&\n')}\n${end('OPENSSH PRIVATE KEY')}`;
}
