// A repository that is damaged or not whole: what could not be read is told with exit code 2, never passed over, and what was
// found in the rest is still printed.

import { createHash } from 'node:crypto';
import { chmodSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { makeKey } from '../keys.js';
import { makeFolder, makeRepository, openRepository, tell } from '../repository.js';
import type { Repository } from '../repository.js';

const fresh = makeKey('new');
const other = makeKey('other');

function make(): { readonly repository: Repository; readonly spoilt: string; readonly file: string } {
  const repository = makeRepository();
  repository.commit({ a: `${fresh}\n`, spoilt: `${'some text\n'.repeat(200)}${other}\n` });
  const spoilt = repository.git('rev-parse', 'HEAD:spoilt');
  const file = join(repository.path, '.git/objects', spoilt.slice(0, 2), spoilt.slice(2));
  chmodSync(file, 0o644);
  return { repository, spoilt, file };
}

const damages: readonly (readonly [string, (file: string, repository: Repository) => void])[] = [
  ['missing', (file) => rmSync(file)],
  ['empty', (file) => writeFileSync(file, '')],
  ['nonsense', (file) => writeFileSync(file, 'nonsense')],
  ['cut short', (file) => writeFileSync(file, readFileSync(file).subarray(0, 30))],
  ['of another size than it says', (file) => writeFileSync(file, deflateSync('blob 99999\0short'))],
  ['of an unknown type', (file) => writeFileSync(file, deflateSync('blub 5\0short'))],
  ['changed in a byte', (file) => writeFileSync(file, spoil(readFileSync(file), -3))],
];

function spoil(bytes: Buffer, at: number): Buffer {
  const index = at < 0 ? bytes.length + at : at;
  bytes[index] = (bytes[index] ?? 0) ^ 0xff;
  return bytes;
}

describe.each(damages)('a loose object that is %s', (_, damage) => {
  test('is told by audit, and the rest is found', () => {
    const { repository, spoilt, file } = make();
    damage(file, repository);
    const { code, report } = repository.look(['audit']);
    expect(code).toBe(2);
    expect(tell(report)).toContain('new blob a:1');
    expect(report.scan.complete).toBe(false);
    expect(JSON.stringify(report.problems)).toContain(spoilt.slice(0, 8));
  });

  test('is told by staged and range, and the rest is found', () => {
    const { repository, file } = make();
    damage(file, repository);
    const range = repository.look(['range', `${'0'.repeat(40)}..HEAD`]);
    expect(range.code).toBe(2);
    expect(tell(range.report)).toContain('new blob a:1');
    repository.git('update-ref', '-d', 'HEAD');
    const staged = repository.look(['staged']);
    expect(staged.code).toBe(2);
    expect(tell(staged.report)).toContain('new blob a:1');
    expect(JSON.stringify(staged.report.problems)).toContain('spoilt');
  });
});

describe('packs', () => {
  const packed = (): { repository: Repository; pack: string; index: string } => {
    const { repository } = make();
    repository.commit({ b: `${makeKey('second')}\n` });
    repository.git('repack', '-qad');
    const folder = join(repository.path, '.git/objects/pack');
    const names = readdirSync(folder);
    for (const name of names) chmodSync(join(folder, name), 0o644);
    return { repository, pack: join(folder, names.find((name) => name.endsWith('.pack')) ?? ''), index: join(folder, names.find((name) => name.endsWith('.idx')) ?? '') };
  };

  test('without its index is told', () => {
    const { repository, index } = packed();
    rmSync(index);
    const { code, stdout, stderr } = repository.skan(['audit']);
    expect(code).toBe(2);
    expect(`${stdout}${stderr}`.replace(/\s+/g, ' ')).toMatch(/no index.*git index-pack|git could not answer/);
  });

  test('beside a whole one, without its index, is told and the rest is found', () => {
    const { repository } = packed();
    repository.commit({ c: `${makeKey('third')}\n` });
    repository.git('repack', '-q');
    const folder = join(repository.path, '.git/objects/pack');
    writeFileSync(join(folder, `pack-${'ab'.repeat(20)}.pack`), readFileSync(join(folder, readdirSync(folder).find((name) => name.endsWith('.pack')) ?? '')));
    const { code, report } = repository.look(['audit']);
    expect(code).toBe(2);
    expect(tell(report)).toEqual(['new blob a:1', 'other blob spoilt:201', 'second blob b:1', 'third blob c:1']);
    expect(report.problems).toMatchObject([{ what: expect.stringContaining('.pack'), why: expect.stringContaining('no index') }]);
  });

  test('with a spoilt object in it is told, and the rest is found', () => {
    const { repository, pack } = packed();
    const bytes = readFileSync(pack);
    const id = repository.git('rev-parse', 'HEAD:spoilt');
    const line = repository.git('verify-pack', '-v', pack.replace(/\.pack$/, '.idx')).split('\n').find((each) => each.startsWith(id)) ?? '';
    const offset = Number(line.split(/\s+/)[4]);
    for (let at = offset + 6; at < offset + 16; at += 1) spoil(bytes, at);
    writeFileSync(pack, bytes);
    const { code, report } = repository.look(['audit']);
    expect(code).toBe(2);
    expect(tell(report)).toEqual(expect.arrayContaining(['new blob a:1', 'second blob b:1']));
    expect(report.problems.map(({ what }) => what)).toContain(id);
  });

  test('with a spoilt index is told', () => {
    const { repository, index } = packed();
    writeFileSync(index, 'nonsense');
    expect(repository.skan(['audit']).code).toBe(2);
  });
});

describe('clones that are not whole', () => {
  test('a shallow one', () => {
    const { repository } = make();
    repository.commit({ b: 'b\n' });
    const clone = openRepository(join(makeFolder(), 'shallow'));
    repository.git('clone', '--quiet', '--depth=1', `file://${repository.path}`, clone.path);
    const { code, report } = clone.look(['audit']);
    expect(code).toBe(2);
    expect(tell(report)).toEqual(['new blob a:1', 'other blob spoilt:201']);
    expect(report.problems).toMatchObject([{ what: 'history', why: expect.stringContaining('shallow'), hint: 'git fetch --unshallow (in CI: a full clone, fetch-depth: 0)' }]);
  });

  test('a partial one, and a partial one that has everything', () => {
    const { repository } = make();
    repository.git('config', 'uploadpack.allowFilter', 'true');
    const clone = openRepository(join(makeFolder(), 'partial'));
    repository.git('clone', '--quiet', '--bare', '--filter=blob:none', `file://${repository.path}`, clone.path);
    expect(clone.look(['audit'])).toMatchObject({ code: 2, report: { problems: [{ what: '2 objects', why: expect.stringContaining('partial') }] } });
    const full = openRepository(join(makeFolder(), 'full'));
    repository.git('clone', '--quiet', '--filter=blob:none', `file://${repository.path}`, full.path);
    expect(full.look(['audit'])).toMatchObject({ code: 1, report: { problems: [] } });
  });

  test('one whose alternate is gone', () => {
    const { repository } = make();
    const clone = openRepository(join(makeFolder(), 'clone'));
    repository.git('clone', '--quiet', '--shared', '.', clone.path);
    rmSync(repository.path, { recursive: true });
    expect(clone.skan(['audit']).code).toBe(2);
    expect(clone.skan(['staged']).code).toBe(2);
  });
});

describe('what git itself keeps', () => {
  test('a missing commit, a missing tree', () => {
    for (const what of ['HEAD~1', 'HEAD~1^{tree}']) {
      const { repository } = make();
      repository.commit({ b: 'b\n' });
      const id = repository.git('rev-parse', what);
      rmSync(join(repository.path, '.git/objects', id.slice(0, 2), id.slice(2)));
      const { code, report } = repository.look(['audit']);
      expect(code).toBe(2);
      expect(tell(report)).toEqual(expect.arrayContaining([expect.stringMatching(/^new blob/)]));
      expect(JSON.stringify(report.problems)).toContain(id);
    }
  });

  test('an object that only the index names and that is missing', () => {
    const { repository } = make();
    repository.git('update-index', '--add', '--cacheinfo', `100644,${'12'.repeat(20)},lost`);
    const { code, report } = repository.look(['audit']);
    expect(code).toBe(2);
    expect(report.problems).toMatchObject([{ what: '12'.repeat(20), why: expect.stringContaining('missing') }]);
  });

  test('an index that cannot be read', () => {
    const { repository } = make();
    writeFileSync(join(repository.path, '.git/index'), 'nonsense');
    const { code, report } = repository.look(['audit']);
    expect(code).toBe(2);
    expect(tell(report)).toEqual(['new blob a:1', 'other blob spoilt:201']);
    expect(JSON.stringify(report.problems)).toContain('index');
  });

  test('a ref that names nothing', () => {
    const { repository } = make();
    writeFileSync(join(repository.path, '.git/refs/heads/broken'), 'nonsense\n');
    const { code, report } = repository.look(['audit']);
    expect(code).toBe(2);
    expect(tell(report)).toEqual(['new blob a:1', 'other blob spoilt:201']);
    expect(JSON.stringify(report.problems)).toContain('broken');
  });
});

describe('a byte that changed, wherever it is', () => {
  const names = Array.from({ length: 12 }, (_, at) => `flip ${at}`);
  const pick = (seed: string, length: number): number => createHash('sha256').update(seed).digest().readUInt32BE(0) % length;

  test.each(['pack', 'idx'].flatMap((kind) => names.slice(0, 8).map((name) => [kind, name] as const)))('in a .%s (%s): never a false all-clear', (kind, seed) => {
    const repository = makeRepository();
    for (const name of names) repository.stage({ [name]: `${'text\n'.repeat(20)}${makeKey(name)}\n` });
    repository.git('commit', '-q', '-m', 'keys');
    repository.commit({ 'flip 0': `${'text\n'.repeat(21)}${makeKey('flip 0')}\n` });
    repository.git('repack', '-adfq');
    const folder = join(repository.path, '.git/objects/pack');
    const file = join(folder, readdirSync(folder).find((name) => name.endsWith(`.${kind}`)) ?? '');
    chmodSync(file, 0o644);
    const bytes = readFileSync(file);
    const at = kind === 'idx' && seed < 'flip 4' ? 1032 + pick(seed, bytes.length - 1032) : pick(seed, bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << pick(`${seed} bit`, 8));
    writeFileSync(file, bytes);
    const { code, stdout } = repository.skan(['audit', '--format', 'json', '--no-cache']);
    const all = names.map((name) => `${name} blob`);
    const found = stdout === '' ? [] : tell(JSON.parse(stdout));
    // Either all is told, or that it is not all.
    expect(code === 2 || all.every((each) => found.some((line) => line.startsWith(each)))).toBe(true);
  });

  test('an index that hides one object behind another is told', () => {
    const repository = makeRepository();
    repository.commit({ a: 'clean\n', b: `${fresh}\n` });
    repository.git('repack', '-adq');
    const folder = join(repository.path, '.git/objects/pack');
    const file = join(folder, readdirSync(folder).find((name) => name.endsWith('.idx')) ?? '');
    chmodSync(file, 0o644);
    const bytes = readFileSync(file);
    const count = bytes.readUInt32BE(8 + 255 * 4);
    const offsets = 8 + 1024 + count * 24;
    const position = (id: string): number => Array.from({ length: count }, (_, at) => bytes.toString('hex', 1032 + at * 20, 1052 + at * 20)).indexOf(id);
    bytes.copy(bytes, offsets + 4 * position(repository.git('rev-parse', 'HEAD:b')), offsets + 4 * position(repository.git('rev-parse', 'HEAD:a')), offsets + 4 * position(repository.git('rev-parse', 'HEAD:a')) + 4);
    writeFileSync(file, bytes);
    const { code, report } = repository.look(['audit']);
    expect(code).toBe(2);
    expect(JSON.stringify(report.problems)).toContain('does not match its own checksum');
  });
});
