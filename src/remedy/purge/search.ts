// Byte runs in bytes: where each form of each secret stands, and the same bytes without them. One pass, however many forms
// there are. What stands in the rewriter that runs in git filter-repo (`rewriter.ts`) must do the same.

import type { Form } from './forms.js';

export interface Found {
  readonly at: number;
  readonly form: Form;
}

/** What is compressed so that it is only looked into, never written anew; undefined: it is damaged, or too large. */
export type Unwrap = (bytes: Uint8Array, most: number) => Uint8Array | undefined;

export interface Search {
  /** From left to right, the longest at each place, none across another. `object`: whose bytes these are. */
  find(bytes: Uint8Array, object?: string): Found[];
  /** Length of the longest form. */
  readonly longest: number;
  readonly unwrap: Unwrap;
}

const keyBytes = 4;

/**
 * Where a word begins, for RegExp here, for Python in the rewriter, and for the BFG's Java: behind anything but a letter or a digit, but
 * also behind an escape that ends in one (`\n`, `%3A`, `\x3d`, `\u003d`), and behind a flag that takes its value at once (`-p`).
 */
export const wordStart = String.raw`(?:(?<![A-Za-z0-9])|(?<=\\[abfnrtv0])|(?<=%[0-9A-Fa-f]{2})|(?<=\\x[0-9A-Fa-f]{2})|(?<=\\u[0-9A-Fa-f]{4})|(?<=[ \t\r\n=,\(\[\x22\x27\x60]-[A-Za-z]))`;
export const wordEnd = '(?![A-Za-z0-9])';

/** The longest of what `wordStart` looks at. */
const startBytes = 6;
const beginsHere = new RegExp(`${wordStart}$`);

export function makeSearch(forms: readonly Form[], unwrap: Unwrap = () => undefined): Search {
  const begins = new Uint8Array(65536);
  const byKey = new Map<number, Form[]>();
  const short: Form[] = [];
  for (const form of [...forms].sort((left, right) => right.find.length - left.find.length)) {
    if (form.find.length < keyBytes) {
      short.push(form);
      continue;
    }
    begins[pairAt(form.find, 0)] = 1;
    const key = keyAt(form.find, 0);
    const known = byKey.get(key);
    if (known === undefined) byKey.set(key, [form]);
    else known.push(form);
  }
  for (const { find } of short) markShort(begins, find);
  const formAt = (bytes: Uint8Array, at: number, object: string | undefined): Form | undefined => {
    const candidates = at + keyBytes <= bytes.length ? byKey.get(keyAt(bytes, at)) : undefined;
    return candidates?.find((form) => stands(form, bytes, at, object)) ?? short.find((form) => stands(form, bytes, at, object));
  };
  return {
    unwrap,
    longest: Math.max(0, ...forms.map(({ find }) => find.length)),
    find(bytes, object) {
      const found: Found[] = [];
      for (let at = 0; at < bytes.length; at += 1) {
        if (begins[((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)] === 0) continue;
        const form = formAt(bytes, at, object);
        if (form === undefined) continue;
        found.push({ at, form: nameWide(form, bytes, at, formAt, object) });
        at += form.find.length - 1;
      }
      return found;
    },
  };
}

/** @param keepLength every byte stays where it is */
export function rewrite(bytes: Uint8Array, found: readonly Found[], keepLength: boolean): Buffer {
  const parts: Uint8Array[] = [];
  let done = 0;
  for (const { at, form } of found) {
    parts.push(bytes.subarray(done, at), keepLength ? form.same : form.text);
    done = at + form.find.length;
  }
  return Buffer.concat([...parts, bytes.subarray(done)]);
}

/** How a part is called that a purge leaves: of another word, or of something longer that may be the secret all the same. */
export const partOfWord = 'part of another word';
export const partOfText = 'inside something longer';

/** Finds what forms of short secrets pass over: their bytes within longer words. @returns undefined where no form is of that kind */
export function makePartSearch(forms: readonly Form[], unwrap?: Unwrap): Search | undefined {
  const parts = forms.filter(({ whole }) => whole).map((form) => ({ ...form, whole: false, coding: form.word === true ? partOfWord : partOfText }));
  if (parts.length === 0) return undefined;
  const { find, longest, unwrap: open } = makeSearch(parts, unwrap);
  return { longest, unwrap: open, find: (bytes, object) => find(bytes, object).filter(({ at, form }) => !standsAlone(bytes, at, at + form.find.length)) };
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Nothing in it may move: what is no text, and PDF, whose tables count bytes. */
export function mustKeepLength(bytes: Uint8Array): boolean {
  if (bytes.includes(0) || Buffer.from(bytes.subarray(0, 5)).toString('latin1') === '%PDF-') return true;
  try {
    utf8.decode(bytes);
    return false;
  } catch {
    return true;
  }
}

/**
 * In UTF-16 with the little end first the zero of the character before makes it look like the other kind, one byte early. The bytes
 * become the same in both; only what it is called differs.
 */
function nameWide(form: Form, bytes: Uint8Array, at: number, formAt: (bytes: Uint8Array, at: number, object: string | undefined) => Form | undefined, object: string | undefined): Form {
  if (form.coding !== 'utf-16be' || at % 2 === 0) return form;
  const next = formAt(bytes, at + 1, object);
  return next?.coding === 'utf-16le' ? { ...form, coding: next.coding } : form;
}

function stands({ find, whole, only }: Form, bytes: Uint8Array, at: number, object: string | undefined): boolean {
  if (at + find.length > bytes.length) return false;
  for (let index = 0; index < find.length; index += 1) if (bytes[at + index] !== find[index]) return false;
  if (whole && !standsAlone(bytes, at, at + find.length)) return false;
  return only === undefined || (object !== undefined && only.includes(object));
}

function standsAlone(bytes: Uint8Array, start: number, end: number): boolean {
  if (isAlphanumeric(bytes[end])) return false;
  return !isAlphanumeric(bytes[start - 1]) || beginsHere.test(Buffer.from(bytes.subarray(Math.max(0, start - startBytes), start)).toString('latin1'));
}

function isAlphanumeric(byte: number | undefined): boolean {
  return byte !== undefined && ((byte >= 48 && byte <= 57) || (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122));
}

function pairAt(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

function keyAt(bytes: Uint8Array, at: number): number {
  return (pairAt(bytes, at) << 16) | pairAt(bytes, at + 2);
}

/** A form of one byte begins with any second byte. */
function markShort(begins: Uint8Array, find: Uint8Array): void {
  const [first = 0, second] = find;
  if (second === undefined) begins.fill(1, first << 8, (first + 1) << 8);
  else begins[(first << 8) | second] = 1;
}
