// Names made of words between separators: CSS classes, package and resource names, constants (`sk-estimator-html-doc-link`,
// `GSK_RENDER_NODE`). The words need not be in any lexicon; it is enough that letters follow each other as in words.

import { costWord } from './letters.js';
import { findWord } from './lexicon.js';

/** Mean bits per letter: words of programs cost 3 to 4.5, random letters 6 to 7. */
const mostBitsPerLetter = 5;
const leastLetters = 6;

/** Words of the lexicon cost next to nothing, however they are spelled. */
const bitsPerKnownLetter = 2;

/** Whether every part is a word of one case, or a number of up to four digits, and the words are readable. */
export function isPhrase(text: string): boolean {
  if (text.length > 200) return false;
  const parts = text.split(/[-_./:@ ]/).filter((part) => part !== '');
  const words = parts.filter(isWord);
  const numbers = parts.filter((part) => /^v?[0-9]{1,4}$/.test(part));
  return words.length >= 2 && words.length + numbers.length === parts.length && isReadable(words);
}

/** Whether this is one name as programs have them: camelCase, snake_case, CONSTANT_CASE, dots between. */
export function isName(text: string): boolean {
  if (text.length > 120 || !/^[A-Za-z_][A-Za-z0-9_.-]*$/.test(text)) return false;
  const words = text.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g) ?? [];
  const digits = text.length - text.replace(/[0-9]/g, '').length;
  return digits <= 4 && digits <= text.length / 4 && isReadable(words);
}

function isWord(part: string): boolean {
  return /^(?:[A-Z]?[a-z]{1,20}|[A-Z]{1,20})$/.test(part) || findWord(part.toLowerCase()) !== undefined;
}

/** Whether the letters of these words follow each other as in words. */
export function isReadable(words: readonly string[]): boolean {
  let letters = 0;
  let bits = 0;
  for (const word of words) {
    const lower = word.toLowerCase();
    letters += lower.length;
    bits += findWord(lower) === undefined && /^[a-z]+$/.test(lower) ? costWord(lower) : bitsPerKnownLetter * lower.length;
  }
  return letters >= leastLetters && bits <= mostBitsPerLetter * letters;
}
