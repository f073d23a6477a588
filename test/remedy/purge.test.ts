// What a purge is made of, without git: forms, the search for them, archives, the data of a plan, and that the rewriter in Python
// does with bytes what the search here does.

import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { makeEngine } from '../../src/engine/scan.js';
import { catalogue } from '../../src/generated/catalogue.js';
import { proofs } from '../../src/rules/proofs/index.js';
import { isPacked, lookInside, rewriteArchive } from '../../src/remedy/purge/archive.js';
import { crc32 } from '../../src/remedy/purge/crc.js';
import { readData, writeData } from '../../src/remedy/purge/data.js';
import { makeForms, makeMarks } from '../../src/remedy/purge/forms.js';
import type { Target } from '../../src/remedy/purge/forms.js';
import { code, quote } from '../../src/remedy/purge/guide.js';
import { lookThrough } from '../../src/remedy/purge/holding.js';
import { splitPieces } from '../../src/remedy/purge/pieces.js';
import { replaceMessage, replaceTag } from '../../src/remedy/purge/replacement.js';
import { rewriterCode, rewriterName } from '../../src/remedy/purge/rewriter.js';
import { writeScript } from '../../src/remedy/purge/script.js';
import { makeSearch, mustKeepLength, rewrite } from '../../src/remedy/purge/search.js';
import { purgeTools } from '../../src/model/request.js';
import { makeKey } from '../keys.js';
import { makeFolder, runProcess } from '../repository.js';

const secret = makeKey('purge form');
const target = (text: string, more: Partial<Target> = {}): Target => ({ fingerprint: 'ab'.repeat(16), secret: text, runs: [], objects: ['1'.repeat(40)], drawn: false, ...more });
const markOf = makeMarks(Buffer.from('salt'));
const searchFor = (text: string, more: Partial<Target> = {}): ReturnType<typeof makeSearch> => makeSearch(makeForms([target(text, more)], markOf));
const clean = (bytes: Uint8Array | string, search = searchFor(secret), object?: string): Buffer => {
  const buffer = Buffer.from(bytes as Uint8Array);
  return rewrite(buffer, search.find(buffer, object), mustKeepLength(buffer));
};
const mark = markOf('ab'.repeat(16));

describe('forms of a secret', () => {
  const wide = (text: string): Buffer => Buffer.from(text, 'utf16le');
  const written: readonly (readonly [string, Buffer])[] = [
    ['plain', Buffer.from(secret)],
    ['UTF-16, little end first', wide(secret)],
    ['UTF-16, big end first', wide(secret).swap16()],
    ['base64', Buffer.from(Buffer.from(secret).toString('base64'))],
    ['base64, one byte off', Buffer.from(Buffer.from(`:${secret}`).toString('base64'))],
    ['base64, two bytes off', Buffer.from(Buffer.from(`a:${secret}`).toString('base64'))],
    ['base64 for URLs', Buffer.from(Buffer.from(`user:${secret}\n`).toString('base64url'))],
    ['hex', Buffer.from(Buffer.from(secret).toString('hex'))],
    ['upper-case hex', Buffer.from(Buffer.from(secret).toString('hex').toUpperCase())],
  ];
  test.each(written)('%s is found, and gone afterwards', (_, bytes) => {
    const around = Buffer.concat([Buffer.from('before '), bytes, Buffer.from(' after')]);
    const search = searchFor(secret);
    expect(search.find(around)).toHaveLength(1);
    const after = clean(around);
    expect(search.find(after)).toEqual([]);
    expect(after.includes('before ')).toBe(true);
    expect(after.includes(' after')).toBe(true);
  });

  test('UTF-16 is called by its own name', () => {
    for (const [coding, bytes] of [['utf-16le', wide(`a ${secret} b`)], ['utf-16be', wide(`a ${secret} b`).swap16()]] as const) expect(searchFor(secret).find(bytes).map(({ form }) => form.coding)).toEqual([coding]);
  });

  const escaped: readonly (readonly [string, string, string])[] = [
    ['JSON', 'a"quoted\\secret of 4', JSON.stringify('a"quoted\\secret of 4')],
    ['JSON with escaped slashes', 'slashes/are/escaped', '"slashes\\/are\\/escaped"'],
    ['a URL', 'signs & blanks + more', encodeURIComponent('signs & blanks + more')],
    ['HTML', 'less < and & more than', 'less &lt; and &amp; more than'],
    ['other line ends', 'line one\nline two of it', 'line one\r\nline two of it'],
    ['lines in JSON', 'line one\nline two of it', 'line one\\nline two of it'],
  ];
  test.each(escaped)('as written in %s', (_, text, inside) => {
    expect(clean(`x ${inside} y`, searchFor(text)).toString()).toContain(mark);
  });

  test('a text gets a mark, a binary as many bytes, a PDF too', () => {
    expect(clean(`key=${secret}\n`).toString()).toBe(`key=${mark}\n`);
    expect(clean(`\0key=${secret}\0`).toString()).toBe(`\0key=${'X'.repeat(secret.length)}\0`);
    expect(clean(Buffer.concat([Buffer.from([0xe9]), Buffer.from(secret)]))).toHaveLength(secret.length + 1);
    expect(clean(`%PDF-1.7 ${secret}`)).toHaveLength(secret.length + 9);
  });

  test('a short secret only where it stands whole, a very short one only where it was found', () => {
    const short = ['Summer', '2024'].join('');
    expect(clean(`${short} x${short} ${short}y "${short}"`, searchFor(short)).toString()).toBe(`${mark} x${short} ${short}y "${mark}"`);
    const tiny = 'pass7';
    expect(clean(`a ${tiny}`, searchFor(tiny)).toString()).toBe(`a ${tiny}`);
    expect(clean(`a ${tiny}`, searchFor(tiny), '1'.repeat(40)).toString()).toBe(`a ${mark}`);
  });

  test('two secrets, one the beginning of the other, keep their own marks', () => {
    const search = makeSearch(makeForms([target(secret), { ...target(`${secret}-and-more`), fingerprint: 'cd'.repeat(16) }], markOf));
    expect(clean(`${secret} ${secret}-and-more`, search).toString()).toBe(`${mark} ${markOf('cd'.repeat(16))}`);
  });

  test('a run that was decoded is overwritten as it stands; one that holds a known form keeps the rest', () => {
    const run = Buffer.from('strange-encoding-of-it');
    expect(clean('a strange-encoding-of-it b', searchFor(secret, { runs: [{ bytes: run }] })).toString()).toBe(`a ${'X'.repeat(run.length)} b`);
    const known = Buffer.from(`prefix ${secret} suffix`);
    expect(clean(known, searchFor(secret, { runs: [{ bytes: known }] })).toString()).toBe(`prefix ${mark} suffix`);
  });

  test('a split secret: the pieces go, the code around them stays', () => {
    const run = `"${secret.slice(0, 10)}" +\n  "${secret.slice(10, 25)}" + '${secret.slice(25)}'`;
    const after = clean(`const k = ${run};`, searchFor(secret, { runs: [{ bytes: Buffer.from(run) }] })).toString();
    expect(after).toBe(`const k = "${'X'.repeat(10)}" +\n  "${'X'.repeat(15)}" + '${'X'.repeat(secret.length - 25)}';`);
    expect(splitPieces(Buffer.from('nothing of it'), Buffer.from(secret))).toBeUndefined();
  });

  test('many secrets with one beginning are told apart in one pass', () => {
    const secrets = Array.from({ length: 500 }, (_, index) => makeKey(`purge many ${index}`));
    const search = makeSearch(makeForms(secrets.map((each, index) => ({ ...target(each), fingerprint: index.toString(16).padStart(32, '0') })), markOf));
    expect(search.find(Buffer.from(secrets.join('\n'))).map(({ form }) => Buffer.from(form.find).toString())).toEqual(secrets);
  });
});

describe('archives', () => {
  const search = searchFor(secret);
  const zip = (members: Readonly<Record<string, string>>, method = 'ZIP_DEFLATED'): Buffer => {
    const file = join(makeFolder(), 'a.zip');
    const made = runProcess('python3', ['-c', `import json, sys, zipfile\nz = zipfile.ZipFile(sys.argv[1], 'w', zipfile.${method})\nfor n, t in json.load(sys.stdin).items(): z.writestr(n, t)\nz.comment = b'a comment'\nz.close()`, file], makeFolder(), JSON.stringify(members));
    expect(made.stderr).toBe('');
    return readFileSync(file);
  };
  const unzip = (bytes: Uint8Array): string => {
    const file = join(makeFolder(), 'b.zip');
    writeFileSync(file, bytes);
    const read = runProcess('python3', ['-c', 'import sys, zipfile\nz = zipfile.ZipFile(sys.argv[1])\nprint(z.testzip(), z.comment.decode(), {n: z.read(n).decode() for n in z.namelist()})', file], makeFolder());
    return `${read.stdout}${read.stderr}`.trim();
  };

  test.each(['ZIP_DEFLATED', 'ZIP_STORED'])('a ZIP (%s) keeps everything but the secret', (method) => {
    const bytes = zip({ a: 'clean', b: `k ${secret}`, [`n-${secret}`]: 'named' }, method);
    expect(lookInside(bytes, search, '').inside.map(({ path }) => path)).toEqual([['zip:b']]);
    const after = rewriteArchive(bytes, search, '');
    expect(unzip(after ?? Buffer.alloc(0))).toBe(`None a comment {'a': 'clean', 'b': 'k ${mark}', 'n-${'X'.repeat(secret.length)}': 'named'}`);
  });

  test('gzip, and one within another', () => {
    const inner = gzipSync(zip({ b: `k ${secret}` }));
    const bytes = gzipSync(inner);
    expect(lookInside(bytes, search, '').inside.map(({ path }) => path.join('/'))).toEqual(['gzip/gzip/zip:b']);
    const after = rewriteArchive(bytes, search, '') ?? Buffer.alloc(0);
    expect(unzip(gunzipSync(gunzipSync(after)))).toBe(`None a comment {'b': 'k ${mark}'}`);
  });

  test('a tar in gzip stays one', () => {
    const folder = makeFolder();
    writeFileSync(join(folder, 'a'), `k ${secret} end\n`);
    runProcess('tar', ['-czf', 'a.tgz', 'a'], folder);
    const after = rewriteArchive(readFileSync(join(folder, 'a.tgz')), search, '') ?? Buffer.alloc(0);
    writeFileSync(join(folder, 'b.tgz'), after);
    expect(runProcess('tar', ['-xzOf', 'b.tgz'], folder)).toMatchObject({ code: 0, stdout: `k ${mark} end\n` });
  });

  test('what cannot be opened is said, what cannot be written is refused', () => {
    const bytes = zip({ b: `k ${secret}` });
    const central = bytes.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    bytes.writeUInt16LE(bytes.readUInt16LE(central + 8) | 1, central + 8);
    expect(lookInside(bytes, search, '')).toEqual({ inside: [], closed: ['zip:b'] });
    const broken = gzipSync(makeKey('purge long').repeat(3)).subarray(0, 30);
    expect(isPacked(broken)).toBe(true);
    expect(lookInside(broken, search, '').closed).toEqual(['the archive']);
    expect(rewriteArchive(broken, search, '')).toBeUndefined();
    const bomb = Array.from({ length: 8 }).reduce<Buffer>((content) => gzipSync(content), gzipSync('x'));
    expect(lookInside(bomb, search, '').closed).toHaveLength(1);
  });

  test('crc32 is that of zlib', () => {
    expect(crc32(Buffer.from('123456789'))).toBe(0xcbf43926);
  });
});

describe('messages and tags', () => {
  const head = 'tree 1\nauthor Ada <a@b> 1 +0000\ncommitter Ada <a@b> 1 +0000\n';
  test('only the message of a commit; a tag without its signature', () => {
    const search = searchFor(secret);
    expect(Buffer.from(replaceMessage('', Buffer.from(`${head}\nhi ${secret}\n`), search) ?? []).toString()).toBe(`hi ${mark}\n`);
    expect(replaceMessage('', Buffer.from(`${head.replace('Ada', secret)}\nhi\n`), search)).toBeUndefined();
    const tag = `object 1\ntype commit\ntag v\ntagger Ada <a@b> 1 +0000\n\nhi ${secret}\n-----BEGIN PGP SIGNATURE-----\nx\n`;
    expect(Buffer.from(replaceTag('', Buffer.from(tag), search)).toString()).toBe(`object 1\ntype commit\ntag v\ntagger Ada <a@b> 1 +0000\n\nhi ${mark}\n`);
  });

  test('an object says which secrets it holds, and how', () => {
    const bytes = Buffer.concat([Buffer.from(secret), Buffer.from('\n'), Buffer.from(Buffer.from(secret).toString('base64'))]);
    expect(lookThrough({ id: 'x', type: 'blob', bytes, whole: true }, searchFor(secret)).holding).toMatchObject({ secrets: ['abababab'], codings: ['base64', 'plain'], inside: [] });
    expect(lookThrough({ id: 'x', type: 'blob', bytes: Buffer.from('nothing'), whole: true }, searchFor(secret))).toEqual({ holding: undefined, closed: [] });
  });
});

describe('the files of a plan', () => {
  test('the data comes back as it was; anything else is no plan', () => {
    const data = { fingerprints: ['ab'.repeat(16)], objects: ['1'.repeat(40)], kept: [], forms: makeForms([target(secret), target('pass7', { fingerprint: 'cd'.repeat(16) })], markOf) };
    const read = readData(writeData(data), 'x');
    expect(read).toMatchObject({ fingerprints: data.fingerprints, objects: data.objects });
    expect(read.forms.map(({ find, text, same, ...rest }) => [...[find, text, same].map((each) => Buffer.from(each).toString('hex')), rest])).toEqual(data.forms.map(({ find, text, same, ...rest }) => [...[find, text, same].map((each) => Buffer.from(each).toString('hex')), rest]));
    for (const text of ['', '{}', '[]', 'null', '{"plan":"skan purge plan 2","forms":[]}']) expect(() => readData(text, 'x')).toThrow('no plan of skan purge');
  });

  test.each(purgeTools)('purge.sh for %s is what a POSIX shell reads', (tool) => {
    const file = join(makeFolder(), 'purge.sh');
    writeFileSync(file, writeScript(tool, ['1'.repeat(40)]));
    expect(runProcess('sh', ['-n', file], makeFolder())).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(readFileSync(file, 'utf8')).not.toMatch(/^\s*(?:git (?:push|fetch|pull|clone)\b|local |read -p)|\[\[ |<\(/m);
  });

  test.each([['a`b|c\nd', "`a'b¦c d`"], ['plain', '`plain`']])('a code span that nothing leaves: %j', (text, shown) => expect(code(text)).toBe(shown));
  test.each([['/a/b-c', '/a/b-c'], ["it's a b", "'it'\\''s a b'"]])('quoted for a shell: %s', (text, shown) => expect(quote(text)).toBe(shown));
});

describe('what a purge leaves', () => {
  test.each(['DB_PASSWORD=', 'password: ', 'api_key = ', 'AUTH_TOKEN=', 'postgres://acme:', 'Authorization: Bearer ', 'curl -u user:'])('behind %s is no secret to any rule', (before) => {
    const engine = makeEngine(catalogue, proofs);
    const bytes = Buffer.from(`${before}${mark}${before.includes('//') ? '@db.acme.dev:5432/app' : ''}\n`);
    expect(engine.scanText(bytes)).toEqual([]);
  });
});

describe('the rewriter in Python', () => {
  test('does with any bytes what the search here does', () => {
    const folder = makeFolder();
    const short = ['Summer', '2024'].join('');
    const forms = makeForms([target(secret), { ...target(short), fingerprint: 'cd'.repeat(16) }, { ...target('pass7'), fingerprint: 'ef'.repeat(16) }], markOf);
    writeFileSync(join(folder, 'forms.json'), writeData({ fingerprints: [], objects: [], kept: [], forms }));
    writeFileSync(join(folder, rewriterName), rewriterCode);
    mkdirSync(join(folder, 'blobs'));
    const part = fc.oneof(fc.constantFrom(...forms.map(({ find }) => Buffer.from(find))), fc.constantFrom('\0', ' ', 'a', '"', secret.slice(0, 9), short.slice(1), 'é').map((text) => Buffer.from(text)), fc.uint8Array({ maxLength: 4 }).map((bytes) => Buffer.from(bytes)));
    const samples = fc.sample(fc.array(part, { maxLength: 8 }).map((parts) => Buffer.concat(parts)), { numRuns: 400, seed: 1 });
    const object = '1'.repeat(40);
    const script = "import sys, base64\nsys.path.insert(0, sys.argv[1])\nimport skan_rewrite\nfor line in sys.stdin: print(base64.b64encode(skan_rewrite.content(base64.b64decode(line), sys.argv[2].encode())).decode())";
    const done = spawnSync('python3', ['-B', '-c', script, folder, object], { input: samples.map((each) => `${each.toString('base64')}\n`).join(''), encoding: 'utf8', maxBuffer: 2 ** 26 });
    expect(done.stderr).toBe('');
    const search = makeSearch(forms);
    expect(done.stdout.trimEnd().split('\n')).toEqual(samples.map((each) => clean(each, search, object).toString('base64')));
  });
});
