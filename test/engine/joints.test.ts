// What stands behind anchors, asked for many anchors at once: as for each by itself, however far they are apart.

import { layTables } from '../../src/engine/anchors.js';
import { makeJointSearch } from '../../src/engine/joints.js';
import { makePrefilter } from '../../src/engine/prefilter.js';

const { machine } = makePrefilter(layTables([{ text: 'name', fold: false }]));
const search = makeJointSearch(machine);

const written = [
  { text: 'name = "ab12cd34ef" + "gh56ij78kl"', told: ['joined', 18] },
  { text: 'name = ["ab12cd34ef", "gh56ij78kl"].join()', told: ['listed', 19] },
  { text: 'name = ab12cd34ef\\/gh56ij78kl', told: ['escapes', 17] },
  { text: 'name = ab12cd34ef\n  gh56ij78kl', told: ['folded', 17] },
  { text: 'name = ab12cd34ef</w:t><w:t>gh56ij78kl', told: ['markup', 17] },
  { text: 'name : constant String := "ab12cd34ef56gh78"', told: ['assigned', 27, 23] },
  { text: 'name16:ab12cd34ef56gh78', told: ['supposed', 7, 3, 23] },
  { text: '{"value": "ab12cd34ef56gh78", "key": "name"}', told: ['turned', 38] },
] as const;

const tell = (from: number) => ({ at, rewriting, back, until }: { at: number; rewriting: string; back?: number; until?: number }) =>
  [rewriting, at - from, ...(back === undefined ? [] : [back]), ...(until === undefined ? [] : [until - from])];

test.each(written.map(({ text, told }) => [text, told] as const))('%j is told', (text, told) => {
  const anchor = text.indexOf('name');
  expect(search.find(Buffer.from(text), [anchor], 0).joints.map(tell(0))).toEqual([told]);
});

test('what stands furthest before an anchor counts wherever it stands', () => {
  const text = `' |${'g'.repeat(70)} ${'n'.repeat(64)}name`;
  const anchor = text.indexOf('name');
  expect(search.find(Buffer.from(text), [anchor], 0).joints.map(tell(0))).toEqual([['turned', anchor]]);
  const before = '-\n'.repeat(1000);
  expect(search.find(Buffer.from(before + text), [before.length + anchor], 0).joints.map(tell(before.length))).toEqual([['turned', anchor]]);
});

test('of thousands in some megabytes each is told at its place', () => {
  const parts: string[] = [];
  const anchors: number[] = [];
  const expected: unknown[] = [];
  let length = 0;
  for (let count = 0; count < 6000; count += 1) {
    const { text, told: [rewriting, at, ...rest] } = written[count % written.length] ?? written[0];
    const [back, until] = rest as readonly number[];
    expected.push([rewriting, length + at, ...(back === undefined ? [] : [back]), ...(until === undefined ? [] : [length + until])]);
    anchors.push(length + text.indexOf('name'));
    const part = `${text};\n${`${'-'.repeat(count % 61)}\n`.repeat(count % 37)}${' \n'.repeat(360)}`;
    parts.push(part);
    length += part.length;
  }
  const bytes = Buffer.from(parts.join(''));
  expect(bytes.length).toBeGreaterThan(3 * machine.loadable);
  const { joints, to } = search.find(bytes, anchors, 0);
  expect(joints.map(tell(0))).toEqual(expected);
  expect(to).toBeGreaterThan(anchors.at(-1) ?? 0);
});

test('what is looked at depends on nothing beyond the bytes', () => {
  const text = 'name = "ab12cd34ef" + "gh56ij78kl"';
  search.find(Buffer.from(`${'x'.repeat(400)}"gh56ij78kl"`.repeat(9)), [0], 0);
  for (const end of [8, 17, 19, 21, 23]) expect(search.find(Buffer.from(text.slice(0, end)), [0], 0).joints).toEqual([]);
});
