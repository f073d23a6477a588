// Lays words out in a terminal's columns. A word is never broken, and a path with blanks or a link is one word.

// Escape sequences that skan itself put there (colours, links): they take no room. Foreign ones are gone by then.
const invisible = /\x1b\[[0-9;]*m|\x1b\]8;;[^\x1b]*\x1b\\/g;

// Close enough to https://www.unicode.org/reports/tr11/ for alignment.
const wide = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303f\uff01-\uff60]/gu;
const combining = /\p{M}/gu;

const ascii = /^[ -~]*$/;

/** Columns that a text takes. */
export function measure(text: string): number {
  const shown = text.replace(invisible, '');
  if (ascii.test(shown)) return shown.length;
  return [...shown.replace(combining, '')].length + (shown.match(wide)?.length ?? 0);
}

export function splitWords(text: string): readonly string[] {
  return text.split(' ').filter((word) => word !== '');
}

/** `lead` and then the words, wrapped so that further lines start below the first word. */
export function hangWords(lead: string, words: readonly string[], columns: number): readonly string[] {
  const indent = ' '.repeat(measure(lead));
  const lines = wrapWords(words, columns - indent.length);
  return lines.map((line, index) => `${index === 0 ? lead : indent}${line}`);
}

/** Left and right on one line if both fit, or else on two. */
export function spreadLine(left: string, right: string, columns: number): readonly string[] {
  const room = columns - measure(left) - measure(right);
  if (room >= 2) return [`${left}${' '.repeat(room)}${right}`];
  return [left, `${/^ */.exec(left)?.[0] ?? ''}${right}`];
}

/** `lead` and then cells side by side, four blanks between; where there is no room, on a line of their own. */
export function joinCells(lead: string, cells: readonly string[], columns: number): readonly string[] {
  const lines: string[] = [];
  for (const cell of cells.filter((text) => text !== '')) {
    const last = lines.at(-1);
    const joined = `${last ?? ''}    ${cell}`;
    if (last !== undefined && measure(joined) <= columns) lines[lines.length - 1] = joined;
    else lines.push(`${last === undefined ? lead : ' '.repeat(lead.length)}${cell}`);
  }
  return lines;
}

function wrapWords(words: readonly string[], room: number): readonly string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && measure(last) + 1 + measure(word) <= room) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.length === 0 ? [''] : lines;
}
