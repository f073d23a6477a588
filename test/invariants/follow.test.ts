// An item that was made from another one is scanned by what is new in it: the answer is that of scanning all of it, whatever was
// put in, taken out, moved or said twice, and however often.

import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { makeTestEngine } from '../rules/vendors.js';
import { makeKey } from '../keys.js';
import { seed, show, texts } from './texts.js';

const engine = makeTestEngine();
const filler = 'Lorem ipsum dolor sit amet, consectetur adipiscing elit.\nconst token = readToken();\n';
const item = { id: '', kind: 'content' } as const;

/** A stretch that is taken out at a place, what is put there, and how much of what stands elsewhere is repeated behind it. */
const edit = fc.record({
  at: fc.nat(),
  remove: fc.oneof(fc.constant(0), fc.nat(60), fc.nat(4000)),
  insert: fc.oneof(fc.constant(''), texts, fc.string({ maxLength: 8 })),
  copy: fc.oneof(fc.constant(undefined), fc.record({ from: fc.nat(), length: fc.nat(5000) })),
});
type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never;

const start = fc.tuple(texts, texts, texts, fc.nat(6000), fc.nat(6000)).map(([head, middle, tail, one, two]) => Buffer.from(`${head}${fill(one)}${middle}${fill(two)}${tail}`));

test('what was made from something else, step by step, is scanned as if it stood alone', () => {
  let [followed, found] = [0, 0];
  fc.assert(fc.property(start, fc.array(fc.array(edit, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 }), (first, steps) => {
    let bytes: Buffer = first;
    let { trace } = engine.scanMade(item, bytes, undefined);
    for (const edits of steps) {
      const { after, runs } = apply(bytes, edits);
      const made = engine.scanMade(item, after, trace === undefined ? undefined : { trace, runs });
      const alone = engine.scan({ item, offset: 0, bytes: after, last: true });
      expect(made.matches.map(show)).toEqual(alone.map(show));
      if (trace !== undefined) followed += 1;
      found += alone.length;
      [bytes, trace] = [after, made.trace];
    }
  }), { seed, numRuns: 200 });
  expect(followed).toBeGreaterThan(150);
  expect(found).toBeGreaterThan(150);
});

test.each(['commit', 'tag'] as const)('a %s is scanned as where it comes in pieces', (kind) => {
  const id = 'a1'.repeat(20);
  const signature = ` ${'iQEzBAABCAAdFiEE'.repeat(4)}\n`.repeat(3);
  const head = kind === 'tag' ? `object ${id}\ntype commit\ntag v1\n` : `tree ${id}\nparent ${id}\nauthor A <a@b.c> 1700000000 +0000\ngpgsig -----BEGIN PGP SIGNATURE-----\n${signature}`;
  let found = 0;
  fc.assert(fc.property(fc.array(fc.oneof(texts, fc.string({ maxLength: 200 })), { maxLength: 3 }), (message) => {
    const given = { item: { id, kind }, offset: 0, bytes: Buffer.from(`${head}\n${message.join('\n')}`), last: true };
    const alone = engine.scan(given);
    expect(engine.scanMade(given.item, given.bytes, undefined).matches.map(show)).toEqual(alone.map(show));
    found += alone.length;
  }), { seed, numRuns: 300 });
  expect(found).toBeGreaterThan(50);
});

test('a key that a change completes is found', () => {
  const key = makeKey('follow');
  for (let cut = 1; cut < key.length; cut += 1) {
    const before = Buffer.from(`${fill(4000)}token = "${key.slice(0, cut)}"\n${fill(4000)}`);
    const { after, runs } = apply(before, [{ at: before.indexOf(key.slice(0, cut)) + cut, remove: 0, insert: key.slice(cut), copy: undefined }]);
    const { trace } = engine.scanMade(item, before, undefined);
    expect(trace).toBeDefined();
    expect(engine.scanMade(item, after, trace && { trace, runs }).matches.map(show)).toEqual(engine.scan({ item, offset: 0, bytes: after, last: true }).map(show));
  }
});

test('what could not be looked into is told of the item that holds it', () => {
  const damaged = gzipSync(randomBytes(400)).subarray(0, 200).toString('base64');
  for (const id of ['one', 'two']) {
    engine.scanMade({ id, kind: 'content' }, Buffer.from(`${fill(600)}${damaged}\n`), undefined);
    expect(engine.takeUnread().map((each) => each.item.id)).toEqual([id]);
  }
});

function fill(length: number): string {
  return filler.repeat(Math.ceil(length / filler.length));
}

/** The text after the edits, and what of it was kept: start and end in it, start in the other. */
function apply(before: Buffer, edits: readonly Edit[]): { after: Buffer; runs: Uint32Array } {
  const parts: Buffer[] = [];
  const runs: number[] = [];
  let [from, length] = [0, 0];
  const keep = (start: number, end: number): void => {
    if (end <= start) return;
    parts.push(before.subarray(start, end));
    if (runs.at(-2) === length && (runs.at(-1) ?? 0) + length - (runs.at(-3) ?? 0) === start) runs[runs.length - 2] = length + end - start;
    else runs.push(length, length + end - start, start);
    length += end - start;
  };
  for (const { at, remove, insert, copy } of edits.map((each) => ({ ...each, at: each.at % (before.length + 1) })).sort((left, right) => left.at - right.at)) {
    if (at < from) continue;
    keep(from, at);
    const text = Buffer.from(insert);
    parts.push(text);
    length += text.length;
    if (copy !== undefined) keep(copy.from % before.length, Math.min(before.length, (copy.from % before.length) + copy.length));
    from = Math.min(before.length, at + remove);
  }
  keep(from, before.length);
  return { after: Buffer.concat(parts), runs: Uint32Array.from(runs) };
}
