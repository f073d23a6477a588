// The text of commit and tag objects: which part of it an offset belongs to, who wrote it and when.
// (git help commit-tree, git help mktag: header lines, an empty line, the message.)

import type { PlaceKind } from '../../model/place.js';

/** Who made a commit or tag, as its header says. */
export interface Signature {
  readonly author?: string;
  /** ISO 8601 with the author's own offset. */
  readonly date?: string;
}

/** A text inside a commit or tag that is a place of its own. */
export interface Part {
  readonly source: PlaceKind;
  /** Offset of its first byte. */
  readonly start: number;
  readonly end: number;
}

/** The part of a commit or tag that the byte at `offset` stands in: its message, or one of its header lines. */
export function partOf(kind: 'commit' | 'tag', bytes: Uint8Array, offset: number): Part {
  const blank = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).indexOf('\n\n');
  const messageStart = blank < 0 ? bytes.length : blank + 2;
  if (offset >= messageStart) return { source: kind === 'tag' ? 'tag-message' : 'commit-message', start: messageStart, end: bytes.length };
  const start = bytes.lastIndexOf(10, offset) + 1;
  const end = bytes.indexOf(10, offset);
  return { source: 'author', start: valueStart(bytes, start), end: end < 0 ? bytes.length : end };
}

/** Behind the first blank of a header line: `author NAME`. */
function valueStart(bytes: Uint8Array, lineStart: number): number {
  return bytes.indexOf(32, lineStart) + 1;
}

export function readSignature(bytes: Uint8Array): Signature {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 16384)).toString('utf8');
  const head = text.split('\n\n', 1)[0] ?? '';
  const line = /^(?:author|tagger) (?<who>.*) (?<seconds>-?\d{1,15}) (?<zone>[+-]\d{4})$/m.exec(head)?.groups;
  if (line === undefined) return {};
  const date = showDate(Number(line['seconds']), line['zone'] ?? '+0000');
  return { author: line['who'] ?? '', ...(date === undefined ? {} : { date }) };
}

/** @returns undefined for a time that no calendar holds */
export function showDate(seconds: number, zone: string): string | undefined {
  const sign = zone.startsWith('-') ? -1 : 1;
  const minutes = sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3, 5)));
  const local = new Date((seconds + minutes * 60) * 1000);
  if (Number.isNaN(local.getTime())) return undefined;
  return `${local.toISOString().slice(0, 19)}${zone.slice(0, 3)}:${zone.slice(3)}`;
}

/** The object that a tag names, and its type. */
export function readTarget(bytes: Uint8Array): { readonly id: string; readonly type: string } | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 1024)).toString('latin1');
  const found = /^object (?<id>[0-9a-f]+)\ntype (?<type>\w+)\n/.exec(text)?.groups;
  return found === undefined ? undefined : { id: found['id'] ?? '', type: found['type'] ?? '' };
}

/** By time, whatever the offsets; equal times by their text. */
export function compareDates(left: string, right: string): number {
  return Date.parse(left) - Date.parse(right) || (left < right ? -1 : left > right ? 1 : 0);
}
