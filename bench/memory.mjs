// How much memory an audit holds at most: repositories made to hurt, and the peak of skan's process, its threads included.
// node bench/memory.mjs [name...] [--keep] [--jobs N]   (names: see `makers`; 2 to 5 GB of disk each, given back at the end)
//
// Peak is VmHWM of /proc (man 5 proc), so this needs Linux. git's own processes are told apart, because git unpacks a delta in
// memory, however large it is.
import { spawn, spawnSync } from 'node:child_process';
import { createCipheriv, createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, openSync, closeSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { deflateSync } from 'node:zlib';
import { cleanEnvironment, print } from './measure.mjs';

const mebi = 2 ** 20;
const cache = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../.cache/bench/memory');
const environment = cleanEnvironment({ GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' });

/** Repositories by name: what is in them, and how they are made. `found` counts findings where keys are planted. */
const makers = {
  blob: { what: 'a blob of 2 GB, random bytes and text, a key at its end', make: (path) => importOne(path, 'large.bin', 2048 * mebi, mixedPiece, `\ntoken=${key('blob')}\n`), found: 1 },
  delta: { what: 'the same as a delta of another 2 GB', make: makeLargeDelta, found: 1 },
  line: { what: 'a line of 1 GB, a key at its end', make: (path) => importOne(path, 'line.txt', 1024 * mebi, wordPiece, ` token=${key('line')}`), found: 1 },
  objects: { what: '2,000,000 objects, 500,000 of them commits', make: (path) => importHistory(path, 500_000, false), found: 0 },
  leaks: { what: 'the same, with a key in 100 of the blobs', make: (path) => importHistory(path, 500_000, true), found: 100 },
  files: { what: 'a commit with 100,000 files, its index, 300 commits on top, a key in a file and in a name', make: makeFiles, found: 2 },
  refs: { what: '100,000 commits, a tag each, a key in 20 of them', make: makeRefs, found: 20 },
  chain: { what: '5,000 states of a file of 256 KB, deltas 4,000 deep, a key in 2,000 of them', make: makeChain, found: 1 },
  keys: { what: 'a file with 10,000 keys', make: makeKeys, found: 10_000 },
  loose: { what: '200,000 loose objects', make: makeLoose, found: 0 },
};

export async function benchMemory(names = Object.keys(makers), { keep = false, jobs } = {}) {
  mkdirSync(cache, { recursive: true });
  const rows = [];
  for (const name of names) {
    const { what, make, found } = makers[name];
    const path = join(cache, `${name}.git`);
    if (!existsSync(path)) {
      spawnSync('git', ['init', '-q', '--bare', `${path}.new`], { env: environment });
      await make(`${path}.new`);
      renameSync(`${path}.new`, path);
    }
    const home = mkdtempSync(join(tmpdir(), 'skan-bench-'));
    try {
      for (const [run, more] of [['first', []], ['second', []], ['no cache', ['--no-cache']]]) {
        const report = join(home, 'report.json');
        // As after a commit: of a repository that is as it was the second audit reads nothing.
        rmSync(join(path, 'skan/report'), { force: true });
        const started = performance.now();
        const args = ['audit', path, '--format', 'json', '--output', report, ...more, ...(jobs === undefined ? [] : ['--jobs', jobs])];
        const { own, git, code, stderr } = await peakOf([process.execPath, resolve('dist/skan.cjs'), ...args], { ...environment, HOME: home, XDG_CACHE_HOME: home });
        const told = existsSync(report) ? readReport(report) : { findings: 'none: ' + stderr.slice(0, 200), complete: false };
        rows.push([`${name}, ${run}`, (own / 1e6).toFixed(0), (git / 1e6).toFixed(0), ((performance.now() - started) / 1000).toFixed(1), `${told.findings}/${found}`, code]);
        process.stderr.write(`${rows.at(-1).join('  ')}\n`);
        rmSync(report, { force: true });
      }
    } finally {
      rmSync(home, { recursive: true });
      if (!keep) rmSync(path, { recursive: true });
    }
    rows.push([what, '', '', '', '', '']);
  }
  print('peak memory of an audit', [['', 'skan MB', 'git MB', 'seconds', 'found/planted', 'exit'], ...rows]);
}

/** A report may be as long as its repository is odd: only its head is parsed. */
function readReport(file) {
  const { scan: { complete, counts: { findings } } } = JSON.parse(readFileSync(file, 'utf8'));
  return { complete, findings };
}

/** The most that the process itself held, and the most that one of its children held. */
function peakOf([command, ...args], env) {
  return new Promise((done, failed) => {
    let [own, git, stderr] = [0, 0, ''];
    const child = spawn(command, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
    child.stderr.on('data', (chunk) => (stderr += chunk));
    const timer = setInterval(() => {
      own = Math.max(own, highWater(child.pid));
      for (const each of childrenOf(child.pid)) git = Math.max(git, highWater(each));
    }, 10);
    child.on('error', failed);
    child.on('close', (code) => {
      clearInterval(timer);
      done({ own, git, code, stderr });
    });
  });
}

function highWater(pid) {
  try {
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
  } catch {
    return 0; // It has just ended.
  }
}

function childrenOf(pid) {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((task) => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter((each) => each !== ''));
  } catch {
    return [];
  }
}

/** A key of GitLab's shape, drawn from a hash of its name, so that none stands in this file. */
function key(name) {
  const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
  const drawn = [...createHash('sha256').update(name).digest()].slice(0, 20).map((byte) => letters[byte % letters.length]).join('');
  return `${['gl', 'pat'].join('')}-${drawn}`;
}

/** The same bytes for the same place, each MiB by itself. */
function randomPiece(number) {
  const cipher = createCipheriv('aes-128-ctr', Buffer.alloc(16, 7), Buffer.from(String(number).padStart(16, '0')));
  return cipher.update(Buffer.alloc(mebi));
}

const words = Buffer.from('lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor '.repeat(20_000));

function wordPiece(number) {
  return words.subarray(number % 1000, (number % 1000) + mebi);
}

function mixedPiece(number) {
  return number % 2 === 0 ? randomPiece(number) : wordPiece(number);
}

/** git fast-import, fed as fast as it reads. */
async function importInto(path, write, depth = 50) {
  const child = spawn('git', ['-C', path, '-c', 'core.compression=0', 'fast-import', '--quiet', '--force', `--depth=${depth}`], { env: environment, stdio: ['pipe', 'ignore', 'inherit'] });
  const closed = new Promise((done) => child.on('close', done));
  let held = [];
  let size = 0;
  const flush = async () => {
    if (!child.stdin.write(Buffer.concat(held))) await new Promise((done) => child.stdin.once('drain', done));
    [held, size] = [[], 0];
  };
  await write(async (data) => {
    const bytes = typeof data === 'string' ? Buffer.from(data) : data;
    held.push(bytes);
    size += bytes.length;
    if (size > mebi) await flush();
  });
  await flush();
  child.stdin.end();
  if ((await closed) !== 0) throw new Error('git fast-import failed');
}

const person = (time) => `Ada <ada@example.org> ${1_600_000_000 + time} +0000`;
const commitHead = (branch, time, message = 'work', from) => `commit ${branch}\ncommitter ${person(time)}\ndata ${Buffer.byteLength(message)}\n${message}\n${from === undefined ? '' : `from ${from}\n`}`;
const file = (name, content) => `M 100644 inline ${name}\ndata ${Buffer.byteLength(content)}\n${content}\n`;

async function importOne(path, name, size, piece, end) {
  await importInto(path, async (write) => {
    await write(`${commitHead('refs/heads/main', 0)}M 100644 inline ${name}\ndata ${size + end.length}\n`);
    for (let at = 0; at < size; at += mebi) await write(piece(at / mebi));
    await write(`${end}\n`);
  });
}

/** A pack written by hand: git itself makes no delta of what is larger than core.bigFileThreshold. */
function makeLargeDelta(path) {
  const size = 2048 * mebi;
  const end = Buffer.from(`\ntoken=${key('delta')}\n`);
  const blobId = (hash) => hash.digest();
  const pack = join(path, 'objects/pack/draft.pack');
  const handle = openSync(pack, 'w');
  const sum = createHash('sha1');
  let offset = 0;
  const put = (bytes) => {
    writeSync(handle, bytes);
    sum.update(bytes);
    offset += bytes.length;
  };
  const ids = [createHash('sha1').update(`blob ${size}\0`), createHash('sha1').update(`blob ${size + end.length}\0`)];
  put(Buffer.from('PACK\0\0\0\x02\0\0\0\x02', 'latin1'));
  const base = offset;
  put(entryHead(3, size));
  // Stored blocks of zlib, by hand too: a stream of 2 GB needs no memory.
  let adler = [1, 0];
  put(Buffer.from([0x78, 0x01]));
  for (let at = 0; at < size; at += mebi) {
    const bytes = mixedPiece(at / mebi);
    for (const id of ids) id.update(bytes);
    adler = adlerOf(adler, bytes);
    for (let from = 0; from < mebi; from += 32768) {
      const head = Buffer.alloc(5);
      head[0] = at + from + 32768 === size ? 1 : 0;
      head.writeUInt16LE(32768, 1);
      head.writeUInt16LE(~32768 & 0xffff, 3);
      put(head);
      put(bytes.subarray(from, from + 32768));
    }
  }
  const check = Buffer.alloc(4);
  check.writeUInt32BE(((adler[1] << 16) | adler[0]) >>> 0);
  put(check);
  ids[1].update(end);
  const copies = [];
  const step = 0x800000;
  for (let at = 0; at < size; at += step) copies.push(Buffer.from([0xff, at & 255, (at >>> 8) & 255, (at >>> 16) & 255, at >>> 24, 0, 0, 0x80]));
  const delta = Buffer.concat([varint(size), varint(size + end.length), ...copies, Buffer.from([end.length]), end]);
  const second = offset;
  put(entryHead(6, delta.length));
  put(distance(second - base));
  put(deflateSync(delta));
  const trailer = sum.digest();
  writeSync(handle, trailer);
  closeSync(handle);
  const found = ids.map(blobId);
  writeFileSync(join(path, 'objects/pack/draft.idx'), indexOf([{ id: found[0], offset: base }, { id: found[1], offset: second }], trailer));
  run(path, ['update-ref', 'refs/tags/one', found[0].toString('hex')]);
  run(path, ['update-ref', 'refs/tags/two', found[1].toString('hex')]);
}

function adlerOf([a, b], bytes) {
  for (let at = 0; at < bytes.length; ) {
    for (const end = Math.min(bytes.length, at + 3800); at < end; at += 1) b += a += bytes[at];
    a %= 65521;
    b %= 65521;
  }
  return [a, b];
}

function entryHead(type, size) {
  const bytes = [];
  let byte = (type << 4) | (size % 16);
  for (let rest = Math.floor(size / 16); rest > 0; rest = Math.floor(rest / 128)) {
    bytes.push(byte | 0x80);
    byte = rest % 128;
  }
  return Buffer.from([...bytes, byte]);
}

function varint(value) {
  const bytes = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80);
  return Buffer.from([...bytes, rest]);
}

function distance(value) {
  const bytes = [value % 128];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) bytes.unshift(((rest -= 1) % 128) | 0x80);
  return Buffer.from(bytes);
}

/** An index of version 2; the checksums of entries, which git does not look at here, are zero. */
function indexOf(entries, packSum) {
  const sorted = [...entries].sort((left, right) => Buffer.compare(left.id, right.id));
  const fanout = Buffer.alloc(1024);
  for (let byte = 0; byte < 256; byte += 1) fanout.writeUInt32BE(sorted.filter(({ id }) => id[0] <= byte).length, byte * 4);
  const small = Buffer.alloc(4 * sorted.length);
  const large = [];
  sorted.forEach(({ offset }, at) => {
    if (offset < 2 ** 31) return small.writeUInt32BE(offset, at * 4);
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64BE(BigInt(offset));
    small.writeUInt32BE((0x80000000 + large.push(bytes) - 1) >>> 0, at * 4);
  });
  const body = Buffer.concat([Buffer.from('ff744f6300000002', 'hex'), fanout, ...sorted.map(({ id }) => id), Buffer.alloc(4 * sorted.length), small, ...large, packSum]);
  return Buffer.concat([body, createHash('sha1').update(body).digest()]);
}

/** Four objects a commit: itself, a blob, two trees. */
async function importHistory(path, commits, leaking) {
  await importInto(path, async (write) => {
    for (let time = 0; time < commits; time += 1) {
      const leak = leaking && time % (commits / 100) === 0 ? `\ntoken=${key(`leak ${time}`)}\n` : '';
      await write(commitHead('refs/heads/main', time, `change ${time}`) + file(`folder-${time % 32}/file-${(time >> 5) % 8}`, `state ${time}${leak}`));
    }
  });
}

async function makeFiles(path) {
  await importInto(path, async (write) => {
    await write(commitHead('refs/heads/main', 0));
    for (let number = 0; number < 100_000; number += 1) await write(file(`some/folder/of/files/a-file-with-a-number-${number}`, `content ${number}`));
    await write(file('deploy.env', `token=${key('files')}\n`));
    await write(file(`some/folder/of/files/backup-${key('name')}`, 'x'));
    for (let time = 1; time <= 300; time += 1) await write(commitHead('refs/heads/main', time) + file(`some/folder/of/files/a-file-with-a-number-${time}`, `again ${time}`));
  });
  run(path, ['symbolic-ref', 'HEAD', 'refs/heads/main']);
  run(path, ['read-tree', 'refs/heads/main']);
}

async function makeRefs(path) {
  await importInto(path, async (write) => {
    for (let time = 0; time < 100_000; time += 1) {
      const leak = time % 5000 === 0 ? `token=${key(`refs ${time}`)}\n` : '';
      await write(`${commitHead('refs/heads/main', time)}mark :${time + 1}\n`.replace(/(commit [^\n]*\n)([^]*)(mark [^\n]*\n)$/, '$1$3$2') + file(`file-${time % 8}`, `state ${time}\n${leak}`));
      await write(`tag release-${time}\nfrom :${time + 1}\ntagger ${person(time)}\ndata 3\nnew\n`);
    }
  });
  run(path, ['pack-refs', '--all']);
}

/** Each state is a delta of the one before, as deep as git reads them. */
async function makeChain(path) {
  const lines = Array.from({ length: 4096 }, (_, at) => `${createHash('sha256').update(String(at)).digest('hex').slice(0, 63)}\n`);
  await importInto(path, async (write) => {
    for (let time = 0; time < 5000; time += 1) {
      lines[(time * 7) % lines.length] = time === 3000 ? `token=${key('chain')}\n`.padEnd(64, ' ') : `state ${time}`.padEnd(63, ' ') + '\n';
      await write(`blob\nmark :${time + 1}\ndata ${64 * lines.length}\n${lines.join('').slice(0, 64 * lines.length)}\n`);
      if (time % 100 === 0) await write(`${commitHead('refs/heads/main', time)}M 100644 :${time + 1} file\n`);
    }
  }, 4000);
}

async function makeKeys(path) {
  await importInto(path, async (write) => {
    const text = Array.from({ length: 10_000 }, (_, at) => `TOKEN_${at}=${key(`many ${at}`)}\n`).join('');
    await write(commitHead('refs/heads/main', 0) + file('dump.env', text));
  });
}

/** Unpacked again from what fast-import has packed. */
async function makeLoose(path) {
  await importHistory(path, 50_000, false);
  const packs = join(path, 'objects/pack');
  const [name] = readdirSync(packs).filter((each) => each.endsWith('.pack'));
  const moved = `${path}.pack`;
  renameSync(join(packs, name), moved);
  rmSync(packs, { recursive: true });
  mkdirSync(packs);
  const handle = openSync(moved, 'r');
  const done = spawnSync('git', ['-C', path, '-c', 'core.compression=1', 'unpack-objects', '-q'], { env: environment, stdio: [handle, 'ignore', 'inherit'] });
  closeSync(handle);
  rmSync(moved);
  if (done.status !== 0) throw new Error('git unpack-objects failed');
}

function run(path, args) {
  const done = spawnSync('git', ['-C', path, ...args], { env: environment, encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`git ${args.join(' ')}: ${done.stderr}`);
}

if (import.meta.url === `file://${process.argv[1]}`) {
  const args = process.argv.slice(2);
  const jobs = args.includes('--jobs') ? args.splice(args.indexOf('--jobs'), 2)[1] : undefined;
  const names = args.filter((each) => !each.startsWith('--'));
  await benchMemory(names.length === 0 ? undefined : names, { keep: args.includes('--keep'), jobs });
}
