import { foldsNear } from '../../src/engine/folds.js';

const word = 'w0rd'.repeat(7);
const row = 'r0w/'.repeat(16);

/** Of the first word that is marked in the text: `«word»`. */
function folds(text: string): boolean {
  const start = text.indexOf('«');
  return foldsNear(Buffer.from(text.replace(/[«»]/g, ''), 'latin1'), start, text.indexOf('»') - 1);
}

test.each<readonly [name: string, text: string, wanted: boolean]>([
  ['one word below', `key: «${word}»\n  ${word}\n`, true],
  ['one word below, to the end of the text', `key: «${word}»\r\n\t${word}`, true],
  ['one word below, closed', `key: "«${word}»\n  ${word}==",\n`, true],
  ['one word below, a quoted line', `> «${word}»\n> ${word}\n`, true],
  ['several words below', `key: «${word}»\n  and ${word}\n`, false],
  ['a name below', `integrity «${word}»\nname@^1.0.0:\n`, false],
  ['an empty line below', `key: «${word}»\n\n${word}\n`, false],
  ['nothing below', `key: «${word}»`, false],
  ['no end of a line', `key: «${word}» ${word}\n`, false],
  ['a full row, and text below', `«${row}»\n${word} and more\n`, true],
  ['a full row, and a name with a value below', `checksum: «${row}»\n  languageName: node\n`, false],
  ['a word above', `${word}\n  «${word}»\nand more\n`, true],
  ['several words above', `key ${word},\n  «${word}» and more\n`, false],
])('%s', (_, text, wanted) => {
  expect(folds(text)).toBe(wanted);
});
