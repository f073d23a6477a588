// A purge of what only the engine can see: keys that are encoded, escaped, split over literals and packed, found by a real audit and
// removed by each tool. What stands around them stays.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { encodings, joints } from '../engine/writings.js';
import { makeKey, nameOfMask } from '../keys.js';
import { makeRepository, runProcess } from '../repository.js';
import type { Repository } from '../repository.js';
import { describeWith } from '../tools/need.js';
import { filterRepo, runPlan, toolVariables, verifyPlan, writePlan } from '../tools/purge.js';

// Of a mail, which says of itself that it is written so, is another test.
const writings = [...encodings, ...joints].filter(({ name }) => name !== 'quoted-printable').map(({ name, write }, index) => ({ name, index, text: (): string => `before = 1\nvalue = ${write(makeKey(`written ${index}`))}\nafter = 2\n` }));

const python = `
import bz2, gzip, io, json, lzma, os, re, sqlite3, sys, tarfile, zipfile
def tarred(members, mode='w', form=tarfile.PAX_FORMAT):
  file = io.BytesIO()
  with tarfile.open(fileobj=file, mode=mode, format=form) as t:
    for n, b in members.items():
      i = tarfile.TarInfo(n); i.size = len(b); i.mtime = 1234567890; i.mode = 0o640
      t.addfile(i, io.BytesIO(b))
  return file.getvalue()
def zipped(members):
  file = io.BytesIO()
  with zipfile.ZipFile(file, 'w', zipfile.ZIP_DEFLATED) as z:
    for n, b in members.items(): z.writestr(n, b)
  return file.getvalue()
def members(n, b):
  """name of every file within -> its bytes"""
  if b[:4] == b'PK\\3\\4':
    with zipfile.ZipFile(io.BytesIO(b)) as z:
      assert z.testzip() is None
      return [m for i in z.namelist() for m in members(n + '!' + i, z.read(i))]
  if 'cut.' in n: return []
  if b[:2] == b'\\x1f\\x8b': return members(n + '!', gzip.decompress(b))
  if b[257:262] == b'ustar':
    with tarfile.open(fileobj=io.BytesIO(b)) as t: return [m for i in t for m in members(n + '!' + i.name + ' %o %d' % (i.mode, i.mtime), t.extractfile(i).read())]
  return [(n, b)]
`;

const make = `${python}
keys = json.load(sys.stdin); k = lambda i: keys[i].encode(); text = lambda i: b'token = ' + k(i) + b'\\nend\\n'
files = {
  'nested.zip': zipped({'in/inner.zip': zipped({'a.txt': text(0), 'b.bin': b'\\0' + text(0)}), 'clean.txt': b'clean\\n', 'wide.txt': text(1).decode().encode('utf-16')}),
  'layer.tar': tarred({'layer/app.env': text(2), 'layer/log.gz': gzip.compress(text(3)), 'layer/app.jar': zipped({'x.properties': text(4)}), 'clean': b'clean\\n' * 99}),
  'gnu.tar': tarred({'long/' * 30 + 'name.txt': text(5), 'clean': b'clean'}, form=tarfile.GNU_FORMAT),
  'names.tar': tarred({'n-' + keys[6]: b'name\\n', 'long/' * 30 + keys[6]: b'long name\\n', 'clean': b'clean'}),
  'names-gnu.tar': tarred({'long/' * 30 + keys[6]: b'long name\\n', 'clean': b'clean'}, form=tarfile.GNU_FORMAT),
  'a.tgz': tarred({'x': text(7), 'y': b'y'}, 'w:gz'),
  'a.docx': zipped({'[Content_Types].xml': b'<x/>', 'word/document.xml': b'<w:t>' + k(8) + b'</w:t>'}),
  'a.bz2': bz2.compress(text(9)), 'a.xz': lzma.compress(text(10)), 'clean.xz': lzma.compress(b'clean'), 'cut.xz': lzma.compress(os.urandom(200))[:-40], 'in.zip': zipped({'a.xz': lzma.compress(text(9)), 'b': b'b'}),
  'cut.tar': tarred({'plain': text(11), 'cut.gz': gzip.compress(text(11) + os.urandom(200))[:-40]}), 'cut.gz': gzip.compress(text(11) + os.urandom(200))[:-40],
  'utf32.txt': text(12).decode().encode('utf-32'), 'utf32be.txt': b'\\0\\0\\xfe\\xff' + text(13).decode().encode('utf-32-be'),
}
for n, b in files.items(): open(n, 'wb').write(b)
d = sqlite3.connect('a.db'); d.execute('create table t (k text, b blob)'); d.execute('insert into t values (?, ?)', (keys[14], gzip.compress(b'x'))); d.commit(); d.close()
`;

const read = `${python}
out = []
for f in sorted(os.listdir('.')):
  if f == '.git': continue
  if f == 'a.db':
    d = sqlite3.connect(f); out.append('db ' + d.execute('pragma integrity_check').fetchone()[0] + ' ' + repr(d.execute('select k, length(b) from t').fetchone())); continue
  for n, b in members(f, open(f, 'rb').read()):
    for c in ('utf-8', 'utf-16', 'utf-32'):
      if {'wide.txt': 'utf-16', 'utf32.txt': 'utf-32', 'utf32be.txt': 'utf-32'}.get(n.split('!')[-1].split(' ')[0], 'utf-8') == c: b = b.decode(c, 'replace').encode()
    out.append(n + ': ' + repr(b[:300]))
print(json.dumps(out))
`;

const packedKeys = (): string[] => Array.from({ length: 15 }, (_, index) => makeKey(`packed ${index}`));

/** Files that hold keys behind packings; returns how they read, with KEY in place of each. */
function makePacked(folder: string): string[] {
  const made = runProcess('python3', ['-c', make], folder, JSON.stringify(packedKeys()));
  expect(made).toMatchObject({ code: 0, stderr: '' });
  return readPacked(folder);
}

function readPacked(folder: string): string[] {
  const done = runProcess('python3', ['-c', read], folder);
  expect(done).toMatchObject({ code: 0, stderr: '' });
  return (JSON.parse(done.stdout) as string[]).map((line) => packedKeys().reduce((text, key) => text.replaceAll(key, 'KEY'), line).replace(/REDACTED-[0-9a-f]{8}|X{40}/g, 'GONE'));
}

/** Audits, plans, runs, proves; returns the plan's folder. */
function purge(repository: Repository, args: readonly string[] = [], variables = {}): string {
  const { folder, run } = writePlan(repository, ...args);
  expect(run).toMatchObject({ code: 0, stderr: '' });
  expect(runPlan(folder, repository.path, variables)).toMatchObject({ code: 0, stderr: '' });
  return folder;
}

describeWith('git filter-repo', filterRepo, (tools) => {
  const variables = toolVariables(tools);

  test.each([
    ['as they stand', (text: string) => Buffer.from(text), (bytes: Buffer) => bytes.toString()],
    ['in UTF-16, little end first', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le'), (bytes: Buffer) => bytes.subarray(2).toString('utf16le')],
    ['in UTF-16, big end first', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(), (bytes: Buffer) => Buffer.from(bytes).swap16().subarray(2).toString('utf16le')],
    ['in gzip', (text: string) => gzipSync(text), (bytes: Buffer) => (bytes[0] === 0x1f ? gunzipSync(bytes).toString() : bytes.toString())],
  ])('files %s keep all but the keys', (_, pack, unpack) => {
    const repository = makeRepository();
    for (const { index, text } of writings) repository.commit({ [`f${index}`]: pack(text()) }, `one ${index}`);
    const found = repository.look(['audit']).report.findings;
    const folder = purge(repository, [], variables);
    const proof = verifyPlan(folder, repository.path);
    const left = writings.flatMap(({ name, index }) => {
      const after = unpack(readFileSync(join(repository.path, `f${index}`)));
      return /^before = 1\nvalue = /.test(after) && after.endsWith('\nafter = 2\n') ? [] : [`${name}: ${JSON.stringify(after)}`];
    });
    expect(left).toEqual([]);
    expect(proof).toMatchObject({ code: 0, stderr: '' });
    expect(found.map(({ redacted }) => nameOfMask(redacted)).sort()).toEqual(writings.map(({ index }) => `written ${index}`).sort());
    expect(readFileSync(join(folder, 'PURGE.md'), 'utf8')).not.toContain('one-line note');
  });

  test('archives in archives, names in archives, codings that few use', () => {
    const repository = makeRepository();
    const before = makePacked(repository.path);
    repository.git('add', '--all');
    repository.commit({}, 'packed');
    const folder = purge(repository, [], variables);
    const guide = readFileSync(join(folder, 'PURGE.md'), 'utf8');
    const proof = verifyPlan(folder, repository.path);
    const given = (line: string): boolean => /^(?:a\.(?:bz2|xz)|in\.zip)/.test(line);
    const after = readPacked(repository.path);
    expect(after.filter((line) => !given(line))).toEqual(before.filter((line) => !given(line)).map((line) => line.replace(/KEY\d*/g, 'GONE')));
    expect(after.filter(given)).toEqual(['a.bz2', 'a.xz', 'in.zip'].map((name) => expect.stringMatching(new RegExp(`^${name}: b'Removed by skan purge: `))));
    expect(proof).toMatchObject({ code: 0, stderr: '' });
    expect(guide.split('\n').filter((line) => line.includes('one-line note')).map((line) => /`([^`]*)` \|/.exec(line.slice(20))?.[1]).sort()).toEqual(['a.bz2', 'a.xz', 'cut.gz', 'cut.tar', 'in.zip']);
    expect(guide).toMatch(/Not opened, so not known: .*`[0-9a-f]{12}: the archive`/);
    expect(proof.stdout).toMatch(/not opened, so what it holds is not known: [0-9a-f]{12}: the archive\n/);
  });

  test('messages, notes, names and links in which keys are encoded or split', () => {
    const repository = makeRepository();
    const key = (name: string): string => makeKey(`odd ${name}`);
    const hex = (text: string): string => Buffer.from(text).toString('hex');
    const escaped = (text: string): string => [...text].map((each) => `\\u00${hex(each)}`).join('');
    const percent = (text: string): string => [...text].map((each) => `%${hex(each)}`).join('');
    const base64 = (text: string): string => Buffer.from(`user:${text}`).toString('base64');
    repository.commit({ [`dump-${percent(key('file'))}.txt`]: 'a\n', [`dir-${hex(key('folder'))}/file`]: 'b\n', link: { link: `to?token=${percent(key('link'))}` } }, `use ${base64(key('message'))} here\n\nand "${key('body').slice(0, 9)}" + "${key('body').slice(9)}"\n`);
    repository.git('tag', '-a', 'v1', '-m', `release ${escaped(key('tag'))} end`);
    repository.git('notes', 'add', '-m', `note ${escaped(key('note'))} end`);
    repository.git('branch', `topic-${percent(key('ref'))}`);
    const names = ['file', 'folder', 'link', 'message', 'body', 'tag', 'note', 'ref'];
    expect(repository.look(['audit']).report.findings.map(({ redacted }) => nameOfMask(redacted)).sort()).toEqual(names.map((name) => `odd ${name}`).sort());
    const folder = purge(repository, [], variables);
    expect(verifyPlan(folder, repository.path)).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('none holds') });
    const { git } = repository;
    expect(git('log', '-1', '--format=%B')).toMatch(/^use \S{60,} here\n\nand "X{9}" \+ "X{31}"$/);
    expect(git('for-each-ref', '--format=%(contents)', 'refs/tags/v1')).toMatch(/^release X+ end$/);
    expect(git('notes', 'show')).toMatch(/^note X+ end$/);
    expect(git('ls-tree', '-r', '--name-only', 'HEAD')).toMatch(/^dir-(?:58){40}\/file\ndump-X+\.txt\nlink$/);
    expect(git('show', 'HEAD:link')).toMatch(/^to\?token=X+$/);
    expect(git('for-each-ref', '--format=%(refname)', 'refs/heads')).toMatch(/^refs\/heads\/main\nrefs\/heads\/topic-X+$/);
  });
});
