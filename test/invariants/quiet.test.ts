// What little changed need not be scanned again only where scanning it would find nothing: whatever was put in, taken out or
// moved, and wherever.

import fc from 'fast-check';
import { makeTestEngine } from '../rules/vendors.js';
import { makeKey } from '../keys.js';
import { seed, texts } from './texts.js';

const engine = makeTestEngine();
const filler = 'Lorem ipsum dolor sit amet, consectetur adipiscing elit.\nconst token = readToken();\n';

/** A stretch that is taken out at a place, and what is put there. */
interface Edit {
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
}

const edit = fc.record({ at: fc.nat(), remove: fc.oneof(fc.constant(0), fc.nat(60), fc.nat(4000)), insert: fc.oneof(fc.constant(''), texts, fc.string({ maxLength: 8 })) });

test('a change that is passed over has brought nothing', () => {
  let passed = 0;
  fc.assert(fc.property(texts, texts, fc.nat(9000), fc.array(edit, { minLength: 1, maxLength: 3 }), (head, tail, gap, edits) => {
    const before = Buffer.from(`${head}${filler.repeat(Math.ceil(gap / filler.length))}${tail}`);
    scan(before);
    if (!engine.wasQuiet()) return;
    const { after, changes } = apply(before, edits);
    if (!engine.staysQuiet(after, changes)) return;
    passed += 1;
    expect(scan(after)).toBe(0);
    expect(engine.wasQuiet()).toBe(true);
  }), { seed, numRuns: 1500 });
  expect(passed).toBeGreaterThan(100);
});

test('a key that a change completes is not passed over', () => {
  const key = makeKey('quiet');
  for (let cut = 1; cut < key.length; cut += 1) {
    const before = Buffer.from(`${filler.repeat(50)}token = "${key.slice(0, cut)}"\n${filler.repeat(50)}`);
    const { after, changes } = apply(before, [{ at: before.indexOf(key.slice(0, cut)) + cut, remove: 0, insert: key.slice(cut) }]);
    scan(before);
    const found = scan(after);
    if (found > 0) expect(engine.staysQuiet(after, changes)).toBe(false);
  }
});

function scan(bytes: Buffer): number {
  return engine.scan({ item: { id: '', kind: 'content' }, offset: 0, bytes, last: true }).length;
}

/** The text after the edits, and what is new in it: runs that were put in, and places where something was taken out. */
function apply(before: Buffer, edits: readonly Edit[]): { after: Buffer; changes: Uint32Array } {
  const parts: Buffer[] = [];
  const changes: number[] = [];
  let [from, length] = [0, 0];
  for (const { at, remove, insert } of edits.map((each) => ({ ...each, at: each.at % (before.length + 1) })).sort((left, right) => left.at - right.at)) {
    if (at < from) continue;
    const text = Buffer.from(insert);
    parts.push(before.subarray(from, at), text);
    length += at - from;
    const last = changes.length - 1;
    if (last > 0 && changes[last] === length) changes[last] = length + text.length;
    else changes.push(length, length + text.length);
    length += text.length;
    from = Math.min(before.length, at + remove);
  }
  parts.push(before.subarray(from));
  return { after: Buffer.concat(parts), changes: Uint32Array.from(changes) };
}
