// One secret -> the byte runs in which it can stand in an object, each with what takes its place: a mark where the length may
// change, as many bytes where it may not. What was found encoded or split in another way comes as the bytes it was found in.

import { createHmac } from 'node:crypto';
import { splitPieces } from './pieces.js';
import { widen } from './wide.js';
import type { Wide } from './wide.js';

/** A byte run in which a secret was found. */
export interface Run {
  /** As UTF-8, where it stands there in another coding. */
  readonly bytes: Uint8Array;
  readonly wide?: Wide;
}

/** A secret that is to be removed. */
export interface Target {
  readonly fingerprint: string;
  readonly secret: string;
  /** Byte runs in which a scan found it that are not its plain text: an encoded run, a split literal. */
  readonly runs: readonly Run[];
  /** Ids of the objects in which a scan found it. */
  readonly objects: readonly string[];
  /** Drawn at random: what holds it holds the secret, also within a longer word. */
  readonly drawn: boolean;
  /** Of a key in PEM: its base64 in one line. */
  readonly body?: string;
}

export interface Form {
  /** Which secret: the beginning of its fingerprint. */
  readonly name: string;
  /** How the secret is written here. */
  readonly coding: string;
  readonly find: Uint8Array;
  /** What a text gets in its place. */
  readonly text: Uint8Array;
  /** As many bytes, for what must keep its length. */
  readonly same: Uint8Array;
  /** Only where it is a word of its own: a short password that somebody chose is also part of words. */
  readonly whole: boolean;
  /** A part of a longer word is another word (`admin`, `administrator`), and nothing is left of the secret there. */
  readonly word?: true;
  /** Only in these objects: too short to be looked for anywhere else. */
  readonly only?: readonly string[];
}

/** Shorter secrets that were not drawn are looked for as words of their own only. */
const leastFree = 16;
/** Shorter ones only where a rule took them for a secret. */
const leastAnywhere = 8;
/** Fewer characters of an encoding could stand there by accident. */
const leastEncoded = 12;
const shownDigits = 8;

/** The longest first, each byte run once. */
export function makeForms(targets: readonly Target[], markOf: MarkOf): Form[] {
  const forms = new Map<string, Form>();
  for (const target of targets) {
    for (const form of formsOf(target, markOf)) {
      const key = Buffer.from(form.find).toString('latin1');
      if (form.find.length > 0 && !forms.has(key)) forms.set(key, form);
    }
  }
  return [...forms.values()].sort((left, right) => right.find.length - left.find.length || Buffer.compare(left.find, right.find));
}

/** A fingerprint, or how a form calls it -> what stands in place of the secret in text, names and messages. */
export type MarkOf = (fingerprint: string) => string;

/**
 * Different secrets keep different marks. These are published with the rewritten history for everybody, so they must not tell of
 * the secret what a guess could be held against.
 * @param salt drawn for this plan, and kept nowhere
 */
export function makeMarks(salt: Uint8Array): MarkOf {
  return (fingerprint) => `REDACTED-${createHmac('sha256', salt).update(fingerprint.slice(0, shownDigits)).digest('hex').slice(0, shownDigits)}`;
}

function formsOf({ fingerprint, secret, runs, objects, drawn, body }: Target, markOf: MarkOf): Form[] {
  const name = fingerprint.slice(0, shownDigits);
  const mark = Buffer.from(markOf(fingerprint));
  const bytes = Buffer.from(secret);
  const whole = bytes.length < leastAnywhere || (bytes.length < leastFree && !drawn);
  const word = whole && (bytes.length < leastAnywhere || /^[A-Za-z]+$/.test(secret)) ? { word: true as const } : {};
  const only = bytes.length < leastAnywhere ? { only: objects } : {};
  const plain = (coding: string, text: string): Form => ({ name, coding, find: Buffer.from(text), text: mark, same: blank(Buffer.byteLength(text)), whole, ...word, ...only });
  const fixed = (coding: string, find: Uint8Array, same: Uint8Array): Form => ({ name, coding, find, text: same, same, whole: false, ...only });
  const derived = [
    plain('plain', secret),
    ...escapes(secret).map(([coding, text]) => plain(coding, text)),
    ...(body === undefined ? [] : bodyForms(body, secret).map(([coding, text]) => plain(coding, text))),
    ...(body === undefined ? [] : [fixed('der', Buffer.from(body, 'base64'), blank(Buffer.from(body, 'base64').length))]),
    ...wideForms(secret).map(([coding, find, same]) => fixed(coding, find, same)),
    ...(bytes.length < leastEncoded ? [] : [...base64Cores(bytes), ...hexForms(bytes)].map(([coding, find, same]) => fixed(coding, Buffer.from(find), Buffer.from(same)))),
  ];
  const strange = runs.flatMap(({ bytes: run, wide }) => {
    // A run that holds a form that is known keeps all else that it says.
    const known = derived.filter(({ find }) => find.length > 0 && Buffer.from(run).includes(Buffer.from(find)));
    const made = known.length === 0 ? [overwriteRun(run, secret)] : known.map(({ coding, find, same }): Fixed<Uint8Array> => [coding, find, same]);
    if (wide !== undefined) return made.map(([coding, find, same]) => fixed(coding === 'plain' ? wide : `${wide}, ${coding}`, widen(find, wide), widen(same, wide)));
    return known.length === 0 ? made.map(([coding, find, same]) => fixed(coding, find, same)) : [];
  });
  return [...derived, ...strange];
}

/** As text that says nothing. */
function blank(length: number): Buffer {
  return Buffer.alloc(length, 'X');
}

/** The ways in which a text is written inside another; those that change nothing are left out. */
function escapes(secret: string): (readonly [string, string])[] {
  const inJson = JSON.stringify(secret).slice(1, -1);
  const written: (readonly [string, string])[] = [
    ['json', inJson],
    ['json', inJson.replaceAll('/', '\\/')],
    ['crlf', secret.replace(/\r?\n/g, '\r\n')],
    ['lf', secret.replaceAll('\r\n', '\n')],
    ['json', JSON.stringify(secret.replace(/\r?\n/g, '\r\n')).slice(1, -1)],
    ['json', JSON.stringify(secret.replaceAll('\r\n', '\n')).slice(1, -1)],
    ['percent', encodePercent(secret)],
    ['html', secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')],
  ];
  return written.filter(([, text]) => text !== secret);
}

/** Lines of a PEM of our days (RFC 7468); OpenSSH writes 70 characters, others what the secret itself shows. */
const usualLine = 64;
const lineEnds = ['\n', '\r\n', '\\n', '\\r\\n'];
const margins = ['\t', ...[1, 2, 4, 6, 8, 10, 12].map((blanks) => ' '.repeat(blanks))];

/** What stands between the first and the last line of a PEM is the key, also without them: joined, wrapped, with a margin. */
function bodyForms(body: string, secret: string): (readonly [string, string])[] {
  const own = Math.max(0, ...(secret.match(/[A-Za-z0-9+/]{32,}/g) ?? []).map((line) => line.length));
  const widths = [...new Set([own, usualLine])].filter((width) => width > 0 && width < body.length);
  return [
    ['pem body', body],
    ...widths.flatMap((width) => [...lineEnds, ...(width === own ? margins.map((margin) => `\n${margin}`) : [])].map((end) => ['pem body', (body.match(new RegExp(`.{1,${width}}`, 'g')) ?? []).join(end)] as const)),
  ];
}

/** A lone surrogate cannot be encoded, and then stands in no URL either. */
function encodePercent(secret: string): string {
  try {
    return encodeURIComponent(secret);
  } catch {
    return secret;
  }
}

type Fixed<T> = readonly [coding: string, find: T, same: T];

function wideForms(secret: string): Fixed<Uint8Array>[] {
  const little = Buffer.from(secret, 'utf16le');
  const blanks = Buffer.from('X'.repeat(little.length / 2), 'utf16le');
  return [['utf-16le', little, blanks], ['utf-16be', Buffer.from(little).swap16(), Buffer.from(blanks).swap16()]];
}

/** The characters that the secret alone decides, at each of the three ways in which it can fall into base64's groups. */
function base64Cores(bytes: Buffer): Fixed<string>[] {
  const cores = [0, 1, 2].map((shift) => [coreAt(bytes, shift), coreAt(blank(bytes.length), shift)] as const);
  return cores.flatMap(([find, same]): Fixed<string>[] => {
    const url = toUrl(find);
    return [['base64', find, same], ...(url === find ? [] : [['base64url', url, toUrl(same)] as const])];
  });
}

function coreAt(bytes: Buffer, shift: number): string {
  const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
  return encoded.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6));
}

function toUrl(base64: string): string {
  return base64.replaceAll('+', '-').replaceAll('/', '_');
}

function hexForms(bytes: Buffer): Fixed<string>[] {
  const hex = bytes.toString('hex');
  const same = blank(bytes.length).toString('hex');
  return [['hex', hex, same], ['hex', hex.toUpperCase(), same.toUpperCase()]];
}

/** What stays of an encoded run: the ends of its lines with what the next ones begin with, and what joins literals. */
const kept = /\\?\r?\n[ \t]*|(["'`])[ \t\r\n]*(?:\+|\.{1,2}|&|,|\\\r?\n)?[ \t\r\n]*["'`]/g;

/** A run that holds the secret in some other way: its pieces where they can be told, else all of it. */
function overwriteRun(run: Uint8Array, secret: string): Fixed<Uint8Array> {
  const pieces = splitPieces(run, Buffer.from(secret));
  const same = Buffer.from(run);
  if (pieces !== undefined) {
    for (const { start, end } of pieces) same.fill('X', start, end);
    return ['split', run, same];
  }
  same.fill('X');
  for (const { index, 0: joint } of Buffer.from(run).toString('latin1').matchAll(kept)) same.write(joint, index, 'latin1');
  return ['encoded', run, same];
}
