// Keys in pieces that are short, behind names in many languages, between what terminals are told, in names of files: found once,
// at its place, with how it was decoded.

import { deflateSync } from 'node:zlib';
import { fillExample } from '../../src/rules/examples.js';
import { makeTestEngine } from '../rules/vendors.js';

const engine = makeTestEngine();
const fill = (template: string): string => fillExample(`«${template}»`, template, []).text;
/** A kind that its own shape tells, and one that needs its name. */
const github = fillExample('«ghp_{{alnum:30}}{{checksum}}»', 'corners', [{ checksum: 'github' }]).text;
const hex = fill('{{hex:32}}');
const named = 'ALGOLIA_ADMIN_KEY';
const half = (text: string): [string, string] => [text.slice(0, 14), text.slice(14)];
const third = (text: string): string[] => [text.slice(0, 11), text.slice(11, 22), text.slice(22)];

function look(text: string | Buffer, kind: 'content' | 'name' = 'content'): { rule: string; secret: string; from: readonly string[]; text: string }[] {
  const bytes = Buffer.from(text);
  return engine.scanText(bytes, kind).map((match) => ({ rule: match.rule.id, secret: match.secret.reveal(), from: match.decodedFrom, text: bytes.toString('latin1', match.start, match.end) }));
}

test.each([
  ['Java', `String algoliaAdminKey = "${third(hex).join('"\n    + "')}";`, 'joined'],
  ['Python', `${named} = ("${third(hex).join('"\n    "')}")`, 'joined'],
  ['a statement before that names it too', `print(algolia_admin_key);algolia_admin_key = "${third(hex).join('" + "')}"`, 'joined'],
  ['Elixir', `algolia_admin_key = "${half(hex).join('" <> "')}"`, 'joined'],
  ['SQL', `SET algolia_admin_key = '${half(hex).join("' || '")}';`, 'joined'],
  ['Visual Basic', `${named} = "${half(hex).join('" & _\r\n  "')}"`, 'joined'],
  ['cmd', `set ${named}=${half(hex).join('^\r\n')}`, 'joined'],
  ['a list', `const algoliaAdminKey = ['${third(hex).join("', '")}'].join('');`, 'joined'],
  ['implode', `$algolia_admin_key = implode('', ['${third(hex).join("', '")}']);`, 'joined'],
  ['a call', `auto algolia_admin_key = std::string("${half(hex).join('") + "')}");`, 'joined'],
  ['statements that append', `algolia_admin_key = "${half(hex).join('"\nalgolia_admin_key += "')}"`, 'joined'],
  ['PHP, statements', `$algolia_admin_key = '${half(hex).join("';\n$algolia_admin_key .= '")}';`, 'joined'],
  ['placeholders that are filled', `algolia_admin_key = "{}{}".format("${half(hex).join('", "')}")`, 'joined'],
  ['sprintf', `algolia_admin_key = sprintf("%s%s", "${half(hex).join('", "')}")`, 'joined'],
  ['a list that is reduced', `const algoliaAdminKey = ["${third(hex).join('","')}"].reduce((a, b) => a + b);`, 'joined'],
  ['MATLAB', `algolia_admin_key = ['${half(hex).join("', ...\n  '")}'];`, 'joined'],
  ['Perl', `my $algolia_admin_key = join('', '${third(hex).join("', '")}');`, 'joined'],
  ['PowerShell', `$algoliaAdminKey = '${third(hex).join("', '")}' -join ''`, 'joined'],
  ['TeX', `\\def\\algolia_admin_key={${half(hex).join('%\n')}}`, 'joined'],
  ['a macro between', `const char *algolia_admin_key = "${half(hex).join('" EMPTY "')}";`, 'joined'],
  ['a difference, folded', `+${named}: >-\n+  ${half(hex).join('\n+  ')}\n+port: 80`, 'folded'],
  ['escapes of CSS', `a{content:"${[...`${named}=${hex}`].map((each) => (/\w/.test(each) && each !== '_' ? each : `\\${each.charCodeAt(0).toString(16).padStart(6, '0')}`)).join('')}"}`, 'escapes'],
  ['struck twice', `${named}=${[...hex].map((each) => `${each}\b${each}`).join('')}`, 'colours'],
  ['bytes', `algolia_admin_key = bytes([${[...Buffer.from(hex)].join(', ')}])`, 'numbers'],
  ['decimal escapes', `algolia_admin_key = "${[...Buffer.from(hex)].map((code) => `\\${String(code).padStart(3, '0')}`).join('')}"`, 'decimals'],
  ['UTF-7', `${named}+AD0-${hex}`, 'utf-7'],
  ['YAML, folded', `${named}: >-\n  ${half(hex).join('\n  ')}\nport: 80`, 'folded'],
  ['colours', `${named}=\x1b[32m${hex}\x1b[0m`, 'colours'],
  ['a Secret of Kubernetes', `data:\n  ${named}: ${Buffer.from(hex).toString('base64')}`, 'base64'],
])('%s', (_, text, from) => {
  expect(look(`a: 1\n${text}\n`).map(({ rule, secret, from: steps }) => [rule, secret, steps])).toEqual([['algolia-admin-key', hex, [from]]]);
});

test.each([
  ['Markdown', `the key is ${github.replace('_', '\\_')}, thanks`, 'escapes'],
  ['letters alone, in two literals', (() => { const key = fill('hf_{{letter:34}}'); return `$t = '${key.slice(0, 18)}' . '${key.slice(18)}';`; })(), 'joined'],
])('a sign of its own: %s', (_, text, from) => {
  expect(look(`a: 1\n${text}\n`).map(({ from: steps }) => steps)).toEqual([[from]]);
});

test.each([
  `variable "algolia_admin_key" {\n  type    = string\n  default = "${hex}"\n}`,
  `{"outputs":{"algolia_admin_key":{"value":"${hex}"}}}`,
  `<key>${named}</key>\n\t<string>${hex}</string>`,
  `{"key":"${named}","value":"${hex}"}`,
  `a = process.env.${named} || '${hex}';`,
  `| \`${named}\` | \`${hex}\` |`,
  `s:17:"${named}";s:32:"${hex}";`,
  `let algolia_admin_key = String::from("${hex}");`,
  `client.set_algolia_admin_key("${hex}");`,
  `${named}:\n  - ${hex}`,
])('a name and its value: %s', (text) => {
  expect(look(text)).toEqual([{ rule: 'algolia-admin-key', secret: hex, from: [], text: hex }]);
});

test('another field\'s value is not the name\'s', () => {
  expect(look(`{"key":"${named}"},{"key":"hash","value":"${hex}"}`)).toEqual([]);
  expect(look(`- name: ${named}\n  valueFrom: x\n- name: COMMIT\n  value: ${hex}`)).toEqual([]);
});

test.each([
  ['Word', (parts: string[]) => `<w:t>${parts.join('</w:t></w:r><w:proofErr w:type="spellStart"/><w:r w:rsidRPr="00AB12CD"><w:rPr><w:lang w:val="en-US"/></w:rPr><w:t xml:space="preserve">')}</w:t>`],
  ['PowerPoint', (parts: string[]) => `<a:t>${parts.join('</a:t></a:r><a:r><a:rPr lang="en-US" dirty="0"/><a:t>')}</a:t>`],
  ['OpenDocument', (parts: string[]) => `<text:p>${parts.join('</text:span><text:span text:style-name="T1">')}</text:p>`],
  ['HTML', (parts: string[]) => `<p>${parts.join('<wbr>')}</p>`],
])('a word in parts: %s', (_, write) => {
  expect(look(write(third(github))).map(({ secret, from }) => [secret, from])).toEqual([[github, ['markup']]]);
});

test('cells and paragraphs are no parts of a word', () => {
  for (const between of ['</td><td>', '</p><p>', '</w:t></w:r></w:p><w:p><w:r><w:t>', '<br>', '</li><li>']) expect(look(third(github).join(between))).toEqual([]);
});

test('numbers that are no text', () => {
  const random = Array.from({ length: 4000 }, (_, index) => (index * 7919 + index * index) % 256);
  for (const text of [random.join(', '), random.map((byte) => `0x${byte.toString(16).padStart(2, '0')}`).join(', '), `${github.slice(0, 9)} ${random.join(' ')}`]) expect(look(`[${text}]`)).toEqual([]);
});

test('zlib, alone and in base64', () => {
  const packed = deflateSync(`token: ${github}\n`);
  expect(look(packed).map(({ rule, secret, from }) => [rule, secret, from])).toEqual([['github-personal-access-token', github, ['zlib']]]);
  expect(look(`payload: ${packed.toString('base64')}\n`).map(({ secret, from }) => [secret, from])).toEqual([[github, ['base64', 'zlib']]]);
});

test('text that begins like zlib is none', () => {
  look('x^2 + y^2 is what it is');
  expect(engine.takeUnread()).toEqual([]);
});

test('the words of a file\'s name', () => {
  const [key, rule] = [fill('CFPAT-{{url64:43}}'), 'contentful-management-token'];
  expect(look(`backup-${key}.txt`, 'name')).toEqual([{ rule, secret: key, from: [], text: key }]);
});

test('a decoded key says more than where its encoding stands', () => {
  const auth = Buffer.from(`robot:${github}`).toString('base64');
  expect(look(`{"auths":{"ghcr.io":{"auth":"${auth}"}}}`).map(({ rule, secret }) => [rule, secret])).toEqual([['github-personal-access-token', github]]);
});
