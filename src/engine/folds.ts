// Could a word go on behind a line's end? Asked of every long word at one, before the text around it is rewritten as `rewrite.ts` folds
// it: lock files have thousands of hashes at their lines' ends, and what stands below is no part of them.

import { readBytes } from '../model/sequel.js';

const letters = readBytes('AZaz09', '_+/.~-');
const indents = readBytes('', ' \t>#*+');
const closers = readBytes('', ',;)}]');
const quotes = readBytes('', '"\'`');

const mostIndent = 64;
const longestWord = 400;
/** Letters in a row of an encoding, which goes on whatever stands below it. */
const wideRow = 60;
/** Bytes on either side of a word that decide. */
export const foldReach = 512;

/** At its own end, or at the end of the line above it. */
export function foldsNear(bytes: Uint8Array, start: number, end: number): boolean {
  if (foldsAt(bytes, end)) return true;
  let at = start;
  while (at > start - mostIndent && indents[bytes[at - 1] ?? 0] === 1) at -= 1;
  if (bytes[at - 1] !== lineFeed) return false;
  return foldsAt(bytes, bytes[at - 2] === carriageReturn ? at - 2 : at - 1);
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

function foldsAt(bytes: Uint8Array, end: number): boolean {
  if (!isLetterOrPad(bytes[end - 1])) return false;
  let at = bytes[end] === carriageReturn ? end + 1 : end;
  if (bytes[at] !== lineFeed) return false;
  at = skip(bytes, at + 1, indents, mostIndent);
  const word = at;
  at = skip(bytes, word, letters, longestWord);
  if (at === word) return false;
  return endsLine(bytes, at) || (isWide(bytes, end) && !(bytes[at] === colon && isBlank(bytes[at + 1])));
}

const colon = 0x3a;

function isBlank(byte = 0): boolean {
  return blanks[byte] === 1 || byte === lineFeed || byte === carriageReturn;
}

/** Nothing stands behind the word but what closes it. */
function endsLine(bytes: Uint8Array, from: number): boolean {
  let at = from;
  while (at < from + 2 && bytes[at] === padding) at += 1;
  if (quotes[bytes[at] ?? 0] === 1) at += 1;
  at = skip(bytes, at, closers, 3);
  at = skip(bytes, at, blanks, 8);
  return at >= bytes.length || bytes[at] === lineFeed || bytes[at] === carriageReturn;
}

const padding = 0x3d;
const blanks = readBytes('', ' \t');

function isWide(bytes: Uint8Array, end: number): boolean {
  let at = end;
  while (at > end - wideRow && isLetterOrPad(bytes[at - 1])) at -= 1;
  return at === end - wideRow;
}

function isLetterOrPad(byte: number | undefined): boolean {
  return byte !== undefined && (letters[byte] === 1 || byte === padding);
}

function skip(bytes: Uint8Array, from: number, set: Uint8Array, most: number): number {
  let at = from;
  while (at < from + most && at < bytes.length && set[bytes[at] ?? 0] === 1) at += 1;
  return at;
}
