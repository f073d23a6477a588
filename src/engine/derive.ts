// What an outlook found in a text -> the texts that are hidden in it: base64, hexadecimal and UTF-16 decoded, escapes and
// joints rewritten. One step; whoever asks goes on with what comes out.

import { deriveLayer } from './layer.js';
import type { Layer, Range } from './layer.js';
import type { Findings, Run } from './outlook.js';
import { runFlags } from './prefilter.js';
import { rewrite } from './rewrite.js';

export function deriveLayers(parent: Layer, { windows, runs, wide }: Findings): Layer[] {
  return [
    ...windows.flatMap((window) => rewrite(parent, window.rewriting, window) ?? []),
    ...runs.flatMap((run) => decodeRun(parent, run)),
    ...wide.map((range) => narrow(parent, range)),
  ];
}

function decodeRun(parent: Layer, { rows, flags }: Run): Layer[] {
  const text = rows.map(({ start, end }) => parent.text.slice(start, end)).join('');
  const originOf = locateRows(rows);
  const layers: Layer[] = [];
  for (let alignment = 0; alignment < 4; alignment += 1) {
    if ((flags & (1 << alignment)) === 0 && !(alignment === 0 && flags & runFlags.packed)) continue;
    const bytes = Buffer.from(text.slice(alignment), 'base64');
    layers.push(deriveLayer(parent, bytes, 'base64', 'decoded', ({ start, end }) => originOf({ start: alignment + Math.floor((start * 4) / 3), end: Math.min(text.length, alignment + Math.ceil((end * 4) / 3)) })));
  }
  if (flags & runFlags.hex) for (const { index, digits } of hexadecimal(text)) {
    layers.push(deriveLayer(parent, Buffer.from(digits, 'hex'), 'hex', 'decoded', ({ start, end }) => originOf({ start: index + 2 * start, end: index + 2 * end })));
  }
  return layers;
}

/** Both ways to pair the digits of each stretch of them; the prefilter has seen that one gives text. */
function hexadecimal(text: string): { index: number; digits: string }[] {
  return [...text.matchAll(/[0-9A-Fa-f]{28,}/g)].flatMap(({ index, 0: all }) =>
    [0, 1].map((shift) => ({ index: index + shift, digits: all.slice(shift, all.length - ((all.length - shift) % 2)) })));
}

/** A range of the rows' letters -> the bytes from its first to its last. */
function locateRows(rows: readonly Range[]): (range: Range) => Range {
  const starts: number[] = [];
  let length = 0;
  for (const { start, end } of rows) {
    starts.push(length);
    length += end - start;
  }
  const locate = (letter: number): number => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= letter) low = middle;
      else high = middle - 1;
    }
    return (rows[low]?.start ?? 0) + letter - (starts[low] ?? 0);
  };
  return ({ start, end }) => ({ start: locate(start), end: locate(Math.max(start, end - 1)) + 1 });
}

function narrow(parent: Layer, { start: from, end: to }: Range): Layer {
  const bytes = Buffer.alloc((to - from) / 2);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = parent.bytes[from + 2 * at] ?? 0;
  return deriveLayer(parent, bytes, 'utf-16', 'rewritten', ({ start, end }) => ({ start: from + 2 * start, end: from + 2 * end }));
}
