// Does a value stand before its name? `{"value": "…", "name": "ACME_KEY"}`, `setObject:@"…" forKey:@"acmeKey"`,
// `echo '…' | gh secret set ACME_KEY`: rules read names first, so the two are written the other way round. Only what says itself that it
// is the value of that name counts, and only for rules whose shape is strict.

import { deriveLayer } from './layer.js';
import type { Layer, Range } from './layer.js';

const value = String.raw`["'](?<value>(?=[^"'\s]{0,160}[0-9])[^"'\s\\<>]{12,160})["']`;
const field = String.raw`["']?\w{1,16}["']?\s?[:=]\s?(?:["'][^"'\r\n]{0,60}["']|\w{1,16}),?\s{0,24}`;
const name = String.raw`(?<name>[\w.-]{3,80})`;
const turned = [
  // fields of one object: `"value": "…", "type": "plain", "name": "…"`, of a statement: `value = '…' where name = '…'`
  String.raw`\b(?:value|val|v)["']?\s{0,4}[:=]\s{0,4}${value},?\s{0,24}(?:where\s)?(?:${field}){0,3}["']?(?:name|key|variable|k|id)["']?\s{0,4}[:=]\s{0,4}["']${name}["']`,
  // two objects of one list: `{"key": "value", "value": "…"}, {"key": "key", "value": "ACME_KEY"}`
  String.raw`["']key["']\s?:\s?["']value["'],\s?["']value["']\s?:\s?${value}(?:,\s?${field})?\},\s?\{["']key["']\s?:\s?["'](?:key|name)["'],\s?["']value["']\s?:\s?["']${name}["']`,
  // Objective-C
  String.raw`:@${value}\s{1,4}forKey:@["']${name}["']`,
  // a shell
  String.raw`\b(?:echo|printf|print)\b[^|"'\r\n]{0,24}(?:["']%s(?:\\n)?["'][ ])?${value}[ ]?\|[ ]?(?:[\w./-]{1,24}[ ]){1,6}${name}(?![\w.-])`,
].map((each) => new RegExp(each, 'gdi'));

/** @returns a text of names and their values, as rules know them */
export function turn(parent: Layer, window: Range): Layer[] {
  const text = parent.text.slice(window.start, window.end);
  const pairs = turned.flatMap((pattern) => [...text.matchAll(pattern)].flatMap(({ indices }) => {
    const [first, second] = [indices?.groups?.['name'], indices?.groups?.['value']];
    return first === undefined || second === undefined ? [] : [{ name: first, value: second }];
  }));
  if (pairs.length === 0) return [];
  const parts: string[] = [];
  const stretches: { readonly here: number; readonly there: number; readonly width: number }[] = [];
  let here = 0;
  const add = (part: string, there: number, width: number): void => {
    parts.push(part);
    stretches.push({ here, there: window.start + there, width });
    here += part.length;
  };
  for (const { name: [from, to], value: [start, end] } of pairs) {
    add(text.slice(from, to), from, to - from);
    add('="', start, 0);
    add(text.slice(start, end), start, end - start);
    add('"\n', end, 0);
  }
  const locate = (offset: number): number => {
    let last = stretches.length - 1;
    while (last > 0 && (stretches[last]?.here ?? 0) > offset) last -= 1;
    const stretch = stretches[last];
    return stretch === undefined ? window.start : stretch.there + Math.min(offset - stretch.here, stretch.width);
  };
  // A range that takes in a name and its value is the value's.
  const origin = ({ start, end }: Range): Range => {
    const last = Math.max(start, end - 1);
    const [opening, closing] = [locate(start), locate(last) + 1];
    return opening < closing ? { start: opening, end: closing } : { start: closing - 1, end: closing };
  };
  return [deriveLayer(parent, Buffer.from(parts.join(''), 'latin1'), 'assigned', 'joined', origin)];
}
