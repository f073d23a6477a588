// Which proxy a host is reached through: the variables of curl, in curl's order.

import { chooseProxy } from '../../src/remedy/proxy.js';

const proxy = 'http://proxy.example:3128/';

test.each<readonly [environment: Record<string, string>, chosen: string | undefined]>([
  [{}, undefined],
  [{ HTTPS_PROXY: 'http://proxy.example:3128' }, proxy],
  [{ https_proxy: 'http://proxy.example:3128' }, proxy],
  [{ ALL_PROXY: 'http://proxy.example:3128' }, proxy],
  [{ all_proxy: 'proxy.example:3128' }, proxy],
  [{ HTTPS_PROXY: 'http://proxy.example:3128', ALL_PROXY: 'http://other.example' }, proxy],
  [{ https_proxy: 'http://proxy.example:3128', HTTPS_PROXY: 'http://other.example' }, proxy],
  [{ https_proxy: '', HTTPS_PROXY: 'http://other.example' }, undefined],
  [{ HTTPS_PROXY: '  ' }, undefined],
  [{ HTTP_PROXY: 'http://proxy.example:3128', http_proxy: 'http://proxy.example:3128' }, undefined],
  [{ HTTPS_PROXY: 'proxy.example:3128' }, proxy],
  [{ HTTPS_PROXY: 'socks5://proxy.example:1080' }, 'socks5://proxy.example:1080'],
])('%j', (environment, chosen) => {
  expect(chooseProxy('api.acme.dev', 443, environment)?.href).toBe(chosen);
});

test.each<readonly [list: string, excepted: boolean]>([
  ['', false],
  ['*', true],
  ['api.acme.dev', true],
  ['acme.dev', true],
  ['.acme.dev', true],
  ['*.acme.dev', true],
  ['ACME.dev', true],
  ['me.dev', false],
  ['api.acme.dev.evil.dev', false],
  ['other.dev, acme.dev', true],
  ['other.dev acme.dev', true],
  ['acme.dev:443', true],
  ['acme.dev:8443', false],
  ['.', false],
  ['localhost,127.0.0.1', false],
])('NO_PROXY=%j', (list, excepted) => {
  expect(chooseProxy('api.acme.dev', 443, { HTTPS_PROXY: proxy, NO_PROXY: list }) === undefined).toBe(excepted);
  expect(chooseProxy('api.acme.dev', 443, { ALL_PROXY: proxy, no_proxy: list }) === undefined).toBe(excepted);
});

test.each([['http://'], ['http://a b'], ['http://proxy:port']])('%j is no proxy', (text) => {
  expect(() => chooseProxy('api.acme.dev', 443, { HTTPS_PROXY: text })).toThrow('Invalid URL');
});
